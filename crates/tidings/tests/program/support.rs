//! Running the program, and folders of articles to run it on.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A short invented article: title, dateline, two paragraphs.
pub const ARTICLE: &str = "\
Ferry strike in Varholm enters second week\n\n\
VARHOLM, March 12 - Crews of the island ferries will stay ashore until Friday, the Seafarers' League said on \
Tuesday. “We have had no offer,” said its chairwoman, Ilse Brandow.\n\n\
About 4,000 passengers were stranded, according to the harbour office. The Varholm Line called the figure \
“exaggerated”.\n";

/// What one run of the program gave.
#[derive(Debug)]
pub struct Ran {
    pub out: Vec<u8>,
    pub err: String,
    pub code: Option<i32>,
}

impl Ran {
    /// Standard output as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    /// Standard output as one JSON value a line.
    pub fn rows(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Standard output as one JSON value.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.out).unwrap()
    }

    /// This run, if all went well and nothing was said.
    #[track_caller]
    pub fn well(self) -> Ran {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""));
        self
    }

    /// This run, if it ended with `code` and a complaint of one line for each of `places`, and no other.
    #[track_caller]
    pub fn complains(self, code: i32, places: &[&str]) -> Ran {
        assert_eq!(self.code, Some(code), "{}", self.err);
        let lines: Vec<&str> = self.err.lines().collect();
        assert_eq!(lines.len(), places.len(), "{}", self.err);
        for (line, place) in lines.iter().zip(places) {
            assert!(line.starts_with("tidings: ") && line.contains(place), "{line:?} should name {place:?}");
        }
        self
    }
}

/// Runs `tidings` with `args` and nothing on standard input.
pub fn tidings<A: AsRef<std::ffi::OsStr>>(args: &[A]) -> Ran {
    tidings_with(args, b"")
}

/// Runs `tidings` with `args` and `input` on standard input.
pub fn tidings_with<A: AsRef<std::ffi::OsStr>>(args: &[A], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tidings"))
        .args(args)
        .current_dir(project())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // The program may end without reading its input: that is for the test to judge.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().unwrap()
    });
    Ran { out: output.stdout, err: String::from_utf8(output.stderr).unwrap(), code: output.status.code() }
}

/// A Python that has all `modules`. Where there is none it is said that a test is left out; `page` tells how to get it.
pub fn python_with(modules: &[&str], page: &str) -> Option<String> {
    let python = std::env::var("TIDINGS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has = Command::new(&python).args(["-c", &format!("import {}", modules.join(", "))]).output();
    if has.is_ok_and(|ran| ran.status.success()) {
        return Some(python);
    }
    let modules = modules.join(" or no ");
    let line = format!("skipped: {python} has no {modules}; {page} tells how to get it\n");
    // That nobody reads it is no error.
    let _ = std::io::stderr().write_all(line.as_bytes());
    None
}

/// The project's root.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of the example story, in order of name.
pub fn story() -> Vec<PathBuf> {
    let folder = fs::read_dir(project().join("examples/story")).unwrap();
    let paths = folder.map(|entry| entry.unwrap().path());
    let is_article = |path: &PathBuf| path.extension().is_some_and(|end| end == "txt" || end == "jsonl");
    let mut paths: Vec<PathBuf> = paths.filter(is_article).collect();
    paths.sort();
    assert!(paths.len() > 8, "the example story is there");
    paths
}

/// A folder that is removed in the end.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder. `name` is that of the test, so that no two share one.
    pub fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// The path of `name` in here.
    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// The path of the folder.
    pub fn all(&self) -> String {
        self.0.to_str().unwrap().to_owned()
    }

    /// Writes a file and gives its path.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs a script in a Python that has all `modules`, which docs/exports.md names; leaves it out where there is none.
pub fn python(modules: &[&str], script: &str, args: &[&str]) {
    let Some(python) = python_with(modules, "docs/exports.md") else { return };
    let ran = Command::new(&python).args(["-c", script]).args(args).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

/// A row of JSONL.
pub fn row(fields: &[(&str, &str)]) -> String {
    let fields = fields.iter().map(|&(key, value)| (key.to_owned(), Value::from(value)));
    Value::Object(fields.collect()).to_string() + "\n"
}

/// The words of `text` from code point `span[0]` to `span[1]`.
pub fn words(text: &str, span: &Value) -> String {
    let at = |end: usize| span[end].as_u64().unwrap() as usize;
    assert!(at(0) <= at(1) && at(1) <= text.chars().count(), "{span} lies outside the text");
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}

/// Calls `visit(key, value)` for every member of every object inside `value`.
pub fn walk(value: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| walk(value, visit)),
        Value::Object(fields) => {
            for (key, value) in fields {
                visit(key, value);
                walk(value, visit);
            }
        }
        _ => {}
    }
}
