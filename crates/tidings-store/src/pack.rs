//! Readings and records as few bytes.
//!
//! A packed document is what it holds without what stands in the store anyway (texts, and words that a span cuts from
//! them) and without ids that follow from refs, each span as its distance from the one before and its length,
//! compressed. A reading is JSON, a story [`columns`]. The first byte names the dictionary; 0 is none.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::{Map, Value};
use tidings_record::{ByteSpan, EventId, PointSpan, Reading, Record, Ref, Story};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use crate::{Result, StoreError, columns};

/// How hard to compress: 3 is three times as fast and gives a fifth more bytes, 19 takes ten times as long for a twentieth
/// less.
const LEVEL: i32 = 9;
/// Longest packed document when unpacked, in bytes.
const LONGEST: usize = 1 << 30;
/// Dictionaries by number, from 1. New ones are added at the end; all are kept.
const DICTIONARIES: &[&[u8]] = &[include_bytes!("../dictionaries/1.zdict")];
/// Before what stands for other words. No news text has it; words that begin with it get it twice.
const STANDS_FOR: char = '\u{7f}';
/// The lists of a story whose elements have ids, with the letters of these.
const LISTS: [(&str, &str); 5] =
    [("actors", "a"), ("events", "e"), ("claims", "c"), ("figures", "f"), ("findings", "n")];

/// A reading without its text, paths, id, address, source and given title.
pub(crate) fn pack_reading(reading: &Reading) -> Result<Vec<u8>> {
    pack(&unpacked_form(reading)?)
}

/// The reading that was packed, still without what was left out.
pub(crate) fn unpack_reading(bytes: &[u8]) -> Result<Reading> {
    let reading: Reading<PointSpan> = serde_json::from_slice(&unpack(bytes)?)?;
    let mut last = 0;
    Ok(reading.map_spans(|span| absolute(span, &mut last)))
}

/// What packing makes of a reading before it is compressed: what a dictionary is learnt from.
///
/// # Errors
/// None in practice: a reading always has a JSON form.
pub fn unpacked_form(reading: &Reading) -> Result<Vec<u8>> {
    let mut bare =
        Reading { id: "".into(), paths: Vec::new(), url: None, text: String::new(), ..reading.clone() };
    bare.source.blake3.clear();
    if let Some(title) = bare.title.as_mut().filter(|title| title.span.is_none()) {
        title.text.clear();
    }
    for name in &mut bare.names {
        let stands = name.mentions.first().is_some_and(|first| first.span.of(&reading.text) == name.name);
        if stands {
            name.name = STANDS_FOR.to_string();
        }
    }
    let mut last = 0;
    Ok(serde_json::to_vec(&bare.map_spans(|span| relative(span, &mut last)))?)
}

/// Puts back the names that packing left out, from the text.
pub(crate) fn fill_names(reading: &mut Reading) {
    let mut stands_for = [0; 4];
    let stands_for = &*STANDS_FOR.encode_utf8(&mut stands_for);
    for name in reading.names.iter_mut().filter(|name| name.name == stands_for) {
        name.name = name.mentions.first().map_or("", |first| first.span.of(&reading.text)).to_owned();
    }
}

/// A story without the words of its refs.
pub(crate) fn pack_story(story: &Story) -> Result<Vec<u8>> {
    pack(&unpacked_story_form(story)?)
}

/// What packing makes of a story before it is compressed.
///
/// # Errors
/// None in practice: a story always has a form in columns.
pub fn unpacked_story_form(story: &Story) -> Result<Vec<u8>> {
    let record = Record { stories: vec![story.clone()], ..Record::default() };
    let record = record.map_spans(|_, span| PointSpan::new(span.start, span.end));
    let mut value = record.stories.first().map(serde_json::to_value).transpose()?.unwrap_or_default();
    // What happens to begin with the sign is told from what gets it here.
    each_text(&mut value, &mut |text| text.starts_with(STANDS_FOR).then(|| format!("{STANDS_FOR}{text}")));
    shorten_ids(&mut value);
    for claim in list(&mut value, "claims") {
        let text = claim["text"].as_str().unwrap_or_default();
        let at = claim["first"]["quote"].as_str().and_then(|quote| quote.find(text));
        if let Some(at) = at {
            claim["text"] = Value::from(format!("{STANDS_FOR}{at} {}", text.len()));
        }
    }
    let articles: HashMap<String, usize> = article_ids(&value).into_iter().zip(0..).collect();
    let mut last = 0;
    each_ref(&mut value, &mut |fields| {
        let span = relative(span_of(fields), &mut last);
        fields.insert("span".to_owned(), Value::from(vec![span.start, span.end]));
        fields.insert("quote".to_owned(), Value::from(""));
        if let Some(&at) = fields["article"].as_str().and_then(|id| articles.get(id)) {
            fields.insert("article".to_owned(), Value::from(at));
        }
    });
    let written = columns::write(&value);
    Ok(written.ok_or_else(|| StoreError::Damaged("a story of another form".to_owned()))?.into_bytes())
}

