//! The how-manieth round, meeting, night: "their second round of talks", "for the 3rd time".

use tidings_record::{Comparator, QuantityKind};

use super::amount::Form;
use super::figure::{Figure, What};
use super::reader::Reader;

/// Adds the ordinals of the text to its figures, in order.
pub(super) fn add(reader: &Reader<'_>, figures: &mut Vec<Figure>) {
    let before = figures.len();
    for at in 0..reader.pieces.len() {
        let Some((value, end)) = ordinal(reader, at) else { continue };
        let Some(what) = round(reader, end) else { continue };
        figures.push(Figure {
            from: at,
            to: end,
            number: at..end,
            min: Some(value),
            max: Some(value),
            comparator: Comparator::Exactly,
            approximate: false,
            kind: QuantityKind::Ordinal,
            unit: None,
            per: None,
            scale: 1.0,
            form: Form::Words,
            counted: Some(what),
            part_of: None,
            change: None,
            rule: "QTY040",
        });
    }
    if figures.len() > before {
        figures.sort_by_key(|figure| (figure.from, std::cmp::Reverse(figure.to)));
        // A cardinal that an ordinal covers ("twenty" of "twenty-first") is part of it.
        let mut reached = 0;
        figures.retain(|figure| {
            let free = figure.from >= reached;
            reached = reached.max(figure.to);
            free
        });
    }
}

/// The value of an ordinal at `at`, and its end.
fn ordinal(reader: &Reader<'_>, at: usize) -> Option<(f64, usize)> {
    if let Some(numeral) = reader.numeral(at) {
        let suffix = reader.is_glued(at + 1) && matches!(reader.lower(at + 1), "st" | "nd" | "rd" | "th");
        return (suffix && !numeral.marked && numeral.digits <= 3).then_some((numeral.value, at + 2));
    }
    let word = reader.number_word(at)?;
    if let Some(value) = word.ordinal {
        return Some((value, at + 1));
    }
    let tens = word.cardinal.filter(|&tens| tens >= 20.0)?;
    let next = reader.past_hyphen(at + 1);
    let ones = reader.number_word(next)?.ordinal.filter(|&ones| ones < 10.0)?;
    Some((tens + ones, next + 1))
}

/// The noun of something that comes in a row, after an ordinal that ends at `at`.
fn round(reader: &Reader<'_>, at: usize) -> Option<What> {
    let words = &reader.lexicon.words;
    let from = reader.past_hyphen(at);
    for next in from..from + 4 {
        let word = reader.lower(next);
        if words.rounds.contains(word) && !reader.is_hyphen(next + 1) {
            let token = reader.token(next)?;
            let noun = token.tag().starts_with("NN");
            return noun.then(|| What {
                lemma: token.lemma().to_lowercase(),
                tokens: token.index()..token.index() + 1,
            });
        }
        if !words.in_a_row.contains(word) && reader.mark(next) != Some('-') {
            return None;
        }
    }
    None
}
