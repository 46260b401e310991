//! Caches that fail and come back empty. While one is gone, and while it warms up, what it does not answer goes to the
//! database: requests that begin then go by the routes of the drawing with fewer hits.

use super::Play;
use super::detours::STEP;
use super::log::What;
use super::names::NOBODY;
use crate::catalogue::spec::{Ask, Resource};
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// From this share of its usual hits on a cache counts as warm.
const WARM: f64 = 0.99;

/// What a cache is like.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// It has what it usually has.
    Warm,
    /// It is gone.
    Gone,
    /// It came back empty, when so many look-ups had come to it in all.
    Cold(u64),
}

/// A cache.
#[derive(Clone, Debug)]
struct Cache {
    node: NodeId,
    /// Share of look-ups that are hits when it is warm.
    usual: f64,
    /// Equally likely keys that these hits are for.
    keys: f64,
    /// Where its look-ups are counted.
    station: usize,
    /// Whether what it holds is kept elsewhere too.
    is_copied: bool,
    state: State,
    /// Its hit ratio by the routes of now.
    routed: f64,
}

/// All caches of a drawing.
#[derive(Clone, Debug)]
pub(super) struct Caches {
    all: Vec<Cache>,
}

impl Cache {
    /// Its hit ratio after so many look-ups in all. Of those for its keys, each fetches one of them that are equally
    /// likely: after n of them a key is still missing with probability (1 − 1/keys)ⁿ.
    fn hits(&self, lookups: u64) -> f64 {
        match self.state {
            State::Warm => self.usual,
            State::Gone => 0.0,
            State::Cold(before) => {
                let fetched = self.usual * lookups.saturating_sub(before) as f64;
                self.usual * -libm::expm1(fetched * libm::log1p(-1.0 / self.keys.max(1.000_001)))
            }
        }
    }
}

impl Caches {
    /// The caches of a drawing; `stations` says where a node's processors stand.
    pub(super) fn of(topology: &Topology, station: impl Fn(NodeId, Resource) -> Option<usize>) -> Self {
        let cache = |(node, part): (&NodeId, &crate::model::topology::Part)| {
            let (usual, keys) = (part.blueprint.hits?, part.blueprint.working_set?);
            let station = station(*node, Resource::Cpu)?;
            Some(Cache {
                node: *node,
                usual: usual.1,
                keys,
                station,
                is_copied: part.blueprint.is_copied,
                state: State::Warm,
                routed: usual.1,
            })
        };
        Self { all: topology.parts.iter().filter_map(cache).collect() }
    }

    /// Gives a drawing the hits of now: a cache that is gone is asked nothing. For a fluid next to nothing, so that its
    /// network keeps all stations.
    pub(super) fn put_into(&self, topology: &mut Topology, is_fluid: bool) {
        for cache in &self.all {
            if let Some(part) = topology.parts.get_mut(&cache.node) {
                part.blueprint.hits = Some((Ask::CacheRead, cache.routed));
            }
            if cache.state == State::Gone {
                let asked = topology.routes.iter_mut().filter(|((_, ask), _)| *ask == Ask::CacheRead);
                for (_, targets) in asked {
                    if is_fluid {
                        let gone = targets.iter_mut().filter(|(target, _)| *target == cache.node);
                        gone.for_each(|(_, share)| *share = NOBODY);
                    } else {
                        targets.retain(|(target, _)| *target != cache.node);
                    }
                }
            }
        }
    }
}

impl Play {
    /// Looks whether caches are gone, back or warmer; whether requests should go accordingly.
    pub(super) fn look_after_caches(&mut self) -> bool {
        let (mut told, mut changed) = (Vec::new(), false);
        for cache in &mut self.caches.all {
            let serving = self.groups.iter().find(|group| group.node == cache.node);
            let serves = serving.is_none_or(|group| group.count().in_service > 0);
            let lookups = self.simulation.came_to(cache.station);
            let before = cache.state;
            cache.state = match before {
                _ if !serves => State::Gone,
                State::Gone if cache.is_copied => {
                    told.push(What::CacheWarm(cache.node));
                    State::Warm
                }
                State::Gone => {
                    told.push(What::CacheCold(cache.node));
                    State::Cold(lookups)
                }
                State::Cold(_) if cache.hits(lookups) >= WARM * cache.usual => {
                    told.push(What::CacheWarm(cache.node));
                    State::Warm
                }
                state => state,
            };
            let hits = cache.hits(lookups);
            if cache.state != before || (hits - cache.routed).abs() >= STEP {
                cache.routed = hits;
                changed = true;
            }
        }
        told.into_iter().for_each(|what| self.note(what));
        changed
    }

    /// Adds the hit ratios to the second that has been measured.
    pub(super) fn measure_caches(&mut self) {
        for cache in &self.caches.all {
            self.sampler.put(cache.node, |sample| sample.hit_ratio = Some(cache.routed));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cold_cache_has_as_many_keys_as_a_collector_of_coupons() {
        // Keys one by one: each fetch finds a missing one with the share that is missing.
        let (keys, usual) = (200_u32, 0.8);
        let cold = Cache {
            node: NodeId(1),
            usual,
            keys: f64::from(keys),
            station: 0,
            is_copied: false,
            state: State::Cold(50),
            routed: 0.0,
        };
        let mut missing = 1.0;
        for fetch in 0..1_000_u64 {
            let lookups = 50 + (fetch as f64 / usual).round() as u64;
            assert!((cold.hits(lookups) - usual * (1.0 - missing)).abs() < 0.004, "{fetch}");
            missing *= 1.0 - 1.0 / f64::from(keys);
        }
        assert_eq!(Cache { state: State::Gone, ..cold }.hits(9), 0.0);
    }
}
