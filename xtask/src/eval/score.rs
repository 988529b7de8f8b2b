//! Counts what was right, rule by rule, and prints it as tables or JSON. What is right, each evaluation says itself.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

/// Counts over texts.
#[derive(Debug)]
pub struct Score {
    name: String,
    measures: &'static [&'static str],
    decimals: usize,
    /// How many errors of a kind are kept.
    kept: usize,
    /// Texts that were scored.
    pub texts: usize,
    /// What is marked.
    pub gold: usize,
    rules: BTreeMap<String, Counts>,
    errors: InOrder<Vec<Fault>>,
}

/// How often a rule found something, and how right it was.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Counts {
    found: usize,
    /// By measure.
    right: Vec<usize>,
    surplus: usize,
}

/// One error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The text it is in.
    pub id: String,
    /// The rule that found what is wrong; none if nothing was found.
    pub rule: Option<String>,
    /// What is marked.
    pub gold: Option<String>,
    /// What was found.
    pub found: Option<String>,
    /// The words, in brackets, in their text.
    pub around: String,
}

impl Score {
    /// No counts yet. The first of `measures` says that a find was matched at all.
    pub fn new(name: &str, measures: &'static [&'static str], decimals: usize, kept: usize) -> Score {
        let (texts, gold, rules, errors) = (0, 0, BTreeMap::new(), InOrder(Vec::new()));
        Score { name: name.to_owned(), measures, decimals, kept, texts, gold, rules, errors }
    }

    /// Counts a find of `rule` that was matched, `right` by measure.
    pub fn matched(&mut self, rule: &str, right: &[bool]) {
        assert!(right.len() == self.measures.len() && right[0], "a match is right by the first measure");
        let counts = self.counts(rule);
        counts.found += 1;
        for (count, right) in counts.right.iter_mut().zip(right) {
            *count += usize::from(*right);
        }
    }

    /// Counts a find of `rule` for which nothing is marked.
    pub fn surplus(&mut self, rule: &str) {
        let counts = self.counts(rule);
        counts.found += 1;
        counts.surplus += 1;
    }

    /// Keeps an error to be shown, if not enough of its kind are kept.
    pub fn fault(&mut self, kind: &'static str, fault: impl FnOnce() -> Fault) {
        let at = self.errors.0.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            self.errors.0.push((kind, Vec::new()));
            self.errors.0.len() - 1
        });
        let kept = &mut self.errors.0[at].1;
        if kept.len() < self.kept {
            kept.push(fault());
        }
    }

    fn counts(&mut self, rule: &str) -> &mut Counts {
        let none = || Counts { right: vec![0; self.measures.len()], ..Counts::default() };
        self.rules.entry(rule.to_owned()).or_insert_with(none)
    }

    /// The counts with what follows from them.
    pub fn report(self) -> Report {
        let rules = self.rules.values();
        let found: usize = rules.clone().map(|counts| counts.found).sum();
        let surplus = rules.clone().map(|counts| counts.surplus).sum();
        let right = |index: usize| rules.clone().map(|counts| counts.right[index]).sum::<usize>();
        let matched = right(0);
        let measure = |index: usize| {
            let right = right(index);
            let percent = |part: usize, whole: usize| percent(part, whole, self.decimals);
            Measure {
                right,
                precision: percent(right, found),
                recall: percent(right, self.gold),
                f1: percent(2 * right, found + self.gold),
                of_matched: percent(right, matched),
            }
        };
        let measures = self.measures.iter().enumerate().map(|(index, name)| (*name, measure(index)));
        let rows = self.rules.iter().map(|(rule, counts)| RuleRow {
            rule: rule.clone(),
            found: counts.found,
            right: InOrder(self.measures.iter().copied().zip(counts.right.iter().copied()).collect()),
            surplus: counts.surplus,
        });
        Report {
            measures: InOrder(measures.collect()),
            rules: rows.collect(),
            decimals: self.decimals,
            texts: self.texts,
            gold: self.gold,
            found,
            missed: self.gold - matched,
            surplus,
            errors: self.errors,
            name: self.name,
        }
    }
}

/// `part` of `whole` in percent, rounded; 0 if there is no whole.
fn percent(part: usize, whole: usize, decimals: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    let exact = 100.0 * part as f64 / whole as f64;
    format!("{exact:.decimals$}").parse().unwrap_or(exact)
}

