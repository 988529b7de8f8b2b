//! One article, cut and parsed: what every later module reads.

use tidings_record::{ByteSpan, PassageIndex, PassageKind, Sentence};
use tidings_syntax::{Engine, Parse};

use crate::characters::{is_blank, is_closer, is_sentence_end, trimmed};
use crate::headline::{Casing, recase};
use crate::normalise::Normalised;
use crate::passages::{PassageLexicon, Passages, Recurring, span as span_of};
use crate::{Article, blocks, language};

/// A heading in the body with fewer words stays as it is: it may be a list of names.
const SHORTEST_HEADING: usize = 5;

/// How to read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options<'a> {
    /// The lines that recur in articles of its outlet, as far as known: they are leftovers.
    pub recurring: Option<&'a Recurring>,
    /// Hand the whole text to the engine as one block, as it is: for looking at what the engine makes of it.
    pub raw: bool,
}

/// An article with its passages and their parses.
///
/// Parsed are titles, standfirsts and body, each passage by itself. What is a leftover or a byline is not; nor
/// is a text in another language than the engine's.
#[derive(Debug)]
pub struct Document<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its passages, title, writers.
    pub passages: Passages,
    /// Its language, an ISO 639-1 code, or `und`.
    pub language: &'static str,
    /// The parsed texts, in order. A passage has one, a very long one several.
    pub blocks: Vec<Block>,
}

/// One text as the engine read it.
#[derive(Debug)]
pub struct Block {
    /// The passage it belongs to.
    pub passage: PassageIndex,
    /// The text that was parsed, and where its bytes stand in the article.
    pub normalised: Normalised,
    /// What the engine made of it.
    pub parse: Parse,
}

impl Block {
    /// The words of the article behind the bytes `made` of the parsed text, such as [`tidings_syntax::Token`]'s.
    pub fn span(&self, made: std::ops::Range<usize>) -> ByteSpan {
        self.normalised.to_original(made)
    }

    /// The words of the article behind a range of tokens; empty if it is empty or beyond the last token.
    pub fn token_span(&self, tokens: std::ops::Range<usize>) -> ByteSpan {
        if tokens.is_empty() || tokens.end > self.parse.len() {
            return ByteSpan::default();
        }
        self.span(self.parse.token(tokens.start).start()..self.parse.token(tokens.end - 1).end())
    }
}

impl<'a> Document<'a> {
    /// Cuts `article` and parses what is to be read.
    pub fn new(
        article: &'a Article,
        engine: &dyn Engine,
        lexicon: &PassageLexicon,
        options: Options<'_>,
    ) -> Document<'a> {
        let text = article.text.as_str();
        if options.raw {
            let passages = Passages::raw(text);
            let normalised = Normalised::unchanged(text, passages.passages[0].span);
            let parse = engine.parse(&normalised.text);
            let block = Block { passage: PassageIndex(0), normalised, parse };
            return Document { article, passages, language: language::language([text]), blocks: vec![block] };
        }
        let none = Recurring::default();
        let passages = Passages::of(article, options.recurring.unwrap_or(&none), lexicon);
        let language = language_of(text, &passages);
        let mut document = Document { article, passages, language, blocks: Vec::new() };
        if matches!(language, "en" | "und") {
            document.parse(engine, lexicon);
        }
        document
    }

    fn parse(&mut self, engine: &dyn Engine, lexicon: &PassageLexicon) {
        let text = self.article.text.as_str();
        let passages = &self.passages.passages;
        let mut texts: Vec<Option<Normalised>> = passages
            .iter()
            .map(|passage| is_read(passage.kind).then(|| Normalised::of(text, passage.span)))
            .collect();
        let prose = passages.iter().zip(&texts).filter(|(passage, _)| is_prose(passage.kind));
        let prose = prose.filter_map(|(_, made)| Some(made.as_ref()?.text.as_str()));
        let casing = Casing::of(prose.filter(|text| !is_heading(text)));
        let mut pieces = Vec::new();
        for (index, passage) in passages.iter().enumerate() {
            let Some(made) = texts[index].take() else { continue };
            let headline = passage.kind == PassageKind::Title
                || (is_heading(&made.text) && made.text.split(' ').nth(SHORTEST_HEADING - 1).is_some());
            let recased = headline.then(|| recase(&made, &casing, |word| lexicon.is_small(word))).flatten();
            let made = recased.unwrap_or(made);
            let cuts = blocks::blocks(&made.text);
            if let [_] = cuts.as_slice() {
                pieces.push((PassageIndex::from(index), made));
            } else {
                pieces.extend(cuts.into_iter().map(|cut| (PassageIndex::from(index), made.part(cut))));
            }
        }
        let texts: Vec<&str> = pieces.iter().map(|(_, made)| made.text.as_str()).collect();
        let parses = engine.parse_all(&texts);
        let parsed = pieces.into_iter().zip(parses);
        self.blocks =
            parsed.map(|((passage, normalised), parse)| Block { passage, normalised, parse }).collect();
    }

    /// The sentences, with spans in the article, without blanks at their ends. A closing mark that the parse
    /// puts at the head of a sentence goes back to the one before.
    pub fn sentences(&self) -> Vec<Sentence> {
        let text = self.article.text.as_str();
        let mut found: Vec<Sentence> = Vec::new();
        for block in &self.blocks {
            let mut first = true;
            for sentence in block.parse.sentences() {
                let mut made = sentence.span();
                let closing = if first { 0 } else { closing_marks(sentence.text()) };
                if closing > 0
                    && let Some(before) = found.last_mut()
                {
                    before.span.end = block.span(made.start..made.start + closing).end;
                    made.start += closing;
                }
                let span = block.span(made);
                let range = trimmed(text, span.start as usize..span.end as usize);
                if !range.is_empty() {
                    found.push(Sentence { span: span_of(range), passage: block.passage });
                    first = false;
                }
            }
        }
        found
    }

    /// The blocks of one passage.
    pub fn blocks_of(&self, passage: PassageIndex) -> &[Block] {
        let start = self.blocks.partition_point(|block| block.passage < passage);
        let end = self.blocks.partition_point(|block| block.passage <= passage);
        &self.blocks[start..end]
    }
}

/// The bytes of quotation marks and brackets at the head of `sentence` that close something: a blank follows.
fn closing_marks(sentence: &str) -> usize {
    let rest = sentence.trim_start_matches(is_closer);
    if rest.chars().next().is_none_or(is_blank) { sentence.len() - rest.len() } else { 0 }
}

/// Whether passages of this kind are parsed.
fn is_read(kind: PassageKind) -> bool {
    matches!(kind, PassageKind::Title | PassageKind::Standfirst | PassageKind::Body)
}

fn is_prose(kind: PassageKind) -> bool {
    matches!(kind, PassageKind::Standfirst | PassageKind::Body)
}

/// Whether a text of the body is short and ends like no sentence.
fn is_heading(text: &str) -> bool {
    text.len() < 200 && !text.trim_end_matches(is_closer).ends_with(is_sentence_end)
}

/// The language of the prose; of the whole text if there is none.
fn language_of(text: &str, passages: &Passages) -> &'static str {
    let prose = || {
        passages.passages.iter().filter(|passage| is_prose(passage.kind)).map(|passage| passage.span.of(text))
    };
    if prose().next().is_some() { language::language(prose()) } else { language::language([text]) }
}
