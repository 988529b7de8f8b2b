//! What the codes of a font stand for, and how wide they are.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

use super::LARGEST_STREAM;

/// Widths of the letters from the blank to the tilde in Helvetica, in thousandths of the size. Fonts that every reader of
/// PDF brings along need not state theirs; that of Helvetica is near enough to tell where words end. From the published
/// metrics of the 14 standard fonts.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// The width of other letters.
const OTHER: f32 = 556.0;
/// Codes of a font whose widths are kept.
const MOST: usize = 70_000;

/// A font.
pub struct Font {
    /// Bytes of a code.
    bytes: usize,
    widths: HashMap<u32, f32>,
    /// The width of codes without one of their own; unknown for the standard fonts.
    other: Option<f32>,
    /// How wide a standard font is beside Helvetica; of Courier every letter is as wide.
    scale: f32,
    texts: HashMap<u32, String>,
}

/// Fonts of a file that are read.
const MOST_FONTS: usize = 500;

/// The fonts of a file.
#[derive(Default)]
pub struct Fonts {
    /// Their numbers, by where they lie in the document, which does not change.
    known: HashMap<*const Dictionary, usize>,
    fonts: Vec<Font>,
}

impl Fonts {
    /// The font named `name` in some resources; its number.
    pub fn named(&mut self, resources: &Dictionary, name: &[u8], document: &Document) -> Option<usize> {
        let fonts = resources.get_deref(b"Font", document).ok()?.as_dict().ok()?;
        let font = fonts.get_deref(name, document).ok()?.as_dict().ok()?;
        let known = self.known.get(&std::ptr::from_ref(font)).copied();
        if known.is_some() || self.fonts.len() == MOST_FONTS {
            return known;
        }
        self.fonts.push(Font::of(font, document));
        self.known.insert(std::ptr::from_ref(font), self.fonts.len() - 1);
        Some(self.fonts.len() - 1)
    }

    /// The font with a number.
    pub fn get(&self, number: usize) -> Option<&Font> {
        self.fonts.get(number)
    }
}

impl Font {
    fn of(font: &Dictionary, document: &Document) -> Font {
        let composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let mut made = Font {
            bytes: if composite { 2 } else { 1 },
            widths: HashMap::new(),
            other: None,
            scale: 1.0,
            texts: HashMap::new(),
        };
        if composite {
            made.composite_widths(font, document);
        } else {
            made.simple_widths(font, document);
        }
        // What a font says of Unicode goes before its names for letters.
        let mut own = font.clone();
        if own.has(b"ToUnicode") {
            own.remove(b"Encoding");
        }
        own.set("Type", Object::Name(b"Font".to_vec()));
        let limit = LARGEST_STREAM / 8;
        let first = own.get_font_encoding_with_limit(document, limit).ok();
        let second = if composite { None } else { font.get_font_encoding_with_limit(document, limit).ok() };
        made.read_texts(first.as_ref(), second.as_ref());
        made
    }

    /// All codes of one byte are read beforehand; those of two when they are met, which takes the encoding along.
    fn read_texts(&mut self, first: Option<&Encoding<'_>>, second: Option<&Encoding<'_>>) {
        let codes: u32 = if self.bytes == 1 { 1 << 8 } else { 1 << 16 };
        for code in 0..codes {
            let bytes = (code as u16).to_be_bytes();
            let bytes = &bytes[2 - self.bytes..];
            let text = |encoding: Option<&Encoding<'_>>| {
                let text = encoding?.bytes_to_string(bytes).ok()?;
                Some(text).filter(|text| !text.is_empty() && !text.contains('\u{fffd}'))
            };
            if let Some(text) = text(first).or_else(|| text(second)) {
                self.texts.insert(code, text);
            }
        }
    }

    fn simple_widths(&mut self, font: &Dictionary, document: &Document) {
        let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
        let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
        (self.scale, self.other) = match () {
            () if has(b"Courier") => (1.0, Some(600.0)),
            () if has(b"Times") => (0.9, None),
            () => (1.0, None),
        };
        let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) else { return };
        let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        for (at, width) in widths.iter().take(256).enumerate() {
            let code = u32::try_from(first.saturating_add(at as i64));
            if let (Ok(code), Some(width)) = (code, number(width, document)) {
                self.widths.insert(code, width);
            }
        }
        let descriptor = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
        self.other =
            descriptor.ok().and_then(|it| number(it.get(b"MissingWidth").ok()?, document)).or(self.other);
    }

    /// `W` of the font within: a code and a list of widths, or two codes and the width of all between.
    fn composite_widths(&mut self, font: &Dictionary, document: &Document) {
        self.other = Some(1000.0);
        let within = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
        let within = within.and_then(|fonts| document.dereference(fonts.first()?).ok());
        let Some(within) = within.and_then(|(_, within)| within.as_dict().ok()) else { return };
        if let Some(width) = within.get(b"DW").ok().and_then(|width| number(width, document)) {
            self.other = Some(width);
        }
        let Ok(list) = within.get_deref(b"W", document).and_then(Object::as_array) else { return };
        let code = |at: usize| list.get(at).and_then(|code| number(code, document)).map(|code| code as u32);
        let mut at = 0;
        while let Some(first) = code(at) {
            let Some(next) = list.get(at + 1).and_then(|next| document.dereference(next).ok()) else {
                return;
            };
            if let Ok(widths) = next.1.as_array() {
                for (offset, width) in widths.iter().enumerate() {
                    self.set_width(first.saturating_add(offset as u32), number(width, document));
                }
                at += 2;
            } else {
                let (Some(last), width) = (code(at + 1), list.get(at + 2)) else { return };
                let width = width.and_then(|width| number(width, document));
                for code in first..=last.min(first.saturating_add(0xffff)) {
                    self.set_width(code, width);
                }
                at += 3;
            }
        }
    }

    fn set_width(&mut self, code: u32, width: Option<f32>) {
        if let Some(width) = width.filter(|_| self.widths.len() < MOST) {
            self.widths.insert(code, width);
        }
    }

    /// The letters of a string, each with its width in sizes of the font and whether it is the code of a blank, one byte
    /// long.
    pub fn letters<'f>(&'f self, string: &'f [u8]) -> impl Iterator<Item = (&'f str, f32, bool)> {
        string.chunks(self.bytes).map(|bytes| {
            let code = bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            let text = self.texts.get(&code).map_or("", String::as_str);
            let width = self.widths.get(&code).copied().or(self.other).unwrap_or_else(|| self.usual(text));
            (text, width / 1000.0, self.bytes == 1 && code == 32)
        })
    }

    fn usual(&self, text: &str) -> f32 {
        let at = text.bytes().next().unwrap_or(b' ').wrapping_sub(b' ');
        let width = WIDTHS.get(usize::from(at)).map_or(OTHER, |width| f32::from(*width));
        width * self.scale
    }
}

/// A number, within what a page can hold.
pub fn number(object: &Object, document: &Document) -> Option<f32> {
    let number = document.dereference(object).ok()?.1.as_float().ok()?;
    number.is_finite().then_some(number.clamp(-1e6, 1e6))
}
