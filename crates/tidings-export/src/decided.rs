//! What coders decided of rows: read from a table, kept as TOML, led back to rows when these are made anew.
//!
//! A decision knows its row by the ids of its event and figures, former ids too, so that it holds when articles come in.
//! It remembers a hash of the evidence, so that it is seen when that changes. Not here: files.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tidings_record::Number;

use crate::coding::Row;
use crate::shared::word;
use crate::tables::unguarded;

/// What stands in the column `decision` where the evidence is another than when the row was decided.
pub const CHANGED: &str = "evidence changed";

/// What a coder decided of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Its name, which stays the same.
    pub key: String,
    /// The event.
    pub event: String,
    /// The figures of the row.
    pub figures: Vec<String>,
    /// The effect; empty for an event without figures.
    pub effect: String,
    /// What is counted.
    pub counted: String,
    /// Which people.
    pub affected: String,
    /// The hash of the evidence when it was decided.
    pub evidence: String,
    /// What becomes of the row.
    pub status: Status,
    /// The number that the coder holds to be best.
    pub best: Option<Number>,
    /// Who decided.
    pub coder: String,
    /// Why.
    pub reason: String,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is coded.
    Accepted,
    /// It is not.
    Rejected,
    /// It was looked at, and stays open.
    Uncertain,
}

/// A row of a coder's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its line.
    pub line: u64,
    /// Its key.
    pub key: String,
    /// What is decided; nothing where all four cells are empty.
    pub decision: Option<Decision>,
    /// Whether its evidence is still marked as changed.
    pub is_marked: bool,
}

/// What is wrong in a coder's table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Wrong {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong and what would be right.
    pub reason: String,
}

const NEEDED: [&str; 12] = [
    "key", "event", "figures", "effect", "counted", "affected", "evidence", "decision", "status", "best",
    "coder", "reason",
];

