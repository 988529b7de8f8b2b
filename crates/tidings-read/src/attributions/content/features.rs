//! The features by which the model chooses among contents: how each was found, where it begins and ends, what it takes in
//! and what it leaves to the rest of the sentence. Names and words of the text never become features.

use tidings_syntax::Token;

use super::Content;
use crate::attributions::cue::{Candidate, lemma, size};
use crate::attributions::model::Sink;
use crate::attributions::quotes::is_word;
use crate::attributions::scene::{BlockScene, Scene, Stretch};

/// What follows a stretch: punctuation as it is, else the tag.
pub(crate) fn next_word<'p>(here: &BlockScene<'p>, end: usize) -> &'p str {
    if end >= here.parse.len() {
        return "nothing";
    }
    let token = here.parse.token(end);
    if token.pos() == "PUNCT" { token.text() } else { token.tag() }
}

/// How much of a content stands in quotation marks.
pub(crate) fn marks(scene: &Scene<'_>, cue: &Candidate<'_>, content: &Content<'_>) -> &'static str {
    let in_quote = content.pieces.iter().all(|piece| {
        let block = &scene.blocks[piece.block];
        block.quote_of(piece.start).is_some() && block.quote_of(piece.end - 1).is_some()
    });
    let has_quote = || {
        scene.blocks[cue.block].quotes.clone().any(|quote| {
            let tokens = &scene.quotes[quote].tokens;
            let holds = |piece: &Stretch| piece.start <= tokens.start && tokens.end <= piece.end;
            content.pieces.iter().any(|piece| piece.block == cue.block && holds(piece))
        })
    };
    match in_quote {
        true => "quoted",
        false if has_quote() => "part",
        false => "plain",
    }
}

/// Gives the features of a content.
pub(crate) fn features(scene: &Scene<'_>, cue: &Candidate<'_>, content: &Content<'_>, sink: &mut dyn Sink) {
    let token = cue.token;
    let (pos, cue_lemma, frame) = (token.pos(), lemma(token), cue.frame());
    let [a, b, c, d] = content.kind;
    let first = &content.pieces[0];
    let parse = scene.blocks[first.block].parse;
    let here = &scene.blocks[cue.block];
    let opening = parse.token(first.start);
    let quote = match (cue.quote_before.is_some(), cue.quote_after.is_some(), cue.quoted) {
        (_, _, true) => "in",
        (true, true, _) => "both",
        (true, false, _) => "before",
        (false, true, _) => "after",
        _ => "none",
    };
    let passive = if cue.passive { "passive" } else { "active" };
    let words: usize = content.pieces.iter().map(|piece| piece.end - piece.start).sum();
    let marks = marks(scene, cue, content);
    sink.add(&["content kind=", a, b, c, d]);
    sink.add(&["content kind=", a, b, c, d, " pos=", pos, " ", passive]);
    sink.add(&["content kind=", a, b, c, d, " lemma=", cue_lemma]);
    sink.add(&["content kind=", a, b, c, d, " frame=", frame]);
    sink.add(&["content kind=", a, b, c, d, " quote=", quote]);
    sink.add(&["content kind=", a, b, c, d, " class=", cue.class, " ", pos]);
    sink.add(&["content kind=", a, b, c, d, " frame=", frame, " quote=", quote]);
    sink.add(&["content kind=", a, b, c, d, " label=", token.label()]);
    sink.add(&["content kind=", a, b, c, d, " marks=", marks]);
    sink.add(&["content kind=", a, b, c, d, " words=", size(words)]);
    sink.add(&["content kind=", a, b, c, d, " first=", opening.tag()]);
    sink.add(&["content words=", size(words), " ", pos]);
    sink.add(&["content marks=", marks, " quote=", quote]);
    sink.add(&["content marks=", marks, " lemma=", cue_lemma]);
    sink.add(&["content first=", opening.tag(), " ", pos]);
    if matches!(opening.tag(), "IN" | "TO" | "WP" | "WRB" | "WDT") {
        sink.add(&["content opens=", opening.norm()]);
    }
    let sentence = here.sentence(token.index());
    if first.block == cue.block {
        let last = &content.pieces[content.pieces.len() - 1];
        let starts = if first.start == sentence.start { "start" } else { "" };
        let ends = if last.end + 1 >= sentence.end { "end" } else { "" };
        let next = next_word(here, last.end);
        sink.add(&["content kind=", a, b, c, d, " at=", starts, ends]);
        sink.add(&["content at=", starts, ends, " quote=", quote]);
        sink.add(&["content followed by=", next, " ", marks]);
        sink.add(&["content kind=", a, b, c, d, " followed by=", next]);
    }
    let holds = |token: Token<'_>| {
        content.pieces.iter().any(|piece| piece.block == cue.block && piece.tokens().contains(&token.index()))
    };
    for child in token.children().filter(|child| holds(*child)) {
        let own = if child.child("nsubj").is_some() { " own" } else { "" };
        sink.add(&["content holds=", child.label(), own, " ", pos]);
        sink.add(&["content holds=", child.label(), own, " quote=", quote]);
        sink.add(&["content kind=", a, " holds=", child.label(), own]);
    }
    joined(cue, &holds, sink);
    if first.block == cue.block {
        ends(here, cue, content, &holds, marks, sink);
    }
    sink.add(&["content pieces=", size(content.pieces.len())]);
    if first.block == cue.block {
        let side = if first.start > token.index() { ">" } else { "<" };
        let last = content.pieces.last().map_or(first.end, |piece| piece.end);
        let gap = if first.start > token.index() {
            first.start - token.index()
        } else {
            (token.index() + 1).saturating_sub(last)
        };
        sink.add(&["content gap=", size(gap), side]);
        let source_side =
            cue.subject.map_or("none", |subject| if subject.index() > token.index() { ">" } else { "<" });
        sink.add(&["content side=", side, " subject=", source_side, " quote=", quote]);
    }
}

