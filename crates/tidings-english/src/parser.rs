//! The dependency parser: non-monotonic arc-eager moves with sentence breaks.
//!
//! spaCy's `_parser_internals/arc_eager.pyx` and `_state.pxd`. The result is heads and labels as the moves made
//! them; sentences and crossing arcs come after, in [`crate::tree`].

use std::ops::Range;

use crate::format::{ModelError, ModelFile, wrong};
use crate::kernel::Level;
use crate::transition::{Parts, Scorer, best};

const NONE: u32 = u32::MAX;
const SHIFT: usize = 0;
const REDUCE: usize = 1;

/// The parser's weights and classes.
pub struct Parser {
    scorer: Scorer,
    left: Range<usize>,
    right: Range<usize>,
    /// The one class that breaks sentences.
    break_class: usize,
    /// Label of each class, as an index into `labels`.
    class_labels: Vec<u8>,
    /// All labels, decorated ones (`x||y`) among them.
    pub labels: Vec<String>,
}

impl Parser {
    pub fn new(file: &ModelFile) -> Result<Parser, ModelError> {
        const SECTION: &str = "parser.moves";
        let moves = file.table(SECTION)?;
        let mut labels: Vec<String> = Vec::new();
        let mut class_labels = Vec::new();
        let mut names = String::new();
        for row in &moves {
            let [name, label] = row[..] else { return Err(wrong(SECTION, "expected rows of two")) };
            names.push_str(name);
            let at = labels.iter().position(|known| known == label).unwrap_or_else(|| {
                labels.push(label.to_owned());
                labels.len() - 1
            });
            class_labels.push(u8::try_from(at).map_err(|_| wrong(SECTION, "more than 256 labels"))?);
        }
        let left = names.matches('L').count();
        let right = names.matches('R').count();
        if names != format!("SD{}{}B", "L".repeat(left), "R".repeat(right)) {
            return Err(wrong(SECTION, "the moves are not S, D, L…, R…, B"));
        }
        Ok(Parser {
            scorer: Scorer::new(file, "parser", 8, 8, &(0..moves.len()).collect::<Vec<_>>())?,
            left: 2..2 + left,
            right: 2 + left..2 + left + right,
            break_class: 2 + left + right,
            class_labels,
            labels,
        })
    }

    /// Heads (the token itself: none) and label indices of a text of `vectors.len() / 64` tokens.
    pub fn parse(&self, level: Level, parts: &mut Parts, vectors: &[f32], state: &mut State) {
        let length = vectors.len() / crate::transition::HIDDEN;
        state.start(length);
        parts.start();
        while state.stack.last().is_some() || state.buffer_length() > 0 {
            let class = if state.stack.is_empty() && !state.can_break() {
                SHIFT
            } else {
                let scores =
                    parts.score(level, &self.scorer, vectors, &state.features(), self.class_labels.len());
                let empty = 0..0;
                let valid = [
                    if state.can_shift() { SHIFT..SHIFT + 1 } else { empty.clone() },
                    if state.stack.is_empty() { empty.clone() } else { REDUCE..REDUCE + 1 },
                    if state.can_attach() { self.left.start..self.right.end } else { empty.clone() },
                    if state.can_break() { self.break_class..self.break_class + 1 } else { empty },
                ];
                best(&scores, valid).expect("an empty stack can shift and any other can reduce")
            };
            match class {
                SHIFT => state.push(),
                REDUCE => state.reduce(),
                _ if self.left.contains(&class) => state.left_arc(self.class_labels[class]),
                _ if self.right.contains(&class) => state.right_arc(self.class_labels[class]),
                _ => state.mark_break(),
            }
        }
        let root = self.class_labels[self.break_class];
        for (index, head) in (0_u32..).zip(&mut state.heads) {
            if *head == NONE {
                *head = index;
                state.labels[index as usize] = root;
            }
        }
    }
}

/// The state of a parse, used again from text to text.
#[derive(Default)]
pub struct State {
    stack: Vec<u32>,
    /// Tokens put back in front of the buffer, last in first out.
    rebuffer: Vec<u32>,
    next: u32,
    length: u32,
    /// Head of each token; after a parse a token without one is its own.
    pub heads: Vec<u32>,
    /// Label index of each token.
    pub labels: Vec<u8>,
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
    /// The most recent left and right child of each token.
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    /// The right child of the same head before this one.
    right_before: Vec<u32>,
}

impl State {
    fn start(&mut self, length: usize) {
        self.stack.clear();
        self.rebuffer.clear();
        self.next = 0;
        self.length = u32::try_from(length).expect("a text has fewer than 2^32 bytes");
        for list in [&mut self.heads, &mut self.last_left, &mut self.last_right, &mut self.right_before] {
            list.clear();
            list.resize(length, NONE);
        }
        for list in [&mut self.unshiftable, &mut self.starts] {
            list.clear();
            list.resize(length, false);
        }
        self.labels.clear();
        self.labels.resize(length, 0);
    }

