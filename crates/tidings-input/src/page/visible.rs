//! The visible text of a page, line by line.
//!
//! The text of the elements in the order of the page. A block element begins and ends a line, with a blank line between
//! two; `br` ends a line; within a line blanks are one space, except in `pre`. Left out is what a browser does not show
//! as text: scripts, styles, forms' choices, drawings, what is hidden by attribute or style. Nothing else is.

use std::ops::Range;

use super::entities;
use super::tag::Tag;
use super::tree::Tree;

/// A line of the visible text.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// The innermost block element around its first text.
    pub block: u32,
    /// Its first text.
    pub first: u32,
    /// Characters other than blanks.
    pub characters: u32,
    /// Those of them in links.
    pub in_links: u32,
}

/// A page's visible text.
#[derive(Debug, Clone, Default)]
pub struct Visible {
    pub text: String,
    pub lines: Vec<Line>,
}

/// What is known of an element from those around it.
#[derive(Clone, Copy, Default)]
struct Around {
    block: u32,
    in_link: bool,
    in_pre: bool,
    unseen: bool,
}

impl Visible {
    /// The visible text of `tree`; with `hidden` also what an attribute or style hides.
    pub fn of(tree: &Tree<'_>, hidden: bool) -> Visible {
        let mut around = vec![Around::default(); tree.nodes.len()];
        let mut writer = Writer::default();
        for (at, node) in tree.nodes.iter().enumerate() {
            let mut here = around[node.parent as usize];
            if node.tag == Tag::Text {
                if !here.unseen {
                    writer.text(node.written, at as u32, here);
                }
                continue;
            }
            here.unseen |= node.tag.is_unseen() || (!hidden && at > 0 && is_hidden(node.written, tree, at));
            here.in_link |= node.tag == Tag::A;
            here.in_pre |= node.tag == Tag::Pre;
            if node.tag.is_block() || matches!(node.tag, Tag::Td | Tag::Th) {
                here.block = at as u32;
                writer.gap = 2;
            } else if node.tag == Tag::Br {
                writer.gap = writer.gap.max(1);
            }
            around[at] = here;
        }
        writer.finish()
    }
}

/// Whether an element is hidden by its attributes.
fn is_hidden(written: &str, tree: &Tree<'_>, at: usize) -> bool {
    let bytes = written.as_bytes();
    if bytes.len() < 6 {
        return false;
    }
    let has = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
    if has(b"isplay")
        && let Some(style) = tree.attribute(at, "style")
    {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        if style.to_ascii_lowercase().contains("display:none") {
            return true;
        }
    }
    has(b"hidden") && tree.attribute(at, "hidden").is_some_and(|value| value != "until-found")
}

#[derive(Default)]
struct Writer {
    text: String,
    lines: Vec<Line>,
    /// Line ends before the next word.
    gap: u8,
    /// Whether a blank stands before the next word.
    blank: bool,
    block: u32,
}

impl Writer {
    fn text(&mut self, written: &str, at: u32, around: Around) {
        if around.block != self.block {
            self.gap = 2;
        }
        let text = entities::decode(written);
        if around.in_pre {
            for (number, line) in text.split('\n').enumerate() {
                if number > 0 {
                    self.gap = self.gap.max(1);
                }
                self.words(line, at, around);
            }
        } else {
            self.words(&text, at, around);
        }
    }

    fn words(&mut self, text: &str, at: u32, around: Around) {
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end_matches(char::is_whitespace);
            if !bare.is_empty() {
                self.word(bare, at, around);
            }
            self.blank |= bare.len() < word.len();
        }
    }

    fn word(&mut self, word: &str, at: u32, around: Around) {
        if self.gap > 0 || self.lines.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str(if self.gap > 1 { "\n\n" } else { "\n" });
            }
            self.block = around.block;
            let start = self.text.len();
            self.lines.push(Line {
                span: start..start,
                block: around.block,
                first: at,
                characters: 0,
                in_links: 0,
            });
            self.gap = 0;
        } else if self.blank {
            self.text.push(' ');
        }
        self.blank = false;
        self.text.push_str(word);
        let characters = word.chars().count() as u32;
        if let Some(line) = self.lines.last_mut() {
            line.span.end = self.text.len();
            line.characters += characters;
            line.in_links += if around.in_link { characters } else { 0 };
        }
    }

    fn finish(mut self) -> Visible {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        Visible { text: self.text, lines: self.lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_lines_and_blanks_are_one() {
        let html = "<head><title>t</title></head><body><h1>Harbour\n reopens</h1><p>It <b>was</b>n't&nbsp;shut.<br>Ships\
                    <script>x</script> left.</p><div>a<p>b</p>c</div><pre>1\n  2</pre><p hidden>no</p>\
                    <p style='color:red; Display : none'>no</p><table><tr><td>x<td>y</table>";
        let visible = Visible::of(&Tree::of(html), false);
        assert_eq!(
            visible.text,
            "Harbour reopens\n\nIt wasn't shut.\nShips left.\n\na\n\nb\n\nc\n\n1\n2\n\nx\n\ny\n"
        );
        let lines: Vec<&str> = visible.lines.iter().map(|line| &visible.text[line.span.clone()]).collect();
        assert_eq!(lines[1], "It wasn't shut.");
        assert_eq!(lines.len(), 10);
    }

    #[test]
    fn letters_in_links_are_counted() {
        let visible = Visible::of(&Tree::of("<p>See <a href=/x>the map</a> now</p>"), false);
        assert_eq!((visible.lines[0].characters, visible.lines[0].in_links), (12, 6));
    }
}
