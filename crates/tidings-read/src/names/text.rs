//! The parsed article as the modules of this folder walk it: tokens by block and index, in lower case and as written.

use std::borrow::Cow;
use std::collections::HashSet;

use tidings_record::{ByteSpan, PassageKind};
use tidings_syntax::{Parse, Token};

use super::lexicon::{Body, Known, NamesLexicon, Role};
use crate::Document;

/// Some tokens of one block, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub block: usize,
    pub start: usize,
    pub end: usize,
}

impl Stretch {
    pub(crate) fn len(self) -> usize {
        self.end - self.start
    }

    pub(crate) fn contains(self, block: usize, token: usize) -> bool {
        self.block == block && (self.start..self.end).contains(&token)
    }
}

/// The document with its words in lower case.
pub(crate) struct Text<'d> {
    pub document: &'d Document<'d>,
    pub lexicon: &'d NamesLexicon,
    lower: Vec<Vec<Cow<'d, str>>>,
    /// Words that the article writes with a small letter.
    small: HashSet<&'d str>,
    /// Whether each token stands between quotation marks.
    quoted: Vec<Vec<bool>>,
    /// Number of the sentence of each token, counted through the article.
    sentences: Vec<Vec<u32>>,
    /// By sentence: how many up to it do not begin inside quotation marks.
    told: Vec<u32>,
}

impl<'d> Text<'d> {
    pub(crate) fn new(document: &'d Document<'d>, lexicon: &'d NamesLexicon) -> Text<'d> {
        let mut count = 0;
        let mut sentences = Vec::with_capacity(document.blocks.len());
        let mut lower = Vec::with_capacity(document.blocks.len());
        for block in &document.blocks {
            sentences.push(
                block
                    .parse
                    .tokens()
                    .map(|token| {
                        count += u32::from(token.is_sentence_start());
                        count
                    })
                    .collect(),
            );
            lower.push(block.parse.tokens().map(|token| lower_case(token.text())).collect());
        }
        let words = document.blocks.iter().flat_map(|block| block.parse.tokens().map(Token::text));
        let small = words.filter(|word| word.starts_with(char::is_lowercase)).collect();
        let quoted: Vec<Vec<bool>> = document.blocks.iter().map(|block| quoted(&block.parse)).collect();
        let mut told = vec![0];
        for (block, quoted) in document.blocks.iter().zip(&quoted) {
            for token in block.parse.tokens().filter(|token| token.is_sentence_start()) {
                let last = told.last().copied().unwrap_or(0);
                told.push(last + u32::from(!quoted[token.index()]));
            }
        }
        Text { document, lexicon, lower, small, quoted, sentences, told }
    }

    pub(crate) fn blocks(&self) -> std::ops::Range<usize> {
        0..self.document.blocks.len()
    }

    pub(crate) fn parse(&self, block: usize) -> &'d Parse {
        &self.document.blocks[block].parse
    }

    pub(crate) fn token(&self, block: usize, token: usize) -> Token<'d> {
        self.parse(block).token(token)
    }

    /// The token, if there is one.
    pub(crate) fn get(&self, block: usize, token: usize) -> Option<Token<'d>> {
        (token < self.parse(block).len()).then(|| self.token(block, token))
    }

    /// The word in lower case; empty beyond the last.
    pub(crate) fn lower(&self, block: usize, token: usize) -> &str {
        self.lower[block].get(token).map_or("", |word| word)
    }

    /// Whether the token stands between quotation marks.
    pub(crate) fn is_quoted(&self, block: usize, token: usize) -> bool {
        self.quoted[block][token]
    }

    /// Whether the block is a headline.
    pub(crate) fn is_headline(&self, block: usize) -> bool {
        let passage = self.document.blocks[block].passage.index();
        self.document.passages.passages[passage].kind == PassageKind::Title
    }

    /// Whether the article writes the word, given in lower case, with a small letter.
    pub(crate) fn is_small_elsewhere(&self, word: &str) -> bool {
        self.small.contains(word)
    }

    /// How many sentences lie between two, as [`Text::sentence`] counts them, the later one counted in; those that begin
    /// inside quotation marks do not count, but two sentences are at least one apart.
    pub(crate) fn told_between(&self, earlier: u32, later: u32) -> u32 {
        let told = |sentence: u32| self.told.get(sentence as usize).copied().unwrap_or(0);
        match later.saturating_sub(earlier) {
            0 => 0,
            _ => told(later).saturating_sub(told(earlier)).max(1),
        }
    }

    pub(crate) fn sentence(&self, block: usize, token: usize) -> u32 {
        self.sentences[block][token]
    }

    /// Whether the word begins with a capital letter.
    pub(crate) fn is_capital(&self, block: usize, token: usize) -> bool {
        self.get(block, token).is_some_and(|token| token.text().starts_with(char::is_uppercase))
    }

    /// Whether the word is a proper noun with a capital.
    pub(crate) fn is_proper(&self, block: usize, token: usize) -> bool {
        self.is_capital(block, token) && self.token(block, token).tag().starts_with("NNP")
    }

    /// The place of the tokens in the article.
    pub(crate) fn span(&self, at: Stretch) -> ByteSpan {
        self.document.blocks[at.block].token_span(at.start..at.end)
    }

    /// The words of the article at the tokens, white space made single.
    pub(crate) fn words(&self, at: Stretch) -> String {
        let words = self.span(at).of(&self.document.article.text);
        let mut made = String::with_capacity(words.len());
        for word in words.split_whitespace() {
            if !made.is_empty() {
                made.push(' ');
            }
            made.push_str(word);
        }
        made
    }

    /// The proper name known beforehand that begins at the token, with its length in tokens.
    pub(crate) fn known(&self, block: usize, token: usize) -> Option<(usize, Known)> {
        let parse = self.parse(block);
        let word = |index: usize| (index < parse.len()).then(|| parse.token(index).text());
        self.lexicon.known.at(token, word).map(|(len, known)| (len, *known))
    }

    /// The proper name known beforehand that these tokens are.
    pub(crate) fn known_at(&self, at: Stretch) -> Option<Known> {
        self.known(at.block, at.start).filter(|(len, _)| *len == at.len()).map(|(_, known)| known)
    }

    /// The word for an office that begins at the token, with its length in tokens.
    pub(crate) fn role(&self, block: usize, token: usize) -> Option<(usize, Role)> {
        let word = |index: usize| self.lower[block].get(index).map(|word| &**word);
        self.lexicon.roles.at(token, word).map(|(len, role)| (len, *role))
    }

    /// The head of a body that begins at the token, with its length in tokens.
    pub(crate) fn body(&self, block: usize, token: usize) -> Option<(usize, Body)> {
        let word = |index: usize| self.lower[block].get(index).map(|word| &**word);
        self.lexicon.bodies.at(token, word).map(|(len, body)| (len, *body))
    }
}

fn lower_case(word: &str) -> Cow<'_, str> {
    let word = if word == "’s" { "'s" } else { word };
    if word.chars().any(char::is_uppercase) { Cow::Owned(word.to_lowercase()) } else { Cow::Borrowed(word) }
}

/// Whether each token stands between quotation marks; those without a partner reach to the end of the block.
fn quoted(parse: &Parse) -> Vec<bool> {
    let mut inside = false;
    let mark = |token: Token<'_>| {
        match token.text() {
            "“" => inside = true,
            "”" => inside = false,
            "\"" => inside = !inside,
            _ => {}
        }
        inside
    };
    parse.tokens().map(mark).collect()
}
