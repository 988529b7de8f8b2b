//! What holds for the reading of every article, tried on generated ones: spans lie in the text on borders of
//! characters, indices lie in their lists, the same article gives the same reading.
//!
//! The same properties are fuzzed without bound in `fuzz/`.

#[path = "../../tidings-english/tests/generator/mod.rs"]
mod generator;
mod stages;

use generator::Generator;
use stages::{Case, check_quantities, check_times};
use tidings_english::English;
use tidings_read::{Article, Lexicons, Options, read};
use tidings_record::{ByteSpan, Days, Reading};

/// Every span of a reading, with the list it is in.
fn spans(reading: &Reading) -> Vec<(&'static str, ByteSpan)> {
    let mut spans = Vec::new();
    let mut add =
        |list, found: &mut dyn Iterator<Item = ByteSpan>| spans.extend(found.map(|span| (list, span)));
    let days = |days: &Days| -> Vec<ByteSpan> {
        days.because.iter().flat_map(|because| because.refs.iter().map(|r| r.span)).collect()
    };
    add("title", &mut reading.title.iter().filter_map(|title| title.span));
    add("published", &mut days(&reading.published).into_iter());
    add("passages", &mut reading.passages.iter().map(|passage| passage.span));
    add("sentences", &mut reading.sentences.iter().map(|sentence| sentence.span));
    add("notes", &mut reading.notes.iter().map(|note| note.span));
    add("times", &mut reading.times.iter().map(|time| time.span));
    for name in &reading.names {
        add("mentions", &mut name.mentions.iter().map(|mention| mention.span));
        add("offices", &mut name.offices.iter().map(|office| office.span));
    }
    for quantity in &reading.quantities {
        add("quantities", &mut std::iter::once(quantity.span));
        add("counted", &mut quantity.counted.iter().map(|counted| counted.span));
    }
    for attribution in &reading.attributions {
        let parts = [&attribution.source, &attribution.cue, &attribution.content];
        add("attributions", &mut parts.into_iter().flatten().copied());
        add("condition", &mut attribution.condition.into_iter());
    }
    for event in &reading.events {
        add("events", &mut std::iter::once(event.trigger));
        add("event actors", &mut event.actors.iter().map(|actor| actor.span));
    }
    spans
}

#[track_caller]
fn check(reading: &Reading, text: &str) {
    assert_eq!(reading.text, text);
    for (list, span) in spans(reading) {
        let (start, end) = (span.start as usize, span.end as usize);
        assert!(start <= end && text.get(start..end).is_some(), "{list} {start}..{end} in {text:?}");
    }
    let mut passed = 0;
    for passage in &reading.passages {
        assert!(passage.span.start >= passed, "passages overlap in {text:?}");
        passed = passage.span.end;
    }
    for (index, passage) in reading.passages.iter().enumerate() {
        assert!(passage.repeats.is_none_or(|earlier| earlier.index() < index), "{text:?}");
    }
    for sentence in &reading.sentences {
        let passage = reading.passages[sentence.passage.index()].span;
        assert!(passage.start <= sentence.span.start && sentence.span.end <= passage.end, "{text:?}");
    }
    let names = reading.names.len();
    for attribution in &reading.attributions {
        assert!(attribution.speaker.is_none_or(|name| name.index() < names), "{text:?}");
        assert!(attribution.to.iter().all(|name| name.index() < names), "{text:?}");
        assert!(
            attribution.within.is_none_or(|outer| outer.index() < reading.attributions.len()),
            "{text:?}"
        );
        assert!(!attribution.cue.is_empty() || !attribution.content.is_empty(), "{text:?}");
        assert!(!attribution.rule.is_empty(), "{text:?}");
    }
    for quantity in &reading.quantities {
        assert!(quantity.part_of.is_none_or(|whole| whole.index() < reading.quantities.len()), "{text:?}");
        assert!(!quantity.rule.is_empty(), "{text:?}");
    }
    for time in &reading.times {
        if let (Some(earliest), Some(latest)) = (time.earliest, time.latest) {
            assert!(earliest <= latest, "{} in {text:?}", time.value);
        }
    }
}

fn article(text: String, published: bool) -> Article {
    let mut article = Article::of_text(text);
    if published {
        let day = Some(jiff::civil::date(2024, 3, 13));
        article.published = Days { earliest: day, latest: day, ..Days::default() };
    }
    article
}

#[test]
fn generated_articles_have_sound_readings() {
    let (english, lexicons) = (English::embedded(), Lexicons::english().unwrap());
    let mut generator = Generator::new(5);
    for number in 0..250 {
        // An article is several texts, some of them twice.
        let mut texts = generator.texts(1 + number % 7);
        texts.extend(texts.first().cloned().filter(|_| number % 3 == 0));
        let article = article(texts.join(["\n\n", "\n", "\r\n\r\n"][number % 3]), number % 2 == 0);
        let options = Options { raw: number % 11 == 0, ..Options::default() };
        let reading = read(&article, &english, &lexicons, options);
        check(&reading, &article.text);
        assert!(read(&article, &english, &lexicons, options) == reading, "{:?}", article.text);
        // What is printed has a span for each of these.
        let _ = reading.in_code_points();
    }
}

