//! When a page says that it appeared and was last changed: all days it states, each with its place, and which of them
//! goes first.
//!
//! What is written for machines goes before what is shown, and what is shown near the title before what stands elsewhere
//! (the smaller rank is better). Three things overrule the rank: days on which several places
//! agree, a day shown near the title that another place states too, and that a page of a wiki is of its last change.

mod choice;

use super::day::{self, Stated};
use super::metadata::{Origin, host, names_of, short_text};
use super::tag::Tag;
use super::tree::Tree;
use super::visible::{Line, Visible};

/// What a day is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Published,
    Modified,
}
use What::{Modified, Published};

/// The rank of when a page was made, which may be long before it appeared.
pub const CREATED: u8 = 52;
/// The rank of a line near the title.
const NEAR_LINE: u8 = 55;
/// The rank of the address. What ranks before it is strong enough to vote.
const ADDRESS: u8 = 60;

/// A day at its place.
#[derive(Debug, Clone)]
struct Found {
    rank: u8,
    origin: Origin,
    stated: Stated,
    /// The place and the words.
    because: Vec<String>,
}

/// All days of a page.
#[derive(Debug, Default)]
pub struct Dates {
    /// Decides 3/4/2024.
    pub month_first: bool,
    published: Vec<Found>,
    modified: Vec<Found>,
}

/// What its system calls a page, as far as that matters for its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// An article, for all that is known.
    Article,
    /// A page that stands, other than a post: it was made on some day, and appears on none.
    Standing,
    /// A page of a wiki: its text is that of its last change.
    Wiki,
}

impl PageKind {
    /// By the names that MediaWiki and WordPress give the body.
    pub fn of(tree: &Tree<'_>) -> PageKind {
        let body = tree.nodes.iter().position(|node| node.tag == Tag::Body);
        let names = body.and_then(|at| tree.attribute(at, "class")).unwrap_or_default();
        let any = |test: fn(&str) -> bool| names.split_whitespace().any(test);
        if any(|name| name == "mediawiki") {
            PageKind::Wiki
        } else if any(|name| name == "page") && any(|name| name.starts_with("page-id-")) {
            PageKind::Standing
        } else {
            PageKind::Article
        }
    }
}

/// Whether pages in this language, at this address, write the month first in 3/4/2024: those of America.
pub fn writes_month_first(language: &str, url: Option<&str>) -> bool {
    const DAY_FIRST: [&str; 14] =
        ["au", "bd", "eu", "gh", "ie", "in", "ke", "lk", "my", "ng", "nz", "pk", "uk", "za"];
    let country = url.map(host).and_then(|host| host.rsplit('.').next()).unwrap_or_default();
    language.eq_ignore_ascii_case("en-us")
        || language.eq_ignore_ascii_case("en") && !DAY_FIRST.contains(&country)
}

/// Where on a page its article is.
#[derive(Debug, Default)]
pub struct Place {
    /// The nodes around the body.
    pub near: std::ops::Range<usize>,
    /// The first node of the body, and the last.
    first: usize,
    last: usize,
    /// The lines: of the title, if it is shown, and the first and last of the body.
    lines: Option<(Option<usize>, usize, usize)>,
}

/// How many nodes around the body belong to the article.
const NEAR: usize = 200;
/// A title has at least so many bytes to be known again.
const SHORTEST_TITLE: usize = 12;

impl Place {
    /// From before the last main heading above the body to behind the body.
    pub fn of(tree: &Tree<'_>, visible: &Visible, body: &[bool]) -> Place {
        let (Some(first), Some(last)) =
            (body.iter().position(|kept| *kept), body.iter().rposition(|kept| *kept))
        else {
            let all = tree.nodes.len();
            return Place { near: 0..all, first: 0, last: all, lines: None };
        };
        let node = |line: usize| visible.lines[line].first as usize;
        let title = tree.nodes.iter().position(|node| node.tag == Tag::Title).map(|at| tree.text(at));
        let title = title.unwrap_or_default();
        let is_title = |line: &usize| {
            let text = &visible.text[visible.lines[*line].span.clone()];
            text.len() >= SHORTEST_TITLE && title.starts_with(text)
        };
        let is_heading = |line: &usize| tree.nodes[visible.lines[*line].block as usize].tag == Tag::H1;
        let heading = (0..first).rev().find(is_title).or_else(|| (0..first).rev().find(is_heading));
        let above = (0..node(first)).rev().find(|&at| tree.nodes[at].tag == Tag::H1);
        let start = heading.map(node).into_iter().chain(above).min().unwrap_or(node(first));
        Place {
            near: start.saturating_sub(NEAR)..node(last) + NEAR,
            first: node(first),
            last: node(last),
            lines: Some((heading, first, last)),
        }
    }
}

