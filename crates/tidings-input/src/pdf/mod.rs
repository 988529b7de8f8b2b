//! PDF files with text: the words of their pages, put together to lines and paragraphs.
//!
//! The pieces of text come from `content.rs`, in the order and at the places at which a page draws them; `layout.rs` makes
//! lines, columns and paragraphs of them. What a page repeats at its head and foot is no part of the article. Pictures of
//! text, forms, notes and what stands across the page are not read.

mod content;
mod fonts;
mod layout;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, LoadOptions, Object};
use tidings_record::{Basis, Because, ByteSpan, Days};

use crate::article::{Told, of_text};
use crate::page::{authors, day};
use crate::{Fault, Input, LARGEST_TEXT, Options};
use layout::Paragraph;

/// What one stream of a file may unpack to.
const LARGEST_STREAM: usize = 32 << 20;
/// Pages that are read.
const MOST_PAGES: usize = 2000;
/// The day of an article stands in one of so many paragraphs.
const HEAD: usize = 8;

/// The article of a PDF file.
pub(crate) fn pdf(file: &str, bytes: &[u8], told: &Told, options: &Options) -> Result<Input, Fault> {
    // The library says that it does not panic on broken files; files that prove it wrong cost themselves only. What it
    // was at work on is dropped with it, so nothing half made is seen.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes)));
    let read = read.unwrap_or_else(|_| Err(broken("its structure is not understood")))?;
    let mut told = told.clone();
    let laid = Laid::of(&read.paragraphs);
    told.title = told.title.or_else(|| title(&read, &laid));
    if told.authors.is_empty() {
        told.authors = read.author.as_deref().map(authors::names).unwrap_or_default();
    }
    told.published = told.published.or_else(|| published(&read, options));
    told.modified = told.modified.or_else(|| made(read.modified.as_deref()?, "ModDate"));
    let mut input = of_text(file, laid.text, "application/pdf", bytes, &told, options, None)?;
    input.article.parts = laid.parts;
    if read.is_cut {
        input.remarks.push("the file has more text than is read; its end is left out".to_owned());
    }
    Ok(input)
}

fn broken(what: &str) -> Fault {
    Fault::advised(format!("is a PDF that cannot be read: {what}"), "save the article's text as .txt")
}

fn under_a_password() -> Fault {
    Fault::advised("is a PDF under a password", "save it without one, or its text as .txt")
}

/// What is in a file.
#[derive(Default)]
struct Read {
    paragraphs: Vec<Paragraph>,
    title: Option<String>,
    author: Option<String>,
    created: Option<String>,
    modified: Option<String>,
    is_cut: bool,
}

fn read(bytes: &[u8]) -> Result<Read, Fault> {
    let limits = LoadOptions::with_max_decompressed_size(LARGEST_STREAM);
    let document = Document::load_mem_with_options(bytes, limits).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => under_a_password(),
        error => broken(&error.to_string().chars().take(120).collect::<String>()),
    })?;
    if document.is_encrypted() {
        return Err(under_a_password());
    }
    let mut read = Read::default();
    if let Ok(information) = document.trailer.get_deref(b"Info", &document).and_then(Object::as_dict) {
        let text = |key: &[u8]| text_of(information, key, &document);
        (read.title, read.author) = (text(b"Title"), text(b"Author"));
        (read.created, read.modified) = (text(b"CreationDate"), text(b"ModDate"));
    }
    let mut fonts = fonts::Fonts::default();
    let mut pages = Vec::new();
    let (mut bytes, mut left) = (0, content::MOST_OPERATIONS);
    for page in document.page_iter() {
        if pages.len() == MOST_PAGES || bytes > LARGEST_TEXT / 2 || left == 0 {
            read.is_cut = true;
            break;
        }
        let pieces = content::pieces(&document, page, &mut fonts, &mut left);
        bytes += pieces.iter().map(|piece| piece.text.len()).sum::<usize>();
        pages.push(layout::lines(pieces));
    }
    if pages.iter().all(Vec::is_empty) {
        return Err(Fault::advised(
            "is a PDF without text, perhaps scanned",
            "recognise its text first (OCR), or save the text as .txt",
        ));
    }
    read.paragraphs = layout::paragraphs(pages);
    Ok(read)
}

