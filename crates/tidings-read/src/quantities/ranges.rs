//! Two figures that make one: `20 to 30`, `between 5% and 6%`, `$10-15 billion`, `rose from 3 to 5`.

use tidings_record::Comparator;

use super::amount::Form;
use super::figure::Figure;
use super::reader::Reader;

/// Joins neighbours that are the ends of a range.
pub(super) fn join(reader: &Reader<'_>, figures: &mut Vec<Figure>) {
    let mut kept: Vec<Figure> = Vec::with_capacity(figures.len());
    for figure in figures.drain(..) {
        match kept.last_mut() {
            Some(first) => match joined(reader, first, &figure) {
                Some(range) => *first = range,
                None => kept.push(figure),
            },
            None => kept.push(figure),
        }
    }
    *figures = kept;
}

fn joined(reader: &Reader<'_>, first: &Figure, second: &Figure) -> Option<Figure> {
    if first.comparator == Comparator::Between
        || first.form == Form::Vague
        || second.form == Form::Vague
        || matches!(first.rule, "QTY005" | "QTY006" | "QTY003")
        || first.kind == tidings_record::QuantityKind::Ordinal
    {
        return None;
    }
    let opening = opening(reader, first);
    let gap = second.from.checked_sub(first.to)?;
    let dash = gap == 1 && matches!(reader.mark(first.to), Some('-' | '–' | '‑' | '—'));
    // Blanks on both sides of the dash, or on none.
    let even = || reader.pieces[first.to].apart == reader.pieces[first.to + 1].apart;
    let tied = dash && (even() || first.unit.is_none() && second.unit.is_some());
    let linked = match gap {
        1 if tied => true,
        1 if reader.mark(first.to) == Some('/') => first.unit.is_some() && second.unit == first.unit,
        1 => reader.lower(first.to) == "to" || reader.lower(first.to) == "and" && opening == Some("between"),
        2 => {
            let second_word =
                matches!(reader.lower(first.to + 1), "about" | "around" | "nearly" | "just" | "almost");
            let dashed =
                matches!(reader.mark(first.to), Some('-' | '–')) && reader.lower(first.to + 1) == "to";
            opening.is_some() && second_word && reader.lower(first.to) == "to" || dashed
        }
        // "from 20 miles in 2008 to 29 miles"
        3 => {
            let year = reader.numeral(first.to + 1).is_some_and(|year| !year.marked && year.digits == 4);
            opening == Some("from")
                && reader.lower(first.to) == "in"
                && year
                && reader.lower(first.to + 2) == "to"
        }
        _ => false,
    };
    if !linked {
        return None;
    }
    let (mut low, high) = (first.value(), second.value());
    // "four to five thousand"
    if first.scale == 1.0 && second.scale > 1.0 && low < 1000.0 && low <= high / second.scale * 2.0 {
        low *= second.scale;
    }
    let same = first.unit == second.unit && (first.per == second.per || first.per.is_none())
        || first.unit_name(reader.lexicon) == second.unit_name(reader.lexicon)
        || opening == Some("from") && first.unit == second.unit && second.per.is_none();
    let shared =
        first.unit.is_none() && first.per.is_none() && first.kind != tidings_record::QuantityKind::Age
            || opening == Some("from") && second.unit.is_none();
    // "$10-15 billion", "from 208 pounds to 193"
    let carried = second.unit.is_none() && (dash || opening.is_some() || first.unit_is_before());
    if !(same || shared || carried) {
        return None;
    }
    let moved = reader.lexicon.words.up.contains(reader.lower_before(first.from))
        || reader.lexicon.words.down.contains(reader.lower_before(first.from));
    if opening.is_none() && (high <= low || moved && !dash) {
        return None;
    }
    let mut range = second.clone();
    if second.unit.is_none() || second.unit == first.unit && second.per.is_none() {
        range.unit = first.unit;
        range.per = first.per.clone();
        range.kind = first.kind;
    }
    range.from = first.from - usize::from(opening.is_some());
    range.number = first.number.start..second.number.end;
    range.min = Some(low.min(high));
    range.max = Some(low.max(high));
    range.comparator = Comparator::Between;
    range.approximate |= first.approximate;
    if opening == Some("from") && high < low {
        range.change = Some(tidings_record::Change::Down);
    }
    range.rule = "QTY020";
    // "aged between 18 and 25"
    if first.is_plain() && second.is_plain() && reader.lower_before(range.from) == "aged" {
        range.from -= 1;
        range.kind = tidings_record::QuantityKind::Age;
    }
    Some(range)
}

/// "from" or "between" right before the figure.
fn opening(reader: &Reader<'_>, figure: &Figure) -> Option<&'static str> {
    match reader.lower_before(figure.from) {
        "from" => Some("from"),
        "between" => Some("between"),
        _ => None,
    }
}

impl Figure {
    /// Whether the unit stands before the number, as currency signs do.
    fn unit_is_before(&self) -> bool {
        self.unit.is_some() && self.from < self.number.start
    }
}
