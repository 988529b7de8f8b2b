//! A store from the outside: what goes in is found, what is killed goes on, what is wrong is said.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::support::{Folder, project, row, tidings, tidings_with};

/// Invented reports: a strike, a flood and a vote, told by some each, one of them twice.
fn reports() -> String {
    let mut rows = String::new();
    let mut add = |id: &str, day: &str, outlet: &str, title: &str, text: &str| {
        rows.push_str(&row(&[
            ("id", id),
            ("published", day),
            ("outlet", outlet),
            ("title", title),
            ("text", text),
        ]));
    };
    for nth in 0..8 {
        let day = format!("2024-03-{:02}", 10 + nth);
        add(
            &format!("strike-{nth}"),
            &day,
            ["Varholm Echo", "Island Times"][nth % 2],
            &format!("Ferry strike in Varholm enters day {}", nth + 2),
            &format!(
                "VARHOLM, March {} - Crews of the island ferries stayed ashore on day {}, the Seafarers' League said.\n\n\
                 \"We have had no offer,\" said its chairwoman, Ilse Brandow.\n\n\
                 About {} passengers were stranded in Varholm, according to the harbour office. The Varholm Line denied \
                 that it had refused to talk about the prisoner exchange of crews.",
                10 + nth,
                nth + 2,
                4000 + 100 * nth
            ),
        );
        add(
            &format!("flood-{nth}"),
            &format!("2024-05-{:02}", 3 + nth),
            "River Post",
            &format!("Flood drives {} people from homes in Ellmouth", 120 + 10 * nth),
            &format!(
                "ELLMOUTH, May {} - The river Ell rose by {} centimetres overnight and {} people left their homes, mayor \
                 Tomas Querrin said.\n\nQuerrin warned that the dyke at Ellmouth may not hold. Soldiers evacuated the \
                 hospital of Ellmouth on Friday.",
                3 + nth,
                20 + nth,
                120 + 10 * nth
            ),
        );
    }
    add(
        "vote",
        "2024-06-02",
        "Island Times",
        "Council vote in Sandrey",
        "Sandrey votes for a new council on Sunday.",
    );
    rows
}

fn store(folder: &Folder) -> String {
    let db = folder.path("tidings.db");
    let rows = folder.write("rows.jsonl", reports());
    let ran = tidings(&["add", "--store", &db, &rows]).well();
    assert!(ran.text().starts_with("17 articles added, 0 were there;"), "{}", ran.text());
    db
}

/// Six reports of an outlet on different things, with a notice at the head and two at the end of each.
fn notices() -> Vec<String> {
    let things = [
        (
            "library",
            "The library of Tarn reopened on Saturday, two years after a flood had filled its cellar.",
        ),
        ("dairy", "The council of Tarn sold the old dairy to a cooperative of bakers late on Wednesday."),
        ("storks", "Storks were seen over Tarn on 9 February, three weeks earlier than in any other year."),
        ("marathon", "The marathon of Tarn will cross the new bridge this year, its organisers decided."),
        ("school", "Pupils of Tarn moved into their new school on Monday with 40 teachers and a dog."),
        ("well", "Nobody in Tarn may draw water from the old well until the canton has looked at it."),
    ];
    let report = |(nth, (id, text)): (usize, &(&str, &str))| {
        let text = format!(
            "Reporting from the coast since 1901\n\nNews of the {id}\n\n{text}\n\nMore than {} people signed a list, the \
             mayor of Tarn, Ilo Marn, said.\n\nTarn has had no bridge to the island since the storm.\n\nMore from our \
             bureau in Tarn\n\nOur journalism is paid for by its readers.",
            300 + nth
        );
        row(&[("id", id), ("published", "2024-02-12"), ("outlet", "Tarn Courier"), ("text", &text)])
    };
    things.iter().enumerate().map(report).collect()
}

