//! What looks like an attribution and is none: each rule of thumb with its examples.
//!
//! The models know political news and let these pass where the words are those of a report. A rule here says what
//! nobody can have meant; whether a doubtful case is one stays the models' work.

use tidings_record::Stance;
use tidings_syntax::Token;

use super::quotes::is_word;
use super::read::Decided;
use super::scene::{Scene, Stretch};

/// Takes out of the decisions of one block those that report nothing that anybody said or thinks.
pub(crate) fn drop_seeming(scene: &Scene<'_>, decided: &mut Vec<Decided<'_>>) {
    let seeming: Vec<bool> = decided
        .iter()
        .map(|one| {
            gives_nothing(scene, one.cue.token)
                || is_done_to_source(one)
                || is_wished_for(scene, one)
                || is_empty(scene, one)
                || is_not_said(scene, one)
                || is_said_by_nobody(one)
                || is_supposed(scene, one)
                || is_shown_by_event(scene, one)
                || is_asked_of_reporter(scene, decided, one)
        })
        .collect();
    let mut seeming = seeming.into_iter();
    decided.retain(|_| !seeming.next().unwrap_or(false));
}

/// "offered no evidence": who has none offers nothing.
pub(crate) fn gives_nothing(scene: &Scene<'_>, verb: Token<'_>) -> bool {
    let offers = scene.lexicon.attitude(verb).is_some_and(|one| one.stance == Stance::Offers);
    let unoffered = &scene.lexicon.words.unoffered;
    offers && verb.child("dobj").is_some_and(|object| unoffered.contains(object.lemma()))
}

/// "an exchange agreed last week", also where the parse takes it for "agreed that": a clause that is told has a subject.
fn is_done_to_source(one: &Decided<'_>) -> bool {
    let token = one.cue.token;
    let participle = token.tag() == "VBN" && token.label() == "acl";
    let subject = |label: &str| matches!(label, "nsubj" | "nsubjpass" | "csubj" | "expl");
    let main_clause = one.cue.clause.is_some_and(|clause| {
        clause.index() > token.index()
            && matches!(clause.tag(), "VBZ" | "VBP" | "VBD")
            && !clause.children().any(|child| subject(child.label()))
    });
    let source = one.source.map(|source| source.head.index());
    participle && source == Some(token.head().index()) || main_clause && token.tag().starts_with("VB")
}

/// "wants the court to say who did it", "threatened to respond to the attack", "so ask me again": nobody has said it.
fn is_wished_for(scene: &Scene<'_>, one: &Decided<'_>) -> bool {
    let token = one.cue.token;
    let child = |label: &str| token.children().any(|child| child.label() == label);
    let infinitive = token.children().any(|child| child.label() == "aux" && child.norm() == "to");
    let stance = scene.lexicon.attitude(token.head()).map(|one| one.stance);
    let wished = one.cue.subject_by == "own" && matches!(stance, Some(Stance::CallsFor | Stance::Demands));
    let meant =
        matches!(stance, Some(Stance::Threatens | Stance::Promises | Stance::Refuses | Stance::Offers));
    let to_come = one.cue.class == "plain"
        && infinitive
        && (wished && matches!(token.label(), "ccomp" | "xcomp") || meant && token.label() == "xcomp");
    let request = token.tag() == "VB"
        && one.cue.subject_by != "own"
        && !child("aux")
        && matches!(token.label(), "ROOT" | "ccomp" | "parataxis" | "conj" | "advcl")
        && !(token.label() == "conj" && token.head().tag() == "VB");
    to_come || request
}

/// "the talks, highlighting the need for trust", "underscored by the visit": what happens shows something, it says nothing.
fn is_shown_by_event(scene: &Scene<'_>, one: &Decided<'_>) -> bool {
    let Some(head) = one.source.map(|source| source.head) else { return false };
    let class = scene.blocks[one.cue.block].class(head);
    let happens =
        matches!(class, "event" | "act" | "state" | "time" | "process" | "phenomenon" | "attribute")
            || scene.lexicon.words.happenings.contains(head.lemma());
    head.pos() == "NOUN"
        && head.entity_type() != "ORG"
        && happens
        && scene.lexicon.words.shows.contains(one.cue.token.lemma())
}

/// "would not call it peace", "did not say who fired": what was not said, in words of no attitude.
fn is_not_said(scene: &Scene<'_>, one: &Decided<'_>) -> bool {
    let opens = one.content.pieces.first().map(|piece| scene.blocks[piece.block].parse.token(piece.start));
    let open_question = opens.is_some_and(|first| {
        matches!(first.tag(), "WP" | "WRB" | "WDT" | "WP$") || matches!(first.norm(), "whether" | "if")
    });
    one.cue.negated
        && one.cue.token.pos() == "VERB"
        && (one.cue.class.is_empty() && one.cue.clause.is_none() || one.cue.class == "plain" && open_question)
}

/// "Nobody said that", "neither side has ruled it out": who speaks is none.
fn is_said_by_nobody(one: &Decided<'_>) -> bool {
    let none = |token: Token<'_>| matches!(token.norm(), "no" | "neither" | "none" | "nobody" | "hardly");
    let active = !one.cue.passive && matches!(one.cue.subject_by, "own" | "conj");
    let subject = one.cue.subject.filter(|_| active);
    subject.is_some_and(|subject| none(subject) || subject.children().any(none))
}

/// "If officials say that it is safe", "Did she say so?": whether anybody says it is open.
fn is_supposed(scene: &Scene<'_>, one: &Decided<'_>) -> bool {
    let token = one.cue.token;
    let child = |norm: &str| token.children().any(|child| child.label() == "mark" && child.norm() == norm);
    let here = &scene.blocks[one.cue.block];
    let mut words = here.sentence(token.index()).map(|index| here.parse.token(index));
    let first = words.find(|token| is_word(token.text()));
    let asked = first.is_some_and(|first| {
        first.label() == "aux" && first.head().index() == token.index() && !one.cue.quoted
    });
    one.cue.class == "plain" && (token.label() == "advcl" && (child("if") || child("unless")) || asked)
}

/// "has so far refused", "never announced it": not a word of what it is about.
fn is_empty(scene: &Scene<'_>, one: &Decided<'_>) -> bool {
    let says = |block: usize, index: usize| {
        let token = scene.blocks[block].parse.token(index);
        let light = match token.pos() {
            "ADV" | "DET" | "ADP" | "PART" | "SCONJ" | "CCONJ" => true,
            "PRON" => matches!(token.norm(), "it" | "this" | "that"),
            "ADJ" => matches!(token.norm(), "little" | "much" | "else"),
            _ => false,
        };
        is_word(token.text()) && (!light || scene.blocks[block].quote_of(index).is_some() && !one.cue.quoted)
    };
    !one.content.pieces.iter().any(|piece: &Stretch| piece.tokens().any(|index| says(piece.block, index)))
}

/// "an officer who asked not to be named": that is how the officer is described.
fn is_asked_of_reporter(scene: &Scene<'_>, decided: &[Decided<'_>], one: &Decided<'_>) -> bool {
    let at = one.cue.token.index();
    let unnamed = |piece: &Stretch| {
        let parse = scene.blocks[piece.block].parse;
        piece.tokens().any(|index| matches!(parse.token(index).lemma(), "name" | "identify" | "quote"))
    };
    let in_source = |other: &Decided<'_>| {
        other.cue.token.index() != at
            && other.source_tokens.as_ref().is_some_and(|source| source.contains(&at))
    };
    one.cue.token.lemma() == "ask" && one.content.pieces.iter().any(unnamed) && decided.iter().any(in_source)
}
