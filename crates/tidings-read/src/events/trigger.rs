//! Which words of a parse tell of events, and the verb that carries the tense of each.

use std::ops::Range;

use tidings_syntax::{Parse, Token};

use super::lexicon::EventLexicon;

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
pub(super) fn triggers(parse: &Parse, lexicon: &EventLexicon) -> Vec<Trigger> {
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
        let Some(rule) = rule.filter(|_| is_meant(token)) else { continue };
        let rule = is_stoppage(token).then(|| lexicon.stoppage()).flatten().unwrap_or(rule);
        here += 1;
        found.push(Trigger::new(token, sentence, Some(rule)));
    }
    join(parse, lexicon, found)
}

impl Trigger {
    fn new(token: Token<'_>, sentence: usize, rule: Option<usize>) -> Trigger {
        let is_verb = token.pos() == "VERB";
        let verb = if is_verb { Some(token.index()) } else { governor(token).map(|(verb, _)| verb.index()) };
        let detached = !is_verb && is_detached(token);
        Trigger { token: token.index(), sentence, rule, verb, detached, absorbed: None }
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

/// Whether the word means what the rule takes it for. Some words are events only in some company.
fn is_meant(token: Token<'_>) -> bool {
    let object = || token.children().find(|child| matches!(child.label(), "dobj" | "nsubjpass" | "obj"));
    let objects = |lemmas: &[&str]| object().is_some_and(|object| lemmas.contains(&object.lemma()));
    match (token.lemma(), token.pos()) {
        ("talk", "NOUN") => token.tag() == "NNS",
        ("claim", "VERB") => objects(&["life"]),
        ("shoot", "VERB") => token.children().any(|child| child.lemma() == "down"),
        ("launch" | "execute", "VERB") => {
            const ARMS: &[&str] = &[
                "drone",
                "missile",
                "rocket",
                "shell",
                "attack",
                "strike",
                "assault",
                "raid",
                "offensive",
                "uav",
                "airstrike",
                "bomb",
            ];
            object().is_some_and(|object| {
                ARMS.contains(&object.lemma())
                    || object.children().any(|child| child.label() == "conj" && ARMS.contains(&child.lemma()))
            }) || token.label() == "acl" && ARMS.contains(&token.head().lemma())
        }
        // "deploy a strategy", "surrender a lead", "rescue package", "deploy tools"
        ("deploy" | "deployment", _) => {
            const FORCES: &[&str] = &[
                "troop",
                "soldier",
                "force",
                "army",
                "police",
                "officer",
                "guard",
                "ship",
                "warship",
                "vessel",
                "aircraft",
                "jet",
                "missile",
                "tank",
                "weapon",
                "unit",
                "brigade",
                "battalion",
                "fleet",
                "personnel",
                "reservist",
                "marine",
                "team",
                "crew",
                "military",
                "peacekeeper",
                "system",
                "battery",
                "helicopter",
            ];
            let near = |word: Token<'_>| {
                FORCES.contains(&word.lemma()) || word.children().any(|child| FORCES.contains(&child.lemma()))
            };
            token.children().any(near) || near(token.head())
        }
        ("ban" | "seize", "VERB") => !objects(&["opportunity", "chance", "moment", "initiative"]),
        ("strike", "VERB") => !objects(&["deal", "agreement", "balance", "chord", "tone"]),
        ("damage" | "destroy" | "hit" | "down", "VERB") => {
            object().is_some() || matches!(token.label(), "acl" | "conj" | "xcomp" | "relcl")
        }
        ("engage", "VERB") => {
            token.children().any(|child| child.label() == "prep" && matches!(child.lemma(), "in" | "with"))
        }
        ("meet", "VERB") => !objects(&[
            "river",
            "road",
            "target",
            "demand",
            "need",
            "deadline",
            "condition",
            "requirement",
            "goal",
        ]),
        ("exchange" | "swap", "NOUN") => {
            let people = |word: Token<'_>| {
                matches!(word.lemma(), "prisoner" | "captive" | "hostage" | "detainee" | "body" | "soldier")
            };
            token.children().any(|child| people(child) || child.children().any(people))
        }
        ("exchange" | "swap", "VERB") => {
            objects(&["prisoner", "captive", "hostage", "detainee", "body", "soldier"])
        }
        ("sign", "VERB") => {
            objects(&["agreement", "accord", "treaty", "pact", "deal", "decree", "memorandum"])
        }
        ("storm" | "flood", "NOUN") => !matches!(token.head().lemma(), "of"),
        _ => true,
    }
}

/// Whether a strike is one of people at work: "went on strike", "a general strike", "the strike over pay".
fn is_stoppage(token: Token<'_>) -> bool {
    const WHAT: &[&str] =
        &["general", "hunger", "nationwide", "national", "wildcat", "rail", "dock", "transport"];
    const WHO: &[&str] = &[
        "worker", "teacher", "nurse", "doctor", "driver", "docker", "miner", "pilot", "employee", "staff",
        "union", "crew", "labour", "labor", "student", "railway", "port", "farmer",
    ];
    const WHY: &[&str] = &["pay", "wage", "condition", "contract", "pension", "salary", "job", "cut"];
    let head = token.head();
    if token.lemma() != "strike" || token.pos() != "NOUN" {
        return false;
    }
    let on = head.lemma() == "on" && matches!(head.head().lemma(), "go" | "be" | "come" | "remain" | "stay");
    on || token.children().any(|child| match child.label() {
        "amod" | "compound" | "poss" | "nmod" => {
            WHAT.contains(&child.lemma()) || WHO.contains(&child.lemma())
        }
        "prep" => {
            child.children().any(|object| WHO.contains(&object.lemma()) || WHY.contains(&object.lemma()))
        }
        _ => false,
    })
}

/// "Met up" is fine; "strike out", "launch into" and the like are other verbs.
fn is_phrasal(token: Token<'_>) -> bool {
    token.children().any(|child| {
        child.label() == "prt" && matches!(child.lemma(), "out" | "off" | "back") && token.lemma() != "carry"
    })
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
            other.token == verb.index() && a.kind == b.kind && a.reverse == b.reverse
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
    found
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
