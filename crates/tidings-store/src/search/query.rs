//! What is asked, and the expression that asks it of the index.

use std::fmt;

use jiff::civil::Date;

use super::index::RowKind;
use super::words::{stems, tag};

/// Most words and phrases of a query; further ones are left alone.
const MOST_WORDS: usize = 32;
/// Most months that are named one by one; longer intervals are named by years.
const MOST_MONTHS: i32 = 24;

/// What is asked. All that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Words, which all must stand there in any form; `"…"` a phrase; `-word` must not stand there.
    pub words: String,
    /// `passage`, `claim` or `event`; all if none is named.
    pub kinds: Vec<String>,
    /// Part of the name of who takes part, is spoken to, or is named in a passage.
    pub actor: Option<String>,
    /// Part of the name of who says it: claims, and events that somebody tells of.
    pub speaker: Option<String>,
    /// A stance: claims only.
    pub stance: Option<String>,
    /// Where: events, and passages that name it.
    pub place: Option<String>,
    /// A type of event: events only.
    pub event_type: Option<String>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The outlet, in any case.
    pub outlet: Option<String>,
    /// The id of a story.
    pub story: Option<String>,
    /// Ids of articles, stories, claims, events or passages.
    pub among: Option<Vec<String>>,
    /// Only what had been published by then.
    pub known_by: Option<Date>,
    /// How many hits to give.
    pub limit: usize,
}

impl Default for Query {
    fn default() -> Query {
        Query {
            words: String::new(),
            kinds: Vec::new(),
            actor: None,
            speaker: None,
            stance: None,
            place: None,
            event_type: None,
            from: None,
            to: None,
            outlet: None,
            story: None,
            among: None,
            known_by: None,
            limit: 20,
        }
    }
}

/// Why a query asks for nothing, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear(pub String);

impl fmt::Display for Unclear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Query {
    /// The words and phrases that must stand there and that must not, as stems.
    fn parts(&self) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        let mut rest = self.words.as_str();
        while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
            if wanted.len() + unwanted.len() >= MOST_WORDS {
                break;
            }
            rest = &rest[start..];
            let is_unwanted = rest.starts_with('-');
            rest = rest.strip_prefix('-').unwrap_or(rest);
            let part;
            if let Some(inner) = rest.strip_prefix(['"', '“', '”']) {
                let end = inner.find(['"', '“', '”']).unwrap_or(inner.len());
                part = &inner[..end];
                rest = inner[end..].strip_prefix(['"', '“', '”']).unwrap_or("");
            } else {
                let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
                part = &rest[..end];
                rest = &rest[end..];
            }
            let mut phrase: Vec<String> = stems(part).into_iter().map(|(_, stem)| stem).collect();
            phrase.truncate(MOST_WORDS);
            if !phrase.is_empty() {
                if is_unwanted { unwanted.push(phrase) } else { wanted.push(phrase) }
            }
        }
        (wanted, unwanted)
    }

    /// The words and phrases that must stand there.
    pub(super) fn asked(&self) -> Vec<Vec<String>> {
        self.parts().0
    }

    /// The phrases of more than a word that must stand there, and that must not: the index knows words alone.
    pub(super) fn phrases(&self) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let (mut wanted, mut unwanted) = self.parts();
        wanted.retain(|phrase| phrase.len() > 1);
        unwanted.retain(|phrase| phrase.len() > 1);
        (wanted, unwanted)
    }

    /// The expression for the index.
    pub(super) fn expression(&self) -> Result<String, Unclear> {
        let (wanted, unwanted) = self.parts();
        let every = |column: &str, words: &[String]| {
            let words: Vec<String> = words.iter().map(|word| format!("{column} : \"{word}\"")).collect();
            words.join(" AND ")
        };
        let mut all: Vec<String> = wanted.iter().map(|one| every("words", one)).collect();
        let name = |option: &str, name: &str| {
            let stems: Vec<String> = stems(name).into_iter().map(|(_, stem)| stem).take(MOST_WORDS).collect();
            if stems.is_empty() { Err(Unclear(format!("{option} names nothing"))) } else { Ok(stems) }
        };
        if let Some(speaker) = &self.speaker {
            all.push(every("speaker", &name("--speaker", speaker)?));
        }
        if let Some(actor) = &self.actor {
            let stems = name("--actor", actor)?;
            let (named, told) = (every("{speaker actors}", &stems), every("words", &stems));
            all.push(format!("(({named}) OR ({told} AND tags : \"kp\"))"));
        }
        if let Some(place) = &self.place {
            let stems = name("--place", place)?;
            let (named, told) = (every("places", &stems), every("words", &stems));
            all.push(format!("(({named}) OR ({told} AND tags : \"kp\"))"));
        }
        let mut tags: Vec<String> = Vec::new();
        tags.extend(self.stance.as_ref().map(|stance| tag('s', stance)));
        tags.extend(self.event_type.as_ref().map(|kind| tag('t', kind)));
        tags.extend(self.outlet.as_ref().map(|outlet| tag('o', outlet)));
        all.extend(tags.into_iter().map(|tag| format!("tags : \"{tag}\"")));
        if !self.kinds.is_empty() {
            let named = |kind: &RowKind| self.kinds.iter().any(|name| name == kind.name());
            let kinds: Vec<&str> = RowKind::ALL.into_iter().filter(named).map(RowKind::tag).collect();
            if kinds.is_empty() {
                return Err(Unclear("a hit is a passage, a claim or an event".to_owned()));
            }
            all.push(any(kinds.into_iter().map(str::to_owned)));
        }
        if let Some(days) = self.days()? {
            all.push(days);
        }
        if all.is_empty() && unwanted.is_empty() && self.story.is_none() && self.among.is_none() {
            return Err(Unclear("nothing is asked: give words or a filter".to_owned()));
        }
        if all.is_empty() {
            all.push(any(RowKind::ALL.map(|kind| kind.tag().to_owned())));
        }
        let mut expression = all.join(" AND ");
        for one in unwanted.iter().filter(|one| one.len() == 1) {
            expression = format!("({expression}) NOT {}", every("words", one));
        }
        Ok(expression)
    }

    /// The months or years of the interval, if it has two ends; one end alone is left to each match.
    fn days(&self) -> Result<Option<String>, Unclear> {
        let (Some(from), Some(to)) = (self.from, self.to) else { return Ok(None) };
        if from > to {
            return Err(Unclear(format!("{from} is after {to}")));
        }
        let month = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
        let (first, last) = (month(from), month(to));
        if last - first < MOST_MONTHS {
            return Ok(Some(any((first..=last).map(|at| format!("m{:04}{:02}", at / 12, at % 12 + 1)))));
        }
        let (first, last) = (from.year(), to.year());
        Ok((last - first < 200).then(|| any((first..=last).map(|year| format!("y{year:04}")))))
    }
}

/// Any of these tags.
fn any(tags: impl IntoIterator<Item = String>) -> String {
    let tags: Vec<String> = tags.into_iter().map(|tag| format!("\"{tag}\"")).collect();
    format!("tags : ({})", tags.join(" OR "))
}
