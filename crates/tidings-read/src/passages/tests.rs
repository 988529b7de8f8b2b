use std::fmt::Write;

use super::{PassageLexicon, Passages};

/// One line a passage: its kind, `=n` if it repeats passage n, and its words.
fn show(text: &str, title: Option<&str>) -> String {
    let lexicon = PassageLexicon::english().unwrap();
    let cut = Passages::of(text, title, &lexicon);
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
