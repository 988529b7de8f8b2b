//! The whole page, of the record that `tidings-record` keeps as its own fixture.

use std::collections::BTreeSet;

use base64::Engine;
use sha2::{Digest, Sha256};
use tidings_record::{
    Basis, ByteSpan, CopiedWords, CopyKind, Days, FindingId, FindingKind, Number, PointSpan, Ref,
};

use super::*;

/// The page in one file.
fn page(record: &Record, readings: &[Reading]) -> String {
    super::page(record, readings, &Options::default())
}

/// The text between the first `open` and the next `close`.
fn inside<'h>(html: &'h str, open: &str, close: &str) -> &'h str {
    html.split(open).nth(1).and_then(|rest| rest.split(close).next()).unwrap()
}

/// The page without its style sheet and script.
fn body(html: &str) -> String {
    let (style, script) = (inside(html, "<style>", "</style>"), inside(html, "<script>", "</script>"));
    html.replacen(style, "", 1).replacen(script, "", 1)
}

fn fixture() -> (Record, Vec<Reading>) {
    let reading = include_str!("../../tidings-record/fixtures/reading.json");
    let record = include_str!("../../tidings-record/fixtures/record.json");
    let reading = serde_json::from_str::<Reading<PointSpan>>(reading).unwrap().in_bytes();
    let record = serde_json::from_str::<Record<PointSpan>>(record).unwrap();
    (record.in_bytes(&[(&reading.id, reading.text.as_str())]).unwrap(), vec![reading])
}

/// Every value of `attribute` in `html`, in order.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let open = format!(" {attribute}=\"");
    html.split(&open).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// What holds of every page: elements nest, ids are unique, links lead somewhere, nothing is loaded or run.
#[track_caller]
fn check(html: &str) {
    let body = body(html);
    let mut open = Vec::new();
    for tag in body.split('<').skip(1).filter(|tag| !tag.starts_with('!')) {
        // Without the values of its attributes.
        let tag: String = tag.split('>').next().unwrap().split('"').step_by(2).collect();
        let loads = [" src=", " srcset=", " style=", " onerror=", " data=", " action="];
        assert!(!loads.iter().any(|attribute| tag.contains(attribute)), "<{tag}> loads or runs something");
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop().as_deref(), Some(name), "</{tag}"),
            None if matches!(name.as_str(), "meta" | "input") => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, Vec::<String>::new());
    let ids = values(&body, "id");
    let unique: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice: {ids:?}");
    for target in values(&body, "href").iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(unique.contains(target), "nothing has the id {target}");
    }
    assert!(!body.contains("<a href=\"\"") && !body.contains("href=\"javascript"));
    for labelled in values(&body, "aria-labelledby") {
        assert!(unique.contains(labelled), "nothing has the id {labelled}");
    }
    assert_eq!(html.matches("<script").count(), 1);
    for loads in ["<link", "<img", "<iframe", "<object", "<base", "<form", "@import", "url("] {
        assert!(!body.contains(loads), "the page has {loads}");
    }
}

#[test]
fn the_policy_allows_this_style_sheet_and_script_and_nothing_else() {
    let html = page(&Record::default(), &[]);
    for (directive, text) in [
        ("style-src", inside(&html, "<style>", "</style>")),
        ("script-src", inside(&html, "<script>", "</script>")),
    ] {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text));
        assert!(policy().contains(&format!("{directive} 'sha256-{hash}'")), "{directive}: {}", policy());
    }
    assert!(policy().starts_with("default-src 'none'") && !policy().contains("unsafe"));
    assert!(html.contains(&maud::html! { meta content=(policy()); }.into_string()[6..]));
}

