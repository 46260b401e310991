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
