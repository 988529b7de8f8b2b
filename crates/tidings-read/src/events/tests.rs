//! Every rule finds what it must and leaves what it must not; then whole sentences.

use tidings_english::English;
use tidings_record::{ByteSpan, Status};

use super::{certainty, events_at, kind};
use crate::{Article, Document, Lexicons, Options, read};

fn reading(text: &str) -> tidings_record::Reading {
    let engine = English::embedded();
    let lexicons = Lexicons::english().unwrap();
    read(&Article::of_text(text), &engine, &lexicons, Options::default())
}

#[test]
fn rules_find_what_they_must() {
    let engine = English::embedded();
    let lexicons = Lexicons::english().unwrap();
    let events = |text: &str| {
        let article = Article::of_text(text);
        read(&article, &engine, &lexicons, Options::default()).events
    };
    let mut wrong: Vec<String> = Vec::new();
    for rule in &lexicons.events.rules {
        for [text, word] in &rule.test {
            let events = events(text);
            let found: Vec<&str> =
                events.iter().filter(|one| one.rule == rule.code).map(|one| one.trigger.of(text)).collect();
            if !found.contains(&word.as_str()) {
                wrong.push(format!("{}: {text:?} gives {found:?}", rule.code));
            }
        }
        for text in &rule.never {
            if let Some(one) = events(text).iter().find(|one| one.rule == rule.code) {
                wrong.push(format!("{}: {text:?} gives {:?}", rule.code, one.trigger.of(text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[track_caller]
fn check(text: &str, trigger: &str, status: Status, ordinal: Option<u32>) {
    let reading = reading(text);
    let found = reading.events.iter().find(|one| one.trigger.of(text) == trigger);
    let shown: Vec<_> =
        reading.events.iter().map(|one| (one.trigger.of(text), one.status, one.ordinal)).collect();
    let found = found.unwrap_or_else(|| panic!("{text:?} gives {shown:?}"));
    assert_eq!((found.status, found.ordinal), (status, ordinal), "{text:?}");
}

#[test]
fn statuses() {
    check(
        "Delegations met in Lindau on Monday for their second round of talks.",
        "talks",
        Status::Happened,
        Some(2),
    );
    check("A third round of talks will be held in Lindau next week.", "talks", Status::Planned, Some(3));
    check("The minister rejected an invitation to a meeting in Lindau.", "meeting", Status::Denied, None);
    check("The president called for a direct meeting with the rebels.", "meeting", Status::Requested, None);
    check("The meeting did not take place.", "meeting", Status::Denied, None);
    check("Rebels attacked the port on Tuesday.", "attacked", Status::Happened, None);
}

#[test]
fn what_is_said_of_a_noun_is_not_what_is_said_of_its_verb() {
    check("The sides ended the day without agreement.", "agreement", Status::Denied, None);
    check("The fighting did not pause for the meeting.", "meeting", Status::Happened, None);
    check("The truce is to begin at midnight.", "truce", Status::Planned, None);
    check("The fair will open on Friday despite the raid.", "raid", Status::Happened, None);
}

#[test]
fn what_is_denied_did_not_happen() {
    check("The duke has denied firing the shells.", "firing", Status::Denied, None);
    check("Our guns fired no shells at Lindau.", "fired", Status::Denied, None);
    check(
        "The kings will meet on Saturday, three days after their envoys sit down for a third round of talks.",
        "talks",
        Status::Planned,
        Some(3),
    );
}

#[test]
fn two_words_of_one_event_are_one() {
    for (text, triggers) in [
        ("The army downed 22 of 30 drones launched by Morvast on Tuesday night.", &["downed"][..]),
        ("The meeting, the first direct talks in ten years, ended on Monday.", &["meeting"]),
        ("The duke spoke of Friday's shelling of the market, which killed 17 people.", &["shelling"]),
        ("An earthquake hit the valley on Friday.", &["earthquake"]),
        ("The talks in March failed.", &["talks"]),
    ] {
        let found = reading(text).events;
        let found: Vec<&str> = found.iter().map(|one| one.trigger.of(text)).collect();
        assert_eq!(found, triggers, "{text}");
    }
}

#[test]
fn a_strike_is_an_attack_or_a_stoppage() {
    for (text, kind) in [
        ("A drone strike destroyed the depot near Lindau.", "ASSAULT"),
        ("The rail strike closed the port of Lindau.", "PROTEST"),
        ("Nurses went on strike over pay on Monday.", "PROTEST"),
    ] {
        let found = reading(text).events;
        assert!(
            found.iter().any(|one| one.trigger.of(text) == "strike" && one.kind.as_str() == kind),
            "{text}"
        );
    }
}

/// What one side does to another, as the model has it from words that it was not taught in these sentences.
#[test]
fn types_by_the_two_sides() {
    let engine = English::embedded();
    let lexicon = Lexicons::english().unwrap().events;
    for (text, source, target, kind) in [
        ("Lindau freed two sailors from Morvast on Sunday.", "Lindau", "sailors", "YIELD"),
        ("Lindau rejected an offer of Morvast to buy the dam.", "Lindau", "Morvast", "REJECT"),
        ("Rebels from Lindau shelled villages in Morvast.", "Rebels", "Morvast", "ASSAULT"),
        ("Lindau sent tents and blankets to Morvast.", "Lindau", "Morvast", "AID"),
        ("Police in Lindau arrested a farmer.", "Police", "farmer", "COERCE"),
    ] {
        let parse = engine.parse(text);
        let at = |word: &str| {
            let found = parse.tokens().find(|token| token.text() == word).unwrap().index();
            found..found + 1
        };
        let pair =
            kind::Pair { parse: &parse, within: 0..parse.len(), source: at(source), target: at(target) };
        let scores = lexicon.kinds.scores(&kind::features(&pair, &lexicon.classes));
        assert_eq!(lexicon.kinds.best(&scores), Some(kind), "{text}");
    }
}

#[test]
fn certainty_follows_mood_and_negation() {
    let engine = English::embedded();
    let lexicon = Lexicons::english().unwrap().events;
    let certainty = |text: &str, word: &str| {
        let parse = engine.parse(text);
        let token = parse.tokens().find(|token| token.text() == word).unwrap();
        lexicon.certainty_of(&certainty::features(token))
    };
    let told = certainty("The crew opened the lock on Monday.", "opened");
    assert!(told > 1500, "{told}");
    for (text, word) in [
        ("The crew did not open the lock.", "open"),
        ("If the crew opened the lock, the valley would be flooded.", "opened"),
        ("The crew wants to open the lock.", "open"),
    ] {
        let found = certainty(text, word);
        assert!(found < told - 1500, "{text} {found} {told}");
    }
}

#[test]
fn who_takes_part() {
    let text = "Delegations from France and Spain convened in Lisbon on Monday for talks.";
    let reading = reading(text);
    let event = reading.events.first().unwrap();
    let who: Vec<&str> = event.actors.iter().map(|one| one.span.of(text)).collect();
    assert!(who.contains(&"France") && who.contains(&"Spain"), "{who:?}");
    let places: Vec<&str> = event.places.iter().map(|one| reading.names[one.index()].name.as_str()).collect();
    assert_eq!(places, ["Lisbon"]);
    assert!(event.time.is_some());
}

#[test]
fn odd_texts_are_read() {
    for text in
        ["", "attack", "strike strike strike strike", "met met met. met!", "“talks” — 400 drones ( killed"]
    {
        let reading = reading(text);
        assert!(reading.events.iter().all(|one| !one.trigger.of(text).is_empty()), "{text:?}");
    }
}

/// Words that somebody has marked are taken for events, known or not, in the order given.
#[test]
fn given_words_are_events() {
    let text = "Growers sold their plums in Lindau, and two delegations held a second round of talks there.";
    let engine = English::embedded();
    let lexicons = Lexicons::english().unwrap();
    let article = Article::of_text(text);
    let document = Document::new(&article, &engine, &lexicons.passages, Options::default());
    let at = |words: &str| {
        let start = text.find(words).unwrap() as u32;
        ByteSpan::new(start, start + words.len() as u32)
    };
    let words = [at("held a second round of talks"), at("sold")];
    let found = events_at(&document, &lexicons.events, &[], &[], &[], &[], &words);
    let shown: Vec<_> =
        found.iter().map(|one| (one.trigger.of(text), one.kind.as_str(), one.ordinal)).collect();
    assert_eq!(shown[1], ("sold", "X-OTHER", None));
    assert_eq!(found.len(), 2);
    assert!(words[0].contains(found[0].trigger), "{shown:?}");
}
