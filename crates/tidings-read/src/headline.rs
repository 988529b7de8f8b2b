//! Headlines in title case or capitals, put into sentence case for the parser, which reads "Talks in Lindau Aim
//! to End Strike" as one long name.
//!
//! A word is made small unless the body of the same article writes it with a capital inside a sentence. The first
//! word, one after a colon, and spellings such as `U.N.`, `NATO`, `iPhone` stay. The article's text is not
//! touched: the result is another text with its offsets.

use std::collections::HashMap;

use crate::characters::{is_closer, is_quote, is_sentence_end};
use crate::normalise::Normalised;
use crate::offsets::OffsetMap;

/// How the body of an article writes its words.
#[derive(Debug, Clone, Default)]
pub struct Casing {
    words: HashMap<String, Seen>,
}

#[derive(Debug, Clone, Default)]
struct Seen {
    /// Times with a capital inside a sentence.
    capital: u32,
    /// Times with a capital at the start of one.
    initial: u32,
    /// Of these, times with another capital next: "Ana Ruiz said".
    before_capital: u32,
    /// Times without.
    small: u32,
    /// The first spelling with a capital inside a sentence.
    spelling: Option<String>,
}

impl Casing {
    /// Counts the words of `bodies`, the texts of the body of one article.
    pub fn of<'t>(bodies: impl IntoIterator<Item = &'t str>) -> Casing {
        let mut casing = Casing::default();
        for body in bodies {
            let mut inside = false;
            let mut raws = body.split_whitespace().peekable();
            while let Some(raw) = raws.next() {
                let opens = raw.starts_with(is_quote);
                let bare = raw.trim_end_matches(is_closer);
                let stopped = bare.ends_with(is_sentence_end) && !is_initialism(bare);
                let goes_on = bare.ends_with(char::is_alphanumeric);
                let before_capital =
                    goes_on && raws.peek().is_some_and(|next| next.starts_with(char::is_uppercase));
                for (index, part) in parts(raw).filter(|part| is_word(part)).enumerate() {
                    casing.count(part, (inside && !opens) || index > 0, before_capital);
                }
                inside = !stopped && !bare.ends_with([':', '—', '–', '|', '•']);
            }
        }
        casing
    }

    /// Adds names that are to keep their capitals, such as countries.
    pub fn add_names<'t>(&mut self, names: impl IntoIterator<Item = &'t str>) {
        for part in names.into_iter().flat_map(str::split_whitespace).flat_map(parts) {
            if part.starts_with(char::is_uppercase) {
                self.count(part, true, false);
            }
        }
    }

    fn count(&mut self, part: &str, inside: bool, before_capital: bool) {
        let part = base(part);
        let key = part.to_lowercase();
        if !self.words.contains_key(&key) && self.words.len() >= 200_000 {
            return;
        }
        let seen = self.words.entry(key).or_default();
        if !part.starts_with(char::is_uppercase) {
            seen.small += 1;
        } else if inside {
            seen.capital += 1;
            seen.spelling.get_or_insert_with(|| part.to_owned());
        } else {
            seen.initial += 1;
            seen.before_capital += u32::from(before_capital);
        }
    }

    /// Whether the body writes `part` with a capital where none is due.
    fn keeps_capital(&self, part: &str) -> bool {
        match self.words.get(&base(part).to_lowercase()) {
            // Seen at the start of sentences only: nothing speaks for the small letter.
            Some(seen) if seen.capital == 0 => {
                seen.small == 0 && (seen.initial >= 2 || seen.before_capital > 0)
            }
            Some(seen) => seen.capital >= seen.small,
            None => false,
        }
    }

    fn spelling(&self, part: &str) -> Option<&str> {
        self.words
            .get(&base(part).to_lowercase())
            .filter(|seen| seen.capital >= seen.small)?
            .spelling
            .as_deref()
    }
}

