//! Times: every date, clock time, duration and recurring time of an article, as TimeML's TIMEX3 and as days.
//!
//! - `atoms`: words, numbers and marks, finer than the engine's tokens. `lexicon`: what words mean.
//! - `grammar`: finds expressions and says what they say ([`expression`]), without any calendar.
//! - `tense`: whether a sentence looks back or ahead. `resolve`, `calendar`: values and days.
//!
//! Relative times count from the publication. In a text that dates its own past (a history, a chronicle) months and
//! days without a year take that of the running time: the last time named. Without a publication day they keep
//! X's (`XXXX-WXX-3`) and have no days.
//!
//! Not here: the ages of people, lengths of things, the date of the article itself (`published`), and holidays
//! that depend on the moon or on a country's law.

mod atoms;
mod calendar;
mod expression;
mod grammar;
mod lexicon;
mod resolve;
mod rules;
mod stated;
mod tense;

use std::ops::Range;

use jiff::civil::Date;
use tidings_record::{ByteSpan, Days, PassageKind, Time, TimeType};
use tidings_syntax::{Parse, Token};

pub(crate) use grammar::token_at;
pub use lexicon::TimesLexicon;
pub(crate) use stated::{Clock, Said, Saying, StatedDay, sayings, stated_days};

use crate::{Block, Document};
use atoms::Atom;
use calendar::Stretch;
use expression::{Expression, Meaning, Origin, YearOf};
use grammar::Reader;
use resolve::{Context, resolve};
use tense::{Tense, tense};

/// Reads the times of `document`, which was published on `published`, in the order of the text.
///
/// Bounds are days, the first and the last that the time can mean; a duration and a set have none.
pub fn times(document: &Document<'_>, lexicon: &TimesLexicon, published: &Days) -> Vec<Time> {
    let sources = sources(document);
    let mut found = Vec::with_capacity(sources.len());
    let (mut atoms, mut starts) = (Vec::new(), Vec::new());
    for source in &sources {
        atoms::atoms(source.text, lexicon, &mut atoms);
        let mut expressions = Vec::new();
        let reader = Reader { atoms: &atoms, lexicon, parse: source.block.map(|block| &block.parse) };
        grammar::expressions(&reader, &mut expressions);
        starts.clear();
        if let Some(block) = source.block.filter(|_| !expressions.is_empty()) {
            starts.extend(block.parse.tokens().filter(|token| token.is_sentence_start()).map(Token::index));
        }
        found.push(
            expressions.into_iter().map(|one| Placed::new(one, &atoms, source, &starts)).collect::<Vec<_>>(),
        );
    }
    let published = published.day();
    let mut context = Context {
        published,
        narrative: is_narrative(found.iter().flatten(), published),
        reference: None,
        day: None,
        quarter: None,
        line: None,
        quarter_age: u8::MAX,
    };
    let mut times = Vec::new();
    for (source, found) in sources.iter().zip(&found) {
        if !context.narrative && source.kind == PassageKind::Title {
            context.reference = None;
        }
        resolve_source(source, found, &mut context, &mut times);
    }
    times
}

/// A text that times are read from: a parsed block, or a dateline as it stands.
struct Source<'d> {
    text: &'d str,
    block: Option<&'d Block>,
    /// Where the text begins in the article; for what is not parsed.
    start: usize,
    kind: PassageKind,
}

impl Source<'_> {
    fn span(&self, range: Range<usize>) -> ByteSpan {
        match self.block {
            Some(block) => block.span(range),
            None => crate::passages::span(self.start + range.start..self.start + range.end),
        }
    }
}

/// The parsed blocks, the datelines and the line that is the page's date, in the order of the text.
fn sources<'d>(document: &'d Document<'_>) -> Vec<Source<'d>> {
    let text = document.article.text.as_str();
    let mut blocks = document.blocks.iter().peekable();
    let mut sources = Vec::with_capacity(document.blocks.len());
    for (index, passage) in document.passages.passages.iter().enumerate() {
        let kind = passage.kind;
        let mut parsed = false;
        while let Some(block) = blocks.next_if(|block| block.passage.index() == index) {
            parsed = true;
            sources.push(Source { text: &block.normalised.text, block: Some(block), start: 0, kind });
        }
        let dated = kind == PassageKind::Dateline
            || document.passages.page_date.is_some_and(|at| at.index() == index);
        if dated && !parsed {
            let start = passage.span.start as usize;
            sources.push(Source { text: passage.span.of(text), block: None, start, kind });
        }
    }
    sources
}

/// An expression with its bytes in the block.
struct Placed {
    expression: Expression,
    start: usize,
    end: usize,
    sentence: usize,
    tense: Tense,
    /// Whether the sentence only looks back or ahead to it: "until May", "since 1990".
    aside: bool,
}

