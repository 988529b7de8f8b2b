//! How well articles are taken out of web pages: body, segments, title, writers, day of publication, and how fast.
//!
//! The body is scored as the article-extraction-benchmark does: shingles of four words, precision and recall as means
//! over the pages, F1 of the two means. A day is right if it is the marked one; an empty mark says that the page has
//! none, and then saying none is right. Writers are right if they are all the marked ones and no other.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use tidings_input::{Page, best, page};

use super::{Asked, stem};
use crate::bench::cpu_seconds;
use crate::{print, texts};

/// A marked page. What is not there is not marked.
#[derive(Debug, Deserialize)]
struct Row {
    url: String,
    html: String,
    body: Option<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    title: Option<String>,
    author: Option<String>,
    date: Option<String>,
}

/// How often something was said, and rightly.
#[derive(Debug, Default, Serialize)]
struct Count {
    /// Pages on which it is marked, perhaps as absent.
    rows: usize,
    /// Of those, pages that have it.
    marked: usize,
    /// Pages for which it was said.
    given: usize,
    /// Pages for which what was said is right.
    right: usize,
    /// Pages that have none, and none was said.
    rightly_none: usize,
}

impl Count {
    fn add(&mut self, marked: &str, given: Option<&str>, equal: bool) {
        self.rows += 1;
        self.marked += usize::from(!marked.is_empty());
        self.given += usize::from(given.is_some());
        self.right += usize::from(given.is_some() && equal);
        self.rightly_none += usize::from(given.is_none() && marked.is_empty());
    }

    fn shown(&self) -> String {
        let percent = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
        format!(
            "accuracy {:.1} %, precision {:.1} %, recall {:.1} % ({} right of {} said, {} of {} pages have one)",
            percent(self.right + self.rightly_none, self.rows),
            percent(self.right, self.given),
            percent(self.right, self.marked),
            self.right,
            self.given,
            self.marked,
            self.rows
        )
    }
}

#[derive(Debug, Default, Serialize)]
struct Body {
    pages: usize,
    precision: f64,
    recall: f64,
    f1: f64,
    empty: usize,
}

#[derive(Debug, Default, Serialize)]
struct Report {
    evaluation: &'static str,
    file: String,
    pages: usize,
    /// Pages a second of one processor, metadata included: the best of three runs.
    pages_per_second: f64,
    body: Option<Body>,
    /// Segments that belong to the article: found, of all.
    with: (usize, usize),
    /// Segments that do not: taken all the same, of all.
    without: (usize, usize),
    title: Count,
    author: Count,
    date: Count,
}

/// Runs the evaluation.
///
/// # Errors
/// If the rows cannot be read.
pub(super) fn run(asked: &Asked) -> anyhow::Result<()> {
    for path in &asked.data {
        let rows: Vec<Row> = texts::rows::<Row>(path)?.into_iter().map(|(_, row)| row).collect();
        let mut best_time = f64::MAX;
        let mut pages = Vec::new();
        for _ in 0..3 {
            let before = cpu_seconds();
            pages = rows.iter().map(|row| page(&row.html, Some(&row.url))).collect();
            best_time = best_time.min(cpu_seconds() - before);
        }
        let mut report = Report {
            evaluation: "extraction",
            file: stem(path).to_owned(),
            pages: rows.len(),
            pages_per_second: rows.len() as f64 / best_time,
            ..Report::default()
        };
        let mut errors = String::new();
        score(&rows, &pages, &mut report, asked.errors, &mut errors);
        if asked.json {
            print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
        } else {
            print(&(shown(&report) + &errors))?;
        }
    }
    Ok(())
}

