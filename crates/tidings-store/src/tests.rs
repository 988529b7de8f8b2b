//! A store from the inside, on readings without an engine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::json;
use tidings_link::{Keys, Options, keys, stories};
use tidings_record::{PointSpan, Reading};

use crate::{Access, Known, Lines, Original, Plan, Prepared, Query, Recurs, Store, StoreError, link, pack};

/// A file that is removed in the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let folder = std::env::temp_dir().join(format!("tidings-store-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Place(folder.join("tidings.db"))
    }

    fn open(&self) -> Store {
        Store::open(&self.0, Access::Write).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.parent().unwrap());
    }
}

/// A reading with a passage a line, the first names of which are people.
fn reading(id: &str, text: &str, day: &str) -> Reading {
    let mut at = 0;
    let mut passages = Vec::new();
    for line in text.split('\n') {
        let end = at + line.chars().count();
        passages.push(json!({ "span": [at, end], "kind": "body", "repeats": null }));
        at = end + 1;
    }
    let sentences: Vec<_> = passages
        .iter()
        .enumerate()
        .map(|(nth, one)| json!({ "span": one["span"], "passage": nth }))
        .collect();
    let made: Reading<PointSpan> = serde_json::from_value(json!({
        "tidings": "reading/1", "id": id, "paths": [format!("{id}.txt")], "url": null, "language": "en",
        "source": { "media_type": "text/plain", "blake3": "" }, "title": null, "outlet": "Echo", "bylines": [],
        "agencies": [], "published": { "earliest": day, "latest": day, "edtf": day, "at": null, "basis": "given",
        "because": [] }, "modified": null, "text": text, "passages": passages, "sentences": sentences, "names": [
            { "name": "Łucja Öz", "type": "person", "speaks_for": null, "offices": [],
              "mentions": [{ "span": [0, 3], "form": "name" }, { "span": [1, 2], "form": "name" }] }
        ], "times": [], "quantities": [], "attributions": [], "events": [], "notes": []
    }))
    .unwrap();
    made.in_bytes()
}

fn original(reading: &Reading) -> Original {
    Original {
        id: reading.id.clone(),
        paths: reading.paths.clone(),
        outlet: reading.outlet.clone(),
        published: reading.published.clone(),
        text: reading.text.clone(),
        ..Original::default()
    }
}

fn insert(store: &mut Store, reading: &Reading) -> i64 {
    store.insert(&original(reading), &Prepared::new(reading).unwrap()).unwrap()
}

/// Groups and links what there is.
fn settle(store: &mut Store) -> Plan {
    settle_by(store, false)
}

fn settle_by(store: &mut Store, anew: bool) -> Plan {
    let plan = store.plan(anew).unwrap();
    let keys: Vec<Keys> = plan.articles.iter().map(|&article| store.keys(article).unwrap()).collect();
    if !plan.articles.is_empty() {
        store.group(&plan, &keys).unwrap();
    }
    store.begin().unwrap();
    for story in store.touched(10_000).unwrap() {
        let linked = link(story, &store.members(story).unwrap()).unwrap();
        store.keep(&linked).unwrap();
    }
    store.commit().unwrap();
    plan
}

#[test]
fn what_is_packed_comes_out_the_same() {
    let reading = reading("a", "Łucja Öz spoke.\nŠe spoke twice, and 3 “words” more.", "2024-03-12");
    let packed = pack::pack_reading(&reading).unwrap();
    let unpacked = pack::unpack_reading(&packed).unwrap();
    let back = Reading {
        id: reading.id.clone(),
        paths: reading.paths.clone(),
        text: reading.text.clone(),
        ..unpacked
    };
    assert_eq!(back, reading);
    let story = tidings_link::story(&[&reading], Options::default());
    let packed = pack::pack_story(&story).unwrap();
    assert_eq!(
        pack::unpack_story(&packed, |id| (id == "a").then_some(reading.text.as_str())).unwrap(),
        story
    );
    for end in 0..packed.len() {
        assert!(pack::unpack_story(&packed[..end], |_| None).is_err(), "cut at {end}");
    }
    // Of many articles, with ids that follow from nothing and titles that look like what packing writes.
    let all = articles(40);
    let refs: Vec<&Reading> = all.iter().collect();
    let texts: BTreeMap<&str, &str> = all.iter().map(|one| (one.id.as_str(), one.text.as_str())).collect();
    let mut story = tidings_link::story(&refs, Options::default());
    assert!(story.actors[0].was.len() > 9 && !story.copies.is_empty());
    story.title = "\u{7f}a0".to_owned();
    story.actors[0].aliases =
        vec!["\u{7f}".to_owned(), "\u{7f}\u{7f}a0".to_owned(), "a\u{1}b\u{2}9\n".to_owned()];
    story.actors.push(tidings_record::Actor {
        id: "a00000000000f".into(),
        was: Vec::new(),
        ..story.actors[0].clone()
    });
    story.timeline = vec!["e000000000000".into()];
    let packed = pack::pack_story(&story).unwrap();
    assert_eq!(pack::unpack_story(&packed, |id| texts.get(id).copied()).unwrap(), story);
    assert!(pack::unpack_reading(&[9, 1, 0, 0, 0, 1]).is_err());
}

