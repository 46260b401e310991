//! Traffic that was recorded: points of users or requests over time, from a CSV, with straight lines between them.

use serde::Serialize;

use super::plan::{DURATION_S, Plan, Traffic};
use crate::units::decimal;

/// The most points.
pub const MAX_POINTS: usize = 1_000;

/// The longest text that is read, bytes.
pub const MAX_TEXT: usize = 256 * 1024;

/// The largest value of a point.
pub const MAX_VALUE: u32 = 10_000_000;

/// What the points count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Unit {
    /// Active users.
    #[default]
    Users,
    /// Requests a second.
    Rate,
}

/// A point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Seconds since the start.
    pub at_s: u32,
    /// How many then.
    pub value: u32,
}

/// Traffic as it was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replay {
    /// What the points count.
    pub unit: Unit,
    /// By time, which rises. Before the first and after the last their values hold.
    pub points: Vec<Point>,
}

/// Why a text is no traffic, with the line, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplayFault {
    /// It is longer than [`MAX_TEXT`].
    TooLong,
    /// It has no points.
    Empty,
    /// It has more than [`MAX_POINTS`].
    TooMany(u32),
    /// A line is not a time and a value.
    NoPoint(u32),
    /// A time is not after that of the line before.
    NotRising(u32),
    /// A time is beyond the longest run.
    TooLate(u32),
    /// A value is below 0 or above [`MAX_VALUE`].
    OutOfRange(u32),
}

impl Replay {
    /// Reads a CSV: a time in seconds and a value on each line, with a comma, a semicolon or a tab between them. Empty
    /// lines and those that begin with `#` count for nothing. The first line may name the columns: where the second is
    /// called `rate`, `rps` or `requests` the values are requests a second, else active users. Values are rounded to
    /// whole ones.
    ///
    /// # Errors
    ///
    /// The first fault, with its line.
    pub fn parse(text: &str) -> Result<Self, ReplayFault> {
        if text.len() > MAX_TEXT {
            return Err(ReplayFault::TooLong);
        }
        let mut replay = Self::default();
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let mut lines = (1..).zip(lines).filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).peekable();
        if let Some(unit) = lines.peek().and_then(|(_, line)| heading(line)) {
            replay.unit = unit;
            lines.next();
        }
        for (number, line) in lines {
            let point = point(number, line)?;
            let last = replay.points.last();
            if last.is_some_and(|last| last.at_s >= point.at_s) {
                return Err(ReplayFault::NotRising(number));
            }
            if replay.points.len() == MAX_POINTS {
                return Err(ReplayFault::TooMany(number));
            }
            replay.points.push(point);
        }
        if replay.points.is_empty() { Err(ReplayFault::Empty) } else { Ok(replay) }
    }

    /// The CSV that [`Replay::parse`] reads as this.
    pub fn text(&self) -> String {
        let unit = if self.unit == Unit::Rate { "rate" } else { "users" };
        let lines = self.points.iter().map(|point| format!("{},{}\n", point.at_s, point.value));
        format!("time,{unit}\n{}", lines.collect::<String>())
    }

    /// Whether everything is in its range and the times rise.
    pub fn is_sane(&self) -> bool {
        let rising = self.points.windows(2).all(|pair| matches!(pair, [one, other] if one.at_s < other.at_s));
        let sane = |point: &Point| point.at_s <= *DURATION_S.end() && point.value <= MAX_VALUE;
        rising && self.points.len() <= MAX_POINTS && self.points.iter().all(sane)
    }

    /// The value at a time; none without points.
    pub fn value(&self, at_s: f64) -> Option<f64> {
        let behind = self.points.partition_point(|point| f64::from(point.at_s) <= at_s);
        let before = behind.checked_sub(1).and_then(|index| self.points.get(index));
        let value = |point: &Point| f64::from(point.value);
        match (before, self.points.get(behind)) {
            (Some(one), Some(other)) => {
                let (from, to) = (f64::from(one.at_s), f64::from(other.at_s));
                Some(value(one) + (value(other) - value(one)) * (at_s - from) / (to - from))
            }
            (before, other) => before.or(other).map(value),
        }
    }
}

fn heading(line: &str) -> Option<Unit> {
    let (time, value) = columns(line)?;
    if decimal::parse(time).is_some() {
        return None;
    }
    let name = value.to_ascii_lowercase();
    let is_rate = ["rate", "rps", "request"].iter().any(|word| name.contains(word));
    Some(if is_rate { Unit::Rate } else { Unit::Users })
}

fn columns(line: &str) -> Option<(&str, &str)> {
    let (time, value) = line.split_once([',', ';', '\t'])?;
    Some((time.trim(), value.trim()))
}

