//! What a page says about itself: title, writers, outlet, days, address, language, each as a ranked list of what was
//! found and where. An empty list is an answer: the page does not say.

use tidings_record::Days;

use super::authors;
use super::day::{self, Stated};
use super::json_ld;
use super::tag::Tag;
use super::tree::Tree;
use super::visible::Visible;

/// Where on a page something was found; the more trustworthy come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// Told beside the page: by a feed, an archive, a mail.
    Given,
    /// JSON-LD of an article.
    JsonLd,
    /// A `meta` element.
    Meta,
    /// `itemprop` in the page's text.
    Microdata,
    /// JSON-LD of the page as a whole.
    JsonLdPage,
    /// A `link` element.
    Link,
    /// A `time` element, or one whose name says what it holds.
    Element,
    /// The main heading.
    Heading,
    /// The page's address.
    Address,
    /// A line of the visible text.
    Line,
    /// The `title` element.
    TitleElement,
    /// The attribute `lang`.
    Attribute,
}

/// Something found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate<T> {
    /// What was found.
    pub value: T,
    /// Where.
    pub origin: Origin,
}

/// What a page says about itself. The best candidate of each is first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title.
    pub title: Vec<Candidate<String>>,
    /// Who wrote it, all writers in one candidate.
    pub authors: Vec<Candidate<Vec<String>>>,
    /// Where it appeared.
    pub outlet: Vec<Candidate<String>>,
    /// When it appeared.
    pub published: Vec<Candidate<Days>>,
    /// When it was last changed.
    pub modified: Vec<Candidate<Days>>,
    /// Its own address.
    pub url: Vec<Candidate<String>>,
    /// Its language, an IETF tag.
    pub language: Vec<Candidate<String>>,
}

/// The best of some candidates.
pub fn best<T>(candidates: &[Candidate<T>]) -> Option<&T> {
    candidates.first().map(|candidate| &candidate.value)
}

#[derive(Default)]
struct Found {
    metadata: Metadata,
    /// Days by how much they are to be trusted.
    published: Vec<(u8, Origin, Stated)>,
    modified: Vec<(u8, Origin, Stated)>,
    authors: Vec<(u8, Origin, Vec<String>)>,
    titles: Vec<(u8, Origin, String)>,
    outlets: Vec<(u8, Origin, String)>,
    month_first: bool,
    /// Where elements may be that tell about the article: around its body.
    near: std::ops::Range<usize>,
    /// The first node of the body, and the last.
    first: usize,
    behind: usize,
}

/// How many nodes around the body belong to the article.
const NEAR: usize = 200;

/// What the page says. `url` is its address if that is known; `body` are the lines of the body.
pub fn metadata(tree: &Tree<'_>, visible: &Visible, body: &[bool], url: Option<&str>) -> Metadata {
    let mut found = Found::default();
    let language =
        tree.attribute(0, "lang").map(|lang| lang.trim().to_owned()).filter(|lang| !lang.is_empty());
    if let Some(value) = language {
        // Only America writes the month first.
        found.month_first = value.eq_ignore_ascii_case("en-us") || value.eq_ignore_ascii_case("en");
        found.metadata.language.push(Candidate { value, origin: Origin::Attribute });
    }
    (found.near, found.first, found.behind) = near(tree, visible, body);
    found.elements(tree);
    found.lines(tree, visible, body);
    let canonical = best(&found.metadata.url).cloned();
    for address in url.into_iter().chain(canonical.as_deref()) {
        if let Some(stated) = day::of_url(address) {
            found.published.push((60, Origin::Address, stated));
        }
    }
    found.finish()
}

/// From before the last main heading above the body to behind the body; the first and the last text of the body.
fn near(tree: &Tree<'_>, visible: &Visible, body: &[bool]) -> (std::ops::Range<usize>, usize, usize) {
    let kept = |&at: &usize| body[at];
    let mut lines = 0..visible.lines.len();
    let Some(first) = lines.clone().find(kept) else {
        return (0..tree.nodes.len(), 0, tree.nodes.len());
    };
    let last = lines.rfind(kept).unwrap_or(first);
    let (first, last) = (visible.lines[first].first as usize, visible.lines[last].first as usize);
    let heading = (0..first).rev().find(|&at| tree.nodes[at].tag == Tag::H1).unwrap_or(first);
    (heading.saturating_sub(NEAR)..last + NEAR, first, last)
}

