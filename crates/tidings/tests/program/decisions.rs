//! `tidings.toml`: what a person decided holds, is shown as stated by hand, and what is wrong in it is named.

use serde_json::Value;

use crate::support::{Folder, story, tidings};

/// A copy of the example story with these decisions.
fn folder(name: &str, decisions: &str) -> Folder {
    let folder = Folder::new(name);
    for path in story() {
        folder.write(path.file_name().unwrap().to_str().unwrap(), std::fs::read(&path).unwrap());
    }
    folder.write("tidings.toml", decisions);
    folder
}

fn record(folder: &Folder) -> Value {
    let ran = tidings(&["dossier", "--format", "json", &folder.all()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.json()["stories"][0].clone()
}

/// The event told in words that hold `quote`.
fn event<'r>(story: &'r Value, quote: &str) -> &'r Value {
    let told = |event: &&Value| {
        event["refs"].as_array().unwrap().iter().any(|one| one["quote"].as_str().unwrap().contains(quote))
    };
    story["events"].as_array().unwrap().iter().find(told).unwrap()
}

#[test]
fn events_are_parted_joined_and_dated() {
    let folder = folder(
        "decisions-events",
        "[[apart]]\nevents = [\n  { article = \"03-eastmere-courier-second-round.txt\", words = \"second round of talks on Wednesday\" },\n  \
         { article = \"06-selwick-observer-toll-reaches-17.txt\", words = \"talks, held in Port Ilissa\" },\n]\n\n\
         [[day]]\nevent = { article = \"07-marrow-point-herald-airbase-raid.txt\", words = \"Friday's shelling\" }\nis = \"2024-03-14\"\n",
    );
    let story = record(&folder);
    let (second, parted) = (event(&story, "held a second round"), event(&story, "held in Port Ilissa"));
    assert_ne!(second["id"], parted["id"]);
    let shelling = event(&story, "Friday's shelling");
    assert_eq!(
        (&shelling["when"]["edtf"], &shelling["when"]["basis"]),
        (&Value::from("2024-03-14"), &Value::from("given"))
    );
    let why = tidings(&["explain", "--why", shelling["id"].as_str().unwrap(), &folder.all()]);
    assert!(why.text().contains("Stated by hand") && why.text().contains("tidings.toml:7"), "{}", why.text());
}

#[test]
fn actors_are_joined_articles_dated_and_passages_left_out() {
    let folder = folder(
        "decisions-actors",
        "[[same]]\nactors = [\"Pavo Lenthis\", \"Mirca Feldane\"]\n\n[[day]]\narticle = \"08-undated-leaders-to-meet.txt\"\nis = \
         \"2024-03-25\"\n\n[[ignore]]\narticle = \"02-northlight-news-drones-over-morvast.txt\"\nwords = \"Renna Toldev\"\n",
    );
    let story = record(&folder);
    let named = |name: &str| {
        let actors = story["actors"].as_array().unwrap().iter();
        actors
            .filter(|one| {
                one["name"] == name || one["aliases"].as_array().unwrap().contains(&Value::from(name))
            })
            .count()
    };
    assert_eq!((named("Pavo Lenthis"), named("Mirca Feldane")), (1, 1));
    let both = story["actors"].as_array().unwrap().iter().find(|one| one["name"] == "Pavo Lenthis").unwrap();
    assert!(both["aliases"].as_array().unwrap().contains(&Value::from("Mirca Feldane")));
    let articles = story["articles"].as_array().unwrap();
    let eighth = articles.iter().find(|one| one["paths"][0].as_str().unwrap().contains("08-")).unwrap();
    assert_eq!(eighth["published"]["edtf"], "2024-03-25");
    assert!(eighth["published"]["because"][0]["rule"].as_str().unwrap().starts_with("stated by hand"));
    let claims = story["claims"].as_array().unwrap();
    assert!(!claims.iter().any(|one| one["text"].as_str().unwrap().contains("until it got light")));
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let wrong = folder(
        "decisions-wrong",
        "[[day]]\narticle = \"08-undated-leaders-to-meet.txt\"\nis = \"some day\"\n",
    );
    let ran = tidings(&["dossier", &wrong.all()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.is_empty() && ran.err.contains("tidings.toml:1: \"some day\" is no day"), "{}", ran.err);

    let missing = folder("decisions-missing", "[[same]]\nactors = [\"Pavo Lenthis\", \"Nobody At All\"]\n");
    let ran = tidings(&["dossier", "--format", "json", &missing.all()]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("tidings.toml:1: no article names \"Nobody At All\""), "{}", ran.err);
    assert!(ran.json()["stories"][0]["events"].as_array().unwrap().len() > 5);
}
