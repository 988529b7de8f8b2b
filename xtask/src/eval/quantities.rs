//! `cargo xtask eval quantities`: values, units and changes, in the manner of CQE's NewsQuant.
//!
//! Marked quantities have no places in the text. A marked one and a found one match if their values are close (a range
//! only with a range): one to one, those that also agree on the unit first, then on the change, then by order. An
//! ordinal and a number that is open on both sides are not compared.

use std::cmp::Reverse;

use serde::Deserialize;
use tidings_record::{Change, Comparator, PointSpan, Quantity, QuantityKind, Reading};

use super::score::{Fault, Score};
use super::{Evaluation, Text, around, cut};

/// See the head of this file.
pub struct Quantities;

/// What is marked in a text.
#[derive(Deserialize)]
pub struct Gold {
    quantities: Vec<Marked>,
}

#[derive(Debug, Deserialize)]
struct Marked {
    value: Stated,
    normalized_unit: String,
    /// Without it every change is right.
    change: Option<String>,
}

/// A value as it is written in a row.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Stated {
    Number(f64),
    Range(Vec<f64>),
    /// "10.5", "10-20".
    Words(String),
}

/// A number or a range.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Value {
    One(f64),
    Range(f64, f64),
}

/// A quantity that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    start: usize,
    end: usize,
    value: Value,
    unit: String,
    change: &'static str,
    rule: String,
}

impl Evaluation for Quantities {
    const NAME: &'static str = "quantities";
    const MEASURES: &'static [&'static str] = &["value", "value_unit", "value_change", "all"];
    const DECIMALS: usize = 1;
    type Gold = Gold;
    type Found = Found;

    fn found(reading: &Reading<PointSpan>) -> Vec<Found> {
        let compared = reading.quantities.iter().filter(|quantity| quantity.kind != QuantityKind::Ordinal);
        let found = compared.filter_map(|quantity| {
            let value = match (quantity.min, quantity.max) {
                (Some(min), Some(max)) if min != max => Value::Range(min.get(), max.get()),
                (one, other) => Value::One(one.or(other)?.get()),
            };
            let named = |name: &&String| !name.is_empty();
            let counted = quantity.counted.as_ref().map(|counted| &counted.lemma);
            let unit = quantity.unit.as_ref().filter(named).or(counted.filter(named));
            Some(Found {
                start: quantity.span.start as usize,
                end: quantity.span.end as usize,
                value,
                unit: unit.map_or("-", String::as_str).to_owned(),
                change: change(quantity),
                rule: quantity.rule.clone(),
            })
        });
        found.collect()
    }

    fn score(text: &Text, gold: &Gold, found: &[Found], score: &mut Score) {
        let gold = &gold.quantities;
        score.gold += gold.len();
        let letters: Vec<char> = text.text.chars().collect();
        let fault = |gold: Option<&Marked>, found: Option<&Found>| Fault {
            id: text.id.clone(),
            rule: found.map(|found| found.rule.clone()),
            gold: gold.map(|gold| {
                let change = gold.change.as_deref().unwrap_or("?");
                format!("{} {} {change}", gold.value.show(), gold.normalized_unit)
            }),
            found: found.map(|found| {
                let words = cut(&letters, found.start, found.end);
                format!("{words:?} {} {} {}", found.value.show(), found.unit, found.change)
            }),
            around: match found {
                Some(found) => around(&letters, found.start, found.end),
                None => cut(&letters, 0, 200).replace(char::is_whitespace, " "),
            },
        };
        let (mut missed, mut surplus) = (vec![true; gold.len()], vec![true; found.len()]);
        for (i, j, unit, change) in pairs(gold, found) {
            (missed[i], surplus[j]) = (false, false);
            score.matched(&found[j].rule, &[true, unit, change, unit && change]);
            for (right, name) in [(unit, "unit"), (change, "change")] {
                if !right {
                    score.fault(name, || fault(Some(&gold[i]), Some(&found[j])));
                }
            }
        }
        for (gold, _) in gold.iter().zip(missed).filter(|(_, missed)| *missed) {
            score.fault("missed", || fault(Some(gold), None));
        }
        for (found, _) in found.iter().zip(surplus).filter(|(_, surplus)| *surplus) {
            score.surplus(&found.rule);
            score.fault("surplus", || fault(None, Some(found)));
        }
    }
}

