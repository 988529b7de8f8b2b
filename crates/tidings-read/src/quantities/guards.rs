//! Numbers that are no quantities: years, dates, clock times, scores, names, versions, addresses, telephone numbers.

use tidings_record::QuantityKind;

use super::amount::Form;
use super::figure::Figure;
use super::reader::Reader;

/// The place to go on from if no number can begin at `at`: past a date, a clock time, a version, an address.
pub(super) fn skip(reader: &Reader<'_>, at: usize) -> Option<usize> {
    let Some(numeral) = reader.numeral(at) else {
        return (reader.mark(at) == Some('#')).then_some(at + 2);
    };
    if numeral.dotted {
        return Some(at + 1);
    }
    // Numbers of objects: account, message and serial numbers.
    if numeral.digits > 12 && !numeral.marked && numeral.value.is_finite() {
        return Some(at + 1);
    }
    if let Some(end) = telephone(reader, at) {
        return Some(end);
    }
    let is_digits = |at: usize| reader.numeral(at).is_some();
    // 10:30, 2025-07-21, 21/7/2025, 555-1234
    let mut end = at + 1;
    let mut tied = 0;
    while matches!(reader.mark(end), Some(':' | '/' | '-' | '.' | '–'))
        && reader.is_glued(end)
        && reader.is_glued(end + 1)
        && is_digits(end + 1)
    {
        tied += 1;
        if reader.mark(end) == Some(':') {
            tied += 9;
        }
        end += 2;
    }
    // 24/7, 2015/16; not 3/4
    let slashed =
        tied == 1 && reader.mark(at + 1) == Some('/') && super::amount::fraction(reader, at).is_none();
    if tied >= 2 || slashed {
        return Some(end);
    }
    // Part of a word: G70, mp3, ID.3. A currency code is no such word.
    let stem = if reader.mark_before(at) == Some('.') && reader.is_glued(at - 1) {
        at.saturating_sub(2)
    } else {
        at.wrapping_sub(1)
    };
    if reader.is_glued(at) && reader.is_word(stem) && super::units::before(reader, at).is_none() {
        return Some(at + 1);
    }
    // A code: 9AB8, but not 24703m2.
    let coded =
        reader.is_glued(at + 1) && reader.is_word(at + 1) && reader.is_glued(at + 2) && is_digits(at + 2);
    if coded && super::units::after(reader, at + 1, false).is_none() {
        return Some(at + 3);
    }
    // "2022's"
    if matches!(reader.mark(at + 1), Some('\'' | '’' | '′'))
        && reader.is_glued(at + 1)
        && reader.raw(at + 2) == "s"
        && numeral.value >= 1000.0
    {
        return Some(at + 3);
    }
    // A generation of telephones: 5G.
    if reader.is_glued(at + 1) && reader.raw(at + 1) == "G" && numeral.value <= 9.0 {
        return Some(at + 2);
    }
    // In an address of the web or of mail.
    let token = reader.token(at)?;
    let word = token.text();
    let address =
        word.contains("://") || word.contains('@') || word.starts_with("www.") || word.contains(".com");
    if address || word.starts_with('#') {
        return Some(at + 1);
    }
    // An ordinal in digits: 21st. `ordinals` reads those it wants.
    if reader.is_glued(at + 1) && matches!(reader.lower(at + 1), "st" | "nd" | "rd" | "th") {
        return Some(at + 2);
    }
    // A decade: 1990s, 20s.
    let tens = numeral.value >= 20.0 && numeral.value % 10.0 == 0.0;
    if tens
        && reader.is_glued(at + 1)
        && (reader.raw(at + 1) == "s"
            || matches!(reader.mark(at + 1), Some('\'' | '’')) && reader.raw(at + 2) == "s")
    {
        return Some(at + 2);
    }
    None
}

