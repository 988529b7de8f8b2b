//! Sentences follow each other without a gap, each is one tree, no name goes beyond its sentence, and a second
//! parse, with what the first left in the caches, is the same.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tidings_english::English;

static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);

fuzz_target!(|text: &str| {
    let parse = ENGLISH.parse(text);
    let mut next = 0;
    for sentence in parse.sentences() {
        let range = sentence.range();
        assert!(range.start == next && !range.is_empty());
        next = range.end;
        assert_eq!(sentence.tokens().filter(|token| token.is_root()).count(), 1);
        for token in sentence.tokens() {
            assert!(range.contains(&token.head().index()));
            assert!(token.ancestors().take(range.len() + 1).count() < range.len());
        }
    }
    assert_eq!(next, parse.len());
    for entity in parse.entities() {
        let range = entity.range();
        assert!((range.start + 1..range.end).all(|index| !parse.token(index).is_sentence_start()));
    }
    let again = ENGLISH.parse(text);
    for (a, b) in parse.tokens().zip(again.tokens()) {
        assert!(
            a.start() == b.start() && a.tag() == b.tag() && a.label() == b.label() && a.lemma() == b.lemma()
        );
        assert!(a.head().index() == b.head().index() && a.entity_type() == b.entity_type());
    }
});
