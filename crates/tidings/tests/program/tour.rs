//! The tour of the documentation: every command of it is run, and prints what stands there.
//!
//! Where what is printed has changed for the better, `TIDINGS_TOUR=write` puts it into the page.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Folder, project};

#[test]
fn the_commands_of_the_tour_print_what_it_shows() {
    let folder = Folder::new("tour");
    for entry in fs::read_dir(project().join("examples/story")).unwrap() {
        let entry = entry.unwrap();
        let name = format!("examples/story/{}", entry.file_name().to_str().unwrap());
        folder.write(&name, fs::read(entry.path()).unwrap());
    }
    folder.write("examples/draft.md", fs::read(project().join("examples/draft.md")).unwrap());
    let path = project().join("docs/tour.md");
    let page = fs::read_to_string(&path).unwrap();
    let run = run_again(&page, Path::new(&folder.all()));
    if std::env::var_os("TIDINGS_TOUR").is_some_and(|value| value == "write") {
        fs::write(&path, &run).unwrap();
    } else {
        for (stands, printed) in page.lines().zip(run.lines()) {
            assert_eq!(
                stands, printed,
                "docs/tour.md is out of date: look, then run with TIDINGS_TOUR=write"
            );
        }
        assert_eq!(page.lines().count(), run.lines().count());
    }
    assert!(fs::read_to_string(folder.path("dossier.html")).unwrap().starts_with("<!DOCTYPE html>"));
    assert!(fs::exists(folder.path("target/tables/figures.csv")).unwrap());
}

/// The page with what its commands print now. A command stands behind `$` in a block for the console.
fn run_again(page: &str, folder: &Path) -> String {
    let (mut made, mut in_console, mut commands) = (String::new(), false, 0);
    for line in page.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
        }
        let command = line.strip_prefix("$ tidings ").filter(|_| in_console);
        if command.is_some() || !in_console || line.starts_with("```") {
            let _ = writeln!(made, "{line}");
        }
        if let Some(command) = command {
            commands += 1;
            made.push_str(&printed(command, folder));
        }
    }
    assert!(commands >= 10, "{commands} commands");
    made
}

/// What a command prints, perhaps only its first lines.
fn printed(command: &str, folder: &Path) -> String {
    let (command, most) = match command.split_once(" | head -") {
        Some((command, most)) => (command, most.parse().unwrap()),
        None => (command, usize::MAX),
    };
    // Every second piece stands in quotation marks.
    let pieces = command.split('"').enumerate();
    let args = pieces.flat_map(|(at, piece)| match at % 2 {
        0 => piece.split_whitespace().collect::<Vec<_>>(),
        _ => vec![piece],
    });
    let ran = Command::new(env!("CARGO_BIN_EXE_tidings")).args(args).current_dir(folder).output().unwrap();
    let is_audit = command.starts_with("audit") || command.starts_with("check");
    let well = if is_audit { 3 } else { 0 };
    assert_eq!(ran.status.code(), Some(well), "{command}: {}", String::from_utf8_lossy(&ran.stderr));
    let out = String::from_utf8(ran.stdout).unwrap();
    out.lines().take(most).map(|line| format!("{}\n", line.trim_end())).collect()
}
