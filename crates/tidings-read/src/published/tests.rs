use std::sync::OnceLock;

use tidings_english::English;
use tidings_record::{Basis, Days};

use super::{PageDates, PublishedLexicon, page_dates};
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

fn read(article: &Article) -> PageDates {
    let tools = tools();
    let document = Document::new(article, &tools.engine, &tools.passages, Options::default());
    page_dates(&document, &tools.published, &tools.times)
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
fn page(line: &str) -> PageDates {
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
    check("21 July 2019, 10:05 Kyiv time", "2019-07-21 2019-07-21T10:05:00+03:00 dateline 21 July 2019, 10:05 Kyiv time");
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
    assert_eq!(dates.modified.and_then(|days| days.day()).map(|day| day.to_string()).as_deref(), Some("2019-07-21"));
}

#[test]
fn every_zone_of_the_lexicon_is_known() {
    for zone in tools().published.zones() {
        assert!(jiff::tz::TimeZoneDatabase::bundled().get(zone).is_ok(), "{zone}");
    }
}
