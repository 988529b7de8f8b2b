//! The tokens and their spaces are the text, and no token is empty.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tidings_english::English;

static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);

fuzz_target!(|text: &str| {
    let parse = ENGLISH.parse(text);
    let mut rebuilt = String::new();
    for token in parse.tokens() {
        assert!(token.start() == rebuilt.len() && !token.text().is_empty());
        rebuilt.push_str(token.text());
        rebuilt.extend(token.space().then_some(' '));
    }
    assert_eq!(rebuilt, text);
});
