//! `headroom simulate`: a drawing in time, alone or against another.

use headroom::codec::{network_file, play_json};
use headroom::engine;
use headroom::engine::cost::over_time::{RunCost, of_run};
use headroom::engine::timeline::End;
use headroom::engine::timeline::play::{Plan, Repeated, Span};
use headroom::model::scenario::Scenario;

use crate::args::{Format, Simulate};
use crate::source::{self, Checked};
use crate::{complain, complaint, played, simulated};

pub(crate) fn simulate(asked: Simulate) -> Result<String, String> {
    let mut drawing = load(&asked.scenario)?;
    let plan = &mut drawing.scenario.plan;
    if let Some(path) = &asked.traffic {
        *plan = plan.replaying(source::recorded(path)?);
    }
    plan.duration_s = asked.seconds.unwrap_or(plan.duration_s);
    plan.detail = asked.detail.unwrap_or(plan.detail);
    let users = asked.users.unwrap_or(drawing.scenario.workload.users);
    let seed = u64::from(asked.seed.unwrap_or(drawing.scenario.seed.0));
    if let Some(runs) = asked.runs {
        return repeated(&drawing, users, seed, runs, asked.format);
    }
    let span = play(&drawing, users, &drawing.scenario.plan, seed)?;
    let cost = cost(&drawing, users, &span);
    let Some(name) = asked.against else {
        return Ok(match asked.format {
            Format::Json => play_json::play(&drawing.scenario, users, seed, &span, &cost) + "\n",
            Format::Text | Format::Csv => played::report(&drawing.scenario, users, seed, &span, &cost),
        });
    };
    let other = against(&drawing.scenario, load(&name)?)?;
    let other_span = play(&other, users, &other.scenario.plan, seed)?;
    let other_cost = self::cost(&other, users, &other_span);
    let runs = [(&drawing.scenario, &span, &cost), (&other.scenario, &other_span, &other_cost)];
    Ok(match asked.format {
        Format::Json => play_json::against(runs, users, seed) + "\n",
        Format::Text | Format::Csv => played::against(runs, users, seed),
    })
}

/// What a run costs.
fn cost(drawing: &Checked, users: u32, span: &Span) -> RunCost {
    let drawn = |node| drawing.topology.parts.get(&node).filter(|part| part.blueprint.scaling.is_some());
    let drawn = |node| drawn(node).map(|part| part.blueprint.instances);
    of_run(&engine::solve(&drawing.topology, users), span.samples(), drawn)
}

/// Several runs, counted together.
fn repeated(drawing: &Checked, users: u32, seed: u64, runs: u32, format: Format) -> Result<String, String> {
    let Checked { scenario, topology, .. } = drawing;
    let found = Repeated::new(topology, users, &scenario.plan, seed, runs);
    let Repeated { mut report, logs } = found.map_err(|refused| complaint::of_simulation(&refused))?;
    if report.ended != Some(End::Complete) {
        complain("warning: a run did not come to its end; these are those before it, and it up to there");
    }
    // The names that the network file has.
    let network = network_file::of_drawing(scenario, topology, users);
    let stations = report.stations.iter_mut().zip(network.stations.iter().map(|station| &station.name));
    let slots = report.slots.iter_mut().zip(network.slots.iter().map(|slots| &slots.name));
    stations.chain(slots).for_each(|(queue, name)| queue.name.clone_from(name));
    let classes = report.classes.iter_mut().zip(&network.classes);
    classes.for_each(|((name, _), class)| name.clone_from(&class.name));
    Ok(match format {
        Format::Json => play_json::repeated(scenario, users, &report, &logs) + "\n",
        Format::Text | Format::Csv => {
            simulated::report(&scenario.name, &report) + &played::happened(scenario, &logs, report.seed)
        }
    })
}

fn load(name: &str) -> Result<Checked, String> {
    let drawing = source::load(name)?;
    drawing.warnings.iter().for_each(|warning| complain(&format!("warning: {warning}")));
    Ok(drawing)
}

/// The other drawing with the users of the first and what happens to them.
fn against(first: &Scenario, other: Checked) -> Result<Checked, String> {
    let scenario = first.put_upon(&other.scenario);
    source::check(scenario)
}

fn play(drawing: &Checked, users: u32, plan: &Plan, seed: u64) -> Result<Span, String> {
    let mut span =
        Span::new(&drawing.topology, users, plan, seed).map_err(|refused| complaint::of_simulation(&refused))?;
    if span.run(u64::MAX, f64::INFINITY).ended != Some(End::Complete) {
        complain("warning: the run did not come to its end; these are the seconds up to there");
    }
    Ok(span)
}
