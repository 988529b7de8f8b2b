//! Days of a draft beside the days of the sentences that tell the same.

use jiff::civil::Date;
use tidings_record::{ByteSpan, Judgement, Piece, Verdict};

use crate::draft::{Sentence, Stated};
use crate::line::{Word, alike};
use crate::sources::Sources;

/// How like a sentence must be for its day to support that of the draft.
const SUPPORTS: f64 = 0.3;
/// How like a sentence must be for its days to contradict that of the draft.
const CONTRADICTS: f64 = 0.36;
/// From here on a sentence is clearly of the same, and others must be nearly as like.
const CLEAR: f64 = 0.85;
/// How near to it they must be.
const OF_THE_BEST: f64 = 0.7;
/// Words on each side of a day that say what was then.
const REACH: usize = 6;
/// Days before publication that an article without a day is taken to speak of.
const RECENT: i64 = 1;

/// The verdicts on the days of a sentence.
pub(crate) fn verdicts(sentence: &Sentence<'_>, sources: &Sources<'_>) -> Vec<Verdict> {
    let quotes = crate::quotes::quotations(sentence);
    let asked = sentence.days.iter().filter(|one| !quotes.iter().any(|quote| quote.overlaps(one.span)));
    asked.filter_map(|day| verdict(sentence, day, sources)).collect()
}

fn verdict(sentence: &Sentence<'_>, day: &Stated, sources: &Sources<'_>) -> Option<Verdict> {
    let near = near(&sentence.words, day.span);
    let mut like: Vec<(f64, usize)> = sentence
        .matches
        .iter()
        .map(|one| (0.6 * one.wide + 0.4 * alike(&near, &sources.stretches[one.stretch].words), one.stretch))
        .collect();
    like.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let say = |stretch: usize, judgement, because: &str| {
        Some(sentence.resting(Piece::Day, day.span, judgement, because, vec![sources.sentence(stretch)]))
    };
    // If the most like sentence has days, a day of another must come from one that is nearly as like.
    let clear = |at: usize| !sources.stretches[at].days.is_empty() && states_its_day(day, at, sources);
    let best = like.first().filter(|one| one.0 >= CLEAR && clear(one.1)).map_or(0.0, |one| one.0);
    let least = f64::max(SUPPORTS, OF_THE_BEST * best);
    let supporting = || like.iter().filter(|one| one.0 >= least).map(|one| one.1);
    if let Some(at) = supporting().find(|&at| sources.stretches[at].days.iter().any(|one| day.can_be(*one))) {
        return say(at, Judgement::Supported, "A source has the day.");
    }
    let worked_out = |at: &usize| {
        sources.stretches[*at].scope.iter().any(|one| day.can_be(*one)) || told_then(day, *at, sources)
    };
    if let Some(at) = supporting().find(worked_out) {
        return say(at, Judgement::Supported, "The day follows from the days of the source.");
    }
    // "By Friday" and "said on Friday" count from what was known then.
    if let Some(at) = supporting().find(|&at| known_then(sentence, day, at, sources)) {
        return say(at, Judgement::Supported, "An article of that time tells this.");
    }
    let other = like.iter().find(|one| one.0 >= CONTRADICTS && !sources.stretches[one.1].days.is_empty());
    if let Some(&(_, at)) = other {
        let days: Vec<String> = sources.stretches[at].days.iter().map(|one| written(*one)).collect();
        let because =
            format!("The source has {} where the draft has {}.", days.join(", "), written(day.days));
        return say(at, Judgement::Differs, &because);
    }
    let because = "No source has this day for what the sentence tells.".to_owned();
    Some(sentence.verdict(Piece::Day, day.span, Judgement::FoundNowhere, because))
}

/// Whether the draft says by when something was known or said, and an article had it by then.
fn known_then(sentence: &Sentence<'_>, day: &Stated, stretch: usize, sources: &Sources<'_>) -> bool {
    let at = sentence.words.iter().position(|word| word.span.overlaps(day.span));
    let before = at.and_then(|at| at.checked_sub(1)).map(|at| sentence.words[at].small.as_str());
    let Some(told) = sources.told(stretch) else { return false };
    let last = sources.stretches[stretch].days.iter().map(|one| one.1).max().unwrap_or(told);
    matches!(before, Some("by" | "until")) && last <= day.days.1
        || sentence.says() && day.can_be((told, told))
}

/// Whether the days of a sentence are those of what it tells: not the days from which it counts ("a day after"), and not
/// beside the draft's day in the sentence before.
fn states_its_day(day: &Stated, stretch: usize, sources: &Sources<'_>) -> bool {
    const COUNTS: [&str; 6] = ["after", "before", "earlier", "later", "ago", "since"];
    let one = &sources.stretches[stretch];
    let before = stretch.checked_sub(1).map(|at| &sources.stretches[at]);
    let beside = before.filter(|before| before.article == one.article && before.passage == one.passage);
    let counts = one.words.iter().any(|word| COUNTS.contains(&word.small.as_str()));
    !counts && !beside.is_some_and(|before| before.days.iter().any(|other| day.can_be(*other)))
}

/// The words around a day that tell something.
fn near(words: &[Word], span: ByteSpan) -> Vec<&Word> {
    let at = words.iter().position(|word| word.span.overlaps(span)).unwrap_or(0);
    let range = at.saturating_sub(REACH)..(at + REACH + 1).min(words.len());
    words[range].iter().filter(|word| word.kin.is_some() && !span.overlaps(word.span)).collect()
}

/// Whether a sentence without a day stands in an article of that day or the next.
fn told_then(day: &Stated, stretch: usize, sources: &Sources<'_>) -> bool {
    let Some(told) = sources.told(stretch).filter(|_| sources.stretches[stretch].scope.is_empty()) else {
        return false;
    };
    (0..=RECENT).any(|ago| {
        let then = told.checked_sub(jiff::Span::new().days(ago));
        then.is_ok_and(|then| day.can_be((then, then)))
    })
}

fn written((first, last): (Date, Date)) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}
