use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tidings_english::English;
use tidings_record::{Change, Comparator, Quantity, QuantityKind};

use super::{QuantityLexicon, quantities};
use crate::chance::Chance;
use crate::passages::PassageLexicon;
use crate::{Article, Document, Options};

fn engine() -> &'static English {
    static ENGINE: OnceLock<English> = OnceLock::new();
    ENGINE.get_or_init(English::embedded)
}

fn lexicon() -> &'static QuantityLexicon {
    static LEXICON: OnceLock<QuantityLexicon> = OnceLock::new();
    LEXICON.get_or_init(|| QuantityLexicon::english().unwrap())
}

fn read(text: &str) -> Vec<Quantity> {
    let passages = PassageLexicon::english().unwrap();
    let article = Article::of_text(text);
    let document = Document::new(&article, engine(), &passages, Options { raw: true, ..Options::default() });
    quantities(&document, lexicon(), &[])
}

/// A quantity as the examples of `quantities.toml` have it.
fn show(text: &str, quantity: &Quantity) -> String {
    let number =
        |number: Option<tidings_record::Number>| number.map_or(String::new(), |number| number.to_string());
    let (min, max) = (number(quantity.min), number(quantity.max));
    let bounds = match quantity.comparator {
        Comparator::Exactly => min,
        Comparator::MoreThan => format!(">{min}"),
        Comparator::AtLeast => format!(">={min}"),
        Comparator::LessThan => format!("<{max}"),
        Comparator::AtMost => format!("<={max}"),
        Comparator::Between => format!("{min}..{max}"),
        Comparator::About if quantity.max.is_none() => format!("~{min}.."),
        Comparator::About => format!("~{min}"),
    };
    let of = quantity.unit.as_deref().or(quantity.counted.as_ref().map(|counted| counted.lemma.as_str()));
    let mut line = format!("{} | {bounds} {}", quantity.span.of(text), of.unwrap_or("-"));
    match quantity.change {
        Change::Level => {}
        Change::Up => line.push_str("; up"),
        Change::Down => line.push_str("; down"),
    }
    if let Some(whole) = quantity.part_of {
        line.push_str(&format!("; of {}", whole.0));
    }
    line
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
    test: Vec<(String, String)>,
    never: Vec<String>,
}

