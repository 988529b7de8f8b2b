//! The grammar: finds expressions of time among the atoms of a block.
//!
//! At each atom the readers below are asked in turn and the longest answer wins; reading then goes on behind it.
//! Nothing recurses beyond "the end of" and "early", which take one expression without them.

mod amount;
mod clock;
mod dates;
mod figures;
mod frame;
mod sets;
mod units;
mod years;

pub(super) use sets::duration as set_duration;
use tidings_record::TimeModifier;
use tidings_syntax::{Parse, Token};

use super::atoms::{Atom, Key};
use super::calendar::Unit;
use super::expression::{Expression, Meaning, OfDay, Origin, Side, YearOf};
use super::lexicon::{PhraseMeaning, TimesLexicon};
use super::rules::Rule;

/// What was read, and the atom behind it.
pub(super) type Read = Option<Expression>;

/// Reads the atoms of one block.
pub(super) struct Reader<'a> {
    pub atoms: &'a [Atom<'a>],
    pub lexicon: &'a TimesLexicon,
    /// What the engine made of the block, if it was parsed.
    pub parse: Option<&'a Parse>,
}

/// Finds the expressions of one block, in order, without overlap.
pub(super) fn expressions(reader: &Reader<'_>, into: &mut Vec<Expression>) {
    let mut at = 0;
    while at < reader.atoms.len() {
        let before = into.len();
        if let Some(first) = reader.range(at) {
            into.extend(first);
        } else if let Some(found) = reader.wrapped(at) {
            into.push(found);
        }
        at = match into[before..].last() {
            Some(found) => found.atoms.end.max(at + 1),
            None => at + 1,
        };
    }
}

/// The first token that ends behind the byte `start`.
pub(crate) fn token_at(parse: &Parse, start: usize) -> Option<Token<'_>> {
    let (mut low, mut high) = (0, parse.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if parse.token(middle).end() <= start { low = middle + 1 } else { high = middle }
    }
    (low < parse.len()).then(|| parse.token(low))
}

/// Of two readings the longer, the first of equals.
pub(super) fn longest(candidates: impl IntoIterator<Item = Read>) -> Read {
    let mut best: Read = None;
    for found in candidates.into_iter().flatten() {
        if best.as_ref().is_none_or(|best| found.atoms.end > best.atoms.end) {
            best = Some(found);
        }
    }
    best
}

impl<'a> Reader<'a> {
    pub fn get(&self, at: usize) -> Option<&'a Atom<'a>> {
        self.atoms.get(at)
    }

    pub fn key(&self, at: usize) -> Key {
        self.atoms.get(at).map_or(Key::None, |atom| atom.sense.key)
    }

    pub fn before(&self, at: usize) -> Option<&'a Atom<'a>> {
        at.checked_sub(1).and_then(|at| self.atoms.get(at))
    }

    pub fn key_before(&self, at: usize) -> Key {
        self.before(at).map_or(Key::None, |atom| atom.sense.key)
    }

