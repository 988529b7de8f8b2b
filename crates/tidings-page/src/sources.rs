//! The articles of a page: their numbers, and the links to the exact words in them.
//!
//! A link to words notes the words, so that the text of the article, written afterwards, marks them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use tidings_record::{Article, ArticleId, ByteSpan, CodePoints, PointSpan, Reading, Record, Ref};

use crate::text::{plain, shown};

/// All articles of a page, numbered from 1 in the order of its stories; those of no story come last.
pub struct Sources<'r> {
    list: Vec<Source<'r>>,
    numbers: BTreeMap<&'r ArticleId, usize>,
    /// For each article the words that the page links to.
    linked: RefCell<Vec<BTreeSet<ByteSpan>>>,
}

/// One article.
pub struct Source<'r> {
    /// Its number on the page.
    pub number: usize,
    /// What its story says of it; `None` if no story holds it.
    pub article: Option<&'r Article>,
    /// Its reading; `None` if it was not handed in.
    pub reading: Option<&'r Reading>,
    points: CodePoints<'r>,
}

impl<'r> Sources<'r> {
    /// Numbers the articles of `record`, then those of `readings` that are in no story.
    pub fn new(record: &'r Record, readings: &'r [Reading]) -> Sources<'r> {
        let read: BTreeMap<_, _> = readings.iter().map(|reading| (&reading.id, reading)).collect();
        let in_stories =
            record.stories.iter().flat_map(|story| &story.articles).map(|one| (&one.id, Some(one)));
        let (mut list, mut numbers) = (Vec::new(), BTreeMap::new());
        for (id, article) in in_stories.chain(readings.iter().map(|reading| (&reading.id, None))) {
            numbers.entry(id).or_insert_with(|| {
                let reading = read.get(id).copied();
                let points = CodePoints::new(reading.map_or("", |reading| &reading.text));
                list.push(Source { number: list.len() + 1, article, reading, points });
                list.len() - 1
            });
        }
        let linked = RefCell::new(vec![BTreeSet::new(); list.len()]);
        Sources { list, numbers, linked }
    }

    /// The article with this id.
    pub fn get(&self, id: &ArticleId) -> Option<&Source<'r>> {
        self.numbers.get(id).map(|&index| &self.list[index])
    }

    /// The articles of no story.
    pub fn outside_stories(&self) -> impl Iterator<Item = &Source<'r>> {
        self.list.iter().filter(|source| source.article.is_none())
    }

    /// The words of `source` that the page links to so far.
    pub fn linked(&self, source: &Source<'r>) -> BTreeSet<ByteSpan> {
        self.linked.borrow()[source.number - 1].clone()
    }

    /// "[3]", leading to the exact words.
    pub fn cite(&self, one: &Ref) -> Markup {
        let Some(source) = self.get(&one.article) else {
            return html! { span.cite { "[" (shown(one.article.as_str())) "]" } };
        };
        html! { a.cite href=(self.address(source, one)) title=(plain(&one.quote)) { "[" (source.number) "]" } }
    }

    /// A citation for each article among `refs`, the first words of each, in the order of articles.
    pub fn cites(&self, refs: &[Ref]) -> Markup {
        let mut firsts: BTreeMap<_, &Ref> = BTreeMap::new();
        for one in refs {
            firsts.entry((self.numbers.get(&one.article), &one.article)).or_insert(one);
        }
        html! { @for one in firsts.values() { " " (self.cite(one)) } }
    }

    /// A citation for every one of `refs`.
    pub fn cites_all(&self, refs: &[Ref]) -> Markup {
        html! { @for one in refs { " " (self.cite(one)) } }
    }

    /// The words themselves, with their citation.
    pub fn quote(&self, one: &Ref) -> Markup {
        html! { (quoted(&one.quote)) " " (self.cite(one)) }
    }

    /// The words themselves, with their citation and the outlet.
    pub fn quote_from(&self, one: &Ref) -> Markup {
        let outlet =
            self.get(&one.article).and_then(|source| source.article).map(|article| article.outlet.as_deref());
        html! {
            (self.quote(one))
            @if let Some(outlet) = outlet { " " span.from { (shown(outlet.unwrap_or("outlet not named"))) } }
        }
    }

    fn address(&self, source: &Source<'r>, one: &Ref) -> String {
        match source.reading {
            None => format!("#a{}", source.number),
            Some(reading) => {
                let span = within(one.span, &reading.text);
                self.linked.borrow_mut()[source.number - 1].insert(span);
                format!("#{}", source.anchor(span))
            }
        }
    }
}

impl Source<'_> {
    /// The id of the element that marks `span`: article, first and last code point.
    pub fn anchor(&self, span: ByteSpan) -> String {
        let PointSpan { start, end } = self.points.point_span(span);
        format!("a{}-{start}-{end}", self.number)
    }

    /// Its headline, or what stands for it.
    pub fn title(&self) -> &str {
        let given = self.article.and_then(|article| article.title.as_deref());
        let read =
            || self.reading.and_then(|reading| reading.title.as_ref()).map(|title| title.text.as_str());
        given.or_else(read).unwrap_or("Without title")
    }
}

/// Words as a quotation, in quotation marks unless they begin with their own.
pub fn quoted(words: &str) -> Markup {
    let words = words.trim();
    let marked = words.starts_with(['“', '"', '„', '«', '‘']);
    html! { bdi.quote { @if marked { (shown(words)) } @else { "“" (shown(words)) "”" } } }
}

/// The part of `span` inside `text`, grown to whole characters.
pub fn within(span: ByteSpan, text: &str) -> ByteSpan {
    let boundary = |offset: u32, step: fn(usize) -> usize| {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset = step(offset);
        }
        offset as u32
    };
    let start = boundary(span.start, |offset| offset - 1);
    ByteSpan::new(start, boundary(span.end, |offset| offset + 1).max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_cut_to_the_text_and_grown_to_characters() {
        let text = "aé👍";
        for (start, end, expect) in [(0, 3, "aé"), (2, 4, "é👍"), (3, 99, "👍"), (99, 120, ""), (3, 1, "")]
        {
            assert_eq!(within(ByteSpan::new(start, end), text).of(text), expect, "{start}..{end}");
        }
    }
}
