//! What is asked, and the expression that asks it of the index.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

use super::index::RowKind;
use super::words::{Mark, marked, stems};

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

/// The words and phrases of a query, as stems.
#[derive(Default)]
struct Parts {
    wanted: Vec<Vec<String>>,
    unwanted: Vec<Vec<String>>,
    /// Of the words that are wanted, alone and in phrases, those that tell what a text is about.
    telling: Vec<String>,
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
    /// The words and phrases that must stand there and that must not, as stems; and of the first those that tell something.
    fn parts(&self) -> Parts {
        let Parts { mut wanted, mut unwanted, mut telling } = Parts::default();
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
            let mut words = stems(part);
            words.truncate(MOST_WORDS);
            if words.is_empty() {
                continue;
            }
            if !is_unwanted {
                let tells = |place: &Range<usize>| !tidings_link::is_small(&part[place.clone()]);
                telling.extend(words.iter().filter(|(place, _)| tells(place)).map(|(_, stem)| stem.clone()));
            }
            let phrase = words.into_iter().map(|(_, stem)| stem).collect();
            if is_unwanted { unwanted.push(phrase) } else { wanted.push(phrase) }
        }
        Parts { wanted, unwanted, telling }
    }

    /// The words and phrases that must stand there.
    pub(super) fn asked(&self) -> Vec<Vec<String>> {
        self.parts().wanted
    }

    /// The words and phrases that must not stand there.
    pub(super) fn unwanted(&self) -> Vec<Vec<String>> {
        self.parts().unwanted
    }

    /// Whether hits of `kind` are asked for. Filters that only claims or events can pass leave out the others.
    pub(super) fn asks_for(&self, kind: RowKind) -> bool {
        let is_named = self.kinds.is_empty() || self.kinds.iter().any(|name| name == kind.name());
        let can_pass = match kind {
            RowKind::Passage => self.speaker.is_none() && self.stance.is_none() && self.event_type.is_none(),
            RowKind::Claim => self.event_type.is_none() && self.place.is_none(),
            RowKind::Event => self.stance.is_none(),
        };
        is_named && can_pass
    }

    /// The stance or the type of event that is asked for, as the store writes them.
    pub(super) fn sort(&self) -> Option<String> {
        let stance = self.stance.as_ref().map(|stance| stance.to_lowercase().replace([' ', '-'], "_"));
        stance.or_else(|| Some(self.event_type.as_ref()?.to_uppercase().replace([' ', '_'], "-")))
    }

    /// The expression for the index. It holds for every passage in which a hit is, and for some others: words that nearly
    /// every passage has are looked for in the passage, which takes less long than going through all that have them.
    pub(super) fn expression(&self) -> Result<String, Unclear> {
        let Parts { wanted, unwanted, telling } = self.parts();
        let asked = if telling.is_empty() { wanted.concat() } else { telling };
        let mut all: Vec<String> = if asked.is_empty() { Vec::new() } else { vec![every(&asked)] };
        let marks = |mark: Mark, words: &[String]| -> Vec<String> {
            words.iter().map(|word| marked(mark, word)).collect()
        };
        if let Some(speaker) = &self.speaker {
            all.push(every(&marks(Mark::Speaker, &name("--speaker", speaker)?)));
        }
        if let Some(actor) = &self.actor {
            let stems = name("--actor", actor)?;
            let named =
                stems.iter().map(|stem| any([marked(Mark::Speaker, stem), marked(Mark::Actor, stem)]));
            let named = named.collect::<Vec<_>>().join(" AND ");
            all.push(format!("(({named}) OR ({}))", every(&stems)));
        }
        if let Some(place) = &self.place {
            let stems = name("--place", place)?;
            all.push(format!("(({}) OR ({}))", every(&marks(Mark::Place, &stems)), every(&stems)));
        }
        let mut filters: Vec<String> = Vec::new();
        filters.extend(self.stance.as_ref().map(|stance| marked(Mark::Stance, stance)));
        filters.extend(self.event_type.as_ref().map(|kind| marked(Mark::Type, kind)));
        filters.extend(self.outlet.as_ref().map(|outlet| marked(Mark::Outlet, outlet)));
        if !filters.is_empty() {
            all.push(every(&filters));
        }
        let kinds: Vec<RowKind> = RowKind::ALL.into_iter().filter(|&kind| self.asks_for(kind)).collect();
        if !self.kinds.iter().all(|name| RowKind::ALL.iter().any(|kind| kind.name() == name)) {
            return Err(Unclear("a hit is a passage, a claim or an event".to_owned()));
        }
        if let Some(days) = self.days()? {
            all.push(days);
        }
        if all.is_empty()
            && self.kinds.is_empty()
            && unwanted.is_empty()
            && self.story.is_none()
            && self.among.is_none()
        {
            return Err(Unclear("nothing is asked: give words or a filter".to_owned()));
        }
        if !kinds.contains(&RowKind::Passage) {
            // No kind can pass: what asks for two kinds at once finds nothing.
            let kinds = kinds.iter().map(|kind| marked(Mark::Kind, kind.name()));
            all.push(any(if kinds.len() == 0 { vec!["§".to_owned()] } else { kinds.collect() }));
        }
        if all.is_empty() {
            all.push(every(&[marked(Mark::Kind, RowKind::Passage.name())]));
        }
        let mut expression = all.join(" AND ");
        for one in unwanted.iter().filter(|one| one.len() == 1) {
            expression = format!("({expression}) NOT {}", every(one));
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
            let months =
                (first..=last).map(|at| marked(Mark::Month, &format!("{:04}{:02}", at / 12, at % 12 + 1)));
            return Ok(Some(any(months)));
        }
        let (first, last) = (from.year(), to.year());
        let years = || (first..=last).map(|year| marked(Mark::Year, &format!("{year:04}")));
        Ok((last - first < 200).then(|| any(years())))
    }
}

/// `expression`, and that an article begins with the passage.
pub(super) fn leading(expression: &str) -> String {
    format!("({expression}) AND \"{}\"", marked(Mark::Lead, ""))
}

/// The day that `text` states; of a month or year (2024-03, 2024) its first.
pub fn first_day(text: &str) -> Option<Date> {
    [text.to_owned(), format!("{text}-01"), format!("{text}-01-01")].iter().find_map(|day| day.parse().ok())
}

/// The day that `text` states; of a month or year its last.
pub fn last_day(text: &str) -> Option<Date> {
    let first = first_day(text)?;
    Some(match text.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    })
}

/// The words of a name.
fn name(option: &str, name: &str) -> Result<Vec<String>, Unclear> {
    let stems: Vec<String> = stems(name).into_iter().map(|(_, stem)| stem).take(MOST_WORDS).collect();
    if stems.is_empty() { Err(Unclear(format!("{option} names nothing"))) } else { Ok(stems) }
}

/// All of these words.
fn every(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" AND ")
}

/// Any of these words.
fn any(words: impl IntoIterator<Item = String>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("\"{word}\"")).collect();
    format!("({})", words.join(" OR "))
}