#[test]
fn sections_stand_in_order_and_every_link_leads_somewhere() {
    let (record, readings) = fixture();
    let html = page(&record, &readings);
    check(&html);
    let titles = [
        "To check",
        "Timeline",
        "Figures",
        "Who said what",
        "Who is who",
        "Where the words come from",
        "Articles",
        "Notes",
    ];
    let places: Vec<_> =
        titles.iter().map(|title| html.find(&format!("-title\">{title}")).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(html, page(&record, &readings));
}

#[test]
fn a_figure_leads_to_its_exact_words() {
    let (record, readings) = fixture();
    let html = page(&record, &readings);
    assert!(html.contains("more than 400 commuters"));
    assert!(html.contains("href=\"#a1-116-141\""));
    assert!(html.contains("id=\"a1-116-141\""));
}

#[test]
fn people_never_see_codes() {
    let (record, readings) = fixture();
    let html = body(&page(&record, &readings));
    // Ids stand in addresses, which is what they are for, and nowhere else.
    let seen: String = html.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect();
    let codes =
        ["part_quoted", "worked_out", "PUB002", "ATT012", "EVT021", "more_than", "P50D", "e0123456789ab"];
    for code in codes {
        assert!(!seen.contains(code), "the page shows {code}");
    }
    assert!(html.contains("50 days; start not stated"));
}

#[test]
fn what_is_missing_is_said() {
    let (record, readings) = fixture();
    let html = page(&record, &readings);
    assert!(html.contains("day unknown"));
    assert!(html.contains("Nothing found that asks for a second look."));
    assert!(html.contains("No passage copied between articles found"));
    let without_text = page(&record, &[]);
    check(&without_text);
    assert!(without_text.contains("Its text is not at hand."));
    let without_story = page(&Record::default(), &readings);
    check(&without_story);
    assert!(without_story.contains("Articles outside the stories"));
    check(&page(&Record::default(), &[]));
}

#[test]
fn an_empty_story_says_so() {
    let (mut record, _) = fixture();
    let story = &mut record.stories[0];
    story.articles.clear();
    story.events.clear();
    story.claims.clear();
    story.figures.clear();
    story.copies.clear();
    story.findings.clear();
    let html = page(&record, &[]);
    check(&html);
    for missing in ["No event found", "No figure found", "No statement found", "Nothing found"] {
        assert!(html.contains(missing), "{missing}");
    }
}

#[test]
fn hostile_words_stay_words() {
    const EVIL: &str =
        "<script>alert(1)</script>\"'><img src=x onerror=a> \u{202e}gnorw\u{0}</style>]]>-->&#60;";
    let (mut record, mut readings) = fixture();
    let text = format!("{EVIL}\n{EVIL}");
    let story = &mut record.stories[0];
    story.title = EVIL.to_owned();
    story.articles[0].title = Some(EVIL.to_owned());
    story.articles[0].outlet = Some(EVIL.to_owned());
    story.articles[0].url = Some(format!("javascript:{EVIL}"));
    story.articles[0].agencies = vec![EVIL.to_owned()];
    story.articles[0].paths = vec![EVIL.to_owned()];
    story.actors.iter_mut().for_each(|actor| actor.name = EVIL.to_owned());
    story.events[0].title = EVIL.to_owned();
    story.figures[0].counted = Some(EVIL.to_owned());
    story.claims[0].text = EVIL.to_owned();
    story.claims[0].wordings = vec![format!("{EVIL} too")];
    story.claims[0].deadline.as_mut().unwrap().within = Some(EVIL.to_owned());
    story.findings[0].because = EVIL.to_owned();
    story.findings[0].kind = FindingKind::Contradiction;
    story.findings[0].question = Some(EVIL.to_owned());
    story.findings[0].refs = vec![Ref::new(readings[0].id.clone(), ByteSpan::new(0, 40), &text)];
    readings[0].text = text;
    readings[0].language = Some(EVIL.to_owned());
    readings[0].notes[0].note = EVIL.to_owned();
    let html = page(&record, &readings);
    check(&html);
    assert!(!html.contains(['\u{202e}', '\u{0}']), "a control character came through");
    assert!(!html.contains("href=\"javascript"));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn any_spans_make_a_page_that_nests() {
    let (mut record, mut readings) = fixture();
    let end = readings[0].text.len() as u32 + 9;
    // Spans that nest, overlap, cut characters, run backwards, leave the text: a fixed, mixed sequence.
    let spans = (0..end * 7).step_by(5).map(|n| ByteSpan::new(n * 31 % end, (n * 17 + 40) % end));
    let id = readings[0].id.clone();
    record.stories[0].findings[0].refs.clear();
    record.stories[0].copies = spans
        .map(|span| CopiedWords {
            from: None,
            to: Ref::new(id.clone(), span, ""),
            words: 1,
            kind: CopyKind::Credited,
        })
        .collect();
    check(&page(&record, &readings));
    readings[0]
        .passages
        .iter_mut()
        .for_each(|passage| passage.span.start = passage.span.start.saturating_sub(20));
    check(&page(&record, &readings));
    readings[0].passages[1].repeats = Some(77.into());
    readings[0].passages.swap(0, 3);
    check(&page(&record, &readings));
}

#[test]
fn ten_checks_are_shown_and_the_rest_counted() {
    let (mut record, readings) = fixture();
    let mut check_finding = record.stories[0].findings[0].clone();
    check_finding.kind = FindingKind::Contradiction;
    for rank in 0..13 {
        check_finding.rank = 13 - rank;
        check_finding.id = FindingId::from(format!("n{rank}"));
        check_finding.because = format!("Reason of rank {}.", 13 - rank);
        record.stories[0].findings.push(check_finding.clone());
    }
    let html = page(&record, &readings);
    check(&html);
    assert!(html.contains("And 3 of less weight"));
    assert!(html.contains("Reason of rank 10.") && !html.contains("Reason of rank 11."));
    assert!(html.find("Reason of rank 1.").unwrap() < html.find("Reason of rank 2.").unwrap());
}

#[test]
fn several_stories_share_one_page_and_an_article_stands_once() {
    let (mut record, readings) = fixture();
    record.stories.push(record.stories[0].clone());
    let html = page(&record, &readings);
    check(&html);
    assert!(html.contains("<h1>2 stories</h1>"));
    assert_eq!(html.matches("<article").count(), 1);
    assert!(html.contains("stands above."));
}

#[test]
fn words_lead_back_to_the_lines_that_rest_on_them() {
    let (record, readings) = fixture();
    let html = page(&record, &readings);
    let beside: Vec<_> = html
        .split("class=\"chips\"")
        .skip(1)
        .flat_map(|part| values(part.split("</ul>").next().unwrap(), "href"))
        .collect();
    let lines = ["#f0123456789ab", "#c0123456789ab", "#e0123456789ab"];
    assert!(lines.iter().all(|line| beside.contains(line)), "{beside:?}");
}

#[test]
fn texts_can_stand_on_pages_of_their_own() {
    let (record, readings) = fixture();
    let addresses = Addresses {
        story: "/stories/s1".to_owned(),
        articles: "/articles/".to_owned(),
        query: String::new(),
        home: "/".to_owned(),
        known_by: None,
    };
    let options = Options { addresses: Some(addresses.clone()) };
    let story = super::page(&record, &readings, &options);
    assert!(!story.contains("class=\"text\""));
    let id = &record.stories[0].articles[0].id;
    let words = format!("{}#w-116-141", addresses.article(id));
    assert!(values(&story, "href").contains(&words.as_str()), "{words}");
    let article = article_page(&record, &readings, id, &options).unwrap();
    check(&article);
    assert!(values(&article, "id").contains(&"w-116-141"));
    assert!(values(&article, "href").contains(&"/stories/s1#f0123456789ab"));
    assert!(article_page(&record, &readings, &"none".into(), &options).is_none());
    assert_eq!(addresses.article(&"b3:a/ü\"".into()), "/articles/b3%3Aa%2F%C3%BC%22");
}

#[test]
fn a_toll_that_rises_is_drawn() {
    let (mut record, readings) = fixture();
    let story = &mut record.stories[0];
    let toll = |id: &str, number: f64, day: &str| {
        let mut figure = story.figures[0].clone();
        figure.id = id.into();
        (figure.min, figure.max) = (Number::new(number), Number::new(number));
        figure.counted_at = Days::between(day.parse().ok(), day.parse().ok(), Basis::Stated);
        figure
    };
    let figures =
        [toll("f1", 12.0, "2031-03-01"), toll("f2", 15.0, "2031-03-02"), toll("f3", 17.0, "2031-03-05")];
    story.figures = figures.to_vec();
    let html = page(&record, &readings);
    check(&html);
    let chart = inside(&html, "<figure", "</figure>");
    assert_eq!(chart.matches("class=\"joined\"").count(), 2, "{chart}");
    assert!(chart.contains("2 Mar 2031: ") && chart.contains("role=\"img\""), "{chart}");
    // One number on several days is no course.
    record.stories[0]
        .figures
        .iter_mut()
        .for_each(|figure| (figure.min, figure.max) = (Number::new(3.0), Number::new(3.0)));
    assert!(!page(&record, &readings).contains("<figure"));
}

#[test]
fn a_large_story_is_folded() {
    let (mut record, mut readings) = fixture();
    let story = &mut record.stories[0];
    for number in 0..60 {
        let (mut article, mut reading) = (story.articles[0].clone(), readings[0].clone());
        article.id = format!("article {number}").into();
        reading.id = article.id.clone();
        story.articles.push(article);
        readings.push(reading);
        let mut claim = story.claims[0].clone();
        claim.id = format!("c{number}").into();
        story.claims.push(claim);
    }
    let html = page(&record, &readings);
    check(&html);
    assert_eq!(html.matches("<summary>Text</summary>").count(), 61);
    assert!(html.contains("<summary>11 more articles</summary>"));
    assert!(html.contains("<summary>58 more statements</summary>"));
}

#[test]
fn the_note_tells_what_most_articles_tell() {
    let (mut record, _) = fixture();
    let story = &mut record.stories[0];
    for number in 0..20 {
        let mut event = story.events[0].clone();
        event.id = format!("e{number}").into();
        event.title = format!("Event {number}.");
        event.after_copies = if number < 8 { 1 } else { 50 + number };
        story.timeline.push(event.id.clone());
        story.events.push(event);
    }
    let note = note(&record);
    assert!(note.contains("## Timeline (12 of 21)"), "{note}");
    assert!(note.contains("Event 8 ") && note.contains("Event 19 ") && !note.contains("Event 7 "), "{note}");
    assert!(note.find("Event 8 ") < note.find("Event 19 "));
}
