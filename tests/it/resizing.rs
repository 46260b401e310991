//! A box becomes another instance type in a run. What is expected is counted.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Failure, Play, Traffic, What};
use headroom::model::plan::Planned;
use headroom::model::scenario::NodeId;
use headroom::model::workload::Mix;

use crate::play::{at, failed, mean, node, plan, played, preset, set, when};

/// When it is done.
const AT: u32 = 300;

/// One box for everything; what is done to it, and some settings of it.
fn run(settings: &[(&str, &str)], users: u32, work: impl Fn(NodeId) -> Failure) -> (Play, NodeId) {
    let mut scenario = preset("one-box");
    let id = node(&scenario, "ec2");
    for (key, value) in settings {
        set(&mut scenario, id, key, Value::Choice((*value).to_owned()));
    }
    // Nothing but pages: their work is for the processors.
    scenario.workload.mix = Mix { page: 1, write: 0, static_file: 0, upload: 0, report: 0 };
    (played(&scenario, users, plan(900, Traffic::Steady, &[(AT, work(id))])), id)
}

/// Seconds in which the box was down.
fn down(play: &Play, id: NodeId) -> usize {
    play.samples().iter().filter(|sample| at(sample, id).dead > 0).count()
}

#[test]
fn a_box_that_is_stopped_changed_and_started_is_down_so_long_and_then_has_twice_the_processors() {
    let to = "t3.xlarge";
    let (play, id) = run(&[], 800, |node| Failure::Resize { node, to, cut_over: false, for_s: 85 });
    assert_eq!(down(&play, id), 85);
    assert_eq!(when(play.log(), |what| what == What::Resized { node: id, to }), 385.0);
    let lost = |seconds: std::ops::Range<usize>| play.samples()[seconds].iter().map(failed).sum::<f64>();
    assert!(lost(300..385) > 1_000.0);
    assert_eq!((lost(0..300), lost(386..900)), (0.0, 0.0));
    // Four vCPUs of the same family for two.
    let busy = |seconds| mean(play.samples(), seconds, |sample| at(sample, id).utilisation);
    let share = busy(400..900) / busy(10..300);
    assert!((share / 0.5 - 1.0).abs() < 0.05, "{share}");
}

#[test]
fn an_address_that_moves_to_an_instance_made_from_the_image_is_gone_for_a_moment() {
    let (play, id) = run(&[], 800, |node| Failure::Resize { node, to: "t3.xlarge", cut_over: true, for_s: 5 });
    assert_eq!(down(&play, id), 5);
    let errors: Vec<f64> =
        play.samples().iter().filter(|sample| failed(sample) > 0.0).map(|sample| sample.at_s).collect();
    assert_eq!((errors[0], errors[errors.len() - 1]), (301.0, 305.0));
}

#[test]
fn a_burstable_box_that_becomes_another_family_has_its_speed_and_no_credits() {
    let settings = [("type", "t3.large"), ("credit_mode", "standard")];
    let (play, id) = run(&settings, 800, |node| Failure::Resize { node, to: "m5.large", cut_over: true, for_s: 5 });
    let credits = |second: usize| at(&play.samples()[second], id).credits;
    assert!(credits(250).is_some() && credits(350).is_none());
    // What an m5 has to do is what the steady state says of it: the same number of vCPUs, each faster.
    let (fixed, _) = run(&[("type", "m5.large")], 800, Failure::Spot);
    let busy = |play: &Play| mean(play.samples(), 350..900, |sample| at(sample, id).utilisation);
    assert!((busy(&play) / busy(&fixed) - 1.0).abs() < 0.03, "{} {}", busy(&play), busy(&fixed));
}

#[test]
fn a_group_that_scales_is_not_stopped_to_change_its_type() {
    let mut scenario = preset("load-balancer");
    let fleet = node(&scenario, "ec2");
    set(&mut scenario, fleet, "auto_scaling", Value::Toggle(true));
    let resize = Failure::Resize { node: fleet, to: "t3.xlarge", cut_over: false, for_s: 85 };
    let play = played(&scenario, 500, plan(90, Traffic::Steady, &[(30, resize)]));
    assert!(play.log().iter().all(|entry| !matches!(entry.what, What::Failed(_))));
}

#[test]
fn a_change_of_type_and_an_interruption_survive_a_link_and_an_unknown_type_is_refused() {
    let mut scenario = preset("one-box");
    let id = node(&scenario, "ec2");
    let failures = [
        Failure::Resize { node: id, to: "m5.large", cut_over: false, for_s: 85 },
        Failure::Resize { node: id, to: "m5.large", cut_over: true, for_s: 5 },
        Failure::Spot(id),
    ];
    scenario.plan.failures = failures.map(|failure| Planned { at_s: 60, failure }).to_vec();
    let file = headroom::codec::file::write(&scenario);
    assert_eq!(headroom::codec::file::read(&file).expect("it opens").plan, scenario.plan);
    let unknown = file.replacen("m5.large", "m5.gigantic", 1);
    let error = headroom::codec::file::read(&unknown).expect_err("no such type").to_string();
    assert!(error.contains("an instance type"), "{error}");
}
