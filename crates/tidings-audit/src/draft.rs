//! The draft, sentence by sentence, each with the sentences of the sources that are most like it.

use jiff::civil::Date;
use tidings_record::{
    Attribution, ByteSpan, Judgement, PassageKind, Piece, Reading, Ref, TimeType, Verdict, Voice,
};

use crate::line::{Word, words};
use crate::matching::{Match, matches};
use crate::sources::{Sources, ordinals_in};
use crate::values::{Amount, amounts};

/// A draft.
pub(crate) struct Draft<'a> {
    /// Its sentences.
    pub sentences: Vec<Sentence<'a>>,
}

/// A day that a draft states.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stated {
    /// Its words.
    pub span: ByteSpan,
    /// The first and the last day it can mean.
    pub days: (Date, Date),
    /// Whether it is a weekday or month and nothing more, which can be of an earlier week or year.
    pub recurs: bool,
}

impl Stated {
    /// Whether it can be a day of a source: a bare weekday may be of an earlier week, a bare month of another year.
    pub fn can_be(&self, (first, last): (Date, Date)) -> bool {
        if first <= self.days.1 && self.days.0 <= last {
            return true;
        }
        let one_day = first == last && self.days.0 == self.days.1;
        let month = first.month() == last.month()
            && first.year() == last.year()
            && first.month() == self.days.0.month();
        // "On Thursday" may be the next one, too, in a source that looks ahead.
        let near = last <= self.days.0.saturating_add(jiff::Span::new().days(7));
        self.recurs
            && if one_day {
                near && first.weekday() == self.days.0.weekday()
            } else {
                month && self.days.0 != self.days.1
            }
    }
}

/// One sentence of a draft.
pub(crate) struct Sentence<'a> {
    /// The reading of the draft.
    pub reading: &'a Reading,
    /// Where it stands.
    pub span: ByteSpan,
    /// Its words.
    pub words: Vec<Word>,
    /// Of each word: whether it only says who says it, or when.
    pub frame: Vec<bool>,
    /// Its numbers.
    pub amounts: Vec<Amount>,
    /// The days it states.
    pub days: Vec<Stated>,
    /// Its places in a series: "second round".
    pub ordinals: Vec<(u32, String)>,
    /// The most like sentences of the sources, the best first.
    pub matches: Vec<Match>,
}

impl<'a> Draft<'a> {
    /// Lays the sentences of `reading` out and finds what they are like.
    pub fn new(reading: &'a Reading, sources: &Sources<'_>) -> Draft<'a> {
        let all = amounts(reading);
        let read = |kind| matches!(kind, PassageKind::Title | PassageKind::Standfirst | PassageKind::Body);
        let sentences =
            reading.sentences.iter().filter(|one| read(reading.passages[one.passage.index()].kind));
        Draft { sentences: sentences.map(|one| Sentence::new(reading, one.span, &all, sources)).collect() }
    }
}

impl<'a> Sentence<'a> {
    fn new(reading: &'a Reading, span: ByteSpan, amounts: &[Amount], sources: &Sources<'_>) -> Sentence<'a> {
        let words = words(&reading.text, span);
        let of_frame = |word: &Word| {
            let framed = reading.attributions.iter().filter(|one| {
                !one.content.is_empty() && !one.source.is_empty() && one.voice != Voice::Article
            });
            let frame =
                framed.flat_map(|one| one.source.iter().chain(&one.cue)).any(|part| part.overlaps(word.span));
            frame || reading.times.iter().any(|time| time.span.overlaps(word.span))
        };
        let frame: Vec<bool> = words.iter().map(of_frame).collect();
        let mut own: Vec<Amount> = amounts.iter().filter(|one| span.contains(one.span)).cloned().collect();
        own.iter_mut().for_each(|one| one.find_noun(&words));
        let matches = matches(&words, &frame, sources);
        Sentence {
            reading,
            span,
            frame,
            amounts: own,
            days: stated(reading, span),
            ordinals: ordinals_in(reading, span),
            matches,
            words,
        }
    }

    /// The words at `span`.
    pub fn text(&self, span: ByteSpan) -> &'a str {
        span.of(&self.reading.text)
    }

    /// A verdict on `span` that rests on nothing yet.
    pub fn verdict(&self, piece: Piece, span: ByteSpan, judgement: Judgement, because: String) -> Verdict {
        Verdict {
            span,
            words: self.text(span).to_owned(),
            piece,
            judgement,
            because,
            refs: Vec::new(),
            said_by: None,
            changes: Vec::new(),
        }
    }

    /// A verdict on `span` that rests on `refs`.
    pub fn resting(
        &self,
        piece: Piece,
        span: ByteSpan,
        judgement: Judgement,
        because: &str,
        refs: Vec<Ref>,
    ) -> Verdict {
        Verdict { refs, ..self.verdict(piece, span, judgement, because.to_owned()) }
    }

    /// The attribution whose content holds `span`, the innermost.
    pub fn attribution(&self, span: ByteSpan) -> Option<&'a Attribution> {
        let holds = |one: &&Attribution| {
            one.voice != Voice::Article && one.content.iter().any(|content| content.overlaps(span))
        };
        let length = |one: &&Attribution| one.content.iter().map(|part| part.len()).sum::<u32>();
        self.reading.attributions.iter().filter(holds).min_by_key(length)
    }

    /// The attribution whose content is most of the sentence, in whatever voice.
    pub fn told_by(&self) -> Option<&'a Attribution> {
        let here = |one: &&Attribution| {
            let inside = one.content.iter().filter(|part| self.span.contains(**part));
            !one.source.is_empty() && inside.map(|part| part.len()).sum::<u32>() * 5 >= self.span.len() * 2
        };
        self.reading.attributions.iter().find(here)
    }

    /// Whether it says of something that somebody says it.
    pub fn says(&self) -> bool {
        self.has(SAYING)
    }

    /// Whether it has one of `list` among its words.
    pub fn has(&self, list: &[&str]) -> bool {
        self.words.iter().any(|word| list.contains(&word.small.as_str()))
    }
}

/// Words by which a sentence gives something to a speaker, in ways that need not be read as an attribution.
const SAYING: &[&str] = &[
    "said",
    "says",
    "say",
    "according",
    "claim",
    "claims",
    "claimed",
    "insists",
    "insisted",
    "told",
    "estimate",
    "estimates",
    "estimated",
    "counted",
    "spoke",
    "speaks",
    "reported",
    "reports",
    "put",
    "puts",
    "denied",
    "denies",
    "organisers",
    "quoted",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The days stated in a sentence.
fn stated(reading: &Reading, span: ByteSpan) -> Vec<Stated> {
    let dated = reading
        .times
        .iter()
        .filter(|time| span.contains(time.span) && matches!(time.kind, TimeType::Date | TimeType::Time));
    let mut found: Vec<Stated> = Vec::new();
    for time in dated {
        let Some(days) = time.earliest.zip(time.latest) else { continue };
        let words = time.span.of(&reading.text).to_lowercase();
        let month = days.0.day() == 1 && days.1 == days.0.last_of_month();
        let named = month || WEEKDAYS.iter().any(|day| words.contains(day));
        let recurs = named && !words.contains(|c: char| c.is_ascii_digit());
        // "Six in the morning on 3 November" is one day.
        if !found.iter().any(|one| one.days == days) {
            found.push(Stated { span: time.span, days, recurs });
        }
    }
    found
}
