//! Where and when an event is, how many are counted with it, and which of a series it is.

use tidings_record::{ByteSpan, NameIndex, QuantityIndex, QuantityKind, TimeIndex, TimeType};
use tidings_syntax::Token;

use super::Scene;
use super::trigger::Trigger;

/// Most times, and most numbers, that are looked at in one sentence.
const MOST: usize = 40;
/// Longest way up from a time or number to its event.
const LONGEST_WAY: usize = 8;

/// The places behind "in", "at", "near", "on" at the event's words.
pub(super) fn places(scene: &Scene<'_>, trigger: &Trigger) -> Vec<NameIndex> {
    let parse = &scene.block.parse;
    let mut found: Vec<NameIndex> = Vec::new();
    let words = [Some(trigger.token), trigger.absorbed, trigger.also, trigger.verb];
    for word in words.into_iter().flatten().map(|word| parse.token(word)) {
        // "Held in Lindau" beside the noun it describes; of a noun the whole phrase: "of a market in the town of Lindau".
        let below = word.children().filter(|child| matches!(child.label(), "acl" | "xcomp"));
        let inner: Vec<Token<'_>> = match word.pos() {
            "NOUN" => word.subtree().take(40).filter(|one| one.label() == "prep").collect(),
            _ => {
                let hit = of_the_hit(word).filter(|_| word.index() == trigger.token);
                below.flat_map(|child| child.children()).chain(hit).collect()
            }
        };
        let down = word.children().filter(|_| word.pos() != "NOUN").chain(inner);
        for preposition in down.filter(|child| child.label() == "prep") {
            let places = [
                "in",
                "at",
                "near",
                "on",
                "over",
                "across",
                "outside",
                "inside",
                "around",
                "off",
                "into",
                "throughout",
                "to",
                "deep",
                "of",
            ];
            if !places.contains(&preposition.lemma()) {
                continue;
            }
            for object in preposition.children().filter(|child| child.label() == "pobj") {
                for place in scene.places_in(object) {
                    if !found.contains(&place) {
                        found.push(place);
                    }
                }
            }
        }
    }
    found
}

/// Whether a day is that on which somebody said it, in whose words the event stands: "we fired no shells, she said on
/// Friday".
fn is_of_telling(scene: &Scene<'_>, word: Token<'_>, at: usize) -> bool {
    const SAYS: &[&str] =
        &["say", "tell", "add", "write", "declare", "insist", "claim", "state", "deny", "warn"];
    let Some(verb) = word.ancestors().find(|one| one.pos() == "VERB") else { return false };
    let trigger = &scene.triggers[at];
    if !SAYS.contains(&verb.lemma()) || trigger.is_of(verb.index()) {
        return false;
    }
    // Right behind the verb, and the event below it in a clause that is quoted, or that denies.
    let token = scene.block.parse.token(trigger.token);
    let clause =
        std::iter::once(token).chain(token.ancestors()).find(|one| one.head().index() == verb.index());
    clause.is_some_and(|clause| {
        clause.label() == "ccomp"
            && clause.index() < verb.index()
            && clause.right_edge().next().is_some_and(|one| {
                matches!(one.tag(), "," | "''")
                    && (one.tag() == "''" || one.next().is_some_and(|next| next.tag() == "''"))
            })
    })
}

/// The words behind what is hit: "in Lindau" of "the market in Lindau was shelled".
fn of_the_hit(verb: Token<'_>) -> impl Iterator<Item = Token<'_>> {
    let hit = verb.children().filter(|child| matches!(child.label(), "nsubjpass" | "dobj"));
    hit.flat_map(|object| object.children())
        .filter(|child| child.label() == "prep" && matches!(child.lemma(), "in" | "at" | "near" | "outside"))
}

/// The date of the event at `triggers[at]`, and the date since which it is the first of its kind.
pub(super) fn time(scene: &Scene<'_>, at: usize) -> (Option<TimeIndex>, Option<TimeIndex>) {
    let (mut best, mut since): (Option<(usize, usize)>, Option<usize>) = (None, None);
    for (index, token) in in_sentence(scene, at, scene.times.iter().map(|time| time.span)) {
        if !matches!(scene.times[index].kind, TimeType::Date | TimeType::Time) {
            continue;
        }
        let Some((owner, steps)) = owner(scene, token, at) else { continue };
        if owner != at || is_of_telling(scene, token, at) {
            continue;
        }
        // "Now", "recently" date an event only where nothing else does.
        let steps = steps + if scene.times[index].value.ends_with("_REF") { 2 * LONGEST_WAY } else { 0 };
        match before(token) {
            Some("since") => since = since.or(Some(index)),
            Some("until" | "till") => {}
            _ => {
                if best.is_none_or(|(_, fewest)| steps < fewest) {
                    best = Some((index, steps));
                }
            }
        }
    }
    // Only what is called the first since a day tells of that day.
    let word = scene.block.parse.token(scene.triggers[at].token);
    let first = sentence_start(word)..word.index() + 3;
    let is_first = first
        .filter(|&index| index < scene.block.parse.len())
        .any(|index| scene.block.parse.token(index).norm() == "first");
    (best.map(|(index, _)| TimeIndex::from(index)), since.filter(|_| is_first).map(TimeIndex::from))
}

/// The quantities that count with the event at `triggers[at]`.
pub(super) fn quantities(scene: &Scene<'_>, at: usize) -> Vec<QuantityIndex> {
    let spans = scene.quantities.iter().map(|one| one.span);
    in_sentence(scene, at, spans)
        .into_iter()
        .filter(|&(index, token)| {
            let kind = scene.quantities[index].kind;
            matches!(kind, QuantityKind::Count | QuantityKind::Money)
                && owner(scene, token, at).is_some_and(|(owner, _)| owner == at)
        })
        .map(|(index, _)| QuantityIndex::from(index))
        .collect()
}

/// Which of a series: 2 for "the second round of talks", "their second meeting".
pub(super) fn ordinal(word: Token<'_>) -> Option<u32> {
    let above =
        word.ancestors().take(2).filter(|one| matches!(one.lemma(), "round" | "phase" | "session" | "stage"));
    let round = above.last();
    for noun in std::iter::once(word).chain(round) {
        for child in
            noun.children().filter(|child| matches!(child.label(), "amod" | "compound" | "nummod" | "advmod"))
        {
            let Some(nth) = nth(child.norm()) else { continue };
            // "The first talks in ten years" counts nothing; "their first meeting" and "a first round" do.
            let counts = nth > 1 || round.is_some() || noun.children().any(|other| other.label() == "poss");
            return counts.then_some(nth);
        }
    }
    None
}

fn nth(word: &str) -> Option<u32> {
    let words =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    if let Some(at) = words.iter().position(|one| *one == word) {
        return Some(at as u32 + 1);
    }
    let digits = word
        .strip_suffix("th")
        .or(word.strip_suffix("st"))
        .or(word.strip_suffix("nd"))
        .or(word.strip_suffix("rd"))?;
    digits.parse().ok().filter(|nth| (1..200).contains(nth))
}

/// The spans in the sentence of `triggers[at]`, each with its index and highest token.
fn in_sentence<'s>(
    scene: &'s Scene<'_>,
    at: usize,
    spans: impl Iterator<Item = ByteSpan>,
) -> Vec<(usize, Token<'s>)> {
    let parse = &scene.block.parse;
    let word = parse.token(scene.triggers[at].token);
    let (start, end) = (sentence_start(word), sentence_end(word));
    let sentence = scene.block.token_span(start..end);
    let mut found = Vec::new();
    for (index, span) in spans.enumerate().filter(|(_, span)| sentence.contains(*span)).take(MOST) {
        let inside = (start..end).filter(|&token| span.overlaps(scene.block.token_span(token..token + 1)));
        let inside: Vec<usize> = inside.collect();
        let highest = inside.iter().copied().find(|&token| {
            let token = parse.token(token);
            token.is_root() || !inside.contains(&token.head().index())
        });
        found.extend(highest.map(|token| (index, parse.token(token))));
    }
    found
}