    pub fn is(&self, at: usize, text: &str) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.text.eq_ignore_ascii_case(text))
    }

    /// The atom behind a hyphen at `at`, if one joins it to what stands before; else `at`.
    pub fn joint(&self, at: usize) -> usize {
        let joins = self.get(at).is_some_and(|atom| atom.glued && atom.is_dash())
            && self.get(at + 1).is_some_and(|next| next.glued);
        if joins { at + 1 } else { at }
    }

    /// The engine's token that holds the atom.
    pub fn token(&self, at: usize) -> Option<Token<'a>> {
        let (parse, start) = (self.parse?, self.atoms.get(at)?.start);
        token_at(parse, start).filter(|token| token.start() <= start)
    }

    /// Whether the engine takes the atom for a verb or an auxiliary.
    pub fn is_verb(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| matches!(token.pos(), "VERB" | "AUX"))
    }

    /// Whether a noun follows that the words before would count or describe.
    pub fn noun_follows(&self, at: usize) -> bool {
        self.get(at).is_some_and(Atom::is_word)
            && self.token(at).is_some_and(|token| matches!(token.pos(), "NOUN" | "PROPN" | "ADJ" | "NUM"))
    }

    /// A word in an expression such as "the end of May", "early May", "later this month", or none of these.
    fn wrapped(&self, at: usize) -> Read {
        let (modifier, inner) = self.wrapper(at).unzip();
        let wrapped = inner.and_then(|inner| self.core(inner)).and_then(|mut found| {
            let date = !matches!(found.meaning, Meaning::Duration { .. } | Meaning::Set(_));
            let value_only = matches!(found.meaning, Meaning::Value(_));
            if !date || value_only {
                return None;
            }
            found.atoms.start = at;
            found.modifier = modifier.flatten().or(found.modifier);
            Some(found)
        });
        if wrapped.is_some() { wrapped } else { self.core(at) }
    }

    /// The modifier that begins at `at`, and where what it modifies begins.
    fn wrapper(&self, at: usize) -> Option<(Option<TimeModifier>, usize)> {
        let the = at + usize::from(self.key(at) == Key::The);
        let of = |at: usize| (self.key(at) == Key::Of).then_some(at + 1);
        let edge = match self.key(the) {
            Key::Beginning => Some(TimeModifier::Start),
            Key::Mid => Some(TimeModifier::Mid),
            Key::End => Some(TimeModifier::End),
            _ => None,
        };
        if let (Some(edge), Some(inner)) = (edge, of(the + 1)) {
            return Some((Some(edge), inner));
        }
        if matches!(self.key(the), Key::Early | Key::Late) && self.key(the + 1) == Key::In {
            let edge = if self.key(the) == Key::Early { TimeModifier::Start } else { TimeModifier::End };
            return Some((Some(edge), the + 2));
        }
        let inner = self.joint(the + 1);
        match self.key(the) {
            Key::Early => Some((Some(TimeModifier::Start), inner)),
            Key::Late => Some((Some(TimeModifier::End), inner)),
            Key::Mid => Some((Some(TimeModifier::Mid), inner)),
            Key::Earlier if self.is_deictic(inner) => Some((Some(TimeModifier::Start), inner)),
            Key::Later if self.is_deictic(inner) => Some((Some(TimeModifier::End), inner)),
            Key::Earlier if self.key(inner) == Key::In && self.key(inner + 1) == Key::The => {
                Some((Some(TimeModifier::Start), inner + 1))
            }
            Key::Later if self.key(inner) == Key::In && self.key(inner + 1) == Key::The => {
                Some((Some(TimeModifier::End), inner + 1))
            }
            Key::Sometime => Some((None, inner)),
            Key::About => Some((Some(TimeModifier::Approx), inner)).filter(|_| self.is_point(inner)),
            Key::At if self.is(at, "around") && self.is_point(inner) => {
                Some((Some(TimeModifier::Approx), inner))
            }
            _ => None,
        }
    }

    fn is_deictic(&self, at: usize) -> bool {
        matches!(self.key(at), Key::This | Key::That | Key::Yesterday | Key::Last)
            || self.get(at).is_some_and(|atom| atom.is("today") || atom.sense.weekday > 0)
            || (self.key(at) == Key::The && matches!(self.key(at + 1), Key::Same))
    }

    /// Whether a clock time, a month or a year stands here, which "about" may modify.
    fn is_point(&self, at: usize) -> bool {
        let Some(atom) = self.get(at) else { return false };
        matches!(self.key(at), Key::Noon | Key::Midnight)
            || (atom.sense.month > 0 && atom.is_capitalised())
            || (atom.digits() == 4 && !self.noun_follows(at + 1))
            || self.clock(at).is_some()
    }

    /// One expression without "the end of" before it.
    pub fn core(&self, at: usize) -> Read {
        let atom = self.get(at)?;
        let sense = &atom.sense;
        if sense.key == Key::None && *sense == super::atoms::Sense::default() && atom.number.is_none() {
            return match atom.text {
                "'" | "’" | "‘" => self.short_decade(at),
                "½" => self.frame(at),
                _ if atom.glued => None,
                "Q" => self.quarter_code(at),
                _ => None,
            };
        }
        longest([
            self.phrase(at),
            self.figures(at),
            self.date(at),
            self.clock_with_date(at),
            self.set(at),
            self.today(at),
            self.frame(at),
            self.mid_part(at),
            self.part_of_date(at),
            self.year_or_decade(at),
            self.quarter_code(at),
        ])
    }

    /// A phrase of the lexicon: "right now", "Christmas Eve".
    fn phrase(&self, at: usize) -> Read {
        let first = self.get(at).filter(|atom| atom.sense.begins_phrase)?;
        for phrase in self.lexicon.phrases(first.text) {
            let end = at + 1 + phrase.rest.len();
            let Some(atoms) = self.atoms.get(at + 1..end) else { continue };
            let same = atoms.iter().zip(&phrase.rest).all(|(atom, word)| {
                atom.text.eq_ignore_ascii_case(word) || (atom.is_apostrophe() && word == "'")
            });
            if !same
                || !phrase.fits(self.before(at).map(|atom| atom.text), self.get(end).map(|atom| atom.text))
            {
                continue;
            }
            // "the past three summers" is no "the past".
            let counted = |at: usize| {
                self.get(at).is_some_and(|next| next.number.is_some() || next.sense.cardinal.is_some())
            };
            return match &phrase.means {
                // "Now, she says, it is too late" only goes on with the talk.
                PhraseMeaning::Value(_) if first.is("Now") && self.is(end, ",") => None,
                PhraseMeaning::Value(_) if self.key(end - 1) == Key::Past && counted(end) => None,
                PhraseMeaning::Value(value) => {
                    Some(Expression::new(at..end, Meaning::Value(value.clone()), Rule::Phrase))
                }
                PhraseMeaning::Feast(_) if !first.is_capitalised() || self.ends_name(at) => None,
                PhraseMeaning::Feast(feast) => {
                    let (year, end) = self.year_behind(end);
                    Some(Expression::new(at..end, Meaning::Feast { year, feast: *feast }, Rule::Feast))
                }
            };
        }
        None
    }

    /// "today", "yesterday", "tonight", "overnight", with the part of the day behind it.
    fn today(&self, at: usize) -> Read {
        let step = |steps| Meaning::Step { unit: Unit::Day, steps, origin: Origin::Published };
        let make = |end, meaning| Expression::new(at..end, meaning, Rule::Today);
        let mut found = match self.key(at) {
            Key::Now if self.is(at, "today") => make(at + 1, step(0)),
            Key::Yesterday => make(at + 1, step(-1)),
            Key::Tomorrow => make(at + 1, step(1)),
            Key::Tonight => {
                let mut found = make(at + 1, step(0));
                found.of_day = Some(OfDay::Part(super::calendar::Part::Ni));
                return Some(found);
            }
            Key::Overnight if !self.is_dash_before(at) => {
                let mut found = make(at + 1, Meaning::OfDay { origin: Origin::Reference, steps: 0 });
                found.of_day = Some(OfDay::Part(super::calendar::Part::Ni));
                found.rule = Rule::Part;
                return Some(found);
            }
            Key::The if self.before_or_after(at + 1).is_some() => {
                let (unit, sign) = self.before_or_after(at + 1)?;
                match self.key(at + 3) {
                    Key::Yesterday => make(at + 4, step(-2)),
                    Key::Tomorrow => make(at + 4, step(2)),
                    _ if self.get(at + 3).is_some_and(Atom::is_word) => return None,
                    _ => {
                        let meaning = Meaning::Step { unit, steps: sign, origin: Origin::Reference };
                        Expression::new(at..at + 3, meaning, Rule::Same)
                    }
                }
            }
            _ => return None,
        };
        let named = self.get(at).is_some_and(Atom::is_capitalised)
            && self.before(at).is_some_and(Atom::is_capitalised)
            && self.token(at).is_some_and(|token| !matches!(token.entity_type(), "DATE" | "TIME"));
        if named {
            return None;
        }
        if let Some(part) = self.get(found.atoms.end).and_then(|atom| atom.sense.part) {
            found.of_day = Some(OfDay::Part(part));
            found.atoms.end += 1;
        }
        Some(found)
    }

    /// "mid-afternoon", "mid morning", with the day behind it.
    fn mid_part(&self, at: usize) -> Read {
        let part = (self.key(at) == Key::Mid).then(|| self.get(self.joint(at + 1)))??.sense.part?;
        let end = self.joint(at + 1) + 1;
        let day = self.date(end).or_else(|| self.today(end)).filter(|found| found.of_day.is_none());
        let mut found = day.unwrap_or_else(|| {
            Expression::new(at..end, Meaning::OfDay { origin: Origin::Reference, steps: 0 }, Rule::Part)
        });
        found.atoms.start = at;
        found.of_day = Some(OfDay::Part(part));
        found.modifier = Some(TimeModifier::Mid);
        Some(found)
    }

    /// "day before", "week after".
    fn before_or_after(&self, at: usize) -> Option<(Unit, i32)> {
        let sign = match self.key(at + 1) {
            Key::Before => -1,
            Key::After => 1,
            _ => return None,
        };
        let unit = self.get(at)?.sense.unit?;
        matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year).then_some((unit, sign))
    }

    pub fn is_dash_before(&self, at: usize) -> bool {
        self.get(at).is_some_and(|atom| atom.glued) && self.before(at).is_some_and(Atom::is_dash)
    }

    /// The year that the words from `at` on add: "1989", ", 1989", "of 1989", "of last year", "last year", "that year".
    pub fn year_behind(&self, at: usize) -> (YearOf, usize) {
        let comma = at + usize::from(self.is(at, ","));
        if let Some((year, end)) = self.plain_year(comma) {
            // "On May 3, 2000 people came."
            let counts = comma > at && self.token(end).is_some_and(|token| token.tag() == "NNS");
            if !counts {
                return (YearOf::Known(year), end);
            }
        }
        let from = at + usize::from(self.key(at) == Key::Of);
        if from > at
            && let Some((year, end)) = self.plain_year(from)
        {
            return (YearOf::Known(year), end);
        }
        let named = |at: usize| {
            self.get(at).is_some_and(|atom| atom.sense.unit == Some(Unit::Year) && !atom.sense.plural)
        };
        if named(from + 1) {
            let year = match self.key(from) {
                Key::Last => Some(YearOf::Step(-1)),
                Key::This => Some(YearOf::Step(0)),
                Key::Next => Some(YearOf::Step(1)),
                Key::That => Some(YearOf::FromReference(0)),
                _ => None,
            };
            if let Some(year) = year {
                return (year, from + 2);
            }
        }
        if from > at && self.key(from) == Key::The && named(from + 2) {
            let year = match self.key(from + 1) {
                Key::Same => Some(YearOf::FromReference(0)),
                Key::Following | Key::Next => Some(YearOf::FromReference(1)),
                Key::Previous => Some(YearOf::FromReference(-1)),
                _ => None,
            };
            if let Some(year) = year {
                return (year, from + 3);
            }
        }
        (YearOf::Open, at)
    }

    /// The side that "last", "this", "next" before a weekday or weekend gives.
    pub fn side(key: Key) -> Option<Side> {
        Some(match key {
            Key::Last | Key::Past => Side::Last,
            Key::This => Side::This,
            Key::Next | Key::Coming => Side::Next,
            Key::Following => Side::Following,
            Key::Previous => Side::Previous,
            _ => return None,
        })
    }
}
