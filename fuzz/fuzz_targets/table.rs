//! Any bytes as a table with columns named by the user: articles whose parts lie in their texts, or errors that say what is wrong.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_input::{Columns, Inputs, Options};

fuzz_target!(|bytes: &[u8]| {
    // The first line is the map, the rest the table.
    let line = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (map, table) = bytes.split_at(line);
    let Ok(columns) = String::from_utf8_lossy(map).parse::<Columns>() else { return };
    for input in Inputs::of_bytes("table.csv", table.to_vec(), Options::default().columns(columns)) {
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