/// The end of a telephone number at `at`, or of a number that begins with a zero: `+43 1 555 0123`, `0207 946 0018`.
fn telephone(reader: &Reader<'_>, at: usize) -> Option<usize> {
    let whole = |at: usize| reader.numeral(at).filter(|numeral| !numeral.marked);
    let zero = |at: usize| whole(at).is_some_and(|one| one.digits > 1) && reader.raw(at).starts_with('0');
    let dialled = reader.mark_before(at) == Some('+') && reader.is_glued(at);
    let mut end = at + 1;
    let (mut groups, mut digits, mut zeros) = (1, whole(at)?.digits, zero(at));
    while groups < 8 {
        let skipped = usize::from(matches!(reader.mark(end), Some('-' | ')' | '(')));
        let Some(next) = whole(end + skipped) else { break };
        groups += 1;
        digits = digits.saturating_add(next.digits);
        zeros |= zero(end + skipped);
        end += skipped + 1;
    }
    let many = groups > 2 && digits >= 7 && (dialled || zeros) || groups == 2 && zeros && digits >= 7;
    if many { Some(end) } else { zero(at).then_some(at + 1) }
}

/// Whether a hyphen, dash or slash at `at` ties a number to what stands before it.
pub(super) fn is_tie(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.mark(at), Some('-' | '–' | '/' | '.')) && reader.is_glued(at) && reader.is_glued(at + 1)
}

/// Whether the figure is a year, a day of a month, a clock time, or part of a name or score.
pub(super) fn is_name_or_date(reader: &Reader<'_>, figure: &Figure) -> bool {
    let (start, end) = (figure.number.start, figure.number.end);
    let next = reader.lower(end);
    let words = &reader.lexicon.words;
    let money = figure.kind == QuantityKind::Money;
    if figure.form != Form::Digits {
        return figure.form == Form::Words && is_word_for_other(reader, figure);
    }
    if money && figure.from < start || figure.kind == QuantityKind::Age {
        return false;
    }
    let Some(numeral) = reader.numeral(start) else { return false };
    let whole = !numeral.marked && figure.number.len() == 1;
    // Clock times.
    let clock = words.clock.contains(next) && whole
        || matches!(next, "a" | "p") && reader.raw(end + 1) == "." && reader.lower(end + 2) == "m"
        || matches!(next, "am" | "pm") && numeral.value < 25.0;
    if clock {
        return true;
    }
    let month = |at: usize, word: &str| {
        let dated =
            matches!(reader.lower_before(at.min(start)), "on" | "since" | "until" | "by" | "of" | "from");
        let sure = dated || !matches!(word, "may" | "march" | "mar");
        words.months.contains(word) && (sure || reader.raw(at).starts_with(char::is_uppercase))
    };
    if whole && figure.unit.is_none() && numeral.value <= 31.0 {
        let point = reader.mark_before(start) == Some('.') && start > 1;
        let name = if point { start - 2 } else { start.wrapping_sub(1) };
        // "on 21 July 12 people came": the month has its day already.
        let has_day =
            name.checked_sub(1).and_then(|at| reader.numeral(at)).is_some_and(|day| day.value <= 31.0);
        if month(name, reader.lower(name)) && !has_day
            || month(end, next)
            || next == "of" && month(end + 1, reader.lower(end + 1))
        {
            return true;
        }
    }
    if whole && figure.unit.is_none() && is_year(reader, figure, numeral.value, numeral.digits) {
        return true;
    }
    if whole && numeral.value == 0.0 && reader.lower_before(start) == "year" {
        return true;
    }
    if is_part_of_name(reader, figure, whole) || is_score(reader, figure) {
        return true;
    }
    // "1)", "(2)" of a list
    let closes = reader.mark(end) == Some(')') && whole && numeral.value < 30.0;
    let opened = || {
        (start.saturating_sub(40)..start)
            .rev()
            .find_map(|at| reader.mark(at).filter(|mark| matches!(mark, '(' | ')')))
    };
    if closes
        && figure.unit.is_none()
        && (reader.begins_sentence(start) || reader.mark_before(start) == Some('(') || opened() != Some('('))
    {
        return true;
    }
    // "123 Harbour Street"
    whole
        && figure.unit.is_none()
        && (end..end + 4).any(|at| {
            words.streets.contains(reader.lower(at)) && reader.raw(at).starts_with(char::is_uppercase)
        })
        && reader.raw(end).starts_with(char::is_uppercase)
}

