//! Which lines of a page are the article.
//!
//! One way through the page: prose is what is long or ends like a sentence and is not mostly links. The element that
//! holds most of it, or says that it is the body, is the article's; in it, what is marked as something else, lists of
//! links, and short lines around the prose fall away. Every step looks at lines and their elements; nothing is moved or
//! copied, so the result is a choice of lines of the visible text.

use super::signs::{Sign, Signs};
use super::tag::Tag;
use super::tree::Tree;
use super::visible::{Line, Visible};

/// A line with writers and days has at most so many characters.
const LONGEST_BYLINE: u32 = 120;

/// What is known of each line of the visible text.
pub struct Body {
    /// Whether it belongs to the article's body.
    pub kept: Vec<bool>,
    /// Whether it stands in something beside the article, or is mostly links, and does not tell writers and days.
    pub beside: Vec<bool>,
}

/// Finds the body in a page.
pub fn body(tree: &Tree<'_>, visible: &Visible) -> Body {
    let page = Page::of(tree, visible);
    let mut head = vec![false; tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate() {
        head[at] = head[node.parent as usize] || page.signs[at].head;
    }
    let beside = |line: &Line| {
        let beside = page.beside[line.first as usize] || line.in_links * 10 > line.characters * 6;
        beside && !(head[line.first as usize] && line.characters <= LONGEST_BYLINE)
    };
    Body { kept: page.body(), beside: visible.lines.iter().map(beside).collect() }
}

struct Page<'p, 'a> {
    tree: &'p Tree<'a>,
    visible: &'p Visible,
    signs: Vec<Sign>,
    /// Characters of prose of each line.
    prose: Vec<u32>,
    /// Characters of prose in each element.
    inside: Vec<u32>,
    /// Whether an element is beside the article or in one that is.
    beside: Vec<bool>,
}

impl<'p, 'a> Page<'p, 'a> {
    fn of(tree: &'p Tree<'a>, visible: &'p Visible) -> Page<'p, 'a> {
        let mut names = Signs::default();
        let signs: Vec<Sign> = (0..tree.nodes.len()).map(|at| names.of(tree, at)).collect();
        let prose: Vec<u32> = visible.lines.iter().map(|line| prose(&visible.text, line)).collect();
        let mut page =
            Page { tree, visible, signs, prose, inside: Vec::new(), beside: vec![false; tree.nodes.len()] };
        page.inside = page.sums();
        page.mark_beside();
        page.inside = page.sums();
        page
    }

    /// Characters of prose in each element, without what is beside the article.
    fn sums(&self) -> Vec<u32> {
        let mut sums = vec![0u32; self.tree.nodes.len()];
        for (line, prose) in self.visible.lines.iter().zip(&self.prose) {
            if !self.beside[line.first as usize] {
                sums[line.block as usize] += prose;
            }
        }
        for at in (1..sums.len()).rev() {
            sums[self.tree.nodes[at].parent as usize] += sums[at];
        }
        sums
    }

    fn mark_beside(&mut self) {
        let all = self.inside[0];
        for at in 1..self.tree.nodes.len() {
            let node = &self.tree.nodes[at];
            let sign = self.signs[at];
            // What holds much of the prose of a page is not beside it, whatever its name.
            let small = u64::from(self.inside[at]) * 10 < u64::from(all) * 4;
            let by_tag = match node.tag {
                Tag::Nav | Tag::Button | Tag::Dialog | Tag::Menu | Tag::Label | Tag::Fieldset => true,
                Tag::Aside | Tag::Footer | Tag::Form | Tag::Figure | Tag::Figcaption | Tag::Address => true,
                Tag::Body | Tag::Html | Tag::Main => false,
                _ => sign.beside && !sign.body,
            };
            self.beside[at] = self.beside[node.parent as usize] || (by_tag && small && node.tag != Tag::Text);
        }
    }

    fn body(&self) -> Vec<bool> {
        let (root, says_so) = self.container();
        let inside = root..self.tree.nodes[root].end as usize;
        let mut kept: Vec<bool> = self
            .visible
            .lines
            .iter()
            .map(|line| inside.contains(&(line.first as usize)) && !self.beside[line.first as usize])
            .collect();
        self.trim(&mut kept, says_so);
        if !kept.contains(&true) {
            // Better all that is not plainly beside than nothing.
            kept = self.visible.lines.iter().map(|line| !self.beside[line.first as usize]).collect();
        }
        kept
    }

    /// The element that holds the article's body, and whether it says so.
    fn container(&self) -> (usize, bool) {
        let all = u64::from(self.inside[0]);
        let enough = |at: usize| u64::from(self.inside[at]) * 10 >= all * 3 || self.inside[at] >= 1500;
        // One that says so, if it has enough: of nested ones the innermost that has nearly all of the outer.
        let mut best: Option<usize> = None;
        for at in 1..self.tree.nodes.len() {
            let page = matches!(self.tree.nodes[at].tag, Tag::Body | Tag::Html);
            if page || !self.signs[at].body || self.beside[at] || self.inside[at] == 0 {
                continue;
            }
            let better = best.is_none_or(|best| {
                let within = at < self.tree.nodes[best].end as usize;
                self.inside[at] * 10 >= self.inside[best] * if within { 8 } else { 20 }
            });
            if better {
                best = Some(at);
            }
        }
        if let Some(best) = best.filter(|&best| enough(best)) {
            return (best, true);
        }
        (self.densest(), false)
    }

    /// The element around the most prose that stands close together.
    fn densest(&self) -> usize {
        let nodes = &self.tree.nodes;
        let mut scores = vec![0u32; nodes.len()];
        for (line, &prose) in self.visible.lines.iter().zip(&self.prose) {
            if prose == 0 || self.beside[line.first as usize] {
                continue;
            }
            let around = match nodes[line.block as usize].tag {
                Tag::Div | Tag::Section | Tag::Article | Tag::Main | Tag::Body => line.block,
                _ => nodes[line.block as usize].parent,
            };
            scores[around as usize] += prose;
            let further = nodes[around as usize].parent;
            if further != around {
                scores[further as usize] += prose / 2;
            }
        }
        let mut best = 0;
        for (at, score) in scores.iter().enumerate() {
            if *score > scores[best] {
                best = at;
            }
        }
        // Outwards, as long as there is more of the same.
        loop {
            let parent = nodes[best].parent as usize;
            let (more, now) = (u64::from(self.inside[parent]), u64::from(self.inside[best]));
            let whole = nodes[best].tag == Tag::Article || parent == 0 || nodes[parent].tag == Tag::Body;
            if whole || more > now * 2 {
                return best;
            }
            best = parent;
        }
    }

    /// Drops lists of links, and short lines before and behind the prose.
    fn trim(&self, kept: &mut [bool], says_so: bool) {
        let lines = &self.visible.lines;
        for (at, line) in lines.iter().enumerate() {
            if kept[at] && line.in_links * 10 > line.characters * 6 && self.prose[at] == 0 {
                kept[at] = false;
            }
        }
        let prose = |at: &usize| self.prose[*at] > 0;
        let indices: Vec<usize> = (0..lines.len()).filter(|&at| kept[at]).collect();
        let (Some(first), Some(last)) =
            (indices.iter().copied().find(prose), indices.iter().copied().rfind(prose))
        else {
            return;
        };
        for at in indices {
            if !says_so && (at < first || at > last) {
                kept[at] = false;
            }
        }
    }
}

/// The characters of a line if it is prose, else 0.
fn prose(text: &str, line: &Line) -> u32 {
    let words = &text[line.span.clone()];
    let own = line.characters - line.in_links;
    let ends = words
        .trim_end_matches(['"', '\'', '”', '’', ')', '»'])
        .ends_with(['.', '!', '?', '…', '。', ':', ';', '！', '？']);
    let long = line.characters >= 80 || (ends && line.characters >= 20);
    let mostly_own =
        own * 2 >= line.characters || (ends && line.characters >= 80 && own * 5 >= line.characters);
    if long && mostly_own { own } else { 0 }
}
