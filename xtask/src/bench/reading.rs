//! `cargo xtask bench reading`: how many characters a second do the stages of reading read, the parse not counted?

use anyhow::ensure;
use tidings_read::quantities::quantities;
use tidings_read::times::times;
use tidings_read::{Article, Document};
use tidings_record::Days;

use super::process::{cpu_seconds, pin_to_one_core};
use super::table::Table;
use crate::reader::{Reader, in_two_threads};
use crate::spacy::workspace;
use crate::texts::Source;
use crate::{note, print};

#[derive(clap::Args)]
pub struct Args {
    /// Without texts, `examples/` is used.
    #[command(flatten)]
    source: Source,
    /// How often each stage is run.
    #[arg(long, default_value_t = 20)]
    rounds: usize,
}

/// Measures and prints a table.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let texts = if args.source.texts.is_empty() {
        let texts = vec![workspace().join("examples")];
        Source { texts, field: args.source.field.clone(), limit: args.source.limit }.load()?
    } else {
        args.source.load()?
    };
    let reader = Reader::new()?;
    let articles: Vec<Article> = texts.into_iter().map(|text| Article::of_text(text.text)).collect();
    note(&format!("parsing {} texts", articles.len()));
    let documents: Vec<Document<'_>> = in_two_threads(&articles, |article| reader.document(article));
    let blocks = documents.iter().flat_map(|document| &document.blocks);
    let characters: usize = blocks.map(|block| block.normalised.text.chars().count()).sum();
    ensure!(characters > 0, "no text to read");
    let lexicons = &reader.lexicons;
    // One day for all: so relative times are worked out, whatever a text says of its own day.
    let day = Some(jiff::civil::date(2024, 3, 12));
    let published = Days { earliest: day, latest: day, ..Days::unknown() };
    let mut table = Table::default();
    let mut found = None;
    pin_to_one_core()?;
    for _ in 0..args.rounds {
        let begin = cpu_seconds();
        let times: Vec<_> =
            documents.iter().map(|document| times(document, &lexicons.times, &published)).collect();
        let between = cpu_seconds();
        let quantities: Vec<_> = documents
            .iter()
            .zip(&times)
            .map(|(document, times)| quantities(document, &lexicons.quantities, times))
            .collect();
        let end = cpu_seconds();
        for (stage, seconds) in [
            ("times, characters per CPU second", between - begin),
            ("quantities, characters per CPU second", end - between),
            ("both, characters per CPU second", end - begin),
        ] {
            table.add(stage, "Tidings", characters as f64 / seconds);
        }
        let counts: (usize, usize) =
            (times.iter().map(Vec::len).sum(), quantities.iter().map(Vec::len).sum());
        ensure!(*found.get_or_insert(counts) == counts, "{counts:?} found, before {found:?}");
    }
    let (times, quantities) = found.unwrap_or_default();
    let rounds = args.rounds;
    print(&format!(
        "{characters} characters in what is read of {} texts; {times} times, {quantities} quantities; {rounds} rounds\n\n{table}",
        documents.len(),
    ))?;
    Ok(())
}
