//! The engine from end to end: one text through tokeniser, networks, parser, ruler, lemmatiser and recogniser.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tidings_syntax::{Engine, Parse, Rows, Scheme, StringRef, TokenRow};

use crate::encoder::{Encoder, Memory, PAD};
use crate::format::{ModelError, ModelFile, wrong};
use crate::kernel::{self, Lanes, Level, Matrix, ROW, WIDTH, ZERO};
use crate::lemmatiser::Lemmatiser;
use crate::lexeme::{Lexeme, LexemeId, Lexicon, Vocabulary};
use crate::names::Recogniser;
use crate::parser::{Parser, State};
use crate::ruler::{Attributes, Ruler, Seen};
use crate::tokenizer::{Piece, RunCache, Tokenizer};
use crate::transition::{HIDDEN, Parts};
use crate::tree::{Edges, deprojectivise};

/// Tokens that go through the networks at one go; a longer text goes in stretches, to the same result.
const STRETCH: usize = 2048;
/// Spellings and runs kept per thread between texts.
const SPELLINGS_KEPT: usize = 65_536;

/// The English engine: read-only, shared by all threads.
///
/// Each thread that parses at the same time has caches of its own inside (about 70 MB when full); what they hold
/// never changes a result.
pub struct English {
    model: Model,
    idle: Mutex<Vec<Session>>,
}

impl std::fmt::Debug for English {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("English").field("level", &self.model.level).finish_non_exhaustive()
    }
}

impl English {
    /// The engine with the model that is built in.
    ///
    /// # Panics
    /// Never: a test holds that the built-in model loads.
    pub fn embedded() -> English {
        English::from_bytes(tidings_english_model::BYTES).expect("the built-in model is checked by a test")
    }

    /// The engine with a converted model.
    ///
    /// # Errors
    /// [`ModelError`] says what is wrong with the bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<English, ModelError> {
        English::with_level(bytes, Level::detect())
    }

    /// As [`English::from_bytes`], with arithmetic for a given kind of machine. All levels give the same results;
    /// this is for comparing them. `level` must be one of [`Level::available`], else the portable one is taken.
    ///
    /// # Errors
    /// As [`English::from_bytes`].
    pub fn with_level(bytes: &[u8], level: Level) -> Result<English, ModelError> {
        let level = if Level::available().contains(&level) { level } else { Level::Portable };
        Ok(English { model: Model::new(&ModelFile::new(bytes)?, level)?, idle: Mutex::default() })
    }

    /// The vocabularies of the model: language, tags, labels, entity types.
    pub fn scheme(&self) -> &Scheme {
        &self.model.scheme
    }

    /// Parses one block of text. Any text has a parse; a text above 2^31 bytes is cut there.
    pub fn parse(&self, text: &str) -> Parse {
        self.parse_all(&[text]).pop().expect("one text has one parse")
    }

    /// Parses several blocks of text, each as [`English::parse`] does. For short ones this is quicker, since the
    /// weights are fetched once for all.
    pub fn parse_all(&self, texts: &[&str]) -> Vec<Parse> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut session = idle().pop().unwrap_or_default();
        let mut parses = Vec::with_capacity(texts.len());
        let mut rest = texts;
        while !rest.is_empty() {
            let done = session.run(&self.model, rest, |text, rows| {
                let parse = Parse::new(self.model.scheme.clone(), text.to_owned(), rows);
                parses.push(parse.expect("the engine's rows are consistent"));
            });
            rest = &rest[done..];
        }
        idle().push(session);
        parses
    }
}

impl Engine for English {
    fn parse(&self, text: &str) -> Parse {
        English::parse(self, text)
    }

    fn parse_all(&self, texts: &[&str]) -> Vec<Parse> {
        English::parse_all(self, texts)
    }
}

/// All that is loaded.
struct Model {
    level: Level,
    scheme: Arc<Scheme>,
    vocabulary: Vocabulary,
    tokenizer: Tokenizer,
    words: Encoder,
    /// Tagger and the parser's first linear layer, side by side: both read the same rows.
    heads: Linear,
    tags: usize,
    parser: Parser,
    /// For each label of the parser: the plain label and the head's label of a decorated one.
    decorated: Vec<Option<(u8, Option<u8>)>>,
    name_words: Encoder,
    name_head: Linear,
    recogniser: Recogniser,
    ruler: Ruler,
    lemmatiser: Lemmatiser,
}

/// A linear layer from a row of the network.
struct Linear {
    matrix: Matrix,
    bias: Vec<f32>,
}

