//! What an engine decided about one text, in the one form in which both sides are compared.
//!
//! Reads the rows that `python/dump.py` writes, and turns a [`Parse`] into the same form. No comparing here.

use anyhow::{Context, ensure};
use serde::Deserialize;
use tidings_syntax::Parse;

/// A decision that is made for each token, besides where it begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Space,
    Norm,
    Lemma,
    Tag,
    Pos,
    Morph,
    Head,
    Label,
    SentenceStart,
    Entity,
}

impl Field {
    /// All of them, in the order of [`Token::values`].
    pub const ALL: [Field; 10] = [
        Field::Space,
        Field::Norm,
        Field::Lemma,
        Field::Tag,
        Field::Pos,
        Field::Morph,
        Field::Head,
        Field::Label,
        Field::SentenceStart,
        Field::Entity,
    ];

    /// The name people read.
    pub fn name(self) -> &'static str {
        match self {
            Field::Space => "space after",
            Field::Norm => "norm",
            Field::Lemma => "lemma",
            Field::Tag => "tag",
            Field::Pos => "pos",
            Field::Morph => "morph",
            Field::Head => "head",
            Field::Label => "label",
            Field::SentenceStart => "sentence start",
            Field::Entity => "entity",
        }
    }
}

/// One token: its bytes in the text and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    /// One value for each of [`Field::ALL`]. A head is `byte:text` of the head's token.
    pub values: [String; Field::ALL.len()],
}

/// A row of `dump.py`, described there.
#[derive(Debug, Deserialize)]
pub struct Row {
    pub text: String,
    length: Vec<usize>,
    space: String,
    norm: Vec<Option<String>>,
    lemma: Vec<Option<String>>,
    tag: String,
    pos: String,
    morph: String,
    head: Vec<isize>,
    label: String,
    start: String,
    entity: String,
}

impl Row {
    /// The tokens of the row.
    ///
    /// # Errors
    /// If the row's lists do not have one good entry per token.
    pub fn tokens(&self) -> anyhow::Result<Vec<Token>> {
        let spaces: Vec<bool> = self.space.chars().map(|c| c == '1').collect();
        let starts: Vec<bool> = self.start.chars().map(|c| c == '1').collect();
        let columns = [&self.tag, &self.pos, &self.morph, &self.label, &self.entity]
            .map(|column| column.split_ascii_whitespace().map(|v| if v == "_" { "" } else { v }).collect());
        let [tag, pos, morph, label, entity]: [Vec<&str>; 5] = columns;
        let count = self.length.len();
        for found in [
            spaces.len(),
            starts.len(),
            self.norm.len(),
            self.lemma.len(),
            self.head.len(),
            tag.len(),
            pos.len(),
            morph.len(),
            label.len(),
            entity.len(),
        ] {
            ensure!(found == count, "{count} tokens, but {found} entries in a column, in {:?}", self.text);
        }
        let mut spans = Vec::with_capacity(count);
        let mut at = 0;
        for (length, space) in self.length.iter().zip(&spaces) {
            spans.push((at, at + length));
            at += length + usize::from(*space);
        }
        ensure!(at == self.text.len(), "tokens end at byte {at} of {:?}", self.text);
        let word = |(start, end): (usize, usize)| {
            self.text.get(start..end).with_context(|| format!("bytes {start}..{end} cut a character"))
        };
        (0..count)
            .map(|index| {
                let (start, end) = spans[index];
                let text = word((start, end))?;
                let head = index.checked_add_signed(self.head[index]).and_then(|head| spans.get(head));
                let head = *head.with_context(|| format!("no head for token {index}"))?;
                let or_text = |value: &Option<String>| value.as_deref().unwrap_or(text).to_owned();
                let values = [
                    flag(spaces[index]),
                    or_text(&self.norm[index]),
                    or_text(&self.lemma[index]),
                    tag[index].to_owned(),
                    pos[index].to_owned(),
                    morph[index].to_owned(),
                    head_value(head.0, word(head)?),
                    label[index].to_owned(),
                    flag(starts[index]),
                    entity[index].to_owned(),
                ];
                Ok(Token { start, end, values })
            })
            .collect()
    }
}

/// The tokens of a parse.
pub fn of_parse(parse: &Parse) -> Vec<Token> {
    let entity = |token: tidings_syntax::Token<'_>| match token.entity_place() {
        'O' => String::new(),
        place => format!("{place}-{}", token.entity_type()),
    };
    parse
        .tokens()
        .map(|token| Token {
            start: token.start(),
            end: token.end(),
            values: [
                flag(token.space()),
                token.norm().to_owned(),
                token.lemma().to_owned(),
                token.tag().to_owned(),
                token.pos().to_owned(),
                token.morph().to_owned(),
                head_value(token.head().start(), token.head().text()),
                token.label().to_owned(),
                flag(token.is_sentence_start()),
                entity(token),
            ],
        })
        .collect()
}

fn flag(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn head_value(start: usize, text: &str) -> String {
    format!("{start}:{text}")
}
