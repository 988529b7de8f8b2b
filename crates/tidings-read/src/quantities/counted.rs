//! What a number counts: the noun after it, the noun under its "of", or what an earlier number counted.

use tidings_syntax::{Parse, Token};

use super::figure::{Figure, What};
use super::reader::Reader;
use super::units;
use tidings_record::QuantityKind;

/// Most tokens between a number and its noun.
const FARTHEST: usize = 8;

/// Most figures to look back over for what a number alone counts, or is a part of.
pub(super) const BACK: usize = 40;

/// Finds what the figure at `at` counts; earlier ones have theirs already.
pub(super) fn count(reader: &Reader<'_>, figures: &mut [Figure], at: usize) {
    let figure = &figures[at];
    if matches!(figure.kind, QuantityKind::Ordinal)
        || figure.unit.is_some() && figure.kind != QuantityKind::Age
    {
        return;
    }
    if figure.kind == QuantityKind::Age && figure.rule == "QTY015" {
        return;
    }
    // "eight million 250ml bottles": the measure between belongs to the noun.
    let measure = figures.get(at + 1).filter(|next| next.from == figure.to && next.unit.is_some());
    let found = match measure {
        // "two 15-year-olds"
        Some(age) if age.kind == QuantityKind::Age && reader.lower(age.to - 1) == "olds" => {
            people(reader, age.to - 1)
        }
        Some(measure) => noun_phrase(reader, reader.past_hyphen(measure.to)),
        None => after(reader, figure),
    };
    let per = rate(reader, figure, found.as_ref());
    let alone = found.is_none();
    if let Some(unit) = found.as_ref().and_then(|what| time_unit(reader, what)) {
        figures[at].unit = Some(unit);
        figures[at].kind = QuantityKind::Measure;
        figures[at].rule = "QTY012";
    } else if let Some(mut what) = found {
        // "injuring fifteen others": other people.
        let noun = reader.parse.token(what.tokens.end - 1);
        if what.lemma == "other" && is_harmed(reader, noun) {
            what.lemma = "people".to_owned();
        }
        figures[at].counted = Some(what);
    } else if let Some(what) = inherited(reader, figures, at, per.is_some()) {
        figures[at].counted = Some(what);
        if figures[at].rule != "QTY005" {
            figures[at].rule = "QTY031";
        }
    }
    if let Some((per, to)) = per {
        let figure = &mut figures[at];
        if alone {
            figure.to = to;
        }
        (figure.per, figure.kind, figure.rule) = (Some(per), QuantityKind::Rate, "QTY013");
    }
}

/// The length of time that is counted with an adjective: "three consecutive days".
fn time_unit(reader: &Reader<'_>, what: &What) -> Option<u16> {
    let noun = reader.parse.token(what.tokens.end - 1);
    let (rest, unit) = reader.lexicon.unit_words.get(noun.norm())?.last()?;
    let time = rest.is_empty() && reader.lexicon.units[*unit as usize].time;
    let adjectives = what.tokens.clone().all(|index| {
        let word = reader.parse.token(index);
        index + 1 == what.tokens.end || word.tag().starts_with("JJ")
    });
    (time && adjectives && noun.tag() == "NNS").then_some(*unit)
}

/// What the number is for each of, and where that ends: "30 sorties a day", "22 burglaries per week", "20 a month".
fn rate(reader: &Reader<'_>, figure: &Figure, what: Option<&What>) -> Option<(String, usize)> {
    if figure.kind != QuantityKind::Count || matches!(figure.rule, "QTY005" | "QTY006") {
        return None;
    }
    let end = what.map_or(figure.to, |what| reader.after_token(reader.parse.token(what.tokens.end - 1)));
    let (per, to) = units::per_of(reader, end)?;
    // "gave 12 people a ticket" says nothing of each ticket.
    let regular = matches!(per.as_str(), "game" | "match")
        || reader.lexicon.units.iter().any(|unit| unit.time && unit.name == per);
    (regular || reader.lower(to - 2) == "per").then_some((per, to))
}

