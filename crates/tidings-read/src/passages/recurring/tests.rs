//! Invented outlets: what their pages repeat, and what their articles repeat.

use std::collections::BTreeSet;

use tidings_record::PassageKind;

use super::*;
use crate::passages::Passages;

const STRIKE: &str = "The strike began in March after the Varholm Line cut the night crews, and 4,000 commuters have crossed \
                      by bus ever since.";
const NO_ANSWER: &str = "The company did not respond to a request for comment.";
const LEAGUE: &str = "“We will not go back to the old rota,” said Ilse Brandow, who leads the league.";

/// An outlet with a motto before the title and a notice behind the text.
fn echo() -> Vec<Article> {
    let pieces = [
        (
            "Ferry crews reject new offer",
            "Ferry crews in Varholm turned down a new offer on Monday, the third since the spring.\n\
             The offer would have given them four days off in ten, a league official said.\n\
             It left the pay of deckhands where it has been for six years.\n\
             About 300 of them met in the old customs house, and nine raised a hand for it.\n\
             Three cooks sang in the stairwell until the count was over.\n\
             A next meeting is planned for the end of the week.",
        ),
        (
            "Buses to the islands are full",
            "Buses over the causeway were full by seven on Tuesday and many people waited for two hours.\n\
             The canton has hired six more drivers, who will start next week.\n\
             Pupils of the two island schools may come an hour late.\n\
             A baker from Skerry sold rolls to the queue and was back home before noon.\n\
             On the causeway itself one lane is closed because of the tide.\n\
             Whoever has a bicycle gets a seat only if there is room for both.",
        ),
        (
            "Mediator calls both sides to Lindau",
            "A mediator has called crews and company to Lindau, where they are to meet on Thursday.\n\
             Neither side would say whether it had new figures to put on the table.\n\
             Oda Rehn, a former judge, settled the dispute of the dockers nine years ago.\n\
             She wants to see the books of the company before anybody speaks.\n\
             The hotel by the lake has been booked until Sunday.\n\
             Should that not be enough, the canton may name an arbiter.",
        ),
        (
            "Fish prices rise as boats stay in port",
            "A kilo of cod cost nine crowns at the market on Friday, twice as much as in February.\n\
             Traders said that the catch rots on the islands because nobody can carry it over.\n\
             Two restaurants at the harbour have taken fish off the menu.\n\
             The smokehouse of Varholm works with trout from the lakes of the south.\n\
             Some fishermen now sail to Tarn, a way of seven hours.\n\
             The price of ice has fallen at the same time, for want of buyers.",
        ),
    ];
    let article = |(title, text): (&str, &str)| Article {
        outlet: Some("Varholm Echo".to_owned()),
        ..Article::of_text(format!(
            "The voice of the coast, every day\n\n{title}\n\nBy Ana Ruiz in Varholm\n\n{text}\n{LEAGUE}\n{STRIKE}\n\
             {NO_ANSWER}\n\nMore from our Varholm bureau\nThe Varholm Echo is an independent newspaper owned by those who \
             work for it.\n",
        ))
    };
    pieces.map(article).into()
}

/// An outlet known by its address alone, with notices in the text and behind it.
fn courier() -> Vec<Article> {
    let pieces = [
        (
            "Library of Tarn reopens",
            "The library of Tarn reopened on Saturday, two years after the flood that had filled its cellar.",
            "About 9,000 books were dried in a hall of the old dairy and are back on the shelves.",
        ),
        (
            "Council sells the old dairy",
            "The council of Tarn sold the old dairy to a cooperative of bakers late on Wednesday.",
            "The bakers paid 300,000 crowns and must keep the chimney, which storks use.",
        ),
        (
            "Storks return early",
            "Storks were seen over Tarn on 9 February, three weeks earlier than in any year on record.",
            "Ilo Marn, who counts them for the canton, put it down to mild rain in the south.",
        ),
        (
            "Marathon to cross the new bridge",
            "The marathon of Tarn will cross the new bridge this year, its organisers decided.",
            "Some 2,400 runners have put their names down, more than the hotels of the town can hold.",
        ),
        (
            "Bridge to close for a day",
            "The new bridge will be closed to cars on the day of the race, from six in the morning.",
            "Drivers are to go round by Lindau, which takes them 40 minutes longer.",
        ),
    ];
    let article = |(nth, (title, first, second)): (usize, (&str, &str, &str))| Article {
        url: Some(format!("https://www.tarn-courier.example/news/{nth}")),
        title: Some(title.to_owned()),
        ..Article::of_text(format!(
            "{title}\n\n{first}\n\nAdvertisement\n\nYou can read the paper on a train now, with no line in the sky.\n\n\
             {second}\n\nTarn has had no mayor since the council fell apart over its budget.\n\nReading that lasts a whole \
             morning\n\nIf you buy something through a link on this page, we may earn a commission.\n",
        ))
    };
    pieces.into_iter().enumerate().map(article).collect()
}

