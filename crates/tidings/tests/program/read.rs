//! `tidings read`: formats, kinds of input, ids, dates.

use serde_json::Value;

use crate::support::{ARTICLE, Folder, row, tidings, tidings_with, walk, words};

#[test]
fn a_file_gives_one_line_with_the_text_unchanged() {
    let folder = Folder::new("read-file");
    let path = folder.write("ferry.txt", ARTICLE);
    let rows = tidings(&["read", &path]).well().rows();
    let [reading] = rows.as_slice() else { panic!("{} lines", rows.len()) };
    assert_eq!(reading["tidings"], "reading/1");
    assert_eq!(reading["text"], ARTICLE);
    assert_eq!(reading["language"], "en");
    assert_eq!(reading["paths"], serde_json::json!([path]));
    assert_eq!(reading["title"]["text"], "Ferry strike in Varholm enters second week");
    assert_eq!(reading["source"]["media_type"], "text/plain");
    assert!(reading["id"].as_str().unwrap().starts_with("b3:"));
    assert!(!reading["sentences"].as_array().unwrap().is_empty());
}

#[test]
fn spans_count_code_points() {
    let text =
        "Ärzte 😀 in Ólavik said on Monday that 12 people were ill. “Nobody died,” said Mayor Åse Dahlund.";
    let reading = &tidings_with(&["read", "-"], row(&[("text", text)]).as_bytes()).well().rows()[0];
    let sentence = &reading["sentences"].as_array().unwrap().last().unwrap()["span"];
    assert_eq!(words(text, sentence), "“Nobody died,” said Mayor Åse Dahlund.");
    let mut seen = 0;
    walk(reading, &mut |key, value| {
        let spans: Vec<&Value> = match key {
            "span" | "trigger" | "condition" if !value.is_null() => vec![value],
            "source" | "cue" | "content" => value.as_array().into_iter().flatten().collect(),
            _ => return,
        };
        for span in spans {
            assert!(!words(text, span).is_empty(), "{key} is empty");
            seen += 1;
        }
    });
    assert!(seen > 3);
}

#[test]
fn json_is_a_list_of_what_jsonl_has_as_lines() {
    let rows =
        row(&[("id", "a"), ("text", ARTICLE)]) + &row(&[("id", "b"), ("text", "Two lines.\nNo more.")]);
    let lines = tidings_with(&["read", "-"], rows.as_bytes()).well().rows();
    let list = tidings_with(&["read", "--format", "json", "-"], rows.as_bytes()).well().json();
    assert_eq!(Value::Array(lines), list);
    let empty = tidings_with(&["read", "--format", "json", "-"], b"").well();
    assert_eq!(empty.json(), Value::Array(Vec::new()));
}

#[test]
fn conllu_has_ten_columns_and_offsets_into_the_text() {
    let rows = row(&[("id", "ferry"), ("text", ARTICLE)]);
    for args in [&["read", "--format", "conllu", "-"][..], &["read", "--format", "conllu", "--raw", "-"]] {
        let ran = tidings_with(args, rows.as_bytes()).well();
        let text = ran.text();
        assert!(text.starts_with("# newdoc id = ferry\n"), "{text}");
        assert!(text.ends_with("\n\n"));
        let mut tokens = 0;
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 10, "{line}");
            let offset = columns[9].split('|').next().unwrap().strip_prefix("Offset=").unwrap();
            let (start, end) = offset.split_once(':').unwrap();
            let span = serde_json::json!([start.parse::<u64>().unwrap(), end.parse::<u64>().unwrap()]);
            let form = columns[1].replace("\\n", "\n");
            assert!(words(ARTICLE, &span) == form || !args.contains(&"--raw"), "{line}");
            tokens += 1;
        }
        assert!(tokens > 40);
    }
}

#[test]
fn raw_keeps_white_space_as_rows_on_one_line() {
    let rows = row(&[("text", "One.\n\nTwo\tthree\u{1}four.")]);
    let ran = tidings_with(&["read", "--raw", "--format", "conllu", "-"], rows.as_bytes()).well();
    assert!(ran.text().contains("\t\\n\\n\t"), "{}", ran.text());
    assert!(ran.text().contains("\\t") && ran.text().contains("\\u0001"), "{}", ran.text());
}

#[test]
fn no_path_means_rows_on_standard_input() {
    let rows = row(&[("id", "a"), ("text", ARTICLE)]);
    assert_eq!(tidings_with(&["read"], rows.as_bytes()).well().rows()[0]["id"], "a");
}

