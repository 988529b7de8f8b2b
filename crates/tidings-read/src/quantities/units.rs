//! The unit of a number: what stands before it ($, EUR), after it (km, per cent, Swiss francs), and "per" what.

use super::reader::Reader;

/// Most pieces of a unit written with symbols: `U.S. $` is five.
const LONGEST: usize = 5;

/// A currency that ends right before piece `at`, and the piece it begins with.
pub(super) fn before(reader: &Reader<'_>, at: usize) -> Option<(u16, usize)> {
    let last = at.checked_sub(1)?;
    // "PS2.7m" is an amount, "PS5" a machine.
    if let Some(&unit) = reader.lexicon.doubtful.get(reader.raw(last)) {
        let scale = reader.number_word(at + 1).is_some_and(|word| word.scale.is_some())
            || reader.is_glued(at + 1) && matches!(reader.raw(at + 1), "m" | "k" | "b");
        let amount = reader.numeral(at)?;
        let clear = amount.marked || amount.value >= 10.0 || scale;
        return (clear && reader.is_glued(at)).then_some((unit, last));
    }
    let is_sign = reader.mark(last).is_some();
    for from in at.saturating_sub(LONGEST)..at {
        // A word that goes on to the left is no code.
        let after_word = from > 0 && (reader.is_word(from - 1) || reader.numeral(from - 1).is_some());
        if reader.is_word(from) && after_word && !reader.pieces[from].apart {
            continue;
        }
        let words = &reader.text[reader.pieces[from].start..reader.pieces[last].end];
        if let Some(&unit) = reader.lexicon.prefixes.get(words) {
            // Letters alone are a code; they stand close.
            if is_sign || reader.pieces[at].start <= reader.pieces[last].end + 1 {
                return Some((unit, from));
            }
        }
    }
    None
}

/// A unit that begins with piece `at`, right after a number, and one past its last piece. `big`: the number is so
/// large that pounds are money.
pub(super) fn after(reader: &Reader<'_>, at: usize, big: bool) -> Option<(u16, usize)> {
    let at = reader.past_hyphen(at);
    reader.pieces.get(at)?;
    let found = words(reader, at).or_else(|| symbol(reader, at)).or_else(|| inches(reader, at))?;
    let unit = &reader.lexicon.units[found.0 as usize];
    if unit.name == "pound-mass" && big {
        let sterling = reader.lexicon.prefixes.get("£").copied()?;
        return Some((sterling, found.1));
    }
    // "three won their seats"
    if reader.lower(at) == "won" && reader.tag(at).starts_with("VB") {
        return None;
    }
    Some(found)
}

/// `in`, `"` after a number that follows feet: `6ft 2in`, `5' 10"`.
fn inches(reader: &Reader<'_>, at: usize) -> Option<(u16, usize)> {
    let feet = matches!(reader.lower(at.checked_sub(2)?), "ft" | "feet" | "foot" | "'" | "’" | "′");
    let number = reader.numeral(at - 1).is_some_and(|numeral| numeral.value < 12.0);
    let said = reader.lower(at) == "in" || matches!(reader.mark(at), Some('"' | '”' | '″'));
    let &unit = reader.lexicon.symbols.get("″")?;
    (feet && number && said).then_some((unit, at + 1))
}

fn words(reader: &Reader<'_>, at: usize) -> Option<(u16, usize)> {
    if !reader.is_word(at) {
        return None;
    }
    let places = reader.lexicon.unit_words.get(reader.lower(at))?;
    let (rest, unit) = places.iter().find(|(rest, _)| reader.is_phrase(at + 1, rest))?;
    Some((*unit, at + 1 + rest.len()))
}

fn symbol(reader: &Reader<'_>, at: usize) -> Option<(u16, usize)> {
    let start = reader.pieces.get(at)?.start;
    let most = (at + LONGEST).min(reader.pieces.len());
    for end in (at + 1..=most).rev() {
        let words = &reader.text[start..reader.pieces[end - 1].end];
        if words.len() > 12 {
            continue;
        }
        let Some(&unit) = reader.lexicon.symbols.get(words) else { continue };
        let letters = words.chars().all(char::is_alphabetic);
        // "24703m212", "5GHzx": letters or digits go on.
        if reader.is_glued(end) && (reader.is_word(end) && letters || reader.numeral(end).is_some()) {
            continue;
        }
        let single = letters && words.chars().count() == 1;
        let stands_apart = reader.pieces[at].apart;
        if single && stands_apart && !is_bare_symbol(reader, at, end) {
            continue;
        }
        return Some((unit, end));
    }
    None
}

/// Whether a letter with a space before it is a unit: "12 m", "12 C", not "a" or "J. Smith".
fn is_bare_symbol(reader: &Reader<'_>, at: usize, end: usize) -> bool {
    reader.mark(end) == Some('/') && reader.is_glued(end)
        || matches!(reader.raw(at), "m" | "g" | "l" | "t" | "W" | "V" | "C" | "L")
            && reader.mark(end) != Some('\'')
            && (!reader.raw(end).starts_with(char::is_uppercase) || is_acronym(reader.raw(end)))
            && !(reader.mark(end) == Some('.') && reader.raw(end + 1).starts_with(char::is_uppercase))
}

/// Whether the word is all in capitals: "5 W USB charger", not "5 W Harbour Street".
fn is_acronym(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// What follows as [`per`], right away or after what the unit is of: "barrels of crude oil a day".
pub(super) fn per_of(reader: &Reader<'_>, at: usize) -> Option<(String, usize)> {
    if reader.lower(at) != "of" {
        return per(reader, at);
    }
    for next in at + 2..at + 6 {
        let tag = reader.tag(next - 1);
        if !reader.is_word(next - 1) || !(tag.starts_with("NN") || tag == "JJ") {
            return None;
        }
        let found = per(reader, next);
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What follows a unit at `at` as "per" something: its name, and one past its last piece.
pub(super) fn per(reader: &Reader<'_>, at: usize) -> Option<(String, usize)> {
    let hyphen = reader.past_hyphen(at);
    let (word, mut next) = (reader.lower(hyphen), hyphen + 1);
    let slash = reader.mark(at) == Some('/');
    let article = matches!(word, "a" | "an");
    if !slash && !article && !matches!(word, "per" | "each" | "every") {
        return None;
    }
    next = reader.past_hyphen(next);
    let named =
        reader.lexicon.per.get(reader.lower(next)).map(|name| (name.clone(), next + 1)).or_else(|| {
            let (unit, end) =
                words(reader, next).or_else(|| slash.then(|| symbol(reader, next)).flatten())?;
            let unit = &reader.lexicon.units[unit as usize];
            (unit.kind != tidings_record::QuantityKind::Percent).then(|| (unit.name.clone(), end))
        })?;
    let past = matches!(
        reader.lower(named.1),
        "ago" | "earlier" | "later" | "before" | "after" | "old" | "long" | "of" | "on" | "into" | "from"
    );
    if (article || word == "each" || word == "every") && past {
        return None;
    }
    Some(named)
}
