//! Odd collections of articles: each gives a record, in time that grows with their number.

use std::time::Instant;

use tidings_link::{Options, keys, record};
use tidings_record::Reading;

mod readings;

use readings::reading;

const FERRY: &str = "The night ferry from Lindau ran aground on a sandbank outside the harbour before dawn.\n\
    Ana Ruiz said that the pilot had warned of the sandbank twice in the week before.\n\
    Tugs from three ports were on their way when the wind turned to the north.";

#[test]
fn nothing_gives_an_empty_record() {
    assert!(record(&[], Options::default()).stories.is_empty());
}

#[test]
fn an_empty_article_among_others() {
    let all = [reading("a", ""), reading("b", FERRY), reading("c", "\n\n")];
    let made = record(&all, Options { one_story: true, ..Options::default() });
    assert_eq!(made.stories.len(), 1);
    assert_eq!(made.stories[0].articles.len(), 3);
    assert_eq!(
        record(&all, Options::default()).stories.iter().map(|one| one.articles.len()).sum::<usize>(),
        3
    );
}

#[test]
fn one_article_is_a_story() {
    let made = record(&[reading("a", FERRY)], Options::default());
    let story = &made.stories[0];
    assert_eq!(story.actors.len(), 1);
    assert_eq!(story.claims.len(), 1);
    assert_eq!(story.claims[0].speaker.as_ref(), Some(&story.actors[0].id));
    assert!(story.findings.is_empty() && story.copies.is_empty());
}

#[test]
fn two_copies_are_one_origin() {
    let made = record(
        &[reading("a", FERRY), reading("b", &format!("Night on the sandbank.\n{FERRY}"))],
        Options::default(),
    );
    let story = &made.stories[0];
    assert_eq!(story.articles.iter().filter(|one| one.origin.is_some()).count(), 1);
    let claim = &story.claims[0];
    assert_eq!((claim.articles, claim.after_copies), (2, 1));
    // A copy is no second account.
    assert!(story.findings.is_empty(), "{:?}", story.findings);
}

#[test]
fn shared_quotations_are_no_copies() {
    let said = "Ana Ruiz said \"we knew every stone of that bank and nobody in the office would listen to us at all\"";
    let made = record(
        &[
            reading("a", &format!("A council met on the quay to hear the pilots.\n{said}")),
            reading("b", &format!("Pilots were heard at last, after three years of letters.\n{said}")),
        ],
        Options { one_story: true, ..Options::default() },
    );
    assert!(made.stories[0].copies.is_empty(), "{:?}", made.stories[0].copies);
}

#[test]
fn two_thousand_copies_in_linear_time() {
    let of =
        |count: usize| -> Vec<Reading> { (0..count).map(|at| reading(&format!("{at:05}"), FERRY)).collect() };
    let time = |count: usize| {
        let all = of(count);
        let start = Instant::now();
        let made = record(&all, Options::default());
        assert_eq!(made.stories.len(), 1);
        assert_eq!(made.stories[0].claims.len(), 1);
        assert_eq!(made.stories[0].claims[0].articles as usize, count);
        start.elapsed().as_secs_f64()
    };
    time(100);
    let (few, many) = (time(250), time(2_000));
    // Eight times as many; the slack is for a busy machine.
    assert!(many < few * 40.0 + 0.5, "{few} s for 250, {many} s for 2,000");
}

#[test]
fn a_very_long_article() {
    let line = |at: usize| {
        format!("Speaker{} said that item {at} of the list was checked by the clerk at noon.", at % 50)
    };
    let text = (0..4_000).map(line).collect::<Vec<_>>().join("\n");
    let made = record(
        &[reading("a", &text), reading("b", FERRY)],
        Options { one_story: true, ..Options::default() },
    );
    assert_eq!(made.stories[0].articles.len(), 2);
    assert!(made.stories[0].claims.len() > 1_000);
}

