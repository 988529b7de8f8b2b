//! The page on which people add articles by their browser, and what it says afterwards.

use maud::{Markup, html};
use tidings_page::{counted, shown};

use super::page;
use crate::Added;
use crate::asked::Asked;
use crate::routes::Body;

/// The form.
pub fn add(largest: usize, asked: &Asked) -> Body {
    let main = html! {
        h1 { "Add articles" }
        (form())
        p.meta {
            "Up to " (counted(largest >> 20, "megabyte")) " at a time. Read are texts, web pages, mail, PDF, tables of articles "
            "(.jsonl, .csv, .tsv), feeds, web archives, and .zip, .tar and .gz of these. "
            "An article that is there already is not added again; stories that an article belongs to are linked anew at once."
        }
    };
    page("Add articles", "/add", true, asked, &main)
}

/// Files to choose.
pub fn form() -> Markup {
    html! {
        form.send action="/add" method="post" enctype="multipart/form-data" {
            label { span { "Files" } input type="file" name="files" multiple required; }
            button.main { "Add them" }
        }
    }
}

/// What came of it.
pub fn added(added: &Added, asked: &Asked) -> Body {
    let main = html! {
        h1 { @if added.added == 0 { "Nothing new" } @else { (counted(added.added, "article")) " added" } }
        p role="status" {
            @match added.known { 0 => {}, 1 => "1 was there before. ", many => { (many) " were there before. " } }
            @match added.linked { 0 => "No story changed.", some => { (counted(some, "story")) " linked anew." } }
        }
        @if !added.failures.is_empty() {
            h2 { "Not read" }
            ul.lines { @for failure in &added.failures { li.trouble { (shown(failure)) } } }
        }
        p { a href="/" { "To the stories" } }
        h2 { "Add more" }
        (form())
    };
    page("Articles added", "/add", true, asked, &main)
}
