//! docs/model.md says of every service what the catalogue says.

use headroom::catalogue;
use headroom::catalogue::region::Region;
use headroom::catalogue::settings::{Settings, complete};
use headroom::catalogue::spec::{Blueprint, Configured, Roles, ServiceSpec};
use headroom::codec::report_json::resource_key;

const PAGE: &str = include_str!("../../docs/model.md");

/// A service as it comes.
fn blueprint(spec: &ServiceSpec) -> Blueprint {
    let settings = complete((spec.params)(), &Settings::default());
    let roles = match spec.roles {
        Roles::None => &[][..],
        Roles::Chosen(roles) => roles,
    };
    let configured = Configured { region: Region::ApNortheast2, settings: &settings, roles };
    (spec.blueprint)(configured).expect("a service can be made as it comes")
}

fn row(spec: &ServiceSpec) -> &'static str {
    let start = format!("| {} |", spec.name.en);
    PAGE.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("docs/model.md has no row of {start}"))
}

#[test]
fn every_service_has_its_stations_slots_and_delays_on_the_page() {
    for spec in catalogue::all() {
        let (row, made) = (row(spec), blueprint(spec));
        let says = |what: String| assert!(row.contains(&what), "{}: {what} is not in {row}", spec.id);
        for station in &made.stations {
            says(format!("`{}`", resource_key(station.resource)));
        }
        if let Some(slots) = made.slots {
            says(format!("`{}`", resource_key(slots.resource)));
        }
        if made.delay_ms > 0.0 {
            says(format!("{} ms", made.delay_ms));
        }
        if let Some((_, share)) = made.hits {
            says(format!("{} % of the", libm::round(100.0 * share) as u32));
        }
        if let Some(rtt_ms) = made.edge_rtt_ms {
            says(format!("{} ms", rtt_ms));
        }
    }
}

#[test]
fn no_row_is_of_a_service_that_there_is_not() {
    let table = PAGE.split("### Every part").nth(1).and_then(|rest| rest.split("\n\n").nth(2)).expect("the table");
    let rows = table.lines().skip(2).filter_map(|line| line.split('|').nth(1).map(str::trim));
    let known: Vec<&str> = catalogue::all().iter().map(|spec| spec.name.en).collect();
    let rows: Vec<&str> = rows.collect();
    assert_eq!(rows.len(), known.len(), "{rows:?}");
    assert!(rows.iter().all(|row| known.contains(row)), "{rows:?}");
}
