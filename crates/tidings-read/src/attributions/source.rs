//! Who speaks: the noun phrases that may be the source of a cue, and the features by which the model chooses.
//!
//! Not here: which person a pronoun or description means; that is the names' work.

use std::ops::Range;

use tidings_syntax::Token;

use super::cue::{Candidate, fine_kind, kind, lemma, size, word};
use super::model::Sink;
use super::scene::{BlockScene, Scene, branch, reach};

/// How far above the cue its source may hang.
const HIGHEST: usize = 4;

/// A noun phrase that may name who speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'p> {
    pub head: Token<'p>,
    /// How many steps above the cue it hangs, or stands; `None` if it was found by its place.
    up: Option<usize>,
    /// By which place it was found.
    place: &'static str,
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
pub(crate) fn sources<'p>(scene: &Scene<'p>, cue: &Candidate<'p>) -> Vec<Source<'p>> {
    let here = &scene.blocks[cue.block];
    let mut found: Vec<Source<'p>> = Vec::new();
    let mut at = cue.token;
    for up in 0..=HIGHEST {
        for child in at.children() {
            if up > 0 && in_reach(child, cue.token) || !LABELS.contains(&child.label()) {
                continue;
            }
            match child.label() {
                "agent" | "prep" => {
                    let speaks =
                        |below: &Token<'p>| below.label() == "pobj" && may_speak(here, child, *below);
                    for below in child.children().filter(speaks) {
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
    if let Some(source) = relative(cue.token).map(|(_, source)| source)
        && !found.iter().any(|other| other.head.index() == source.head.index())
    {
        found.push(source);
    }
    beside(cue, &mut found);
    found
}

/// "a step that the palace rejected, citing old treaties": the verb of the relative clause that the cue follows, and its
/// subject. The parse often hangs such a participle on the main clause.
pub(crate) fn relative<'p>(token: Token<'p>) -> Option<(Token<'p>, Source<'p>)> {
    let comma = token.previous().filter(|before| token.tag() == "VBG" && before.text() == ",")?;
    let last = comma.previous()?;
    let ends = |verb: &Token<'p>| verb.right_edge().index() == last.index();
    let mut up = std::iter::once(last).chain(last.ancestors().take(8)).take_while(ends);
    let verb = up.find(|verb| verb.label() == "relcl")?;
    let head = verb.children().find(|child| child.label() == "nsubj" && child.index() < verb.index())?;
    Some((verb, Source { head, up: None, place: "relative " }))
}

/// "people close to her say": the noun that a pronoun in the form of an object ends, which the parse makes the subject.
pub(crate) fn before_object<'p>(source: Source<'p>) -> Option<Source<'p>> {
    let head = source.head;
    let misread = head.label() == "poss" && head.head().child("nsubj").is_some();
    let object =
        (head.tag() == "PRP" || misread) && matches!(head.norm(), "him" | "her" | "them" | "me" | "us");
    let before = (head.index().saturating_sub(4)..head.index()).rev().map(|at| head.parse().token(at));
    let joined = head.previous().is_some_and(|before| before.pos() == "ADP" || before.norm() == "to");
    let noun = before.take_while(|token| token.pos() != "PUNCT").find(|token| token.pos() == "NOUN");
    noun.filter(|_| object && joined).map(|head| Source { head, ..source })
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
            found.push(Source { head, up: None, place: "beside " });
        }
    }
}

/// Whether what stands after a preposition can say something: "in" and "on" lead to papers and broadcasts, but also to
/// towns and days.
fn may_speak(here: &BlockScene<'_>, preposition: Token<'_>, object: Token<'_>) -> bool {
    !matches!(preposition.norm(), "in" | "on" | "at" | "during" | "after" | "before" | "since" | "until")
        || match object.pos() {
            "NOUN" => matches!(here.class(object), "communication" | "person" | "group"),
            _ => !matches!(object.entity_type(), "GPE" | "LOC" | "DATE" | "TIME" | "FAC"),
        }
}

fn in_reach(token: Token<'_>, below: Token<'_>) -> bool {
    reach(token).contains(&below.index())
}

fn push<'p>(found: &mut Vec<Source<'p>>, head: Token<'p>, up: usize) {
    if matches!(head.pos(), "NOUN" | "PROPN" | "PRON" | "ADJ" | "NUM" | "DET" | "X" | "SYM" | "VERB")
        && !found.iter().any(|source| source.head.index() == head.index())
    {
        found.push(Source { head, up: Some(up), place: "" });
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
    PathName::new(cue.token, source).parts
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
    let here = &scene.blocks[cue.block];
    let [sort, class] = fine_kind(here, head);
    let topic = here.class(token);
    sink.add(&["source path=", a, b, c, d, e]);
    sink.add(&["source path=", a, b, c, d, e, " topic=", topic]);
    sink.add(&["source path=", a, b, c, d, e, " class=", cue.class]);
    sink.add(&["source path=", a, b, c, d, e, " frame=", cue.frame(), " ", passive]);
    sink.add(&["source path=", a, b, c, d, e, " pos=", pos, " ", passive]);
    sink.add(&["source path=", a, b, c, d, e, " kind=", sort, class]);
    sink.add(&["source path=", a, b, c, d, e, " side=", side]);
    sink.add(&["source path=", a, b, c, d, e, " lemma=", cue_lemma]);
    sink.add(&["source last=", e, " kind=", sort, class]);
    sink.add(&["source kind=", sort, class, " ", side]);
    sink.add(&["source head lemma=", word(head)]);
    if e == "/prep/pobj" {
        sink.add(&["source prep=", head.head().norm(), " ", a, b, c, d]);
        sink.add(&["source prep=", head.head().norm(), " lemma=", cue_lemma]);
    }
    if cue.subject.is_some_and(|subject| subject.index() == head.index()) {
        sink.add(&["source is subject ", cue.subject_by, " ", pos, " ", passive]);
        sink.add(&["source is subject ", cue.subject_by, " lemma=", cue_lemma]);
        sink.add(&["source is subject ", cue.subject_by, " kind=", sort, class]);
    }
    let distance = head.index().abs_diff(token.index());
    sink.add(&["source distance=", size(distance), " ", side]);
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
    fn new(cue: Token<'p>, source: &Source<'p>) -> PathName<'p> {
        let head = source.head;
        let mut parts = [""; 5];
        let Some(up) = source.up else {
            parts[0] = source.place;
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
