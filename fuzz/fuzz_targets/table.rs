//! Any bytes as a table with columns named by the user: articles whose parts lie in their texts, or errors that say what is wrong.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_input::{Columns, Options};

mod inputs;

fuzz_target!(|bytes: &[u8]| {
    // The first line is the map, the rest the table.
    let line = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (map, table) = bytes.split_at(line);
    let Ok(columns) = String::from_utf8_lossy(map).parse::<Columns>() else { return };
    inputs::check("table.csv", table, Options::default().columns(columns));
});
