//! What a number counts: the noun after it, the noun under its "of", or what an earlier number counted.

use tidings_syntax::Token;

use super::figure::{Figure, What};
use super::reader::Reader;
use tidings_record::QuantityKind;

/// Most tokens between a number and its noun.
const FARTHEST: usize = 8;

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
    if let Some(mut what) = found {
        // "injuring fifteen others": other people.
        let noun = reader.parse.token(what.tokens.end - 1);
        if what.lemma == "other" && is_harmed(reader, noun) {
            what.lemma = "people".to_owned();
        }
        figures[at].counted = Some(what);
    } else if let Some(what) = inherited(reader, figures, at) {
        figures[at].counted = Some(what);
        figures[at].rule = "QTY031";
    }
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
    while matches!(reader.tag(next), "DT" | "PRP$" | "PDT" | "CD" | "JJS" | "RBS")
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
    head.map(|head| what(reader, head))
}

fn is_last(token: Token<'_>) -> bool {
    token.next().is_none_or(Token::is_sentence_start)
}

/// The noun with the common nouns it is compounded with.
pub(super) fn what(reader: &Reader<'_>, head: Token<'_>) -> What {
    let parse = reader.parse;
    let mut from = head.index();
    while from > 0 {
        let before = parse.token(from - 1);
        let names = head.tag().starts_with("NNP") && before.tag() == "NNP";
        let joins = names || before.tag() == "NN" && before.label() == "compound";
        if !joins || parse.token(from).is_sentence_start() || head.index() - from >= 2 {
            break;
        }
        from -= 1;
    }
    let mut lemma = String::new();
    for index in from..head.index() {
        let word = parse.token(index);
        lemma.push_str(&if word.tag() == "NN" { word.text().to_lowercase() } else { word.text().to_owned() });
        lemma.push(' ');
    }
    lemma.push_str(&base(head));
    What { lemma, tokens: from..head.index() + 1 }
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
fn inherited(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<What> {
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
    let harmed = is_harmed(reader, token);
    let apposed = matches!(reader.mark_before(figure.from), Some('—' | '–' | '-'))
        && matches!(reader.mark(figure.to), Some('—' | '–' | '-'));
    let of_the = opens_with_whole(reader, figures, at).is_some();
    let of_which = (1..=2).any(|back| {
        figure.from > back
            && matches!(reader.lower(figure.from - back), "which" | "whom" | "including" | "them")
    });
    if !(of_them || done || harmed || apposed || of_which || of_the) {
        return None;
    }
    if of_the {
        return opens_with_whole(reader, figures, at).and_then(|whole| figures[whole].counted.clone());
    }
    let earlier = figures[..at].iter().rev().find(|earlier| {
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
    let whole = figures[..at].iter().rposition(|whole| {
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
fn is_harmed(reader: &Reader<'_>, number: Token<'_>) -> bool {
    let verb = number.head();
    matches!(number.label(), "dobj" | "nsubjpass" | "nsubj" | "conj" | "ROOT")
        && verb.pos() == "VERB"
        && reader.lexicon.words.harm.contains(verb.lemma())
}
