//! Which words may be cues, and the features by which the model decides.
//!
//! A lemma alone cannot decide: most verbs that can report something mostly do not. The features say what the word
//! is, what depends on it, what it depends on, who its subject is, and how it stands to quotation marks.

use tidings_syntax::Token;

use super::lexicon::AttributionLexicon;
use super::model::Sink;
use super::scene::{BlockScene, Scene};

/// A word that may be the cue of an attribution, with what hangs on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'p> {
    pub block: usize,
    pub token: Token<'p>,
    /// What the word states, see [`super::lexicon::AttributionLexicon::class`].
    pub class: &'p str,
    pub subject: Option<Token<'p>>,
    /// How the subject was reached: its own, or one inherited.
    pub subject_by: &'static str,
    /// A clause: `ccomp`.
    pub clause: Option<Token<'p>>,
    /// An infinitive or participle: `xcomp`.
    pub open_clause: Option<Token<'p>>,
    pub object: Option<Token<'p>>,
    pub passive: bool,
    pub negated: bool,
    /// The modal verb, else empty.
    pub modal: &'p str,
    /// Whether the cue itself stands in quotation marks.
    pub quoted: bool,
    /// Quotes next to it: before, after.
    pub quote_before: Option<usize>,
    pub quote_after: Option<usize>,
}

/// How many tokens may lie between a cue and a quote that it introduces or ends.
const QUOTE_REACH: usize = 25;

/// The words of `block` that may be cues: verbs, and other words that the model or the lexicon knows.
pub(crate) fn candidates<'d>(scene: &Scene<'d>, block: usize) -> Vec<Candidate<'d>> {
    scene.blocks[block]
        .parse
        .tokens()
        .filter(|token| may_be_cue(*token, scene.lexicon))
        .map(|token| Candidate::new(scene, block, token))
        .collect()
}

fn may_be_cue(token: Token<'_>, lexicon: &AttributionLexicon) -> bool {
    match token.pos() {
        "VERB" => true,
        "SPACE" | "DET" | "PRON" | "NUM" | "CCONJ" | "PART" => false,
        pos => {
            lexicon.weights.knows(&["cue lemma=", pos, ":", lemma(token)]) || !lexicon.class(token).is_empty()
        }
    }
}

/// The base form; one for all dashes.
pub(crate) fn lemma(token: Token<'_>) -> &str {
    match token.lemma() {
        "―" | "—" | "–" | "--" | "-" => "—",
        lemma => lemma,
    }
}

impl<'p> Candidate<'p> {
    pub(crate) fn new(scene: &Scene<'p>, block: usize, token: Token<'p>) -> Candidate<'p> {
        let here = &scene.blocks[block];
        let (subject, subject_by) = subject(token);
        let mut made = Candidate {
            block,
            token,
            class: scene.lexicon.class(token),
            subject,
            subject_by,
            clause: None,
            open_clause: None,
            object: None,
            passive: false,
            negated: false,
            modal: "",
            quoted: here.quote_of(token.index()).is_some(),
            quote_before: None,
            quote_after: None,
        };
        for child in token.children() {
            match child.label() {
                "ccomp" => made.clause = made.clause.or(Some(child)),
                "xcomp" => made.open_clause = made.open_clause.or(Some(child)),
                "dobj" => made.object = made.object.or(Some(child)),
                "auxpass" => made.passive = true,
                "neg" => made.negated = true,
                "advmod" if matches!(child.norm(), "less" | "hardly" | "scarcely") => made.negated = true,
                "aux" if child.tag() == "MD" => made.modal = child.norm(),
                _ => {}
            }
        }
        if token.tag() == "VBN" && matches!(token.label(), "acl" | "amod") {
            made.passive = true;
        }
        made.quotes_beside(scene, here);
        made
    }

    /// The nearest word above in whose clause the cue stands: what may report it in turn.
    fn above(&self) -> Option<Token<'p>> {
        let mut at = self.token;
        for _ in 0..8 {
            if at.is_root() {
                return None;
            }
            if at.label() == "ccomp" {
                return Some(at.head());
            }
            at = at.head();
        }
        None
    }

    /// Whether it stands in a relative clause whose antecedent is its object: "an offer that she rejected".
    pub(crate) fn speaks_of_antecedent(&self) -> bool {
        self.token.label() == "relcl"
            && self.object.is_some_and(|object| {
                matches!(object.tag(), "WDT" | "WP") && object.index() < self.token.index()
            })
    }

    fn quotes_beside(&mut self, scene: &Scene<'_>, here: &BlockScene<'_>) {
        if self.quoted || here.quotes.is_empty() {
            return;
        }
        let at = self.token.index();
        let quotes = &scene.quotes[here.quotes.clone()];
        let next = quotes.partition_point(|quote| quote.tokens.start <= at);
        let near = |from: usize, to: usize| to - from <= QUOTE_REACH;
        if let Some(before) = next.checked_sub(1).filter(|&b| near(quotes[b].tokens.end, at)) {
            let last = quotes[before].tokens.end - 1;
            let gap = here.sentence_of(at) - here.sentence_of(last);
            if gap == 0 || (gap == 1 && here.sentence(at).start == last + 1) {
                self.quote_before = Some(here.quotes.start + before);
            }
        }
        if next < quotes.len() && near(at, quotes[next].tokens.start) {
            let first = quotes[next].tokens.start;
            let opens =
                here.parse.token(first).previous().is_some_and(|last| {
                    matches!(last.text(), "." | "," | ":" | "?" | "!" | "—" | "…" | "...")
                });
            if opens || here.sentence_of(at) == here.sentence_of(first) {
                self.quote_after = Some(here.quotes.start + next);
            }
        }
    }

    /// What hangs on the cue, in one word.
    pub(crate) fn frame(&self) -> &'static str {
        match (self.clause.is_some(), self.open_clause.is_some(), self.object.is_some()) {
            (true, _, false) => "clause",
            (true, _, true) => "object+clause",
            (false, true, false) => "open",
            (false, true, true) => "object+open",
            (false, false, true) => "object",
            (false, false, false) => "bare",
        }
    }
}