#[test]
fn a_full_disk_loses_nothing() {
    let place = Place::new("full");
    let mut store = place.open();
    store.begin().unwrap();
    insert(&mut store, &reading("first", "The harbour of Lindau stayed closed.", "2024-03-12"));
    store.commit().unwrap();
    settle(&mut store);
    let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.connection.pragma_update(None, "max_page_count", pages + 4).unwrap();
    store.begin().unwrap();
    let text = "Nobody knows how much room there is.\n".repeat(900);
    let failed = (0..50).find_map(|nth| {
        let one = reading(&format!("{nth}"), &text, "2024-03-12");
        store.insert(&original(&one), &Prepared::new(&one).unwrap()).err()
    });
    assert!(matches!(failed, Some(StoreError::Full)), "{failed:?}");
    drop(store);
    let store = Store::open(&place.0, Access::Read).unwrap();
    assert_eq!((store.size().unwrap(), store.health().unwrap().problems), ((1, 1), Vec::new()));
}

#[test]
fn two_writers_and_a_reader() {
    let place = Place::new("two");
    let mut store = place.open();
    assert!(matches!(Store::open(&place.0, Access::Write), Err(StoreError::Busy(_))));
    store.begin().unwrap();
    insert(&mut store, &reading("a", "The harbour of Lindau stayed closed.", "2024-03-12"));
    let reader = Store::open(&place.0, Access::Read).unwrap();
    assert_eq!(reader.size().unwrap().0, 0);
    store.commit().unwrap();
    assert_eq!(reader.size().unwrap().0, 1);
    let one = original(&reading("a", "The harbour of Lindau stayed closed.", "2024-03-12"));
    assert_eq!(reader.knows(&one).unwrap(), Known::Same);
    assert_eq!(reader.knows(&Original { text: "x".to_owned(), ..one.clone() }).unwrap(), Known::Other);
    assert_eq!(reader.original(1).unwrap(), one);
    drop(store);
    drop(place.open());
}

#[test]
fn originals_never_change() {
    let place = Place::new("immutable");
    let mut store = place.open();
    store.begin().unwrap();
    insert(&mut store, &reading("a", "The harbour of Lindau stayed closed.", "2024-03-12"));
    store.commit().unwrap();
    let error = store.connection.execute("UPDATE originals SET text = 'x'", []).unwrap_err();
    assert!(error.to_string().contains("originals never change"));
}

#[test]
fn a_later_version_reads_again_what_it_must() {
    let place = Place::new("again");
    let mut store = place.open();
    let (harbour, market) = (
        reading("a", "The harbour of Lindau stayed closed on Monday.", "2024-03-12"),
        reading("b", "Eggs were dear at the market of Tarn.", "2024-03-13"),
    );
    store.begin().unwrap();
    insert(&mut store, &harbour);
    insert(&mut store, &market);
    store.commit().unwrap();
    settle(&mut store);
    assert_eq!((store.outdated(0, 9).unwrap(), store.touch_outdated().unwrap()), (vec![], 0));
    store.connection.execute("UPDATE versions SET name = 'old'", []).unwrap();
    assert_eq!(store.outdated(0, 9).unwrap(), [1, 2]);
    let health = store.health().unwrap();
    let stories = store.size().unwrap().1;
    assert_eq!((health.to_read, health.to_link), (2, stories));
    // Old readings answer until new ones are there.
    let find = |store: &Store, words: &str| {
        let query = Query { words: words.to_owned(), ..Query::default() };
        store.search(&query).unwrap().unwrap().hits.len()
    };
    assert_eq!(find(&store, "harbour"), 1);
    store.begin().unwrap();
    assert!(
        !store.replace_reading(1, &Prepared::new(&harbour).unwrap()).unwrap(),
        "the same but for the version"
    );
    let mut other = market.clone();
    other.passages[0].kind = tidings_record::PassageKind::Leftover;
    assert!(store.replace_reading(2, &Prepared::new(&other).unwrap()).unwrap());
    store.commit().unwrap();
    assert!(store.outdated(0, 9).unwrap().is_empty());
    assert_eq!((find(&store, "harbour"), find(&store, "eggs")), (1, 0));
    assert!(store.touch_outdated().unwrap() < 2, "the other is touched already");
    settle(&mut store);
    store.forget_versions().unwrap();
    let health = store.health().unwrap();
    assert_eq!((health.to_read, health.to_link, health.problems), (0, 0, Vec::new()));
    assert_eq!(
        store.connection.query_row("SELECT count(*) FROM versions", [], |row| row.get::<_, i64>(0)).unwrap(),
        2
    );
}

