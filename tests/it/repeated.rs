//! Several runs of a drawing counted together.

use headroom::engine::timeline::play::{Play, Repeated, Traffic};
use headroom::model::validate;

use crate::play::{plan, preset};

#[test]
fn runs_counted_together_are_the_runs_with_those_seeds() {
    let topology = validate::check(&preset("load-balancer")).0.expect("a drawing");
    let plan = plan(150, Traffic::Steady, &[]);
    let all = Repeated::new(&topology, 3_000, &plan, 7, 3).expect("a drawing that can be played");
    let done: f64 = (7..10)
        .map(|seed| {
            let mut play = Play::new(&topology, 3_000, &plan, seed).expect("a drawing that can be played");
            play.run(u64::MAX, f64::INFINITY);
            play.samples().iter().map(|sample| sample.done_per_s).sum::<f64>()
        })
        .sum();
    assert_eq!(all.report.requests.done as f64, done);
    assert_eq!((all.report.replications, all.logs.len()), (3, 3));
    // Minutes, and what is left: every request began in one of them.
    let windows: u64 = all.report.windows.iter().map(|window| window.requests.offered).sum();
    assert_eq!((all.report.windows.len(), windows), (3, all.report.requests.offered));
    let each = &all.report.requests.done_per_s;
    assert!(each.half_width.is_some_and(|half| half > 0.0 && half < 0.2 * each.value), "{each:?}");
}