/// The subject of a verb: its own, or that of the verb it is joined to or depends on.
fn subject(token: Token<'_>) -> (Option<Token<'_>>, &'static str) {
    let mut at = token;
    let mut by = "own";
    for _ in 0..4 {
        let own = at.children().find(|child| matches!(child.label(), "nsubj" | "nsubjpass" | "csubj"));
        if own.is_some() {
            return (own, by);
        }
        if at.is_root() {
            return (None, "none");
        }
        by = match at.label() {
            "conj" if by == "own" || by == "conj" => "conj",
            "xcomp" | "advcl" | "ccomp" | "pcomp" | "dobj" | "prep" | "pobj" | "conj" | "attr" | "acomp" => {
                "above"
            }
            "acl" => return (Some(at.head()), "acl"),
            "relcl" => return (Some(at.head()), "relcl"),
            _ => return (None, "none"),
        };
        at = at.head();
    }
    (None, "none")
}

/// A word as a feature: its base form, or what it names. Names never become features.
pub(crate) fn word(token: Token<'_>) -> &str {
    match token.pos() {
        "PROPN" => kind(token),
        "PRON" | "DET" => token.norm(),
        "NUM" | "SYM" | "X" | "PUNCT" => token.tag(),
        _ if token.entity_type().is_empty() => lemma(token),
        _ => token.entity_type(),
    }
}

/// Whether a noun phrase can name somebody who speaks, as far as one word tells.
pub(crate) fn speaks(token: Token<'_>) -> &'static str {
    match (token.pos(), token.entity_type()) {
        (_, "PERSON" | "ORG" | "GPE" | "NORP") => "actor",
        ("PRON", _) => match token.norm() {
            "he" | "she" | "they" | "we" | "i" | "you" | "who" | "his" | "her" | "their" | "our" | "my" => {
                "actor"
            }
            _ => "thing",
        },
        ("PROPN", "") => "actor",
        (_, "") => "noun",
        _ => "thing",
    }
}

/// The same with what the class of a common noun adds: people and bodies speak, other things hardly do.
fn holder(here: &BlockScene<'_>, token: Token<'_>) -> &'static str {
    match (speaks(token), here.class(token)) {
        ("noun", class @ ("person" | "group")) => class,
        (speaks, _) => speaks,
    }
}

/// What kind of thing a noun phrase names, with the class of a common noun.
pub(crate) fn fine_kind<'p>(here: &BlockScene<'_>, token: Token<'p>) -> [&'p str; 2] {
    [kind(token), here.class(token)]
}

/// What kind of thing a noun phrase names, as far as one word tells.
pub(crate) fn kind(token: Token<'_>) -> &str {
    match token.pos() {
        "PRON" => token.norm(),
        "PROPN" if token.entity_type().is_empty() => "PROPN",
        _ if !token.entity_type().is_empty() => token.entity_type(),
        "NOUN" if token.tag() == "NNS" => "nouns",
        pos => pos,
    }
}

/// A number of tokens, roughly.
pub(crate) fn size(tokens: usize) -> &'static str {
    match tokens {
        0 => "0",
        1 => "1",
        2 => "2",
        3 | 4 => "3",
        5..=7 => "5",
        8..=12 => "8",
        13..=20 => "13",
        21..=40 => "21",
        _ => "41",
    }
}