/// Four digits from 1500 to 2199 that count nothing: a plural or a measure would have to follow.
fn is_year(reader: &Reader<'_>, figure: &Figure, value: f64, digits: u16) -> bool {
    if digits != 4 || !(1500.0..2200.0).contains(&value) {
        return false;
    }
    let end = figure.number.end;
    if matches!(reader.mark_before(figure.number.start), Some('\'' | '’')) {
        return true;
    }
    let bound = reader.lower_before(figure.from);
    let after_bound = matches!(bound, "than" | "least" | "approximately" | "roughly" | "nearly" | "almost");
    // "1988 sales" are those of a year; so odd a count would have a comma.
    if (1950.0..2040.0).contains(&value) && value % 50.0 != 0.0 && !after_bound {
        return true;
    }
    // "from 1000 to 2000 hires": a round number above another.
    let lower = start_of_range(reader, figure.number.start);
    if lower.is_some_and(|lower| lower < 1500.0) && value % 100.0 == 0.0 {
        return false;
    }
    let mut at = end;
    while reader.tag(at).starts_with("JJ") && at < end + 2 {
        at += 1;
    }
    let counts = matches!(reader.tag(at), "NNS")
        && reader.is_word(at)
        && reader.raw(at).starts_with(char::is_lowercase);
    let placed = matches!(
        reader.lower_before(figure.number.start),
        "in" | "since" | "the" | "of" | "by" | "until" | "from" | "for"
    );
    (!after_bound || reader.tag(end).is_empty()) && (placed || !counts)
}

/// The number that a range begins with that ends with the number at `at`.
fn start_of_range(reader: &Reader<'_>, at: usize) -> Option<f64> {
    let tied = matches!(reader.lower_before(at), "to" | "-" | "–");
    let first = reader.numeral(at.checked_sub(2)?).filter(|_| tied)?;
    Some(first.value)
}

fn is_part_of_name(reader: &Reader<'_>, figure: &Figure, whole: bool) -> bool {
    let (start, end) = (figure.number.start, figure.number.end);
    if start == 0 {
        return false;
    }
    let before = start - 1;
    // F-16, mid-1972; not sub-300, minus-5, and not a dash between words.
    if reader.is_hyphen(before) && before > 0 && figure.from == start {
        let word = reader.lower(before - 1);
        let said = matches!(word, "sub" | "minus" | "to" | "and" | "a" | "pre" | "non" | "now");
        return reader.is_word(before - 1) && !said;
    }
    // "£48" is guarded by its currency; "No. 10"
    let point = reader.mark(before) == Some('.');
    let label = if point { before.wrapping_sub(1) } else { before };
    let word = reader.lower(label);
    if !reader.is_word(label) {
        return reader.mark(before) == Some('№');
    }
    if figure.unit.is_some() || figure.scale > 1.0 {
        return false;
    }
    let close = reader.pieces[start].start <= reader.pieces[before].end + 1;
    let counts = reader.tag(end) == "NNS" && reader.raw(end).starts_with(char::is_lowercase);
    let words = &reader.lexicon.words;
    if words.labels.contains(word) && close && !counts {
        return whole || word == "version";
    }
    // "Apollo 11", "Big 12": a name right before, and nothing counted right after.
    let tag = reader.tag(label);
    let capital = reader.raw(label).chars().next().is_some_and(char::is_uppercase);
    let entity = reader.token(start).is_some_and(|token| {
        matches!(token.entity_place(), 'I' | 'L')
            && matches!(
                token.entity_type(),
                "ORG" | "PRODUCT" | "FAC" | "EVENT" | "LAW" | "WORK_OF_ART" | "PERSON" | "GPE" | "LOC"
            )
    });
    let named = tag.starts_with("NNP") || tag.starts_with("NN") && !reader.begins_sentence(label);
    // "S&P 500 companies", "FTSE 100 shares"
    if words.indices.contains(word) && capital {
        return true;
    }
    // "Nasdaq 100 futures": both belong to the noun.
    let beside = || {
        let (Some(name), Some(number)) = (reader.token(label), reader.token(start)) else { return false };
        matches!(name.label(), "compound" | "nmod")
            && (name.head().index() == number.head().index() || name.head().index() == number.index())
    };
    !point && close && capital && (named && (!counts || beside()) || entity)
}

