//! Every rule finds what it must and leaves what it must not; then whole sentences.

use tidings_english::English;
use tidings_record::Status;

use crate::{Article, Lexicons, Options, read};

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
