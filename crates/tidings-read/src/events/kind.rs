//! What one side does to another, from the words between and around the two: features for a linear model.
//!
//! The two sides themselves are masked, but for what they are (a court, workers, a person). Not here: weights and their
//! sums (`model`), and which words are events at all (`trigger`).

use std::borrow::Cow;
use std::ops::Range;

use tidings_syntax::{Parse, Token};

use super::classes::WordClasses;

/// Longest way up from a side that is looked at.
const LONGEST_WAY: usize = 5;

/// Two sides in a parse.
#[derive(Debug, Clone)]
pub struct Pair<'p> {
    /// The parse.
    pub parse: &'p Parse,
    /// The tokens that are looked at: the sentence.
    pub within: Range<usize>,
    /// The tokens of who does it; may be empty.
    pub source: Range<usize>,
    /// The tokens of whom it is done to; may be empty.
    pub target: Range<usize>,
}

impl Pair<'_> {
    /// Whether a token is part of neither side.
    fn is_open(&self, token: Token<'_>) -> bool {
        !self.source.contains(&token.index()) && !self.target.contains(&token.index())
    }
}

/// The features of a pair, sorted, each once.
pub fn features(pair: &Pair<'_>, classes: &WordClasses) -> Vec<String> {
    let mut made = Made { pair, classes, features: vec!["bias".to_owned()] };
    made.words();
    let does = made.source();
    made.target(does);
    let mut features = made.features;
    features.sort_unstable();
    features.dedup();
    features
}

struct Made<'m, 'p> {
    pair: &'m Pair<'p>,
    classes: &'m WordClasses,
    features: Vec<String>,
}

impl<'m, 'p> Made<'m, 'p> {
    fn add(&mut self, parts: &[&str]) {
        self.features.push(parts.concat());
    }

    /// One feature for each class of `lemma`.
    fn add_classes(&mut self, name: &str, lemma: &str) {
        for class in self.classes.of(lemma) {
            self.features.push([name, class].concat());
        }
    }

    /// One feature for each pair of a class of one and a class of the other.
    fn cross_classes(&mut self, name: &str, one: &str, other: &str) {
        for a in self.classes.of(one) {
            for b in self.classes.of(other) {
                self.features.push([name, a, "|", b].concat());
            }
        }
    }

    /// The words of the sentence, and those between the sides.
    fn words(&mut self) {
        let Pair { parse, within, source, target } = self.pair.clone();
        let first = if source.is_empty() { within.start..within.start } else { source };
        let last = if target.is_empty() { within.end..within.end } else { target };
        let (first, last) = if first.start <= last.start { (first, last) } else { (last, first) };
        let between = first.end..last.start;
        for token in within.map(|index| parse.token(index)) {
            if !self.pair.is_open(token) {
                continue;
            }
            let lemma = lemma(token);
            let is_between = between.contains(&token.index());
            if is_content(token) || matches!(token.tag(), "RP" | "MD") || token.label() == "neg" {
                self.add(&["w=", &lemma]);
                if is_between {
                    self.add(&["wm=", &lemma]);
                }
            }
            if is_content(token) || token.pos() == "PROPN" {
                self.add_classes("c=", &lemma);
                if is_between {
                    self.add_classes("cm=", &lemma);
                }
            }
        }
    }

