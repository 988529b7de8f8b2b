use std::fmt::Write;
use std::sync::LazyLock;

use super::{PassageLexicon, Passages, Recurring};
use crate::Article;

static LEXICON: LazyLock<PassageLexicon> = LazyLock::new(|| PassageLexicon::english().unwrap());

/// One line a passage: its kind, `=n` if it repeats passage n, and its words.
fn show(text: &str, title: Option<&str>) -> String {
    let article = Article { title: title.map(str::to_owned), ..Article::of_text(text) };
    let cut = Passages::of(&article, &Recurring::default(), &LEXICON);
    let mut shown = String::new();
    let mut reached = 0;
    for passage in &cut.passages {
        assert!(reached <= passage.span.start && passage.span.start < passage.span.end, "{passage:?}");
        let between = &text[reached as usize..passage.span.start as usize];
        assert!(between.chars().all(crate::characters::is_blank), "nothing is lost: {between:?}");
        reached = passage.span.end;
        let repeats = passage.repeats.map(|earlier| format!(" ={}", earlier.0)).unwrap_or_default();
        let words = passage.span.of(text).escape_debug().to_string();
        let words: String = words.chars().take(48).collect();
        let words = words.trim_end();
        writeln!(shown, "{:?}{repeats}: {words}", passage.kind).unwrap();
    }
    assert!(text[reached as usize..].chars().all(crate::characters::is_blank), "nothing is lost");
    let facts = cut.facts;
    for (what, names) in [("by", facts.bylines), ("with", facts.contributors), ("agency", facts.agencies)] {
        if !names.is_empty() {
            writeln!(shown, "{what} {}", names.join(", ")).unwrap();
        }
    }
    if let Some(outlet) = facts.outlet {
        writeln!(shown, "outlet {outlet}").unwrap();
    }
    if let Some(date) = cut.page_date {
        writeln!(shown, "dated by {}", date.0).unwrap();
    }
    shown
}

#[track_caller]
fn check(text: &str, title: Option<&str>, expect: &str) {
    let got = show(text, title);
    let expect: Vec<&str> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(got.lines().collect::<Vec<_>>(), expect, "\n{got}");
}

const BODY: &str = "The harbour of Lindau reopened on Monday after a storm had closed it for nine days, the port \
    authority said.\n\
    About 40 ships had been waiting outside the mole, among them two ferries with 300 passengers.\n\
    \"No,\" he said.\n\
    Harbour master Ana Ruiz told reporters that the damage was smaller than feared and that repairs would be \
    paid for by the canton.\n\
    The storm sank three yachts and tore the roof from the customs house, which was empty at that hour of the \
    night.\n";

#[test]
fn a_page_of_a_news_network() {
    let text = format!(
        "Lindau Harbour Reopens After Storm\n- Lake Shore News\n\n- Jul 21\n- 2 min read\n\n{BODY}.png)\n"
    );
    check(
        &text,
        None,
        "
        Title: Lindau Harbour Reopens After Storm
        Byline: - Lake Shore News
        Dateline: - Jul 21
        Leftover: - 2 min read
        Body: The harbour of Lindau reopened on Monday after a
        Body: About 40 ships had been waiting outside the mole
        Body: \\\"No,\\\" he said.
        Body: Harbour master Ana Ruiz told reporters that the
        Body: The storm sank three yachts and tore the roof fr
        Leftover: .png)
        outlet Lake Shore News
        dated by 2",
    );
}

#[test]
fn a_page_that_prints_its_title_and_its_end_twice() {
    let body = BODY.replace("\"No,\" he said.\n", "");
    let end = body.lines().skip(2).collect::<Vec<_>>().join("\n");
    let text = format!(
        "The harbour of Lindau is open again after the worst storm in years, bringing relief to the town.\n\
         Lindau Harbour Reopens After Nine Days of Storm\n\nLindau harbour reopens after nine days of  storm\n\
         Port authority says damage was smaller than feared.\n{body}{end}"
    );
    check(
        &text,
        None,
        "
        Standfirst: The harbour of Lindau is open again after the wo
        Title: Lindau Harbour Reopens After Nine Days of Storm
        Title =1: Lindau harbour reopens after nine days of  storm
        Standfirst: Port authority says damage was smaller than fear
        Body: The harbour of Lindau reopened on Monday after a
        Body: About 40 ships had been waiting outside the mole
        Body: Harbour master Ana Ruiz told reporters that the
        Body: The storm sank three yachts and tore the roof fr
        Body =6: Harbour master Ana Ruiz told reporters that the
        Body =7: The storm sank three yachts and tore the roof fr",
    );
}

