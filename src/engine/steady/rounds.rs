//! The rounds of one solution: each centre with the newest times of the others, again and again.

use std::rc::Rc;

use super::birth_death::{Weighted, distribution, each_state};
use super::centre::Centred;
use super::profile::Profile;
use super::solver::{CentreState, Solution, Solver};
use crate::engine::network::Path;
use crate::lists::{self, Map};

/// Below this share of the likeliest, a number of requests at a centre that refuses no longer counts.
const NEGLIGIBLE: f64 = 1e-13;

/// Active users are whole: 1.3 of them on average are one in seven tenths of the time and two in three.
fn whole_users(active: f64) -> impl Iterator<Item = (u64, f64)> {
    let fewer = libm::floor(active);
    let more = active - fewer;
    [(fewer as u64, 1.0 - more), (fewer as u64 + 1, more)].into_iter().filter(|(_, share)| *share > 0.0)
}

/// Requests a second that are answered with so many at a centre.
fn answered(profile: &Profile, present: f64) -> f64 {
    profile.rate(present) - profile.refused(present)
}

/// The rounds of one solution.
pub(super) struct Round<'a> {
    solver: &'a Solver,
    active: f64,
    think_s: f64,
    visits: Vec<CentreRound>,
}

/// A centre in the rounds.
#[derive(Default)]
struct CentreRound {
    /// Mean seconds here per user request.
    time_s: f64,
    /// Requests a second that get through, as each column sees them.
    rates: Vec<f64>,
    /// The centre's profile without the time of background work, where it has any.
    own: Option<Rc<Profile>>,
    /// Requests a second that come when no more can be here.
    turned_away: f64,
    /// Probabilities of the number here.
    states: Vec<Weighted>,
}

impl<'a> Round<'a> {
    pub(super) fn new(solver: &'a Solver, active: f64, think_s: f64) -> Self {
        let start = |centre: &Centred| CentreRound {
            time_s: 1.0 / centre.profile.rate(1.0),
            rates: vec![0.0; centre.columns.len()],
            ..CentreRound::default()
        };
        Self { solver, active, think_s, visits: solver.centres.iter().map(start).collect() }
    }

    /// Whether one round is exact: one centre, and nothing in the background.
    pub(super) fn is_single(&self) -> bool {
        self.solver.centres.len() <= 1 && !self.solver.centres.iter().any(|centre| centre.has_background)
    }

    /// Solves each centre once more with the newest times of the others; returns the largest change of a time, in cycle
    /// times.
    pub(super) fn again(&mut self) -> f64 {
        let mut change = 0.0_f64;
        for (index, centre) in self.solver.centres.iter().enumerate() {
            let Some(mut visit) = self.visits.get_mut(index).map(std::mem::take) else { continue };
            let elsewhere = self.cycle_s().max(f64::MIN_POSITIVE);
            let before = visit.time_s;
            self.solve_centre(centre, &mut visit, elsewhere);
            change = change.max(libm::fabs(visit.time_s - before) / (elsewhere + visit.time_s));
            if let Some(kept) = self.visits.get_mut(index) {
                *kept = visit;
            }
        }
        change
    }

    /// Mean seconds from one request of a user to the next. (While a centre is solved its own time is taken out.)
    fn cycle_s(&self) -> f64 {
        self.think_s + self.visits.iter().map(|visit| visit.time_s).sum::<f64>()
    }

    fn solve_centre(&self, centre: &Centred, visit: &mut CentreRound, elsewhere: f64) {
        let network = &self.solver.network;
        if centre.has_background {
            visit.own = Some(Rc::new(centre.profile.without(&centre.unwaited(network, &visit.rates))));
        }
        let profile = visit.own.as_ref().unwrap_or(&centre.profile);
        let leaving = |present: f64| self.leaving(centre, profile, present);
        let mut states = Vec::new();
        visit.turned_away = 0.0;
        for (users, share) in whole_users(self.active) {
            let ratio = |present: f64| (users as f64 - present) / (elsewhere * leaving(present + 1.0));
            let found = match centre.most {
                Some(most) => each_state(users.min(most), NEGLIGIBLE, ratio),
                None => distribution(users, ratio),
            };
            if let (Some(most), Some(full)) = (centre.most, found.last()) {
                let more = if full.state >= most as f64 { users.saturating_sub(most) as f64 } else { 0.0 };
                visit.turned_away += share * full.weight * more / elsewhere;
            }
            states.extend(found.into_iter().map(|entry| Weighted { weight: entry.weight * share, ..entry }));
        }
        lists::sort(&mut states, |one, other| one.state < other.state);
        let number: f64 = states.iter().map(|entry| entry.weight * entry.state).sum();
        // Those elsewhere come back at this rate; as many leave.
        let left = (self.active - number) / elsewhere;
        let through: f64 = states.iter().map(|entry| entry.weight * answered(profile, entry.state)).sum();
        centre.approach(network, &mut visit.rates, through);
        visit.time_s = if left > 0.0 { number / left } else { 0.0 };
        visit.states = states;
    }

    /// Requests a second that leave a centre with `present` there. Where its queue is so long that the last would wait
    /// beyond the client's patience, they leave it at the rate at which they reach that age.
    fn leaving(&self, centre: &Centred, profile: &Profile, present: f64) -> f64 {
        profile.rate(present).max(present / (self.solver.habits.timeout_s * centre.share))
    }

    pub(super) fn solution(mut self) -> Solution {
        let network = &self.solver.network;
        let ended_rps = self.active / self.cycle_s();
        let visits = std::mem::take(&mut self.visits);
        let centres = self.solver.centres.iter().zip(visits);
        let centres: Vec<CentreState> = centres.map(|(centre, visit)| self.centre_state(centre, visit)).collect();
        let given_up =
            Map::from_iter(network.paths.iter().map(|path| (path.class, self.share_given_up(&centres, path))));
        Solution { active: self.active, ended_rps, centres, given_up, ..Solution::default() }
    }

    fn centre_state(&self, centre: &Centred, visit: CentreRound) -> CentreState {
        let profile = visit.own.unwrap_or_else(|| Rc::clone(&centre.profile));
        let (mut through_rps, mut leaving, mut refused) = (0.0, visit.turned_away, visit.turned_away);
        let mut numbers = vec![0.0; centre.columns.len()];
        for entry in &visit.states {
            through_rps += entry.weight * answered(&profile, entry.state);
            refused += entry.weight * profile.refused(entry.state);
            leaving += entry.weight * self.leaving(centre, &profile, entry.state);
            profile.add_numbers(entry.state, entry.weight, &mut numbers);
        }
        let given_up = if leaving > 0.0 { 1.0 - through_rps / leaving } else { 0.0 };
        // Below this it is what rounding leaves of nobody.
        let given_up = if given_up < 1e-12 { 0.0 } else { given_up };
        let refused = if leaving > 0.0 { (refused / leaving).min(given_up) } else { 0.0 };
        CentreState { through_rps, given_up, refused, numbers, profile, states: visit.states }
    }

    /// Share of a class's requests that give up at some centre that they come to.
    fn share_given_up(&self, centres: &[CentreState], path: &Path) -> f64 {
        let stays =
            self.solver.centres.iter().zip(centres).map(|(centre, state)| 1.0 - centre.comes(path) * state.given_up);
        1.0 - stays.product::<f64>()
    }
}
