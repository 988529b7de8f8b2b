//! Who may ask: the token, and which pages of a browser.

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::refusal::Refusal;

/// Fewest characters of a token.
const SHORTEST: usize = 16;

/// A token, as its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(blake3::Hash);

impl Token {
    /// The token in the text of a file: 16 to 500 printable characters of ASCII.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: &str) -> Result<Token, String> {
        let text = text.trim();
        let is_right =
            (SHORTEST..=500).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if is_right {
            Ok(Token(blake3::hash(text.as_bytes())))
        } else {
            Err("a token has 16 to 500 printable characters of ASCII, without blanks".to_owned())
        }
    }

    /// Whether the headers bring it: as a bearer token, or as the password that a browser asks for. Hashes are compared
    /// in constant time.
    fn is_in(&self, headers: &HeaderMap) -> bool {
        let Some((scheme, value)) = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
        else {
            return false;
        };
        let given = match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(value.trim().as_bytes().to_vec()),
            "basic" => STANDARD.decode(value.trim()).ok().and_then(|pair| {
                let colon = pair.iter().position(|byte| *byte == b':')?;
                Some(pair[colon + 1..].to_vec())
            }),
            _ => None,
        };
        given.is_some_and(|given| blake3::hash(&given) == self.0)
    }
}

/// Why the request may not come in, if so.
pub fn refused(headers: &HeaderMap, path: &str, token: Option<&Token>, is_loopback: bool) -> Option<Refusal> {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(header::HOST);
    // A name that leads here from a page of somebody else's would let that page read the store.
    if is_loopback && token.is_none() && !host.is_some_and(is_local) {
        return Some(Refusal::new(
            403,
            "foreign_host",
            "this server answers to localhost alone; ask it by that name, or start it with --token-file",
        ));
    }
    let origin = text(header::ORIGIN);
    let is_own = origin.is_none_or(|origin| {
        let name = origin.strip_prefix("http://").or(origin.strip_prefix("https://"));
        name.is_some() && name == host
    });
    if !is_own {
        return Some(Refusal::new(403, "foreign_origin", "pages of other servers may not ask this one"));
    }
    if path == "/healthz" {
        return None;
    }
    let token = token?;
    if token.is_in(headers) {
        return None;
    }
    let message = if headers.contains_key(header::AUTHORIZATION) {
        "the token is wrong"
    } else {
        "a token is asked for: send the header `Authorization: Bearer TOKEN`"
    };
    Some(Refusal::new(401, "unauthorized", message))
}

/// Whether a Host header names this machine itself.
fn is_local(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(pairs: &[(&str, &str)], token: Option<&Token>) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name: header::HeaderName = name.parse().unwrap();
            headers.insert(name, value.parse().unwrap());
        }
        refused(&headers, "/", token, true).map(|refusal| refusal.code)
    }

    #[test]
    fn only_this_machine_may_ask_without_a_token() {
        for host in ["localhost", "LOCALHOST:80", "127.0.0.1:4127", "[::1]:4127", "127.8.9.1"] {
            assert_eq!(code(&[("host", host)], None), None, "{host}");
        }
        for host in ["localhost.example", "10.0.0.1", "", "[::2]", "127.0.0.1.example:80"] {
            assert_eq!(code(&[("host", host)], None), Some("foreign_host"), "{host}");
        }
        assert_eq!(code(&[], None), Some("foreign_host"));
        assert_eq!(code(&[("host", "localhost:1"), ("origin", "http://localhost:1")], None), None);
        for origin in ["http://localhost:2", "null", "https://news.example"] {
            assert_eq!(code(&[("host", "localhost:1"), ("origin", origin)], None), Some("foreign_origin"));
        }
    }

    #[test]
    fn a_token_opens_as_bearer_and_as_password() {
        let token = Token::new(" 0123456789abcdef\n").unwrap();
        let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
        for right in ["Bearer 0123456789abcdef", "bearer  0123456789abcdef", &basic("any:0123456789abcdef")] {
            assert_eq!(code(&[("authorization", right)], Some(&token)), None, "{right}");
        }
        for wrong in [
            "Bearer 0123456789abcdeg",
            "Bearer",
            "Bearer ",
            "0123456789abcdef",
            "Basic !!!",
            &basic("0123456789abcdef"),
            "Digest 0123456789abcdef",
        ] {
            assert_eq!(code(&[("authorization", wrong)], Some(&token)), Some("unauthorized"), "{wrong}");
        }
        assert_eq!(code(&[], Some(&token)), Some("unauthorized"));
        for bad in ["", "short", "0123456789 abcdef", "0123456789ábcdef"] {
            assert!(Token::new(bad).is_err(), "{bad:?}");
        }
    }
}
