//! The commands with which the README begins work as they stand there.

use crate::support::{Folder, project, tidings};

/// The blocks between fences in a page of Markdown that name no language.
fn fenced(page: &str) -> Vec<&str> {
    let parts = page.split("\n```").collect::<Vec<_>>();
    parts.chunks_exact(2).filter_map(|pair| pair[1].strip_prefix('\n')).collect()
}

#[test]
fn the_first_two_commands_of_the_readme_work() {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let blocks = fenced(&readme);
    // The first runs the program on the example.
    let arguments = blocks[0].strip_prefix("cargo run --release -p tidings -- ").unwrap();
    let folder = Folder::new("readme");
    let page = folder.path("dossier.html");
    let arguments: Vec<&str> =
        arguments.split_whitespace().map(|word| if word == "dossier.html" { &page } else { word }).collect();
    assert!(arguments.contains(&"examples/story") && arguments.contains(&page.as_str()));
    let ran = tidings(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(std::fs::read_to_string(&page).unwrap().starts_with("<!DOCTYPE html>"));
    // The second runs this test among others; the project's checks run it too.
    assert_eq!(blocks[1].trim_end(), "cargo test --release --workspace");
    assert!(std::fs::read_to_string(project().join(".ci/run")).unwrap().contains(blocks[1].trim_end()));
}

#[test]
fn the_commands_that_the_readme_lists_exist() {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let commands: Vec<&str> =
        readme.lines().filter_map(|line| line.strip_prefix("tidings ")?.split_whitespace().next()).collect();
    assert!(commands.len() >= 4, "{commands:?}");
    for command in commands {
        assert_eq!(tidings(&[command, "--help"]).code, Some(0), "{command}");
    }
}
