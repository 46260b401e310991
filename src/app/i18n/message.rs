//! Messages on the screen.

use super::{label, number, particle, sentence, strings};
use crate::catalogue::spec::Ask;
use crate::codec::CodecError;
use crate::editor::change::Label;
use crate::editor::preference::Language;
use crate::editor::state::{Message, Source};
use crate::model::wiring::Refusal;

use Language::{En, Ko};

/// A message in words.
#[inline(never)]
pub fn message(language: Language, message: &Message) -> String {
    let pick = |en: &str, ko: &str| if language == En { en } else { ko }.to_owned();
    match message {
        Message::Refused(from, to, refusal) => refused(language, from, to, refusal),
        Message::CannotOpen(source, error) => {
            format!("{} {}", cannot_open(language, *source), fault(language, error))
        }
        Message::CannotWrite => pick("The drawing could not be written.", "그림을 저장하지 못했습니다."),
        Message::CannotAdd => pick("This tier cannot be added here.", "이 계층은 여기에 추가할 수 없습니다."),
        Message::Broke(who, resource, users) => {
            let what = sentence::resource_of(language, &label(language, who), *resource);
            let users = number::users(language, f64::from(*users));
            match language {
                En => {
                    let are = if sentence::is_plural(*resource) { "are" } else { "is" };
                    format!("{what} {are} full at {users}. Press play to go on.")
                }
                Ko => format!("{} {users}에서 가득 찼습니다. 재생을 누르면 계속합니다.", particle::subject(&what)),
            }
        }
        Message::StoreFull => pick(
            "This browser keeps no more: the drawing is not saved. Save it as a file or share its link.",
            "브라우저 저장 공간이 없어 그림이 저장되지 않습니다. 파일로 저장하거나 링크를 공유하세요.",
        ),
        Message::OtherTab => pick(
            "This drawing was changed in another tab. Nothing is saved here until you choose.",
            "다른 탭에서 그림이 바뀌었습니다. 고르기 전에는 이 탭의 변경이 저장되지 않습니다.",
        ),
        Message::Copied => pick("Link copied.", "링크를 복사했습니다."),
        Message::NotCopied => pick(
            "The browser did not allow copying. Select the link and copy it.",
            "브라우저가 복사를 허용하지 않았습니다. 링크를 선택해 복사하세요.",
        ),
    }
}

fn cannot_open(language: Language, source: Source) -> &'static str {
    match (language, source) {
        (En, Source::Link) => "The link was not opened; your drawing stays.",
        (En, Source::File) => "The file was not opened; your drawing stays.",
        (En, Source::Stored) => "The drawing kept in this browser could not be read.",
        (Ko, Source::Link) => "링크를 열지 못했습니다. 지금 그림은 그대로입니다.",
        (Ko, Source::File) => "파일을 열지 못했습니다. 지금 그림은 그대로입니다.",
        (Ko, Source::Stored) => "브라우저에 저장된 그림을 읽지 못했습니다.",
    }
}

fn fault(language: Language, error: &CodecError) -> String {
    match (language, error) {
        (En, CodecError::NotALink) => "It holds no drawing.".to_owned(),
        (Ko, CodecError::NotALink) => "그림이 들어 있지 않습니다.".to_owned(),
        (En, CodecError::FutureVersion { .. }) => "It was made by a newer Headroom. Reload this page.".to_owned(),
        (Ko, CodecError::FutureVersion { .. }) => {
            "더 새로운 Headroom에서 만들었습니다. 페이지를 새로고침하세요.".to_owned()
        }
        (En, CodecError::UnknownVersion { version }) => format!("There is no form {version} of a drawing."),
        (Ko, CodecError::UnknownVersion { version }) => format!("그림 형식 {version}은 없습니다."),
        (En, CodecError::Truncated) => "It is cut off. Copy it again, whole.".to_owned(),
        (Ko, CodecError::Truncated) => "중간에 잘렸습니다. 전체를 다시 복사하세요.".to_owned(),
        (En, CodecError::Damaged) => "It was damaged on the way. Copy it again.".to_owned(),
        (Ko, CodecError::Damaged) => "전달 중에 손상되었습니다. 다시 복사하세요.".to_owned(),
        (En, CodecError::TooLarge { .. }) => "It is larger than any drawing.".to_owned(),
        (Ko, CodecError::TooLarge { .. }) => "그림이라고 하기에 너무 큽니다.".to_owned(),
        (En, CodecError::Malformed { line, column, .. }) => {
            format!("It is not the JSON of a drawing (line {line}, column {column}).")
        }
        (Ko, CodecError::Malformed { line, column, .. }) => format!("그림 JSON이 아닙니다({line}행 {column}열)."),
        (En, CodecError::TooMany { what, limit, .. }) => format!("It has more than {limit} {what}."),
        (Ko, CodecError::TooMany { what, limit, .. }) => format!("{what}: {limit}개를 넘습니다."),
        (En, CodecError::BadValue { place }) => format!("The value at {place} makes no sense."),
        (Ko, CodecError::BadValue { place }) => format!("{place} 값이 올바르지 않습니다."),
    }
}