/// People, said by the word at `at`.
fn people(reader: &Reader<'_>, at: usize) -> Option<What> {
    let index = reader.token(at)?.index();
    Some(What { lemma: "people".to_owned(), tokens: index..index + 1 })
}

/// The noun after the number, across adjectives, or under its "of".
pub(super) fn after(reader: &Reader<'_>, figure: &Figure) -> Option<What> {
    let mut next = figure.to;
    if matches!(reader.lower(next), "out") && reader.lower(next + 1) == "of" {
        next += 1;
    }
    if reader.lower(next) == "more" && reader.lower(next + 1) == "of" {
        next += 1;
    }
    if reader.lower(next) == "of" {
        return under_of(reader, next + 1);
    }
    if reader.is_hyphen(next) {
        // "a 12-member panel": members are counted, whatever follows.
        let token = reader.token(next + 1)?;
        // "six-speed", "two-way": a kind, not a count.
        if reader.lexicon.words.kinds.contains(reader.lower(next + 1)) {
            return None;
        }
        return token
            .tag()
            .starts_with("NN")
            .then(|| What { lemma: base(token), tokens: token.index()..token.index() + 1 });
    }
    noun_phrase(reader, next)
}

/// The noun of the phrase that begins with piece `at`.
fn under_of(reader: &Reader<'_>, at: usize) -> Option<What> {
    let mut next = at;
    while matches!(reader.tag(next), "DT" | "PRP$" | "PDT" | "CD")
        || reader.lower(next) == "about"
        || reader.numeral(next).is_some()
    {
        next += 1;
        if next > at + 6 {
            return None;
        }
    }
    noun_phrase(reader, next)
}

/// The head noun of a phrase without its article, beginning with piece `at`.
fn noun_phrase(reader: &Reader<'_>, at: usize) -> Option<What> {
    let first = reader.token(at)?;
    // A piece inside a token, such as the G of 5G, begins no phrase.
    if first.start() < reader.pieces[at].start {
        return None;
    }
    let parse = reader.parse;
    let mut head: Option<Token<'_>> = None;
    let mut skip_to = first.index();
    for index in first.index()..(first.index() + FARTHEST).min(parse.len()) {
        let token = parse.token(index);
        if index > first.index() && token.is_sentence_start() {
            break;
        }
        if index < skip_to {
            continue;
        }
        let tag = token.tag();
        let tag_at = |index: usize| if index < parse.len() { parse.token(index).tag() } else { "" };
        if tag.starts_with("NN") {
            // "coal-fired power plants": the first two words are one adjective.
            let goes_on = tag_at(index + 3).starts_with("NN") || tag_at(index + 3).starts_with("JJ");
            if tag_at(index + 1) == "HYPH" && goes_on {
                skip_to = index + 3;
                continue;
            }
            let last =
                matches!(token.lemma(), "year" | "month" | "week" | "night" | "season" | "quarter" | "time");
            if last
                && index > first.index()
                && matches!(parse.token(index - 1).norm(), "last" | "this" | "next")
            {
                break;
            }
            head = Some(token);
            continue;
        }
        let goes_on = match tag {
            "JJ" | "JJR" | "JJS" | "HYPH" | "``" | "''" | "\"" => head.is_none() || tag == "HYPH",
            "VBN" | "VBG" | "VBD" => {
                head.is_none() && matches!(token.label(), "amod" | "compound" | "nmod") && !is_last(token)
            }
            "RB" | "RBR" | "RBS" => {
                head.is_none()
                    && matches!(token.head().tag(), "JJ" | "VBN" | "VBG")
                    && token.head().index() > index
            }
            // "Kia and Hyundai vehicles", "digital and physical sales"
            "CC" => {
                let before = parse.token(index.saturating_sub(1)).tag();
                head.is_none() && before.starts_with("JJ")
                    || before == "NNP" && tag_at(index + 1) == "NNP" && tag_at(index + 2) == "NNS"
            }
            "," => head.is_none() && index > first.index() && parse.token(index - 1).tag().starts_with("JJ"),
            "POS" => head.take().is_some(),
            "CD" => false,
            _ => false,
        };
        if !goes_on {
            break;
        }
    }
    head.map(|head| what(reader, head, first.index()))
}

