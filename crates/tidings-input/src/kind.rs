//! What a file is: by its first bytes, what was told with it, its name.

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// Rows of JSON, one a line.
    Rows,
    /// A table with columns parted by this byte.
    Table(u8),
    Html,
    /// A mail, or a page saved as one (MHTML).
    Mail,
    /// RSS, Atom or a sitemap.
    Feed,
    JsonFeed,
    Warc,
    Pdf,
    Gzip,
    Zip,
    Tar,
    /// What is known to hold no article.
    Other,
}

/// Endings of names that are read in folders and archives.
pub(crate) const READ: &str = ".txt, .html, .mhtml, .pdf, .eml, .jsonl, .csv, .tsv, .rss, .atom, .xml, .warc, .zip, .tar and .gz of these";

/// The kind that a name's ending tells.
pub(crate) fn by_name(name: &str) -> Option<Kind> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension.to_lowercase().as_str() {
        "txt" => Kind::Text,
        "jsonl" | "ndjson" => Kind::Rows,
        "csv" => Kind::Table(b','),
        "tsv" => Kind::Table(b'\t'),
        "html" | "htm" | "xhtml" | "shtml" => Kind::Html,
        "mhtml" | "mht" | "eml" => Kind::Mail,
        "rss" | "atom" | "rdf" | "xml" => Kind::Feed,
        "json" => Kind::JsonFeed,
        "warc" => Kind::Warc,
        "pdf" => Kind::Pdf,
        "gz" | "tgz" => Kind::Gzip,
        "zip" => Kind::Zip,
        "tar" => Kind::Tar,
        "docx" | "xlsx" | "pptx" | "odt" | "epub" | "doc" | "rtf" | "png" | "jpg" | "jpeg" | "gif"
        | "webp" | "svg" | "ico" | "css" | "js" | "mjs" | "woff" | "woff2" | "ttf" | "mp3" | "mp4"
        | "bz2" | "xz" | "zst" | "7z" | "rar" => Kind::Other,
        _ => return None,
    })
}

/// Whether a file of this name is read where nobody asked for it by name: in a folder, in an archive. What `.json` holds,
/// its name does not tell.
pub(crate) fn is_read(name: &str) -> bool {
    by_name(name).is_some_and(|kind| !matches!(kind, Kind::Other | Kind::JsonFeed))
}

/// The kind that a media type tells.
pub(crate) fn by_media_type(media_type: &str) -> Option<Kind> {
    Some(match media_type {
        "text/html" | "application/xhtml+xml" => Kind::Html,
        "text/plain" => Kind::Text,
        "application/pdf" => Kind::Pdf,
        "application/rss+xml"
        | "application/atom+xml"
        | "application/rdf+xml"
        | "application/xml"
        | "text/xml" => Kind::Feed,
        "application/feed+json" => Kind::JsonFeed,
        "message/rfc822" | "multipart/related" => Kind::Mail,
        _ => return None,
    })
}

/// The kind that the first bytes tell for certain.
pub(crate) fn by_bytes(head: &[u8]) -> Option<Kind> {
    if head.starts_with(&[0x1f, 0x8b]) {
        return Some(Kind::Gzip);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(Kind::Zip);
    }
    if head.starts_with(b"%PDF-") {
        return Some(Kind::Pdf);
    }
    if head.starts_with(b"WARC/") {
        return Some(Kind::Warc);
    }
    (head.get(257..262) == Some(b"ustar".as_slice())).then_some(Kind::Tar)
}

/// The kind of a file. `told` is the kind told beside it.
pub(crate) fn kind(name: &str, told: Option<Kind>, head: &[u8]) -> Kind {
    let named = by_name(name);
    match by_bytes(head) {
        // Documents of offices are ZIP files too.
        Some(Kind::Zip) if named == Some(Kind::Other) => return Kind::Other,
        Some(kind) => return kind,
        None => {}
    }
    match told.or(named) {
        // The bytes of these say for certain what they are, and they did not.
        Some(Kind::Gzip | Kind::Zip | Kind::Pdf | Kind::Warc | Kind::Tar)
            if !head.is_empty() && named.is_some() =>
        {
            named.unwrap_or(Kind::Text)
        }
        Some(kind) => kind,
        None => looks_like(head),
    }
}

fn looks_like(head: &[u8]) -> Kind {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins = |word: &[u8]| head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if begins(b"<!doctype html") || begins(b"<html") || begins(b"<head") {
        Kind::Html
    } else if begins(b"<rss") || begins(b"<feed") || begins(b"<rdf:rdf") || begins(b"<urlset") {
        Kind::Feed
    } else {
        Kind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_go_before_names() {
        for (name, head, expect) in [
            ("a.txt", "Harbour reopens", Kind::Text),
            ("a.html", "<p>", Kind::Html),
            ("page", "<!DOCTYPE html><p>", Kind::Html),
            ("a.warc", "\x1f\u{8b}", Kind::Warc),
            ("b", "WARC/1.0\r\n", Kind::Warc),
            ("a.docx", "PK\x03\x04", Kind::Other),
            ("notes", "anything", Kind::Text),
        ] {
            assert_eq!(kind(name, None, head.as_bytes()), expect, "{name}");
        }
        assert_eq!(kind("a.html", None, &[0x1f, 0x8b, 8]), Kind::Gzip);
    }
}
