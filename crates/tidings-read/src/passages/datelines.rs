//! Finds the dateline at the head of a paragraph, "LINDAU, Austria (AP) —", and the line that is a page's date.
//!
//! It finds where they stand; the days in them are read elsewhere.

use super::facts::{agencies, is_outlet};
use super::lexicon::{PassageLexicon, is_numeric_date};
use super::words::{Word, words};
use crate::characters::{boundary, is_quote};

/// A dateline ends within this many bytes.
const LONGEST: usize = 120;

/// The length of the dateline at the head of `paragraph`, its dash included. `first` says that it is the first
/// paragraph of the body: only there does a place in capitals and a dash make one without an agency.
pub(crate) fn dateline(paragraph: &str, first: bool, lexicon: &PassageLexicon) -> Option<usize> {
    let begin = paragraph.chars().next()?;
    if !(begin.is_uppercase() || begin == '(') {
        return None;
    }
    let head = &paragraph[..boundary(paragraph, LONGEST)];
    let (end, separator_end, mark) = separator(head)?;
    // Nothing behind it: the dateline is a paragraph of its own.
    let rest = paragraph[separator_end..].trim_start();
    if !rest.chars().next().is_none_or(|c| c.is_uppercase() || c.is_numeric() || is_quote(c)) {
        return None;
    }
    let place = &head[..end];
    let (place, source) = match place.rfind('(') {
        Some(open) if place.trim_end().ends_with(')') => (&place[..open], Some(&place[open..])),
        Some(_) => return None,
        None => (place, None),
    };
    let named = words(place, 13);
    let source_words = source.map(|source| words(source, 8)).unwrap_or_default();
    let known = !agencies(&source_words, lexicon).is_empty() || is_outlet(&source_words, lexicon);
    let code = !known && is_short_code(&source_words);
    let credited = known || code;
    let good = match (credited, source) {
        // `(CNN)` tells an outlet only after a place in capitals, perhaps with a day, or after nothing.
        (true, _) if code => {
            named.is_empty()
                || (mark == Mark::Dash && named.len() <= 4 && named.iter().all(Word::is_all_capitals))
                || (mark == Mark::Dash && is_bare_place(&named, mark, lexicon))
        }
        (true, _) => named.len() <= 8 && named.iter().all(|word| may_be_in_place(word, lexicon)),
        (false, Some(_)) => false,
        (false, None) => first && mark != Mark::Bracket && is_bare_place(&named, mark, lexicon),
    };
    good.then_some(separator_end)
}

