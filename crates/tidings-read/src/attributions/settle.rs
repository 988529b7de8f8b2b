//! What is left to settle once all cues of a block are decided: contents that reach into another attribution of the same
//! speaker, conditions that belong to what is said, nouns that a verb only carries.

use tidings_syntax::Token;

use super::content::condition_clause;
use super::quotes::is_word;
use super::read::Decided;
use super::scene::{Scene, Stretch, reach};
use super::{seeming, source};

/// Settles the decisions of one block, which are in text order.
pub(crate) fn settle<'d>(scene: &Scene<'d>, decided: &mut [Decided<'d>]) {
    for index in 0..decided.len() {
        take_subject(decided, index);
        take_condition(scene, &mut decided[index]);
        end_before_nothing(scene, &mut decided[index]);
        take_object(scene, &mut decided[index]);
        join_paragraphs(scene, &mut decided[index]);
        end_before_next(scene, decided, index);
        end_before_reporter(scene, decided, index);
        carry_noun(scene, &mut decided[index]);
    }
}

/// "a step that the palace rejected, citing old treaties": who rejects is who cites. "People close to her say": they say.
fn take_subject(decided: &mut [Decided<'_>], index: usize) {
    if let Some((pronoun, noun)) =
        decided[index].source.and_then(|one| Some((one.head, source::before_object(one)?)))
    {
        decided[index].source_tokens = Some(reach(noun.head).start..pronoun.index() + 1);
        decided[index].source = Some(noun);
    }
    let Some((verb, source)) = source::relative(decided[index].cue.token) else { return };
    let before = decided[..index].iter().rev().take(3);
    if before.clone().any(|one| one.cue.token.index() == verb.index() && !one.cue.class.is_empty()) {
        let tokens = source.tokens(&decided[index].cue);
        decided[index].source = Some(source);
        decided[index].source_tokens = Some(tokens);
    }
}

/// "repeated her call for a summit": the noun says what it is, and what hangs on the noun is what is said.
fn carry_noun(scene: &Scene<'_>, one: &mut Decided<'_>) {
    let token = one.cue.token;
    let Some(noun) = one.cue.object.filter(|object| object.pos() == "NOUN" && object.index() > token.index())
    else {
        return;
    };
    let light =
        matches!(one.cue.class, "" | "plain") || matches!(token.lemma(), "repeat" | "renew" | "express");
    let owner = noun.child("poss");
    let own =
        owner.is_none_or(|owner| matches!(owner.norm(), "his" | "her" | "its" | "their" | "our" | "my"));
    let [piece] = &mut one.content.pieces[..] else { return };
    if !light || !own || scene.lexicon.attitude(noun).is_none() || piece.start != reach(noun).start {
        return;
    }
    let complement = noun.children().find_map(|child| match child.label() {
        "prep" if matches!(child.norm(), "for" | "about" | "of" | "over" | "against" | "on") => {
            child.child("pobj")
        }
        "acl" | "ccomp" if child.tag() != "VBN" => Some(child),
        _ => None,
    });
    if let Some(start) =
        complement.map(|complement| reach(complement).start).filter(|&start| start < piece.end)
    {
        piece.start = start;
        one.noun = Some(noun);
    }
}

/// "warned of tariffs unless …": a condition right behind the content that hangs on the cue is part of it.
fn take_condition(scene: &Scene<'_>, one: &mut Decided<'_>) {
    let here = &scene.blocks[one.cue.block];
    let Some(last) = one.content.pieces.last_mut().filter(|last| last.block == one.cue.block) else { return };
    if last.end <= one.cue.token.index() {
        return;
    }
    if let Some(clause) = condition_clause(here, one.cue.token)
        && clause.end > last.end
        && (last.end..=last.end + 1).contains(&clause.start)
    {
        last.end = clause.end;
    }
}

/// "“We stay,” she said, but she warned": the parse hangs both verbs on the words that are said.
fn beside_main(cue: Token<'_>, next: Token<'_>) -> bool {
    let pronoun = next.child("nsubj").is_some_and(|subject| subject.pos() == "PRON");
    pronoun && cue.label() == "parataxis" && next.head().index() == cue.head().index()
}

/// "said that a mine had drifted in, but offered no evidence": what was said ends before that.
fn end_before_nothing(scene: &Scene<'_>, one: &mut Decided<'_>) {
    let Some(last) = one.content.pieces.last_mut().filter(|last| last.start > one.cue.token.index()) else {
        return;
    };
    let parse = scene.blocks[last.block].parse;
    let nothing = last.tokens().map(|at| parse.token(at)).find(|&verb| {
        let own = verb.children().any(|child| matches!(child.label(), "nsubj" | "nsubjpass"));
        verb.label() == "conj" && !own && seeming::gives_nothing(scene, verb)
    });
    let Some(verb) = nothing else { return };
    let mut end = verb.left_edge().index();
    let joins = |at: usize| !is_word(parse.token(at).text()) || parse.token(at).pos() == "CCONJ";
    while end > last.start && joins(end - 1) {
        end -= 1;
    }
    if end > last.start {
        last.end = end;
    }
}

/// The most paragraphs that one quotation is followed through.
const LONGEST_QUOTE: usize = 50;

/// A quotation that its paragraph leaves open goes on in the next: all of it is what was said.
fn join_paragraphs(scene: &Scene<'_>, one: &mut Decided<'_>) {
    let quote_at = |piece: &Stretch, token: usize| scene.blocks[piece.block].quote_of(token);
    let stretch = |index: usize| Stretch::new(scene.quotes[index].block, scene.quotes[index].tokens.clone());
    let pieces = &mut one.content.pieces;
    let Some((first, last)) = pieces.first().zip(pieces.last()) else { return };
    let mut at =
        quote_at(first, first.start).filter(|&index| scene.quotes[index].tokens.start == first.start);
    let mut before = Vec::new();
    while let Some(index) = at.filter(|&index| scene.quotes[index].continues && index > 0)
        && before.len() < LONGEST_QUOTE
    {
        before.push(stretch(index - 1));
        at = Some(index - 1).filter(|&index| scene.quotes[index].tokens.start == 0);
    }
    let mut at = quote_at(last, last.end - 1);
    let mut after = Vec::new();
    while let Some(index) = at.filter(|&index| !scene.quotes[index].closed)
        && let Some(next) = scene.quotes.get(index + 1).filter(|next| next.continues)
        && next.block > one.cue.block
        && after.len() < LONGEST_QUOTE
    {
        after.push(stretch(index + 1));
        at = Some(index + 1);
    }
    pieces.splice(0..0, before.into_iter().rev());
    pieces.append(&mut after);
}

/// "promised 40 million euros to repair the dam": what is given is part of what is promised.
fn take_object(scene: &Scene<'_>, one: &mut Decided<'_>) {
    let Some(object) = one.cue.object.filter(|object| object.index() > one.cue.token.index()) else { return };
    let counts =
        |token: Token<'_>| matches!(token.entity_type(), "MONEY" | "CARDINAL" | "PERCENT" | "QUANTITY");
    // "promised 40 workers to raise their pay" says it to them.
    let people = matches!(scene.blocks[one.cue.block].class(object), "person" | "group");
    let given = !people && (counts(object) || object.children().any(counts));
    let verb = one.cue.token.pos() == "VERB";
    let starts = |start: usize| {
        let clauses = one.cue.token.children().chain(object.children());
        clauses.filter(|clause| clause.pos() == "VERB").any(|clause| reach(clause).start == start)
    };
    if let [piece] = &mut one.content.pieces[..]
        && given
        && verb
        && piece.block == one.cue.block
        && starts(piece.start)
        && reach(object).start < piece.start
    {
        piece.start = reach(object).start;
    }
}

/// "She fears a delay, according to one adviser": what the adviser says ends before the adviser.
fn end_before_reporter(scene: &Scene<'_>, decided: &mut [Decided<'_>], index: usize) {
    let one = &decided[index];
    let (block, cue) = (one.cue.block, one.cue.token.index());
    let Some(last) = one.content.pieces.last().filter(|last| last.block == block && last.start > cue) else {
        return;
    };
    let holds = |other: &Decided<'_>, token: usize| {
        other.content.pieces.iter().any(|piece| piece.block == block && piece.tokens().contains(&token))
    };
    let reporter =
        decided[index + 1..].iter().take_while(|other| other.cue.token.index() < last.end).find(|other| {
            other.content.kind[0].starts_with("around")
                && holds(other, cue)
                && holds(one, other.cue.token.index())
        });
    let Some(reporter) = reporter else { return };
    let words = reporter.source_tokens.as_ref().map_or(usize::MAX, |source| source.start);
    let mut end = words.min(reach(reporter.cue.token).start);
    let parse = scene.blocks[block].parse;
    while end > last.start && !is_word(parse.token(end - 1).text()) && parse.token(end - 1).text() != "%" {
        end -= 1;
    }
    if end > last.start
        && let Some(last) = decided[index].content.pieces.last_mut()
    {
        last.end = end;
    }
}

