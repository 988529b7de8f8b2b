//! Which words of a parse tell of events, and the verb that carries the tense of each.

use std::ops::Range;

use tidings_syntax::{Parse, Token};

use super::lexicon::EventLexicon;
use super::meant::{Topic, is_meant, is_phrasal, is_round, is_shooting_down, is_spoken, is_stoppage};

/// A word that tells of an event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trigger {
    /// The word.
    pub token: usize,
    /// The first token of its sentence.
    pub sentence: usize,
    /// Its rule; none where the lexicon does not know the word.
    pub rule: Option<usize>,
    /// The verb that says whether and when: the word itself, or the one that governs its phrase.
    pub verb: Option<usize>,
    /// Whether the verb's time and numbers are not its own: "after the talks".
    pub detached: bool,
    /// A second word of the same event, taken into this one: the verb of "met for talks".
    pub absorbed: Option<usize>,
    /// A further word that tells more of the same event: "launched" in "downed 22 of 30 drones launched by", "talks" in
    /// "the meeting, the first talks in ten years".
    pub also: Option<usize>,
}

/// Verbs that say nothing but that the event of their subject or object takes place.
const LIGHT: &[&str] = &[
    "hold", "take", "conduct", "carry", "launch", "stage", "attend", "have", "begin", "resume", "end",
    "conclude", "start", "open", "host", "continue", "be", "mark", "do", "execute", "occur", "happen",
    "convene", "arrange", "organise", "organize",
];

/// Most triggers of one sentence; a sentence of news has three.
const MOST: usize = 24;
/// Longest way from a noun to the verb that governs it.
const LONGEST_WAY: usize = 6;

/// The triggers of a parse, in text order.
pub(super) fn triggers(parse: &Parse, lexicon: &EventLexicon, topic: Topic) -> Vec<Trigger> {
    let mut found: Vec<Trigger> = Vec::new();
    let (mut sentence, mut here) = (0, 0);
    for token in parse.tokens() {
        if token.is_sentence_start() {
            (sentence, here) = (token.index(), 0);
        }
        if here == MOST {
            continue;
        }
        let rule = match token.pos() {
            "VERB" if is_spoken(token) => lexicon.verb("phone"),
            "VERB" if !is_phrasal(token) => lexicon.verb(token.lemma()),
            "NOUN" | "PROPN" if heads_phrase(token) => {
                let lower;
                let lemma = if token.pos() == "PROPN" {
                    lower = token.lemma().to_lowercase();
                    let stripped = lower.strip_suffix('s').unwrap_or(&lower);
                    if lexicon.noun(&lower).is_some() { lower.as_str() } else { stripped }
                } else {
                    token.lemma()
                };
                lexicon.noun(lemma)
            }
            _ => None,
        };
        let Some(rule) = rule.filter(|_| is_meant(token, topic)) else { continue };
        let rule = match token {
            _ if is_stoppage(token) => lexicon.stoppage().unwrap_or(rule),
            _ if is_shooting_down(token) => lexicon.interception().unwrap_or(rule),
            _ if is_round(token) && topic.votes => lexicon.noun("election").unwrap_or(rule),
            _ => rule,
        };
        here += 1;
        found.push(Trigger::new(token, sentence, Some(rule)));
    }
    join(parse, lexicon, found)
}

impl Trigger {
    /// Whether a word is one of those that tell of it.
    pub fn is_of(&self, token: usize) -> bool {
        self.token == token || self.absorbed == Some(token) || self.also == Some(token)
    }

    fn new(token: Token<'_>, sentence: usize, rule: Option<usize>) -> Trigger {
        let is_verb = token.pos() == "VERB";
        let verb = if is_verb { Some(token.index()) } else { governor(token).map(|(verb, _)| verb.index()) };
        let detached = !is_verb && is_detached(token);
        Trigger { token: token.index(), sentence, rule, verb, detached, absorbed: None, also: None }
    }
}

/// The trigger among `tokens`, taken for granted: the word on which the others hang, or the noun of a light verb.
pub(super) fn trigger_in(parse: &Parse, tokens: Range<usize>, lexicon: &EventLexicon) -> Option<Trigger> {
    let is_top = |token: &Token<'_>| token.is_root() || !tokens.contains(&token.head().index());
    let top = tokens.clone().map(|at| parse.token(at)).find(is_top)?;
    let noun = tokens.clone().map(|at| parse.token(at)).find(|one| one.pos() == "NOUN");
    let token = noun.filter(|_| is_light(top)).unwrap_or(top);
    let sentence = (0..=token.index()).rev().find(|&at| parse.token(at).is_sentence_start())?;
    let rule = match token.pos() {
        "VERB" => lexicon.verb(token.lemma()),
        _ => lexicon.noun(token.lemma()),
    };
    Some(Trigger::new(token, sentence, rule))
}

