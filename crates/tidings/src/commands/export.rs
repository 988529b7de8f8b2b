//! `tidings export`: what a store holds, for other programs.

use std::io::{BufWriter, Write};

use serde_json::json;
use tidings_store::{Access, Store};

use crate::Outcome;
use crate::args::{ExportArgs, ExportFormat};

pub fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let ExportFormat::Passages = args.format;
    let store = Store::open(&args.store.store, Access::Read)?;
    let stories = match &args.story {
        Some(id) => vec![super::show::story(&store, id)?],
        None => {
            let mut stories: Vec<i64> =
                store.stories(args.known_by)?.into_iter().map(|one| one.story).collect();
            stories.sort_unstable();
            stories
        }
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    for story in stories {
        for passage in store.passages_of_story(story, args.known_by)? {
            let line = json!({
                "id": passage.id, "text": passage.text, "story": passage.story, "published": passage.published,
                "outlet": passage.outlet, "claimants": passage.claimants, "rests": passage.rests,
                "ref": passage.place, "copies": passage.copies,
            });
            serde_json::to_writer(&mut out, &line)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(Outcome::Complete)
}
