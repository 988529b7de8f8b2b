use std::sync::OnceLock;

use serde::Deserialize;
use tidings_english::English;
use tidings_record::{Basis, Days};

use super::{OwnDates, PublishedLexicon, own_dates};
use crate::chance::Chance;
use crate::passages::PassageLexicon;
use crate::times::TimesLexicon;
use crate::{Article, Document, Options};

struct Tools {
    engine: English,
    passages: PassageLexicon,
    times: TimesLexicon,
    published: PublishedLexicon,
}

fn tools() -> &'static Tools {
    static TOOLS: OnceLock<Tools> = OnceLock::new();
    TOOLS.get_or_init(|| Tools {
        engine: English::embedded(),
        passages: PassageLexicon::english().unwrap(),
        times: TimesLexicon::english().unwrap(),
        published: PublishedLexicon::english().unwrap(),
    })
}

fn read(article: &Article) -> OwnDates {
    let tools = tools();
    let document = Document::new(article, &tools.engine, &tools.passages, Options::default());
    own_dates(&document, &tools.published, &tools.times)
}

/// The days in one line: "2019-07-21 2019-07-21T14:32:00+01:00 dateline 21 July 2019, 14:32 BST".
fn show(days: &Days) -> String {
    let words = days.because.iter().flat_map(|step| &step.refs).map(|words| words.quote.clone());
    let interval = match (days.earliest, days.latest) {
        (None, None) => days.edtf.clone(),
        (Some(first), Some(last)) if first == last => Some(first.to_string()),
        (first, last) => {
            let written = |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
            Some(format!("{}..{}", written(first), written(last)))
        }
    };
    let basis = match days.basis {
        Basis::Unknown => "unknown",
        Basis::Dateline => "dateline",
        Basis::Stated => "stated",
        Basis::WorkedOut => "worked out",
        Basis::Assumed => "assumed",
        Basis::Given | Basis::Metadata => "given",
    };
    let parts = [interval, days.at.clone(), Some(basis.to_owned())];
    let parts: Vec<String> = parts.into_iter().flatten().chain(words).collect();
    parts.join(" ")
}

const BODY: &str = "A strike of ferry crews in Lindau ended on Monday after talks with the port authority. The first boats \
    left at noon, and the crews went back to work.";

/// A page with `line` above its body.
fn page(line: &str) -> OwnDates {
    read(&Article::of_text(format!("Ferry Strike Ends\n\nBy Ana Ruiz\n\n{line}\n\n{BODY}\n")))
}

#[track_caller]
fn check(line: &str, expect: &str) {
    assert_eq!(show(&page(line).published), expect, "{line:?}");
}

#[track_caller]
fn check_modified(line: &str, published: &str, modified: &str) {
    let dates = page(line);
    let changed = dates.modified.as_ref().map_or(String::new(), show);
    assert_eq!((show(&dates.published).as_str(), changed.as_str()), (published, modified), "{line:?}");
}

#[test]
fn page_lines_and_datelines() {
    check("Published: 21 July 2019", "2019-07-21 dateline 21 July 2019");
    check("Jul 21", "XXXX-07-21 dateline Jul 21");
    check("LINDAU, July 21 (Xinhua) -- The ferries of the lake sailed again.", "XXXX-07-21 dateline July 21");
    check("", "unknown");
}

#[test]
fn instants_have_their_zone() {
    for (line, at) in [
        ("Published 21 July 2019, 14:32 BST", "2019-07-21T14:32:00+01:00"),
        ("Posted: July 21, 2019 at 2:32 p.m. EDT", "2019-07-21T14:32:00-04:00"),
        ("July 21, 2019 2 p.m. ET", "2019-07-21T14:00:00-04:00"),
        ("January 21, 2019 2 p.m. ET", "2019-01-21T14:00:00-05:00"),
        ("2019-07-21T14:32:00+03:00", "2019-07-21T14:32:00+03:00"),
        ("2019-07-21T14:32:05Z", "2019-07-21T14:32:05Z"),
        ("2019-07-21 14:32 +0530", "2019-07-21T14:32:00+05:30"),
        ("Jul 21, 2019 10:05 GMT", "2019-07-21T10:05:00Z"),
        ("10:05 GMT, 21 July 2019", "2019-07-21T10:05:00Z"),
        ("21 July 2019 | 10:05 UTC+3", "2019-07-21T10:05:00+03:00"),
        ("21 July 2019, 10:05 (Europe/Kyiv)", "2019-07-21T10:05:00+03:00"),
        ("21 January 2019, 10:05 Kyiv time", "2019-01-21T10:05:00+02:00"),
        ("21 July 2019, 10:05 Hong Kong time", "2019-07-21T10:05:00+08:00"),
        ("Sunday, 21 July 2019 00:15 SGT", "2019-07-21T00:15:00+08:00"),
    ] {
        let published = page(line).published;
        assert_eq!(published.at.as_deref(), Some(at), "{line:?}");
        assert_eq!(published.day().map(|day| day.to_string()).as_deref(), at.get(..10), "{line:?}");
        assert!(line.contains(&published.because[0].refs[0].quote), "{line:?}");
    }
    check(
        "21 July 2019, 10:05 Kyiv time",
        "2019-07-21 2019-07-21T10:05:00+03:00 dateline 21 July 2019, 10:05 Kyiv time",
    );
}

