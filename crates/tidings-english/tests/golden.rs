//! Every decision about the golden blocks is the one spaCy made: tokens, spaces, norms, lemmas, tags, parts of
//! speech, morphology, heads, labels, sentence starts and entities.
//!
//! `golden/golden.jsonl` is spaCy's own output on invented texts and random strings, written by `cargo xtask golden`; the form of a
//! row is described in `xtask/python/dump.py`. Here each parse is written in that form and the two are compared.

use serde_json::{Value, json};
use tidings_english::English;
use tidings_syntax::{Engine, Parse, Token};

const GOLDEN: &str = include_str!("golden/golden.jsonl");

/// The parse as a row of the golden file.
fn row(parse: &Parse) -> Value {
    let words = |value: &dyn Fn(Token<'_>) -> String| {
        let values = parse.tokens().map(|token| Some(value(token)).filter(|v| !v.is_empty()));
        values.map(|v| v.unwrap_or("_".into())).collect::<Vec<_>>().join(" ")
    };
    let flags = |value: fn(Token<'_>) -> bool| -> String {
        parse.tokens().map(|token| if value(token) { '1' } else { '0' }).collect()
    };
    let unless_text = |value: fn(Token<'_>) -> String| -> Vec<Option<String>> {
        parse.tokens().map(|token| Some(value(token)).filter(|v| v != token.text())).collect()
    };
    json!({
        "text": parse.text(),
        "length": parse.tokens().map(|t| t.end() - t.start()).collect::<Vec<_>>(),
        "space": flags(|t| t.space()),
        "norm": unless_text(|t| t.norm().to_owned()),
        "lemma": unless_text(|t| t.lemma().to_owned()),
        "tag": words(&|t| t.tag().to_owned()),
        "pos": words(&|t| t.pos().to_owned()),
        "morph": words(&|t| t.morph().to_owned()),
        "head": parse.tokens().map(|t| t.head().index() as i64 - t.index() as i64).collect::<Vec<_>>(),
        "label": words(&|t| t.label().to_owned()),
        "start": flags(|t| t.is_sentence_start()),
        "entity": words(&|t| match t.entity_place() {
            'O' => String::new(),
            place => format!("{place}-{}", t.entity_type()),
        }),
    })
}

#[test]
fn every_decision_is_spacys() {
    let english = English::embedded();
    let mut wrong = Vec::new();
    let mut tokens = 0;
    for line in GOLDEN.lines() {
        let want: Value = serde_json::from_str(line).unwrap();
        let parse = Engine::parse(&english, want["text"].as_str().unwrap());
        let got = row(&parse);
        tokens += parse.len();
        for (column, want_value) in want.as_object().unwrap() {
            if got[column] != *want_value {
                wrong.push(format!(
                    "{}\n  {column} spaCy   {want_value}\n  {column} Tidings {}",
                    want["text"], got[column]
                ));
            }
        }
    }
    assert!(tokens > 6_000, "only {tokens} tokens in the golden file");
    assert!(wrong.is_empty(), "{} columns differ:\n{}", wrong.len(), wrong.join("\n"));
}
