//! One parsed text and the ways to walk it.
//!
//! Rows are stored flat, strings in one arena, names as small indices: a token costs about 60 bytes. Walking
//! is by index; nothing here recurses, so depth is bounded by memory alone.

use std::sync::Arc;

use crate::Scheme;

/// A string in a parse's arena, or a stretch of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringRef {
    /// The token's own text.
    Text,
    /// Bytes `start..end` of the arena.
    Arena {
        /// First byte.
        start: u32,
        /// One past the last byte.
        end: u32,
    },
}

/// One token as an engine hands it over. Indices point into the [`Scheme`]'s lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenRow {
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Normalised spelling.
    pub norm: StringRef,
    /// Base form.
    pub lemma: StringRef,
    /// Token index of the head; the token's own index if it is a root.
    pub head: u32,
    /// Token index of the leftmost word of the subtree.
    pub left_edge: u32,
    /// Token index of the rightmost word of the subtree.
    pub right_edge: u32,
    /// Index into [`Scheme::morphs`].
    pub morph: u16,
    /// Index into [`Scheme::tags`].
    pub tag: u8,
    /// Index into [`Scheme::parts`].
    pub pos: u8,
    /// Index into [`Scheme::labels`].
    pub label: u8,
    /// Index into [`Scheme::entity_types`]; 0 outside entities.
    pub entity_type: u8,
    /// Whether an entity begins at this token.
    pub entity_start: bool,
    /// Whether one ASCII space follows the token.
    pub space: bool,
    /// Whether a sentence begins at this token.
    pub sentence_start: bool,
}

/// Why rows do not make a parse. A bug of the engine, never of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// A token's bytes are out of order, outside the text, or cut a character.
    #[error("token {token}: bytes {start}..{end} are not a stretch of the text after the token before")]
    Span {
        /// Index of the token.
        token: usize,
        /// First byte claimed.
        start: u32,
        /// End claimed.
        end: u32,
    },
    /// A head, an edge, a name or a string points at nothing.
    #[error("token {token}: {what} points outside its list")]
    Index {
        /// Index of the token.
        token: usize,
        /// Which field.
        what: &'static str,
    },
    /// The first token starts no sentence.
    #[error("the first token does not start a sentence")]
    FirstSentence,
}

/// A text with its tokens, tags, dependency tree, sentences and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parse {
    scheme: Arc<Scheme>,
    text: String,
    arena: String,
    rows: Vec<TokenRow>,
    /// Children of token `i` are `children[child_start[i]..child_start[i + 1]]`, ascending.
    child_start: Vec<u32>,
    children: Vec<u32>,
}

/// The rows an engine hands over, with the arena their strings lie in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Strings that are not stretches of the text, one after the other.
    pub arena: String,
    /// The tokens, in text order.
    pub rows: Vec<TokenRow>,
}

impl Parse {
    /// Makes a parse from an engine's rows, after checking that every index and span is good.
    ///
    /// # Errors
    /// [`ParseError`] names the first token that is wrong.
    pub fn new(scheme: Arc<Scheme>, text: String, made: Rows) -> Result<Parse, ParseError> {
        let Rows { arena, rows } = made;
        check(&scheme, &text, &arena, &rows)?;
        let (child_start, children) = children_of(&rows);
        Ok(Parse { scheme, text, arena, rows, child_start, children })
    }

    /// The vocabularies of the model that made this parse, with the names of its language and tag sets.
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The text that was parsed, unchanged.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no token at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The token at `index`.
    ///
    /// # Panics
    /// If `index` is not below [`Parse::len`].
    pub fn token(&self, index: usize) -> Token<'_> {
        assert!(index < self.rows.len(), "token {index} of {}", self.rows.len());
        Token { parse: self, index }
    }

    /// All tokens in text order.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = Token<'_>> + DoubleEndedIterator {
        (0..self.rows.len()).map(move |index| Token { parse: self, index })
    }

    /// The sentences in text order.
    pub fn sentences(&self) -> impl Iterator<Item = Sentence<'_>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            if start >= self.rows.len() {
                return None;
            }
            let mut end = start + 1;
            while end < self.rows.len() && !self.rows[end].sentence_start {
                end += 1;
            }
            let sentence = Sentence { parse: self, start, end };
            start = end;
            Some(sentence)
        })
    }

    /// The names the model found, in text order.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < self.rows.len() && self.rows[at].entity_type == 0 {
                at += 1;
            }
            if at >= self.rows.len() {
                return None;
            }
            let start = at;
            at += 1;
            while at < self.rows.len() && self.rows[at].entity_type != 0 && !self.rows[at].entity_start {
                at += 1;
            }
            Some(Entity { parse: self, start, end: at })
        })
    }

    /// Base noun phrases: a noun, proper noun or pronoun in a nominal role, from the left edge of its subtree
    /// to itself. Not nested. The rule is spaCy's `lang/en/syntax_iterators.py`; the roles are
    /// [`Scheme::noun_phrase_labels`].
    pub fn noun_chunks(&self) -> impl Iterator<Item = Chunk<'_>> {
        let mut free_from = 0;
        self.tokens().filter_map(move |word| {
            let row = self.row(word.index);
            if !matches!(word.pos(), "NOUN" | "PROPN" | "PRON") || (row.left_edge as usize) < free_from {
                return None;
            }
            let mut head = word;
            while head.label() == "conj" && head.head().index < head.index {
                head = head.head();
            }
            if !self.scheme.noun_phrase_labels.iter().any(|label| label == head.label()) {
                return None;
            }
            free_from = word.index + 1;
            Some(Chunk { parse: self, start: row.left_edge as usize, end: word.index + 1 })
        })
    }

    fn row(&self, index: usize) -> &TokenRow {
        &self.rows[index]
    }

    fn string(&self, index: usize, string: StringRef) -> &str {
        match string {
            StringRef::Text => &self.text[self.rows[index].start as usize..self.rows[index].end as usize],
            StringRef::Arena { start, end } => &self.arena[start as usize..end as usize],
        }
    }
}