/// The trigger that a word in its sentence belongs to, by the shortest way up; else the only one, or the nearest.
fn owner(scene: &Scene<'_>, word: Token<'_>, asked: usize) -> Option<(usize, usize)> {
    let start = sentence_start(word);
    let here = |trigger: &Trigger| trigger.sentence == start;
    let owns = |trigger: &Trigger, token: usize| {
        trigger.is_of(token) || !trigger.detached && trigger.verb == Some(token)
    };
    for (steps, above) in std::iter::once(word).chain(word.ancestors()).take(LONGEST_WAY).enumerate() {
        let direct = scene.triggers.iter().position(|one| here(one) && one.is_of(above.index()));
        let found = direct.or_else(|| {
            // A verb may govern several: the one that hangs nearest below it, and of these the one asked for.
            let way = |one: &Trigger| {
                let word = scene.block.parse.token(one.token);
                word.ancestors().take_while(|step| step.index() != above.index()).count()
            };
            (0..scene.triggers.len())
                .filter(|&at| here(&scene.triggers[at]) && owns(&scene.triggers[at], above.index()))
                .min_by_key(|&at| (way(&scene.triggers[at]), at != asked, at))
        });
        if let Some(found) = found {
            return Some((found, steps));
        }
        // "The talks … are set to take place on Wednesday": an event may hang below the verb that the word is at.
        if matches!(above.pos(), "VERB" | "AUX") {
            let below = scene.triggers.iter().position(|one| {
                here(one)
                    && !one.detached
                    && one
                        .verb
                        .is_some_and(|verb| scene.block.parse.token(verb).head().index() == above.index())
            });
            if let Some(found) = below {
                return Some((found, steps + 1));
            }
        }
    }
    let mut only = (0..scene.triggers.len()).filter(|&at| here(&scene.triggers[at]));
    match (only.next(), only.next()) {
        (Some(one), None) => is_near(scene, one, word).then_some((one, LONGEST_WAY)),
        _ => None,
    }
}

/// Whether the only trigger of a sentence hangs no further than a few steps below the verb that a word is at, or the
/// word below the trigger.
fn is_near(scene: &Scene<'_>, trigger: usize, word: Token<'_>) -> bool {
    let Some(verb) = word.ancestors().find(|one| one.pos() == "VERB") else { return true };
    let token = scene.block.parse.token(scene.triggers[trigger].token);
    let above = token.ancestors().take(LONGEST_WAY).position(|one| one.index() == verb.index());
    above.is_some_and(|steps| steps < 4)
        || word.ancestors().any(|one| scene.triggers[trigger].is_of(one.index()))
}

/// The preposition before a word's phrase.
fn before(word: Token<'_>) -> Option<&str> {
    let head = word.head();
    if matches!(head.label(), "prep" | "mark") || matches!(head.pos(), "ADP" | "SCONJ") {
        return Some(head.lemma());
    }
    word.left_edge().previous().map(|one| one.norm()).filter(|norm| *norm == "since")
}

fn sentence_start(word: Token<'_>) -> usize {
    let mut at = word;
    while !at.is_sentence_start() {
        match at.previous() {
            Some(previous) => at = previous,
            None => break,
        }
    }
    at.index()
}

fn sentence_end(word: Token<'_>) -> usize {
    let mut at = word.next();
    while let Some(next) = at {
        if next.is_sentence_start() {
            return next.index();
        }
        at = next.next();
    }
    word.parse().len()
}
