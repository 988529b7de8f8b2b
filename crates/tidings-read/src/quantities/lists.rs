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
        if !first.is_bare()
            || second.is_bare()
            || !plain(first)
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
    let mut at = 1;
    while at < figures.len() {
        let (first, second) = (&figures[at - 1], &figures[at]);
        let gap = first.to..second.from;
        let close = gap.is_empty() || gap.len() == 1 && reader.lower(gap.start) == "and";
        let parts = match (name(first), name(second)) {
            (_, "") => false,
            ("pound sterling", small) => small == "penny",
            (large, "cent") => large.ends_with("dollar") || large == "euro",
            _ => false,
        };
        let exact = |figure: &Figure| figure.comparator == Comparator::Exactly && figure.per.is_none();
        if close && parts && exact(first) && exact(second) && second.value() < 100.0 && first.scale < 1000.0 {
            let cents = second.value() / 100.0;
            let (to, end) = (second.to, second.number.end);
            figures.remove(at);
            let first = &mut figures[at - 1];
            (first.to, first.number.end) = (to, end);
            first.min = first.min.map(|value| value + cents);
            first.max = first.max.map(|value| value + cents);
        } else {
            at += 1;
        }
    }
}

/// "more than 100 kilometres (60 miles)": the bound holds for both. "rose 64 points to 4,577": points both.
pub(super) fn share_back(reader: &Reader<'_>, figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let (head, tail) = figures.split_at_mut(at);
        let (Some(first), Some(second)) = (head.last(), tail.first_mut()) else { continue };
        let points = first.unit.is_some_and(|unit| reader.lexicon.units[unit as usize].name == "point");
        if points && second.is_bare() && second.from == first.to + 1 && reader.lower(first.to) == "to" {
            second.unit = first.unit;
            second.kind = first.kind;
            second.rule = "QTY021";
        }
        let measured = |figure: &Figure| figure.unit.is_some() && figure.kind != QuantityKind::Age;
        let inside = reader.mark(first.to) == Some('(')
            && second.from == first.to + 1
            && matches!(reader.mark(second.to), Some(')' | '/' | ','));
        let slash = reader.mark(first.to) == Some('/')
            && second.from == first.to + 1
            && reader.mark(second.to) == Some(')');
        if !(inside || slash)
            || !measured(first)
            || !measured(second)
            || second.comparator != Comparator::Exactly
        {
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
