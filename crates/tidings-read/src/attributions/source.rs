//! Who speaks: the noun phrases that may be the source of a cue, and the features by which the model chooses.
//!
//! Not here: which person a pronoun or description means; that is the names' work.

use std::ops::Range;

use tidings_syntax::Token;

use super::cue::{Candidate, kind, lemma, size, word};
use super::model::Sink;
use super::scene::{Scene, branch, reach};

/// How far above the cue its source may hang.
const HIGHEST: usize = 4;

/// A noun phrase that may name who speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'p> {
    pub head: Token<'p>,
    /// How many steps above the cue it hangs, or stands; `None` if it was found by its place.
    up: Option<usize>,
}

/// Labels that a source may bear below a word on the way up.
const LABELS: [&str; 15] = [
    "nsubj",
    "nsubjpass",
    "csubj",
    "agent",
    "poss",
    "dobj",
    "prep",
    "attr",
    "appos",
    "amod",
    "compound",
    "dative",
    "nmod",
    "pobj",
    "npadvmod",
];

/// The phrases that may be the source of `cue`, nearest first.
pub(crate) fn sources<'p>(cue: &Candidate<'p>) -> Vec<Source<'p>> {
    let mut found: Vec<Source<'p>> = Vec::new();
    let mut at = cue.token;
    for up in 0..=HIGHEST {
        for child in at.children() {
            if up > 0 && in_reach(child, cue.token) || !LABELS.contains(&child.label()) {
                continue;
            }
            match child.label() {
                "agent" | "prep" => {
                    for below in child.children().filter(|below| below.label() == "pobj") {
                        push(&mut found, below, up);
                    }
                }
                "amod" | "compound" | "nmod" if child.pos() != "PROPN" && child.entity_type().is_empty() => {}
                "npadvmod" if child.pos() != "PROPN" => {}
                _ => push(&mut found, child, up),
            }
        }
        if at.is_root() {
            break;
        }
        at = at.head();
        if up < HIGHEST && matches!(at.pos(), "NOUN" | "PROPN" | "PRON") {
            push(&mut found, at, up + 1);
        }
    }
    beside(cue, &mut found);
    found
}

/// Names and nouns right before or after the cue, wherever they hang: "NAME: …", "“…” — Name".
fn beside<'p>(cue: &Candidate<'p>, found: &mut Vec<Source<'p>>) {
    let parse = cue.token.parse();
    let at = cue.token.index();
    let is_name = |token: &Token<'_>| matches!(token.pos(), "PROPN" | "NOUN" | "PRON");
    let after = (at + 1..parse.len().min(at + 5)).map(|index| parse.token(index)).find(is_name);
    let before = (at.saturating_sub(4)..at).rev().map(|index| parse.token(index)).find(is_name);
    for mut head in [before, after].into_iter().flatten() {
        while matches!(head.label(), "compound" | "poss" | "amod" | "nmod")
            && head.head().index().abs_diff(at) < 12
        {
            head = head.head();
        }
        if head.index() != at && !found.iter().any(|source| source.head.index() == head.index()) {
            found.push(Source { head, up: None });
        }
    }
}

fn in_reach(token: Token<'_>, below: Token<'_>) -> bool {
    reach(token).contains(&below.index())
}

fn push<'p>(found: &mut Vec<Source<'p>>, head: Token<'p>, up: usize) {
    if matches!(head.pos(), "NOUN" | "PROPN" | "PRON" | "ADJ" | "NUM" | "DET" | "X" | "SYM" | "VERB")
        && !found.iter().any(|source| source.head.index() == head.index())
    {
        found.push(Source { head, up: Some(up) });
    }
}

impl<'p> Source<'p> {
    /// The tokens that name the source, without the part in which the cue stands.
    pub(crate) fn tokens(&self, cue: &Candidate<'p>) -> Range<usize> {
        let mut range = reach(self.head);
        let head = self.head.index();
        let at = cue.token.index();
        if range.contains(&at) {
            let part = branch(self.head, cue.token).map_or(at..at + 1, reach);
            if part.start > head {
                range.end = part.start;
            } else if part.end <= head {
                range.start = part.end;
            } else {
                range = head..head + 1;
            }
        }
        trim(self.head, range)
    }
}

/// Without punctuation at the ends, and without a relative clause or apposition that only a comma and nothing closes.
pub(crate) fn trim(head: Token<'_>, mut range: Range<usize>) -> Range<usize> {
    let parse = head.parse();
    let is_edge = |index: usize| {
        let token = parse.token(index);
        (token.pos() == "PUNCT" && !matches!(token.text(), ")" | "%")) || token.is_space()
    };
    while range.end > range.start + 1 && is_edge(range.end - 1) {
        range.end -= 1;
    }
    while range.end > range.start + 1 && is_edge(range.start) {
        range.start += 1;
    }
    range
}

