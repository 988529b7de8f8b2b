//! From a parsed article to its reading, in the form that is printed.

use tidings_record::{Basis, Days, Note, Reading, ReadingVersion, Title};
use tidings_syntax::Engine;

use crate::attributions::attributions;
use crate::events::events;
use crate::names::names;
use crate::passages::span;
use crate::published::{OwnDates, own_dates};
use crate::quantities::quantities;
use crate::times::times;
use crate::{Article, Document, Lexicons, Options};

/// Reads one article. The same article, engine and lexicons give the same reading.
pub fn read(article: &Article, engine: &dyn Engine, lexicons: &Lexicons, options: Options<'_>) -> Reading {
    let document = Document::new(article, engine, &lexicons.passages, options);
    let names = names(&document, &lexicons.names);
    let OwnDates { published, modified } = own_dates(&document, &lexicons.published, &lexicons.times);
    // Relative times count from a day that is stated, not from one that rests on a premise: linking resolves those.
    let origin = if published.basis == Basis::Assumed { Days::unknown() } else { published.clone() };
    let times = times(&document, &lexicons.times, &origin);
    let quantities = quantities(&document, &lexicons.quantities, &times);
    let attributions = attributions(&document, &lexicons.attributions, &names, &times);
    let events = events(&document, &lexicons.events, &names, &times, &quantities, &attributions);
    let facts = document.passages.facts.clone();
    Reading {
        tidings: ReadingVersion::One,
        id: article.id.clone(),
        paths: article.paths.clone(),
        url: article.url.clone(),
        language: (document.language != "und").then(|| document.language.to_owned()),
        source: article.source.clone(),
        title: title(&document),
        outlet: article.outlet.clone().or(facts.outlet),
        bylines: if article.bylines.is_empty() { facts.bylines } else { article.bylines.clone() },
        agencies: facts.agencies,
        published,
        modified: article.modified.clone().or(modified),
        text: article.text.clone(),
        sentences: document.sentences(),
        names,
        times,
        quantities,
        attributions,
        events,
        notes: notes(&document),
        passages: document.passages.passages,
    }
}

/// The title in the text; else the one given beside it.
fn title(document: &Document<'_>) -> Option<Title> {
    let article = document.article;
    match document.passages.title {
        Some(index) => {
            let span = document.passages.passages[index.index()].span;
            Some(Title { text: span.of(&article.text).to_owned(), span: Some(span) })
        }
        None => article.title.clone().map(|text| Title { text, span: None }),
    }
}

fn notes(document: &Document<'_>) -> Vec<Note> {
    let text = &document.article.text;
    let mut notes = Vec::new();
    if !matches!(document.language, "en" | "und") {
        notes.push(Note {
            span: span(0..text.len()),
            note: format!("the text seems to be in language {:?}; only English is read", document.language),
        });
    }
    notes
}

#[cfg(test)]
mod tests;
