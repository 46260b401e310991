//! The vocabulary a service is described in. The model wires by [`Ask`]s and [`Role`]s, the engine interprets
//! [`Blueprint`]s, the page is generated from [`ServiceSpec`]s; nobody else knows a service by name.

mod billing;
mod blueprint;
mod citation;
mod in_time;
mod messages;
mod note;
mod params;
mod questions;
mod throttle;
mod words;

pub use billing::{BillLine, BillUnit, Tiers, Usage};
pub use blueprint::{
    Blueprint, DeliveryBlueprint, HealthBlueprint, HostsBlueprint, MemoryBlueprint, NamesBlueprint, Resource,
    SlotBlueprint, StationBlueprint, Work,
};
pub use citation::{Citation, Confidence, Source};
pub use in_time::{
    ColdStartBlueprint, CreditsBlueprint, LagBlueprint, QueueBlueprint, ScalingBlueprint, ScalingPolicy,
    ScheduledBlueprint,
};
pub use messages::{Messages, PollBlueprint, RetryBlueprint};
pub use note::Note;
pub use params::{Choice, ParamDefault, ParamKind, ParamSpec, Unit};
pub use questions::{Ask, Ports, Role, Roles};
pub use throttle::{CapacityRule, CapacityScaling, ThrottleBlueprint};
pub use words::{Text, Words};

use super::facts::Table;
use super::region::Region;
use super::settings::Settings;

/// The palette's groups, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Those who visit. Always exactly one node; not in the palette.
    People,
    /// What stands between the users and the servers.
    Edge,
    /// What runs code.
    Compute,
    /// What keeps data.
    Data,
    /// What carries messages.
    Messaging,
}

/// What a service can go wrong with when it is asked for its blueprint or bill.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// A setting has a value that the region or the service does not offer. The user picks another.
    #[error("{key} has no {value} in {region}")]
    NotOffered {
        /// The setting.
        key: &'static str,
        /// Its value.
        value: String,
        /// Where.
        region: &'static str,
    },
}

/// A node's own facts that a service needs to describe it.
#[derive(Clone, Copy, Debug)]
pub struct Configured<'a> {
    /// Where it stands.
    pub region: Region,
    /// Its settings, complete with defaults.
    pub settings: &'a Settings,
    /// Its roles; empty for services without.
    pub roles: &'a [Role],
}

/// A service, described. One folder under `services/`, one line in its list.
pub struct ServiceSpec {
    /// Its id in scenarios: stable for ever.
    pub id: &'static str,
    /// Where it stands in the palette.
    pub group: Group,
    /// Its name.
    pub name: Text,
    /// Its name where there is little room, such as on a card of the drawing.
    pub short: Text,
    /// What it is for, in a few words.
    pub purpose: Text,
    /// What it is, when to use it, when not: two or three sentences.
    /// (Made when it is asked for, as the settings are, so that the first screen need not bring along what it does not
    /// show: docs/decisions/0005.)
    pub card: fn() -> Text,
    /// Its pictogram: the inside of a 24 × 24 SVG symbol.
    pub icon: &'static str,
    /// Its settings.
    pub params: fn() -> &'static [ParamSpec],
    /// Its roles.
    pub roles: Roles,
    /// The role it can take over from a box that has it.
    pub takes_over: Option<Role>,
    /// True where each instance stands in a zone that the user picks.
    pub zonal: bool,
    /// The setting that is its instance type, which can be changed while it runs.
    pub size: Option<&'static str>,
    /// Whether a setting has a meaning as the others are set; the page leaves out the others.
    pub applies: fn(&Settings, &str) -> bool,
    /// What it asks, answers and passes on, as it is set.
    pub ports: fn(Configured<'_>) -> Ports,
    /// How it behaves.
    pub blueprint: fn(Configured<'_>) -> Result<Blueprint, SpecError>,
    /// What it costs a month.
    pub bill: fn(Configured<'_>, &Usage) -> Result<Vec<BillLine>, SpecError>,
    /// Its tables of figures, by the names of their files.
    pub(crate) tables: fn() -> Vec<(&'static str, &'static Table)>,
    /// The line under its name on its card, such as `t3.small × 2`.
    pub subtitle: fn(Configured<'_>) -> Words,
}
