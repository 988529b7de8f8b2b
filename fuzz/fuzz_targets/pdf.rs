//! Any bytes as a PDF file: articles whose parts lie in their texts, or errors that say what is wrong.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_input::Options;

mod inputs;

fuzz_target!(|bytes: &[u8]| {
    inputs::check("file.pdf", bytes, Options::default());
});