/// The matched pairs, by index, with whether unit and change agree.
fn pairs(gold: &[Marked], found: &[Found]) -> Vec<(usize, usize, bool, bool)> {
    let mut candidates = Vec::new();
    for (i, marked) in gold.iter().enumerate() {
        let Some(value) = marked.value.read() else { continue };
        for (j, found) in found.iter().enumerate().filter(|(_, found)| value.is_close(found.value)) {
            let unit = marked.normalized_unit.to_lowercase() == found.unit.to_lowercase();
            let change = marked.change.as_ref().is_none_or(|change| change == found.change);
            candidates.push((Reverse((unit, change)), i, j));
        }
    }
    candidates.sort_unstable();
    let (mut taken, mut used) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (Reverse((unit, change)), i, j) in candidates {
        if !taken[i] && !used[j] {
            (taken[i], used[j]) = (true, true);
            pairs.push((i, j, unit, change));
        }
    }
    pairs
}

/// A bound or a movement, in NewsQuant's signs.
fn change<S>(quantity: &Quantity<S>) -> &'static str {
    match (quantity.change, quantity.comparator) {
        (Change::Up, _) => "up",
        (Change::Down, _) => "down",
        (_, Comparator::MoreThan | Comparator::AtLeast) => ">",
        (_, Comparator::LessThan | Comparator::AtMost) => "<",
        (_, Comparator::About) => "~",
        (_, Comparator::Exactly | Comparator::Between) if quantity.approximate => "~",
        (_, Comparator::Exactly | Comparator::Between) => "=",
    }
}

impl Stated {
    /// The value; `None` if the words are no number and no range.
    fn read(&self) -> Option<Value> {
        match self {
            Stated::Number(number) => Some(Value::One(*number)),
            Stated::Range(range) => Some(Value::Range(*range.first()?, *range.get(1)?)),
            Stated::Words(words) => {
                let number = |words: &str| words.trim().parse().ok();
                let mut parts = words.split('-');
                let is_range = !words.contains(['e', 'E']) && !words.starts_with('-') && words.contains('-');
                if is_range {
                    return Some(Value::Range(number(parts.next()?)?, number(parts.next()?)?));
                }
                number(words).map(Value::One)
            }
        }
    }

    fn show(&self) -> String {
        match self {
            Stated::Number(number) => number.to_string(),
            Stated::Range(range) => format!("{range:?}"),
            Stated::Words(words) => words.clone(),
        }
    }
}

impl Value {
    /// Whether `found` is this value, but for what is lost in rounding.
    fn is_close(self, found: Value) -> bool {
        let close = |marked: f64, found: f64| (marked - found).abs() <= 1e-8 + 1e-5 * found.abs();
        match (self, found) {
            (Value::One(marked), Value::One(found)) => close(marked, found),
            (Value::Range(low, high), Value::Range(min, max)) => close(low, min) && close(high, max),
            (Value::One(_), Value::Range(..)) | (Value::Range(..), Value::One(_)) => false,
        }
    }

    fn show(self) -> String {
        match self {
            Value::One(number) => number.to_string(),
            Value::Range(min, max) => format!("{min}-{max}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(value: &str, unit: &str, change: Option<&str>) -> Marked {
        let (value, change) = (Stated::Words(value.to_owned()), change.map(str::to_owned));
        Marked { value, normalized_unit: unit.to_owned(), change }
    }

    fn found(value: Value, unit: &str, change: &'static str) -> Found {
        Found { start: 0, end: 0, value, unit: unit.to_owned(), change, rule: "QTY001".to_owned() }
    }

    #[test]
    fn values_as_rows_write_them() {
        let read = |words: &str| Stated::Words(words.to_owned()).read();
        assert_eq!(read("6.0"), Some(Value::One(6.0)));
        assert_eq!(read("10-20.5"), Some(Value::Range(10.0, 20.5)));
        assert_eq!(read("-3"), Some(Value::One(-3.0)));
        assert_eq!(read("1e-05"), Some(Value::One(1e-5)));
        assert_eq!(read("some"), None);
        let rows = r#"[7, [1, 2.5], "8"]"#;
        let stated: Vec<Stated> = serde_json::from_str(rows).unwrap();
        let values: Vec<_> = stated.iter().filter_map(Stated::read).collect();
        assert_eq!(values, [Value::One(7.0), Value::Range(1.0, 2.5), Value::One(8.0)]);
    }

    #[test]
    fn who_agrees_on_more_goes_first() {
        let gold =
            [marked("5", "Ferry", Some("=")), marked("5", "dollar", None), marked("5-6", "ton", Some(">"))];
        let finds = [
            found(Value::One(5.0), "dollar", "="),
            found(Value::One(5.00001), "ferry", ">"),
            found(Value::Range(5.0, 6.0), "person", ">"),
            found(Value::One(6.0), "ton", ">"),
        ];
        let expected = [(1, 0, true, true), (0, 1, true, false), (2, 2, false, true)];
        assert_eq!(pairs(&gold, &finds), expected);
    }
}
