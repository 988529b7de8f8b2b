//! Bytes to text: UTF-8, else a byte order mark, else detection by what the bytes look like.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8};

use crate::Fault;

/// A decoded text, with a remark if its bytes were odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text. Bytes that are none are U+FFFD in it.
    pub text: String,
    /// In which encoding it was, unless that is UTF-8 without fault.
    pub remark: Option<String>,
}

/// Decodes the bytes of a plain text.
///
/// # Errors
/// If the bytes are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Fault> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(decoded(encoding, &bytes[length..], encoding != UTF_8));
    }
    if is_binary(bytes) {
        return Err(Fault::advised("is a binary file, not a text", "save the article's text as .txt"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), remark: None });
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    Ok(decoded(encoding, bytes, true))
}

fn decoded(encoding: &'static Encoding, bytes: &[u8], unusual: bool) -> Decoded {
    let (text, replaced): (Cow<'_, str>, bool) = encoding.decode_without_bom_handling(bytes);
    let remark = match (unusual, replaced) {
        (_, true) => Some(format!("decoded as {}; bytes that are none became U+FFFD", encoding.name())),
        (true, false) => Some(format!("not UTF-8; decoded as {}", encoding.name())),
        (false, false) => None,
    };
    Decoded { text: text.into_owned(), remark }
}

/// Whether the beginning holds a NUL or is one tenth control characters.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let controls = head
        .iter()
        .filter(|&&byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
    head.contains(&0) || controls * 10 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_and_said() {
        let latin = decode(b"The caf\xe9 in Bergau reopened on Monday, the mayor said.").unwrap();
        assert!(latin.text.starts_with("The café") && latin.remark.unwrap().contains("windows-1252"));
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Né".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&wide).unwrap().text, "Né");
        assert_eq!(decode("\u{feff}Ja".as_bytes()).unwrap().text, "Ja");
        assert!(decode("plain — text".as_bytes()).unwrap().remark.is_none());
        assert_eq!(decode(b"").unwrap().text, "");
    }

    #[test]
    fn binary_files_are_refused() {
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").is_err());
        assert!(decode(&[1, 2, 3, 4, 5, b'a', b'b']).is_err());
    }
}
