//! Any text published on any day or on none, cut into passages or not: times stand in the text in its order, their
//! days are in order, and the same words give the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/tidings-read/tests/stages/mod.rs"]
#[expect(dead_code, reason = "each target checks one stage")]
mod stages;

fuzz_target!(|input: (&str, bool, Option<u32>)| {
    let (text, raw, day) = input;
    stages::check_times(stages::Case { text, raw, day });
});