#[test]
fn folders_are_read_by_name_with_what_is_in_them() {
    let folder = Folder::new("read-folder");
    folder.write("b.txt", "Second text.");
    folder.write("a.txt", "First text.");
    folder.write("c/rows.jsonl", row(&[("text", "Third text.")]) + "\n" + &row(&[("text", "Fourth text.")]));
    folder.write("d.txt", "Fifth text.");
    folder.write("c/.hidden.txt", "Not read.");
    let texts = |args: &[&str]| -> Vec<String> {
        let rows = tidings(args).well().rows();
        rows.iter().map(|reading| reading["text"].as_str().unwrap().to_owned()).collect()
    };
    let want = ["First text.", "Second text.", "Third text.", "Fourth text.", "Fifth text."];
    assert_eq!(texts(&["read", &folder.all()]), want);
    let (a, d) = (folder.path("a.txt"), folder.path("d.txt"));
    assert_eq!(texts(&["read", &d, &a]), ["Fifth text.", "First text."], "paths keep their order");
}

#[test]
fn other_files_of_a_folder_are_counted_in_a_note() {
    let folder = Folder::new("read-others");
    folder.write("a.txt", ARTICLE);
    folder.write("picture.png", b"\x89PNG");
    folder.write("notes.odt", b"x");
    let ran = tidings(&["read", &folder.all()]).complains(0, &["2 other files were left alone"]);
    assert_eq!(ran.rows().len(), 1);
}

#[test]
fn the_given_date_holds_where_a_row_has_none() {
    let rows = row(&[("id", "own"), ("text", ARTICLE), ("published", "2021-05-06T23:10:00+03:00")])
        + &row(&[("id", "none"), ("text", ARTICLE)]);
    let ran = tidings_with(&["read", "--published", "2024-03-13", "-"], rows.as_bytes()).well();
    let published: Vec<Value> = ran.rows().iter().map(|reading| reading["published"].clone()).collect();
    assert_eq!(published[0]["earliest"], "2021-05-06");
    assert_eq!(published[0]["at"], "2021-05-06T23:10:00+03:00");
    assert_eq!((&published[1]["earliest"], &published[1]["basis"]), (&"2024-03-13".into(), &"given".into()));
    assert!(published[1]["at"].is_null());
}

#[test]
fn what_stands_beside_the_text_is_kept() {
    let rows = row(&[
        ("id", "n-1"),
        ("text", "Short text."),
        ("title", "A title"),
        ("outlet", "Varholm Post"),
        ("url", "https://post.example/1"),
        ("section", "left alone"),
    ]);
    let reading = &tidings_with(&["read", "-"], rows.as_bytes()).well().rows()[0];
    assert_eq!(reading["title"], serde_json::json!({"text": "A title", "span": null}));
    assert_eq!(reading["outlet"], "Varholm Post");
    assert_eq!(reading["url"], "https://post.example/1");
    assert_eq!(reading["source"]["media_type"], "application/json");
}

#[test]
fn an_id_rests_on_text_url_outlet_and_date() {
    let id = |fields: &[(&str, &str)]| {
        tidings_with(&["read", "-"], row(fields).as_bytes()).well().rows()[0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let plain = id(&[("text", "Short text.")]);
    assert_eq!(plain, id(&[("text", "Short text."), ("title", "not part of it")]));
    let others = [
        id(&[("text", "Short text!")]),
        id(&[("text", "Short text."), ("url", "https://post.example/1")]),
        id(&[("text", "Short text."), ("outlet", "Varholm Post")]),
        id(&[("text", "Short text."), ("published", "2024-03-12")]),
    ];
    assert!(others.iter().all(|other| *other != plain));
    let folder = Folder::new("read-ids");
    let path = folder.write("same.txt", "Short text.");
    assert_eq!(tidings(&["read", &path]).well().rows()[0]["id"], plain.as_str(), "a file and a row agree");
}

#[test]
fn the_same_delivery_twice_is_printed_once() {
    let folder = Folder::new("read-twice");
    folder.write("a.txt", ARTICLE);
    let again = folder.write("b.txt", ARTICLE);
    let ran = tidings(&["read", &folder.all()]).complains(0, &[&again]);
    assert_eq!(ran.rows().len(), 1);
    assert!(ran.err.contains("printed once"));
}

#[test]
fn a_given_id_with_another_text_is_an_error_of_the_later_row() {
    let rows = row(&[("id", "a"), ("text", "First text.")])
        + &row(&[("id", "a"), ("text", "Second text.")])
        + &row(&[("id", "c"), ("text", "Third text.")]);
    let ran = tidings_with(&["read", "-"], rows.as_bytes()).complains(1, &["\"a\""]);
    let texts: Vec<Value> = ran.rows().iter().map(|reading| reading["text"].clone()).collect();
    assert_eq!(texts, ["First text.", "Third text."]);
    assert!(ran.err.contains("-:2"), "{} should name the line", ran.err);
}
