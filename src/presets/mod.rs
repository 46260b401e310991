//! The staged story's drawings, as data: from one box that does everything to tiers that each do one thing. Each stage
//! builds on the one before it.

mod one_box;

use crate::catalogue::spec::Text;
use crate::codec::file;
use crate::model::scenario::Scenario;

/// A drawing to start from.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name on the command line and in addresses.
    pub id: &'static str,
    /// Its name for people.
    pub name: Text,
    /// What changed since the stage before, and why. (Made when it is asked for, as the drawing is: the first screen shows
    /// neither, but for the drawing of the first.)
    pub line: fn() -> Text,
    drawing: fn() -> Option<Scenario>,
}

/// Every preset, in story order.
pub fn all() -> &'static [Preset] {
    &ALL
}

/// The drawing of a preset; none for an unknown id.
pub fn scenario(id: &str) -> Option<Scenario> {
    ALL.iter().find(|preset| preset.id == id)?.scenario()
}

impl Preset {
    /// The drawing. Always there for a released program: a test opens each.
    pub fn scenario(&self) -> Option<Scenario> {
        (self.drawing)()
    }
}

macro_rules! preset {
    ($id:literal, $en:literal / $ko:literal, $line_en:literal / $line_ko:literal) => {
        preset!($id, $en / $ko, $line_en / $line_ko, || file::read(include_str!(concat!($id, ".json"))).ok())
    };
    ($id:literal, $en:literal / $ko:literal, $line_en:literal / $line_ko:literal, $drawing:expr) => {
        Preset {
            id: $id,
            name: Text { en: $en, ko: $ko },
            line: || Text { en: $line_en, ko: $line_ko },
            drawing: $drawing,
        }
    };
}

static ALL: [Preset; 8] = [
    preset!(
        "one-box",
        "One box" / "서버 한 대",
        "One small EC2 instance does everything: cheap and simple, and all of it stops together."
            / "작은 EC2 인스턴스 한 대가 모든 일을 한다. 싸고 단순하지만 멈출 때는 모두 함께 멈춘다.",
        // The first screen shows this one, and would need the whole reader of files for it.
        || Some(one_box::drawing())
    ),
    preset!(
        "database-to-rds",
        "Database to RDS" / "데이터베이스를 RDS로",
        "The database leaves the box and no longer takes its CPU, memory and disk."
            / "데이터베이스가 서버를 떠나 더는 CPU, 메모리, 디스크를 나누어 쓰지 않는다."
    ),
    preset!(
        "files-to-s3",
        "Files to S3" / "파일을 S3로",
        "Static files and uploads leave the box: it becomes light enough to be one of many."
            / "정적 파일과 업로드가 서버를 떠난다. 서버가 가벼워져 여러 대로 늘릴 수 있게 된다."
    ),
    preset!(
        "cloudfront",
        "CloudFront" / "CloudFront",
        "Copies of the files stand near the users, so most requests for files never reach the region."
            / "파일의 사본을 사용자 가까이에 두어 파일 요청 대부분이 리전까지 오지 않는다."
    ),
    preset!(
        "load-balancer",
        "Load balancer" / "로드 밸런서",
        "Two instances in two Availability Zones share the requests; one may fail."
            / "두 가용 영역의 인스턴스 두 대가 요청을 나누어 받는다. 한 대가 멈춰도 서비스는 이어진다."
    ),
    preset!(
        "read-replica",
        "Read replica" / "읽기 복제본",
        "More and larger servers; reads that may be a moment old go to a copy of the database."
            / "서버를 더 크게, 더 많이 둔다. 조금 늦어도 되는 읽기는 데이터베이스 복제본이 맡는다."
    ),
    preset!(
        "cache",
        "Cache" / "캐시",
        "Answers that are asked for again and again come from memory, before the database is asked."
            / "거듭 묻는 조회는 데이터베이스에 가기 전에 메모리에서 답한다."
    ),
    preset!(
        "queue-workers",
        "Queue and workers" / "큐와 워커",
        "Background jobs wait in a queue for workers of their own; a burst of jobs no longer slows pages."
            / "백그라운드 작업은 큐에서 기다리고 별도 워커가 처리한다. 작업이 몰려도 페이지가 느려지지 않는다."
    ),
];

#[cfg(test)]
mod tests {
    use super::{Preset, all, scenario};
    use crate::codec::{file, link};
    use crate::model::scenario::Scenario;
    use crate::model::validate;

    fn drawing(preset: &Preset) -> Scenario {
        preset.scenario().unwrap_or_else(|| panic!("{} does not open", preset.id))
    }

    #[test]
    fn each_stage_opens_and_makes_sense_without_a_remark() {
        for preset in all() {
            let (topology, found) = validate::check(&drawing(preset));
            assert!(topology.is_some() && found.is_empty(), "{}: {found:?}", preset.id);
        }
    }

    #[test]
    fn each_stage_comes_back_from_a_file_and_from_a_link() {
        for preset in all() {
            let drawing = drawing(preset);
            assert_eq!(file::read(&file::write(&drawing)).as_ref(), Ok(&drawing), "{}", preset.id);
            assert_eq!(link::open(&link::write(&drawing)).as_ref(), Ok(&drawing), "{}", preset.id);
        }
    }

    #[test]
    fn each_stage_adds_to_the_one_before() {
        for pair in all().windows(2) {
            let (before, after) = (drawing(&pair[0]), drawing(&pair[1]));
            assert!(after.nodes.len() > before.nodes.len(), "{} → {}", pair[0].id, pair[1].id);
            for (id, node) in &before.nodes {
                assert_eq!(after.nodes.get(id).map(|after| &after.service), Some(&node.service), "{}", pair[1].id);
            }
        }
    }

    #[test]
    fn cards_stand_on_the_grid_and_apart() {
        for preset in all() {
            let drawing = drawing(preset);
            for (id, node) in &drawing.nodes {
                assert_eq!((node.at.x % 20, node.at.y % 20), (0, 0), "{} {id:?}", preset.id);
                for other in drawing.nodes.iter().filter(|(other, _)| *other != id).map(|(_, other)| other) {
                    let apart_x = (node.at.x - other.at.x).abs() >= 148 + 40;
                    let apart_y = (node.at.y - other.at.y).abs() >= 72 + 40;
                    assert!(apart_x || apart_y, "{} {id:?}", preset.id);
                }
            }
        }
    }

    #[test]
    fn an_unknown_name_is_no_preset() {
        assert_eq!(scenario("two-boxes"), None);
    }
}
