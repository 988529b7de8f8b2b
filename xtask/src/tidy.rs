//! Conventions about committed files that a test can hold: what a page names exists, and no file names a package
//! registry's host or a path of somebody's machine.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::spacy::workspace;

/// Folders whose files pages refer to by path.
const FOLDERS: [&str; 5] = ["crates/", "xtask/", "examples/", "docs/", "fuzz/"];

/// Committed text files, by path from the root. The lock file names its registry in every entry.
fn committed() -> Vec<(String, String)> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(workspace()).output().unwrap();
    assert!(listed.status.success(), "git ls-files failed");
    let paths = String::from_utf8(listed.stdout).unwrap();
    let paths = paths.split('\0').filter(|path| !path.is_empty() && !path.ends_with("Cargo.lock"));
    let read = |path: &str| Some((path.to_owned(), fs::read_to_string(workspace().join(path)).ok()?));
    paths.filter_map(read).collect()
}

/// Targets of links and words in backticks that begin with one of [`FOLDERS`], without placeholders.
fn paths_named(page: &str) -> Vec<&str> {
    let in_ticks =
        page.split('`').skip(1).step_by(2).filter(|word| FOLDERS.iter().any(|f| word.starts_with(f)));
    let links = page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let links = links.filter(|target| !target.contains(':') && !target.starts_with('#'));
    let plain = |path: &&str| !path.contains(['*', '<', '{', '…', ' ', '\n']);
    in_ticks.chain(links).map(|path| path.split('#').next().unwrap_or(path)).filter(plain).collect()
}

#[test]
fn paths_named_by_pages_exist() {
    let mut missing = Vec::new();
    for (path, page) in committed().iter().filter(|(path, _)| path.ends_with(".md")) {
        let folder = Path::new(path).parent().unwrap();
        for named in paths_named(page) {
            let (from_root, from_page) = (workspace().join(named), workspace().join(folder).join(named));
            if !from_root.exists() && !from_page.exists() {
                missing.push(format!("{path} names {named}"));
            }
        }
    }
    assert!(missing.is_empty(), "these do not exist:\n{}", missing.join("\n"));
}

#[test]
fn no_file_names_a_registry_or_a_machine() {
    // In pieces, so that this file does not name them either.
    let forbidden = [
        concat!("crates", ".io"),
        concat!("pypi", ".org"),
        concat!("pythonhosted", ".org"),
        concat!("npmjs", ".org"),
        concat!("/work", "/main"),
        concat!("/work", "/shared"),
    ];
    let files = committed();
    assert!(files.iter().any(|(path, _)| path == "xtask/src/tidy.rs"), "this file is committed");
    let named = |text: &str| forbidden.into_iter().find(|word| text.contains(word));
    let found: Vec<_> = files.iter().filter_map(|(path, text)| Some((path, named(text)?))).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn ticks_and_links_are_found() {
    let page = "See `crates/a/src` and `let x`, [b](docs/b.md#top), [c](https://example.org), `docs/*.md`.";
    assert_eq!(paths_named(page), ["crates/a/src", "docs/b.md"]);
}
