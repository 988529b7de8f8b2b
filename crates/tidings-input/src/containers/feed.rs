//! Feeds: RSS 0.9 to 2.0, Atom, and sitemaps.
//!
//! They are read by a small reader of its own that takes XML as it comes: what is not closed ends with what holds it,
//! so one broken entry costs itself only. An entry with its article's text is an article; one with a summary only is a
//! short one, and says so.

use super::{Link, Ready, Step};
use crate::article::{Told, decode_html, of_page};
use crate::page::tree::{Attributes, tag_end};
use crate::page::{authors, day, entities};
use crate::{Fault, Options};

/// An element: its name, its attributes as written, and what it holds, as written.
struct Element<'x> {
    name: &'x str,
    written: &'x str,
    inner: &'x str,
}

/// An entry of a feed or sitemap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub link: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    authors: Vec<String>,
    published: Option<String>,
    modified: Option<String>,
    /// HTML of the whole article.
    content: Option<String>,
    /// HTML of a summary.
    summary: Option<String>,
}

/// Where the day of an entry stands.
pub(super) const PUBLISHED: &str = "published, by the feed";

/// The articles of a feed.
///
/// # Errors
/// If the bytes are no feed.
pub(crate) fn feed(file: &str, bytes: &[u8], told: &Told, options: &Options) -> Result<Ready, Fault> {
    let (xml, _) = decode_html(bytes, told.charset.as_deref());
    let entries = entries(&xml, told.url.as_deref())?;
    if options.follow && !entries.is_empty() {
        let steps: Vec<Step> = entries.iter().map(|entry| link(file, entry, options)).collect();
        return Ok(Ready(steps.into_iter()));
    }
    if entries.iter().all(|entry| entry.content.is_none() && entry.summary.is_none()) {
        let fault = match entries.len() {
            0 => Fault::new("is a feed without entries"),
            n => Fault::advised(format!("lists {n} addresses and no texts"), "use --follow to fetch them"),
        };
        return Err(fault);
    }
    let steps: Vec<Step> = entries.iter().map(|entry| step(file, entry, options)).collect();
    Ok(Ready(steps.into_iter()))
}

/// The page to which an entry leads; of one that leads nowhere, its text.
fn link(file: &str, entry: &Entry, options: &Options) -> Step {
    match &entry.link {
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
            Step::Link(Box::new(Link {
                url: url.clone(),
                from: file.to_owned(),
                stated: entry.modified.clone().or_else(|| entry.published.clone()),
                published: entry.published.as_deref().and_then(|published| day::stated(PUBLISHED, published)),
            }))
        }
        _ => step(file, entry, options),
    }
}

/// The article of an entry.
fn step(file: &str, entry: &Entry, options: &Options) -> Step {
    let place = entry.link.as_ref().map_or_else(|| file.to_owned(), |link| format!("{file}#{link}"));
    let Some(html) = entry.content.as_ref().or(entry.summary.as_ref()) else {
        let fault = Fault::advised("is an entry without text", "use --follow to fetch its page");
        return Step::Failed(fault.at(&place, None));
    };
    let told = Told {
        url: entry.link.clone(),
        title: entry.title.clone(),
        outlet: entry.outlet.clone(),
        authors: entry.authors.clone(),
        published: entry.published.as_deref().and_then(|published| day::stated(PUBLISHED, published)),
        modified: entry
            .modified
            .as_deref()
            .and_then(|modified| day::stated("changed, by the feed", modified)),
        ..Told::default()
    };
    match of_page(&place, html, "application/xml", html.as_bytes(), &told, options, None) {
        Ok(mut input) => {
            // All of an entry is the article.
            input.article.parts.clear();
            if entry.content.is_none() {
                input.remarks.push("only the feed's summary of the article".to_owned());
            }
            if let Some(stated) = entry.published.as_ref().filter(|_| told.published.is_none()) {
                input.remarks.push(format!("published {stated:?} is no day; taken as not given"));
            }
            Step::Input(Box::new(input))
        }
        Err(fault) => Step::Failed(fault.at(&place, None)),
    }
}