#[test]
fn headlines_of_other_articles_and_of_sections() {
    let (start, end) = BODY.split_at(BODY.find("Harbour master").unwrap());
    let text = format!(
        "Lindau harbour reopens after storm\nWine Tax Vote Divides Parliament In Vaduz\n{start}\
         Damage To The Customs House\n{end}Related Articles\nSki season opens early in the east\n"
    );
    check(
        &text,
        None,
        "
        Title: Lindau harbour reopens after storm
        OtherHeadline: Wine Tax Vote Divides Parliament In Vaduz
        Body: The harbour of Lindau reopened on Monday after a
        Body: About 40 ships had been waiting outside the mole
        Body: \\\"No,\\\" he said.
        Body: Damage To The Customs House
        Body: Harbour master Ana Ruiz told reporters that the
        Body: The storm sank three yachts and tore the roof fr
        Leftover: Related Articles
        OtherHeadline: Ski season opens early in the east",
    );
}

#[test]
fn an_agency_text_wrapped_by_hand() {
    let text = "Top Stories\r\n\r\nFerries collide off Lindau\r\n\r\nBy TOM BAKER, Associated Press\r\n\r\n\
        LINDAU, Austria, July 3 (AP) -- Two ferries with 300 people on board\r\n\
        collided off Lindau on Thursday, and eleven people were hurt, the\r\nport authority said.\r\n\r\n\
        \"It was dark,\" a passenger said.\r\n\r\nAdvertisement\r\n\r\n\
        Divers were looking for a dog that had been seen in the water after\r\nthe crash, police said.\r\n\r\n\
        Advertisement\r\n\r\nAna Ruiz in Bern, Switzerland, contributed to this report.\r\n";
    check(
        text,
        None,
        "
        Leftover: Top Stories
        Title: Ferries collide off Lindau
        Byline: By TOM BAKER, Associated Press
        Dateline: LINDAU, Austria, July 3 (AP) --
        Body: Two ferries with 300 people on board\\r\\ncollided
        Body: \\\"It was dark,\\\" a passenger said.
        Leftover: Advertisement
        Body: Divers were looking for a dog that had been seen
        Leftover =6: Advertisement
        Credit: Ana Ruiz in Bern, Switzerland, contributed to th
        by Tom Baker
        with Ana Ruiz
        agency AP
        dated by 3",
    );
}

#[test]
fn a_dateline_of_its_own() {
    check(
        "LINDAU, July 3 (Xinhua) --\n\nTwo ferries with 300 people on board collided off the town on Thursday morning.\n\nDivers \
        were looking for a dog that had been seen on deck, the port said.",
        None,
        "
        Dateline: LINDAU, July 3 (Xinhua) --
        Body: Two ferries with 300 people on board collided of
        Body: Divers were looking for a dog that had been seen
        agency Xinhua
        dated by 0",
    );
}

#[test]
fn an_article_in_one_line() {
    let text = "Ferries collide off Lindau LINDAU (Reuters) - Two ferries collided on Thursday. Eleven people were \
        hurt. (Reporting by Tom Baker; Editing by Ana Ruiz)";
    check(
        text,
        Some("Ferries Collide Off Lindau"),
        "
        Title: Ferries collide off Lindau
        Dateline: LINDAU (Reuters) -
        Body: Two ferries collided on Thursday. Eleven people
        Credit: (Reporting by Tom Baker; Editing by Ana Ruiz)
        with Tom Baker
        agency Reuters",
    );
    check(
        text,
        None,
        "
        Body: Ferries collide off Lindau LINDAU (Reuters) - Tw
        Credit: (Reporting by Tom Baker; Editing by Ana Ruiz)
        with Tom Baker",
    );
}

#[test]
fn a_title_with_the_name_of_the_outlet() {
    let text = format!("Home\n\nLindau harbour reopens\n\nAna Ruiz\n3 July 2025\n\n{BODY}");
    check(
        &text,
        Some("Lindau harbour reopens | Lake Shore News"),
        "
        Leftover: Home
        Title: Lindau harbour reopens
        Byline: Ana Ruiz
        Dateline: 3 July 2025
        Body: The harbour of Lindau reopened on Monday after a
        Body: About 40 ships had been waiting outside the mole
        Body: \\\"No,\\\" he said.
        Body: Harbour master Ana Ruiz told reporters that the
        Body: The storm sank three yachts and tore the roof fr
        by Ana Ruiz
        dated by 3",
    );
}

