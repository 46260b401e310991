//! What a card says while the run in time is shown: how the part was in one second of it.

use super::face::{Face, InTime};
use crate::app::i18n::number;
use crate::app::i18n::timeline::{not_in_service, waiting};
use crate::editor::preference::Language;
use crate::editor::status::Status;
use crate::editor::time::moment::{Moment, drops, marks, status};

/// The card in a second of the run.
#[inline(never)]
pub(super) fn of(face: Face, moment: &Moment, language: Language) -> Face {
    let rate = moment.answered(face.id, face.rate);
    let Some(node) = moment.node(face.id) else {
        // What cannot fill up tells its rate.
        let tells_rate = face.foot == number::rate(language, face.rate);
        let foot = if tells_rate { number::rate(language, rate) } else { face.foot.clone() };
        return Face { rate, foot, waiting: 0.0, failing: 0.0, ..face };
    };
    let status = status(node);
    let failing = if status == Status::Failing { moment.failed_per_s() } else { 0.0 };
    let in_time = InTime {
        marks: marks(node),
        in_service: node.in_service,
        drops: drops(node.waiting),
        dead_zones: moment.dead_zones.clone(),
    };
    let face = Face { status, rate, waiting: node.waiting, failing, in_time: Some(in_time), ..face };
    match node.queue {
        Some(queue) => Face {
            foot: waiting(language, node.waiting),
            value: if queue.oldest_s > 0.0 {
                number::duration(language, queue.oldest_s * 1_000.0)
            } else {
                String::new()
            },
            ring: None,
            ..face
        },
        None => Face {
            foot: Some(not_in_service(language, node)).filter(|said| !said.is_empty()).unwrap_or(face.foot.clone()),
            value: number::utilisation(node.utilisation),
            ring: Some((node.utilisation.clamp(0.0, 1.0) * 100.0) as u8),
            cpu: face.cpu.map(|_| node.utilisation),
            ..face
        },
    }
}
