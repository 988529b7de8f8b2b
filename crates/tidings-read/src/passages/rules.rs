//! Rules for lines known by their words: `lexicons/en/leftovers.toml`, whose head says what a rule may hold, and
//! `recurring.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::lexicon::LineWords;
use super::template::Template;
use super::words::{Shape, Word};
use crate::lexicon::{LexiconError, load};

/// What a rule calls the line it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Label {
    Leftover,
    Credit,
}

/// Where a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    Anywhere,
    Outside,
    End,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    /// No rule matches a line with one of these.
    #[serde(default)]
    without: BTreeSet<String>,
    rule: Vec<RuleRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow {
    code: String,
    #[serde(default = "leftover")]
    kind: Label,
    #[serde(default = "anywhere")]
    place: Place,
    #[serde(default)]
    line: Vec<String>,
    #[serde(default)]
    made_of: BTreeSet<String>,
    #[serde(default)]
    beside: BTreeSet<String>,
    #[serde(default = "finished")]
    finished: bool,
    #[serde(default = "most")]
    most: usize,
    #[serde(default)]
    announces: bool,
    test: Vec<String>,
    never: Vec<String>,
}

fn leftover() -> Label {
    Label::Leftover
}

fn anywhere() -> Place {
    Place::Anywhere
}

fn finished() -> bool {
    true
}

fn most() -> usize {
    24
}

/// One rule, without its patterns and examples.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Stable name.
    #[cfg(test)]
    pub code: String,
    /// What the line is.
    pub label: Label,
    /// Where it holds.
    pub place: Place,
    /// Whether headlines of other articles may follow.
    pub announces: bool,
    made_of: BTreeSet<String>,
    beside: BTreeSet<String>,
    finished: bool,
    most: usize,
}

/// A line that must match a rule, or must not.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Example {
    pub rule: usize,
    pub line: String,
    pub matches: bool,
}

/// All rules of one language.
#[derive(Debug)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
    without: BTreeSet<String>,
    templates: Vec<(usize, Template)>,
    /// Templates by the word they begin with.
    by_first: BTreeMap<String, Vec<usize>>,
    /// Templates that begin with something else.
    other: Vec<usize>,
    #[cfg(test)]
    pub examples: Vec<Example>,
}

impl Rules {
    /// Reads the rules in `text`, the content of `file`.
    pub(crate) fn new(file: &'static str, text: &str) -> Result<Rules, LexiconError> {
        let rows: RuleFile = load(file, text)?;
        let mut made = Rules {
            rules: Vec::new(),
            without: rows.without,
            templates: Vec::new(),
            by_first: BTreeMap::new(),
            other: Vec::new(),
            #[cfg(test)]
            examples: Vec::new(),
        };
        for row in rows.rule {
            made.add(file, row)?;
        }
        Ok(made)
    }

    fn add(&mut self, file: &'static str, row: RuleRow) -> Result<(), LexiconError> {
        if row.test.is_empty() || row.never.is_empty() {
            return Err(LexiconError::NoExample { file, code: row.code });
        }
        let rule = self.rules.len();
        for pattern in row.line {
            let template = Template::new(&pattern).map_err(|reason| LexiconError::Pattern {
                file,
                code: row.code.clone(),
                pattern: pattern.clone(),
                reason,
            })?;
            let index = self.templates.len();
            match template.first_words() {
                Some(words) => {
                    for word in words {
                        self.by_first.entry(word.to_owned()).or_default().push(index);
                    }
                }
                None => self.other.push(index),
            }
            self.templates.push((rule, template));
        }
        #[cfg(test)]
        for (lines, matches) in [(row.test, true), (row.never, false)] {
            self.examples.extend(lines.into_iter().map(|line| Example { rule, line, matches }));
        }
        self.rules.push(Rule {
            #[cfg(test)]
            code: row.code,
            label: row.kind,
            place: row.place,
            announces: row.announces,
            made_of: row.made_of,
            beside: row.beside,
            finished: row.finished,
            most: row.most,
        });
        Ok(())
    }

    /// The first rule, in the order of the file, that the line matches.
    pub(crate) fn find(&self, words: &[Word<'_>], shape: &Shape, lines: &LineWords) -> Option<&Rule> {
        let first = words.first()?;
        if words.iter().any(|word| self.without.contains(&word.folded)) {
            return None;
        }
        let none = Vec::new();
        let begun = self.by_first.get(&first.folded).unwrap_or(&none);
        let by_template = begun.iter().chain(&self.other).filter_map(|&index| {
            let (rule, template) = &self.templates[index];
            (self.rules[*rule].allows(shape) && template.matches(words, lines)).then_some(*rule)
        });
        let by_words = self
            .rules
            .iter()
            .enumerate()
            .filter_map(|(index, rule)| (rule.allows(shape) && rule.is_made_of(words)).then_some(index));
        by_template.chain(by_words).min().map(|index| &self.rules[index])
    }
}

impl Rule {
    fn is_made_of(&self, words: &[Word<'_>]) -> bool {
        let known = |word: &Word<'_>| self.made_of.contains(&word.folded);
        words.iter().any(known) && words.iter().all(|word| known(word) || self.beside.contains(&word.folded))
    }

    fn allows(&self, shape: &Shape) -> bool {
        shape.words <= self.most && (self.finished || !shape.ends_sentence) && !shape.quoted
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::lexicon::PassageLexicon;
    use super::super::words::{MOST_WORDS, Shape, words};
    use super::Rules;

    #[test]
    fn every_rule_matches_its_tests_and_never_the_rest() {
        let lexicon = PassageLexicon::english().unwrap();
        let mut wrong = Vec::new();
        let mut codes = BTreeSet::new();
        for rules in [&lexicon.rules, &lexicon.recurring] {
            let mut seen = BTreeSet::new();
            for example in &rules.examples {
                seen.insert((example.rule, example.matches));
                let words = words(&example.line, MOST_WORDS);
                let shape = Shape::of(&example.line, &words, |word| lexicon.lines.small.contains(word));
                let found = rules.find(&words, &shape, &lexicon.lines).map(|rule| rule.code.as_str());
                let code = &rules.rules[example.rule].code;
                if (found == Some(code)) != example.matches || (!example.matches && found.is_some()) {
                    wrong.push(format!("{code}: {:?} gave {found:?}", example.line));
                }
            }
            assert_eq!(seen.len(), rules.rules.len() * 2, "every rule has examples of both kinds");
            for rule in &rules.rules {
                assert!(codes.insert(rule.code.clone()), "codes are unique: {}", rule.code);
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[track_caller]
    fn check_error(text: &str, expect: &str) {
        let got = Rules::new("x.toml", text).unwrap_err().to_string();
        assert!(got.contains(expect), "{got}");
    }

    #[test]
    fn wrong_rules_say_what_is_wrong() {
        check_error("[[rule]]\ncode = \"A\"\nline = [\"a\"]\ntest = [\"a\"]\nnever = []", "rule A");
        check_error("[[rule]]\ncode = \"A\"\nlines = []\ntest = []\nnever = []", "unknown field `lines`");
        check_error(
            "[[rule]]\ncode = \"A\"\nline = [\"{nam}\"]\ntest = [\"a\"]\nnever = [\"b\"]",
            "rule A: pattern \"{nam}\"",
        );
        check_error(
            "[[rule]]\ncode = \"A\"\nline = [\"{any}\"]\ntest = [\"a\"]\nnever = [\"b\"]",
            "empty line",
        );
    }
}
