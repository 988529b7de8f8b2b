//! Readings and records as few bytes.
//!
//! A packed document is the JSON of its fields without what stands in the store anyway (the text, and words that a span
//! cuts from it), each span as its distance from the one before and its length, compressed. The first byte names the
//! dictionary; 0 is none.

use std::sync::OnceLock;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tidings_record::{ByteSpan, PointSpan, Reading, Record, Story};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use crate::{Result, StoreError};

/// How hard to compress: 3 is three times as fast and gives a fifth more bytes, 19 takes ten times as long for a twentieth
/// less.
const LEVEL: i32 = 9;
/// Longest packed document when unpacked, in bytes.
const LONGEST: usize = 1 << 30;
/// Dictionaries by number, from 1. New ones are added at the end; all are kept.
const DICTIONARIES: &[&[u8]] = &[include_bytes!("../dictionaries/1.zdict")];

/// A reading without its text, paths, id and address.
pub(crate) fn pack_reading(reading: &Reading) -> Result<Vec<u8>> {
    pack(&bare(reading))
}

fn bare(reading: &Reading) -> Reading<PointSpan> {
    let bare =
        Reading { id: "".into(), paths: Vec::new(), url: None, text: String::new(), ..reading.clone() };
    let mut last = 0;
    bare.map_spans(|span| relative(span, &mut last))
}

/// The reading that was packed, still without what was left out.
pub(crate) fn unpack_reading(bytes: &[u8]) -> Result<Reading> {
    let reading: Reading<PointSpan> = unpack(bytes)?;
    let mut last = 0;
    Ok(reading.map_spans(|span| absolute(span, &mut last)))
}

/// A story without the words of its refs.
pub(crate) fn pack_story(story: &Story) -> Result<Vec<u8>> {
    pack(&bare_story(story)?)
}

fn bare_story(story: &Story) -> Result<Value> {
    let record = Record { stories: vec![story.clone()], ..Record::default() };
    let mut last = 0;
    let mut value = serde_json::to_value(record.map_spans(|_, span| relative(span, &mut last)))?;
    each_claim(&mut value, &mut |fields| {
        let at = fields["first"]["quote"].as_str().and_then(|quote| quote.find(fields["text"].as_str()?));
        let length = fields["text"].as_str().map_or(0, str::len);
        if let Some(at) = at {
            fields.insert("text".to_owned(), Value::from(format!("{CUT}{at} {length}")));
        }
    });
    each_ref(&mut value, &mut |fields| {
        fields.insert("quote".to_owned(), Value::from(""));
    });
    Ok(value)
}

/// The story that was packed; `text` gives the text of an article.
pub(crate) fn unpack_story<'t>(bytes: &[u8], text: impl Fn(&str) -> Option<&'t str>) -> Result<Story> {
    let record: Record<PointSpan> = unpack(bytes)?;
    let mut last = 0;
    let record = record.map_spans(|_, span| absolute(span, &mut last));
    // Spans are bytes here, and so they stay: the words are cut out, then the document is made whole again.
    let mut value = serde_json::to_value(record.map_spans(|_, span| PointSpan::new(span.start, span.end)))?;
    each_ref(&mut value, &mut |fields| {
        let number = |at: usize| fields["span"][at].as_u64().and_then(|number| u32::try_from(number).ok());
        let span = ByteSpan::new(number(0).unwrap_or(0), number(1).unwrap_or(0));
        let words = fields["article"].as_str().and_then(&text).map_or("", |text| span.of(text)).to_owned();
        fields.insert("quote".to_owned(), Value::from(words));
    });
    each_claim(&mut value, &mut |fields| {
        let cut = fields["text"].as_str().and_then(|text| text.strip_prefix(CUT)?.split_once(' '));
        let words = cut.and_then(|(at, length)| {
            let (at, length): (usize, usize) = (at.parse().ok()?, length.parse().ok()?);
            fields["first"]["quote"].as_str()?.get(at..at.checked_add(length)?)
        });
        if let Some(words) = words.map(str::to_owned) {
            fields.insert("text".to_owned(), Value::from(words));
        }
    });
    let record: Record<PointSpan> = serde_json::from_value(value)?;
    let record = record.map_spans(|_, span| ByteSpan::new(span.start, span.end));
    record
        .stories
        .into_iter()
        .next()
        .ok_or_else(|| StoreError::Damaged("a record without its story".to_owned()))
}

/// Before the place, in the words of its first ref, and the length of the words of a claim.
const CUT: char = '\0';

/// Calls `visit` for each claim of a record.
fn each_claim(value: &mut Value, visit: &mut dyn FnMut(&mut serde_json::Map<String, Value>)) {
    for story in value["stories"].as_array_mut().into_iter().flatten() {
        for claim in story["claims"].as_array_mut().into_iter().flatten() {
            claim.as_object_mut().into_iter().for_each(&mut *visit);
        }
    }
}

/// Calls `visit` for each ref inside `value`.
fn each_ref(value: &mut Value, visit: &mut dyn FnMut(&mut serde_json::Map<String, Value>)) {
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

fn pack(value: &impl Serialize) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(value)?;
    let mut compressor = Compressor::with_prepared_dictionary(encoder()).map_err(damaged)?;
    let mut bytes = vec![u8::try_from(DICTIONARIES.len()).unwrap_or(0)];
    bytes.extend(u32::try_from(json.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(compressor.compress(&json).map_err(damaged)?);
    Ok(bytes)
}

fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
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
    Ok(serde_json::from_slice(&decompressor.decompress(rest, length).map_err(damaged)?)?)
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

/// What packing makes of a reading before it is compressed: what a dictionary is learnt from.
///
/// # Errors
/// None in practice: a reading always has a JSON form.
pub fn unpacked_form(reading: &Reading) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(&bare(reading))?)
}

/// What packing makes of a story before it is compressed.
///
/// # Errors
/// None in practice: a story always has a JSON form.
pub fn unpacked_story_form(story: &Story) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(&bare_story(story)?)?)
}

/// A dictionary of at most `size` bytes from `forms`.
///
/// # Errors
/// If there are too few.
pub fn dictionary(forms: &[Vec<u8>], size: usize) -> std::io::Result<Vec<u8>> {
    zstd::dict::from_samples(forms, size)
}
