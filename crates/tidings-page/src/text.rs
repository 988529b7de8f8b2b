//! The text of an article in which every cited stretch is an element of its own.
//!
//! Cited stretches nest and overlap, and elements can only nest: a stretch that reaches out of the one around it
//! is cut there into pieces. The first piece has the id that links lead to; the others name it, so that the script lights
//! them together. Nothing here recurses: depth costs memory, never stack.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write;

use maud::{Escaper, Markup, PreEscaped};
use tidings_record::ByteSpan;

/// What happens at a point of the text.
enum Step {
    /// A piece of the stretch with this number begins.
    Open(usize),
    /// Plain text.
    Text(ByteSpan),
    /// The innermost open piece ends.
    Close,
}

/// Words of a text that show, are known by an id, or lead elsewhere.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Where they stand.
    pub span: ByteSpan,
    /// The id that links lead to.
    pub id: Option<String>,
    /// How they show, by class of the style sheet.
    pub classes: Vec<&'static str>,
    /// Where they lead. Inside another link they do not.
    pub link: Option<String>,
    /// What is said of them when pointed at.
    pub title: Option<String>,
}

impl Stretch {
    /// Words that do not show yet.
    pub fn new(span: ByteSpan) -> Stretch {
        Stretch { span, id: None, classes: Vec::new(), link: None, title: None }
    }
}

/// The blocks of a text as markup, each with the stretches inside it.
pub struct MarkedText<'t> {
    text: &'t str,
    stretches: Vec<Stretch>,
    blocks: Vec<Vec<Step>>,
}

