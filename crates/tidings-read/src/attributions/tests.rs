use std::fmt::Write as _;
use std::sync::OnceLock;

use tidings_english::English;
use tidings_record::{Attribution, ByteSpan, Manner, Voice};

use super::attributions;
use crate::{Article, Document, Lexicons, Options};

fn engine() -> &'static English {
    static ENGINE: OnceLock<English> = OnceLock::new();
    ENGINE.get_or_init(English::embedded)
}

fn lexicons() -> &'static Lexicons {
    static LEXICONS: OnceLock<Lexicons> = OnceLock::new();
    LEXICONS.get_or_init(|| Lexicons::english().unwrap())
}

fn read(text: &str) -> Vec<Attribution> {
    let article = Article::of_text(text);
    let document = Document::new(&article, engine(), &lexicons().passages, Options::default());
    attributions(&document, &lexicons().attributions, &[], &[])
}

/// source | cue | content | stance
fn line(text: &str, one: &Attribution) -> String {
    let join = |spans: &[ByteSpan]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
    let stance = format!("{:?}", one.stance);
    let mut small = String::new();
    for c in stance.chars() {
        if c.is_uppercase() && !small.is_empty() {
            small.push('_');
        }
        small.extend(c.to_lowercase());
    }
    let line = format!("{} | {} | {} | {small}", join(&one.source), join(&one.cue), join(&one.content));
    line.trim_start().to_owned()
}

const FIXTURES: [(&str, &str); 3] = [
    ("clauses.md", include_str!("../../fixtures/attributions/clauses.md")),
    ("around.md", include_str!("../../fixtures/attributions/around.md")),
    ("quotes.md", include_str!("../../fixtures/attributions/quotes.md")),
];

/// Reads the cases of a fixture: a text after `>`, then its lines after `-`.
fn cases(fixture: &str) -> Vec<(String, Vec<&str>)> {
    let mut cases: Vec<(String, Vec<&str>)> = Vec::new();
    let mut in_text = false;
    for row in fixture.lines() {
        if let Some(text) = row.strip_prefix('>') {
            if !in_text {
                cases.push((String::new(), Vec::new()));
            }
            let case = cases.last_mut().unwrap();
            if in_text {
                case.0.push('\n');
            }
            case.0.push_str(text.strip_prefix(' ').unwrap_or(text));
        } else if let Some(line) = row.strip_prefix("- ") {
            cases.last_mut().unwrap().1.push(line);
        }
        in_text = row.starts_with('>');
    }
    cases
}

#[test]
fn fixtures_are_read_as_they_say() {
    let (mut wrong, mut lines) = (String::new(), 0);
    for (name, fixture) in FIXTURES {
        for (text, expected) in cases(fixture) {
            let found: Vec<String> = read(&text).iter().map(|one| line(&text, one)).collect();
            for expect in expected {
                lines += 1;
                let (missing, expect) = match expect.strip_prefix("FIXME ") {
                    Some(expect) => (true, expect),
                    None => (false, expect),
                };
                if found.iter().any(|line| line == expect) == missing {
                    let _ = writeln!(wrong, "{name}: {text:?}\n  expected {expect}\n  found {found:#?}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(lines >= 50, "{lines} lines");
}

#[test]
fn every_attitude_is_found_in_its_examples_and_not_in_others() {
    for attitude in &lexicons().attributions.attitudes {
        let states = |text: &String| read(text).iter().any(|one| one.stance == attitude.stance);
        for text in &attitude.test {
            assert!(states(text), "{}: {text:?} has {:?}", attitude.code, read(text));
        }
        for text in &attitude.never {
            assert!(!states(text), "{}: {text:?} has {:?}", attitude.code, read(text));
        }
    }
}

#[test]
fn manner_and_voice() {
    let text = "“We go,” Tom Baker said. Officials said the road was \"a disgrace\" to all. Carvania rejected the plan.";
    let found: Vec<(Manner, Voice)> = read(text).iter().map(|one| (one.manner, one.voice)).collect();
    assert_eq!(
        found,
        [
            (Manner::Quoted, Voice::Named),
            (Manner::PartQuoted, Voice::Unnamed),
            (Manner::Paraphrased, Voice::Article)
        ]
    );
}

#[test]
fn a_condition_is_found() {
    let text = "Velloria offered to release the crew if the tanker left its waters.";
    let conditions: Vec<&str> = read(text).iter().filter_map(|one| Some(one.condition?.of(text))).collect();
    assert_eq!(conditions, ["if the tanker left its waters"]);
}

/// Every span is a stretch of the text, every index one of the list.
fn check_invariants(text: &str) -> usize {
    let found = read(text);
    for (index, one) in found.iter().enumerate() {
        for span in one.source.iter().chain(&one.cue).chain(&one.content).chain(&one.condition) {
            assert!(!span.of(text).is_empty(), "{one:?}");
        }
        assert!(!one.cue.is_empty() && !one.content.is_empty());
        assert!(one.within.is_none_or(|within| within.index() < found.len() && within.index() != index));
    }
    found.len()
}

#[test]
fn hostile_texts_are_read() {
    let long = "and they walked to the sea and back again ".repeat(600);
    let nested = "“He said ‘she said “they said ‘no’ to us” and left’ then,” Orvath said.";
    for text in [
        "",
        "\"",
        "“““““”””””",
        "' ' ' ''' ’ ‘ ‹›",
        nested,
        "BAKER SAID THE BOATS WERE LATE. ORVATH DENIED IT. NO ONE SPOKE.",
        "A town, a river, a bridge. No verb at all in this.",
        "“One.\n\n“Two.\n\nThree without an end.\n\nFour",
        &format!("“{long}” Orvath said."),
        &format!("Orvath said: “{long}"),
        &"“ said he, ".repeat(2000),
        &"\" said ' ".repeat(2000),
        &"NAME: said so.\n\n".repeat(500),
        &"\u{2028}said\u{0}: “\u{fffd}”\n".repeat(50),
    ] {
        check_invariants(text);
    }
}

#[test]
fn a_long_quote_is_one_quotation() {
    let long = "and they walked to the sea and back again ".repeat(600);
    let text = format!("Tom Baker was tired. “{}” Orvath said.", long.trim_end());
    let found = read(&text);
    assert!(found.iter().any(|one| one.manner == Manner::Quoted), "{}", found.len());
}
