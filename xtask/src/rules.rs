//! Writes `docs/rules.md`: every rule by which texts are read, as the lexicons state it, with its examples.

use std::fmt::Write as _;
use std::fs;
use std::process::ExitCode;

use anyhow::Context;
use toml::{Table, Value};

use crate::print;
use crate::spacy::workspace;

/// Where the page is.
const PAGE: &str = "docs/rules.md";
/// Most words of a list that are shown.
const MOST_WORDS: usize = 12;

/// The files with rules: name, heading, what the rules of the file do.
const FILES: [(&str, &str, &str); 6] = [
    (
        "times-rules",
        "Times",
        "What reads days, times of day and lengths of time. Beside an example stands what it reads, \
      as TimeML writes it; the day in brackets is that of publication.",
    ),
    (
        "quantities",
        "Quantities",
        "What reads numbers. Beside an example stand the words and the value: `~` about, `>` \
      more than, `<=` at most, `3..5` between.",
    ),
    (
        "attitudes",
        "Stances",
        "How what is said is meant, by the word that says it. Which stretch is said, a model chooses.",
    ),
    (
        "events",
        "Events",
        "Which words tell of an event of which type. Types are those of \
      [events.md](events.md). Beside an example stands the word.",
    ),
    (
        "published-rules",
        "Publication",
        "What dates an article whose day is not given. Beside an example stand the days, \
      and the words for them; `|` begins a new paragraph.",
    ),
    ("leftovers", "Leftovers", "Lines of a web page that are not the article, and lines of credit."),
];

/// The codes of attributions that no word decides: they stand in no lexicon, for models choose the words.
const FOUND: [(&str, &str); 10] = [
    ("ATT001", "A clause that hangs on the word."),
    ("ATT002", "An infinitive or participle that hangs on it."),
    ("ATT003", "A noun phrase, with a preposition or without, that hangs on it."),
    ("ATT004", "Words in quotation marks, or the next paragraph."),
    ("ATT005", "The clause around it, or what stands before it."),
    ("ATT006", "What stands behind a colon, and turns of an interview."),
    ("ATT007", "A stretch that begins with its subject, perhaps without it."),
    ("ATT008", "The word is a noun: \"the promise to …\"."),
    ("ATT009", "The word is an adverb: \"reportedly\"."),
    ("ATT010", "Another stretch of the sentence."),
];

/// Writes the page, or says that it is as it should be.
pub fn run() -> anyhow::Result<ExitCode> {
    let (path, page) = (workspace().join(PAGE), page()?);
    let is_same = fs::read_to_string(&path).is_ok_and(|old| old == page);
    if !is_same {
        fs::write(&path, &page).with_context(|| format!("{PAGE} cannot be written"))?;
    }
    print(&format!("{PAGE} {}\n", if is_same { "is up to date" } else { "is written" }))?;
    Ok(ExitCode::SUCCESS)
}

/// The page, from the lexicons.
fn page() -> anyhow::Result<String> {
    let mut page = "# Rules\n\nThe code in brackets that `tidings explain` prints behind what it read, and `rule` in JSON, \
                    names one of the rules below. Those \
                    of the lexicons have examples: what they must read, and what they must leave alone. Tests hold them to \
                    all of these; two of each stand here, the rest in the files that are named.\n\n\
                    `cargo xtask rules` writes this page from the lexicons.\n"
        .to_owned();
    for (name, heading, about) in FILES {
        let path = format!("crates/tidings-read/lexicons/en/{name}.toml");
        let text = fs::read_to_string(workspace().join(&path)).with_context(|| path.clone())?;
        let table: Table = text.parse().with_context(|| path.clone())?;
        let rules = table.get("rule").or(table.get("attitude")).and_then(Value::as_array);
        let _ = write!(page, "\n## {heading}\n\n{about} From `{path}`.\n");
        for rule in rules.with_context(|| format!("{path} has no rules"))? {
            section(&mut page, rule).with_context(|| format!("{path}: a rule without code or examples"))?;
        }
    }
    page.push_str(
        "\n## Attributions\n\nWhere no word of the [stances](#stances) decides, the code tells how the stretch that is said was \
         found beside the word that says it. It is no grammar: of two ways to find a stretch the first gives the code.\n",
    );
    for (code, what) in FOUND {
        let _ = write!(page, "\n### {code}\n\n{what}\n");
    }
    Ok(page)
}

/// A rule: its code, what it does, what it reads and what not.
fn section(page: &mut String, rule: &Value) -> Option<()> {
    let _ = write!(page, "\n### {}\n\n{}\n\n", rule.get("code")?.as_str()?, upper(&what(rule)));
    for test in rule.get("test")?.as_array()?.iter().take(2) {
        let _ = writeln!(page, "- reads {}", example(test)?);
    }
    for never in rule.get("never")?.as_array()?.iter().take(2) {
        let _ = writeln!(page, "- leaves alone {}", quoted(never.as_str()?));
    }
    Some(())
}

