//! What a page says about itself: title, writers, outlet, days, address, language, each as a ranked list of what was
//! found and where. An empty list is an answer: the page does not say.

use tidings_record::Days;

use super::authors;
use super::dates::{self, Dates, PageKind, Place, What::Modified, What::Published};
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
    /// A script, under a usual name.
    Script,
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
    dates: Dates,
    authors: Vec<(u8, Origin, Vec<String>)>,
    titles: Vec<(u8, Origin, String)>,
    outlets: Vec<(u8, Origin, String)>,
    place: Place,
}

/// What the page says. `url` is its address if that is known; `body` are the lines of the body.
pub fn metadata(tree: &Tree<'_>, visible: &Visible, body: &[bool], url: Option<&str>) -> Metadata {
    let mut found = Found::default();
    let language =
        tree.attribute(0, "lang").map(|lang| lang.trim().to_owned()).filter(|lang| !lang.is_empty());
    found.dates.month_first =
        language.as_deref().is_some_and(|language| dates::writes_month_first(language, url));
    found.metadata.language.extend(language.map(|value| Candidate { value, origin: Origin::Attribute }));
    found.place = Place::of(tree, visible, body);
    found.elements(tree);
    found.dates.lines(tree, visible, &found.place);
    found.dates.lone_line(tree, visible);
    found.dates.own_entry(tree, visible);
    found.dates.scripts(tree);
    let canonical = best(&found.metadata.url).cloned();
    found.dates.addresses(url, canonical.as_deref());
    found.finish(PageKind::of(tree))
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
        let mut date = |what, rank, name, text: Option<String>| {
            self.dates.add(what, rank, origin, name, text.as_deref().unwrap_or_default());
        };
        date(Published, 10 + rank, "datePublished", object.published);
        date(Published, dates::CREATED, "dateCreated", object.created);
        date(Modified, 10 + rank, "dateModified", object.modified);
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
            self.dates.meta(name, content);
            match name {
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
        let text = || short_text(tree, at);
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
                    "datePublished" => self.dates.add(Published, 25, Origin::Microdata, property, &stated()),
                    "dateCreated" => {
                        self.dates.add(Published, dates::CREATED, Origin::Microdata, property, &stated());
                    }
                    "dateModified" => self.dates.add(Modified, 25, Origin::Microdata, property, &stated()),
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
        if !self.place.near.contains(&at) {
            return;
        }
        if has("rel=")
            && tree.attribute(at, "rel").is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "author"))
        {
            self.names(30, Origin::Link, &text());
        }
        self.dates.element(tree, at, &self.place);
        let name = || names_of(tree, at);
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

    fn finish(mut self, kind: PageKind) -> Metadata {
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
        (made.published, made.modified) = self.dates.decide(kind);
        made.url.sort_by_key(|candidate| candidate.origin);
        made
    }
}

/// The names that an element bears, small.
pub(super) fn names_of(tree: &Tree<'_>, at: usize) -> String {
    let of = |attribute| tree.attribute(at, attribute).unwrap_or_default().to_ascii_lowercase();
    format!("{} {}", of("class"), of("id"))
}

/// The text of an element, unless it holds so much that it says nothing short.
pub(super) fn short_text(tree: &Tree<'_>, at: usize) -> String {
    if tree.nodes[at].end as usize - at > 60 { String::new() } else { tree.text(at) }
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