/// Whether a paragraph begins with a name in capitals and a colon, as a turn of a transcript does.
pub(crate) fn begins_turn(paragraph: &str) -> bool {
    const LONGEST_NAME: usize = 40;
    let head = &paragraph[..boundary(paragraph, LONGEST_NAME)];
    head.split_once(':').is_some_and(|(name, _)| {
        name.chars().filter(|c| c.is_uppercase()).count() > 2 && !name.chars().any(char::is_lowercase)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Dash,
    Colon,
    Bracket,
}

/// Where the first separator begins and ends, and which it is. A bracket that no dash follows ends itself.
fn separator(head: &str) -> Option<(usize, usize, Mark)> {
    let mut bracket = None;
    for (at, c) in head.char_indices() {
        let after = &head[at + c.len_utf8()..];
        let spaced = || head[..at].ends_with([' ', ')']) && after.starts_with([' ', '\u{a0}']);
        let blank = |text: &str| text.starts_with(char::is_whitespace);
        match c {
            '—' | '–' if at > 0 => return Some((at, at + c.len_utf8(), Mark::Dash)),
            '-' if at > 0 && after.starts_with('-') => return Some((at, at + 2, Mark::Dash)),
            '-' | '_' | '~' if at > 0 && (spaced() || after.is_empty()) => {
                return Some((at, at + 1, Mark::Dash));
            }
            ':' if at > 0 && blank(after) => return Some((at, at + 1, Mark::Colon)),
            ')' if blank(after) => bracket = bracket.or(Some((at + 1, at + 1, Mark::Bracket))),
            '.' | '!' | '?'
                if blank(after) && !head[..at].ends_with(char::is_uppercase) && bracket.is_none() =>
            {
                // "Calif." and "Jan." are short; a sentence is not.
                let word = head[..at].rsplit(' ').next().unwrap_or_default();
                if word.chars().count() > 5 {
                    return None;
                }
            }
            _ => {}
        }
        if bracket.is_some_and(|(end, ..)| at > end + 2) {
            return bracket;
        }
    }
    bracket
}

/// `(KCNA)`, `(Ihr)`: one short word, mostly capitals.
fn is_short_code(source: &[Word<'_>]) -> bool {
    matches!(source, [word] if word.is_all_capitals() && (2..=6).contains(&word.core.len()))
}

fn may_be_in_place(word: &Word<'_>, lexicon: &PassageLexicon) -> bool {
    word.is_capitalised()
        || lexicon.lines.is_date_word(word)
        || lexicon.lines.particles.contains(&word.folded)
}

/// "LINDAU", "LINDAU, Austria", "NEW YORK, June 3".
fn is_bare_place(named: &[Word<'_>], mark: Mark, lexicon: &PassageLexicon) -> bool {
    let Some(first) = named.first() else { return false };
    let long_enough = first.core.chars().filter(|c| c.is_alphabetic()).count() >= 4 || named.len() > 1;
    if named.len() > 8 || !first.is_all_capitals() || !long_enough {
        return false;
    }
    if named.iter().any(|word| lexicon.lines.no_place.contains(&word.folded)) {
        return false;
    }
    let comma = named.iter().position(|word| word.raw.ends_with(','));
    let city_end = comma.map_or(named.len(), |at| at + 1);
    let (city, rest) = named.split_at(city_end);
    city.len() <= 4
        && city.iter().all(Word::is_all_capitals)
        && (mark == Mark::Dash || rest.is_empty())
        && rest.iter().all(|word| may_be_in_place(word, lexicon))
}

/// Whether a line is the date of a page: a month with a number, or a date in figures, and nothing else but
/// clock times, zones and words such as "Published".
pub(crate) fn is_date_line(line: &[Word<'_>], lexicon: &PassageLexicon) -> bool {
    let lines = &lexicon.lines;
    line.len() <= 16
        && states_day(line, lexicon)
        && (0..line.len()).all(|at| {
            let word = &line[at];
            lines.is_date_word(word) || lines.date_labels.contains(&word.folded) || names_zone(&line[at..])
        })
}

/// Whether the first word is of a time zone: "Europe/Kyiv", "UTC+3", "Kyiv time", "Hong Kong time".
fn names_zone(line: &[Word<'_>]) -> bool {
    let Some(word) = line.first() else { return false };
    let area = || {
        let mut parts = word.core.split('/');
        let is_name = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase()) && part.len() > 2;
        parts.clone().count() > 1 && parts.all(is_name)
    };
    let offset = || ["utc+", "utc-", "gmt+", "gmt-"].iter().any(|head| word.folded.starts_with(head));
    let place = || {
        let length = line.iter().take(3).take_while(|word| word.is_capitalised()).count();
        line.get(length).is_some_and(|next| length > 0 && next.folded == "time")
    };
    area() || offset() || place()
}

/// Whether one of the words is a year, alone or in a date in figures.
pub(crate) fn states_year(line: &[Word<'_>]) -> bool {
    line.iter().any(|word| {
        is_numeric_date(&word.folded)
            || (word.core.len() == 4 && word.core.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Whether the words hold a month and a number, or a date in figures.
pub(crate) fn states_day(line: &[Word<'_>], lexicon: &PassageLexicon) -> bool {
    let month = line.iter().any(|word| lexicon.lines.months.contains(&word.folded));
    let number = line.iter().any(|word| word.core.starts_with(|c: char| c.is_ascii_digit()));
    (month && number) || line.iter().any(|word| is_numeric_date(&word.folded))
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::PassageLexicon;
    use super::super::words::words;
    use super::{dateline, is_date_line};

    #[track_caller]
    fn check(paragraph: &str, expect: &str) {
        let lexicon = PassageLexicon::english().unwrap();
        let got = dateline(paragraph, true, &lexicon).map_or("", |end| &paragraph[..end]);
        assert_eq!(got, expect, "{paragraph:?}");
    }

    #[test]
    fn datelines() {
        check("LINDAU, Austria (AP) — Two ferries collided.", "LINDAU, Austria (AP) —");
        check("LINDAU (Reuters) - Two ferries collided.", "LINDAU (Reuters) -");
        check("Lindau (dpa) – Two ferries collided.", "Lindau (dpa) –");
        check("LINDAU, June 3 (Xinhua) -- Two ferries collided.", "LINDAU, June 3 (Xinhua) --");
        check("(Reuters) - Two ferries collided.", "(Reuters) -");
        check("LINDAU (AP) Two ferries collided.", "LINDAU (AP)");
        check("LINDAU — Two ferries collided.", "LINDAU —");
        check("ST. GALLEN, Switzerland — Two ferries collided.", "ST. GALLEN, Switzerland —");
        check("LINDAU: Two ferries collided.", "LINDAU:");
        check("LINDAU, June 3 (Xinhua) --", "LINDAU, June 3 (Xinhua) --");
        check("LINDAU, Austria (AP) _", "LINDAU, Austria (AP) _");
        check("LINDAU _", "LINDAU _");
        check("PORT LINDAU, June 3 (LPA) - Two ferries collided.", "PORT LINDAU, June 3 (LPA) -");
    }

    #[test]
    fn no_datelines() {
        for text in [
            "BREAKING — Two ferries collided.",
            "The mayor (left) — Two ferries collided.",
            "Two ferries collided (AP) Lindau said.",
            "Lindau — Two ferries collided.",
            "NATO: an alliance of states",
            "Police (Lindau) said nothing.",
            "LINDAU",
            "LINDAU, Austria",
            "Ferries _",
            "",
        ] {
            check(text, "");
        }
    }

    #[test]
    fn date_lines() {
        let lexicon = PassageLexicon::english().unwrap();
        let is = |line: &str| is_date_line(&words(line, 60), &lexicon);
        assert!(is("- Jul 21"));
        assert!(is("Published: 21 July 2025, 10:32 GMT"));
        assert!(is("Updated on July 21st, 2025 at 4.05pm"));
        assert!(is("2025-07-21"));
        assert!(is("21/07/2025"));
        assert!(is("Published 21 July 2025, 14:32 Kyiv time"));
        assert!(is("21 July 2025 14:32 (Europe/Kyiv)"));
        assert!(is("21 July 2025 14:32 UTC+3"));
        assert!(!is("21 July 2025 Politics/World News"));
        assert!(!is("May"));
        assert!(!is("In July 2025 the port closed"));
        assert!(!is("10:32"));
    }
}
