//! The page of a search: its form, what narrows it, what was found.

use maud::{Markup, html};
use tidings_page::{counted, day_words, encoded, known_by_note, shown};
use tidings_store::Store;

use super::{known_by, page, suffix, title, words};
use crate::ask::{self, Facet, Found, Hit};
use crate::asked::Asked;
use crate::refusal::Refusal;
use crate::routes::Body;

/// How many values of a facet are offered.
const OFFERED: usize = 8;

/// The stances, as the parameter spells them.
const STANCES: [&str; 16] = [
    "says",
    "denies",
    "announces",
    "demands",
    "offers",
    "threatens",
    "promises",
    "warns",
    "expects",
    "fears",
    "doubts",
    "asks",
    "accuses",
    "agrees",
    "refuses",
    "calls_for",
];

/// Fields that are filled in: name, what it is called, sort.
const FIELDS: [(&str, &str, &str); 6] = [
    ("speaker", "Who says it", "text"),
    ("actor", "Who takes part", "text"),
    ("place", "Where", "text"),
    ("outlet", "Outlet", "text"),
    ("from", "From", "date"),
    ("to", "To", "date"),
];

/// Filters that links set and the form keeps.
const KEPT: [(&str, &str); 3] = [("kind", "Kind"), ("event_type", "Type of event"), ("story", "Story")];

/// A search; without words or filters its form.
pub fn search(store: &Store, asked: &Asked) -> Result<Body, Refusal> {
    let is_asked = asked.names().any(|name| !["known_by", "limit"].contains(&name));
    // What is not clear is said on the page: somebody is still filling the form.
    let found = match ask::search(store, asked) {
        Ok(found) => Ok(found),
        Err(refusal) if refusal.code == "unclear" => Err(refusal.message),
        Err(refusal) => return Err(refusal),
    };
    let main = html! {
        @if let Some(day) = asked.known_by() {
            (known_by_note(day, &format!("/search?{}", asked.query_with(&[("known_by", "")]))))
        }
        h1 { "Search" }
        (form(store, asked)?)
        @match &found {
            _ if !is_asked => (advice()),
            Ok(found) => (results(store, found, asked)?),
            Err(unclear) => p.trouble role="status" { (super::sentence(unclear)) },
        }
    };
    Ok(page("Search", "/search", asked.may_add, asked, &main))
}

fn advice() -> Markup {
    html! {
        p.meta {
            "All words must stand in one passage, in any form. "
            b { "“words in quotation marks”" } " are a phrase; a word after " b { "-" } " must not stand there. "
            "Found are passages of articles, what somebody says, and events."
        }
    }
}

/// The words and filters. Filters that are in use stand open, and each can be taken away.
fn form(store: &Store, asked: &Asked) -> Result<Markup, Refusal> {
    let is_filled = FIELDS.iter().any(|(name, ..)| asked.text(name).is_some())
        || ["stance", "known_by"].iter().any(|name| asked.text(name).is_some());
    let stance = asked.text("stance");
    let used = used(store, asked)?;
    Ok(html! {
        form.asks action="/search" role="search" {
            div.ask { (words("Words", asked)) button.main { "Search" } }
            details.fold open[is_filled] {
                summary { "More filters" }
                div.fields {
                    @for (name, words, sort) in FIELDS {
                        label { span { (words) } input type=(sort) name=(name) value=[filled(name, asked)] maxlength="1000"; }
                    }
                    label {
                        span { "Stance" }
                        select name="stance" {
                            option value="" { "any" }
                            @for one in STANCES { option value=(one) selected[stance.as_deref() == Some(one)] { (in_words(one)) } }
                        }
                    }
                    (known_by(asked))
                }
            }
            @for (name, _) in KEPT { @for value in asked.all(name) { input type="hidden" name=(name) value=(value); } }
        }
        @if !used.is_empty() {
            p.used {
                "Only:"
                @for (what, without) in used {
                    a href={ "/search?" (without) } aria-label={ "Take away: " (what) } { (shown(&what)) " ×" }
                }
            }
        }
    })
}

