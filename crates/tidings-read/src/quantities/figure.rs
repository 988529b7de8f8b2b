//! One figure: a number with its unit, before it is bounded, joined to ranges and told what it counts.

use std::ops::Range;

use tidings_record::{Change, Comparator, QuantityKind};

use super::amount::{Amount, Form, amount, scaled, scales};
use super::lexicon::QuantityLexicon;
use super::reader::Reader;
use super::{guards, units};

/// A number on its way to a quantity. Ranges are of pieces, half open.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// First piece: of the bound, the currency or the number.
    pub from: usize,
    /// One past the last piece: of the number, the unit or the bound.
    pub to: usize,
    /// The number alone.
    pub number: Range<usize>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub comparator: Comparator,
    pub approximate: bool,
    pub kind: QuantityKind,
    /// Index into the lexicon's units.
    pub unit: Option<u16>,
    /// What the unit is for each of.
    pub per: Option<String>,
    pub scale: f64,
    pub form: Form,
    pub counted: Option<What>,
    /// Index of the figure it is a part of.
    pub part_of: Option<usize>,
    pub change: Option<Change>,
    pub rule: &'static str,
}

/// What is counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct What {
    /// Base form of the noun.
    pub lemma: String,
    /// Its tokens.
    pub tokens: Range<usize>,
}

impl Figure {
    /// The number that is said, whatever bounds it.
    pub fn value(&self) -> f64 {
        self.min.or(self.max).unwrap_or(0.0)
    }

    fn multiply(&mut self, by: f64) {
        self.scale *= by;
        self.min = self.min.map(|value| scaled(value, by));
        self.max = self.max.map(|value| scaled(value, by));
    }

    /// Whether it is a count without a unit.
    pub fn is_plain(&self) -> bool {
        self.unit.is_none() && self.kind == QuantityKind::Count
    }

    /// Whether nothing says yet what the number is of.
    pub fn is_bare(&self) -> bool {
        self.unit.is_none() && self.counted.is_none()
    }

    /// Whether the unit is a length of time.
    pub fn is_time(&self, lexicon: &QuantityLexicon) -> bool {
        self.unit.is_some_and(|unit| lexicon.units[unit as usize].time)
    }

    /// The printed name of the unit.
    pub fn unit_name(&self, lexicon: &QuantityLexicon) -> Option<String> {
        let name = self.unit.map(|unit| lexicon.units[unit as usize].name.as_str());
        if self.kind == QuantityKind::Age {
            return Some(format!("{} of age", name.unwrap_or("year")));
        }
        match (&self.per, name) {
            (Some(per), name) => {
                let counted = self.counted.as_ref().map_or("count", |counted| counted.lemma.as_str());
                Some(format!("{} per {per}", name.unwrap_or(counted)))
            }
            (None, name) => name.map(str::to_owned),
        }
    }
}

/// The figures of a text in order, not overlapping.
pub(super) fn figures(reader: &Reader<'_>) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut free_from = 0;
    // Where a number that was no quantity ended: what hangs on it by a dash is none either.
    let mut dropped = usize::MAX;
    while at < reader.pieces.len() {
        if let Some(end) = guards::skip(reader, at) {
            at = end.max(at + 1);
            dropped = at;
            continue;
        }
        let figure = none_of(reader, at).or_else(|| one(reader, at, free_from));
        match figure {
            Some(figure) => {
                at = figure.to.max(at + 1);
                free_from = at;
                let hangs = figure.number.start == dropped + 1 && guards::is_tie(reader, dropped);
                if hangs || guards::is_name_or_date(reader, &figure) {
                    dropped = figure.number.end;
                } else {
                    found.push(figure);
                }
            }
            None => at += 1,
        }
    }
    found
}

fn one(reader: &Reader<'_>, at: usize, free_from: usize) -> Option<Figure> {
    let currency = units::before(reader, at).filter(|&(_, from)| from >= free_from);
    let Amount { end, value, scale, form } = amount(reader, at, currency.is_some())?;
    if !value.is_finite() {
        return None;
    }
    let mut figure = Figure {
        from: currency.map_or(at, |(_, from)| from),
        to: end,
        number: at..end,
        min: Some(value),
        max: if form == Form::Vague { None } else { Some(value) },
        comparator: if form == Form::Vague { Comparator::About } else { Comparator::Exactly },
        approximate: form == Form::Vague,
        // A share is one for each so many.
        kind: if form == Form::Share { QuantityKind::Rate } else { QuantityKind::Count },
        unit: currency.map(|(unit, _)| unit),
        per: None,
        scale,
        form,
        counted: None,
        part_of: None,
        change: None,
        rule: match form {
            Form::Digits => "QTY001",
            Form::Words => "QTY002",
            Form::Share => "QTY003",
            Form::Vague => "QTY004",
        },
    };
    negative(reader, &mut figure);
    give_unit(reader, &mut figure, value >= 10_000.0);
    Some(figure)
}

