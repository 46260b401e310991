//! CPU credits of burstable types. A credit is a minute of one vCPU at full speed; here they are vCPU-seconds.

use super::{CreditMode, InstanceType};
use crate::catalogue::facts::Table;
use crate::catalogue::region::Region;
use crate::catalogue::spec::CreditsBlueprint;

pub(super) static FACTS: Table = Table::new(include_str!("credits.csv"));

const MINUTE_S: f64 = 60.0;
const HOUR_S: f64 = 3_600.0;

impl InstanceType {
    /// The credits of an instance that begins with a share of the most that it keeps; none where the type has none.
    ///
    /// It earns its baseline and keeps what it earns in a day. T2 in standard mode gets credits when it is launched.
    pub(crate) fn credits(self, mode: CreditMode, start_share: f64, region: Region) -> Option<CreditsBlueprint> {
        let baseline = self.baseline()?;
        let earn_per_s = baseline * f64::from(self.vcpu());
        let cap_s = earn_per_s * HOUR_S * FACTS.value("kept_hours");
        let unlimited = mode == CreditMode::Unlimited;
        let launched = FACTS.value(&[self.family(), ".launch"].concat()) * f64::from(self.vcpu()) * MINUTE_S;
        Some(CreditsBlueprint {
            start_s: cap_s * start_share,
            launch_s: if unlimited { 0.0 } else { launched },
            earn_per_s,
            cap_s,
            unlimited,
            burst: if unlimited { 1.0 } else { 1.0 / baseline },
            surplus_usd: self.surplus_price(region).value,
        })
    }
}
