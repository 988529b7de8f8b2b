use std::fmt::Debug;
use std::path::PathBuf;

use super::*;

/// Texts with marks, some of which are wrong on purpose.
fn fixture() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/eval.jsonl")
}

/// The counts over the fixture: marked, found, then right by measure.
fn counts<E: Evaluation>() -> (usize, usize, Vec<usize>) {
    let rows = texts::rows::<Row<E::Gold>>(&fixture()).unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    let texts: Vec<Text> = rows.iter().map(|row| row.text.clone()).collect();
    let mut score = Score::new("fixture", E::MEASURES, E::DECIMALS, 9);
    for (row, found) in rows.iter().zip(found::<E>(&Reader::new().unwrap(), &texts)) {
        E::score(&row.text, &row.gold, &found, &mut score);
    }
    let report = serde_json::to_value(score.report()).unwrap();
    let number = |value: &serde_json::Value| value.as_u64().unwrap() as usize;
    let right = E::MEASURES.iter().map(|measure| number(&report["measures"][measure]["right"]));
    (number(&report["gold"]), number(&report["found"]), right.collect())
}

/// Counted by hand: "on Monday" is marked too wide, "two weeks" as fourteen days, "the harvest" is no time, "2021"
/// is not marked.
#[test]
fn times_of_the_fixture() {
    assert_eq!(times::Times::MEASURES, ["relaxed", "strict", "type", "value", "value_norm", "strict_value"]);
    assert_eq!(counts::<times::Times>(), (4, 4, vec![3, 2, 3, 2, 3, 1]));
}

/// Counted by hand: "more than" is not marked, nor are nine cranes and two weeks; 99 metres are nowhere.
#[test]
fn quantities_of_the_fixture() {
    assert_eq!(quantities::Quantities::MEASURES, ["value", "value_unit", "value_change", "all"]);
    assert_eq!(counts::<quantities::Quantities>(), (3, 4, vec![2, 2, 1, 1]));
}

#[test]
fn the_day_is_that_of_the_row() {
    let day = |dct: &str, date: &str| {
        let row = serde_json::json!({ "id": "a", "text": "b", "dct": dct, "date": date });
        let text: Text = serde_json::from_value(row).unwrap();
        text.article().published.day().map(|day| day.to_string())
    };
    assert_eq!(day("2024-03-12", "2020-01-01").as_deref(), Some("2024-03-12"));
    assert_eq!(day("", "2024-03-12T09:30:00").as_deref(), Some("2024-03-12"));
    assert_eq!(day("12 March", "2024-03-12"), None);
    assert_eq!(day("", "2024-02-30"), None);
}

/// Without any marks the same is found, and without them nothing is scored.
#[test]
fn marks_are_not_read() {
    fn check<E: Evaluation>(reader: &Reader)
    where
        E::Found: PartialEq + Debug,
    {
        let marked = texts::rows::<Row<E::Gold>>(&fixture()).unwrap();
        let marked: Vec<Text> = marked.into_iter().map(|(_, row)| row.text).collect();
        let rows = texts::rows::<serde_json::Map<_, _>>(&fixture()).unwrap();
        let bare: Vec<Text> = rows
            .into_iter()
            .map(|(_, mut row)| {
                row.retain(|key, _| matches!(key.as_str(), "id" | "text" | "dct"));
                assert!(serde_json::from_value::<Row<E::Gold>>(row.clone().into()).is_err());
                serde_json::from_value(row.into()).unwrap()
            })
            .collect();
        let found = found::<E>(reader, &marked);
        assert!(found.iter().any(|found| !found.is_empty()));
        assert_eq!(found, super::found::<E>(reader, &bare));
    }
    let reader = Reader::new().unwrap();
    check::<times::Times>(&reader);
    check::<quantities::Quantities>(&reader);
}

#[test]
fn words_are_shown_in_their_place() {
    let text: Vec<char> = "a\nb “c” d".chars().collect();
    assert_eq!(around(&text, 4, 7), "a b [“c”] d");
    assert_eq!(around(&text, 8, 90), "a b “c” [d]");
    assert_eq!(around(&text, 90, 95), "[]");
    assert_eq!(cut(&text, 5, 2), "");
}