#[test]
fn every_rule_reads_its_examples() {
    let rules: Rules =
        crate::lexicon::load("quantities.toml", include_str!("../../lexicons/en/quantities.toml")).unwrap();
    let mut wrong = Vec::new();
    for Rule { code, what, test, never } in &rules.rule {
        assert!(!what.is_empty() && !test.is_empty() && !never.is_empty(), "{code} needs examples");
        for (text, expect) in test {
            let all = read(text);
            let found: Vec<String> =
                all.iter().map(|quantity| format!("{} {}", quantity.rule, show(text, quantity))).collect();
            if !found.contains(&format!("{code} {expect}")) {
                wrong.push(format!("{text:?}: no {code} {expect:?} in {found:?}"));
            }
        }
        for text in never {
            let found = read(text);
            let found: Vec<&Quantity> = found.iter().filter(|quantity| quantity.rule == *code).collect();
            if !found.is_empty() {
                wrong.push(format!("{text:?}: {code} reads {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_in_the_code_has_examples() {
    let rules = include_str!("../../lexicons/en/quantities.toml");
    let sources = [
        include_str!("figure.rs"),
        include_str!("ranges.rs"),
        include_str!("lists.rs"),
        include_str!("counted.rs"),
        include_str!("ordinals.rs"),
    ];
    for source in sources {
        for (at, _) in source.match_indices("\"QTY") {
            let code = &source[at + 1..at + 7];
            assert!(rules.contains(&format!("code = \"{code}\"")), "{code} is not in quantities.toml");
        }
    }
}

/// Pieces from which odd texts are put together.
const ODD: [&str; 60] = [
    "12",
    "1,00,000",
    "٤٢",
    "½",
    "7½",
    "10-5",
    "second",
    "two seconds",
    "one",
    "$",
    "€",
    "%",
    "-",
    "–",
    "to",
    "from",
    "between",
    "and",
    "of",
    "out of",
    "more than",
    "up to",
    "people",
    "killed",
    "half",
    "a third",
    "dozens",
    "hundreds of",
    "million",
    "3/4",
    "1.2.3",
    "10:30",
    "2019",
    "May",
    "(",
    ")",
    ",",
    ".",
    "\n",
    "year-old",
    "no casualties",
    "both",
    "5G",
    "F-16",
    "×10^8",
    "per",
    "USD",
    "🚢",
    "none",
    "PS",
    "+43",
    "0207",
    "in",
    "ft",
    "aged",
    "a day",
    "old steel",
    "coal-fired",
    "up from",
    "S&P 500",
];

#[test]
fn any_text_gives_spans_inside_it() {
    let mut chance = Chance(42);
    let mut seen = 0;
    for _ in 0..500 {
        let count = 1 + chance.below(24);
        let text = chance.text(&ODD, count);
        let found = read(&text);
        assert_eq!(found, read(&text), "{text:?}");
        let mut reached = 0;
        for quantity in &found {
            let span = quantity.span.start as usize..quantity.span.end as usize;
            assert!(text.get(span).is_some_and(|words| !words.is_empty()), "{text:?}: {quantity:?}");
            assert!(quantity.span.start >= reached, "{text:?}: {found:?}");
            reached = quantity.span.start;
            assert!(quantity.min.is_some() || quantity.max.is_some(), "{text:?}: {quantity:?}");
            if let (Some(min), Some(max)) = (quantity.min, quantity.max) {
                assert!(min <= max, "{text:?}: {quantity:?}");
            }
            if let Some(counted) = &quantity.counted {
                assert!(!counted.span.of(&text).is_empty(), "{text:?}: {quantity:?}");
            }
            if let Some(whole) = quantity.part_of {
                assert!(whole.index() < found.len(), "{text:?}: {quantity:?}");
            }
        }
        seen += found.len();
    }
    assert!(seen > 1_000, "{seen}");
}

#[test]
fn odd_numbers() {
    assert!(read(&format!("It has {} parts.", "9".repeat(400))).is_empty());
    assert_eq!(read("")[..], []);
    let text = "The road is 30-10 kilometres long.";
    assert!(read(text).iter().all(|quantity| quantity.kind == QuantityKind::Measure), "{:?}", read(text));
    let text = "It needs between 30 and 10 boats.";
    let found = read(text);
    assert_eq!(show(text, &found[0]), "between 30 and 10 | 10..30 boat");
    let text = "The 30 to 20 split was unusual.";
    let lines: Vec<String> = read(text).iter().map(|quantity| show(text, quantity)).collect();
    assert_eq!(lines, ["30 | 30 -", "20 | 20 split"]);
}

/// The second text is four times as long: quadratic reading takes sixteen times as long. The engine's time is left
/// out, and of three readings the fastest counts, so that a machine under load does not matter.
#[test]
fn the_time_grows_with_the_length() {
    let passages = PassageLexicon::english().unwrap();
    let digits = "9".repeat(40);
    let units = [
        "12 ",
        "$5 ",
        "of 12 ",
        "3-4-",
        "two hundred and ",
        "12 of the ",
        "(7 ",
        "up 3 to ",
        "2 dollars 3 cents ",
        "of them 3 ",
        &digits,
    ];
    for unit in units {
        let time = |length: usize| {
            let text = unit.repeat(length / unit.len());
            let article = Article::of_text(&text);
            let document =
                Document::new(&article, engine(), &passages, Options { raw: true, ..Options::default() });
            let once = || {
                let start = Instant::now();
                let found = quantities(&document, lexicon(), &[]);
                assert!(found.len() < length);
                start.elapsed()
            };
            (0..3).map(|_| once()).min().unwrap()
        };
        let (short, long) = (time(10_000), time(40_000));
        assert!(long < (short * 10).max(Duration::from_millis(100)), "{unit:?}: {short:?}, {long:?}");
    }
}

#[test]
fn dates_that_the_times_stage_found_are_left_out() {
    use tidings_record::{ByteSpan, Time, TimeType};
    let text = "The bridge fell three years ago after two storms.";
    let time = Time {
        span: ByteSpan::new(16, 31),
        kind: TimeType::Date,
        value: "PAST_REF".to_owned(),
        modifier: None,
        granularity: None,
        earliest: None,
        latest: None,
        rule: "TIM001".to_owned(),
    };
    let passages = PassageLexicon::english().unwrap();
    let article = Article::of_text(text);
    let document = Document::new(&article, engine(), &passages, Options { raw: true, ..Options::default() });
    let lines = |times: &[Time]| -> Vec<String> {
        quantities(&document, lexicon(), times).iter().map(|quantity| show(text, quantity)).collect()
    };
    assert_eq!(lines(&[]), ["three years | 3 year", "two | 2 storm"]);
    assert_eq!(lines(&[time]), ["two | 2 storm"]);
}