impl Placed {
    fn new(expression: Expression, atoms: &[Atom<'_>], source: &Source<'_>, starts: &[usize]) -> Placed {
        let start = atoms[expression.atoms.start].start;
        let end = atoms[expression.atoms.end - 1].end();
        let (sentence, tense) =
            source.block.map_or((0, Tense::Unknown), |block| told(&block.parse, starts, start, end));
        // "as early as Tuesday" lies ahead whatever the verb says.
        let ahead = expression.atoms.start >= 3 && {
            let words = &atoms[expression.atoms.start - 3..expression.atoms.start];
            words[0].is("as") && (words[1].is("early") || words[1].is("soon")) && words[2].is("as")
        };
        let tense = if ahead { Tense::Future } else { tense };
        let before = expression.atoms.start.checked_sub(1).map_or("", |at| atoms[at].text);
        let aside = ["until", "till", "since", "before"].iter().any(|word| before.eq_ignore_ascii_case(word));
        Placed { expression, start, end, sentence, tense, aside }
    }
}

/// The number of the sentence that holds the bytes, and the tense in which they are told. `starts` are the first tokens of the
/// sentences.
fn told(parse: &Parse, starts: &[usize], start: usize, end: usize) -> (usize, Tense) {
    let Some(first) = token_at(parse, start) else { return (0, Tense::Unknown) };
    // The word of the expression whose head lies outside it.
    let outside =
        |token: &Token<'_>| token.is_root() || token.head().start() < start || token.head().start() >= end;
    let mut inside =
        (first.index()..parse.len()).map(|index| parse.token(index)).take_while(|token| token.start() < end);
    let top = inside.find(outside).unwrap_or(first);
    (starts.partition_point(|&from| from <= first.index()), tense(top))
}

/// Whether the text tells of a past that it dates itself: years and full dates well before the publication, and few words such as
/// "today" and "last week".
fn is_narrative<'p>(found: impl Iterator<Item = &'p Placed>, published: Option<Date>) -> bool {
    let (mut dated, mut deictic) = (0_u32, 0_u32);
    for placed in found {
        match &placed.expression.meaning {
            Meaning::Day { year, .. } | Meaning::Month { year, .. } | Meaning::Season { year, .. } => {
                if let YearOf::Known(year) = year {
                    dated += u32::from(published.is_none_or(|day| *year < day.year())) * 2;
                }
            }
            Meaning::Year(year) => dated += u32::from(published.is_none_or(|day| *year < day.year())),
            Meaning::Weekday { .. } | Meaning::Weekend { .. } => deictic += 1,
            Meaning::Step { origin: Origin::Published, .. }
            | Meaning::Shift { origin: Origin::Published, .. }
            | Meaning::OfDay { origin: Origin::Published, .. }
            | Meaning::Period { .. } => deictic += 1,
            _ => {}
        }
    }
    dated >= 8 && dated > deictic * 3
}

fn resolve_source(source: &Source<'_>, found: &[Placed], context: &mut Context, times: &mut Vec<Time>) {
    let mut sentence = None;
    for (index, placed) in found.iter().enumerate() {
        if sentence != Some(placed.sentence) {
            context.quarter_age = context.quarter_age.saturating_add(1);
            sentence = Some(placed.sentence);
            context.day = None;
        }
        if let Meaning::OfDay { origin: Origin::Reference, .. } = placed.expression.meaning {
            context.day = day_beside(found, index, context).or(context.day);
        }
        let Some(resolved) = resolve(&placed.expression, placed.tense, context) else { continue };
        if let Some(stretch) = resolved.stretch {
            context.follow(stretch, placed);
            if let Stretch::Day(day) = stretch {
                context.day = Some(day);
            }
            if let Stretch::Quarter(..) = stretch
                && matches!(
                    placed.expression.meaning,
                    Meaning::Quarter { .. } | Meaning::Period { year_before: false, .. }
                )
            {
                context.quarter = Some(stretch);
                context.quarter_age = 0;
            }
        }
        let bounded = matches!(resolved.kind, TimeType::Date | TimeType::Time);
        let days = resolved.stretch.filter(|_| bounded).and_then(Stretch::days).unzip();
        times.push(Time {
            span: source.span(placed.start..placed.end),
            kind: resolved.kind,
            value: resolved.value,
            modifier: placed.expression.modifier,
            granularity: resolved.granularity,
            earliest: days.0,
            latest: days.1,
            rule: placed.expression.rule.code().to_owned(),
        });
    }
}

impl Context {
    /// Moves the running time to `stretch`.
    fn follow(&mut self, stretch: Stretch, placed: &Placed) {
        let back = match placed.expression.meaning {
            // What news compares itself with is not what it goes on to tell.
            Meaning::Shift { sign: -1, .. } => true,
            Meaning::Shift { .. } => !self.narrative,
            Meaning::Step { steps, origin: Origin::Reference, .. } => steps < 0,
            Meaning::Period { .. } => true,
            Meaning::Decade { .. } | Meaning::Century(_) => true,
            _ => false,
        };
        // "the same day" behind "they will meet on Wednesday. …" is rarely that Wednesday.
        let aside = back || placed.tense == Tense::Future;
        if !aside || self.reference.is_none() && !back {
            self.reference = Some(stretch);
        }
        if aside || placed.aside {
            return;
        }
        let Some((first, last)) = stretch.days() else { return };
        match self.line {
            // "in 1941" while the story is in October 1941 does not lead it back.
            Some(line) if first <= line && line <= last && first != last => {}
            _ => self.line = Some(first),
        }
    }
}

/// The day that stands behind a clock time, or later in the sentence if none stood before: "10:30 (GMT) on Monday".
fn day_beside(found: &[Placed], index: usize, context: &Context) -> Option<Date> {
    let (this, next) = (found.get(index)?, found.get(index + 1)?);
    let reach = if context.day.is_none() { 8 } else { 2 };
    let near =
        next.sentence == this.sentence && next.expression.atoms.start <= this.expression.atoms.end + reach;
    if !near || matches!(next.expression.meaning, Meaning::OfDay { .. }) {
        return None;
    }
    match resolve(&next.expression, next.tense, context)?.stretch? {
        Stretch::Day(day) => Some(day),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
