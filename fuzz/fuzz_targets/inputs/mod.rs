//! What holds of the articles of any bytes: their parts lie in their texts, in order; an error says what is wrong.

use tidings_input::{Inputs, Options};

/// Reads `bytes` as the file `name` and checks every article.
pub fn check(name: &str, bytes: &[u8], options: Options) {
    for input in Inputs::of_bytes(name, bytes.to_vec(), options) {
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
}
