//! A number as it is said: digits, number words and scales together, up to the unit. `1.5 million`, `twenty-eight
//! thousand six hundred`, `half a million`, `two-thirds`, `tens of thousands`, `several hundred`.

use super::reader::Reader;

/// A number without unit and bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount {
    /// One past the last piece.
    pub end: usize,
    /// The value, or the least it can be if vague.
    pub value: f64,
    /// What the number was multiplied with: 1,000,000 for "1.5 million".
    pub scale: f64,
    /// How it is said.
    pub form: Form,
}

/// How a number is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// At least in part in digits.
    Digits,
    /// In words.
    Words,
    /// As a share of something: half, a third, 3/4.
    Share,
    /// Without a value: dozens, several.
    Vague,
}

/// The number that begins with piece `at`. `money`: a currency stands before it, so that `m` is a million.
pub(super) fn amount(reader: &Reader<'_>, at: usize, money: bool) -> Option<Amount> {
    if let Some(numeral) = reader.numeral(at) {
        if numeral.dotted {
            return None;
        }
        return Some(in_digits(reader, at, numeral.value, money));
    }
    if !reader.is_word(at) {
        return None;
    }
    let word = reader.lower(at);
    if matches!(word, "a" | "an") {
        return with_article(reader, at);
    }
    if word == "half" || word == "quarter" {
        return half(reader, at, if word == "half" { 0.5 } else { 0.25 });
    }
    if word == "tens" && reader.lower(at + 1) == "of" {
        let value = 10.0 * reader.number_word(at + 2)?.vague?;
        return Some(Amount { end: at + 3, value, scale: 1.0, form: Form::Vague });
    }
    let meaning = reader.number_word(at)?;
    if let Some(least) = meaning.vague {
        // "several times" is often, not a count; "she scores" is a verb.
        let often = word == "several" && reader.lower(at + 1) == "times";
        let verb = word == "scores" && !matches!(reader.lower(at + 1), "of" | "more" | "were" | "are");
        if often || verb {
            return None;
        }
        return Some(vague(reader, at, least));
    }
    if meaning.cardinal.is_some() {
        return in_words(reader, at);
    }
    None
}

fn in_digits(reader: &Reader<'_>, at: usize, first: f64, money: bool) -> Amount {
    let mut value = first;
    let mut end = at + 1;
    let mut form = Form::Digits;
    // "80, 000", as tokenised texts have it.
    if reader.mark(end) == Some(',') && reader.raw(end + 1) == "000" && reader.pieces[end + 1].apart {
        value *= 1_000.0;
        end += 2;
    }
    if let Some((power, after)) = power_of_ten(reader, end) {
        // Through the decimal reader, which rounds once and the same everywhere.
        value = format!("{first}e{power}").parse().unwrap_or(f64::INFINITY);
        end = after;
    }
    if let Some((part, after)) =
        fraction(reader, end).filter(|_| reader.numeral(at).is_some_and(|n| !n.marked))
    {
        value += part;
        end = after;
    } else if let Some((part, after)) = fraction(reader, at) {
        (value, end, form) = (part, after, Form::Share);
    } else if reader.lower(end) == "and" && reader.lower(end + 1) == "a" && reader.lower(end + 2) == "half" {
        value += 0.5;
        end += 3;
    }
    let scale = scales(reader, &mut end, money);
    let amount = Amount { end, value: scaled(value, scale), scale, form };
    one_in(reader, amount).unwrap_or(amount)
}

/// `value` times `scale`. By a power of ten it is read as a decimal, so that 65.4 billion has no stray digits.
pub(super) fn scaled(value: f64, scale: f64) -> f64 {
    let (mut rest, mut zeros) = (scale, 0);
    while rest >= 10.0 && zeros < 40 {
        rest /= 10.0;
        zeros += 1;
    }
    if zeros == 0 || rest != 1.0 {
        return value * scale;
    }
    format!("{value}e{zeros}").parse().unwrap_or(f64::INFINITY)
}

/// `one in three`, `9 in 10`: a share, where something is counted after it.
fn one_in(reader: &Reader<'_>, first: Amount) -> Option<Amount> {
    if reader.lower(first.end) != "in" || first.value < 1.0 || first.scale > 1.0 || first.form == Form::Share
    {
        return None;
    }
    let at = first.end + 1 + usize::from(reader.lower(first.end + 1) == "every");
    let (below, end) = match reader.numeral(at) {
        Some(numeral) if !numeral.marked && numeral.digits < 4 => (numeral.value, at + 1),
        Some(_) => return None,
        None => composed(reader, at).map(|below| (below.value, below.end))?,
    };
    let round = [3.0, 4.0, 5.0, 10.0, 20.0, 100.0, 1000.0].contains(&below);
    let counted = matches!(reader.tag(end), "NNS" | "JJ" | "NNPS") || reader.lower(end) == "of";
    let is_share = first.value < below && (first.value == 1.0 || round) && counted;
    is_share.then_some(Amount { end, value: first.value / below, scale: 1.0, form: Form::Share })
}

