//! `tidings dossier`: every line leads to the exact words it rests on, and the page needs nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{ARTICLE, Folder, story, tidings, walk, words};

fn story_args<'a>(paths: &'a [std::path::PathBuf], first: &[&'a str]) -> Vec<&'a str> {
    first.iter().copied().chain(paths.iter().map(|path| path.to_str().unwrap())).collect()
}

/// The values of the attribute `name` in a page.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let open = format!(" {name}=\"");
    page.split(open.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_quote_is_the_words_of_its_span() {
    let paths = story();
    let readings = tidings(&story_args(&paths, &["read"])).well().rows();
    let texts: BTreeMap<&str, &str> = readings
        .iter()
        .map(|reading| (reading["id"].as_str().unwrap(), reading["text"].as_str().unwrap()))
        .collect();
    let record = tidings(&story_args(&paths, &["dossier", "--format", "json"])).well().json();
    assert_eq!(record["tidings"], "record/1");
    let mut refs = 0;
    let mut check = |reference: &Value| {
        let (Some(id), Some(quote)) = (reference["article"].as_str(), reference["quote"].as_str()) else {
            return;
        };
        assert_eq!(words(texts[id], &reference["span"]), quote);
        refs += 1;
    };
    walk(&record, &mut |_, value| match value {
        Value::Array(values) => values.iter().for_each(&mut check),
        value => check(value),
    });
    assert!(refs > 100, "{refs} refs");
}

#[test]
fn events_claims_and_figures_have_refs() {
    let paths = story();
    let record = tidings(&story_args(&paths, &["dossier", "--format", "json"])).well().json();
    let mut lines = 0;
    for story in record["stories"].as_array().unwrap() {
        for list in ["events", "claims", "figures", "findings"] {
            for line in story[list].as_array().unwrap() {
                assert!(!line["refs"].as_array().unwrap().is_empty(), "{list}: {line}");
                lines += 1;
            }
        }
    }
    assert!(lines > 20, "{lines} lines");
}

#[test]
fn ids_of_the_record_are_known_to_it() {
    let paths = story();
    let record = tidings(&story_args(&paths, &["dossier", "--format", "json"])).well().json();
    for story in record["stories"].as_array().unwrap() {
        let ids = |list: &str| -> BTreeSet<String> {
            let values = story[list].as_array().unwrap().iter();
            values.map(|value| value["id"].as_str().unwrap().to_owned()).collect()
        };
        let (actors, events, figures) = (ids("actors"), ids("events"), ids("figures"));
        for claim in story["claims"].as_array().unwrap() {
            assert!(claim["speaker"].as_str().is_none_or(|id| actors.contains(id)), "{claim}");
            for id in claim["about"].as_array().unwrap() {
                assert!(events.contains(id.as_str().unwrap()), "{claim}");
            }
        }
        for event in story["events"].as_array().unwrap() {
            for id in event["figures"].as_array().unwrap() {
                assert!(figures.contains(id.as_str().unwrap()), "{event}");
            }
        }
        for id in story["timeline"].as_array().unwrap() {
            assert!(events.contains(id.as_str().unwrap()));
        }
    }
}

#[test]
fn every_link_inside_the_page_leads_somewhere() {
    let paths = story();
    let ran = tidings(&story_args(&paths, &["dossier"])).well();
    let ids = attributes(ran.text(), "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "an id stands twice");
    let links: Vec<&str> =
        attributes(ran.text(), "href").into_iter().filter_map(|to| to.strip_prefix('#')).collect();
    assert!(links.len() > 100, "{} links", links.len());
    for link in links {
        assert!(known.contains(link), "#{link} leads nowhere");
    }
}

#[test]
fn the_page_loads_nothing_and_runs_its_own_script_only() {
    let paths = story();
    let ran = tidings(&story_args(&paths, &["dossier"])).well();
    let page = ran.text();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("default-src 'none'"));
    assert!(page.len() < 400_000, "{} bytes", page.len());
    assert_eq!(page.matches("<script").count(), 1);
    for sign in ["<link", "<img", "<iframe", "<object", " src=", "@import", "url(", "javascript:", "unsafe-"]
    {
        assert!(!page.contains(sign), "{sign}");
    }
    // An address may only stand where a person clicks on it or reads it.
    let outside: Vec<&str> = attributes(page, "href").into_iter().filter(|to| !to.starts_with('#')).collect();
    assert!(outside.iter().all(|to| to.starts_with("https://") || to.starts_with("http://")), "{outside:?}");
}

#[test]
fn hostile_text_stays_text() {
    let folder = Folder::new("dossier-hostile");
    let text = ARTICLE.replace("Varholm", "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;");
    folder.write("a.txt", text);
    let ran = tidings(&["dossier", &folder.all()]).well();
    assert_eq!(ran.text().matches("<script").count(), 1);
    assert!(!ran.text().contains("<img"));
}

#[test]
fn the_format_follows_the_name_of_the_file() {
    let folder = Folder::new("dossier-format");
    folder.write("in/a.txt", ARTICLE);
    let (input, page, record) = (folder.path("in"), folder.path("out.html"), folder.path("out.json"));
    let page_run = tidings(&["dossier", &input, "-o", &page]).well();
    tidings(&["dossier", &input, "-o", &record]).well();
    assert_eq!(page_run.text(), "");
    assert!(std::fs::read_to_string(&page).unwrap().starts_with("<!DOCTYPE html>"));
    let record: Value = serde_json::from_str(&std::fs::read_to_string(&record).unwrap()).unwrap();
    assert_eq!(record["tidings"], "record/1");
    assert!(tidings(&["dossier", &input, "--format", "json"]).well().json() == record);
}

#[test]
fn one_bad_file_costs_only_itself() {
    let folder = Folder::new("dossier-bad");
    folder.write("a.txt", ARTICLE);
    let bad = folder.write("b.txt", b"\0\0\0");
    let ran = tidings(&["dossier", "--one-story", "--format", "json", &folder.all()]).complains(1, &[&bad]);
    assert_eq!(ran.json()["stories"][0]["articles"].as_array().unwrap().len(), 1);
}

#[test]
fn no_article_makes_an_empty_dossier() {
    let folder = Folder::new("dossier-empty");
    assert_eq!(
        tidings(&["dossier", "--format", "json", &folder.all()]).well().json()["stories"],
        Value::Array(vec![])
    );
    assert!(tidings(&["dossier", &folder.all()]).well().text().starts_with("<!DOCTYPE html>"));
}

#[test]
fn the_same_delivery_twice_is_one_article_with_two_paths() {
    let folder = Folder::new("dossier-twice");
    let first = folder.write("a.txt", ARTICLE);
    let second = folder.write("b/c.txt", ARTICLE);
    let record = tidings(&["dossier", "--one-story", "--format", "json", &folder.all()]).well().json();
    let articles = record["stories"][0]["articles"].as_array().unwrap();
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0]["paths"], serde_json::json!([first, second]));
}

