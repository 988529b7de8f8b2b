//! `tidings explain`: what one stage made of an article, under its words; or why a line of the record is what it is.

mod why;

use std::fmt::Write as _;
use std::io::Write;

use tidings_read::{Document, Options};
use tidings_record::{ByteSpan, Number, Reading};

use super::{Done, Reader, carets, for_each_article};
use crate::Outcome;
use crate::args::{ExplainArgs, Stage};

pub fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    if let Some(id) = &args.why {
        return why::run(args, id);
    }
    let reader = Reader::new()?;
    let mut out = std::io::stdout().lock();
    let work = |input: &_, options: Options<'_>| match args.stage {
        Stage::Syntax => syntax(&reader.document(input, options)),
        Stage::Passages => passages(&reader.read(input, options)),
        stage => {
            let reading = reader.read(input, options);
            let found = annotations(stage, &reading);
            carets::under_the_words(&reading, &found)
        }
    };
    let failures = for_each_article(&args.paths, &args.reading, &reader, work, |done| {
        if let Done::New(text) = done {
            out.write_all(text.as_bytes())?;
        }
        Ok(())
    })?;
    Ok(Outcome::of(failures))
}

/// The name of a value of the contract, as JSON prints it.
fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(value) => value.to_string(),
        Err(_) => String::new(),
    }
}

pub fn passages(reading: &Reading) -> String {
    let mut out = String::new();
    for (number, passage) in reading.passages.iter().enumerate() {
        let repeats = passage.repeats.map_or(String::new(), |index| format!(" (repeats {})", index.index()));
        let words = passage.span.of(&reading.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "{number:>3} {:<14} {words}{repeats}", word(passage.kind));
    }
    notes(reading, &mut out);
    out
}

fn notes(reading: &Reading, out: &mut String) {
    for note in &reading.notes {
        let _ = writeln!(out, "note: {}", note.note);
    }
}

/// A table a sentence: number, word, lemma, tag, features, label, head.
fn syntax(document: &Document<'_>) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        for sentence in block.parse.sentences() {
            let first = sentence.range().start;
            let _ = writeln!(out, "{}", sentence.text().trim());
            let width = |of: fn(&tidings_syntax::Token<'_>) -> usize| {
                sentence.tokens().map(|t| of(&t)).max().unwrap_or(0)
            };
            let (words, lemmas) = (width(|t| t.text().chars().count()), width(|t| t.lemma().chars().count()));
            for token in sentence.tokens() {
                let head = if token.is_root() {
                    "-".to_owned()
                } else {
                    (token.head().index() - first + 1).to_string()
                };
                let name = match token.entity_place() {
                    'O' => String::new(),
                    place => format!("{place}-{}", token.entity_type()),
                };
                let line = format!(
                    "{:>4} {:<words$} {:<lemmas$} {:<5} {:<5} {:<10} {:>3}  {name}",
                    token.index() - first + 1,
                    token.text().escape_debug().to_string(),
                    token.lemma().escape_debug().to_string(),
                    token.tag(),
                    token.pos(),
                    token.label(),
                    head,
                );
                let _ = writeln!(out, "{}", line.trim_end());
            }
            out.push('\n');
        }
    }
    out
}

fn annotations(stage: Stage, reading: &Reading) -> Vec<(ByteSpan, String)> {
    let mut found = Vec::new();
    match stage {
        Stage::Names => {
            for name in &reading.names {
                for mention in &name.mentions {
                    found.push((
                        mention.span,
                        format!("{} ({}, {})", name.name, word(name.kind), word(mention.form)),
                    ));
                }
                for office in &name.offices {
                    found.push((office.span, format!("office of {}: {}", name.name, office.office)));
                }
            }
        }
        Stage::Times => {
            for time in &reading.times {
                let days = match (time.earliest, time.latest) {
                    (None, None) => String::new(),
                    (first, last) if first == last => format!(" = {}", or_open(first)),
                    (first, last) => format!(" = {} to {}", or_open(first), or_open(last)),
                };
                found.push((time.span, format!("{} {}{days} [{}]", word(time.kind), time.value, time.rule)));
            }
        }
        Stage::Quantities => {
            for quantity in &reading.quantities {
                let number = |number: &Option<Number>| number.as_ref().map_or("open".to_owned(), word);
                let counted = quantity
                    .counted
                    .as_ref()
                    .map_or(String::new(), |counted| format!(" of {}", counted.lemma));
                let unit = quantity.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
                let label = format!(
                    "{} {}..{}{unit}{counted} [{}]",
                    word(quantity.comparator),
                    number(&quantity.min),
                    number(&quantity.max),
                    quantity.rule
                );
                found.push((quantity.span, label));
            }
        }
        Stage::Attributions => {
            for (number, attribution) in reading.attributions.iter().enumerate() {
                let speaker = attribution
                    .speaker
                    .map_or(String::new(), |name| format!(": {}", reading.names[name.index()].name));
                let part = |spans: &[ByteSpan], label: String| {
                    spans.iter().map(|&span| (span, label.clone())).collect::<Vec<_>>()
                };
                found.extend(part(&attribution.source, format!("#{number} source{speaker}")));
                let cue = format!("#{number} cue: {} [{}]", word(attribution.stance), attribution.rule);
                found.extend(part(&attribution.cue, cue));
                found.extend(part(
                    &attribution.content,
                    format!("#{number} content, {}", word(attribution.manner)),
                ));
            }
        }
        Stage::Events => {
            for event in &reading.events {
                found.push((
                    event.trigger,
                    format!("{} ({}) [{}]", word(&event.kind), word(event.status), event.rule),
                ));
            }
        }
        Stage::Passages | Stage::Syntax => {}
    }
    found
}

fn or_open(day: Option<jiff::civil::Date>) -> String {
    day.map_or("open".to_owned(), |day| day.to_string())
}