/// `×10^-8`, `x 10−8` at `at`.
fn power_of_ten(reader: &Reader<'_>, at: usize) -> Option<(i32, usize)> {
    let times = reader.mark(at) == Some('×') || reader.raw(at) == "x";
    if !times || reader.raw(at + 1) != "10" {
        return None;
    }
    let raised = at + 2 + usize::from(reader.mark(at + 2) == Some('^'));
    let negative = matches!(reader.mark(raised), Some('-' | '−'));
    let last = raised + usize::from(negative);
    let power = reader.numeral(last).filter(|power| !power.marked && power.value < 300.0 && last > at + 2)?;
    let power = power.value as i32;
    Some((if negative { -power } else { power }, last + 1))
}

/// `3/4` at `at`, less than one.
pub(super) fn fraction(reader: &Reader<'_>, at: usize) -> Option<(f64, usize)> {
    let (above, below) = (reader.numeral(at)?, reader.numeral(at + 2)?);
    let whole = |n: super::numeral::Numeral| !n.marked && n.digits <= 2;
    let slashed =
        matches!(reader.mark(at + 1), Some('/' | '⁄')) && reader.is_glued(at + 1) && reader.is_glued(at + 2);
    let usual = [2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 16.0, 32.0].contains(&below.value);
    let more = reader.mark(at + 3) == Some('/') || reader.mark_before(at) == Some('/');
    (slashed && whole(above) && whole(below) && usual && !more && above.value < below.value)
        .then(|| (above.value / below.value, at + 3))
}

/// Scales after a number: million, bn, dozen, k, M.
pub(super) fn scales(reader: &Reader<'_>, end: &mut usize, money: bool) -> f64 {
    let mut scale = 1.0;
    loop {
        let at = reader.past_hyphen(*end);
        let Some(by) = reader.number_word(at).and_then(|word| word.scale) else { break };
        if scale >= by && scale > 1.0 && by < 1_000.0 {
            break;
        }
        scale *= by;
        *end = at + 1;
    }
    if scale == 1.0 && reader.is_glued(*end) {
        let by = match reader.raw(*end) {
            "k" | "K" => 1e3,
            "M" => 1e6,
            "m" if money => 1e6,
            "B" => 1e9,
            "b" if money => 1e9,
            "t" | "T" if money => 1e12,
            _ => 1.0,
        };
        if by > 1.0 {
            scale = by;
            *end += 1;
        }
    }
    scale
}

/// `a million`, `a dozen`, `a third of`, `a half`, `a few hundred`, `a couple of hundred`.
fn with_article(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let word = reader.lower(at + 1);
    if word == "few" || word == "couple" {
        let next = if word == "couple" && reader.lower(at + 2) == "of" { at + 3 } else { at + 2 };
        let by = reader.number_word(next)?.scale?;
        return Some(Amount { end: next + 1, value: 2.0 * by, scale: by, form: Form::Vague });
    }
    let meaning = reader.number_word(at + 1)?;
    if word == "half" || word == "quarter" {
        if word == "quarter" && reader.lower(at + 2) != "of" && reader.number_word(at + 2).is_none() {
            return None;
        }
        return half(reader, at + 1, if word == "half" { 0.5 } else { 0.25 });
    }
    if let Some(by) = meaning.fraction {
        let said = reader.lower(at + 2) == "of";
        return said.then(|| Amount { end: at + 2, value: 1.0 / by, scale: 1.0, form: Form::Share });
    }
    meaning.scale.filter(|&scale| scale != 1e6 || word == "million")?;
    let mut end = at + 1;
    let scale = scales(reader, &mut end, false);
    let mut amount = Amount { end, value: scale, scale, form: Form::Words };
    // "a hundred and fifty"
    if scale == 100.0
        && reader.lower(end) == "and"
        && let Some(rest) = in_words(reader, end + 1).filter(|rest| rest.value < 100.0)
    {
        amount.end = rest.end;
        amount.value += rest.value;
    }
    Some(amount)
}