/// Verbs joined to what the cue governs, in the content or left out: whose verbs are they, the speaker's or the
/// article's own? The tense tells, and whether they have a subject.
fn joined(cue: &Candidate<'_>, holds: &dyn Fn(Token<'_>) -> bool, sink: &mut dyn Sink) {
    for child in cue.token.children().filter(|child| holds(*child)) {
        let mut at = child;
        for _ in 0..3 {
            let next =
                at.children().find(|next| next.label() == "conj" && matches!(next.pos(), "VERB" | "AUX"));
            let Some(next) = next else { break };
            let place = if holds(next) { "in" } else { "out" };
            let subject =
                if next.child("nsubj").or_else(|| next.child("nsubjpass")).is_some() { " own" } else { "" };
            let like_cue = if finite(next) == finite(cue.token) { " as cue" } else { "" };
            let like_head = if finite(next) == finite(child) { " as head" } else { "" };
            sink.add(&["content joined ", place, subject]);
            sink.add(&["content joined ", place, subject, like_cue, like_head]);
            sink.add(&["content joined ", place, subject, like_cue, like_head, " ", child.label()]);
            at = next;
        }
    }
}

/// The tag of the verb form that shows the tense: that of the first auxiliary, if there is one.
fn finite(verb: Token<'_>) -> &str {
    verb.children().find(|child| matches!(child.label(), "aux" | "auxpass")).unwrap_or(verb).tag()
}

/// Where the content ends: what it takes in last, and what it leaves to the rest of the sentence.
fn ends(
    here: &BlockScene<'_>,
    cue: &Candidate<'_>,
    content: &Content<'_>,
    holds: &dyn Fn(Token<'_>) -> bool,
    marks: &str,
    sink: &mut dyn Sink,
) {
    let parse = here.parse;
    let [a, b, _, _] = content.kind;
    let Some(last) = content.pieces.last() else { return };
    let sentence = here.sentence(last.end - 1);
    let next = (last.end..sentence.end.min(last.end + 3)).find(|&index| is_word(parse.token(index).text()));
    if let Some(next) = next.filter(|&next| next != cue.token.index()) {
        let first = parse.token(next);
        let mut top = first;
        while !top.is_root() && top.head().left_edge().index() == next {
            top = top.head();
        }
        let to = match top.is_root() {
            true => "root",
            false if top.head().index() == cue.token.index() => "cue",
            false if holds(top.head()) => "inside",
            false => "outside",
        };
        let comma = if next > last.end { parse.token(last.end).text() } else { "" };
        sink.add(&["content leaves=", top.label(), " ", to]);
        sink.add(&["content leaves=", top.label(), " ", to, " ", comma, " ", top.tag()]);
        sink.add(&["content leaves=", top.label(), " ", to, " ", comma, " kind=", a, b]);
        sink.add(&["content leaves=", top.label(), " ", to, " ", marks]);
        if matches!(first.pos(), "ADP" | "SCONJ" | "CCONJ" | "DET" | "PRON" | "ADV" | "PART" | "AUX") {
            sink.add(&["content leaves=", first.norm(), " ", to, " ", comma]);
        }
    }
    let mut top = parse.token(last.end - 1);
    for _ in 0..8 {
        if top.left_edge().index() <= last.start
            || top.is_root()
            || !last.tokens().contains(&top.head().index())
        {
            break;
        }
        let comma = match top.left_edge().previous() {
            Some(before) if before.pos() == "PUNCT" => before.text(),
            _ => "",
        };
        let to = if top.head().left_edge().index() <= last.start { " head" } else { "" };
        sink.add(&["content takes=", top.label(), " ", comma, to]);
        sink.add(&["content takes=", top.label(), " ", comma, to, " kind=", a, b]);
        sink.add(&["content takes=", top.label(), " ", comma, " ", marks]);
        if matches!(top.label(), "advcl" | "prep" | "relcl" | "acl") {
            sink.add(&["content takes=", top.label(), " ", top.left_edge().norm(), " ", comma, to]);
        }
        if top.head().right_edge().index() + 1 > last.end {
            break;
        }
        top = top.head();
    }
}
