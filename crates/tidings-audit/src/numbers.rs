//! Numbers of a draft beside numbers of the sources that measure the same sort of thing in sentences that are alike.

use tidings_link::wording;
use tidings_record::{
    ByteSpan, Comparator, Effect, FindingKind, Judgement, NameType, Piece, Reading, Verdict,
};

use crate::draft::Sentence;
use crate::line::{Word, alike};
use crate::owners::of_another;
use crate::sources::{Sources, Stretch};
use crate::values::{Amount, Fit, Sort};
use crate::voices::{Speaker, same_name};

/// How like a sentence must be for its number to support that of the draft.
const SUPPORTS: f64 = 0.22;
/// How like a sentence must be for its number to contradict that of the draft.
const CONTRADICTS: f64 = 0.42;
/// The same for a count that may be said in passing.
const PASSING_CONTRADICTS: f64 = 0.6;
/// How like the words around both numbers must be for that.
const LOCAL: f64 = 0.3;
/// By how much a number without its hedge must be likelier than one with it.
const MUCH: f64 = 0.25;
/// Words on each side of a number that say what it is of.
const REACH: usize = 7;
/// A count up to here is said in passing: "the two governments".
const IN_PASSING: f64 = 3.0;

/// How like a sentence must be for a number anywhere in it to be the draft's.
const SAME_WORDS: f64 = 0.33;
/// Numbers in words, small ones left out.
const NUMERALS: &[&str] = &[
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
/// An hour, a day, a week, a month, a year, in hours.
const ONE_UNIT: [f64; 5] = [1.0, 24.0, 168.0, 720.0, 8_760.0];
/// What the words around a number count by themselves, where the number is the same.
const MERGED: f64 = 0.6;
/// A number from here on is hardly the same twice by chance.
const TELLING: f64 = 10.0;

/// Words by which a sentence speaks of what the one before has a number of.
const OF_THE_SAME: &[&str] = &[
    "number",
    "figure",
    "count",
    "toll",
    "loss",
    "losses",
    "cost",
    "costs",
    "damage",
    "total",
    "estimate",
    "estimates",
    "it",
];

/// A number of the sources beside one of the draft.
struct Candidate<'s> {
    stretch: usize,
    amount: &'s Amount,
    fit: Fit,
    /// How surely it is of the same, from 0 to 1.
    like: f64,
    /// The same by the words around the number alone.
    local: f64,
}