/// `half of`, `half the`, `half a million`, `half an hour`, `nearly half`; the same of quarters.
fn half(reader: &Reader<'_>, at: usize, value: f64) -> Option<Amount> {
    let (before, next) = (reader.lower_before(at), reader.lower(at + 1));
    if let Some(by) = reader.number_word(at + 1).and_then(|word| word.scale) {
        return Some(Amount { end: at + 2, value: value * by, scale: by, form: Form::Words });
    }
    if reader.is_hyphen(at + 1) || reader.is_hyphen(at.wrapping_sub(1)) {
        return None;
    }
    if matches!(next, "a" | "an") && value == 0.5 {
        if let Some(by) = reader.number_word(at + 2).and_then(|word| word.scale) {
            return Some(Amount { end: at + 3, value: value * by, scale: by, form: Form::Words });
        }
        // "half an hour": the unit follows the article.
        return Some(Amount { end: at + 2, value, scale: 1.0, form: Form::Share });
    }
    let placed = reader.number_word(at.wrapping_sub(1)).is_some_and(|word| word.ordinal.is_some())
        || matches!(
            before,
            "the" | "latter" | "other" | "this" | "each" | "his" | "her" | "their" | "better"
        );
    let opens = matches!(
        next,
        "of" | "the" | "its" | "their" | "his" | "her" | "these" | "those" | "all" | "our" | "my"
    );
    let bounded = matches!(
        before,
        "nearly" | "almost" | "than" | "about" | "over" | "around" | "least" | "roughly" | "by"
    );
    (value == 0.5 && !placed && (opens || bounded) || value == 0.25 && next == "of" && !placed)
        .then_some(Amount { end: at + 1, value, scale: 1.0, form: Form::Share })
}

/// `several`, `dozens`, `hundreds of thousands`, `several hundred`.
fn vague(reader: &Reader<'_>, at: usize, least: f64) -> Amount {
    let mut amount = Amount { end: at + 1, value: least, scale: 1.0, form: Form::Vague };
    if let Some(by) = reader.number_word(at + 1).and_then(|word| word.scale) {
        amount.value *= by;
        amount.end += 1;
    } else if reader.lower(at + 1) == "of"
        && let Some(more) = reader.number_word(at + 2).and_then(|word| word.vague)
    {
        // "hundreds of thousands": the minimum of the second is two of its scale.
        amount.value *= more / 2.0;
        amount.end += 2;
    }
    amount
}

/// A number all in words, with what comes after it: `two-thirds`, `one in three`, `two and a half`.
fn in_words(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let mut amount = composed(reader, at)?;
    let next = reader.past_hyphen(amount.end);
    if amount.value >= 1.0
        && let Some(by) = reader.number_word(next).and_then(|word| word.fraction)
    {
        let plural = reader.lower(next).ends_with('s') || reader.lower(next) == "halves";
        let said = plural == (amount.value > 1.0) && amount.value < by;
        // "one third person" places, "one third of" divides; "two quarters" may be half a year.
        let placed = (!plural && next == amount.end || by == 4.0) && reader.lower(next + 1) != "of";
        if said && (!placed || reader.number_word(next + 1).is_some_and(|word| word.scale.is_some())) {
            amount = Amount { end: next + 1, value: amount.value / by, scale: 1.0, form: Form::Share };
            let scale = scales(reader, &mut amount.end, false);
            if scale > 1.0 {
                amount = Amount { value: amount.value * scale, scale, form: Form::Words, ..amount };
            }
            return Some(amount);
        }
    }
    if reader.lower(amount.end) == "and"
        && reader.lower(amount.end + 1) == "a"
        && reader.lower(amount.end + 2) == "half"
    {
        amount.value += 0.5;
        amount.end += 3;
        amount.scale = scales(reader, &mut amount.end, false);
        amount.value *= amount.scale;
    }
    Some(one_in(reader, amount).unwrap_or(amount))
}

/// Number words put together: `twenty-eight thousand six hundred and forty-two`.
fn composed(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let (mut total, mut group, mut scale, mut last) = (0.0_f64, 0.0_f64, 1.0_f64, f64::INFINITY);
    let mut end = at;
    let mut next = at;
    while let Some(word) = reader.number_word(next) {
        if let Some(add) = word.cardinal {
            let room =
                if add >= 10.0 { group % 100.0 == 0.0 } else { group % 10.0 == 0.0 && group % 100.0 != 10.0 };
            if !room || add == 0.0 && end > at || add >= 10.0 && group == 0.0 && last == 100.0 {
                break;
            }
            group += add;
            scale = 1.0;
        } else if let Some(by) = word.scale {
            if group == 0.0 || by >= last || by == 100.0 && group >= 100.0 {
                break;
            }
            if by <= 100.0 {
                group *= by;
            } else {
                total += group * by;
                group = 0.0;
                last = by;
            }
            scale = by;
        } else {
            break;
        }
        end = next + 1;
        let joined = reader.lower(end) == "and"
            && scale > 1.0
            && reader.number_word(end + 1).is_some_and(|word| word.cardinal.is_some());
        next = if joined { end + 1 } else { reader.past_hyphen(end) };
    }
    (end > at).then_some(Amount { end, value: total + group, scale, form: Form::Words })
}
