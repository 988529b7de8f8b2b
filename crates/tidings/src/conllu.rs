//! The syntax of an article in ten columns (CoNLL-U), with the model's own tags and labels.
//!
//! `MISC` says with `Offset=start:end` where a token stands in the article, in code points; that is authoritative,
//! since what was parsed may be normalised. Entities are in `Entity=B-PERSON`, in BILUO. White space that is a
//! token stays a row; control characters are written as escapes.

use std::fmt::Write;

use tidings_read::Document;
use tidings_record::CodePoints;
use tidings_syntax::Sentence;

/// All parsed texts of an article.
pub fn article(document: &Document<'_>) -> String {
    let points = CodePoints::new(&document.article.text);
    let mut out = String::new();
    let mut number = 0;
    for block in &document.blocks {
        let _ = writeln!(out, "# newdoc id = {}", Escaped(document.article.id.as_str()));
        for sentence in block.parse.sentences() {
            number += 1;
            let _ = writeln!(out, "# sent_id = {number}\n# text = {}", Escaped(sentence.text()));
            rows(sentence, &mut out, |range| {
                let span = points.point_span(block.span(range));
                (span.start, span.end)
            });
            out.push('\n');
        }
    }
    out
}

fn rows(sentence: Sentence<'_>, out: &mut String, offsets: impl Fn(std::ops::Range<usize>) -> (u32, u32)) {
    let first = sentence.range().start;
    for token in sentence.tokens() {
        let head = if token.is_root() { 0 } else { token.head().index() - first + 1 };
        let (start, end) = offsets(token.start()..token.end());
        let _ = write!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t_\tOffset={start}:{end}",
            token.index() - first + 1,
            Escaped(token.text()),
            Escaped(token.lemma()),
            or_blank(token.pos()),
            or_blank(token.tag()),
            or_blank(token.morph()),
            head,
            or_blank(token.label()),
        );
        if !token.space() {
            out.push_str("|SpaceAfter=No");
        }
        if token.entity_place() != 'O' {
            let _ = write!(out, "|Entity={}-{}", token.entity_place(), token.entity_type());
        }
        out.push('\n');
    }
}

/// CoNLL-U writes nothing as `_`.
fn or_blank(text: &str) -> &str {
    if text.is_empty() { "_" } else { text }
}

/// A text on one line.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.0.contains(char::is_control) && !self.0.contains(['\u{2028}', '\u{2029}']) {
            return f.write_str(self.0);
        }
        for c in self.0.chars() {
            match c {
                '\n' => f.write_str("\\n")?,
                '\t' => f.write_str("\\t")?,
                '\r' => f.write_str("\\r")?,
                _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                    write!(f, "\\u{:04x}", u32::from(c))?
                }
                _ => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
