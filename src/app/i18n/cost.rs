//! The words of the bill.

use super::number;
use crate::catalogue::free::FreeTier;
use crate::catalogue::spec::{BillUnit, Confidence};
use crate::codec::digits;
use crate::editor::preference::Language;
use crate::engine::cost::over_time::RunCost;
use crate::engine::report::CostLine;
use crate::model::billing::Billing;
use crate::units::{Usd, decimal};

use Language::{En, Ko};

/// The words that have no number or name inside.
#[allow(missing_docs)]
pub struct Words {
    pub tab: &'static str,
    pub month: &'static str,
    pub per_thousand: &'static str,
    pub per_million: &'static str,
    pub free_tier: &'static str,
    pub rate: &'static str,
    pub rate_unit: &'static str,
    pub assumed_rate: &'static str,
    pub how: &'static str,
    pub source: &'static str,
    pub as_of: &'static str,
    pub confidence: &'static str,
    pub undated: &'static str,
    pub show_source: &'static str,
    pub off_by_free_tier: &'static str,
    pub scope: &'static str,
    pub nothing: &'static str,
}

/// The words of a language.
pub const fn words(language: Language) -> &'static Words {
    match language {
        En => &EN,
        Ko => &KO,
    }
}

static EN: Words = Words {
    tab: "Cost",
    month: "A month",
    per_thousand: "Per 1,000 users",
    per_million: "Per million requests",
    free_tier: "Free tier",
    rate: "Won for a dollar",
    rate_unit: "₩/$",
    assumed_rate: "assumption",
    how: "Formula",
    source: "Source",
    as_of: "As of",
    confidence: "Confidence",
    undated: "undated",
    show_source: "formula and source",
    off_by_free_tier: "Free tier takes off",
    scope: "On-demand prices, 730 hours a month, steady state at these users. Without taxes and support.",
    nothing: "There is no bill until the drawing can be worked out.",
};

static KO: Words = Words {
    tab: "비용",
    month: "월 비용",
    per_thousand: "사용자 1,000명당",
    per_million: "요청 100만 건당",
    free_tier: "프리 티어",
    rate: "1달러당 원화",
    rate_unit: "원/$",
    assumed_rate: "가정",
    how: "계산식",
    source: "출처",
    as_of: "기준일",
    confidence: "신뢰도",
    undated: "날짜 없음",
    show_source: "계산식과 출처",
    off_by_free_tier: "프리 티어 공제",
    scope: "온디맨드 요금, 월 730시간, 이 사용자 수의 정상 상태 기준. 세금과 Support 요금은 제외.",
    nothing: "그림을 계산할 수 있어야 청구서가 나옵니다.",
};

/// An account, as a choice.
pub const fn free_tier(language: Language, tier: FreeTier) -> &'static str {
    match (language, tier) {
        (En, FreeTier::Off) => "Off",
        (En, FreeTier::TwelveMonths) => "Opened before 15 July 2025, first 12 months",
        (En, FreeTier::Credits) => "Opened since 15 July 2025: credits",
        (Ko, FreeTier::Off) => "적용 안 함",
        (Ko, FreeTier::TwelveMonths) => "2025년 7월 15일 전 개설, 첫 12개월",
        (Ko, FreeTier::Credits) => "2025년 7월 15일 이후 개설: 크레딧",
    }
}

