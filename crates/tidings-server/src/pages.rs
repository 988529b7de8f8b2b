//! The pages: the list of stories, and what `tidings-page` makes of a story and its articles. The search and the form for
//! uploads have files of their own.

mod add;
mod search;

use jiff::civil::Date;
use maud::{Markup, html};
use tidings_page::{Addresses, Options, counted, days_words, form_page, form_policy, known_by_note, shown};
use tidings_record::Record;
use tidings_store::Store;

use crate::ask;
use crate::asked::Asked;
use crate::refusal::Refusal;
use crate::routes::Body;

pub use add::{add, added};
pub use search::search;

/// A page of this server: its title, what stands on it, and which of the first pages it is, by its path.
fn page(title: &str, path: &str, may_add: bool, asked: &Asked, main: &Markup) -> Body {
    let links = [("/", "Stories"), ("/search", "Search"), ("/add", "Add articles")];
    let query = suffix(asked);
    let bar = html! {
        nav.contents aria-label="Pages" {
            ul {
                @for (to, words) in links.into_iter().filter(|(to, _)| may_add || *to != "/add") {
                    li { a href={ (to) (query) } aria-current=[(to == path).then_some("page")] { (words) } }
                }
            }
        }
    };
    let query = suffix(asked);
    Body::html(form_page(title, &format!("/{query}"), &bar, main), form_policy())
}

/// The stories.
pub fn stories(store: &Store, asked: &Asked) -> Result<Body, Refusal> {
    let page = ask::stories(store, asked)?;
    let main = html! {
        @if let Some(day) = asked.known_by() { (known_by_note(day, "/")) }
        h1 { "Stories" }
        (asks(asked))
        @if page.total == 0 { (none(asked)) }
        @else { p.meta { (counted(page.total, "story")) @if page.total > 1 { "; those that run latest come first" } "." } }
        ol.found {
            @for line in &page.items {
                li {
                    h2 { a href={ "/stories/" (line.id) (suffix(asked)) } { (title(&line.title)) } }
                    p.meta { (days(line.earliest.as_deref(), line.latest.as_deref())) " · " (counted(line.articles, "article")) }
                }
            }
        }
        (further("/", page.next.as_deref(), asked))
    };
    Ok(self::page("Stories", "/", asked.may_add, asked, &main))
}

/// What is said where no story is.
fn none(asked: &Asked) -> Markup {
    html! {
        p {
            @if asked.known_by().is_some() { "No story had begun by then, as far as is certain." }
            @else if asked.may_add { "There is no story yet. " a href="/add" { "Add articles" } ", and those that belong together become one." }
            @else { "There is no story yet. Articles come in by " code { "tidings add" } "; this page shows them at once." }
        }
    }
}

/// The two questions above the stories: words, and a day.
fn asks(asked: &Asked) -> Markup {
    html! {
        div.asks.both {
            form.ask.words action="/search" role="search" {
                (words("Search all stories", asked))
                @if let Some(day) = asked.known_by() { input type="hidden" name="known_by" value=(day); }
                button.main { "Search" }
            }
            form.ask action="/" {
                (known_by(asked))
                button { "Show" }
            }
        }
    }
}

fn words(label: &str, asked: &Asked) -> Markup {
    html! { label.query { span { (label) } input type="search" name="q" value=[asked.text("q")] maxlength="1000"; } }
}

fn known_by(asked: &Asked) -> Markup {
    html! { label { span { "As known by" } input type="date" name="known_by" value=[asked.text("known_by")]; } }
}

fn title(text: &str) -> Markup {
    html! { @if text.trim().is_empty() { "Without title" } @else { (shown(text)) } }
}

fn days(first: Option<&str>, last: Option<&str>) -> String {
    let day = |text: Option<&str>| text.and_then(|text| text.parse::<Date>().ok());
    days_words(day(first), day(last)).unwrap_or_else(|| "day unknown".to_owned())
}

/// The day that is asked for, carried on by links.
fn suffix(asked: &Asked) -> String {
    asked.known_by().map_or_else(String::new, |day| format!("?known_by={day}"))
}

fn further(path: &str, next: Option<&str>, asked: &Asked) -> Markup {
    html! {
        @if let Some(next) = next {
            p.more { a href={ (path) "?" (asked.query_with(&[("cursor", next)])) } rel="next" { "Go on" } }
        } @else if asked.text("cursor").is_some() {
            p.more { a href={ (path) "?" (asked.query_with(&[])) } { "This is the end; back to the first" } }
        }
    }
}

fn addresses(story: &str, asked: &Asked) -> Options {
    let query = suffix(asked);
    Options {
        addresses: Some(Addresses {
            story: format!("/stories/{story}{query}"),
            articles: "/articles/".to_owned(),
            home: format!("/{query}"),
            known_by: asked.known_by(),
            query,
        }),
    }
}

/// The dossier of a story.
pub fn story(store: &Store, asked: &Asked) -> Result<Body, Refusal> {
    let (number, story) = ask::bare_story(store, asked)?;
    let readings = ask::readings(store, number, &story)?;
    let options = match asked.text("whole") {
        Some(_) => Options::default(),
        None => addresses(story.id.as_str(), asked),
    };
    let record = Record { stories: vec![story], ..Record::default() };
    Ok(Body::html(tidings_page::page(&record, &readings, &options), tidings_page::policy()))
}

/// An article with what the record of its story links to in it.
pub fn article(store: &Store, asked: &Asked) -> Result<Body, Refusal> {
    let (number, reading) = ask::article(store, asked)?;
    let line = store.article_line(number)?;
    let (record, readings) = match &line.story {
        None => (Record::default(), vec![reading.clone()]),
        Some(id) => {
            let (number, story) = ask::bare_story(store, &asked.about(id))?;
            let readings = ask::readings(store, number, &story)?;
            (Record { stories: vec![story], ..Record::default() }, readings)
        }
    };
    let options = addresses(line.story.as_deref().unwrap_or_default(), asked);
    let page = tidings_page::article_page(&record, &readings, &reading.id, &options).ok_or_else(|| {
        Refusal::new(404, "not_known", "the story of the article is not linked yet; `tidings add` links it")
    })?;
    Ok(Body::html(page, tidings_page::policy()))
}

/// A refusal for people who asked for `path`.
pub fn refusal(refusal: &Refusal, path: &str, may_add: bool) -> Body {
    let heading = match refusal.status {
        _ if path == "/add" && refusal.code != "uploads_off" => "Nothing was added",
        401 | 403 => "Not open to this request",
        404 | 410 => "Not found",
        500.. => "Not now",
        _ => "This cannot be shown",
    };
    let message = match refusal.code {
        "unknown_path" => "There is no page at this address.".to_owned(),
        _ => sentence(&refusal.message),
    };
    let main = html! {
        h1 { (heading) }
        p.trouble role="alert" { (shown(&message)) }
        @if path == "/add" && may_add { (add::form()) }
        (asks(&Asked::default()))
        p { a href="/" { "To the stories" } }
    };
    page(heading, path, may_add, &Asked::default(), &main)
}

/// A message as a sentence: a capital first, a full stop last.
fn sentence(message: &str) -> String {
    let mut rest = message.chars();
    let first = rest.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", rest.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_become_sentences() {
        assert_eq!(sentence("there is no story s1"), "There is no story s1.");
        assert_eq!(sentence("ist es éin Wort?."), "Ist es éin Wort?.");
        assert_eq!(sentence(""), ".");
    }
}
