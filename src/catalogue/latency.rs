//! Round trips: from where users are to a region, and inside a region.

use serde::Serialize;

use super::bill::NETWORK;
use super::facts::Fact;
use super::region::Region;
use super::spec::{Citation, Text};

/// Where users are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Seoul.
    #[default]
    Seoul,
    /// N. Virginia.
    Virginia,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 2] = [Self::Seoul, Self::Virginia];

    /// Its id in scenarios.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Seoul => "seoul",
            Self::Virginia => "virginia",
        }
    }

    /// The place with this id; Seoul for any other word.
    pub fn from_id(id: &str) -> Self {
        Self::ALL.into_iter().find(|place| place.id() == id).unwrap_or_default()
    }

    /// Its name.
    pub const fn name(self) -> Text {
        match self {
            Self::Seoul => Text { en: "Seoul", ko: "서울" },
            Self::Virginia => Text { en: "N. Virginia", ko: "버지니아 북부" },
        }
    }
}

/// Round trip between users and a region, milliseconds (p50 of TCP connect). Users stand where the region of their
/// place stands: another city of the same country is not modelled.
pub fn user_rtt_ms(place: Place, region: Region) -> f64 {
    rtt(place, region).value
}

/// Where that round trip comes from.
pub fn user_rtt_citation(place: Place, region: Region) -> Citation {
    rtt(place, region).citation()
}

fn rtt(place: Place, region: Region) -> Fact {
    let key = match place {
        Place::Seoul => "rtt.seoul",
        Place::Virginia => "rtt.virginia",
    };
    NETWORK.fact(key, region)
}

/// Round trip between two availability zones of a region, milliseconds: what a call from one service to another
/// inside the region takes on its way.
pub(crate) fn zone_rtt_ms() -> f64 {
    NETWORK.value("zone_rtt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::spec::Confidence;

    #[test]
    fn users_are_near_their_own_region_and_far_from_the_other() {
        assert_eq!(user_rtt_ms(Place::Seoul, Region::ApNortheast2), 4.0);
        assert_eq!(user_rtt_ms(Place::Virginia, Region::UsEast1), 5.5);
        assert_eq!(user_rtt_ms(Place::Seoul, Region::UsEast1), 179.5);
        assert_eq!(user_rtt_ms(Place::Virginia, Region::ApNortheast2), 179.8);
    }

    #[test]
    fn every_round_trip_has_a_source() {
        for place in Place::ALL {
            for region in Region::ALL {
                let citation = user_rtt_citation(place, region);
                assert!(citation.source.text().contains("cloudping"), "{citation:?}");
                assert_eq!(citation.as_of, "2025-07-17");
                assert_eq!(citation.confidence, Confidence::Typical);
            }
        }
    }
}
