//! What differs between two drawings that are compared in time.

use super::who;
use crate::app::i18n::{particle, text};
use crate::catalogue;
use crate::editor::preference::Language;
use crate::editor::time::against::only_in;
use crate::model::coupling::{Counterpart, Coupling, NoCounterpart};
use crate::model::scenario::{NodeId, Scenario};

use Language::{En, Ko};

/// What the drawing coupled the other way has, or has not.
pub fn coupled(language: Language, scenario: &Scenario, other: &Counterpart) -> String {
    let all = |of: &Scenario, ids: &[NodeId]| {
        let names: Vec<String> = ids.iter().map(|id| who(language, of, *id)).collect();
        names.join(", ")
    };
    let (callers, workers) = (all(scenario, &other.callers), all(scenario, &other.workers));
    match (language, other.coupling) {
        (En, Coupling::Tight) => {
            let queues = all(scenario, &other.queues);
            format!("B has no {queues}: {callers} → {workers}, and the user waits until the job is done.")
        }
        (Ko, Coupling::Tight) => {
            let queues = particle::subject(&all(scenario, &other.queues));
            format!("B에는 {queues} 없습니다. {callers} → {workers} 호출이 끝날 때까지 사용자가 기다립니다.")
        }
        (En, Coupling::Loose) => {
            let queues = all(&other.scenario, &other.queues);
            format!("B has a queue in between: {callers} → {queues} → {workers}. No user waits for the job.")
        }
        (Ko, Coupling::Loose) => {
            let queues = all(&other.scenario, &other.queues);
            format!("B에는 사이에 큐가 있습니다. {callers} → {queues} → {workers}. 사용자는 작업을 기다리지 않습니다.")
        }
    }
}

/// Why there is no drawing coupled the other way.
pub fn no_counterpart(language: Language, scenario: &Scenario, why: NoCounterpart) -> String {
    let who = |id: NodeId| who(language, scenario, id);
    match (language, why) {
        (En, NoCounterpart::NoJobs) => "No request of the mix starts a job: a queue has no place here.".to_owned(),
        (Ko, NoCounterpart::NoJobs) => "작업을 시작하는 요청이 없어 큐를 둘 곳이 없습니다.".to_owned(),
        (En, NoCounterpart::NoWorkers) => {
            "Nobody hands jobs to workers here: a queue has no place. Split the role of the worker off first."
                .to_owned()
        }
        (Ko, NoCounterpart::NoWorkers) => {
            "워커에게 작업을 넘기는 곳이 없어 큐를 둘 곳이 없습니다. 먼저 워커 역할을 분리하세요.".to_owned()
        }
        (En, NoCounterpart::HandedOn(id)) => {
            format!("{} hands messages on to several: a call that is waited for has no place there.", who(id))
        }
        (Ko, NoCounterpart::HandedOn(id)) => {
            format!("{} 메시지를 여러 곳에 전달하므로 기다리는 호출로 바꿀 수 없습니다.", particle::subject(&who(id)))
        }
        (En, NoCounterpart::CannotCall(id)) => format!("{} can leave its jobs in a queue only.", who(id)),
        (Ko, NoCounterpart::CannotCall(id)) => {
            format!("{} 작업을 큐에 넣는 방식만 지원합니다.", particle::topic(&who(id)))
        }
    }
}

/// The parts that only one of two drawings has; the settings where both have the same.
pub fn differs(language: Language, [own, other]: [&Scenario; 2]) -> String {
    let names = |services: Vec<&str>| {
        let names: Vec<&str> =
            services.into_iter().filter_map(catalogue::get).map(|spec| text(language, spec.short)).collect();
        names.join(", ")
    };
    let [own, other] = [names(only_in(own, other)), names(only_in(other, own))];
    let only = |letter: &str, names: &str| match (language, names.is_empty()) {
        (_, true) => String::new(),
        (En, _) => format!("Only in {letter}: {names}."),
        (Ko, _) => format!("{letter}에만 있음: {names}."),
    };
    let both: Vec<String> = [only("A", &own), only("B", &other)].into_iter().filter(|one| !one.is_empty()).collect();
    match (language, both.is_empty()) {
        (_, false) => both.join(" "),
        (En, true) => "Both have the same parts.".to_owned(),
        (Ko, true) => "두 그림의 구성 요소는 같습니다.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::coupling::counterpart;
    use crate::presets;

    fn preset(id: &str) -> Scenario {
        presets::scenario(id).unwrap_or_default()
    }

    #[test]
    fn what_the_other_drawing_has_is_told() {
        let loose = preset("queue-workers");
        let Ok(tight) = counterpart(&loose) else { panic!("there is a queue") };
        let told = coupled(En, &loose, &tight);
        assert_eq!(told, "B has no SQS: EC2 → Workers, and the user waits until the job is done.");
        let Ok(again) = counterpart(&tight.scenario) else { panic!("there is a call") };
        assert!(coupled(En, &tight.scenario, &again).contains("EC2 → SQS → Workers"));
        assert!(coupled(Ko, &loose, &tight).starts_with("B에는 SQS가 없습니다."));
    }

    #[test]
    fn parts_of_one_drawing_only_are_named() {
        let both = [preset("cache"), preset("queue-workers")];
        assert_eq!(differs(En, [&both[0], &both[1]]), "Only in B: SQS, Workers.");
        assert_eq!(differs(En, [&both[0], &both[0]]), "Both have the same parts.");
    }
}
