//! A run of the drawing in time, as the page shows it: where it is, how fast it goes, and what its charts say.
//!
//! The page shows the run at its head. The head moves over what has been simulated, and pulls the simulation behind it.

pub mod against;
pub mod budget;
pub mod capacity;
pub mod columns;
pub mod failures;
pub mod gathered;
pub mod moment;
pub mod series;

use crate::model::plan::Failure;
use crate::model::replay::ReplayFault;

/// How fast the head moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// A second a second.
    Real,
    /// Ten seconds a second.
    #[default]
    Ten,
    /// A minute a second.
    Sixty,
    /// Ten minutes a second.
    SixHundred,
    /// As fast as it can be simulated.
    Most,
}

impl Speed {
    /// All, slowest first.
    pub const ALL: [Self; 5] = [Self::Real, Self::Ten, Self::Sixty, Self::SixHundred, Self::Most];

    /// Its word in the page.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Real => "1",
            Self::Ten => "10",
            Self::Sixty => "60",
            Self::SixHundred => "600",
            Self::Most => "most",
        }
    }

    /// Simulated seconds for each second; none for as many as there can be.
    pub const fn factor(self) -> Option<f64> {
        match self {
            Self::Real => Some(1.0),
            Self::Ten => Some(10.0),
            Self::Sixty => Some(60.0),
            Self::SixHundred => Some(600.0),
            Self::Most => None,
        }
    }
}

/// Over how long the charts average.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Metrics {
    /// Each second, as `top` on the machine shows it.
    #[default]
    Second,
    /// Each minute, as CloudWatch shows it.
    Minute,
}

/// A longer frame than this comes from a page that was put away, milliseconds.
const LONGEST_FRAME_MS: f64 = 100.0;

/// So many seconds around the head are shown where not all are.
pub const NEAR_S: f64 = 600.0;

/// Where a run is and how it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Time {
    /// Whether the head moves.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// Where it is, seconds.
    pub head_s: f64,
    /// How far is simulated, seconds.
    pub simulated_s: f64,
    /// Over how long the charts average.
    pub metrics: Metrics,
    /// Whether only a few minutes around the head are shown.
    pub near: bool,
    /// What the button fails.
    pub choice: Option<Failure>,
    /// Why the recorded traffic that was put in last is not taken over.
    pub replay_fault: Option<ReplayFault>,
}

/// Something to do with a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeAction {
    /// It goes on, or stops; at its end it begins anew.
    Toggle,
    /// It stops.
    Pause,
    /// The head goes back to the start.
    Restart,
    /// The head goes on by a second and stops.
    Step,
    /// The head goes somewhere in what is simulated, and stops.
    Scrub(f64),
    /// So fast it goes.
    Speed(Speed),
    /// Over so long the charts average.
    Metrics(Metrics),
    /// Only a few minutes around the head are shown, or all.
    Near(bool),
    /// This is what the button fails.
    Choose(Failure),
    /// So far it has come.
    Reached {
        /// The head, seconds.
        head_s: f64,
        /// What is simulated, seconds.
        simulated_s: f64,
    },
}

impl Time {
    /// Does an action in a run of so many seconds.
    #[must_use]
    pub fn after(self, action: TimeAction, duration_s: f64) -> Self {
        match action {
            TimeAction::Toggle if self.playing => Self { playing: false, ..self },
            TimeAction::Toggle if self.head_s >= duration_s => Self { playing: true, head_s: 0.0, ..self },
            TimeAction::Toggle => Self { playing: true, ..self },
            TimeAction::Pause => Self { playing: false, ..self },
            TimeAction::Restart => Self { head_s: 0.0, ..self },
            TimeAction::Step => {
                let head_s = (libm::floor(self.head_s) + 1.0).min(duration_s);
                Self { playing: false, head_s, ..self }
            }
            TimeAction::Scrub(to) => {
                let head_s = if to.is_finite() { to.clamp(0.0, self.simulated_s.max(0.0)) } else { self.head_s };
                Self { playing: false, head_s, ..self }
            }
            TimeAction::Speed(speed) => Self { speed, ..self },
            TimeAction::Metrics(metrics) => Self { metrics, ..self },
            TimeAction::Near(near) => Self { near, ..self },
            TimeAction::Choose(failure) => Self { choice: Some(failure), ..self },
            TimeAction::Reached { head_s, simulated_s } => {
                let playing = self.playing && head_s < duration_s;
                Self { playing, head_s: head_s.min(duration_s), simulated_s: simulated_s.min(duration_s), ..self }
            }
        }
    }