/// "said that …, and added that …": the words of the next cue of the same speaker are no part of the content.
fn end_before_next(scene: &Scene<'_>, decided: &mut [Decided<'_>], index: usize) {
    let one = &decided[index];
    let (block, cue) = (one.cue.block, one.cue.token.index());
    let Some(source) = one.source.map(|source| source.head.index()) else { return };
    let parse = scene.blocks[block].parse;
    let Some(last) = one.content.pieces.last() else { return };
    let takes = |piece: &Stretch, token: usize| piece.block == block && piece.tokens().contains(&token);
    let ahead = decided[index + 1..].iter().take_while(|next| next.cue.token.index() < last.end);
    let next = ahead.map(|next| (next, next.cue.token)).find(|(next, token)| {
        let same = next.source.is_some_and(|other| other.head.index() == source)
            || token.label() == "conj" && (token.head().index() == cue || beside_main(one.cue.token, *token));
        same && takes(last, token.index()) && !one.content.pieces.iter().any(|piece| takes(piece, source))
    });
    let Some((_, token)) = next else { return };
    let mut end = reach(token).start;
    // A verb keeps what comes before it in its own branch only if that is no part of what was said.
    if end <= cue.max(last.start) {
        end = token.index();
    }
    let joins = |at: usize| {
        let token = parse.token(at);
        !is_word(token.text()) && token.text() != "%" || token.pos() == "CCONJ" || token.label() == "aux"
    };
    let quotes = |at: usize| matches!(parse.token(at).text(), "\"" | "”" | "’" | "»");
    while end > last.start && joins(end - 1) && !quotes(end - 1) {
        end -= 1;
    }
    let has_word = |range: std::ops::Range<usize>| range.clone().any(|at| is_word(parse.token(at).text()));
    let pieces = &decided[index].content.pieces;
    if has_word(last.start..end) {
        if let Some(last) = decided[index].content.pieces.last_mut() {
            last.end = end;
        }
    } else if pieces.len() > 1 {
        // "“We stay,” she said, but cautioned that …": nothing of the second piece was left to the first cue.
        decided[index].content.pieces.pop();
    }
}
