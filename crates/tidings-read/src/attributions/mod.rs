//! Who said what: source, cue and content of every attribution in an article, with attitude, manner and voice.
//!
//! - `quotes`: which words stand in quotation marks. `scene`: the article with quotes and sentences by token.
//! - `cue`, `source`, `content`: what may be one, and the features by which linear models choose.
//! - `model`: the linear models, in whole numbers. `read`: the decisions in order. `settle`: what they do to each
//!   other.
//! - `classes`: broad classes of words. `lexicon`, `attitude`: what stance the words state, on which condition. `deadline`: until when.
//! - `transcript`: "NAME: …", read by rule. `learn`: what a marked text teaches the
//!   models.
//!
//! Not here: whom a pronoun or a description means (the names' work), irony, and what a reader infers.

mod attitude;
mod classes;
mod content;
mod cue;
mod deadline;
pub mod learn;
mod lexicon;
pub mod model;
pub(crate) mod quotes;
mod read;
mod scene;
mod seeming;
mod settle;
mod source;
mod transcript;

use std::ops::Range;

use tidings_record::{
    Attribution, AttributionIndex, ByteSpan, Manner, Name, NameIndex, NameType, Stance, Time, Voice,
};

pub use lexicon::AttributionLexicon;

use crate::Document;
use crate::names::Mentions;
use read::Decided;
use scene::{Scene, Stretch, reach};
use tidings_syntax::Token;
use transcript::Turn;

/// The attributions of an article, in the order of their cues. `names` and `times` are those of the same article.
pub fn attributions(
    document: &Document<'_>,
    lexicon: &AttributionLexicon,
    names: &[Name],
    times: &[Time],
) -> Vec<Attribution> {
    let scene = Scene::new(document, lexicon);
    let mentions = Mentions::new(names);
    let decided = read::decide(&scene);
    let mut turns = transcript::turns(&scene);
    turns.extend(transcript::signed(&scene));
    turns.sort_by_key(|turn| (turn.block, turn.mark));
    let is_turn = |one: &Decided<'_>| {
        turns
            .binary_search_by_key(&(one.cue.block, one.cue.token.index()), |turn| (turn.block, turn.mark))
            .is_ok()
    };
    let mut made: Vec<Attribution> = decided
        .iter()
        .filter(|one| !is_turn(one))
        .map(|one| attribution(&scene, one, lexicon, names, &mentions, times))
        .collect();
    let turns: Vec<Attribution> = turns.iter().map(|turn| said_in_turn(&scene, turn, &mentions)).collect();
    made.retain(|one| !adds_nothing(&document.article.text, one, &turns));
    made.extend(turns);
    made.sort_by_key(|one| (one.cue.first().copied(), one.content.first().copied()));
    nest(&mut made);
    speak_for_oneself(&document.article.text, &mut made);
    made
}

/// Whether `one` only repeats what is told in somebody's turn: "Both sides say the same" of nobody in particular.
fn adds_nothing(text: &str, one: &Attribution, turns: &[Attribution]) -> bool {
    let in_turn =
        |cue: &ByteSpan| turns.iter().any(|turn| turn.content.iter().any(|piece| piece.contains(*cue)));
    one.speaker.is_none()
        && one.stance == Stance::Says
        && !is_first_person(text, one)
        && one.cue.first().is_some_and(in_turn)
}

/// Whether its source is "I" or "we".
fn is_first_person(text: &str, one: &Attribution) -> bool {
    matches!(one.source[..], [source] if matches!(&*source.of(text).to_lowercase(), "i" | "we" | "me" | "us"))
}

/// Whether the first sentence of a turn is a question, or its last.
fn question_ends(turn: &str) -> bool {
    let first = turn.find(['.', '?', '!']).map(|at| &turn[at..]);
    turn.trim_end().ends_with('?') || first.is_some_and(|end| end.starts_with('?'))
}

/// "I" and "we" in somebody's words are who says them.
fn speak_for_oneself(text: &str, made: &mut [Attribution]) {
    for index in 0..made.len() {
        let Some(outer) = made[index].within.map(|outer| outer.index()) else { continue };
        if is_first_person(text, &made[index])
            && made[index].speaker.is_none()
            && made[outer].manner != Manner::Paraphrased
        {
            made[index].speaker = made[outer].speaker;
        }
    }
}

