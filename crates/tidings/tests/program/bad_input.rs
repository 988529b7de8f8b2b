//! Whatever comes in: a message or a note, never a panic, never a lost neighbour.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{ARTICLE, Folder, row, tidings, tidings_with};

const MEGABYTE: usize = 1 << 20;

fn notes(reading: &Value) -> String {
    let notes = reading["notes"].as_array().unwrap();
    notes.iter().map(|note| note["note"].as_str().unwrap()).collect::<Vec<_>>().join("; ")
}

/// The reading of the one file with these bytes; it must be read without complaint.
#[track_caller]
fn read(name: &str, bytes: impl AsRef<[u8]>) -> Value {
    let folder = Folder::new(name);
    let path = folder.write("text.txt", bytes);
    tidings(&["read", &path]).well().rows().remove(0)
}

#[test]
fn an_empty_file_has_a_reading_that_says_so() {
    for text in ["", "\n \t\n"] {
        let reading = read("bad-empty", text);
        assert_eq!((&reading["text"], &reading["sentences"]), (&text.into(), &Value::Array(Vec::new())));
        assert!(notes(&reading).contains("empty"), "{}", notes(&reading));
    }
}

#[test]
fn a_binary_file_is_refused_and_its_neighbours_are_read() {
    let folder = Folder::new("bad-binary");
    folder.write("a.txt", ARTICLE);
    let binary = folder.write("b.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0");
    folder.write("c.txt", "Another text.");
    let ran = tidings(&["read", &folder.all()]).complains(1, &[&binary]);
    assert!(ran.err.contains("binary"));
    assert_eq!(ran.rows().len(), 2);
}

#[test]
fn bytes_that_are_not_utf8_are_decoded_by_detection() {
    let reading =
        read("bad-latin", b"The caf\xe9 in Varholm reopened on Monday, mayor Bj\xf6rn \xc5kedal said.");
    assert_eq!(reading["text"], "The café in Varholm reopened on Monday, mayor Björn Åkedal said.");
    assert!(notes(&reading).contains("windows-1252"), "{}", notes(&reading));
    let wide: Vec<u8> = "\u{feff}Čilka spoke.".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let reading = read("bad-wide", wide);
    assert_eq!(reading["text"], "Čilka spoke.");
    assert!(notes(&reading).contains("UTF-16"), "{}", notes(&reading));
    let reading = read("bad-mark", "\u{feff}Plain text.");
    assert_eq!((&reading["text"], notes(&reading).as_str()), (&"Plain text.".into(), ""));
}

#[test]
fn bytes_of_no_encoding_become_replacement_characters_with_a_note() {
    let reading = read("bad-bytes", b"\xef\xbb\xbfTwo bytes \xff\xfe are none.");
    assert!(reading["text"].as_str().unwrap().contains('\u{fffd}'));
    assert!(notes(&reading).contains("U+FFFD"), "{}", notes(&reading));
    let ran = tidings_with(&["read", "-"], b"{\"text\":\"One \xff byte.\"}\n").well();
    assert_eq!(ran.rows()[0]["text"], "One \u{fffd} byte.");
    assert!(notes(&ran.rows()[0]).contains("U+FFFD"));
}

#[test]
fn lone_surrogates_become_replacement_characters_with_a_note() {
    let rows = "{\"id\":\"a\",\"text\":\"half \\ud83d, whole \\ud83d\\ude00\"}\n";
    let reading = &tidings_with(&["read", "-"], rows.as_bytes()).well().rows()[0];
    assert_eq!(reading["text"], "half \u{fffd}, whole 😀");
    assert!(notes(reading).contains("surrogate"));
}

#[test]
fn a_very_long_line_is_read() {
    let sentence = "The ferry crews of Varholm said on Monday that 12 boats would stay in port until June. ";
    let reading = read("bad-line", sentence.repeat(3 * MEGABYTE / 8 / sentence.len()));
    assert!(reading["sentences"].as_array().unwrap().len() > 3000);
    let reading = read("bad-word", "a".repeat(7 * MEGABYTE));
    assert_eq!(reading["text"].as_str().unwrap().len(), 7 * MEGABYTE);
}

