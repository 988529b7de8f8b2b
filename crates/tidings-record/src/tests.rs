//! Whole documents: the printed form, the way there and back, and the contract in `docs/record.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::*;

/// Both written by hand as the contract has them: key for key, in its order, about one text full of characters
/// of two, three and four bytes.
const READING: &str = include_str!("../fixtures/reading.json");
const RECORD: &str = include_str!("../fixtures/record.json");

fn reading() -> Reading {
    serde_json::from_str::<Reading<PointSpan>>(READING).unwrap().in_bytes()
}

/// The fixture without its line breaks; the order of keys is kept.
fn compact(json: &str) -> String {
    serde_json::from_str::<Value>(json).unwrap().to_string()
}

#[test]
fn a_reading_prints_as_the_contract_shows() {
    assert_eq!(serde_json::to_string(&reading().in_code_points()).unwrap(), compact(READING));
}

#[test]
fn a_record_prints_as_the_contract_shows() {
    let reading = reading();
    let texts = [(&reading.id, reading.text.as_str())];
    let record = serde_json::from_str::<Record<PointSpan>>(RECORD).unwrap().in_bytes(&texts).unwrap();
    assert_eq!(serde_json::to_string(&record.in_code_points(&texts).unwrap()).unwrap(), compact(RECORD));
}

#[test]
fn bytes_slice_the_words_that_code_points_count() {
    let reading = reading();
    let words = |span: ByteSpan| span.of(&reading.text);
    assert_eq!(
        words(reading.title.as_ref().unwrap().span.unwrap()),
        "Mayor of Zvěnov 🏛️ promises ferry by May"
    );
    assert_eq!(words(reading.names[0].mentions[1].span), "Łucja Öz");
    assert_eq!(words(reading.quantities[0].span), "more than 400");
    assert_eq!(words(reading.attributions[0].condition.unwrap()), "unless the Müg freezes");
    assert_eq!(words(reading.notes[0].span), "👍🏽");
}

#[test]
fn every_ref_of_a_record_quotes_its_span() {
    let (reading, mut refs) = (reading(), 0);
    let texts = [(&reading.id, reading.text.as_str())];
    let record = serde_json::from_str::<Record<PointSpan>>(RECORD).unwrap().in_bytes(&texts).unwrap();
    let mut check = |one: &Ref| {
        refs += 1;
        assert_eq!(one.span.of(&reading.text), one.quote);
    };
    let story = &record.stories[0];
    story.actors.iter().for_each(|actor| actor.refs.iter().for_each(&mut check));
    story.events.iter().for_each(|event| event.refs.iter().for_each(&mut check));
    story.claims.iter().for_each(|claim| claim.refs.iter().chain(&claim.condition).for_each(&mut check));
    story.figures.iter().for_each(|figure| figure.refs.iter().for_each(&mut check));
    story.findings.iter().for_each(|finding| finding.refs.iter().for_each(&mut check));
    assert_eq!(refs, 8);
}

#[test]
fn a_ref_to_a_text_not_given_is_named() {
    let record = serde_json::from_str::<Record<PointSpan>>(RECORD).unwrap();
    let error = record.in_bytes(&[]).unwrap_err();
    assert_eq!(error.to_string(), "a ref names article zv-1, whose text was not given");
}

#[test]
fn spans_outside_the_text_end_with_it() {
    let end = PointSpan::new(231, 231);
    let far = reading().map_spans(|_| ByteSpan::new(u32::MAX, u32::MAX)).in_code_points();
    assert!(far.passages.iter().all(|passage| passage.span == end));
    let backwards = reading().map_spans(|_| ByteSpan::new(u32::MAX, 0)).in_code_points();
    assert_eq!(backwards.notes[0].span, PointSpan::new(231, 0));
    assert_eq!(backwards.in_bytes().notes[0].span.of(&reading().text), "");
}

#[test]
fn unknown_keys_are_skipped_and_another_version_is_refused() {
    let newer = READING.replacen("\"paths\"", "\"mood\":{\"of\":[1]},\"paths\"", 1);
    assert_eq!(serde_json::from_str::<Reading<PointSpan>>(&newer).unwrap().in_bytes(), reading());
    let other = READING.replacen("reading/1", "reading/2", 1);
    let error = serde_json::from_str::<Reading<PointSpan>>(&other).unwrap_err();
    assert!(error.to_string().contains("unknown variant `reading/2`"), "{error}");
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

/// Every property and every fixed word of a schema.
fn words(schema: &Value) -> BTreeSet<String> {
    let (mut words, mut left) = (BTreeSet::new(), vec![schema]);
    while let Some(value) = left.pop() {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            words.extend(properties.keys().cloned());
        }
        for fixed in
            value.get("enum").and_then(Value::as_array).into_iter().flatten().chain(value.get("const"))
        {
            words.extend(fixed.as_str().map(str::to_owned));
        }
        match value {
            Value::Object(object) => left.extend(object.values()),
            Value::Array(list) => left.extend(list),
            _ => {}
        }
    }
    words
}

#[test]
fn every_key_and_word_is_in_the_contract() {
    let contract = fs::read_to_string(docs().join("record.md")).unwrap();
    for (schema, least) in
        [(reading_schema(), 90), (record_schema(), 90), (why_schema(), 30), (audit_schema(), 20)]
    {
        let words = words(&schema);
        assert!(words.len() > least, "only {words:?}");
        for word in words {
            let named = contract.contains(&format!("\"{word}\"")) || contract.contains(&format!("`{word}`"));
            assert!(named, "docs/record.md does not name {word:?}");
        }
    }
}

#[test]
fn every_key_is_always_there() {
    for schema in [reading_schema(), record_schema(), why_schema(), audit_schema()] {
        let definitions = schema["$defs"].as_object().unwrap().iter();
        for (name, object) in
            definitions.map(|(name, object)| (name.as_str(), object)).chain([("root", &schema)])
        {
            let Some(properties) = object.get("properties").and_then(Value::as_object) else { continue };
            for key in properties.keys() {
                let required = object["required"].as_array().unwrap();
                assert!(required.iter().any(|required| required == key), "{name}.{key} is not required");
            }
        }
    }
}

#[test]
fn committed_schemas_are_those_of_the_code() {
    for (name, schema) in [
        ("reading", reading_schema()),
        ("record", record_schema()),
        ("why", why_schema()),
        ("audit", audit_schema()),
    ] {
        let file = docs().join(format!("schemas/{name}.schema.json"));
        let committed: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        assert!(
            committed == schema,
            "docs/schemas/{name}.schema.json is out of date; renew it with\n  \
             cargo run --release -- schema {name} > docs/schemas/{name}.schema.json"
        );
    }
}
