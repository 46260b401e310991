//! What clients do about failures, in sentences.

use crate::editor::preference::Language;
use crate::model::workload::Class;

use Language::{En, Ko};

/// A kind of request, as it stands in a sentence.
const fn requests(language: Language, class: Class) -> &'static str {
    match (language, class) {
        (En, Class::Page) => "pages",
        (En, Class::Write) => "writes",
        (En, Class::Static) => "static files",
        (En, Class::Upload) => "uploads",
        (En, Class::Report) => "reports",
        (Ko, Class::Page) => "페이지",
        (Ko, Class::Write) => "쓰기",
        (Ko, Class::Static) => "정적 파일",
        (Ko, Class::Upload) => "업로드",
        (Ko, Class::Report) => "리포트",
    }
}

/// A circuit breaker opens or closes.
pub(super) fn circuit(language: Language, class: Class, opens: bool) -> String {
    let what = requests(language, class);
    match (language, opens) {
        (En, true) => format!("The clients' circuit breaker for {what} opens: none are sent."),
        (En, false) => format!("The clients' circuit breaker for {what} closes."),
        (Ko, true) => format!("클라이언트의 {what} 서킷 브레이커가 열려 요청을 보내지 않습니다."),
        (Ko, false) => format!("클라이언트의 {what} 서킷 브레이커가 닫혔습니다."),
    }
}
