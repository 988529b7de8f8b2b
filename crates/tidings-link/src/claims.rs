//! Who says what, across articles: one claim for each statement of one speaker, in however many wordings.
//!
//! Two wordings are one statement if one speaker (or two voices of one side, for identical quotations) says them within
//! days, and they share most content words that carry weight, their names, their numbers and their polarity.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tidings_record::{Attribution, AttributionIndex, ByteSpan, Manner, Stance, Voice};

use crate::actors::{ActorIndex, Actors};
use crate::calendar::Day;
use crate::lexicon;
use crate::source::Source;
use crate::words::folded;

/// Share of content words that two wordings of one statement share at least.
const SAME_STATEMENT: f64 = 0.5;
/// And of the longer one.
const OF_THE_LONGER: f64 = 0.3;
/// Days within which one statement is told again.
const NEAR: Day = 10;
/// Most earlier claims of one speaker that a wording is compared with, the latest.
const MOST_COMPARED: usize = 200;

/// One telling of a claim.
#[derive(Debug, Clone)]
pub(crate) struct Telling {
    /// The article.
    pub source: usize,
    /// The attribution there.
    pub attribution: AttributionIndex,
    /// Source, cue and content together.
    pub span: ByteSpan,
    /// The content.
    pub content: ByteSpan,
    /// Its content words, as stems, in order.
    words: Vec<String>,
    /// Its words in quotation marks, in order, if there are at least two.
    pub quotes: Vec<Vec<String>>,
    /// The words that lead up to it, mixed; none at the start of a text.
    before: Option<u64>,
    negated: bool,
    numbers: BTreeSet<String>,
    /// Why it is one statement with an earlier telling; none for the first.
    pub bond: Option<&'static str>,
}

/// One claim: its tellings in the order of the story's articles.
#[derive(Debug, Clone)]
pub(crate) struct Linked {
    /// Who says it.
    pub speaker: Option<ActorIndex>,
    /// Whose voice.
    pub voice: Voice,
    /// With which attitude, by the first telling.
    pub stance: Stance,
    /// Where it is told; the first one defines it.
    pub tellings: Vec<Telling>,
}

/// The claims of a story.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// Each claim.
    pub list: Vec<Linked>,
    /// The claim of each attribution of each source.
    pub of: HashMap<(usize, AttributionIndex), usize>,
}

