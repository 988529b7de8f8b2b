//! The pages: the list of stories, a search, and what `tidings-page` makes of a story and its articles.

use maud::{Markup, html};
use tidings_page::{Addresses, Options, counted, encoded, form_page, form_policy, shown};
use tidings_record::Record;
use tidings_store::Store;

use crate::ask::{self, Found, Hit};
use crate::asked::Asked;
use crate::refusal::Refusal;
use crate::routes::Body;

/// The stories.
pub fn stories(store: &Store, asked: &Asked) -> Result<Body, Refusal> {
    let page = ask::stories(store, asked)?;
    let main = html! {
        h1 { "Stories" }
        (form(asked, false))
        p.meta { (counted(page.total, "story")) @if let Some(day) = asked.known_by() { ", as known by " (day) } "." }
        ul {
            @for line in &page.items {
                li {
                    p { a href={ "/stories/" (line.id) (suffix(asked)) } { (shown(&line.title)) } }
                    p.meta { (days(line.earliest.as_deref(), line.latest.as_deref())) " · " (counted(line.articles, "article")) }
                }
            }
        }
        (further("/", page.next.as_deref(), asked))
    };
    Ok(Body::html(form_page("Stories", "/", &main), form_policy()))
}

/// A search; without words or filters its form.
pub fn search(store: &Store, asked: &Asked) -> Result<Body, Refusal> {
    // What is not clear is said on the page: somebody is still filling the form.
    let found = match ask::search(store, asked) {
        Ok(found) => Ok(found),
        Err(refusal) if refusal.code == "unclear" => Err(refusal.message),
        Err(refusal) => return Err(refusal),
    };
    let main = html! {
        h1 { "Search" }
        (form(asked, true))
        @match &found {
            Ok(found) => (results(found, asked)),
            Err(unclear) => p.meta { (unclear) "." },
        }
    };
    Ok(Body::html(form_page("Search", "/", &main), form_policy()))
}

fn results(found: &Found, asked: &Asked) -> Markup {
    html! {
        p.meta role="status" {
            @if found.more { "More than " (found.matches) " match; the " (found.matches) " that came last are ranked." }
            @else { (found.matches) " match." }
        }
        @for facet in found.facets.iter().filter(|facet| facet.values.len() > 1) {
            @if let Some(name) = filter_of(&facet.name) {
                p.meta {
                    b { (facet.name) } ": "
                    @for one in facet.values.iter().take(8) {
                        a href={ "/search?" (asked.query_with(name, &one.value)) } { (shown(&one.value)) } " " (one.count) " "
                    }
                }
            }
        }
        ol { @for hit in &found.hits { li { (self::hit(hit, asked)) } } }
        (further("/search", found.next.as_deref(), asked))
    }
}

/// The filter that keeps the values of a facet.
fn filter_of(facet: &str) -> Option<&'static str> {
    Some(match facet {
        "kind" => "kind",
        "outlet" => "outlet",
        "speaker" => "speaker",
        "stance" => "stance",
        "type" => "event_type",
        "story" => "story",
        _ => return None,
    })
}

fn hit(hit: &Hit, asked: &Asked) -> Markup {
    let who = hit.speaker.as_ref().or(hit.outlet.as_ref().filter(|_| hit.kind != "claim"));
    let article = format!("/articles/{}{}", encoded(hit.place.article.as_str()), suffix(asked));
    html! {
        p {
            @if let Some(title) = &hit.title { a href=(article) { (shown(title)) } }
            @else { a href=(article) { "The article" } }
        }
        p.quote { (shown(&hit.snippet)) }
        p.meta {
            (hit.kind)
            @if let Some(sort) = &hit.sort { " · " (shown(sort)) }
            @if let Some(who) = who { " · " (shown(who)) }
            @if let Some(day) = &hit.day { " · " (day) }
            @if let Some(story) = &hit.story { " · " a href={ "/stories/" (story) (suffix(asked)) } { "the story" } }
        }
    }
}

fn days(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (None, None) => "day unknown".to_owned(),
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (first, last) => format!("{} – {}", first.unwrap_or(""), last.unwrap_or("")),
    }
}

/// The day that is asked for, carried on by links.
fn suffix(asked: &Asked) -> String {
    asked.known_by().map_or_else(String::new, |day| format!("?known_by={day}"))
}

fn further(path: &str, next: Option<&str>, asked: &Asked) -> Markup {
    html! {
        @if let Some(next) = next { p { a href={ (path) "?" (asked.query_with("cursor", next)) } rel="next" { "More" } } }
    }
}

/// The form: words and filters, or words alone.
fn form(asked: &Asked, whole: bool) -> Markup {
    let filters: &[(&str, &str, &str)] = if whole {
        &[
            ("speaker", "Who says it", "text"),
            ("actor", "Who takes part", "text"),
            ("place", "Where", "text"),
            ("outlet", "Outlet", "text"),
            ("stance", "Stance", "text"),
            ("event_type", "Type of event", "text"),
            ("from", "From", "date"),
            ("to", "To", "date"),
            ("story", "Story", "text"),
        ]
    } else {
        &[]
    };
    html! {
        form.facts action="/search" method="get" role="search" {
            label { "Words " input type="search" name="q" value=[asked.text("q")] maxlength="1000"; }
            @for (name, words, sort) in filters {
                label { (words) " " input type=(sort) name=(name) value=[asked.text(name)]; }
            }
            @if whole { @for kind in asked.all("kind") { input type="hidden" name="kind" value=(kind); } }
            label { "Known by " input type="date" name="known_by" value=[asked.text("known_by")]; }
            button { "Search" }
            @if !whole { button formaction="/" { "Show the stories known by then" } }
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

/// A refusal for people.
pub fn refusal(refusal: &Refusal) -> Body {
    let main = html! {
        h1 { "This cannot be shown" }
        p { (shown(&refusal.message)) "." }
        p { a href="/" { "To the stories" } }
    };
    Body::html(form_page("This cannot be shown", "/", &main), form_policy())
}