#[test]
fn a_clock_time_without_a_known_zone_is_no_instant() {
    for line in [
        "Published 21 July 2019, 14:32",
        "21 July 2019 10:00-11:00",
        "21 July 2019 10:05 local time",
        "21 July 2019 10:05 Heskany time",
        "21 July 2019 10:05 (Europe/Heskany)",
        "Jul 21, 10:05 GMT",
        // Clocks went forward over this hour, and showed it twice.
        "31 March 2019, 01:30 London time",
        "27 October 2019, 01:30 London time",
    ] {
        let published = page(line).published;
        assert_eq!((published.at.as_deref(), published.basis), (None, Basis::Dateline), "{line:?}");
    }
}

#[test]
fn changes_stand_apart() {
    check_modified(
        "Published 21 July 2019, 14:32 BST | Updated 22 July 2019, 09:10 BST",
        "2019-07-21 2019-07-21T14:32:00+01:00 dateline 21 July 2019, 14:32 BST",
        "2019-07-22 2019-07-22T09:10:00+01:00 dateline 22 July 2019, 09:10 BST",
    );
    check_modified(
        "Last modified on 22 July 2019\n\nFirst published on 21 July 2019",
        "2019-07-21 dateline 21 July 2019",
        "2019-07-22 dateline 22 July 2019",
    );
    // Only a change is dated: that it is the day of the article is a premise.
    check_modified(
        "Updated: July 21, 2019 at 2:32 p.m. EDT",
        "2019-07-21 2019-07-21T14:32:00-04:00 assumed July 21, 2019 at 2:32 p.m. EDT",
        "2019-07-21 2019-07-21T14:32:00-04:00 dateline July 21, 2019 at 2:32 p.m. EDT",
    );
    check_modified("21 July 2019", "2019-07-21 dateline 21 July 2019", "");
}

#[test]
fn what_is_given_goes_first() {
    let day = Some("2020-01-02".parse().unwrap());
    let given = Days { earliest: day, latest: day, basis: Basis::Given, ..Days::unknown() };
    let text = "Ferry Strike Ends\n\nUpdated 21 July 2019\n\nIt ended.\n";
    let dates = read(&Article { published: given.clone(), ..Article::of_text(text) });
    assert_eq!(dates.published, given);
    assert_eq!(
        dates.modified.and_then(|days| days.day()).map(|day| day.to_string()).as_deref(),
        Some("2019-07-21")
    );
}

