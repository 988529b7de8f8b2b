//! What is told in two ways, on what day it was, and what is not told at all: small stories of own making, read and linked.

use tidings_english::English;
use tidings_link::{Options, record};
use tidings_read::{Article, Lexicons, Options as Reading, read};
use tidings_record::{ArticleId, Basis, Days, LinkedEvent, Story};

/// The story of articles, each with its day and its text.
fn story(articles: &[(&str, &str)]) -> Story {
    stories(articles, Options { one_story: true, ..Options::default() }).remove(0)
}

fn stories(articles: &[(&str, &str)], options: Options) -> Vec<Story> {
    let (engine, lexicons) = (English::embedded(), Lexicons::english().expect("the lexicons are built in"));
    let readings: Vec<_> = articles
        .iter()
        .map(|(day, text)| {
            let day = Some(day.parse().expect("a day"));
            let published = Days { earliest: day, latest: day, basis: Basis::Given, ..Days::default() };
            let id = ArticleId::from(text.lines().next().unwrap_or_default());
            read(
                &Article { id, published, ..Article::of_text(*text) },
                &engine,
                &lexicons,
                Reading::default(),
            )
        })
        .collect();
    record(&readings, options).stories
}

/// The only event some of whose words hold `words`; else the one whose title does.
#[track_caller]
fn event<'s>(story: &'s Story, words: &str) -> &'s LinkedEvent {
    let told = |one: &&LinkedEvent| one.refs.iter().any(|one| one.quote.contains(words));
    let mut found: Vec<_> = story.events.iter().filter(told).collect();
    if found.is_empty() {
        found = story.events.iter().filter(|one| one.title.contains(words)).collect();
    }
    let shown: Vec<_> = story.events.iter().map(|one| (&one.title, &one.when.edtf, &one.refs)).collect();
    assert_eq!(found.len(), 1, "{words}: {shown:#?}");
    found[0]
}

#[track_caller]
fn on(story: &Story, words: &str, day: &str) {
    assert_eq!(event(story, words).when.edtf.as_deref(), Some(day), "{words}");
}

#[test]
fn a_language_that_is_not_read_makes_no_story() {
    let garden = "Der Garten im Winter\n\nWer im Garten noch nicht alles abgedeckt hat, der sollte es jetzt tun, denn die Nächte \
                  werden kälter und der Boden friert bald. Auch die Rosen sind nicht immer winterhart.\n";
    let ferry = "Fähre fällt aus\n\nDie Fähre nach Tessin fährt am Freitag nicht, weil der Motor nicht mehr läuft und die Werft \
                 noch auf Teile wartet. Auch der Bus fährt nicht immer, denn die Straße ist gesperrt.\n";
    let articles = [("2024-01-10", garden), ("2024-01-10", ferry)];
    assert_eq!(stories(&articles, Options::default()).len(), 2);
    let twice = [("2024-01-10", ferry), ("2024-01-11", &format!("Neu\n{ferry}"))];
    assert_eq!(stories(&twice, Options::default()).len(), 1, "copies are known in any language");
}

#[test]
fn a_clause_that_places_another_event_has_a_day_of_its_own() {
    let story = story(&[(
        "2024-03-21",
        "Raid on an airbase\n\nVelmorian drones attacked the Krevin airbase in Sarnia on Wednesday, six days after the market \
         in Tessin was shelled. A fuel depot was damaged.\n",
    )]);
    on(&story, "attacked the Krevin", "2024-03-20");
    on(&story, "was shelled", "2024-03-14");
    assert_eq!(
        event(&story, "damaged").id,
        event(&story, "attacked the Krevin").id,
        "news, not what was before"
    );
}

#[test]
fn a_week_with_one_meeting_tells_which() {
    let story = story(&[
        (
            "2024-03-14",
            "Talks in Lund\n\nVelmoria and Sarnia held a second round of talks in Lund on Wednesday.\n",
        ),
        ("2024-03-21", "Prisoners\n\nVelmoria said on Thursday that last week's talks had been useful.\n"),
    ]);
    assert_eq!(event(&story, "last week").id, event(&story, "second round").id);
}

