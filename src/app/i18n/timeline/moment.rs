//! What is said of one second of a run.

use super::{clock, words};
use crate::app::i18n::{number, strings};
use crate::editor::preference::Language;
use crate::engine::timeline::play::NodeSample;

use Language::{En, Ko};

/// What is shown, and of which second: `Nodes at 2:10 of the run`.
pub fn at(language: Language, what: &str, seconds: f64) -> String {
    let clock = clock(seconds);
    match language {
        En => format!("{what} at {clock} of the run"),
        Ko => format!("실행 {clock}의 {what}"),
    }
}

/// That it is of the run, and of which second: `run at 2:10`.
pub fn of_run(language: Language, seconds: f64) -> String {
    let clock = clock(seconds);
    match language {
        En => format!("run at {clock}"),
        Ko => format!("실행 {clock}"),
    }
}

/// What waits: `41 wait`.
pub fn waiting(language: Language, waiting: f64) -> String {
    let (count, word) = (number::whole(waiting), strings(language).waiting);
    match language {
        En => format!("{count} {word}"),
        Ko => format!("{count}건 {word}"),
    }
}

/// Instances that get no requests, by what they do instead: `1 failed, 2 starting`. Empty where there are none.
pub fn not_in_service(language: Language, node: &NodeSample) -> String {
    let t = words(language);
    let counts = [(node.dead, t.dead), (node.starting, t.starting), (node.draining, t.draining)];
    let one = |(count, name): (u32, &str)| match language {
        En => format!("{count} {name}"),
        Ko => format!("{name} {count}"),
    };
    let said: Vec<String> = counts.into_iter().filter(|(count, _)| *count > 0).map(one).collect();
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_of_the_run_is_named() {
        assert_eq!(at(En, "Parts", 130.0), "Parts at 2:10 of the run");
        assert_eq!(at(Ko, "구성 요소", 130.0), "실행 2:10의 구성 요소");
        assert_eq!((of_run(En, 5.0), of_run(Ko, 5.0)), ("run at 0:05".to_owned(), "실행 0:05".to_owned()));
        assert_eq!((waiting(En, 41.0), waiting(Ko, 41.0)), ("41 wait".to_owned(), "41건 대기".to_owned()));
    }
}
