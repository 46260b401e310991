//! Users growing by themselves, evenly on the logarithmic scale.

use super::scale;
use crate::model::workload::USERS;

/// From the fewest to the most users takes this long.
pub const WHOLE_MS: f64 = 20_000.0;

/// A growth under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Play {
    /// Where on the scale it is, 0…1, not rounded.
    pub position: f64,
    /// Whether it stops where the drawing breaks: it does not when it set out from beyond.
    pub stops_at_break: bool,
}

/// Where a growth has come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// It goes on at this number of users.
    On(Play, u32),
    /// It has come to where the drawing breaks, and stopped there.
    Broke(u32),
    /// It has come to the end of the scale.
    End(u32),
}

impl Play {
    /// A growth from a number of users, in a drawing that breaks at another.
    pub fn from(users: u32, breaks_at: Option<f64>) -> Self {
        Self {
            position: scale::position(f64::from(users)),
            stops_at_break: breaks_at.is_none_or(|at| f64::from(users) < at),
        }
    }

    /// Some milliseconds later.
    pub fn after(self, elapsed_ms: f64, breaks_at: Option<f64>) -> Progress {
        // A page that was in the background comes back with one very long frame.
        let position = self.position + elapsed_ms.clamp(0.0, 100.0) / WHOLE_MS;
        let users = scale::rounded(scale::users_at(position));
        if let Some(at) = breaks_at.filter(|&at| self.stops_at_break && at <= f64::from(users)) {
            return Progress::Broke(scale::clamped(libm::ceil(at.min(1e9)) as i64));
        }
        if position >= 1.0 { Progress::End(*USERS.end()) } else { Progress::On(Self { position, ..self }, users) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(mut play: Play, breaks_at: Option<f64>) -> (u32, f64, bool) {
        let mut elapsed = 0.0;
        loop {
            elapsed += 16.0;
            match play.after(16.0, breaks_at) {
                Progress::On(next, _) => play = next,
                Progress::Broke(users) => return (users, elapsed, true),
                Progress::End(users) => return (users, elapsed, false),
            }
        }
    }

    #[test]
    fn ten_users_become_a_million_in_twenty_seconds() {
        let (users, elapsed, broke) = run(Play::from(10, None), None);
        assert_eq!((users, broke), (1_000_000, false));
        assert!((elapsed - WHOLE_MS).abs() < 50.0);
    }

    #[test]
    fn growth_stops_where_the_drawing_breaks() {
        assert_eq!(run(Play::from(10, Some(487.2)), Some(487.2)).0, 488);
    }

    #[test]
    fn pressed_again_it_goes_on_to_the_end() {
        let (users, _, broke) = run(Play::from(488, Some(487.2)), Some(487.2));
        assert_eq!((users, broke), (1_000_000, false));
    }

    #[test]
    fn a_sleeping_page_does_not_jump() {
        let play = Play::from(10, None);
        assert!(matches!(play.after(1e9, None), Progress::On(next, _) if next.position < 0.01));
    }
}