/// Articles differ if their prints do.
const RECURS: Recurs = Recurs {
    with: |print, others| others.iter().filter(|&&other| other != print).collect::<BTreeSet<_>>().len() >= 2,
    most: 8,
};

/// Adds an article with these lines and this print, read with what is known; gives its number.
fn teach(store: &mut Store, id: &str, hashes: &[u64], print: u64) -> i64 {
    let one = reading(id, &format!("{id} is an article."), "2024-03-12");
    let mut prepared = Prepared::new(&one).unwrap();
    prepared.lines = Lines { hashes: hashes.into(), print, known: Vec::new() };
    store.begin().unwrap();
    prepared.lines.known = store.recurring_with(&prepared.lines, RECURS).unwrap();
    let article = store.insert(&original(&one), &prepared).unwrap();
    store.learn(article, &prepared.lines, &prepared.lines.known).unwrap();
    store.commit().unwrap();
    article
}

#[test]
fn a_line_comes_to_recur_in_any_order() {
    let line = u64::MAX - 5;
    let articles: [(&str, &[u64], u64); 5] = [
        ("a", &[line, 7], 1),
        ("b", &[line], 1),
        ("c", &[line, 9], 2),
        ("d", &[9], 2),
        ("e", &[3, line], u64::MAX),
    ];
    for turn in 0..articles.len() {
        let place = Place::new(&format!("recur-{turn}"));
        let mut store = place.open();
        store.learn_anew().unwrap();
        let mut order = articles;
        order.rotate_left(turn);
        let mut last = String::new();
        for (id, hashes, print) in order {
            let knew = store.recurring(&[line]).unwrap() == [line];
            let article = teach(&mut store, id, hashes, print);
            if !knew && store.recurring(&[line]).unwrap() == [line] {
                last = id.to_owned();
                assert!(!store.outdated(0, 9).unwrap().contains(&article), "it was read with what it taught");
            }
        }
        assert_eq!(store.recurring(&[3, 7, 9, line]).unwrap(), [line]);
        // All that had the line before are to be read again, and no others.
        let outdated: BTreeSet<String> = store
            .outdated(0, 9)
            .unwrap()
            .into_iter()
            .map(|article| store.original(article).unwrap().id.as_str().to_owned())
            .collect();
        let before = order.iter().take_while(|one| one.0 != last);
        let expect: BTreeSet<String> =
            before.filter(|one| one.1.contains(&line)).map(|one| one.0.to_owned()).collect();
        assert_eq!(outdated, expect);
        assert_eq!(store.health().unwrap().to_read, expect.len() as i64);
        let kept: i64 =
            store.connection.query_row("SELECT count(*) FROM edge_lines", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 4, "what recurs needs no more rows");
        // Another version learns anew.
        store.connection.execute("UPDATE archive SET value = 1 WHERE name = 'lines_by'", []).unwrap();
        store.learn_anew().unwrap();
        assert!(store.recurring(&[line]).unwrap().is_empty());
    }
}

#[test]
fn a_line_of_many_versions_costs_no_more() {
    let place = Place::new("versions");
    let mut store = place.open();
    for nth in 0..RECURS.most {
        teach(&mut store, &format!("v{nth}"), &[5], 1);
    }
    for (id, print) in [("x", 2), ("y", 3), ("z", 4)] {
        teach(&mut store, id, &[5], print);
    }
    assert!(store.recurring(&[5]).unwrap().is_empty() && store.outdated(0, 9).unwrap().is_empty());
}