#[test]
fn a_million_brackets_are_read() {
    for (unit, count) in [("(", 1_000_000), ("([{\"", 10_000), (")", 50_000), ("<(", 10_000), ("“(‘", 10_000)]
    {
        let reading = read("bad-brackets", unit.repeat(count));
        assert_eq!(reading["tidings"], "reading/1");
    }
    let mut row = b"{\"id\":\"deep\",\"text\":".to_vec();
    row.resize(MEGABYTE, b'[');
    row.extend_from_slice(b"\n{\"id\":\"next\",\"text\":\"A neighbour.\"}\n");
    let ran = tidings_with(&["read", "-"], &row).complains(1, &["-:1"]);
    assert_eq!(ran.rows()[0]["id"], "next");
    let mut row = b"{\"id\":\"deep\",\"text\":\"x\",\"other\":".to_vec();
    row.resize(MEGABYTE, b'[');
    row.push(b'\n');
    tidings_with(&["read", "-"], &row).complains(1, &["-:1"]);
}

#[test]
fn a_text_above_the_limit_is_refused_and_the_others_are_read() {
    let folder = Folder::new("bad-large");
    folder.write("a.txt", ARTICLE);
    let large = folder.write("b.txt", "word ".repeat(9 * MEGABYTE / 5));
    let huge = folder.write("c.txt", vec![b'x'; 40 * MEGABYTE]);
    let rows = folder
        .write("d.jsonl", row(&[("text", &"word ".repeat(9 * MEGABYTE / 5))]) + &row(&[("text", "Last.")]));
    let ran = tidings(&["read", &folder.all()]).complains(1, &[&large, &huge, &format!("{rows}:1")]);
    assert!(ran.err.lines().all(|line| line.contains("the limit is 8 MB")), "{}", ran.err);
    assert_eq!(ran.rows().len(), 2);
}

#[test]
fn a_row_without_end_is_refused_in_little_memory_and_the_next_is_read() {
    let mut rows = vec![b'x'; 60 * MEGABYTE];
    rows.extend_from_slice(b"\n{\"text\":\"A neighbour.\"}\n");
    let ran = tidings_with(&["read", "-"], &rows).complains(1, &["-:1"]);
    assert_eq!(ran.rows()[0]["text"], "A neighbour.");
}

#[test]
fn another_language_is_said_and_not_parsed() {
    let german = "Der Hafen von Varholm bleibt bis Freitag geschlossen, teilte die Gewerkschaft am Dienstag mit. \
        Die Besatzungen der Fähren wollen nicht arbeiten, bis ein neues Angebot auf dem Tisch liegt. Nach Angaben \
        des Hafenamtes sitzen rund viertausend Reisende auf den Inseln fest, darunter viele Familien mit Kindern, \
        die nach den Ferien wieder nach Hause wollten und nun auf ein Schiff warten müssen.";
    let ukrainian = "Паромники Варгольма не вийдуть у море до п’ятниці, повідомила профспілка у вівторок. За даними \
        портового управління, на островах застрягли близько чотирьох тисяч пасажирів.";
    for (text, language) in [(german, "de"), (ukrainian, "uk")] {
        let reading = read(&format!("bad-language-{language}"), text);
        assert_eq!(reading["language"], language);
        assert!(notes(&reading).contains(language), "{}", notes(&reading));
        assert_eq!(reading["attributions"], Value::Array(Vec::new()));
        assert_eq!(reading["text"], text);
    }
}

#[test]
fn control_characters_and_odd_spaces_are_kept() {
    let text = "The\u{7} ferry\u{b} crews\u{200b} of\u{a0}Varholm\u{2028}said\u{85} on\u{feff} Monday\r\nthat\u{1b} \
        12\u{202e} boats stayed.\u{fffe}\u{10ffff}";
    assert_eq!(read("bad-controls", text)["text"], text);
    let reading = &tidings_with(&["read", "-"], row(&[("text", "A NUL \0 in\u{1} a row.")]).as_bytes())
        .well()
        .rows()[0];
    assert_eq!(reading["text"], "A NUL \0 in\u{1} a row.");
}

