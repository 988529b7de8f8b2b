//! One parsed text with its pieces: what every rule of this module looks at.

use tidings_syntax::{Parse, Token};

use super::lexicon::{NumberWord, QuantityLexicon};
use super::numeral::Numeral;
use super::pieces::{Kind, Piece, pieces};

/// A text, its pieces and its parse.
pub(super) struct Reader<'a> {
    pub lexicon: &'a QuantityLexicon,
    pub parse: &'a Parse,
    pub text: &'a str,
    pub pieces: Vec<Piece>,
    /// The text with ASCII letters in lower case: same bytes, same places.
    lower: String,
    /// By token, the number of its sentence.
    sentences: Vec<u32>,
}

impl<'a> Reader<'a> {
    pub fn new(parse: &'a Parse, lexicon: &'a QuantityLexicon) -> Reader<'a> {
        let text = parse.text();
        let mut sentence = 0;
        let sentences = parse
            .tokens()
            .map(|token| {
                sentence += u32::from(token.is_sentence_start());
                sentence
            })
            .collect();
        Reader { lexicon, parse, text, pieces: pieces(text), lower: text.to_ascii_lowercase(), sentences }
    }

    /// The piece at `at` in lower case; empty beyond the ends.
    pub fn lower(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| &self.lower[piece.start..piece.end])
    }

    /// The piece before `at` in lower case.
    pub fn lower_before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.lower(before))
    }

    /// The piece as it stands.
    pub fn raw(&self, at: usize) -> &'a str {
        self.pieces.get(at).map_or("", |piece| &self.text[piece.start..piece.end])
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.kind == Kind::Word)
    }

    pub fn numeral(&self, at: usize) -> Option<Numeral> {
        match self.pieces.get(at)?.kind {
            Kind::Number(numeral) => Some(numeral),
            _ => None,
        }
    }

    pub fn mark(&self, at: usize) -> Option<char> {
        match self.pieces.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub fn mark_before(&self, at: usize) -> Option<char> {
        self.mark(at.checked_sub(1)?)
    }

    /// Whether nothing stands between the piece and the one before it.
    pub fn is_glued(&self, at: usize) -> bool {
        at > 0 && self.pieces.get(at).is_some_and(|piece| !piece.apart)
    }

    /// What the word at `at` does to a number.
    pub fn number_word(&self, at: usize) -> Option<NumberWord> {
        if !self.is_word(at) {
            return None;
        }
        self.lexicon.numbers.get(self.lower(at)).copied()
    }

    /// Whether a hyphen stands at `at`, with nothing around it; or between a number and its unit in a text that comes
    /// cut into tokens: "30 - year bonds".
    pub fn is_hyphen(&self, at: usize) -> bool {
        let hyphen = self.mark(at).is_some_and(|mark| matches!(mark, '-' | '\u{2010}' | '\u{2011}'));
        hyphen && (self.is_glued(at) && self.is_glued(at + 1) || self.is_cut_hyphen(at))
    }

    fn is_cut_hyphen(&self, at: usize) -> bool {
        let (Some(hyphen), Some(next)) = (self.pieces.get(at), self.pieces.get(at + 1)) else { return false };
        let unit = self.lower(at + 1);
        let one = self.lexicon.unit_words.contains_key(unit) && !unit.ends_with('s')
            || self.number_word(at + 1).is_some_and(|word| word.fraction.is_some());
        let number = at > 0 && (self.numeral(at - 1).is_some() || self.number_word(at - 1).is_some());
        hyphen.apart && next.apart && number && one
    }

    /// The place after a hyphen at `at`, or `at`.
    pub fn past_hyphen(&self, at: usize) -> usize {
        if self.is_hyphen(at) { at + 1 } else { at }
    }

    /// The token that holds the first byte of the piece.
    pub fn token(&self, at: usize) -> Option<Token<'a>> {
        let byte = self.pieces.get(at)?.start;
        let (mut low, mut high) = (0, self.parse.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.parse.token(middle).end() <= byte {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low < self.parse.len()).then(|| self.parse.token(low))
    }

    /// The first piece that begins at or after the end of `token`.
    pub fn after_token(&self, token: Token<'_>) -> usize {
        let end = token.end();
        self.pieces.partition_point(|piece| piece.start < end)
    }

    pub fn tag(&self, at: usize) -> &'a str {
        self.token(at).map_or("", Token::tag)
    }

    /// Whether the words `words` stand at `at`.
    pub fn is_phrase(&self, at: usize, words: &[String]) -> bool {
        words.iter().enumerate().all(|(offset, word)| self.lower(at + offset) == word)
    }

    /// Whether a sentence begins with the piece, as the parser has it.
    pub fn begins_sentence(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_sentence_start)
    }

    /// Whether a sentence begins somewhere after `from`, up to and including `to`.
    pub fn is_sentence_between(&self, from: usize, to: usize) -> bool {
        let (Some(from), Some(to)) = (self.token(from), self.token(to)) else { return true };
        self.sentences[from.index()] != self.sentences[to.index()]
    }
}
