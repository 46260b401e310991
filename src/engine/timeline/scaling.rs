//! Scaling rules: how many instances there should be, those that start, and those that leave.

use super::calendar::Kind;
use super::clock::{NANOS, nanos, seconds};
use super::simulation::Simulation;
use crate::engine::queueing::network::{Balancer, ScalingRule};

/// The most entries of a history; a longer one is cut.
const MOST_STEPS: usize = 100_000;

/// The number of instances from a time on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingStep {
    /// Seconds since the start.
    pub at_s: f64,
    /// How many there should be.
    pub desired: u32,
    /// How many are starting.
    pub starting: u32,
    /// How many get requests.
    pub in_service: u32,
}

/// A rule at work.
#[derive(Clone, Debug)]
pub(super) struct Scaler {
    rule: ScalingRule,
    desired: u32,
    starting: u32,
    /// Those that start together: when they are ready, and how many.
    batches: Vec<(u64, u32)>,
    /// Instances that the rule has added and not taken away.
    added: u32,
    /// Integral of busy servers at the last look.
    busy: i128,
    pub(super) history: Vec<ScalingStep>,
}

impl Scaler {
    pub(super) fn of(rule: ScalingRule, instances: u32) -> Self {
        let start = ScalingStep { at_s: 0.0, desired: instances, starting: 0, in_service: instances };
        Self { rule, desired: instances, starting: 0, batches: Vec::new(), added: 0, busy: 0, history: vec![start] }
    }

    /// When it looks first.
    pub(super) fn first_look(&self) -> u64 {
        nanos(self.rule.every_s)
    }

    /// As many instances as would do the last period's work at the target: so many servers were busy on average.
    fn wanted(&self, busy: f64) -> u32 {
        let each = self.rule.target_utilisation * f64::from(self.rule.servers_per_instance);
        // What rounding leaves above a whole number is none.
        let wanted = libm::ceil(busy / each - 1e-9);
        (wanted.max(0.0) as u32).max(self.rule.min_instances).min(self.rule.max_instances)
    }

    fn note(&mut self, now: u64, in_service: u32) {
        let step = ScalingStep { at_s: seconds(now), desired: self.desired, starting: self.starting, in_service };
        let same = self.history.last().is_some_and(|last| ScalingStep { at_s: step.at_s, ..*last } == step);
        if !same && self.history.len() < MOST_STEPS {
            self.history.push(step);
        }
    }
}

impl Simulation {
    /// A rule looks at its station.
    pub(super) fn evaluate(&mut self, id: u32) {
        let scaler = &mut self.scalers[id as usize];
        self.calendar.push(self.now.saturating_add(nanos(scaler.rule.every_s).max(1)), Kind::Evaluates, id);
        let at = &self.stations[scaler.rule.station];
        let busy = at.busy.total(self.now);
        let worked = (busy - scaler.busy) as f64 / (scaler.rule.every_s * NANOS);
        scaler.busy = busy;
        let in_service = in_service(&self.instances, at);
        scaler.desired = scaler.wanted(worked);
        let there = in_service + scaler.starting;
        if scaler.desired > there {
            let more = scaler.desired - there;
            scaler.starting += more;
            let ready = self.now.saturating_add(nanos(scaler.rule.boot_s));
            scaler.batches.push((ready, more));
            self.calendar.push(ready, Kind::Booted, id);
        }
        let mut fewer = there.saturating_sub(scaler.desired);
        // Those that started last are given up first.
        while fewer > 0
            && let Some((_, starting)) = scaler.batches.iter_mut().rev().find(|(_, starting)| *starting > 0)
        {
            let given_up = fewer.min(*starting);
            *starting -= given_up;
            scaler.starting -= given_up;
            fewer -= given_up;
        }
        for _ in 0..fewer {
            self.take_away(id);
        }
        self.note_scaling(id);
    }

    fn note_scaling(&mut self, id: u32) {
        let scaler = &mut self.scalers[id as usize];
        let in_service = in_service(&self.instances, &self.stations[scaler.rule.station]);
        scaler.note(self.now, in_service);
    }

    /// Instances are ready.
    pub(super) fn booted(&mut self, id: u32) {
        let scaler = &mut self.scalers[id as usize];
        if scaler.batches.first().is_none_or(|(ready, _)| *ready != self.now) {
            return;
        }
        let (_, count) = scaler.batches.remove(0);
        scaler.starting -= count;
        for _ in 0..count {
            self.add_instance(id);
        }
        self.note_scaling(id);
    }

    fn add_instance(&mut self, id: u32) {
        let scaler = &mut self.scalers[id as usize];
        scaler.added += 1;
        let (station, servers) = (scaler.rule.station, scaler.rule.servers_per_instance);
        let at = &mut self.stations[station];
        if at.balancer == Balancer::SharedQueue
            && let Some(place) = at.all.first().copied()
        {
            let instance = &mut self.instances[place as usize];
            instance.copies += 1;
            instance.limit = at.limit_each.map_or(u32::MAX, |limit| limit.saturating_mul(instance.copies));
            let servers = instance.servers + servers;
            return self.set_servers(place, servers);
        }
        self.put_instance(station, servers);
    }

    /// The instance that came last gets no more requests, and goes when it is empty.
    fn take_away(&mut self, id: u32) {
        let scaler = &mut self.scalers[id as usize];
        let was_added = scaler.added > 0;
        scaler.added = scaler.added.saturating_sub(1);
        let at = &mut self.stations[scaler.rule.station];
        if at.balancer == Balancer::SharedQueue {
            let Some(place) = at.all.first().copied() else { return };
            let servers = if was_added { scaler.rule.servers_per_instance } else { at.servers_each };
            let instance = &mut self.instances[place as usize];
            if instance.copies > 1 {
                instance.copies -= 1;
                instance.limit = at.limit_each.map_or(u32::MAX, |limit| limit.saturating_mul(instance.copies));
                let servers = instance.servers.saturating_sub(servers).max(1);
                self.set_servers(place, servers);
            }
            return;
        }
        if let Some(place) = at.routed.last().copied() {
            self.drain_instance(place);
        }
    }

    /// An instance that is empty leaves for good.
    pub(super) fn gone(&mut self, place: u32) {
        let instance = &mut self.instances[place as usize];
        let at = &mut self.stations[instance.station as usize];
        if instance.alive {
            at.spare.push(place);
        }
        (instance.leaving, instance.alive, instance.copies) = (false, false, 0);
        at.all.retain(|one| *one != place);
        let servers = u64::from(std::mem::take(&mut instance.servers));
        at.capacity.set(self.now, at.capacity.number.saturating_sub(servers));
    }
}

fn in_service(instances: &[super::station::Instance], at: &super::station::Station) -> u32 {
    at.routed.iter().map(|place| instances[*place as usize].copies).sum()
}
