//! What the program says of itself: help, schemas, wrong usage.

use crate::support::{ARTICLE, Folder, project, tidings};

#[test]
fn help_of_each_command_shows_examples() {
    for args in [
        &["--help"][..],
        &["read", "--help"],
        &["dossier", "--help"],
        &["explain", "--help"],
        &["schema", "--help"],
        &["add", "--help"],
        &["stories", "--help"],
        &["show", "--help"],
        &["search", "--help"],
        &["serve", "--help"],
        &["mcp", "--help"],
        &["changes", "--help"],
        &["doctor", "--help"],
        &["export", "--help"],
        &["audit", "--help"],
        &["check", "--help"],
        &["decide", "--help"],
        &["completions", "--help"],
        &["man", "--help"],
    ] {
        let ran = tidings(args).well();
        assert!(
            ran.text().contains("Examples:") && ran.text().contains("  tidings "),
            "{args:?}\n{}",
            ran.text()
        );
        assert!(ran.text().lines().all(|line| line.chars().count() <= 120), "{args:?}");
    }
    assert!(tidings(&["--version"]).well().text().starts_with("tidings "));
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_is_right() {
    let folder = Folder::new("help-usage");
    let path = folder.write("a.txt", ARTICLE);
    let out = folder.path("out.docx");
    for (args, said) in [
        (&["unknown"][..], "unrecognized subcommand"),
        (&[][..], "Usage"),
        (&["read", "--format", "xml", &path], "jsonl"),
        (&["read", "--published", "yesterday", &path], "2024-03-12"),
        (&["read", "--threads", "0", &path], "1..=512"),
        (&["read", "--no-such-option", &path], "--no-such-option"),
        (&["dossier"], "PATH"),
        (&["dossier", "--known-by", "soon", &path], "known-by"),
        (&["dossier", &path, "-o", &out], ".html"),
        (&["explain", "--stage", "dreams", &path], "passages"),
        (&["explain"], "PATH"),
        (&["explain", "--json", &path], "--why"),
        (&["explain", "--why", "e0", "--stage", "names", &path], "--stage"),
        (&["schema", "poem"], "reading"),
        (&["completions", "abacus"], "elvish"),
        (&["export", "--format", "csv", &path], "--output"),
        (&["export", "--format", "csv", "--table", "poems", &path], "timeline, claims"),
        (&["export", "--format", "passages", &path], "--store"),
        (&["export", "--format", "coding", "--table", "claims", &path], "--table goes with"),
        (&["decide", &path], "the column key is missing"),
    ] {
        let ran = tidings(args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{args:?} should say {said:?}: {}", ran.err);
        assert!(ran.out.is_empty(), "{args:?}");
    }
}

#[test]
fn schemas_are_those_of_the_documentation() {
    for document in ["reading", "record", "why", "audit"] {
        let file = project().join(format!("docs/schemas/{document}.schema.json"));
        assert_eq!(
            tidings(&["schema", document]).well().text(),
            std::fs::read_to_string(file).unwrap(),
            "{document}"
        );
    }
}

#[test]
fn explain_shows_each_stage_under_the_words() {
    let folder = Folder::new("help-explain");
    let path = folder.write("ferry.txt", ARTICLE);
    for (stage, said) in [
        ("passages", "title"),
        ("syntax", "nsubj"),
        ("names", "Ilse Brandow"),
        ("times", "DATE"),
        ("quantities", "4000"),
        ("attributions", "cue: says"),
    ] {
        let ran = tidings(&["explain", "--stage", stage, &path]).well();
        assert!(ran.text().contains(said), "{stage}\n{}", ran.text());
    }
}