#[test]
fn an_article_between_two_days_says_so() {
    let folder = Folder::new("dossier-interval");
    let text = "War Wears On Heskany\n\nThe war has gone on in Heskany for more than three years since February 2022. Officials of \
        the port said on Monday that its cranes stood still, and that the crews had gone home to their villages.\n";
    let path = folder.write("a.txt", text);
    let reading = tidings(&["read", &path]).well().rows().remove(0);
    let published = &reading["published"];
    assert_eq!((&published["earliest"], &published["latest"]), (&"2025-02-01".into(), &"2026-02-28".into()));
    assert_eq!(
        (&published["basis"], &published["edtf"]),
        (&"worked_out".into(), &"2025-02-01/2026-02-28".into())
    );
    // What is relative to an unknown day stays so.
    let monday = reading["times"].as_array().unwrap().iter().find(|time| time["value"] == "XXXX-WXX-1");
    assert!(monday.is_some_and(|time| time["earliest"].is_null()));
    for format in ["md", "html"] {
        let ran = tidings(&["dossier", "--one-story", "--format", format, &path]).well();
        assert!(ran.text().contains("Feb 2025 – Feb 2026"), "{format}: {}", ran.text());
    }
    // Only what cannot be later was known by a day.
    let known = |day: &str| {
        let record = tidings(&["dossier", "--format", "json", "--known-by", day, &path]).json();
        record["stories"].as_array().unwrap().len()
    };
    assert_eq!((known("2025-06-01"), known("2026-02-28")), (0, 1));
}

#[test]
fn a_year_that_is_assumed_can_be_left_open() {
    let folder = Folder::new("dossier-assumed");
    let text = format!(
        "{}\n\nJul 21\n\nThe crews walked out on July 18, 2025, and went back on Monday.\n",
        "Ferry Strike Ends"
    );
    let path = folder.write("a.txt", text);
    let published = |args: &[&str]| {
        let args: Vec<&str> =
            ["dossier", "--one-story", "--format", "json"].iter().chain(args).copied().collect();
        let record = tidings(&[args.as_slice(), &[path.as_str()]].concat()).well().json();
        record["stories"][0]["articles"][0]["published"].clone()
    };
    assert_eq!(
        (&published(&[])["earliest"], &published(&[])["basis"]),
        (&"2025-07-21".into(), &"assumed".into())
    );
    let open = published(&["--no-assumptions"]);
    assert_ne!(open["basis"], "assumed");
    assert!(open["latest"].is_null(), "{open}");
}
