//! Any bytes as a row of JSONL: an article or a sentence that says what is wrong.
#![no_main]

use libfuzzer_sys::fuzz_target;

/// The program's own way from bytes to articles.
#[path = "../../crates/tidings/src"]
#[expect(dead_code, unused_imports, reason = "only rows are tried here")]
mod program {
    pub mod inputs;
}

fuzz_target!(|bytes: &[u8]| {
    match program::inputs::row::input(bytes, "rows.jsonl".to_owned(), Some("2024-03-12")) {
        Ok(input) => assert!(!input.article.id.as_str().is_empty()),
        Err(reason) => assert!(!reason.is_empty()),
    }
});