/// `line` in sentence case; none if it is in sentence case already. `is_small` tells function words, which a
/// title need not capitalise.
pub fn recase(line: &Normalised, casing: &Casing, is_small: impl Fn(&str) -> bool) -> Option<Normalised> {
    let style = style(&line.text, is_small)?;
    let mut text = String::with_capacity(line.text.len());
    let mut map = OffsetMap::new(0);
    let mut first = true;
    let mut at = 0;
    for raw in line.text.split_inclusive(char::is_whitespace) {
        for (index, part) in parts(raw.trim_end()).enumerate() {
            // Parts are slices of the line, in order; copy what lies between them.
            let start = part.as_ptr() as usize - line.text.as_ptr() as usize;
            copy(&line.text[at..start], &mut text, &mut map, at);
            at = start + part.len();
            let keep_first = first && index == 0;
            write(part, &recased(part, style, keep_first, casing), start, &mut text, &mut map);
            first &= !is_word(part);
        }
        let end = raw.as_ptr() as usize - line.text.as_ptr() as usize + raw.len();
        copy(&line.text[at..end], &mut text, &mut map, at);
        at = end;
        let bare = raw.trim_end().trim_end_matches(is_closer);
        if bare.ends_with([':', '?', '!', '|']) || (bare.ends_with('.') && !is_initialism(bare)) {
            first = true;
        }
    }
    Some(Normalised { map: line.map.then(&map), text })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Title,
    Capitals,
}

/// How a line is written, if not in sentence case: of its content words at most one in seven is small, or all
/// letters are capitals. Two content words are needed.
fn style(line: &str, is_small: impl Fn(&str) -> bool) -> Option<Style> {
    let mut content = 0_usize;
    let mut small = 0_usize;
    let mut any_small_letter = false;
    for word in line.split_whitespace() {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        any_small_letter |= core.contains(char::is_lowercase);
        if core.starts_with(char::is_alphabetic) && !is_small(&core.to_lowercase().replace('’', "'")) {
            content += 1;
            small += usize::from(!core.starts_with(char::is_uppercase));
        }
    }
    if content < 2 {
        return None;
    }
    match (any_small_letter, small * 7 <= content) {
        (false, _) => Some(Style::Capitals),
        (true, true) => Some(Style::Title),
        (true, false) => None,
    }
}