#[test]
fn wrong_rows_are_named_by_line_and_the_others_are_read() {
    let rows = [
        "not json",
        "{\"id\":\"a\",\"text\":\"First.\"}",
        "",
        "{\"id\":\"b\"}",
        "{\"id\":\"c\",\"text\":3}",
        "[1, 2]",
        "{\"id\":{\"x\":1},\"text\":\"y\"}",
        "{\"text\":\"cut off",
        "{\"id\":7,\"text\":\"Last, without a line end.\"}",
    ];
    let ran = tidings_with(&["read", "-"], rows.join("\n").as_bytes());
    let ran = ran.complains(1, &["-:1", "-:4", "-:5", "-:6", "-:7", "-:8"]);
    let ids: Vec<Value> = ran.rows().iter().map(|reading| reading["id"].clone()).collect();
    assert_eq!(ids, ["a", "7"]);
    assert!(ran.err.contains("missing field `text`") && ran.err.contains("column"), "{}", ran.err);
}

#[test]
fn a_date_that_is_none_is_a_note() {
    let rows = row(&[("text", "Short text."), ("published", "last Tuesday")]);
    let reading = &tidings_with(&["read", "-"], rows.as_bytes()).well().rows()[0];
    assert!(notes(reading).contains("last Tuesday"));
    assert_eq!(reading["published"]["basis"], "unknown");
}

#[test]
fn missing_and_unreadable_paths_are_named() {
    let folder = Folder::new("bad-paths");
    let (good, missing) = (folder.write("a.txt", ARTICLE), folder.path("missing.txt"));
    let page = folder.write("page.pdf", "%PDF-1.7");
    let ran = tidings(&["read", &missing, &page, &good]).complains(1, &[&missing, &page]);
    assert_eq!(ran.rows().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("bad-permission");
    let locked = folder.write("a.txt", ARTICLE);
    folder.write("b.txt", "Another text.");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o0)).unwrap();
    if std::fs::File::open(&locked).is_ok() {
        eprintln!("skipped: this user may read every file");
        return;
    }
    let ran = tidings(&["read", &folder.all()]).complains(1, &[&locked]);
    assert_eq!(ran.rows().len(), 1);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_and_broken_links_end() {
    let folder = Folder::new("bad-links");
    folder.write("a.txt", ARTICLE);
    std::os::unix::fs::symlink(folder.all(), folder.path("round")).unwrap();
    std::os::unix::fs::symlink(folder.path("nowhere"), folder.path("z.txt")).unwrap();
    let ran = tidings(&["read", &folder.all()]);
    assert_eq!((ran.code, ran.rows().len()), (Some(1), 1));
    assert!(ran.err.contains("z.txt") && ran.err.contains("1 other file was left alone"), "{}", ran.err);
}

#[test]
fn one_bad_among_a_thousand_costs_only_itself() {
    let mut rows = String::new();
    for number in 0..1000 {
        match number {
            417 => rows.push_str("{\"id\":\"417\",\"text\":\n"),
            _ => {
                rows +=
                    &row(&[("id", &number.to_string()), ("text", &format!("Boat {number} stayed in port."))])
            }
        }
    }
    let ran = tidings_with(&["read", "-"], rows.as_bytes()).complains(1, &["-:418"]);
    let ids: Vec<String> =
        ran.rows().iter().map(|reading| reading["id"].as_str().unwrap().to_owned()).collect();
    let want: Vec<String> =
        (0..1000).filter(|&number| number != 417).map(|number| number.to_string()).collect();
    assert_eq!(ids, want);
}

#[test]
fn who_reads_the_output_may_stop() {
    let folder = Folder::new("bad-pipe");
    let rows: String =
        (0..400).map(|number| row(&[("id", &number.to_string()), ("text", ARTICLE)])).collect();
    let path = folder.write("rows.jsonl", rows);
    for args in
        [&["read", "--threads", "2"][..], &["read", "--threads", "1"], &["read", "--format", "conllu"]]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tidings"))
            .args(args)
            .arg(&path)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(!first.is_empty());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert!(output.status.success());
    }
}
