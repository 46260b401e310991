//! Disks inside the host of an instance.

use super::InstanceType;
use crate::catalogue::facts::Table;

pub(super) static STORES: Table = Table::new(include_str!("store.csv"));

impl InstanceType {
    /// Operations a second of its instance store, half of them reads and half of them writes: the harmonic mean. None
    /// where it has no store, or where AWS prints no figure.
    #[inline(never)]
    pub(crate) fn store_iops(self) -> Option<f64> {
        let row = STORES.row(self.name())?;
        let (reads, writes) = (row.value("read_iops"), row.value("write_iops"));
        Some(2.0 * reads * writes / (reads + writes))
    }
}