impl Linear {
    /// Stacks the layers called by these names, each with its number of outputs.
    fn new(file: &ModelFile, layers: &[(&str, usize)]) -> Result<Linear, ModelError> {
        let (mut weights, mut bias) = (Vec::new(), Vec::new());
        for (name, outputs) in layers {
            weights.extend(file.floats(&format!("f32.{name}.weight"), outputs * WIDTH)?);
            bias.extend(file.floats(&format!("f32.{name}.bias"), *outputs)?);
        }
        let matrix = Matrix::pack(bias.len(), WIDTH, |output, input| weights[output * WIDTH + input]);
        Ok(Linear { matrix, bias })
    }

    /// Calls `give` with the outputs of each row.
    fn apply(&self, level: Level, rows: &[Lanes], out: &mut Vec<Lanes>, mut give: impl FnMut(&[f32])) {
        let (count, lanes) = (rows.len() / ROW, self.matrix.lanes());
        out.resize(out.len().max(count * lanes), ZERO);
        kernel::multiply(level, &self.matrix, kernel::flat(rows), WIDTH, count, out);
        for outputs in kernel::flat_mut(&mut out[..count * lanes]).chunks_exact_mut(lanes * 16) {
            for (output, bias) in outputs.iter_mut().zip(&self.bias) {
                *output += bias;
            }
            give(&outputs[..self.bias.len()]);
        }
    }
}

impl Model {
    fn new(file: &ModelFile, level: Level) -> Result<Model, ModelError> {
        let parser = Parser::new(file)?;
        let recogniser = Recogniser::new(file)?;
        let tags: Vec<String> = file.table("tagger.tags")?.concat().into_iter().map(String::from).collect();
        let mut labels = parser.labels.clone();
        // The plain label of a decorated one may be no class of its own.
        let decorated = parser
            .labels
            .iter()
            .map(|label| {
                let Some((plain, head)) = label.split_once("||") else { return Ok(None) };
                let plain = labels.iter().position(|known| known == plain).unwrap_or_else(|| {
                    labels.push(plain.to_owned());
                    labels.len() - 1
                });
                let head = parser.labels.iter().position(|known| known == head);
                let index = |at| u8::try_from(at).map_err(|_| wrong("parser.moves", "more than 256 labels"));
                Ok(Some((index(plain)?, head.map(index).transpose()?)))
            })
            .collect::<Result<Vec<_>, ModelError>>()?;
        let ruler = Ruler::new(file, &tags, &labels)?;
        let own = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let scheme = Scheme {
            language: "en".to_owned(),
            model: "en_core_web_sm 3.8.0".to_owned(),
            tag_set: "Penn Treebank (OntoNotes 5)".to_owned(),
            label_set: "ClearNLP".to_owned(),
            entity_set: "OntoNotes 5".to_owned(),
            parts: ruler.parts.clone(),
            morphs: ruler.morphs.clone(),
            labels,
            entity_types: std::iter::once(String::new()).chain(recogniser.types.iter().cloned()).collect(),
            // spaCy's lang/en/syntax_iterators.py:noun_chunks.
            noun_phrase_labels: own(&[
                "oprd",
                "nsubj",
                "dobj",
                "nsubjpass",
                "pcomp",
                "pobj",
                "dative",
                "appos",
                "attr",
                "ROOT",
            ]),
            tags,
        };
        Ok(Model {
            level,
            vocabulary: Vocabulary::new(file)?,
            tokenizer: Tokenizer::new(file)?,
            words: Encoder::new(file, "tok2vec", &[5000, 1000, 2500, 2500, 50, 50])?,
            heads: Linear::new(file, &[("tagger", scheme.tags.len()), ("parser.linear", HIDDEN)])?,
            tags: scheme.tags.len(),
            scheme: Arc::new(scheme),
            parser,
            decorated,
            name_words: Encoder::new(file, "ner", &[5000, 1000, 2500, 2500])?,
            name_head: Linear::new(file, &[("ner.linear", HIDDEN)])?,
            recogniser,
            ruler,
            lemmatiser: Lemmatiser::new(file)?,
        })
    }
}

/// Caches and buffers of one thread.
#[derive(Default)]
struct Session {
    lexicon: Lexicon,
    runs: RunCache,
    words: Memory,
    name_words: Memory,
    lemmas: FxHashMap<(LexemeId, u8, u16), Box<str>>,
    /// Of one text, and of all that are parsed together.
    text_pieces: Vec<Piece>,
    pieces: Vec<Piece>,
    /// Which of the pieces are each text's.
    texts: Vec<Range<usize>>,
    batch: Batch,
    linear: Vec<Lanes>,
    tags: Vec<u8>,
    vectors: Vec<f32>,
    name_vectors: Vec<f32>,
    parts: Parts,
    state: State,
    edges: Edges,
    attributes: Vec<Attributes>,
}