/// Articles on forty things, some of them copies, with ids in another order than days.
fn articles(count: usize) -> Vec<Reading> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % end as u64) as usize
    };
    let towns = ["Lindau", "Tarnel", "Velmora", "Ostkany", "Karstead", "Mordau", "Heskany", "Dolmora"];
    let mishaps = ["ferry", "bridge", "reservoir", "hall", "tramway"];
    let verbs = ["inspected", "closed", "repaired", "flooded", "photographed", "guarded"];
    let things = ["timbers", "sluices", "rails", "windows", "archives", "cables", "stairs", "pumps"];
    let mut made: Vec<Reading> = Vec::new();
    for at in 0..count {
        let id = format!("{:05}", at * 7919 % 100_000);
        let day = format!("2024-03-{:02}", 1 + below(28));
        if at > 20 && below(10) == 0 {
            let earlier = &made[below(at)];
            let text = format!("From our desk.\n{}", earlier.text);
            made.push(reading(&id, &text, &day));
            continue;
        }
        let subject = below(40);
        let (town, mishap) = (towns[subject % 8], mishaps[subject / 8]);
        let mut text = format!("{town}: the {mishap} of {town} in question");
        for _ in 0..3 + below(4) {
            text.push_str(&format!(
                "\nIt was said that the {mishap} of {town} was {} and its {} {} {} times.",
                verbs[below(6)],
                things[below(8)],
                verbs[below(6)],
                below(900),
            ));
        }
        made.push(reading(&id, &text, &day));
    }
    made
}

/// The articles of each story.
fn grouped(store: &Store) -> BTreeSet<BTreeSet<String>> {
    let mut groups: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    let (count, _) = store.size().unwrap();
    for article in 1..=count {
        let story = store.story_of(article).unwrap().unwrap();
        groups.entry(story).or_default().insert(store.article_line(article).unwrap().id);
    }
    groups.into_values().collect()
}

fn at_once(all: &[Reading]) -> BTreeSet<BTreeSet<String>> {
    let keys: Vec<Keys> = all.iter().map(keys).collect();
    let groups = stories(&keys, Options::default());
    groups.into_iter().map(|group| group.into_iter().map(|at| all[at].id.to_string()).collect()).collect()
}

#[test]
fn many_at_once_are_grouped_as_by_linking_and_single_ones_near_it() {
    let place = Place::new("placed");
    let mut store = place.open();
    let all = articles(480);
    let (first, later) = all.split_at(440);
    store.begin().unwrap();
    for one in first {
        insert(&mut store, one);
    }
    store.commit().unwrap();
    assert!(settle(&mut store).whole);
    let before = grouped(&store);
    assert_eq!(before, at_once(first));
    for one in later {
        store.begin().unwrap();
        insert(&mut store, one);
        store.commit().unwrap();
        let plan = settle(&mut store);
        assert!(!plan.whole && plan.articles.len() == 1);
        assert!(store.touched(9).unwrap().is_empty());
    }
    let after = grouped(&store);
    // No story is taken apart.
    for group in &before {
        assert!(after.iter().any(|one| one.is_superset(group)), "{group:?}");
    }
    // And most go where they go at once: most of the same articles are beside them. The texts share nearly all words, so
    // this is harder than news.
    let expect = at_once(&all);
    let beside = |groups: &BTreeSet<BTreeSet<String>>, id: &str| {
        groups.iter().find(|group| group.contains(id)).cloned().unwrap()
    };
    let alike = later.iter().filter(|one| {
        let (made, wanted) = (beside(&after, one.id.as_str()), beside(&expect, one.id.as_str()));
        let shared = made.intersection(&wanted).count();
        2 * shared > made.len().max(wanted.len())
    });
    let alike = alike.count();
    assert!(alike * 5 >= later.len() * 4, "{alike} of {}", later.len());
    let health = store.health().unwrap();
    assert_eq!((health.placed, health.problems), (40, Vec::new()));
    // The next large delivery groups all together again.
    store.set_number("grouped", 10).unwrap();
    store.set_number("drift", 1).unwrap();
    assert!(settle(&mut store).whole);
    assert_eq!(grouped(&store), expect);
    assert_eq!(store.health().unwrap().problems, Vec::<String>::new());
}

/// The records of all stories, by id.
fn records(store: &Store) -> BTreeMap<String, tidings_record::Story> {
    let lines = store.stories(None).unwrap();
    lines.into_iter().map(|line| (line.id, store.story(line.story).unwrap().unwrap())).collect()
}

