//! The project's own gold: Markdown in `crates/tidings-read/fixtures/attributions/gold`, one line for each attribution.
//! `talks.md` there says how the lines are to be read.
//!
//! Beyond what marked texts have, it knows the speaker, stance, manner, voice, condition and deadline. Speakers are
//! wanted of all attributions; the rest is judged for those found whole.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use tidings_read::Article;
use tidings_record::{Attribution, ByteSpan, Reading};

use super::{Count, Packed, line, matched_pairs, same_content, same_cue, same_source, word_set, words};
use crate::reader::Reader;

const FOLDER: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/tidings-read/fixtures/attributions/gold");

/// A text with its attributions.
#[derive(Debug)]
pub(super) struct Case {
    text: String,
    wanted: Vec<Wanted>,
}

/// An attribution of the gold.
#[derive(Debug, Default)]
struct Wanted {
    source: Vec<String>,
    /// The name it must lead to; `nobody` if to none. `None`: not scored.
    speaker: Option<String>,
    cue: String,
    content: Vec<String>,
    stance: String,
    manner: String,
    voice: String,
    condition: Option<String>,
    within: Option<String>,
}

/// Scores the gold.
pub(super) fn score(reader: &Reader, shown: &mut String) -> Result<BTreeMap<&'static str, Count>> {
    let mut counts = BTreeMap::new();
    for case in cases(Path::new(FOLDER))? {
        let reading = reader.read(&Article::of_text(case.text.clone()));
        score_case(&case, &reading, &mut counts, shown)?;
    }
    Ok(counts)
}

/// Reads all cases of the Markdown files in a folder, by file name.
pub(super) fn cases(folder: &Path) -> Result<Vec<Case>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        parse(&text, &mut cases).with_context(|| format!("in {}", path.display()))?;
    }
    Ok(cases)
}

/// Reads one file. Lines after `>` are joined by a blank; an empty one begins a paragraph.
fn parse(markdown: &str, cases: &mut Vec<Case>) -> Result<()> {
    let mut in_text = false;
    for row in markdown.lines() {
        if let Some(part) = row.strip_prefix('>') {
            if !in_text {
                cases.push(Case { text: String::new(), wanted: Vec::new() });
            }
            let text = &mut cases.last_mut().context("a text")?.text;
            let part = part.trim();
            if part.is_empty() {
                text.push_str("\n\n");
            } else {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push(' ');
                }
                text.push_str(part);
            }
        } else if let Some(line) = row.strip_prefix("- ") {
            let case = cases.last_mut().context("a line before any text")?;
            case.wanted.push(wanted(line).with_context(|| format!("{row:?}"))?);
        }
        in_text = row.starts_with('>');
    }
    Ok(())
}

/// Reads `source = speaker | cue | content | stance, manner, voice | if: … | within: …`.
fn wanted(line: &str) -> Result<Wanted> {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    ensure!(cells.len() >= 4, "expected source, cue, content and stance");
    let pieces = |cell: &str| -> Vec<String> {
        cell.split(" … ").map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
    };
    let (source, speaker) = match cells[0].split_once(" = ") {
        Some((source, speaker)) => (source, Some(speaker.to_owned())),
        None => (cells[0], None),
    };
    let words: Vec<&str> = cells[3].split(", ").collect();
    ensure!(words.len() == 3, "expected stance, manner, voice");
    let further =
        |key: &str| cells[4..].iter().find_map(|cell| Some(cell.strip_prefix(key)?.trim().to_owned()));
    Ok(Wanted {
        source: pieces(source),
        speaker,
        cue: cells[1].to_owned(),
        content: pieces(cells[2]),
        stance: words[0].to_owned(),
        manner: words[1].to_owned(),
        voice: words[2].to_owned(),
        condition: further("if:"),
        within: further("within:"),
    })
}

/// Where the words of a gold line stand: the content first, the cue and the source as near to it as possible.
fn placed(text: &str, one: &Wanted) -> Result<Packed> {
    let all = |part: &str| -> Vec<ByteSpan> {
        let found =
            text.match_indices(part).map(|(at, part)| ByteSpan::new(at as u32, (at + part.len()) as u32));
        // "He" is no part of "The".
        let whole = |span: &ByteSpan| {
            let letter = |c: char| c.is_alphanumeric();
            let before = text[..span.start as usize].chars().next_back().is_some_and(letter);
            let after = text[span.end as usize..].chars().next().is_some_and(letter);
            !(before && part.starts_with(letter) || after && part.ends_with(letter))
        };
        found.filter(whole).collect()
    };
    let mut content: Vec<ByteSpan> = Vec::new();
    for piece in &one.content {
        let from = content.last().map_or(0, |last| last.end);
        let found = all(piece).into_iter().find(|span| span.start >= from);
        content.push(found.with_context(|| format!("{piece:?} is not in the text"))?);
    }
    let near = |part: &str| {
        let distance = |span: &ByteSpan| {
            let gap = |piece: &ByteSpan| {
                if piece.contains(*span) {
                    u32::MAX
                } else {
                    span.start.abs_diff(piece.end).min(piece.start.abs_diff(span.end))
                }
            };
            content.iter().map(gap).min().unwrap_or(0)
        };
        all(part).into_iter().min_by_key(distance).with_context(|| format!("{part:?} is not in the text"))
    };
    let cue = near(&one.cue)?;
    let to_cue = |part: &str| {
        let gap = |span: &ByteSpan| {
            let inside = content.iter().any(|piece| piece.contains(*span));
            (
                inside && cue.start < content[0].start,
                span.start.abs_diff(cue.end).min(cue.start.abs_diff(span.end)),
            )
        };
        all(part).into_iter().min_by_key(gap).with_context(|| format!("{part:?} is not in the text"))
    };
    let source = one.source.iter().map(|piece| to_cue(piece)).collect::<Result<Vec<_>>>()?;
    let words = words(text);
    Ok(Packed { source: word_set(&words, &source), cue: vec![cue], content: word_set(&words, &content) })
}