impl Dates {
    /// Takes in a day if `text` states one. `name` says where the text stands.
    pub fn add(&mut self, what: What, rank: u8, origin: Origin, name: &str, text: &str) {
        let Some(stated) = day::find(text, self.month_first) else { return };
        self.push(what, rank, origin, name, text, stated);
    }

    fn push(&mut self, what: What, rank: u8, origin: Origin, name: &str, text: &str, stated: Stated) {
        let place = match origin {
            Origin::JsonLd | Origin::JsonLdPage => format!("{name} in the page's JSON-LD"),
            Origin::Meta => format!("the page's meta element {name}"),
            Origin::Microdata => format!("the page's itemprop {name}"),
            Origin::Element => format!("the page's element {name}"),
            Origin::Address => "the page's address".to_owned(),
            Origin::Script => format!("{name} in a script of the page"),
            _ => "a line of the page".to_owned(),
        };
        let words: String = text.trim().chars().take(80).collect();
        let because = vec![format!("{place}: {words}")];
        let list = match what {
            Published => &mut self.published,
            Modified => &mut self.modified,
        };
        list.push(Found { rank, origin, stated, because });
    }

    /// A `meta` element.
    pub fn meta(&mut self, name: &str, content: &str) {
        let (what, rank) = match name {
            "og:image" | "twitter:image" => {
                if let Some(stated) = day::of_url(content) {
                    self.push(Published, 80, Origin::Address, name, content, stated);
                }
                return;
            }
            "article:published_time"
            | "og:article:published_time"
            | "datepublished"
            | "article:published"
            | "article:published_date"
            | "og:published_time"
            | "published_time"
            | "article.published"
            | "rnews:datepublished" => (Published, 12),
            "date"
            | "pubdate"
            | "pdate"
            | "publishdate"
            | "publish-date"
            | "publish_date"
            | "publish_time"
            | "published-date"
            | "published_date"
            | "publisheddate"
            | "date_published"
            | "publication_date"
            | "publicationdate"
            | "publication-date"
            | "article_date_original"
            | "article:publicationdate"
            | "article:post_date"
            | "originalpublicationdate"
            | "parsely-pub-date"
            | "sailthru.date"
            | "cxenseparse:recs:publishtime"
            | "dc.date"
            | "dc:date"
            | "dc.date.issued"
            | "dc.date.publication"
            | "dcterms.date"
            | "dcterms.issued"
            | "dc.issued"
            | "citation_date"
            | "citation_publication_date"
            | "mediator_published_time"
            | "timestamp"
            | "displaydate"
            | "gentime"
            | "article:publish_date"
            | "article_date"
            | "shareaholic:article_published_time"
            | "bt:pubdate"
            | "last-publish-date"
            | "dateposted"
            | "release_date"
            | "vr:published_time"
            | "og:pubdate"
            | "og:publish_date" => (Published, 20),
            "dc.date.created"
            | "dcterms.created"
            | "dc.created"
            | "article:create_date"
            | "created"
            | "date_created"
            | "datecreated" => (Published, CREATED),
            "article:modified_time"
            | "article:modified"
            | "og:article:modified_time"
            | "og:updated_time"
            | "datemodified"
            | "lastmod"
            | "lastmodified"
            | "last-modified"
            | "modified_time"
            | "dcterms.modified"
            | "dc.modified"
            | "dc.date.modified"
            | "bt:moddate"
            | "modified"
            | "revision_date" => (Modified, 20),
            _ => return,
        };
        self.add(what, rank, Origin::Meta, name, content);
    }

