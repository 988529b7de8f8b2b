//! A draft: one text that somebody is writing. Beside what [`crate::Inputs`] reads, Markdown and Word documents.
//!
//! Markdown is read with its marks blanked out, byte for byte, so that every span is one of the file as it stands.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::article::{Told, of_text};
use crate::limits::{Budget, LARGEST_WHOLE, Unpacked, whole};
use crate::page::entities;
use crate::{Fault, Input, InputError, Inputs, LARGEST_TEXT, Options, decode, published};

/// A draft as it is read, and as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// What is read.
    pub input: Input,
    /// The text as it stands in the file, as long in bytes as the one that is read.
    pub text: String,
}

/// Reads the draft in a file: `.md`, `.docx`, or one article of any other kind; `-` is a text on standard input.
///
/// # Errors
/// What cannot be read, and a file that holds no text or several.
pub fn draft(path: &Path, options: &Options) -> Result<Draft, InputError> {
    let file = path.display().to_string();
    let ending = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    let read = match ending.as_deref() {
        _ if file == "-" => text_of(&mut io::stdin().lock()).and_then(|bytes| plain(&file, &bytes, options)),
        Some("md" | "markdown") => open(path)
            .and_then(|mut reader| text_of(&mut reader))
            .and_then(|bytes| markdown(&file, &bytes, options)),
        Some("docx") => open(path).and_then(|reader| word(&file, reader, options)),
        _ => return only(path, options),
    };
    read.map_err(|fault| fault.at(&file, None))
}

fn open(path: &Path) -> Result<BufReader<File>, Fault> {
    File::open(path).map(BufReader::new).map_err(|error| Fault::cannot_read(&error))
}

fn text_of(reader: &mut dyn Read) -> Result<Vec<u8>, Fault> {
    whole(reader, 4 * LARGEST_TEXT as u64)
}

fn as_read(input: Input) -> Draft {
    let text = input.article.text.clone();
    Draft { input, text }
}

fn plain(file: &str, bytes: &[u8], options: &Options) -> Result<Draft, Fault> {
    crate::article::plain(file, bytes, &Told::default(), options).map(as_read)
}

/// The only article of a file.
fn only(path: &Path, options: &Options) -> Result<Draft, InputError> {
    let file = path.display().to_string();
    if path.is_dir() {
        return Err(Fault::advised("is a folder", "name the file of the draft").at(&file, None));
    }
    let mut inputs = Inputs::new(&[PathBuf::from(path)], options.clone());
    let first = inputs.next().unwrap_or_else(|| Err(Fault::new("holds no text").at(&file, None)))?;
    if inputs.next().is_some() {
        return Err(Fault::advised("holds several articles", "a draft is one text; name the file of it")
            .at(&file, None));
    }
    Ok(as_read(first))
}

/// A Word document: its paragraphs, one a line. Deleted text, notes and comments are left out.
fn word(file: &str, reader: BufReader<File>, options: &Options) -> Result<Draft, Fault> {
    let no_document =
        || Fault::advised("is no Word document that can be read", "save the draft as .docx or .txt");
    let mut archive = ZipArchive::new(reader).map_err(|_| no_document())?;
    let size = archive.by_name("word/document.xml").map_err(|_| no_document())?.compressed_size();
    let member = archive.by_name("word/document.xml").map_err(|_| no_document())?;
    let bytes = whole(&mut Unpacked { inner: member, budget: Budget::of_file(size) }, LARGEST_WHOLE)?;
    let text = paragraphs(&String::from_utf8_lossy(&bytes));
    let media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    of_text(file, text, media, &bytes, &Told::default(), options, None).map(as_read)
}

/// The text of `word/document.xml`.
fn paragraphs(xml: &str) -> String {
    let (mut text, mut inside) = (String::new(), false);
    let mut parts = xml.split('<');
    parts.next();
    for part in parts {
        let (tag, content) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.split([' ', '/', '\t', '\r', '\n']).find(|name| !name.is_empty()).unwrap_or_default();
        let (ends, empty) = (tag.starts_with('/'), tag.ends_with('/'));
        match name {
            "w:t" => inside = !ends && !empty,
            "w:tab" if !ends => text.push(' '),
            "w:br" | "w:cr" if !ends => text.push('\n'),
            "w:p" if ends || empty => text.push('\n'),
            _ => {}
        }
        if inside {
            text.push_str(&entities::decode(content));
        }
    }
    text
}

/// A text in Markdown.
fn markdown(file: &str, bytes: &[u8], options: &Options) -> Result<Draft, Fault> {
    let decoded = decode(bytes)?;
    let blank = blanked(&decoded.text);
    let told = Told { published: day_of_head(&decoded.text).and_then(published), ..Told::default() };
    let input = of_text(file, blank, "text/markdown", bytes, &told, options, decoded.remark)?;
    Ok(Draft { input, text: decoded.text })
}

/// The day that a head of YAML states: `date: 2024-03-12`.
fn day_of_head(text: &str) -> Option<&str> {
    let head = &text[..head(text)];
    let line = head.lines().find_map(|line| line.strip_prefix("date:"))?;
    Some(line.trim().trim_matches(['"', '\'']))
}