fn score(rows: &[Row], pages: &[Page], report: &mut Report, most: usize, errors: &mut String) {
    let mut shares = Vec::new();
    let mut empty = 0;
    let mut wrong: BTreeMap<&str, usize> = BTreeMap::new();
    let mut fail = |what: &'static str, marked: &str, given: Option<&str>, url: &str| {
        let count = wrong.entry(what).or_default();
        *count += 1;
        if *count <= most {
            let _ = writeln!(errors, "{what}: marked {marked:?}, said {given:?} on {url}");
        }
    };
    for (row, page) in rows.iter().zip(pages) {
        let body: Vec<&str> = page.body.iter().map(|span| span.of(&page.text)).collect();
        let body = body.join("\n");
        if let Some(marked) = &row.body {
            empty += usize::from(body.trim().is_empty());
            let share = shares_of(marked, &body);
            if share.0.min(share.1) < 0.8 {
                fail("body", &format!("precision {:.2} recall {:.2}", share.0, share.1), None, &row.url);
            }
            shares.push(share);
        }
        report.with.1 += row.with.len();
        report.with.0 += row.with.iter().filter(|segment| body.contains(segment.as_str())).count();
        report.without.1 += row.without.len();
        report.without.0 += row.without.iter().filter(|segment| body.contains(segment.as_str())).count();
        let metadata = &page.metadata;
        if let Some(marked) = &row.title {
            let given = best(&metadata.title).map(String::as_str);
            let equal = given.is_some_and(|given| folded(given) == folded(marked));
            report.title.add(marked, given, equal);
        }
        if let Some(marked) = &row.author {
            let given = best(&metadata.authors).map(|names| names.join("; "));
            let equal = given.as_deref().is_some_and(|given| names(given) == names(marked));
            if !equal && given.is_some() {
                fail("author", marked, given.as_deref(), &row.url);
            }
            report.author.add(marked, given.as_deref(), equal);
        }
        if let Some(marked) = &row.date {
            // A page that states only its last change is taken to be of that day.
            let days = best(&metadata.published).or(best(&metadata.modified));
            let given = days.and_then(|days| days.edtf.as_deref());
            let equal = given.is_some() && given == marked.get(..10);
            if !equal && (given.is_some() || !marked.is_empty()) {
                fail("date", marked, given, &row.url);
            }
            report.date.add(marked, given, equal);
        }
    }
    if !shares.is_empty() {
        let mean = |of: fn(&(f64, f64)) -> f64| shares.iter().map(of).sum::<f64>() / shares.len() as f64;
        let (precision, recall) = (mean(|share| share.0), mean(|share| share.1));
        let f1 = 2.0 * precision * recall / (precision + recall);
        report.body = Some(Body { pages: shares.len(), precision, recall, f1, empty });
    }
}

fn shown(report: &Report) -> String {
    let mut out = format!(
        "{}: {} pages, {:.0} a processor second\n",
        report.file, report.pages, report.pages_per_second
    );
    if let Some(body) = &report.body {
        let Body { precision, recall, f1, empty, .. } = body;
        let _ = writeln!(
            out,
            "  body    F1 {f1:.4}, precision {precision:.4}, recall {recall:.4}; {empty} pages empty"
        );
    }
    if report.with.1 > 0 {
        let ((found, with), (taken, without)) = (report.with, report.without);
        let _ = writeln!(
            out,
            "  segments {found} of {with} of the article found, {taken} of {without} others taken"
        );
    }
    for (name, count) in [("title", &report.title), ("author", &report.author), ("date", &report.date)] {
        if count.rows > 0 {
            let _ = writeln!(out, "  {name:<7} {}", count.shown());
        }
    }
    out
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The names in a byline, in any order.
fn names(byline: &str) -> Vec<String> {
    let mut separated = byline.replace(',', ";");
    for word in [" and ", " und ", " & "] {
        separated = separated.replace(word, ";");
    }
    let mut names: Vec<String> = separated.split(';').map(folded).filter(|name| !name.is_empty()).collect();
    names.sort();
    names
}

/// Precision and recall of the shingles of a body. With none on either side all is right.
fn shares_of(marked: &str, given: &str) -> (f64, f64) {
    let (marked, given) = (shingles(marked), shingles(given));
    let common: usize = marked.iter().map(|(shingle, n)| n.min(given.get(shingle).unwrap_or(&0))).sum();
    let share = |all: &BTreeMap<Vec<&str>, usize>| match all.values().sum::<usize>() {
        0 if marked == given => 1.0,
        0 => 0.0,
        all => common as f64 / all as f64,
    };
    (share(&given), share(&marked))
}

fn shingles(text: &str) -> BTreeMap<Vec<&str>, usize> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let mut found = BTreeMap::new();
    if words.len() < 4 {
        if !words.is_empty() {
            found.insert(words, 1);
        }
        return found;
    }
    for shingle in words.windows(4) {
        *found.entry(shingle.to_vec()).or_default() += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_benchmark() {
        assert_eq!(shares_of("a b c d e", "a b c d e"), (1.0, 1.0));
        assert_eq!(shares_of("a b c d e", "a b c d"), (1.0, 0.5));
        assert_eq!(shares_of("a b c d", ""), (0.0, 0.0));
        assert_eq!(shares_of("", ""), (1.0, 1.0));
        assert_eq!(names("Jo Lind and Ana Ruiz"), names("ana ruiz; jo lind"));
    }

    #[test]
    fn none_is_right_where_none_is_marked() {
        let mut count = Count::default();
        count.add("", None, false);
        count.add("", Some("2024-03-12"), false);
        count.add("2024-03-12", Some("2024-03-12"), true);
        assert_eq!((count.right, count.rightly_none, count.given, count.rows), (1, 1, 2, 3));
    }
}