/// Reads a coder's table: CSV with commas, semicolons or tabs, columns in any order.
///
/// # Errors
/// [`Wrong`] for the first row that cannot be.
pub fn read(text: &str) -> Result<Vec<Entry>, Wrong> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().next().unwrap_or("");
    let delimiter =
        *b",;\t".iter().rev().max_by_key(|mark| head.matches(char::from(**mark)).count()).unwrap_or(&b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let wrong = |line: u64, reason: String| Wrong { line, reason };
    let headers = reader.headers().map_err(|error| wrong(1, error.to_string()))?.clone();
    let mut at = [0; NEEDED.len()];
    for (place, name) in at.iter_mut().zip(NEEDED) {
        *place = headers.iter().position(|header| header.trim() == name).ok_or_else(|| {
            wrong(
                1,
                format!("the column {name} is missing; keep all columns of tidings export --format coding"),
            )
        })?;
    }
    let (mut entries, mut lines): (Vec<Entry>, BTreeMap<String, u64>) = (Vec::new(), BTreeMap::new());
    let (mut line, mut counted) = (1, 0);
    for row in reader.records() {
        let row = row.map_err(|_| wrong(line, "after this line stands what is no row of CSV".to_owned()))?;
        // The reader's own line is one too low after `\r\n`.
        let start = row.position().map_or(counted, |position| position.byte() as usize);
        let rest = text.get(start..).unwrap_or("");
        let start = text.len() - rest.trim_start_matches(['\r', '\n']).len();
        line += text.get(counted..start).unwrap_or("").matches('\n').count() as u64;
        counted = start;
        let cells = at.map(|place| unguarded(row.get(place).unwrap_or("").trim()).to_owned());
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let entry = entry(line, cells).map_err(|reason| wrong(line, reason))?;
        if let Some(before) = lines.insert(entry.key.clone(), line) {
            return Err(wrong(
                line,
                format!("the row {} stands in line {before} already; leave one", entry.key),
            ));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn entry(line: u64, cells: [String; 12]) -> Result<Entry, String> {
    let [key, event, figures, effect, counted, affected, evidence, mark, status, best, coder, reason] = cells;
    if key.is_empty() || event.is_empty() || evidence.is_empty() {
        return Err("key, event or evidence is empty; they lead a decision to its row and stay as exported"
            .to_owned());
    }
    let is_marked = mark == CHANGED;
    if [&status, &best, &coder, &reason].iter().all(|cell| cell.is_empty()) {
        return Ok(Entry { line, key, decision: None, is_marked });
    }
    let status = match status.to_lowercase().as_str() {
        "accepted" => Status::Accepted,
        "rejected" => Status::Rejected,
        "uncertain" => Status::Uncertain,
        "" => return Err("status is empty; write accepted, rejected or uncertain".to_owned()),
        _ => return Err(format!("status {status:?} is not known; write accepted, rejected or uncertain")),
    };
    if coder.is_empty() {
        return Err("coder is empty; write who decided".to_owned());
    }
    let best = match best.as_str() {
        "" => None,
        text => Some(number(text).ok_or_else(|| {
            format!("best {text:?} is no number such as 17 or 2.5, without marks between thousands")
        })?),
    };
    let figures = figures.split([';', ' ']).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    let decision = Decision {
        key: key.clone(),
        event,
        figures,
        effect,
        counted,
        affected,
        evidence,
        status,
        best,
        coder,
        reason,
    };
    Ok(Entry { line, key, decision: Some(decision), is_marked })
}

fn number(text: &str) -> Option<Number> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    Number::new(text.parse().ok()?).filter(|number| plain && number.get() < 1e15)
}

/// What came of taking a table in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Rows decided that had no decision.
    pub new: usize,
    /// Rows decided otherwise than before, or anew on other evidence.
    pub changed: usize,
    /// Rows whose decision was emptied.
    pub removed: usize,
    /// Rows whose evidence changed and that nobody looked at again.
    pub unconfirmed: usize,
}

/// Takes the rows of a table into the decisions that are kept. Rows that the table does not have stay as they are.
pub fn take(kept: &mut Vec<Decision>, entries: Vec<Entry>) -> Taken {
    let mut taken = Taken::default();
    let mut all: BTreeMap<String, Decision> = kept.drain(..).map(|one| (one.key.clone(), one)).collect();
    for entry in entries {
        let before = all.get(&entry.key);
        let Some(decision) = entry.decision else {
            taken.removed += usize::from(all.remove(&entry.key).is_some());
            continue;
        };
        let same = before.is_some_and(|one| {
            (one.status, one.best, &one.coder, &one.reason)
                == (decision.status, decision.best, &decision.coder, &decision.reason)
        });
        if same && entry.is_marked {
            taken.unconfirmed += 1;
            continue;
        }
        match before {
            None => taken.new += 1,
            Some(before) => taken.changed += usize::from(!same || before.evidence != decision.evidence),
        }
        all.insert(entry.key, decision);
    }
    *kept = all.into_values().collect();
    taken
}

/// Decisions as TOML, an entry each, in the order of their keys.
pub fn toml(decisions: &[Decision]) -> String {
    let mut out =
        "# What coders decided of rows of `tidings export --format coding`; written by `tidings decide`.\n"
            .to_owned();
    for one in decisions {
        let figures: Vec<String> = one.figures.iter().map(|id| quoted(id)).collect();
        out.push_str("\n[[coded]]\n");
        let mut add = |key: &str, value: String| out.push_str(&format!("{key} = {value}\n"));
        add("key", quoted(&one.key));
        add("event", quoted(&one.event));
        add("figures", format!("[{}]", figures.join(", ")));
        add("effect", quoted(&one.effect));
        add("counted", quoted(&one.counted));
        add("affected", quoted(&one.affected));
        add("evidence", quoted(&one.evidence));
        add("status", quoted(&word(&one.status)));
        if let Some(best) = one.best {
            add("best", best.to_string());
        }
        add("coder", quoted(&one.coder));
        add("reason", quoted(&one.reason));
    }
    out
}

/// A basic string of TOML: that of JSON, which also lets U+007F stand.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

/// Which decision each row has, and which decisions have none.
#[derive(Debug)]
pub struct Matched {
    /// For each row the place of its decision.
    pub of_row: Vec<Option<usize>>,
    /// The places of decisions that no row answers to.
    pub unanswered: Vec<usize>,
}

/// Leads decisions to rows: to the row of the same effect that shares most figures, else to that of the same event,
/// effect and thing counted.
pub fn matched(rows: &[Row], decisions: &[Decision]) -> Matched {
    let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for id in row.ids.iter().flatten() {
            by_id.entry(id).or_default().push(at);
        }
    }
    let mut pairs: Vec<(usize, bool, usize, usize)> = Vec::new();
    for (nth, decision) in decisions.iter().enumerate() {
        let effect = [&decision.effect, &decision.counted, &decision.affected];
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for id in &decision.figures {
            for &at in by_id.get(id.as_str()).into_iter().flatten() {
                *shared.entry(at).or_default() += usize::from(rows[at].effect[0] == decision.effect);
            }
        }
        for &at in by_id.get(decision.event.as_str()).into_iter().flatten() {
            if rows[at].effect.iter().eq(effect) {
                shared.entry(at).or_default();
            }
        }
        let alike = shared.into_iter().filter(|&(at, count)| count > 0 || rows[at].effect.iter().eq(effect));
        pairs.extend(alike.map(|(at, count)| (count, rows[at].key == decision.key, nth, at)));
    }
    pairs.sort_by_key(|&(count, same_key, nth, at)| (std::cmp::Reverse((count, same_key)), nth, at));
    let (mut of_row, mut answered) = (vec![None; rows.len()], vec![false; decisions.len()]);
    for (.., nth, at) in pairs {
        if of_row[at].is_none() && !answered[nth] {
            (of_row[at], answered[nth]) = (Some(nth), true);
        }
    }
    let unanswered = (0..decisions.len()).filter(|&nth| !answered[nth]).collect();
    Matched { of_row, unanswered }
}

