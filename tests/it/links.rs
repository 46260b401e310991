//! Links and files: what is written comes back, for ever; what is hostile does no harm.

use std::fs;
use std::path::PathBuf;

use headroom::catalogue::free::FreeTier;
use headroom::codec::{CodecError, file, link};
use headroom::model::scenario::Scenario;
use headroom::model::validate;
use headroom::{engine, presets};
use proptest::prelude::*;

use crate::arbitrary;

fn golden_links() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/links")
}

fn one_box() -> Scenario {
    presets::scenario("one-box").expect("the first preset")
}

/// A link of a JSON text.
fn packed(json: &str) -> String {
    use base64ct::Encoding;
    let deflated = miniz_oxide::deflate::compress_to_vec_zlib(json.as_bytes(), 9);
    format!("#s=1.{}", base64ct::Base64UrlUnpadded::encode_string(&deflated))
}

/// The JSON of the first preset with one piece of text replaced.
fn mended(old: &str, new: &str) -> String {
    let json = file::write(&one_box());
    assert!(json.contains(old), "{old} is not in {json}");
    json.replacen(old, new, 1)
}

/// Golden links stay as they were when they were made. A line that fails here is a link of somebody's that is broken:
/// mend the reader, never the line. Each file holds a link, and below it the scenario file of the same drawing;
/// `make golden-links` writes those that are missing.
#[test]
fn links_of_the_past_open_as_the_drawings_they_were() {
    let mut opened = 0;
    for entry in fs::read_dir(golden_links()).expect("the golden links").flatten() {
        let text = fs::read_to_string(entry.path()).expect("a golden link");
        let (link, json) = text.split_once('\n').expect("a link, then the file of the same drawing");
        let from_link = link::open(link).unwrap_or_else(|error| panic!("{:?}: {error}", entry.path()));
        let from_file = file::read(json).unwrap_or_else(|error| panic!("{:?}: {error}", entry.path()));
        assert_eq!(from_link, from_file, "{:?}", entry.path());
        assert!(validate::check(&from_link).0.is_some(), "{:?}", entry.path());
        opened += 1;
    }
    assert!(opened >= presets::all().len(), "{opened} golden links");
}

/// What a link says of a run is what it said when it was made: a key that is no longer read would leave its default.
#[test]
fn plans_of_the_past_are_the_plans_they_were() {
    let all = crate::plans::drawings();
    assert_eq!(all.len(), 4, "a drawing could not be made");
    for (name, scenario) in all {
        let text = fs::read_to_string(golden_links().join(format!("v1-{name}.txt"))).expect("a golden link");
        let link = text.lines().next().expect("a link");
        assert_eq!(link::open(link).as_ref(), Ok(&scenario), "{name}");
    }
}

#[test]
fn a_link_opens_in_all_its_shapes() {
    let scenario = one_box();
    let fragment = link::write(&scenario);
    let bare = fragment.trim_start_matches('#');
    let shapes = [
        fragment.clone(),
        bare.to_owned(),
        format!("https://example.org/headroom/index.html{fragment}"),
        format!("https://example.org/?lang=ko#lesson=3&{bare}&x=1"),
        format!("  {fragment}\n"),
    ];
    for shape in shapes {
        assert_eq!(link::open(&shape).as_ref(), Ok(&scenario), "{shape}");
    }
}

#[test]
fn a_link_carries_every_default() {
    let json = file::write(&one_box());
    for key in ["\"slots\": 100", "\"credit_mode\"", "\"seed\": 42", "\"timeout_s\"", "\"region\""] {
        assert!(json.contains(key), "{key} is not in {json}");
    }
}

#[test]
fn the_example_of_the_documentation_opens() {
    let page = include_str!("../../docs/links.md");
    let example = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let scenario = file::read(example).expect("opens");
    assert_eq!(validate::check(&scenario).1, []);
}

#[test]
fn what_is_no_link_is_told_apart() {
    for text in ["", "#", "https://example.org/", "#s=", "#s=1", "#s=x.abc", "#s=-1.abc", "one-box"] {
        assert_eq!(link::open(text), Err(CodecError::NotALink), "{text}");
    }
}

#[test]
fn a_link_of_the_future_is_told_apart() {
    assert_eq!(link::open("#s=2.abc"), Err(CodecError::FutureVersion { version: 2, known: 1 }));
    let json = mended("\"version\": 1", "\"version\": 7").replace("\"name\"", "\"title\"");
    assert_eq!(link::open(&packed(&json)), Err(CodecError::FutureVersion { version: 7, known: 1 }));
    assert_eq!(file::read(&json), Err(CodecError::FutureVersion { version: 7, known: 1 }));
}

