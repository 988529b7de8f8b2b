//! Numbers that can be held against each other, and how two of them go together.

use tidings_link::wording::{self, Kin, Kinship};
use tidings_record::{ByteSpan, Comparator, Quantity, QuantityKind, Reading, TimeType};

use crate::line::Word;

/// Share by which a number that is said to be rough may be off.
const ROUGH: f64 = 0.07;

/// How many words in front of a number its noun may stand.
const NOUN_IN_FRONT: usize = 8;

/// What sort of thing a number measures; numbers of two sorts say nothing of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A number of things.
    Count,
    /// A length of time, in hours.
    Time,
    /// Somebody's age.
    Age,
    /// Anything with a unit.
    Unit(String),
}

/// A number of a draft or a source.
#[derive(Debug, Clone)]
pub(crate) struct Amount {
    /// Where it stands.
    pub span: ByteSpan,
    /// What it measures.
    pub sort: Sort,
    /// The least it can be.
    pub min: Option<f64>,
    /// The most it can be.
    pub max: Option<f64>,
    /// How the words bound it.
    pub comparator: Comparator,
    /// Whether it is said to be rough.
    pub rough: bool,
    /// What is counted, in the singular.
    pub noun: Option<String>,
}

/// How a number of a draft goes with one of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// The same, or a rounding that says so.
    Same,
    /// The same but for "more than", "about".
    Unhedged,
    /// Another.
    Other,
}

impl Amount {
    /// The one number it states, whatever bounds it.
    pub fn value(&self) -> Option<f64> {
        self.min.or(self.max)
    }

    /// Whether both measure one sort of thing: how surely, from 0 to 1.
    pub fn likeness(&self, other: &Amount) -> f64 {
        let ages = |one: &Amount, two: &Amount| {
            one.sort == Sort::Age && two.sort == Sort::Count && two.noun.is_none()
        };
        if ages(self, other) || ages(other, self) {
            return 0.8;
        }
        if self.sort != other.sort {
            let bare = |one: &Amount| one.sort == Sort::Count && one.noun.is_none();
            // "estimate the loss at 50 million", and the unit stands elsewhere.
            let money = |one: &Amount| matches!(&one.sort, Sort::Unit(unit) if unit.starts_with("money"));
            return if bare(self) && money(other) || bare(other) && money(self) { 0.6 } else { 0.0 };
        }
        if self.sort != Sort::Count {
            return 1.0;
        }
        match (&self.noun, &other.noun) {
            (Some(one), Some(two)) => nouns(one, two),
            _ => 0.6,
        }
    }

    /// Finds what it counts where that stands in front: "the number of deaths rose to 29".
    pub fn find_noun(&mut self, words: &[Word]) {
        if self.sort != Sort::Count || self.noun.is_some() {
            return;
        }
        let at = words.iter().position(|word| word.span.overlaps(self.span)).unwrap_or(0);
        let reached = at
            .checked_sub(1)
            .is_some_and(|before| matches!(words[before].small.as_str(), "to" | "at" | "by" | "from"));
        let before = words[at.saturating_sub(NOUN_IN_FRONT)..at].iter().rev().filter(|_| reached);
        let singular = |word: &Word| word.small.strip_suffix('s').unwrap_or(&word.small).to_owned();
        self.noun = before.map(singular).find(|noun| wording::thing(noun).is_some());
    }