fn check(scheme: &Scheme, text: &str, arena: &str, rows: &[TokenRow]) -> Result<(), ParseError> {
    let mut reached = 0;
    for (token, row) in rows.iter().enumerate() {
        let span = ParseError::Span { token, start: row.start, end: row.end };
        if row.start < reached || row.end <= row.start {
            return Err(span);
        }
        if text.get(row.start as usize..row.end as usize).is_none() {
            return Err(span);
        }
        reached = row.end;
        let index = |what, good: bool| if good { Ok(()) } else { Err(ParseError::Index { token, what }) };
        let string = |string| match string {
            StringRef::Text => true,
            StringRef::Arena { start, end } => arena.get(start as usize..end as usize).is_some(),
        };
        index("head", (row.head as usize) < rows.len())?;
        index("left edge", row.left_edge as usize <= token)?;
        index("right edge", (row.right_edge as usize) < rows.len() && row.right_edge as usize >= token)?;
        index("tag", (row.tag as usize) < scheme.tags.len())?;
        index("pos", (row.pos as usize) < scheme.parts.len())?;
        index("morph", (row.morph as usize) < scheme.morphs.len())?;
        index("label", (row.label as usize) < scheme.labels.len())?;
        index("entity type", (row.entity_type as usize) < scheme.entity_types.len())?;
        index("norm", string(row.norm))?;
        index("lemma", string(row.lemma))?;
    }
    if rows.first().is_some_and(|row| !row.sentence_start) {
        return Err(ParseError::FirstSentence);
    }
    Ok(())
}

fn children_of(rows: &[TokenRow]) -> (Vec<u32>, Vec<u32>) {
    let mut child_start = vec![0_u32; rows.len() + 1];
    for (index, row) in rows.iter().enumerate() {
        if row.head as usize != index {
            child_start[row.head as usize + 1] += 1;
        }
    }
    for index in 0..rows.len() {
        child_start[index + 1] += child_start[index];
    }
    let mut next = child_start.clone();
    let mut children = vec![0; child_start[rows.len()] as usize];
    for (index, row) in (0_u32..).zip(rows) {
        if row.head != index {
            children[next[row.head as usize] as usize] = index;
            next[row.head as usize] += 1;
        }
    }
    (child_start, children)
}

/// A token of a [`Parse`]. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    parse: &'a Parse,
    index: usize,
}

