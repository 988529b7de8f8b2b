//! `tidings search`: finds passages, claims and events in a store.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::Context;
use serde_json::{Map, Value, json};
use tidings_store::{Access, Found, Hit, Query, Store};

use super::table::{cut, table};
use crate::args::SearchArgs;
use crate::{Outcome, WrongUsage, say};

/// Largest list of ids, in bytes.
const LARGEST_LIST: u64 = 256 << 20;

pub fn run(args: &SearchArgs) -> anyhow::Result<Outcome> {
    let store = Store::open(&args.store.store, Access::Read)?;
    let query = Query {
        // A phrase that the shell has taken out of its marks comes as one argument with blanks, and its words stand for
        // themselves, as they would unquoted.
        words: args.words.join(" "),
        kinds: args.kind.clone(),
        actor: args.actor.clone(),
        speaker: args.speaker.clone(),
        stance: args.stance.clone(),
        place: args.place.clone(),
        event_type: args.event_type.clone(),
        from: args.from,
        to: args.to,
        outlet: args.outlet.clone(),
        story: args.story.clone(),
        among: args.among.as_deref().map(ids).transpose()?,
        known_by: args.known_by,
        limit: args.limit,
    };
    let found = match store.search(&query)? {
        Ok(found) => found,
        Err(unclear) => return Err(WrongUsage(unclear.to_string()).into()),
    };
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&json(&found))?)?;
    } else {
        out.write_all(text(&found).as_bytes())?;
        if found.hits.is_empty() {
            say("tidings: note: nothing was found");
        }
    }
    Ok(Outcome::Complete)
}

/// The ids in a file, one a line.
fn ids(path: &Path) -> anyhow::Result<Vec<String>> {
    let mut text = String::new();
    let place = path.display().to_string();
    let read = if place == "-" {
        std::io::stdin().lock().take(LARGEST_LIST).read_to_string(&mut text)
    } else {
        fs::File::open(path).and_then(|file| file.take(LARGEST_LIST).read_to_string(&mut text))
    };
    read.with_context(|| format!("{place} cannot be read"))?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn json(found: &Found) -> Value {
    let hit = |hit: &Hit| {
        json!({
            "kind": hit.kind, "id": hit.id, "story": hit.story, "outlet": hit.outlet,
            "day": hit.day.map(|day| day.to_string()), "speaker": hit.speaker, "sort": hit.sort, "title": hit.title,
            "ref": hit.place, "snippet": hit.snippet,
        })
    };
    let facets: Map<String, Value> = found
        .facets
        .iter()
        .map(|facet| {
            let values: Map<String, Value> =
                facet.values.iter().map(|(value, count)| (value.clone(), Value::from(*count))).collect();
            (facet.name.to_owned(), Value::Object(values))
        })
        .collect();
    let hits: Vec<Value> = found.hits.iter().map(hit).collect();
    json!({ "matches": found.matches, "more": found.more, "hits": hits, "facets": facets })
}

fn text(found: &Found) -> String {
    let row = |hit: &Hit| {
        let id = if hit.kind == "passage" { cut(&hit.id, 24) } else { hit.id.clone() };
        // A claim of nobody in particular is not the outlet's.
        let outlet = hit.outlet.as_ref().filter(|_| hit.kind != "claim");
        let who = hit.speaker.as_ref().or(outlet).cloned().unwrap_or_default();
        let day = hit.day.map_or_else(|| "?".to_owned(), |day| day.to_string());
        vec![hit.kind.to_owned(), id, day, cut(&who, 24), hit.snippet.clone()]
    };
    let rows: Vec<Vec<String>> = found.hits.iter().map(row).collect();
    let mut text = table(&["kind", "id", "day", "who", "words"], &rows);
    for facet in found.facets.iter().filter(|facet| facet.values.len() > 1) {
        let values: Vec<String> =
            facet.values.iter().take(6).map(|(value, count)| format!("{value} {count}")).collect();
        text.push_str(&format!("{}: {}\n", facet.name, values.join(", ")));
    }
    if found.more {
        text.push_str(&format!(
            "More than {} match; the {} that came last are ranked and counted. Narrow it with more words or filters.\n",
            found.matches, found.matches
        ));
    }
    text
}