/// The verdicts on the numbers of a sentence.
pub(crate) fn verdicts(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Vec<Verdict> {
    let quotes = crate::quotes::quotations(sentence);
    let asked = sentence.amounts.iter().filter(|one| !quotes.iter().any(|quote| quote.overlaps(one.span)));
    asked.filter_map(|amount| verdict(sentence, amount, sources)).collect()
}

fn verdict(sentence: &Sentence<'_>, amount: &Amount, sources: &Sources<'_>) -> Option<Verdict> {
    let candidates = candidates(sentence, amount, sources);
    let best = |fit: Fit| candidates.iter().find(|one| one.fit == fit && one.like >= SUPPORTS);
    let say =
        |one, judgement, because: &str| Some(resting_on(sentence, amount, one, judgement, because, sources));
    let held = match (best(Fit::Same), best(Fit::Unhedged)) {
        (Some(same), Some(bare)) if bare.like > same.like + MUCH => Some(bare),
        (same, bare) => same.or(bare),
    };
    let Some(held) = held else { return not_held(sentence, amount, &candidates, sources) };
    if let Some(owner) = of_another(sentence, held.stretch, held.amount, sources) {
        return say(held, Judgement::Differs, &format!("In the source this is a number of {owner}."));
    }
    if let Some(later) = revised(sentence, amount, &candidates, held, sources) {
        let because = match sources.told(later.stretch) {
            Some(day) => format!("An article of {day} has another number."),
            None => "A later article has another number.".to_owned(),
        };
        let refs = vec![sources.sentence(held.stretch), sources.sentence(later.stretch)];
        return Some(sentence.resting(Piece::Number, amount.span, Judgement::Revised, &because, refs));
    }
    let only_about = held.fit == Fit::Unhedged && held.amount.comparator == Comparator::About;
    let hedge = || {
        let theirs = held.amount.span.of(&sources.reading(held.stretch).text);
        say(held, Judgement::HedgeDropped, &format!("The source has {theirs:?}, not the number alone."))
    };
    if held.fit == Fit::Unhedged && !only_about {
        return hedge();
    }
    if let Some((speaker, against)) = one_sided(sentence, amount, &candidates, held, sources) {
        let mut because = format!("In the sources this is a number of {}.", speaker.words());
        let mut refs = vec![sources.sentence(held.stretch)];
        if let Some((stretch, other)) = against {
            because.push_str(&format!(" Another is {:?}.", other.span.of(&sources.reading(stretch).text)));
            if stretch != held.stretch {
                refs.push(sources.sentence(stretch));
            }
        }
        let verdict = sentence.resting(Piece::Number, amount.span, Judgement::OneSideAsFact, &because, refs);
        return Some(Verdict { said_by: Some(speaker.words()), ..verdict });
    }
    if only_about { hedge() } else { say(held, Judgement::Supported, "A source has the number.") }
}

/// A verdict that rests on a number of the sources.
fn resting_on(
    sentence: &Sentence<'_>,
    amount: &Amount,
    one: &Candidate<'_>,
    judgement: Judgement,
    because: &str,
    sources: &Sources<'_>,
) -> Verdict {
    let refs = vec![sources.sentence(one.stretch)];
    let said_by = Speaker::telling(sources, one.stretch, one.amount.span).map(|one| one.words());
    Verdict { said_by, ..sentence.resting(Piece::Number, amount.span, judgement, because, refs) }
}

/// The verdict on a number that no candidate is.
fn not_held(
    sentence: &Sentence<'_>,
    amount: &Amount,
    candidates: &[Candidate<'_>],
    sources: &Sources<'_>,
) -> Option<Verdict> {
    let piece = Piece::Number;
    if let Some(stretch) = in_words(sentence, amount, sources) {
        let (because, refs) = ("A source has the number.", vec![sources.sentence(stretch)]);
        return Some(sentence.resting(piece, amount.span, Judgement::Supported, because, refs));
    }
    let passing = in_passing(amount);
    let least = if passing { PASSING_CONTRADICTS } else { CONTRADICTS };
    let contradicts = |one: &&Candidate<'_>| one.fit == Fit::Other && one.like >= least && one.local >= LOCAL;
    if let Some(other) = candidates.iter().find(contradicts) {
        let theirs = other.amount.span.of(&sources.reading(other.stretch).text);
        let because =
            format!("The source has {theirs:?} where the draft has {:?}.", sentence.text(amount.span));
        return Some(resting_on(sentence, amount, other, Judgement::Differs, &because, sources));
    }
    let (judgement, because) = if amount.sort == Sort::Time {
        (Judgement::NotCheckable, "No source has this length of time; the draft may have worked it out.")
    } else {
        (Judgement::FoundNowhere, "No source has this number in a sentence like this one.")
    };
    (!passing).then(|| sentence.verdict(piece, amount.span, judgement, because.to_owned()))
}

/// A sentence that is like the draft's and has the same number, in whatever part of it.
fn in_words(sentence: &Sentence<'_>, amount: &Amount, sources: &Sources<'_>) -> Option<usize> {
    let inside = sentence.words.iter().filter(|word| amount.span.contains(word.span));
    let numeral =
        inside.into_iter().find(|word| word.is_number() || NUMERALS.contains(&word.small.as_str()))?;
    let has = |stretch: usize| {
        let stretch = &sources.stretches[stretch];
        let other = |word: &Word| {
            stretch.amounts.iter().any(|one| amount.likeness(one) <= 0.0 && one.span.contains(word.span))
        };
        stretch.words.iter().any(|word| word.small == numeral.small && !other(word))
    };
    let least = if amount.value().is_some_and(|value| value >= TELLING) { SUPPORTS } else { SAME_WORDS };
    let like =
        sentence.matches.iter().filter(|one| one.wide >= least && !conflict(sentence, one.stretch, sources));
    like.map(|one| one.stretch).find(|&stretch| has(stretch))
}

/// Whether a number is said in passing: "the two governments", "a day later".
fn in_passing(amount: &Amount) -> bool {
    amount.value().is_some_and(|value| match amount.sort {
        Sort::Count => value <= IN_PASSING,
        Sort::Time => ONE_UNIT.contains(&value),
        _ => false,
    })
}

/// Whether some number of a sentence stands in a sentence of the sources that is like it.
pub(crate) fn some_is_held(sentence: &Sentence<'_>, sources: &Sources<'_>) -> bool {
    sentence.amounts.iter().filter(|one| !in_passing(one)).any(|amount| {
        candidates(sentence, amount, sources).iter().any(|one| one.fit != Fit::Other && one.like >= SUPPORTS)
    })
}

/// Numbers of the same sort, the likeliest to be of the same thing first.
fn candidates<'s>(sentence: &Sentence<'_>, amount: &Amount, sources: &'s Sources<'_>) -> Vec<Candidate<'s>> {
    let near = near_words(&sentence.words, amount);
    let mut found = Vec::new();
    for one in &sentence.matches {
        let stretch = &sources.stretches[one.stretch];
        if conflict(sentence, one.stretch, sources) {
            continue;
        }
        for theirs in &stretch.amounts {
            let sort = amount.likeness(theirs);
            if sort <= 0.0 {
                continue;
            }
            if harms_differ(effect(&sentence.words, amount), effect(&stretch.words, theirs)) {
                continue;
            }
            let local = alike(&near, near_words(&stretch.words, theirs));
            let fit = amount.fit(theirs);
            // A number that is hardly the same twice by chance tells by itself.
            let telling = fit != Fit::Other && amount.value().is_some_and(|value| value >= TELLING);
            let like = sort.sqrt() * (0.6 * one.wide + 0.4 * local) + if telling { 0.1 } else { 0.0 };
            let like = if of_round(sentence, stretch) { like + 0.1 } else { like };
            // A long sentence of the draft may be made of several.
            let like = if telling { like.max(MERGED * local) } else { like };
            found.push(Candidate { stretch: one.stretch, amount: theirs, fit, like, local });
        }
    }
    found.sort_by(|a, b| {
        b.like.total_cmp(&a.like).then(a.stretch.cmp(&b.stretch)).then(a.amount.span.cmp(&b.amount.span))
    });
    found
}

