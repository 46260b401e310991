//! Sizes of tasks, as Fargate sells them.

use crate::catalogue::facts::Table;
use crate::catalogue::region::Region;
use crate::catalogue::spec::{Choice, Configured, SpecError, Words};
use crate::units::decimal::significant;

/// By vCPUs: least and most memory, and the step between; without one it doubles.
pub(super) static SIZES: Table = Table::new(include_str!("sizes.csv"));

/// Key of the setting.
pub(super) const KEY: &str = "task";

/// Processors and memory of a task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    pub(super) vcpu: f64,
    pub(super) gib: f64,
}

impl Size {
    fn all() -> impl Iterator<Item = Self> {
        SIZES.rows().iter().flat_map(|row| {
            let (vcpu, most, step) = (crate::units::decimal::parse(row.key), row.value("most"), row.number("step"));
            let next = move |gib: &f64| Some(step.map_or(gib * 2.0, |step| gib + step.value));
            let gibs = std::iter::successors(Some(row.value("least")), next).take_while(move |gib| *gib <= most);
            gibs.filter_map(move |gib| Some(Self { vcpu: vcpu?, gib }))
        })
    }

    /// Such as `0.25-0.5`.
    fn value(self) -> String {
        [&significant(self.vcpu, 6), "-", &significant(self.gib, 6)].concat()
    }

    /// Such as `0.25 vCPU · 0.5 GiB`.
    pub(super) fn label(self) -> String {
        [&significant(self.vcpu, 6), " vCPU · ", &significant(self.gib, 6), " GiB"].concat()
    }

    /// That of a node.
    pub(super) fn of(node: Configured<'_>) -> Result<Self, SpecError> {
        let chosen = node.settings.choice(KEY);
        Self::all().find(|size| size.value() == chosen).ok_or_else(|| SpecError::NotOffered {
            key: KEY,
            value: chosen.to_owned(),
            region: node.region.id(),
        })
    }
}

/// Every size that there is.
pub(super) fn choices(_: Region) -> Vec<Choice> {
    let choice = |size: Size| Choice::plain(&size.value(), Words::same(&size.label()));
    Size::all().map(choice).collect()
}