    /// A `time` element near the article, or one whose name says that it holds a day.
    pub fn element(&mut self, tree: &Tree<'_>, at: usize, place: &Place) {
        let node = &tree.nodes[at];
        let has = |word: &str| memchr::memmem::find(node.written.as_bytes(), word.as_bytes()).is_some();
        if node.tag == Tag::Time {
            let name = names_of(tree, at);
            let any = |words: &[&str]| words.iter().any(|word| name.contains(word));
            let published = has("pubdate") || any(&["publi", "entry", "post", "created"]);
            let stated = tree.attribute(at, "datetime").filter(|value| !value.is_empty());
            let stated = stated.map_or_else(|| short_text(tree, at), std::borrow::Cow::into_owned);
            if published || at < place.last {
                let what = if any(&["updat", "modif", "revis"]) { Modified } else { Published };
                let inside = u8::from(at > place.first) * 2;
                let rank = inside + if published { 40 } else { 50 };
                self.add(what, rank, Origin::Element, "time", &stated);
            }
        } else if at < place.last
            && ["date", "Date", "time", "publish", "posted", "datum", "fecha"].iter().any(|word| has(word))
            && may_hold_a_day(node.tag)
        {
            let name = names_of(tree, at);
            let any = |words: &[&str]| words.iter().any(|word| name.contains(word));
            const YES: [&str; 9] = [
                "date",
                "publish",
                "posted",
                "timestamp",
                "entry-time",
                "post-time",
                "datetime",
                "datum",
                "fecha",
            ];
            if any(&YES) && !any(&["update", "candidate", "mandate", "calendar", "modif", "upcoming"]) {
                // Older pages give the instant as the title of what they show.
                let title = tree.attribute(at, "title").filter(|_| node.tag == Tag::Abbr);
                let text = title.map_or_else(|| short_text(tree, at), std::borrow::Cow::into_owned);
                if text.len() < 120 {
                    self.add(said_of(&text), 45, Origin::Element, name.trim(), &text);
                }
            }
        }
    }

    /// Days in short lines around the body's beginning, then at its end.
    pub fn lines(&mut self, tree: &Tree<'_>, visible: &Visible, place: &Place) {
        let Some((heading, first, last)) = place.lines else { return };
        let lines = &visible.lines;
        let before = (first.saturating_sub(20)..(first + 2).min(lines.len())).rev();
        // A body that begins far behind its title may be none.
        let below = heading.filter(|heading| heading + 20 < first).map_or(0..0, |at| at + 1..at + 6);
        // A body may begin with its title and what stands under it.
        let short = |at: &usize| {
            let text = &visible.text[lines[*at].span.clone()];
            text.len() <= 120 && !text.ends_with(['.', '!', '?', ':', '…', '。'])
        };
        let inside = (first + 2..(first + 7).min(lines.len())).take_while(short);
        let near = below.chain(before).chain(inside).map(|at| (at, NEAR_LINE));
        for (at, rank) in near.chain((last..lines.len()).map(|at| (at, 65))) {
            let text = &visible.text[lines[at].span.clone()];
            if text.len() > LONGEST_SENTENCE {
                continue;
            }
            let lower = text.to_lowercase();
            let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
            let (changed, published) = (says(&CHANGED), says(&PUBLISHED));
            let text = match text.len() {
                0..=160 => text,
                // A paragraph may begin with its day.
                _ if at == first && text.starts_with(|c: char| c.is_ascii_digit()) => {
                    &text[..text.floor_char_boundary(24)]
                }
                // What was posted when, and filed under what.
                _ if published && at >= last => text,
                _ => continue,
            };
            let far = at > last + 6 && !published && !changed;
            if far || says(&["copyright", "©"]) || (at > last && is_comment(tree, lines[at].block as usize))
            {
                continue;
            }
            self.add(said_of(text), rank, Origin::Line, "", text);
        }
    }

    /// The only line of the page, wherever it stands, that says when something was posted.
    pub fn lone_line(&mut self, tree: &Tree<'_>, visible: &Visible) {
        if !self.published.is_empty() || !self.modified.is_empty() {
            return;
        }
        let says = |line: &&Line| {
            let text = &visible.text[line.span.clone()];
            let lower = text[..text.floor_char_boundary(LONGEST_SENTENCE)].to_lowercase();
            text.len() <= LONGEST_SENTENCE
                && PUBLISHED.iter().any(|word| lower.contains(word))
                && day::find(text, self.month_first).is_some()
                && !is_comment(tree, line.block as usize)
        };
        let mut lines = visible.lines.iter().filter(says);
        if let (Some(line), None) = (lines.next(), lines.next()) {
            self.add(Published, 66, Origin::Line, "", &visible.text[line.span.clone()]);
        }
    }

    /// The day beside the page's own title in a list of articles, if nothing else states one.
    pub fn own_entry(&mut self, tree: &Tree<'_>, visible: &Visible) {
        /// So many bytes before and behind the title may be the day.
        const BESIDE: usize = 40;
        if !self.published.is_empty() || !self.modified.is_empty() {
            return;
        }
        let title = tree.nodes.iter().position(|node| node.tag == Tag::Title).map(|at| tree.text(at));
        let title = title.unwrap_or_default();
        for line in &visible.lines {
            let text = &visible.text[line.span.clone()];
            if text.len() < SHORTEST_TITLE || !title.starts_with(text) {
                continue;
            }
            let around = |at: &usize| Some(tree.nodes[*at].parent as usize).filter(|&parent| parent > 0);
            for entry in std::iter::successors(Some(line.block as usize), around).take(4) {
                let words = short_text(tree, entry);
                let Some((before, behind)) = words.split_once(text) else { break };
                if before.is_empty() && behind.is_empty() {
                    continue;
                }
                let before = &before[before.ceil_char_boundary(before.len().saturating_sub(BESIDE))..];
                let behind = &behind[..behind.floor_char_boundary(BESIDE)];
                self.add(Published, 68, Origin::Element, "with its title", before);
                self.add(Published, 68, Origin::Element, "with its title", behind);
                if !self.published.is_empty() {
                    return;
                }
                break;
            }
        }
    }