    /// How it, of a draft, goes with `source`.
    pub fn fit(&self, source: &Amount) -> Fit {
        let (Some(own), Some(theirs)) = (self.value(), source.value()) else { return Fit::Other };
        let near = (own - theirs).abs() <= ROUGH * theirs.abs();
        let equal = (own - theirs).abs() <= 1e-9 * theirs.abs();
        let range = |one: &Amount| one.comparator == Comparator::Between;
        if range(self) && range(source) {
            return if self.min == source.min && self.max == source.max { Fit::Same } else { Fit::Other };
        }
        let loose = self.rough || !matches!(self.comparator, Comparator::Exactly);
        if range(source) {
            let inside = source.min.is_some_and(|min| min <= own) && source.max.is_some_and(|max| own <= max);
            return if inside { if loose { Fit::Same } else { Fit::Unhedged } } else { Fit::Other };
        }
        let bounded = |one: &Amount| {
            matches!(
                one.comparator,
                Comparator::MoreThan | Comparator::AtLeast | Comparator::LessThan | Comparator::AtMost
            )
        };
        let upwards = |one: &Amount| matches!(one.comparator, Comparator::MoreThan | Comparator::AtLeast);
        let fits = if bounded(self) && bounded(source) && upwards(self) != upwards(source) {
            false
        } else if loose && !bounded(self) {
            near
        } else if bounded(self) && !bounded(source) {
            // "More than 40" of a source's 41 holds, of its 400 it misleads.
            let holds = if upwards(self) { theirs >= own } else { theirs <= own };
            holds && (own - theirs).abs() <= 0.2 * theirs.abs()
        } else {
            equal
        };
        match fits {
            false => Fit::Other,
            true if loose || !(bounded(source) || source.rough) => Fit::Same,
            true => Fit::Unhedged,
        }
    }
}

/// How surely two nouns count one sort of thing.
fn nouns(one: &str, two: &str) -> f64 {
    let last = |noun: &str| noun.rsplit(' ').next().unwrap_or(noun).to_lowercase();
    let (one, two) = (last(one), last(two));
    if one == two {
        return 1.0;
    }
    if let (Some(one), Some(two)) = (wording::thing(&one), wording::thing(&two)) {
        return if one == two { 0.9 } else { 0.0 };
    }
    match Kin::of(&one).kinship(&Kin::of(&two)) {
        Kinship::Word | Kinship::Root | Kinship::Sense => 0.9,
        Kinship::Above => 0.7,
        // A docker is a person, and a lexicon does not know every trade.
        Kinship::Stem | Kinship::None => {
            let person = |noun: &str| wording::thing(noun) == Some("person");
            if person(&one) || person(&two) { 0.5 } else { 0.0 }
        }
    }
}

/// The numbers of a reading, ordinals left out.
pub(crate) fn amounts(reading: &Reading) -> Vec<Amount> {
    let lengths: Vec<ByteSpan> =
        reading.quantities.iter().filter(|one| hours(one).is_some()).map(|one| one.span).collect();
    let quantities = reading.quantities.iter().filter(|one| one.kind != QuantityKind::Ordinal);
    let mut found: Vec<Amount> = quantities.filter_map(|one| of_quantity(reading, one)).collect();
    for time in reading.times.iter().filter(|time| time.kind == TimeType::Duration) {
        let apart = !lengths.iter().any(|span| span.overlaps(time.span));
        let hours = hours_of_value(&time.value).filter(|_| apart);
        found.extend(hours.map(|hours| Amount {
            span: time.span,
            sort: Sort::Time,
            min: Some(hours),
            max: Some(hours),
            comparator: Comparator::Exactly,
            rough: time.modifier.is_some(),
            noun: None,
        }));
    }
    found.sort_by_key(|one| one.span);
    found
}

fn of_quantity(reading: &Reading, one: &Quantity) -> Option<Amount> {
    let (mut min, mut max) = (one.min.map(|n| n.get()), one.max.map(|n| n.get()));
    let sort = match one.kind {
        QuantityKind::Ordinal => return None,
        QuantityKind::Count => Sort::Count,
        QuantityKind::Age => Sort::Age,
        QuantityKind::Percent => Sort::Unit("percent".to_owned()),
        QuantityKind::Money => Sort::Unit(format!("money {}", one.unit.as_deref().unwrap_or_default())),
        QuantityKind::Measure | QuantityKind::Rate => match hours(one) {
            Some(factor) => {
                (min, max) = (min.map(|n| n * factor), max.map(|n| n * factor));
                Sort::Time
            }
            None => Sort::Unit(one.unit.clone().unwrap_or_default()),
        },
    };
    let mut comparator = one.comparator;
    let before =
        reading.text.get(..one.span.start as usize).unwrap_or_default().split_whitespace().next_back();
    // "Handed over 120 prisoners" bounds nothing.
    let phrasal = before.is_some_and(|word| {
        ["hand", "turn", "took", "take", "pass"].iter().any(|stem| word.starts_with(stem))
    });
    if phrasal && one.span.of(&reading.text).starts_with("over ") {
        comparator = Comparator::Exactly;
        max = min;
    }
    let noun = one
        .counted
        .as_ref()
        .map(|counted| counted.lemma.clone())
        .filter(|noun| !noun.starts_with(['\'', '’']));
    Some(Amount {
        span: one.span,
        sort,
        min,
        max,
        comparator,
        rough: one.approximate || comparator == Comparator::About,
        noun,
    })
}

