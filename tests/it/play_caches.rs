//! Caches that come back empty, in time.

use headroom::catalogue::settings::Value;
use headroom::engine;
use headroom::engine::timeline::play::{Failure, Play, Sample, Traffic, What};
use headroom::model::scenario::{NodeId, Scenario};
use headroom::model::workload::{Class, Mix};

use crate::play::{at, checked, failed, mean, node, plan, played, preset, set, when};

/// When the cache goes, and for how long.
const GONE_AT: u32 = 60;
const GONE_S: u32 = 30;
const BACK: usize = (GONE_AT + GONE_S) as usize;
const KEYS: i64 = 50_000;
const USERS: u32 = 50_000;

/// Pages whose reads all go to a cache first, with room everywhere.
fn cached() -> Scenario {
    let mut scenario = preset("cache");
    scenario.workload.mix = Mix { page: 100, write: 0, static_file: 0, upload: 0, report: 0 };
    scenario.workload.cacheable_percent = 100.0;
    // Users who think for 15 s: how long an answer takes makes next to nothing of how often they ask.
    scenario.workload.requests_per_minute = 2.0;
    let fleet = node(&scenario, "ec2");
    set(&mut scenario, fleet, "count", Value::Int(40));
    let cache = node(&scenario, "elasticache");
    set(&mut scenario, cache, "working_set", Value::Int(KEYS));
    scenario
}

fn gone_and_back(scenario: &Scenario, users: u32, duration_s: u32) -> Play {
    let gone = Failure::Node { node: node(scenario, "elasticache"), for_s: GONE_S };
    played(scenario, users, plan(duration_s, Traffic::Steady, &[(GONE_AT, gone)]))
}

/// How busy the steady engine has a node with so many hits.
fn steady(scenario: &Scenario, id: NodeId, hit_percent: i64) -> f64 {
    let mut scenario = scenario.clone();
    let cache = node(&scenario, "elasticache");
    set(&mut scenario, cache, "hit_percent", Value::Int(hit_percent));
    let report = engine::solve(&checked(&scenario), USERS);
    let of = report.nodes.get(&id).expect("a node");
    of.resources.iter().map(|resource| resource.utilisation.0).fold(0.0, f64::max)
}

#[test]
fn a_cache_that_comes_back_empty_warms_up_by_the_keys_that_were_fetched() {
    let scenario = cached();
    let (cache, replica) = (node(&scenario, "elasticache"), node(&scenario, "rds_replica"));
    let play = gone_and_back(&scenario, USERS, 500);
    // Look-ups of a second: pages, each with its reads.
    let workload = &scenario.workload;
    let lookups = workload.demanded_rps(f64::from(USERS)) * workload.mix.share(Class::Page) * workload.page_reads;
    // 90 % of them are for the keys; after n fetches a key is missing with (1 − 1/keys)ⁿ.
    let share = |second: f64| -libm::expm1(-(0.9 * lookups * (second - BACK as f64)) / KEYS as f64);
    let (cold, warm) = (steady(&scenario, replica, 0), steady(&scenario, replica, 90));
    assert!(cold > 2.0 * warm && cold < 0.7, "{cold} {warm}");
    let busy = |from: usize, to: usize| mean(play.samples(), from..to, |sample| at(sample, replica).utilisation);
    for from in [BACK + 2, BACK + 15, BACK + 40, BACK + 90, BACK + 200] {
        let wanted = cold + (warm - cold) * share(from as f64 + 5.0);
        let found = busy(from, from + 10);
        // The fullest resource in each second is a little above the fullest's mean.
        assert!((found - wanted).abs() < 0.03, "{from}: {found} {wanted}");
    }
    // Without it every look-up is a read of the database.
    assert!((busy(70, 90) - cold).abs() < 0.03, "{} {cold}", busy(70, 90));
    let hits = |second: usize| at(&play.samples()[second], cache).hit_ratio.expect("a cache");
    assert_eq!((hits(30), hits(75), hits(499)), (0.9, 0.0, 0.9));
    for second in [100, 130, 200] {
        assert!((hits(second) - 0.9 * share(second as f64 + 0.5)).abs() < 0.02, "{second}: {}", hits(second));
    }
    assert_eq!(when(play.log(), |what| what == What::CacheCold(cache)), f64::from(GONE_AT + GONE_S));
    // 99 % of the keys after ln 100 × keys ÷ fetches a second.
    let full = BACK as f64 + libm::log(100.0) * KEYS as f64 / (0.9 * lookups);
    let told = when(play.log(), |what| what == What::CacheWarm(cache));
    assert!((told - full).abs() < 5.0, "{told} {full}");
    // Only those on their way to it when it went are lost.
    assert!(mean(play.samples(), 62..500, failed) == 0.0);
}

#[test]
fn a_database_that_only_its_cache_lets_keep_up_is_trampled_until_the_cache_is_warm() {
    let mut scenario = cached();
    scenario.workload.timeout_s = 5.0;
    let cache = node(&scenario, "elasticache");
    // As many users as fill the database a good half as full again without hits.
    let breaks = |hits: i64| {
        let mut scenario = scenario.clone();
        set(&mut scenario, cache, "hit_percent", Value::Int(hits));
        engine::solve(&checked(&scenario), USERS).bottleneck.expect("a limit").breaks_at_users
    };
    let users = (1.6 * breaks(0)) as u32;
    assert!(f64::from(users) < 0.9 * breaks(90), "{users} {}", breaks(90));
    let play = gone_and_back(&scenario, users, 600);
    let p95 = |sample: &Sample| sample.latency_s.map_or(5.0, |latency| latency[1]);
    let (before, after) = (mean(play.samples(), 20..60, p95), mean(play.samples(), BACK..BACK + 10, p95));
    assert!(after > 5.0 * before, "{before} {after}");
    let late = mean(play.samples(), 500..600, p95);
    assert!((late / before - 1.0).abs() < 0.2, "{before} {late}");
}
