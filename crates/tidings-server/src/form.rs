//! Files out of a form: `multipart/form-data` as browsers send it (RFC 7578), whole and in memory.
//!
//! Not here: other encodings of a form, and fields that are no files, which are passed over.

use axum::body::Bytes;
use memchr::memmem::{Finder, find};

/// Most parts of a form.
const MOST_PARTS: usize = 100;
/// Most bytes of a part's head.
const MOST_HEAD: usize = 4 << 10;

/// The names and bytes of the files in `body`; none for a field in which no file was chosen.
///
/// # Errors
/// Why it is no such form.
pub fn files(content_type: &str, body: &Bytes) -> Result<Vec<(String, Bytes)>, &'static str> {
    let boundary = boundary(content_type).ok_or("files come in a form of multipart/form-data")?;
    let first = format!("--{boundary}");
    if !body.starts_with(first.as_bytes()) {
        return Err("the form does not begin with its boundary");
    }
    let next = format!("\r\n--{boundary}");
    let next = Finder::new(next.as_bytes());
    let (mut files, mut at) = (Vec::new(), first.len());
    for _ in 0..MOST_PARTS {
        let rest = &body[at..];
        if rest.starts_with(b"--") {
            return Ok(files);
        }
        let head_end = rest.len().min(MOST_HEAD);
        let head_end = find(&rest[..head_end], b"\r\n\r\n").filter(|_| rest.starts_with(b"\r\n"));
        let head_end = head_end.ok_or("a part of the form has no head")?;
        let head = String::from_utf8_lossy(&rest[..head_end]);
        let start = at + head_end + 4;
        // The line end before a boundary may be the one that ends an empty head.
        let end = start + next.find(&body[start..]).ok_or("the form ended too early")?;
        if let Some(name) = file_name(&head).filter(|name| !name.is_empty()) {
            files.push((name, body.slice(start..end)));
        }
        at = end + next.needle().len();
    }
    Err("the form has too many parts")
}

/// What stands between the parts.
fn boundary(content_type: &str) -> Option<&str> {
    let mut parts = content_type.split(';').map(str::trim);
    parts.next().filter(|media| media.eq_ignore_ascii_case("multipart/form-data"))?;
    let given = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then(|| value.trim_matches('"'))
    });
    given.filter(|boundary| (1..=70).contains(&boundary.len()))
}

/// The name of the file that a part has, as the browser gives it: quotation marks in it are `%22`.
fn file_name(head: &str) -> Option<String> {
    let is_disposition =
        |line: &&str| line.get(..20).is_some_and(|name| name.eq_ignore_ascii_case("content-disposition:"));
    let line = head.lines().find(is_disposition)?;
    let (_, rest) = line.split_once("filename=\"")?;
    rest.split_once('"').map(|(name, _)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=--x7";

    fn names(body: &str) -> Result<Vec<(String, String)>, &'static str> {
        let text = |bytes: &Bytes| String::from_utf8(bytes.to_vec()).unwrap();
        let files = files(TYPE, &Bytes::copy_from_slice(body.as_bytes()))?;
        Ok(files.iter().map(|(name, bytes)| (name.clone(), text(bytes))).collect())
    }

    fn part(name: &str, text: &str) -> String {
        format!(
            "----x7\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
        )
    }

    #[test]
    fn files_come_out_as_they_went_in() {
        let form = part("a ü.txt", "one\r\n\r\n--x7 two\n") + &part("", "") + &part("b%22.txt", "");
        let field = "----x7\r\nContent-Disposition: form-data; name=\"word\"\r\n\r\nx\r\n";
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(
            names(&(form + field + "----x7--\r\n")).unwrap(),
            [pair("a ü.txt", "one\r\n\r\n--x7 two\n"), pair("b%22.txt", "")]
        );
        assert_eq!(names("----x7--").unwrap(), []);
    }

    #[test]
    fn what_is_no_form_is_told() {
        let whole = part("a.txt", "text") + "----x7--";
        for end in 0..whole.len() - 2 {
            assert!(names(&whole[..end]).is_err(), "{end}");
        }
        for odd in ["", "x", "----x7", "----x7\r\n", "----x7\r\n\r\n", "----x7x\r\n\r\n\r\n----x7--"] {
            assert!(names(odd).is_err(), "{odd:?}");
        }
        assert!(names(&part("a.txt", "").repeat(MOST_PARTS + 1)).is_err());
        let none = Bytes::from_static(b"----x7--");
        for odd in ["", "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=--x7"]
        {
            assert!(files(odd, &none).is_err(), "{odd:?}");
        }
        assert!(files("Multipart/Form-Data; charset=utf-8; Boundary=\"--x7\"", &none).is_ok());
    }
}
