//! What a page draws, as pieces of text at their places.

use std::collections::HashSet;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::LARGEST_STREAM;
use super::fonts::{Fonts, number};

/// A piece of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub text: String,
    /// Where it begins and ends on its line, and the line's height, in points; upwards is more.
    pub start: f32,
    pub end: f32,
    pub height: f32,
    /// The size of its letters.
    pub size: f32,
}

/// Operations of a file that are followed.
pub const MOST_OPERATIONS: usize = 10_000_000;
/// Bytes of a stream that cost as much as an operation.
const BYTES: usize = 64;
/// Pieces of a page.
const MOST_PIECES: usize = 100_000;
/// Drawings in drawings.
const DEEPEST: usize = 8;
/// A gap between two letters that is a blank, in sizes.
const BLANK: f32 = 0.2;

/// A matrix as PDF has it: a b c d e f.
type Matrix = [f32; 6];
const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// What is kept by `q` and brought back by `Q`.
#[derive(Clone, Copy)]
struct State {
    matrix: Matrix,
    font: Option<usize>,
    size: f32,
    letter_gap: f32,
    word_gap: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

struct Drawing<'d> {
    document: &'d Document,
    fonts: &'d mut Fonts,
    /// Pieces by the direction in which they run: right, up, left, down.
    pieces: [Vec<Piece>; 4],
    /// Operations that may still be followed.
    left: &'d mut usize,
}

/// The pieces of text of a page that run in the direction of most.
pub fn pieces(document: &Document, page: ObjectId, fonts: &mut Fonts, left: &mut usize) -> Vec<Piece> {
    let mut drawing = Drawing { document, fonts, pieces: Default::default(), left };
    let Ok(content) = document.get_page_content_with_limit(page, LARGEST_STREAM) else { return Vec::new() };
    let mut resources = Vec::new();
    if let Ok((own, others)) = document.get_page_resources(page) {
        resources.extend(own);
        resources.extend(others.iter().filter_map(|id| document.get_dictionary(*id).ok()));
    }
    drawing.run(&content, &resources, UNIT, &mut HashSet::new());
    let letters = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.len()).sum::<usize>();
    let mut most = Vec::new();
    for pieces in drawing.pieces {
        if letters(&pieces) > letters(&most) {
            most = pieces;
        }
    }
    most
}