fn recased(part: &str, style: Style, first: bool, casing: &Casing) -> String {
    let mut characters = part.chars();
    let capital = characters.next().is_some_and(char::is_uppercase);
    if !capital || part.contains('.') || part == "I" || part.starts_with("I'") || part.starts_with("I’") {
        return part.to_owned();
    }
    let rest_small = !base(part).chars().skip(1).any(char::is_uppercase);
    match style {
        Style::Title if first || !rest_small || casing.keeps_capital(part) => part.to_owned(),
        Style::Title => part.to_lowercase(),
        Style::Capitals => {
            let small = part.to_lowercase();
            match casing.spelling(part) {
                // `RUIZ'S` ends as the small form does.
                Some(spelling) => format!("{spelling}{}", &small[base(&small).len()..]),
                None if first || casing.keeps_capital(part) => capitalised(&small),
                None => small,
            }
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|c| c.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The pieces of a word between hyphens, dashes and slashes, without punctuation at their ends.
fn parts(raw: &str) -> impl Iterator<Item = &str> {
    raw.split(['-', '–', '—', '/', '‑'])
        .map(|part| part.trim_start_matches(|c: char| !c.is_alphanumeric()))
        .map(|part| part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.'))
        .map(|part| if is_initialism(part) { part } else { part.trim_end_matches('.') })
        .filter(|part| !part.is_empty())
}

fn is_word(part: &str) -> bool {
    part.starts_with(char::is_alphabetic)
}

/// `U.N.` and `J.`, not `end.`
fn is_initialism(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(bare) = word.strip_suffix('.') else { return false };
    bare.contains('.') || bare.chars().count() == 1
}

/// `part` without `'s`.
fn base(part: &str) -> &str {
    ["'s", "’s", "'S", "’S"].iter().find_map(|ending| part.strip_suffix(ending)).unwrap_or(part)
}

fn copy(piece: &str, text: &mut String, map: &mut OffsetMap, at: usize) {
    text.push_str(piece);
    map.same(offset(at), offset(piece.len()));
}

fn write(part: &str, made: &str, at: usize, text: &mut String, map: &mut OffsetMap) {
    text.push_str(made);
    let aligned = part.len() == made.len()
        && part.char_indices().map(|(at, _)| at).eq(made.char_indices().map(|(at, _)| at));
    if aligned {
        map.same(offset(at), offset(part.len()));
    } else {
        map.replaced(offset(at)..offset(at + part.len()), offset(made.len()));
    }
}

/// Offsets inside an article, which is shorter than 4 GiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use tidings_record::ByteSpan;

    use super::{Casing, recase};
    use crate::normalise::Normalised;

    const BODY: [&str; 2] = [
        "Talks in Lindau between the Harbour Union and NATO's port office resumed on Monday. Jo Klein spoke. Ruiz met Baker. \
         Ruiz will go to Turkey in May, and may see the U.N. envoy there.",
        "The talks about a strike ended. Baker said Ms Ruiz had left for Bern-Lindau by turkey-red train.",
    ];

    #[track_caller]
    fn check(headline: &str, expect: &str) {
        let small = |word: &str| {
            matches!(word, "in" | "to" | "as" | "for" | "a" | "the" | "of" | "and" | "on" | "is" | "by")
        };
        let line = Normalised::of(headline, ByteSpan::new(0, u32::try_from(headline.len()).unwrap()));
        let got = recase(&line, &Casing::of(BODY), small).unwrap_or_else(|| line.clone());
        assert_eq!(got.text, expect);
        for (index, word) in got.text.split(' ').enumerate() {
            let start = word.as_ptr() as usize - got.text.as_ptr() as usize;
            let original = got.to_original(start..start + word.len()).of(headline);
            assert_eq!(Some(original), headline.split_whitespace().nth(index), "{word:?} of {headline:?}");
        }
    }

    #[test]
    fn title_case() {
        check("Talks in Lindau Aim to End Strike", "Talks in Lindau aim to end strike");
        check(
            "Ruiz Pushes for Talks With NATO as Strike Ends",
            "Ruiz pushes for talks with NATO as strike ends",
        );
        check("Port Strike: Union Meets U.N. Envoy", "Port strike: Union meets U.N. envoy");
        check("Ruiz's Talks in Bern-Lindau Cease-Fire", "Ruiz's talks in Bern-Lindau cease-fire");
        check("Jo Klein Calls for Calm", "Jo Klein calls for calm");
        check("Baker to Turkey in May", "Baker to Turkey in May");
        check("A Strike: What Is a Strike? Nobody Knows", "A strike: What is a strike? Nobody knows");
    }

    #[test]
    fn capitals() {
        check("RUIZ'S TALKS IN TURKEY END", "Ruiz's talks in Turkey end");
        check("STRIKE ENDS AS NATO LEAVES", "Strike ends as NATO leaves");
    }

    #[test]
    fn sentence_case_stays() {
        check("Ruiz and Baker meet in Lindau as strike ends", "Ruiz and Baker meet in Lindau as strike ends");
        check("Harbour reopens", "Harbour reopens");
        check("Strike", "Strike");
    }

    #[test]
    fn letters_that_grow_keep_their_place() {
        check("Strike in İstanbul and İzmir Ends", "Strike in i\u{307}stanbul and i\u{307}zmir ends");
    }

    #[test]
    fn names_can_be_given() {
        let mut casing = Casing::default();
        casing.add_names(["New Zealand"]);
        let line = Normalised::of("Ferry Sinks Off New Zealand", ByteSpan::new(0, 27));
        assert_eq!(recase(&line, &casing, |_| false).unwrap().text, "Ferry sinks off New Zealand");
    }
}
