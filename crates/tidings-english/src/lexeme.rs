//! Words as types: their normalised spelling and the ids by which the network knows them.
//!
//! A [`Lexeme`] is made once per spelling and kept in a [`Lexicon`], one per thread. What a lexicon has seen
//! before cannot change what a lexeme is, so results do not depend on it.

use rustc_hash::FxHashMap;

use crate::characters::{is_space, shape};
use crate::format::{ModelError, ModelFile, wrong};
use crate::hash::string_hash;

/// Index of a lexeme in one [`Lexicon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LexemeId(pub u32);

/// What is known of a spelling, whatever the sentence.
#[derive(Debug)]
pub struct Lexeme {
    pub text: Box<str>,
    pub norm: Box<str>,
    pub lower: Box<str>,
    /// The same text without an overriding norm: equal for tokens of equal text.
    pub orth: LexemeId,
    pub is_space: bool,
    /// String ids of norm, prefix (first character), suffix (last three) and shape.
    pub ids: [u64; 4],
}

/// The string tables that ids and norms come from.
pub struct Vocabulary {
    symbols: FxHashMap<Box<str>, u64>,
    /// By exact spelling: BASE_NORMS of spaCy.
    base_norms: FxHashMap<Box<str>, Box<str>>,
    /// By string id: the model's `lexeme_norm` table.
    lexeme_norms: FxHashMap<u64, Box<str>>,
}

impl Vocabulary {
    pub fn new(file: &ModelFile) -> Result<Vocabulary, ModelError> {
        let pairs = |section: &str| -> Result<Vec<Pair>, ModelError> {
            file.table(section)?
                .iter()
                .map(|row| match row[..] {
                    [key, value] => Ok((key.into(), value.into())),
                    _ => Err(wrong(section, "expected rows of two")),
                })
                .collect()
        };
        let number =
            |section: &str, text: &str| text.parse::<u64>().map_err(|_| wrong(section, "expected a number"));
        Ok(Vocabulary {
            symbols: pairs("symbols")?
                .into_iter()
                .map(|(text, id)| Ok((text, number("symbols", &id)?)))
                .collect::<Result<_, ModelError>>()?,
            base_norms: pairs("norm.base")?.into_iter().collect(),
            lexeme_norms: pairs("norm.lexeme")?
                .into_iter()
                .map(|(id, norm)| Ok((number("norm.lexeme", &id)?, norm)))
                .collect::<Result<_, ModelError>>()?,
        })
    }

    /// spaCy's `strings.pyx:get_string_id`: 0 for the empty string, a small integer for a reserved symbol, else
    /// the hash.
    pub fn string_id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        // No reserved symbol is longer than 24 bytes.
        let symbol = if text.len() <= 24 { self.symbols.get(text).copied() } else { None };
        symbol.unwrap_or_else(|| string_hash(text))
    }

    fn norm(&self, text: &str, lower: &str) -> Box<str> {
        self.lexeme_norms
            .get(&self.string_id(text))
            .or_else(|| self.base_norms.get(text))
            .cloned()
            .unwrap_or_else(|| lower.into())
    }
}

/// A key and its value.
type Pair = (Box<str>, Box<str>);

/// The lexemes one thread has met.
#[derive(Default)]
pub struct Lexicon {
    lexemes: Vec<Lexeme>,
    plain: FxHashMap<Box<str>, LexemeId>,
    /// By text and overriding norm.
    special: FxHashMap<(Box<str>, Box<str>), LexemeId>,
}

impl Lexicon {
    pub fn len(&self) -> usize {
        self.lexemes.len()
    }

    pub fn clear(&mut self) {
        self.lexemes.clear();
        self.plain.clear();
        self.special.clear();
    }

    pub fn get(&self, id: LexemeId) -> &Lexeme {
        &self.lexemes[id.0 as usize]
    }

    /// The lexeme of `text`, with its usual norm.
    pub fn plain(&mut self, vocabulary: &Vocabulary, text: &str) -> LexemeId {
        if let Some(&id) = self.plain.get(text) {
            return id;
        }
        let id = self.push(vocabulary, text, None, None);
        self.plain.insert(text.into(), id);
        id
    }

    /// The lexeme of `text` in a special case that gives it `norm`; an empty norm means the usual one.
    pub fn special(&mut self, vocabulary: &Vocabulary, text: &str, norm: &str) -> LexemeId {
        let orth = self.plain(vocabulary, text);
        if norm.is_empty() || *self.get(orth).norm == *norm {
            return orth;
        }
        let key = (text.into(), norm.into());
        if let Some(&id) = self.special.get(&key) {
            return id;
        }
        let id = self.push(vocabulary, text, Some(norm), Some(orth));
        self.special.insert(key, id);
        id
    }

    fn push(
        &mut self,
        vocabulary: &Vocabulary,
        text: &str,
        norm: Option<&str>,
        orth: Option<LexemeId>,
    ) -> LexemeId {
        let id = LexemeId(u32::try_from(self.lexemes.len()).expect("a text has fewer than 2^32 bytes"));
        let lower = text.to_lowercase();
        let norm = norm.map_or_else(|| vocabulary.norm(text, &lower), Into::into);
        let prefix = text.chars().next().map_or("", |c| &text[..c.len_utf8()]);
        let suffix = text.char_indices().nth_back(2).map_or(text, |(at, _)| &text[at..]);
        let ids = [&norm, prefix, suffix, &shape(text)].map(|feature| vocabulary.string_id(feature));
        let is_space = text.chars().all(is_space);
        let text = text.into();
        let lexeme = Lexeme { text, norm, lower: lower.into(), orth: orth.unwrap_or(id), is_space, ids };
        self.lexemes.push(lexeme);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norm_and_ids(text: &str) -> (String, [u64; 4]) {
        let file = ModelFile::new(tidings_english_model::BYTES).unwrap();
        let vocabulary = Vocabulary::new(&file).unwrap();
        let mut lexicon = Lexicon::default();
        let id = lexicon.plain(&vocabulary, text);
        let lexeme = lexicon.get(id);
        (lexeme.norm.to_string(), lexeme.ids)
    }

    #[test]
    fn norms_go_by_the_exact_spelling() {
        for (text, norm) in
            [("£", "$"), ("colour", "color"), ("Colour", "color"), ("’", "'"), ("—", "-"), ("İx", "i̇x")]
        {
            assert_eq!(norm_and_ids(text).0, norm, "{text}");
        }
    }

    #[test]
    fn reserved_symbols_are_small_integers() {
        assert_eq!(norm_and_ids("X").1[3], 101);
        assert_eq!(norm_and_ids("mark").1[0], 423);
    }
}
