//! Same articles, same bytes: whatever the number of threads, the order of files, the run.

use std::path::PathBuf;

use crate::support::{story, tidings};

fn run(command: &[&str], paths: &[PathBuf]) -> Vec<u8> {
    let paths = paths.iter().map(|path| path.to_str().unwrap());
    tidings(&command.iter().copied().chain(paths).collect::<Vec<_>>()).well().out
}

#[test]
fn threads_make_no_difference() {
    let paths = story();
    for format in ["jsonl", "json", "conllu"] {
        let [one, two, eight] =
            ["1", "2", "8"].map(|threads| run(&["read", "--format", format, "--threads", threads], &paths));
        assert!(one.len() > 10_000 && one == two && two == eight, "{format}");
    }
    for format in ["json", "html", "md"] {
        let [one, two] =
            ["1", "2"].map(|threads| run(&["dossier", "--format", format, "--threads", threads], &paths));
        assert!(one.len() > 1_000 && one == two, "{format}");
    }
}

#[test]
fn the_order_of_files_makes_no_difference_to_a_dossier() {
    let mut paths = story();
    for format in ["json", "html", "md"] {
        let forth = run(&["dossier", "--format", format], &paths);
        paths.reverse();
        assert!(forth == run(&["dossier", "--format", format], &paths), "{format}, reversed");
        paths.rotate_left(5);
        assert!(forth == run(&["dossier", "--format", format], &paths), "{format}, rotated");
        paths.sort();
    }
}

#[test]
fn readings_come_in_the_order_of_the_input() {
    let mut paths = story();
    let forth = run(&["read"], &paths);
    let mut forth: Vec<&[u8]> = forth.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    forth.truncate(paths.len());
    paths.reverse();
    let back = run(&["read"], &paths);
    let mut back: Vec<&[u8]> = back.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
    back.reverse();
    assert!(forth == back);
}
