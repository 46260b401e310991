//! The regions a drawing can stand in.

use serde::Serialize;

use super::spec::Text;

/// An AWS region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Region {
    /// N. Virginia.
    #[serde(rename = "us-east-1")]
    UsEast1,
    /// Seoul.
    #[default]
    #[serde(rename = "ap-northeast-2")]
    ApNortheast2,
}

impl Region {
    /// Every region.
    pub const ALL: [Self; 2] = [Self::ApNortheast2, Self::UsEast1];

    /// AWS's own id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::UsEast1 => "us-east-1",
            Self::ApNortheast2 => "ap-northeast-2",
        }
    }

    /// Its name.
    pub const fn name(self) -> Text {
        match self {
            Self::UsEast1 => Text { en: "N. Virginia", ko: "버지니아 북부" },
            Self::ApNortheast2 => Text { en: "Seoul", ko: "서울" },
        }
    }

    /// The region with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.id() == id)
    }

    /// Letters of its availability zones that a new account sees.
    pub const fn zones(self) -> &'static [char] {
        match self {
            Self::UsEast1 => &['a', 'b', 'c', 'd', 'e', 'f'],
            Self::ApNortheast2 => &['a', 'b', 'c', 'd'],
        }
    }
}
