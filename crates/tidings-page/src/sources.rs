//! The articles of a page: their numbers, and the links to the exact words in them.
//!
//! A link to words notes the words and the line that rests on them, so that the text of the article, written
//! afterwards, marks them and leads back.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use tidings_record::{Article, ArticleId, ByteSpan, CodePoints, Days, PointSpan, Reading, Record, Ref};

use crate::Options;
use crate::text::{plain, shown};
use crate::words::Kind;

/// All articles of a page, numbered from 1 in the order of its stories; those of no story come last.
pub struct Sources<'r> {
    /// Where the texts of articles are.
    pub options: &'r Options,
    /// The outlets that lines rest on, for the filter.
    pub outlets: Numbered<'r>,
    /// Who speaks in lines, for the filter.
    pub people: Numbered<'r>,
    list: Vec<Source<'r>>,
    numbers: BTreeMap<&'r ArticleId, usize>,
    /// For each article the words that the page links to, and the lines that rest on them.
    cited: RefCell<Vec<Cited>>,
    targets: RefCell<Vec<Target>>,
    taken: RefCell<BTreeSet<&'r str>>,
}

/// The words of one article that the page links to, with the lines that rest on them, by [`Sources::target`].
pub type Cited = BTreeMap<ByteSpan, BTreeSet<usize>>;

/// A line of the page, as the words that it rests on lead back to it.
#[derive(Debug, Clone)]
pub struct Target {
    /// The id of its element.
    pub id: String,
    /// What sort of line it is.
    pub kind: Kind,
    /// Its number among the lines of its sort in its story, from 1.
    pub number: usize,
    /// What it says, in short.
    pub label: String,
}

/// Names in the order in which they were first asked for, with their numbers from 0.
#[derive(Default)]
pub struct Numbered<'r>(RefCell<(Vec<&'r str>, BTreeMap<&'r str, usize>)>);

impl<'r> Numbered<'r> {
    /// The number of `name`.
    pub fn number(&self, name: &'r str) -> usize {
        let (names, numbers) = &mut *self.0.borrow_mut();
        *numbers.entry(name).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        })
    }

    /// All names with their numbers, in the order of the alphabet.
    pub fn sorted(&self) -> Vec<(&'r str, usize)> {
        self.0.borrow().1.iter().map(|(&name, &number)| (name, number)).collect()
    }
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
    pub fn new(record: &'r Record, readings: &'r [Reading], options: &'r Options) -> Sources<'r> {
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
        Sources {
            options,
            outlets: Numbered::default(),
            people: Numbered::default(),
            cited: RefCell::new(vec![Cited::new(); list.len()]),
            targets: RefCell::default(),
            taken: RefCell::default(),
            list,
            numbers,
        }
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
    pub fn cited(&self, source: &Source<'_>) -> Cited {
        self.cited.borrow()[source.number - 1].clone()
    }

    /// Notes a line, and gives the number by which [`Sources::target`] knows it.
    pub fn add(&self, target: Target) -> usize {
        let mut targets = self.targets.borrow_mut();
        targets.push(target);
        targets.len() - 1
    }

    /// Takes `ids` for lines of a story; whether another story had one of them before.
    pub fn take(&self, ids: impl Iterator<Item = &'r str>) -> bool {
        let ids: Vec<_> = ids.collect();
        let mut taken = self.taken.borrow_mut();
        let again = ids.iter().any(|id| taken.contains(id));
        taken.extend(ids);
        again
    }

    /// A line that was noted.
    pub fn target(&self, index: usize) -> Target {
        self.targets.borrow()[index].clone()
    }

    /// "[3]", leading to the exact words. `line` is the line that rests on them.
    pub fn cite(&self, one: &Ref, line: Option<usize>) -> Markup {
        self.link(one, line, Some(plain(&one.quote)))
    }

    fn link(&self, one: &Ref, line: Option<usize>, title: Option<String>) -> Markup {
        let Some(source) = self.get(&one.article) else {
            return html! { span.cite { "[" (shown(one.article.as_str())) "]" } };
        };
        html! { a.cite href=(self.address(source, one, line)) title=[title] { "[" (source.number) "]" } }
    }

    /// A citation for each article among `refs`, the first words of each, in the order of articles.
    pub fn cites(&self, refs: &[Ref], line: Option<usize>) -> Markup {
        let mut firsts: BTreeMap<_, &Ref> = BTreeMap::new();
        for one in refs {
            firsts.entry((self.numbers.get(&one.article), &one.article)).or_insert(one);
        }
        html! { @if !firsts.is_empty() { " " } @for one in firsts.values() { (self.cite(one, line)) } }
    }

    /// The words themselves, with their citation.
    pub fn quote(&self, one: &Ref, line: Option<usize>) -> Markup {
        html! { (quoted(&one.quote)) " " (self.link(one, line, None)) }
    }

    fn address(&self, source: &Source<'r>, one: &Ref, line: Option<usize>) -> String {
        let page = match &self.options.addresses {
            Some(addresses) => addresses.article(&one.article),
            None => String::new(),
        };
        match source.reading {
            None => format!("#a{}", source.number),
            Some(reading) => {
                let span = within(one.span, &reading.text);
                self.cited.borrow_mut()[source.number - 1].entry(span).or_default().extend(line);
                format!("{page}#{}", self.anchor(source, span))
            }
        }
    }

    /// The id of the element that marks `span`: article, first and last code point.
    pub fn anchor(&self, source: &Source<'_>, span: ByteSpan) -> String {
        let PointSpan { start, end } = source.points.point_span(span);
        match self.options.addresses {
            None => format!("a{}-{start}-{end}", source.number),
            Some(_) => format!("w-{start}-{end}"),
        }
    }
}

impl<'r> Source<'r> {
    /// The outlet, or that none is named.
    pub fn outlet(&self) -> &'r str {
        let given = self.article.and_then(|article| article.outlet.as_deref());
        given.or_else(|| self.reading.and_then(|one| one.outlet.as_deref())).unwrap_or("outlet not named")
    }

    /// When it was published.
    pub fn published(&self) -> Option<&'r Days> {
        self.article.map(|one| &one.published).or(self.reading.map(|one| &one.published))
    }

    /// Its address, if it is one that a browser opens: nothing but `http` and `https` becomes a link.
    pub fn url(&self) -> Option<&'r str> {
        self.article.and_then(|one| one.url.as_deref()).or(self.reading.and_then(|one| one.url.as_deref()))
    }

    /// Its headline, or what stands for it.
    pub fn title(&self) -> &'r str {
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
