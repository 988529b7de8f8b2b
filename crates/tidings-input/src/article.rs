//! From decoded material to an [`Input`]: plain texts, pages, and fields that were found apart.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use tidings_read::Article;
use tidings_record::{ArticleId, Basis, Because, Days};

use crate::page::{self, Candidate, Origin, best};
use crate::{Fault, Input, LARGEST_TEXT, Options, decode, published, source};

/// What was told of an article beside its text: by a feed, a table, an archive.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub url: Option<String>,
    pub charset: Option<String>,
    pub media_type: Option<String>,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<Days>,
    pub modified: Option<Days>,
    /// When it appeared, if the article does not say so itself.
    pub otherwise: Option<Days>,
}

/// The article of a plain text.
pub(crate) fn plain(file: &str, bytes: &[u8], told: &Told, options: &Options) -> Result<Input, Fault> {
    let decoded = decode(bytes)?;
    of_text(file, decoded.text, "text/plain", bytes, told, options, decoded.remark)
}

/// The article of a text with what was told beside it.
pub(crate) fn of_text(
    file: &str,
    text: String,
    media_type: &str,
    bytes: &[u8],
    told: &Told,
    options: &Options,
    remark: Option<String>,
) -> Result<Input, Fault> {
    if text.len() > LARGEST_TEXT {
        return Err(Fault::too_large(text.len() as u64));
    }
    let otherwise = options.published.as_deref();
    let days = told.published.clone().or_else(|| otherwise.and_then(published)).unwrap_or_default();
    let stated = match &told.published {
        Some(days) => days.at.as_deref().or(days.edtf.as_deref()),
        None => otherwise,
    };
    let article = Article {
        id: ArticleId::of_content(&text, told.url.as_deref(), told.outlet.as_deref(), stated),
        paths: vec![file.to_owned()],
        url: told.url.clone(),
        source: source(media_type, bytes),
        title: told.title.clone(),
        outlet: told.outlet.clone(),
        bylines: told.authors.clone(),
        published: days,
        modified: told.modified.clone(),
        text,
        parts: Vec::new(),
    };
    Ok(Input { article, remarks: remark.into_iter().collect(), ..Input::default() })
}

/// The premise behind a day that is only that of a change.
const CHANGED: &str = "the page states only when it was last changed; the article is taken to be of that day";

/// The article of a page.
pub(crate) fn html(file: &str, bytes: &[u8], told: &Told, options: &Options) -> Result<Input, Fault> {
    let (html, remark) = decode_html(bytes, told.charset.as_deref());
    let media_type = if told.media_type.as_deref() == Some("application/xhtml+xml") {
        "application/xhtml+xml"
    } else {
        "text/html"
    };
    of_page(file, &html, media_type, bytes, told, options, remark)
}

/// The article of a decoded page.
pub(crate) fn of_page(
    file: &str,
    html: &str,
    media_type: &str,
    bytes: &[u8],
    told: &Told,
    options: &Options,
    remark: Option<String>,
) -> Result<Input, Fault> {
    let page = page::page(html, told.url.as_deref());
    if page.text.trim().is_empty() {
        return Err(Fault::advised(
            "is a page without visible text",
            "if scripts write its text, save it from a browser as shown",
        ));
    }
    let mut metadata = page.metadata;
    give(&mut metadata.url, told.url.clone());
    give(&mut metadata.title, told.title.clone());
    give(&mut metadata.outlet, told.outlet.clone());
    give(&mut metadata.published, told.published.clone());
    give(&mut metadata.modified, told.modified.clone());
    give(&mut metadata.authors, Some(told.authors.clone()).filter(|authors| !authors.is_empty()));
    let changed = || {
        let because = vec![Because { rule: CHANGED.to_owned(), refs: Vec::new() }];
        best(&metadata.modified).cloned().map(|days| Days { basis: Basis::Assumed, because, ..days })
    };
    let given = || options.published.as_deref().and_then(published);
    let all = Told {
        url: best(&metadata.url).cloned(),
        title: best(&metadata.title).cloned(),
        outlet: best(&metadata.outlet).cloned(),
        authors: best(&metadata.authors).cloned().unwrap_or_default(),
        published: best(&metadata.published)
            .cloned()
            .or_else(|| told.otherwise.clone())
            .or_else(given)
            .or_else(changed),
        modified: best(&metadata.modified).cloned(),
        ..Told::default()
    };
    let mut input = of_text(file, page.text, media_type, bytes, &all, options, remark)?;
    if page.is_cut {
        input.remarks.push("the page has more elements than are read; its end is left out".to_owned());
    }
    input.article.parts = page.parts;
    input.metadata = metadata;
    Ok(input)
}