#[test]
fn an_empty_article_among_a_hundred() {
    let mut all: Vec<Reading> = (0..99)
        .map(|at| reading(&format!("{at:03}"), &format!("Speaker{at} said that pier {at} held.\n{FERRY}")))
        .collect();
    all.push(reading("099", ""));
    let made = record(&all, Options { one_story: true, ..Options::default() });
    let articles = &made.stories[0].articles;
    assert_eq!(articles.len(), 100);
    assert!(articles.iter().any(|one| one.id.as_str() == "099" && one.origin.is_none()));
    assert_eq!(
        record(&all, Options::default()).stories.iter().map(|one| one.articles.len()).sum::<usize>(),
        100
    );
}

/// A story of articles read by the engine, each on its day, if it has one.
fn read_all(articles: &[(&str, Option<&str>)]) -> tidings_record::Story {
    let engine = tidings_english::English::embedded();
    let lexicons = tidings_read::Lexicons::english().expect("the lexicons are built in");
    let readings: Vec<Reading> = articles
        .iter()
        .enumerate()
        .map(|(at, (text, day))| {
            let day = day.map(|day| day.parse().expect("a day of the test"));
            let article = tidings_read::Article {
                id: format!("{at}").as_str().into(),
                published: tidings_record::Days::between(day, day, tidings_record::Basis::Given),
                ..tidings_read::Article::of_text(*text)
            };
            tidings_read::read(&article, &engine, &lexicons, tidings_read::Options::default())
        })
        .collect();
    record(&readings, Options { one_story: true, ..Options::default() }).stories.remove(0)
}

#[test]
fn articles_that_are_all_undated_keep_their_days_open() {
    let story = read_all(&[
        ("Envoys of Velmoria and Sarnia met in Port Asker on Thursday.", None),
        ("Velmoria and Sarnia held a second round of talks in Port Asker on Friday.", None),
    ]);
    assert_eq!(story.articles.len(), 2);
    for one in &story.articles {
        assert!(one.published.earliest.is_none() && one.published.latest.is_none(), "{:?}", one.published);
    }
    assert!(!story.events.is_empty() && story.events.iter().all(|one| one.when.day().is_none()));
}

#[test]
fn dates_that_contradict_are_a_finding_or_stay_apart_and_never_a_crash() {
    // Told as over by an article that is a week older than the day it names.
    let story = read_all(&[
        (
            "Envoys of Velmoria and Sarnia held a second round of talks in Port Asker on 14 March 2024.",
            Some("2024-03-07"),
        ),
        (
            "Velmoria and Sarnia held their second round of talks in Port Asker on 14 March 2024.",
            Some("2024-03-15"),
        ),
        (
            "The second round of talks of Velmoria and Sarnia was held in Port Asker on 21 March 2024.",
            Some("2024-03-22"),
        ),
    ]);
    assert_eq!(story.articles.len(), 3);
    let days: Vec<Option<String>> = story.articles.iter().map(|one| one.published.edtf.clone()).collect();
    assert_eq!(days, ["2024-03-07", "2024-03-15", "2024-03-22"].map(|day| Some(day.to_owned())));
    // No day is taken from one to please another.
    for event in &story.events {
        if let Some(day) = event.when.day() {
            assert!(["2024-03-14", "2024-03-21"].contains(&day.to_string().as_str()), "{event:?}");
        }
    }
}

#[test]
fn fifty_thousand_words_of_figures_in_linear_time() {
    let line = |at: usize| {
        format!(
            "Governor Irmgard Tolle said on Tuesday that {at} people were killed and {} drones shot down near Ashmere.",
            at + 1
        )
    };
    let time = |lines: usize| {
        let text = (2..lines + 2).map(line).collect::<Vec<_>>().join("\n\n");
        let start = Instant::now();
        let story = read_all(&[(&text, Some("2024-03-07")), (FERRY, Some("2024-03-08"))]);
        assert_eq!(story.articles.len(), 2);
        start.elapsed().as_secs_f64()
    };
    time(50);
    let (few, many) = (time(370), time(2_900));
    assert!(many < few * 24.0 + 1.0, "{few} s for 6,000 words, {many} s for 50,000");
}

#[test]
fn keys_are_small() {
    let text = (0..9_000).map(|at| format!("word{at}")).collect::<Vec<_>>().join(" ");
    let keys = keys(&reading("a", &text));
    let bytes = keys.fingerprints.len() * 8 + (keys.terms.len() + keys.names.len()) * 10;
    assert!(bytes < 4_096, "{bytes}");
}