/// What is printed of a [`Score`]. Precision, recall and F1 are in percent.
#[derive(Debug, Serialize)]
pub struct Report {
    name: String,
    texts: usize,
    gold: usize,
    found: usize,
    missed: usize,
    surplus: usize,
    measures: InOrder<Measure>,
    rules: Vec<RuleRow>,
    errors: InOrder<Vec<Fault>>,
    #[serde(skip)]
    decimals: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Measure {
    right: usize,
    precision: f64,
    recall: f64,
    f1: f64,
    /// The share of the matched finds that are right by this measure.
    of_matched: f64,
}

#[derive(Debug, Serialize)]
struct RuleRow {
    rule: String,
    found: usize,
    #[serde(flatten)]
    right: InOrder<usize>,
    surplus: usize,
}

/// A map that keeps its order.
#[derive(Debug)]
struct InOrder<T>(Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for InOrder<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { name, texts, gold, found, missed, surplus, decimals, .. } = self;
        writeln!(
            f,
            "{name}: {texts} texts, {gold} marked, {found} found, {missed} missed, {surplus} surplus\n"
        )?;
        let mut totals = vec![words(["measure", "right", "precision", "recall", "F1", "of matched"])];
        totals.extend(self.measures.0.iter().map(|(name, measure)| {
            let Measure { right, precision, recall, f1, of_matched } = measure;
            let percents = [precision, recall, f1, of_matched].map(|percent| format!("{percent:.decimals$}"));
            [words([*name]), vec![right.to_string()], percents.to_vec()].concat()
        }));
        table(f, &totals)?;
        let measures = self.measures.0.iter().map(|(name, _)| *name);
        let mut rules = vec![words(["rule", "found"].into_iter().chain(measures).chain(["surplus"]))];
        rules.extend(self.rules.iter().map(|row| {
            let right = row.right.0.iter().map(|(_, right)| right);
            let numbers = [&row.found].into_iter().chain(right).chain([&row.surplus]);
            [row.rule.clone()].into_iter().chain(numbers.map(usize::to_string)).collect()
        }));
        writeln!(f)?;
        table(f, &rules)?;
        for (kind, faults) in self.errors.0.iter().filter(|(_, faults)| !faults.is_empty()) {
            writeln!(f, "\nwrong: {kind}")?;
            for fault in faults {
                let rule = fault.rule.as_deref().unwrap_or("-");
                let shown = |part: &Option<String>| part.as_deref().unwrap_or("-").to_owned();
                writeln!(
                    f,
                    "  {} {rule}: marked {}, found {}",
                    fault.id,
                    shown(&fault.gold),
                    shown(&fault.found)
                )?;
                writeln!(f, "      {}", fault.around)?;
            }
        }
        Ok(())
    }
}

fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}

/// Writes rows with the first column to the left, the others to the right.
fn table(f: &mut fmt::Formatter<'_>, rows: &[Vec<String>]) -> fmt::Result {
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    for row in rows {
        write!(f, "{:<width$}", row[0], width = widths[0])?;
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            write!(f, "  {cell:>width$}")?;
        }
        writeln!(f)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score() -> Score {
        let mut score = Score::new("port", &["span", "value"], 1, 1);
        (score.texts, score.gold) = (2, 4);
        score.matched("TIM002", &[true, true]);
        score.matched("TIM001", &[true, false]);
        score.surplus("TIM001");
        for id in ["a", "b"] {
            score.fault("surplus", || Fault {
                id: id.to_owned(),
                rule: Some("TIM001".to_owned()),
                gold: None,
                found: Some("May".to_owned()),
                around: "Mayor [May] said".to_owned(),
            });
        }
        score
    }

    #[test]
    fn totals_are_the_sums_of_the_rules() {
        let report = score().report();
        assert_eq!((report.found, report.missed, report.surplus), (3, 2, 1));
        let value = Measure { right: 1, precision: 33.3, recall: 25.0, f1: 28.6, of_matched: 50.0 };
        assert_eq!(report.measures.0[1], ("value", value));
    }

    #[test]
    fn tables_are_aligned_and_the_first_errors_follow() {
        let expected = "\
port: 2 texts, 4 marked, 3 found, 2 missed, 1 surplus

measure  right  precision  recall    F1  of matched
span         2       66.7    50.0  57.1       100.0
value        1       33.3    25.0  28.6        50.0

rule    found  span  value  surplus
TIM001      2     1      0        1
TIM002      1     1      1        0

wrong: surplus
  a TIM001: marked -, found May
      Mayor [May] said
";
        assert_eq!(score().report().to_string(), expected);
    }

    #[test]
    fn json_keeps_the_order_of_its_keys() {
        let json = serde_json::to_string(&score().report()).unwrap();
        assert!(
            json.contains(r#""rules":[{"rule":"TIM001","found":2,"span":1,"value":0,"surplus":1}"#),
            "{json}"
        );
        assert!(json.starts_with(r#"{"name":"port","texts":2,"gold":4,"found":3,"missed":2,"surplus":1,"measures":{"span":{"right":2,"precision":66.7"#), "{json}");
    }
}
