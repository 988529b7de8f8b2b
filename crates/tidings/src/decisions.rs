//! `tidings.toml` beside the articles: what a person decided. Every complaint names the file and the line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;
use tidings_link::{Decided, Decision, Told};
use tidings_record::{Basis, Because, Days};
use toml::Spanned;

/// The name of the file.
const NAME: &str = "tidings.toml";

/// What is wrong with a file of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionError {
    /// The file and the line.
    pub place: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl std::fmt::Display for DecisionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

impl std::error::Error for DecisionError {}

/// What a person decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// What linking is told.
    pub list: Vec<Decision>,
    /// The days of articles, by id or the end of a path; reading is told these.
    pub articles: Vec<ArticleDay>,
}

/// The day of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleDay {
    /// Where it is decided.
    pub place: String,
    /// The article.
    pub article: String,
    /// Its day.
    pub days: Days,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    same: Vec<Spanned<Group>>,
    apart: Vec<Spanned<Group>>,
    day: Vec<Spanned<Day>>,
    ignore: Vec<Spanned<Passage>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    actors: Option<Vec<String>>,
    events: Option<Vec<Event>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    article: Option<String>,
    event: Option<Event>,
    is: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Passage {
    article: String,
    words: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "an id (\"e0a1b2c3d4e5f\") or { article = \"…\", words = \"…\" }")]
enum Event {
    Id(String),
    Words(Passage),
}

impl Decisions {
    /// The decisions in the files beside `paths`: in each folder among them, and in the folder of each file.
    ///
    /// # Errors
    /// [`DecisionError`] for a file that cannot be read, or that says something that cannot be.
    pub fn beside(paths: &[PathBuf]) -> Result<Decisions, DecisionError> {
        let mut all = Decisions::default();
        for file in files_beside(paths, NAME) {
            let place = file.display().to_string();
            let text = std::fs::read_to_string(&file).map_err(|error| DecisionError {
                place: place.clone(),
                reason: format!("it cannot be read: {error}"),
            })?;
            all.read(&place, &text)?;
        }
        Ok(all)
    }

    /// Adds the decisions of a file.
    fn read(&mut self, file: &str, text: &str) -> Result<(), DecisionError> {
        let place = |at: usize| format!("{file}:{}", line(text, at));
        let wrong = |at: usize, reason: String| DecisionError { place: place(at), reason };
        let parsed: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            wrong(at, error.message().replace('\n', " "))
        })?;
        let groups =
            parsed.same.iter().map(|one| (one, true)).chain(parsed.apart.iter().map(|one| (one, false)));
        let mut found: Vec<(usize, Decided)> = Vec::new();
        for (group, same) in groups {
            let at = group.span().start;
            let what = match (&group.get_ref().actors, &group.get_ref().events) {
                (Some(actors), None) if actors.len() > 1 => {
                    let actors = actors.clone();
                    if same { Decided::SameActors(actors) } else { Decided::ApartActors(actors) }
                }
                (None, Some(events)) if events.len() > 1 => {
                    let events = events.iter().map(told).collect::<Result<_, _>>();
                    let events = events.map_err(|reason| wrong(at, reason))?;
                    if same { Decided::SameEvents(events) } else { Decided::ApartEvents(events) }
                }
                (Some(_), Some(_)) => {
                    return Err(wrong(
                        at,
                        "actors and events stand in one entry; give each its own".to_owned(),
                    ));
                }
                _ => return Err(wrong(at, "give at least two actors, or two events".to_owned())),
            };
            found.push((at, what));
        }
        for day in &parsed.day {
            let at = day.span().start;
            let (earliest, latest) = interval(&day.get_ref().is).map_err(|reason| wrong(at, reason))?;
            match (&day.get_ref().article, &day.get_ref().event) {
                (Some(article), None) => self.articles.push(ArticleDay {
                    place: place(at),
                    article: article.clone(),
                    days: Days {
                        because: vec![Because {
                            rule: format!("stated by hand ({})", place(at)),
                            refs: Vec::new(),
                        }],
                        ..Days::between(Some(earliest), Some(latest), Basis::Given)
                    },
                }),
                (None, Some(event)) => {
                    let event = told(event).map_err(|reason| wrong(at, reason))?;
                    found.push((at, Decided::Day { event, earliest, latest }));
                }
                _ => return Err(wrong(at, "a day is that of one article or of one event".to_owned())),
            }
        }
        for passage in &parsed.ignore {
            let Passage { article, words } = passage.get_ref().clone();
            if words.trim().is_empty() {
                return Err(wrong(passage.span().start, "words is empty".to_owned()));
            }
            found.push((passage.span().start, Decided::Ignore { article, words }));
        }
        if let Some((at, other)) = contradicting(&found) {
            return Err(wrong(at, format!("this contradicts {}", place(other))));
        }
        found.sort_by_key(|(at, _)| *at);
        self.list.extend(found.into_iter().map(|(at, what)| Decision { place: place(at), what }));
        Ok(())
    }

    /// The day decided for an article, with its place in the list.
    pub fn day_of(&self, id: &str, path: &str) -> Option<(usize, &Days)> {
        let ends = |end: &str| {
            path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(['/', '\\']))
        };
        let found = self.articles.iter().enumerate().find(|(_, one)| one.article == id || ends(&one.article));
        found.map(|(at, one)| (at, &one.days))
    }
}

