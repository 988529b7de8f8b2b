//! Which tellings are of one event, in made-up texts whose events are given.

use std::collections::BTreeSet;

use tidings_link::{Options, Weights, coreference};
use tidings_record::{ByteSpan, Event, EventType, Reading, Status};

mod readings;

use readings::reading;

/// A reading whose events are `triggers`: a word of the text, perhaps with its place in a series behind a "#".
fn told(id: &str, text: &str, triggers: &[&str]) -> Reading {
    let event = |trigger: &&str| {
        let (word, ordinal) = trigger.split_once('#').unwrap_or((trigger, ""));
        let start = text.find(word).expect("the trigger stands in the text") as u32;
        Event {
            trigger: ByteSpan::new(start, start + word.len() as u32),
            kind: EventType::from("X-OTHER"),
            mode: None,
            context: Vec::new(),
            status: Status::Happened,
            actors: Vec::new(),
            time: None,
            when: None,
            places: Vec::new(),
            quantities: Vec::new(),
            ordinal: ordinal.parse().ok(),
            attribution: None,
            rule: String::new(),
        }
    };
    Reading { events: triggers.iter().map(event).collect(), ..reading(id, text) }
}

/// The groups by their words: "b/quake" is a word of article b.
fn groups(readings: &[Reading]) -> BTreeSet<Vec<String>> {
    let options = Options { one_story: true, ..Options::default() };
    let word = |&(at, event): &(usize, tidings_record::EventIndex)| {
        let reading: &Reading = &readings[at];
        let trigger = reading.events[event.index()].trigger;
        format!("{}/{}", reading.id.as_str(), trigger.of(&reading.text))
    };
    let named = |group: Vec<_>| {
        let mut words: Vec<String> = group.iter().map(word).collect();
        words.sort();
        words
    };
    coreference(readings, Weights::built_in(), options).into_iter().map(named).collect()
}

fn articles() -> Vec<Reading> {
    vec![
        told(
            "a",
            "An earthquake brought down the market hall of Tarnel.\nThe mayor announced a day of mourning.",
            &["earthquake", "announced"],
        ),
        told(
            "b",
            "The quake brought down the market hall of Tarnel and two bridges.\nThe port stayed open.",
            &["quake", "open"],
        ),
        told(
            "c",
            "The announcement of a day of mourning came from the mayor.\nGrowers sold their plums.",
            &["announcement", "sold"],
        ),
    ]
}

#[track_caller]
fn check(readings: &[Reading], together: &[&str]) {
    let found = groups(readings);
    assert!(found.contains(&together.iter().map(ToString::to_string).collect::<Vec<_>>()), "{found:?}");
}

#[test]
fn one_event_in_other_words_is_one() {
    check(&articles(), &["a/earthquake", "b/quake"]);
    check(&articles(), &["a/announced", "c/announcement"]);
}

#[test]
fn what_nothing_joins_stands_by_itself() {
    check(&articles(), &["b/open"]);
    check(&articles(), &["c/sold"]);
}

/// The words are the same; only which of a series it is tells them apart.
#[test]
fn rounds_of_a_series_stay_apart() {
    let text = "Delegations of both towns ended a round of talks on the river in Lindau.";
    let readings =
        [told("a", text, &["talks#2"]), told("b", text, &["talks#3"]), told("c", text, &["talks#2"])];
    check(&readings, &["a/talks", "c/talks"]);
    check(&readings, &["b/talks"]);
}

#[test]
fn the_order_of_the_articles_makes_no_difference() {
    let mut readings = articles();
    let expect = groups(&readings);
    for _ in 0..readings.len() {
        readings.rotate_left(1);
        assert_eq!(groups(&readings), expect);
        readings.swap(0, 1);
        assert_eq!(groups(&readings), expect);
    }
}

#[test]
fn nothing_gives_nothing() {
    assert!(groups(&[]).is_empty());
    assert!(groups(&[told("a", "", &[])]).is_empty());
}
