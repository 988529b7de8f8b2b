//! The pages in a real browser: what a person sees and does. Skipped, with a message, where no Chromium is.
//!
//! One browser for all: starting it takes longer than any of the checks.

mod hostile;
mod server_pages;
mod use_of_page;

use std::path::Path;

use tidings_browser::{Browser, chromium};

use crate::support::{Folder, story, tidings};

/// A check: it opens the page itself, since what the one before did should not matter.
type Check = fn(&mut Browser, &Page);

/// The pages that are looked at.
struct Page {
    /// The example story.
    story: String,
    folder: Folder,
}

impl Page {
    fn make() -> Page {
        let folder = Folder::new("browser");
        let story_page = folder.path("story.html");
        let paths = story();
        let mut args = vec!["dossier", "--one-story", "-o", &story_page];
        args.extend(paths.iter().map(|path| path.to_str().unwrap()));
        tidings(&args).well();
        Page { story: story_page, folder }
    }
}

#[test]
fn the_page_works_in_chromium() {
    let folder = Folder::new("browser-profile");
    let Some(mut browser) = browser(&folder) else {
        eprintln!("{SKIPPED}");
        return;
    };
    let page = Page::make();
    let checks: [(&str, Check); 13] = [
        ("opens", use_of_page::opens),
        ("filters", use_of_page::filters),
        ("words and back", use_of_page::words_and_back),
        ("words to their line", use_of_page::words_to_their_line),
        ("copies with source", use_of_page::copies_with_source),
        ("zooms", use_of_page::zooms),
        ("keyboard only", use_of_page::keyboard_only),
        ("dark", use_of_page::dark),
        ("phone", use_of_page::phone),
        ("paper", use_of_page::paper),
        ("without script", use_of_page::without_script),
        ("hostile articles", hostile::nothing_runs),
        ("hostile draft", hostile::nothing_runs_in_an_audit),
    ];
    for (name, check) in checks {
        eprintln!("{name}");
        browser.size(1300, 900, false).unwrap();
        check(&mut browser, &page);
    }
}

/// What is said where there is no browser.
const SKIPPED: &str = "skipped: no Chromium in PATH, and TIDINGS_CHROMIUM names none";

/// A browser with its profile in `folder`, if there is one.
fn browser(folder: &Folder) -> Option<Browser> {
    chromium().map(|program| Browser::start(&program, Path::new(&folder.all())).unwrap())
}

/// Opens the page of the example anew.
fn open(browser: &mut Browser, page: &Page) {
    browser.open_file(Path::new(&page.story)).unwrap();
    quiet(browser);
}

/// Nothing was asked of another place, nothing was refused, no script complained.
#[track_caller]
fn quiet(browser: &mut Browser) {
    quiet_but_for(browser, "file:");
}

/// The same, where addresses that begin with `own` are the page's own.
#[track_caller]
fn quiet_but_for(browser: &mut Browser, own: &str) {
    for event in &browser.events {
        let (method, parameters) = (event["method"].as_str().unwrap_or_default(), &event["params"]);
        let address = parameters["request"]["url"].as_str().unwrap_or("about:blank");
        // The browser's own icons are data.
        let own = [own, "data:image/", "about:blank"];
        assert!(own.iter().any(|start| address.starts_with(start)), "the page asked for {address}");
        assert!(method != "Runtime.exceptionThrown" && method != "Page.javascriptDialogOpening", "{event}");
        // That a page was refused is told as an error too.
        let told = parameters["entry"]["text"].as_str().unwrap_or_default();
        let is_status = told.starts_with("Failed to load resource: the server responded with a status of 4");
        assert!(parameters["entry"]["level"] != "error" || is_status, "{event}");
    }
}

/// Whether an expression of JavaScript holds.
#[track_caller]
fn holds(browser: &mut Browser, expression: &str) {
    let value = browser.value(expression).unwrap();
    assert_eq!(value, true, "{expression}");
}

/// A number out of the page.
#[track_caller]
fn number(browser: &mut Browser, expression: &str) -> i64 {
    browser.value(expression).unwrap().as_f64().unwrap().round() as i64
}

/// A text out of the page.
#[track_caller]
fn text(browser: &mut Browser, expression: &str) -> String {
    browser.value(expression).unwrap().as_str().unwrap().to_owned()
}
