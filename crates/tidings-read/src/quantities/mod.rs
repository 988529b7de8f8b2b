//! Numbers with what they count or measure: counts, money, shares, measures, rates, ages, and the how-manieth round.
//!
//! A number inside a name, a version, a score, an address, a telephone number, a date or a clock time is not a
//! quantity; a length of time is one (and a time too). Whether two articles mean the same figure is not decided here.

mod amount;
mod bounds;
mod change;
mod counted;
mod figure;
mod guards;
mod lexicon;
mod lists;
mod numeral;
mod ordinals;
mod parts;
mod pieces;
mod ranges;
mod reader;
mod units;

use tidings_record::{
    Change, Comparator, Counted, Number, Quantity, QuantityIndex, QuantityKind, Time, TimeType,
};

use crate::Document;
use crate::document::Block;

pub use lexicon::QuantityLexicon;

use figure::Figure;
use reader::Reader;

/// The quantities of `document`, in the order of the text. What overlaps one of `times` that is a date or a clock
/// time is left out.
pub fn quantities(document: &Document<'_>, lexicon: &QuantityLexicon, times: &[Time]) -> Vec<Quantity> {
    let mut found = Vec::new();
    for block in &document.blocks {
        read_block(block, lexicon, times, &mut found);
    }
    found
}

fn read_block(block: &Block, lexicon: &QuantityLexicon, times: &[Time], found: &mut Vec<Quantity>) {
    let reader = Reader::new(&block.parse, lexicon);
    let mut figures = figure::figures(&reader);
    lists::add_small_money(&reader, &mut figures);
    ranges::join(&reader, &mut figures);
    for figure in &mut figures {
        bounds::bound(&reader, figure);
    }
    ordinals::add(&reader, &mut figures);
    figures.retain(|figure| !is_time(&reader, block, figure, times));
    for at in 0..figures.len() {
        counted::count(&reader, &mut figures, at);
    }
    lists::share_forward(&reader, &mut figures);
    lists::share_unit(&reader, &mut figures);
    lists::share_back(&reader, &mut figures);
    figures.retain(|figure| guards::is_kept(&reader, figure));
    parts::link(&reader, &mut figures);
    change::direct(&reader, &mut figures);
    let offset = found.len();
    found.extend(figures.into_iter().map(|figure| finish(&reader, block, figure, offset)));
}

/// Whether the figure is part of a date or clock time.
fn is_time(reader: &Reader<'_>, block: &Block, figure: &Figure, times: &[Time]) -> bool {
    if times.is_empty() || figure.kind == QuantityKind::Ordinal {
        return false;
    }
    // Of a range both ends are asked, not what stands between: "from 20 miles in 2008 to 29 miles".
    let last = figure.number.end - 1;
    let ends = if figure.comparator == Comparator::Between {
        [figure.number.start..figure.number.start, last..last]
    } else {
        [figure.number.start..last, last..last]
    };
    // "from 1000 to 2000 hires" holds no year.
    if figure.comparator == Comparator::Between && figure.value() < 1500.0 && figure.max >= Some(1500.0) {
        return false;
    }
    ends.into_iter().any(|end| {
        let (Some(first), Some(last)) = (reader.pieces.get(end.start), reader.pieces.get(end.end)) else {
            return false;
        };
        let span = block.span(first.start..last.end);
        // Times are in the order of the text and do not nest deeply: those that can reach the figure stand close by.
        let reach = times.partition_point(|time| time.span.start < span.end);
        times[..reach]
            .iter()
            .rev()
            .take(4)
            .any(|time| matches!(time.kind, TimeType::Date | TimeType::Time) && time.span.overlaps(span))
    })
}

fn finish(reader: &Reader<'_>, block: &Block, figure: Figure, offset: usize) -> Quantity {
    let bytes = |from: usize, to: usize| reader.pieces[from].start..reader.pieces[to - 1].end;
    Quantity {
        span: block.span(bytes(figure.from, figure.to)),
        min: figure.min.and_then(Number::new),
        max: figure.max.and_then(Number::new),
        comparator: figure.comparator,
        approximate: figure.approximate,
        kind: figure.kind,
        unit: figure.unit_name(reader.lexicon),
        counted: figure
            .counted
            .map(|counted| Counted { lemma: counted.lemma, span: block.token_span(counted.tokens) }),
        part_of: figure.part_of.map(|index| QuantityIndex::from(offset + index)),
        change: figure.change.unwrap_or(Change::Level),
        rule: figure.rule.to_owned(),
    }
}

#[cfg(test)]
mod tests;
