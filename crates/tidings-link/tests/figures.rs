//! What becomes of the numbers of one article: its figures, in a line each.

use tidings_english::English;
use tidings_link::{Options, record};
use tidings_read::{Article, Lexicons, Options as Reading, read};

/// The figures of `text`: bounds, thing counted, effect, claimant.
fn figures(text: &str) -> Vec<String> {
    let lexicons = Lexicons::english().expect("the lexicons are built in");
    let reading = read(&Article::of_text(text), &English::embedded(), &lexicons, Reading::default());
    let made = record(&[reading], Options::default());
    let bound =
        |number: Option<tidings_record::Number>| number.map_or("open".to_owned(), |n| n.get().to_string());
    let story = &made.stories[0];
    let shown = story.figures.iter().map(|figure| {
        let counted = figure.counted.as_deref().unwrap_or("-");
        let claimant = story.actors.iter().find(|actor| figure.claimed_by.as_ref() == Some(&actor.id));
        let words = || figure.said_by.as_ref().map_or(String::new(), |words| format!(" by “{words}”"));
        let by = claimant.map_or_else(words, |actor| format!(" by {}", actor.name));
        format!("{}..{} {counted} {:?}{by}", bound(figure.min), bound(figure.max), figure.effect)
    });
    shown.collect()
}

#[test]
fn a_part_is_told_by_who_tells_the_whole() {
    let found = figures(
        "Drones Over The Valley\n\nThe defense ministry of Ostrenia claimed to have shot down over 100 drones on Monday, \
         30 of them over the valley.\n",
    );
    let by = "by defense ministry of Ostrenia";
    assert_eq!(
        found,
        [format!("100..open drone Intercepted {by}"), format!("30..30 drone Intercepted {by}")]
    );
}

#[test]
fn who_counts_without_a_name_keeps_the_words_for_it() {
    let found = figures(
        "Rain Floods Varholm\n\nFour people drowned in Varholm on Friday, two officials said. Police said that 12 houses were \
         damaged. Oskar Lindqvar said that nine people were missing. They said 30 boats were destroyed. Three bridges were \
         destroyed.\n",
    );
    assert_eq!(
        found,
        [
            "4..4 people Killed by “two officials”",
            "12..12 house Damaged by “Police”",
            "9..9 people Missing by Oskar Lindqvar",
            "30..30 boat Destroyed",
            "3..3 bridge Destroyed",
        ]
    );
}

#[test]
fn who_was_saved_is_not_counted_among_the_dead() {
    let found = figures(
        "Ferry Sinks Off Varholm\n\nThe coast guard said on Friday that crews had recovered 31 bodies and rescued 118 people. \
         Four others escaped unhurt. Boats brought 55 villagers to safety. Nine people were killed, dozens are missing. \
         Police said 15 people were arrested and three officers were slightly injured.\n",
    );
    let killed: Vec<_> = found.iter().filter(|one| one.contains("Killed")).collect();
    assert!(killed.iter().all(|one| one.starts_with("31..31") || one.starts_with("9..9")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("118..118 people Other")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("3..3 officer Injured")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("24..open") && one.contains("Missing")), "{found:?}");
}

#[test]
fn a_number_that_is_denied_or_asked_for_is_nobodys() {
    let found = figures(
        "Fire At The Mine\n\nThe ministry denied that 15 men had been killed on Friday. The company would not say whether 17 \
         workers had died. No one said that 99 people had died. The firm could not confirm that 12 men were dead. Asked if 30 \
         people had died, a spokesman declined to comment. An early report that 60 people had died was withdrawn. The mayor denied this, saying that \
         8 men had died. The hospital said that 6 men had died, but denied that more had.\n",
    );
    assert!(found.iter().any(|one| one.starts_with("6..6 man Killed")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("8..8 man Killed")), "{found:?}");
    let others: Vec<_> = found.iter().filter(|one| !one.starts_with(['6', '8'])).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn those_who_speak_are_no_casualties() {
    let found = figures(
        "Blast At The Mine\n\nThree injured miners and two nurses said on Friday that the blast came without warning. The clinic, \
         which treated 30 wounded people, said it was full.\n",
    );
    assert_eq!(found, ["30..30 people Injured"]);
}

#[test]
fn where_it_happened_is_not_hit_by_it() {
    let found = figures(
        "Drones Over The Valley\n\nThe air force of Ostrenia said on Monday that it had shot down more than 40 drones over \
         eight regions. Two people were killed and 11 wounded in three villages, the governor said.\n",
    );
    assert!(found.iter().any(|one| one.starts_with("40..open drone Intercepted by")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("2..2 people Killed")), "{found:?}");
    let places: Vec<_> =
        found.iter().filter(|one| one.contains("region") || one.contains("village")).collect();
    assert!(places.iter().all(|one| one.contains("Counted")), "{places:?}");
}

#[test]
fn how_often_something_was_asked_is_no_figure() {
    let found = figures(
        "Port Shelled\n\nThe port of Varholm was shelled six times on Friday. \"We asked for help three times,\" union leader \
         Mirca Feldane said. She counted 40 boats, and the harbour office said all 40 boats were old.\n",
    );
    assert!(found.iter().any(|one| one.starts_with("6..6")), "{found:?}");
    assert!(!found.iter().any(|one| one.starts_with("3..3")), "{found:?}");
}

#[test]
fn what_one_article_repeats_is_one_figure() {
    let found = figures(
        "Crossing Closed\n\nMaria Feldane said on Friday that 3,000 commuters were without a crossing. The union leader said \
         that the line had been warned. Feldane said again that 3,000 commuters had no way home.\n",
    );
    assert_eq!(found.iter().filter(|one| one.starts_with("3000..3000 commuter")).count(), 1, "{found:?}");
}
