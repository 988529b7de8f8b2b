//! A page as a tree in one list.
//!
//! The elements and texts stand in the order of the page, so what an element holds is the stretch behind it; nothing
//! recurses. Built are the ends that authors leave out (`p`, `li`, `td` …). What browsers do beyond that for misnested
//! tags moves no text and is left away. Deeper than [`DEEPEST`] all elements are siblings, as in browsers; beyond
//! [`MOST`] nodes the rest of the page is dropped, which [`Tree::is_cut`] tells.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::entities;
use super::tag::Tag;

/// The deepest element.
pub const DEEPEST: usize = 512;
/// The most elements and texts of a page.
pub const MOST: usize = 2_000_000;

/// An element or a text.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    pub tag: Tag,
    /// The element around it; the root is its own.
    pub parent: u32,
    /// The first node behind all that it holds.
    pub end: u32,
    /// A text, or the attributes of an element as they are written.
    pub written: &'a str,
}

/// A page.
pub struct Tree<'a> {
    pub nodes: Vec<Node<'a>>,
    /// Whether the page has more nodes than are read.
    pub is_cut: bool,
}

impl<'a> Tree<'a> {
    /// Reads a page.
    pub fn of(html: &'a str) -> Tree<'a> {
        let root = Node { tag: Tag::Html, parent: 0, end: 0, written: "" };
        let mut builder = Builder {
            tree: Tree { nodes: vec![root], is_cut: false },
            open: vec![0],
            counts: [0; Tag::COUNT],
        };
        builder.run(html);
        while builder.open.len() > 1 {
            builder.close_last();
        }
        let end = builder.tree.nodes.len() as u32;
        builder.tree.nodes[0].end = end;
        builder.tree
    }

    /// The value of an attribute, `Some("")` for one without value.
    pub fn attribute(&self, at: usize, name: &str) -> Option<Cow<'a, str>> {
        let node = &self.nodes[at];
        if node.tag == Tag::Text {
            return None;
        }
        Attributes(node.written)
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, v)| entities::decode(v))
    }

    /// The nodes in an element.
    pub fn inside(&self, at: usize) -> std::ops::Range<usize> {
        at + 1..self.nodes[at].end as usize
    }

    /// All the text in an element, blanks as one space.
    pub fn text(&self, at: usize) -> String {
        let mut out = String::new();
        let mut next = at;
        while next < self.nodes[at].end as usize {
            let node = &self.nodes[next];
            if node.tag == Tag::Text {
                for word in entities::decode(node.written).split_whitespace() {
                    if !out.is_empty() {
                        out.push(' ');
                    }
                    out.push_str(word);
                }
            }
            // Scripts within an element are no text of it; a title's or script's own text is.
            next = if next != at && node.tag != Tag::Text && node.tag.is_unseen() {
                node.end as usize
            } else {
                next + 1
            };
        }
        out
    }
}

/// Attributes as they are written, in order.
pub struct Attributes<'a>(pub &'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let blank = |c: char| c.is_ascii_whitespace() || c == '/';
        let rest = self.0.trim_start_matches(blank);
        let name_end = rest[rest.chars().next()?.len_utf8()..]
            .find(|c: char| c == '=' || blank(c))
            .map_or(rest.len(), |at| at + rest.chars().next().map_or(0, char::len_utf8));
        let (name, rest) = rest.split_at(name_end);
        let behind = rest.trim_start();
        let Some(value) = behind.strip_prefix('=') else {
            self.0 = rest;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let (value, rest) = match value.as_bytes().first() {
            Some(&quote @ (b'"' | b'\'')) => {
                let end = memchr(quote, &value.as_bytes()[1..]).map_or(value.len(), |at| at + 1);
                (&value[1..end], value.get(end + 1..).unwrap_or(""))
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.0 = rest;
        Some((name, value))
    }
}

struct Builder<'a> {
    tree: Tree<'a>,
    /// The open elements, outermost first.
    open: Vec<u32>,
    /// How many of each name are open.
    counts: [u32; Tag::COUNT],
}

