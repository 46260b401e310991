//! The rules of ARCHITECTURE.md that a compiler does not hold.

use std::collections::BTreeSet;
use std::fs;

use headroom::catalogue;
use headroom::catalogue::spec::Group;

use crate::source::{self, Source};

/// Each layer with those it may import.
const LAYERS: [(&str, &[&str]); 9] = [
    ("lists", &[]),
    ("units", &["lists"]),
    ("catalogue", &["units", "lists"]),
    ("model", &["catalogue", "units", "lists"]),
    ("engine", &["model", "catalogue", "units", "lists"]),
    ("codec", &["engine", "model", "catalogue", "units", "lists"]),
    ("presets", &["codec", "model", "catalogue", "units", "lists"]),
    ("editor", &["presets", "codec", "engine", "model", "catalogue", "units", "lists"]),
    ("app", &["editor", "presets", "codec", "engine", "model", "catalogue", "units", "lists"]),
];

/// The most lines of a source file.
const MOST_LINES: usize = 400;

/// Fails with all that was found, one a line.
fn assert_none(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}\n  {}\n", found.join("\n  "));
}

/// The layer that a file belongs to.
fn layer_of(path: &str) -> &str {
    let below = path.trim_start_matches("src/");
    below.split(['/', '.']).next().unwrap_or(below)
}

/// The core: everything that runs without a browser.
fn core() -> impl Iterator<Item = Source> {
    source::files("src").into_iter().filter(|file| !["app", "main", "bin"].contains(&layer_of(&file.path)))
}

/// What a piece of code names right behind `crate::`.
fn imported(code: &str, root: &str) -> Vec<String> {
    let first_word = |text: &str| -> String {
        text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    let uses = code.match_indices(root).filter(|(at, _)| {
        !code[..*at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':')
    });
    let rest = uses.map(|(at, _)| &code[at + root.len()..]);
    rest.flat_map(|rest| match rest.strip_prefix('{') {
        Some(list) => top_level(list).iter().map(|item| first_word(item)).collect(),
        None => vec![first_word(rest)],
    })
    .collect()
}

/// The items of a braced list, up to its closing brace.
fn top_level(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0;
    for letter in list.chars() {
        match letter {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => items.push(String::new()),
            _ => {}
        }
        if let Some(item) = items.last_mut() {
            item.push(letter);
        }
    }
    items.into_iter().map(|item| item.trim_start_matches(',').to_owned()).collect()
}

#[test]
fn each_layer_imports_only_those_below_it() {
    let names: Vec<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    let mut found = Vec::new();
    for file in source::files("src") {
        let layer = layer_of(&file.path);
        let allowed = LAYERS.iter().find(|(name, _)| *name == layer).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else { continue };
        for name in imported(&file.code, "crate::") {
            if name != layer && names.contains(&name.as_str()) && !allowed.contains(&name.as_str()) {
                found.push(format!("{} imports {name}", file.path));
            }
        }
    }
    assert_none(found, "a layer may import only those below it (see ARCHITECTURE.md)");
}

#[test]
fn no_layer_climbs_out_of_itself_by_super() {
    let mut found = Vec::new();
    for file in source::files("src").iter().filter(|file| LAYERS.iter().any(|(name, _)| *name == layer_of(&file.path)))
    {
        let module = file.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        let depth = module.split('/').count();
        for (number, line) in file.lines() {
            if line.contains(&"super::".repeat(depth)) {
                found.push(format!("{}:{number}", file.path));
            }
        }
    }
    assert_none(found, "a path by `super` leaves its layer: write `crate::…`");
}

#[test]
fn the_command_line_uses_neither_the_editor_nor_the_page() {
    let mut found = Vec::new();
    for file in source::files("src/bin") {
        let names = imported(&file.code, "headroom::");
        found.extend(
            names
                .iter()
                .filter(|name| ["app", "editor"].contains(&name.as_str()))
                .map(|name| format!("{} imports {name}", file.path)),
        );
    }
    assert_none(found, "the command line stands on the core alone");
}

#[test]
fn imports_are_seen_in_all_their_shapes() {
    let code =
        "use crate::app::X; use crate::{engine, model::{a, b}, units as u}; fn f() { crate::codec::g() } mycrate::no";
    assert_eq!(imported(code, "crate::"), ["app", "engine", "model", "units", "codec"]);
}

#[test]
fn no_service_is_known_by_name_outside_its_folder() {
    // Ordinary words, which others may use as well.
    let words = ["users", "workers", "Users", "Workers", "사용자", "워커"];
    let specs = catalogue::all().iter().filter(|spec| spec.group != Group::People);
    let names: BTreeSet<&str> = specs
        .flat_map(|spec| [spec.name.en, spec.name.ko, spec.short.en, spec.short.ko])
        .filter(|name| !words.contains(name))
        .collect();
    let ids: Vec<&str> = catalogue::all().iter().map(|spec| spec.id).filter(|id| !words.contains(id)).collect();
    let mut found = Vec::new();
    for file in source::files("src") {
        if file.path.starts_with("src/catalogue/services/") || file.path.starts_with("src/presets/") {
            continue;
        }
        for (line, string) in file.product_strings() {
            let is_id = ids.iter().any(|id| string.trim_matches('"') == *id);
            let is_named = names.iter().any(|name| has_word(string, name));
            if is_id || is_named {
                found.push(format!("{}:{line}: {string}", file.path));
            }
        }
    }
    assert_none(
        found,
        "a service is known to its own folder only: wire by ports and roles, take texts from the catalogue",
    );
}

/// Whether a text holds a name that is not a part of a longer word.
fn has_word(text: &str, name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(is_letter) && !text[at + name.len()..].starts_with(is_letter))
}

