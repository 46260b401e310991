use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, busy};
use crate::catalogue::spec::Ask;

#[test]
fn users_ask_for_pages_and_files_and_cost_nothing() {
    let users = Example::of(&SPEC, Region::UsEast1);
    assert_eq!(users.ports().asks, [Ask::Page, Ask::Static]);
    assert!(users.blueprint().stations.is_empty());
    assert!(users.bill(&busy()).is_empty());
}

#[test]
fn users_say_where_they_are() {
    let users = || Example::of(&SPEC, Region::UsEast1);
    assert_eq!(users().subtitle().1, "서울");
    assert_eq!(users().choose("place", "virginia").subtitle().0, "N. Virginia");
}
