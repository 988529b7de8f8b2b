//! Words in quotation marks: do the sources have them, in these words, and who says them there?

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{ByteSpan, Judgement, Piece, Side, Verdict, WordChange};

use crate::draft::Sentence;
use crate::line::{Word, words};
use crate::sources::Sources;
use crate::voices::{Speaker, can_be_one};

/// Shorter stretches in quotation marks are names and single words.
const FEWEST: usize = 2;
/// Longer quotations are compared up to here.
const MOST_WORDS: usize = 120;
/// Sentences that are compared with a quotation, those with most of its words.
const MOST_CANDIDATES: usize = 240;
/// Share of its words that a quotation has in common with the one it was made of.
const ALTERED: f64 = 0.5;
/// Share by which another wording may be worse than the best and still be looked at for its speaker.
const AS_GOOD: f64 = 1e-9;

/// A quotation beside words of a source.
struct Found {
    stretch: usize,
    /// Its words there.
    span: ByteSpan,
    /// Share of the words that are the same, in order.
    same: f64,
    changes: Vec<WordChange>,
}

/// The stretches of a sentence between quotation marks, without the marks.
pub(crate) fn quotations(sentence: &Sentence<'_>) -> Vec<ByteSpan> {
    let (text, mut found, mut start) = (sentence.text(sentence.span), Vec::new(), None);
    for (at, c) in text.char_indices() {
        match (c, start) {
            ('“' | '„' | '«', _) | ('"', None) => start = Some(at + c.len_utf8()),
            ('”' | '»' | '"', Some(from)) => {
                let offset = sentence.span.start;
                found.push(ByteSpan::new(offset + from as u32, offset + at as u32));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The verdicts on the quotations of a sentence and on who says them.
pub(crate) fn verdicts(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for span in quotations(sentence) {
        let quote = words(&sentence.reading.text, span);
        if quote.len() < FEWEST {
            continue;
        }
        let found = search(&quote, sources);
        let best = found.first();
        let enough = |one: &Found| one.same >= ALTERED && tells(&quote, one.same);
        match best.filter(|one| enough(one)) {
            None => verdicts.push(sentence.verdict(
                Piece::Quote,
                span,
                Judgement::FoundNowhere,
                "No source has these words in quotation marks, or any like them.".to_owned(),
            )),
            Some(best) => {
                let refs = vec![sources.reference(best.stretch, best.span)];
                verdicts.push(if best.same >= 1.0 {
                    sentence.resting(
                        Piece::Quote,
                        span,
                        Judgement::Supported,
                        "A source has these words.",
                        refs,
                    )
                } else {
                    let because = "A source has this quotation in other words.";
                    let verdict =
                        sentence.resting(Piece::Quote, span, Judgement::QuoteAltered, because, refs);
                    Verdict { changes: best.changes.clone(), ..verdict }
                });
                verdicts.extend(speaker(sentence, sources, span, &found));
            }
        }
    }
    verdicts
}

/// Whether so few words can show that one quotation was made of another: some must tell something.
fn tells(quote: &[Word], same: f64) -> bool {
    quote.iter().any(|word| word.kin.is_some()) && (quote.len() > 3 || same > 0.6)
}

/// The verdict on who says a quotation.
fn speaker(
    sentence: &Sentence<'_>,
    sources: &Sources<'_>,
    span: ByteSpan,
    found: &[Found],
) -> Option<Verdict> {
    let attribution = sentence.attribution(span)?;
    let at = *attribution.source.first()?;
    let best = found.first()?.same;
    let speakers: Vec<Speaker<'_>> = found
        .iter()
        .take_while(|one| one.same >= best - AS_GOOD)
        .filter_map(|one| Speaker::of(sources, one.stretch, one.span))
        .collect();
    let first = speakers.first()?;
    let one = speakers.iter().find(|one| can_be_one(sentence.reading, attribution, one, sources));
    let speaker = one.unwrap_or(first);
    let refs = vec![sources.sentence(speaker.stretch)];
    let verdict = match one {
        Some(_) => {
            let because = "A source gives the quotation to the same speaker.";
            sentence.resting(Piece::Attribution, at, Judgement::Supported, because, refs)
        }
        None => {
            let because = format!("By the source it is {} who says this.", speaker.words());
            sentence.resting(Piece::Attribution, at, Judgement::OtherSpeaker, &because, refs)
        }
    };
    Some(Verdict { said_by: Some(speaker.words()), ..verdict })
}

/// Where the sources have words like `quote`, the most like first.
fn search(quote: &[Word], sources: &Sources<'_>) -> Vec<Found> {
    let quote = &quote[..quote.len().min(MOST_WORDS)];
    let mut shared: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (at, word) in quote.iter().enumerate() {
        for &(stretch, _) in word.keys().iter().flat_map(|&key| sources.places(key)) {
            // A quotation may begin in the sentence before.
            for first in [stretch as usize, (stretch as usize).saturating_sub(1)] {
                shared.entry(first).or_default().insert(at);
            }
        }
    }
    let mut candidates: Vec<(usize, usize)> =
        shared.into_iter().map(|(at, words)| (words.len(), at)).collect();
    candidates.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    candidates.truncate(MOST_CANDIDATES);
    let mut found: Vec<Found> = candidates.iter().filter_map(|&(_, at)| beside(quote, at, sources)).collect();
    found.sort_by(|a, b| b.same.total_cmp(&a.same).then(a.stretch.cmp(&b.stretch)).then(a.span.cmp(&b.span)));
    // From two sentences that begin in one another the same words come twice.
    found.dedup_by(|later, first| {
        let article = |one: &Found| sources.stretches[one.stretch].article;
        article(later) == article(first) && later.span == first.span
    });
    found
}

/// The stretch that begins in a sentence and is nearest to `quote`, by words put in, left out and changed.
fn beside(quote: &[Word], stretch: usize, sources: &Sources<'_>) -> Option<Found> {
    let first = &sources.stretches[stretch];
    let next = sources.stretches.get(stretch + 1).filter(|next| next.article == first.article);
    let theirs: Vec<&Word> =
        first.words.iter().chain(next.into_iter().flat_map(|next| &next.words)).collect();
    let theirs = &theirs[..theirs.len().min(3 * MOST_WORDS)];
    // rows[i][j]: fewest changes from the first i words of the quote to a stretch that ends before word j, and where it begins.
    let mut rows: Vec<Vec<(usize, usize)>> = vec![(0..=theirs.len()).map(|at| (0, at)).collect()];
    for (i, word) in quote.iter().enumerate() {
        let above = &rows[i];
        let mut row = vec![(i + 1, 0)];
        for (j, other) in theirs.iter().enumerate() {
            let change = usize::from(word.small != other.small);
            let options = [
                (above[j].0 + change, above[j].1),
                (above[j + 1].0 + 1, above[j + 1].1),
                (row[j].0 + 1, row[j].1),
            ];
            row.push(options.into_iter().min_by_key(|one| one.0)?);
        }
        rows.push(row);
    }
    let last = rows.last()?;
    let end = (0..last.len()).min_by_key(|&at| last[at].0)?;
    let (changed, start) = last[end];
    let same = 1.0 - changed as f64 / quote.len() as f64;
    if start >= end || start >= first.words.len() || same <= 0.0 {
        return None;
    }
    let span = ByteSpan::new(theirs[start].span.start, theirs[end - 1].span.end);
    // Over the end of a sentence the stretch is looked up where it begins.
    Some(Found { stretch, span, same, changes: changes(quote, &theirs[start..end]) })
}

/// Two wordings side by side: what both have, and what one alone has.
fn changes(draft: &[Word], source: &[&Word]) -> Vec<WordChange> {
    let mut row = vec![vec![0_usize; source.len() + 1]; draft.len() + 1];
    for i in (0..draft.len()).rev() {
        for j in (0..source.len()).rev() {
            row[i][j] = if draft[i].small == source[j].small {
                row[i + 1][j + 1] + 1
            } else {
                row[i + 1][j].max(row[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut found: Vec<(Side, Vec<&str>)> = Vec::new();
    while i < draft.len() || j < source.len() {
        let (side, word) = if i < draft.len() && j < source.len() && draft[i].small == source[j].small {
            (i, j) = (i + 1, j + 1);
            (Side::Both, draft[i - 1].small.as_str())
        } else if j < source.len() && (i == draft.len() || row[i][j + 1] >= row[i + 1][j]) {
            j += 1;
            (Side::Source, source[j - 1].small.as_str())
        } else {
            i += 1;
            (Side::Draft, draft[i - 1].small.as_str())
        };
        match found.last_mut() {
            Some((last, words)) if *last == side => words.push(word),
            _ => found.push((side, vec![word])),
        }
    }
    found.into_iter().map(|(side, words)| WordChange { side, words: words.join(" ") }).collect()
}

/// Whether a word of a sentence stands in quotation marks.
pub(crate) fn is_quoted(quotes: &[ByteSpan], word: &Word) -> bool {
    quotes.iter().any(|quote| quote.contains(word.span))
}

/// How much of a sentence stands in quotation marks, from 0 to 1, by its words that tell something.
pub(crate) fn share(sentence: &Sentence<'_>) -> f64 {
    let quotes = quotations(sentence);
    let telling: Vec<&Word> = sentence
        .words
        .iter()
        .zip(&sentence.frame)
        .filter(|(word, frame)| word.kin.is_some() && !**frame)
        .map(|one| one.0)
        .collect();
    let quoted = telling.iter().filter(|word| is_quoted(&quotes, word)).count();
    quoted as f64 / telling.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> Vec<Word> {
        words(text, ByteSpan::new(0, text.len() as u32))
    }

    #[test]
    fn changes_are_side_by_side() {
        let (draft, source) = (made("we turned the tide tonight"), made("we turned a page tonight"));
        let told: Vec<_> = changes(&draft, &source.iter().collect::<Vec<_>>());
        let told: Vec<_> = told.iter().map(|one| (one.side, one.words.as_str())).collect();
        assert_eq!(
            told,
            [
                (Side::Both, "we turned"),
                (Side::Source, "a page"),
                (Side::Draft, "the tide"),
                (Side::Both, "tonight")
            ]
        );
    }

    #[test]
    fn a_quotation_needs_a_word_that_tells() {
        assert!(!tells(&made("it is so"), 1.0));
        assert!(tells(&made("a crane is no tank"), 0.6));
    }
}
