//! The logarithmic scale of users, shared by the control and every chart.

use crate::model::workload::USERS;

/// Decades from the fewest to the most users.
pub const DECADES: f64 = 5.0;

/// Where a number of users is on the scale, 0…1.
pub fn position(users: f64) -> f64 {
    let least = f64::from(*USERS.start());
    (libm::log10(users.max(least) / least) / DECADES).clamp(0.0, 1.0)
}

/// The number of users at a position, not rounded.
pub fn users_at(position: f64) -> f64 {
    f64::from(*USERS.start()) * libm::pow(10.0, position.clamp(0.0, 1.0) * DECADES)
}

/// A number of users that people would say: two significant digits under a thousand, three above.
pub fn rounded(users: f64) -> u32 {
    let users = users.max(f64::from(*USERS.start())).min(f64::from(*USERS.end()));
    let digits = if users < 1_000.0 { 1.0 } else { 2.0 };
    let unit = libm::pow(10.0, (libm::floor(libm::log10(users) + 1e-9) - digits).max(0.0));
    (libm::round(users / unit) * unit) as u32
}

/// A number of users that a control may take.
pub fn clamped(users: i64) -> u32 {
    users.clamp(i64::from(*USERS.start()), i64::from(*USERS.end())) as u32
}

/// How far a key moves the control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An arrow up or right: 5 % more.
    More,
    /// An arrow down or left.
    Fewer,
    /// Page up: to the next of 1, 2, 5, 10.
    MuchMore,
    /// Page down.
    MuchFewer,
    /// Home.
    Least,
    /// End.
    Most,
}

/// The number of users a step away. Always different, until the end of the scale.
pub fn stepped(users: u32, step: Step) -> u32 {
    let now = f64::from(users);
    let next = match step {
        Step::More => rounded(now * 1.05).max(users.saturating_add(1)),
        Step::Fewer => rounded(now / 1.05).min(users.saturating_sub(1)),
        Step::MuchMore => round_numbers().find(|&round| round > users).unwrap_or(*USERS.end()),
        Step::MuchFewer => round_numbers().filter(|&round| round < users).last().unwrap_or(*USERS.start()),
        Step::Least => *USERS.start(),
        Step::Most => *USERS.end(),
    };
    clamped(i64::from(next))
}

fn round_numbers() -> impl Iterator<Item = u32> {
    (1..=6u32).flat_map(|decade| [1, 2, 5].map(|digit| digit * 10u32.pow(decade))).filter(|n| USERS.contains(n))
}

/// A mark under the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// Its number of users.
    pub users: u32,
    /// Whether it starts a decade and has a label.
    pub major: bool,
}

/// The marks under the scale.
pub fn ticks() -> impl Iterator<Item = Tick> {
    (1..=6u32)
        .flat_map(|decade| (1..10).map(move |digit| Tick { users: digit * 10u32.pow(decade), major: digit == 1 }))
        .filter(|tick| USERS.contains(&tick.users))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_and_the_decades_are_evenly_spaced() {
        for (decade, users) in [10.0, 100.0, 1e3, 1e4, 1e5, 1e6].into_iter().enumerate() {
            assert!((position(users) - decade as f64 / 5.0).abs() < 1e-12);
            assert!((users_at(decade as f64 / 5.0) / users - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_drag_gives_numbers_that_people_say() {
        assert_eq!(rounded(18_049.0), 18_000);
        assert_eq!(rounded(487.3), 490);
        assert_eq!(rounded(13.2), 13);
        assert_eq!(rounded(999_999.0), 1_000_000);
        assert_eq!(rounded(f64::INFINITY), 1_000_000);
    }

    #[test]
    fn every_key_moves_until_the_end() {
        for users in [11, 100, 487, 18_500, 999_999] {
            assert!(stepped(users, Step::More) > users && stepped(users, Step::Fewer) < users);
            assert!(stepped(users, Step::MuchMore) > users && stepped(users, Step::MuchFewer) < users);
        }
        assert_eq!(stepped(1_000_000, Step::More), 1_000_000);
        assert_eq!(stepped(10, Step::MuchFewer), 10);
    }

    #[test]
    fn page_keys_stop_at_round_numbers() {
        assert_eq!(stepped(487, Step::MuchMore), 500);
        assert_eq!(stepped(487, Step::MuchFewer), 200);
    }

    #[test]
    fn the_scale_has_six_labels() {
        assert_eq!(ticks().filter(|tick| tick.major).count(), 6);
    }
}