#[test]
fn every_zone_of_the_lexicon_is_known() {
    for zone in tools().published.zones() {
        assert!(jiff::tz::TimeZoneDatabase::bundled().get(zone).is_ok(), "{zone}");
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    code: String,
    what: String,
    test: Vec<[String; 3]>,
    never: Vec<String>,
}

#[test]
fn rules_keep_their_examples() {
    let rules: Rules = toml::from_str(include_str!("../../lexicons/en/published-rules.toml")).unwrap();
    let mut wrong = Vec::new();
    let of = |text: &str, code: &str| {
        let dates = read(&Article::of_text(text.replace('|', "\n\n").replace("\n\n Updated", "| Updated")));
        let steps: Vec<_> = dates
            .published
            .because
            .iter()
            .chain(dates.modified.iter().flat_map(|days| &days.because))
            .cloned()
            .collect();
        let words = steps.into_iter().filter(|step| step.rule == code).flat_map(|step| step.refs);
        (show(&dates.published), words.map(|words| words.quote).collect::<Vec<_>>())
    };
    for (nth, rule) in rules.rule.iter().enumerate() {
        assert_eq!(rule.code, format!("PUB{:03}", nth + 1), "codes in order");
        assert!(!rule.what.is_empty() && !rule.test.is_empty() && !rule.never.is_empty(), "{}", rule.code);
        for [text, days, words] in &rule.test {
            let (shown, found) = of(text, &rule.code);
            if shown.split(' ').next() != Some(days) || found != [words.as_str()] {
                wrong.push(format!("{}: {text:?} gives {shown:?}, {found:?}", rule.code));
            }
        }
        for text in &rule.never {
            let (shown, found) = of(text, &rule.code);
            if !found.is_empty() {
                wrong.push(format!("{}: {text:?} gives {shown:?}", rule.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The days of an article of these paragraphs.
#[track_caller]
fn check_text(text: &str, expect: &str) {
    assert_eq!(show(&read(&Article::of_text(text)).published), expect, "{text:?}");
}

#[test]
fn bounds_of_a_text_meet() {
    check_text(
        "The pier was opened on 16 May 2025. The regatta will be held in September 2026 off Lindau.",
        "2025-05-16..2026-09-30 worked out was opened on 16 May 2025 will be held in September 2026",
    );
    // What contradicts itself was misread.
    check_text("The pier was opened in May 2025. The regatta will be held in September 2016.", "unknown");
    // A length told loosely does not overrule a date.
    check_text(
        "The war has gone on for over three years since the invasion in 2022. The pier was bombed in May 2029.",
        "2029-05-01.. worked out was bombed in May 2029",
    );
    // The start and the length stand apart: a premise.
    check_text(
        "The port has been closed since the full-scale invasion in 2022. Over three years of war, the mayor says, weigh on the town.",
        "2025-01-01..2026-12-31 assumed since the full-scale invasion in 2022 Over three years of war",
    );
    // Two starts: which one is counted from?
    check_text(
        "The port has been closed since the invasion in 2022, and the mine since the invasion in 2014. Over three years of war weigh on the town.",
        "2022-01-01.. worked out since the invasion in 2022",
    );
}

/// A page with the line `line`, and `text` as its body.
#[track_caller]
fn check_year(line: &str, text: &str, expect: &str) {
    let text = format!("Ferry Strike Ends\n\nBy Ana Ruiz\n\n{line}\n\n{text}\n");
    assert_eq!(show(&read(&Article::of_text(text.as_str())).published), expect, "{text:?}");
}

#[test]
fn the_year_of_a_page_line() {
    check_year("Jul 21", "The crews walked out on Monday.", "XXXX-07-21 dateline Jul 21");
    check_year(
        "Jul 21",
        "The crews walked out on July 18, 2025, and went back on Monday.",
        "2025-07-21 assumed Jul 21 walked out on July 18, 2025",
    );
    check_year(
        "Jan 3",
        "The crews walked out on December 28, 2024, and went back on Thursday.",
        "2025-01-03 assumed Jan 3 walked out on December 28, 2024",
    );
    check_year(
        "Jul 21",
        "The pier was opened in May 2025. The regatta will be held in September 2025 off Lindau.",
        "2025-07-21 worked out Jul 21 was opened in May 2025 will be held in September 2025",
    );
    // The weekday decides between the years that are left: 21 July was a Monday in 2025.
    check_year(
        "Monday, Jul 21",
        "The pier was opened in May 2023. The regatta will be held in September 2026 off Lindau.",
        "2025-07-21 worked out Monday, Jul 21 was opened in May 2023 will be held in September 2026",
    );
    check_year(
        "Jul 21",
        "The pier was opened in May 2024. The regatta will be held in September 2025 off Lindau.",
        "2024-07-21..2025-07-21 worked out Jul 21 was opened in May 2024 will be held in September 2025",
    );
    check_year(
        "Jul 21",
        "The pier was opened in May 2024.",
        "2024-07-21.. worked out Jul 21 was opened in May 2024",
    );
}

/// Pieces of hostile and ordinary lines and texts.
const PIECES: &[&str] = &[
    "Published",
    "Updated",
    ":",
    "21 July 2025",
    "July 21",
    "Jul 21,",
    "2025-07-21T14:32:00",
    "+03:00",
    "+",
    "-99:99",
    "Z",
    "14:32",
    "24:00",
    "2 p.m.",
    "T",
    "UTC+3",
    "GMT-",
    "BST",
    "ET",
    "(Europe/Kyiv)",
    "Europe/",
    "/",
    "Kyiv time",
    "time",
    "Hong Kong time",
    "noon",
    "midnight GMT",
    "9999-12-31",
    "0001-01-01",
    "31 February 2025",
    "since",
    "over three years",
    "the war in 9999",
    "will be held in",
    "was signed on",
    "16 May 2025",
    "in 2022",
    "of war",
    "\u{200b}",
    "é",
    "٣",
    "−",
    "–",
    "|",
    "\n",
    "\n\n",
    "(",
    ")",
    "\"",
    ".",
    ",",
    "LINDAU (AP) --",
];

#[test]
fn hostile_lines_are_read_without_harm() {
    let mut chance = Chance(11);
    for _ in 0..600 {
        let count = chance.below(30);
        let text = chance.text(PIECES, count);
        let article = Article::of_text(text.as_str());
        let dates = read(&article);
        assert_eq!(dates, read(&article), "{text:?}");
        for days in dates.modified.iter().chain([&dates.published]) {
            if let (Some(first), Some(last)) = (days.earliest, days.latest) {
                assert!(first <= last, "{text:?}: {days:?}");
            }
            if let Some(at) = &days.at {
                assert!(at.parse::<jiff::Timestamp>().is_ok(), "{text:?}: {at}");
            }
            for words in days.because.iter().flat_map(|step| &step.refs) {
                assert_eq!(words.span.of(&text), words.quote, "{text:?}");
            }
            assert_eq!(days.basis == Basis::Unknown, days.because.is_empty(), "{text:?}: {days:?}");
        }
    }
}
