//! How a sentence tells a date that it states: as past, as to come, or in a way that bounds nothing.
//!
//! Only what hangs on a verb counts: "was signed on 16 May 2025", "will be held in September 2026". A date inside a name
//! ("Euro 2024"), behind a plan ("announced an election in 2026"), under an "if" or in a novel tells nothing of the
//! day of the article.

use std::ops::Range;

use tidings_syntax::{Parse, Token};

use super::lexicon::PublishedLexicon;
use crate::times::token_at;

/// On which side of the article a date lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// It has begun.
    Past,
    /// It is not over.
    Ahead,
    /// It is the day of the article: "this article was first published on 16 May 2025".
    Published,
}

/// Trees are followed so many steps up.
const STEPS: usize = 12;
const WILL: [&str; 4] = ["will", "shall", "'ll", "’ll"];

/// How the date at `bytes` of `parse` is told, and the words that say it. `precision` is how many days it spans.
pub(super) fn told(
    parse: &Parse,
    bytes: &Range<usize>,
    precision: i32,
    lexicon: &PublishedLexicon,
) -> Option<(Told, Range<usize>)> {
    let (is_day, is_year) = (precision == 1, precision > 31);
    let first = token_at(parse, bytes.start)?;
    let inside = |token: &Token<'_>| token.start() < bytes.end;
    let top = top(parse, bytes)?;
    let joined = parse.text()[bytes.end..].starts_with(['-', '–', '—', '/']);
    let fiscal = ["fiscal", "financial"].iter().any(|word| parse.text()[bytes.clone()].contains(word));
    if joined || fiscal {
        return None;
    }
    if top.label() != "pobj" {
        // "met Friday, 16 May 2025"; but "2 June 2024 at 10:05, a reader wrote" is the head of a comment.
        let verb = top.head();
        let behind = is_day && top.label() == "npadvmod" && verb.end() <= bytes.start;
        let told = of_verb(verb, first, is_day, lexicon).filter(|_| behind && !is_note(verb, lexicon))?;
        return Some((told, words(verb, bytes)));
    }
    let preposition = top.head();
    let alone = preposition.index() + 1 == first.index()
        && preposition
            .subtree()
            .skip_while(|token| token.end() <= bytes.start)
            .all(|token| inside(&token) || token.pos() == "PUNCT");
    if !alone {
        return None;
    }
    let governor = preposition.head();
    let word = preposition.text().to_lowercase();
    if word == "since" {
        let verb = verb_above(preposition);
        return verb
            .is_none_or(|verb| !is_open(verb, true))
            .then(|| (Told::Past, preposition.start()..bytes.end));
    }
    if matches!(governor.pos(), "NOUN" | "PROPN") {
        // "since the flood in 2022".
        let since = governor.head();
        let is_since =
            governor.label() == "pobj" && since.text().eq_ignore_ascii_case("since") && word == "in";
        let open = verb_above(since).is_some_and(|verb| is_open(verb, true));
        return (is_since && !open).then(|| (Told::Past, since.start()..bytes.end));
    }
    // "... in 2017, the mayor said": the verb behind it only tells who says so.
    let trailing = governor.start() >= bytes.end
        && lexicon.words.plans.contains(governor.lemma())
        && !preposition.is_sentence_start();
    if trailing {
        return None;
    }
    let told = match word.as_str() {
        "on" if is_day && is_of_article(governor, lexicon) => Told::Published,
        "in" | "on" | "during" if is_note(governor, lexicon) => return None,
        "in" | "on" | "during" => of_verb(governor, preposition, !is_year, lexicon)?,
        "by" => of_verb(governor, preposition, true, lexicon).filter(|told| *told == Told::Ahead)?,
        "for" if is_scheduled(governor, lexicon) => Told::Ahead,
        _ => return None,
    };
    Some((told, words(governor, &(preposition.start()..bytes.end))))
}

/// The token of a stretch whose head lies outside it.
pub(super) fn top<'p>(parse: &'p Parse, bytes: &Range<usize>) -> Option<Token<'p>> {
    let first = token_at(parse, bytes.start)?;
    (first.index()..parse.len())
        .map(|index| parse.token(index))
        .take_while(|token| token.start() < bytes.end)
        .find(|token| {
            token.is_root() || token.head().start() < bytes.start || token.head().start() >= bytes.end
        })
}

