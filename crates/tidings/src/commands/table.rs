//! Tables for people: aligned columns, the last one as long as it is.

use std::fmt::Write as _;

/// Most characters of a column that is not the last.
const WIDEST: usize = 40;

/// Rows under a line of names; empty without rows.
pub fn table(names: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let last = names.len() - 1;
    let cell = |text: &str, column: usize| {
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if column < last { cut(&flat, WIDEST) } else { flat }
    };
    let mut lines: Vec<Vec<String>> = vec![names.iter().map(|name| (*name).to_owned()).collect()];
    lines.extend(rows.iter().map(|row| row.iter().enumerate().map(|(at, text)| cell(text, at)).collect()));
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..last).map(width).collect();
    let mut out = String::new();
    for line in &lines {
        let mut text = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            let _ = write!(text, "{cell:<width$}  ");
        }
        text.push_str(&line[last]);
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// At most `most` characters of `text`.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most - 1).collect();
    cut.push('…');
    cut
}

/// An interval of days, short.
pub fn days(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (None, None) => "?".to_owned(),
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (first, last) => format!("{}..{}", first.unwrap_or(""), last.unwrap_or("")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        let rows = [vec!["é".to_owned(), "b c".to_owned()], vec!["abc".to_owned(), "d\ne".to_owned()]];
        assert_eq!(table(&["id", "words"], &rows), "id   words\né    b c\nabc  d e\n");
        assert_eq!(table(&["id"], &[]), "");
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(days(Some("2024-03-12"), None), "2024-03-12..");
    }
}