/// An agency that sends one article again and again, with a line more each time.
fn wire() -> Vec<Article> {
    let lines = [
        "A cargo ship ran aground off Skerry at dawn on Sunday with 21 people on board.",
        "The coast guard sent two tugs and a helicopter from Varholm to the reef.",
        "All of the crew were taken off by noon and brought to the school of the island.",
        "The ship carries grain and 300 tonnes of fuel, its owner in Lindau told reporters.",
        "A thin film of oil was seen on the water in the evening, the harbour office said.",
        "Divers are to look at the hull as soon as the swell allows it.",
    ];
    let article = |count: usize| Article {
        outlet: Some("Skerry Wire".to_owned()),
        ..Article::of_text(format!(
            "Ship aground off Skerry\n{}\nOur reporters are on the island and will send more.\n",
            lines[..count].join("\n")
        ))
    };
    (3..=lines.len()).map(article).collect()
}

fn lexicon() -> PassageLexicon {
    PassageLexicon::english().unwrap()
}

fn learned(articles: &[Article], lexicon: &PassageLexicon) -> Recurring {
    let traces: Vec<Traces> = articles.iter().map(|article| Traces::of(article, lexicon)).collect();
    Recurring::of(&traces)
}

/// The lines of each article that are leftovers because they recur, in order.
fn caught(articles: &[Article]) -> Vec<Vec<String>> {
    let lexicon = lexicon();
    let recurring = learned(articles, &lexicon);
    let leftovers = |article: &Article, recurring: &Recurring| -> Vec<String> {
        let cut = Passages::of(article, recurring, &lexicon).passages;
        let left = cut.iter().filter(|passage| passage.kind == PassageKind::Leftover);
        left.map(|passage| passage.span.of(&article.text).to_owned()).collect()
    };
    let of_one = |article: &Article| {
        let before = leftovers(article, &Recurring::default());
        let now = leftovers(article, &recurring);
        assert!(before.iter().all(|line| now.contains(line)));
        now.into_iter().filter(|line| !before.contains(line)).collect()
    };
    articles.iter().map(of_one).collect()
}

#[test]
fn what_pages_repeat_is_left_over_and_what_articles_repeat_stays() {
    for lines in caught(&echo()) {
        assert_eq!(
            lines,
            [
                "The voice of the coast, every day",
                "More from our Varholm bureau",
                "The Varholm Echo is an independent newspaper owned by those who work for it.",
            ]
        );
    }
    for lines in caught(&courier()) {
        assert_eq!(
            lines,
            [
                "You can read the paper on a train now, with no line in the sky.",
                "Reading that lasts a whole morning",
                "If you buy something through a link on this page, we may earn a commission.",
            ]
        );
    }
    for lines in caught(&wire()) {
        assert!(lines.is_empty(), "versions of one article teach nothing: {lines:?}");
    }
}

#[test]
fn the_title_and_the_byline_stay_what_they_are() {
    let lexicon = lexicon();
    let articles = echo();
    let recurring = learned(&articles, &lexicon);
    for article in &articles {
        let cut = Passages::of(article, &recurring, &lexicon);
        let title = cut.passages[cut.title.unwrap().index()].span.of(&article.text);
        assert_eq!(Some(title), article.text.lines().nth(2));
        assert_eq!(cut.facts.bylines, ["Ana Ruiz"]);
    }
    // A line that would be the only title is none that is left over.
    let headed: Vec<Article> = echo()
        .into_iter()
        .map(|article| {
            let lines: Vec<&str> = article.text.lines().collect();
            let text = [&lines[..1], &lines[6..]].concat().join("\n");
            Article { text, ..article }
        })
        .collect();
    for lines in caught(&headed) {
        assert_eq!(lines.len(), 2, "{lines:?}");
    }
}

