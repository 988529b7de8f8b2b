//! Names of a draft: does a source have them, in that office, in that place of the sentence?

use std::collections::BTreeSet;

use tidings_link::wording;
use tidings_record::{Actor, ByteSpan, Form, Judgement, Name, NameType, Office, Piece, Verdict};

use crate::draft::Sentence;
use crate::line::Word;
use crate::matching::Match;
use crate::sources::Sources;
use crate::voices::same_name;

/// Words that are like at least so much are one name.
const ONE_NAME: f64 = 0.9;
/// How much of a clause two sentences must share for its names to be held against each other.
const SAME_CLAUSE: usize = 2;

/// The verdicts on the names of a sentence.
pub(crate) fn verdicts(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Vec<Verdict> {
    let mut found: Vec<Verdict> = Vec::new();
    for name in &sentence.reading.names {
        let named =
            name.mentions.iter().find(|one| one.form == Form::Name && sentence.span.contains(one.span));
        let Some(mention) = named else { continue };
        let inside = found.iter().any(|one| one.span.overlaps(mention.span));
        if !inside {
            found.extend(is_known(sentence, mention.span, sources));
        }
        let held = name.offices.iter().find(|one| sentence.span.contains(one.span));
        found.extend(held.and_then(|office| in_office(sentence, name, office, sources)));
    }
    found.extend(swapped(sentence, sources));
    found
}

/// Whether some source has every word of a name.
fn is_known(sentence: &Sentence<'_>, span: ByteSpan, sources: &Sources<'_>) -> Option<Verdict> {
    let mut shared: Option<BTreeSet<usize>> = None;
    let mut first = None;
    for word in
        sentence.words.iter().filter(|word| span.contains(word.span) && word.capital && word.kin.is_some())
    {
        let places = places(word, sources);
        first = first.or(places.first().copied());
        let articles: BTreeSet<usize> = places.iter().map(|&at| sources.stretches[at].article).collect();
        shared = Some(match shared {
            None => articles,
            Some(known) => known.intersection(&articles).copied().collect(),
        });
    }
    let known = shared?;
    if first.is_none() || known.is_empty() {
        // Papers are named, though not in their own articles.
        let name = sentence.text(span);
        if let Some(article) = sources
            .articles
            .iter()
            .find(|one| one.reading.outlet.as_ref().is_some_and(|outlet| same_name(outlet, name)))
        {
            let because = "It is the name of an outlet among the sources.";
            let refs = vec![sources.sentence(article.stretches.start)];
            return Some(sentence.resting(Piece::Name, span, Judgement::Supported, because, refs));
        }
    }
    Some(match first.filter(|_| !known.is_empty()) {
        Some(stretch) => {
            let refs = vec![sources.sentence(stretch)];
            sentence.resting(Piece::Name, span, Judgement::Supported, "A source has the name.", refs)
        }
        None => sentence.verdict(
            Piece::Name,
            span,
            Judgement::FoundNowhere,
            "No source has this name.".to_owned(),
        ),
    })
}

/// The sentences of the sources that have a word, perhaps in another spelling or as a nationality.
fn places(word: &Word, sources: &Sources<'_>) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for &(stretch, nth) in word.keys().iter().flat_map(|&key| sources.places(key)) {
        let other = &sources.stretches[stretch as usize].words[nth as usize];
        let nation =
            || word.kin.as_ref().zip(other.kin.as_ref()).is_some_and(|(one, two)| one.begins_like(two));
        if word.likeness(other) >= ONE_NAME || other.capital && nation() {
            found.push(stretch as usize);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether an office belongs, by the record, to another.
fn in_office(
    sentence: &Sentence<'_>,
    name: &Name,
    office: &Office,
    sources: &Sources<'_>,
) -> Option<Verdict> {
    if name.kind != NameType::Person {
        return None;
    }
    let actors = || sources.record.stories.iter().flat_map(|story| &story.actors);
    let holder = actors().find(|actor| is_called(actor, &name.name))?;
    let same = |one: &str| {
        let (one, two) = (wording::folded(one), wording::folded(&office.office));
        one.iter().all(|word| two.contains(word)) || two.iter().all(|word| one.contains(word))
    };
    if holder.offices.is_empty() || holder.offices.iter().any(|one| same(&one.office)) {
        return None;
    }
    let exact = |actor: &&Actor| {
        !is_called(actor, &name.name) && actor.offices.iter().any(|one| one.office == office.office)
    };
    let other = actors().find(exact)?;
    let mut refs: Vec<_> = other
        .offices
        .iter()
        .filter(|one| one.office == office.office)
        .flat_map(|one| &one.refs)
        .take(1)
        .cloned()
        .collect();
    refs.extend(holder.offices.iter().flat_map(|one| &one.refs).take(1).cloned());
    let because = format!(
        "In the sources {} is {}, and {} is {}.",
        other.name, office.office, holder.name, holder.offices[0].office
    );
    Some(sentence.resting(Piece::Name, office.span, Judgement::Differs, &because, refs))
}

fn is_called(actor: &Actor, name: &str) -> bool {
    same_name(&actor.name, name) || actor.aliases.iter().any(|alias| same_name(alias, name))
}

/// A name in the clause where the source has another, while the source has it in another clause of the sentence.
fn swapped(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Option<Verdict> {
    let best = sentence.matches.first()?;
    let theirs = &sources.stretches[best.stretch].words;
    for (at, word) in
        sentence.words.iter().enumerate().filter(|(at, word)| word.capital && word.kin.is_some() && *at > 0)
    {
        let Some(partner) = best.partner(at).filter(|&nth| theirs[nth].capital) else { continue };
        let Some(clause) = counterpart(sentence, word.clause, best, theirs) else { continue };
        let inside = |other: &&Word| other.clause == clause && other.capital && other.kin.is_some();
        let names: Vec<&Word> = theirs.iter().filter(inside).collect();
        let here = sentence.words.iter().filter(|one| one.clause == word.clause && one.capital);
        let shares = here.into_iter().any(|one| names.iter().any(|other| one.likeness(other) >= ONE_NAME));
        if theirs[partner].clause != clause && !names.is_empty() && !shares {
            let because = format!(
                "The source has {} where the draft has {}.",
                names[0].span.of(&sources.reading(best.stretch).text),
                sentence.text(word.span)
            );
            let refs = vec![sources.sentence(best.stretch)];
            return Some(sentence.resting(Piece::Name, word.span, Judgement::Differs, &because, refs));
        }
    }
    None
}

/// The clause of the source in which all words of a clause of the draft stand, names left out; none if they are too few.
fn counterpart(sentence: &Sentence<'_>, clause: usize, best: &Match, theirs: &[Word]) -> Option<usize> {
    let plain = |word: &Word| word.kin.is_some() && !word.capital;
    let own: Vec<usize> = (0..sentence.words.len())
        .filter(|&at| sentence.words[at].clause == clause && plain(&sentence.words[at]))
        .collect();
    let mut clauses: Vec<usize> =
        own.iter().filter_map(|&at| best.partner(at)).map(|nth| theirs[nth].clause).collect();
    let all = clauses.len() == own.len() && own.len() >= SAME_CLAUSE;
    clauses.dedup();
    clauses.first().copied().filter(|_| all && clauses.len() == 1)
}