/// The words around a number that tell something.
fn near_words<'w>(words: &'w [Word], amount: &Amount) -> Vec<&'w Word> {
    let at = words.iter().position(|word| word.span.overlaps(amount.span)).unwrap_or(0);
    let range = at.saturating_sub(REACH)..(at + REACH + 1).min(words.len());
    words[range].iter().filter(|word| word.kin.is_some() && !amount.span.overlaps(word.span)).collect()
}

/// Whether a sentence of the sources is of another day or round than the draft's.
fn conflict(sentence: &Sentence<'_>, stretch: usize, sources: &Sources<'_>) -> bool {
    let theirs = &sources.stretches[stretch];
    let round = sentence.ordinals.iter().any(|(number, noun)| {
        let same = theirs
            .ordinals
            .iter()
            .filter(|(_, other)| other == noun || related(other, noun))
            .collect::<Vec<_>>();
        !same.is_empty() && same.iter().all(|(other, _)| other != number)
    });
    let days: Vec<_> = sentence.days.iter().filter(|day| !day.recurs).collect();
    let apart = |day: &crate::draft::Stated| {
        let near = |one: &(jiff::civil::Date, jiff::civil::Date)| one.0 <= day.days.1 && day.days.0 <= one.1;
        !theirs.scope.is_empty() && !theirs.scope.iter().any(near)
    };
    round || !days.is_empty() && days.iter().all(|day| apart(day)) && theirs.days.is_empty()
}

