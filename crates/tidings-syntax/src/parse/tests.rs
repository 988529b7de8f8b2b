//! A hand-made tree, walked.

use std::sync::Arc;

use super::*;

const PARTS: [&str; 5] = ["", "NOUN", "VERB", "DET", "PUNCT"];
const LABELS: [&str; 5] = ["ROOT", "nsubj", "dobj", "det", "punct"];

fn scheme() -> Arc<Scheme> {
    let own = |list: &[&str]| list.iter().map(|s| s.to_string()).collect::<Vec<_>>();
    Arc::new(Scheme {
        language: "en".into(),
        model: "by hand".into(),
        tag_set: "none".into(),
        label_set: "ClearNLP".into(),
        entity_set: "none".into(),
        tags: own(&["T"]),
        parts: own(&PARTS),
        morphs: own(&["", "Number=Sing|Tense=Past"]),
        labels: own(&LABELS),
        entity_types: own(&["", "ORG"]),
        noun_phrase_labels: own(&["nsubj", "dobj"]),
    })
}

fn row(start: u32, end: u32, head: u32, edges: (u32, u32), pos: u8, label: u8) -> TokenRow {
    TokenRow {
        start,
        end,
        norm: StringRef::Text,
        lemma: StringRef::Text,
        head,
        left_edge: edges.0,
        right_edge: edges.1,
        morph: 1,
        tag: 0,
        pos,
        label,
        entity_type: 0,
        entity_start: false,
        space: true,
        sentence_start: start == 0,
    }
}

fn dogs() -> Rows {
    let rows = vec![
        row(0, 3, 1, (0, 0), 3, 3),
        row(4, 8, 2, (0, 1), 1, 1),
        row(9, 12, 2, (0, 4), 2, 0),
        row(13, 17, 2, (3, 3), 1, 2),
        row(17, 18, 2, (4, 4), 4, 4),
    ];
    Rows { arena: String::new(), rows }
}

#[test]
fn walks_the_tree() {
    let parse = Parse::new(scheme(), "The dogs eat meat.".into(), dogs()).unwrap();
    let eat = parse.token(2);
    assert_eq!(eat.children().map(Token::text).collect::<Vec<_>>(), ["dogs", "meat", "."]);
    assert_eq!(parse.token(1).subtree().map(Token::text).collect::<Vec<_>>(), ["The", "dogs"]);
    assert_eq!(parse.token(0).ancestors().map(Token::text).collect::<Vec<_>>(), ["dogs", "eat"]);
    assert_eq!(parse.noun_chunks().map(Chunk::text).collect::<Vec<_>>(), ["The dogs", "meat"]);
    assert_eq!(parse.sentences().map(Sentence::text).collect::<Vec<_>>(), ["The dogs eat meat."]);
    assert_eq!(parse.sentences().next().unwrap().root().text(), "eat");
    assert!(eat.has_morph("Tense=Past") && !eat.has_morph("Tense"));
}

#[test]
fn entities_begin_and_end() {
    let mut made = dogs();
    for (index, start) in [(1, true), (2, false), (3, true)] {
        made.rows[index].entity_type = 1;
        made.rows[index].entity_start = start;
    }
    let parse = Parse::new(scheme(), "The dogs eat meat.".into(), made).unwrap();
    assert_eq!(parse.entities().map(Entity::text).collect::<Vec<_>>(), ["dogs eat", "meat"]);
    assert_eq!(parse.tokens().map(Token::entity_place).collect::<String>(), "OBLUO");
}

#[track_caller]
fn refuses(spoil: impl FnOnce(&mut Rows), message: &str) {
    let mut made = dogs();
    spoil(&mut made);
    let error = Parse::new(scheme(), "The dogs eat meat.".into(), made).unwrap_err();
    assert_eq!(error.to_string(), message);
}

#[test]
fn refuses_wrong_rows() {
    refuses(|made| made.rows[1].head = 9, "token 1: head points outside its list");
    refuses(|made| made.rows[1].label = 9, "token 1: label points outside its list");
    refuses(
        |made| made.rows[2].end = 99,
        "token 2: bytes 9..99 are not a stretch of the text after the token before",
    );
    refuses(
        |made| made.rows[2].start = 5,
        "token 2: bytes 5..12 are not a stretch of the text after the token before",
    );
    refuses(|made| made.rows[0].sentence_start = false, "the first token does not start a sentence");
}

#[test]
fn an_empty_text_has_a_parse() {
    let parse = Parse::new(scheme(), String::new(), Rows::default()).unwrap();
    assert!(parse.is_empty());
    assert_eq!(parse.sentences().count() + parse.entities().count() + parse.noun_chunks().count(), 0);
}