    fn buffer_length(&self) -> usize {
        (self.length - self.next) as usize + self.rebuffer.len()
    }

    fn buffer(&self, at: usize) -> Option<u32> {
        if let Some(back) = self.rebuffer.len().checked_sub(at + 1) {
            return Some(self.rebuffer[back]);
        }
        let index = self.next + (at - self.rebuffer.len()) as u32;
        (index < self.length).then_some(index)
    }

    fn stack(&self, at: usize) -> Option<u32> {
        self.stack.len().checked_sub(at + 1).map(|i| self.stack[i])
    }

    fn features(&self) -> [Option<usize>; 8] {
        let child =
            |list: &[u32], of: Option<u32>| of.map(|of| list[of as usize]).filter(|&child| child != NONE);
        let (first, top) = (self.buffer(0), self.stack(0));
        [
            first,
            self.buffer(1),
            top,
            self.stack(1),
            self.stack(2),
            child(&self.last_left, first),
            child(&self.last_left, top),
            child(&self.last_right, top),
        ]
        .map(|token| token.map(|token| token as usize))
    }

    fn can_shift(&self) -> bool {
        self.stack.is_empty()
            || self.buffer_length() >= 2
                && self
                    .buffer(0)
                    .is_some_and(|first| !self.starts[first as usize] && !self.unshiftable[first as usize])
    }

    fn can_attach(&self) -> bool {
        !self.stack.is_empty() && self.buffer(0).is_some_and(|first| !self.starts[first as usize])
    }

    fn can_break(&self) -> bool {
        match (self.buffer(0), self.buffer(1)) {
            (Some(first), Some(second)) => second == first + 1 && !self.starts[second as usize],
            _ => false,
        }
    }

    fn push(&mut self) {
        let first = self.rebuffer.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(first);
    }

    fn reduce(&mut self) {
        let Some(top) = self.stack.pop() else { return };
        if self.heads[top as usize] == NONE && !self.stack.is_empty() {
            self.unshiftable[top as usize] = true;
            self.rebuffer.push(top);
        }
    }

    fn left_arc(&mut self, label: u8) {
        let (Some(top), Some(first)) = (self.stack.pop(), self.buffer(0)) else { return };
        let old = self.heads[top as usize];
        if old != NONE && self.last_right[old as usize] == top {
            self.last_right[old as usize] = self.right_before[top as usize];
        }
        self.heads[top as usize] = first;
        self.labels[top as usize] = label;
        self.last_left[first as usize] = top;
        self.unshiftable[first as usize] = false;
    }

    fn right_arc(&mut self, label: u8) {
        let (Some(top), Some(first)) = (self.stack(0), self.buffer(0)) else { return };
        self.heads[first as usize] = top;
        self.labels[first as usize] = label;
        self.right_before[first as usize] = self.last_right[top as usize];
        self.last_right[top as usize] = first;
        self.push();
    }

    fn mark_break(&mut self) {
        if let Some(second) = self.buffer(1) {
            self.starts[second as usize] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(length: usize) -> State {
        let mut state = State::default();
        state.start(length);
        state
    }

    #[test]
    fn an_empty_stack_can_only_shift_or_break() {
        let mut state = state(2);
        assert!(state.can_shift() && !state.can_attach() && state.can_break());
        state.mark_break();
        assert!(!state.can_break());
    }

    #[test]
    fn a_marked_start_blocks_all_but_reduce() {
        let mut state = state(3);
        state.mark_break();
        state.push();
        assert!(!state.can_shift() && !state.can_attach());
        state.reduce();
        assert!(state.stack.is_empty() && state.can_shift());
    }

    #[test]
    fn a_headless_word_goes_back_and_cannot_shift_again() {
        let mut state = state(3);
        state.push();
        state.push();
        state.reduce();
        assert_eq!(state.buffer(0), Some(1));
        assert!(!state.can_shift() && state.can_attach());
        state.left_arc(1);
        assert_eq!((state.heads[0], state.last_left[1], state.can_shift()), (1, 0, true));
    }

    #[test]
    fn a_left_arc_takes_the_child_from_its_old_head() {
        let mut state = state(4);
        state.push();
        state.right_arc(1);
        state.reduce();
        state.right_arc(1);
        assert_eq!(state.last_right[0], 2);
        state.left_arc(2);
        assert_eq!((state.last_right[0], state.heads[2], state.last_left[3]), (1, 3, 2));
    }
}
