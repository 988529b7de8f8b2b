//! `tidings changes`: what changed in a store since a cursor.

use std::io::{BufWriter, Write};

use serde_json::json;
use tidings_store::{Access, Change, Store};

use crate::Outcome;
use crate::args::ChangesArgs;

pub fn run(args: &ChangesArgs) -> anyhow::Result<Outcome> {
    let store = Store::open(&args.store.store, Access::Read)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    store.changes(args.since, |change: Change| {
        let op = if change.removed { "remove" } else { "upsert" };
        let line = json!({
            "cursor": change.cursor, "op": op, "kind": change.kind.name(), "id": change.id, "data": change.data
        });
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
        anyhow::Ok(())
    })?;
    out.flush()?;
    Ok(Outcome::Complete)
}
