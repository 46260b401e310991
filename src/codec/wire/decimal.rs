//! A number with a fraction, as text in JSON: written in the shortest form that reads back to the same bits, and read by
//! the same parser as all other numbers of the program. (The JSON library's own two ways bring tables of their own that
//! would make the page 15 kB larger.)

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::units::decimal;

/// A finite number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decimal(pub(super) f64);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // `{:?}` of a float is always a JSON number where it is finite, with a point where it is whole.
        let raw = RawValue::from_string(format!("{:?}", self.0)).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        let number = decimal::parse(raw.get()).filter(|number| number.is_finite());
        number.map(Self).ok_or_else(|| D::Error::custom("a number is wanted here"))
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn what_is_written_reads_back_to_the_same_bits() {
        for number in [0.1, 17.2, 1.0 / 3.0, 1e300, 5e-324, -0.0, 20.0] {
            let text = serde_json::to_string(&Decimal(number)).unwrap();
            let back: Decimal = serde_json::from_str(&text).unwrap();
            assert_eq!(back.0.to_bits(), number.to_bits(), "{text}");
        }
    }

    #[test]
    fn what_is_no_finite_number_is_refused() {
        for text in ["\"1\"", "null", "[]", "1e999", "true"] {
            assert!(serde_json::from_str::<Decimal>(text).is_err(), "{text}");
        }
    }
}
