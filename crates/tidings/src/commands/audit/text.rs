//! An audit as text: the draft's sentences, marks under their words, and the words of the sources by number.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tidings_page::counted;
use tidings_record::{Audit, Judgement, Ref, Side, SourceArticle, Verdict, WordChange};

use crate::commands::carets::under;

/// The audit in words. `all`: with what is supported; `colour`: for a terminal.
pub fn text(audit: &Audit, all: bool, colour: bool) -> String {
    let shown: Vec<&Verdict> = audit.verdicts.iter().filter(|one| all || one.judgement.is_alarm()).collect();
    let alarms = audit.verdicts.iter().filter(|one| one.judgement.is_alarm()).count();
    let mut refs: Vec<&Ref> = Vec::new();
    let mut found = Vec::with_capacity(shown.len());
    for one in shown {
        let numbers: Vec<String> = one.refs.iter().map(|at| number(&mut refs, at)).collect();
        let numbers = if numbers.is_empty() { String::new() } else { format!(" {}", numbers.join(" ")) };
        let because = if one.judgement.is_alarm() { format!(": {}", one.because) } else { String::new() };
        let label = format!("{}{because}{}{numbers}", painted(one.judgement, colour), changes(&one.changes));
        found.push((one.span, label));
    }
    let mut out = under(&audit.text, &found);
    let sources: BTreeMap<&str, &SourceArticle> =
        audit.sources.iter().map(|one| (one.id.as_str(), one)).collect();
    for (at, one) in refs.iter().enumerate() {
        let place = sources.get(one.article.as_str()).map(|source| place(source)).unwrap_or_default();
        let _ = writeln!(out, "[{}] {place}: “{}”", at + 1, one_line(&one.quote));
    }
    if !refs.is_empty() {
        out.push('\n');
    }
    let (pieces, articles) = (audit.verdicts.len(), audit.sources.len());
    let supported = audit.verdicts.iter().filter(|one| one.judgement == Judgement::Supported).count();
    let _ = writeln!(
        out,
        "{} held against {}: {supported} supported, {alarms} to look at",
        counted(pieces, "piece"),
        counted(articles, "article"),
    );
    out
}

/// The number of a ref in the list, where it is put if it is new.
fn number<'a>(refs: &mut Vec<&'a Ref>, one: &'a Ref) -> String {
    let at = refs.iter().position(|known| *known == one).unwrap_or_else(|| {
        refs.push(one);
        refs.len() - 1
    });
    format!("[{}]", at + 1)
}

/// The words for a verdict: red if it is to look at, green if supported.
fn painted(judgement: Judgement, colour: bool) -> String {
    let words = judgement.words();
    match (colour, judgement) {
        (false, _) | (_, Judgement::NotCheckable) => words.to_owned(),
        (true, Judgement::Supported) => format!("\x1b[32m{words}\x1b[0m"),
        (true, _) => format!("\x1b[1;31m{words}\x1b[0m"),
    }
}

/// The words of a quotation, with what the source alone and the draft alone have in brackets.
fn changes(changes: &[WordChange]) -> String {
    let words: Vec<String> = changes
        .iter()
        .map(|one| match one.side {
            Side::Both => one.words.clone(),
            Side::Source => format!("[source: {}]", one.words),
            Side::Draft => format!("[draft: {}]", one.words),
        })
        .collect();
    if words.is_empty() { String::new() } else { format!(" “{}”", words.join(" ")) }
}

fn place(source: &SourceArticle) -> String {
    let day = source.published.map(|day| day.to_string());
    let parts: Vec<String> = [source.outlet.clone(), day].into_iter().flatten().collect();
    let path = source.paths.first().map_or(source.id.as_str(), String::as_str);
    if parts.is_empty() { path.to_owned() } else { format!("{path} ({})", parts.join(", ")) }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
