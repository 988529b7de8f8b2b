//! Who takes part in an event: subject and object, owner, "with", "between", "by", "against".

use tidings_record::{ByteSpan, EventActor, Name, NameIndex, NameType, Part};
use tidings_syntax::Token;

use super::Scene;
use super::trigger::{Trigger, is_light};

/// Most names taken from one phrase.
const MOST: usize = 12;
/// How far back "the two leaders" reaches, in bytes.
const REACH: u32 = 350;

/// Verbs whose subject wants, or does not want, the meeting that they govern.
const ASKS: &[&str] = &[
    "reject", "refuse", "decline", "demand", "seek", "propose", "request", "want", "call", "push", "ask",
    "offer", "accept",
];

/// The mentions of an article's names, by their place.
pub(super) struct Names<'a> {
    names: &'a [Name],
    /// Span and name of each mention, by end, then start.
    by_end: Vec<(u32, u32, NameIndex)>,
}

impl<'a> Names<'a> {
    /// The mentions of `names`.
    pub fn new(names: &'a [Name]) -> Names<'a> {
        let mut by_end: Vec<_> = names
            .iter()
            .enumerate()
            .flat_map(|(at, name)| {
                name.mentions.iter().map(move |one| (one.span.end, one.span.start, NameIndex::from(at)))
            })
            .collect();
        by_end.sort_unstable();
        Names { names, by_end }
    }

    /// The widest mention that ends where `span` ends, or holds it as its last word.
    fn ending(&self, span: ByteSpan) -> Option<(NameIndex, ByteSpan)> {
        let start = self.by_end.partition_point(|one| one.0 < span.end);
        // A possessive's mark may stand inside the mention or not.
        let fits = self.by_end[start..].iter().take_while(|one| one.0 <= span.end + 4);
        fits.filter(|one| one.1 <= span.start && one.0 >= span.end)
            .min_by_key(|one| (one.0, one.1))
            .map(|&(end, start, name)| (name, ByteSpan::new(start, end)))
    }

    /// What a name is.
    pub fn kind(&self, name: NameIndex) -> NameType {
        self.names[name.index()].kind
    }

    /// The two persons, or the two countries, that "the two" before `at` means: of those named shortly before the
    /// first and the last, for the first is whom the text is about.
    fn two(&self, at: u32, persons: bool) -> Vec<NameIndex> {
        let mut found: Vec<NameIndex> = Vec::new();
        let end = self.by_end.partition_point(|one| one.0 <= at);
        for &(mention_end, _, name) in self.by_end[..end].iter().rev().take(60) {
            if at - mention_end > REACH && found.len() >= 2 || at - mention_end > 3 * REACH {
                break;
            }
            let kind = self.kind(name);
            let fits = if persons { kind == NameType::Person } else { kind == NameType::Country };
            if fits && !found.contains(&name) {
                found.push(name);
            }
        }
        match found[..] {
            [last, .., first] => vec![first, last],
            _ => Vec::new(),
        }
    }
}

/// Those who take part, by part, then place.
pub(super) fn actors(scene: &Scene<'_>, trigger: &Trigger) -> Vec<EventActor> {
    let rule = scene.lexicon.rule(trigger.rule);
    let (reverse, is_encounter) = (rule.reverse, rule.kind == "CONSULT");
    let parse = &scene.block.parse;
    let word = parse.token(trigger.token);
    let verb = trigger.absorbed.or(trigger.verb).map(|verb| parse.token(verb));
    let mut found = Found { scene, actors: Vec::new() };
    if word.pos() == "VERB" {
        found.of_verb(word);
    } else {
        found.of_noun(word);
        // "the second round of talks": what stands with "round" stands with the talks.
        for above in word.ancestors().take(2).take_while(|one| matches!(one.pos(), "NOUN" | "ADP")) {
            if above.pos() == "NOUN" {
                found.of_noun(above);
            }
        }
        if let Some(verb) = verb.filter(|&verb| trigger.absorbed.is_some() || is_light(verb)) {
            let subject = subject(verb);
            if subject.is_none_or(|subject| {
                subject.index() != word.index() && !word.ancestors().any(|one| one.index() == subject.index())
            }) {
                found.of_verb(verb);
            } else {
                found.prepositions(verb);
                found.objects(verb, Part::To);
            }
        }
    }
    if is_encounter {
        // "Rejected an invitation to a meeting", "called for talks": who does is to take part.
        if let Some(verb) = verb.filter(|verb| word.pos() != "VERB" && ASKS.contains(&verb.lemma()))
            && let Some(subject) = subject(verb)
        {
            found.phrase(subject, Part::With);
        }
        if found.actors.len() < 2 {
            found.between(word);
        }
    }
    let mut actors = found.actors;
    if reverse {
        for actor in &mut actors {
            actor.part = match actor.part {
                Part::By => Part::To,
                Part::To => Part::By,
                other => other,
            };
        }
    }
    if let Some(also) = trigger.also.map(|also| parse.token(also)) {
        let mut more = Found { scene, actors: Vec::new() };
        match also.pos() {
            "VERB" if also.label() == "relcl" => more.objects(also, Part::To),
            "VERB" => more.of_verb(also),
            _ => more.of_noun(also),
        }
        for actor in more.actors {
            if !actors.iter().any(|one| one.name == actor.name) {
                actors.push(actor);
            }
        }
    }
    actors.sort_by_key(|actor| (actor.part, actor.span));
    actors.dedup_by(|a, b| a.part == b.part && a.name == b.name);
    actors
}

/// The subject of a verb, or of the verb that it hangs on in one sentence part.
fn subject(verb: Token<'_>) -> Option<Token<'_>> {
    let own = verb.children().find(|child| matches!(child.label(), "nsubj" | "nsubjpass"));
    own.or_else(|| {
        let shared = matches!(verb.label(), "xcomp" | "conj" | "advcl" | "relcl");
        // "They are due to meet": the infinitive hangs on an adjective, and that on the verb with the subject.
        let head = Some(verb.head()).filter(|head| head.label() != "acomp").unwrap_or(verb.head().head());
        if verb.label() == "relcl" {
            return (head.pos() != "VERB").then_some(head);
        }
        (shared && !verb.is_root() && matches!(head.pos(), "VERB" | "AUX"))
            .then(|| head.children().find(|child| matches!(child.label(), "nsubj" | "nsubjpass")))
            .flatten()
    })
}

struct Found<'s, 'a> {
    scene: &'s Scene<'a>,
    actors: Vec<EventActor>,
}

impl Found<'_, '_> {
    fn of_verb(&mut self, verb: Token<'_>) {
        let passive = verb.children().any(|child| matches!(child.label(), "nsubjpass" | "auxpass" | "agent"))
            || verb.tag() == "VBN" && verb.label() == "acl";
        if let Some(subject) = subject(verb) {
            let subject_is_relative = matches!(subject.tag(), "WDT" | "WP") && verb.label() == "relcl";
            let subject = if subject_is_relative { verb.head() } else { subject };
            self.phrase(subject, if passive { Part::To } else { Part::By });
        }
        if verb.label() == "acl" && passive {
            self.phrase(verb.head(), Part::To);
        }
        self.objects(verb, Part::To);
        self.prepositions(verb);
    }

    fn objects(&mut self, verb: Token<'_>, part: Part) {
        for child in verb.children().filter(|child| matches!(child.label(), "dobj" | "obj" | "dative")) {
            self.phrase(child, part);
        }
    }

    fn of_noun(&mut self, noun: Token<'_>) {
        for child in noun.children() {
            match child.label() {
                "poss" | "compound" | "amod" | "nmod" => self.one(child, Part::By),
                // "drone attack": the drones' side is the attack's.
                _ => {}
            }
        }
        self.prepositions(noun);
    }

    /// "Talks aimed at peace between two sides", "the meeting is the first between them": whoever stands behind
    /// "between" in the sentence, wherever it is attached.
    fn between(&mut self, word: Token<'_>) {
        let mut next = word.next();
        while let Some(token) = next.filter(|token| !token.is_sentence_start()) {
            if token.norm() == "between" {
                for object in token.children().filter(|child| child.label() == "pobj") {
                    self.phrase(object, Part::With);
                }
                return;
            }
            next = token.next();
        }
    }

    /// What stands behind "with", "between", "by", "against", "on".
    fn prepositions(&mut self, word: Token<'_>) {
        for preposition in word.children().filter(|child| matches!(child.label(), "prep" | "agent")) {
            let part = match preposition.lemma() {
                "by" | "from" => Part::By,
                "with" | "between" | "among" | "alongside" => Part::With,
                "against" | "on" | "at" | "into" | "of" => Part::To,
                _ => continue,
            };
            for object in preposition.children().filter(|child| child.label() == "pobj") {
                // "on Monday", "of peace": only names count, so nothing is lost by asking.
                self.phrase(object, part);
            }
        }
    }

    /// The names in a noun phrase: its own name, else those that own it or stand behind "of", "from", "between", and
    /// whatever is joined to it by "and".
    fn phrase(&mut self, head: Token<'_>, part: Part) {
        let mut queue = vec![head];
        let mut seen = 0;
        while let Some(word) = queue.pop() {
            seen += 1;
            if seen > MOST {
                break;
            }
            queue.extend(word.children().filter(|child| matches!(child.label(), "conj" | "appos")));
            if self.named(word, part) {
                continue;
            }
            if self.both(word, part) {
                continue;
            }
            for child in word.children() {
                match child.label() {
                    "poss" | "compound" | "amod" | "nmod" => self.one(child, part),
                    "prep"
                        if matches!(
                            child.lemma(),
                            "of" | "from" | "between" | "by" | "including" | "for"
                        ) =>
                    {
                        queue.extend(child.children().filter(|object| object.label() == "pobj"));
                    }
                    "acl" | "relcl" => {}
                    _ => {}
                }
            }
        }
    }

    /// The name of a modifier, of those within it ("Lindau" in "Lindau market shelling") and of those joined to it.
    fn one(&mut self, word: Token<'_>, part: Part) {
        self.named(word, part);
        for other in word.children() {
            if matches!(other.label(), "conj" | "compound" | "nmod") {
                self.named(other, part);
            }
        }
    }

    /// Adds the name that ends at `word`, if one does.
    fn named(&mut self, word: Token<'_>, part: Part) -> bool {
        let span = self.scene.block.token_span(word.index()..word.index() + 1);
        let Some((name, words)) = self.scene.names.ending(span) else { return false };
        self.add(part, name, words);
        true
    }

    /// "The two leaders", "both countries": the last two that were named.
    fn both(&mut self, word: Token<'_>, part: Part) -> bool {
        let persons = match word.lemma() {
            "leader" | "president" | "minister" | "man" | "premier" | "head" => true,
            "country" | "nation" | "side" | "state" | "government" | "neighbour" | "neighbor"
            | "republic" | "capital" => false,
            _ => return false,
        };
        let two = word.children().any(|child| matches!(child.lemma(), "two" | "both"));
        if !two || word.tag() != "NNS" {
            return false;
        }
        let span = self.scene.block.token_span(word.index()..word.index() + 1);
        let names = self.scene.names.two(span.start, persons);
        let found = !names.is_empty();
        for name in names {
            self.add(part, name, span);
        }
        found
    }

    fn add(&mut self, part: Part, name: NameIndex, span: ByteSpan) {
        if self.actors.len() < MOST && !self.actors.iter().any(|one| one.name == Some(name)) {
            self.actors.push(EventActor { part, name: Some(name), span });
        }
    }
}

impl Scene<'_> {
    /// The names in a phrase that are places.
    pub(super) fn places_in(&self, head: Token<'_>) -> Vec<NameIndex> {
        let mut found = Found { scene: self, actors: Vec::new() };
        found.phrase(head, Part::To);
        found
            .actors
            .into_iter()
            .filter_map(|one| one.name)
            .filter(|&name| {
                matches!(self.names.kind(name), NameType::Place | NameType::Country | NameType::Facility)
            })
            .collect()
    }
}