/// What stands in a field. One for a day holds no month or year, only its first or last day.
fn filled(name: &str, asked: &Asked) -> Option<String> {
    match name {
        "from" => asked.day(name).map(|day| day.to_string()),
        "to" => asked.last_day(name).map(|day| day.to_string()),
        _ => asked.text(name),
    }
}

/// The filters in use: what each is, and the query without it.
fn used(store: &Store, asked: &Asked) -> Result<Vec<(String, String)>, Refusal> {
    let fields = FIELDS.iter().map(|(name, words, _)| (*name, *words));
    let mut used = Vec::new();
    for (name, words) in fields.chain([("stance", "Stance")]).chain(KEPT) {
        let values = asked.all(name);
        if values.is_empty() {
            continue;
        }
        let mut named = Vec::new();
        for value in &values {
            named.push(value_words(store, name, value, asked)?);
        }
        used.push((format!("{words}: {}", named.join(" or ")), asked.query_with(&[(name, "")])));
    }
    Ok(used)
}

fn results(store: &Store, found: &Found, asked: &Asked) -> Result<Markup, Refusal> {
    let narrow = narrow(store, found, asked)?;
    let total = found.matches;
    Ok(html! {
        p.meta role="status" {
            @if total == 0 { "Nothing matches." }
            @else if found.more { "More than " (total) " match; the " (total) " that came last are ranked here." }
            @else if total == 1 { "1 match." }
            @else { (counted(total, "match")) ", the best first." }
        }
        @if total == 0 {
            p { "All words must stand in one passage, in any form. Fewer words, or one filter less, find more." }
            p { a href={ "/search" (suffix(asked)) } { "Begin anew" } }
        }
        @if !narrow.is_empty() {
            dl.narrow {
                @for (name, values) in narrow {
                    div {
                        dt { (name) }
                        dd { @for (words, query, count) in values { span { a href={ "/search?" (query) } { (shown(&words)) } " " (count) } } }
                    }
                }
            }
        }
        ol.found { @for hit in &found.hits { li { (self::hit(hit, asked)) } } }
        (super::further("/search", found.next.as_deref(), asked))
    })
}

/// A property by which a search narrows: its name, and for each value its words, the query, how many have it.
type Narrow = (&'static str, Vec<(String, String, usize)>);

fn narrow(store: &Store, found: &Found, asked: &Asked) -> Result<Vec<Narrow>, Refusal> {
    let mut all = Vec::new();
    for facet in found.facets.iter().filter(|facet| facet.values.len() > 1) {
        // Titles of stories may rest on what was not known by then.
        let Some((name, words)) = filter_of(facet, asked.known_by().is_some()) else { continue };
        let mut values = Vec::new();
        for one in facet.values.iter().take(OFFERED) {
            let query = match name {
                "month" => asked.query_with(&[("from", &one.value), ("to", &one.value)]),
                name => asked.query_with(&[(name, &one.value)]),
            };
            values.push((value_words(store, name, &one.value, asked)?, query, one.count));
        }
        all.push((words, values));
    }
    Ok(all)
}

/// The filter that keeps the values of a facet, and what it is called.
fn filter_of(facet: &Facet, is_earlier: bool) -> Option<(&'static str, &'static str)> {
    Some(match facet.name.as_str() {
        "kind" => ("kind", "Kind"),
        "outlet" => ("outlet", "Outlet"),
        "month" => ("month", "Month"),
        "speaker" => ("speaker", "Who says it"),
        "stance" => ("stance", "Stance"),
        "type" => ("event_type", "Type of event"),
        "story" if !is_earlier => ("story", "Story"),
        _ => return None,
    })
}

/// A value of a filter as people read it.
fn value_words(store: &Store, name: &str, value: &str, asked: &Asked) -> Result<String, Refusal> {
    Ok(match name {
        "kind" => kind(value).to_lowercase(),
        "stance" | "event_type" => in_words(value),
        "story" if asked.known_by().is_none() => {
            store.story_title(value)?.unwrap_or_else(|| value.to_owned())
        }
        "month" | "from" | "to" => month(value),
        _ => value.to_owned(),
    })
}

/// "Mar 2024" of `2024-03`, "12 Mar 2024" of a day; else as it is.
fn month(value: &str) -> String {
    if let Ok(day) = value.parse() {
        return day_words(day);
    }
    let first = format!("{value}-01").parse().map(day_words);
    first.map_or_else(|_| value.to_owned(), |words| words.trim_start_matches("1 ").to_owned())
}

/// A code as words: `CALLS_FOR` is "calls for".
fn in_words(code: &str) -> String {
    code.to_lowercase().replace('_', " ")
}

fn kind(kind: &str) -> &'static str {
    match kind {
        "claim" => "Statement",
        "event" => "Event",
        _ => "Passage",
    }
}

