//! How the words around a number bound it: more than, at least, fewer than, up to, about, or more.

use tidings_record::{Comparator, QuantityKind};

use super::amount::Form;
use super::figure::Figure;
use super::reader::Reader;

/// Words that may stand between a bound and its number, or before a bound, and change nothing.
const ADVERBS: [&str; 9] = ["just", "only", "well", "slightly", "even", "now", "still", "already", "far"];

/// Bounds `figure` by the words before and after it.
pub(super) fn bound(reader: &Reader<'_>, figure: &mut Figure) {
    if matches!(figure.rule, "QTY005" | "QTY006") {
        return;
    }
    let mut outer = None;
    for _ in 0..2 {
        let Some((comparator, from)) = before(reader, figure) else { break };
        figure.from = from;
        match comparator {
            Comparator::About => figure.approximate = true,
            other => outer = Some(other),
        }
        if outer.is_none() {
            outer = Some(comparator);
        } else if comparator != Comparator::About {
            break;
        }
    }
    if let Some((comparator, to)) = after(reader, figure) {
        figure.to = to;
        figure.approximate |= comparator == Comparator::About;
        outer = outer.filter(|&outer| outer != Comparator::About).or(Some(comparator));
    }
    if let Some(comparator) = outer {
        apply(figure, comparator);
    }
}

fn apply(figure: &mut Figure, comparator: Comparator) {
    if figure.comparator == Comparator::Between {
        return;
    }
    figure.comparator = comparator;
    match comparator {
        Comparator::MoreThan | Comparator::AtLeast => figure.max = None,
        Comparator::LessThan | Comparator::AtMost => {
            figure.max = figure.min;
            figure.min = None;
        }
        Comparator::About => figure.approximate = true,
        Comparator::Exactly | Comparator::Between => {}
    }
}

/// The bound that ends right before the figure, and where it begins.
fn before(reader: &Reader<'_>, figure: &Figure) -> Option<(Comparator, usize)> {
    let mut end = figure.from;
    while end > 0 && ADVERBS.contains(&reader.lower(end - 1)) && reader.lower(end) != "than" {
        end -= 1;
    }
    // "sub-300 sq m": the phrase ends with the hyphen.
    let last = end.checked_sub(1)?;
    let list = reader.lexicon.before.get(reader.lower(last))?;
    let (words, comparator) = list
        .iter()
        .find(|(words, _)| last.checked_sub(words.len()).is_some_and(|from| reader.is_phrase(from, words)))?;
    let from = last - words.len();
    if reader.is_sentence_between(from, last) {
        return None;
    }
    (!is_preposition(reader, figure, from, last)).then_some((*comparator, from))
}

/// Whether "over", "about" and the like say where or of what, not how many: "drones over eight regions".
fn is_preposition(reader: &Reader<'_>, figure: &Figure, from: usize, last: usize) -> bool {
    let word = reader.lower(last);
    if from != last
        || !matches!(word, "over" | "under" | "above" | "below" | "about" | "around" | "near" | "some")
    {
        return false;
    }
    if word == "some" {
        // "some two": fine; "some 2019 models" is a guard's matter.
        return false;
    }
    let Some(token) = reader.token(last) else { return false };
    if token.label() != "prep" && token.label() != "prt" {
        return false;
    }
    let Some(previous) = token.previous() else { return false };
    // "Hand over 120 prisoners", "took over 12 villages": the word belongs to the verb.
    if word == "over"
        && token.label() == "prt"
        && matches!(
            previous.lemma(),
            "hand" | "take" | "turn" | "give" | "sign" | "win" | "run" | "mull" | "roll"
        )
    {
        return true;
    }
    let after_noun = previous.tag().starts_with("NN") || matches!(previous.tag(), "PRP" | "CD" | "RP" | "$");
    let firm = matches!(figure.kind, QuantityKind::Money | QuantityKind::Percent);
    let spread = figure.is_time(reader.lexicon) && matches!(word, "over" | "around");
    after_noun && (!firm || spread)
        || spread && previous.tag().starts_with("VB")
        || word == "about"
            && matches!(
                previous.lemma(),
                "talk" | "speak" | "ask" | "say" | "know" | "write" | "hear" | "think"
            )
}

/// The bound that begins right after the figure, and its end.
fn after(reader: &Reader<'_>, figure: &Figure) -> Option<(Comparator, usize)> {
    let at = figure.to;
    if reader.mark(at) == Some('+') && reader.is_glued(at) && figure.form == Form::Digits {
        return Some((Comparator::AtLeast, at + 1));
    }
    let list = reader.lexicon.after.get(reader.lower(at))?;
    let (words, comparator) = list.iter().find(|(words, _)| reader.is_phrase(at + 1, words))?;
    let end = at + 1 + words.len();
    // "10 at most schools", "five or more": only where the phrase ends.
    let open = words.is_empty() && reader.is_word(end) && reader.lower(at) != "plus";
    (!open && !reader.is_sentence_between(figure.number.start, end - 1)).then_some((*comparator, end))
}
