//! `cargo xtask eval attributions`: how well attributions are found, against texts with marked ones and against the
//! project's own gold.
//!
//! Marked texts are scored one to one as PolNeAR is: an attribution is whole if its cue meets the marked one, its
//! content shares half of the words of both, and its source meets the marked one or both have none.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Serialize;
use tidings_read::Article;
use tidings_read::attributions::AttributionLexicon;
use tidings_record::{Attribution, ByteSpan, Reading};

use crate::reader::{Reader, in_two_threads};
use crate::train::Row;
use crate::{print, texts};

mod gold;

/// What to score.
#[derive(clap::Args)]
pub struct Args {
    /// Rows of marked texts, JSONL, perhaps compressed (`.gz`).
    #[arg(long, num_args = 1.., required_unless_present = "fixtures")]
    data: Vec<PathBuf>,
    /// Score the project's own gold, `crates/tidings-read/fixtures/attributions/gold`.
    #[arg(long)]
    fixtures: bool,
    /// Weights to read with instead of the built-in ones.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// The least sum of weights of a cue, in thousandths, instead of the built-in one.
    #[arg(long, allow_hyphen_values = true)]
    threshold: Option<i32>,
    /// What known attitudes add, in thousandths, instead of what is built in.
    #[arg(long)]
    bonus: Option<i32>,
    /// List what is missed and what is found beyond the gold.
    #[arg(long)]
    show: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<()> {
    let mut reader = Reader::new()?;
    if let Some(path) = &args.weights {
        let weights =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        reader.lexicons.attributions = AttributionLexicon::with_weights("--weights", &weights)?;
    }
    let built_in = &mut reader.lexicons.attributions;
    built_in.threshold = args.threshold.unwrap_or(built_in.threshold);
    built_in.bonus = args.bonus.unwrap_or(built_in.bonus);
    let mut scores: BTreeMap<String, BTreeMap<&'static str, Count>> = BTreeMap::new();
    let mut shown = String::new();
    for path in &args.data {
        let rows: Vec<Row> = texts::rows(path)?.into_iter().map(|(_, row)| row).collect();
        scores.insert(path.display().to_string(), marked(&rows, &reader, &mut shown));
    }
    if args.fixtures {
        scores.insert("fixtures".to_owned(), gold::score(&reader, &mut shown)?);
    }
    let text = if args.json { serde_json::to_string(&scores)? + "\n" } else { table(&scores) };
    Ok(print(&if args.show { shown + &text } else { text })?)
}

/// How many were right, of how many wanted and how many found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Count {
    pub right: usize,
    pub wanted: usize,
    pub found: usize,
}

impl Count {
    pub(crate) fn add(&mut self, right: usize, wanted: usize, found: usize) {
        self.right += right;
        self.wanted += wanted;
        self.found += found;
    }

    /// Precision, recall and F1 in per cent.
    pub(crate) fn rates(self) -> [f64; 3] {
        let share =
            |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        [
            share(self.right, self.found),
            share(self.right, self.wanted),
            share(2 * self.right, self.wanted + self.found),
        ]
    }
}

fn table(scores: &BTreeMap<String, BTreeMap<&'static str, Count>>) -> String {
    let mut text = String::new();
    for (name, counts) in scores {
        let _ = writeln!(text, "{name}");
        for (what, count) in counts {
            let [precision, recall, f1] = count.rates();
            let Count { right, wanted, found } = count;
            let _ = writeln!(
                text,
                "  {what:<28} P {precision:5.1}  R {recall:5.1}  F1 {f1:5.1}   ({right} right / {wanted} gold / {found} found)"
            );
        }
    }
    text
}

/// An attribution as sets of words and characters.
struct Packed {
    source: Vec<usize>,
    cue: Vec<ByteSpan>,
    content: Vec<usize>,
}