/// The cells of a row from `key` on. `taken` are the keys of all decisions.
pub(crate) fn columns_of(row: &Row, decision: Option<&Decision>, taken: &BTreeSet<&str>) -> [String; 8] {
    let figures = row.figures.join("; ");
    let Some(one) = decision else {
        let mut key = row.key.clone();
        while taken.contains(key.as_str()) {
            key.push('+');
        }
        let empty = String::new;
        return [key, row.event.clone(), figures, row.evidence.clone(), empty(), empty(), empty(), empty()];
    };
    let holds = if one.evidence == row.evidence { "holds" } else { CHANGED };
    [
        one.key.clone(),
        row.event.clone(),
        figures,
        row.evidence.clone(),
        holds.to_owned(),
        word(&one.status),
        one.coder.clone(),
        one.reason.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(row: &str) -> String {
        format!("\u{feff}{}\r\n{row}\r\n", NEEDED.join(";"))
    }

    #[test]
    fn a_table_saved_by_a_spreadsheet_is_read_and_kept() {
        let row = "e1-k;e1;f1; f2;killed;people;unstated;h1;;Accepted;17;A. B.;\"'=so; \"\"yes\"\"\"";
        let row = row.replacen("f1; f2", "\"f1; f2\"", 1);
        let entries = read(&sheet(&row)).expect("a table");
        let decision = entries[0].decision.clone().expect("a decision");
        assert_eq!((decision.figures.len(), decision.best), (2, Some(Number::from(17))));
        assert_eq!(decision.reason, "=so; \"yes\"");
        let mut kept = Vec::new();
        assert_eq!(take(&mut kept, entries.clone()), Taken { new: 1, ..Taken::default() });
        assert_eq!(take(&mut kept, entries), Taken::default());
        assert!(
            toml(&kept).contains("best = 17\n") && toml(&kept).contains("reason = \"=so; \\\"yes\\\"\"\n")
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (row, said) in [
            (";e1;;;;;h1;;accepted;;A;", "key, event or evidence"),
            ("k;e1;;;;;h1;;;3;A;", "status is empty"),
            ("k;e1;;;;;h1;;accepted;-3;A;", "is no number"),
            ("k;e1;;;;;h1;;accepted;3;;", "coder is empty"),
            ("k;e1;;;;;h1;;;;;\r\nk;e1;;;;;h1;;;;;", "stands in line 2 already"),
        ] {
            let wrong = read(&sheet(row)).expect_err(row);
            assert!(wrong.line >= 2 && wrong.reason.contains(said), "{row}: {wrong:?}");
        }
        assert_eq!(read("a,b\n1,2\n").expect_err("no columns").line, 1);
    }
}