fn give<T: PartialEq>(candidates: &mut Vec<Candidate<T>>, told: Option<T>) {
    if let Some(value) = told {
        candidates.retain(|candidate| candidate.value != value);
        candidates.insert(0, Candidate { value, origin: Origin::Given });
    }
}

/// How many bytes of a page are searched for its charset.
const CHARSET_WITHIN: usize = 4096;

/// Decodes a page: a byte order mark decides, then what was told with it, then what it says itself, then its bytes.
/// What is valid UTF-8 is UTF-8, whatever it says.
pub(crate) fn decode_html<'b>(bytes: &'b [u8], told: Option<&str>) -> (Cow<'b, str>, Option<String>) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decoded(encoding, &bytes[length..]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let head = &bytes[..bytes.len().min(CHARSET_WITHIN)];
    let stated = told
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .or_else(|| charset_in(head).and_then(|label| Encoding::for_label(&label)));
    if let Some(encoding) = stated.filter(|encoding| *encoding != UTF_8) {
        return decoded(encoding, bytes);
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
    // A page of UTF-8 with a few broken bytes stays UTF-8.
    let broken = String::from_utf8_lossy(bytes).matches('\u{fffd}').count();
    let encoding =
        if stated.is_some() && broken * 200 < bytes.len() && guess == WINDOWS_1252 { UTF_8 } else { guess };
    decoded(encoding, bytes)
}

fn decoded<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> (Cow<'b, str>, Option<String>) {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let remark = match (replaced, encoding == UTF_8) {
        (true, _) => Some(format!("decoded as {}; bytes that are none became U+FFFD", encoding.name())),
        (false, false) => Some(format!("not UTF-8; decoded as {}", encoding.name())),
        (false, true) => None,
    };
    (text, remark)
}

/// The charset that the head of a page states.
fn charset_in(head: &[u8]) -> Option<Vec<u8>> {
    let lower = head.to_ascii_lowercase();
    let xml = lower.trim_ascii_start().starts_with(b"<?xml");
    let key: &[u8] = if xml { b"encoding=" } else { b"charset=" };
    let at = memchr::memmem::find(&lower, key)? + key.len();
    let label = lower[at..].iter().skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '));
    let label: Vec<u8> = label
        .copied()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_found() {
        let text = |bytes: &[u8], told| decode_html(bytes, told).0.into_owned();
        assert_eq!(
            text(b"<meta charset=iso-8859-2><p>\xa3\xf3d\xbc</p>", None),
            "<meta charset=iso-8859-2><p>Łódź</p>"
        );
        assert_eq!(text(b"<p>\xa3\xf3d\xbc</p>", Some("iso-8859-2")), "<p>Łódź</p>");
        assert_eq!(
            text("<meta charset=latin1><p>Łódź".as_bytes(), Some("latin1")),
            "<meta charset=latin1><p>Łódź"
        );
        assert_eq!(text(b"<p>caf\xe9 on the quay, reopened", None), "<p>café on the quay, reopened");
    }

    #[test]
    fn a_page_without_text_is_a_fault() {
        let fault = html("a.html", b"<script>x</script>", &Told::default(), &Options::default()).unwrap_err();
        assert!(fault.reason.contains("without visible text"));
    }
}