/// The story that was packed; `text` gives the text of an article.
pub(crate) fn unpack_story<'t>(bytes: &[u8], text: impl Fn(&str) -> Option<&'t str>) -> Result<Story> {
    let damaged = || StoreError::Damaged("a packed story".to_owned());
    let bytes = unpack(bytes)?;
    let mut value = std::str::from_utf8(&bytes).ok().and_then(columns::read).ok_or_else(damaged)?;
    let articles = article_ids(&value);
    let mut last = 0;
    each_ref(&mut value, &mut |fields| {
        let at = fields["article"].as_u64().and_then(|at| articles.get(usize::try_from(at).ok()?));
        let folded = span_of(fields);
        let span = absolute(PointSpan::new(folded.start, folded.end), &mut last);
        if let Some(id) = at {
            fields.insert("article".to_owned(), Value::from(id.as_str()));
        }
        fields.insert("span".to_owned(), Value::from(vec![span.start, span.end]));
    });
    lengthen_ids(&mut value);
    each_ref(&mut value, &mut |fields| {
        let span = span_of(fields);
        let words = fields["article"].as_str().and_then(&text).map_or("", |text| span.of(text)).to_owned();
        fields.insert("quote".to_owned(), Value::from(words));
    });
    for claim in list(&mut value, "claims") {
        let cut = claim["text"].as_str().and_then(|text| text.strip_prefix(STANDS_FOR)?.split_once(' '));
        let words = cut.and_then(|(at, length)| {
            let (at, length): (usize, usize) = (at.parse().ok()?, length.parse().ok()?);
            claim["first"]["quote"].as_str()?.get(at..at.checked_add(length)?)
        });
        if let Some(words) = words.map(str::to_owned) {
            claim["text"] = Value::from(words);
        }
    }
    let story: Story<PointSpan> = serde_json::from_value(value)?;
    let record = Record { stories: vec![story], ..Record::default() };
    let record = record.map_spans(|_, span| ByteSpan::new(span.start, span.end));
    record.stories.into_iter().next().ok_or_else(damaged)
}

/// The ids of the articles of a story, in its order.
fn article_ids(story: &Value) -> Vec<String> {
    let articles = story["articles"].as_array().into_iter().flatten();
    articles.map(|article| article["id"].as_str().unwrap_or_default().to_owned()).collect()
}

fn list<'v>(story: &'v mut Value, name: &str) -> impl Iterator<Item = &'v mut Value> {
    story.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten()
}

/// The digits of the ids that follow from the refs inside `owner`, or from its articles if it is a story.
fn defined(owner: &mut Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut mint = |article: &str, span: ByteSpan| {
        found.push(EventId::minted(&Ref::new(article.into(), span, ""), 0).as_str()[1..].to_owned());
    };
    let articles = article_ids(owner);
    articles.iter().for_each(|id| mint(id, ByteSpan::default()));
    if articles.is_empty() {
        each_ref(owner, &mut |fields| mint(fields["article"].as_str().unwrap_or_default(), span_of(fields)));
    }
    found
}

/// Ids that follow from refs of what has them become numbers of these; ids of other things, numbers in their lists.
fn shorten_ids(story: &mut Value) {
    let mut numbers: HashMap<String, String> = HashMap::new();
    for (name, letter) in LISTS {
        for (nth, one) in list(story, name).enumerate() {
            let id = one["id"].as_str().unwrap_or_default().to_owned();
            numbers.entry(id).or_insert_with(|| format!("{STANDS_FOR}{letter}{nth}"));
        }
    }
    each_owner(story, &mut |owner, letter| {
        let digits: HashMap<String, usize> = defined(owner).into_iter().zip(0..).collect();
        each_own_id(owner, &mut |id| {
            let at = id.strip_prefix(letter).and_then(|id| digits.get(id));
            at.map(|at| format!("{STANDS_FOR}{at}"))
        });
    });
    each_text(story, &mut |text| numbers.get(text).cloned());
}

/// Undoes [`shorten_ids`].
fn lengthen_ids(story: &mut Value) {
    let number = |text: &str| text.strip_prefix(STANDS_FOR)?.parse::<usize>().ok();
    each_owner(story, &mut |owner, letter| {
        let digits = defined(owner);
        each_own_id(owner, &mut |id| number(id).and_then(|at| Some(format!("{letter}{}", digits.get(at)?))));
    });
    let mut ids: HashMap<&str, Vec<String>> = HashMap::new();
    for (name, letter) in LISTS {
        let all = list(story, name).map(|one| one["id"].as_str().unwrap_or_default().to_owned());
        ids.insert(letter, all.collect());
    }
    each_text(story, &mut |text| {
        let rest = text.strip_prefix(STANDS_FOR)?;
        if rest.starts_with(STANDS_FOR) {
            return Some(rest.to_owned());
        }
        let nth: usize = rest.get(1..)?.parse().ok()?;
        ids.get(rest.get(..1)?)?.get(nth).cloned()
    });
}

