use tidings_english::English;
use tidings_record::{Basis, Days};

use super::published;
use crate::passages::PassageLexicon;
use crate::times::TimesLexicon;
use crate::{Article, Document, Options};

#[track_caller]
fn check(text: &str, expect: &str) {
    let article = Article::of_text(text);
    let passages = PassageLexicon::english().unwrap();
    let document = Document::new(&article, &English::embedded(), &passages, Options::default());
    let days = published(&document, &TimesLexicon::english().unwrap());
    let words: Vec<&str> =
        days.because.iter().flat_map(|step| &step.refs).map(|words| words.quote.as_str()).collect();
    let bound = days.day().map_or("open".to_owned(), |day| day.to_string());
    assert_eq!(format!("{} {bound} {}", days.edtf.unwrap_or_default(), words.join(" ")), expect, "{text:?}");
}

const BODY: &str = "A strike of ferry crews in Lindau ended on Monday after talks with the port authority. The first boats \
    left at noon, and the crews went back to work.";

#[test]
fn page_lines_and_datelines() {
    check(
        &format!("Ferry Strike Ends\n\nBy Ana Ruiz\n\nPublished: 21 July 2019\n\n{BODY}\n"),
        "2019-07-21 2019-07-21 21 July 2019",
    );
    check(&format!("Ferry Strike Ends\n\nJul 21\n\n{BODY}\n"), "XXXX-07-21 open Jul 21");
    check(&format!("Ferry Strike Ends\n\nLINDAU, July 21 (Xinhua) -- {BODY}\n"), "XXXX-07-21 open July 21");
    check(&format!("Ferry Strike Ends\n\n{BODY}\n"), " open ");
}

#[test]
fn what_is_given_goes_first() {
    let day = Some("2020-01-02".parse().unwrap());
    let given = Days { earliest: day, latest: day, basis: Basis::Given, ..Days::unknown() };
    let article = Article {
        published: given.clone(),
        ..Article::of_text("Ferry Strike Ends\n\nJul 21\n\nIt ended.\n")
    };
    let passages = PassageLexicon::english().unwrap();
    let document = Document::new(&article, &English::embedded(), &passages, Options::default());
    assert_eq!(published(&document, &TimesLexicon::english().unwrap()), given);
}
