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
mod tense;

use jiff::civil::Date;
use tidings_record::{ByteSpan, Days, PassageKind, Time, TimeType};

pub use lexicon::TimesLexicon;

use crate::{Block, Document};
use atoms::Atom;
use calendar::Stretch;
use expression::{Expression, Meaning, Origin};
use grammar::Reader;
use resolve::{Context, resolve};
use tense::{Tense, tense};

/// Reads the times of `document`, which was published on `published`, in the order of the text.
///
/// Bounds are days, the first and the last that the time can mean; a duration and a set have none.
pub fn times(document: &Document<'_>, lexicon: &TimesLexicon, published: &Days) -> Vec<Time> {
    let mut found = Vec::with_capacity(document.blocks.len());
    let mut atoms = Vec::new();
    for block in &document.blocks {
        let text = block.normalised.text.as_str();
        atoms::atoms(text, lexicon, &mut atoms);
        let mut expressions = Vec::new();
        let reader = Reader { atoms: &atoms, lexicon, parse: Some(&block.parse) };
        grammar::expressions(&reader, &mut expressions);
        found.push(expressions.into_iter().map(|one| Placed::new(one, &atoms, block)).collect::<Vec<_>>());
    }
    let published = published.day();
    let mut context = Context {
        published,
        narrative: is_narrative(found.iter().flatten(), published),
        reference: None,
        day: None,
        quarter: None,
        quarter_is_near: false,
    };
    let mut times = Vec::new();
    for (block, found) in document.blocks.iter().zip(&found) {
        let kind = document.passages.passages[block.passage.index()].kind;
        if !context.narrative && kind == PassageKind::Title {
            context.reference = None;
        }
        resolve_block(block, found, &mut context, &mut times);
    }
    times
}

/// An expression with its bytes in the block.
struct Placed {
    expression: Expression,
    start: usize,
    end: usize,
    sentence: usize,
    tense: Tense,
}

impl Placed {
    fn new(expression: Expression, atoms: &[Atom<'_>], block: &Block) -> Placed {
        let start = atoms[expression.atoms.start].start;
        let end = atoms[expression.atoms.end - 1].end();
        let parse = &block.parse;
        let (mut low, mut high) = (0, parse.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if parse.token(middle).end() <= start { low = middle + 1 } else { high = middle }
        }
        let mut head = low;
        // The word of the expression whose head lies outside it.
        while head < parse.len() && parse.token(head).start() < end {
            let above = parse.token(head).head();
            if above.start() < start || above.start() >= end || parse.token(head).is_root() {
                break;
            }
            head += 1;
        }
        let head = if head < parse.len() && parse.token(head).start() < end { head } else { low };
        let tense = if head < parse.len() { tense(parse.token(head)) } else { Tense::Unknown };
        let mut sentence = low.min(parse.len().saturating_sub(1));
        while sentence > 0 && !parse.token(sentence).is_sentence_start() {
            sentence -= 1;
        }
        Placed { expression, start, end, sentence, tense }
    }
}

/// Whether the text tells of a past that it dates itself: years and full dates well before the publication, and few words such as
/// "today" and "last week".
fn is_narrative<'p>(found: impl Iterator<Item = &'p Placed>, published: Option<Date>) -> bool {
    let (mut dated, mut deictic) = (0_u32, 0_u32);
    for placed in found {
        match &placed.expression.meaning {
            Meaning::Day { year, .. } | Meaning::Month { year, .. } | Meaning::Season { year, .. } => {
                if let expression::YearOf::Known(year) = year {
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
    dated >= 6 && dated > deictic * 2
}

fn resolve_block(block: &Block, found: &[Placed], context: &mut Context, times: &mut Vec<Time>) {
    let mut sentence = None;
    for (index, placed) in found.iter().enumerate() {
        if sentence != Some(placed.sentence) {
            context.quarter_is_near = sentence.is_some() && context.quarter_is_near;
            sentence = Some(placed.sentence);
            context.day = None;
        }
        if let Meaning::OfDay { origin: Origin::Reference, .. } = placed.expression.meaning {
            context.day = day_beside(found, index, context).or(context.day);
        }
        let Some(resolved) = resolve(&placed.expression, placed.tense, context) else { continue };
        if let Some(stretch) = resolved.stretch {
            context.reference = Some(stretch);
            if let Stretch::Day(day) = stretch {
                context.day = Some(day);
            }
            if let Stretch::Quarter(..) = stretch
                && !matches!(
                    placed.expression.meaning,
                    Meaning::Shift { .. } | Meaning::Period { year_before: true, .. }
                )
            {
                context.quarter = Some(stretch);
                context.quarter_is_near = true;
            }
        }
        let bounded = matches!(resolved.kind, TimeType::Date | TimeType::Time);
        let days = resolved.stretch.filter(|_| bounded).and_then(Stretch::days).unzip();
        times.push(Time {
            span: span(block, placed),
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

/// The day that stands right behind a clock time: "10:30 on Monday".
fn day_beside(found: &[Placed], index: usize, context: &Context) -> Option<Date> {
    let (this, next) = (found.get(index)?, found.get(index + 1)?);
    let near = next.sentence == this.sentence && next.expression.atoms.start <= this.expression.atoms.end + 2;
    if !near || matches!(next.expression.meaning, Meaning::OfDay { .. }) {
        return None;
    }
    match resolve(&next.expression, next.tense, context)?.stretch? {
        Stretch::Day(day) => Some(day),
        _ => None,
    }
}

fn span(block: &Block, placed: &Placed) -> ByteSpan {
    block.span(placed.start..placed.end)
}