impl<'t> MarkedText<'t> {
    /// Lays the `stretches`, in order of their spans, out over the `blocks`, which are in order and apart.
    pub fn new(text: &'t str, blocks: &[ByteSpan], stretches: Vec<Stretch>) -> MarkedText<'t> {
        let (mut next, mut near, mut laid) = (0, Vec::new(), Vec::with_capacity(blocks.len()));
        for &block in blocks {
            while stretches.get(next).is_some_and(|stretch| stretch.span.start < block.end) {
                near.push((next, stretches[next].span));
                next += 1;
            }
            near.retain(|&(_, span)| span.end > block.start || span.is_empty() && span.start >= block.start);
            laid.push(steps(block, &near));
        }
        MarkedText { text, stretches, blocks: laid }
    }

    /// The markup of all blocks, and of the ids whose stretch lies in no block.
    pub fn markup(&self) -> (Vec<Markup>, Markup) {
        let mut named = vec![false; self.stretches.len()];
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for steps in &self.blocks {
            let (mut html, mut open, mut links) = (String::new(), Vec::new(), 0);
            for step in steps {
                match step {
                    Step::Open(stretch) => {
                        let first = !std::mem::replace(&mut named[*stretch], true);
                        let link = links == 0 && self.stretches[*stretch].link.is_some();
                        self.open_tag(&mut html, *stretch, first, link);
                        links += usize::from(link);
                        open.push(link);
                    }
                    Step::Text(span) => push_text(&mut html, span.of(self.text)),
                    Step::Close => {
                        let link = open.pop().unwrap_or(false);
                        links -= usize::from(link);
                        html.push_str(if link { "</a>" } else { "</span>" });
                    }
                }
            }
            blocks.push(PreEscaped(html));
        }
        let mut rest = String::new();
        for (stretch, _) in self.stretches.iter().zip(&named).filter(|(_, named)| !**named) {
            if let Some(id) = &stretch.id {
                push(&mut rest, format_args!("<span id=\"{id}\"></span>"));
            }
        }
        (blocks, PreEscaped(rest))
    }

    /// One piece of a stretch; the first one has its id.
    fn open_tag(&self, html: &mut String, number: usize, first: bool, link: bool) {
        let stretch = &self.stretches[number];
        html.push_str(if link { "<a" } else { "<span" });
        let classes = stretch.classes.join(" ");
        let attributes = [
            ("class", Some(classes.as_str()).filter(|classes| !classes.is_empty())),
            ("id", stretch.id.as_deref().filter(|_| first)),
            ("data-of", stretch.id.as_deref().filter(|_| !first)),
            ("href", stretch.link.as_deref().filter(|_| link)),
            ("title", stretch.title.as_deref()),
        ];
        for (name, value) in attributes {
            if let Some(value) = value {
                push(html, format_args!(" {name}=\""));
                push_escaped(html, value);
                html.push('"');
            }
        }
        html.push('>');
    }
}

/// The pieces of `stretches` inside `block`, properly nested.
fn steps(block: ByteSpan, stretches: &[(usize, ByteSpan)]) -> Vec<Step> {
    // Longer before shorter where two begin together, so that the longer is around the shorter.
    let mut queue: BTreeSet<(u32, Reverse<u32>, usize)> = BTreeSet::new();
    for &(number, span) in stretches {
        if span.overlaps(block) || (span.is_empty() && block.start <= span.start) {
            queue.insert((span.start.max(block.start), Reverse(span.end.min(block.end)), number));
        }
    }
    let (mut steps, mut open, mut done) = (Vec::new(), Vec::new(), block.start);
    let text_to = |steps: &mut Vec<Step>, done: &mut u32, to: u32| {
        if *done < to {
            steps.push(Step::Text(ByteSpan::new(*done, to)));
            *done = to;
        }
    };
    while let Some((start, Reverse(mut end), number)) = queue.pop_first() {
        while let Some(&innermost) = open.last()
            && innermost <= start
        {
            text_to(&mut steps, &mut done, innermost);
            steps.push(Step::Close);
            open.pop();
        }
        text_to(&mut steps, &mut done, start);
        if let Some(&innermost) = open.last()
            && innermost < end
        {
            queue.insert((innermost, Reverse(end), number));
            end = innermost;
        }
        steps.push(Step::Open(number));
        open.push(end);
    }
    while let Some(innermost) = open.pop() {
        text_to(&mut steps, &mut done, innermost);
        steps.push(Step::Close);
    }
    text_to(&mut steps, &mut done, block.end);
    steps
}

/// `text` as markup, escaped, with nothing hidden in it.
pub fn shown(text: &str) -> Markup {
    let mut html = String::new();
    push_text(&mut html, text);
    PreEscaped(html)
}

/// `text` for an attribute, without what could turn it around.
pub fn plain(text: &str) -> String {
    text.replace(is_unseen, "\u{fffd}")
}

/// Escapes `text`. Control characters and overrides of the direction of writing, which could make the page show
/// another text than the article has, are shown as what they are.
fn push_text(html: &mut String, text: &str) {
    for part in text.split_inclusive(is_unseen) {
        let (plain, unseen) = match part.char_indices().next_back() {
            Some((at, last)) if is_unseen(last) => (&part[..at], Some(last)),
            _ => (part, None),
        };
        push_escaped(html, plain);
        if let Some(unseen) = unseen {
            push(html, format_args!("<span class=\"control\">U+{:04X}</span>", u32::from(unseen)));
        }
    }
}

fn is_unseen(character: char) -> bool {
    let override_of_direction = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    override_of_direction || (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
}

fn push_escaped(html: &mut String, text: &str) {
    // Writing to a `String` cannot fail.
    let _ = Escaper::new(html).write_str(text);
}

fn push(html: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = html.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks `stretches` in the blocks of `text`, which are its lines; ids are `start-end`.
    #[track_caller]
    fn check(text: &str, stretches: &[(u32, u32)], expect: &str) {
        let (mut blocks, mut start) = (Vec::new(), 0);
        for line in text.split('\n') {
            blocks.push(ByteSpan::new(start, start + line.len() as u32));
            start += line.len() as u32 + 1;
        }
        let mut stretches: Vec<_> =
            stretches.iter().map(|&(start, end)| Stretch::new(ByteSpan::new(start, end))).collect();
        stretches.sort_by_key(|stretch| stretch.span);
        for stretch in &mut stretches {
            stretch.classes.push("cited");
            stretch.id = Some(format!("{}-{}", stretch.span.start, stretch.span.end));
        }
        let (blocks, rest) = MarkedText::new(text, &blocks, stretches).markup();
        let blocks: Vec<_> = blocks.into_iter().map(PreEscaped::into_string).collect();
        let html = blocks.join("\n") + &rest.into_string();
        let brief = html
            .replace("<span class=\"cited", "<")
            .replace("</span>", "/>")
            .replace("\" id=", " ")
            .replace("\" data-of=", " of ");
        assert_eq!(brief.replace("\">", ">").replace('"', ""), expect);
    }

    #[test]
    fn stretches_nest() {
        check("abcdef", &[(1, 5), (2, 4)], "a< 1-5>b< 2-4>cd/>e/>f");
        check("abcdef", &[(0, 6), (0, 2), (4, 6)], "< 0-6>< 0-2>ab/>cd< 4-6>ef/>/>");
        check("abcdef", &[(0, 2), (2, 4)], "< 0-2>ab/>< 2-4>cd/>ef");
    }

    #[test]
    fn an_overlap_is_cut_and_its_pieces_name_the_first() {
        check("abcdef", &[(0, 4), (2, 6)], "< 0-4>ab< 2-6>cd/>/>< of 2-6>ef/>");
    }

    #[test]
    fn a_chain_of_overlaps_stays_well_formed() {
        check("abcdef", &[(0, 3), (1, 4), (2, 6)], "< 0-3>a< 1-4>b< 2-6>c/>/>/>< of 2-6>< of 1-4>d/>ef/>");
    }

    #[test]
    fn a_stretch_over_two_blocks_is_cut_between_them() {
        check("ab\ncd", &[(1, 4)], "a< 1-4>b/>\n< of 1-4>c/>d");
    }

    #[test]
    fn a_stretch_outside_all_blocks_keeps_its_id() {
        check("ab", &[(2, 2), (9, 12)], "ab<span id=2-2>/><span id=9-12>/>");
    }

    #[test]
    fn nothing_of_the_text_becomes_markup() {
        let mut html = String::new();
        push_text(&mut html, "<script>&\"'\u{202e}evil\u{0}\r\n\t");
        assert_eq!(
            html,
            "&lt;script&gt;&amp;&quot;'<span class=\"control\">U+202E</span>evil<span class=\"control\">U+0000</span>\r\n\t"
        );
    }
}
