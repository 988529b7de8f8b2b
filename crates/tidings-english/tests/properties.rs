//! What holds for every text, tried on generated ones: the tokens are the text, the heads are trees, names lie in
//! sentences, and neither caches nor threads nor the machine change a decision.
//!
//! The same properties are fuzzed without bound in `fuzz/`.

mod generator;

use generator::Generator;
use tidings_english::{English, Level, Parse};

/// Texts that each test looks at. A text has about 30 words.
const TEXTS: usize = 1000;

/// All that a parse decides, one token a line.
fn decisions(parse: &Parse) -> String {
    parse
        .tokens()
        .map(|t| {
            format!(
                "{}..{} {} {:?} {:?} {} {} {} {} {} {} {} {}\n",
                t.start(),
                t.end(),
                t.space(),
                t.norm(),
                t.lemma(),
                t.tag(),
                t.pos(),
                t.morph(),
                t.head().index(),
                t.label(),
                t.is_sentence_start(),
                t.entity_place(),
                t.entity_type()
            )
        })
        .collect()
}

#[track_caller]
fn check(parse: &Parse, text: &str) {
    let mut rebuilt = String::new();
    for token in parse.tokens() {
        assert_eq!(token.start(), rebuilt.len(), "{text:?}");
        assert!(!token.text().is_empty(), "an empty token in {text:?}");
        rebuilt.push_str(token.text());
        if token.space() {
            rebuilt.push(' ');
        }
    }
    assert_eq!(rebuilt, text);
    let mut next = 0;
    for sentence in parse.sentences() {
        let range = sentence.range();
        assert_eq!(range.start, next, "a gap between sentences of {text:?}");
        assert!(!range.is_empty(), "an empty sentence in {text:?}");
        next = range.end;
        assert_eq!(sentence.tokens().filter(|token| token.is_root()).count(), 1, "roots in {text:?}");
        for token in sentence.tokens() {
            assert!(range.contains(&token.head().index()), "a head outside the sentence in {text:?}");
            // A walk to the root that visits more tokens than there are goes round in a circle.
            assert!(token.ancestors().take(range.len() + 1).count() < range.len(), "a circle in {text:?}");
            let (left, right) = (token.left_edge().index(), token.right_edge().index());
            assert!(range.start <= left && left <= token.index(), "{text:?}");
            assert!(token.index() <= right && right < range.end, "{text:?}");
        }
        for entity in parse.entities().filter(|entity| range.contains(&entity.range().start)) {
            assert!(entity.range().end <= range.end && !entity.range().is_empty(), "a name across {text:?}");
            assert!(!entity.entity_type().is_empty());
        }
    }
    assert_eq!(next, parse.len(), "tokens beyond the sentences of {text:?}");
    for chunk in parse.noun_chunks() {
        assert!(!chunk.range().is_empty() && chunk.range().end <= parse.len());
    }
}

#[test]
fn generated_texts_have_sound_parses() {
    let english = English::embedded();
    for text in Generator::new(1).texts(TEXTS) {
        check(&english.parse(&text), &text);
    }
}

#[test]
fn one_kind_of_character_without_end_has_a_sound_parse() {
    let english = English::embedded();
    for unit in [
        "(", "\"", "'", ".", "-", "a", "1", " ", "\n", "\u{a0}", "'s", "a.", "1,", ":)", "é", "你", "😀",
        "\u{301}",
    ] {
        let text = unit.repeat(20_000 / unit.len());
        check(&english.parse(&text), &text);
    }
}

#[test]
fn caches_change_nothing() {
    let warm = English::embedded();
    let texts = Generator::new(2).texts(40);
    let first: Vec<String> = texts.iter().map(|text| decisions(&warm.parse(text))).collect();
    for (text, first) in texts.iter().zip(&first).rev() {
        assert_eq!(decisions(&warm.parse(text)), *first, "seen before: {text:?}");
    }
    for (text, first) in texts.iter().zip(&first).step_by(8) {
        assert_eq!(decisions(&English::embedded().parse(text)), *first, "never seen: {text:?}");
    }
}

#[test]
fn threads_change_nothing() {
    let english = English::embedded();
    let texts = Generator::new(3).texts(TEXTS / 4);
    let parse =
        |texts: &[String]| texts.iter().map(|text| decisions(&english.parse(text))).collect::<Vec<_>>();
    let alone = parse(&texts);
    std::thread::scope(|scope| {
        let forth = scope.spawn(|| parse(&texts));
        let mut back = texts.clone();
        back.reverse();
        let mut back = parse(&back);
        back.reverse();
        assert!(alone == back && alone == forth.join().unwrap());
    });
}

#[test]
fn all_levels_decide_the_same() {
    let texts = Generator::new(4).texts(TEXTS / 10);
    let portable = English::with_level(tidings_english_model::BYTES, Level::Portable).unwrap();
    let want: Vec<String> = texts.iter().map(|text| decisions(&portable.parse(text))).collect();
    for level in Level::available() {
        let english = English::with_level(tidings_english_model::BYTES, level).unwrap();
        for (text, want) in texts.iter().zip(&want) {
            assert_eq!(decisions(&english.parse(text)), *want, "{level:?}: {text:?}");
        }
    }
}
