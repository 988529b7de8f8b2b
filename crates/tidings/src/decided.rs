//! `tidings.decided.toml`: what coders decided of rows, as `tidings decide` keeps it beside articles or a store.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};
use tidings_export::coding;
use tidings_export::decided::{Decision, Status, matched};
use tidings_record::{PointSpan, Record};
use toml::Spanned;

use crate::decisions::{DecisionError, files_beside, folder, line};

/// The name of the file beside articles.
const NAME: &str = "tidings.decided.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    coded: Vec<Spanned<Decision>>,
}

/// The decisions of some files, each with where it stands.
#[derive(Debug, Default)]
pub struct Decided {
    /// The decisions.
    pub list: Vec<Decision>,
    /// For each of them the file and the line.
    pub places: Vec<String>,
}

/// What was decided of a row of a record.
#[derive(Debug)]
pub struct Answer<'d> {
    decision: &'d Decision,
    place: &'d str,
    row: coding::Row,
}

impl Answer<'_> {
    /// "accepted by A. Coder, best 17 (killed, people): the hospital's count (tidings.decided.toml:3)".
    pub fn words(&self) -> String {
        let one = self.decision;
        let best = one.best.map_or(String::new(), |best| format!(", best {best}"));
        let reason = if one.reason.is_empty() { String::new() } else { format!(": {}", one.reason) };
        let of: Vec<&str> =
            self.row.effect.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        let of = if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) };
        format!("{} by {}{best}{of}{reason} ({})", status(one.status), one.coder, self.place)
    }

    /// Whether what it rests on is other than when it was decided.
    pub fn is_changed(&self) -> bool {
        self.decision.evidence != self.row.evidence
    }

    /// The figures of the row.
    pub fn figures(&self) -> &[String] {
        &self.row.figures
    }

    /// The same as JSON.
    pub fn json(&self) -> Value {
        let one = self.decision;
        json!({
            "status": one.status, "coder": one.coder, "best": one.best, "reason": one.reason,
            "evidence_changed": self.is_changed(), "event": self.row.event, "figures": self.row.figures,
            "place": self.place,
        })
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Accepted => "accepted",
        Status::Rejected => "rejected",
        Status::Uncertain => "uncertain",
    }
}

impl Decided {
    /// What was decided of the rows that are of one of `ids`, in the order of rows.
    pub fn of_ids(&self, record: &Record<PointSpan>, ids: &[&str]) -> Vec<Answer<'_>> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let rows = coding::rows(record);
        let found = matched(&rows, &self.list).of_row;
        let here = rows.into_iter().zip(found).filter(|(row, _)| ids.iter().any(|id| row.is_of(id)));
        let answer = |(row, at): (coding::Row, Option<usize>)| {
            let at = at?;
            Some(Answer { decision: &self.list[at], place: &self.places[at], row })
        };
        here.filter_map(answer).collect()
    }

    /// The decisions beside `paths`.
    ///
    /// # Errors
    /// [`DecisionError`] for a file that cannot be read, or that says something that cannot be.
    pub fn beside(paths: &[PathBuf]) -> Result<Decided, DecisionError> {
        let mut all = Decided::default();
        files_beside(paths, NAME).iter().try_for_each(|file| all.read(file))?;
        Ok(all)
    }

    /// The decisions of one file; none if it is not there.
    ///
    /// # Errors
    /// As [`Decided::beside`].
    pub fn of(file: &Path) -> Result<Decided, DecisionError> {
        let mut all = Decided::default();
        if file.is_file() {
            all.read(file)?;
        }
        Ok(all)
    }

    fn read(&mut self, file: &Path) -> Result<(), DecisionError> {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|error| DecisionError {
            place: name.clone(),
            reason: format!("it cannot be read: {error}"),
        })?;
        let place = |at: usize| format!("{name}:{}", line(&text, at));
        let parsed: File = toml::from_str(&text).map_err(|error| DecisionError {
            place: place(error.span().map_or(0, |span| span.start)),
            reason: error.message().replace('\n', " "),
        })?;
        for one in parsed.coded {
            self.places.push(place(one.span().start));
            self.list.push(one.into_inner());
        }
        Ok(())
    }
}

/// The file of decisions in the folder of the first of `paths`, else beside `store`.
pub fn file(paths: &[PathBuf], store: &Path) -> PathBuf {
    match paths.first() {
        Some(path) if path.as_os_str() == "-" => PathBuf::from(NAME),
        Some(path) => folder(path).join(NAME),
        None => {
            let mut name = store.as_os_str().to_owned();
            name.push(".decided.toml");
            PathBuf::from(name)
        }
    }
}