/// The unit after the number, what it is per, and whether it is an age.
pub(super) fn give_unit(reader: &Reader<'_>, figure: &mut Figure, big: bool) {
    // "millions of dollars"
    let of = figure.form == Form::Vague && reader.lower(figure.to) == "of";
    let found = units::after(reader, figure.to + usize::from(of), big);
    match (figure.unit, found) {
        (None, Some((unit, end))) => {
            figure.unit = Some(unit);
            figure.to = end;
            // "75 USD million"
            if reader.lexicon.units[unit as usize].kind == QuantityKind::Money && figure.scale == 1.0 {
                let scale = scales(reader, &mut figure.to, false);
                figure.multiply(scale);
            }
        }
        // "30 MUSD"
        (None, None) if reader.raw(figure.to).starts_with('M') => {
            if let Some(&unit) =
                reader.raw(figure.to).get(1..).and_then(|code| reader.lexicon.prefixes.get(code))
            {
                figure.unit = Some(unit);
                figure.to += 1;
                figure.multiply(1e6);
            }
        }
        // "$10 dollars", "$500 US"
        (Some(_), Some((unit, end)))
            if reader.lexicon.units[unit as usize].kind == QuantityKind::Money
                && reader.numeral(end).is_none() =>
        {
            figure.to = end;
        }
        (Some(_), _) if reader.raw(figure.to) == "US" => figure.to += 1,
        (Some(_), _) if reader.raw(figure.to) == "U" && reader.raw(figure.to + 2) == "S" => figure.to += 4,
        _ => {}
    }
    // "a quake of magnitude 6.4"
    if figure.unit.is_none()
        && reader.lower_before(figure.number.start) == "magnitude"
        && let Some((unit, _)) = units::after(reader, figure.number.start - 1, false)
    {
        (figure.unit, figure.from) = (Some(unit), figure.number.start - 1);
    }
    let Some(unit) = figure.unit else { return age_before(reader, figure) };
    let unit = &reader.lexicon.units[unit as usize];
    figure.kind = unit.kind;
    figure.rule = match unit.kind {
        QuantityKind::Money => "QTY010",
        QuantityKind::Percent => "QTY011",
        _ => "QTY012",
    };
    if figure.form == Form::Vague {
        figure.rule = "QTY004";
    }
    if unit.time && is_age(reader, figure) {
        return;
    }
    let article = matches!(reader.lower(figure.to), "a" | "an");
    if let Some((per, end)) =
        if unit.time { units::per(reader, figure.to) } else { units::per_of(reader, figure.to) }
        && (!unit.time || !article && per != unit.name)
    {
        figure.per = Some(per);
        figure.to = end;
        figure.kind = QuantityKind::Rate;
        figure.rule = "QTY013";
    }
}

/// `66-year-old`, `five years old`, `three months of age`.
fn is_age(reader: &Reader<'_>, figure: &mut Figure) -> bool {
    let mut at = figure.to;
    if matches!(reader.mark(at), Some('-' | '‑' | '–')) {
        at += 1;
    }
    let end = match reader.lower(at) {
        "old" | "olds" => at + 1,
        "of" if reader.lower(at + 1) == "age" => at + 2,
        _ => return false,
    };
    figure.to = end;
    figure.kind = QuantityKind::Age;
    figure.rule = "QTY014";
    true
}

/// `aged 5`, `age 87`, `at the age of 16`, `87 yo`, `Ana Ruiz, 66, said`.
fn age_before(reader: &Reader<'_>, figure: &mut Figure) {
    let value = figure.value();
    if figure.scale != 1.0 || value > 130.0 || value.fract() != 0.0 || figure.form == Form::Vague {
        return;
    }
    let start = figure.number.start;
    let before = reader.lower_before(start);
    let of_age = before == "of" && start > 1 && reader.lower(start - 2) == "age";
    let aged = matches!(before, "aged" | "age" | "ages") || of_age;
    let yo = reader.lower(figure.to) == "yo";
    if !aged && !yo && !is_apposed_to_person(reader, figure) {
        return;
    }
    if yo {
        figure.to += 1;
    } else if aged {
        figure.from = start - if of_age { 2 } else { 1 };
    }
    figure.kind = QuantityKind::Age;
    figure.rule = if aged || yo { "QTY014" } else { "QTY015" };
}

