//! Which quantity is a part of which: "52 out of 80 drones", "of which 23", "including two teenagers", "with 45 intercepted".

use tidings_record::QuantityKind;

use super::counted::{BACK, opens_with_whole};
use super::figure::Figure;
use super::reader::Reader;

/// Links each part to its whole.
pub(super) fn link(reader: &Reader<'_>, figures: &mut [Figure]) {
    for at in 0..figures.len() {
        if let Some(whole) = whole_of(reader, figures, at) {
            figures[at].part_of = Some(whole);
            // "162 drones over eight regions, including 30 over the capital": drones, as the whole is.
            if figures[at].rule == "QTY031" && whole < at {
                figures[at].counted = figures[whole].counted.clone();
            }
        }
    }
}

fn whole_of(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<usize> {
    let figure = &figures[at];
    if figure.kind == QuantityKind::Ordinal || figure.unit.is_some() && figure.kind != QuantityKind::Percent {
        return None;
    }
    let counts =
        |other: &Figure| other.kind == QuantityKind::Count && other.unit.is_none() && other.counted.is_some();
    let large_enough = |other: &Figure| {
        figure.kind != QuantityKind::Count || figure.value() <= other.max.unwrap_or(f64::INFINITY)
    };
    // "52 out of 80 drones", "two of the five men"
    let of = if reader.lower(figure.to) == "out" { figure.to + 1 } else { figure.to };
    if reader.lower(of) == "of" || reader.lower(of) == "in" && reader.numeral(of + 1).is_some() {
        if let Some(next) =
            figures.get(at + 1).filter(|next| next.from <= of + 3 && counts(next) && large_enough(next))
        {
            let article = (of + 1..next.from).all(|piece| {
                matches!(reader.lower(piece), "the" | "its" | "their" | "these" | "those" | "all")
            });
            if article {
                return Some(at + 1);
            }
        }
        if !matches!(reader.lower(of + 1), "them" | "whom" | "which" | "these" | "those") {
            return None;
        }
    }
    if figure.rule == "QTY031"
        && let Some(whole) = opens_with_whole(reader, figures, at)
    {
        return Some(whole);
    }
    // "of which 45 were shot down and 20 lost"
    if figure.rule == "QTY031"
        && let Some(before) = at.checked_sub(1).map(|before| &figures[before])
        && let Some(whole) = before.part_of
        && before.counted == figure.counted
        && matches!(reader.lower_before(figure.from), "and" | "," | "while" | "another")
        && large_enough(&figures[whole])
    {
        return Some(whole);
    }
    let of_them = reader.lower(of) == "of";
    let start = figure.from;
    let back = |n: usize| start.checked_sub(n).map_or("", |piece| reader.lower(piece));
    let included = matches!(back(1), "including" | "included" | "whom" | "which" | "them")
        || matches!(back(2), "including" | "whom" | "which" | "them") && reader.mark_before(start).is_none();
    let inherits = figure.rule == "QTY031";
    let with = inherits && (back(1) == "with" || matches!(reader.mark_before(start), Some('—' | '–')));
    if !(of_them || included || with) {
        return None;
    }
    let same = |other: &Figure| match (&other.counted, &figure.counted) {
        (Some(other), Some(own)) => other.lemma == own.lemma,
        _ => false,
    };
    let reach =
        |other: &Figure| of_them || !reader.is_sentence_between(other.number.start, figure.number.start);
    let fits = |&(_, other): &(usize, &Figure)| counts(other) && large_enough(other) && reach(other);
    let earlier = || figures[..at].iter().enumerate().rev().take(BACK).filter(fits);
    let whole = earlier().find(|(_, other)| same(other)).or_else(|| earlier().next())?.0;
    // "300 of the 1,200 passengers, including 45 children": of the 300.
    let part = whole
        .checked_sub(1)
        .filter(|&part| figures[part].part_of == Some(whole) && large_enough(&figures[part]));
    Some(part.unwrap_or(whole))
}