    /// The run of another drawing, shown in the same way: at its start, and still.
    #[must_use]
    pub fn opened(self) -> Self {
        Self { speed: self.speed, metrics: self.metrics, ..Self::default() }
    }

    /// Where the head wants to be some milliseconds later.
    pub fn wanted(&self, elapsed_ms: f64, duration_s: f64) -> f64 {
        let moved = match (self.playing, self.speed.factor()) {
            (false, _) => self.head_s,
            (true, Some(factor)) => self.head_s + factor * elapsed_ms.clamp(0.0, LONGEST_FRAME_MS) / 1_000.0,
            (true, None) => duration_s,
        };
        moved.min(duration_s)
    }

    /// From when to when the charts show a run of so many seconds.
    pub fn shown_s(&self, duration_s: f64) -> (f64, f64) {
        if !self.near || duration_s <= NEAR_S {
            return (0.0, duration_s);
        }
        // In steps, so that the picture does not swim with the head.
        let step = NEAR_S / 10.0;
        let from = libm::floor((self.head_s - NEAR_S * 0.7) / step) * step;
        let from = from.clamp(0.0, duration_s - NEAR_S);
        (from, from + NEAR_S)
    }

    /// Whether anything is left to be done: the head moves, or what is simulated has not come to it.
    pub fn is_busy(&self) -> bool {
        self.playing || self.simulated_s < self.head_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(head_s: f64, simulated_s: f64) -> Time {
        Time { head_s, simulated_s, ..Time::default() }
    }

    #[test]
    fn at_its_end_a_run_begins_anew_over_what_is_simulated() {
        let time = at(600.0, 600.0).after(TimeAction::Toggle, 600.0);
        assert_eq!((time.playing, time.head_s, time.simulated_s), (true, 0.0, 600.0));
        let ended = time.after(TimeAction::Reached { head_s: 600.0, simulated_s: 600.0 }, 600.0);
        assert!(!ended.playing && !ended.is_busy());
    }

    #[test]
    fn the_head_cannot_be_put_where_nothing_is_simulated() {
        assert_eq!(at(10.0, 42.0).after(TimeAction::Scrub(90.0), 600.0).head_s, 42.0);
        assert_eq!(at(10.0, 42.0).after(TimeAction::Scrub(-3.0), 600.0).head_s, 0.0);
        assert_eq!(at(10.0, 42.0).after(TimeAction::Scrub(f64::NAN), 600.0).head_s, 10.0);
    }

    #[test]
    fn a_step_goes_to_the_next_whole_second_and_pulls_the_simulation() {
        let time = at(41.3, 42.0).after(TimeAction::Step, 600.0);
        assert_eq!((time.head_s, time.is_busy()), (42.0, false));
        let time = time.after(TimeAction::Step, 600.0);
        assert_eq!((time.head_s, time.is_busy()), (43.0, true));
        assert_eq!(at(600.0, 600.0).after(TimeAction::Step, 600.0).head_s, 600.0);
    }

    #[test]
    fn a_few_minutes_around_the_head_stay_inside_the_run() {
        let near = |head_s: f64| Time { near: true, ..at(head_s, head_s) }.shown_s(86_400.0);
        assert_eq!((near(0.0), near(86_400.0)), ((0.0, 600.0), (85_800.0, 86_400.0)));
        let (from, to) = near(40_007.0);
        assert!(to - from == 600.0 && from < 39_600.0 + 60.0 && (from..to).contains(&40_007.0));
        assert_eq!(Time { near: true, ..at(7.0, 7.0) }.shown_s(300.0), (0.0, 300.0));
        assert_eq!(at(7.0, 7.0).shown_s(86_400.0), (0.0, 86_400.0));
    }

    #[test]
    fn sixty_times_as_fast_is_a_minute_each_second() {
        let time = Time { playing: true, speed: Speed::Sixty, ..at(0.0, 0.0) };
        assert!((time.wanted(50.0, 600.0) - 3.0).abs() < 1e-9);
        // A page that slept for an hour goes on where it was.
        assert!((time.wanted(3_600_000.0, 600.0) - 6.0).abs() < 1e-9);
        assert_eq!(Time { speed: Speed::Most, ..time }.wanted(16.0, 600.0), 600.0);
        assert_eq!(at(7.0, 9.0).wanted(16.0, 600.0), 7.0);
    }
}