/// `Ana Ruiz, 66, said`, `one woman, 34, and`: between commas, after a name or the word for one person.
fn is_apposed_to_person(reader: &Reader<'_>, figure: &Figure) -> bool {
    let start = figure.number.start;
    let closed = matches!(reader.mark(figure.to), Some(',' | '.' | ';' | ')'));
    let opened = reader.mark_before(start) == Some(',') && start > 1;
    if !closed || !opened || figure.number.len() != 1 || figure.form != Form::Digits {
        return false;
    }
    let name = start - 2;
    let tag = reader.tag(name);
    let capital = reader.raw(name).starts_with(char::is_uppercase);
    let month = reader.lexicon.words.months.contains(reader.lower(name));
    let dated = reader.token(name).is_some_and(|token| matches!(token.entity_type(), "DATE" | "TIME"));
    let apposed =
        reader.token(start).is_some_and(|token| matches!(token.label(), "appos" | "npadvmod" | "nummod"));
    let named = capital && !month && !dated && tag.starts_with("NNP") && apposed;
    figure.value() >= 1.0 && (named || reader.lexicon.words.persons.contains(reader.lower(name)))
}

fn negative(reader: &Reader<'_>, figure: &mut Figure) {
    let start = figure.number.start;
    if figure.from != start || start == 0 {
        return;
    }
    let sign = start - 1;
    let minus = reader.lower(sign) == "minus"
        || reader.lower(sign.wrapping_sub(1)) == "minus" && reader.is_hyphen(sign);
    // "75 -300mm" is a range, "Stoxx 50 -1.3%" is none.
    let lower = reader.numeral(sign.wrapping_sub(1)).is_some_and(|lower| lower.value < figure.value());
    let dash = matches!(reader.mark(sign), Some('-' | '−'))
        && reader.pieces[sign].apart
        && !reader.pieces[start].apart
        && !lower;
    if !minus && !dash {
        return;
    }
    figure.from = if reader.lower(sign) == "minus" || dash { sign } else { sign - 1 };
    figure.min = figure.min.map(|value| -value);
    figure.max = figure.max.map(|value| -value);
}

/// `no casualties`, `no civilian deaths`, `none of the passengers`, `both bridges`.
fn none_of(reader: &Reader<'_>, at: usize) -> Option<Figure> {
    let word = reader.lower(at);
    if !matches!(word, "no" | "none" | "both") || !reader.is_word(at) {
        return None;
    }
    let (value, rule) = match word {
        "no" => {
            let noun =
                (at + 1..at + 4).find(|&next| reader.lexicon.words.absent.contains(reader.lower(next)))?;
            let plain = (at + 1..noun).all(|next| matches!(reader.tag(next), "JJ" | "NN" | "NNP" | "JJR"));
            if !plain || reader.tag(noun).starts_with("VB") {
                return None;
            }
            (0.0, "QTY005")
        }
        "none" => {
            let harmed = reader.token(at).is_some_and(|none| super::counted::is_harmed(reader, none));
            (0.0, (reader.lower(at + 1) == "of" || harmed).then_some("QTY005")?)
        }
        _ => {
            let noun = (at + 1..at + 3).find(|&next| reader.tag(next) == "NNS")?;
            let plain = (at + 1..noun).all(|next| reader.tag(next).starts_with("JJ"));
            let joined = matches!(reader.lower(noun + 1), "and" | "or");
            // "both sides" is how one speaks of the parties, not a count of anything.
            let parties = reader.lexicon.words.parties.contains(reader.lower(noun));
            (2.0, (plain && !joined && !parties).then_some("QTY006")?)
        }
    };
    Some(Figure {
        from: at,
        to: at + 1,
        number: at..at + 1,
        min: Some(value),
        max: Some(value),
        comparator: Comparator::Exactly,
        approximate: false,
        kind: QuantityKind::Count,
        unit: None,
        per: None,
        scale: 1.0,
        form: Form::Words,
        counted: None,
        part_of: None,
        change: None,
        rule,
    })
}
