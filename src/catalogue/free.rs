//! The free tier: what of a month's bill an account does not pay, by the rules for when it was opened.
//!
//! On 15 July 2025 the offers of the first twelve months gave way to credits for accounts opened from then on. What is
//! always free stayed.

use serde::Serialize;

use super::bill::words;
use super::facts::{Fact, Table};
use super::spec::{BillLine, Citation, Text, Words};
use crate::lists::Map;

pub(super) static FACTS: Table = Table::new(include_str!("free.csv"));

/// Which account pays the bill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FreeTier {
    /// One that has no free tier, or does not count on it.
    #[default]
    Off,
    /// One opened before 15 July 2025, in its first twelve months: what is always free, and the offers of that time.
    TwelveMonths,
    /// One opened since: what is always free; its credits are told apart, for they are no price.
    Credits,
}

impl FreeTier {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Off, Self::TwelveMonths, Self::Credits];

    /// Its name in links and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::TwelveMonths => "twelve_months",
            Self::Credits => "credits",
        }
    }

    /// The one with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.id() == id)
    }
}

/// The credits of an account opened since July 2025: dollars at most, and the months of the free plan.
pub fn credits() -> (f64, f64) {
    (FACTS.value("credits"), FACTS.value("credits_months"))
}

/// Where the rule about credits comes from.
pub fn credits_citation() -> Citation {
    FACTS.fact_in("credits", "all").citation()
}

/// An allowance of a month.
struct Rule {
    /// Its row.
    key: &'static str,
    /// Whether it never ends.
    always: bool,
    /// What it is for; `#` stands for how much.
    what: Text,
}

const fn rule(key: &'static str, always: bool, en: &'static str, ko: &'static str) -> Rule {
    Rule { key, always, what: Text { en, ko } }
}

static RULES: [Rule; 19] = [
    rule("transfer_out", true, "# GB to the internet", "인터넷 전송 #GB"),
    rule("cdn_transfer", true, "# GB from the CDN", "CDN 전송 #GB"),
    rule("cdn_requests", true, "# million requests to the CDN", "CDN 요청 #백만 건"),
    rule("sqs_requests", true, "# million queue requests", "대기열 요청 #백만 건"),
    rule("lambda_requests", true, "# million function requests", "함수 요청 #백만 건"),
    rule("lambda_duration", true, "# GB-seconds of functions", "함수 실행 #GB-초"),
    rule("sns_publish", true, "# million publishes to topics", "주제 게시 #백만 건"),
    rule("ec2_hours", false, "# h of t2.micro or t3.micro", "t2.micro·t3.micro #시간"),
    rule("ebs_storage", false, "# GB of disk", "디스크 #GB"),
    rule("rds_hours", false, "# h of a micro class, Single-AZ", "단일 AZ 마이크로 클래스 #시간"),
    rule("rds_storage", false, "# GB of database storage", "데이터베이스 스토리지 #GB"),
    rule("s3_storage", false, "# GB of Standard storage", "Standard 스토리지 #GB"),
    rule("s3_get", false, "# million GET requests", "GET 요청 #백만 건"),
    rule("s3_put", false, "# million PUT requests", "PUT 요청 #백만 건"),
    rule("cache_hours", false, "# h of a micro node", "마이크로 노드 #시간"),
    rule("elb_hours", false, "# h of a load balancer", "로드 밸런서 #시간"),
    rule("elb_gb", false, "# GB through a load balancer", "로드 밸런서 처리 데이터 #GB"),
    rule("lcu_hours", false, "# LCU-hours (15 LCU)", "LCU #시간(15 LCU)"),
    rule("public_ipv4", false, "# h of public IPv4 in use", "사용 중인 퍼블릭 IPv4 #시간"),
];

/// What the free tier takes off some lines, each with whose it is: a negative line behind each line that an allowance
/// pays for. An allowance is the account's: parts that come first use it up first.
#[inline(never)]
pub fn deductions<T: Copy>(lines: &[(T, BillLine)], tier: FreeTier) -> Vec<(T, BillLine)> {
    let mut left: Map<&'static str, f64> = Map::new();
    let mut found = Vec::new();
    for (whose, line) in lines {
        let Some(rule) = RULES.iter().find(|rule| Some(rule.key) == line.free) else { continue };
        if tier == FreeTier::Off || !rule.always && tier != FreeTier::TwelveMonths {
            continue;
        }
        let fact = FACTS.fact_in(rule.key, "all");
        let left = left.or_insert(rule.key, fact.value);
        let taken = line.quantity.min(*left);
        *left -= taken;
        if taken > 0.0 {
            found.push((*whose, deduction(line, rule, fact, taken)));
        }
    }
    found
}

fn deduction(line: &BillLine, rule: &Rule, fact: Fact, taken: f64) -> BillLine {
    let citation = fact.citation();
    let amount = crate::units::decimal::significant(fact.value, 6);
    let what = |text: &str| text.replace('#', &amount);
    let (en, ko) = if rule.always { ("always free", "상시 무료") } else { ("first 12 months", "첫 12개월") };
    BillLine {
        item: "free_tier",
        label: words(format!("Free tier: {}", line.label.en), format!("프리 티어: {}", line.label.ko)),
        quantity: -taken,
        how: Some(words(
            format!("{} a month for the whole account, {en}", what(rule.what.en)),
            format!("계정 전체에 매월 {}, {ko}", what(rule.what.ko)),
        )),
        tiers: None,
        free: None,
        source: citation.source,
        as_of: citation.as_of.to_owned(),
        confidence: citation.confidence,
        ..line.clone()
    }
}

/// The name of a rule for the list of the free tier: what is free, and whether it always is.
pub fn rules() -> impl Iterator<Item = (Words, bool, Citation)> {
    RULES.iter().map(|rule| {
        let fact = FACTS.fact_in(rule.key, "all");
        let amount = crate::units::decimal::significant(fact.value, 6);
        let what = |text: &str| text.replace('#', &amount);
        (words(what(rule.what.en), what(rule.what.ko)), rule.always, fact.citation())
    })
}
