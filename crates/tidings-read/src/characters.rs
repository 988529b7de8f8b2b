//! Characters that layout and copying leave in a text: invisible ones, line ends, marks of lists, quotation marks.

/// Whether `c` shows nothing and takes no room: a control or a zero-width character. White space is not meant.
pub(crate) fn is_invisible(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => false,
        // What Windows-1252 has for quotation marks and dashes, taken for Latin-1. They mean something.
        '\u{91}'..='\u{94}' | '\u{96}' | '\u{97}' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{fffc}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        _ => false,
    }
}

/// Whether `c` is white space or [invisible](is_invisible).
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Whether `c` ends a line.
pub(crate) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether `c` stands before an item of a list, or between the items of a menu.
pub(crate) fn is_list_mark(c: char) -> bool {
    matches!(
        c,
        '-' | '–'
            | '—'
            | '*'
            | '•'
            | '·'
            | '◦'
            | '▪'
            | '■'
            | '►'
            | '▶'
            | '|'
            | '»'
            | '›'
            | '>'
            | '+'
    )
}

/// Whether `c` is a dash or hyphen of any length.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Whether `c` is a quotation mark or an apostrophe of any kind.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '´' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201f}' | '′' | '″' | '＂')
}

/// Whether a sentence may end with `c`.
pub(crate) fn is_sentence_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '؟' | '।')
}

/// Whether `c` may stand between the end of a sentence and the space after it.
pub(crate) fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '}') || is_quote(c)
}

/// The stretch of `text` inside `range` without blank characters at its ends; empty if there are only those.
pub(crate) fn trimmed(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let whole = &text[range.clone()];
    let left = whole.trim_start_matches(is_blank);
    let start = range.start + (whole.len() - left.len());
    start..start + left.trim_end_matches(is_blank).len()
}

/// The last character boundary of `text` at or before `at`.
pub(crate) fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