#[test]
fn in_whatever_order_articles_come_grouping_anew_gives_one_record() {
    let all = articles(500);
    let by = |key: fn(usize) -> usize| {
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|&at| key(at));
        order
    };
    let mut made = Vec::new();
    for (nth, order) in [by(|at| at), by(|at| 1_000 - at), by(|at| at * 7_919 % 503)].into_iter().enumerate()
    {
        let place = Place::new(&format!("order-{nth}"));
        let mut store = place.open();
        let (many, single) = order.split_at(440);
        for part in many.chunks(110).chain(single.chunks(1)) {
            store.begin().unwrap();
            for &at in part {
                insert(&mut store, &all[at]);
            }
            store.commit().unwrap();
            settle(&mut store);
        }
        assert!(store.health().unwrap().placed > 50);
        assert!(settle_by(&mut store, true).whole);
        assert!(settle_by(&mut store, true).articles.is_empty(), "once is enough");
        assert_eq!(grouped(&store), at_once(&all));
        let health = store.health().unwrap();
        assert_eq!((health.placed, health.problems), (0, Vec::new()));
        let mut records = records(&store);
        // What an id was on the way is another thing in each order.
        records.values_mut().for_each(|story| {
            story.was.clear();
            story.actors.iter_mut().for_each(|actor| actor.was.clear());
        });
        made.push(records);
    }
    assert!(made[0].len() > 5 && made[0] == made[1] && made[1] == made[2]);
}

#[test]
fn views_have_the_columns_of_the_flat_tables() {
    let place = Place::new("views");
    let store = place.open();
    let one = reading("a", "The harbour of Lindau stayed closed.", "2024-03-12");
    let story = tidings_link::story(&[&one], Options::default());
    let record = tidings_record::Record { stories: vec![story], ..tidings_record::Record::default() };
    let record = record.in_code_points(&[(&one.id, one.text.as_str())]).unwrap();
    for table in tidings_record::story_tables(&record.stories[0]) {
        let view = match table.name {
            "actors" => continue,
            "events" => "timeline",
            name => name,
        };
        let statement = store.connection.prepare(&format!("SELECT * FROM {view}")).unwrap();
        assert_eq!(statement.column_names(), table.columns, "{view}");
    }
}

#[test]
fn given_days_keep_their_reasons() {
    let place = Place::new("reasons");
    let mut store = place.open();
    let one = reading("a", "Łindau, 12 March. The harbour stayed closed.", "2024-03-12");
    let mut given = original(&one);
    given.published.basis = tidings_record::Basis::Metadata;
    let span = tidings_record::ByteSpan::new(9, 17);
    given.published.because = vec![tidings_record::Because {
        rule: "META01".to_owned(),
        refs: vec![tidings_record::Ref::new("a".into(), span, "12 March")],
    }];
    store.begin().unwrap();
    store.insert(&given, &Prepared::new(&one).unwrap()).unwrap();
    store.commit().unwrap();
    assert_eq!(store.original(1).unwrap(), given);
}

#[test]
fn of_very_many_matches_those_are_ranked_with_which_articles_begin() {
    let place = Place::new("many");
    let mut store = place.open();
    store.begin().unwrap();
    insert(
        &mut store,
        &reading("first", "The ferry, the ferry and the ferry again.\nNothing else.", "2020-01-01"),
    );
    for nth in 0..700 {
        let text = format!(
            "Eggs were dear in week {nth}.\nNobody asked whether a ferry had brought them to the town."
        );
        insert(&mut store, &reading(&format!("later-{nth:03}"), &text, "2024-03-12"));
    }
    store.commit().unwrap();
    let search =
        |words: &str| store.search(&Query { words: words.to_owned(), ..Query::default() }).unwrap().unwrap();
    let found = search("ferry");
    assert!(found.more && found.matches == 240, "{}", found.matches);
    assert_eq!(found.hits[0].place.article.as_str(), "first");
    // The others are those that came last.
    let oldest = found.hits[1..].iter().map(|hit| hit.place.article.as_str()).min();
    assert!(oldest > Some("later-400"), "{oldest:?}");
    // What stands in few passages is found wherever it stands.
    let found = search("week 7");
    assert!(!found.more && found.hits[0].place.article.as_str() == "later-007");
    let found = search("\"week 7\" -ferry");
    assert_eq!((found.more, found.matches), (false, 1));
}