/// How many hours the unit of a length of time has.
fn hours(one: &Quantity) -> Option<f64> {
    if one.kind != QuantityKind::Measure {
        return None;
    }
    Some(match one.unit.as_deref()? {
        "second" => 1.0 / 3600.0,
        "minute" => 1.0 / 60.0,
        "hour" => 1.0,
        "day" => 24.0,
        "week" => 168.0,
        "month" => 720.0,
        "year" => 8_760.0,
        "decade" => 87_600.0,
        _ => return None,
    })
}

/// The hours of a TIMEX3 value such as `P10Y` or `PT5H`.
fn hours_of_value(value: &str) -> Option<f64> {
    let rest = value.strip_prefix('P')?;
    let (rest, clock) = match rest.strip_prefix('T') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let unit = rest.chars().next_back()?;
    let number: f64 = rest.get(..rest.len() - unit.len_utf8())?.parse().ok()?;
    let factor = match (unit, clock) {
        ('S', true) => 1.0 / 3600.0,
        ('M', true) => 1.0 / 60.0,
        ('H', true) => 1.0,
        ('D', false) => 24.0,
        ('W', false) => 168.0,
        ('M', false) => 720.0,
        ('Y', false) => 8_760.0,
        _ => return None,
    };
    Some(number * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(min: Option<f64>, max: Option<f64>, comparator: Comparator) -> Amount {
        let rough = comparator == Comparator::About;
        Amount { span: ByteSpan::default(), sort: Sort::Count, min, max, comparator, rough, noun: None }
    }

    fn exactly(number: f64) -> Amount {
        amount(Some(number), Some(number), Comparator::Exactly)
    }

    fn about(number: f64) -> Amount {
        amount(Some(number), Some(number), Comparator::About)
    }

    fn over(number: f64) -> Amount {
        amount(Some(number), None, Comparator::MoreThan)
    }

    #[test]
    fn rounding_must_say_so() {
        assert_eq!(about(80.0).fit(&exactly(79.0)), Fit::Same);
        assert_eq!(exactly(80.0).fit(&exactly(79.0)), Fit::Other);
        assert_eq!(about(80.0).fit(&exactly(120.0)), Fit::Other);
    }

    #[test]
    fn a_bound_that_is_gone_shows() {
        assert_eq!(exactly(40.0).fit(&over(40.0)), Fit::Unhedged);
        assert_eq!(over(40.0).fit(&over(40.0)), Fit::Same);
        assert_eq!(over(40.0).fit(&exactly(41.0)), Fit::Same);
        assert_eq!(over(40.0).fit(&exactly(400.0)), Fit::Other);
        assert_eq!(exactly(50.0).fit(&amount(None, Some(50.0), Comparator::LessThan)), Fit::Unhedged);
        assert_eq!(over(50.0).fit(&amount(None, Some(50.0), Comparator::LessThan)), Fit::Other);
    }

    #[test]
    fn lengths_of_time_meet() {
        assert_eq!(hours_of_value("P10Y"), Some(87_600.0));
        assert_eq!(hours_of_value("PT72H"), Some(72.0));
        assert_eq!(hours_of_value("PAST_REF"), None);
    }

    #[test]
    fn nouns_of_one_sort() {
        assert!(nouns("resident", "inhabitant") > 0.8 && nouns("ship", "vessel") > 0.8);
        assert!(nouns("drone", "euro") < 0.1);
    }
}