/// Gives the features of a candidate, each beginning with the name of the `model`.
pub(crate) fn features(scene: &Scene<'_>, candidate: &Candidate<'_>, model: &str, sink: &mut dyn Sink) {
    let token = candidate.token;
    let here = &scene.blocks[candidate.block];
    let (pos, lemma) = (token.pos(), lemma(token));
    let frame = candidate.frame();
    let quote = match (candidate.quoted, candidate.quote_before.is_some(), candidate.quote_after.is_some()) {
        (true, _, _) => "inside",
        (_, true, true) => "both",
        (_, true, false) => "before",
        (_, false, true) => "after",
        _ => "none",
    };
    let subject = candidate.subject.map_or("none", kind);
    let at = token.index();
    if let Some(before) = candidate.quote_before {
        let gap = size((at + 1).saturating_sub(scene.quotes[before].tokens.end));
        sink.add(&[model, "after quote=", gap, " ", pos]);
        sink.add(&[model, "after quote=", gap, " lemma=", lemma]);
    }
    if let Some(after) = candidate.quote_after {
        let gap = size(scene.quotes[after].tokens.start - at);
        sink.add(&[model, "before quote=", gap, " ", pos]);
        sink.add(&[model, "before quote=", gap, " lemma=", lemma]);
    }
    if pos == "PUNCT" {
        let rest = || (at + 1..here.parse.len()).map(|index| here.parse.token(index));
        let short = here.parse.len() - at < 8;
        let named = short && rest().next().is_some_and(|next| next.pos() == "PROPN");
        sink.add(&[model, "closes with name=", if named { "yes" } else { "no" }, " quote=", quote]);
    }
    sink.add(&[model, "bias ", pos]);
    sink.add(&[model, "lemma=", pos, ":", lemma]);
    sink.add(&[model, "tag=", token.tag()]);
    sink.add(&[model, "label=", pos, " ", token.label()]);
    sink.add(&[model, "lemma=", lemma, " label=", token.label()]);
    sink.add(&[model, "frame=", pos, " ", frame]);
    sink.add(&[model, "lemma=", lemma, " frame=", frame]);
    sink.add(&[model, "quote=", pos, " ", quote]);
    sink.add(&[model, "lemma=", lemma, " quote=", quote]);
    sink.add(&[model, "frame=", frame, " quote=", quote]);
    sink.add(&[model, "class=", candidate.class, " ", pos]);
    sink.add(&[model, "class=", candidate.class, " ", pos, " frame=", frame]);
    sink.add(&[model, "class=", candidate.class, " quote=", quote]);
    sink.add(&[model, "class=", candidate.class, " label=", token.label()]);
    sink.add(&[model, "class=", candidate.class, " ", pos, " subject=", subject]);
    sink.add(&[model, "subject=", pos, " ", subject]);
    sink.add(&[model, "lemma=", lemma, " subject=", subject]);
    sink.add(&[model, "subject by=", candidate.subject_by, " ", subject]);
    let topic = here.class(token);
    if !topic.is_empty() {
        sink.add(&[model, "topic=", pos, " ", topic]);
        sink.add(&[model, "topic=", topic, " frame=", frame, " ", pos]);
        sink.add(&[model, "topic=", topic, " quote=", quote, " ", pos]);
        sink.add(&[model, "topic=", topic, " label=", token.label()]);
        sink.add(&[model, "topic=", topic, " tag=", token.tag(), " class=", candidate.class]);
        let holder = candidate.subject.map_or("none", |subject| holder(here, subject));
        sink.add(&[model, "topic=", topic, " ", pos, " actor=", holder]);
        sink.add(&[model, "topic=", topic, " ", pos, " actor=", holder, " frame=", frame]);
    }
    if let Some(subject) = candidate.subject {
        sink.add(&[model, "actor=", holder(here, subject), " lemma=", lemma]);
        sink.add(&[model, "actor=", holder(here, subject), " class=", candidate.class, " frame=", frame]);
        sink.add(&[model, "actor=", holder(here, subject), " frame=", frame, " quote=", quote]);
        sink.add(&[model, "actor=", holder(here, subject), " by=", candidate.subject_by, " ", pos]);
        sink.add(&[model, "subject lemma=", word(subject)]);
        sink.add(&[model, "subject=", kind(subject), " frame=", frame]);
        sink.add(&[
            model,
            "subject after=",
            if subject.index() > token.index() { "yes" } else { "no" },
            " quote=",
            quote,
        ]);
    }
    sink.add(&[model, "modal=", candidate.modal]);
    sink.add(&[model, "tag=", token.tag(), " label=", token.label(), " frame=", frame]);
    if candidate.negated {
        sink.add(&[model, "negated ", frame]);
        sink.add(&[model, "negated lemma=", lemma]);
    }
    if candidate.passive {
        sink.add(&[model, "passive ", frame]);
        sink.add(&[model, "passive lemma=", lemma]);
    }
    if let Some(clause) = candidate.clause {
        let mark = clause.children().find(|child| child.label() == "mark").map_or("", |mark| mark.norm());
        sink.add(&[model, "clause mark=", mark]);
        sink.add(&[model, "clause tag=", clause.tag()]);
        sink.add(&[model, "clause first=", clause.left_edge().tag()]);
        sink.add(&[
            model,
            "clause after=",
            if clause.index() > token.index() { "yes" } else { "no" },
            " ",
            pos,
        ]);
    }
    if let Some(open) = candidate.open_clause {
        sink.add(&[model, "open tag=", open.tag(), " ", pos]);
        sink.add(&[model, "open lemma=", word(open)]);
        sink.add(&[model, "lemma=", lemma, " open=", open.tag()]);
    }
    if let Some(object) = candidate.object {
        sink.add(&[model, "object=", kind(object)]);
        sink.add(&[model, "object lemma=", word(object)]);
        let class = here.class(object);
        if !class.is_empty() {
            sink.add(&[model, "object topic=", class, " frame=", frame]);
            sink.add(&[model, "object topic=", class, " lemma=", lemma]);
            sink.add(&[model, "object topic=", class, " class=", candidate.class]);
            sink.add(&[model, "object topic=", class, " topic=", topic]);
        }
        sink.add(&[model, "lemma=", lemma, " object lemma=", word(object)]);
        sink.add(&[model, "lemma=", lemma, " object=", kind(object)]);
    }
    for child in token.children() {
        match child.label() {
            "prep" => {
                sink.add(&[model, "prep=", pos, " ", child.norm()]);
                sink.add(&[model, "class=", candidate.class, " ", pos, " prep=", child.norm()]);
                sink.add(&[model, "lemma=", lemma, " prep=", child.norm()]);
            }
            "prt" => {
                sink.add(&[model, "lemma=", lemma, " prt=", child.norm()]);
                sink.add(&[model, "prt=", child.norm()]);
            }
            "punct" => sink.add(&[
                model,
                "punct=",
                child.text(),
                " ",
                if child.index() > token.index() { "after" } else { "before" },
            ]),
            "aux" | "auxpass" => sink.add(&[model, "aux=", child.norm()]),
            "advmod" => {
                sink.add(&[model, "advmod=", child.norm()]);
            }
            "amod" => sink.add(&[model, "amod=", child.norm()]),
            "det" => sink.add(&[model, "det=", child.norm()]),
            "nsubj" | "ccomp" | "xcomp" | "dobj" => {}
            label => sink.add(&[model, "child=", pos, " ", label]),
        }
        sink.add(&[model, "lemma=", lemma, " child=", child.label()]);
    }
    if !token.is_root() {
        let head = token.head();
        sink.add(&[model, "head=", head.pos(), " ", token.label(), " ", pos]);
        sink.add(&[model, "head lemma=", word(head), " ", token.label()]);
        let class = here.class(head);
        if !class.is_empty() {
            sink.add(&[model, "head topic=", class, " ", token.label(), " ", pos]);
            sink.add(&[model, "head topic=", class, " topic=", topic, " ", token.label()]);
        }
        sink.add(&[model, "head lemma=", word(head), " lemma=", lemma]);
    }
    if let Some(above) = candidate.above() {
        sink.add(&[model, "under=", word(above), " ", pos]);
    }
    if let Some(next) = token.next() {
        sink.add(&[model, "next=", pos, " ", next.norm()]);
        sink.add(&[model, "next tag=", pos, " ", next.tag()]);
        sink.add(&[model, "lemma=", lemma, " next tag=", next.tag()]);
    }
    if let Some(previous) = token.previous() {
        sink.add(&[model, "previous tag=", pos, " ", previous.tag()]);
        sink.add(&[model, "previous=", pos, " ", previous.norm()]);
    }
    if here.is_title {
        sink.add(&[model, "title ", pos]);
        sink.add(&[model, "title ", frame]);
    }
    if !token.entity_type().is_empty() {
        sink.add(&[model, "in entity ", token.entity_type()]);
    }
    let sentence = here.sentence(token.index());
    sink.add(&[model, "from start=", size(token.index() - sentence.start), " ", pos]);
    sink.add(&[model, "to end=", size(sentence.end - token.index()), " ", pos]);
    if token.text().chars().next().is_some_and(char::is_uppercase) && token.index() > sentence.start {
        sink.add(&[model, "capital ", pos]);
    }
    if let Some(ending) = lemma.len().checked_sub(3).and_then(|from| lemma.get(from..)) {
        sink.add(&[model, "ending=", pos, " ", ending]);
    }
}
