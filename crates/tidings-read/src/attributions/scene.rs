//! The article as attributions are looked for in it: parses, with what stands in quotation marks and in which
//! sentence each token is.

use std::ops::Range;

use tidings_record::{ByteSpan, PassageKind};
use tidings_syntax::{Parse, Token};

use super::lexicon::AttributionLexicon;
use super::quotes::{Quote, quotes};
use crate::document::{Block, Document};

/// A document with its quotes and sentences looked up by token.
pub(crate) struct Scene<'d> {
    pub document: &'d Document<'d>,
    pub lexicon: &'d AttributionLexicon,
    pub quotes: Vec<Quote>,
    pub blocks: Vec<BlockScene<'d>>,
}

/// One block of a [`Scene`].
pub(crate) struct BlockScene<'d> {
    pub block: &'d Block,
    pub parse: &'d Parse,
    pub is_title: bool,
    /// Token ranges of the sentences.
    pub sentences: Vec<Range<usize>>,
    /// For each token its broad class, see [`super::classes`].
    classes: Vec<&'static str>,
    /// For each token its sentence.
    sentence_of: Vec<u32>,
    /// For each token its quote in [`Scene::quotes`], plus one; 0 outside.
    quote_of: Vec<u32>,
    /// Indices of the quotes of this block in [`Scene::quotes`].
    pub quotes: Range<usize>,
}

/// Some tokens of one block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub block: usize,
    pub start: usize,
    pub end: usize,
}

impl Stretch {
    pub(crate) fn new(block: usize, tokens: Range<usize>) -> Stretch {
        Stretch { block, start: tokens.start, end: tokens.end }
    }

    pub(crate) fn tokens(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl<'d> Scene<'d> {
    pub(crate) fn new(document: &'d Document<'d>, lexicon: &'d AttributionLexicon) -> Scene<'d> {
        let quotes = quotes(document);
        let mut first = 0;
        let mut blocks = Vec::with_capacity(document.blocks.len());
        for (index, block) in document.blocks.iter().enumerate() {
            let last = first + quotes[first..].iter().take_while(|quote| quote.block == index).count();
            blocks.push(BlockScene::new(document, lexicon, block, &quotes, first..last));
            first = last;
        }
        Scene { document, lexicon, quotes, blocks }
    }

    /// The words of the article behind a stretch.
    pub(crate) fn span(&self, stretch: &Stretch) -> ByteSpan {
        self.blocks[stretch.block].block.token_span(stretch.tokens())
    }
}

impl<'d> BlockScene<'d> {
    fn new(
        document: &Document<'_>,
        lexicon: &AttributionLexicon,
        block: &'d Block,
        all: &[Quote],
        quotes: Range<usize>,
    ) -> BlockScene<'d> {
        let parse = &block.parse;
        let sentences: Vec<_> = parse.sentences().map(|sentence| sentence.range()).collect();
        let mut sentence_of = vec![0; parse.len()];
        for (number, sentence) in (0..).zip(&sentences) {
            sentence_of[sentence.clone()].fill(number);
        }
        let mut quote_of = vec![0; parse.len()];
        for index in quotes.clone() {
            quote_of[all[index].tokens.clone()].fill(u32::try_from(index + 1).unwrap_or(0));
        }
        let kind = document.passages.passages[block.passage.index()].kind;
        let is_title = matches!(kind, PassageKind::Title | PassageKind::Standfirst);
        let classes = parse.tokens().map(|token| lexicon.classes.of(token.pos(), token.lemma())).collect();
        BlockScene { block, parse, is_title, sentences, classes, sentence_of, quote_of, quotes }
    }

    /// The quote that `token` stands in: an index into [`Scene::quotes`].
    pub(crate) fn quote_of(&self, token: usize) -> Option<usize> {
        (self.quote_of[token] as usize).checked_sub(1)
    }

    /// The broad class of a verb or noun; empty if it has none.
    pub(crate) fn class(&self, token: Token<'_>) -> &'static str {
        self.classes[token.index()]
    }

    /// The number of the sentence of `token`.
    pub(crate) fn sentence_of(&self, token: usize) -> usize {
        self.sentence_of[token] as usize
    }

    /// The tokens of the sentence of `token`.
    pub(crate) fn sentence(&self, token: usize) -> Range<usize> {
        self.sentences.get(self.sentence_of(token)).cloned().unwrap_or(token..token + 1)
    }
}

/// The tokens from the left to the right edge of the subtree below `token`.
pub(crate) fn reach(token: Token<'_>) -> Range<usize> {
    token.left_edge().index()..token.right_edge().index() + 1
}

/// The child of `ancestor` through which `token`, which stands below it, hangs on it.
pub(crate) fn branch<'p>(ancestor: Token<'p>, token: Token<'p>) -> Option<Token<'p>> {
    let mut at = token;
    while !at.is_root() {
        let head = at.head();
        if head.index() == ancestor.index() {
            return Some(at);
        }
        at = head;
    }
    None
}
