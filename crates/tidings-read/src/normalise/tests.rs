use tidings_record::ByteSpan;

use super::Normalised;

fn of(text: &str) -> Normalised {
    Normalised::of(text, ByteSpan::new(0, u32::try_from(text.len()).unwrap()))
}

#[track_caller]
fn check(text: &str, expect: &str) {
    assert_eq!(of(text).text, expect, "{text:?}");
}

#[track_caller]
fn stays(text: &str) {
    let made = of(text);
    assert_eq!(made.text, text);
    assert_eq!(made, Normalised::unchanged(text, ByteSpan::new(0, u32::try_from(text.len()).unwrap())));
}

#[test]
fn white_space_and_what_shows_nothing() {
    check(" one\u{a0}two \t three\r\nfour\u{200b}teen \u{feff}", "one two three fourteen");
    check("\u{200b}", "");
    check("a \u{200b} b", "a b");
    check("co\u{ad}operate", "cooperate");
}

#[test]
fn dashes_between_words_get_spaces() {
    check("a number—30—reported", "a number — 30 — reported");
    check("the war—including this", "the war — including this");
    check("the war--which began", "the war -- which began");
    check("“No,”—he said", "“No,” — he said");
    check("he paused—\"now\"", "he paused — \"now\"");
    check("before war–30 men", "before war – 30 men");
    for same in [
        "one — two",
        "10–12 June",
        "2019—2020",
        "the Lindau–Bern road",
        "well-known",
        "“I thought—”",
        "a ----- b",
        "https://example.org/a--b",
        "14:30–15:00",
    ] {
        stays(same);
    }
}

#[test]
fn quotation_marks_the_model_knows() {
    check("``No,'' he said", "\"No,\" he said");
    check("„Nein“ and «non»", "“Nein“ and “non”");
    check("the mayor`s and the mayor´s", "the mayor’s and the mayor’s");
    check("\u{93}No\u{94} \u{96} it\u{92}s", "“No” – it’s");
    check("“No,”he said", "“No,” he said");
    for same in ["“No,” he said. ‘It’s’", "the dogs' home", "a 5″ pipe"] {
        stays(same);
    }
}

#[test]
fn a_missing_space_after_a_sentence() {
    check("the end.The next", "the end. The next");
    check("really?Yes indeed", "really? Yes indeed");
    check("on Jan.5 and (Sept.12)", "on Jan. 5 and (Sept. 12)");
    check("one.Two.Three", "one.Two.Three");
    for same in [
        "the U.S.-led force",
        "e.g.The",
        "Lake.Com",
        "www.lake.The",
        "ana.Ruiz@lake.example",
        "3.5 metres",
        "Ph.D. degree",
        "end...The",
        "J.K. Ruiz",
    ] {
        stays(same);
    }
}

#[test]
fn spans_point_into_the_article() {
    let text = "Title\n\na  number—30—reported";
    let made = Normalised::of(text, ByteSpan::new(7, u32::try_from(text.len()).unwrap()));
    let find = |word: &str| {
        let start = made.text.find(word).unwrap();
        made.to_original(start..start + word.len()).of(text)
    };
    assert_eq!(made.text, "a number — 30 — reported");
    for word in ["a", "number", "—", "30", "reported"] {
        assert_eq!(find(word), word);
    }
    assert_eq!(made.to_original(0..made.text.len()).of(text), "a  number—30—reported");
}

/// Random joins of what the module treats, from a fixed seed: every stretch of the made text maps to the same
/// letters and digits, in order and without gaps.
#[test]
fn every_stretch_maps_to_the_same_letters() {
    const PIECES: [&str; 30] = [
        "war",
        "Lindau",
        "30",
        " ",
        "  ",
        "\u{a0}",
        "\n",
        "—",
        "–",
        "--",
        "-",
        "''",
        "``",
        "'",
        "\"",
        "„",
        "»",
        ".",
        "!",
        "The",
        "é",
        "\u{200b}",
        "\u{91}",
        "”",
        "Jan",
        "İ",
        "語",
        "https://a.b/",
        "@",
        "\u{0}",
    ];
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).unwrap() % below
    };
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    for _ in 0..3000 {
        let text: String = (0..next(14)).map(|_| PIECES[next(PIECES.len())]).collect();
        let made = of(&text);
        assert_eq!(letters(&made.text), letters(&text), "{text:?}");
        assert!(!made.text.contains("  ") && made.text.trim() == made.text, "{text:?} gave {:?}", made.text);
        let cuts: Vec<usize> = (0..=made.text.len()).filter(|&at| made.text.is_char_boundary(at)).collect();
        for (index, &start) in cuts.iter().enumerate() {
            for &end in &cuts[index..] {
                let span = made.to_original(start..end);
                let original = text.get(span.start as usize..span.end as usize);
                let original = original.unwrap_or_else(|| panic!("{span:?} cuts a character of {text:?}"));
                assert_eq!(letters(original), letters(&made.text[start..end]), "{text:?} {start}..{end}");
            }
        }
    }
}