impl Drawing<'_> {
    /// Follows a stream of operations. Drawings in it are followed too, to a fixed depth.
    fn run(
        &mut self,
        content: &[u8],
        resources: &[&Dictionary],
        matrix: Matrix,
        within: &mut HashSet<ObjectId>,
    ) {
        *self.left = self.left.saturating_sub(content.len() / BYTES);
        let mut state = State {
            matrix,
            font: None,
            size: 1.0,
            letter_gap: 0.0,
            word_gap: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut kept = Vec::new();
        let (mut text, mut line) = (UNIT, UNIT);
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else { return };
            if *self.left == 0 {
                return;
            }
            *self.left -= 1;
            let operands = operation.operands.as_slice();
            let value = |at: usize| operands.get(at).and_then(|it| number(it, self.document)).unwrap_or(0.0);
            let values = || [value(0), value(1), value(2), value(3), value(4), value(5)];
            match operation.operator.as_str() {
                "q" if kept.len() < 256 => kept.push(state),
                "Q" => state = kept.pop().unwrap_or(state),
                "cm" => state.matrix = times(values(), state.matrix),
                "BT" => (text, line) = (UNIT, UNIT),
                "Tf" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    let size = value(1);
                    let mut named = resources.iter().map(|it| self.fonts.named(it, name, self.document));
                    (state.font, state.size) = (named.find_map(|font| font), size);
                }
                "Tc" => state.letter_gap = value(0),
                "Tw" => state.word_gap = value(0),
                "Tz" => state.scale = value(0) / 100.0,
                "TL" => state.leading = value(0),
                "Ts" => state.rise = value(0),
                "Tm" => (text, line) = (values(), values()),
                "Td" | "TD" | "T*" | "'" | "\"" => {
                    let (x, y) = match operation.operator.as_str() {
                        "Td" | "TD" => (value(0), value(1)),
                        _ => (0.0, -state.leading),
                    };
                    if operation.operator == "TD" {
                        state.leading = -y;
                    }
                    if operation.operator == "\"" {
                        (state.word_gap, state.letter_gap) = (value(0), value(1));
                    }
                    line = times([1.0, 0.0, 0.0, 1.0, x, y], line);
                    text = line;
                    if matches!(operation.operator.as_str(), "'" | "\"") {
                        self.show(
                            operands.last().map(std::slice::from_ref).unwrap_or_default(),
                            &state,
                            &mut text,
                        );
                    }
                }
                "Tj" => self.show(operands, &state, &mut text),
                "TJ" => {
                    let parts = operands.first().and_then(|parts| parts.as_array().ok());
                    self.show(parts.map(Vec::as_slice).unwrap_or_default(), &state, &mut text);
                }
                "Do" => {
                    if let Some(Object::Name(name)) = operands.first() {
                        self.drawing(name, resources, state.matrix, within);
                    }
                }
                _ => {}
            }
        }
    }

    /// Another stream of operations, by its name.
    fn drawing(
        &mut self,
        name: &[u8],
        resources: &[&Dictionary],
        matrix: Matrix,
        within: &mut HashSet<ObjectId>,
    ) {
        let document = self.document;
        let id = resources.iter().find_map(|resources| {
            let drawings = resources.get_deref(b"XObject", document).ok()?.as_dict().ok()?;
            drawings.get(name).ok()?.as_reference().ok()
        });
        let Some((id, Ok(stream))) = id.map(|id| (id, document.get_object(id).and_then(Object::as_stream)))
        else {
            return;
        };
        let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        if !is_form || within.len() >= DEEPEST || !within.insert(id) {
            return;
        }
        if let Ok(content) = stream.get_plain_content_with_limit(LARGEST_STREAM) {
            let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
            let own: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
            let mut form = UNIT;
            if let Ok(stated) = stream.dict.get_deref(b"Matrix", document).and_then(Object::as_array) {
                for (at, value) in stated.iter().take(6).enumerate() {
                    form[at] = number(value, document).unwrap_or(form[at]);
                }
            }
            self.run(&content, &own, times(form, matrix), within);
        }
        within.remove(&id);
    }

    /// Strings and the distances between them.
    fn show(&mut self, parts: &[Object], state: &State, text: &mut Matrix) {
        let Some(font) = state.font.and_then(|font| self.fonts.get(font)) else { return };
        let at = |text: &Matrix| {
            times(
                [state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise],
                times(*text, state.matrix),
            )
        };
        let start = at(text);
        let mut words = String::new();
        let advance = |by: f32, text: &mut Matrix| *text = times([1.0, 0.0, 0.0, 1.0, by, 0.0], *text);
        for part in parts {
            if let Ok(string) = part.as_str() {
                for (letter, width, is_blank) in font.letters(string) {
                    words.push_str(letter);
                    let gap = state.letter_gap + if is_blank { state.word_gap } else { 0.0 };
                    advance((width * state.size + gap) * state.scale, text);
                }
            } else if let Some(back) = number(part, self.document) {
                let by = -back / 1000.0;
                if by > BLANK && !words.is_empty() && !words.ends_with(' ') {
                    words.push(' ');
                }
                advance(by * state.size * state.scale, text);
            }
        }
        let end = at(text);
        if words.trim().is_empty() {
            return;
        }
        let (a, b) = (start[0], start[1]);
        let size = (start[2].abs() + start[3].abs()).min(1e4);
        let direction = match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
            _ if a.abs().min(b.abs()) > 0.2 * a.abs().max(b.abs()) => return,
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        // Turned so that the text runs to the right.
        let turned = |m: &Matrix| match direction {
            0 => (m[4], m[5]),
            1 => (m[5], -m[4]),
            2 => (-m[4], -m[5]),
            _ => (-m[5], m[4]),
        };
        let ((x, y), (end, _)) = (turned(&start), turned(&end));
        if self.pieces.iter().map(Vec::len).sum::<usize>() < MOST_PIECES
            && [x, y, end, size].iter().all(|v| v.is_finite())
        {
            self.pieces[direction].push(Piece { text: words, start: x, end: end.max(x), height: y, size });
        }
    }
}