impl Found {
    fn elements(&mut self, tree: &Tree<'_>) {
        for (at, node) in tree.nodes.iter().enumerate() {
            match node.tag {
                Tag::Text => {}
                Tag::Meta => self.meta(tree, at),
                Tag::Link => {
                    let rel = tree.attribute(at, "rel").unwrap_or_default();
                    if rel.eq_ignore_ascii_case("canonical")
                        && let Some(href) = tree.attribute(at, "href").filter(|href| href.starts_with("http"))
                    {
                        self.metadata
                            .url
                            .push(Candidate { value: href.trim().to_owned(), origin: Origin::Link });
                    }
                }
                Tag::Title if self.titles.iter().all(|(_, origin, _)| *origin != Origin::TitleElement) => {
                    self.title(40, Origin::TitleElement, tree.text(at));
                }
                Tag::H1 => self.title(25, Origin::Heading, tree.text(at)),
                Tag::Script if node.written.contains("ld+json") => {
                    let text = tree.nodes.get(at + 1).filter(|text| text.parent as usize == at);
                    for object in text.map(|text| json_ld::objects(text.written)).unwrap_or_default() {
                        self.json_ld(object);
                    }
                }
                _ => self.element(tree, at),
            }
        }
    }

    fn json_ld(&mut self, object: json_ld::Object) {
        let (rank, origin) = if object.is_article { (0, Origin::JsonLd) } else { (30, Origin::JsonLdPage) };
        let plain = |text: String| super::entities::decode(&text).into_owned();
        if let Some(title) = object.headline {
            self.title(10 + rank, origin, plain(title));
        }
        self.date(true, 10 + rank, origin, object.published.as_deref());
        self.date(false, 10 + rank, origin, object.modified.as_deref());
        let names: Vec<String> =
            object.authors.iter().flat_map(|name| authors::names(&plain(name.clone()))).collect();
        if !names.is_empty() {
            self.authors.push((10 + rank, origin, names));
        }
        if let Some(outlet) = object.outlet {
            self.outlets.push((20 + rank, origin, plain(outlet)));
        }
        if let Some(value) = object.url.filter(|_| object.is_article) {
            self.metadata.url.push(Candidate { value, origin });
        }
        if let Some(value) = object.language {
            self.metadata.language.push(Candidate { value, origin });
        }
    }

