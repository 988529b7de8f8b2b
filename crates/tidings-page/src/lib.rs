//! A record as one page of HTML that needs nothing else: [`page`].
//!
//! The page loads nothing, runs nothing and reads well on paper, on a phone and aloud. People never see a code of
//! the record on it: `words` says what each is called. Every statement leads to the exact words that it rests on,
//! marked in the text of their article.
//!
//! Not here: files, the clock, and any judgement. What the record does not state, the page does not say; what is
//! missing it names as missing.

mod articles;
mod band;
mod checks;
mod claims;
mod copies;
mod days;
mod figures;
mod note;
mod sources;
mod story;
mod text;
mod timeline;
mod words;

pub use note::note;

use maud::{DOCTYPE, Markup, html};
use tidings_record::{Reading, Record};

use crate::sources::Sources;
use crate::story::Lines;

/// The style sheet, inside the page.
const STYLE: &str = include_str!("style.css");

/// What a browser may load for the page: this style sheet, known by its SHA-256, and nothing else.
const POLICY: &str = concat!(
    "default-src 'none'; style-src 'sha256-",
    "tiaLLiqgRqIRr72qfTqbKgWcKjYjpCAG6lhrB4Q2LSQ=",
    "'; base-uri 'none'; form-action 'none'"
);

/// The page of `record`, with the texts of `readings`, which are those of its articles. Same input, same bytes.
///
/// An article that has no reading among `readings` is listed without its text. A reading that no story holds is
/// given at the end.
pub fn page(record: &Record, readings: &[Reading]) -> String {
    let sources = Sources::new(record, readings);
    // All lines first: they note which words they link to, and then the texts mark those words.
    let several = record.stories.len() != 1;
    let stories =
        record.stories.iter().enumerate().map(|(index, story)| Lines::of(story, index, several, &sources));
    let stories: Vec<_> = stories.collect();
    let title = match record.stories.as_slice() {
        [] => "No story found".to_owned(),
        [story] => story.title.clone(),
        stories => words::count(stories.len(), "story"),
    };
    let main = html! {
        main #main .many[several] {
            @if several {
                h1 { (title) }
                (contents(record))
            }
            @for story in stories { (story.finish(&sources)) }
            (articles::outside_stories(&sources))
        }
    };
    shell(&title, &main).into_string()
}

/// The list of stories.
fn contents(record: &Record) -> Markup {
    html! {
        @if record.stories.is_empty() {
            p { "The articles were read; none of them tells a story that could be followed." }
        } @else {
            nav aria-label="Stories" {
                ol {
                    @for (index, story) in record.stories.iter().enumerate() {
                        @let checks = story.findings.iter().filter(|finding| finding.kind.is_check()).count();
                        li {
                            a href={ "#s" (index + 1) } { (text::shown(&story.title)) }
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

fn shell(title: &str, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (text::plain(title)) " – Tidings" }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the dossier" }
                header.page { p.brand { "Tidings dossier" } }
                (main)
                footer {
                    p {
                        "Everything on this page is what the articles say, with the place where they say it. It does "
                        "not say who is right, adds no figures up, and cannot see what the articles leave out."
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
