//! Any bytes as a feed: articles whose parts lie in their texts, or errors that say what is wrong.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_input::{Inputs, Options};

fuzz_target!(|bytes: &[u8]| {
    for input in Inputs::of_bytes("feed.xml", bytes.to_vec(), Options::default()) {
        match input {
            Ok(input) => {
                let article = input.article;
                assert!(!article.id.as_str().is_empty());
                let mut reached = 0;
                for part in article.parts {
                    assert!(reached <= part.start && part.start < part.end);
                    assert!(article.text.get(part.start as usize..part.end as usize).is_some());
                    reached = part.end;
                }
            }
            Err(error) => assert!(!error.reason.is_empty()),
        }
    }
});
