//! Numbers that compare and print without surprises.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Above this, doubles no longer hold every integer.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A finite number. Prints as an integer when it is one: 400, not 400.0.
#[derive(Debug, Clone, Copy, JsonSchema)]
#[schemars(transparent)]
pub struct Number(f64);

impl Number {
    /// Nought.
    pub const ZERO: Number = Number(0.0);

    /// The number, or `None` for an infinity or not-a-number. There is one zero: −0 becomes 0.
    pub fn new(value: f64) -> Option<Number> {
        value.is_finite().then_some(Number(value + 0.0))
    }

    /// The value; finite.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The value as an integer, if it is one that a double holds exactly.
    pub fn integer(self) -> Option<i64> {
        (self.0.fract() == 0.0 && self.0.abs() <= EXACT).then_some(self.0 as i64)
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Number {
        Number(f64::from(value))
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Number {
        Number(f64::from(value))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.integer() {
            Some(integer) => integer.fmt(formatter),
            None => self.0.fmt(formatter),
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.integer() {
            Some(integer) => serializer.serialize_i64(integer),
            None => serializer.serialize_f64(self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        Number::new(f64::deserialize(deserializer)?)
            .ok_or_else(|| de::Error::custom("the number is not finite"))
    }
}

/// How a stated number bounds the true one.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// "400": `min` and `max` are the same.
    #[default]
    Exactly,
    /// "more than 400": `max` is null.
    MoreThan,
    /// "at least 400": `max` is null.
    AtLeast,
    /// "fewer than 400": `min` is null.
    LessThan,
    /// "up to 400": `min` is null.
    AtMost,
    /// "some 400".
    About,
    /// "400 to 500".
    Between,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_written() {
        let json = |value: f64| serde_json::to_string(&Number::new(value).unwrap()).unwrap();
        for (value, expect) in
            [(400.0, "400"), (-0.0, "0"), (0.31, "0.31"), (-2.5, "-2.5"), (2e6, "2000000"), (1e300, "1e+300")]
        {
            assert_eq!(json(value), expect);
            assert_eq!(serde_json::from_str::<Number>(expect).unwrap(), Number::new(value).unwrap());
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        assert_eq!(Number::new(f64::NAN), None);
        assert_eq!(Number::new(f64::INFINITY), None);
        assert!(serde_json::from_str::<Number>("1e999").is_err());
    }

    #[test]
    fn orders_by_value() {
        assert!(Number::from(2) < Number::from(10));
        assert_eq!(Number::new(-0.0), Some(Number::ZERO));
    }
}