impl<'a> Token<'a> {
    fn row(self) -> &'a TokenRow {
        &self.parse.rows[self.index]
    }

    /// The parse this token belongs to.
    pub fn parse(self) -> &'a Parse {
        self.parse
    }

    /// Position in the parse, from 0.
    pub fn index(self) -> usize {
        self.index
    }

    /// First byte in the text.
    pub fn start(self) -> usize {
        self.row().start as usize
    }

    /// One past the last byte in the text.
    pub fn end(self) -> usize {
        self.row().end as usize
    }

    /// The token as it stands in the text.
    pub fn text(self) -> &'a str {
        &self.parse.text[self.start()..self.end()]
    }

    /// Whether one ASCII space follows.
    pub fn space(self) -> bool {
        self.row().space
    }

    /// Whether the token is white space only.
    pub fn is_space(self) -> bool {
        self.text().chars().all(|c| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
    }

    /// Normalised spelling: lower case, straight quotes, one currency sign.
    pub fn norm(self) -> &'a str {
        self.parse.string(self.index, self.row().norm)
    }

    /// Base form.
    pub fn lemma(self) -> &'a str {
        self.parse.string(self.index, self.row().lemma)
    }

    /// Fine-grained tag.
    pub fn tag(self) -> &'a str {
        &self.parse.scheme.tags[self.row().tag as usize]
    }

    /// Universal part of speech; empty if unknown.
    pub fn pos(self) -> &'a str {
        &self.parse.scheme.parts[self.row().pos as usize]
    }

    /// Morphological features such as `Number=Sing|Tense=Past`; empty if none.
    pub fn morph(self) -> &'a str {
        &self.parse.scheme.morphs[self.row().morph as usize]
    }

    /// Whether the morphological features hold `feature`, such as `Tense=Past`.
    pub fn has_morph(self, feature: &str) -> bool {
        self.morph().split('|').any(|have| have == feature)
    }

    /// Dependency label of the arc to the head.
    pub fn label(self) -> &'a str {
        &self.parse.scheme.labels[self.row().label as usize]
    }

    /// Type of the entity the token is in; empty outside.
    pub fn entity_type(self) -> &'a str {
        &self.parse.scheme.entity_types[self.row().entity_type as usize]
    }

    /// Place in an entity: `B`, `I`, `L`, `U`, or `O` outside.
    pub fn entity_place(self) -> char {
        let row = self.row();
        if row.entity_type == 0 {
            return 'O';
        }
        let next = self.parse.rows.get(self.index + 1);
        let ends = next.is_none_or(|next| next.entity_type == 0 || next.entity_start);
        match (row.entity_start, ends) {
            (true, true) => 'U',
            (true, false) => 'B',
            (false, true) => 'L',
            (false, false) => 'I',
        }
    }

    /// Whether a sentence begins here.
    pub fn is_sentence_start(self) -> bool {
        self.row().sentence_start
    }

    /// Whether the token is its own head.
    pub fn is_root(self) -> bool {
        self.row().head as usize == self.index
    }

    /// The head; the token itself at a root.
    pub fn head(self) -> Token<'a> {
        Token { parse: self.parse, index: self.row().head as usize }
    }

    /// The heads from the direct one up to the root. Empty at a root.
    pub fn ancestors(self) -> impl Iterator<Item = Token<'a>> {
        std::iter::successors(Some(self), |token| (!token.is_root()).then(|| token.head()))
            .skip(1)
            // A cycle is impossible in a checked engine's output; the bound keeps a wrong one finite.
            .take(self.parse.len())
    }

    /// Direct dependents in text order.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Token<'a>> + ExactSizeIterator {
        let from = self.parse.child_start[self.index] as usize;
        let to = self.parse.child_start[self.index + 1] as usize;
        let parse = self.parse;
        parse.children[from..to].iter().map(move |&index| Token { parse, index: index as usize })
    }

    /// The first direct dependent with `label`.
    pub fn child(self, label: &str) -> Option<Token<'a>> {
        self.children().find(|child| child.label() == label)
    }

    /// The leftmost token of the subtree.
    pub fn left_edge(self) -> Token<'a> {
        Token { parse: self.parse, index: self.row().left_edge as usize }
    }

    /// The rightmost token of the subtree.
    pub fn right_edge(self) -> Token<'a> {
        Token { parse: self.parse, index: self.row().right_edge as usize }
    }

    /// The token and all below it, in text order. Not always one stretch: trees may cross.
    pub fn subtree(self) -> impl Iterator<Item = Token<'a>> {
        let mut found = vec![self.index];
        let mut at = 0;
        while at < found.len() {
            let parent = Token { parse: self.parse, index: found[at] };
            found.extend(parent.children().map(Token::index));
            at += 1;
        }
        found.sort_unstable();
        let parse = self.parse;
        found.into_iter().map(move |index| Token { parse, index })
    }

    /// The next token, if any.
    pub fn next(self) -> Option<Token<'a>> {
        (self.index + 1 < self.parse.len()).then(|| Token { parse: self.parse, index: self.index + 1 })
    }

    /// The token before, if any.
    pub fn previous(self) -> Option<Token<'a>> {
        self.index.checked_sub(1).map(|index| Token { parse: self.parse, index })
    }
}

macro_rules! stretch {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'a> {
            parse: &'a Parse,
            start: usize,
            end: usize,
        }

        impl<'a> $name<'a> {
            /// Token indices, half open.
            pub fn range(self) -> std::ops::Range<usize> {
                self.start..self.end
            }

            /// Bytes of the text, half open.
            pub fn span(self) -> std::ops::Range<usize> {
                self.parse.token(self.start).start()..self.parse.token(self.end - 1).end()
            }

            /// The words as they stand in the text.
            pub fn text(self) -> &'a str {
                &self.parse.text[self.span()]
            }

            /// The tokens in order.
            pub fn tokens(self) -> impl ExactSizeIterator<Item = Token<'a>> + DoubleEndedIterator {
                let parse = self.parse;
                self.range().map(move |index| Token { parse, index })
            }

            /// The highest token: the first whose head lies outside, or that is a root.
            pub fn root(self) -> Token<'a> {
                self.tokens()
                    .find(|token| token.is_root() || !self.range().contains(&token.head().index))
                    .unwrap_or_else(|| self.parse.token(self.start))
            }
        }
    };
}

stretch!(
    /// A sentence: one or more tokens.
    Sentence
);
stretch!(
    /// A base noun phrase.
    Chunk
);
stretch!(
    /// A name that the model found.
    Entity
);

impl<'a> Entity<'a> {
    /// The type, such as `PERSON`.
    pub fn entity_type(self) -> &'a str {
        self.parse.token(self.start).entity_type()
    }
}

#[cfg(test)]
mod tests;
