//! `cargo xtask parity`: is every decision of the English engine the one that spaCy makes?
//!
//! A text whose decisions differ is parsed by spaCy once more, choice by choice. If our decisions are exactly those
//! it reaches when one or more choices between scores less than 1e-4 apart fall the other way, the difference is a
//! proven near-tie: other arithmetic on the same numbers, as between two machines running spaCy.

use std::fmt::Write;
use std::process::ExitCode;

use tidings_english::English;
use tidings_syntax::Engine;

use crate::compare::{Counts, Difference, compare};
use crate::decisions::{Token, of_parse};
use crate::spacy::Spacy;
use crate::texts::{Source, Text};
use crate::{note, print, random};

/// What to compare.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    source: Source,
    /// So many random strings besides.
    #[arg(long, default_value_t = 0)]
    random: usize,
    /// The random strings' seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many differences to print.
    #[arg(long, default_value_t = 20)]
    show: usize,
}

/// A text on which the sides differ.
struct Differing {
    text: usize,
    tidings: Vec<Token>,
    counts: Counts,
    differences: Vec<Difference>,
}

/// Compares, prints a table and the first differences. Exit code 1 if a difference is not a proven near-tie.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let spacy = Spacy::ready()?;
    let engine = English::embedded();
    let mut texts = args.source.load()?;
    if args.random > 0 {
        let made = random::texts(args.random, args.seed, &spacy.special_cases()?);
        let named = made.into_iter().enumerate();
        texts.extend(named.map(|(i, text)| Text { name: format!("random {}:{i}", args.seed), text }));
    }
    anyhow::ensure!(!texts.is_empty(), "no texts: give --texts PATH or --random N");
    let (total, differing) = compare_all(&spacy, &engine, &texts)?;
    let (near, report) = explain(&spacy, &texts, &differing, args.show)?;
    print(&format!("{} texts\n\n{}{report}", texts.len(), total.table(&near)))?;
    let unexplained = total.differences() - near.differences();
    Ok(if unexplained == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn compare_all(
    spacy: &Spacy,
    engine: &dyn Engine,
    texts: &[Text],
) -> anyhow::Result<(Counts, Vec<Differing>)> {
    let (mut total, mut differing) = (Counts::default(), Vec::new());
    spacy.decisions(texts.iter().map(|text| text.text.as_str()), |index, row| {
        let Text { name, text } = &texts[index];
        anyhow::ensure!(row.text == *text, "{name}: spaCy was given another text");
        let tidings = of_parse(&engine.parse(text));
        let (counts, differences) = compare(&row.tokens()?, &tidings);
        total.add(&counts);
        if !differences.is_empty() {
            differing.push(Differing { text: index, tidings, counts, differences });
        }
        if (index + 1) % 200 == 0 {
            note(&format!("{} of {} texts, {} differ", index + 1, texts.len(), differing.len()));
        }
        Ok(())
    })?;
    Ok((total, differing))
}

/// Finds which differing texts are near-ties, and describes the first `show` differences of the others.
fn explain(
    spacy: &Spacy,
    texts: &[Text],
    differing: &[Differing],
    show: usize,
) -> anyhow::Result<(Counts, String)> {
    let (mut near, mut report, mut shown) = (Counts::default(), String::new(), 0);
    for found in differing {
        let Text { name, text } = &texts[found.text];
        // Tokens depend on no score, so a text with other tokens is no near-tie.
        let may_be_near = found.counts.different[0] == 0;
        let flipped = if may_be_near { flips_to(spacy, text, &found.tidings)? } else { None };
        if let Some(flipped) = flipped {
            near.add(&found.counts);
            writeln!(report, "\n{name}: near-tie ({})", flipped.join(", "))?;
        } else {
            let rest = found.differences.len().saturating_sub(show - shown);
            for difference in found.differences.iter().take(show - shown) {
                write!(report, "\n{}", difference.line(name, text))?;
                shown += 1;
            }
            if rest > 0 {
                writeln!(report, "\n{name}: {rest} more differences")?;
            }
        }
    }
    Ok((near, report))
}

/// The near-ties to flip so that spaCy decides just as Tidings did; `None` if no such outcome was found.
fn flips_to(spacy: &Spacy, text: &str, tidings: &[Token]) -> anyhow::Result<Option<Vec<String>>> {
    for alternative in spacy.alternatives(text)? {
        if alternative.decisions.tokens()? == tidings {
            return Ok(Some(alternative.flipped));
        }
    }
    Ok(None)
}
