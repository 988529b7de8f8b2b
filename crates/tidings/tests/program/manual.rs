//! Completions of shells and manual pages: whole, and of every command.

use std::process::{Command, Stdio};

use crate::support::{Folder, tidings};

/// The commands that `--help` lists.
fn commands() -> Vec<String> {
    let help = tidings(&["--help"]).well();
    let listed = help.text().split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    // Lines that go on with a description are indented further.
    let listed = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.len() > 15 && names.iter().any(|name| name == "audit"), "{names:?}");
    names
}

#[test]
fn every_shell_is_told_every_command() {
    let folder = Folder::new("completions");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = tidings(&["completions", shell]).well();
        for command in commands() {
            assert!(ran.text().contains(&command), "{shell}: {command}");
        }
        assert!(ran.text().contains("known-by"), "{shell}");
    }
    let file = folder.write("tidings.bash", tidings(&["completions", "bash"]).well().out);
    let Ok(parsed) = Command::new("bash").args(["-n", &file]).output() else { return };
    assert!(parsed.status.success(), "{}", String::from_utf8_lossy(&parsed.stderr));
    // It completes as it would at a prompt.
    let script = format!(
        "source {file}; COMP_WORDS=(tidings se); COMP_CWORD=1; _tidings tidings se tidings; echo \"${{COMPREPLY[@]}}\""
    );
    let completed = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&completed.stdout).trim(), "search serve");
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = Folder::new("man");
    let made = tidings(&["man", &folder.path("man1")]).well();
    assert!(made.out.is_empty());
    let mut names: Vec<String> = commands().iter().map(|name| format!("tidings-{name}")).collect();
    names.push("tidings".to_owned());
    assert_eq!(std::fs::read_dir(folder.path("man1")).unwrap().count(), names.len());
    for name in &names {
        let page = std::fs::read_to_string(folder.path(&format!("man1/{name}.1"))).unwrap();
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES"] {
            assert!(page.contains(&format!("\n.SH {section}\n")), "{name}: {section}\n{page}");
        }
        assert!(!page.contains("Examples:") && !page.contains("EXTRA"), "{name}\n{page}");
        let command = name.replace("tidings-", "tidings ").replace('-', "\\-");
        let examples = page.split(".SH EXAMPLES").nth(1).unwrap();
        assert!(examples.contains(command.as_str()), "{name}\n{examples}");
        rendered(&folder.path(&format!("man1/{name}.1")));
    }
    assert!(names.contains(&"tidings-man".to_owned()));
    assert_eq!(
        tidings(&["man"]).well().text(),
        std::fs::read_to_string(folder.path("man1/tidings.1")).unwrap()
    );
}

/// groff takes the page without a warning; where there is no groff, nothing is said.
fn rendered(path: &str) {
    let mut groff = Command::new("groff");
    groff.args(["-man", "-Tutf8", "-wall", "-Kutf8", path]).stdin(Stdio::null());
    let Ok(ran) = groff.output() else { return };
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && said.is_empty(), "{path}: {said}");
}