/// How long the head of YAML is, its lines of dashes included.
fn head(text: &str) -> usize {
    if !text.starts_with("---\n") {
        return 0;
    }
    text[4..].find("\n---\n").map_or(0, |at| 4 + at + 5)
}

/// `text` with its marks as blanks. As long as before; lines of a paragraph that go on are joined by a blank.
fn blanked(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    blank(&mut made, &text[..head(text)]);
    let mut fenced = false;
    let lines: Vec<&str> = text[head(text)..].split_inclusive('\n').collect();
    for (at, line) in lines.iter().enumerate() {
        let bare = line.trim();
        let fence = bare.starts_with("```") || bare.starts_with("~~~");
        if fence || fenced {
            fenced ^= fence;
            blank(&mut made, line);
            continue;
        }
        let start = block_mark(line);
        blank(&mut made, &line[..start]);
        inline(&mut made, &line[start..]);
        let quoted = |line: &str| line.trim_start().starts_with('>') && line.trim() != ">";
        let goes_on = lines.get(at + 1).is_some_and(|next| {
            let plain = !next.trim().is_empty() && block_mark(next) == 0;
            plain && !next.trim_start().starts_with("```") || quoted(line) && quoted(next)
        });
        if goes_on
            && !bare.is_empty()
            && !bare.starts_with('#')
            && !bare.starts_with('|')
            && made.ends_with('\n')
        {
            made.pop();
            made.push(' ');
        }
    }
    made
}

/// How long the mark of a heading, list, quotation or rule at the head of a line is.
fn block_mark(line: &str) -> usize {
    let rest = line.trim_start();
    let indent = line.len() - rest.len();
    let marked = ["#", ">", "- ", "* ", "+ ", "---", "***", "===", "|", "[^"]
        .iter()
        .any(|mark| rest.starts_with(mark));
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && digits < 4 && rest[digits..].starts_with(". ") {
        return indent + digits + 2;
    }
    if !marked {
        return 0;
    }
    let mark = rest.len() - rest.trim_start_matches(['#', '>', '-', '*', '+', '=', '|', ' ']).len();
    // "**Bold** first" is no list.
    if rest.starts_with("**") && !rest.starts_with("***") { indent } else { indent + mark }
}

/// The marks inside a line as blanks: emphasis, code, links, pictures, notes, tags.
fn inline(made: &mut String, line: &str) {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let cut = match c {
            '*' | '`' | '\\' => 1,
            '_' if !made.ends_with(char::is_alphanumeric)
                || !rest[1..].starts_with(char::is_alphanumeric) =>
            {
                1
            }
            '!' if rest.starts_with("![") => rest.find(')').map_or(0, |end| end + 1),
            '[' if rest.starts_with("[^") => rest.find(']').map_or(0, |end| end + 1),
            '[' => 1,
            ']' if rest.starts_with("](") => rest.find(')').map_or(1, |end| end + 1),
            ']' if rest.starts_with("][") => rest[1..].find(']').map_or(1, |end| end + 2),
            ']' => 1,
            '<' => rest.find('>').map_or(0, |end| end + 1),
            _ => 0,
        };
        if cut > 0 {
            blank(made, &rest[..cut]);
            rest = &rest[cut..];
        } else {
            made.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
}

/// As many blanks as `text` has bytes; ends of lines stay.
fn blank(made: &mut String, text: &str) {
    made.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let made = blanked(text);
        assert_eq!(made.len(), text.len(), "{made:?}");
        let lines: Vec<String> =
            made.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(lines.join("|").trim_matches('|'), expect);
    }

    #[test]
    fn marks_become_blanks() {
        check(
            "# The *toll*\n\nIn [Hesk](http://a.example/ü) **17** died.[^1]\n",
            "The toll||In Hesk 17 died.",
        );
        check("A line\nthat goes on.\n- one\n- two `x`\n1. three\n", "A line that goes on.|one|two x|three");
        check("---\ndate: 2024-03-12\n---\nText <b>bold</b> snake_case\n", "Text bold snake_case");
        check("```\ncode 12\n```\n> said he\n> again\n\n![p](q.png) end", "said he again||end");
        check("**Bold** first\n\n***\n", "Bold first");
    }

    #[test]
    fn a_head_may_state_the_day() {
        assert_eq!(day_of_head("---\ntitle: a\ndate: \"2024-03-12\"\n---\nx"), Some("2024-03-12"));
        assert_eq!(day_of_head("date: 2024-03-12\n"), None);
    }

    #[test]
    fn paragraphs_of_a_word_document() {
        let xml = "<?xml version=\"1.0\"?><w:document><w:body><w:p><w:r><w:t>Four &amp; </w:t></w:r><w:del><w:delText>not \
                   this</w:delText></w:del><w:r><w:t xml:space=\"preserve\">five</w:t><w:br/><w:t>six</w:t></w:r></w:p><w:p/>\
                   <w:p><w:t>End</w:t></w:p></w:body></w:document>";
        assert_eq!(paragraphs(xml), "Four & five\nsix\n\nEnd\n");
        assert_eq!(paragraphs("<w:t>cut off"), "cut off");
    }
}
