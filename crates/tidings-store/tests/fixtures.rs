//! A store of each version that was ever made still opens, is upgraded and answers.
//!
//! `fixtures/store-N.db.zst` is a store of version N, made by `tidings add` of that version from `fixtures/rows.jsonl`
//! and compressed with zstd.

use std::fs;
use std::path::Path;

use tidings_store::{Access, Query, Store};

#[test]
fn stores_of_all_versions_open() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("stores-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let mut versions = 0;
    for entry in fs::read_dir(fixtures).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "zst") {
            continue;
        }
        versions += 1;
        let copy = folder.join(path.file_stem().unwrap());
        fs::write(&copy, zstd::decode_all(fs::File::open(&path).unwrap()).unwrap()).unwrap();
        for access in [Access::Read, Access::Write] {
            let store = Store::open(&copy, access).unwrap();
            let health = store.health().unwrap();
            assert_eq!((health.problems, health.counts["article"]), (Vec::new(), 3), "{path:?}");
            let stories = store.stories(None).unwrap();
            assert!(!stories.is_empty() && store.story(stories[0].story).unwrap().is_some());
            let query = Query { words: "ferry crews".to_owned(), ..Query::default() };
            let found = store.search(&query).unwrap().unwrap();
            assert!(found.hits.iter().any(|hit| hit.snippet.contains("[Crews]")), "{:?}", found.hits);
            let reading = store.reading(1).unwrap();
            assert!(!reading.passages.is_empty() && reading.text.contains("Varholm"));
        }
    }
    assert!(versions >= 1, "a version that is newly made needs its fixture");
    fs::remove_dir_all(folder).unwrap();
}
