//! WARC files (ISO 28500), record by record in a stream: crawls, Common Crawl's CC-NEWS.
//!
//! Responses with status 200 and records of resources are read. Where the stated length of a record is wrong, the next
//! record is looked for by its first line, so a broken one costs itself only.

use std::io::{self, BufRead, Read};

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::{Container, Member, Step};
use crate::article::Told;
use crate::kind::{self, Kind};
use crate::limits::{LARGEST_WHOLE, skip, whole};
use crate::{Fault, Options};

/// The longest head of a record, and of the answer in it.
const LONGEST_HEAD: usize = 64 << 10;

/// An open file.
pub(crate) struct Warc {
    file: String,
    reader: Option<Box<dyn BufRead + Send>>,
    number: u64,
    /// Whether the first line of the next record was read already.
    found: bool,
}

/// Names and values of a head.
type Head = Vec<(String, String)>;

impl Warc {
    pub fn new(file: String, reader: Box<dyn BufRead + Send>) -> Warc {
        Warc { file, reader: Some(reader), number: 0, found: false }
    }

    /// The next record that holds a file.
    fn record(&mut self) -> Result<Option<Step>, Fault> {
        loop {
            let Some(reader) = self.reader.as_mut() else { return Ok(None) };
            let failed = |error: io::Error| match error.kind() {
                io::ErrorKind::UnexpectedEof => {
                    Fault::advised("breaks off in the middle of a record", "the records before are read")
                }
                _ => Fault::cannot_read(&error),
            };
            if !self.found {
                let garbage = find_record(reader.as_mut()).map_err(failed)?;
                let Some((garbage, found)) = garbage else { return Ok(None) };
                self.found = found;
                if garbage > 0 {
                    let fault = Fault::advised(
                        format!(
                            "{garbage} bytes behind record {} belong to none: its length is wrong",
                            self.number
                        ),
                        "the other records are read",
                    );
                    return Ok(Some(Step::Failed(fault.at(&self.file, None))));
                }
            }
            self.found = false;
            self.number += 1;
            let place = format!("{}#{}", self.file, self.number);
            let head = head(reader.as_mut()).map_err(failed)?;
            let length = value(&head, "content-length").and_then(|length| length.parse::<u64>().ok());
            let Some(length) = length else {
                return Ok(Some(Step::Failed(Fault::new("is a record without length").at(&place, None))));
            };
            let kind = value(&head, "warc-type");
            let wanted = matches!(kind, Some("response" | "resource" | "conversion"));
            if !wanted || length > LARGEST_WHOLE {
                skip(reader.as_mut(), length).map_err(failed)?;
                if wanted {
                    return Ok(Some(Step::Failed(
                        Fault::new("is a record of more than 128 MB").at(&place, None),
                    )));
                }
                continue;
            }
            let mut block = Vec::new();
            reader
                .by_ref()
                .take(length)
                .read_to_end(&mut block)
                .map_err(|error| Fault::cannot_read(&error))?;
            if (block.len() as u64) < length {
                return Err(failed(io::ErrorKind::UnexpectedEof.into()));
            }
            if let Some(step) = member(place, &head, block) {
                return Ok(Some(step));
            }
        }
    }
}

impl Container for Warc {
    fn next(&mut self, _: &Options) -> Option<Step> {
        match self.record() {
            Ok(Some(step)) => Some(step),
            Ok(None) => {
                self.reader = None;
                None
            }
            Err(fault) => {
                self.reader = None;
                Some(Step::Failed(fault.at(&self.file, None)))
            }
        }
    }
}

/// The file in a record, if it may hold an article.
fn member(file: String, head: &Head, block: Vec<u8>) -> Option<Step> {
    let uri = value(head, "warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned());
    let mut media_type = value(head, "content-type").unwrap_or_default().to_owned();
    let mut bytes = block;
    if media_type.starts_with("application/http") {
        let mut rest = bytes.as_slice();
        let mut status = Vec::new();
        read_line(&mut rest, &mut status).ok()?;
        let status = String::from_utf8_lossy(&status).into_owned();
        if status.split(' ').nth(1) != Some("200") {
            return None;
        }
        let http = self::head(&mut rest).ok()?;
        let mut body = rest.to_vec();
        if value(&http, "transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            body = unchunked(&body).unwrap_or(body);
        }
        let unpacked = match value(&http, "content-encoding").map(str::trim) {
            Some("gzip" | "x-gzip") => Some(whole(&mut MultiGzDecoder::new(body.as_slice()), LARGEST_WHOLE)),
            Some("deflate") => Some(whole(&mut ZlibDecoder::new(body.as_slice()), LARGEST_WHOLE)),
            _ => None,
        };
        media_type = value(&http, "content-type").unwrap_or("text/html").to_owned();
        match unpacked {
            Some(Ok(plain)) => body = plain,
            // Many crawlers store the body unpacked with the old head.
            Some(Err(_)) if kind::by_bytes(&body) != Some(Kind::Gzip) => {}
            Some(Err(fault)) => return Some(Step::Failed(fault.at(&file, None))),
            None => {}
        }
        bytes = body;
    }
    let (media_type, parameters) = media_type.split_once(';').unwrap_or((&media_type, ""));
    let media_type = media_type.trim().to_ascii_lowercase();
    let kind = kind::by_media_type(&media_type)?;
    if kind == Kind::Text
        && uri.as_deref().is_some_and(|uri| uri.ends_with("robots.txt") || uri.starts_with("dns:"))
    {
        return None;
    }
    let charset = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    });
    let told = Told { url: uri, charset, media_type: Some(media_type), ..Told::default() };
    Some(Step::Member(Box::new(Member { file, bytes, kind: Some(kind), told })))
}

