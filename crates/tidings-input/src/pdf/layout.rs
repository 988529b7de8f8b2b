//! From pieces of text at their places to lines, columns and paragraphs.
//!
//! Pieces at one height are a line, unless a gap parts them. Where a strip of white runs down between lines, they stand in
//! columns, which are read one after the other; else the page is cut where the white across it is widest. What is left
//! in one piece is a block of lines, and a paragraph ends there where the distance, the size, an indent or a short last
//! line shows it.

use std::collections::HashSet;

use super::content::Piece;

/// A line of a page, or of a column of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub text: String,
    pub start: f32,
    pub end: f32,
    pub height: f32,
    pub size: f32,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    pub text: String,
    /// The page, from 0.
    pub page: usize,
    /// The size of its letters, in points.
    pub size: f32,
    /// Whether it is a page's number or a line that most pages repeat.
    pub recurs: bool,
}

/// A gap within a line that parts columns, in sizes.
const GUTTER: f32 = 1.5;
/// A gap that is a blank, in sizes.
const BLANK: f32 = 0.15;
/// Blocks into which a page is cut.
const MOST_BLOCKS: usize = 200;
/// The distance between two lines, in sizes, beyond which they are not of one paragraph, whatever the block's own.
const FAR: f32 = 2.2;

/// The blocks of lines of a page, in the order in which they are read.
pub fn lines(mut pieces: Vec<Piece>) -> Vec<Vec<Line>> {
    pieces.retain(|piece| piece.size > 0.5);
    // What stands at one height goes from left to right; what is nearly as high is as high.
    pieces.sort_by(|a, b| b.height.total_cmp(&a.height).then(a.start.total_cmp(&b.start)));
    let mut lines: Vec<Line> = Vec::new();
    let mut row = Vec::new();
    for piece in pieces {
        let same = row.first().is_none_or(|first: &Piece| {
            (first.height - piece.height).abs() < first.size.max(piece.size) * 0.4
        });
        if !same {
            close(&mut row, &mut lines);
        }
        row.push(piece);
    }
    close(&mut row, &mut lines);
    blocks(lines)
}

/// Makes lines of the pieces at one height.
fn close(row: &mut Vec<Piece>, lines: &mut Vec<Line>) {
    row.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut open: Option<Line> = None;
    for piece in row.drain(..) {
        let gap = open.as_ref().map(|line| (piece.start - line.end) / line.size.max(piece.size));
        match (&mut open, gap) {
            (Some(line), Some(gap)) if gap < GUTTER => {
                // The same letters at the same place make them bold.
                if gap < -0.5 && line.text.ends_with(piece.text.trim()) {
                    continue;
                }
                if gap > BLANK && !line.text.ends_with(' ') && !piece.text.starts_with(' ') {
                    line.text.push(' ');
                }
                line.text.push_str(&piece.text);
                line.end = line.end.max(piece.end);
                // A small letter above the line does not make it small.
                line.size = line.size.max(piece.size);
            }
            _ => {
                lines.extend(open.take().map(cleaned));
                let Piece { text, start, end, height, size } = piece;
                open = Some(Line { text, start, end, height, size });
            }
        }
    }
    lines.extend(open.map(cleaned));
}

