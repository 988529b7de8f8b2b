//! A sentence of a draft as a whole: does a source tell it, as done, in its own voice?

use tidings_link::wording;
use tidings_record::{Attribution, ByteSpan, Effect, Judgement, Piece, Stance, Verdict, Voice};

use crate::draft::Sentence;
use crate::line::{Word, is_negated};
use crate::matching::Match;
use crate::plans::{ahead, is_plan};
use crate::sources::Sources;
use crate::values::{Amount, Fit};
use crate::voices::{Speaker, can_be_one, tells};

/// Below this likeness to every sentence of the sources, a sentence is found nowhere.
const NOWHERE: f64 = 0.4;
/// The same of a sentence with few words, which other words can replace one by one.
const NOWHERE_IN_FEW: f64 = 0.3;
/// From so many telling words on a sentence is no longer short.
const ENOUGH: usize = 5;
/// Fewest words that tell something, for a sentence to be looked for.
const FEWEST: usize = 3;
/// How like a sentence must be to tell the same.
const TELLS_THE_SAME: f64 = 0.45;
/// The same for one that says what did not happen.
const SAYS_NOT: f64 = 0.33;
/// And how near to the best one.
const OF_THE_BEST: f64 = 0.8;
/// And how much of it must stand in the sentence itself.
const OWN_OF_THE_BEST: f64 = 0.7;
/// How like a sentence must be to tell of the same deed, and how near to the one that tells it as a plan.
const SAME_DEED: f64 = 0.4;
const NEAR_THE_PLAN: f64 = 0.7;
/// How near to the best a sentence must be for its speaker to be the one meant.
const NEAR_THE_SPEAKER: f64 = 0.55;
/// How much of a sentence a claim must have, for the sentence to state the claim.
const SUBSTANCE: f64 = 0.5;
/// Share of a sentence in quotation marks from which it is judged by these alone.
const QUOTED: f64 = 0.5;

/// Past forms that say little of what was done.
const LIGHT: &[&str] = &[
    "became", "went", "took", "made", "gave", "got", "came", "held", "put", "kept", "said", "told", "called",
    "had", "been", "used",
];

/// Words that leave open whether it is so.
const HEDGES: &[&str] = &[
    "likely",
    "probably",
    "possibly",
    "possible",
    "apparently",
    "apparent",
    "reportedly",
    "allegedly",
    "alleged",
    "perhaps",
    "may",
    "might",
    "could",
    "suspected",
    "presumably",
    "seemingly",
    "believed",
];

/// The verdict on a sentence that no source tells.
pub(crate) fn nowhere(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Option<Verdict> {
    let telling = sentence
        .words
        .iter()
        .zip(&sentence.frame)
        .filter(|(word, frame)| word.kin.is_some() && !**frame)
        .count();
    let best = sentence.matches.iter().map(|one| one.wide).fold(0.0, f64::max);
    let least = if telling < ENOUGH { NOWHERE_IN_FEW } else { NOWHERE };
    let known = telling < FEWEST || best >= least || crate::quotes::share(sentence) >= QUOTED;
    if known || crate::numbers::some_is_held(sentence, sources) {
        return None;
    }
    let because = "No source tells anything like this sentence.".to_owned();
    Some(sentence.verdict(Piece::Statement, sentence.span, Judgement::FoundNowhere, because))
}

/// The verdicts on what a sentence tells and on who says it. `told`: something in it is wrong already.
pub(crate) fn verdicts(sentence: &Sentence<'_>, sources: &Sources<'_>, told: bool) -> Vec<Verdict> {
    if crate::quotes::share(sentence) >= QUOTED {
        return Vec::new();
    }
    if let Some(verdict) = plan(sentence, sources) {
        return vec![verdict];
    }
    if told {
        return Vec::new();
    }
    let found = other_harm(sentence, sources)
        .or_else(|| speaker(sentence, sources))
        .or_else(|| dropped(sentence, sources))
        .or_else(|| hedged(sentence, sources));
    let found = found.or_else(|| {
        let best = sentence.matches.first().filter(|one| one.wide >= TELLS_THE_SAME)?;
        let refs = vec![sources.sentence(best.stretch)];
        Some(sentence.resting(
            Piece::Statement,
            sentence.span,
            Judgement::Supported,
            "A source tells this.",
            refs,
        ))
    });
    found.into_iter().collect()
}

/// Matches that tell what the sentence tells.
fn same<'m>(sentence: &'m Sentence<'_>, sources: &Sources<'_>) -> Vec<&'m Match> {
    // What did not happen is told by sentences that say so.
    let negated = is_negated(&sentence.words);
    let says_not = |one: &&Match| !negated || is_negated(&sources.stretches[one.stretch].words);
    let least = if negated { SAYS_NOT } else { TELLS_THE_SAME };
    let some = sentence.matches.iter().filter(says_not).any(|one| one.wide >= least);
    let asked = || sentence.matches.iter().filter(|one| !some || says_not(one));
    let best = |of: fn(&Match) -> f64| asked().map(of).fold(0.0, f64::max);
    let (wide, own) = (best(|one| one.wide), best(|one| one.own));
    let near = |one: &&Match| {
        one.wide >= least && one.wide >= OF_THE_BEST * wide && one.own >= OWN_OF_THE_BEST * own
    };
    asked().filter(near).collect()
}

