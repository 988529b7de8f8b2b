//! What becomes of the numbers of one article: its figures, in a line each.

use tidings_english::English;
use tidings_link::{Options, record};
use tidings_read::{Article, Lexicons, Options as Reading, read};

/// The figures of `text`: bounds, thing counted, effect.
fn figures(text: &str) -> Vec<String> {
    let lexicons = Lexicons::english().expect("the lexicons are built in");
    let reading = read(&Article::of_text(text), &English::embedded(), &lexicons, Reading::default());
    let made = record(&[reading], Options::default());
    let bound =
        |number: Option<tidings_record::Number>| number.map_or("open".to_owned(), |n| n.get().to_string());
    let shown = made.stories[0].figures.iter().map(|figure| {
        let counted = figure.counted.as_deref().unwrap_or("-");
        format!("{}..{} {counted} {:?}", bound(figure.min), bound(figure.max), figure.effect)
    });
    shown.collect()
}

#[test]
fn where_it_happened_is_not_hit_by_it() {
    let found = figures(
        "Drones Over The Valley\n\nThe air force of Ostrenia said on Monday that it had shot down more than 40 drones over \
         eight regions. Two people were killed and 11 wounded in three villages, the governor said.\n",
    );
    assert!(found.contains(&"40..open drone Intercepted".to_owned()), "{found:?}");
    assert!(found.contains(&"2..2 people Killed".to_owned()), "{found:?}");
    let places: Vec<_> =
        found.iter().filter(|one| one.contains("region") || one.contains("village")).collect();
    assert!(places.iter().all(|one| one.ends_with("Counted")), "{places:?}");
}