/// `9-2`, `2–2`, `6-4 6-3`: two small numbers with a dash, and nothing they count.
fn is_score(reader: &Reader<'_>, figure: &Figure) -> bool {
    let (start, end) = (figure.number.start, figure.number.end);
    let dash = |at: usize| {
        matches!(reader.mark(at), Some('-' | '–' | '‑')) && reader.is_glued(at) && reader.is_glued(at + 1)
    };
    let small = |at: usize| reader.numeral(at).filter(|n| !n.marked && n.value < 300.0);
    if figure.number.len() != 1 {
        return false;
    }
    if dash(end)
        && let (Some(first), Some(second)) = (small(start), small(end + 1))
    {
        let counted = reader.tag(end + 2).starts_with("NNS")
            || super::units::after(reader, end + 2, false).is_some()
            || reader.number_word(end + 2).is_some();
        return first.value >= second.value || !counted;
    }
    if start > 1
        && dash(start - 1)
        && let (Some(first), Some(second)) = (small(start - 2), small(start))
    {
        return first.value >= second.value
            || figure.unit.is_none() && figure.scale == 1.0 && !reader.tag(end).starts_with("NNS");
    }
    false
}

/// "one" that is a pronoun or an idiom; "two" in "two-time"; number words in names.
fn is_word_for_other(reader: &Reader<'_>, figure: &Figure) -> bool {
    let (start, end) = (figure.number.start, figure.number.end);
    let before = reader.lower_before(start);
    if figure.number.len() > 1 {
        return false;
    }
    let next = reader.lower(end);
    if reader.is_hyphen(start.wrapping_sub(1)) && start > 1 && reader.is_word(start - 2) {
        return true;
    }
    if reader.lower(start) == "one" {
        let pronoun = matches!(
            before,
            "no" | "any"
                | "every"
                | "each"
                | "this"
                | "that"
                | "the"
                | "another"
                | "some"
                | "which"
                | "only"
                | "number"
        ) && !matches!(
            next,
            "of" | "year" | "hour" | "day" | "month" | "week" | "million" | "percent" | "mile"
        );
        let counts = next == "of"
            || figure.unit.is_some()
            || reader.tag(end).starts_with("NN")
            || reader.tag(end).starts_with("JJ");
        let number = reader.tag(start) == "CD";
        return pronoun
            || !counts
            || !number
            || next == "another"
            || next == "day" && reader.begins_sentence(start);
    }
    let capital = |at: usize| reader.raw(at).starts_with(char::is_uppercase);
    let name =
        capital(start) && (capital(end) || start > 0 && capital(start - 1)) && !reader.begins_sentence(start);
    let label = reader.lexicon.words.labels.contains(before)
        && figure.unit.is_none()
        && !reader.tag(end).starts_with("NNS");
    name || label
}

/// Whether a figure that has been told what it counts is worth keeping.
pub(super) fn is_kept(reader: &Reader<'_>, figure: &Figure) -> bool {
    // "the 787 Dreamliner", "a 2020 Escape": a number that is a name's first word.
    if let Some(what) = &figure.counted
        && figure.form == Form::Digits
        && figure.kind == QuantityKind::Count
        && figure.value() > 1.0
        && figure.comparator == tidings_record::Comparator::Exactly
    {
        let noun = reader.parse.token(what.tokens.end - 1);
        if noun.tag() == "NNP" && !noun.text().ends_with('s') {
            return false;
        }
    }
    if !figure.is_bare()
        || figure.kind == QuantityKind::Ordinal
        || figure.kind == QuantityKind::Age
        || figure.per.is_some()
    {
        return true;
    }
    match figure.form {
        Form::Digits => true,
        // "a six-speed gearbox": nothing is counted.
        Form::Words if reader.is_hyphen(figure.to) => false,
        Form::Words => {
            let token = reader.token(figure.number.end - 1);
            token.is_some_and(|token| {
                matches!(token.label(), "dobj" | "nsubj" | "nsubjpass" | "attr" | "pobj")
            })
        }
        Form::Share | Form::Vague => true,
    }
}
