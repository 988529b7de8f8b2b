//! `tidings read`: what each article says, read alone.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use tidings_read::Options;

use super::{Done, Reader, for_each_article};
use crate::args::{ReadArgs, ReadFormat};
use crate::{Outcome, WrongUsage, conllu, say};

pub fn run(args: &ReadArgs) -> anyhow::Result<Outcome> {
    let mut paths = args.paths.clone();
    if paths.is_empty() {
        if io::stdin().is_terminal() {
            let usage = "no PATH is given and standard input is a terminal; see tidings read --help";
            return Err(WrongUsage(usage.to_owned()).into());
        }
        paths.push(PathBuf::from("-"));
    }
    let reader = Reader::new()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut printed = 0;
    let work = |input: &_, options: Options<'_>| -> serde_json::Result<Vec<u8>> {
        let options = Options { raw: args.raw, ..options };
        match args.format {
            ReadFormat::Conllu => Ok(conllu::article(&reader.document(input, options)).into_bytes()),
            ReadFormat::Jsonl => serde_json::to_vec(&reader.read(input, options).in_code_points()),
            ReadFormat::Json => serde_json::to_vec_pretty(&reader.read(input, options).in_code_points()),
        }
    };
    let failures = for_each_article(&paths, &args.reading, &reader, work, |done| {
        match done {
            Done::New(text) => {
                let text = text?;
                match args.format {
                    ReadFormat::Jsonl => {
                        out.write_all(&text)?;
                        out.write_all(b"\n")?;
                        out.flush()?;
                    }
                    ReadFormat::Json => {
                        out.write_all(if printed == 0 { b"[\n" } else { b",\n" })?;
                        out.write_all(&text)?;
                    }
                    ReadFormat::Conllu => out.write_all(&text)?,
                }
                printed += 1;
            }
            Done::Again { id, path } => {
                say(&format!("tidings: note: {path}: the same as before ({}); printed once", id.as_str()));
            }
            Done::Failed => {}
        }
        Ok(())
    })?;
    if args.format == ReadFormat::Json {
        out.write_all(if printed == 0 { b"[]\n" } else { b"\n]\n" })?;
    }
    out.flush()?;
    Ok(Outcome::of(failures))
}