fn attribution(
    scene: &Scene<'_>,
    decided: &Decided<'_>,
    lexicon: &AttributionLexicon,
    names: &[Name],
    mentions: &Mentions<'_>,
    times: &[Time],
) -> Attribution {
    let block = decided.cue.block;
    let span = |tokens: Range<usize>| scene.span(&Stretch::new(block, tokens));
    let source: Vec<ByteSpan> = source_pieces(decided).into_iter().map(span).collect();
    let manner = attitude::manner(scene, decided);
    let speaker = source.first().and_then(|source| speaker(scene, decided, names, mentions, *source, span));
    let name = speaker.and_then(|speaker| names.get(speaker.index()));
    let condition = attitude::condition(scene, decided, lexicon);
    let (stance, code) = attitude::stance(scene, decided, name, condition.as_ref(), lexicon);
    let content: Vec<ByteSpan> = decided.content.pieces.iter().map(|piece| scene.span(piece)).collect();
    let condition = condition.filter(|_| stance != Stance::Asks).map(|clause| scene.span(&clause));
    let binds = matches!(
        stance,
        Stance::Demands
            | Stance::Threatens
            | Stance::Offers
            | Stance::Promises
            | Stance::CallsFor
            | Stance::Warns
    );
    let text = &scene.document.article.text;
    let deadline =
        if binds { deadline::deadline(text, &content, condition, times, &lexicon.words) } else { None };
    let voice = attitude::voice(scene, decided, stance, manner, name.map(|name| name.kind), lexicon);
    Attribution {
        voice,
        // "A diplomat close to the minister": whoever is named there does not speak.
        speaker: speaker.filter(|_| voice != Voice::Unnamed),
        source,
        cue: cue_tokens(decided).into_iter().map(span).collect(),
        cue_lemma: Some(cue::lemma(decided.cue.token).to_owned()),
        to: addressees(decided).filter_map(|tokens| mentions.named_by(span(tokens))).collect(),
        content,
        manner,
        stance,
        condition,
        deadline,
        within: None,
        rule: code.map_or_else(|| rule(decided).to_owned(), str::to_owned),
    }
}

/// A turn of an interview or a signed quotation as an attribution.
fn said_in_turn(scene: &Scene<'_>, turn: &Turn, mentions: &Mentions<'_>) -> Attribution {
    let source = scene.span(&Stretch::new(turn.block, turn.source.clone()));
    let content: Vec<ByteSpan> = turn.content.iter().map(|piece| scene.span(piece)).collect();
    let text = &scene.document.article.text;
    // "How many came? There are different numbers."
    let asks = content.first().is_some_and(|first| question_ends(first.of(text)));
    Attribution {
        source: vec![source],
        speaker: mentions.named_by(source),
        voice: Voice::Named,
        cue: vec![scene.span(&Stretch::new(turn.block, turn.mark..turn.mark + 1))],
        cue_lemma: Some(cue::lemma(scene.blocks[turn.block].parse.token(turn.mark)).to_owned()),
        content,
        manner: Manner::Quoted,
        to: Vec::new(),
        stance: if asks { Stance::Asks } else { Stance::Says },
        condition: None,
        deadline: None,
        within: None,
        rule: "ATT006".to_owned(),
    }
}

/// The words that name who speaks; for "who" and its like with the words they stand for.
fn source_pieces(decided: &Decided<'_>) -> Vec<Range<usize>> {
    let (Some(source), Some(tokens)) = (&decided.source, &decided.source_tokens) else { return Vec::new() };
    let clause = source.head.head();
    let is_relative = matches!(source.head.tag(), "WP" | "WDT") && clause.label() == "relcl";
    let named = reach(clause.head());
    if is_relative && named.start < tokens.start {
        return vec![source::trim(clause.head(), named.start..tokens.start), tokens.clone()];
    }
    vec![tokens.clone()]
}

/// The name of the source: what its head means, else all of it.
fn speaker(
    scene: &Scene<'_>,
    decided: &Decided<'_>,
    names: &[Name],
    mentions: &Mentions<'_>,
    source: ByteSpan,
    span: impl Fn(Range<usize>) -> ByteSpan,
) -> Option<NameIndex> {
    let token = decided.source.as_ref()?.head;
    let head = span(token.index()..token.index() + 1);
    let tokens = decided.source_tokens.clone()?;
    let is_person = token.pos() == "NOUN" && scene.blocks[decided.cue.block].class(token) == "person";
    let whole = mentions.meant(source, head).filter(|name| {
        let without = |rest: Range<usize>| rest.is_empty() || mentions.meant(span(rest), head) == Some(*name);
        // "a guard at the ministry", "officials in Morvast": where somebody is does not say who speaks.
        let place = token.children().find(|child| {
            child.label() == "prep" && matches!(child.norm(), "in" | "at" | "near" | "across" | "outside")
        });
        let named = names.get(name.index()).is_some_and(|name| name.kind == NameType::Person);
        // "Ito's lawyer" is not Ito.
        let owner = token.child("poss").filter(|_| is_person).map(|owner| reach(owner).end);
        (named || place.is_none_or(|place| without(tokens.start..place.index().max(tokens.start))))
            && owner.is_none_or(|end| without(end.min(tokens.end)..tokens.end))
            && !(is_person
                && named
                && is_client(token, |client| mentions.named_by(span(client)) == Some(*name)))
    });
    // A possessive: "Orvath's call".
    whole.or_else(|| mentions.named_by(head).filter(|_| tokens.len() <= 2))
}