/// What the rule of an account means for this bill: `months` of it the credits would pay for.
pub fn free_rule(language: Language, tier: FreeTier, months: Option<f64>) -> String {
    let (dollars, plan_months) = crate::catalogue::free::credits();
    let (dollars, plan_months) = (digits::count(dollars), digits::count(plan_months));
    let lasts = months.map(number::plain);
    match (language, tier) {
        (_, FreeTier::Off) => String::new(),
        (En, FreeTier::TwelveMonths) => {
            "Accounts opened before 15 July 2025 keep the old free tier: allowances of the \
             first twelve months, and what is always free."
                .to_owned()
        }
        (Ko, FreeTier::TwelveMonths) => "2025년 7월 15일 전에 개설한 계정은 이전 프리 티어를 유지합니다. 첫 12개월 \
             동안의 무료 사용량과 상시 무료 사용량이 적용됩니다."
            .to_owned(),
        (En, FreeTier::Credits) => [
            "Accounts opened since 15 July 2025 get credits instead of twelve months of allowances: $",
            &dollars,
            " at most, half at sign-up and half earned; the free plan ends after ",
            &plan_months,
            " months or with them. What is always free is taken off below.",
            &lasts.map(|months| format!(" They would pay for {months} months of this bill.")).unwrap_or_default(),
        ]
        .concat(),
        (Ko, FreeTier::Credits) => [
            "2025년 7월 15일 이후에 개설한 계정은 12개월 무료 사용량 대신 크레딧을 최대 $",
            &dollars,
            " 받습니다(절반은 가입할 때, 절반은 활동으로). 무료 플랜은 ",
            &plan_months,
            "개월이 지나거나 크레딧을 다 쓰면 끝납니다. 상시 무료 사용량은 아래에서 공제합니다.",
            &lasts
                .map(|months| format!(" 크레딧으로 이 청구서의 {months}개월분을 낼 수 있습니다."))
                .unwrap_or_default(),
        ]
        .concat(),
    }
}

/// What changed about the bill.
pub(super) fn change(language: Language, from: Billing, to: Billing) -> String {
    let t = words(language);
    if from.free_tier != to.free_tier {
        return [t.free_tier, ": ", free_tier(language, to.free_tier)].concat();
    }
    [t.rate, ": ", &number::plain(to.rate())].concat()
}

/// How far a figure is to be trusted.
pub const fn confidence(language: Language, confidence: Confidence) -> &'static str {
    match (language, confidence) {
        (En, Confidence::Exact) => "exact: printed in the source",
        (En, Confidence::Typical) => "typical: derived by a checked rule, or second-hand",
        (En, Confidence::Estimate) => "estimate: scaled from another figure",
        (En, Confidence::Memory) => "assumption: no citable source",
        (Ko, Confidence::Exact) => "정확: 출처에 그대로 실린 값",
        (Ko, Confidence::Typical) => "일반: 확인한 규칙으로 구했거나 2차 출처의 값",
        (Ko, Confidence::Estimate) => "추정: 다른 값에서 환산",
        (Ko, Confidence::Memory) => "가정: 인용할 출처 없음",
    }
}

/// Won: `₩1,234,567`.
pub fn won(amount: Usd, rate: f64) -> String {
    let won = amount.won(rate);
    let sign = if won < 0 { "−" } else { "" };
    [sign, "₩", &digits::count(won.unsigned_abs() as f64)].concat()
}

/// Dollars to the cent, with a minus where the free tier takes them off.
pub fn dollars(amount: Usd) -> String {
    let sign = if amount.micros() < 0 { "−" } else { "" };
    [sign, &number::cents(Usd::from_micros(amount.micros().abs()))].concat()
}

/// The unit of a bill behind its number.
pub const fn unit(unit: BillUnit) -> &'static str {
    match unit {
        BillUnit::Hours => "\u{a0}h",
        BillUnit::Gb => "\u{a0}GB",
        BillUnit::GbMonth => "\u{a0}GiB",
        BillUnit::MillionRequests => "\u{a0}M",
        BillUnit::LcuHours => "\u{a0}LCU\u{a0}h",
        BillUnit::VcpuHours => "\u{a0}vCPU\u{a0}h",
        BillUnit::CapacityHours => "\u{a0}unit\u{a0}h",
        BillUnit::GbHours => "\u{a0}GB\u{a0}h",
        BillUnit::GbSeconds => "\u{a0}GB\u{a0}s",
        BillUnit::Months => "",
        BillUnit::IopsMonths => "\u{a0}IOPS",
        BillUnit::MibsMonths => "\u{a0}MiB/s",
    }
}

/// Quantity × price, in short: `1,460 h × $0.0208`.
pub fn calculation(line: &CostLine) -> String {
    let sign = if line.quantity < 0.0 { "−" } else { "" };
    let quantity = digits::six(line.quantity.abs());
    [sign, &quantity, unit(line.unit), " × ", &number::unit_price(line.unit_price)].concat()
}

