//! What is missing in a drawing, in sentences.

use super::{label, particle, strings};
use crate::editor::change::Label;
use crate::editor::preference::Language;
use crate::model::diagnostic::Diagnostic;
use crate::model::scenario::{NodeId, Scenario};

use Language::{En, Ko};

/// A finding in a sentence.
pub fn finding(language: Language, scenario: &Scenario, found: &Diagnostic) -> String {
    let name = |id: &NodeId| label(language, &Label::of(scenario, *id));
    let pick = |en: &str, ko: &str| if language == En { en } else { ko }.to_owned();
    match (language, found) {
        (_, Diagnostic::NoUsers) => pick("There are no users.", "사용자가 없습니다."),
        (_, Diagnostic::ManyUsers) => pick("There is more than one group of users.", "사용자가 둘 이상 있습니다."),
        (_, Diagnostic::UsersReachNothing) => pick(
            "The users reach nothing that answers them. Connect them to a server, a load balancer or a CDN.",
            "사용자에게 응답할 곳이 없습니다. 서버, 로드 밸런서, CDN 가운데 하나에 연결하세요.",
        ),
        (En, Diagnostic::Unanswered { node, ask }) => {
            format!("Nobody answers the {} of {}. Connect it to a part that does.", (strings(En).ask)(*ask), name(node))
        }
        (Ko, Diagnostic::Unanswered { node, ask }) => format!(
            "{}의 {} 처리할 곳이 없습니다. 응답하는 구성 요소에 연결하세요.",
            name(node),
            particle::object((strings(Ko).ask)(*ask))
        ),
        (En, Diagnostic::UnknownService { service, .. }) => format!("There is no service {service}."),
        (Ko, Diagnostic::UnknownService { service, .. }) => format!("{service} 서비스는 없습니다."),
        (En, Diagnostic::BadSetting { node, key }) => format!("{} has no such {key} here.", name(node)),
        (Ko, Diagnostic::BadSetting { node, key }) => format!("{}의 {key} 값을 여기서 쓸 수 없습니다.", name(node)),
        (En, Diagnostic::SenselessEdge { edge }) => {
            format!("{} and {} have nothing to ask each other.", name(&edge.from), name(&edge.to))
        }
        (Ko, Diagnostic::SenselessEdge { edge }) => {
            format!("{}에서 {} 보낼 요청이 없습니다.", name(&edge.from), particle::towards(&name(&edge.to)))
        }
        (_, Diagnostic::DanglingEdge { .. }) => pick("A connection leads nowhere.", "끝이 없는 연결이 있습니다."),
        (En, Diagnostic::Cycle { node }) => format!("Requests go in a circle through {}.", name(node)),
        (Ko, Diagnostic::Cycle { node }) => format!("요청이 {} 거쳐 제자리를 돕니다.", particle::object(&name(node))),
        (En, Diagnostic::Idle { node }) => format!("No request reaches {}.", name(node)),
        (Ko, Diagnostic::Idle { node }) => format!("{}에 오는 요청이 없습니다.", name(node)),
        (En, Diagnostic::BadWorkload { field }) => format!("The workload cannot be worked out: {field}."),
        (Ko, Diagnostic::BadWorkload { field }) => format!("워크로드를 계산할 수 없습니다: {field}."),
        (_, Diagnostic::TooLarge) => pick("The drawing is too large.", "그림이 너무 큽니다."),
    }
}