    /// Days that scripts hold under the usual names, if nothing else states one and they all agree.
    pub fn scripts(&mut self, tree: &Tree<'_>) {
        const KEYS: [&str; 12] = [
            "datePublished",
            "date_published",
            "published_at",
            "publishedAt",
            "publishDate",
            "publish_date",
            "publishedDate",
            "publication_date",
            "publicationDate",
            "pubDate",
            "firstPublished",
            "first_published",
        ];
        if !self.published.is_empty() || !self.modified.is_empty() {
            return;
        }
        let mut found: Option<(&str, &str, Stated)> = None;
        for pair in tree.nodes.windows(2).filter(|pair| pair[0].tag == Tag::Script) {
            let script = pair[1].written;
            for key in KEYS {
                for at in memchr::memmem::find_iter(script.as_bytes(), key.as_bytes()).take(50) {
                    let rest = &script[at + key.len()..];
                    let rest = rest[..rest.floor_char_boundary(100)]
                        .trim_start_matches(['\\', '"', '\'', ' ', ':', '=']);
                    let value = rest.split(['"', '\'', '\\', ',']).next().unwrap_or_default();
                    let Some(stated) = day::find(value, self.month_first) else { continue };
                    match &found {
                        Some((.., other)) if other.date != stated.date => return,
                        Some(_) => {}
                        None => found = Some((key, value, stated)),
                    }
                }
            }
        }
        if let Some((key, value, stated)) = found {
            self.push(Published, 62, Origin::Script, key, value, stated);
        }
    }

    /// The days in the page's addresses.
    pub fn addresses(&mut self, given: Option<&str>, own: Option<&str>) {
        for address in given.into_iter().chain(own) {
            if let Some(stated) = day::of_url(address) {
                self.push(Published, ADDRESS, Origin::Address, "", address, stated);
            }
        }
    }
}

/// A line that says when something was posted has at most so many bytes.
const LONGEST_SENTENCE: usize = 400;

/// Words that say that the day beside them is that of a change, small.
const CHANGED: [&str; 28] = [
    "updated",
    "modified",
    "last edited",
    "last changed",
    "revised",
    "aktualisiert",
    "geändert",
    "änderung",
    "stand:",
    "überarbeitet",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "actualización",
    "modificado",
    "aggiornato",
    "atualizado",
    "bijgewerkt",
    "gewijzigd",
    "uppdaterad",
    "opdateret",
    "oppdatert",
    "aktualizacja",
    "ostatnia",
    "обновлено",
    "изменено",
    "güncelle",
];

/// Words that say that the day beside them is that of publication, small.
const PUBLISHED: [&str; 22] = [
    "published",
    "posted",
    "veröffentlicht",
    "gepostet",
    "erstellt",
    "erschienen",
    "publié",
    "publicado",
    "publicada",
    "pubblicato",
    "geplaatst",
    "gepubliceerd",
    "publicerad",
    "publiceret",
    "publisert",
    "opublikowan",
    "dodano",
    "publikováno",
    "опубликовано",
    "yayınlan",
    "publicat",
    "was written",
];

/// What a short text says of the day in it: a change, if it is called one and not a publication too.
fn said_of(text: &str) -> What {
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if says(&CHANGED) && !says(&PUBLISHED) { Modified } else { Published }
}

fn may_hold_a_day(tag: Tag) -> bool {
    use Tag::*;
    matches!(tag, Span | Div | P | Abbr | Li | Small | Em | Strong | A | I | Td | Header | Dd | H6 | H5 | H4)
}

/// Whether an element is in the readers' comments.
fn is_comment(tree: &Tree<'_>, at: usize) -> bool {
    let mut at = at;
    while at > 0 {
        let node = &tree.nodes[at];
        if !matches!(node.tag, Tag::Body | Tag::Text)
            && memchr::memmem::find(node.written.as_bytes(), b"omment").is_some()
            && names_of(tree, at).split_whitespace().any(|name| name.starts_with("comment"))
        {
            return true;
        }
        at = node.parent as usize;
    }
    false
}

#[cfg(test)]
mod tests;
