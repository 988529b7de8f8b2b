//! Which day a page is of.

use tidings_record::Days;

use crate::page::{best, page};

/// The day of a page, and the reasons.
fn of(html: &str, url: Option<&str>) -> (Option<String>, Vec<String>) {
    let page = page(html, url);
    let days: Option<&Days> = best(&page.metadata.published);
    let rules = days.iter().flat_map(|days| &days.because).map(|because| because.rule.clone());
    (days.and_then(|days| days.edtf.clone()), rules.collect())
}

#[track_caller]
fn check(head: &str, body: &str, day: Option<&str>) {
    const PROSE: &str = "<p>The old bridge over the Lind was closed after a storm had damaged two of its piers, the \
                         harbour office said. Engineers are to look at both of them on Thursday.</p>";
    let (head, body) = (head.replace('\'', "\""), body.replace("PROSE", PROSE));
    let body = if body.starts_with("<body") { body } else { format!("<body>{body}") };
    let html =
        format!("<html lang=en><head><title>Bridge closed after storm</title>{head}</head>{body}</html>");
    let (found, rules) = of(&html, None);
    assert_eq!(found.as_deref(), day, "{html}");
    assert_eq!(found.is_some(), !rules.is_empty(), "{html}");
}

const TITLE: &str = "<h1>Bridge closed after storm</h1>";

#[test]
fn places_that_agree_and_what_readers_see_decide() {
    let article =
        "<script type='application/ld+json'>{'@type':'NewsArticle','datePublished':'2024-03-11'}</script>";
    check(article, &format!("{TITLE}<p>Updated 12 March 2024</p>PROSE"), Some("2024-03-11"));
    // Two places against one; that it is called a change is no matter then.
    let meta = format!("{article}<meta name='dc.date' content='2024-03-12'>");
    check(&meta, &format!("{TITLE}<p>Updated 12 March 2024</p>PROSE"), Some("2024-03-12"));
    // Days of other articles agree with nothing.
    let others = "<ul><li class=date>1 May 2024</li><li class=date>2 May 2024</li></ul>";
    check(article, &format!("{TITLE}{others}PROSE"), Some("2024-03-11"));
    // What an element of any name calls a change is one.
    let element = "<div class=published-date>Updated 1 May 2024</div>";
    check(article, &format!("{TITLE}{element}PROSE"), Some("2024-03-11"));
    let made = "<meta itemprop=dateCreated content=2004-01-01>";
    check(made, &format!("{TITLE}<div class=post-date>12 March 2024</div>PROSE"), Some("2024-03-12"));
}

#[test]
fn a_list_of_articles_tells_the_day_of_its_own() {
    let list = |title: &str| {
        format!(
            "<ul><li><span>1 May 2024</span><h3>Ferry fares to rise</h3></li><li><span>12 March 2024</span>\
             <h3>{title}</h3></li><li><span>3 May 2024</span><h3>Council meets again</h3></li></ul>"
        )
    };
    let far = format!("<ul>{}</ul>", "<li><a href=/topics>Topics</a></li>".repeat(12));
    let page = |title: &str| format!("{TITLE}PROSE{far}{}", list(title));
    check("", &page("Bridge closed after storm"), Some("2024-03-12"));
    check("", &page("Bridge opened again"), None);
}

#[test]
fn days_of_two_readings_are_read_as_others_do() {
    let meta = "<meta name=date content='03/11/2024 12:43'>";
    check(meta, &format!("{TITLE}PROSE"), Some("2024-03-11"));
    check(meta, &format!("{TITLE}PROSE<p>Posted: 3 November 2024</p>"), Some("2024-11-03"));
}

#[test]
fn an_instant_in_greenwich_is_of_the_outlets_own_day() {
    let head = "<script type='application/ld+json'>{'@type':'NewsArticle','datePublished':'2024-03-12T01:53:14Z'}</script>\
                <meta name=date content=2024-03-12>";
    check(head, &format!("{TITLE}<p class=date>March 11, 2024</p>PROSE"), Some("2024-03-11"));
    check(
        head,
        &format!("{TITLE}<p class=date>March 12, 2024</p><p>11 March 2024</p>PROSE"),
        Some("2024-03-12"),
    );
    let both = "<meta property=article:published_time content=2024-03-12T01:14:35Z>\
                <meta property=article:modified_time content=2024-03-12T01:21:59Z>";
    check(both, &format!("{TITLE}<p>Updated 11 March 2024, 7.21 pm</p>PROSE"), Some("2024-03-11"));
    let picture = "<meta property=og:image content=https://example.org/2024/03/11/bridge.jpg>";
    check(&format!("{head}{picture}"), &format!("{TITLE}PROSE"), Some("2024-03-12"));
}

#[test]
fn days_stand_under_the_title_and_behind_the_body() {
    check(
        "",
        &format!("<article>{TITLE}<p>A storm</p><p>⋅ March 12, 2024 ⋅ Print</p>PROSE</article>"),
        Some("2024-03-12"),
    );
    let filed =
        "<p>This entry was posted on Tuesday, March 12th, 2024 at 9:30 and is filed under Bridges.</p>";
    check(
        "",
        &format!("<div id=side>{filed}</div>{}{TITLE}PROSE", "<p>Archive</p>".repeat(30)),
        Some("2024-03-12"),
    );
    let comment =
        "<ol class=commentlist><li class='comment even'><p>12 March 2024 at 9</p><p>So true!</p></li></ol>";
    check("", &format!("{TITLE}PROSE{comment}"), None);
}

#[test]
fn scripts_are_heard_only_where_they_agree() {
    let script = |days: [&str; 2]| {
        days.map(|day| format!("<script>x={{\"published_at\":\"{day}T06:22:28\"}}</script>")).concat()
    };
    check("", &format!("{TITLE}PROSE{}", script(["2024-03-12", "2024-03-12"])), Some("2024-03-12"));
    check("", &format!("{TITLE}PROSE{}", script(["2024-03-12", "2024-03-13"])), None);
}

#[test]
fn pages_that_stand_have_no_day_and_wikis_that_of_their_change() {
    let meta = "<meta property='article:published_time' content='2024-03-12T09:30:00+01:00'>";
    let page = format!("<body class='page page-id-7'>{TITLE}PROSE");
    check(meta, &page, None);
    check(meta, &format!("{page}<p>Posted 12 March 2024</p>"), Some("2024-03-12"));
    check(meta, &format!("<body class='post postid-7'>{TITLE}PROSE"), Some("2024-03-12"));
    let wiki = "<script type='application/ld+json'>{'@type':'Article','datePublished':'2005-07-26','dateModified':'2024-03-12'}</script>";
    check(wiki, &format!("<body class='mediawiki ltr'>{TITLE}PROSE"), Some("2024-03-12"));
}

#[test]
fn the_reason_is_the_place_and_its_words() {
    let html = "<meta property=article:published_time content=2024-03-12T23:30:00Z><h1>Bridge closed</h1>\
                <p>13 March 2024</p><p>The bridge was closed.</p>";
    let (day, rules) = of(html, None);
    assert_eq!(day.as_deref(), Some("2024-03-13"));
    assert_eq!(
        rules,
        [
            "the page's meta element article:published_time: 2024-03-12T23:30:00Z",
            "a line of the page: 13 March 2024",
            "the outlet's own day of an instant in Greenwich",
        ]
    );
    let (day, rules) = of("<p>The bridge was closed.</p>", Some("https://example.org/2024/03/12/bridge"));
    assert_eq!(day.as_deref(), Some("2024-03-12"));
    assert_eq!(rules, ["the page's address: https://example.org/2024/03/12/bridge"]);
}
