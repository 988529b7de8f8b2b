use std::sync::OnceLock;

use serde::Deserialize;
use tidings_english::English;
use tidings_record::{Days, Time};

use super::rules::Rule;
use super::{TimesLexicon, times};
use crate::chance::Chance;
use crate::passages::PassageLexicon;
use crate::{Article, Document, Options};

struct Tools {
    engine: English,
    passages: PassageLexicon,
    times: TimesLexicon,
}

fn tools() -> &'static Tools {
    static TOOLS: OnceLock<Tools> = OnceLock::new();
    TOOLS.get_or_init(|| Tools {
        engine: English::embedded(),
        passages: PassageLexicon::english().unwrap(),
        times: TimesLexicon::english().unwrap(),
    })
}

fn read(published: &str, text: &str) -> Vec<Time> {
    let tools = tools();
    let article = Article::of_text(text);
    let document =
        Document::new(&article, &tools.engine, &tools.passages, Options { raw: true, ..Options::default() });
    let day = (!published.is_empty()).then(|| published.parse().unwrap());
    times(&document, &tools.times, &Days { earliest: day, latest: day, ..Days::unknown() })
}

fn show(text: &str, time: &Time) -> String {
    let modifier = time.modifier.map(|modifier| {
        let name = format!("{modifier:?}");
        let upper = name
            .char_indices()
            .map(|(at, c)| if at > 0 && c.is_uppercase() { format!("_{c}") } else { c.to_string() });
        format!(" | {}", upper.collect::<String>().to_uppercase())
    });
    format!("{} | {}{}", time.span.of(text), time.value, modifier.unwrap_or_default())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    what: String,
    test: Vec<Vec<String>>,
    never: Vec<String>,
}

#[test]
fn rules_keep_their_examples() {
    let rules: Rules = toml::from_str(include_str!("../../lexicons/en/times-rules.toml")).unwrap();
    let codes: Vec<&str> = rules.rule.iter().map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes, Rule::CODES, "each rule has its examples, in order");
    let mut wrong = Vec::new();
    for rule in &rules.rule {
        assert!(!rule.what.is_empty() && !rule.test.is_empty() && !rule.never.is_empty(), "{}", rule.code);
        let found = |published: &str, text: &str| -> Vec<String> {
            let times = read(published, text);
            times.iter().filter(|time| time.rule == rule.code).map(|time| show(text, time)).collect()
        };
        for test in &rule.test {
            let got = found(&test[0], &test[1]);
            if got != test[2..] {
                wrong.push(format!("{}: {:?} gives {got:?}, not {:?}", rule.code, test[1], &test[2..]));
            }
        }
        for text in &rule.never {
            let got = found("2024-03-05", text);
            if !got.is_empty() {
                wrong.push(format!("{}: {text:?} gives {got:?}", rule.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The days of the first time in `text`.
#[track_caller]
fn check_days(published: &str, text: &str, expect: &str) {
    let times = read(published, text);
    let time = times.first().unwrap_or_else(|| panic!("no time in {text:?}"));
    let day = |day: Option<jiff::civil::Date>| day.map_or("open".to_owned(), |day| day.to_string());
    assert_eq!(format!("{}..{}", day(time.earliest), day(time.latest)), expect, "{text:?}: {}", time.value);
}

#[test]
fn days_of_stretches() {
    check_days("2024-03-05", "It sank last week.", "2024-02-26..2024-03-03");
    check_days("2024-03-05", "It sank over the weekend.", "2024-03-02..2024-03-03");
    check_days("2024-03-05", "It sank in February.", "2024-02-01..2024-02-29");
    check_days("2024-03-05", "It sank in the winter of 2019.", "2019-12-01..2020-02-29");
    check_days("2024-03-05", "It sank in the 1990s.", "1990-01-01..1999-12-31");
    check_days("2024-03-05", "It sank in the third quarter of 2019.", "2019-07-01..2019-09-30");
    check_days("2024-03-05", "It took three years.", "open..open");
    check_days("", "It sank on Friday.", "open..open");
    check_days("", "It sank on 3 May 2019.", "2019-05-03..2019-05-03");
}

#[test]
fn ranges_are_two_times() {
    let shown = |text: &str| read("2024-06-01", text).iter().map(|time| show(text, time)).collect::<Vec<_>>();
    assert_eq!(shown("The fair is held between 3 and 5 May."), ["3 | 2024-05-03", "5 May | 2024-05-05"]);
    assert_eq!(shown("He ruled 2009-2010."), ["2009 | 2009", "2010 | 2010"]);
    assert_eq!(
        shown("Open from May 3 to June 5, 2019."),
        ["May 3 | 2024-05-03", "June 5, 2019 | 2019-06-05"]
    );
}

#[test]
fn a_history_is_read_by_its_own_years() {
    let text = "The war began in May 1911. In July the town fell. On 3 December 1912 a truce was signed. In February it broke. \
        A second war began in 1913. In March 1914 it spread, and by June 1915 the coast was lost. Peace came in May 1916.";
    let values: Vec<String> = read("2009-12-19", text).into_iter().map(|time| time.value).collect();
    assert_eq!(
        values,
        ["1911-05", "1911-07", "1912-12-03", "1913-02", "1913", "1914-03", "1915-06", "1916-05"]
    );
}

/// Pieces of hostile and ordinary text.
const PIECES: &[&str] = &[
    "31 February",
    "13/13/2025",
    "year 0",
    "99999",
    "May",
    "may",
    "Sun",
    "second",
    "the",
    "a",
    "last",
    "next",
    "ago",
    "BC",
    "-",
    "–",
    ",",
    ".",
    "'",
    "’90s",
    "½",
    "1/2",
    "million",
    "two",
    "hundred",
    "every",
    "Friday",
    "12:30",
    "p.m.",
    "GMT",
    "T",
    "Z",
    ":",
    "2025-07-21",
    "٣",
    "०",
    "é",
    "日曜日",
    "\u{200b}",
    "\u{301}",
    "quarter",
    "half",
    "years",
    "of",
    "early",
    "mid",
    "just",
    "more than",
    "10000000000",
    "year-ago",
    "third",
    "9999",
    "9998",
    "decades",
    "centuries",
    "later",
    "earlier",
    "Easter",
    "yesterday",
    "overnight",
    "the end of",
    "\n",
    "\n\n",
    "(",
    ")",
    "$",
];

#[test]
fn spans_lie_in_the_text_and_readings_repeat() {
    let mut chance = Chance(7);
    for round in 0..400 {
        let count = chance.below(60);
        let text = chance.text(PIECES, count);
        let published = ["", "2024-02-29", "0001-01-01", "9999-12-31"][round % 4];
        let times = read(published, &text);
        assert_eq!(times, read(published, &text), "{text:?}");
        let mut reached = 0;
        for time in &times {
            assert!(
                text.get(time.span.start as usize..time.span.end as usize).is_some(),
                "{text:?}: {time:?}"
            );
            assert!(!time.span.is_empty() && time.span.start >= reached, "{text:?}: {time:?}");
            assert!(time.earliest <= time.latest, "{text:?}: {time:?}");
            reached = time.span.end;
        }
    }
}

#[test]
fn very_long_input_is_read() {
    for text in [
        "9".repeat(400),
        "just ".repeat(20_000),
        "the last ".repeat(10_000),
        "two hundred and ".repeat(10_000),
        "May-".repeat(10_000),
        "1,000".repeat(10_000),
    ] {
        let times = read("2024-03-05", &format!("In {text} it rained."));
        assert!(times.iter().all(|time| time.span.end as usize <= text.len() + 20));
    }
}