/// The entries of a feed or sitemap that was found at `base`.
pub(crate) fn entries(xml: &str, base: Option<&str>) -> Result<Vec<Entry>, Fault> {
    let no_feed =
        || Fault::advised("is XML, but neither RSS, Atom nor a sitemap", "save the article's text as .txt");
    let root = children(xml)
        .into_iter()
        .find(|element| element.name.chars().all(|c| c.is_ascii_alphanumeric() || c == ':'));
    let root = root.ok_or_else(no_feed)?;
    if !matches!(local(root.name), "rss" | "feed" | "RDF" | "urlset" | "sitemapindex" | "channel") {
        return Err(no_feed());
    }
    let mut base = base.map(str::to_owned);
    let mut outlet = None;
    let mut found = Vec::new();
    let mut waiting = vec![children(root.inner).into_iter()];
    while let Some(level) = waiting.last_mut() {
        let Some(element) = level.next() else {
            waiting.pop();
            continue;
        };
        match element.name {
            "channel" if waiting.len() == 1 => waiting.push(children(element.inner).into_iter()),
            "title" if outlet.is_none() => outlet = text(element.inner),
            "link" => {
                let link = attribute(&element, "href").or_else(|| text(element.inner));
                if base.is_none() && attribute(&element, "rel").is_none_or(|rel| rel == "alternate") {
                    base = link.filter(|link| link.contains("://"));
                }
            }
            "item" | "entry" | "url" | "sitemap" => {
                let mut entry = entry(element.inner, base.as_deref());
                entry.outlet = entry.outlet.or_else(|| outlet.clone());
                found.push(entry);
            }
            _ => {}
        }
    }
    Ok(found)
}

