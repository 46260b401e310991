//! What the engine says is the same to the bit on every machine, and in the browser (tests/web.rs compares there).

#[path = "../support/digest.rs"]
mod story;

#[test]
fn the_staged_story_has_its_golden_digest() {
    assert_eq!(story::digest(), story::GOLDEN.trim(), "the engine's numbers changed: see tests/golden");
}

#[test]
fn random_networks_have_their_golden_digest() {
    assert_eq!(
        story::networks_digest(),
        story::GOLDEN_NETWORKS.trim(),
        "the steady states of networks changed: see tests/golden"
    );
}

#[test]
fn simulated_networks_have_their_golden_digest() {
    assert_eq!(story::trace_digest(), story::GOLDEN_TRACE.trim(), "the simulator's events changed: see tests/golden");
}
