//! Making a bill: lines of quantity × unit price, each with the source of its price.
//!
//! On-demand prices for 730 hours a month, without the free tier, taxes, support or reservations.

use super::facts::{Fact, Table};
use super::region::Region;
use super::spec::{BillLine, BillUnit, Words};
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
        let citation = price.citation();
        self.lines.push(BillLine {
            item,
            label,
            quantity,
            unit,
            // To a millionth of a micro-dollar: what a price in dollars means in binary is not exact.
            unit_price_micros: libm::round(price.value * size * 1e12) / 1e6,
            source: citation.source.to_owned(),
            as_of: citation.as_of.to_owned(),
            confidence: citation.confidence,
        });
    }

    /// Adds to the source of the last line how its quantity was found.
    pub(crate) fn remark(&mut self, text: &str) {
        if let Some(line) = self.lines.last_mut() {
            line.source.push_str("; ");
            line.source.push_str(text);
        }
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
        let mut tiers = table.tiers(prefix, column).peekable();
        while let Some((start, price)) = tiers.next() {
            let end = tiers.peek().map_or(f64::INFINITY, |(next, _)| *next);
            let label = if start > 0.0 { above(label, start, unit) } else { label.clone() };
            self.add(item, label, quantity.min(end) - start, unit, price);
        }
    }

    /// Adds what is sent to users on the internet.
    pub(crate) fn add_internet(&mut self, bytes_per_s: f64, region: Region) {
        let label = words("Data transfer to the internet", "인터넷 데이터 전송");
        let quantity = gb_a_month(bytes_per_s);
        self.add_tiers("transfer_out", &label, quantity, BillUnit::Gb, &NETWORK, ("out", region.id()));
    }

    /// Adds public IPv4 addresses, all month.
    pub(crate) fn add_addresses(&mut self, count: f64, region: Region) {
        let number = tenths(count);
        let label = words(format!("Public IPv4 address × {number}"), format!("퍼블릭 IPv4 주소 × {number}"));
        self.add("public_ipv4", label, HOURS * count, BillUnit::Hours, NETWORK.fact("ipv4", region));
    }

    /// The finished bill.
    pub(crate) fn lines(self) -> Vec<BillLine> {
        self.lines
    }
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
