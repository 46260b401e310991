use super::*;

#[test]
fn two_equal_queues_share_a_closed_load_as_theory_says() {
    // Balanced network of two single servers: X(n) = n / (n + 1) of a server's speed.
    let queue = Centre::Queue { servers: 1.0, demand_s: 0.5 };
    let profile = Profile::of(&[queue.clone(), queue], 64);
    for n in [1.0, 2.0, 5.0, 20.0] {
        assert!((profile.rate(n) - 2.0 * n / (n + 1.0)).abs() < 1e-9, "{n}");
        assert!((profile.number(0, n) - n / 2.0).abs() < 1e-9);
    }
}

#[test]
fn beyond_its_limit_an_aggregate_keeps_its_speed_and_the_rest_wait() {
    let inner = Profile::of(&[Centre::Delay(2.0)], 4);
    let outer = Profile::of(&[Centre::Aggregate { profile: inner, limit: 4.0, refuses: false }], 50);
    assert!((outer.rate(3.0) - 1.5).abs() < 1e-12);
    assert!((outer.rate(50.0) - 2.0).abs() < 1e-12);
    assert!((outer.number(0, 50.0) - 46.0).abs() < 1e-9);
    assert!((outer.number(1, 50.0) - 4.0).abs() < 1e-9);
}

#[test]
fn numbers_in_the_columns_add_to_the_population() {
    let inner = Profile::of(&[Centre::Queue { servers: 2.0, demand_s: 0.02 }, Centre::Delay(0.1)], 30);
    let centres = [
        Centre::Delay(0.2),
        Centre::Aggregate { profile: inner, limit: 30.0, refuses: false },
        Centre::Queue { servers: 1.0, demand_s: 0.005 },
    ];
    let profile = Profile::of(&centres, 5_000);
    for population in [1.0, 17.0, 400.0, 5_000.0] {
        let mut row = vec![0.0; profile.columns()];
        profile.add_numbers(population, 1.0, &mut row);
        let sum: f64 = row.iter().sum();
        assert!((sum - population).abs() < 1e-6 * population, "{population}: {sum}");
    }
}