/// Calls `visit` for the story and for each element with an id, with the letter of its ids.
fn each_owner(story: &mut Value, visit: &mut dyn FnMut(&mut Value, &str)) {
    visit(story, "s");
    for (name, letter) in LISTS {
        list(story, name).for_each(|one| visit(one, letter));
    }
}

/// Replaces the ids that `owner` has and had by what `change` makes of them.
fn each_own_id(owner: &mut Value, change: &mut dyn FnMut(&str) -> Option<String>) {
    let mut change = |id: &mut Value| {
        if let Some(new) = id.as_str().and_then(&mut *change) {
            *id = Value::from(new);
        }
    };
    change(&mut owner["id"]);
    if let Some(was) = owner.get_mut("was").and_then(Value::as_array_mut) {
        was.iter_mut().for_each(change);
    }
}

/// Replaces every text inside `value` but ids that something has or had by what `change` makes of it.
fn each_text(value: &mut Value, change: &mut dyn FnMut(&str) -> Option<String>) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(fields) => {
            let others = fields.iter_mut().filter(|(key, _)| !["id", "was"].contains(&key.as_str()));
            others.for_each(|(_, value)| each_text(value, change));
        }
        Value::String(text) => {
            if let Some(new) = change(text) {
                *text = new;
            }
        }
        _ => {}
    }
}

/// Calls `visit` for each ref inside `value`.
fn each_ref(value: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| each_ref(value, visit)),
        Value::Object(fields) => {
            if fields.contains_key("quote") && fields.contains_key("span") {
                visit(fields);
            } else {
                fields.values_mut().for_each(|value| each_ref(value, visit));
            }
        }
        _ => {}
    }
}

/// The span of a ref.
fn span_of(fields: &Map<String, Value>) -> ByteSpan {
    let number = |at: usize| fields["span"][at].as_u64().and_then(|number| u32::try_from(number).ok());
    ByteSpan::new(number(0).unwrap_or(0), number(1).unwrap_or(0))
}

fn relative(span: ByteSpan, last: &mut u32) -> PointSpan {
    let step = i64::from(span.start) - i64::from(*last);
    *last = span.start;
    // Steps back are odd, steps forward even, so that both are small. A text is bounded far below 2^31.
    let folded = if step < 0 { -2 * step - 1 } else { 2 * step };
    PointSpan::new(u32::try_from(folded).unwrap_or(0), span.len())
}

fn absolute(span: PointSpan, last: &mut u32) -> ByteSpan {
    let step = i64::from(span.start / 2);
    let step = if span.start % 2 == 1 { -step - 1 } else { step };
    *last = u32::try_from(i64::from(*last) + step).unwrap_or(0);
    ByteSpan::new(*last, last.saturating_add(span.end))
}

fn pack(form: &[u8]) -> Result<Vec<u8>> {
    let mut compressor = Compressor::with_prepared_dictionary(encoder()).map_err(damaged)?;
    let mut bytes = vec![u8::try_from(DICTIONARIES.len()).unwrap_or(0)];
    bytes.extend(u32::try_from(form.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(compressor.compress(form).map_err(damaged)?);
    Ok(bytes)
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>> {
    let short = || StoreError::Damaged("a packed document is cut short".to_owned());
    let (&dictionary, rest) = bytes.split_first().ok_or_else(short)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
    let length = u32::from_le_bytes(*length) as usize;
    if length > LONGEST {
        return Err(StoreError::Damaged("a packed document is too long".to_owned()));
    }
    let mut decompressor = match usize::from(dictionary).checked_sub(1) {
        None => Decompressor::new().map_err(damaged)?,
        Some(at) => {
            let decoder =
                decoders().get(at).ok_or_else(|| StoreError::Damaged("an unknown dictionary".to_owned()))?;
            Decompressor::with_prepared_dictionary(decoder).map_err(damaged)?
        }
    };
    decompressor.decompress(rest, length).map_err(damaged)
}

fn encoder() -> &'static EncoderDictionary<'static> {
    static MADE: OnceLock<EncoderDictionary<'static>> = OnceLock::new();
    MADE.get_or_init(|| EncoderDictionary::copy(DICTIONARIES.last().copied().unwrap_or_default(), LEVEL))
}

fn decoders() -> &'static [DecoderDictionary<'static>] {
    static MADE: OnceLock<Vec<DecoderDictionary<'static>>> = OnceLock::new();
    MADE.get_or_init(|| DICTIONARIES.iter().map(|bytes| DecoderDictionary::copy(bytes)).collect())
}

fn damaged(error: std::io::Error) -> StoreError {
    StoreError::Damaged(error.to_string())
}

/// A dictionary of at most `size` bytes from `forms`.
///
/// # Errors
/// If there are too few.
pub fn dictionary(forms: &[Vec<u8>], size: usize) -> std::io::Result<Vec<u8>> {
    zstd::dict::from_samples(forms, size)
}
