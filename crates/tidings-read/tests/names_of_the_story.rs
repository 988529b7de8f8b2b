//! The people of the example story: each is one name in each article, under every spelling the article uses, with the
//! offices that `expected.json` lists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tidings_english::English;
use tidings_read::{Article, Lexicons, Options, read};
use tidings_record::{NameType, Reading};

/// Offices that are listed and not found yet. FIXME: "His successor at the ministry is General …" and the town of
/// "the director of the town hospital".
const NOT_YET: [(&str, &str); 2] =
    [("Ansa Terulin", "defence minister"), ("Emeric Vosslan", "hospital director")];

fn story() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/story")
}

/// The name that `expected.json` gives each article, with its text.
#[expect(clippy::unwrap_used, reason = "a test whose own files are missing should fail")]
fn articles() -> Vec<(String, String)> {
    let mut articles = Vec::new();
    let mut files: Vec<PathBuf> = fs::read_dir(story()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let text = || fs::read_to_string(&file).unwrap();
        if name.ends_with(".txt") {
            articles.push((name, text()));
        } else if name.ends_with(".jsonl") {
            for line in text().lines() {
                let row: Value = serde_json::from_str(line).unwrap();
                let id = row["id"].as_str().unwrap();
                articles.push((format!("{name}#{id}"), row["text"].as_str().unwrap().to_owned()));
            }
        }
    }
    articles
}

fn last_word(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

#[test]
fn every_person_is_one_name_with_the_offices_told() {
    let expected: Value =
        serde_json::from_str(&fs::read_to_string(story().join("expected.json")).unwrap()).unwrap();
    let (engine, lexicons) = (English::embedded(), Lexicons::english().unwrap());
    let readings: Vec<(String, Reading)> = articles()
        .into_iter()
        .map(|(file, text)| (file, read(&Article::of_text(text), &engine, &lexicons, Options::default())))
        .collect();
    assert_eq!(readings.len(), 12);
    let (mut people, mut offices) = (0, 0);
    let mut missed = BTreeSet::new();
    for person in expected["people"].as_array().unwrap() {
        let name = person["name"].as_str().unwrap();
        let aliases = person["aliases"].as_array().unwrap().iter().filter_map(Value::as_str);
        let surnames: BTreeSet<&str> = aliases.chain([name]).map(last_word).collect();
        for (file, reading) in &readings {
            let body = reading.passages.iter().filter(|passage| {
                !matches!(
                    format!("{:?}", passage.kind).as_str(),
                    "Byline" | "Credit" | "Leftover" | "OtherHeadline"
                )
            });
            let named = body
                .clone()
                .any(|passage| surnames.iter().any(|one| passage.span.of(&reading.text).contains(one)));
            if !named {
                continue;
            }
            people += 1;
            let is_theirs = |words: &str| surnames.iter().any(|surname| last_word(words) == *surname);
            let theirs: Vec<_> = reading
                .names
                .iter()
                .filter(|one| one.mentions.iter().any(|mention| is_theirs(mention.span.of(&reading.text))))
                .collect();
            let [one] = theirs[..] else { panic!("{name} in {file} is {theirs:#?}") };
            assert_eq!(one.kind, NameType::Person, "{name} in {file}");
            for office in
                person["offices"].as_array().unwrap().iter().filter(|office| office["file"] == **file)
            {
                offices += 1;
                let (of, former) = (office["of"].as_str(), office["former"].as_bool());
                let wanted = office["office"].as_str().unwrap();
                let same = |text: &str| text == wanted || wanted.starts_with(&format!("{text} of "));
                // An office whose country only other articles name has no owner in this one.
                let found = one.offices.iter().any(|have| {
                    same(&have.office)
                        && Some(have.former) == former
                        && (have.of.is_none()
                            || have.of.as_deref() == of
                            || wanted.contains(have.of.as_deref().unwrap_or_default()))
                        || same(&have.office)
                            && have.of.as_deref().is_some_and(|own| own.starts_with("Tamarand"))
                });
                if !found {
                    missed.insert((name.to_owned(), wanted.to_owned()));
                }
            }
        }
    }
    assert!(people >= 40 && offices >= 20, "{people} people, {offices} offices");
    let not_yet: BTreeSet<(String, String)> =
        NOT_YET.iter().map(|(name, office)| ((*name).to_owned(), (*office).to_owned())).collect();
    assert_eq!(missed, not_yet);
}
