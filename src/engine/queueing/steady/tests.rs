use super::*;
use crate::engine::queueing::network::*;
use crate::engine::queueing::service::Service;

fn network(workload: Workload, stations: Vec<Station>) -> Network {
    let route = (0..stations.len()).map(Step::visit).collect();
    Network::plain(workload, vec![Class { name: "all".to_owned(), share: 1.0, route }], stations)
}

fn open(rate_per_s: f64) -> Workload {
    Workload::Open(vec![RateFrom { from_s: 0.0, rate_per_s }])
}

fn exponential(mean_s: f64) -> Service {
    Service::Exponential { mean_s }
}

fn close(found: f64, expected: f64, precision: f64) {
    assert!((found - expected).abs() <= precision * expected.abs(), "{found} instead of {expected}");
}

#[test]
fn one_server_has_exponential_response_times() {
    let found = solve(&network(open(0.8), vec![Station::plain("a", 1, exponential(1.0))])).unwrap();
    let latency = found.latency.unwrap();
    close(latency.mean_s, 5.0, 1e-12);
    close(latency.p50_s, 5.0 * libm::log(2.0), 1e-8);
    close(latency.p99_s, 5.0 * libm::log(100.0), 1e-8);
    let wait = found.stations[0].wait.unwrap();
    close(wait.p95_s, 13.862_943_611_2, 1e-8);
    assert_eq!((found.state, found.rounds <= 2, wait.p50_s > 0.0), (State::Ok, true, true));
}

#[test]
fn too_much_without_a_limit_is_unstable_and_has_no_latency() {
    let found = solve(&network(
        open(5.0),
        vec![Station::plain("a", 2, exponential(1.0)), Station::plain("b", 3, exponential(1.0))],
    ))
    .unwrap();
    assert_eq!((found.state, found.latency, found.number), (State::Unstable, None, None));
    close(found.growth_per_s, 3.0, 1e-12);
    close(found.done_per_s, 2.0, 1e-9);
    close(found.stations[1].utilisation, 2.0 / 3.0, 1e-9);
}

#[test]
fn slots_alone_are_a_queue_with_as_many_servers() {
    // Slots around a delay that is exponential: M/M/c.
    let mut one = network(open(3.2), Vec::new());
    one.slots =
        vec![Slots { name: "s".to_owned(), count: 4, waiting_limit: None, patience: None, stands_in_for: None }];
    one.classes[0].route = vec![Step::Hold { slots: 0, route: vec![Step::Delay(exponential(1.0))] }];
    let found = solve(&one).unwrap();
    close(found.latency.unwrap().mean_s, 1.745_540_589_734, 1e-6);
    close(found.latency.unwrap().p99_s, 6.893_203_748_88, 1e-5);
    close(found.slots[0].wait_probability.unwrap(), 0.596_432_471_787, 1e-6);
}

#[test]
fn retries_after_a_timeout_can_hold_an_overload_up_by_themselves() {
    let mut one = network(open(0.8), vec![Station::plain("a", 1, exponential(1.0))]);
    one.client = Client { timeout_s: Some(40.0), backoff_s: vec![1.0; 3], abandoned: Abandoned::Continues };
    let found = solve(&one).unwrap();
    assert_eq!(found.state, State::Bistable);
    assert_eq!(found.attempts, 4.0);
    assert_eq!((found.done_per_s, found.latency), (0.0, None));
    let lower = found.lower.unwrap();
    assert_eq!(lower.state, State::Ok);
    assert!(lower.attempts < 1.01 && lower.latency.unwrap().mean_s > 4.9);
}

#[test]
fn what_has_no_steady_state_is_told_with_its_place() {
    let mut one = network(open(0.8), vec![Station::plain("web", 2, exponential(1.0))]);
    one.stations[0].limit = Some(10);
    one.stations[0].service = Service::Deterministic { mean_s: 1.0 };
    let refused = solve(&one).unwrap_err();
    assert_eq!((refused.place.as_str(), refused.why), ("stations.web", Why::GeneralWithLimit));
}

#[test]
fn a_thousand_million_who_wait_for_weeks_are_not_served_by_ten() {
    let mut one = network(open(1e9), vec![Station::plain("a", 10, exponential(1.0))]);
    one.stations[0].patience = Some(Patience::Exponential(1e6));
    let found = solve(&one).unwrap();
    close(found.done_per_s, 10.0, 1e-4);
    close(found.stations[0].waiting.unwrap(), 1e15, 1e-6);
}

#[test]
fn a_route_that_is_called_is_the_same_as_one_written_out() {
    let stations = vec![Station::plain("a", 2, exponential(1.0)), Station::plain("b", 1, exponential(0.2))];
    let mut plain = network(open(0.4), stations);
    let call = |route, times| Step::Call { route, times };
    let named = |route| NamedRoute { name: String::new(), route };
    let mut called =
        Network { routes: vec![named(vec![call(1, 2), Step::visit(1)]), named(vec![Step::visit(0)])], ..plain.clone() };
    plain.classes[0].route = vec![Step::visit(0), Step::visit(0), Step::visit(1)];
    called.classes[0].route = vec![call(0, 1)];
    assert_eq!(solve(&plain), solve(&called));
}

#[test]
fn a_visit_with_work_of_its_own_is_served_as_long_as_that() {
    // One class brings two kinds of work to one server at random: a mixture, so Pollaczek–Khinchine holds.
    let mut one = network(open(0.5), vec![Station::plain("a", 1, exponential(1.0))]);
    let long = Step::Visit { station: 0, times: 1, service: Some(Service::Deterministic { mean_s: 2.0 }) };
    let way = |probability, step| Way { probability, route: vec![step] };
    one.classes[0].route = vec![Step::Branch(vec![way(0.75, Step::visit(0)), way(0.25, long)])];
    let found = solve(&one).unwrap();
    let (mean, square) = (1.25, 0.75 * 2.0 + 0.25 * 4.0);
    close(found.stations[0].utilisation, 0.625, 1e-12);
    close(found.latency.unwrap().mean_s, mean + 0.5 * square / (2.0 * (1.0 - 0.625)), 1e-9);
}

#[test]
fn what_nobody_waits_for_loads_its_station_and_piles_up_unseen() {
    let mut one = network(
        open(0.5),
        vec![Station::plain("web", 1, exponential(1.0)), Station::plain("jobs", 1, exponential(1.0))],
    );
    let spawn = Step::Spawn(vec![Step::visit(1)]);
    one.classes[0].route = vec![spawn.clone(), Step::visit(0)];
    let found = solve(&one).unwrap();
    close(found.stations[1].number.unwrap(), 1.0, 1e-12);
    close(found.latency.unwrap().mean_s, 2.0, 1e-12);
    one.classes[0].route.extend([spawn.clone(), spawn]);
    let found = solve(&one).unwrap();
    assert_eq!((found.state, found.done_per_s), (State::Unstable, 0.5));
    close(found.growth_per_s, 0.5, 1e-12);
    close(found.latency.unwrap().mean_s, 2.0, 1e-12);
}