/// Scores rows with marked attributions.
fn marked(rows: &[Row], reader: &Reader, shown: &mut String) -> BTreeMap<&'static str, Count> {
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    let readings = in_two_threads(rows, |row| reader.read(&Article::of_text(row.text.clone())));
    for (row, reading) in rows.iter().zip(&readings) {
        let words = words(&row.text);
        let pack = |source: &[ByteSpan], cue: &[ByteSpan], content: &[ByteSpan]| Packed {
            source: word_set(&words, source),
            cue: cue.to_vec(),
            content: word_set(&words, content),
        };
        let gold: Vec<Packed> =
            row.marked().iter().map(|one| pack(&one.source, &one.cue, &one.content)).collect();
        let found: Vec<Packed> =
            reading.attributions.iter().map(|one| pack(&one.source, &one.cue, &one.content)).collect();
        let sourced: Vec<bool> = gold.iter().map(|one| !one.source.is_empty()).collect();
        let found_sourced = found.iter().filter(|one| !one.source.is_empty()).count();
        let mut add = |name, right: &[bool], wanted, found| {
            counts.entry(name).or_default().add(right.iter().filter(|right| **right).count(), wanted, found);
        };
        let cues = matched(&gold, &found, same_cue);
        add("cue", &cues, gold.len(), found.len());
        let sources = matched(&gold, &found, |a, b| meet(&a.source, &b.source));
        add("source", &sources, sourced.iter().filter(|sourced| **sourced).count(), found_sourced);
        add("content 50 %", &matched(&gold, &found, same_content), gold.len(), found.len());
        let whole = matched(&gold, &found, |a, b| same_cue(a, b) && same_content(a, b) && same_source(a, b));
        add("whole", &whole, gold.len(), found.len());
        let kinds = ["whole, direct", "whole, mixed", "whole, indirect", "whole, without source"];
        for (one, right) in row.marked().iter().zip(&whole) {
            let kind = if one.source.is_empty() { 3 } else { quoted(&row.text, &words, &one.content) };
            counts.entry(kinds[kind]).or_default().add(usize::from(*right), 1, 0);
        }
        show(row, reading, &gold, &found, &whole, shown);
    }
    counts
}

/// Lists what of `row` was missed and what was found beyond it.
fn show(row: &Row, reading: &Reading, gold: &[Packed], found: &[Packed], whole: &[bool], shown: &mut String) {
    let words =
        |spans: &[ByteSpan]| spans.iter().map(|span| span.of(&row.text)).collect::<Vec<_>>().join(" … ");
    for ((one, packed), right) in row.marked().iter().zip(gold).zip(whole) {
        if *right {
            continue;
        }
        let _ =
            writeln!(shown, "missed {} | {} | {}", words(&one.source), words(&one.cue), words(&one.content));
        for (other, near) in reading.attributions.iter().zip(found).filter(|(_, near)| same_cue(packed, near))
        {
            let source = if same_source(packed, near) { "" } else { " SOURCE" };
            let content = if same_content(packed, near) { "" } else { " CONTENT" };
            let _ = writeln!(shown, "   but{source}{content} {}", line(other, &row.text));
        }
    }
    for (other, near) in reading.attributions.iter().zip(found) {
        if !gold.iter().any(|one| same_cue(one, near)) {
            let _ = writeln!(shown, "beyond {}", line(other, &row.text));
        }
    }
}

fn line(one: &Attribution, text: &str) -> String {
    let words = |spans: &[ByteSpan]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
    format!("{} | {} | {}", words(&one.source), words(&one.cue), words(&one.content))
}

/// Runs of letters and digits, joined by inner apostrophes, full stops, commas and hyphens.
fn words(text: &str) -> Vec<ByteSpan> {
    let mut words: Vec<ByteSpan> = Vec::new();
    let mut joins: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let end = (at + c.len_utf8()) as u32;
        let last =
            words.last_mut().filter(|last| last.end as usize == at || joins == Some(last.end as usize));
        if c.is_alphanumeric() {
            match last {
                Some(last) => last.end = end,
                None => words.push(ByteSpan::new(at as u32, end)),
            }
            joins = None;
        } else {
            let touches = last.is_some_and(|last| last.end as usize == at);
            joins = (touches && matches!(c, '\'' | '’' | '.' | ',' | '-')).then_some(at);
        }
    }
    words
}