fn score_case(
    case: &Case,
    reading: &Reading,
    counts: &mut BTreeMap<&'static str, Count>,
    shown: &mut String,
) -> Result<()> {
    let text = &case.text;
    let words = words(text);
    let gold = case.wanted.iter().map(|one| placed(text, one)).collect::<Result<Vec<_>>>();
    let gold = gold.with_context(|| format!("{text:?}"))?;
    let pack = |one: &Attribution| Packed {
        source: word_set(&words, &one.source),
        cue: one.cue.clone(),
        content: word_set(&words, &one.content),
    };
    let found: Vec<Packed> = reading.attributions.iter().map(pack).collect();
    let fits = |a: &Packed, b: &Packed| same_cue(a, b) && same_content(a, b) && same_source(a, b);
    let pairs = matched_pairs(&gold, &found, fits);
    let whole = pairs.iter().filter(|pair| pair.is_some()).count();
    counts.entry("whole").or_default().add(whole, gold.len(), found.len());
    for (wanted, pair) in case.wanted.iter().zip(&pairs) {
        let one = pair.map(|index| &reading.attributions[index]);
        let mut wrong = Vec::new();
        let mut judge = |what: &'static str, wanted: &str, found: &str, right: bool| {
            counts.entry(what).or_default().add(usize::from(right), 1, 1);
            if !right {
                wrong.push(format!("{what} {wanted:?} not {found:?}"));
            }
        };
        if let Some(speaker) = &wanted.speaker {
            let named =
                one.and_then(|one| one.speaker).map_or("nobody", |name| &reading.names[name.index()].name);
            judge("speaker, of all", speaker, named, one.is_some() && same_name(named, speaker));
            if one.is_some() {
                judge("speaker, of whole", speaker, named, same_name(named, speaker));
            }
        }
        if let Some(one) = one {
            let (stance, manner, voice) = (word(&one.stance)?, word(&one.manner)?, word(&one.voice)?);
            judge("stance", &wanted.stance, &stance, wanted.stance == stance);
            judge("manner", &wanted.manner, &manner, wanted.manner == manner);
            judge("voice", &wanted.voice, &voice, wanted.voice == voice);
            let condition = one.condition.map(|span| span.of(text));
            if wanted.condition.is_some() || condition.is_some() {
                let [want, got] = [wanted.condition.as_deref(), condition].map(Option::unwrap_or_default);
                judge("condition", want, got, want == got);
            }
            let within = one.deadline.as_ref().and_then(|deadline| deadline.within.as_deref());
            if wanted.within.is_some() || within.is_some() {
                let [want, got] = [wanted.within.as_deref(), within].map(Option::unwrap_or_default);
                judge("deadline", want, got, want == got);
            }
        }
        let what = if one.is_some() { "found " } else { "missed" };
        if one.is_none() || !wrong.is_empty() {
            let _ = writeln!(
                shown,
                "{what} {} | {} | {}",
                wanted.source.join(" … "),
                wanted.cue,
                wanted.content.join(" … ")
            );
            for one in wrong {
                let _ = writeln!(shown, "    {one}");
            }
        }
    }
    for (index, one) in reading.attributions.iter().enumerate() {
        if !pairs.contains(&Some(index)) {
            let _ = writeln!(shown, "beyond {}", line(one, text));
        }
    }
    Ok(())
}

fn same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| name.to_lowercase().trim_start_matches("the ").to_owned();
    plain(a) == plain(b)
}

/// A value as the documents print it.
fn word(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was measured, less a little; `cargo xtask eval attributions --fixtures` prints today's figures.
    #[test]
    fn the_gold_is_found_as_well_as_it_was() {
        let mut shown = String::new();
        let counts = score(&Reader::new().unwrap(), &mut shown).unwrap();
        for (what, least) in [
            ("whole", 87.0),
            ("speaker, of all", 85.0),
            ("stance", 91.0),
            ("manner", 97.0),
            ("voice", 95.0),
            ("condition", 75.0),
            ("deadline", 60.0),
        ] {
            let [_, _, f1] = counts[what].rates();
            assert!(f1 >= least, "{what}: {f1:.1}\n{shown}");
        }
        assert!(counts["whole"].wanted >= 150);
    }

    #[test]
    fn a_line_is_read() {
        let mut cases = Vec::new();
        parse("> He went.\n>\n> Ito said so.\n\n- Ito = Ito | said | so | says, paraphrased, named | within: P1D", &mut cases)
            .unwrap();
        assert_eq!(cases[0].text, "He went.\n\nIto said so.");
        let one = &cases[0].wanted[0];
        assert_eq!((one.speaker.as_deref(), one.within.as_deref()), (Some("Ito"), Some("P1D")));
        let placed = placed(&cases[0].text, one).unwrap();
        assert_eq!((placed.source, placed.content), (vec![2], vec![4]));
        assert!(wanted("Ito | said | so").is_err());
    }
}