impl<'a> Builder<'a> {
    fn run(&mut self, html: &'a str) {
        let bytes = html.as_bytes();
        let (mut at, mut text_start) = (0, 0);
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            if self.tree.nodes.len() >= MOST {
                self.tree.is_cut = true;
                return;
            }
            let tag = at + found;
            match bytes.get(tag + 1) {
                Some(b'!') => {
                    self.text(&html[text_start..tag]);
                    at = comment_end(html, tag);
                }
                Some(b'?') => {
                    self.text(&html[text_start..tag]);
                    at = memchr(b'>', &bytes[tag..]).map_or(bytes.len(), |end| tag + end + 1);
                }
                Some(b'/') if bytes.get(tag + 2).is_some_and(u8::is_ascii_alphabetic) => {
                    self.text(&html[text_start..tag]);
                    let name = name(&html[tag + 2..]);
                    self.end(Tag::of(name));
                    at = memchr(b'>', &bytes[tag..]).map_or(bytes.len(), |end| tag + end + 1);
                }
                Some(first) if first.is_ascii_alphabetic() => {
                    self.text(&html[text_start..tag]);
                    let name = name(&html[tag + 1..]);
                    let attributes = tag + 1 + name.len();
                    let end = tag_end(bytes, attributes);
                    let element = Tag::of(name);
                    let written = html[attributes..end].trim_end_matches('/');
                    at = (end + 1).min(bytes.len());
                    let in_drawing = self.counts[Tag::Svg as usize] + self.counts[Tag::Math as usize] > 0;
                    let foreign = html[attributes..end].ends_with('/') && in_drawing;
                    if !self.start(element, written) {
                        // Nothing was opened.
                    } else if foreign || element.is_void() {
                        self.close_last();
                    } else if element.is_raw() {
                        let close = raw_end(html, at, name);
                        self.push(Tag::Text, &html[at..close]);
                        at = close;
                    }
                }
                _ => {
                    at = tag + 1;
                    continue;
                }
            }
            text_start = at;
        }
        self.text(&html[text_start.min(html.len())..]);
    }

    fn text(&mut self, text: &'a str) {
        if !text.is_empty() {
            self.push(Tag::Text, text);
        }
    }

    fn push(&mut self, tag: Tag, written: &'a str) {
        let at = self.tree.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.nodes.push(Node { tag, parent, end: at + 1, written });
    }

    /// Opens an element; not a second page in the page.
    fn start(&mut self, tag: Tag, written: &'a str) -> bool {
        match tag {
            Tag::Html | Tag::Body if self.counts[tag as usize] > 0 || tag == Tag::Html => {
                if tag == Tag::Html && self.tree.nodes[0].written.is_empty() {
                    self.tree.nodes[0].written = written;
                }
                return false;
            }
            Tag::Body => self.close_implied(Tag::Head, &[]),
            Tag::Li => self.close_implied(Tag::Li, &[Tag::Ul, Tag::Ol, Tag::Menu]),
            Tag::Dt | Tag::Dd => {
                self.close_implied(Tag::Dt, &[Tag::Dl]);
                self.close_implied(Tag::Dd, &[Tag::Dl]);
            }
            Tag::Td | Tag::Th => {
                self.close_implied(Tag::Td, &[Tag::Table, Tag::Tr]);
                self.close_implied(Tag::Th, &[Tag::Table, Tag::Tr]);
            }
            Tag::Tr => self.close_implied(Tag::Tr, &[Tag::Table]),
            Tag::Tbody | Tag::Tfoot | Tag::Thead => {
                for part in [Tag::Tbody, Tag::Tfoot, Tag::Thead] {
                    self.close_implied(part, &[Tag::Table]);
                }
            }
            Tag::Option | Tag::Optgroup => self.close_implied(Tag::Option, &[Tag::Select]),
            Tag::A => self.close_implied(Tag::A, &[Tag::Table, Tag::Td, Tag::Li, Tag::Div]),
            _ => {}
        }
        if tag.is_block() {
            self.close_implied(
                Tag::P,
                &[Tag::Button, Tag::Td, Tag::Th, Tag::Table, Tag::Object, Tag::Caption, Tag::Template],
            );
        }
        if self.open.len() >= DEEPEST {
            self.close_last();
        }
        self.push(tag, written);
        self.open.push(self.tree.nodes.len() as u32 - 1);
        self.counts[tag as usize] += 1;
        true
    }

    /// Closes an open element of this name unless one of `walls` was opened within it.
    fn close_implied(&mut self, tag: Tag, walls: &[Tag]) {
        if self.counts[tag as usize] == 0 {
            return;
        }
        for depth in (1..self.open.len()).rev() {
            let here = self.tree.nodes[self.open[depth] as usize].tag;
            if here == tag {
                while self.open.len() > depth {
                    self.close_last();
                }
                return;
            }
            if walls.contains(&here) {
                return;
            }
        }
    }

    fn end(&mut self, tag: Tag) {
        use Tag::*;
        match tag {
            Html | Body | Text => {}
            Br => self.push(Br, ""),
            P if self.counts[P as usize] == 0 => self.push(P, ""),
            Table | Other => self.close_implied(tag, &[]),
            Td | Th | Tr | Tbody | Thead | Tfoot => self.close_implied(tag, &[Table]),
            Li => self.close_implied(tag, &[Ul, Ol, Menu, Table, Td]),
            A | Abbr | B | Cite | Code | Del | Em | Font | I | Ins | Label | Q | S | Small | Span
            | Strong | Sub | Sup | U => {
                self.close_implied(
                    tag,
                    &[
                        Div, Section, Article, Main, Aside, Ul, Ol, Li, Table, Td, Th, Blockquote, Figure,
                        Header, Footer,
                    ],
                );
            }
            _ => self.close_implied(tag, &[Td, Th, Table]),
        }
    }

    fn close_last(&mut self) {
        if self.open.len() > 1
            && let Some(at) = self.open.pop()
        {
            let end = self.tree.nodes.len() as u32;
            let node = &mut self.tree.nodes[at as usize];
            node.end = end;
            self.counts[node.tag as usize] -= 1;
        }
    }
}

