//! Byte offsets to code points and back.
//!
//! A text that is all ASCII needs no table. Any other text costs 4 bytes for each 64, and one conversion
//! counts at most 64 bytes. Offsets outside the text are taken as its end: nothing here panics.

use crate::{ByteSpan, PointSpan};

/// Bytes between two checkpoints.
const STRIDE: usize = 64;

/// A text with the table that converts its spans between bytes and Unicode code points.
///
/// # Examples
/// ```
/// use tidings_record::{ByteSpan, CodePoints, PointSpan};
/// let points = CodePoints::new("Łódź falls");
/// assert_eq!(points.point_span(ByteSpan::new(8, 13)), PointSpan::new(5, 10));
/// ```
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// How many characters begin before byte `n * STRIDE`; empty for ASCII.
    before: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Counts the characters of `text` once.
    pub fn new(text: &'t str) -> CodePoints<'t> {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            before.reserve_exact(text.len().div_ceil(STRIDE));
            for block in text.as_bytes().chunks(STRIDE) {
                before.push(count);
                count += characters(block);
            }
        }
        CodePoints { text, before }
    }

    /// The same stretch in code points. An offset that cuts a character moves to the end of that character,
    /// one outside the text to its end.
    pub fn point_span(&self, span: ByteSpan) -> PointSpan {
        PointSpan { start: self.point(span.start), end: self.point(span.end) }
    }

    /// The same stretch in bytes. An offset outside the text moves to its end.
    pub fn byte_span(&self, span: PointSpan) -> ByteSpan {
        ByteSpan { start: self.byte(span.start), end: self.byte(span.end) }
    }

    /// How many characters begin before `byte`.
    fn point(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        if self.before.is_empty() {
            return byte as u32;
        }
        let block = (byte / STRIDE).min(self.before.len() - 1);
        self.before[block] + characters(&self.text.as_bytes()[block * STRIDE..byte])
    }

    /// The byte at which character number `point` begins.
    fn byte(&self, point: u32) -> u32 {
        if self.before.is_empty() {
            return point.min(self.text.len() as u32);
        }
        // The last block before which no more than `point` characters begin; the first always qualifies.
        let block = self.before.partition_point(|&count| count <= point).saturating_sub(1);
        let mut left = point - self.before[block];
        for (offset, &byte) in self.text.as_bytes()[block * STRIDE..].iter().enumerate() {
            if begins_character(byte) {
                if left == 0 {
                    return (block * STRIDE + offset) as u32;
                }
                left -= 1;
            }
        }
        self.text.len() as u32
    }
}

fn begins_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| begins_character(byte)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Emoji of one and of several code points, combining marks, Cyrillic, a byte-order mark, CRLF.
    const TEXTS: [&str; 6] = [
        "",
        "plain ASCII, longer than one stride of the table: sixty-four bytes and some more, to be sure",
        "Łódź",
        "👩‍👩‍👧 said 👍🏽 and e\u{301}te\u{301}",
        "\u{feff}Говорит Киев:\r\nдвести сорок человек собрались у ратуши, и ещё столько же ждали снаружи",
        "ascii first, then for more than a whole stride of sixty-four bytes nothing else — “then” not",
    ];

    #[test]
    fn every_boundary_converts_both_ways() {
        for text in TEXTS {
            let points = CodePoints::new(text);
            let mut bytes: Vec<u32> = text.char_indices().map(|(byte, _)| byte as u32).collect();
            bytes.push(text.len() as u32);
            for (point, &byte) in bytes.iter().enumerate() {
                let point = point as u32;
                let (in_bytes, in_points) = (ByteSpan::new(byte, byte), PointSpan::new(point, point));
                assert_eq!(points.point_span(in_bytes), in_points, "byte {byte} of {text:?}");
                assert_eq!(points.byte_span(in_points), in_bytes, "point {point} of {text:?}");
            }
        }
    }

    #[test]
    fn offsets_outside_the_text_are_its_end() {
        for text in TEXTS {
            let (points, count) = (CodePoints::new(text), text.chars().count() as u32);
            assert_eq!(points.point_span(ByteSpan::new(u32::MAX, u32::MAX)), PointSpan::new(count, count));
            let end = text.len() as u32;
            assert_eq!(points.byte_span(PointSpan::new(u32::MAX, count + 1)), ByteSpan::new(end, end));
        }
    }

    #[test]
    fn an_offset_inside_a_character_moves_to_its_end() {
        let points = CodePoints::new("a👍b");
        for inside in 2..5 {
            assert_eq!(points.point_span(ByteSpan::new(inside, 5)), PointSpan::new(2, 2));
        }
    }
}