impl Session {
    /// Parses the first few of `texts`, as many as have [`STRETCH`] tokens together but at least one; gives each
    /// with its rows, and returns how many there were.
    fn run<'t>(&mut self, model: &Model, texts: &[&'t str], mut give: impl FnMut(&'t str, Rows)) -> usize {
        if self.lexicon.len() > SPELLINGS_KEPT || self.runs.len() > SPELLINGS_KEPT {
            self.lexicon.clear();
            self.runs.clear();
            self.words.clear();
            self.name_words.clear();
            self.lemmas.clear();
        }
        self.pieces.clear();
        self.texts.clear();
        for text in texts {
            let text = &text[..text.floor_char_boundary(1 << 31)];
            let Session { lexicon, runs, text_pieces, .. } = self;
            model.tokenizer.tokenize(text, &model.vocabulary, lexicon, runs, text_pieces);
            let start = self.pieces.len();
            if start > 0 && start + self.text_pieces.len() > STRETCH {
                break;
            }
            self.pieces.append(&mut self.text_pieces);
            self.texts.push(start..self.pieces.len());
        }
        self.encode_words(model);
        self.encode_names(model);
        for (at, text) in texts[..self.texts.len()].iter().enumerate() {
            let tokens = self.texts[at].clone();
            self.parse(model, tokens.clone());
            self.rule(model, tokens.clone());
            let mut rows = self.rows(model, tokens.clone());
            self.find_names(model, tokens, &mut rows.rows);
            give(text, rows);
        }
        self.texts.len()
    }

    fn encode_words(&mut self, model: &Model) {
        let Session { lexicon, pieces, texts, batch, words, linear, tags, vectors, .. } = self;
        tags.clear();
        vectors.clear();
        let key = |piece: &Piece| piece.lexeme.0 * 2 + u32::from(piece.space);
        let features = |key: u32| {
            let lexeme = lexicon.get(LexemeId(key / 2));
            let [norm, prefix, suffix, shape] = lexeme.ids;
            [norm, prefix, suffix, shape, u64::from(key % 2), u64::from(lexeme.is_space)]
        };
        batch.for_each(pieces, texts, key, |keys, lengths| {
            model.words.encode(model.level, keys, lengths, words, features, |rows| {
                model.heads.apply(model.level, rows, linear, |outputs| {
                    let (scores, vector) = outputs.split_at(model.tags);
                    let best = (1..scores.len())
                        .fold(0, |best, at| if scores[at] > scores[best] { at } else { best });
                    tags.push(best as u8);
                    vectors.extend_from_slice(vector);
                });
            });
        });
    }

    fn encode_names(&mut self, model: &Model) {
        let Session { lexicon, pieces, texts, batch, name_words, linear, name_vectors, .. } = self;
        name_vectors.clear();
        let features = |key: u32| lexicon.get(LexemeId(key)).ids;
        batch.for_each(
            pieces,
            texts,
            |piece| piece.lexeme.0,
            |keys, lengths| {
                model.name_words.encode(model.level, keys, lengths, name_words, features, |rows| {
                    model
                        .name_head
                        .apply(model.level, rows, linear, |outputs| name_vectors.extend_from_slice(outputs));
                });
            },
        );
    }

    fn parse(&mut self, model: &Model, tokens: Range<usize>) {
        let vectors = &self.vectors[tokens.start * HIDDEN..tokens.end * HIDDEN];
        model.parser.parse(model.level, &mut self.parts, vectors, &mut self.state);
        self.edges.set(&self.state.heads);
        let pieces = &self.pieces[tokens];
        let is_space = |token: usize| self.lexicon.get(pieces[token].lexeme).is_space;
        let State { heads, labels, .. } = &mut self.state;
        deprojectivise(heads, labels, &model.decorated, &self.edges, is_space);
        self.edges.set(heads);
    }

    fn rule(&mut self, model: &Model, tokens: Range<usize>) {
        let Session { lexicon, pieces, tags, state, attributes, .. } = self;
        let (pieces, tags) = (&pieces[tokens.clone()], &tags[tokens]);
        let seen = |token: usize| {
            let Lexeme { lower, is_space, .. } = lexicon.get(pieces[token].lexeme);
            Seen { tag: tags[token], label: state.labels[token], lower, is_space: *is_space }
        };
        attributes.clear();
        model.ruler.apply(pieces.len(), seen, |_, made| attributes.push(made));
    }

    fn rows(&mut self, model: &Model, tokens: Range<usize>) -> Rows {
        let Session { lexicon, pieces, tags, state, attributes, edges, lemmas, .. } = self;
        let (pieces, tags) = (&pieces[tokens.clone()], &tags[tokens]);
        let mut arena = String::new();
        let mut rows = Vec::with_capacity(pieces.len());
        for (token, (piece, attributes)) in pieces.iter().zip(attributes).enumerate() {
            let lexeme = lexicon.get(piece.lexeme);
            let mut string = |string: &str| {
                if *string == *lexeme.text {
                    return StringRef::Text;
                }
                let start = arena.len() as u32;
                arena.push_str(string);
                StringRef::Arena { start, end: arena.len() as u32 }
            };
            let (pos, morph) = (attributes.pos, attributes.morph);
            let lemma = match attributes.lemma {
                Some(lemma) => string(&model.ruler.lemmas[lemma as usize]),
                None => string(lemmas.entry((lexeme.orth, pos, morph)).or_insert_with(|| {
                    let (pos, morph) =
                        (&model.ruler.parts[pos as usize], &model.ruler.morphs[morph as usize]);
                    model.lemmatiser.lemma(&lexeme.text, &lexeme.lower, pos, morph).into()
                })),
            };
            rows.push(TokenRow {
                start: piece.start,
                end: piece.end,
                norm: string(&lexeme.norm),
                lemma,
                head: state.heads[token],
                left_edge: edges.left[token],
                right_edge: edges.right[token],
                morph,
                tag: attributes.tag.unwrap_or(tags[token]),
                pos,
                label: attributes.label.unwrap_or(state.labels[token]),
                entity_type: 0,
                entity_start: false,
                space: piece.space,
                sentence_start: edges.starts[token],
            });
        }
        Rows { arena, rows }
    }

    fn find_names(&mut self, model: &Model, tokens: Range<usize>, rows: &mut [TokenRow]) {
        let Session { lexicon, pieces, name_vectors, parts, edges, .. } = self;
        let vectors = &name_vectors[tokens.start * HIDDEN..tokens.end * HIDDEN];
        let pieces = &pieces[tokens];
        let is_space = |token: usize| lexicon.get(pieces[token].lexeme).is_space;
        model.recogniser.find(model.level, parts, vectors, &edges.starts, is_space, |start, end, kind| {
            rows[start].entity_start = true;
            for row in &mut rows[start..end] {
                row.entity_type = kind as u8 + 1;
            }
        });
    }
}