/// The name at the head of a tag.
fn name(tag: &str) -> &str {
    let end =
        tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(tag.len());
    &tag[..end]
}

/// Where the `>` of a start tag is, quoted values aside.
pub(crate) fn tag_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) else { return bytes.len() };
        at += found;
        if bytes[at] == b'>' {
            return at;
        }
        // A quote counts only where a value begins.
        let before = bytes[start..at].iter().rposition(|byte| !byte.is_ascii_whitespace());
        if before.is_some_and(|before| bytes[start + before] == b'=') {
            match memchr(bytes[at], &bytes[at + 1..]) {
                Some(end) => at += end + 2,
                // An open quote: the tag ends at the next bracket.
                None => return memchr(b'>', &bytes[at..]).map_or(bytes.len(), |end| at + end),
            }
        } else {
            at += 1;
        }
    }
}

fn comment_end(html: &str, start: usize) -> usize {
    let bytes = html.as_bytes();
    if html[start..].starts_with("<!--") {
        if html[start + 4..].starts_with('>') {
            return start + 5;
        }
        return memchr::memmem::find(&bytes[start + 4..], b"-->")
            .map_or(bytes.len(), |end| start + 4 + end + 3);
    }
    if html[start..].starts_with("<![CDATA[") {
        return start + 9;
    }
    memchr2(b'>', b'<', &bytes[start + 1..]).map_or(bytes.len(), |end| {
        let end = start + 1 + end;
        if bytes[end] == b'>' { end + 1 } else { end }
    })
}

/// Where `</name` stands from `start` on, else the end.
fn raw_end(html: &str, start: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = start;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found;
        let candidate = &bytes[at + 1..];
        if candidate.first() == Some(&b'/')
            && candidate.get(1..1 + name.len()).is_some_and(|c| c.eq_ignore_ascii_case(name.as_bytes()))
        {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(html: &str) -> String {
        let tree = Tree::of(html);
        let mut out = String::new();
        let mut ends = Vec::new();
        for (at, node) in tree.nodes.iter().enumerate().skip(1) {
            while ends.last().is_some_and(|end| *end <= at) {
                ends.pop();
                out.push(')');
            }
            if node.tag == Tag::Text {
                out.push_str(node.written);
            } else {
                out.push_str(&format!("{:?}(", node.tag));
                ends.push(node.end as usize);
            }
        }
        out.push_str(&")".repeat(ends.len()));
        out
    }

    #[test]
    fn ends_left_out_are_added() {
        for (html, tree) in [
            ("<p>a<p>b<div>c</div>", "P(a)P(b)Div(c)"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "Ul(Li(a)Li(bUl(Li(c))))d"),
            ("<table><tr><td>a<td>b<tr><td>c</table>d", "Table(Tr(Td(a)Td(b))Tr(Td(c)))d"),
            ("a<br>b<img src=x>c</br>d", "aBr()bImg()cBr()d"),
            ("<div><a href=x>a<div></a>b</div>c</div>", "Div(A(aDiv(b)c))"),
            ("<script>if (a<b) \"</p>\"</script>x", "Script(if (a<b) \"</p>\")x"),
            ("a < b <!-- <p> --> c <!doctype html>d", "a < b  c d"),
            ("</div>a</p>", "aP()"),
            ("<p title='a>b'>c", "P(c)"),
        ] {
            assert_eq!(outline(html), tree, "{html}");
        }
    }

    #[test]
    fn attributes_are_found_however_written() {
        let tree = Tree::of("<a HREF='a&amp;b' class=x disabled data-x = \"1\" é=2>t</a>");
        let value = |name| tree.attribute(1, name).map(Cow::into_owned);
        assert_eq!(value("href").as_deref(), Some("a&b"));
        assert_eq!(value("class").as_deref(), Some("x"));
        assert_eq!(value("disabled").as_deref(), Some(""));
        assert_eq!(value("data-x").as_deref(), Some("1"));
        assert_eq!(value("é").as_deref(), Some("2"));
        assert_eq!(value("other"), None);
    }

    #[test]
    fn depth_and_odd_tags_are_bounded() {
        let deep = "<div>".repeat(100_000) + "x" + &"</b></div>".repeat(100_000);
        assert_eq!(Tree::of(&deep).text(0), "x");
        for odd in [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a href='",
            "</",
            "</a",
            "<!--",
            "<!",
            "<script>",
            "<svg/><p/>",
            "<html><html/>",
        ] {
            let tree = Tree::of(odd);
            assert_eq!(tree.nodes[0].end as usize, tree.nodes.len(), "{odd}");
        }
    }
}
