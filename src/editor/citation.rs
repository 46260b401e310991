//! Where a citation leads, and how old a price list is.

/// Days after which a price list is old.
const OLD_DAYS: i64 = 365;

/// The address that a source names: itself where it begins with one, and the file of a repository at its revision for
/// `owner/repository@revision:path`. None for anything else.
pub fn address(source: &str) -> Option<String> {
    let first = source.split_whitespace().next()?;
    if first.starts_with("https://") {
        return Some(first.trim_end_matches([';', ',', '.']).to_owned());
    }
    let (repository, place) = first.split_once('@')?;
    let (revision, path) = place.split_once(':')?;
    let (owner, name) = repository.split_once('/')?;
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let is_revision = revision.len() >= 7 && revision.chars().all(|c| c.is_ascii_hexdigit());
    if !(is_name(owner) && is_name(name) && is_revision) {
        return None;
    }
    // A line number stands behind the path; a path for several files leads to the folder of all.
    let (path, lines) = path.split_once(':').unwrap_or((path, ""));
    let path = path.split(['{', ';', ',']).next().unwrap_or_default().trim_end_matches('/');
    let line = lines.split(['-', ',', ';']).next().filter(|line| !line.is_empty());
    let anchor = line.map(|line| ["#L", line].concat()).unwrap_or_default();
    Some(["https://github.com/", repository, "/blob/", revision, "/", path, &anchor].concat())
}

/// Days from a date (`2025-11-04`) to a day counted from the first of January 1970, where they are more than a year.
pub fn days_if_old(date: &str, today: i64) -> Option<i64> {
    let age = today - day_of(date)?;
    (age > OLD_DAYS).then_some(age)
}

/// Days from the first of January 1970 to a date of the Gregorian calendar.
fn day_of(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years from the first of March on, so that a leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days_before_month = (153 * month + 2) / 5;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap_days + days_before_month + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_itself_and_a_repository_leads_to_its_file() {
        let found = |source| address(source);
        assert_eq!(found("https://a.example/b (second-hand)").as_deref(), Some("https://a.example/b"));
        assert_eq!(
            found("awsdocs/amazon-ec2-user-guide@e3707c43:doc_source/general-purpose.md:30").as_deref(),
            Some("https://github.com/awsdocs/amazon-ec2-user-guide/blob/e3707c43/doc_source/general-purpose.md#L30")
        );
        assert_eq!(found("a real bill: APN2-EBS:VolumeUsage.gp3"), None);
        assert_eq!(found("assumption: general knowledge without a citable source"), None);
    }

    #[test]
    fn nothing_but_a_repository_becomes_a_link() {
        assert_eq!(address("javascript:alert(1)"), None);
        assert_eq!(address("a\"b/c@1234567:d"), None);
        assert_eq!(address("brevdev/ec2-coldboot-research@fix_plan.md (t3.medium)"), None);
    }

    #[test]
    fn a_price_list_is_old_after_a_year() {
        assert_eq!(day_of("1970-01-01"), Some(0));
        assert_eq!(day_of("2000-03-01"), Some(11_017));
        assert_eq!(day_of("2025-11-04"), Some(20_396));
        assert_eq!(days_if_old("2025-11-04", 20_396 + 365), None);
        assert_eq!(days_if_old("2025-11-04", 20_396 + 366), Some(366));
        assert_eq!(day_of("2025-13-04"), None);
        assert_eq!(day_of("soon"), None);
    }
}