    fn meta(&mut self, tree: &Tree<'_>, at: usize) {
        let Some(content) = tree.attribute(at, "content") else { return };
        let content = content.trim();
        if content.is_empty() {
            return;
        }
        let names = ["property", "name", "itemprop", "http-equiv"];
        for name in names.iter().filter_map(|name| tree.attribute(at, name)) {
            let name = name.trim().to_ascii_lowercase();
            let name = name.as_str();
            match name {
                "article:published_time"
                | "og:article:published_time"
                | "datepublished"
                | "article:published"
                | "og:published_time"
                | "published_time"
                | "article.published"
                | "rnews:datepublished" => {
                    self.date(true, 12, Origin::Meta, Some(content));
                }
                "date"
                | "pubdate"
                | "publishdate"
                | "publish-date"
                | "publish_date"
                | "publication_date"
                | "publicationdate"
                | "publication-date"
                | "article_date_original"
                | "originalpublicationdate"
                | "parsely-pub-date"
                | "sailthru.date"
                | "cxenseparse:recs:publishtime"
                | "dc.date"
                | "dc.date.issued"
                | "dc.date.created"
                | "dcterms.date"
                | "dcterms.created"
                | "dcterms.issued"
                | "dc.created"
                | "dc.issued"
                | "citation_date"
                | "citation_publication_date"
                | "timestamp"
                | "displaydate"
                | "gentime"
                | "article:create_date"
                | "article:publish_date"
                | "article_date"
                | "created"
                | "datecreated"
                | "shareaholic:article_published_time"
                | "bt:pubdate"
                | "last-publish-date"
                | "dateposted"
                | "release_date"
                | "og:pubdate"
                | "og:publish_date" => {
                    self.date(true, 20, Origin::Meta, Some(content));
                }
                "article:modified_time"
                | "og:article:modified_time"
                | "og:updated_time"
                | "datemodified"
                | "lastmod"
                | "last-modified"
                | "modified_time"
                | "dcterms.modified"
                | "dc.date.modified"
                | "modified"
                | "revision_date" => {
                    self.date(false, 20, Origin::Meta, Some(content));
                }
                "author"
                | "dc.creator"
                | "dcterms.creator"
                | "article:author"
                | "byl"
                | "sailthru.author"
                | "parsely-author"
                | "article.author"
                | "citation_author"
                | "article:author_name"
                | "authors"
                | "dc.creator.personalname"
                | "shareaholic:article_author_name"
                | "og:article:author"
                | "cxenseparse:author" => {
                    let names = authors::names(content);
                    if !names.is_empty() {
                        // An agency's or programmer's name stands in the bare one more often than in the others.
                        let rank = if name == "author" { 16 } else { 14 };
                        self.authors.push((rank, Origin::Meta, names));
                    }
                }
                "og:site_name"
                | "application-name"
                | "dc.publisher"
                | "article:publisher_name"
                | "publisher"
                | "cre" => {
                    let rank = if name == "og:site_name" { 10 } else { 30 };
                    self.outlets.push((rank, Origin::Meta, content.to_owned()));
                }
                "og:title" | "twitter:title" | "dc.title" | "headline" | "title" | "sailthru.title"
                | "parsely-title" | "citation_title" => {
                    let rank = if name == "og:title" { 15 } else { 18 };
                    self.title(rank, Origin::Meta, content.to_owned());
                }
                "og:image" | "twitter:image" => {
                    if let Some(stated) = day::of_url(content) {
                        self.published.push((80, Origin::Address, stated));
                    }
                }
                "og:url" if content.starts_with("http") => {
                    self.metadata.url.push(Candidate { value: content.to_owned(), origin: Origin::Meta });
                }
                "og:locale" | "content-language" | "language" | "dc.language" => {
                    let value = content.replace('_', "-");
                    self.metadata.language.push(Candidate { value, origin: Origin::Meta });
                }
                _ => {}
            }
        }
    }

