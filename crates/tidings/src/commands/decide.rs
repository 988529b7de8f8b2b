//! `tidings decide`: keeps what coders filled into rows of `tidings export --format coding`.

use std::fs;
use std::io::Write;

use anyhow::Context;
use tidings_export::decided::{read, take, toml};

use crate::args::DecideArgs;
use crate::decided::{self, Decided};
use crate::{Outcome, WrongUsage, say};

pub fn run(args: &DecideArgs) -> anyhow::Result<Outcome> {
    let table = args.file.display();
    let bytes = fs::read(&args.file).with_context(|| format!("{table} cannot be read"))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| WrongUsage(format!("{table} is not UTF-8; save it as CSV in UTF-8")))?;
    let entries = read(&text).map_err(|wrong| WrongUsage(format!("{table}:{}: {wrong}", wrong.line)))?;
    if let Some(missing) = args.paths.iter().find(|path| path.as_os_str() != "-" && !path.exists()) {
        return Err(WrongUsage(format!("{} is not there", missing.display())).into());
    }
    if args.paths.is_empty() && !args.store.store.is_file() {
        let store = args.store.store.display();
        return Err(WrongUsage(format!(
            "{store} is not there; name the exported articles, or the store with --store"
        ))
        .into());
    }
    let file = decided::file(&args.paths, &args.store.store);
    let mut kept = Decided::of(&file).map_err(|error| WrongUsage(error.to_string()))?.list;
    let taken = take(&mut kept, entries);
    // Whole or not at all.
    let beside = file.with_extension("toml.new");
    fs::write(&beside, toml(&kept)).with_context(|| format!("{} cannot be written", beside.display()))?;
    fs::rename(&beside, &file).with_context(|| format!("{} cannot be written", file.display()))?;
    writeln!(
        std::io::stdout().lock(),
        "{} new, {} changed, {} removed; {} decisions in {}",
        taken.new,
        taken.changed,
        taken.removed,
        kept.len(),
        file.display()
    )?;
    if taken.unconfirmed > 0 {
        say(&format!(
            "tidings: note: {} rows are still marked \"evidence changed\"; empty that cell to stand by a decision",
            taken.unconfirmed
        ));
    }
    Ok(Outcome::Complete)
}
