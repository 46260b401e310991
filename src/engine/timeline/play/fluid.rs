//! A play whose requests are a fluid: the same instances, rules and failures, and no requests.

use std::collections::VecDeque;

use super::credits::at_full_speed;
use super::flow::Flow;
use super::met::Rules;
use super::names::with_all;
use super::sample::Sample;
use super::{Plan, Play, active_users};
use crate::engine::network::{aggregate, compile};
use crate::engine::steady::Habits;
use crate::engine::timeline::Refused;
use crate::engine::timeline::clock::nanos;
pub(super) use crate::engine::timeline::fluid::Late;
use crate::model::topology::Topology;

/// Seconds of a measurement: the fewest with which a run has no more than [`MOST_SAMPLES`].
const SAMPLE_S: [u32; 4] = [1, 2, 5, 10];

/// The most measurements of a run.
const MOST_SAMPLES: u32 = 8_640;

/// Seconds of a measurement in a run of such a length.
pub(super) fn sample_s(duration_s: u32) -> u32 {
    let few = |length: &u32| duration_s / length <= MOST_SAMPLES;
    SAMPLE_S.into_iter().find(few).unwrap_or(SAMPLE_S[SAMPLE_S.len() - 1])
}

/// What clients do by a plan.
fn rules(plan: &Plan, timeout_s: f64) -> Rules {
    let of = &plan.resilience;
    let backoff_s = of.backoff_ms.iter().map(|wait| f64::from(*wait) / 1_000.0).collect();
    Rules { backoff_s, timeout_s, finishes_abandoned: of.finishes_abandoned }
}

/// Those who wait in a fluid.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    /// Those who asked at the same time, oldest first, and those who will ask again.
    pub(super) groups: VecDeque<Late>,
    /// Shares of the classes among them, added up.
    pub(super) classes: Vec<(f64, u16)>,
}

impl Play {
    /// A run as a fluid; as [`Play::new`] else.
    pub(super) fn fluid(topology: &Topology, users: u32, plan: &Plan, seed: u64) -> Result<Self, Refused> {
        let mut play = Self::new(topology, users, plan, seed)?;
        play.simulation.set_users(0);
        play.takers.all_at_once(&mut play.simulation);
        let compiled = compile(&with_all(&at_full_speed(topology)), 0);
        let network = aggregate(&compiled.network, &compiled.legend);
        let workload = &topology.workload;
        let seconds = (0..=plan.duration_s).step_by(10);
        let peak = seconds.map(|second| play.users_at(second)).fold(0.0, f64::max).min(1e8);
        let habits = Habits { think_s: workload.think_s(), timeout_s: workload.timeout_s, most: peak as u64 + 1 };
        let rules = rules(plan, workload.timeout_s);
        play.flow = Some(Box::new(Flow::new((network, compiled.network), habits, rules, topology)));
        Ok(play)
    }

    /// What happens in a second as a fluid, or what has to be made for it first; what that took, in events.
    pub(super) fn flow_second(&mut self) -> u64 {
        let users = self.users_at(self.second);
        let Some(flow) = &mut self.flow else { return 0 };
        let before = flow.events;
        if flow.second(&mut self.simulation, &self.groups, (f64::from(self.second), users)) {
            self.simulation.pass(nanos(f64::from(self.second + 1)));
        }
        flow.events - before
    }

    /// Whether the second that is over ends a measurement.
    pub(super) fn is_measured(&self) -> bool {
        let last = self.second >= self.plan.duration_s;
        self.flow.is_none() || last || self.second.is_multiple_of(sample_s(self.plan.duration_s))
    }

    /// The fluid's own numbers in the newest measurement.
    pub(super) fn measure_flow(&mut self) {
        let Some(flow) = &mut self.flow else { return };
        let (flowed, latency_s) = flow.read();
        if let Some(sample) = self.sampler.newest() {
            sample.offered_per_s = flowed.offered;
            sample.attempts_per_s = flowed.attempts;
            sample.done_per_s = flowed.done;
            sample.failed_per_s = flowed.failed;
            sample.latency_s = latency_s;
        }
    }

    /// The same run from here on request by request, with all users; and those who wait by now, as groups with the second
    /// in which they asked: they are still to ask.
    pub(super) fn close_up(&self) -> (Self, Waiting) {
        let mut play = self.clone();
        let waiting = play.flow.take().map_or_else(Waiting::default, |flow| flow.who_waits());
        let users = active_users(self.users_at(self.second));
        play.sampler.forget();
        play.log.clear();
        play.simulation.read_meter();
        play.simulation.take_over(self.seed ^ u64::from(self.second) << 32, users);
        (play, waiting)
    }

    /// Lets some of those who waited ask, at most so many; how many there were.
    pub(super) fn ask_late(&mut self, waiting: &mut Waiting, most: u64) -> u64 {
        let mut asked = 0;
        while let Some(late) = waiting.groups.front_mut().filter(|_| asked < most) {
            let there = self.simulation.ask_late(late, &waiting.classes);
            asked += 1;
            late.count -= 1;
            if late.count == 0 || !there {
                waiting.groups.pop_front();
            }
        }
        asked
    }

    /// Puts what waits in the fluid's queues of jobs into a measurement of a close-up, which begins without it.
    pub(super) fn add_backlog(&self, sample: &mut Sample) {
        let Some(flow) = &self.flow else { return };
        for node in &mut sample.nodes {
            let own = flow.jobs_waiting(node.node);
            let fetched = self.fetched_by.get(&node.node).into_iter().flatten();
            let waiting = own + fetched.map(|worker| flow.jobs_waiting(*worker)).sum::<f64>();
            node.waiting = node.waiting.max(waiting);
            if let Some(queue) = node.queue.as_mut().filter(|_| waiting > 0.0) {
                *queue = flow.queue(self.fetched_by.get(&node.node).into_iter().flatten());
            }
        }
    }
}
