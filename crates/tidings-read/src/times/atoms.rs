//! The words, numbers and marks of one block, each with what it can mean as a word of time.
//!
//! Atoms are finer than the engine's tokens: `Sept.30`, `mid-1996`, `5pm` and `1980s` fall into pieces here, so
//! that the grammar reads all of them the same way, and reads text that was not parsed.

use std::ops::Range;

use super::calendar::{Part, Season, Unit};
use super::lexicon::TimesLexicon;

/// One word, number or mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom<'t> {
    /// As it stands.
    pub text: &'t str,
    /// First byte in the block.
    pub start: usize,
    /// Whether nothing stands between it and the atom before.
    pub glued: bool,
    /// The number, if it is one in ASCII digits; `u32::MAX` beyond nine digits.
    pub number: Option<u32>,
    /// What it can mean.
    pub sense: Sense,
}

impl Atom<'_> {
    /// One past the last byte in the block.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this mark.
    pub fn is(&self, mark: &str) -> bool {
        self.text == mark
    }

    /// Whether it is a hyphen or a dash.
    pub fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—" | "‑" | "‐")
    }

    /// Whether it is an apostrophe.
    pub fn is_apostrophe(&self) -> bool {
        matches!(self.text, "'" | "’" | "‘")
    }

    /// How many digits it has.
    pub fn digits(&self) -> usize {
        if self.number.is_some() { self.text.len() } else { 0 }
    }

    /// Whether it begins with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is a word of letters.
    pub fn is_word(&self) -> bool {
        self.number.is_none() && self.text.chars().next().is_some_and(char::is_alphabetic)
    }
}

/// What a word can mean. Most words have no sense at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sense {
    /// Its part in the grammar.
    pub key: Key,
    /// Month from 1.
    pub month: u8,
    /// Weekday from 1, Monday.
    pub weekday: u8,
    /// Ordinal number.
    pub ordinal: u8,
    /// Decade of a century: 90 for `nineties`.
    pub decade: u8,
    /// Season.
    pub season: Option<Season>,
    /// Unit of time.
    pub unit: Option<Unit>,
    /// Part of the day.
    pub part: Option<Part>,
    /// Number as a word.
    pub cardinal: Option<u32>,
    /// Unit of `daily`, `weekly`.
    pub each: Option<Unit>,
    /// Minutes east of Greenwich.
    pub zone: Option<i16>,
    /// Whether the word is plural.
    pub plural: bool,
    /// Whether it is as often no word of time.
    pub doubtful: bool,
    /// Whether phrases begin with it.
    pub begins_phrase: bool,
}

macro_rules! keys {
    ($($key:ident: $($word:literal)|*;)*) => {
        /// Words that hold expressions of time together.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub(super) enum Key {
            /// None of these.
            #[default]
            None,
            $(
                #[doc = concat!($("`", $word, "` "),*)]
                $key,
            )*
        }

        impl Key {
            /// Every such word.
            pub const WORDS: &'static [(&'static str, Key)] = &[$($(($word, Key::$key),)*)*];
        }
    };
}

