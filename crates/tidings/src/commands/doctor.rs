//! `tidings doctor`: the state of a store.

use std::io::Write;

use serde_json::{Map, Value, json};
use tidings_page::counted;
use tidings_store::{Access, Store};

use super::table::table;
use crate::Outcome;
use crate::args::DoctorArgs;

pub fn run(args: &DoctorArgs) -> anyhow::Result<Outcome> {
    let health = Store::open(&args.store.store, Access::Read)?.health()?;
    let mut out = std::io::stdout().lock();
    if args.json {
        let sizes: Map<String, Value> =
            health.sizes.iter().map(|size| (size.table.clone(), Value::from(size.bytes))).collect();
        let shown = json!({
            "problems": health.problems, "version": health.version, "counts": health.counts,
            "text_bytes": health.text_bytes, "file_bytes": health.file_bytes, "sizes": sizes,
            "to_read": health.to_read, "to_group": health.to_group, "to_link": health.to_link,
            "placed_one_by_one": health.placed,
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&shown)?)?;
    } else {
        let whole = if health.problems.is_empty() { "whole" } else { "damaged" };
        writeln!(out, "{}: {whole}, version {}", args.store.store.display(), health.version)?;
        health.problems.iter().try_for_each(|problem| writeln!(out, "problem: {problem}"))?;
        let counts: Vec<String> = health.counts.iter().map(|(kind, count)| counted(count, kind)).collect();
        writeln!(out, "holds: {}", counts.join(", "))?;
        let times = health.file_bytes as f64 / health.text_bytes.max(1) as f64;
        writeln!(out, "size: {}, {times:.2} times the text", size(health.file_bytes))?;
        writeln!(
            out,
            "the next add reads {} again, groups {} and links {}",
            counted(health.to_read, "article"),
            health.to_group,
            counted(health.to_link, "story")
        )?;
        if health.placed > 0 {
            let placed = counted(health.placed, "article");
            writeln!(out, "placed by themselves: {placed}; `tidings add --regroup` groups all anew")?;
        }
        let rows: Vec<Vec<String>> =
            health.sizes.iter().map(|one| vec![one.table.clone(), size(one.bytes)]).collect();
        write!(out, "\n{}", table(&["table", "size"], &rows))?;
    }
    Ok(Outcome::of(health.problems.len()))
}

/// Bytes in the unit that leaves one to three digits before the point.
fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
