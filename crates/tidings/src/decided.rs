//! `tidings.decided.toml`: what coders decided of rows, as `tidings decide` keeps it beside articles or a store.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use tidings_export::decided::Decision;
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

impl Decided {
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
