use std::fmt::Debug;
use std::path::PathBuf;

use super::*;

/// Marked texts of this test: what each find should count as stands in the prose of the rows.
fn fixture() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/eval.jsonl")
}

fn reader() -> Reader {
    Reader::new().unwrap()
}

/// The counts of an evaluation over the fixture, as JSON.
fn counts<E: Evaluation>() -> serde_json::Value {
    let rows = texts::rows::<Row<E::Gold>>(&fixture()).unwrap();
    let (texts, gold): (Vec<Text>, Vec<E::Gold>) =
        rows.into_iter().map(|(_, row)| (row.text, row.gold)).unzip();
    let mut score = Score::new("fixture", E::MEASURES, E::DECIMALS, 9);
    for ((text, gold), found) in texts.iter().zip(&gold).zip(found::<E>(&reader(), &texts)) {
        E::score(text, gold, &found, &mut score);
    }
    serde_json::to_value(score.report()).unwrap()
}

#[test]
fn a_day_is_that_of_the_row() {
    let text = |dct: &str, date: &str| -> Text {
        serde_json::from_value(serde_json::json!({"id": "a", "text": "b", "dct": dct, "date": date})).unwrap()
    };
    let day = |dct, date| text(dct, date).article().published.day().map(|day| day.to_string());
    assert_eq!(day("2024-03-12", "2020-01-01").as_deref(), Some("2024-03-12"));
    assert_eq!(day("", "2024-03-12T09:30:00").as_deref(), Some("2024-03-12"));
    assert_eq!(day("March", ""), None);
    assert_eq!(day("", "2024-02-30"), None);
}

/// What is found does not depend on what is marked: without any marks it is the same.
#[test]
fn marks_are_not_read() {
    fn check<E: Evaluation>(reader: &Reader)
    where
        E::Found: PartialEq + Debug,
    {
        let marked: Vec<Text> =
            texts::rows::<Row<E::Gold>>(&fixture()).unwrap().into_iter().map(|(_, row)| row.text).collect();
        let folder = tempfile::tempdir().unwrap();
        let bare = folder.path().join("bare.jsonl");
        let rows = texts::rows::<serde_json::Map<String, serde_json::Value>>(&fixture()).unwrap();
        let lines = rows.into_iter().map(|(_, mut row)| {
            row.retain(|key, _| matches!(key.as_str(), "id" | "text" | "dct"));
            serde_json::to_string(&row).unwrap() + "\n"
        });
        std::fs::write(&bare, lines.collect::<String>()).unwrap();
        let bare: Vec<Text> = texts::rows(&bare).unwrap().into_iter().map(|(_, text)| text).collect();
        let found = found::<E>(reader, &marked);
        assert!(found.iter().any(|found| !found.is_empty()));
        assert_eq!(found, super::found::<E>(reader, &bare));
    }
    let reader = reader();
    check::<times::Times>(&reader);
    check::<quantities::Quantities>(&reader);
}
