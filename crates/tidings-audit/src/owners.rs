//! Whose a number is, where a sentence of a source has several persons: "Ellen Marsh got 40 percent, Piet Oor 31".

use tidings_record::{ByteSpan, Form, Mention, NameType, Reading};

use crate::draft::Sentence;
use crate::line::Word;
use crate::sources::Sources;
use crate::values::Amount;
use crate::voices::same_name;

/// The person whose clause of a source the number stands in, if the draft gives it to another, whom the source has in
/// another clause.
pub(crate) fn of_another(
    sentence: &Sentence<'_>,
    stretch: usize,
    theirs: &Amount,
    sources: &Sources<'_>,
) -> Option<String> {
    let mut own =
        persons(sentence.reading, sentence.span).filter(|one| !said_by(sentence.reading, one.1.span));
    let (name, _) = own.next()?;
    if own.any(|other| !same_name(name, other.0)) {
        return None;
    }
    let (reading, words) = (sources.reading(stretch), &sources.stretches[stretch].words);
    let clause = clause_of(words, theirs.span)?;
    let all: Vec<(&str, &Mention)> = persons(reading, sources.stretches[stretch].span).collect();
    let inside = |one: &&(&str, &Mention)| clause_of(words, one.1.span) == Some(clause);
    let elsewhere = all.iter().any(|one| same_name(one.0, name) && !inside(&one));
    if !elsewhere || all.iter().filter(inside).any(|one| same_name(one.0, name)) {
        return None;
    }
    let owner =
        all.iter().filter(inside).find(|one| one.1.form == Form::Name && !said_by(reading, one.1.span))?;
    Some(owner.0.to_owned())
}

/// The persons whom a stretch of a reading means, by name or otherwise.
fn persons(reading: &Reading, span: ByteSpan) -> impl Iterator<Item = (&str, &Mention)> {
    let names = reading.names.iter().filter(|one| one.kind == NameType::Person);
    let all = names.flat_map(|one| one.mentions.iter().map(move |mention| (one.name.as_str(), mention)));
    all.filter(move |one| span.contains(one.1.span))
}

/// Whether a name stands there as that of a speaker.
fn said_by(reading: &Reading, span: ByteSpan) -> bool {
    reading.attributions.iter().flat_map(|one| &one.source).any(|source| source.contains(span))
}

fn clause_of(words: &[Word], span: ByteSpan) -> Option<usize> {
    words.iter().find(|word| word.span.overlaps(span)).map(|word| word.clause)
}
