//! What the engine says is the same to the bit on every machine, and in the browser (tests/web.rs compares there).

#[path = "../support/digest.rs"]
mod story;

#[test]
fn the_staged_story_has_its_golden_digest() {
    assert_eq!(story::digest(), story::GOLDEN.trim(), "the engine's numbers changed: see tests/golden");
}