/// Whether a sentence of the sources is of the round that the draft names.
fn of_round(sentence: &Sentence<'_>, theirs: &Stretch) -> bool {
    let same = |(number, noun): &(u32, String)| {
        theirs.ordinals.iter().any(|(other, name)| other == number && (name == noun || related(name, noun)))
    };
    sentence.ordinals.iter().any(same)
}

/// Nouns of one series: rounds of talks are talks.
fn related(one: &str, two: &str) -> bool {
    let series = |noun: &str| matches!(noun, "round" | "talk" | "talks" | "meeting" | "session");
    series(one) && series(two)
}

/// A later number of the same, if the draft does not say that its own is an earlier one.
fn revised<'c, 's>(
    sentence: &Sentence<'_>,
    amount: &Amount,
    candidates: &'c [Candidate<'s>],
    held: &Candidate<'s>,
    sources: &Sources<'_>,
) -> Option<&'c Candidate<'s>> {
    let still = |one: &&Candidate<'_>| one.fit != Fit::Other && one.like >= SUPPORTS;
    let last = candidates.iter().filter(still).filter_map(|one| sources.told(one.stretch)).max()?;
    let dated = sentence.days.iter().any(|day| day.days.0 <= last || day.recurs);
    if dated || sentence.has(&["first", "initially", "initial", "earlier", "then", "originally", "once"]) {
        return None;
    }
    let effect = effect(&sentence.words, amount);
    candidates.iter().find(|one| {
        let later = sources.told(one.stretch).is_some_and(|told| told > last);
        if one.fit != Fit::Other || !later {
            return false;
        }
        let id = &sources.reading(one.stretch).id;
        let by_record = sources
            .beside(FindingKind::Update, held.stretch, held.amount.span)
            .any(|other| other.article == *id && other.span.overlaps(one.amount.span));
        let words = &sources.stretches[one.stretch].words;
        let theirs = self::effect(words, one.amount);
        let same = effect.is_some() && effect == theirs && one.like + 0.1 >= held.like;
        let apart = effect.is_some() && theirs.is_some() && effect != theirs;
        let new = says_new(words) && !apart && (effect == theirs || one.like >= held.like);
        by_record || one.like >= SUPPORTS && (new || same) && level(sentence, sources, held, one)
    })
}

/// Whether a sentence says that a number is another one now.
fn says_new(words: &[Word]) -> bool {
    const NEW: [&str; 9] = ["ris", "rose", "climb", "correct", "lower", "revis", "increas", "stood", "grow"];
    words.iter().any(|word| NEW.iter().any(|stem| word.small.starts_with(stem)))
}

/// Whether two numbers can be of one thing: no sentence or headline says that they are of different places.
fn level(
    sentence: &Sentence<'_>,
    sources: &Sources<'_>,
    held: &Candidate<'_>,
    later: &Candidate<'_>,
) -> bool {
    let places = |stretch: usize| {
        let reading = sources.reading(stretch);
        let mut found = places_in(reading, sources.stretches[stretch].span);
        if found.is_empty() {
            let title = sources.articles[sources.stretches[stretch].article].stretches.start;
            found = places_in(reading, sources.stretches[title].span);
        }
        found
    };
    let mut own = places_in(sentence.reading, sentence.span);
    own.extend(places(held.stretch));
    let theirs = places(later.stretch);
    own.is_empty()
        || theirs.is_empty()
        || own.iter().any(|one| theirs.iter().any(|other| same_name(one, other)))
}

/// The towns, rivers and buildings that a stretch of a reading names.
fn places_in(reading: &Reading, span: ByteSpan) -> Vec<String> {
    let places = reading.names.iter().filter(|one| matches!(one.kind, NameType::Place | NameType::Facility));
    let here = places.filter(|one| one.mentions.iter().any(|mention| span.contains(mention.span)));
    here.map(|one| one.name.clone()).collect()
}