#[test]
fn adding_a_service_touches_one_folder_and_one_list() {
    let list = source::root().join("src/catalogue/services");
    let folders: BTreeSet<String> = fs::read_dir(&list)
        .expect("the services")
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let text = fs::read_to_string(list.join("mod.rs")).expect("the list of services");
    // A module that stands elsewhere is a test's (tests/fixtures).
    let lines: Vec<&str> = text.lines().collect();
    let stands_here = |pair: &&[&str]| !pair[0].starts_with("#[path");
    let modules: BTreeSet<String> = lines
        .windows(2)
        .filter(stands_here)
        .filter_map(|pair| pair[1].strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned))
        .filter(|module| module != "tests")
        .collect();
    assert_eq!(folders, modules);
    let ids: BTreeSet<String> = catalogue::all().iter().map(|spec| spec.id.to_owned()).collect();
    assert_eq!(folders, ids, "a service's folder has its id for a name, and each is in the list");
}

#[test]
fn the_core_neither_panics_nor_depends_on_the_machine() {
    let banned = [
        "HashMap",
        "HashSet",
        ".unwrap()",
        ".expect(",
        "panic!",
        "unreachable!",
        "todo!",
        "unimplemented!",
        "println!",
        "eprintln!",
        "std::time",
        "std::fs",
        "std::env",
        "std::net",
        "std::thread",
        "std::process",
    ];
    let mut found = Vec::new();
    for file in core() {
        for (number, line) in file.lines() {
            found.extend(
                banned
                    .iter()
                    .filter(|word| line.contains(**word))
                    .map(|word| format!("{}:{number}: {word}", file.path)),
            );
        }
    }
    assert_none(found, "the core returns errors, keeps its order, and reads no clock, file or environment");
}

#[test]
fn the_page_has_no_inline_style_and_no_colour_in_rust() {
    let mut found = Vec::new();
    for file in source::files("src/app") {
        let styles = file.lines().filter(|(_, line)| has_word(line, "style") && line.contains("style="));
        found.extend(styles.map(|(number, _)| format!("{}:{number}: an inline style", file.path)));
        let colours = file.product_strings().filter(|(_, string)| is_colour(string));
        found.extend(colours.map(|(number, string)| format!("{}:{number}: {string}", file.path)));
    }
    assert_none(found, "styles and colours stand in static/css");
}

/// Whether a string holds `#rgb`, `#rrggbb` or a colour function.
fn is_colour(string: &str) -> bool {
    let is_hex = string.match_indices('#').any(|(at, _)| {
        let digits = string[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
        let ends = !string[at + 1 + digits..]
            .starts_with(|letter: char| letter.is_ascii_alphanumeric() || "-_.=".contains(letter));
        [3, 4, 6, 8].contains(&digits) && ends
    });
    is_hex || ["rgb(", "rgba(", "hsl(", "oklch(", "light-dark("].iter().any(|function| string.contains(function))
}

#[test]
fn colours_are_told_from_links() {
    assert!(is_colour("\"#fff\"") && is_colour("\"fill: #1a2b3c;\"") && is_colour("\"rgb(0 0 0)\""));
    assert!(!is_colour("\"#s=1.abc\"") && !is_colour("\"#main\"") && !is_colour("\"#add-node\""));
}

#[test]
fn no_file_is_longer_than_can_be_read_at_once() {
    let files = source::files("src").into_iter().chain(source::files("tests"));
    let long = files.filter(|file| file.text.lines().count() > MOST_LINES);
    let found = long.map(|file| format!("{}: {} lines", file.path, file.text.lines().count())).collect();
    assert_none(found, "a file has at most 400 lines: split it by what it is about");
}

#[test]
fn every_file_says_what_it_is() {
    let files = source::files("src").into_iter().chain(source::files("tests"));
    // `tests.rs` stands beside what it tests; its name says it all.
    let silent = files.filter(|file| !file.path.ends_with("/tests.rs") && !file.text.starts_with("//! "));
    assert_none(silent.map(|file| file.path).collect(), "a file starts with a line of //! that says what it holds");
}

#[test]
fn no_utils() {
    let vague = ["util", "utils", "helper", "helpers", "common", "misc"];
    let files = source::files("src").into_iter().chain(source::files("tests"));
    let found = files.filter(|file| file.path.split('/').any(|part| vague.contains(&part.trim_end_matches(".rs"))));
    assert_none(found.map(|file| file.path).collect(), "a module is named by what it is about");
}