/// Reads up to and with the first line of the next record. Gives the bytes other than line ends that were passed, and
/// whether there is a next one; `None` at the end.
fn find_record(reader: &mut dyn BufRead) -> io::Result<Option<(u64, bool)>> {
    let mut passed = 0u64;
    let mut at_line_start = true;
    loop {
        let mut line = Vec::new();
        read_line(reader, &mut line)?;
        if line.is_empty() {
            return Ok((passed > 0).then_some((passed, false)));
        }
        if at_line_start && line.starts_with(b"WARC/") {
            return Ok(Some((passed, true)));
        }
        at_line_start = line.ends_with(b"\n");
        passed += line.trim_ascii().len() as u64;
    }
}

fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<()> {
    reader.take(LONGEST_HEAD as u64).read_until(b'\n', line)?;
    Ok(())
}

/// A head up to its blank line.
fn head(reader: &mut dyn BufRead) -> io::Result<Head> {
    let mut head: Head = Vec::new();
    let mut size = 0;
    loop {
        let mut line = Vec::new();
        read_line(reader, &mut line)?;
        size += line.len();
        if line.is_empty() || line.trim_ascii().is_empty() || size > LONGEST_HEAD {
            return Ok(head);
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = head.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            head.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}

fn value<'h>(head: &'h Head, name: &str) -> Option<&'h str> {
    head.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A body without the lengths of its chunks; `None` if it has none.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim().to_owned();
        let size = usize::from_str_radix(&size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        let Some(chunk) = rest.get(..size) else {
            out.extend_from_slice(rest);
            return Some(out);
        };
        out.extend_from_slice(chunk);
        rest = rest.get(size + 2..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn record(kind: &str, length: Option<usize>, uri: &str, block: &str) -> String {
        let length = length.unwrap_or(block.len());
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn read(file: &str) -> Vec<String> {
        let mut warc = Warc::new("c.warc".to_owned(), Box::new(Cursor::new(file.as_bytes().to_vec())));
        let mut found = Vec::new();
        while let Some(step) = warc.next(&Options::default()) {
            found.push(match step {
                Step::Member(member) => {
                    format!(
                        "{} {}",
                        member.told.url.unwrap_or_default(),
                        String::from_utf8_lossy(&member.bytes)
                    )
                }
                Step::Failed(error) => error.to_string(),
                _ => unreachable!(),
            });
        }
        found
    }

    const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>a</p>";

    #[test]
    fn pages_are_read_and_others_passed() {
        let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n1\r\nb\r\n0\r\n\r\n";
        let file = record("warcinfo", None, "", "software: x")
            + &record("response", None, "https://example.org/a", PAGE)
            + &record("request", None, "https://example.org/a", "GET / HTTP/1.1\r\n\r\n")
            + &record("response", None, "https://example.org/x", "HTTP/1.1 404 Not Found\r\n\r\nno")
            + &record("response", None, "https://example.org/b", chunked);
        assert_eq!(read(&file), ["https://example.org/a <p>a</p>", "https://example.org/b <p>b"]);
    }

    #[test]
    fn a_wrong_length_costs_its_record_only() {
        let good = record("response", None, "https://example.org/b", PAGE);
        let short = record("response", Some(PAGE.len() - 5), "https://example.org/a", PAGE) + &good;
        let found = read(&short);
        assert!(
            found.len() == 3 && found[1].contains("length is wrong") && found[2].ends_with("<p>a</p>"),
            "{found:?}"
        );
        let long = record("response", Some(1 << 20), "https://example.org/a", PAGE) + &good;
        assert!(read(&long)[0].contains("breaks off"));
        assert!(read(&good[..good.len() - 20])[0].contains("breaks off"));
        assert_eq!(read("").len(), 0);
    }
}
