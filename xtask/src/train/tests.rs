use std::path::PathBuf;

use super::{events, status};
use crate::texts::rows;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let data = fixture("events.jsonl");
    let text = events::train(&data).unwrap();
    assert_eq!(text, events::train(&data).unwrap());
    assert!(text.contains("\nfeature\tASSAULT\tCONSULT\n") && text.contains("\nv0=shell\t"), "{text}");
    let data = fixture("status.jsonl");
    let text = status::train(&data).unwrap();
    assert_eq!(text, status::train(&data).unwrap());
    let negated = text.lines().find_map(|line| line.strip_prefix("sign=neg\t"));
    assert!(negated.is_some_and(|weight| weight.parse::<i32>().unwrap() < 0), "{text}");
}

#[test]
fn only_the_training_part_teaches() {
    let all: Vec<status::Row> =
        rows(&fixture("status.jsonl")).unwrap().into_iter().map(|(_, row)| row).collect();
    let text = status::train(&fixture("status.jsonl")).unwrap();
    assert!(all.iter().any(|row: &status::Row| row.split == "dev"));
    assert!(!text.contains("duke") && !text.contains("fair"), "{text}");
}
