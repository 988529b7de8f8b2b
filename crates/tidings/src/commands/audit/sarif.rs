//! An audit as SARIF 2.1.0, for tools that show remarks beside the lines of a file.

use serde_json::{Value, json};
use tidings_record::{ArticleId, Audit, Judgement, PointSpan, Ref, Verdict};

/// Bytes of an address that stand for themselves.
const PLAIN: &[u8] = b"-._~/!$&'()*+,;=:@";

/// The audit as a SARIF log with one run. Only what is to look at is a result.
pub fn sarif(audit: &Audit<PointSpan>, texts: &[(&ArticleId, &str)]) -> Value {
    let alarms = || Judgement::ALL.into_iter().filter(|one| one.is_alarm());
    let rules: Vec<Value> = alarms()
        .map(|one| {
            json!({
                "id": one.code(),
                "shortDescription": { "text": one.words() },
                "defaultConfiguration": { "level": level(one) },
            })
        })
        .collect();
    let lines = Lines::new(&audit.text);
    let draft = uri(audit.paths.first().map_or("draft", String::as_str));
    let results: Vec<Value> = audit
        .verdicts
        .iter()
        .filter(|one| one.judgement.is_alarm())
        .map(|one| {
            let related: Vec<Value> =
                one.refs.iter().enumerate().map(|(at, words)| related(at, words, audit, texts)).collect();
            json!({
                "ruleId": one.judgement.code(),
                "ruleIndex": alarms().position(|rule| rule == one.judgement),
                "level": level(one.judgement),
                "message": { "text": message(one) },
                "locations": [{
                    "physicalLocation": { "artifactLocation": { "uri": draft }, "region": lines.region(one.span, &one.words) },
                }],
                "relatedLocations": related,
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "tidings", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(judgement: Judgement) -> &'static str {
    use Judgement::{Differs, FoundNowhere, OtherSpeaker, PlanAsDone, QuoteAltered};
    if matches!(judgement, Differs | FoundNowhere | OtherSpeaker | PlanAsDone | QuoteAltered) {
        "error"
    } else {
        "warning"
    }
}

fn message(one: &Verdict<PointSpan>) -> String {
    format!("{}: “{}”. {}", one.judgement.words(), one.words, one.because)
}

/// The words of a source that a verdict rests on.
fn related(
    at: usize,
    words: &Ref<PointSpan>,
    audit: &Audit<PointSpan>,
    texts: &[(&ArticleId, &str)],
) -> Value {
    let source = audit.sources.iter().find(|one| one.id == words.article);
    let path = source.and_then(|one| one.paths.first()).map_or(words.article.as_str(), String::as_str);
    let text = texts.iter().find(|one| *one.0 == words.article).map_or("", |one| one.1);
    json!({
        "id": at + 1,
        "message": { "text": words.quote },
        "physicalLocation": {
            "artifactLocation": { "uri": uri(path) },
            "region": Lines::new(text).region(words.span, &words.quote),
        },
    })
}

/// Where the lines of a text begin, in code points.
struct Lines(Vec<u32>);

impl Lines {
    fn new(text: &str) -> Lines {
        let ends = text.chars().zip(1_u32..).filter(|(c, _)| *c == '\n').map(|(_, at)| at);
        Lines(std::iter::once(0).chain(ends).collect())
    }

    /// Line and column of an offset, from 1.
    fn place(&self, at: u32) -> (usize, u32) {
        let line = self.0.partition_point(|&start| start <= at).max(1);
        (line, at - self.0[line - 1] + 1)
    }

    fn region(&self, span: PointSpan, words: &str) -> Value {
        let ((line, column), (end_line, end_column)) = (self.place(span.start), self.place(span.end));
        json!({
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
            "charOffset": span.start, "charLength": span.end - span.start, "snippet": { "text": words },
        })
    }
}

/// A path as an address.
fn uri(path: &str) -> String {
    let mut made = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => made.push('/'),
            byte if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) => made.push(char::from(byte)),
            byte => made.push_str(&format!("%{byte:02X}")),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one() {
        let lines = Lines::new("ab\nçd\n");
        assert_eq!((lines.place(0), lines.place(3), lines.place(4)), ((1, 1), (2, 1), (2, 2)));
        assert_eq!(lines.place(6), (3, 1));
    }

    #[test]
    fn paths_become_addresses() {
        assert_eq!(uri("a draft/ü.md"), "a%20draft/%C3%BC.md");
        assert_eq!(uri("notes\\x#1?.md"), "notes/x%231%3F.md");
    }
}