#[test]
fn one_thing_without_end_has_a_sound_reading() {
    let (english, lexicons) = (English::embedded(), Lexicons::english().unwrap());
    for unit in [
        "(",
        "“",
        "\" ",
        "said. ",
        "he said she said ",
        "12 ",
        "1,000,000 ",
        "one hundred ",
        "million ",
        "of ",
        "- ",
        "\n",
        "\n\n",
        "Monday ",
        "last Monday of the week before ",
        "Mr. ",
        "Minister ",
        "“Yes,” he said. ",
        "if ",
        "Title Case Words ",
        "\u{301}",
        "March 12, 2024 - ",
        "By Ilse Brandow\n",
        "READ MORE\n",
        "I. ",
        "I.\n",
        "a@b.example ",
        "-1",
        "more than ",
    ] {
        let article = article(unit.repeat(30_000 / unit.len()), true);
        check(&read(&article, &english, &lexicons, Options::default()), &article.text);
    }
}

/// Words of which times and quantities are made.
const WORDS: &[&str] = &[
    "Monday",
    "May",
    "March",
    "Sept.",
    "1st",
    "31",
    "29",
    "30",
    "2024",
    "1999",
    "0",
    "'90s",
    "1990s",
    "noon",
    "12:30",
    "24:00",
    "9 a.m.",
    "GMT",
    "last",
    "next",
    "this",
    "ago",
    "earlier",
    "later",
    "before",
    "since",
    "until",
    "from",
    "to",
    "between",
    "and",
    "or",
    "-",
    "–",
    "/",
    ":",
    ",",
    ".",
    "the",
    "a",
    "of",
    "in",
    "on",
    "day",
    "days",
    "week",
    "weekend",
    "months",
    "quarter",
    "half",
    "year",
    "years",
    "decades",
    "century",
    "season",
    "winter",
    "morning",
    "night",
    "today",
    "tomorrow",
    "yesterday",
    "now",
    "every",
    "each",
    "once",
    "twice",
    "Christmas",
    "BC",
    "fiscal",
    "first",
    "third",
    "two",
    "dozen",
    "hundred",
    "thousand",
    "million",
    "bn",
    "trillion",
    "a few",
    "several",
    "some",
    "about",
    "more than",
    "at least",
    "up to",
    "fewer than",
    "no more than",
    "almost",
    "rose",
    "fell",
    "by",
    "per",
    "%",
    "per cent",
    "percentage points",
    "$",
    "€",
    "US$3.5m",
    "£1,000",
    "1/2",
    "½",
    "2½",
    "10km",
    "tonnes",
    "°C",
    "degrees",
    "mph",
    "years old",
    "year-old",
    "aged",
    "people",
    "ships",
    "killed",
    "were",
    "of them",
    "1,234,567.89",
    "-5",
    "1e9",
    "99999999999999999999",
    "0.000001",
    "III",
    "2019-05-03",
    "21/07/2019",
    "31.02.2019",
    "Mr.",
    "will",
    "had",
    "said",
    "\n\n",
    "\n",
    "(",
    ")",
    "\"",
    "“",
    "”",
    "\u{a0}",
    "\u{200b}",
    "é",
];

/// The day of publication is any, or none; every third text is one of hostile characters with such words between.
#[test]
fn times_and_quantities_of_generated_texts_are_sound() {
    // More, in a long search: ROUNDS=20000 cargo test --release -p tidings-read --test properties
    let rounds = std::env::var("ROUNDS").map_or(300, |rounds| rounds.parse().unwrap());
    let mut generator = Generator::new(8);
    for number in 0..rounds {
        let mut text = if number % 3 == 0 { generator.text() } else { String::new() };
        for _ in 0..generator.below(40) {
            let word = generator.of(WORDS);
            let places = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect::<Vec<_>>();
            let at = if number % 3 == 0 { places[generator.below(places.len())] } else { text.len() };
            text.insert_str(at, word);
            if generator.below(8) > 0 {
                text.insert(at + word.len(), ' ');
            }
        }
        let day =
            [None, Some(generator.below(u32::MAX as usize) as u32), Some(4_384_000)][generator.below(3)];
        let case = Case { text: &text, raw: generator.below(2) == 0, day };
        check_times(case);
        check_quantities(case);
    }
}

#[test]
fn a_unit_with_a_slash_at_the_end_of_the_text_is_sound() {
    for text in ["The ferry makes 30 km/", "It costs $5/", "He ran 12 per", "She ran 12 a"] {
        check_quantities(Case { text, raw: true, day: None });
    }
}

#[test]
fn times_on_the_first_and_the_last_days_are_sound() {
    let text = "It closed yesterday, last week, 20 years ago, two centuries ago and next Monday. It will open in 9,000 \
                years, tomorrow, next decade, this winter and in the first quarter.";
    // The days of all dates that there can be, counted from the first.
    for day in (0..20).chain((20..400).step_by(31)) {
        check_times(Case { text, raw: true, day: Some(day) });
        check_times(Case { text, raw: true, day: Some(7_304_483 - day) });
    }
}
