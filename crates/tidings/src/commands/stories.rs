//! `tidings stories`: the stories of a store.

use std::io::Write;

use serde_json::json;
use tidings_store::{Access, Store};

use super::table::{days, table};
use crate::Outcome;
use crate::args::StoriesArgs;

pub fn run(args: &StoriesArgs) -> anyhow::Result<Outcome> {
    let store = Store::open(&args.store.store, Access::Read)?;
    let mut stories = store.stories(args.known_by)?;
    stories.truncate(args.limit.unwrap_or(usize::MAX));
    let mut out = std::io::stdout().lock();
    if args.json {
        let list: Vec<_> = stories
            .iter()
            .map(|one| {
                json!({ "id": one.id, "title": one.title, "earliest": one.days.0, "latest": one.days.1,
                        "articles": one.articles })
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
    } else {
        let rows: Vec<Vec<String>> = stories
            .into_iter()
            .map(|one| {
                let days = days(one.days.0.as_deref(), one.days.1.as_deref());
                vec![one.id, days, one.articles.to_string(), one.title]
            })
            .collect();
        out.write_all(table(&["story", "days", "articles", "title"], &rows).as_bytes())?;
    }
    Ok(Outcome::Complete)
}