fn hit(hit: &Hit, asked: &Asked) -> Markup {
    let article = format!(
        "/articles/{}{}{}",
        encoded(hit.place.article.as_str()),
        suffix(asked),
        fragment(&hit.place.quote)
    );
    let day = hit.day.as_deref().map(month);
    html! {
        h2 { a href=(article) { (title(hit.title.as_deref().unwrap_or(""))) } }
        p.quote { (marked(&hit.snippet, &hit.place.quote)) }
        p.meta {
            (kind(&hit.kind))
            @if let Some(speaker) = &hit.speaker { " · " (shown(speaker)) }
            @if let Some(sort) = &hit.sort {
                @if hit.speaker.is_some() { " " } @else { " · " }
                (shown(&in_words(sort)))
            }
            " · " @match &hit.outlet { Some(outlet) => (shown(outlet)), None => "outlet not named" }
            " · " (day.as_deref().unwrap_or("day unknown"))
            @if let Some(story) = &hit.story {
                " · "
                @if hit.kind == "passage" { a href={ "/stories/" (story) (suffix(asked)) } { "the dossier" } }
                @else { a href={ "/stories/" (story) (suffix(asked)) "#" (hit.id) } { "in the dossier" } }
            }
        }
    }
}

/// Leads to the words themselves, in browsers that find a text by its first and last words.
fn fragment(quote: &str) -> String {
    const ENDS: usize = 5;
    let words: Vec<&str> = quote.split_whitespace().collect();
    let part = |words: &[&str]| encoded(&words.join(" ")).replace('-', "%2D");
    match words.len() {
        0 => String::new(),
        few if few <= 2 * ENDS => format!("#:~:text={}", part(&words)),
        many => format!("#:~:text={},{}", part(&words[..ENDS]), part(&words[many - ENDS..])),
    }
}

/// A snippet with what stands between its brackets marked, unless the article has brackets of its own.
fn marked(snippet: &str, quote: &str) -> Markup {
    let has_own = quote.contains(['[', ']']);
    html! {
        @if has_own { (shown(snippet)) }
        @else {
            @for part in snippet.split_inclusive(']') {
                @match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
                    Some((before, inside)) => { (shown(before)) mark { (shown(inside)) } },
                    None => (shown(part)),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_are_marked_and_brackets_of_the_article_stay() {
        let marked = |snippet, quote| marked(snippet, quote).into_string();
        assert_eq!(
            marked("…a [ferry] and [<b>] c", "a ferry"),
            "…a <mark>ferry</mark> and <mark>&lt;b&gt;</mark> c"
        );
        assert_eq!(marked("a [sic] [ferry]", "a [sic] ferry"), "a [sic] [ferry]");
    }

    #[test]
    fn words_are_led_to_by_their_ends() {
        assert_eq!(fragment("a-b, c"), "#:~:text=a%2Db%2C%20c");
        assert_eq!(fragment("1 2 3 4 5 6 7 8 9 10 11"), "#:~:text=1%202%203%204%205,7%208%209%2010%2011");
        assert_eq!(fragment(" "), "");
    }

    #[test]
    fn values_read_as_words() {
        assert_eq!((month("2024-03").as_str(), month("2024-03-01").as_str()), ("Mar 2024", "1 Mar 2024"));
        assert_eq!((month("2024").as_str(), in_words("CALLS_FOR").as_str()), ("2024", "calls for"));
    }
}