/// A text of the document's information: UTF-16, UTF-8 or, as is most often so, plain Latin letters.
fn text_of(information: &Dictionary, key: &[u8], document: &Document) -> Option<String> {
    let bytes = information.get_deref(key, document).ok()?.as_str().ok()?;
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        _ => match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (1..=300).contains(&text.len()).then_some(text)
}

/// The text of a file, and which of it is the article.
#[derive(Default)]
struct Laid {
    text: String,
    parts: Vec<ByteSpan>,
}

impl Laid {
    fn of(paragraphs: &[Paragraph]) -> Laid {
        let mut laid = Laid::default();
        for paragraph in paragraphs {
            if !laid.text.is_empty() {
                laid.text.push_str("\n\n");
            }
            let start = laid.text.len();
            laid.text.push_str(&paragraph.text);
            if !paragraph.recurs {
                laid.parts.push(ByteSpan::new(start as u32, laid.text.len() as u32));
            }
        }
        laid.text.push('\n');
        laid
    }
}

/// The title that the file states, if its first page shows it; else what stands there in the largest letters; else the
/// stated one, if it is none that a program made of a file's name.
fn title(read: &Read, laid: &Laid) -> Option<String> {
    let stated = read.title.as_deref();
    let folded = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let head = folded(&laid.text[..laid.text.floor_char_boundary(2000)]);
    if let Some(stated) = stated.filter(|stated| stated.len() > 5 && head.contains(&folded(stated))) {
        return Some(stated.to_owned());
    }
    let first: Vec<&Paragraph> = read.paragraphs.iter().take_while(|paragraph| paragraph.page == 0).collect();
    let usual = layout::usual_size(&read.paragraphs);
    let largest = first.iter().filter(|paragraph| !paragraph.recurs && paragraph.text.len() < 250);
    let largest = largest.fold(None::<&&Paragraph>, |best, one| match best {
        Some(best) if best.size >= one.size => Some(best),
        _ => Some(one),
    });
    if let Some(largest) = largest.filter(|largest| largest.size > usual * 1.2) {
        return Some(largest.text.clone());
    }
    let is_name = |title: &str| {
        let lower = title.to_lowercase();
        let endings = [".doc", ".docx", ".pdf", ".indd", ".odt", ".rtf", ".qxd", ".txt", ".ppt", ".pptx"];
        lower.starts_with("microsoft word")
            || lower == "untitled"
            || endings.iter().any(|e| lower.ends_with(e))
    };
    stated.filter(|stated| stated.contains(' ') && !is_name(stated)).map(str::to_owned)
}

/// The day in one of the first short paragraphs, else the one given for articles that do not say, else that on which the
/// file was made.
fn published(read: &Read, options: &Options) -> Option<Days> {
    let short = |paragraph: &&Paragraph| !paragraph.recurs && paragraph.text.len() < 120;
    let shown = read
        .paragraphs
        .iter()
        .take(HEAD)
        .filter(short)
        .find_map(|paragraph| day::stated("a line of the file", &paragraph.text));
    let given = || crate::published(options.published.as_deref()?);
    shown.or_else(given).or_else(|| {
        let premise = "the article is taken to be of the day on which the file was made".to_owned();
        let mut days = made(read.created.as_deref()?, "CreationDate")?;
        days.because.push(Because { rule: premise, refs: Vec::new() });
        Some(Days { basis: Basis::Assumed, ..days })
    })
}

/// The day of a date as PDF files have it: `D:20240312093000+01'00'`.
fn made(stated: &str, name: &str) -> Option<Days> {
    let digits = stated.strip_prefix("D:").unwrap_or(stated);
    let (day, rest) = digits.split_at_checked(8)?;
    let text = match rest.split_at_checked(6) {
        Some((clock, zone)) if clock.bytes().all(|byte| byte.is_ascii_digit()) => {
            let zone = zone.replace('\'', "");
            let (hours, minutes) = clock.split_at(2);
            format!(
                "{day} {hours}:{}:{}{}",
                &minutes[..2],
                &minutes[2..],
                if zone == "Z0000" { "Z" } else { &zone }
            )
        }
        _ => day.to_owned(),
    };
    let because = vec![Because { rule: format!("{name} of the file: {stated}"), refs: Vec::new() }];
    Some(Days { because, ..day::find(&text, false)?.days() })
}

#[cfg(test)]
mod tests;
