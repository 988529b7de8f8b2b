//! A record as one page of HTML that needs nothing else: [`page`].
//!
//! The page loads nothing and reads well without its script, on paper, on a phone and aloud. People never see a code of
//! the record on it: `words` says what each is called. Every statement leads to the exact words that it rests on,
//! marked in the text of their article, and these lead back.
//!
//! Not here: files, the clock, and any judgement. What the record does not state, the page does not say; what is
//! missing it names as missing.

mod articles;
mod audit;
mod band;
mod chart;
mod checks;
mod cite;
mod claims;
mod copies;
mod days;
mod figures;
mod filter;
mod group;
mod line;
mod names;
mod note;
mod notes;
mod plot;
mod shell;
mod sources;
mod story;
mod text;
mod timeline;
mod words;

pub use audit::audit;
pub use cite::{Citer, cite_verdict, cite_words};
pub use days::{day as day_words, interval as days_words};
pub use note::note;
pub use shell::{form_page, form_policy, policy};
pub use text::shown;
pub use words::counted;

use jiff::civil::Date;
use maud::{Markup, html};
use tidings_record::{ArticleId, Reading, Record};

use crate::sources::Sources;
use crate::story::Lines;

/// How a page is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Where the parts are that stand on pages of their own; `None` puts all into one page that needs no other.
    pub addresses: Option<Addresses>,
}

/// Where a server keeps the pages of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The page of the story.
    pub story: String,
    /// What stands before the id of an article in the address of its page.
    pub articles: String,
    /// What stands after it: a query, or nothing.
    pub query: String,
    /// The page that lists the stories.
    pub home: String,
    /// The day by which what is shown was known, if it is not all that is known now.
    pub known_by: Option<Date>,
}

impl Addresses {
    /// The address of the page of an article: its id with all that an address may not hold in `%` and hex digits.
    pub fn article(&self, id: &ArticleId) -> String {
        let mut address = self.articles.clone();
        address.push_str(&encoded(id.as_str()));
        address.push_str(&self.query);
        address
    }
}

/// `text` as a part of an address: all that such a part may not hold in `%` and hex digits.
pub fn encoded(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => address.push(byte.into()),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// The page of `record`, with the texts of `readings`, which are those of its articles. Same input, same bytes.
///
/// An article that has no reading among `readings` is listed without its text. A reading that no story holds is
/// given at the end. With [`Options::addresses`] the texts stand on pages of their own: [`article_page`].
pub fn page(record: &Record, readings: &[Reading], options: &Options) -> String {
    let sources = Sources::new(record, readings, options);
    let stories = lines(record, &sources);
    let several = record.stories.len() != 1;
    let contents = stories.first().filter(|_| !several).map(Lines::contents);
    let title = match record.stories.as_slice() {
        [] => "No story found".to_owned(),
        [story] => story.title.clone(),
        stories => words::count(stories.len(), "story"),
    };
    let main = html! {
        main #main .many[several] {
            (known_by(options))
            @if several {
                h1 { (title) }
                (list(record))
            }
            @for story in stories { (story.finish(&sources, several)) }
            (articles::outside_stories(&sources))
        }
    };
    let bar = html! { @if let Some(contents) = contents { (contents) } (filter::panel(&sources)) };
    shell::page(&title, home(options), &bar, &main)
}

/// The page of one article of `record`, with its text; `None` if no story holds it. For [`Options::addresses`].
pub fn article_page(
    record: &Record,
    readings: &[Reading],
    id: &ArticleId,
    options: &Options,
) -> Option<String> {
    let sources = Sources::new(record, readings, options);
    // For what they link to in this article.
    lines(record, &sources);
    let source = sources.get(id)?;
    let main = html! { main #main { (known_by(options)) (articles::alone(source, &sources)) } };
    Some(shell::page(source.title(), home(options), &html! {}, &main))
}

/// That the page does not show all that is known now.
fn known_by(options: &Options) -> Markup {
    let day = options.addresses.as_ref().and_then(|addresses| addresses.known_by);
    html! { @if let Some(day) = day { (known_by_note(day, "?")) } }
}

/// That only what had been published by `day` is shown; `now` is the address of the same page without the day.
pub fn known_by_note(day: Date, now: &str) -> Markup {
    html! {
        p.notice {
            b { "As known by " (days::day(day)) "." } " Only what had certainly been published by then is here. "
            a href=(now) { "Show what is known now" }
        }
    }
}

fn home(options: &Options) -> Option<&str> {
    options.addresses.as_ref().map(|addresses| addresses.home.as_str())
}

/// All lines of all stories first: they note which words they link to, and then the texts mark those words.
fn lines<'r>(record: &'r Record, sources: &Sources<'r>) -> Vec<Lines<'r>> {
    let several = record.stories.len() != 1;
    let stories = record.stories.iter().enumerate();
    stories.map(|(index, story)| Lines::of(story, index, several, sources)).collect()
}

/// The list of stories.
fn list(record: &Record) -> Markup {
    html! {
        @if record.stories.is_empty() {
            p { "The articles were read; none of them tells a story that could be followed." }
        } @else {
            nav.stories aria-label="Stories" {
                ol {
                    @for (index, story) in record.stories.iter().enumerate() {
                        @let checks = story.findings.iter().filter(|finding| finding.kind.is_check()).count();
                        li {
                            a href={ "#s" (index + 1) } { (shown(&story.title)) }
                            span.meta {
                                " " (words::count(story.articles.len(), "article")) @if checks > 0 { ", " (checks) " to check" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A heading of the page: `level` 2 is a section of the only story.
fn heading(level: u8, id: Option<&str>, words: &Markup) -> Markup {
    html! {
        @match level {
            0 | 1 => h1 id=[id] { (words) },
            2 => h2 id=[id] { (words) },
            3 => h3 id=[id] { (words) },
            4 => h4 id=[id] { (words) },
            _ => h5 id=[id] { (words) },
        }
    }
}

#[cfg(test)]
mod tests;
