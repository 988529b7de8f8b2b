//! Where words come from: credits, passages that stand in two articles, articles that repeat themselves.

use std::collections::BTreeMap;

use maud::{Markup, html};
use tidings_record::{Article, CopiedWords, CopyKind, Number};

use crate::story::View;
use crate::text::shown;
use crate::words;

/// How many copied passages between the same two articles are quoted.
const QUOTES: usize = 3;

/// The copies of a story.
pub fn section(view: &View<'_, '_>) -> Markup {
    let of = |kind| view.story.copies.iter().filter(move |copy| copy.kind == kind);
    let between = pairs(view, of(CopyKind::BetweenArticles));
    let within = pairs(view, of(CopyKind::WithinArticle));
    html! {
        ul.lines {
            @for article in &view.story.articles { (origin(view, article)) }
            @for copy in of(CopyKind::Credited) { li { "Credited: " (view.sources.quote(&copy.to)) } }
            @for copies in between.iter().chain(&within) { li { (shared(view, copies)) } }
        }
        @if between.is_empty() {
            p {
                "No passage copied between articles found. That does not make them independent: a shared, unnamed "
                "agency is possible."
            }
        }
    }
}

/// The copies by the two articles they join, in the order of the record.
fn pairs<'r>(
    view: &View<'_, 'r>,
    copies: impl Iterator<Item = &'r CopiedWords>,
) -> Vec<Vec<&'r CopiedWords>> {
    let number = |id| view.sources.get(id).map(|source| source.number);
    let mut pairs: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for copy in copies {
        let from = copy.from.as_ref().and_then(|from| number(&from.article));
        pairs.entry((number(&copy.to.article), from)).or_default().push(copy);
    }
    pairs.into_values().collect()
}

/// Words of one article that stand in another, or twice in itself.
fn shared(view: &View<'_, '_>, copies: &[&CopiedWords]) -> Markup {
    let Some(CopiedWords { to, from, .. }) = copies.first() else { return html! {} };
    let words: u32 = copies.iter().fold(0, |sum, copy| sum.saturating_add(copy.words));
    let (words, passages) = (words::count(words as usize, "word"), words::count(copies.len(), "passage"));
    html! {
        (view.sources.cite(to)) " "
        @match from {
            Some(from) if from.article != to.article => { "shares " (words) " with " (view.sources.cite(from)) },
            _ => { "repeats " (words) " of itself" },
        }
        ", in " (passages) ":"
        ul.words {
            @for copy in copies.iter().take(QUOTES) {
                li {
                    (view.sources.quote(&copy.to))
                    @if let Some(from) = &copy.from { " " (view.sources.cite(from)) }
                }
            }
            @if copies.len() > QUOTES { li.soft { "and " (copies.len() - QUOTES) " more" } }
        }
    }
}

/// What is known of one article's origin.
fn origin(view: &View<'_, '_>, article: &Article) -> Markup {
    let Some(source) = view.sources.get(&article.id) else { return html! {} };
    let earlier = article.origin.as_ref().and_then(|origin| view.sources.get(&origin.as_str().into()));
    let percent = (article.copied_share.get() * 100.0).round();
    html! {
        @if article.origin.is_some() || article.copied_share > Number::ZERO {
            li {
                a.cite href={ "#a" (source.number) } { "[" (source.number) "]" }
                @match (earlier, &article.origin) {
                    (Some(earlier), _) => {
                        " mostly carries the words of "
                        a.cite href={ "#a" (earlier.number) } { "[" (earlier.number) "]" }
                    },
                    (None, Some(origin)) => { " carries the words of " (shown(origin)) },
                    (None, None) => " carries words of earlier articles",
                }
                @if article.copied_share > Number::ZERO { "; " (percent) "% of its words stand in earlier articles" }
            }
        }
    }
}