fn is_last(token: Token<'_>) -> bool {
    token.next().is_none_or(Token::is_sentence_start)
}

/// The noun with the common nouns it is compounded with and the adjectives that say of what kind it is, none of them
/// before token `first`: "ballistic missile", "coal-fired power plant".
fn what(reader: &Reader<'_>, head: Token<'_>, first: usize) -> What {
    let parse = reader.parse;
    let mut from = head.index();
    while from > first && head.index() - from < 2 {
        let before = parse.token(from - 1);
        let numbered = head.text().starts_with(|c: char| c.is_ascii_digit());
        let names = (head.tag().starts_with("NNP") || numbered) && before.tag() == "NNP";
        // "long-range attack drone": the range belongs to what is before it.
        let hyphened = from >= first + 2 && parse.token(from - 2).tag() == "HYPH";
        let common = before.tag() == "NN" && before.label() == "compound" && !hyphened;
        if !names && !common {
            break;
        }
        from -= 1;
    }
    let mut adjectives = from;
    while adjectives > first && from - adjectives < 6 {
        let word = parse.token(adjectives - 1);
        // "coal-fired": three tokens, of which the last is the adjective.
        let joined = adjectives >= first + 3 && parse.token(adjectives - 2).tag() == "HYPH";
        let lower = |token: Token<'_>| token.text().starts_with(char::is_lowercase);
        if joined && lower(word) && lower(parse.token(adjectives - 3)) {
            adjectives -= 3;
        } else if is_kind(reader, word) && !joined {
            adjectives -= 1;
        } else if word.tag() == "CC"
            && adjectives < from
            && adjectives >= first + 2
            && is_kind(reader, parse.token(adjectives - 2))
        {
            adjectives -= 2;
        } else {
            break;
        }
    }
    let mut lemma = String::new();
    for index in adjectives..head.index() {
        let word = parse.token(index);
        match word.tag() {
            "NN" => lemma.push_str(&word.text().to_lowercase()),
            "JJ" | "JJR" | "JJS" if !is_hyphened(parse, index) => lemma.push_str(word.lemma()),
            _ => lemma.push_str(word.text()),
        }
        if word.end() < parse.token(index + 1).start() {
            lemma.push(' ');
        }
    }
    lemma.push_str(&base(head));
    What { lemma, tokens: adjectives..head.index() + 1 }
}

/// Whether the word is an adjective that says of what kind something is: not "Ostravan", "more" or "last".
fn is_kind(reader: &Reader<'_>, word: Token<'_>) -> bool {
    matches!(word.tag(), "JJ" | "JJR" | "JJS")
        && word.label() == "amod"
        && word.text().starts_with(char::is_lowercase)
        && !reader.lexicon.words.dull.contains(word.norm())
        && word.previous().is_none_or(|before| before.tag() != "RB")
}

fn is_hyphened(parse: &Parse, index: usize) -> bool {
    parse.token(index).next().is_some_and(|next| next.tag() == "HYPH")
        || index > 0 && parse.token(index - 1).tag() == "HYPH"
}

/// The base form of a noun; of a name in the plural too.
fn base(noun: Token<'_>) -> String {
    if noun.tag() == "NNPS" || noun.tag() == "NNP" {
        let text = noun.text();
        let plural = noun.tag() == "NNPS" && text.len() > 3 && text.ends_with('s') && !text.ends_with("ss");
        return text[..text.len() - usize::from(plural)].to_owned();
    }
    noun.lemma().to_lowercase()
}