/// People killed where the sources have them injured, or the like.
fn other_harm(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Option<Verdict> {
    let (word, own) = sentence.words.iter().find_map(|word| Some((word, harm(word)?)))?;
    let has = |one: &Match, harms: fn(Effect, Effect) -> bool| {
        sources.stretches[one.stretch]
            .words
            .iter()
            .any(|word| harm(word).is_some_and(|theirs| harms(own, theirs)))
    };
    let known = sentence.matches.iter().any(|one| one.wide >= SAYS_NOT && has(one, |a, b| a == b));
    let other = same(sentence, sources).into_iter().find(|one| has(one, |a, b| a != b)).filter(|_| !known)?;
    let refs = vec![sources.sentence(other.stretch)];
    let because = "The source tells of other harm.";
    Some(sentence.resting(Piece::Statement, word.span, Judgement::Differs, because, refs))
}

/// What a word says became of people.
fn harm(word: &Word) -> Option<Effect> {
    let effect = wording::effect(&word.small);
    effect.filter(|one| matches!(one, Effect::Killed | Effect::Injured | Effect::Missing | Effect::Arrested))
}

/// A deed told as done that the sources tell only as a plan.
fn plan(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Option<Verdict> {
    let done = |one: &Attribution| matches!(one.stance, Stance::Says | Stance::Announces | Stance::Agrees);
    if is_negated(&sentence.words) || sentence.told_by().is_some_and(|one| !done(one)) {
        return None;
    }
    let own = ahead(&sentence.words);
    for (at, word) in sentence.words.iter().enumerate() {
        let light = LIGHT.contains(&word.small.as_str());
        let deed = word.kin.is_some() && wording::is_past(&word.small) && !own[at] && !light;
        if !deed {
            continue;
        }
        let (mut planned, mut done): (Option<&Match>, f64) = (None, 0.0);
        for one in
            sentence.matches.iter().filter(|one| one.wide >= SAME_DEED && fits_days(sentence, one, sources))
        {
            let theirs = &sources.stretches[one.stretch].words;
            let Some(partner) =
                one.pairs.iter().find(|pair| pair.0 == at && pair.2 >= 0.8).map(|pair| pair.1)
            else {
                continue;
            };
            if theirs[partner].capital && partner > 0 {
                continue;
            }
            let supposed = ahead(theirs)[partner];
            let by: Vec<&Word> = one.pairs.iter().map(|pair| &sentence.words[pair.0]).collect();
            if supposed && !sources.came_about(one.stretch, &by) && !told_later(sentence, one, sources) {
                planned = planned.filter(|other| other.wide >= one.wide).or(Some(one));
            } else if !is_negated(theirs) && (supposed || wording::is_past(&theirs[partner].small)) {
                done = f64::max(done, one.wide);
            }
        }
        if let Some(planned) = planned.filter(|one| done < NEAR_THE_PLAN * one.wide) {
            let because =
                format!("The sources tell of {:?} only as of something to come.", sentence.text(word.span));
            let refs = vec![sources.sentence(planned.stretch)];
            return Some(sentence.resting(
                Piece::Statement,
                word.span,
                Judgement::PlanAsDone,
                &because,
                refs,
            ));
        }
    }
    None
}

/// Whether a later article tells of that day, with a number of the draft, as of something that happened.
fn told_later(sentence: &Sentence<'_>, plan: &Match, sources: &Sources<'_>) -> bool {
    let told = sources.told(plan.stretch);
    sentence.matches.iter().any(|one| {
        let stretch = &sources.stretches[one.stretch];
        let later = sources.told(one.stretch) > told && told.is_some();
        let on_the_day = sentence.days.iter().any(|day| stretch.days.iter().any(|other| day.can_be(*other)));
        let same = |own: &Amount| {
            stretch.amounts.iter().any(|theirs| own.likeness(theirs) > 0.5 && own.fit(theirs) == Fit::Same)
        };
        let done = stretch.words.iter().any(|word| wording::is_past(&word.small)) && !is_plan(&stretch.words);
        later && done && on_the_day && (one.wide >= plan.wide || sentence.amounts.iter().any(same))
    })
}

/// Whether a sentence of the sources can be of the days of the draft's.
fn fits_days(sentence: &Sentence<'_>, one: &Match, sources: &Sources<'_>) -> bool {
    let theirs = &sources.stretches[one.stretch].scope;
    let meets = |day: &crate::draft::Stated| theirs.iter().any(|other| day.can_be(*other));
    let exact: Vec<_> = sentence.days.iter().filter(|day| !day.recurs).collect();
    exact.is_empty() || theirs.is_empty() || exact.iter().any(|day| meets(day))
}

/// Where the draft's words, or words like them, stand in a sentence of the sources.
fn matched(sentence: &Sentence<'_>, one: &Match, sources: &Sources<'_>) -> Vec<ByteSpan> {
    let words = &sources.stretches[one.stretch].words;
    let telling = one.pairs.iter().filter(|pair| pair.2 >= 0.5 && !sentence.frame[pair.0]);
    telling.map(|pair| words[pair.1].span).collect()
}

/// Who says in the source what the draft's words say: the attribution whose content has most of them.
fn said_by<'a>(sentence: &Sentence<'_>, one: &Match, sources: &Sources<'a>) -> Option<Speaker<'a>> {
    let reading = sources.reading(one.stretch);
    let matched = matched(sentence, one, sources);
    let inside = |attribution: &&Attribution| {
        let held = matched
            .iter()
            .filter(|span| attribution.content.iter().any(|part| part.contains(**span)))
            .count();
        attribution.voice != Voice::Article && held * 2 > matched.len()
    };
    let attribution = reading.attributions.iter().find(inside)?;
    Some(Speaker { attribution, reading, stretch: one.stretch })
}

/// The share of the draft's words, names and frame left out, that a sentence of the sources has.
fn substance(sentence: &Sentence<'_>, one: &Match) -> f64 {
    let plain = |at: &usize| {
        let word = &sentence.words[*at];
        word.kin.is_some() && !word.capital && !sentence.frame[*at]
    };
    let all = (0..sentence.words.len()).filter(plain).count();
    let held = one.pairs.iter().filter(|pair| pair.2 >= 0.5 && plain(&pair.0)).count();
    if all == 0 { 0.0 } else { held as f64 / all as f64 }
}

/// The draft gives it to one person, every source to another.
fn speaker(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Option<Verdict> {
    let attribution = sentence.told_by().filter(|one| one.voice == Voice::Named)?;
    let at = *attribution.source.first()?;
    // If some sentence that is nearly as like has the speaker, that is the one meant.
    let best = sentence.matches.iter().map(|one| one.wide).fold(0.0, f64::max);
    let near = sentence.matches.iter().filter(|one| one.wide >= NEAR_THE_SPEAKER * best);
    let mut voices = near.filter_map(|one| said_by(sentence, one, sources));
    if voices.any(|speaker| can_be_one(sentence.reading, attribution, &speaker, sources)) {
        return None;
    }
    let mut other = None;
    for one in same(sentence, sources).into_iter().filter(|one| one.own >= TELLS_THE_SAME) {
        let speaker = said_by(sentence, one, sources)?;
        if can_be_one(sentence.reading, attribution, &speaker, sources) {
            return None;
        }
        other = other.or(Some(speaker));
    }
    let other = other?;
    let because = format!("By the source it is {} who says this.", other.words());
    let refs = vec![sources.sentence(other.stretch)];
    let verdict = sentence.resting(Piece::Attribution, at, Judgement::OtherSpeaker, &because, refs);
    Some(Verdict { said_by: Some(other.words()), ..verdict })
}

/// The draft states what in every source a party says, or what somebody denies.
fn dropped(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Option<Verdict> {
    let told = sentence.told_by().is_some_and(|one| tells(one.stance));
    if told || sentence.says() || is_plan(&sentence.words) {
        return None;
    }
    let all = same(sentence, sources);
    let denied = all.iter().find_map(|one| denial(sentence, one, sources));
    let (mut first, mut spoken): (Option<Speaker<'_>>, Option<usize>) = (None, None);
    for one in &all {
        if told_later(sentence, one, sources) {
            return None;
        }
        // What is to come is a plan, not a claim.
        if is_frame(sentence, one, sources) || is_ahead(one, sources) {
            continue;
        }
        match said_by(sentence, one, sources).filter(Speaker::tells) {
            Some(_) if substance(sentence, one) < SUBSTANCE => {}
            Some(speaker) => {
                let weighty = speaker.is_party() || is_negated(&sentence.words) || denied.is_some();
                // What two sides say is no longer one side's.
                let both =
                    denied.is_none() && first.as_ref().is_some_and(|first| first.is_apart_from(&speaker));
                if !weighty || both {
                    return None;
                }
                first = first.or(Some(speaker));
            }
            None if denied.is_some_and(|(stretch, _)| stretch == one.stretch) => {}
            None if spoken_of(sentence, one, sources) => spoken = spoken.or(Some(one.stretch)),
            None => return None,
        }
    }
    let (stretch, who) = match (&first, denied) {
        (Some(speaker), _) => (speaker.stretch, speaker.words()),
        (None, Some((stretch, _))) => {
            let because = "In the source this is what somebody denies.";
            let refs = vec![sources.sentence(stretch)];
            return Some(sentence.resting(
                Piece::Statement,
                sentence.span,
                Judgement::AttributionDropped,
                because,
                refs,
            ));
        }
        (None, None) => {
            let refs = vec![sources.sentence(spoken?)];
            let because = "In the source somebody speaks of it; it does not say so itself.";
            let judgement = Judgement::AttributionDropped;
            return Some(sentence.resting(Piece::Statement, sentence.span, judgement, because, refs));
        }
    };
    let mut refs = vec![sources.sentence(stretch)];
    refs.extend(denied.filter(|one| one.0 != stretch).map(|one| sources.sentence(one.0)));
    let because = format!("In the sources it is {who} who says this.");
    let verdict =
        sentence.resting(Piece::Statement, sentence.span, Judgement::AttributionDropped, &because, refs);
    Some(Verdict { said_by: Some(who), ..verdict })
}

/// Whether a sentence of the sources has the draft's words mostly where it says who says something.
fn is_frame(sentence: &Sentence<'_>, one: &Match, sources: &Sources<'_>) -> bool {
    let reading = sources.reading(one.stretch);
    let told = || reading.attributions.iter().filter(|one| one.voice != Voice::Article);
    let inside =
        |span: ByteSpan| told().any(|one| one.source.iter().chain(&one.cue).any(|part| part.contains(span)));
    let matched = matched(sentence, one, sources);
    matched.iter().filter(|span| inside(**span)).count() * 2 >= matched.len()
}

/// Whether what is like the draft's words is told as to come.
fn is_ahead(one: &Match, sources: &Sources<'_>) -> bool {
    let ahead = ahead(&sources.stretches[one.stretch].words);
    one.pairs.iter().any(|pair| pair.2 >= 0.5 && ahead[pair.1])
}

/// Whether a sentence of the sources only speaks of what the draft states: "the party spoke of fraud".
fn spoken_of(sentence: &Sentence<'_>, one: &Match, sources: &Sources<'_>) -> bool {
    const SPEAKS: [&str; 8] =
        ["spoke", "speak", "speaks", "talked", "complained", "warned", "accused", "alleged"];
    let words = &sources.stretches[one.stretch].words;
    let Some(first) = matched(sentence, one, sources).into_iter().map(|span| span.start).min() else {
        return false;
    };
    let before = words.iter().rev().find(|word| word.span.start < first && word.kin.is_some());
    before.is_some_and(|word| SPEAKS.contains(&word.small.as_str()))
}

/// A denial of what the sentence tells.
fn denial(sentence: &Sentence<'_>, one: &Match, sources: &Sources<'_>) -> Option<(usize, ByteSpan)> {
    let all = matched(sentence, one, sources).into_iter();
    let span = all.reduce(|a, b| ByteSpan::new(a.start.min(b.start), a.end.max(b.end)))?;
    let reading = sources.reading(one.stretch);
    let denies = |attribution: &&Attribution| {
        attribution.stance == Stance::Denies && attribution.content.iter().any(|part| part.overlaps(span))
    };
    reading.attributions.iter().find(denies).map(|_| (one.stretch, span))
}

/// The draft states what every source leaves open.
fn hedged(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Option<Verdict> {
    if sentence.has(HEDGES) || is_plan(&sentence.words) {
        return None;
    }
    let mut found: Option<(usize, &Word)> = None;
    for one in same(sentence, sources) {
        let words = &sources.stretches[one.stretch].words;
        let hedge = words.iter().enumerate().find(|(at, word)| {
            let near = |pair: &(usize, usize, f64)| pair.2 >= 0.8 && pair.1 > *at && pair.1 <= at + 2;
            HEDGES.contains(&word.small.as_str()) && one.pairs.iter().any(near)
        });
        found = found.or(Some((one.stretch, hedge?.1)));
    }
    let (stretch, hedge) = found?;
    let because = format!("The source says {:?}.", hedge.span.of(&sources.reading(stretch).text));
    let refs = vec![sources.sentence(stretch)];
    Some(sentence.resting(Piece::Statement, sentence.span, Judgement::HedgeDropped, &because, refs))
}