#[test]
fn a_version_that_never_was_is_told_apart() {
    assert_eq!(link::open("#s=0.abc"), Err(CodecError::UnknownVersion { version: 0 }));
    assert_eq!(file::read(&mended("\"version\": 1", "\"version\": 0")), Err(CodecError::UnknownVersion { version: 0 }));
}

#[test]
fn a_link_that_is_cut_off_anywhere_says_so() {
    let link = link::write(&presets::scenario("queue-workers").expect("the last preset"));
    for end in "#s=1.".len()..link.len() {
        assert_eq!(link::open(&link[..end]), Err(CodecError::Truncated), "cut to {end} of {}", link.len());
    }
}

#[test]
fn a_link_with_a_changed_letter_is_never_another_drawing() {
    let scenario = one_box();
    let link = link::write(&scenario);
    for at in "#s=1.".len()..link.len() {
        for letter in ["A", "k", "7", "_"] {
            let changed = format!("{}{letter}{}", &link[..at], &link[at + 1..]);
            match link::open(&changed) {
                Ok(again) => assert_eq!(again, scenario, "{changed}"),
                Err(error) => assert!(matches!(error, CodecError::Damaged | CodecError::Truncated), "{error:?}"),
            }
        }
    }
}

#[test]
fn a_link_with_foreign_letters_is_damaged() {
    assert_eq!(link::open("#s=1.ab%20cd"), Err(CodecError::Damaged));
    assert_eq!(link::open("#s=1.가나다"), Err(CodecError::Damaged));
}

#[test]
fn what_is_too_large_is_not_unpacked() {
    let long = format!("#s=1.{}", "A".repeat(65 * 1024));
    assert_eq!(link::open(&long), Err(CodecError::TooLarge { limit: 64 * 1024 }));
    let bomb = packed(&" ".repeat(8 * 1024 * 1024));
    assert!(bomb.len() < 64 * 1024);
    assert_eq!(link::open(&bomb), Err(CodecError::TooLarge { limit: 512 * 1024 }));
    assert_eq!(file::read(&" ".repeat(600 * 1024)), Err(CodecError::TooLarge { limit: 512 * 1024 }));
}

#[test]
fn json_that_is_no_drawing_names_the_place() {
    for json in ["", "{}", "[]", "null", "{\"version\":1}", "\u{feff}{", "{\"version\":1,\"nodes\":{},\"secret\":1}"] {
        assert!(matches!(file::read(json), Err(CodecError::Malformed { .. })), "{json}");
    }
    let deep = format!("{{\"version\":1,\"nodes\":{}", "[".repeat(100_000));
    assert!(matches!(file::read(&deep), Err(CodecError::Malformed { .. })));
}

#[test]
fn too_many_of_anything_is_refused() {
    let node = "\"service\":\"ec2\",\"at\":{\"x\":0,\"y\":0}";
    let nodes: Vec<String> = (1..=201).map(|id| format!("\"{id}\":{{{node}}}")).collect();
    let json = format!("{{\"version\":1,\"nodes\":{{{}}}}}", nodes.join(","));
    assert_eq!(file::read(&json), Err(CodecError::TooMany { what: "nodes", count: 201, limit: 200 }));

    let edges = vec!["{\"from\":1,\"to\":2}"; 601].join(",");
    let json = format!("{{\"version\":1,\"nodes\":{{}},\"edges\":[{edges}]}}");
    assert_eq!(file::read(&json), Err(CodecError::TooMany { what: "edges", count: 601, limit: 600 }));
}

