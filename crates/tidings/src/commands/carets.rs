//! Marks under the words of a text: the sentence, then a line of carets for each thing found in it.

use tidings_record::{ByteSpan, Reading};

/// Characters of a row; a sentence that is longer goes on in the next.
const ROW: usize = 100;

/// Each sentence that holds something, with what was found under its words. What lies outside sentences is shown
/// under its passage.
pub fn under_the_words(reading: &Reading, found: &[(ByteSpan, String)]) -> String {
    let text = &reading.text;
    let mut stretches: Vec<ByteSpan> = reading.sentences.iter().map(|sentence| sentence.span).collect();
    stretches.extend(
        reading
            .passages
            .iter()
            .map(|passage| passage.span)
            .filter(|passage| !reading.sentences.iter().any(|sentence| sentence.span.overlaps(*passage))),
    );
    stretches.sort();
    marked(text, &stretches, found)
}

/// Each line of `text` that holds something, with what was found under its words.
pub fn under(text: &str, found: &[(ByteSpan, String)]) -> String {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let from = start;
        start += u32::try_from(line.len()).unwrap_or(u32::MAX);
        ByteSpan::new(from, from + u32::try_from(line.trim_end().len()).unwrap_or(u32::MAX))
    });
    marked(text, &lines.collect::<Vec<_>>(), found)
}

fn marked(text: &str, stretches: &[ByteSpan], found: &[(ByteSpan, String)]) -> String {
    let mut found: Vec<&(ByteSpan, String)> = found.iter().collect();
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut out = String::new();
    for &stretch in stretches {
        let here: Vec<_> = found.iter().filter(|(span, _)| span.overlaps(stretch)).collect();
        if here.is_empty() {
            continue;
        }
        for row in rows(text, stretch) {
            out.extend(row.of(text).chars().map(|c| if c.is_control() { ' ' } else { c }));
            out.push('\n');
            for (span, label) in here.iter().filter(|(span, _)| span.overlaps(row)) {
                let from = span.start.max(row.start);
                let to = span.end.min(row.end);
                let before = ByteSpan::new(row.start, from).of(text).chars().count();
                let carets = ByteSpan::new(from, to).of(text).chars().count();
                let label = if span.start >= row.start { label.as_str() } else { "…" };
                out.push_str(&format!("{}{} {label}\n", " ".repeat(before), "^".repeat(carets)));
            }
        }
        out.push('\n');
    }
    out
}

/// A stretch cut at blanks into rows.
fn rows(text: &str, stretch: ByteSpan) -> Vec<ByteSpan> {
    let words = stretch.of(text);
    let (mut rows, mut start, mut length, mut blank) = (Vec::new(), 0, 0, None);
    for (at, c) in words.char_indices() {
        length += 1;
        if c.is_whitespace() {
            blank = Some(at + c.len_utf8());
        }
        if length > ROW {
            let end = blank.filter(|&blank| blank > start).unwrap_or(at);
            rows.push((start, end));
            (start, blank) = (end, None);
            length = words.get(start..at).map_or(0, |begun| begun.chars().count() + 1);
        }
    }
    rows.push((start, words.len()));
    let at = |offset: usize| stretch.start + u32::try_from(offset).unwrap_or(u32::MAX);
    rows.into_iter().map(|(start, end)| ByteSpan::new(at(start), at(end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_may_be_the_first_character_too_many() {
        let text = format!("{} and more", "x".repeat(100));
        let rows = rows(&text, ByteSpan::new(0, text.len() as u32));
        assert_eq!(rows.iter().map(|row| row.of(&text)).collect::<String>(), text);
    }

    #[test]
    fn long_sentences_go_on_in_the_next_row() {
        let text = "word ".repeat(50);
        let rows = rows(&text, ByteSpan::new(0, text.len() as u32));
        assert!(rows.len() == 3 && rows.iter().all(|row| row.len() <= 100));
        assert_eq!(rows.iter().map(|row| row.of(&text)).collect::<String>(), text);
    }
}