/// "a lawyer for Ito": whether Ito is the client of `person`.
fn is_client(person: Token<'_>, is_named: impl Fn(Range<usize>) -> bool) -> bool {
    let whose =
        |child: &Token<'_>| child.label() == "prep" && matches!(child.norm(), "for" | "to" | "of" | "with");
    let mut clients = person.children().filter(whose).filter_map(|child| child.child("pobj"));
    clients.any(|client| is_named(client.index()..client.index() + 1))
}

/// The words of the cue: the word itself, with a particle or preposition that leads to source or content.
fn cue_tokens(decided: &Decided<'_>) -> Vec<Range<usize>> {
    let token = decided.cue.token;
    let at = token.index();
    let leads = |index: usize| {
        let content = decided
            .content
            .pieces
            .iter()
            .any(|piece| piece.block == decided.cue.block && piece.start == index + 1);
        content || decided.source_tokens.as_ref().is_some_and(|source| source.start == index + 1)
    };
    let word = at..at + 1;
    let mut cues = vec![word];
    if let Some(noun) = decided.noun {
        let next = noun.next().filter(|next| next.label() == "prep" && leads(next.index()));
        cues.push(noun.index()..next.map_or(noun.index(), Token::index) + 1);
        return cues;
    }
    for child in token
        .children()
        .filter(|child| child.index() > at && matches!(child.label(), "prt" | "prep" | "agent"))
    {
        let index = child.index();
        if child.label() != "prt" && !leads(index) {
            continue;
        }
        match cues.last_mut() {
            Some(last) if last.end == index => last.end += 1,
            _ => cues.push(index..index + 1),
        }
    }
    cues
}

/// To whom it is said: "told reporters", "wrote to the court".
fn addressees<'p>(decided: &'p Decided<'p>) -> impl Iterator<Item = Range<usize>> + 'p {
    let held = |range: &Range<usize>| {
        decided
            .source_tokens
            .as_ref()
            .is_some_and(|source| source.start < range.end && range.start < source.end)
            || decided.content.pieces.iter().any(|piece| {
                piece.block == decided.cue.block && piece.start < range.end && range.start < piece.end
            })
    };
    decided
        .cue
        .token
        .children()
        .flat_map(|child| {
            let below = matches!(child.label(), "dative" | "prep") && matches!(child.norm(), "to" | "with");
            let direct = matches!(child.label(), "dobj" | "dative") && child.pos() != "ADP";
            let under = child.children().filter(move |under| below && under.label() == "pobj");
            under.chain(direct.then_some(child)).map(reach)
        })
        .filter(move |range| !held(range))
}

/// What kind of construction it is, as a code.
///
/// `ATT001` clause, `ATT002` infinitive or participle, `ATT003` noun phrase, `ATT004` quotation marks, `ATT005` the clause
/// around the cue ("according to", "…, she said"), `ATT006` after a colon, `ATT007` subject of a passive, `ATT008` noun as
/// cue, `ATT009` adverb as cue, `ATT010` another stretch of the sentence.
fn rule(decided: &Decided<'_>) -> &'static str {
    let [a, b, _, _] = decided.content.kind;
    match decided.cue.token.pos() {
        "NOUN" | "PROPN" => return "ATT008",
        "ADV" => return "ATT009",
        "PUNCT" => return "ATT006",
        _ => {}
    }
    let label = if a.is_empty() { b } else { a };
    match label.trim_end() {
        "ccomp" => "ATT001",
        "xcomp" | "pcomp" => "ATT002",
        "dobj" | "prep" | "prep…" | "prep2" | "whole prep" | "attr" | "oprd" | "acomp" => "ATT003",
        "nsubj" | "nsubjpass" => "ATT007",
        label if label.starts_with("quote") || label == "next paragraph" => "ATT004",
        label if label.starts_with("around") || matches!(label, "before source" | "rest<") => "ATT005",
        label if label.starts_with("colon") => "ATT006",
        _ => "ATT010",
    }
}

/// How many attributions back and ahead are looked at for one that holds another.
const NEAR: usize = 40;

/// Says of each attribution inside which other it stands: the smallest one whose content holds its cue.
fn nest(made: &mut [Attribution]) {
    for index in 0..made.len() {
        let Some(cue) = made[index].cue.first().copied() else { continue };
        let mut best: Option<(u32, usize)> = None;
        for other in index.saturating_sub(NEAR)..made.len().min(index + NEAR) {
            let one = &made[other];
            let holds = one.content.iter().any(|piece| piece.contains(cue));
            let within =
                one.cue.iter().any(|own| made[index].content.iter().any(|piece| piece.contains(*own)));
            if other == index || !holds || within {
                continue;
            }
            let size = one.content.iter().map(|piece| piece.len()).sum();
            if best.is_none_or(|(least, _)| size < least) {
                best = Some((size, other));
            }
        }
        made[index].within = best.map(|(_, other)| AttributionIndex::from(other));
    }
}

#[cfg(test)]
mod tests;
