//! How instances are paid for, and on whose hardware they run.

use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::{Fact, Table};
use crate::catalogue::instances::InstanceType;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{
    BillUnit, Choice, Configured, ParamDefault, ParamKind, ParamSpec, SpecError, Text, Unit, Words,
};
use crate::units::decimal::significant;

use super::scaling::FACTS as SCALING;

pub(super) static FACTS: Table = Table::new(include_str!("purchase.csv"));

/// Of a family: the share of On-Demand that one year Reserved without upfront costs, where it is known.
pub(super) static RESERVED: Table = Table::new(include_str!("reserved.csv"));

/// By which terms.
pub(super) const PURCHASE: ParamSpec = ParamSpec {
    key: "purchase",
    label: Text { en: "Purchase option", ko: "구매 옵션" },
    kind: ParamKind::Choice(purchases),
    default: ParamDefault::Choice("on_demand"),
    basis: "Spot is not bid for by hand: its price is AWS's, and AWS takes the capacity back",
};

/// How much Spot is below On-Demand, which nobody can promise.
pub(super) const SPOT_PERCENT: ParamSpec = ParamSpec {
    key: "spot_percent",
    label: Text { en: "Spot discount", ko: "스팟 할인율" },
    kind: ParamKind::Int { min: 0, max: 90, unit: Unit::Percent },
    default: ParamDefault::Int(59),
    basis: "mean of 18 Spot prices in us-east-1, 2026-09-06: 51 to 69 % below On-Demand; AWS says up to 90 %",
};

/// On whose hardware.
pub(super) const TENANCY: ParamSpec = ParamSpec {
    key: "tenancy",
    label: Text { en: "Tenancy", ko: "테넌시" },
    kind: ParamKind::Choice(tenancies),
    default: ParamDefault::Choice("shared"),
    basis: "",
};

fn purchases(_: Region) -> Vec<Choice> {
    Choice::list(&[
        ("on_demand", "On-Demand", "온디맨드"),
        ("spot", "Spot (may be interrupted)", "스팟(중단될 수 있음)"),
        ("reserved_1y", "Reserved, 1 year, no upfront", "예약 1년, 선결제 없음"),
        ("reserved_3y", "Reserved, 3 years, no upfront", "예약 3년, 선결제 없음"),
        ("savings_1y", "Compute Savings Plan, 1 year", "컴퓨팅 Savings Plan 1년"),
        ("savings_3y", "Compute Savings Plan, 3 years", "컴퓨팅 Savings Plan 3년"),
    ])
}

fn tenancies(_: Region) -> Vec<Choice> {
    Choice::list(&[
        ("shared", "Shared", "공유"),
        ("dedicated", "Dedicated Instance", "전용 인스턴스"),
        ("host", "Dedicated Host", "전용 호스트"),
    ])
}

/// Whether a setting has a meaning as the others are set.
pub(super) fn applies(settings: &Settings, key: &str) -> bool {
    key != SPOT_PERCENT.key || settings.choice(PURCHASE.key) == "spot"
}

/// Seconds of notice before an instance is taken back; none where it never is.
pub(super) fn notice_s(settings: &Settings) -> Option<u32> {
    (settings.choice(PURCHASE.key) == "spot").then(|| SCALING.value("spot.notice_s") as u32)
}

/// The share of the On-Demand price that is paid, with who says so; none On-Demand.
///
/// One year Reserved is that of the family where it is known. Everything else is that of t3.medium, whose prices are
/// printed; other types differ by a few points.
fn share(node: Configured<'_>, kind: InstanceType) -> Option<(f64, Fact)> {
    let of_family = RESERVED.row(kind.family()).and_then(|row| row.number("one_year"));
    match node.settings.choice(PURCHASE.key) {
        "reserved_1y" if let Some(known) = of_family => Some((known.value, known)),
        "spot" => {
            let percent = node.settings.int(SPOT_PERCENT.key) as f64;
            Some((1.0 - percent / 100.0, FACTS.fact("spot_percent", node.region)))
        }
        key @ ("reserved_1y" | "reserved_3y" | "savings_1y" | "savings_3y") => {
            let price = FACTS.fact_in(key, "all");
            Some((price.value / FACTS.value("on_demand"), price))
        }
        _ => None,
    }
}

/// Adds the hours of a number of instances.
///
/// # Errors
///
/// Where Spot is asked for on a Dedicated Host, which AWS does not sell.
pub(super) fn add(
    bill: &mut Bill,
    node: Configured<'_>,
    (label, count): (Words, f64),
    kind: InstanceType,
) -> Result<(), SpecError> {
    let shared = kind.price(node.region).unwrap_or_default();
    let tenancy = node.settings.choice(TENANCY.key);
    let (mut label, mut price, mut hours) = (label, shared, HOURS * count);
    match tenancy {
        "dedicated" => {
            price = price.times(surcharge(), FACTS.fact_in("dedicated_percent", "all"));
            label = with(&label, "Dedicated Instance", "전용 인스턴스");
        }
        "host" => {
            if node.settings.choice(PURCHASE.key) == "spot" {
                let (value, region) = (tenancy.to_owned(), node.region.id());
                return Err(SpecError::NotOffered { key: TENANCY.key, value, region });
            }
            let (host, fits) = host_of(kind, node.region);
            let hosts = libm::ceil(count / fits);
            price = host.price(node.region).unwrap_or_default();
            price = price.times(surcharge(), FACTS.fact_in("dedicated_percent", "all"));
            hours = HOURS * hosts;
            let number = significant(hosts, 6);
            let name = kind.family().to_ascii_uppercase();
            label = words(format!("Dedicated Host {name} × {number}"), format!("전용 호스트 {name} × {number}"));
        }
        _ => {}
    }
    if let Some((share, source)) = share(node, kind) {
        price = price.times(share, source);
        let off = significant(100.0 * (1.0 - share), 3);
        label = with(&label, &format!("{off} % off On-Demand"), &format!("온디맨드보다 {off}% 할인"));
    }
    bill.add("instance", label, hours, BillUnit::Hours, price);
    if node.settings.choice(PURCHASE.key) == "spot" {
        bill.remark(
            "instance",
            "Spot is not bid for by hand: AWS sets the price and takes the capacity back with two minutes' notice",
            "스팟은 직접 입찰하지 않는다. 가격은 AWS가 정하고, 2분 전에 알린 뒤 용량을 회수한다",
        );
    }
    if tenancy == "dedicated" {
        let label = words("Dedicated Instances in the region", "리전의 전용 인스턴스 요금");
        bill.add("dedicated_region", label, HOURS, BillUnit::Hours, FACTS.fact_in("dedicated_region", "all"));
    }
    Ok(())
}

fn surcharge() -> f64 {
    1.0 + FACTS.value("dedicated_percent") / 100.0
}

/// The type that fills a host of a family, its largest by vCPUs, and how many of a type fit beside each other.
fn host_of(kind: InstanceType, region: Region) -> (InstanceType, f64) {
    let mut host = kind;
    while let Some(bigger) = host.bigger(region) {
        host = bigger;
    }
    (host, libm::floor(f64::from(host.vcpu()) / f64::from(kind.vcpu())).max(1.0))
}

fn with(label: &Words, en: &str, ko: &str) -> Words {
    words(format!("{}, {en}", label.en), format!("{}, {ko}", label.ko))
}
