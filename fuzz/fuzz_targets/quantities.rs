//! Any text published on any day or on none, cut into passages or not: quantities stand in the text, their bounds are
//! in order and those their comparator says, and the same words give the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/tidings-read/tests/stages/mod.rs"]
#[expect(dead_code, reason = "each target checks one stage")]
mod stages;

fuzz_target!(|input: (&str, bool, Option<u32>)| {
    let (text, raw, day) = input;
    stages::check_quantities(stages::Case { text, raw, day });
});
