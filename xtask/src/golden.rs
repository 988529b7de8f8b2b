//! `cargo xtask golden`: spaCy's decisions about our own blocks of text, stored as data for the engine's test.
//!
//! `xtask/golden/blocks.txt` has one block a line, with `\n`, `\t`, `\r`, `\\` and `\u{...}` for what a line cannot
//! hold or an editor would hide; a line that begins with `#` is a comment, an empty one is skipped. Some random
//! strings follow the blocks, for the tokenizer.

use std::fs;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};

use crate::spacy::{Spacy, workspace};
use crate::{print, random};

/// How many random strings follow the blocks.
const RANDOM: usize = 100;

/// Writes `crates/tidings-english/tests/golden/golden.jsonl`.
pub fn run() -> anyhow::Result<ExitCode> {
    let engine = workspace().join("crates/tidings-english");
    ensure!(engine.is_dir(), "{} is not there yet", engine.display());
    let spacy = Spacy::ready()?;
    let mut blocks = blocks()?;
    blocks.extend(random::texts(RANDOM, 1, &spacy.special_cases()?));
    let path = engine.join("tests/golden/golden.jsonl");
    fs::create_dir_all(engine.join("tests/golden"))?;
    let mut file = BufWriter::new(fs::File::create(&path).with_context(|| path.display().to_string())?);
    let mut tokens = 0;
    let texts = blocks.iter().map(String::as_str);
    spacy.exchange(&[], texts, |_, row: Box<serde_json::value::RawValue>| {
        tokens += serde_json::from_str::<crate::decisions::Row>(row.get())?.tokens()?.len();
        Ok(writeln!(file, "{}", row.get())?)
    })?;
    file.flush()?;
    print(&format!("{}: {} blocks, {tokens} tokens\n", path.display(), blocks.len()))?;
    Ok(ExitCode::SUCCESS)
}

/// The blocks of `xtask/golden/blocks.txt`.
pub fn blocks() -> anyhow::Result<Vec<String>> {
    let path = workspace().join("xtask/golden/blocks.txt");
    let lines = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let numbered = (1..).zip(lines.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    numbered.map(|(n, line)| unescape(line).with_context(|| format!("{}:{n}", path.display()))).collect()
}

fn unescape(line: &str) -> anyhow::Result<String> {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut after = after.chars();
        match after.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('\\') => text.push('\\'),
            Some('u') => {
                let code = after.as_str().strip_prefix('{').and_then(|code| code.split_once('}'));
                let (code, tail) = code.context("\\u is followed by {hexadecimal digits}")?;
                text.push(char::from_u32(u32::from_str_radix(code, 16)?).context("no such character")?);
                after = tail.chars();
            }
            other => bail!("\\ is followed by n, t, r, \\ or u{{...}}, not {other:?}"),
        }
        rest = after.as_str();
    }
    text.push_str(rest);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_their_characters() {
        assert_eq!(unescape(r"a\nb\\n\u{2003}\t.").unwrap(), "a\nb\\n\u{2003}\t.");
        assert!(unescape(r"a\q").is_err());
        assert!(unescape(r"\u{110000}").is_err());
    }

    #[test]
    fn there_are_hundreds_of_different_blocks() {
        let blocks = blocks().unwrap();
        let different: std::collections::BTreeSet<_> = blocks.iter().collect();
        assert!(different.len() >= 280, "{} blocks", different.len());
        assert_eq!(different.len(), blocks.len());
    }
}