/// The files called `name` beside `paths`: in each folder among them, and in the folder of each file.
pub fn files_beside(paths: &[PathBuf], name: &str) -> BTreeSet<PathBuf> {
    let given = paths.iter().filter(|path| path.as_os_str() != "-");
    given.map(|path| folder(path).join(name)).filter(|file| file.is_file()).collect()
}

/// A folder itself, else the folder of a file.
pub fn folder(path: &Path) -> PathBuf {
    if path.is_dir() { path.to_owned() } else { path.parent().unwrap_or(Path::new("")).to_owned() }
}

/// The line of `text` in which the byte `at` stands, from 1.
pub fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}

fn told(event: &Event) -> Result<Told, String> {
    match event {
        Event::Id(id) if id.len() == 13 && id.starts_with('e') => Ok(Told::Id(id.clone())),
        Event::Id(id) => Err(format!("{id:?} is no id of an event, such as \"e0a1b2c3d4e5f\"")),
        Event::Words(Passage { article, words }) => {
            Ok(Told::Words { article: article.clone(), words: words.clone() })
        }
    }
}

/// The days of `2024-03-12` or `2024-03-12/2024-03-14`.
fn interval(text: &str) -> Result<(Date, Date), String> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    match (first.parse::<Date>(), last.parse::<Date>()) {
        (Ok(first), Ok(last)) if first <= last => Ok((first, last)),
        (Ok(_), Ok(_)) => Err(format!("{text:?} ends before it begins")),
        _ => Err(format!("{text:?} is no day such as \"2024-03-12\" or \"2024-03-12/2024-03-14\"")),
    }
}

/// Two decisions that cannot both be followed: the later and the earlier.
fn contradicting(found: &[(usize, Decided)]) -> Option<(usize, usize)> {
    let two = |a: &[String], b: &[String]| a.iter().filter(|one| b.contains(one)).count() > 1;
    let key = |told: &Told| format!("{told:?}");
    for (nth, (at, one)) in found.iter().enumerate() {
        for (other, two_) in &found[nth + 1..] {
            let clash = match (one, two_) {
                (Decided::SameActors(a), Decided::ApartActors(b)) => two(a, b),
                (Decided::SameEvents(a), Decided::ApartEvents(b)) => {
                    let (a, b): (Vec<String>, Vec<String>) =
                        (a.iter().map(key).collect(), b.iter().map(key).collect());
                    two(&a, &b)
                }
                (
                    Decided::Day { event: a, earliest, latest },
                    Decided::Day { event: b, earliest: first, latest: last },
                ) => a == b && (earliest, latest) != (first, last),
                _ => false,
            };
            if clash {
                return Some((*at.max(other), *at.min(other)));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Decisions, String> {
        let mut made = Decisions::default();
        made.read("tidings.toml", text).map(|()| made).map_err(|error| error.to_string())
    }

    #[test]
    fn decisions_are_read_with_their_lines() {
        let made = read(
            "# who is who\n[[same]]\nactors = [\"Ana Ruiz\", \"A. Ruis\"]\n\n[[apart]]\nevents = [\"e0a1b2c3d4e5f\", { article = \
             \"b.txt\", words = \"second round\" }]\n\n[[day]]\narticle = \"c.txt\"\nis = \"2024-03-12/2024-03-14\"\n\n[[ignore]]\n\
             article = \"a.txt\"\nwords = \"Related articles\"\n",
        )
        .unwrap();
        assert_eq!(made.list.len(), 3);
        assert_eq!(made.list[0].place, "tidings.toml:2");
        assert_eq!(made.list[0].what, Decided::SameActors(vec!["Ana Ruiz".to_owned(), "A. Ruis".to_owned()]));
        assert_eq!(made.list[1].place, "tidings.toml:5");
        assert_eq!(made.articles[0].days.edtf.as_deref(), Some("2024-03-12/2024-03-14"));
        assert_eq!(made.day_of("x", "news/c.txt").map(|(at, _)| at), Some(0));
        assert_eq!(made.day_of("x", "news/abc.txt"), None);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, expect) in [
            ("[[same]]\nactors = [\"Ana Ruiz\"]\n", "tidings.toml:1: give at least two"),
            ("\n[[same]]\nactor = [\"a\", \"b\"]\n", "tidings.toml:3: unknown field `actor`"),
            ("[[merge]]\n", "tidings.toml:1: unknown field `merge`"),
            (
                "[[day]]\nevent = \"e0a1b2c3d4e5f\"\nis = \"yesterday\"\n",
                "tidings.toml:1: \"yesterday\" is no day",
            ),
            ("[[day]]\nis = \"2024-03-12\"\n", "tidings.toml:1: a day is that of one"),
            ("[[apart]]\nevents = [\"e1\", \"e2\"]\n", "\"e1\" is no id"),
            (
                "[[same]]\nactors = [\"a\", \"b\"]\n[[apart]]\nactors = [\"b\", \"a\"]\n",
                "tidings.toml:3: this contradicts tidings.toml:1",
            ),
            ("[[same]\n", "tidings.toml:1: "),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(expect), "{text:?} should say {expect:?}: {error}");
        }
    }
}
