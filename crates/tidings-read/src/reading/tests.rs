use std::sync::OnceLock;

use tidings_english::English;
use tidings_record::PassageKind;

use crate::{Article, Document, Lexicons, Options, read};

fn engine() -> &'static English {
    static ENGINE: OnceLock<English> = OnceLock::new();
    ENGINE.get_or_init(English::embedded)
}

const STORY: &str = "Ferry Strike in Lindau Ends After Talks\n\nBy Ana Ruiz\n\nLINDAU (AP) — A strike of ferry crews in \
    Lindau ended on Monday—the ninth day—after talks with the port authority.\n\n“We are glad,” Tom Baker said. The \
    first boats left at noon.\n\nShare\n";

#[test]
fn sentences_lie_in_their_passages() {
    let lexicons = Lexicons::english().unwrap();
    let reading = read(&Article::of_text(STORY), engine(), &lexicons, Options::default());
    let sentences: Vec<&str> = reading.sentences.iter().map(|sentence| sentence.span.of(STORY)).collect();
    assert_eq!(
        sentences,
        [
            "Ferry Strike in Lindau Ends After Talks",
            "A strike of ferry crews in Lindau ended on Monday—the ninth day—after talks with the port authority.",
            "“We are glad,” Tom Baker said.",
            "The first boats left at noon.",
        ]
    );
    for sentence in &reading.sentences {
        assert!(reading.passages[sentence.passage.index()].span.contains(sentence.span));
    }
    assert_eq!(reading.title.unwrap().text, "Ferry Strike in Lindau Ends After Talks");
    assert_eq!((reading.bylines, reading.agencies), (vec!["Ana Ruiz".to_owned()], vec!["AP".to_owned()]));
    assert_eq!(reading.language.as_deref(), Some("en"));
}

#[test]
fn a_headline_is_parsed_in_sentence_case() {
    let lexicons = Lexicons::english().unwrap();
    let article = Article::of_text(STORY);
    let document = Document::new(&article, engine(), &lexicons.passages, Options::default());
    let headline = &document.blocks[0];
    assert_eq!(headline.parse.text(), "Ferry strike in Lindau ends after talks");
    let verb = headline.parse.tokens().find(|token| token.text() == "ends").unwrap();
    assert_eq!((verb.tag(), verb.is_root()), ("VBZ", true));
    assert_eq!(headline.token_span(verb.index()..verb.index() + 1).of(STORY), "Ends");
}

#[test]
fn raw_is_one_block_as_it_is() {
    let lexicons = Lexicons::english().unwrap();
    let article = Article::of_text(STORY);
    let document =
        Document::new(&article, engine(), &lexicons.passages, Options { raw: true, ..Options::default() });
    assert_eq!(document.blocks.len(), 1);
    assert_eq!(document.blocks[0].parse.text(), STORY);
    assert_eq!(document.passages.passages.len(), 1);
    assert_eq!(document.passages.passages[0].kind, PassageKind::Body);
}

#[test]
fn another_language_is_noted_and_not_read() {
    let lexicons = Lexicons::english().unwrap();
    let text = "Der Hafen von Lindau ist am Montag nach einem Sturm wieder geöffnet worden. Die Schiffe hatten vor der \
        Mole gewartet und sind nun auf dem Weg, wie die Behörde mit einer kurzen Mitteilung sagte. Das Wetter ist gut.";
    let reading = read(&Article::of_text(text), engine(), &lexicons, Options::default());
    assert_eq!(reading.language.as_deref(), Some("de"));
    assert_eq!((reading.sentences.len(), reading.notes.len()), (0, 1));
}

#[test]
fn odd_texts_are_read() {
    let lexicons = Lexicons::english().unwrap();
    for text in [
        "",
        " ",
        "\n\n",
        "—",
        "(",
        ".",
        "\u{200b}",
        "\u{feff}A",
        "a\0b",
        "İ İ İ\nİ",
        "“”\n“”",
        ")))\n.png)",
        "By ",
    ] {
        for raw in [false, true] {
            let reading =
                read(&Article::of_text(text), engine(), &lexicons, Options { raw, ..Options::default() });
            assert!(reading.sentences.iter().all(|sentence| !sentence.span.of(text).is_empty()), "{text:?}");
        }
    }
}

#[test]
fn blocks_stay_within_what_the_engine_is_given() {
    for piece in [
        "The port's crew (30 men) didn't say—no. ",
        "(",
        "a.b",
        "$5bn/10km ",
        "U.S.-led ",
        "www.a.b/c?d ",
        "I've 3pm... ",
        "\n\t",
        "é语1",
    ] {
        let text = piece.repeat(16_000 / piece.len());
        for block in crate::blocks::blocks(&text) {
            let tokens = engine().parse(&text[block]).len();
            assert!(tokens <= 4_096, "{tokens} tokens of {piece:?}");
        }
    }
}
