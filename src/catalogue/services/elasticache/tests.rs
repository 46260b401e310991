use super::SPEC;
use crate::catalogue::instances;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::spec::{Ask, Note, Resource, Usage};

fn node(node_type: &str) -> Example {
    Example::of(&SPEC, Region::ApNortheast2).choose("node_type", node_type)
}

#[test]
fn a_month_in_seoul() {
    // 730 × 0.025
    assert_eq!(node("cache.t3.micro").amounts(&Usage::default()), lines(&[("node", "18.25")]));
    // 730 × 0.191; Memcached costs the same.
    let memcached = node("cache.m5.large").choose("engine", "memcached");
    assert_eq!(memcached.amounts(&Usage::default()), lines(&[("node", "139.43")]));
}

#[test]
fn redis_has_one_thread_and_memcached_one_for_each_vcpu() {
    let redis = node("cache.m5.xlarge").blueprint();
    assert_eq!(speed_of(&redis, Resource::Cpu), 1.0);
    assert_eq!(redis.handles[0].0, Ask::CacheRead);
    assert!((redis.handles[0].1.cpu_s * 34_981.0 - 1.0).abs() < 1e-12);
    let memcached = node("cache.m5.xlarge").choose("engine", "memcached").blueprint();
    assert_eq!(speed_of(&memcached, Resource::Cpu), 4.0);
    assert!((memcached.handles[0].1.cpu_s * 1e5 - 1.0).abs() < 1e-12);
}

#[test]
fn t_nodes_have_their_baseline_in_the_long_run() {
    let t3 = instances::family_speed("t3").ratio;
    // 10 % of two vCPUs, all of it for the one thread of Redis.
    let redis = node("cache.t3.micro").blueprint();
    assert!((speed_of(&redis, Resource::Cpu) - 0.2 * t3).abs() < 1e-12);
    assert_eq!(redis.notes, [Note::BurstStandard { baseline: 0.2 }]);
    let memcached = node("cache.t3.micro").choose("engine", "memcached").blueprint();
    assert!((speed_of(&memcached, Resource::Cpu) - 0.2 * t3).abs() < 1e-12);
    assert_eq!(memcached.notes, [Note::BurstStandard { baseline: 0.1 }]);
}

#[test]
fn it_answers_what_it_holds() {
    let blueprint = node("cache.t3.micro").set("hit_percent", 60).blueprint();
    assert_eq!(blueprint.hits, Some((Ask::CacheRead, 0.6)));
    assert_eq!(blueprint.slots.unwrap().limit, 20_000);
    assert_eq!(node("cache.r6g.large").blueprint().slots.unwrap().limit, 65_000);
    assert_eq!(blueprint.delay_ms, 0.5);
}

/// A cache whose hits come of its memory, with so many keys.
fn by_memory(node_type: &str, keys: i64) -> Example {
    node(node_type).choose("hits_by", "memory").set("working_set", keys)
}

fn hits(example: &Example) -> f64 {
    example.blueprint().hits.unwrap().1
}

#[test]
fn hits_come_of_what_fits_into_memory() {
    // Three quarters of cache.t4g.small's 1.37 GiB; with values of 1,900 bytes and 100 for the key, 2,000 each.
    let alike = |keys| by_memory("cache.t4g.small", keys).set("item_bytes", 1_900).set("zipf_percent", 0);
    let fits = (1.37 * 1_073_741_824.0 * 0.75 / 2_000.0_f64).floor();
    assert_eq!(hits(&alike(500_000)), 0.9);
    assert!((hits(&alike(2_000_000)) - 0.9 * fits / 2e6).abs() < 1e-12);
    assert_eq!(alike(2_000_000).blueprint().working_set, Some(fits));
    // Where some keys are asked for more often, those are there.
    let uneven = by_memory("cache.t4g.small", 2_000_000).set("item_bytes", 1_900);
    assert!(hits(&uneven) > 1.3 * hits(&alike(2_000_000)));
    // More memory, more hits, until all fit.
    let larger = by_memory("cache.r6g.large", 2_000_000).set("item_bytes", 1_900);
    assert_eq!(hits(&larger), 0.9);
}

#[test]
fn engines_keep_different_amounts_for_themselves() {
    let redis = by_memory("cache.m5.large", 100_000_000).set("item_bytes", 1_000);
    let memcached = by_memory("cache.m5.large", 100_000_000).set("item_bytes", 1_000).choose("engine", "memcached");
    let keys = |example: &Example| example.blueprint().working_set.unwrap();
    let bytes = 6.38 * 1_073_741_824.0;
    assert_eq!(keys(&redis), (bytes * 0.75 / 1_100.0_f64).floor());
    assert_eq!(keys(&memcached), ((bytes - 0.1 * 1_073_741_824.0) / 1_056.0_f64).floor());
}

#[test]
fn nodes_of_memcached_share_the_keys() {
    let three = by_memory("cache.m5.large", 100_000_000).choose("engine", "memcached").set("nodes", 3);
    assert_eq!(three.blueprint().instances, 3);
    assert_eq!(three.amounts(&Usage::default()), lines(&[("node", "418.29")])); // 3 × 730 × 0.191
    let one = by_memory("cache.m5.large", 100_000_000).choose("engine", "memcached");
    let ratio = three.blueprint().working_set.unwrap() / one.blueprint().working_set.unwrap();
    assert!((ratio - 3.0).abs() < 1e-6);
    // Redis has one.
    assert_eq!(node("cache.m5.large").set("nodes", 3).blueprint().instances, 1);
}

#[test]
fn a_replica_in_another_zone_doubles_the_bill_and_keeps_the_keys() {
    let multi = node("cache.m5.large").toggle("multi_az", true);
    assert_eq!(multi.amounts(&Usage::default()), lines(&[("node", "278.86")])); // 2 × 730 × 0.191
    assert_eq!((multi.blueprint().failover_s, multi.blueprint().is_copied), (Some(5), true));
    let memcached = node("cache.m5.large").toggle("multi_az", true).choose("engine", "memcached").blueprint();
    assert_eq!((memcached.failover_s, memcached.is_copied), (None, false));
}

#[test]
fn a_drawing_that_does_not_say_has_the_ratio_that_it_was_typed() {
    assert_eq!(hits(&node("cache.t3.micro").set("working_set", 100_000_000)), 0.9);
    assert!(node("cache.t3.micro").applying().contains(&"hit_percent"));
    assert!(!by_memory("cache.t3.micro", 1_000).applying().contains(&"hit_percent"));
}
