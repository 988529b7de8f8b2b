//! Whether a quantity is a rise or a fall: "rose 0.3%", "down 11.9%", "grew by 125,600 jobs or 2.2 per cent".

use tidings_record::{Change, QuantityKind};

use super::figure::Figure;
use super::reader::Reader;

/// Words that may stand between a verb of change and the number.
const BETWEEN: [&str; 7] = ["by", "to", "just", "only", "another", "as", "further"];

/// Marks the figures that a verb of change governs.
pub(super) fn direct(reader: &Reader<'_>, figures: &mut [Figure]) {
    for at in 0..figures.len() {
        let figure = &figures[at];
        if matches!(figure.kind, QuantityKind::Ordinal | QuantityKind::Age) {
            continue;
        }
        let told = by_verb(reader, figure).or_else(|| by_origin(reader, figure));
        let change = told.or_else(|| by_neighbour(reader, figures, at)).or_else(|| {
            let fell = figure.kind == QuantityKind::Percent && figure.min.is_some_and(|min| min < 0.0);
            fell.then_some(Change::Down)
        });
        figures[at].change = change.or(figures[at].change);
    }
}

/// "15, up from 12": what follows says where it came from.
fn by_origin(reader: &Reader<'_>, figure: &Figure) -> Option<Change> {
    let end = (figure.to..figure.to + 4)
        .find(|&at| !reader.is_word(at) || matches!(reader.lower(at), "up" | "down"))?;
    let at = end + usize::from(reader.mark(end) == Some(','));
    if reader.lower(at + 1) != "from" || reader.tag(at + 2) == "DT" {
        return None;
    }
    match reader.lower(at) {
        "up" => Some(Change::Up),
        "down" => Some(Change::Down),
        _ => None,
    }
}

/// The verb, or "up" and "down", right before the figure.
fn by_verb(reader: &Reader<'_>, figure: &Figure) -> Option<Change> {
    let mut at = figure.from;
    // "lost three boats" is a loss of boats, not a fall of a figure; "fell by three" is one.
    let counts = figure.kind == QuantityKind::Count || figure.is_time(reader.lexicon);
    let mut said = !counts || figure.comparator == tidings_record::Comparator::Between;
    for _ in 0..3 {
        at = at.checked_sub(1)?;
        let word = reader.lower(at);
        said |= matches!(word, "by" | "to" | "up" | "down");
        if BETWEEN.contains(&word) {
            continue;
        }
        // "grow sales by 35 per cent"
        if at + 2 <= figure.from && reader.lower(at + 1) == "by" && reader.tag(at).starts_with("NN") {
            continue;
        }
        let up = reader.lexicon.words.up.contains(word);
        let down = reader.lexicon.words.down.contains(word);
        if !up && !down {
            return None;
        }
        let tag = reader.tag(at);
        let moves = tag.starts_with("VB") || matches!(word, "up" | "down");
        // "edged up", "was down", but "up to 50" and "made up 5 per cent"
        if !moves || matches!(word, "up" | "down") && !is_direction(reader, at, figure) {
            return None;
        }
        if !said {
            return None;
        }
        return Some(if up { Change::Up } else { Change::Down });
    }
    None
}

fn is_direction(reader: &Reader<'_>, at: usize, figure: &Figure) -> bool {
    let before = reader.lower_before(at);
    let verb = reader.token(at).and_then(|token| token.previous());
    let phrasal = verb.is_some_and(|verb| {
        verb.tag().starts_with("VB")
            && !matches!(
                verb.lemma(),
                "be" | "go"
                    | "edge"
                    | "finish"
                    | "close"
                    | "end"
                    | "move"
                    | "trade"
                    | "open"
                    | "inch"
                    | "creep"
                    | "come"
            )
    });
    let unit = figure.unit.is_some() || figure.kind != QuantityKind::Count;
    let range = figure.comparator == tidings_record::Comparator::Between;
    (unit || range) && !phrasal && !matches!(before, "made" | "make" | "makes")
}

/// "or 2.2 per cent" after a change; "(−0.3%)".
fn by_neighbour(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Change> {
    let figure = &figures[at];
    let earlier = figures.get(at.checked_sub(1)?)?;
    let change = earlier.change.filter(|&change| change != Change::Level)?;
    let gap = earlier.to..figure.from;
    let joined = gap.len() <= 4 && gap.clone().any(|piece| reader.lower(piece) == "or");
    joined.then_some(change)
}