#[test]
fn sentences_are_never_leftovers() {
    for text in [
        "He had 20 dollars",
        "What happened next?\nNobody knows.\nThe end came on Monday, police said, after a chase.",
        "\"Share this,\" he said.\n\"Read more,\" she answered, and both of them went home by the late ferry.",
        "May\nJune said nothing when the court asked her about the money that had gone.\nMay",
        "January 25\nCrowds gather in the square, and the police close all of the roads to it.\nJanuary 26\nShots are \
         fired from a roof, and at least four people are taken to hospital.",
        "The dead:\nTom Baker, 34\nAna Ruiz, 29\nThey were found on Monday by a fisherman near the mole, police said.",
    ] {
        let shown = show(text, None);
        let labelled =
            shown.lines().filter(|line| !line.starts_with("Body") && !line.starts_with("Title")).count();
        assert!(labelled <= usize::from(text.starts_with("January")), "{shown}");
    }
}

#[test]
fn time_grows_with_length_only() {
    let lexicon = PassageLexicon::english().unwrap();
    for piece in [
        "The port closed on Monday. ",
        "Share\n",
        "(",
        "a.B",
        "- Jul 21\n",
        "By Ana Ruiz\n",
        "—",
        "word\r\n",
        "A b (AP) ",
    ] {
        let text = piece.repeat(500_000 / piece.len());
        let started = std::time::Instant::now();
        let article = Article { title: Some("The port".to_owned()), ..Article::of_text(&text) };
        let cut = Passages::of(&article, &Recurring::default(), &lexicon);
        assert!(!cut.passages.is_empty());
        assert!(started.elapsed().as_secs() < 2, "{piece:?} took {:?}", started.elapsed());
    }
}

/// Random pages from a fixed seed: nothing is lost, no span cuts a character, spans are in order ([`show`] checks).
#[test]
fn any_page_is_cut_without_loss() {
    const LINES: [&str; 26] = [
        "Lindau Harbour Reopens",
        "The port closed on Monday, the authority said.",
        "By Ana Ruiz",
        "LINDAU (AP) — ",
        "- Jul 21",
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "\t",
        "\u{a0}",
        "\u{200b}",
        "Share",
        "(Reporting by Ana Ruiz)",
        "“",
        "”",
        "—",
        "é",
        "İ",
        "語",
        "Related Articles",
        ".png)",
        "(",
        ":",
        "Two ferries with 300 people on board\ncollided off the mole, and eleven were hurt, the\nport said.",
        "\0",
    ];
    let mut state = 11_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).unwrap() % below
    };
    for _ in 0..1500 {
        let text: String = (0..next(30)).map(|_| LINES[next(LINES.len())]).collect();
        for title in [None, Some(""), Some("Lindau Harbour Reopens"), Some("—")] {
            show(&text, title);
        }
    }
}

#[test]
fn what_is_outside_the_parts_of_a_page_is_left_over() {
    let lexicon = PassageLexicon::english().unwrap();
    let text = "Home Sport\n\nThe port\n\nBy Ana Ruiz\n\nThe port of Lindau was closed on Monday, the harbour office \
                said.\n\nThe mayor of Bergau opened a new library on Sunday and read from a book.\n";
    let part = |words: &str| {
        let start = text.find(words).unwrap();
        super::span(start..start + words.len())
    };
    let parts = [part("The port\n"), part("By Ana Ruiz"), part("The port of Lindau")];
    let article =
        Article { title: Some("The port".to_owned()), parts: parts.into(), ..Article::of_text(text) };
    let cut = Passages::of(&article, &Recurring::default(), &lexicon);
    let kinds: Vec<String> = cut.passages.iter().map(|passage| format!("{:?}", passage.kind)).collect();
    assert_eq!(kinds, ["Leftover", "Title", "Byline", "Body", "Leftover"]);
    assert_eq!(cut.title.map(|title| title.index()), Some(1));
    assert_eq!(cut.facts.bylines, ["Ana Ruiz"]);
}
