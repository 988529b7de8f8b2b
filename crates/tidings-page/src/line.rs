//! A line of the page: what it says, and all that every line has.
//!
//! Each line has an id that stays the same from run to run, links to the exact words that it rests on, a link to itself,
//! and what the script needs to filter it and to copy it with its source.

use std::collections::BTreeSet;

use maud::{Markup, html};
use tidings_record::{Days, Ref};

use crate::days;
use crate::sources::{Sources, quoted};
use crate::text::shown;
use crate::words::{self, Kind, Sign};

/// A line that is being written.
pub struct Line<'p, 'r> {
    /// All articles of the page.
    pub sources: &'p Sources<'r>,
    /// Its number in [`Sources::target`].
    pub index: usize,
    /// The id of its element.
    pub id: String,
    /// What sort of line it is.
    pub kind: Kind,
    /// Its number among those of its sort.
    pub number: usize,
    /// The checks that are about it: their numbers and ids.
    pub checks: Vec<(usize, String)>,
    /// The outlets that it rests on, by number.
    pub outlets: BTreeSet<usize>,
    /// The days that it tells of.
    pub days: Option<&'r Days>,
    /// How it is told.
    pub sign: Option<Sign>,
    /// Whose word it is.
    pub people: Vec<&'r str>,
}

impl<'r> Line<'_, 'r> {
    /// A citation for each article among `refs`.
    pub fn cites(&self, refs: &[Ref]) -> Markup {
        self.sources.cites(refs, Some(self.index))
    }

    /// A citation for every one of `refs`.
    pub fn cites_all(&self, refs: &[Ref]) -> Markup {
        html! { " " @for one in refs { (self.sources.cite(one, Some(self.index))) } }
    }

    /// The words that state the day, where it is not worked out.
    pub fn stated(&self, days: &Days) -> Markup {
        let words = days.because.iter().flat_map(|step| &step.refs).next();
        html! {
            @if let Some(one) = words.filter(|_| !days::is_worked_out(days)) { " " (self.sources.cite(one, Some(self.index))) }
        }
    }

    /// The words themselves, with their citation.
    pub fn quote(&self, one: &Ref) -> Markup {
        self.sources.quote(one, Some(self.index))
    }

    /// The words themselves, with their citation and the outlet.
    pub fn quote_from(&self, one: &Ref) -> Markup {
        html! {
            (self.quote(one))
            @if let Some(source) = self.sources.get(&one.article) { " " span.from { (shown(source.outlet())) } }
        }
    }

    /// The line as an item of a list, with nothing beside what it says but its tools.
    pub fn bare(&self, what: &Markup) -> Markup {
        self.element(&html! { div.what { (what) } })
    }

    /// The line as an item of a list: the day, the sign, what it says, and its tools.
    pub fn item(&self, when: &Markup, what: &Markup) -> Markup {
        self.element(&html! {
            div.when { (when) }
            @if let Some(sign) = self.sign { div.sign { (sign.drawn()) } }
            div.what { (what) }
        })
    }

    fn element(&self, content: &Markup) -> Markup {
        let day = |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
        let days = self.days.filter(|days| days::is_known(days));
        let days = days.map(|days| format!("{}/{}", day(days.earliest), day(days.latest)));
        let list = |numbers: Vec<usize>| {
            let numbers: Vec<_> = numbers.iter().map(usize::to_string).collect();
            (!numbers.is_empty()).then(|| numbers.join(" "))
        };
        let people = self.people.iter().map(|name| self.sources.people.number(name)).collect();
        html! {
            li #(self.id) .line .(self.kind.class()) data-o=[list(self.outlets.iter().copied().collect())]
                data-w=[list(people)] data-s=[self.sign.map(Sign::class)] data-d=[days] data-day=[self.days.map(days::with_basis)] {
                (content)
                (self.tools())
            }
        }
    }

    fn tools(&self) -> Markup {
        html! {
            div.tools {
                @for (number, id) in &self.checks { a.badge href={ "#" (id) } { "see check " (number) } }
                a.here href={ "#" (self.id) } { (self.kind.name()) " " (self.number) }
            }
        }
    }
}

/// The first `open` of `items` as a list, and the others folded, `each` at a time. Folded lines cost a browser next to
/// nothing until they are opened, and are found by its search.
pub fn folded(class: &str, items: &[Markup], open: usize, noun: &str) -> Markup {
    const EACH: usize = 200;
    let (first, rest) = items.split_at(items.len().min(open));
    html! {
        @if !first.is_empty() { ul class=(class) { @for item in first { (item) } } }
        @for (turn, chunk) in rest.chunks(EACH).enumerate() {
            details.fold {
                summary {
                    @if open == 0 && rest.len() <= EACH { (words::count(chunk.len(), noun)) }
                    @else if rest.len() <= EACH { (words::more(chunk.len(), noun)) }
                    @else { (words::more(chunk.len(), noun)) ", from number " (open + turn * EACH + 1) " on" }
                }
                ul class=(class) { @for item in chunk { (item) } }
            }
        }
    }
}

/// Words of an article that are what the line says, as a quotation.
pub fn said(words: &str) -> Markup {
    let own_marks = words.trim_start().starts_with(['“', '"', '„', '«', '‘']);
    html! { @if own_marks { (quoted(words)) } @else { bdi.quote { (shown(words.trim())) } } }
}
