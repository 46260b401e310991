//! Why recorded traffic is not taken over, in sentences.

use crate::app::i18n::number;
use crate::editor::preference::Language;
use crate::model::plan::DURATION_S;
use crate::model::replay::{MAX_POINTS, MAX_TEXT, MAX_VALUE, ReplayFault};

use Language::{En, Ko};

/// What is wrong, with its line.
pub fn fault(language: Language, fault: ReplayFault) -> String {
    let longest = *DURATION_S.end();
    let (points, most) = (number::whole(MAX_POINTS as f64), number::whole(f64::from(MAX_VALUE)));
    match (language, fault) {
        (En, ReplayFault::TooLong) => format!("The text is longer than {} kB.", MAX_TEXT / 1_024),
        (Ko, ReplayFault::TooLong) => format!("텍스트가 {}kB보다 깁니다.", MAX_TEXT / 1_024),
        (En, ReplayFault::Empty) => {
            "There is no point: each line is a time in seconds and a value, as 60,250.".to_owned()
        }
        (Ko, ReplayFault::Empty) => "값이 없습니다. 한 줄에 시각(초)과 값을 60,250처럼 적어 주세요.".to_owned(),
        (En, ReplayFault::TooMany(line)) => format!("Line {line}: there are more than {points} points."),
        (Ko, ReplayFault::TooMany(line)) => format!("{line}번째 줄: 값이 {points}개를 넘습니다."),
        (En, ReplayFault::NoPoint(line)) => format!("Line {line} is not a time in seconds and a value, as 60,250."),
        (Ko, ReplayFault::NoPoint(line)) => format!("{line}번째 줄: 시각(초)과 값을 60,250처럼 적어 주세요."),
        (En, ReplayFault::NotRising(line)) => format!("Line {line}: its time is not after that of the line before."),
        (Ko, ReplayFault::NotRising(line)) => format!("{line}번째 줄: 시각이 앞줄보다 뒤가 아닙니다."),
        (En, ReplayFault::TooLate(line)) => format!("Line {line}: times are from 0 to {longest} s."),
        (Ko, ReplayFault::TooLate(line)) => format!("{line}번째 줄: 시각은 0초에서 {longest}초까지입니다."),
        (En, ReplayFault::OutOfRange(line)) => format!("Line {line}: values are from 0 to {most}."),
        (Ko, ReplayFault::OutOfRange(line)) => format!("{line}번째 줄: 값은 0에서 {most}까지입니다."),
    }
}
