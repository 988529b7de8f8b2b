//! How fast are the stages of reading, the parse not counted? `cargo bench -p tidings-read` prints characters a
//! second, of the text as it was parsed. `cargo xtask bench reading` measures the same on texts of your own.

use std::hint::black_box;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::CharsCount;
use tidings_english::English;
use tidings_read::published::own_dates;
use tidings_read::quantities::quantities;
use tidings_read::times::times;
use tidings_read::{Article, Document, Lexicons, Options};
use tidings_record::{Days, Quantity, Time};

/// The story of `examples/story`, without its rows.
const STORY: [&str; 9] = [
    include_str!("../../../examples/story/01-harbour-gazette-talks-open.txt"),
    include_str!("../../../examples/story/02-northlight-news-drones-over-morvast.txt"),
    include_str!("../../../examples/story/03-eastmere-courier-second-round.txt"),
    include_str!("../../../examples/story/04-brightwater-bulletin-second-round.txt"),
    include_str!("../../../examples/story/05-tarnel-valley-post-heskany-market.txt"),
    include_str!("../../../examples/story/06-selwick-observer-toll-reaches-17.txt"),
    include_str!("../../../examples/story/07-marrow-point-herald-airbase-raid.txt"),
    include_str!("../../../examples/story/08-undated-leaders-to-meet.txt"),
    include_str!("../../../examples/story/09-harbour-gazette-adarrel-interview.txt"),
];

/// What the stages found in [`STORY`] when this was written. Rules move on: a tenth more or less is right too.
const TIMES: usize = 91;
const QUANTITIES: usize = 113;

/// An article as it is before the stages: parsed, dated.
struct Ready {
    document: Document<'static>,
    published: Days,
    times: Vec<Time>,
}

static LEXICONS: LazyLock<Lexicons> =
    LazyLock::new(|| Lexicons::english().expect("the lexicons are built in"));
static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(|| STORY.map(Article::of_text).to_vec());
static READY: LazyLock<Vec<Ready>> = LazyLock::new(|| {
    let english = English::embedded();
    let ready = |article| {
        let document = Document::new(article, &english, &LEXICONS.passages, Options::default());
        let published = own_dates(&document, &LEXICONS.published, &LEXICONS.times).published;
        let times = times(&document, &LEXICONS.times, &published);
        Ready { document, published, times }
    };
    ARTICLES.iter().map(ready).collect()
});

fn main() {
    divan::main();
}

fn characters() -> CharsCount {
    let blocks = READY.iter().flat_map(|ready| &ready.document.blocks);
    CharsCount::new(blocks.map(|block| block.normalised.text.chars().count()).sum::<usize>())
}

fn find_times(ready: &Ready) -> Vec<Time> {
    times(black_box(&ready.document), &LEXICONS.times, &ready.published)
}

fn find_quantities(ready: &Ready, times: &[Time]) -> Vec<Quantity> {
    quantities(black_box(&ready.document), &LEXICONS.quantities, times)
}

/// A fast wrong answer fails.
#[track_caller]
fn check(found: usize, expected: usize) {
    assert!(found.abs_diff(expected) <= expected / 10, "{found} found, {expected} expected");
}

#[divan::bench]
fn times_alone(bencher: Bencher<'_, '_>) {
    bencher.counter(characters()).bench(|| {
        let found: usize = READY.iter().map(|ready| find_times(ready).len()).sum();
        check(found, TIMES);
    });
}

#[divan::bench]
fn quantities_alone(bencher: Bencher<'_, '_>) {
    bencher.counter(characters()).bench(|| {
        let found: usize = READY.iter().map(|ready| find_quantities(ready, &ready.times).len()).sum();
        check(found, QUANTITIES);
    });
}

#[divan::bench]
fn times_and_quantities(bencher: Bencher<'_, '_>) {
    bencher.counter(characters()).bench(|| {
        let found = READY.iter().map(|ready| {
            let times = find_times(ready);
            times.len() + find_quantities(ready, &times).len()
        });
        check(found.sum(), TIMES + QUANTITIES);
    });
}