#[test]
fn three_articles_of_one_outlet_are_needed() {
    let lexicon = lexicon();
    assert!(learned(&echo()[..2], &lexicon).is_empty());
    assert!(!learned(&echo()[1..], &lexicon).is_empty());
    let of = |outlet: &str, mut article: Article| {
        article.outlet = Some(outlet.to_owned());
        article
    };
    let outlets = ["Echo", "Varholm Echo", "Wire", "Post"];
    let apart: Vec<Article> = echo().into_iter().zip(outlets).map(|(one, outlet)| of(outlet, one)).collect();
    assert!(learned(&apart, &lexicon).is_empty());
    let nobody: Vec<Article> = echo().into_iter().map(|one| Article { outlet: None, ..one }).collect();
    assert!(learned(&nobody, &lexicon).is_empty());
}

#[test]
fn the_order_of_articles_makes_no_difference() {
    let lexicon = lexicon();
    let mut articles = [echo(), courier(), wire()].concat();
    let expect = learned(&articles, &lexicon);
    assert_eq!(expect.lines.len(), 6);
    for turn in 0..articles.len() {
        articles.rotate_left(1);
        if turn % 2 == 0 {
            articles.reverse();
        }
        assert_eq!(learned(&articles, &lexicon), expect);
        // One after another, as a store learns them.
        let mut held: Vec<(u64, Vec<u64>)> = Vec::new();
        let mut found = BTreeSet::new();
        for traces in articles.iter().map(|article| Traces::of(article, &lexicon)) {
            for line in traces.lines {
                let at = held.iter().position(|(one, _)| *one == line).unwrap_or(held.len());
                if at == held.len() {
                    held.push((line, Vec::new()));
                }
                if recurs(traces.print, &held[at].1) {
                    found.insert(line);
                }
                held[at].1.push(traces.print);
            }
        }
        assert_eq!(found, expect.lines);
    }
}

#[test]
fn an_outlet_is_its_name_or_its_host() {
    let outlet = |outlet: Option<&str>, url: Option<&str>| {
        super::outlet(&Article {
            outlet: outlet.map(str::to_owned),
            url: url.map(str::to_owned),
            ..Article::default()
        })
    };
    assert_eq!(outlet(Some(" Varholm  ECHO "), Some("https://x.example/a")), Some("varholm echo".to_owned()));
    assert_eq!(outlet(Some(" "), Some("https://me@www.X.example:80/a")), Some("x.example".to_owned()));
    assert_eq!(outlet(None, Some("file.html")), None);
    assert_eq!(outlet(None, Some("file:///a.html")), None);
    assert_eq!(outlet(None, None), None);
}

#[test]
fn versions_are_told_from_other_articles() {
    let lexicon = lexicon();
    let prints = |articles: Vec<Article>| -> Vec<u64> {
        articles.iter().map(|article| Traces::of(article, &lexicon).print).collect()
    };
    let [versions, echo, courier] = [wire(), echo(), courier()].map(prints);
    for pair in versions.windows(2) {
        assert!(!differ(pair[0], pair[1]));
    }
    assert!(versions.iter().all(|&one| echo.iter().all(|&other| differ(one, other))));
    assert!(recurs(echo[0], &[courier[0], versions[0], courier[0]]));
    assert!(!recurs(versions[0], &[versions[1], echo[0], echo[0]]));
}

#[test]
fn hostile_articles_leave_few_traces_and_take_little_time() {
    let lexicon = lexicon();
    let body = "The port of Varholm was closed on Monday for the ninth day in a row, an official said.\n";
    for piece in [
        "Our paper is read by you\n",
        "word word word word\n",
        "\u{201c}\n",
        "Share\nour news of the day for you\n",
    ] {
        let edge = piece.repeat(50_000 / piece.len());
        let started = std::time::Instant::now();
        let article = Article {
            outlet: Some("Echo".to_owned()),
            ..Article::of_text(format!("{edge}{body}{edge}{body}{edge}"))
        };
        let traces = Traces::of(&article, &lexicon);
        assert!(traces.lines.len() <= 3 * MOST_LINES);
        let known: Recurring = traces.lines.iter().copied().collect();
        assert!(!Passages::of(&article, &known, &lexicon).passages.is_empty());
        assert!(started.elapsed().as_secs() < 3, "{piece:?} took {:?}", started.elapsed());
    }
}