    /// `itemprop`, `time`, and elements whose names say what they hold.
    fn element(&mut self, tree: &Tree<'_>, at: usize) {
        let node = &tree.nodes[at];
        let written = node.written;
        if written.len() < 6 {
            return;
        }
        let text = || {
            let end = node.end as usize;
            // An element that holds much says nothing short.
            if end - at > 60 { String::new() } else { tree.text(at) }
        };
        let has = |word: &str| memchr::memmem::find(written.as_bytes(), word.as_bytes()).is_some();
        if has("itemprop")
            && let Some(property) = tree.attribute(at, "itemprop")
        {
            let stated = || {
                tree.attribute(at, "content")
                    .or_else(|| tree.attribute(at, "datetime"))
                    .map(|v| v.into_owned())
                    .unwrap_or_else(text)
            };
            for property in property.split_whitespace() {
                match property {
                    "datePublished" => self.date(true, 25, Origin::Microdata, Some(&stated())),
                    "dateCreated" => self.date(true, 35, Origin::Microdata, Some(&stated())),
                    "dateModified" => self.date(false, 25, Origin::Microdata, Some(&stated())),
                    "author" | "creator" => {
                        let named = tree.inside(at).find(|&inner| {
                            tree.nodes[inner].tag != Tag::Text
                                && tree.attribute(inner, "itemprop").is_some_and(|value| value == "name")
                        });
                        let name = named.map_or_else(text, |inner| {
                            tree.attribute(inner, "content")
                                .map_or_else(|| tree.text(inner), std::borrow::Cow::into_owned)
                        });
                        self.names(20, Origin::Microdata, &name);
                    }
                    "headline" => self.title(20, Origin::Microdata, text()),
                    _ => {}
                }
            }
        }
        if !self.near.contains(&at) {
            return;
        }
        if has("rel=")
            && tree.attribute(at, "rel").is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "author"))
        {
            self.names(30, Origin::Link, &text());
        }
        let name = || {
            let mut name = tree.attribute(at, "class").unwrap_or_default().to_ascii_lowercase();
            name.push(' ');
            name.push_str(&tree.attribute(at, "id").unwrap_or_default().to_ascii_lowercase());
            name
        };
        if node.tag == Tag::Time {
            let name = name();
            let changed = ["updat", "modif", "revis"].iter().any(|word| name.contains(word));
            let published = has("pubdate")
                || ["publi", "entry", "post", "created"].iter().any(|word| name.contains(word));
            let stated = tree
                .attribute(at, "datetime")
                .filter(|value| !value.is_empty())
                .map_or_else(text, std::borrow::Cow::into_owned);
            if published || at < self.behind {
                let inside = u8::from(at > self.first) * 2;
                self.date(!changed, inside + if published { 40 } else { 50 }, Origin::Element, Some(&stated));
            }
        } else if at < self.behind
            && (has("date") || has("time") || has("publish") || has("Date") || has("posted"))
            && matches!(
                node.tag,
                Tag::Span
                    | Tag::Div
                    | Tag::P
                    | Tag::Abbr
                    | Tag::Li
                    | Tag::Small
                    | Tag::Em
                    | Tag::Strong
                    | Tag::A
                    | Tag::I
                    | Tag::Td
                    | Tag::Header
                    | Tag::Dd
                    | Tag::H6
                    | Tag::H5
                    | Tag::H4
            )
        {
            let name = name();
            if ["date", "publish", "posted", "timestamp", "entry-time", "post-time", "datetime"]
                .iter()
                .any(|word| name.contains(word))
                && !["update", "candidate", "mandate", "calendar", "modif", "upcoming"]
                    .iter()
                    .any(|word| name.contains(word))
            {
                let text = text();
                if text.len() < 120 {
                    self.date(true, 45, Origin::Element, Some(&text));
                }
            }
        }
        if has("uthor") || has("byline") || has("writer") {
            let name = name();
            let words = |word: &str| name.contains(word);
            if (words("author") || words("byline") || words("writer"))
                && ![
                    "bio", "box", "avatar", "img", "image", "photo", "comment", "social", "date", "title",
                    "desc", "follow", "twitter", "more", "info", "related",
                ]
                .iter()
                .any(|word| words(word))
            {
                let text = text();
                if text.len() < 100 {
                    self.names(50, Origin::Element, &text);
                }
            }
        }
    }

    /// Days in short lines around the body's beginning, then at its end.
    fn lines(&mut self, tree: &Tree<'_>, visible: &Visible, body: &[bool]) {
        let _ = tree;
        let lines = &visible.lines;
        let Some(first) = body.iter().position(|kept| *kept) else { return };
        let last = body.iter().rposition(|kept| *kept).unwrap_or(first);
        let near = (first.saturating_sub(20)..(first + 2).min(lines.len())).rev();
        let behind = last..lines.len();
        for (at, rank) in near.map(|at| (at, 55)).chain(behind.map(|at| (at, 65))) {
            let text = &visible.text[lines[at].span.clone()];
            // A paragraph may begin with its day.
            let text = if text.len() > 160 {
                match text.starts_with(|c: char| c.is_ascii_digit()) && at == first {
                    true => &text[..text.floor_char_boundary(24)],
                    false => continue,
                }
            } else {
                text
            };
            let lower = text.to_lowercase();
            let changed = [
                "updated",
                "modified",
                "aktualisiert",
                "mis à jour",
                "actualizado",
                "aggiornato",
                "stand:",
                "last changed",
                "geändert",
                "änderung",
                "ostatnia",
                "mis à jour",
            ]
            .iter()
            .any(|word| lower.contains(word));
            let published = [
                "published",
                "posted",
                "veröffentlicht",
                "publié",
                "publicado",
                "erstellt",
                "pubblicato",
                "erschienen",
            ]
            .iter()
            .any(|word| lower.contains(word));
            if at > last + 6 && !published && !changed {
                continue;
            }
            if lower.contains("copyright") || lower.contains('©') {
                continue;
            }
            self.date(published || !changed, rank, Origin::Line, Some(text));
        }
    }

    fn title(&mut self, rank: u8, origin: Origin, text: String) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > 1 {
            self.titles.push((rank, origin, text));
        }
    }

    fn names(&mut self, rank: u8, origin: Origin, text: &str) {
        let names = authors::names(text);
        if names.is_empty() {
            return;
        }
        // Writers in elements of one kind are all of the article's.
        match self.authors.iter_mut().find(|(known, from, _)| *known == rank && *from == origin && rank < 30)
        {
            Some((.., known)) => {
                for name in names {
                    if !known.contains(&name) && known.len() < 8 {
                        known.push(name);
                    }
                }
            }
            None => self.authors.push((rank, origin, names)),
        }
    }

    fn date(&mut self, published: bool, rank: u8, origin: Origin, text: Option<&str>) {
        let Some(stated) = text.and_then(|text| day::find(text, self.month_first)) else { return };
        if published { &mut self.published } else { &mut self.modified }.push((rank, origin, stated));
    }

    fn finish(mut self) -> Metadata {
        let outlet = {
            self.outlets.sort_by_key(|(rank, ..)| *rank);
            self.outlets.first().map(|(.., name)| name.clone())
        };
        let outlet = outlet.as_deref();
        self.titles.sort_by_key(|(rank, ..)| *rank);
        let mut made = self.metadata;
        for (_, origin, title) in self.titles {
            let value = authors::without_outlet(&title, outlet);
            push(&mut made.title, value, origin);
        }
        for (_, origin, value) in self.outlets {
            push(&mut made.outlet, value, origin);
        }
        self.authors.sort_by_key(|(rank, ..)| *rank);
        // A list that has all of the best and more is better.
        if let Some((.., first)) = self.authors.first()
            && let Some(fuller) = (1..self.authors.len()).find(|&at| {
                let (rank, _, names) = &self.authors[at];
                *rank < 40 && names.len() > first.len() && first.iter().all(|name| names.contains(name))
            })
        {
            self.authors.swap(0, fuller);
        }
        let host = made.url.first().map(|url| host(&url.value).to_owned());
        for (_, origin, names) in self.authors {
            let names: Vec<String> = names
                .into_iter()
                .filter(|name| {
                    !authors::is_outlet(name, outlet) && !authors::is_of_host(name, host.as_deref())
                })
                .collect();
            if !names.is_empty() {
                push(&mut made.authors, names, origin);
            }
        }
        self.published.sort_by_key(|(rank, ..)| *rank);
        self.modified.sort_by_key(|(rank, ..)| *rank);
        majority(&mut self.published);
        own_day(&mut self.published);
        for (_, origin, stated) in self.published {
            push(&mut made.published, stated.days(), origin);
        }
        for (_, origin, stated) in self.modified {
            push(&mut made.modified, stated.days(), origin);
        }
        made.url.sort_by_key(|candidate| candidate.origin);
        made
    }
}

