//! Which lines of a text form a paragraph. Knows three layouts: a paragraph a line, with or without blank lines
//! between; lines wrapped at 40 to 110 columns with blank lines or indents between paragraphs; all in one line.
//!
//! It looks at line lengths and first letters only, never at what the words say.

use std::ops::Range;

use crate::characters::{is_blank, is_closer, is_line_end, is_list_mark, is_sentence_end, trimmed};

/// Shortest line, in characters, that may have been wrapped.
const SHORTEST_WRAPPED: usize = 40;
/// Longest line, in characters, that may have been wrapped.
const LONGEST_WRAPPED: usize = 110;

struct Line {
    /// Bytes of the text, without blanks at the ends.
    range: Range<usize>,
    /// Characters in `range`.
    width: usize,
    /// Characters of white space before it.
    indent: usize,
    /// Whether a blank line, or nothing, stands before it.
    after_gap: bool,
}

/// The paragraphs of `text` in order, as byte ranges without blanks at their ends. Every character that is not
/// blank is in exactly one.
pub(crate) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let column = wrap_column(text, &lines);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        let joins = match (before, column) {
            (Some(before), Some(column)) => continues(text, before, line, column),
            _ => false,
        };
        match found.last_mut() {
            Some(last) if joins => last.end = line.range.end,
            _ => found.push(line.range.clone()),
        }
        before = Some(line);
    }
    found
}

fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut after_gap = true;
    let mut previous = '\0';
    for raw in text.split_inclusive(is_line_end) {
        let start = raw.as_ptr() as usize - text.as_ptr() as usize;
        let range = trimmed(text, start..start + raw.len());
        let end_char = raw.chars().next_back().unwrap_or('\0');
        if range.is_empty() {
            // The second half of a CR LF is no blank line.
            after_gap |= !(raw == "\n" && previous == '\r');
        } else {
            let width = text[range.clone()].chars().count();
            let indent = text[start..range.start].chars().count();
            found.push(Line { range, width, indent, after_gap });
            after_gap = false;
        }
        previous = end_char;
    }
    found
}

/// The column at which the text was wrapped; none if it was not. Evidence is a line that breaks off inside a
/// sentence while the next goes on with a small letter: at least one line end in five.
fn wrap_column(text: &str, lines: &[Line]) -> Option<usize> {
    let mut pairs = 0;
    let mut broken_off = 0;
    let mut widths = Vec::new();
    for pair in lines.windows(2).filter(|pair| !pair[1].after_gap) {
        pairs += 1;
        let fits = (SHORTEST_WRAPPED..=LONGEST_WRAPPED).contains(&pair[0].width);
        if fits && begins_small(text, &pair[1]) && !ends_sentence(text, &pair[0]) {
            broken_off += 1;
            widths.push(pair[0].width);
        }
    }
    if broken_off == 0 || broken_off * 5 < pairs {
        return None;
    }
    widths.sort_unstable();
    Some(widths[(widths.len() - 1) * 9 / 10])
}

fn continues(text: &str, before: &Line, line: &Line, column: usize) -> bool {
    if line.after_gap || before.width > LONGEST_WRAPPED || line.indent > before.indent + 1 {
        return false;
    }
    if begins_small(text, line) && before.width * 5 >= column * 3 {
        return true;
    }
    let mut characters = text[line.range.clone()].chars();
    if characters.next().is_some_and(is_list_mark) && characters.next() == Some(' ') {
        return false;
    }
    // The first word of this line would not have fitted on the line before.
    let first_word = text[line.range.clone()].chars().take_while(|c| !is_blank(*c)).take(column).count();
    let slack = if ends_sentence(text, before) { 1 } else { column / 8 };
    before.width + 1 + first_word + slack > column
}

fn begins_small(text: &str, line: &Line) -> bool {
    text[line.range.clone()].chars().next().is_some_and(char::is_lowercase)
}

fn ends_sentence(text: &str, line: &Line) -> bool {
    text[line.range.clone()].trim_end_matches(is_closer).chars().next_back().is_some_and(is_sentence_end)
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let got: Vec<&str> = paragraphs(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(got, expect, "{text:?}");
    }

    #[test]
    fn a_paragraph_a_line() {
        check(
            "Harbour reopens\nBy Ana Ruiz\n\nThe harbour reopened.\nShips left.\n",
            &["Harbour reopens", "By Ana Ruiz", "The harbour reopened.", "Ships left."],
        );
    }

    #[test]
    fn odd_line_ends_and_blanks() {
        check("One.\r\n\r\n\tTwo.\u{a0}\r\u{200b}\u{2028}Three.\u{feff}", &["One.", "Two.", "Three."]);
        check("", &[]);
        check(" \n\u{200b}\n", &[]);
        check("no end", &["no end"]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "Storm closes port of Lindau\n\n\
            The harbour master of Lindau closed the port on Tuesday, as a storm\n\
            with winds of 120 kilometres an hour reached the lake and two boats\n\
            broke loose.\n\n\
            Nobody was hurt, police said. The port is to open again on\n\
            Thursday.\n";
        check(
            text,
            &[
                "Storm closes port of Lindau",
                "The harbour master of Lindau closed the port on Tuesday, as a storm\nwith winds of 120 kilometres an \
             hour reached the lake and two boats\nbroke loose.",
                "Nobody was hurt, police said. The port is to open again on\nThursday.",
            ],
        );
    }

    #[test]
    fn an_indent_begins_a_paragraph_of_wrapped_text() {
        let text = "   The council of Varnholm met for nine hours on Monday before it\n\
            voted to close the bridge over the river until the spring.\n   Two members stayed away, and one of them \
            sent a letter in which\nhe objected.\n";
        assert_eq!(paragraphs(text).len(), 2);
    }

    #[test]
    fn short_lines_of_a_page_stay_apart() {
        check(
            "share\nprint\nThe bridge was closed.\nIt will reopen.",
            &["share", "print", "The bridge was closed.", "It will reopen."],
        );
    }
}
