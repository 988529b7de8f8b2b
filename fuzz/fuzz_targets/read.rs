//! Any bytes: refused as no text, or read as an article whose spans lie in its text.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tidings_english::English;
use tidings_read::{Article, Lexicons, Options, read};

static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);
static LEXICONS: LazyLock<Lexicons> = LazyLock::new(|| Lexicons::english().expect("built in"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = tidings_input::decode(bytes) else { return };
    let article = Article::of_text(decoded.text);
    let reading = read(&article, &*ENGLISH, &LEXICONS, Options::default());
    let spans = reading.passages.iter().map(|passage| passage.span);
    let spans = spans.chain(reading.sentences.iter().map(|sentence| sentence.span));
    let spans =
        spans.chain(reading.names.iter().flat_map(|name| name.mentions.iter().map(|mention| mention.span)));
    let spans = spans.chain(reading.times.iter().map(|time| time.span));
    let spans = spans.chain(reading.quantities.iter().map(|quantity| quantity.span));
    let parts =
        |a: &tidings_record::Attribution| [a.source.clone(), a.cue.clone(), a.content.clone()].concat();
    for span in spans.chain(reading.attributions.iter().flat_map(parts)) {
        assert!(article.text.get(span.start as usize..span.end as usize).is_some());
    }
    assert!(serde_json::to_vec(&reading.in_code_points()).is_ok());
});
