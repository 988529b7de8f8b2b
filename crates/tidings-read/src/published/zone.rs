//! The zone of a clock time, and the instant that both make with a day.
//!
//! Zones are offsets ("+03:00", "UTC+3"), abbreviations ("BST"), full names ("Europe/Kyiv") and places ("Kyiv time").
//! The rules of places are those bundled with the program, never the machine's. Where a zone's clock shows a time
//! twice or never, there is no instant: nothing is guessed.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::lexicon::PublishedLexicon;
use crate::times::{Clock, TimesLexicon};

/// Places have at most this many words.
const PLACE_WORDS: usize = 3;

/// A zone as a line names it.
#[derive(Debug, Clone)]
enum Zone {
    Offset(Offset),
    Place(TimeZone),
}

/// The instant of `clock` on `date` in RFC 3339, if a zone stands behind the clock time, and the byte of `line` behind that
/// zone. `line` is the text that `clock` was read from, up to where the zone may reach.
pub(super) fn instant(
    line: &str,
    date: Date,
    clock: &Clock,
    lexicon: &PublishedLexicon,
    times: &TimesLexicon,
) -> Option<(String, usize)> {
    let (zone, end) = zone(line.get(clock.span.start..)?, lexicon, times)?;
    let civil = date.at(clock.hour, clock.minute, clock.second, 0);
    let offset = match zone {
        Zone::Offset(offset) => offset,
        Zone::Place(place) => {
            let instant = place.to_ambiguous_timestamp(civil).unambiguous().ok()?;
            place.to_offset(instant)
        }
    };
    (date.year() > 0).then(|| (format!("{civil}{}", written(offset)), clock.span.start + end))
}

/// `+03:00`; `Z` for Greenwich.
fn written(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    match minutes.abs() {
        0 => "Z".to_owned(),
        minutes => format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60),
    }
}

/// The zone behind the clock time at the head of `text`, which may be a whole instant in figures, and where it ends.
fn zone(text: &str, lexicon: &PublishedLexicon, times: &TimesLexicon) -> Option<(Zone, usize)> {
    let instant = text.find('T').filter(|&at| at > 0 && text.as_bytes()[at - 1].is_ascii_digit());
    let clock = instant.map_or(text, |at| &text[at + 1..]);
    let behind = clock.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
    let rest = without_half_of_day(behind.trim_start());
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | ',' | '.'));
    let begin = text.len() - rest.len();
    if let Some(offset) = rest.strip_prefix(['+', '-', '−']) {
        // "10:00-11:00" is a range of clock times.
        let range = instant.is_none() && behind.starts_with(['-', '−']);
        let (zone, length) = numeric(offset, !rest.starts_with('+')).filter(|_| !range)?;
        return Some((zone, text.len() - offset.len() + length));
    }
    let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '_' | '+' | '-' | ':')));
    let word = &rest[..length.unwrap_or(rest.len())];
    let bundled = |name: &str| TimeZoneDatabase::bundled().get(name).ok().map(Zone::Place);
    if word == "Z" {
        return Some((Zone::Offset(Offset::UTC), begin + word.len()));
    }
    if word.contains('/') {
        return Some((bundled(word)?, begin + word.len()));
    }
    if let Some(offset) = word.strip_prefix("UTC").or_else(|| word.strip_prefix("GMT"))
        && let Some(figures) = offset.strip_prefix(['+', '-'])
    {
        let (zone, length) = numeric(figures, offset.starts_with('-'))?;
        return Some((zone, begin + word.len() - figures.len() + length));
    }
    let letters = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
    if letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let place = lexicon.zone_abbreviation(letters).and_then(bundled);
        let fixed = || Offset::from_seconds(i32::from(times.zone(letters)?) * 60).ok().map(Zone::Offset);
        if let Some(zone) = place.or_else(fixed) {
            return Some((zone, begin + letters.len()));
        }
    }
    let (name, end) = place(rest)?;
    Some((bundled(lexicon.zone_place(&name)?)?, begin + end))
}

/// The words before "time" at the head of `text`, in lower case, and where "time" ends.
fn place(text: &str) -> Option<(String, usize)> {
    let mut name = String::new();
    let mut end = 0;
    for _ in 0..=PLACE_WORDS {
        let rest = text[end..].trim_start_matches(' ');
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let word = rest[..length].to_lowercase();
        end = text.len() - rest.len() + length;
        if word == "time" {
            return Some((name, end));
        }
        if word.is_empty() {
            return None;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(&word);
    }
    None
}

/// `text` without "p.m.", "AM", "noon", "hours" at its head.
fn without_half_of_day(text: &str) -> &str {
    for head in ["a.m.", "p.m.", "a.m", "p.m", "am", "pm", "noon", "hours", "hrs"] {
        if let Some((start, rest)) = text.split_at_checked(head.len())
            && start.eq_ignore_ascii_case(head)
            && !rest.starts_with(char::is_alphanumeric)
        {
            return rest;
        }
    }
    text
}

/// `3`, `03`, `0300`, `03:00`, `5:30` hours east, or west, and the length of the figures.
fn numeric(text: &str, west: bool) -> Option<(Zone, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let behind = text[first..].strip_prefix(':').filter(|rest| digits(rest) == 2);
    let (hours, minutes, length) = match (first, behind) {
        (1..=2, Some(minutes)) => (&text[..first], &minutes[..2], first + 3),
        (1..=2, None) => (&text[..first], "0", first),
        (4, None) => (&text[..2], &text[2..4], 4),
        _ => return None,
    };
    let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = (hours * 60 + minutes) * if west { -60 } else { 60 };
    Some((Zone::Offset(Offset::from_seconds(seconds).ok()?), length))
}
