//! `tidings schema`: the JSON Schema of a public document.

use std::io::Write;

use crate::Outcome;
use crate::args::{SchemaArgs, SchemaOf};

pub fn run(args: &SchemaArgs) -> anyhow::Result<Outcome> {
    let schema = match args.document {
        SchemaOf::Reading => tidings_record::reading_schema(),
        SchemaOf::Record => tidings_record::record_schema(),
        SchemaOf::Audit => tidings_record::audit_schema(),
        SchemaOf::Why => tidings_record::why_schema(),
    };
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &schema)?;
    writeln!(out)?;
    Ok(Outcome::Complete)
}