/// All that a store holds, but for where the search index keeps its pages.
fn dump(db: &str) -> String {
    let store = rusqlite::Connection::open(db).unwrap();
    let mut tables: Vec<String> = store
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_index%' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    store
        .execute_batch("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search_index', 'instance')")
        .unwrap();
    tables.push("temp.terms".to_owned());
    let mut text = String::new();
    for table in tables {
        let mut statement = store.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let values =
                (0..columns).map(|at| format!("{:?}", row.get::<_, rusqlite::types::Value>(at).unwrap()));
            lines.push(values.collect::<Vec<_>>().join("|"));
        }
        lines.sort();
        text.push_str(&format!("{table} {}\n{}\n", lines.len(), lines.join("\n")));
    }
    text
}

#[test]
fn what_is_added_is_found_and_shown() {
    let folder = Folder::new("store-walk");
    let db = store(&folder);
    let at = |args: &[&str]| tidings(&[args, &["--store", db.as_str()]].concat());
    // Once more changes nothing but the paths.
    let rows = folder.write("again.jsonl", reports());
    assert!(at(&["add", &rows]).well().text().starts_with("0 articles added, 17 were there"));

    let stories = at(&["stories", "--json"]).well().json();
    let stories = stories.as_array().unwrap();
    let strike = stories.iter().find(|one| one["title"].as_str().unwrap().contains("strike")).unwrap();
    assert_eq!(strike["articles"], 8);
    let id = strike["id"].as_str().unwrap();
    assert!(at(&["show", id]).well().text().contains("Ilse Brandow"));
    let record = at(&["show", id, "--json"]).well().json();
    assert!(!record["claims"].as_array().unwrap().is_empty());
    // Any id is shown, in capitals too.
    for list in ["actors", "events", "claims", "figures"] {
        let Some(one) = record[list].get(0) else { continue };
        let shown = at(&["show", one["id"].as_str().unwrap(), "--json"]).well().json();
        assert_eq!(&shown, one, "{list}");
        assert!(!at(&["show", &one["id"].as_str().unwrap().to_uppercase()]).well().text().is_empty());
        for was in one["was"].as_array().unwrap().iter().take(2) {
            assert_eq!(&at(&["show", was.as_str().unwrap(), "--json"]).well().json(), one, "{was}");
        }
    }
    assert!(at(&["show", "strike-3"]).well().text().contains("Island Times"));
    assert_eq!(at(&["show", "strike-3", "--json"]).well().json()["tidings"], "reading/1");

    // The dossier of the store is that of the articles.
    let kept = at(&["dossier", "--story", id, "--format", "json"]).well().json();
    let linked = tidings(&["dossier", "--format", "json", &folder.path("rows.jsonl")]).well().json();
    let same = linked["stories"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(kept["stories"][0]["claims"], same["claims"]);
    assert_eq!(kept["stories"][0]["timeline"], same["timeline"]);
    let page = at(&["dossier", "--story", id]).well();
    assert!(page.text().starts_with("<!DOCTYPE html>"));

    // An id that is nearly right is named; a wrong one ends with 1.
    let last = if id.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{last}", &id[..12]);
    assert!(at(&["show", &wrong]).complains(1, &[&wrong]).err.contains(id));
    assert!(at(&["show", "strike-99"]).complains(1, &["strike-99"]).err.contains("strike-"));
    assert!(at(&["dossier", "--story", &wrong]).complains(1, &[&wrong]).err.contains(id));
    assert_eq!(at(&["doctor"]).well().code, Some(0));
    // There is nothing to tell apart anew.
    assert!(at(&["add", "--regroup"]).well().text().contains("; 0 stories linked;"));
    let health = at(&["doctor", "--json"]).well().json();
    assert_eq!(
        (&health["problems"], &health["to_read"], &health["to_link"]),
        (&Value::Array(vec![]), &0.into(), &0.into())
    );
}

#[test]
fn whoever_has_no_name_is_found_by_what_the_article_calls_him() {
    let folder = Folder::new("store-said-by");
    let (db, text) = (
        folder.path("tidings.db"),
        "Rain Floods Varholm\n\nVARHOLM, March 12, 2024 (LPA) - Four people drowned in \
        Varholm on Monday, two rescue officials said. Police said that the road over the dyke was closed.\n\nThe water had risen \
        over the sill of the town hall, and after that the market was shut.\n",
    );
    let file = folder.write("flood.txt", text);
    assert_eq!(tidings(&["add", "--store", &db, &file]).code, Some(0));
    let hits = |args: &[&str]| {
        let ran = tidings(&[&["search", "--store", db.as_str(), "--json"], args].concat());
        ran.json()["hits"].as_array().unwrap().clone()
    };
    let found = hits(&["--speaker", "officials"]);
    assert!(found.iter().any(|hit| hit["speaker"] == "two rescue officials"), "{found:?}");
    assert!(found.iter().all(|hit| hit["speaker"] != "Police"), "{found:?}");
    assert!(hits(&["--speaker", "Oskar"]).is_empty());
    let shown = tidings(&["show", "--store", &db, found[0]["story"].as_str().unwrap()]);
    let shown = shown.text();
    assert!(shown.contains("two rescue officials") && shown.contains("Police"), "{shown}");
    // Words that every text has are asked for as well as any others.
    assert_eq!(hits(&["after that market", "--kind", "passage"]).len(), 1);
    assert!(hits(&["against that market", "--kind", "passage"]).is_empty());
    assert!(hits(&["\"that after\" market", "--kind", "passage"]).is_empty());
}

#[test]
fn filters_hold_and_no_query_is_wrong() {
    let folder = Folder::new("store-search");
    let db = store(&folder);
    let search = |args: &[&str]| {
        let ran = tidings(&[&["search", "--store", db.as_str(), "--json", "--limit", "200"], args].concat());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{args:?}");
        ran.json()
    };
    let hits = |args: &[&str]| search(args)["hits"].as_array().unwrap().clone();
    let all = |hits: &[Value], holds: &dyn Fn(&Value) -> bool| !hits.is_empty() && hits.iter().all(holds);

    let found = hits(&["prisoners", "exchanged"]);
    assert!(
        all(&found, &|hit| hit["snippet"].as_str().unwrap().contains("[prisoner exchange]")),
        "{found:?}"
    );
    assert!(!found[0]["ref"]["quote"].as_str().unwrap().is_empty());
    assert!(hits(&["\"exchange prisoner\""]).is_empty() && !hits(&["exchange prisoner"]).is_empty());
    let spoken = hits(&["--speaker", "Brandow"]);
    assert!(all(&spoken, &|hit| hit["speaker"] == "Ilse Brandow" || hit["kind"] == "event"), "{spoken:?}");
    assert!(all(&hits(&["--stance", "denies"]), &|hit| hit["kind"] == "claim" && hit["sort"] == "denies"));
    assert!(all(&hits(&["people", "--from", "2024-05", "--to", "2024-05", "--kind", "passage"]), &|hit| {
        hit["day"].as_str().unwrap().starts_with("2024-05") && hit["outlet"] == "River Post"
    }));
    assert!(all(&hits(&["--outlet", "island times"]), &|hit| hit["outlet"] == "Island Times"));
    assert!(all(&hits(&["--place", "Ellmouth", "--kind", "passage"]), &|hit| hit["snippet"]
        .as_str()
        .unwrap()
        .len()
        > 3));
    assert!(all(&hits(&["--actor", "Querrin"]), &|hit| hit["outlet"] == "River Post"));
    let events = hits(&["--kind", "event"]);
    let kind = events[0]["sort"].as_str().unwrap();
    assert!(all(&hits(&["--event-type", kind]), &|hit| hit["sort"] == kind));
    let story = events[0]["story"].as_str().unwrap();
    assert!(all(&hits(&["--story", story]), &|hit| hit["story"] == story));
    assert!(all(&hits(&["the", "--known-by", "2024-03-12"]), &|hit| {
        let id = hit["ref"]["article"].as_str().unwrap();
        ["strike-0", "strike-1", "strike-2"].contains(&id)
    }));
    assert!(all(&hits(&["--kind", "passage", "--", "ferries", "-offer"]), &|hit| {
        !hit["ref"]["quote"].as_str().unwrap().contains("offer")
    }));
    let among = folder.write("ids.txt", "strike-4\n\nflood-2\nno-such\n");
    assert!(all(&hits(&["the", "--among", &among]), &|hit| {
        ["strike-4", "flood-2"].contains(&hit["ref"]["article"].as_str().unwrap())
    }));
    let piped =
        tidings_with(&["search", "the", "--store", &db, "--json", "--among", "-"], b"vote\n").well().json();
    assert!(piped["hits"].as_array().unwrap().iter().all(|hit| hit["ref"]["article"] == "vote"));
    let found = search(&["passengers"]);
    assert!(found["facets"]["outlet"]["Varholm Echo"].as_u64().unwrap() > 0, "{}", found["facets"]);

    assert!(all(&hits(&["crews -\"island ferries\""]), &|hit| {
        !hit["snippet"].as_str().unwrap().contains("island ferries")
    }));
    for hostile in [
        "\"",
        "\"\"",
        "a\"b\"c",
        "NEAR(a b)",
        "a AND",
        "OR",
        "NOT",
        "*",
        "a*",
        "^a",
        "words : a",
        "{words} : a",
        "(",
        ")",
        "a + b",
        "'; DROP TABLE articles; --",
        "\0",
        "%",
        "_",
        "-",
        "\u{202e}\u{0301}",
        "🙂",
        "ß İ ǅ",
        "aⒶb कि",
        "a-b-c",
    ] {
        let ran = tidings(&[
            "search",
            "--store",
            &db,
            "--json",
            "--kind=passage",
            "--",
            &hostile.replace('\0', "\\0"),
        ]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{hostile:?}");
    }
    let long = "word ".repeat(20_000);
    tidings(&["search", "--store", &db, "--json", "--", &long]).well();
    assert_eq!(tidings(&["search", "--store", &db]).complains(2, &["nothing is asked"]).code, Some(2));
    tidings(&["search", "--store", &db, "a", "--from", "2024-05", "--to", "2024-04"])
        .complains(2, &["is after"]);
    tidings(&["search", "--store", &db, "a", "--story", "s000000000000"]).complains(2, &["s000000000000"]);
}

#[test]
fn changes_bring_an_index_in_step() {
    let folder = Folder::new("store-changes");
    let db = folder.path("tidings.db");
    let all = reports();
    let rows: Vec<&str> = all.lines().collect();
    let mut index: std::collections::BTreeMap<String, Value> = std::collections::BTreeMap::new();
    let mut cursor = 0;
    let mut follow = |index: &mut std::collections::BTreeMap<String, Value>| {
        for line in tidings(&["changes", "--store", &db, "--since", &cursor.to_string()]).well().rows() {
            assert!(line["cursor"].as_i64().unwrap() > cursor, "cursors go up");
            cursor = line["cursor"].as_i64().unwrap();
            let id = line["id"].as_str().unwrap().to_owned();
            match line["op"].as_str().unwrap() {
                "upsert" => drop(index.insert(id, line["data"].clone())),
                _ => drop(index.remove(&id)),
            }
        }
    };
    for part in rows.chunks(4) {
        let file = folder.write("part.jsonl", part.join("\n"));
        tidings(&["add", "--store", &db, &file]).well();
        follow(&mut index);
    }
    let mut fresh = std::collections::BTreeMap::new();
    cursor_from_start(&db, &mut fresh);
    assert_eq!(index, fresh, "followed step by step as asked for at once");
    assert!(tidings(&["changes", "--store", &db, "--since", "999999999"]).well().out.is_empty());
    // The same as all at once: few articles are always grouped together.
    let other = folder.path("other.db");
    let file = folder.write("all.jsonl", &all);
    tidings(&["add", "--store", &other, &file]).well();
    let ids = |db: &str| tidings(&["stories", "--store", db, "--json"]).well().text().to_owned();
    assert_eq!(ids(&db), ids(&other));
    // Ids of a record that are no more lead to what took their place.
    let store = rusqlite::Connection::open(&db).unwrap();
    let former: Vec<(String, String)> = store
        .prepare("SELECT id, became FROM removed WHERE became IS NOT NULL")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (id, became) in former {
        let shown = tidings(&["show", "--store", &db, "--json", &id]).well().json();
        assert_eq!(shown["id"], became.as_str());
    }
    let passages = tidings(&["export", "--store", &db, "--format", "passages"]).well().rows();
    assert!(passages.len() > 4 && passages.iter().all(|one| one["text"] == one["ref"]["quote"]));
}

fn cursor_from_start(db: &str, index: &mut std::collections::BTreeMap<String, Value>) {
    for line in tidings(&["changes", "--store", db, "--since", "0"]).well().rows() {
        if line["op"] == "upsert" {
            index.insert(line["id"].as_str().unwrap().to_owned(), line["data"].clone());
        }
    }
}

/// The readings of a store, as they are kept, by id.
fn readings(db: &str) -> Vec<(String, Vec<u8>)> {
    let store = rusqlite::Connection::open(db).unwrap();
    let sql = "SELECT o.id, r.reading FROM readings r JOIN originals o USING (article) ORDER BY o.id";
    let mut statement = store.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn what_an_outlet_repeats_is_learnt_in_any_order() {
    let folder = Folder::new("store-notices");
    let rows = notices();
    let whole = folder.path("whole.db");
    let all = folder.write("all.jsonl", rows.concat());
    let ran = tidings(&["add", "--store", &whole, &all]).well();
    assert!(ran.text().starts_with("6 articles added, 0 were there, 3 read again;"), "{}", ran.text());
    let expect = readings(&whole);
    let ran = tidings(&["export", "--format", "passages", "--store", &whole]).well();
    assert!(ran.text().contains("no bridge to the island since the storm"));
    for repeat in ["Reporting from the coast", "More from our bureau", "Our journalism"] {
        assert!(!ran.text().contains(repeat), "{}", ran.text());
    }
    // A run over the same articles says the same.
    let read = tidings(&["read", &all]).well().rows();
    for reading in &read {
        let left = reading["passages"].as_array().unwrap().iter().filter(|one| one["kind"] == "leftover");
        assert_eq!(left.count(), 3);
        assert!(reading["title"]["text"].as_str().unwrap().starts_with("News of the"));
    }
    // One by one, forth and back.
    for back in [false, true] {
        let db = folder.path(&format!("{back}.db"));
        let mut order = rows.clone();
        if back {
            order.reverse();
        }
        for (nth, row) in order.iter().enumerate() {
            let file = folder.write(&format!("{back}-{nth}.jsonl"), row);
            tidings(&["add", "--store", &db, &file]).well();
        }
        assert!(readings(&db) == expect);
        let health = tidings(&["doctor", "--json", "--store", &db]).well().json();
        assert_eq!(health["to_read"], 0, "{health}");
    }
}

#[test]
fn threads_make_no_difference_to_a_store() {
    let folder = Folder::new("store-threads");
    let rows = folder.write("rows.jsonl", reports() + &notices().concat());
    let [one, two] = ["1", "2"].map(|threads| {
        let db = folder.path(&format!("{threads}.db"));
        tidings(&["add", "--store", &db, "--threads", threads, &rows]).well();
        dump(&db)
    });
    assert!(one.len() > 10_000 && one == two);
}

#[test]
fn killed_at_any_moment_it_goes_on() {
    let folder = Folder::new("store-kill");
    let rows = folder.write("rows.jsonl", reports() + &notices().concat());
    let whole = folder.path("whole.db");
    let begun = std::time::Instant::now();
    tidings(&["add", "--store", &whole, "--threads", "2", &rows]).well();
    let taken = begun.elapsed();
    let expect = dump(&whole);
    let db = folder.path("killed.db");
    let mut kills = 0;
    for nth in 0..20_u32 {
        // Moments spread over a whole run, in no order; every fifth time from nothing.
        if nth % 5 == 0 {
            for end in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{db}{end}"));
            }
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_tidings"))
            .args(["add", "--store", &db, "--threads", "2", &rows])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(
            taken.as_micros() as u64 * u64::from(nth * 7 % 20 + 1) / 20,
        ));
        if child.try_wait().unwrap().is_none() {
            kills += 1;
            child.kill().unwrap();
        }
        child.wait().unwrap();
        if nth % 5 == 4 {
            tidings(&["add", "--store", &db, "--threads", "2", &rows]).well();
            assert!(dump(&db) == expect, "after {nth}");
            tidings(&["doctor", "--store", &db]).well();
        }
    }
    assert!(kills >= 8, "{kills} of 20 runs were still running when they were killed");
}

#[test]
fn what_is_wrong_with_a_store_is_said() {
    let folder = Folder::new("store-bad");
    let rows = folder
        .write("rows.jsonl", row(&[("id", "a"), ("text", "The mayor of Velmora resigned on Tuesday.")]));
    // Not there.
    for command in
        [&["stories"][..], &["show", "x"], &["search", "x"], &["doctor"], &["changes", "--since", "0"]]
    {
        let path = folder.path("none.db");
        tidings(&[command, &["--store", &path]].concat()).complains(1, &["there is no store"]);
        assert!(!PathBuf::from(&path).exists(), "looking makes no file");
    }
    // Something else.
    let text = folder
        .write("text.db", "This is no database at all, and it is long enough to be looked at.".repeat(20));
    for command in [&["add", rows.as_str()][..], &["stories"]] {
        tidings(&[command, &["--store", &text]].concat()).complains(1, &["no store of tidings"]);
    }
    assert!(fs::read_to_string(&text).unwrap().starts_with("This is no database"));
    let other = folder.path("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    tidings(&["add", "--store", &other, &rows]).complains(1, &["no store of tidings"]);
    // Of a later version.
    let db = folder.path("tidings.db");
    tidings(&["add", "--store", &db, &rows]).well();
    let later = folder.path("later.db");
    fs::copy(&db, &later).unwrap();
    rusqlite::Connection::open(&later).unwrap().pragma_update(None, "user_version", 99).unwrap();
    for command in [&["add", rows.as_str()][..], &["stories"]] {
        tidings(&[command, &["--store", &later]].concat()).complains(1, &["version 99"]);
    }
    // In use.
    let file = fs::File::options().read(true).write(true).open(&db).unwrap();
    file.lock().unwrap();
    tidings(&["add", "--store", &db, &rows]).complains(1, &["another tidings is writing"]);
    tidings(&["stories", "--store", &db]).well();
    drop(file);
    // The same id with another text is the later one's error; the others are in.
    let clash = row(&[("id", "a"), ("text", "Another text.")]) + &row(&[("id", "b"), ("text", "A third.")]);
    let clash = folder.write("clash.jsonl", clash);
    let ran = tidings(&["add", "--store", &db, &clash]).complains(1, &["\"a\""]);
    assert!(ran.text().starts_with("1 article added"), "{}", ran.text());
    // A folder in place of a file, and a folder that is not there.
    tidings(&["add", "--store", &folder.all(), &rows]).complains(1, &[""]);
    tidings(&["add", "--store", &folder.path("no/such/tidings.db"), &rows]).complains(1, &["no/such"]);
    // Cut short: said, not a panic.
    let bytes = fs::read(&db).unwrap();
    let cut = folder.write("cut.db", &bytes[..bytes.len() / 2]);
    for command in [&["doctor"][..], &["stories"], &["search", "mayor"], &["add", rows.as_str()]] {
        let ran = tidings(&[command, &["--store", &cut]].concat());
        assert!(ran.code == Some(1) || ran.code == Some(0), "{command:?} {:?} {}", ran.code, ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn a_store_that_may_not_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("store-readonly");
    let rows = folder
        .write("rows.jsonl", row(&[("id", "a"), ("text", "The mayor of Velmora resigned on Tuesday.")]));
    let db = folder.path("tidings.db");
    tidings(&["add", "--store", &db, &rows]).well();
    let set = |path: &str, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    set(&db, 0o444);
    // Who may do everything is not stopped by modes.
    let may_all = fs::File::options().write(true).open(&db).is_ok();
    set(&folder.all(), 0o555);
    let added = tidings(&["add", "--store", &db, &rows]);
    let read = tidings(&["search", "mayor", "--store", &db]);
    set(&folder.all(), 0o755);
    assert_eq!(read.code, Some(0), "{}", read.err);
    if !may_all {
        added.complains(1, &["cannot be written"]);
    }
    assert!(project().exists());
}

/// As on a full disk: files may not grow beyond a limit.
#[cfg(unix)]
#[test]
fn without_room_nothing_is_lost() {
    let folder = Folder::new("store-room");
    let db = store(&folder);
    let before = dump(&db);
    let more: String = (0..40)
        .map(|nth| {
            let text = format!("Ferry number {nth} of Varholm was inspected again on Monday. ").repeat(200);
            row(&[("id", &format!("more-{nth}")), ("published", "2024-07-01"), ("text", &text)])
        })
        .collect();
    let more = folder.write("more.jsonl", more);
    let blocks = fs::metadata(&db).unwrap().len() / 512 + 40;
    let ran = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", &blocks.to_string()])
        .args([env!("CARGO_BIN_EXE_tidings"), "add", "--store", &db, &more])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(said.contains("what was added before is kept") && !said.contains("panicked"), "{said}");
    assert!(dump(&db).len() >= before.len());
    assert!(tidings(&["doctor", "--store", &db]).well().text().contains("whole"));
    let again = tidings(&["add", "--store", &db, &more]).well();
    assert!(again.text().contains("holds 57 articles"), "{}", again.text());
}

#[test]
fn what_was_known_by_a_day() {
    let folder = Folder::new("store-known");
    let db = store(&folder);
    let at = |args: &[&str]| tidings(&[args, &["--store", db.as_str(), "--known-by", "2024-03-12"]].concat());
    let stories = at(&["stories", "--json"]).well().json();
    assert_eq!(
        stories.as_array().unwrap().iter().map(|one| one["articles"].as_i64().unwrap()).sum::<i64>(),
        3
    );
    let id = stories[0]["id"].as_str().unwrap().to_owned();
    let shown = at(&["show", &id, "--json"]).well().json();
    let articles: Vec<&str> =
        shown["articles"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(articles.iter().all(|id| ["strike-0", "strike-1", "strike-2"].contains(id)), "{articles:?}");
    let text = at(&["dossier", "--story", &id, "--format", "json"]).well().text().to_owned();
    assert!(!text.contains("strike-3") && text.contains("strike-0"));
    at(&["show", "flood-0"]).complains(1, &["not published by"]);
    let passages = at(&["export", "--format", "passages"]).well().rows();
    assert!(
        passages.iter().all(|one| one["id"].as_str().unwrap().starts_with("strike-")) && !passages.is_empty()
    );
}