/// What a rule does: in its own words, or by the words that it looks for.
fn what(rule: &Value) -> String {
    if let Some(what) = text(rule, "what") {
        return format!("{}.", what.trim_end_matches('.'));
    }
    if let Some(stance) = text(rule, "stance") {
        let denied = text(rule, "denied").map(|denied| format!("; negated `{denied}`")).unwrap_or_default();
        return format!("`{stance}`{denied}: {}.", words(rule));
    }
    if let Some(kind) = text(rule, "type") {
        let mode = text(rule, "mode").map(|mode| format!(", mode `{mode}`")).unwrap_or_default();
        let or = list(rule, "or")
            .map(|or| format!("; by the sides perhaps {}", or.join(", ")))
            .unwrap_or_default();
        return format!("`{kind}`{mode}: {}{or}.", words(rule));
    }
    let kind = if text(rule, "kind") == Some("credit") { "A line of credit" } else { "A line of the page" };
    let place = match text(rule, "place") {
        Some("outside") => ", only before or after the body",
        Some("end") => ", only at the end",
        _ => "",
    };
    let most = rule.get("most").and_then(Value::as_integer);
    let most = most.map(|most| format!(", of at most {most} words")).unwrap_or_default();
    format!("{kind}{place}{most}.")
}

/// The words that a rule looks for.
fn words(rule: &Value) -> String {
    let parts = ["verbs", "nouns", "adjectives"].into_iter().filter_map(|kind| {
        let words = list(rule, kind).filter(|words| !words.is_empty())?;
        let rest = if words.len() > MOST_WORDS { " and others" } else { "" };
        Some(format!("{kind} {}{rest}", words[..words.len().min(MOST_WORDS)].join(", ")))
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// An example: a text, or a text with what must be read in it, perhaps behind a day of publication.
fn example(test: &Value) -> Option<String> {
    let Some(parts) = test.as_array() else { return test.as_str().map(quoted) };
    let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
    let (day, parts) = match parts.split_first()? {
        (day, rest) if day.is_empty() || day.parse::<jiff::civil::Date>().is_ok() => (*day, rest),
        _ => ("", &parts[..]),
    };
    let (text, read) = parts.split_first()?;
    let read: Vec<String> = read.iter().map(|one| format!("`{one}`")).collect();
    let day = if day.is_empty() { String::new() } else { format!(" [{day}]") };
    Some(format!("{}{day}: {}", quoted(text), read.join(", ")))
}

fn text<'r>(rule: &'r Value, key: &str) -> Option<&'r str> {
    rule.get(key)?.as_str()
}

fn list<'r>(rule: &'r Value, key: &str) -> Option<Vec<&'r str>> {
    Some(rule.get(key)?.as_array()?.iter().filter_map(Value::as_str).collect())
}

/// In quotation marks, on one line, with nothing that Markdown would read as a mark.
fn quoted(text: &str) -> String {
    let mut made = String::new();
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '[' | ']' | '~') {
            made.push('\\');
        }
        made.push(c);
    }
    format!("“{made}”")
}

fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_rules_is_that_of_the_lexicons() {
        let written = fs::read_to_string(workspace().join(PAGE)).unwrap_or_default();
        assert!(page().unwrap() == written, "{PAGE} is out of date: run `cargo xtask rules`");
    }

    #[test]
    fn every_code_in_the_lexicons_and_in_the_code_of_reading_has_its_place() {
        let page = page().unwrap();
        let mut folders = vec![workspace().join("crates/tidings-read/src")];
        folders.push(workspace().join("crates/tidings-read/lexicons/en"));
        let (mut missing, mut seen) = (Vec::new(), 0);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let Ok(text) = fs::read_to_string(&path) else { continue };
                for code in codes(&text) {
                    seen += 1;
                    if !page.contains(&format!("\n### {code}\n")) {
                        missing.push(format!("{code} in {}", path.display()));
                    }
                }
            }
        }
        assert!(seen > 100 && missing.is_empty(), "{seen}: {missing:?}");
    }

    /// Codes of rules in quotation marks, without that for what no rule decides.
    fn codes(text: &str) -> Vec<&str> {
        let in_marks = text.split('"');
        let is_code = |word: &&str| {
            let (letters, digits) = word.split_at_checked(3).unwrap_or_default();
            ["TIM", "QTY", "ATT", "STA", "EVT", "PUB", "LFT", "CRD"].contains(&letters)
                && digits.len() == 3
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && digits != "000"
        };
        in_marks.filter(is_code).collect()
    }

    #[test]
    fn a_rule_is_a_section() {
        let table: Table = "code = \"QTY099\"\nwhat = \"a pair of *things*\"\ntest = [[\"2024-03-05\", \"A *b*.\", \"b | 2\"]]\n\
                            never = [\"C.\"]"
            .parse()
            .unwrap();
        let mut page = String::new();
        section(&mut page, &Value::Table(table)).unwrap();
        assert_eq!(
            page,
            "\n### QTY099\n\nA pair of *things*.\n\n- reads “A \\*b\\*.” [2024-03-05]: `b | 2`\n- leaves alone “C.”\n"
        );
    }
}