/// The whole formula, from what the month is made of: `2 × 730 h × $0.0208 = $30.37`.
pub fn formula(language: Language, line: &CostLine) -> String {
    let amount = dollars(line.usd);
    let month = |per_hour: f64, what: &str| [&digits::six(per_hour), what, " × 730 h"].concat();
    let second = |per_second: f64, what: &str, by: &str| {
        let of = if language == En { "/s" } else { "/초" };
        [&digits::six(per_second), what, of, " × 2,628,000 s ÷ ", by].concat()
    };
    let hours = line.quantity / f64::from(crate::units::HOURS_PER_MONTH);
    let seconds = crate::units::SECONDS_PER_MONTH;
    let made = match line.unit {
        _ if line.quantity < 0.0 => calculation(line),
        BillUnit::Hours => month(hours, ""),
        BillUnit::LcuHours => month(hours, " LCU"),
        BillUnit::VcpuHours => month(hours, " vCPU"),
        BillUnit::CapacityHours => month(hours, ""),
        BillUnit::GbHours => month(hours, " GB"),
        BillUnit::Months => digits::six(line.quantity),
        BillUnit::IopsMonths => [&digits::six(line.quantity), " IOPS"].concat(),
        BillUnit::MibsMonths => [&digits::six(line.quantity), " MiB/s"].concat(),
        BillUnit::GbSeconds => [&digits::six(line.quantity), " GB-s"].concat(),
        BillUnit::Gb => second(line.quantity * 1e9 / seconds, " B", "10⁹"),
        BillUnit::MillionRequests => second(line.quantity * 1e6 / seconds, "", "10⁶"),
        BillUnit::GbMonth => [&digits::six(line.quantity), " GiB"].concat(),
    };
    let price =
        if line.quantity < 0.0 { String::new() } else { [" × ", &number::unit_price(line.unit_price)].concat() };
    [&made, &price, " = ", &amount].concat()
}

/// US dollars of a short time: minutes of one box are less than a cent.
pub fn small(amount: Usd) -> String {
    match amount.dollars() {
        under if under > 0.0 && under < 1.0 => ["$", &decimal::fixed(under, 4)].concat(),
        _ => dollars(amount),
    }
}

/// What a run has cost up to its head, and what a day like it would.
pub fn of_run(language: Language, cost: &RunCost) -> String {
    let [total, time, requests, surplus] = [cost.total(), cost.time, cost.requests, cost.surplus].map(small);
    let day = dollars(cost.day);
    match language {
        En => format!(
            "Cost so far {total}: time {time}, requests and bytes {requests}, surplus credits {surplus}. A day like it: {day}."
        ),
        Ko => format!(
            "지금까지의 비용 {total}: 시간 {time}, 요청과 전송 {requests}, 잉여 크레딧 {surplus}. 하루 내내 이렇다면 {day}."
        ),
    }
}

/// That the price list is old; `days` since its date.
pub fn old(language: Language, snapshot: &str, days: i64) -> String {
    let days = decimal::fixed(days as f64, 0);
    match language {
        En => format!("These prices are of {snapshot}, {days} days ago. Check them before you rely on them."),
        Ko => format!("{snapshot} 기준 요금으로 {days}일이 지났습니다. 실제로 쓰기 전에 확인하세요."),
    }
}

/// From when the prices are.
pub fn dated(language: Language, snapshot: &str) -> String {
    match language {
        En => format!("price list of {snapshot}"),
        Ko => format!("{snapshot} 요금표"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn won_are_grouped_and_minus_stands_before_the_sign() {
        let amount = Usd::from_micros(1_234_560_000);
        assert_eq!(won(amount, 1_000.0), "₩1,234,560");
        assert_eq!(dollars(Usd::from_micros(-2_740_000)), "−$2.74");
    }

    #[test]
    fn less_than_a_cent_of_a_run_is_still_told() {
        let time = Usd::from_micros(430);
        let cost = RunCost { time, day: Usd::from_micros(990_000), ..RunCost::default() };
        assert!(of_run(En, &cost).starts_with("Cost so far $0.0004: time $0.0004, requests and bytes $0.00"));
        assert!(of_run(Ko, &cost).contains("$0.99"));
    }

    #[test]
    fn credits_are_told_in_months_of_the_bill() {
        assert!(free_rule(En, FreeTier::Credits, Some(3.4)).contains("3.4 months"));
        assert!(free_rule(Ko, FreeTier::Credits, Some(3.4)).contains("3.4개월분"));
        assert_eq!(free_rule(En, FreeTier::Off, None), "");
    }
}
