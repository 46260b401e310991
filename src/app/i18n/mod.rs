//! What the page says, in English and Korean. The core emits codes and numbers; sentences are made here and nowhere else.

pub mod change;
pub mod cost;
pub mod en;
pub mod figures;
pub mod finding;
pub mod ko;
pub mod message;
pub mod number;
pub mod particle;
pub mod sentence;
pub mod sizing;
pub mod strings;
pub mod timeline;
pub mod verdict;

use crate::catalogue;
use crate::catalogue::spec::{Resource, Text, Unit, Words};
use crate::editor::change::Label;
use crate::editor::preference::Language;
use crate::engine::report::Bottleneck;
use crate::model::scenario::{Node, NodeId, Scenario};

pub use strings::Strings;

/// The texts of a language.
pub fn strings(language: Language) -> &'static Strings {
    match language {
        Language::En => &en::EN,
        Language::Ko => &ko::KO,
    }
}

/// A text of the catalogue.
pub const fn text(language: Language, text: Text) -> &'static str {
    match language {
        Language::En => text.en,
        Language::Ko => text.ko,
    }
}

/// A text that the catalogue made.
pub fn words(language: Language, words: &Words) -> &str {
    match language {
        Language::En => &words.en,
        Language::Ko => &words.ko,
    }
}

/// The unit of a setting; empty for a bare count.
pub const fn unit(language: Language, unit: Unit) -> &'static str {
    match (unit, language) {
        (Unit::None, _) => "",
        (Unit::Mb, _) => "MB",
        (Unit::Gib, _) => "GiB",
        (Unit::Kb, _) => "kB",
        (Unit::Percent, _) => "%",
        (Unit::Millis, _) => "ms",
        (Unit::Seconds, Language::En) => "s",
        (Unit::Seconds, Language::Ko) => "초",
    }
}

/// What a node is called: as the user says, else as its service is called in short.
pub fn label(language: Language, label: &Label) -> String {
    if !label.name.is_empty() {
        return label.name.clone();
    }
    catalogue::get(&label.service).map_or_else(|| label.service.clone(), |spec| text(language, spec.short).to_owned())
}

/// What a node is called.
pub fn node_name(language: Language, node: &Node) -> String {
    label(language, &Label::from(node))
}

/// A part of a drawing with one of its resources; a part that is gone is told by the resource alone.
pub fn resource_of(language: Language, scenario: &Scenario, node: NodeId, resource: Resource) -> String {
    let name = scenario.nodes.get(&node).map(|node| node_name(language, node)).unwrap_or_default();
    sentence::resource_of(language, &name, resource).trim().to_owned()
}

/// What fills up first, told apart from what does at another time where both parts are called the same.
pub fn told_apart(language: Language, scenario: &Scenario, one: &Bottleneck, other: &Bottleneck) -> String {
    let name = |node: NodeId| scenario.nodes.get(&node).map(|node| node_name(language, node));
    match name(one.node).filter(|same| one.node != other.node && name(other.node).as_ref() == Some(same)) {
        Some(same) => sentence::resource_of_another(language, &same, one.resource),
        None => resource_of(language, scenario, one.node, one.resource),
    }
}

/// A letter or digit of the page's two languages. (All of Unicode's letters would be a table of several kB.)
pub fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || ('가'..='힣').contains(&letter)
}

/// The first letter made a capital, for English beginnings of a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Ratio;

    fn bottleneck(node: u32) -> Bottleneck {
        let (node, resource) = (NodeId(node), Resource::Cpu);
        Bottleneck { node, resource, utilisation: Ratio(1.0), breaks_at_users: 480.0, headroom: 0.0 }
    }

    fn boxes(names: [&str; 2]) -> Scenario {
        let mut scenario = Scenario::default();
        for (id, name) in (1..).zip(names) {
            let (service, name) = ("ec2".to_owned(), name.to_owned());
            let (at, settings, roles) = Default::default();
            let node = Node { service, name, at, settings, roles, zones: Vec::new() };
            scenario.nodes.insert(NodeId(id), node);
        }
        scenario
    }

    fn of_second(language: Language, names: [&str; 2]) -> String {
        told_apart(language, &boxes(names), &bottleneck(2), &bottleneck(1))
    }

    #[test]
    fn two_parts_of_the_same_name_are_told_apart() {
        assert_eq!(of_second(Language::En, ["", ""]), "the CPU of another EC2");
        assert_eq!(of_second(Language::Ko, ["", ""]), "다른 EC2의 CPU");
        assert_eq!(of_second(Language::En, ["Web", "Web"]), "the CPU of another Web");
    }

    #[test]
    fn parts_with_names_of_their_own_are_called_by_them() {
        assert_eq!(of_second(Language::En, ["", "Worker"]), "Worker CPU");
        let scenario = boxes(["", ""]);
        assert_eq!(told_apart(Language::En, &scenario, &bottleneck(1), &bottleneck(1)), "EC2 CPU");
    }

    #[test]
    fn a_part_that_is_gone_is_told_by_its_resource() {
        assert_eq!(told_apart(Language::En, &boxes(["", ""]), &bottleneck(3), &bottleneck(1)), "CPU");
    }
}