fn point(number: u32, line: &str) -> Result<Point, ReplayFault> {
    let numbers = columns(line).and_then(|(time, value)| Some((decimal::parse(time)?, decimal::parse(value)?)));
    let (time, value) = numbers.ok_or(ReplayFault::NoPoint(number))?;
    if !(0.0..=f64::from(*DURATION_S.end())).contains(&time) {
        return Err(ReplayFault::TooLate(number));
    }
    if !(0.0..=f64::from(MAX_VALUE)).contains(&value) {
        return Err(ReplayFault::OutOfRange(number));
    }
    Ok(Point { at_s: libm::round(time) as u32, value: libm::round(value) as u32 })
}

impl Plan {
    /// How many users are active at a time of the run, of a drawing with so many who think for so many seconds. A
    /// recorded rate takes as many users as ask that often while answers take no time.
    pub fn active_users(&self, active: f64, think_s: f64, at_s: f64) -> f64 {
        match (self.traffic, self.replay.value(at_s)) {
            (Traffic::Replay, Some(value)) if self.replay.unit == Unit::Users => value,
            (Traffic::Replay, Some(value)) => value * think_s,
            (traffic, _) => active * traffic.share(at_s, f64::from(self.duration_s)),
        }
    }

    /// The plan with recorded traffic, as long as its points.
    #[must_use]
    pub fn replaying(&self, replay: Replay) -> Self {
        let last = replay.points.last().map_or(self.duration_s, |point| point.at_s);
        let duration_s = last.clamp(*DURATION_S.start(), *DURATION_S.end());
        Self { traffic: Traffic::Replay, replay, duration_s, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(pairs: &[(u32, u32)]) -> Vec<Point> {
        pairs.iter().map(|&(at_s, value)| Point { at_s, value }).collect()
    }

    #[test]
    fn a_recording_is_read_with_or_without_a_heading_whatever_stands_between() {
        let wanted = points(&[(0, 10), (60, 250), (90, 0)]);
        for text in [
            "0,10\n60,250\n90,0\n",
            "time;users\r\n0;10\r\n\r\n60;250.4\r\n90;0",
            "\u{feff}# ours\n0\t10\n60\t250\n90\t0",
        ] {
            assert_eq!(Replay::parse(text), Ok(Replay { unit: Unit::Users, points: wanted.clone() }), "{text}");
        }
        let rate = Replay::parse("seconds,requests per second\n0,10\n60,250\n90,0");
        assert_eq!(rate, Ok(Replay { unit: Unit::Rate, points: wanted }));
    }

    #[test]
    fn a_malformed_line_is_named() {
        let cases = [
            ("", ReplayFault::Empty),
            ("time,users\n", ReplayFault::Empty),
            ("0,1\n\n10;x", ReplayFault::NoPoint(3)),
            ("0 1", ReplayFault::NoPoint(1)),
            ("0,1\n5,2\n5,3", ReplayFault::NotRising(3)),
            ("0,1\n-5,2", ReplayFault::TooLate(2)),
            ("0,1\n9000000,2", ReplayFault::TooLate(2)),
            ("0,-1", ReplayFault::OutOfRange(1)),
            ("0,1e9", ReplayFault::OutOfRange(1)),
            ("0,nan", ReplayFault::NoPoint(1)),
        ];
        for (text, fault) in cases {
            assert_eq!(Replay::parse(text), Err(fault), "{text}");
        }
        let many: String = (0..=MAX_POINTS).map(|at| format!("{at},1\n")).collect();
        assert_eq!(Replay::parse(&many), Err(ReplayFault::TooMany(1_001)));
        assert_eq!(Replay::parse(&"#\n".repeat(MAX_TEXT)), Err(ReplayFault::TooLong));
    }

    #[test]
    fn between_points_there_are_straight_lines_and_beyond_them_the_ends_hold() {
        let replay = Replay { unit: Unit::Users, points: points(&[(10, 100), (20, 300), (40, 0)]) };
        let values = [0.0, 10.0, 15.0, 20.0, 30.0, 40.0, 900.0].map(|at| replay.value(at));
        assert_eq!(values, [100.0, 100.0, 200.0, 300.0, 150.0, 0.0, 0.0].map(Some));
        assert_eq!(Replay::default().value(5.0), None);
    }

    #[test]
    fn its_text_reads_as_itself_and_the_run_is_as_long_as_it() {
        let replay = Replay { unit: Unit::Rate, points: points(&[(0, 3), (700, 9)]) };
        assert_eq!(Replay::parse(&replay.text()), Ok(replay.clone()));
        let plan = Plan::default().replaying(replay);
        assert_eq!((plan.duration_s, plan.traffic), (700, Traffic::Replay));
        // 9 requests a second by users who think for 1.5 s.
        assert_eq!(plan.active_users(5_000.0, 1.5, 700.0), 13.5);
        assert_eq!(Plan::default().active_users(5_000.0, 1.5, 700.0), 5_000.0);
    }
}
