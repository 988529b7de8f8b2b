//! Where words come from: who copied whom, drawn; credits; articles that repeat themselves.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use tidings_record::{Article, ArticleId, CopiedWords, CopyKind, Number};

use crate::days;
use crate::line::folded;
use crate::sources::Source;
use crate::story::View;
use crate::text::{plain, shown};
use crate::words::{self, Kind};

/// How many copied passages between the same two articles are quoted.
const QUOTES: usize = 3;
/// How many pairs of articles are listed at once.
const OPEN: usize = 20;
/// Most pairs that are told; those that share most.
const PAIRS: usize = 200;
/// Most rows of the drawing.
const ROWS: usize = 40;
/// Height of a row, and ROOM the width for arcs, in quarters of a `rem`.
const ROW: i64 = 11;
/// See [`ROW`].
const ROOM: i64 = 40;

/// The copies of a story.
pub fn section(view: &View<'_, '_>) -> Markup {
    let of = |kind| view.story.copies.iter().filter(move |copy| copy.kind == kind);
    let mut between = pairs(view, of(CopyKind::BetweenArticles));
    let left = between.len().saturating_sub(PAIRS);
    if left > 0 {
        // Those that share most, in their order.
        let mut most: Vec<_> = between.iter().map(|copies| sum(copies)).collect();
        most.sort_unstable_by(|a, b| b.cmp(a));
        let least = most[PAIRS - 1];
        between.retain(|copies| sum(copies) >= least);
        between.truncate(PAIRS);
    }
    let within = pairs(view, of(CopyKind::WithinArticle));
    let credits = of(CopyKind::Credited).map(|copy| credited(view, copy));
    let pairs = between.iter().chain(&within).map(|copies| shared(view, copies));
    let lines: Vec<_> = credits.chain(pairs).collect();
    html! {
        @if between.is_empty() {
            p {
                "No passage copied between articles found. That does not make them independent: a shared, unnamed "
                "agency is possible."
            }
        }
        (drawing(view, &between))
        (folded("lines", &lines, OPEN, "line"))
        @if left > 0 { p.meta { (left) " more pairs of articles share fewer words; they stand in the record’s data." } }
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

fn sum(copies: &[&CopiedWords]) -> u32 {
    copies.iter().fold(0, |sum, copy| sum.saturating_add(copy.words))
}

fn credited(view: &View<'_, '_>, copy: &CopiedWords) -> Markup {
    let number = view.sources.get(&copy.to.article).map_or(0, |source| source.number);
    let line = view.line(Kind::Copy, "", &format!("[{number}] credits"), std::slice::from_ref(&copy.to));
    line.bare(&html! { p.says { "Credited: " (line.quote(&copy.to)) } })
}

/// Words of one article that stand in another, or twice in itself.
fn shared(view: &View<'_, '_>, copies: &[&CopiedWords]) -> Markup {
    let Some(CopiedWords { to, from, .. }) = copies.first() else { return html! {} };
    let number = |one: &tidings_record::Ref| view.sources.get(&one.article).map_or(0, |source| source.number);
    let earlier = from.as_ref().filter(|from| from.article != to.article);
    let counted = format!(
        "{}, in {}",
        words::count(sum(copies) as usize, "word"),
        words::count(copies.len(), "passage")
    );
    let label = match earlier {
        Some(from) => format!("[{}] carries {counted}, of [{}]", number(to), number(from)),
        None => format!("[{}] repeats {counted}, of itself", number(to)),
    };
    let refs: Vec<_> = copies.iter().map(|copy| copy.to.clone()).collect();
    let line = view.line(Kind::Copy, "", &label, &refs);
    let quotes: Vec<_> = copies
        .iter()
        .map(|copy| html! { li { (line.quote(&copy.to)) @if let Some(from) = &copy.from { " " (view.sources.cite(from, Some(line.index))) } } })
        .collect();
    line.bare(&html! { p.says { (shown(&label)) } (folded("words", &quotes, QUOTES, "passage")) })
}

/// A row of the drawing.
enum Row<'s, 'r> {
    Agency(&'r str),
    Article(&'s Source<'r>, &'r Article),
}

/// Agencies and articles below each other, and an arc from each to what carries its words: as thick as there are many.
fn drawing(view: &View<'_, '_>, between: &[Vec<&CopiedWords>]) -> Markup {
    let mut copying: BTreeSet<_> = BTreeSet::new();
    for copy in between.iter().filter_map(|copies| copies.first()) {
        copying.insert(&copy.to.article);
        copying.extend(copy.from.as_ref().map(|from| &from.article));
    }
    let agencies: BTreeSet<_> = view.story.articles.iter().flat_map(|article| &article.agencies).collect();
    let mut rows: Vec<Row<'_, '_>> = agencies.iter().map(|name| Row::Agency(name)).collect();
    let articles = view.story.articles.iter();
    let articles = articles.filter(|one| copying.contains(&one.id) || !one.agencies.is_empty());
    rows.extend(articles.filter_map(|one| Some(Row::Article(view.sources.get(&one.id)?, one))));
    let left = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    if rows.len() < 2 {
        return html! {};
    }
    let place = |id: &ArticleId| {
        rows.iter().position(|row| matches!(row, Row::Article(_, article) if article.id == *id))
    };
    let copied = between.iter().filter_map(|copies| {
        let copy = copies.first()?;
        Some((place(&copy.from.as_ref()?.article)?, place(&copy.to.article)?, Some(sum(copies))))
    });
    let credits = rows.iter().enumerate().flat_map(|(to, row)| {
        let names = match row {
            Row::Article(_, article) => article.agencies.as_slice(),
            Row::Agency(_) => &[],
        };
        let from =
            |name: &String| rows.iter().position(|row| matches!(row, Row::Agency(other) if other == name));
        names.iter().filter_map(move |name| Some((from(name)?, to, None))).collect::<Vec<_>>()
    });
    let arcs: Vec<_> = copied.chain(credits).collect();
    let height = rows.len() as i64 * ROW;
    html! {
        div.flow {
            svg width={ (ROOM / 4) "rem" } height={ (height / 4) "." (height % 4 * 25) "rem" } viewBox={ "0 0 " (ROOM) " " (height) } aria-hidden="true" focusable="false" {
                @for (from, to, words) in &arcs { (arc(*from as i64, *to as i64, *words)) }
            }
            ol { @for row in &rows { li { (row_label(view, row)) } } }
        }
        @if left > 0 { p.meta { (words::more(left, "article")) " not drawn." } }
        p.legend { "Arcs lead down from the earlier words to the article that carries them; the thicker, the more words. Dashed: only credited." }
    }
}

fn arc(from: i64, to: i64, words: Option<u32>) -> Markup {
    let y = |row: i64| row * ROW + ROW / 2;
    let reach = ROOM - 2 - (6 + 4 * (to - from).abs()).min(ROOM - 4);
    let width = match words {
        None => "thin",
        Some(0..40) => "thin",
        Some(40..150) => "middle",
        Some(_) => "thick",
    };
    let (a, b, x) = (y(from), y(to), ROOM - 2);
    html! {
        path.arc.(width).credit[words.is_none()] d={ "M" (x) " " (a) "C" (reach) " " (a) " " (reach) " " (b) " " (x) " " (b) } {}
        path.head d={ "M" (x - 1) " " (b - 2) "l3 2l-3 2z" } {}
    }
}

fn row_label(view: &View<'_, '_>, row: &Row<'_, '_>) -> Markup {
    match row {
        Row::Agency(name) => html! { b { (shown(name)) } span.meta { "credited agency" } },
        Row::Article(source, article) => html! {
            span { a.cite href={ "#a" (source.number) } title=(plain(source.title())) { "[" (source.number) "]" } " " (shown(source.outlet())) ", " (days::days(&article.published)) }
            span.meta { (origin(view, article)) }
        },
    }
}

/// What is known of one article's origin.
fn origin(view: &View<'_, '_>, article: &Article) -> Markup {
    let earlier = article.origin.as_ref().and_then(|origin| view.sources.get(&origin.as_str().into()));
    let percent = (article.copied_share.get() * 100.0).round();
    html! {
        @match (earlier, &article.origin) {
            (Some(earlier), _) => { "mostly the words of [" (earlier.number) "]" },
            (None, Some(origin)) => { "carries the words of " (shown(origin)) },
            (None, None) if article.copied_share > Number::ZERO => "carries words of earlier articles",
            (None, None) => "the earliest of them here",
        }
        @if article.copied_share > Number::ZERO { ": " (percent) "% of its words" }
        @if !article.agencies.is_empty() { " · credits " (shown(&article.agencies.join(", "))) }
    }
}
