//! Making a bill: lines of quantity × unit price, each with the source of its price.
//!
//! On-demand prices for 730 hours a month, without taxes, support or reservations. The free tier is `free`'s.

use super::facts::{Fact, Table};
use super::region::Region;
use super::spec::{BillLine, BillUnit, Tiers, Words};
use crate::units::decimal::tenths;
use crate::units::{HOURS_PER_MONTH, SECONDS_PER_MONTH};

/// Prices and round trips of the network, shared by the services.
pub(crate) static NETWORK: Table = Table::new(include_str!("network.csv"));

/// Hours of a billed month.
pub(crate) const HOURS: f64 = HOURS_PER_MONTH as f64;

/// GB (10⁹ bytes) a month of a flow of bytes a second.
pub(crate) fn gb_a_month(bytes_per_s: f64) -> f64 {
    bytes_per_s * SECONDS_PER_MONTH / 1e9
}

/// Millions a month of events a second.
pub(crate) fn millions_a_month(per_s: f64) -> f64 {
    per_s * SECONDS_PER_MONTH / 1e6
}

/// A text in both languages.
pub(crate) fn words(en: impl Into<String>, ko: impl Into<String>) -> Words {
    Words { en: en.into(), ko: ko.into() }
}

/// A bill being made.
#[derive(Default)]
pub(crate) struct Bill {
    lines: Vec<BillLine>,
}

impl Bill {
    /// Adds a line, unless there is none of it. The price is in dollars for one of the unit.
    pub(crate) fn add(&mut self, item: &'static str, label: Words, quantity: f64, unit: BillUnit, price: Fact) {
        self.add_per(item, label, quantity, unit, price, 1.0);
    }

    /// The same, where the unit is `size` times what the price is for: 1,000 for millions priced by the thousand.
    pub(crate) fn add_per(
        &mut self,
        item: &'static str,
        label: Words,
        quantity: f64,
        unit: BillUnit,
        price: Fact,
        size: f64,
    ) {
        if quantity.is_nan() || quantity <= 0.0 {
            return;
        }
        self.lines.push(line(item, label, quantity, unit, price, size));
    }

    /// Says how the quantity of an item was found, or what is odd about its price.
    pub(crate) fn remark(&mut self, item: &str, en: impl Into<String>, ko: impl Into<String>) {
        let how = words(en, ko);
        self.lines.iter_mut().filter(|line| line.item == item).for_each(|line| line.how = Some(how.clone()));
    }

    /// Names the allowance of the free tier (a rule of `free`) that pays for an item.
    pub(crate) fn free(&mut self, item: &str, rule: &'static str) {
        self.lines.iter_mut().filter(|line| line.item == item).for_each(|line| line.free = Some(rule));
    }

    /// Adds a line for each tier of a price list that the quantity (in GB) reaches.
    pub(crate) fn add_tiers(
        &mut self,
        item: &'static str,
        label: &Words,
        quantity: f64,
        unit: BillUnit,
        table: &Table,
        (prefix, column): (&str, &str),
    ) {
        let list = table.tiers(prefix, column).collect();
        self.lines.extend(in_tiers(item, unit, &Tiers { list, label: label.clone() }, (0.0, quantity)));
    }

    /// Adds what is sent to users on the internet.
    pub(crate) fn add_internet(&mut self, bytes_per_s: f64, region: Region) {
        let label = words("Data transfer to the internet", "인터넷 데이터 전송");
        let quantity = gb_a_month(bytes_per_s);
        self.add_tiers("transfer_out", &label, quantity, BillUnit::Gb, &NETWORK, ("out", region.id()));
        self.free("transfer_out", "transfer_out");
    }

    /// Adds public IPv4 addresses, all month.
    pub(crate) fn add_addresses(&mut self, count: f64, region: Region) {
        let number = tenths(count);
        let label = words(format!("Public IPv4 address × {number}"), format!("퍼블릭 IPv4 주소 × {number}"));
        self.add("public_ipv4", label, HOURS * count, BillUnit::Hours, NETWORK.fact("ipv4", region));
        self.remark(
            "public_ipv4",
            "billed by the hour since February 2024, attached or not",
            "2024년 2월부터 연결 여부와 관계없이 시간당 과금",
        );
        self.free("public_ipv4", "public_ipv4");
    }

    /// The finished bill.
    pub(crate) fn lines(self) -> Vec<BillLine> {
        self.lines
    }
}

/// A line; the price is for one of `1 ÷ size` of the unit.
fn line(item: &'static str, label: Words, quantity: f64, unit: BillUnit, price: Fact, size: f64) -> BillLine {
    let citation = price.citation();
    BillLine {
        item,
        label,
        quantity,
        unit,
        // To a millionth of a micro-dollar: what a price in dollars means in binary is not exact.
        unit_price_micros: libm::round(price.value * size * 1e12) / 1e6,
        how: None,
        tiers: None,
        free: None,
        source: citation.source,
        as_of: citation.as_of.to_owned(),
        confidence: citation.confidence,
    }
}

/// The lines of a quantity from one point of a price list in tiers to another.
pub(crate) fn in_tiers(item: &'static str, unit: BillUnit, tiers: &Tiers, (from, to): (f64, f64)) -> Vec<BillLine> {
    let ends = tiers.list.iter().skip(1).map(|(start, _)| *start).chain([f64::INFINITY]);
    let line = |((start, price), end): (&(f64, Fact), f64)| {
        let quantity = to.min(end) - from.max(*start);
        let label = if *start > 0.0 { above(&tiers.label, *start, unit) } else { tiers.label.clone() };
        let made = line(item, label, quantity, unit, *price, 1.0);
        (quantity > 0.0).then(|| BillLine { tiers: Some(tiers.clone()), ..made })
    };
    tiers.list.iter().zip(ends).filter_map(line).collect()
}

/// What passes between zones inside the region, billed at both ends; none where nothing does.
///
/// Whether the two ends are charged follows from where they stand: both must be in a zone of the user's choice.
pub fn between_zones(bytes_per_s: f64, region: Region) -> Vec<BillLine> {
    let mut bill = Bill::default();
    let label = words("Data transfer between zones", "가용 영역 간 데이터 전송");
    let quantity = 2.0 * gb_a_month(bytes_per_s);
    bill.add("transfer_zones", label, quantity, BillUnit::Gb, NETWORK.fact("between_zones", region));
    bill.remark(
        "transfer_zones",
        "each GB leaves one zone and enters another: billed at both ends",
        "한 영역에서 나가고 다른 영역으로 들어오므로 양쪽에서 과금",
    );
    bill.lines()
}

fn above(label: &Words, start: f64, unit: BillUnit) -> Words {
    if unit == BillUnit::GbSeconds {
        let (billions, hundred_millions) = (tenths(start / 1e9), tenths(start / 1e8));
        let en = format!("{}, above {billions} billion GB-s", label.en);
        return words(en, format!("{}, {hundred_millions}억 GB-초 초과분", label.ko));
    }
    let tb = tenths(start / 1024.0);
    words(format!("{}, above {tb} TB", label.en), format!("{}, {tb} TB 초과분", label.ko))
}
