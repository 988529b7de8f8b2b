//! Holds a draft against its sources: does it say anything that they do not?
//!
//! In go the reading of the draft, the readings of its sources and the record that linking made of them; out comes an
//! [`Audit`], one verdict on each name, day, number, quotation, attribution and sentence of the draft. Every verdict
//! but "found nowhere" shows the words of the sources that it rests on.
//!
//! It sees readings and a record, nothing else: no file, clock, thread or JSON. Not here: what is true. A draft can
//! repeat what its sources say and be wrong.

mod days;
mod draft;
mod line;
mod matching;
mod names;
mod numbers;
mod owners;
mod plans;
mod quotes;
mod sources;
mod statements;
mod values;
mod voices;

use tidings_record::{
    Audit, AuditVersion, Basis, Days, Judgement, Piece, Reading, Record, SourceArticle, Verdict,
};

use crate::draft::Draft;
use crate::sources::Sources;

/// Most verdicts of one draft; a text that gives more is no draft.
const MOST: usize = 20_000;

/// The audit of `draft` against `sources`, of which `record` was made. The same in any order of the sources.
pub fn audit(draft: &Reading, sources: &[Reading], record: &Record) -> Audit {
    let sources = Sources::new(sources, record);
    let mut verdicts = Vec::new();
    for sentence in Draft::new(draft, &sources).sentences {
        verdicts.extend(of_sentence(&sentence, &sources));
        if verdicts.len() > MOST {
            break;
        }
    }
    verdicts.truncate(MOST);
    Audit {
        tidings: AuditVersion::One,
        draft: draft.id.clone(),
        paths: draft.paths.clone(),
        published: day(&draft.published),
        text: draft.text.clone(),
        sources: sources
            .articles
            .iter()
            .map(|one| SourceArticle {
                id: one.reading.id.clone(),
                paths: one.reading.paths.clone(),
                outlet: one.reading.outlet.clone(),
                published: one.told,
            })
            .collect(),
        verdicts,
    }
}

/// The day on which a draft is to be read that was read without one: that of the latest source. None if its text states
/// its own, or no source has a day.
pub fn day_to_read(draft: &Reading, record: &Record) -> Option<jiff::civil::Date> {
    let states_own = draft.published.earliest.is_some() && draft.published.basis != Basis::Assumed;
    let articles = record.stories.iter().flat_map(|story| &story.articles);
    articles.filter_map(|one| one.published.latest).max().filter(|_| !states_own)
}

fn day<S>(days: &Days<S>) -> Option<jiff::civil::Date> {
    days.latest.filter(|_| days.earliest == days.latest)
}

/// The verdicts on one sentence, in the order of its words.
fn of_sentence(sentence: &draft::Sentence<'_>, sources: &Sources<'_>) -> Vec<Verdict> {
    let mut found = quotes::verdicts(sentence, sources);
    found.extend(names::verdicts(sentence, sources));
    // What no source tells of has no days and numbers that could differ.
    match statements::nowhere(sentence, sources) {
        Some(verdict) => found.push(verdict),
        None => {
            found.extend(numbers::verdicts(sentence, sources));
            found.extend(days::verdicts(sentence, sources));
            let told = found.iter().any(|one| one.judgement.is_alarm() && one.piece != Piece::Name);
            found.extend(statements::verdicts(sentence, sources, told));
        }
    }
    if found.is_empty() {
        found.push(sentence.verdict(
            Piece::Statement,
            sentence.span,
            Judgement::NotCheckable,
            "There is no name, day, number, quotation or event in it that could be looked up.".to_owned(),
        ));
    }
    found.sort_by_key(|one| (one.span, one.piece));
    found
}