/// Blanks as one, ligatures as letters.
fn cleaned(line: Line) -> Line {
    let mut text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (ligature, letters) in
        [('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), ('ﬅ', "st"), ('ﬆ', "st")]
    {
        if text.contains(ligature) {
            text = text.replace(ligature, letters);
        }
    }
    text.retain(|c| !c.is_control());
    Line { text, ..line }
}

/// Cuts a page into blocks.
fn blocks(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut done = Vec::new();
    let mut waiting = vec![lines];
    while let Some(mut lines) = waiting.pop() {
        lines.retain(|line| !line.text.is_empty());
        if lines.is_empty() {
            continue;
        }
        let enough = done.len() + waiting.len() >= MOST_BLOCKS;
        let cut = if enough {
            None
        } else {
            column(&lines).map(|x| (true, x)).or_else(|| row(&lines).map(|y| (false, y)))
        };
        match cut {
            Some((true, x)) => {
                let (left, right) = lines.into_iter().partition(|line| line.end <= x);
                waiting.extend([right, left]);
            }
            Some((false, y)) => {
                let (upper, lower) = lines.into_iter().partition(|line| line.height > y);
                waiting.extend([lower, upper]);
            }
            None => done.push(lines),
        }
    }
    done
}

/// A strip of white down between lines of which at least three stand on either side.
fn column(lines: &[Line]) -> Option<f32> {
    let size = median(lines.iter().map(|line| line.size));
    let mut by_start: Vec<(f32, f32)> = lines.iter().map(|line| (line.start, line.end)).collect();
    by_start.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut end = by_start.first()?.1;
    let mut best: Option<(f32, f32)> = None;
    for (at, &(start, its_end)) in by_start.iter().enumerate() {
        let white = start - end;
        if white > size * 0.8 && at >= 3 && by_start.len() - at >= 3 && best.is_none_or(|best| white > best.0)
        {
            best = Some((white, end));
        }
        end = end.max(its_end);
    }
    best.map(|(_, end)| end)
}

/// The widest white across the page, if it is wider than between lines of one paragraph.
fn row(lines: &[Line]) -> Option<f32> {
    let size = median(lines.iter().map(|line| line.size));
    let mut best: Option<(f32, f32)> = None;
    for pair in lines.windows(2) {
        let white = pair[0].height - pair[1].height;
        if white > size * FAR && best.is_none_or(|best| white > best.0) {
            best = Some((white, (pair[0].height + pair[1].height) / 2.0));
        }
    }
    best.map(|(_, y)| y)
}

fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(1.0)
}

/// The size in which most of a file is written.
pub fn usual_size(paragraphs: &[Paragraph]) -> f32 {
    let mut sizes: Vec<(f32, usize)> =
        paragraphs.iter().map(|paragraph| (paragraph.size, paragraph.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: usize = sizes.iter().map(|(_, letters)| letters).sum();
    let mut before = 0;
    for (size, letters) in sizes {
        before += letters;
        if before * 2 >= all {
            return size;
        }
    }
    0.0
}

/// The paragraphs of all pages.
pub fn paragraphs(pages: Vec<Vec<Vec<Line>>>) -> Vec<Paragraph> {
    let recurring = recurring(&pages);
    let usual = median(pages.iter().flatten().flatten().map(|line| line.size));
    let mut made: Vec<Paragraph> = Vec::new();
    for (page, blocks) in pages.into_iter().enumerate() {
        for block in blocks {
            for mut paragraph in in_block(block, page) {
                // A title may be repeated at the head of each page, in smaller letters.
                let small = paragraph.size <= usual * 1.2;
                paragraph.recurs =
                    is_number(&paragraph.text) || small && recurring.contains(&key(&paragraph.text));
                // A sentence that goes on in the next column or on the next page.
                let open = made.iter().rposition(|before| !before.recurs).filter(|_| !paragraph.recurs);
                if let Some(before) = open.map(|at| &mut made[at])
                    && goes_on(before, &paragraph)
                {
                    join(&mut before.text, &paragraph.text);
                } else {
                    made.push(paragraph);
                }
            }
        }
    }
    made
}

/// Whether `next` is the rest of a paragraph that another column or page began.
fn goes_on(before: &Paragraph, next: &Paragraph) -> bool {
    let small = next.text.starts_with(char::is_lowercase);
    let near = (before.size - next.size).abs() < 0.5;
    near && small && !ends_sentence(&before.text) && before.text.len() > 80
}

/// Short lines that stand on three pages or more, and on half of them.
fn recurring(pages: &[Vec<Vec<Line>>]) -> HashSet<String> {
    let mut keys = Vec::new();
    for blocks in pages {
        let mut of_page: Vec<String> = blocks.iter().flatten().map(|line| key(&line.text)).collect();
        of_page.sort();
        of_page.dedup();
        keys.extend(of_page);
    }
    keys.sort();
    let often = |same: &&[String]| same.len() >= 3 && same.len() * 2 >= pages.len();
    let alike = keys.chunk_by(|a, b| a == b).filter(often).map(|same| same[0].clone());
    alike.filter(|key| !key.is_empty() && key.len() < 150).collect()
}

/// A line without its numbers, which change from page to page.
fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect::<String>().to_lowercase()
}

/// Whether a line is the number of a page: "7", "- 7 -", "Page 7 of 12", "7/12".
fn is_number(text: &str) -> bool {
    let rest = key(text);
    text.len() < 24
        && text.contains(|c: char| c.is_ascii_digit())
        && matches!(
            rest.trim_matches(['-', '–', '|', '/', '.']),
            "" | "page" | "pageof" | "p" | "seite" | "seitevon"
        )
}

/// The paragraphs of a block of lines.
fn in_block(lines: Vec<Line>, page: usize) -> Vec<Paragraph> {
    let left = lines.iter().map(|line| line.start).fold(f32::INFINITY, f32::min);
    let right = median_right(&lines);
    let distances = lines.windows(2).map(|pair| pair[0].height - pair[1].height).filter(|by| *by > 0.5);
    let usual = median(distances);
    let mut made: Vec<(Paragraph, Line)> = Vec::new();
    for line in lines {
        if let Some((paragraph, before)) = made.last_mut() {
            let by = before.height - line.height;
            let size = before.size.max(line.size);
            let apart = by > usual * 1.3 && by > size * 1.25 || by > size * FAR;
            let resized = (before.size - line.size).abs() > size * 0.12;
            let short = before.end < right - size * 2.0;
            let indented = line.start > left + size * 0.8 && before.start < line.start - size * 0.8;
            let ended = ends_sentence(&before.text);
            if !(apart || resized || indented && (ended || short) || short && ended) {
                join(&mut paragraph.text, &line.text);
                *before = line;
                continue;
            }
        }
        made.push((Paragraph { text: line.text.clone(), page, size: line.size, recurs: false }, line));
    }
    made.into_iter().map(|(paragraph, _)| paragraph).collect()
}

/// Where most lines end.
fn median_right(lines: &[Line]) -> f32 {
    let mut ends: Vec<f32> = lines.iter().map(|line| line.end).collect();
    ends.sort_by(f32::total_cmp);
    ends.get(ends.len() * 3 / 4).copied().unwrap_or(0.0)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', ')', '»']).ends_with(['.', '!', '?', ':', '…', '。'])
}

/// Puts the next line behind a paragraph. A word that was parted by a hyphen is one again, if it goes on small.
fn join(text: &mut String, line: &str) {
    let parted =
        text.strip_suffix(['-', '\u{ad}', '‐']).is_some_and(|word| word.ends_with(char::is_alphabetic));
    if text.ends_with('\u{ad}') || parted && line.starts_with(char::is_lowercase) {
        text.pop();
    } else if !(parted && line.starts_with(char::is_alphabetic)) {
        text.push(' ');
    }
    text.push_str(line);
}