/// The way from a cue to its source, in a few joined words.
pub(crate) fn path<'p>(cue: &Candidate<'p>, source: &Source<'p>) -> [&'p str; 5] {
    PathName::new(cue.token, source.head, source.up).parts
}

/// Gives the features of a source; of having none if `source` is `None`.
pub(crate) fn features(
    scene: &Scene<'_>,
    cue: &Candidate<'_>,
    source: Option<&Source<'_>>,
    sink: &mut dyn Sink,
) {
    let token = cue.token;
    let (pos, cue_lemma) = (token.pos(), lemma(token));
    let passive = if cue.passive { "passive" } else { "active" };
    let Some(source) = source else {
        sink.add(&["source none ", pos, " ", passive, " ", cue.subject_by]);
        sink.add(&["source none lemma=", cue_lemma]);
        sink.add(&["source none label=", token.label(), " ", token.tag()]);
        sink.add(&["source none frame=", cue.frame(), " ", passive]);
        sink.add(&["source none subject=", cue.subject.map_or("none", kind)]);
        return;
    };
    let head = source.head;
    let side = if head.index() > token.index() { "after" } else { "before" };
    let [a, b, c, d, e] = path(cue, source);
    sink.add(&["source path=", a, b, c, d, e]);
    sink.add(&["source path=", a, b, c, d, e, " pos=", pos, " ", passive]);
    sink.add(&["source path=", a, b, c, d, e, " kind=", kind(head)]);
    sink.add(&["source path=", a, b, c, d, e, " side=", side]);
    sink.add(&["source path=", a, b, c, d, e, " lemma=", cue_lemma]);
    sink.add(&["source last=", e, " kind=", kind(head)]);
    sink.add(&["source kind=", kind(head), " ", side]);
    sink.add(&["source head lemma=", word(head)]);
    if e == "/prep/pobj" {
        sink.add(&["source prep=", head.head().norm(), " ", a, b, c, d]);
        sink.add(&["source prep=", head.head().norm(), " lemma=", cue_lemma]);
    }
    let distance = head.index().abs_diff(token.index());
    sink.add(&["source distance=", size(distance), " ", side]);
    let here = &scene.blocks[cue.block];
    match (here.quote_of(head.index()), here.quote_of(token.index())) {
        (Some(_), None) => sink.add(&["source in quote"]),
        (None, Some(_)) => sink.add(&["source out of quote"]),
        _ => {}
    }
}

/// The way from a cue to its source, as labels: `^conj`, `/nsubj`.
struct PathName<'p> {
    parts: [&'p str; 5],
}

impl<'p> PathName<'p> {
    fn new(cue: Token<'p>, head: Token<'p>, up: Option<usize>) -> PathName<'p> {
        let mut parts = [""; 5];
        let Some(up) = up else {
            parts[0] = "beside ";
            parts[4] = head.label();
            return PathName { parts };
        };
        let mut at = cue;
        for place in parts.iter_mut().take(up.min(4)) {
            *place = upward(at.label());
            at = at.head();
        }
        parts[4] = if at.index() == head.index() {
            "self"
        } else if head.head().index() == at.index() {
            head.label()
        } else if head.head().label() == "agent" {
            "/agent/pobj"
        } else {
            "/prep/pobj"
        };
        PathName { parts }
    }
}

/// A label on the way up, marked as such.
fn upward(label: &str) -> &'static str {
    match label {
        "conj" => "^conj",
        "xcomp" => "^xcomp",
        "ccomp" => "^ccomp",
        "advcl" => "^advcl",
        "acl" => "^acl",
        "relcl" => "^relcl",
        "dobj" => "^dobj",
        "pobj" => "^pobj",
        "prep" => "^prep",
        "pcomp" => "^pcomp",
        "attr" => "^attr",
        "acomp" => "^acomp",
        "nsubj" => "^nsubj",
        "nsubjpass" => "^nsubjpass",
        "amod" => "^amod",
        "advmod" => "^advmod",
        "appos" => "^appos",
        "compound" => "^compound",
        "npadvmod" => "^npadvmod",
        "oprd" => "^oprd",
        "parataxis" => "^parataxis",
        "poss" => "^poss",
        "dep" => "^dep",
        _ => "^other",
    }
}