/// Why a connection is refused.
pub fn refused(language: Language, from: &Label, to: &Label, refusal: &Refusal) -> String {
    let (from, to) = (label(language, from), label(language, to));
    match (language, refusal) {
        (En, Refusal::Itself) => format!("{from} cannot ask itself."),
        (Ko, Refusal::Itself) => format!("{} 자기 자신에게 요청할 수 없습니다.", particle::topic(&from)),
        (En, Refusal::Already) => format!("{from} is connected to {to} already."),
        (Ko, Refusal::Already) => format!("{from}에서 {}의 연결이 이미 있습니다.", particle::towards(&to)),
        (En, Refusal::Circle) => format!("{from} → {to} would send requests in a circle."),
        (Ko, Refusal::Circle) => format!("{from} → {to} 연결은 요청이 제자리를 돌게 합니다."),
        (_, Refusal::NoNode) => {
            if language == En { "That part is gone." } else { "그 구성 요소는 이제 없습니다." }.to_owned()
        }
        (En, Refusal::NothingInCommon { asks, answers }) => match (asks.is_empty(), answers.is_empty()) {
            (true, _) => format!("{from} asks nothing of others."),
            (_, true) => format!("{to} answers nobody."),
            _ => format!(
                "{from} cannot ask {to}: it asks for {}; {to} answers {}.",
                list(language, asks),
                list(language, answers)
            ),
        },
        (Ko, Refusal::NothingInCommon { asks, answers }) => match (asks.is_empty(), answers.is_empty()) {
            (true, _) => format!("{} 다른 곳에 요청하지 않습니다.", particle::topic(&from)),
            (_, true) => format!("{} 요청을 받지 않습니다.", particle::topic(&to)),
            _ => format!(
                "{from}에서 {} 연결할 수 없습니다. {}의 요청: {}. {}의 응답: {}.",
                particle::towards(&to),
                from,
                list(language, asks),
                to,
                list(language, answers)
            ),
        },
    }
}

fn list(language: Language, asks: &[Ask]) -> String {
    let names: Vec<&str> = asks.iter().map(|ask| (strings(language).ask)(*ask)).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(name: &str) -> Label {
        Label { service: String::new(), name: name.to_owned() }
    }

    #[test]
    fn a_refusal_names_both_and_the_reason() {
        let nothing = Refusal::NothingInCommon { asks: vec![Ask::Page], answers: vec![Ask::DbRead] };
        let text = refused(En, &who("S3"), &who("RDS"), &nothing);
        assert_eq!(text, "S3 cannot ask RDS: it asks for pages; RDS answers database reads.");
        let text = refused(Ko, &who("S3"), &who("RDS"), &Refusal::Itself);
        assert_eq!(text, "S3은 자기 자신에게 요청할 수 없습니다.");
    }

    #[test]
    fn a_bad_link_says_that_the_drawing_stays() {
        let bad = Message::CannotOpen(Source::Link, CodecError::Truncated);
        assert!(message(En, &bad).contains("your drawing stays") && message(En, &bad).contains("cut off"));
        assert!(message(Ko, &bad).contains("그대로"));
    }
}