#[test]
fn a_value_out_of_range_names_its_place() {
    let long = format!("\"name\": \"{}\"", "n".repeat(121));
    let cases = [
        ("\"users\": 10", "\"users\": 0", "workload.users"),
        ("\"users\": 10", "\"users\": 1000001", "workload.users"),
        ("\"page_kb\": 30.0", "\"page_kb\": -1.0", "workload.page_kb"),
        ("\"page\": 30", "\"page\": 4000000000", "workload.mix"),
        ("\"name\": \"One box\"", long.as_str(), "name"),
        ("\"name\": \"One box\"", "\"name\": \"a\\u001b[31mb\"", "name"),
        ("\"x\": 40", "\"x\": 2000000000", "nodes.1.at"),
        ("\"count\": 1", "\"count\": 9000000000", "nodes.2.settings.count"),
        ("\"count\": 1", "\"count\": \"many\"", "nodes.2.settings.count"),
        ("\"from\": 1", "\"from\": 9", "edges.9-2"),
        ("\"2\": {", "\"0\": {", "nodes.0"),
        ("\"2\": {", "\"4294967295\": {", "nodes.4294967295"),
        ("\"a\"\n", "\"<\"\n", "nodes.2.zones"),
        (
            "\"version\": 1,",
            "\"version\": 1, \"plan\": {\"duration_s\": 60, \"traffic\": \"steady\", \"resilience\": {\"backoff_ms\": [600001]}},",
            "plan.resilience",
        ),
        (
            "\"version\": 1,",
            "\"version\": 1, \"plan\": {\"duration_s\": 60, \"traffic\": \"replay\", \"unit\": \"users\", \"points\": [9, 1, 9, 2]},",
            "plan.traffic",
        ),
        (
            "\"version\": 1,",
            "\"version\": 1, \"billing\": {\"free_tier\": \"off\", \"krw_per_usd\": 0.5},",
            "billing.krw_per_usd",
        ),
    ];
    for (old, new, place) in cases {
        assert_eq!(file::read(&mended(old, new)), Err(CodecError::BadValue { place: place.to_owned() }), "{new}");
    }
}

#[test]
fn a_free_tier_that_there_is_not_is_refused() {
    let of =
        |word: &str| mended("\"version\": 1,", &format!("\"version\": 1, \"billing\": {{\"free_tier\": \"{word}\"}},"));
    assert!(matches!(file::read(&of("for ever")), Err(CodecError::Malformed { .. })));
    assert_eq!(file::read(&of("credits")).expect("opens").billing.free_tier, FreeTier::Credits);
}

#[test]
fn numbers_beyond_a_float_are_refused() {
    assert!(file::read(&mended("\"page_kb\": 30.0", "\"page_kb\": 1e999")).is_err());
    assert!(file::read(&mended("\"page_kb\": 30.0", "\"page_kb\": NaN")).is_err());
}

#[test]
fn a_drawing_with_a_fault_is_still_opened_so_that_it_can_be_mended() {
    let json = mended("\"type\": \"t3.small\"", "\"type\": \"x9.huge\"");
    let scenario = file::read(&json).expect("opens");
    assert!(validate::check(&scenario).0.is_none());
}

#[test]
fn a_link_gives_the_same_report_as_what_it_was_made_of() {
    for preset in presets::all() {
        let scenario = preset.scenario().expect("a preset opens");
        let again = link::open(&link::write(&scenario)).expect("its link opens");
        let solved = |scenario: &Scenario| engine::solve(&validate::check(scenario).0.expect("sound"), 2_000);
        assert_eq!(solved(&scenario), solved(&again), "{}", preset.id);
    }
}

proptest! {
    #[test]
    fn what_is_written_comes_back(scenario in arbitrary::scenario()) {
        prop_assert_eq!(link::open(&link::write(&scenario)), Ok(scenario.clone()));
        prop_assert_eq!(file::read(&file::write(&scenario)), Ok(scenario));
    }

    #[test]
    fn what_comes_back_is_written_the_same(scenario in arbitrary::scenario()) {
        let link = link::write(&scenario);
        prop_assert_eq!(link::open(&link).map(|again| link::write(&again)), Ok(link));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in any::<String>()) {
        let _ = link::open(&text);
        let _ = link::open(&format!("#s=1.{text}"));
        let _ = file::read(&text);
    }

    #[test]
    fn any_packed_text_is_read_without_a_panic(text in "[\\[\\]{}\":,0-9a-z.\\-]{0,200}") {
        let _ = link::open(&packed(&text));
    }

    #[test]
    fn a_changed_link_does_no_harm(
        stage in 0usize..8,
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), "[A-Za-z0-9_-]"), 1..4),
    ) {
        let scenario = presets::all()[stage].scenario().expect("a preset opens");
        let mut letters: Vec<String> = link::write(&scenario).chars().map(String::from).collect();
        for (at, letter) in changes {
            let payload = "#s=1.".len();
            let index = payload + at.index(letters.len() - payload);
            letters[index] = letter;
        }
        if let Ok(scenario) = link::open(&letters.concat()) {
            let _ = validate::check(&scenario);
        }
    }

    #[test]
    fn changed_json_does_no_harm(at in any::<proptest::sample::Index>(), piece in "[0-9a-z\"{},:\\-]{0,6}") {
        let json = file::write(&one_box());
        let start = at.index(json.len());
        let text = format!("{}{piece}{}", &json[..start], &json[(start + 1).min(json.len())..]);
        if let Ok(scenario) = file::read(&text) {
            let _ = validate::check(&scenario);
        }
    }
}
