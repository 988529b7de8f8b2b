//! What a number takes from its neighbours: the unit of a list's last member, the bound of what brackets convert.

use tidings_record::{Comparator, QuantityKind};

use super::amount::Form;
use super::figure::Figure;
use super::reader::Reader;

/// "eight or nine euros", "four-, five- and six-cylinder engines": the unit or noun of the last is that of all.
pub(super) fn share_forward(reader: &Reader<'_>, figures: &mut [Figure]) {
    for at in (1..figures.len()).rev() {
        let (head, tail) = figures.split_at_mut(at);
        let (Some(first), Some(second)) = (head.last_mut(), tail.first()) else { continue };
        let plain = |figure: &Figure| {
            matches!(figure.form, Form::Digits | Form::Words) && figure.kind != QuantityKind::Ordinal
        };
        // "several hundred or even 1,000 megawatts"
        let vague = first.form == Form::Vague && first.rule == "QTY004" && second.unit.is_some();
        if !first.is_bare()
            || second.is_bare()
            || !plain(first) && !vague
            || !plain(second)
            || first.kind == QuantityKind::Age
        {
            continue;
        }
        let gap = first.to..second.from;
        let listed = gap.clone().any(|at| matches!(reader.lower(at), "or" | "and"))
            || gap.clone().any(|at| reader.mark(at) == Some('-'));
        let only = gap.clone().all(|at| {
            matches!(reader.lower(at), "or" | "and" | "even") || matches!(reader.mark(at), Some('-' | ','))
        });
        let own = second.from == second.number.start;
        if gap.is_empty() || gap.len() > 4 || !only || !listed || !own {
            continue;
        }
        first.unit = second.unit;
        first.per = second.per.clone();
        first.kind = second.kind;
        first.counted = second.counted.clone();
        if first.scale == 1.0 && second.scale > 1.0 && first.value() < 1000.0 && second.unit.is_some() {
            let by = |value: Option<f64>| value.map(|value| value * second.scale);
            (first.min, first.max) = (by(first.min), by(first.max));
        }
        first.rule = "QTY021";
    }
}

/// "three dollars and fifty cents": one amount of money.
pub(super) fn add_small_money(reader: &Reader<'_>, figures: &mut Vec<Figure>) {
    let name =
        |figure: &Figure| figure.unit.map_or("", |unit| reader.lexicon.units[unit as usize].name.as_str());
    let has_cents = |large: &str| large.ends_with("dollar") || large == "euro";
    let exact = |figure: &Figure| figure.comparator == Comparator::Exactly && figure.per.is_none();
    // "fifteen dollars fifty"
    let is_bare_cents = |first: &Figure, second: &Figure| {
        first.to > first.number.end
            && second.is_plain()
            && second.value() >= 10.0
            && second.value().fract() == 0.0
            && super::counted::after(reader, second).is_none()
            && !reader.is_word(second.to)
    };
    figures.dedup_by(|second, first| {
        let gap = first.to..second.from;
        let close = gap.is_empty() || gap.len() == 1 && reader.lower(gap.start) == "and";
        let parts = match (name(first), name(second)) {
            (large, "") => has_cents(large) && is_bare_cents(first, second),
            (large, "cent") => has_cents(large),
            (large, small) => large == "pound sterling" && small == "penny",
        };
        let one = close && parts && exact(first) && exact(second);
        if !one || second.value() >= 100.0 || first.scale >= 1000.0 {
            return false;
        }
        let cents = second.value() / 100.0;
        (first.to, first.number.end) = (second.to, second.number.end);
        first.min = first.min.map(|value| value + cents);
        first.max = first.max.map(|value| value + cents);
        true
    });
}

/// What a bare number takes from the one before it: "rose 64 points to 4,577", "from 14 mpg to 24", "the highest was 84.75
/// cents and the lowest 74.07".
pub(super) fn share_unit(reader: &Reader<'_>, figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let (head, tail) = figures.split_at_mut(at);
        let Some(second) = tail.first_mut() else { continue };
        if !second.is_bare() || !second.is_plain() || second.form != Form::Digits {
            continue;
        }
        let point = |first: &Figure| {
            first.unit.is_some_and(|unit| reader.lexicon.units[unit as usize].name == "point")
        };
        let exact = |figure: &Figure| reader.raw(figure.number.start).contains('.');
        let near = |first: &Figure| {
            let ratio = first.value().abs() / second.value().abs();
            (0.3..3.0).contains(&ratio)
        };
        let towards = reader.lower_before(second.from) == "to";
        let found = head.iter().rev().take(3).enumerate().find(|(back, first)| {
            let carries = first.unit.is_some() && first.kind != QuantityKind::Age;
            let next = *back == 0 && second.from == first.to + 1 && towards;
            let from = matches!(reader.lower(first.from), "from") || first.comparator == Comparator::Between;
            let alike = *back == 0
                && first.kind != QuantityKind::Percent
                && first.scale == second.scale
                && exact(first)
                && exact(second)
                && near(first);
            let index =
                towards && point(first) && reader.numeral(second.number.start).is_some_and(|n| n.marked);
            carries
                && (next && (from || point(first)) || alike || index)
                && !reader.is_sentence_between(first.number.start, second.number.start)
        });
        if let Some((_, first)) = found {
            (second.unit, second.kind, second.per) = (first.unit, first.kind, first.per.clone());
            second.rule = "QTY021";
        }
    }
}

/// "more than 100 kilometres (60 miles)": the bound holds for both. "C$6 (US$4.46) per share": so does the share.
pub(super) fn share_back(reader: &Reader<'_>, figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let (head, tail) = figures.split_at_mut(at);
        let (Some(first), Some(second)) = (head.last_mut(), tail.first_mut()) else { continue };
        let measured = |figure: &Figure| figure.unit.is_some() && figure.kind != QuantityKind::Age;
        let inside = reader.mark(first.to) == Some('(')
            && second.from == first.to + 1
            && matches!(reader.mark(second.to), Some(')' | '/' | ','));
        let slash = reader.mark(first.to) == Some('/')
            && second.from == first.to + 1
            && reader.mark(second.to) == Some(')');
        if !(inside || slash) || !measured(first) || !measured(second) {
            continue;
        }
        if first.kind == second.kind
            && reader.mark(second.to) == Some(')')
            && let Some((per, _)) = super::units::per(reader, second.to + 1)
        {
            for figure in [&mut *first, &mut *second] {
                (figure.per, figure.kind, figure.rule) = (Some(per.clone()), QuantityKind::Rate, "QTY013");
            }
        }
        if second.comparator != Comparator::Exactly {
            continue;
        }
        let value = second.min;
        second.comparator = first.comparator;
        second.approximate |= first.approximate;
        match first.comparator {
            Comparator::MoreThan | Comparator::AtLeast => second.max = None,
            Comparator::LessThan | Comparator::AtMost => (second.min, second.max) = (None, value),
            _ => {
                second.comparator = if first.comparator == Comparator::About {
                    Comparator::About
                } else {
                    Comparator::Exactly
                }
            }
        }
    }
}