impl Claims {
    /// Links the attributions of `sources`, taken in `order`. `days` are the articles' days, `actors` who is who.
    pub fn link(
        sources: &[Source<'_>],
        order: &[usize],
        days: &[(Option<Day>, Option<Day>)],
        actors: &Actors,
    ) -> Claims {
        let mut claims = Claims::default();
        // Claims by speaker; those of nobody by the words they begin with.
        let mut by_speaker: BTreeMap<(Option<ActorIndex>, u64), Vec<usize>> = BTreeMap::new();
        for &source in order {
            for (index, attribution) in sources[source].reading.attributions.iter().enumerate() {
                let index = AttributionIndex::from(index);
                let Some(telling) = telling(&sources[source], source, index, attribution) else {
                    continue;
                };
                for speaker in actors.speakers(&sources[source], source, attribution) {
                    claims.tell(speaker, telling.clone(), attribution, days, &mut by_speaker);
                }
            }
        }
        claims
    }

    /// Adds what `speaker` tells to the claim that says the same, or as a claim of its own.
    fn tell(
        &mut self,
        speaker: Option<ActorIndex>,
        mut telling: Telling,
        attribution: &Attribution,
        days: &[(Option<Day>, Option<Day>)],
        by_speaker: &mut BTreeMap<(Option<ActorIndex>, u64), Vec<usize>>,
    ) {
        let block = match speaker {
            Some(_) => 0,
            None => telling
                .words
                .iter()
                .take(4)
                .fold(7, |hash, word| crate::words::mixed(hash, crate::words::hash_of(word))),
        };
        let list = by_speaker.entry((speaker, block)).or_default();
        let earlier = &list[list.len().saturating_sub(MOST_COMPARED)..];
        let same = earlier.iter().copied().find_map(|claim| {
            let linked: &Linked = &self.list[claim];
            let alike =
                linked.voice == attribution.voice && polarity(linked.stance) == polarity(attribution.stance);
            let mut near = linked
                .tellings
                .iter()
                .take(4)
                .filter(|other| alike && near(days[other.source], days[telling.source]));
            near.find_map(|other| same_statement(other, &telling)).map(|bond| (claim, bond))
        });
        telling.bond = same.map(|(_, bond)| bond);
        let claim = same.map(|(claim, _)| claim).unwrap_or_else(|| {
            list.push(self.list.len());
            self.list.push(Linked {
                speaker,
                voice: attribution.voice,
                stance: attribution.stance,
                tellings: Vec::new(),
            });
            self.list.len() - 1
        });
        self.of.entry((telling.source, telling.attribution)).or_insert(claim);
        self.list[claim].tellings.push(telling);
    }
}

/// Whether two articles can tell one statement: within days of each other, or one is undated.
fn near(a: (Option<Day>, Option<Day>), b: (Option<Day>, Option<Day>)) -> bool {
    match (a, b) {
        ((Some(a0), Some(a1)), (Some(b0), Some(b1))) => b0 - a1 <= NEAR && a0 - b1 <= NEAR,
        _ => true,
    }
}

/// Whether an attitude holds what it is about for right, wanted or coming.
fn polarity(stance: Stance) -> bool {
    !matches!(stance, Stance::Denies | Stance::Doubts | Stance::Refuses)
}

fn telling(
    source: &Source<'_>,
    at: usize,
    index: AttributionIndex,
    attribution: &Attribution,
) -> Option<Telling> {
    let content = hull(&attribution.content)?;
    if source.is_repeat(content.start) {
        return None;
    }
    let all: Vec<ByteSpan> =
        attribution.source.iter().chain(&attribution.cue).chain(&attribution.content).copied().collect();
    let pieces: Vec<&str> = attribution.content.iter().map(|&span| source.words_at(span)).collect();
    let mut words = Vec::new();
    let mut negated = false;
    let mut numbers = BTreeSet::new();
    for word in pieces.iter().flat_map(|piece| folded(piece)) {
        negated ^= lexicon::is_negation(&word);
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            numbers.insert(word.clone());
        }
        if !lexicon::is_small(&word) {
            words.push(lexicon::sense(lexicon::stem(&word)).to_owned());
        }
    }
    let quotes = match attribution.manner {
        Manner::Paraphrased => Vec::new(),
        _ => pieces.iter().flat_map(|piece| quoted(piece)).collect(),
    };
    let span = hull(&all).unwrap_or(content);
    Some(Telling {
        source: at,
        attribution: index,
        span,
        content,
        words,
        quotes,
        before: lead(source.text(), span.start),
        negated,
        numbers,
        bond: None,
    })
}

/// How many bytes and words of what leads up to a telling are compared.
const LEAD: (usize, usize) = (160, 8);

/// The words that lead up to `start`, mixed, if there are enough.
fn lead(text: &str, start: u32) -> Option<u64> {
    let end = start as usize;
    let from = (end.saturating_sub(LEAD.0)..=end).find(|&at| text.is_char_boundary(at))?;
    let words = folded(&text[from..end]);
    let last = &words[words.len().checked_sub(LEAD.1)?..];
    Some(last.iter().fold(11, |hash, word| crate::words::mixed(hash, crate::words::hash_of(word))))
}

/// From the first to the last of `spans`.
pub(crate) fn hull(spans: &[ByteSpan]) -> Option<ByteSpan> {
    let start = spans.iter().map(|span| span.start).min()?;
    let end = spans.iter().map(|span| span.end).max()?;
    (start < end).then_some(ByteSpan::new(start, end))
}