/// Whether a noun heads its phrase: not "attack" in "attack drones" or "the attack's aftermath".
fn heads_phrase(token: Token<'_>) -> bool {
    !matches!(token.label(), "compound" | "amod" | "poss" | "nmod")
}

/// The verb that governs a noun's phrase, and the last step to it: its subject, its object, behind a preposition.
pub(super) fn governor(token: Token<'_>) -> Option<(Token<'_>, &str)> {
    let mut last = token.label();
    for ancestor in token.ancestors().take(LONGEST_WAY) {
        if matches!(ancestor.pos(), "VERB" | "AUX") {
            return Some((ancestor, last));
        }
        last = ancestor.label();
    }
    None
}

/// One event where a verb and the noun it governs tell of one thing: "met for talks", "launched an attack", "the raid
/// destroyed".
fn join(parse: &Parse, lexicon: &EventLexicon, mut found: Vec<Trigger>) -> Vec<Trigger> {
    let mut absorbed: Vec<usize> = Vec::new();
    for at in 0..found.len() {
        let noun = parse.token(found[at].token);
        if noun.pos() == "VERB" {
            continue;
        }
        let Some((verb, step)) = governor(noun) else { continue };
        let same = found.iter().any(|other| {
            let (a, b) = (lexicon.rule(other.rule), lexicon.rule(found[at].rule));
            // "An earthquake hit the valley": the earthquake is the event.
            let by_nature = a.kind == "ASSAULT"
                && matches!(b.kind.as_str(), "X-DISASTER" | "X-ACCIDENT" | "X-EPIDEMIC")
                && step == "nsubj";
            other.token == verb.index() && (a.kind == b.kind && a.reverse == b.reverse || by_nature)
        });
        let near = !found[at].detached
            && matches!(step, "dobj" | "nsubj" | "nsubjpass" | "prep" | "attr" | "agent" | "obj" | "pobj");
        if same && near && !absorbed.contains(&verb.index()) {
            found[at].absorbed = Some(verb.index());
            absorbed.push(verb.index());
        }
    }
    // "Strikes and raids": of nouns joined by "and" each is an event of its own.
    found.retain(|trigger| !absorbed.contains(&trigger.token));
    let mut told: Vec<usize> = Vec::new();
    for at in 0..found.len() {
        let Some(of) = retold(parse, lexicon, &found, at) else { continue };
        if found[of].also.is_none() && found[at].also.is_none() {
            found[of].also = Some(found[at].token);
            told.push(found[at].token);
        }
    }
    found.retain(|trigger| !told.contains(&trigger.token));
    found
}

/// The trigger of which the one at `at` only tells more: "downed 30 drones launched by", "the shelling of a market,
/// which killed 17", "the meeting, the first talks in ten years".
fn retold(parse: &Parse, lexicon: &EventLexicon, found: &[Trigger], at: usize) -> Option<usize> {
    let word = parse.token(found[at].token);
    let kind = |trigger: &Trigger| lexicon.rule(trigger.rule).kind.as_str();
    let is_harm = |trigger: &Trigger| matches!(kind(trigger), "ASSAULT" | "X-DISASTER" | "X-ACCIDENT");
    if word.pos() == "VERB" {
        let sent = kind(&found[at]) == "ASSAULT" && matches!(word.lemma(), "launch" | "fire");
        let toll = kind(&found[at]) == "X-CASUALTIES";
        if !matches!(word.label(), "acl" | "relcl") || !sent && !toll {
            return None;
        }
        // Up the nouns to the verb that governs them, or to a noun that is an event itself.
        for above in word.ancestors().take(LONGEST_WAY) {
            let is_noun = !matches!(above.pos(), "VERB" | "AUX");
            let of = found[..at].iter().position(|one| {
                (one.token == above.index() || one.absorbed == Some(above.index()))
                    && is_harm(one)
                    && (sent || is_noun)
            });
            if of.is_some() || !is_noun {
                return of;
            }
        }
        return None;
    }
    let other = at.checked_sub(1)?;
    let before = parse.token(found[other].token);
    let apposed = word.label() == "appos" && word.head().index() == before.index()
        || word.label() == "nsubj"
            && before.label() == "nsubj"
            && word.head().index() == before.head().index()
            && word.left_edge().previous().is_some_and(|one| one.norm() == ",");
    (apposed && kind(&found[other]) == kind(&found[at])).then_some(other)
}

/// Whether a noun stands behind a word that puts it at another time than its verb.
fn is_detached(noun: Token<'_>) -> bool {
    let above = noun.ancestors().take(3).take_while(|one| !matches!(one.pos(), "VERB" | "AUX"));
    let mut found = above.filter(|one| one.pos() != "NOUN");
    found.any(|one| {
        matches!(one.lemma(), "after" | "before" | "since" | "following" | "ahead" | "until" | "despite")
    })
}

/// Whether a verb only says that something takes place.
pub(super) fn is_light(verb: Token<'_>) -> bool {
    LIGHT.contains(&verb.lemma())
}