/// Whether two numbers are of people who came to different harm.
fn harms_differ(one: Option<Effect>, two: Option<Effect>) -> bool {
    let harm = |effect: &Option<Effect>| {
        matches!(
            effect,
            Some(Effect::Killed | Effect::Injured | Effect::Missing | Effect::Arrested | Effect::Displaced)
        )
    };
    harm(&one) && harm(&two) && one != two
}

/// What became of what a number counts, by the nearest word that says so.
fn effect(words: &[Word], amount: &Amount) -> Option<Effect> {
    let at = words.iter().position(|word| word.span.overlaps(amount.span)).unwrap_or(0);
    let clause = words.get(at)?.clause;
    let near = words.iter().enumerate().filter_map(|(nth, word)| {
        Some((word.clause != clause, nth.abs_diff(at), wording::effect(&word.small)?))
    });
    near.min_by_key(|one| (one.0, one.1)).map(|one| one.2)
}

/// Who alone gives a number that the draft states in its own voice, and the number that another gives.
fn one_sided<'a, 's>(
    sentence: &Sentence<'_>,
    amount: &Amount,
    candidates: &[Candidate<'s>],
    held: &Candidate<'s>,
    sources: &'s Sources<'a>,
) -> Option<(Speaker<'a>, Option<(usize, &'s Amount)>)> {
    if sentence.attribution(amount.span).is_some() || sentence.told_by().is_some() || sentence.says() {
        return None;
    }
    let same = candidates.iter().filter(|one| one.fit == held.fit && one.like >= 0.5 * held.like);
    let speakers: Vec<Option<Speaker<'_>>> =
        same.map(|one| Speaker::telling(sources, one.stretch, one.amount.span)).collect();
    let against = contested(held, sources);
    let first = speakers.iter().flatten().next()?.clone();
    let all = speakers.iter().all(|one| one.as_ref().is_some_and(Speaker::is_party));
    if against.is_none() && speakers.iter().flatten().any(|one| one.is_apart_from(&first)) {
        return None;
    }
    (against.is_some() || all).then_some((first, against))
}

/// Another number that somebody else gives for the same, in the same sentence or the next.
fn contested<'s>(held: &Candidate<'_>, sources: &'s Sources<'_>) -> Option<(usize, &'s Amount)> {
    let claimant = Speaker::telling(sources, held.stretch, held.amount.span)?;
    let passage = sources.stretches[held.stretch].passage;
    let of_held = effect(&sources.stretches[held.stretch].words, held.amount);
    for stretch in [held.stretch, held.stretch + 1, held.stretch.wrapping_sub(1)] {
        let Some(one) = sources.stretches.get(stretch) else { continue };
        if one.passage != passage || one.article != sources.stretches[held.stretch].article {
            continue;
        }
        let other = one.amounts.iter().find(|theirs| {
            let speaker = Speaker::telling(sources, stretch, theirs.span);
            let another = speaker.is_some_and(|one| one.words() != claimant.words());
            another
                && (stretch == held.stretch
                    || one.words.iter().any(|word| OF_THE_SAME.contains(&word.small.as_str())))
                && effect(&one.words, theirs) == of_held
                && theirs.likeness(held.amount) > 0.5
                && theirs.fit(held.amount) == Fit::Other
        });
        if let Some(other) = other {
            return Some((stretch, other));
        }
    }
    // Or the record sets it against another of the same day.
    let told = sources.told(held.stretch);
    let mut apart = sources.beside(FindingKind::Contradiction, held.stretch, held.amount.span);
    apart.find_map(|one| {
        let stretch = sources.stretch_of(one).filter(|&at| sources.told(at) == told)?;
        let amount =
            sources.stretches[stretch].amounts.iter().find(|theirs| theirs.span.overlaps(one.span))?;
        Some((stretch, amount))
    })
}