/// A day that only the best candidate states gives way to one on which two or more of the others agree.
fn majority(days: &mut Vec<(u8, Origin, Stated)>) {
    let strong = days.iter().take_while(|(rank, ..)| *rank < 60).count();
    let votes = |date: jiff::civil::Date| {
        let mut origins: Vec<Origin> = days[..strong]
            .iter()
            .filter(|(.., stated)| stated.date == date)
            .map(|(_, origin, _)| *origin)
            .collect();
        origins.sort_unstable();
        origins.dedup();
        origins.len()
    };
    let Some((.., first)) = days.first() else { return };
    if votes(first.date) > 1 {
        return;
    }
    if let Some(other) = (1..strong).find(|&at| votes(days[at].2.date) > 1) {
        let other = days.remove(other);
        days.insert(0, other);
    }
}

/// The best day is that of an instant in Greenwich: the outlet's own day may be the one before or after. If the page
/// states such a day elsewhere, it is that.
fn own_day(days: &mut [(u8, Origin, Stated)]) {
    let in_greenwich =
        |stated: &Stated| stated.at.as_ref().is_some_and(|at| at.ends_with('Z') || at.ends_with("+00:00"));
    let Some((_, _, first)) = days.first() else { return };
    if !in_greenwich(first) {
        return;
    }
    let date = first.date;
    let own = days[1..].iter().map(|(_, _, stated)| stated).find(|stated| {
        let apart = (stated.date - date).get_days().abs();
        apart == 1 && !in_greenwich(stated)
    });
    let same =
        days[1..].iter().any(|(rank, _, stated)| *rank < 60 && stated.date == date && !in_greenwich(stated));
    if let Some(own) = own.map(|own| own.date).filter(|_| !same) {
        days[0].2.date = own;
    }
}

/// The host of an address.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or(rest)
}

fn push<T: PartialEq>(list: &mut Vec<Candidate<T>>, value: T, origin: Origin) {
    if list.len() < 20 && !list.iter().any(|known| known.value == value) {
        list.push(Candidate { value, origin });
    }
}
