//! Capacity of parts that throttle: set anew, following what is used, or its peak.

use super::Play;
use super::log::What;
use super::scaling::{Scaling, Seen};
use crate::catalogue::spec::{
    CapacityRule, CapacityScaling, Resource, ScalingBlueprint, ScalingPolicy, ThrottleBlueprint,
};
use crate::engine::network::Compiled;
use crate::engine::timeline::simulation::Simulation;
use crate::engine::timeline::throttle::ThrottleState;
use crate::model::scenario::NodeId;

/// Seconds without a refusal after which throttling counts as over.
const CALM_S: u32 = 10;

/// Seconds of which the peak is kept as one number.
const PEAK_S: u32 = 60;

/// One kind of capacity of a part in a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CapacityOf {
    /// Units a second that there are.
    pub units: f64,
    /// Units a second as drawn.
    pub drawn: f64,
    /// Seconds of unused capacity that are kept.
    pub kept_s: f64,
    /// Attempts refused since the measurement before.
    pub refused: f64,
}

/// The capacity of a part in a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CapacitySample {
    /// For reads.
    pub read: CapacityOf,
    /// For writes.
    pub write: CapacityOf,
}

/// A limit of a part.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    node: NodeId,
    resource: Resource,
    station: usize,
    rules: ThrottleBlueprint,
    /// Units a second of the station as compiled, and those that there are.
    speed: f64,
    units: f64,
    scaling: Option<Scaling>,
    /// Capacity that there was so far, in seconds of the station's speed.
    offered_s: f64,
    /// The peak of each stretch of [`PEAK_S`] so far, units a second.
    peaks: Vec<f64>,
    /// As it was when it was looked at last, and when it was measured last.
    before: ThrottleState,
    measured: ThrottleState,
    /// The last second with a refusal, while it throttles.
    throttling: Option<u32>,
}

/// The limits of a drawing, made known to its simulation.
pub(super) fn all(compiled: &Compiled, simulation: &mut Simulation) -> Vec<Limit> {
    let mut found = Vec::new();
    for (station, meaning) in compiled.legend.stations.iter().enumerate() {
        let Some(rules) = meaning.throttle else { continue };
        let units = match rules.rule {
            CapacityRule::Peak { first, factor, .. } => (first * factor).min(rules.units),
            CapacityRule::Set | CapacityRule::Follows(_) => rules.units,
        };
        simulation.throttle(station, &ThrottleBlueprint { units, ..rules }, meaning.speed);
        found.push(Limit {
            node: meaning.node,
            resource: meaning.resource,
            station,
            rules,
            speed: meaning.speed,
            units,
            scaling: scaling(rules.rule),
            offered_s: 0.0,
            peaks: Vec::new(),
            before: ThrottleState::default(),
            measured: ThrottleState::default(),
            throttling: None,
        });
    }
    found
}

/// The rule of those that follow what is used: units are its instances.
fn scaling(rule: CapacityRule) -> Option<Scaling> {
    let CapacityRule::Follows(CapacityScaling { min, max, target, period_s, out_after, in_after }) = rule else {
        return None;
    };
    let rule = ScalingBlueprint {
        min,
        max,
        policy: ScalingPolicy::Target(target),
        forecast_target: None,
        scheduled: None,
        period_s,
        out_after,
        in_after,
        cooldown_s: 0,
        warm_up_s: 0,
        start_s: 0.0,
    };
    Some(Scaling::of(rule, 0.0))
}

impl Limit {
    /// A second is over: what it is from here on, where that is another.
    fn second(&mut self, simulation: &mut Simulation, now: u32) -> Option<What> {
        let state = simulation.throttle_state(self.station)?;
        self.offered_s += self.units / self.speed;
        let used = (state.used_s - self.before.used_s) * self.speed;
        self.before = state;
        let wanted = self.wanted(state, used, now)?;
        let from = std::mem::replace(&mut self.units, wanted);
        simulation.set_capacity(self.station, wanted / self.speed);
        let is_told = !matches!(self.rules.rule, CapacityRule::Peak { .. });
        let (from, to) = (libm::round(from) as u32, libm::round(wanted) as u32);
        is_told.then_some(What::Capacity { node: self.node, resource: self.resource, from, to })
    }

    /// How many units there should be, where that changes.
    fn wanted(&mut self, state: ThrottleState, used: f64, now: u32) -> Option<f64> {
        let units = match self.rules.rule {
            CapacityRule::Set => return None,
            CapacityRule::Follows(_) => {
                let scaling = self.scaling.as_mut().filter(|scaling| scaling.is_due(now))?;
                let units = libm::round(self.units) as u32;
                let integrals = (state.used_s, self.offered_s);
                f64::from(scaling.look(Seen { now, integrals, in_service: units, warming: 0, desired: units }))
            }
            CapacityRule::Peak { first, factor, after_s } => {
                let stretch = (now.saturating_sub(1) / PEAK_S) as usize;
                self.peaks.resize(stretch + 1, 0.0);
                if let Some(peak) = self.peaks.get_mut(stretch) {
                    *peak = peak.max(used);
                }
                let old = (now.saturating_sub(after_s) / PEAK_S) as usize;
                let peak = self.peaks.iter().take(old).copied().fold(first, f64::max);
                (factor * peak).min(self.rules.units)
            }
        };
        (libm::fabs(units - self.units) > 1e-9).then_some(units)
    }

    /// What began or ended with its throttling.
    fn told(&mut self, refused: bool, now: u32) -> Option<What> {
        let (node, resource) = (self.node, self.resource);
        match self.throttling {
            None if refused => {
                self.throttling = Some(now);
                Some(What::ThrottlingBegins { node, resource })
            }
            Some(_) if refused => {
                self.throttling = Some(now);
                None
            }
            Some(last) if now >= last + CALM_S => {
                self.throttling = None;
                Some(What::ThrottlingEnds { node, resource })
            }
            _ => None,
        }
    }
}

impl Play {
    /// A part that has so much of its own capacity has another from here on; whether it does.
    pub(super) fn set_capacity(&mut self, node: NodeId, read: u32, write: u32) -> bool {
        let mut changed = false;
        for limit in self.limits.iter_mut().filter(|limit| limit.node == node) {
            if matches!(limit.rules.rule, CapacityRule::Peak { .. }) {
                continue;
            }
            limit.units = f64::from(if limit.resource == Resource::ReadCapacity { read } else { write }.max(1));
            self.simulation.set_capacity(limit.station, limit.units / limit.speed);
            changed = true;
        }
        changed
    }

    /// A second is over: capacity follows, and what throttles is told.
    pub(super) fn look_after_capacity(&mut self) {
        let (now, mut told) = (self.second, Vec::new());
        for limit in &mut self.limits {
            let before = limit.before.refused;
            told.extend(limit.second(&mut self.simulation, now));
            let refused = limit.before.refused > before;
            told.extend(limit.told(refused, now));
        }
        told.into_iter().for_each(|what| self.note(what));
    }

    /// Adds the capacity to the second that has been measured.
    pub(super) fn measure_capacity(&mut self) {
        for limit in &mut self.limits {
            let state = limit.before;
            let refused = state.refused - limit.measured.refused;
            limit.measured = state;
            let of = CapacityOf {
                units: limit.units,
                drawn: limit.rules.units,
                kept_s: state.kept_s,
                refused: refused as f64,
            };
            let resource = limit.resource;
            self.sampler.put(limit.node, |sample| {
                let capacity = sample.capacity.get_or_insert_default();
                *(if resource == Resource::ReadCapacity { &mut capacity.read } else { &mut capacity.write }) = of;
            });
        }
    }
}