fn entry(inner: &str, base: Option<&str>) -> Entry {
    let mut entry = Entry::default();
    let mut guid = None;
    for element in children(inner) {
        let text = || text(element.inner);
        match element.name {
            "title" => entry.title = text().map(|title| plain(&title)),
            "link" => {
                let link = attribute(&element, "href").or_else(text);
                if attribute(&element, "rel").is_none_or(|rel| rel == "alternate") && entry.link.is_none() {
                    entry.link = link;
                }
            }
            "loc" => entry.link = text(),
            "guid" | "id" => guid = text().filter(|id| id.starts_with("http")),
            "pubDate" | "published" | "dc:date" | "issued" | "dcterms:issued" => entry.published = text(),
            "updated" | "lastmod" | "modified" | "dcterms:modified" => entry.modified = text(),
            "content:encoded" | "content" | "fulltext" => entry.content = html(&element),
            "description" | "summary" => entry.summary = html(&element),
            "dc:creator" => {
                entry.authors.extend(text().map(|name| authors::names(&name)).unwrap_or_default())
            }
            "author" => {
                let name = children(element.inner)
                    .iter()
                    .find(|inner| inner.name == "name")
                    .and_then(|name| self::text(name.inner));
                let name = name.or_else(text).map(|name| match name.split_once('(') {
                    // RSS: address (Name).
                    Some((_, inside)) => inside.trim_end_matches(')').to_owned(),
                    None => name,
                });
                entry.authors.extend(name.map(|name| authors::names(&name)).unwrap_or_default());
            }
            "news:news" => {
                for element in children(element.inner) {
                    match local(element.name) {
                        "title" => entry.title = self::text(element.inner),
                        "publication_date" => entry.published = self::text(element.inner),
                        "publication" => {
                            let name =
                                children(element.inner).into_iter().find(|inner| local(inner.name) == "name");
                            entry.outlet = name.and_then(|name| self::text(name.inner));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    // What is called updated in Atom is often the only date.
    entry.link = entry.link.or(guid).map(|link| join(base, &link));
    if entry.content.as_deref().is_some_and(|content| content.trim().is_empty()) {
        entry.content = None;
    }
    entry
}

/// The elements in a stretch of XML, not those within them.
fn children(xml: &str) -> Vec<Element<'_>> {
    let bytes = xml.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + open;
        if let Some(end) = beside(xml, start) {
            at = end;
            continue;
        }
        if !bytes.get(start + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_') {
            at = start + 1;
            continue;
        }
        let rest = &xml[start + 1..];
        let name = &rest[..rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<'))
            .unwrap_or(rest.len())];
        let close = tag_end(bytes, start + 1 + name.len());
        let written = &xml[start + 1 + name.len()..close];
        let inner_start = (close + 1).min(xml.len());
        let (inner_end, next) =
            if written.ends_with('/') { (inner_start, inner_start) } else { end_of(xml, inner_start, name) };
        found.push(Element { name, written, inner: &xml[inner_start..inner_end] });
        at = next;
    }
    found
}

/// The end of a comment, CDATA or instruction that begins at `start`.
fn beside(xml: &str, start: usize) -> Option<usize> {
    let rest = &xml.as_bytes()[start..];
    let end: &[u8] = if rest.starts_with(b"<![CDATA[") {
        b"]]>"
    } else if rest.starts_with(b"<!--") {
        b"-->"
    } else if rest.starts_with(b"<?") {
        b"?>"
    } else {
        return None;
    };
    Some(memchr::memmem::find(rest, end).map_or(xml.len(), |at| start + at + end.len()))
}

/// Where what an element holds ends, and where its end tag does.
fn end_of(xml: &str, start: usize, name: &str) -> (usize, usize) {
    let bytes = xml.as_bytes();
    let mut at = start;
    let mut depth = 1;
    let is_name = |at: usize| {
        bytes.get(at..at + name.len()) == Some(name.as_bytes())
            && bytes
                .get(at + name.len())
                .is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
    };
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]) {
        let tag = at + open;
        if let Some(end) = beside(xml, tag) {
            at = end;
            continue;
        }
        at = tag + 1;
        if bytes.get(at) == Some(&b'/') && is_name(at + 1) {
            depth -= 1;
            if depth == 0 {
                let end = memchr::memchr(b'>', &bytes[at..]).map_or(xml.len(), |end| at + end + 1);
                return (tag, end);
            }
        } else if is_name(at) {
            let end = tag_end(bytes, at + name.len());
            depth += u32::from(bytes.get(end.wrapping_sub(1)) != Some(&b'/'));
            at = end.min(bytes.len());
        }
    }
    (xml.len(), xml.len())
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(element: &Element<'_>, name: &str) -> Option<String> {
    let value = Attributes(element.written).find(|(key, _)| *key == name)?.1;
    Some(entities::decode(value).trim().to_owned()).filter(|value| !value.is_empty())
}

/// The text of an element that holds no others.
fn text(inner: &str) -> Option<String> {
    let text = unwrapped(inner);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(text).filter(|text| !text.is_empty())
}

/// The HTML that an element holds, escaped, in CDATA or as it is.
fn html(element: &Element<'_>) -> Option<String> {
    let inner = element.inner.trim();
    let markup = attribute(element, "type").as_deref() == Some("xhtml")
        || (inner.starts_with('<') && !inner.starts_with("<![CDATA["));
    let html = if markup { inner.to_owned() } else { unwrapped(inner) };
    Some(html).filter(|html| !html.trim().is_empty())
}

/// Text without escapes and CDATA marks.
fn unwrapped(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(start) = rest.find("<![CDATA[") {
        out.push_str(&entities::decode(&rest[..start]));
        let body = &rest[start + 9..];
        let end = body.find("]]>").unwrap_or(body.len());
        out.push_str(&body[..end]);
        rest = body.get(end + 3..).unwrap_or("");
    }
    out.push_str(&entities::decode(rest));
    out
}

/// A title without markup.
fn plain(title: &str) -> String {
    let tree = crate::page::tree::Tree::of(title);
    tree.text(0)
}

/// An address relative to `base`.
pub(crate) fn join(base: Option<&str>, link: &str) -> String {
    let link = link.trim();
    let Some(base) = base.filter(|_| !link.contains("://")) else { return link.to_owned() };
    let Some((scheme, rest)) = base.split_once("://") else { return link.to_owned() };
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    if let Some(other) = link.strip_prefix("//") {
        return format!("{scheme}://{other}");
    }
    if link.starts_with('/') {
        return format!("{scheme}://{host}{link}");
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let folder = &path[..path.rfind('/').map_or(0, |at| at + 1)];
    let folder = if folder.is_empty() { "/" } else { folder };
    format!("{scheme}://{host}{folder}{link}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Input;

    fn read(xml: &str) -> Result<Vec<Result<Input, String>>, String> {
        let ready = feed("f.xml", xml.as_bytes(), &Told::default(), &Options::default())
            .map_err(|fault| fault.reason)?;
        let steps = ready.0.map(|step| match step {
            Step::Input(input) => Ok(*input),
            Step::Failed(error) => Err(error.to_string()),
            _ => unreachable!(),
        });
        Ok(steps.collect())
    }

    #[test]
    fn rss_with_relative_links_and_bad_dates() {
        let xml = r#"<?xml version="1.0"?><rss><channel><title>Lindau Herald</title><link>https://example.org/news/</link>
            <item><title>Bridge &amp; road closed</title><link>/a/1</link><pubDate>Tue, 12 Mar 2024 09:30:00 GMT</pubDate>
            <dc:creator>By Ana Ruiz</dc:creator><description>Short.</description>
            <content:encoded><![CDATA[<p>The bridge was closed.</p><p>It was old.</p>]]></content:encoded></item>
            <item><title>Storm</title><link>2</link><pubDate>soon</pubDate><description>&lt;p&gt;A storm came.&lt;/p&gt;</description></item>
            <item><title>Empty</title></item></channel></rss>"#;
        let found = read(xml).unwrap();
        let first = &found[0].as_ref().unwrap().article;
        assert_eq!(first.text, "The bridge was closed.\n\nIt was old.\n");
        assert_eq!(first.title.as_deref(), Some("Bridge & road closed"));
        assert_eq!(first.url.as_deref(), Some("https://example.org/a/1"));
        assert_eq!(first.outlet.as_deref(), Some("Lindau Herald"));
        assert_eq!(first.bylines, ["Ana Ruiz"]);
        assert_eq!(first.published.at.as_deref(), Some("2024-03-12T09:30:00Z"));
        let second = found[1].as_ref().unwrap();
        assert_eq!(second.article.url.as_deref(), Some("https://example.org/news/2"));
        assert_eq!((second.article.text.as_str(), second.remarks.len()), ("A storm came.\n", 2));
        assert!(found[2].as_ref().unwrap_err().contains("without text"));
    }

    #[test]
    fn atom_and_sitemaps() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><title type="html">A</title>
            <link rel="alternate" href="https://example.org/a"/><published>2024-03-12T09:30:00+01:00</published>
            <author><name>Jo Lind</name></author><content type="xhtml"><div><p>Ships left.</p></div></content></entry></feed>"#;
        let found = read(atom).unwrap();
        let article = &found[0].as_ref().unwrap().article;
        assert_eq!(
            (article.text.as_str(), article.bylines.as_slice()),
            ("Ships left.\n", ["Jo Lind".to_owned()].as_slice())
        );
        let map = "<urlset><url><loc>https://example.org/a</loc></url></urlset>";
        assert!(read(map).unwrap_err().contains("lists 1 addresses"));
        assert!(read("<svg><g/></svg>").unwrap_err().contains("neither RSS"));
        assert!(read("<rss><channel><item><title>x").unwrap_err().contains("lists 1"));
        assert!(read("").is_err() && read("<").is_err() && read("<rss").is_err());
    }
}