fn word_set(words: &[ByteSpan], spans: &[ByteSpan]) -> Vec<usize> {
    let mut set: Vec<usize> = Vec::new();
    for span in spans {
        let first = words.partition_point(|word| word.end <= span.start);
        set.extend((first..words.len()).take_while(|&index| words[index].start < span.end));
    }
    set.sort_unstable();
    set.dedup();
    set
}

fn shared(a: &[usize], b: &[usize]) -> usize {
    a.iter().filter(|word| b.binary_search(word).is_ok()).count()
}

fn meet(a: &[usize], b: &[usize]) -> bool {
    shared(a, b) > 0
}

fn same_source(a: &Packed, b: &Packed) -> bool {
    meet(&a.source, &b.source) || a.source.is_empty() && b.source.is_empty()
}

fn same_cue(a: &Packed, b: &Packed) -> bool {
    a.cue.iter().any(|cue| b.cue.iter().any(|other| cue.overlaps(*other)))
}

fn same_content(a: &Packed, b: &Packed) -> bool {
    let shared = shared(&a.content, &b.content);
    shared > 0 && 2 * shared >= a.content.len() && 2 * shared >= b.content.len()
}

/// Which of `gold` have a partner, where each of `found` has at most one: the most there can be.
fn matched(gold: &[Packed], found: &[Packed], fits: impl Fn(&Packed, &Packed) -> bool) -> Vec<bool> {
    matched_pairs(gold, found, fits).iter().map(Option::is_some).collect()
}

/// The same with the partners, as indices into `found`.
fn matched_pairs(
    gold: &[Packed],
    found: &[Packed],
    fits: impl Fn(&Packed, &Packed) -> bool,
) -> Vec<Option<usize>> {
    let near: Vec<Vec<usize>> =
        gold.iter().map(|one| (0..found.len()).filter(|&index| fits(one, &found[index])).collect()).collect();
    most_pairs(&near, found.len())
}

/// A largest matching: the partner of each of the left.
fn most_pairs(near: &[Vec<usize>], right: usize) -> Vec<Option<usize>> {
    let mut partner: Vec<Option<usize>> = vec![None; right];
    for start in 0..near.len() {
        // Breadth first over alternating ways; `from` is whence a right one was reached.
        let mut from: Vec<Option<usize>> = vec![None; right];
        let mut ahead = std::collections::VecDeque::from([start]);
        'search: while let Some(left) = ahead.pop_front() {
            for &index in &near[left] {
                if from[index].is_some() {
                    continue;
                }
                from[index] = Some(left);
                match partner[index] {
                    Some(other) => ahead.push_back(other),
                    None => {
                        let mut at = index;
                        while let Some(left) = from[at] {
                            let before = partner.iter().position(|one| *one == Some(left));
                            partner[at] = Some(left);
                            match before {
                                Some(before) if left != start => at = before,
                                _ => break,
                            }
                        }
                        break 'search;
                    }
                }
            }
        }
    }
    (0..near.len()).map(|left| partner.iter().position(|one| *one == Some(left))).collect()
}

/// 0 if nine tenths of the words stand in double quotation marks, 1 if a tenth does, else 2.
fn quoted(text: &str, words: &[ByteSpan], content: &[ByteSpan]) -> usize {
    let set = word_set(words, content);
    let mut inside = false;
    let mut count = 0;
    let mut next = set.iter().map(|&index| words[index].start as usize).peekable();
    for (at, c) in text.char_indices() {
        match c {
            '“' => inside = true,
            '”' => inside = false,
            '"' => inside = !inside,
            '\n' if text[at + 1..].starts_with('\n') => inside = false,
            _ => {}
        }
        if next.next_if_eq(&at).is_some() {
            count += usize::from(inside);
        }
    }
    match (10 * count, set.len()) {
        (count, all) if count >= 9 * all => 0,
        (count, all) if count >= all => 1,
        _ => 2,
    }
}