/// Type keys of stretches of texts, each with [`PAD`] rows on each side.
#[derive(Default)]
struct Batch {
    keys: Vec<Option<u32>>,
    lengths: Vec<usize>,
}

impl Batch {
    /// Calls `run` with the keys and lengths of all texts at once, or of the only text stretch by stretch.
    fn for_each(
        &mut self,
        pieces: &[Piece],
        texts: &[Range<usize>],
        key: impl Fn(&Piece) -> u32,
        mut run: impl FnMut(&[Option<u32>], &[usize]),
    ) {
        let mut tokens = 0;
        for text in texts {
            let pieces = &pieces[text.clone()];
            for from in (0..pieces.len()).step_by(STRETCH) {
                let to = pieces.len().min(from + STRETCH);
                if tokens + to - from > STRETCH {
                    run(&self.keys, &self.lengths);
                    self.clear();
                    tokens = 0;
                }
                tokens += to - from;
                let beyond = |at: usize| pieces.get(at.checked_sub(PAD)?).map(&key);
                self.keys.extend((from..to + 2 * PAD).map(beyond));
                self.lengths.push(to - from + 2 * PAD);
            }
        }
        run(&self.keys, &self.lengths);
        self.clear();
    }

    fn clear(&mut self) {
        self.keys.clear();
        self.lengths.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_no_length_have_a_parse() {
        let english = English::embedded();
        for text in ["", " ", "\n\n", "a", ".", "\u{0}", "\u{1c}\u{1d}"] {
            let parse = english.parse(text);
            assert_eq!(
                parse.tokens().map(|t| t.text().len() + usize::from(t.space())).sum::<usize>(),
                text.len()
            );
        }
    }

    #[test]
    fn texts_parsed_together_are_parsed_as_alone() {
        let english = English::embedded();
        let sentence = "Envoys of both sides, who met for 3 hours on Monday, left Velmora without a word. ";
        // From no token to more than a stretch; then many short ones, more than a stretch together.
        let mut texts: Vec<String> =
            [0, 1, 200, 2, 0, 3].iter().map(|&times| sentence.repeat(times)).collect();
        texts.extend((0..300).map(|number| format!("Round {number} ended after {} hours.", number % 7)));
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for (text, together) in texts.iter().zip(english.parse_all(&texts)) {
            assert_eq!(together, english.parse(text), "{text:?}");
        }
        assert!(english.parse_all(&[]).is_empty());
    }
}
