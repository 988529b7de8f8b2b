//! Any bytes as a row of JSONL: an article or a sentence that says what is wrong.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_input::Options;

fuzz_target!(|bytes: &[u8]| {
    match tidings_input::row(bytes, "rows.jsonl".to_owned(), &Options::default()) {
        Ok(input) => assert!(!input.article.id.as_str().is_empty()),
        Err(fault) => assert!(!fault.reason.is_empty()),
    }
});