/// The nearest verb above `token`.
pub(super) fn verb_above(token: Token<'_>) -> Option<Token<'_>> {
    token.ancestors().take(STEPS).find(|above| matches!(above.pos(), "VERB" | "AUX"))
}

/// Whether `verb` tells of the present, or of what has lasted until now: "is", "has been closed".
pub(super) fn is_present(verb: Token<'_>) -> bool {
    let now = |token: Token<'_>| matches!(token.tag(), "VBZ" | "VBP");
    !is_open(verb, true) && (now(verb) || matches!(verb.tag(), "VBN" | "VBG") && auxiliaries(verb).any(now))
}

fn auxiliaries(verb: Token<'_>) -> impl Iterator<Item = Token<'_>> {
    verb.children().filter(|child| matches!(child.label(), "aux" | "auxpass"))
}

/// From the verb or its first auxiliary to the date, or the other way round.
fn words(verb: Token<'_>, bytes: &Range<usize>) -> Range<usize> {
    let first = auxiliaries(verb).map(Token::start).min().unwrap_or(verb.start()).min(verb.start());
    bytes.start.min(first)..bytes.end.max(verb.end())
}

/// Whether the verb, or one above it, stands under a modal or a condition. `will` says whether "will" counts.
fn is_open(verb: Token<'_>, will: bool) -> bool {
    std::iter::once(verb).chain(verb.ancestors()).take(STEPS).any(|above| {
        above.children().any(|child| {
            let modal =
                child.tag() == "MD" && (will || !WILL.contains(&child.text().to_lowercase().as_str()));
            let condition = child.label() == "mark"
                && ["if", "unless", "whether", "though"].contains(&child.text().to_lowercase().as_str());
            modal || condition
        })
    })
}

/// "is scheduled", "is due", "are set".
fn is_scheduled(token: Token<'_>, lexicon: &PublishedLexicon) -> bool {
    let be = |token: Token<'_>| token.lemma() == "be" && matches!(token.tag(), "VBZ" | "VBP");
    let denied = |token: Token<'_>| token.children().any(|child| child.label() == "neg");
    lexicon.words.scheduled.contains(token.lemma())
        && (auxiliaries(token).any(be) && token.tag() == "VBN"
            || be(token.head()) && token.pos() == "ADJ" && !denied(token.head()))
        && !denied(token)
        && !is_open(token, true)
}

/// Whether `verb` tells of a change of the page: "was amended", "updated".
fn is_note(verb: Token<'_>, lexicon: &PublishedLexicon) -> bool {
    let word = verb.text().to_lowercase();
    lexicon.words.changed.contains(&word) || lexicon.words.published.contains(&word)
}

/// "this article was first published".
fn is_of_article(verb: Token<'_>, lexicon: &PublishedLexicon) -> bool {
    let subject = verb.child("nsubjpass").filter(|noun| lexicon.words.articles.contains(noun.lemma()));
    let this =
        subject.and_then(|noun| noun.child("det")).is_some_and(|det| det.text().eq_ignore_ascii_case("this"));
    let was = auxiliaries(verb).any(|child| child.tag() == "VBD");
    this && was && lexicon.words.published.contains(&verb.text().to_lowercase())
}

/// How `verb` tells the date that hangs on it by `link`. A year behind a noun may be the noun's: `is_near` is for months
/// and days.
fn of_verb(verb: Token<'_>, link: Token<'_>, is_near: bool, lexicon: &PublishedLexicon) -> Option<Told> {
    let words = &lexicon.words;
    if is_scheduled(verb, lexicon) {
        return Some(Told::Ahead);
    }
    if !matches!(verb.pos(), "VERB" | "AUX") || verb.children().any(|child| child.label() == "neg") {
        return None;
    }
    if auxiliaries(verb).any(|child| child.tag() == "MD") {
        let will = auxiliaries(verb).any(|child| WILL.contains(&child.text().to_lowercase().as_str()));
        return (will && matches!(verb.tag(), "VB" | "VBN") && !is_open(verb, false)).then_some(Told::Ahead);
    }
    if auxiliaries(verb).any(|child| child.tag() == "TO") {
        // "is due to open in", "is to open in".
        let above = verb.head();
        let bare = above.lemma() == "be" && matches!(above.tag(), "VBZ" | "VBP") && !is_open(above, true);
        return (is_scheduled(above, lexicon) || bare && verb.label() == "xcomp").then_some(Told::Ahead);
    }
    let past = match verb.tag() {
        "VBD" => true,
        "VBN" => {
            let told = auxiliaries(verb).any(|child| {
                child.tag() == "VBD" || child.lemma() == "have" && matches!(child.tag(), "VBZ" | "VBP")
            });
            told || matches!(verb.label(), "acl" | "advcl") && auxiliaries(verb).next().is_none()
        }
        _ => false,
    };
    if !past || verb.lemma() == "be" || words.scheduled.contains(verb.lemma()) || is_open(verb, true) {
        return None;
    }
    // "announced an election in 2026": the date may be that of the election.
    let between = (verb.index() + 1..link.index()).map(|index| verb.parse().token(index));
    let planned = between.into_iter().any(|token| matches!(token.pos(), "NOUN" | "PROPN" | "PRON"))
        && (!is_near || words.plans.contains(verb.lemma()));
    let subject = verb.children().any(|child| {
        matches!(child.label(), "nsubj" | "nsubjpass") && words.plan_nouns.contains(child.lemma())
    });
    (!planned && !subject).then_some(Told::Past)
}