/// What an earlier number of the sentence counted, for a number alone: "and more than 30 wounded", "30 of them".
fn inherited(reader: &Reader<'_>, figures: &[Figure], at: usize, rate: bool) -> Option<What> {
    let figure = &figures[at];
    if figure.scale > 1.0 && figure.form == super::amount::Form::Share {
        return None;
    }
    let token = reader.token(figure.number.start)?;
    let next = reader.token(figure.to);
    let of_them = reader.lower(figure.to) == "of"
        && matches!(reader.lower(figure.to + 1), "them" | "whom" | "which" | "these" | "those");
    let done = next.is_some_and(|next| {
        matches!(next.tag(), "VBN" | "VBD" | "RB")
            && next.index() > token.index()
            && (next.tag() != "RB" || next.next().is_some_and(|after| after.tag() == "VBN"))
    });
    // "12 dead", "three of the wounded"
    let of_the_dead = reader.lower(figure.to) == "of" && reader.lower(figure.to + 1) == "the";
    let state = reader.lower(figure.to + if of_the_dead { 2 } else { 0 });
    let harmed = is_harmed(reader, token) || reader.lexicon.words.harmed.contains(state);
    let apposed = matches!(reader.mark_before(figure.from), Some('—' | '–' | '-'))
        && matches!(reader.mark(figure.to), Some('—' | '–' | '-'));
    let of_the = opens_with_whole(reader, figures, at).is_some();
    let of_which = (1..=2).any(|back| {
        figure.from > back
            && matches!(reader.lower(figure.from - back), "which" | "whom" | "including" | "them")
    });
    if !(of_them || done || harmed || apposed || of_which || of_the || rate) {
        return None;
    }
    if of_the {
        return opens_with_whole(reader, figures, at).and_then(|whole| figures[whole].counted.clone());
    }
    let earlier = figures[..at].iter().rev().take(BACK).find(|earlier| {
        earlier.counted.as_ref().is_some_and(|what| what.lemma != "other")
            && earlier.kind == QuantityKind::Count
            && (of_them || !reader.is_sentence_between(earlier.number.start, figure.number.start))
    });
    // What is killed or hurt beside other figures of the dead and hurt is the same; else it is people.
    let fits = |earlier: &&Figure| {
        !harmed || earlier.counted.as_ref().is_some_and(|what| is_harmed_noun(reader, what))
    };
    if let Some(earlier) = earlier.filter(fits) {
        return earlier.counted.clone();
    }
    // "killed 12": nothing else is killed and counted without a noun but people.
    let index = token.index();
    harmed.then(|| What { lemma: "people".to_owned(), tokens: index..index + 1 })
}

/// The figure of "Of the 71 drones, …" that the sentence of figure `at` begins with.
pub(super) fn opens_with_whole(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<usize> {
    let start = figures[at].number.start;
    let whole = (at.saturating_sub(BACK)..at).rev().find(|&whole| {
        let whole = &figures[whole];
        let of = if reader.lower_before(whole.from) == "the" { whole.from - 1 } else { whole.from };
        reader.lower_before(of) == "of" && reader.begins_sentence(of - 1)
    })?;
    let found = &figures[whole];
    let large = found.max.is_none_or(|max| figures[at].value() <= max);
    (found.counted.is_some() && large && !reader.is_sentence_between(found.number.start, start))
        .then_some(whole)
}

fn is_harmed_noun(reader: &Reader<'_>, what: &What) -> bool {
    is_harmed(reader, reader.parse.token(what.tokens.end - 1))
}

/// Whether the number is the object of a verb of harm, or the subject of its passive.
pub(super) fn is_harmed(reader: &Reader<'_>, number: Token<'_>) -> bool {
    let verb = number.head();
    matches!(number.label(), "dobj" | "nsubjpass" | "nsubj" | "conj" | "ROOT")
        && verb.pos() == "VERB"
        && reader.lexicon.words.harm.contains(verb.lemma())
}
