//! Texts in which the words that tell of events are marked, as ECB+ marks them, and their readings.
//!
//! A row is a text (`doc`, `sentences` of tokens, perhaps `topic`) or a mention (`doc`, `sent`, `tok`, `kind`,
//! `in_selected`, perhaps `cluster`). Mentions of kind `event` that are `in_selected` are taken. Which of them are one
//! event stands in `cluster`, which a reading never sees.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;
use serde::Deserialize;
use tidings_link::At;
use tidings_read::Article;
use tidings_record::{ArticleId, ByteSpan, Reading};

use crate::reader::{Reader, in_two_threads};
use crate::texts;
use crate::untokenise::untokenise;

/// A text, as the library sees it.
#[derive(Debug, Clone, Deserialize)]
pub struct Text {
    pub doc: String,
    #[serde(default)]
    pub topic: String,
    pub sentences: Vec<Vec<String>>,
}

/// Marked words.
#[derive(Debug, Clone, Deserialize)]
pub struct Mention {
    pub doc: String,
    sent: usize,
    tok: Vec<usize>,
    kind: String,
    #[serde(default)]
    in_selected: bool,
}

/// What is marked of them.
#[derive(Debug, Clone, Deserialize)]
pub struct Marked {
    pub cluster: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Mention {
        #[serde(flatten)]
        mention: Mention,
        #[serde(flatten)]
        marked: Marked,
    },
    Text(Text),
}

/// Texts with the mentions in them.
#[derive(Debug, Default)]
pub struct Collection {
    /// The texts.
    pub texts: Vec<Text>,
    /// Of each text the mentions, in the order of the rows.
    pub mentions: Vec<Vec<Mention>>,
    /// The cluster of each, if marked.
    pub clusters: Vec<Vec<Option<String>>>,
}

impl Collection {
    /// The rows of `files` whose topics `chosen` takes.
    ///
    /// # Errors
    /// If a file cannot be read, or a mention is of no text.
    pub fn load(files: &[PathBuf], chosen: impl Fn(&str) -> bool) -> anyhow::Result<Collection> {
        let mut rows = Vec::new();
        for file in files {
            rows.extend(texts::rows::<Row>(file)?);
        }
        let mut made = Collection::default();
        let mut place: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (_, row) in &rows {
            let Row::Text(text) = row else { continue };
            let is_chosen = chosen(&text.topic);
            place.insert(text.doc.clone(), is_chosen.then_some(made.texts.len()));
            if is_chosen {
                made.texts.push(text.clone());
            }
        }
        made.mentions.resize(made.texts.len(), Vec::new());
        made.clusters.resize(made.texts.len(), Vec::new());
        for (line, row) in rows {
            let Row::Mention { mention, marked } = row else { continue };
            let at = place.get(&mention.doc);
            let at = at.with_context(|| format!("{line}: no text {:?}", mention.doc))?;
            if let Some(at) = at.filter(|_| mention.kind == "event" && mention.in_selected) {
                made.mentions[at].push(mention);
                made.clusters[at].push(marked.cluster);
            }
        }
        Ok(made)
    }

    /// Whether two mentions are marked as one event.
    pub fn are_one(&self, [a, b]: [At; 2]) -> bool {
        let cluster = |(text, event): At| self.clusters[text][event.index()].as_ref();
        cluster(a).is_some() && cluster(a) == cluster(b)
    }

    /// The texts of some topics, with their readings.
    pub fn part(&self, readings: &[Reading], chosen: impl Fn(&str) -> bool) -> (Collection, Vec<Reading>) {
        let mut part = Collection::default();
        let mut some = Vec::new();
        for at in (0..self.texts.len()).filter(|&at| chosen(&self.texts[at].topic)) {
            part.texts.push(self.texts[at].clone());
            part.mentions.push(self.mentions[at].clone());
            part.clusters.push(self.clusters[at].clone());
            some.push(readings[at].clone());
        }
        (part, some)
    }

    /// The readings of the texts. Their events are the mentions, in their order.
    pub fn readings(&self, reader: &Reader) -> Vec<Reading> {
        let texts: Vec<_> = self.texts.iter().zip(&self.mentions).collect();
        in_two_threads(&texts, |(text, mentions)| read(reader, text, mentions))
    }
}

fn read(reader: &Reader, text: &Text, mentions: &[Mention]) -> Reading {
    let mut whole = String::new();
    let mut spans: Vec<Vec<ByteSpan>> = Vec::new();
    for tokens in &text.sentences {
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let (sentence, starts) = untokenise(&tokens);
        let at = |byte: usize| u32::try_from(whole.len() + byte).unwrap_or(u32::MAX);
        let token = |(start, token): (&usize, &&str)| ByteSpan::new(at(*start), at(*start + token.len()));
        spans.push(starts.iter().zip(&tokens).map(token).collect());
        whole.push_str(&sentence);
        whole.push('\n');
    }
    let words: Vec<ByteSpan> = mentions
        .iter()
        .map(|mention| {
            let spans = spans.get(mention.sent).map_or(&[][..], Vec::as_slice);
            let mut here = mention.tok.iter().filter_map(|&token| spans.get(token));
            let first = here.next().copied().unwrap_or_default();
            ByteSpan::new(first.start, here.next_back().unwrap_or(&first).end)
        })
        .collect();
    let article = Article { id: ArticleId::from(text.doc.clone()), ..Article::of_text(whole) };
    let reading = reader.read(&article);
    let events = tidings_read::events::events_at(
        &reader.document(&article),
        &reader.lexicons.events,
        &reading.names,
        &reading.times,
        &reading.quantities,
        &reading.attributions,
        &words,
    );
    Reading { events, ..reading }
}
