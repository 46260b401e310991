//! Sizes of a part side by side, in words.

use crate::editor::preference::Language;
use crate::editor::sizing::{Loss, Way};

use Language::{En, Ko};

/// The words that have no number or name inside.
#[allow(missing_docs)]
pub struct Words {
    pub title: &'static str,
    pub way: &'static str,
    pub capacity: &'static str,
    pub month: &'static str,
    pub loss: &'static str,
    pub scope: &'static str,
}

/// The words of a language.
pub const fn words(language: Language) -> &'static Words {
    match language {
        En => &EN,
        Ko => &KO,
    }
}

static EN: Words = Words {
    title: "Bigger or more?",
    way: "Size",
    capacity: "Requests/s at its limit",
    month: "$/month",
    loss: "Single point of failure",
    scope: "Each row is this drawing, solved anew; of this part alone. A larger size stops it while it changes; more instances \
            need someone in front who spreads the load.",
};

static KO: Words = Words {
    title: "크기를 키울까, 대수를 늘릴까",
    way: "구성",
    capacity: "한계에서의 요청/초",
    month: "월 $",
    loss: "단일 장애점",
    scope: "각 줄은 이 그림을 다시 계산한 결과이며, 이 구성 요소만의 값이다. 유형을 바꾸는 동안에는 멈추고, 대수를 늘리려면 \
            앞에서 부하를 나눌 것이 필요하다.",
};

/// A way to size a part.
pub const fn way(language: Language, way: Way) -> &'static str {
    match (language, way) {
        (En, Way::Now) => "Now",
        (En, Way::Bigger) => "Next size",
        (En, Way::MoreCores) => "More vCPUs",
        (En, Way::OneMore) => "One more",
        (En, Way::SameMoney) => "More for that money",
        (Ko, Way::Now) => "지금",
        (Ko, Way::Bigger) => "한 단계 큰 유형",
        (Ko, Way::MoreCores) => "vCPU가 더 많은 유형",
        (Ko, Way::OneMore) => "한 대 더",
        (Ko, Way::SameMoney) => "비슷한 비용으로 여러 대",
    }
}

/// What takes all of a part along.
pub const fn loss(language: Language, loss: Loss) -> &'static str {
    match (language, loss) {
        (En, Loss::Instance) => "yes",
        (En, Loss::Zone) => "yes, one zone",
        (En, Loss::None) => "no",
        (Ko, Loss::Instance) => "예",
        (Ko, Loss::Zone) => "예, 한 가용 영역",
        (Ko, Loss::None) => "아니요",
    }
}
