//! `tidings explain --why`: the reasons of a line of the record.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Folder, story, tidings, walk, words};

fn record(paths: &[std::path::PathBuf]) -> Value {
    let paths = paths.iter().map(|path| path.to_str().unwrap());
    tidings(&["dossier", "--format", "json"].into_iter().chain(paths).collect::<Vec<_>>()).well().json()
}

fn why(id: &str, paths: &[std::path::PathBuf], json: bool) -> crate::support::Ran {
    let mut args = vec!["explain", "--why", id];
    args.extend(json.then_some("--json"));
    args.extend(paths.iter().map(|path| path.to_str().unwrap()));
    tidings(&args)
}

#[test]
fn an_event_tells_what_was_gathered_and_kept_apart() {
    let paths = story();
    let record = record(&paths);
    let events = record["stories"][0]["events"].as_array().unwrap();
    let second = events.iter().find(|event| event["ordinal"] == 2).unwrap();
    let id = second["id"].as_str().unwrap();
    let text = why(id, &paths, false).well();
    for said in [
        id,
        "Gathered",
        "the same place in the series",
        "Kept apart",
        "another weekday",
        "Days, step by step",
    ] {
        assert!(text.text().contains(said), "{said:?} is missing in\n{}", text.text());
    }
    // A former id leads to the same line.
    let former = second["was"][0].as_str().unwrap();
    assert_eq!(why(former, &paths, false).well().text(), text.text());
}

#[test]
fn every_sort_of_line_has_reasons_with_true_quotes() {
    let paths = story();
    let record = record(&paths);
    let args: Vec<&str> =
        ["read"].into_iter().chain(paths.iter().map(|path| path.to_str().unwrap())).collect();
    let readings = tidings(&args).well().rows();
    let texts: BTreeMap<&str, &str> = readings
        .iter()
        .map(|reading| (reading["id"].as_str().unwrap(), reading["text"].as_str().unwrap()))
        .collect();
    let story = &record["stories"][0];
    for list in ["articles", "actors", "events", "claims", "figures", "findings"] {
        let id = story[list].as_array().unwrap().last().unwrap()["id"].as_str().unwrap();
        let why = why(id, &paths, true).well().json();
        assert_eq!((why["tidings"].as_str(), why["id"].as_str()), (Some("why/1"), Some(id)));
        let mut refs = 0;
        walk(&why, &mut |_, value| {
            for one in value.as_array().into_iter().flatten().filter(|one| one["quote"].is_string()) {
                assert_eq!(
                    words(texts[one["article"].as_str().unwrap()], &one["span"]),
                    one["quote"].as_str().unwrap()
                );
                refs += 1;
            }
        });
        assert!(refs > 0, "{list}: {why}");
    }
    assert!(why(story["id"].as_str().unwrap(), &paths, false).well().text().starts_with("story "));
}

#[test]
fn a_line_of_a_store_has_the_reasons_it_has_among_articles() {
    let (paths, folder) = (story(), Folder::new("explain-store"));
    let db = folder.path("tidings.db");
    let files: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
    tidings(&[&["add", "--store", &db], &files[..]].concat()).well();
    let record = record(&paths);
    for list in ["events", "figures", "claims", "findings"] {
        let id = record["stories"][0][list][1]["id"].as_str().unwrap();
        let text = tidings(&["explain", "--why", id, "--store", &db]).well();
        assert_eq!(text.text(), why(id, &paths, false).well().text());
    }
    let ran = tidings(&["explain", "--why", "e000000000000", "--store", &db]);
    assert!(ran.code == Some(1) && ran.err.contains("e000000000000"), "{}", ran.err);
    assert_eq!(tidings(&["explain", "--store", &db]).code, Some(2));
}

#[test]
fn an_unknown_id_names_those_like_it() {
    let paths = story();
    let ran = why("e000000000000", &paths, false);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.is_empty() && ran.err.contains("e000000000000; ids like it: e"), "{}", ran.err);
}

#[test]
fn ids_of_fewer_articles_lead_to_the_lines_of_more() {
    let paths = story();
    let ids = |record: &Value, list: &str| -> Vec<(String, Vec<String>)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let lines =
            record["stories"].as_array().unwrap().iter().flat_map(|story| story[list].as_array().unwrap());
        lines
            .map(|line| (text(&line["id"]), line["was"].as_array().unwrap().iter().map(text).collect()))
            .collect()
    };
    let (few, all) = (record(&paths[2..]), record(&paths));
    for list in ["claims", "actors"] {
        let known = ids(&all, list);
        let lost: Vec<String> = ids(&few, list)
            .into_iter()
            .map(|(id, _)| id)
            .filter(|id| !known.iter().any(|(now, was)| now == id || was.contains(id)))
            .collect();
        assert!(lost.is_empty(), "{list}: {lost:?}");
    }
    assert!(
        all["stories"][0]["events"]
            .as_array()
            .unwrap()
            .iter()
            .any(|event| !event["was"].as_array().unwrap().is_empty())
    );
}