#[test]
fn a_toll_belongs_to_the_attack_of_its_article() {
    let story = story(&[
        (
            "2024-03-14",
            "Twelve killed as shells hit Tessin market\n\nShells struck the market of Tessin on Thursday morning, killing 12 \
             people, the mayor said.\n",
        ),
        (
            "2024-03-16",
            "Tessin toll reaches 14 as doubts grow over talks\n\nThe death toll from Thursday's shelling of the market in \
             Tessin rose to 14 on Friday when two of the wounded died, the hospital said. A day earlier it had put the toll \
             at 12.\n",
        ),
    ]);
    let attack = event(&story, "struck the market");
    assert_eq!(attack.when.edtf.as_deref(), Some("2024-03-14"));
    let minima: Vec<f64> = attack
        .figures
        .iter()
        .filter_map(|id| story.figures.iter().find(|one| one.id == *id)?.min.map(|min| min.get()))
        .collect();
    for toll in [12.0, 14.0] {
        assert!(minima.contains(&toll), "{toll}: {minima:?}");
    }
    let update = story.findings.iter().find(|one| one.kind == tidings_record::FindingKind::Update);
    assert!(update.is_some_and(|one| one.because.contains("12, 14")), "{update:?}");
}

#[test]
fn what_is_only_denied_is_no_event() {
    let story = story(&[(
        "2024-03-16",
        "Sarnia denies blame\n\n\"Our forces fired no shells at Tessin,\" spokeswoman Mirca Felden said on Friday. Sarnia has \
         denied firing the shells.\n",
    )]);
    assert!(story.events.is_empty(), "{:?}", story.events);
}

#[test]
fn a_round_without_its_noun_is_one_of_its_series() {
    let story = story(&[
        (
            "2024-03-14",
            "Talks in Lund\n\nVelmoria and Sarnia held a second round of talks in Lund on Wednesday. A third round is planned \
             for later this month.\n",
        ),
        (
            "2024-03-28",
            "Truce\n\nVelmoria and Sarnia agreed on a truce on Wednesday at the end of a third round of talks in Lund.\n",
        ),
    ]);
    let third = story.events.iter().find(|one| one.ordinal == Some(3)).expect("a third round");
    assert_eq!(third.articles, 2, "{third:?}");
    assert_eq!(third.when.edtf.as_deref(), Some("2024-03-14/2024-03-28"), "after the second");
}

#[test]
fn a_flood_is_told_by_what_it_did() {
    let story = story(&[
        ("2023-06-05", "Flood\n\nA flood hit the Vell valley on Sunday and killed 21 people.\n"),
        (
            "2023-08-21",
            "Another flood\n\nA second flood hit the Vell valley on Saturday. June's flood had killed 21 people.\n",
        ),
    ]);
    on(&story, "A flood hit", "2023-06-04");
    assert_eq!(event(&story, "June's flood").id, event(&story, "A flood hit").id);
    on(&story, "second flood", "2023-08-19");
}

#[test]
fn of_drones_sent_some_are_shot_down() {
    let story = story(&[(
        "2024-03-14",
        "Drones\n\nVelmoria's air force said it had shot down 29 of 38 drones overnight. Sarnia would hand over 120 prisoners \
         on Friday, it said.\n",
    )]);
    let shown: Vec<String> = story
        .figures
        .iter()
        .map(|one| format!("{:?} {:?}..{:?}", one.effect, one.min.map(|n| n.get()), one.max.map(|n| n.get())))
        .collect();
    assert!(shown.contains(&"Intercepted Some(29.0)..Some(29.0)".to_owned()), "{shown:?}");
    assert!(shown.contains(&"Launched Some(38.0)..Some(38.0)".to_owned()), "{shown:?}");
    assert!(
        shown.iter().any(|one| one.ends_with("Some(120.0)..Some(120.0)")),
        "handed over, not over 120: {shown:?}"
    );
}

#[test]
fn numbers_of_one_article_contradict_only_where_two_give_one_thing() {
    let contradictions = |text: &str| {
        let story = story(&[("2024-03-14", text)]);
        let kind = tidings_record::FindingKind::Contradiction;
        story.findings.into_iter().filter(|one| one.kind == kind).count()
    };
    let apart = "Fighting\n\nAir strikes hit several vehicles near Tessin and killed at least 13 fighters, the army said on \
                 Thursday. Meanwhile, two mortars hit a clinic in Lund, killing one person, a doctor said. Seven others \
                 were wounded, he said.\n";
    assert_eq!(contradictions(apart), 0);
    let disputed = "Fires\n\nAbout 60 houses have been destroyed in the fire at Lindau, the mayor, Rhea Costin, said on \
                    Thursday. The opposition spoke of at least 140 houses.\n";
    assert_eq!(contradictions(disputed), 1);
}
