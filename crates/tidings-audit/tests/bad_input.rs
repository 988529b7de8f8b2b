//! Odd drafts and sources: each gives an audit whose spans lie in its text, in any order of the sources.

#![expect(clippy::unwrap_used, reason = "all of this is tests: what is missing should fail them")]

use tidings_audit::audit;
use tidings_english::English;
use tidings_link::{Options, record};
use tidings_read::{Article, Lexicons, read};
use tidings_record::{ArticleId, Audit, Reading};

const REPORT: &str = "The ferry sank.\n\nAt least 12 people drowned when the ferry Anna sank off Varholm on Monday, the coast guard \
                      said. “Nobody had a vest,” said Ilse Brandow, who was aboard.";

fn readings(texts: &[&str]) -> Vec<Reading> {
    let (engine, lexicons) = (English::embedded(), Lexicons::english().unwrap());
    let article = |(at, text): (usize, &&str)| Article {
        id: ArticleId::from(format!("{at}")),
        ..Article::of_text(*text)
    };
    let articles = texts.iter().enumerate().map(article);
    articles.map(|one| read(&one, &engine, &lexicons, tidings_read::Options::default())).collect()
}

fn audited(draft: &str, sources: &[Reading]) -> Audit {
    let made = record(sources, Options { one_story: true, ..Options::default() });
    audit(&readings(&[draft])[0], sources, &made)
}

#[test]
fn odd_drafts_give_audits() {
    let sources = readings(&[REPORT, "", "“", "12 12 12 12.", "é“ü” said Ö. Ünlü “12”"]);
    let long = format!("“{}” he said.", "nobody had a vest and 12 ".repeat(2_000));
    let drafts = [
        "",
        "\n\n",
        "“",
        "””““",
        "12",
        "\u{feff}\u{202e}“ü",
        "He said “Nobody” “had a” “vest.",
        "More than 10^400 people, 0 of −1 %.",
        "İlse’s “Nobody hâd a vest” 🙂 on Monday, 99 Monday 2024-99-99.",
        long.as_str(),
    ];
    for draft in drafts {
        for sources in [&sources[..], &[]] {
            let made = audited(draft, sources);
            assert!(made.verdicts.iter().all(|one| one.span.of(&made.text) == one.words), "{draft:?}");
            assert!(made.verdicts.is_sorted_by_key(|one| one.span.start), "{draft:?}");
        }
    }
}

#[test]
fn sources_come_in_any_order() {
    let mut sources = readings(&[
        REPORT,
        "Ten people drowned off Varholm, Ilse Brandow said.",
        "The Anna sailed again on Friday.",
    ]);
    let draft = "Twelve people drowned off Varholm. “Nobody had vests,” said Ilse Brandow.";
    let first = audited(draft, &sources);
    assert!(first.verdicts.iter().any(|one| one.judgement.is_alarm()));
    sources.reverse();
    assert_eq!(audited(draft, &sources), first);
}