/// The quotations in `text`, as words; those of one word are left out.
fn quoted(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c, start) {
            ('“' | '„' | '«', _) | ('"', None) => start = Some(at + c.len_utf8()),
            ('”' | '»' | '"', Some(from)) => {
                found.push(folded(&text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| folded(&text[from..])));
    found.retain(|words| words.len() >= 2);
    found
}

/// Why two tellings of one speaker are one statement, if they are.
fn same_statement(a: &Telling, b: &Telling) -> Option<&'static str> {
    if a.quotes.iter().any(|quote| quote.len() >= 2 && b.quotes.contains(quote)) {
        return Some("the same words in quotation marks");
    }
    if a.negated != b.negated
        || a.numbers.is_disjoint(&b.numbers) == (!a.numbers.is_empty() || !b.numbers.is_empty())
    {
        return None;
    }
    if a.source == b.source {
        return (a.words == b.words && a.words.len() >= 2).then_some("the same words");
    }
    // "Kelvaria rejected the offer" in two copies of one report.
    if a.words == b.words && a.before.is_some() && a.before == b.before {
        return Some("the same words behind the same words");
    }
    let (first, second): (BTreeSet<&String>, BTreeSet<&String>) =
        (a.words.iter().collect(), b.words.iter().collect());
    let shared = first.intersection(&second).count();
    // The shorter one must be told for the most part; two words in a row count as one more.
    let shorter = first.len().min(second.len());
    let pairs = a.words.windows(2).filter(|pair| b.words.windows(2).any(|other| other == *pair)).count();
    let longer = first.len().max(second.len());
    let most = shared >= 3
        && (shared + pairs.min(1)) as f64 / shorter as f64 >= SAME_STATEMENT
        && shared as f64 / longer as f64 >= OF_THE_LONGER;
    let all = shared >= 2 && shared == first.len() && shared == second.len();
    (most || all).then_some("most words that carry weight, the same numbers, the same polarity")
}

/// How far two quotations go together: the share of words of the longer one that stand in the other in the same order.
pub fn in_common(a: &[String], b: &[String]) -> f64 {
    if a.len() > 120 || b.len() > 120 || a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mut row = vec![0_usize; b.len() + 1];
    for left in a {
        let mut corner = 0;
        for (j, right) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] =
                if lexicon::stem(left) == lexicon::stem(right) { corner + 1 } else { above.max(row[j]) };
            corner = above;
        }
    }
    row[b.len()] as f64 / a.len().max(b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn telling(source: usize, text: &str) -> Telling {
        let mut words = Vec::new();
        let mut negated = false;
        for word in folded(text) {
            negated ^= lexicon::is_negation(&word);
            if !lexicon::is_small(&word) {
                words.push(lexicon::sense(lexicon::stem(&word)).to_owned());
            }
        }
        let numbers =
            folded(text).into_iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect();
        let span = ByteSpan::new(0, text.len() as u32);
        let (attribution, content) = (AttributionIndex(0), span);
        Telling {
            source,
            attribution,
            span,
            content,
            words,
            quotes: quoted(text),
            negated,
            numbers,
            before: None,
            bond: None,
        }
    }

    #[track_caller]
    fn check(a: &str, b: &str, expect: bool) {
        assert_eq!(same_statement(&telling(0, a), &telling(1, b)).is_some(), expect, "{a:?} {b:?}");
    }

    #[test]
    fn one_statement_in_other_words() {
        check(
            "a new harbour wall is required before the winter storms",
            "a new harbour wall would be essential before any winter storms come",
            true,
        );
        check("the two councils remain \"worlds apart\"", "their plans are “worlds apart”", true);
    }

    #[test]
    fn other_statements() {
        check("the dam will not hold", "the dam will hold", false);
        check("12 ferries were cancelled in the storm", "15 ferries were cancelled in the storm", false);
        check("the mayor will open the bridge", "the mayor was born in the valley", false);
    }

    #[test]
    fn words_in_common() {
        let words = |text: &str| folded(text);
        let likeness = in_common(
            &words("We fired no shells at the town"),
            &words("We did not fire a shell at the town"),
        );
        assert!((0.4..0.9).contains(&likeness), "{likeness}");
    }
}
