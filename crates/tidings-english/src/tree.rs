//! From the parser's moves to a tree: crossing arcs restored, edges of subtrees, sentence starts.
//!
//! spaCy's `_parser_internals/nonproj.pyx:deprojectivize` and `tokens/doc.pyx:set_children_from_heads`.

/// How often edges are adjusted before a malformed tree is left as it is.
const PASSES: usize = 12;

/// Edges of subtrees, and where sentences start.
#[derive(Default)]
pub struct Edges {
    pub left: Vec<u32>,
    pub right: Vec<u32>,
    pub starts: Vec<bool>,
}

impl Edges {
    /// Recomputes everything from `heads`. A root is its own head.
    pub fn set(&mut self, heads: &[u32]) {
        self.left.clear();
        self.left.extend(0..heads.len() as u32);
        self.right.clone_from(&self.left);
        for _ in 0..PASSES {
            for child in 0..heads.len() {
                self.widen(heads, child);
            }
            for child in (0..heads.len()).rev() {
                self.widen(heads, child);
            }
            self.starts.clear();
            self.starts.resize(heads.len(), false);
            for (index, &head) in heads.iter().enumerate() {
                if head as usize == index {
                    self.starts[self.left[index] as usize] = true;
                }
            }
            if self.heads_lie_in_their_sentences(heads) {
                break;
            }
        }
    }

    fn widen(&mut self, heads: &[u32], child: usize) {
        let head = heads[child] as usize;
        self.left[head] = self.left[head].min(self.left[child]);
        self.right[head] = self.right[head].max(self.right[child]);
    }

    fn heads_lie_in_their_sentences(&self, heads: &[u32]) -> bool {
        let mut start = 0;
        for index in 0..heads.len() {
            if index > 0 && self.starts[index] || index + 1 == heads.len() {
                if heads[start..index].iter().any(|&head| !(start..=index).contains(&(head as usize))) {
                    return false;
                }
                start = index;
            }
        }
        true
    }
}

/// Restores arcs that the parser made projective. `decorated[label]` gives, for a label `x||y`, the labels x and y.
pub fn deprojectivise(
    heads: &mut [u32],
    labels: &mut [u8],
    decorated: &[Option<(u8, Option<u8>)>],
    edges: &Edges,
    is_space: impl Fn(usize) -> bool,
) {
    for token in 0..heads.len() {
        if let Some((plain, wanted)) = decorated[labels[token] as usize] {
            if let Some(head) =
                wanted.and_then(|wanted| new_head(heads, labels, edges, token, wanted, &is_space))
            {
                heads[token] = head;
            }
            labels[token] = plain;
        }
    }
}

/// The first token labelled `wanted` below the current head, breadth first.
fn new_head(
    heads: &[u32],
    labels: &[u8],
    edges: &Edges,
    token: usize,
    wanted: u8,
    is_space: &impl Fn(usize) -> bool,
) -> Option<u32> {
    let mut queue = vec![heads[token]];
    let mut at = 0;
    while at < queue.len() && queue.len() <= heads.len() {
        let parent = queue[at];
        at += 1;
        for child in edges.left[parent as usize]..=edges.right[parent as usize] {
            let index = child as usize;
            if heads[index] != parent || child == parent || index == token || is_space(index) {
                continue;
            }
            if labels[index] == wanted {
                return Some(child);
            }
            queue.push(child);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decorated_label_finds_the_head_it_names() {
        // 0 ← 1 (root) → 2 (wanted label 2), 3 attached to 1 by `x||y`.
        let mut heads = vec![1, 1, 1, 1];
        let mut labels = vec![0, 0, 2, 1];
        let mut edges = Edges::default();
        edges.set(&heads);
        let decorated = [None, Some((3, Some(2))), None, None];
        deprojectivise(&mut heads, &mut labels, &decorated, &edges, |_| false);
        assert_eq!((heads, labels), (vec![1, 1, 1, 2], vec![0, 0, 2, 3]));
    }

    #[test]
    fn sentences_start_at_the_edges_of_roots() {
        let mut edges = Edges::default();
        edges.set(&[1, 1, 3, 3, 3]);
        assert_eq!(edges.starts, [true, false, true, false, false]);
        assert_eq!((&edges.left[..], &edges.right[..]), (&[0, 0, 2, 2, 4][..], &[0, 1, 2, 4, 4][..]));
    }

    #[test]
    fn no_tokens() {
        let mut edges = Edges::default();
        edges.set(&[]);
        assert!(edges.starts.is_empty());
    }
}