    /// Who does it, and the verb above. Returns that verb.
    fn source(&mut self) -> Option<Token<'p>> {
        let pair = self.pair;
        let head = head_of(pair.parse, &pair.source);
        let verb = head.and_then(|head| self.side("s", head, &pair.source));
        let verb = verb.or_else(|| {
            let tokens = pair.within.clone().map(|index| pair.parse.token(index));
            tokens.into_iter().find(|token| token.is_root() && is_verb(*token))
        });
        if let Some(verb) = verb {
            self.verb("v0", verb);
        }
        verb
    }

    /// To whom it is done, what stands above, and the verb there.
    fn target(&mut self, does: Option<Token<'p>>) {
        let pair = self.pair;
        let Some(head) = head_of(pair.parse, &pair.target) else { return };
        let verb = self.side("t", head, &pair.target);
        if !head.is_root() {
            let above = head.head();
            let is_preposition = above.pos() == "ADP";
            let (governor, step) = if is_preposition {
                (above.head(), lemma(above))
            } else {
                (above, Cow::Borrowed(head.label()))
            };
            if is_preposition {
                self.add(&["tp=", &step]);
            }
            if self.pair.is_open(governor) {
                self.add(&["tq=", &word(governor)]);
                self.add(&["tqp=", &word(governor), "_", &step]);
                self.add_classes("tqc=", &lemma(governor));
            }
        }
        for above in head.ancestors().take(LONGEST_WAY) {
            if self.pair.is_open(above) && is_content(above) {
                let above = lemma(above);
                self.add(&["tup=", &above]);
                self.add_classes("tupc=", &above);
            }
        }
        let Some(verb) = verb.filter(|verb| does.is_none_or(|does| does.index() != verb.index())) else {
            return;
        };
        self.verb("v1", verb);
        self.add(&["v1"]);
        if let Some(does) = does {
            self.cross_classes("v01=", &lemma(does), &lemma(verb));
        }
    }

    /// What a side is, how it hangs on a verb, and that verb.
    fn side(&mut self, name: &str, head: Token<'p>, tokens: &Range<usize>) -> Option<Token<'p>> {
        if head.pos() == "NOUN" {
            self.add(&[name, "h=", &lemma(head)]);
        }
        if !head.entity_type().is_empty() {
            self.add(&[name, "entity=", head.entity_type()]);
        }
        for token in tokens.clone().map(|index| self.pair.parse.token(index)) {
            if is_content(token) || token.pos() == "PROPN" {
                self.add_classes(&[name, "c="].concat(), &lemma(token));
            }
        }
        let mut last = head.label();
        for above in head.ancestors().take(3 * LONGEST_WAY) {
            if is_verb(above) {
                self.add(&[name, "label=", last]);
                return Some(above);
            }
            last = above.label();
        }
        None
    }

    /// A verb with its particles, objects, prepositions and clauses.
    fn verb(&mut self, name: &str, verb: Token<'p>) {
        let (own, pair) = (lemma(verb), self.pair);
        let named = |rest: &str| [name, rest].concat();
        self.add(&[name, "=", &own]);
        self.add_classes(&named("c="), &own);
        for child in verb.children() {
            let lower = lemma(child);
            match child.label() {
                "neg" => self.add(&[name, "neg"]),
                "aux" => self.add(&[name, "aux=", &lower]),
                "auxpass" => self.add(&[name, "pass"]),
                "prt" => self.add(&[name, "prt=", &own, "_", &lower]),
                "prep" | "agent" => {
                    self.add(&[name, "prep=", &lower]);
                    self.add(&[name, "vp=", &own, "_", &lower]);
                    for object in child.children().filter(|one| pair.is_open(*one)) {
                        if matches!(object.label(), "pobj" | "pcomp") {
                            self.add(&[name, "po=", &word(object)]);
                            let object = lemma(object);
                            self.add_classes(&named("poc="), &object);
                            self.cross_classes(&named("vpoc="), &own, &object);
                        }
                    }
                }
                "dobj" | "attr" | "acomp" | "nsubjpass" | "dative" if self.pair.is_open(child) => {
                    self.object(name, &own, child);
                }
                "xcomp" | "ccomp" => {
                    self.add(&[name, "x=", &word(child)]);
                    self.add_classes(&named("xc="), &lower);
                    self.cross_classes(&named("vxc="), &own, &lower);
                    self.add_classes(&[name, "vx=", &own, "|"].concat(), &lower);
                }
                _ => {}
            }
        }
    }

    fn object(&mut self, name: &str, verb: &str, object: Token<'p>) {
        let named = |rest: &str| [name, rest].concat();
        let lower = lemma(object);
        self.add(&[name, "o=", &word(object)]);
        self.add_classes(&named("oc="), &lower);
        self.cross_classes(&named("voc="), verb, &lower);
        let class = self.classes.of(&lower).next().unwrap_or("none");
        self.add(&[name, "vo=", verb, "_", class]);
        for child in object.children() {
            if matches!(child.label(), "amod" | "compound" | "acl")
                && self.pair.is_open(child)
                && child.pos() != "PROPN"
            {
                self.add_classes(&named("omc="), &lemma(child));
            }
            if child.label() != "prep" {
                continue;
            }
            for inner in child.children().filter(|one| matches!(one.label(), "pobj" | "pcomp")) {
                if self.pair.is_open(inner) {
                    self.add_classes(&named("opc="), &lemma(inner));
                }
            }
        }
    }
}

/// The base form in lower case; of names only that they are names.
pub(super) fn word(token: Token<'_>) -> Cow<'_, str> {
    if token.pos() == "PROPN" { Cow::Borrowed("NAME") } else { lemma(token) }
}

/// The base form in lower case.
pub(super) fn lemma(token: Token<'_>) -> Cow<'_, str> {
    let lemma = token.lemma();
    if lemma.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(lemma.to_ascii_lowercase())
    } else {
        Cow::Borrowed(lemma)
    }
}

fn is_content(token: Token<'_>) -> bool {
    matches!(token.pos(), "VERB" | "NOUN" | "ADJ" | "ADV")
}

fn is_verb(token: Token<'_>) -> bool {
    matches!(token.pos(), "VERB" | "AUX")
}

/// The word of a side that hangs on a word outside it.
fn head_of<'p>(parse: &'p Parse, tokens: &Range<usize>) -> Option<Token<'p>> {
    let hangs_outside = |token: &Token<'_>| token.is_root() || !tokens.contains(&token.head().index());
    let heads = || tokens.clone().map(|index| parse.token(index)).filter(hangs_outside);
    heads().find(|head| !matches!(head.pos(), "PUNCT" | "DET" | "ADP")).or_else(|| heads().next())
}