keys! {
    The: "the";
    A: "a" | "an";
    This: "this";
    That: "that";
    These: "these";
    Those: "those";
    Its: "its" | "their" | "his" | "her" | "our" | "my";
    Same: "same" | "very";
    Last: "last";
    Past: "past";
    Next: "next";
    Coming: "coming" | "upcoming" | "forthcoming" | "incoming";
    Previous: "previous" | "preceding" | "prior";
    Following: "following" | "ensuing" | "subsequent";
    Latest: "latest" | "recent";
    Current: "current" | "present" | "ongoing";
    Comparable: "comparable" | "corresponding";
    Fiscal: "fiscal" | "financial";
    Full: "full" | "whole" | "entire";
    Consecutive: "consecutive" | "straight" | "successive" | "additional" | "extra" | "trading" | "working" | "business" | "calendar";
    Initial: "opening" | "final" | "closing" | "initial";
    Other: "other";
    Early: "early";
    Late: "late";
    Mid: "mid" | "middle";
    Earlier: "earlier";
    Later: "later";
    Previously: "previously" | "beforehand";
    Afterwards: "afterwards" | "afterward" | "thereafter" | "hence" | "on";
    Ago: "ago";
    Before: "before";
    After: "after";
    From: "from" | "since";
    Now: "now" | "today";
    Beginning: "beginning" | "start" | "outset";
    End: "end" | "close";
    Half: "half";
    Of: "of";
    In: "in" | "during" | "throughout";
    At: "at" | "around" | "by" | "until" | "till" | "for";
    And: "and";
    Or: "or";
    To: "to" | "through" | "thru";
    Between: "between";
    About: "about" | "approximately" | "roughly" | "circa" | "some";
    Nearly: "nearly" | "almost";
    Over: "over" | "exceeding";
    Under: "under";
    More: "more";
    Less: "less" | "fewer";
    Than: "than";
    Least: "least";
    Most: "most";
    Up: "up";
    Within: "within";
    Just: "just" | "only" | "well" | "slightly";
    No: "no";
    Few: "few" | "several" | "many" | "couple" | "numerous" | "countless";
    Dozens: "dozens" | "scores" | "hundreds" | "thousands" | "millions";
    Every: "every";
    Each: "each";
    Per: "per";
    Once: "once";
    Twice: "twice";
    Times: "times" | "time";
    Long: "long" | "length";
    Old: "old" | "olds" | "aged" | "age";
    Period: "period" | "periods" | "term";
    Yesterday: "yesterday";
    Tomorrow: "tomorrow";
    Tonight: "tonight";
    Overnight: "overnight";
    Noon: "noon" | "midday";
    Midnight: "midnight";
    Am: "am" | "a.m" | "a.m.";
    Pm: "pm" | "p.m" | "p.m.";
    Clock: "o";
    Local: "local";
    Bc: "bc" | "bce" | "b.c";
    Ad: "ad" | "ce" | "a.d";
    Sometime: "sometime";
    Anniversary: "anniversary" | "birthday";
}

/// The atoms of `text`.
pub(super) fn atoms<'t>(text: &'t str, lexicon: &TimesLexicon, into: &mut Vec<Atom<'t>>) {
    into.clear();
    let mut reached = 0;
    for range in pieces(text) {
        let piece = &text[range.clone()];
        let number = piece.as_bytes()[0].is_ascii_digit().then(|| number(piece));
        let sense =
            if piece.len() == 1 && number.is_some() { Sense::default() } else { lexicon.look_up(piece) };
        into.push(Atom {
            text: piece,
            start: range.start,
            glued: range.start == reached && reached > 0,
            number,
            sense,
        });
        reached = range.end;
    }
}

fn number(digits: &str) -> u32 {
    if digits.len() > 9 { u32::MAX } else { digits.parse().unwrap_or(u32::MAX) }
}

/// The runs of letters, the runs of digits and the single other characters of `text`, without blanks.
///
/// `a.m.` and `p.m.` are one piece. Text in ASCII or not, the borders are those of characters.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while at < bytes.len() && bytes[at] == b' ' {
            at += 1;
        }
        let mut rest = text[at..].char_indices().skip_while(|(_, c)| c.is_whitespace());
        let (skipped, first) = rest.next()?;
        let start = at + skipped;
        at = if first.is_ascii_digit() {
            start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count()
        } else if first.is_alphabetic() {
            meridiem(&bytes[start..]).map_or_else(|| start + letters(&text[start..]), |length| start + length)
        } else {
            start + first.len_utf8()
        };
        Some(start..at)
    })
}

fn letters(text: &str) -> usize {
    let ascii = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    match text.as_bytes().get(ascii) {
        Some(byte) if !byte.is_ascii() => text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len()),
        _ => ascii,
    }
}

/// The length of `a.m.`, `p.m.`, `B.C.`, `A.D.` without the last point.
fn meridiem(bytes: &[u8]) -> Option<usize> {
    let [first, b'.', second, rest @ ..] = bytes else { return None };
    let pair = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
    let known = matches!(&pair, b"am" | b"pm" | b"bc" | b"ad");
    let ends = rest.first().is_none_or(|next| !next.is_ascii_alphanumeric());
    (known && ends).then_some(if rest.first() == Some(&b'.') && pair != *b"bc" { 4 } else { 3 })
}
