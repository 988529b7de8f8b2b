//! Whether a whole run is a web address, as spaCy's `URL_MATCH` decides it.
//!
//! The expression is: optional scheme, optional user before an `@`, then an IPv4 address that is not private or a
//! host with a top-level label of 2 to 63 lower-case or caseless letters, then optional port and path. It is
//! written out here because it needs nested repetition, which [`crate::pattern`] does not do; only the class of
//! top-level letters is taken from the model. Digits other than ASCII in an IPv4 address are not known here.

use crate::characters::is_alpha;
use crate::pattern::Class;

/// Whether `text`, a run without white space, is an address. `top` is the class of top-level letters.
pub fn is_url(text: &str, top: &Class) -> bool {
    if !text.contains('.') {
        return false;
    }
    let after_scheme = text.find("://").filter(|&at| {
        let scheme = &text[..at];
        scheme.chars().nth(1).is_some() && scheme.chars().all(|c| is_word(c) || matches!(c, '+' | '-' | '.'))
    });
    let starts = [Some(0), after_scheme.map(|at| at + 3)];
    starts.into_iter().flatten().any(|start| {
        let rest = &text[start..];
        let users = rest.match_indices('@').filter(|&(at, _)| at > 0).map(|(at, _)| &rest[at + 1..]);
        std::iter::once(rest).chain(users).any(|host| is_host_and_path(host, top))
    })
}

/// Python's `\w` for one character.
fn is_word(c: char) -> bool {
    c == '_' || is_alpha(c) || c.is_numeric()
}

fn is_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c)
}

fn is_host_and_path(text: &str, top: &Class) -> bool {
    let in_host = |c: char| is_label(c) || top.has(c) || matches!(c, '.' | '_' | '-');
    let end = text.find(|c| !in_host(c)).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    (is_name(host, top) || is_address(host)) && is_port_and_path(rest)
}

fn is_name(host: &str, top: &Class) -> bool {
    let Some((labels, last)) = host.rsplit_once('.') else { return false };
    let length = last.chars().count();
    (2..=63).contains(&length)
        && last.chars().all(|c| top.has(c))
        && labels.split('.').all(|label| {
            let edges =
                label.chars().next().is_some_and(is_label) && label.chars().next_back().is_some_and(is_label);
            edges
                && label.chars().count() <= 64
                && label.chars().all(|c| is_label(c) || matches!(c, '_' | '-'))
        })
}

fn is_address(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    let [first, second, third, last] = parts[..] else { return false };
    let number = |part: &str| {
        let digits = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if digits { part.parse::<u16>().ok() } else { None }
    };
    let (Some(a), Some(b), Some(c), Some(d)) = (number(first), number(second), number(third), number(last))
    else {
        return false;
    };
    let bare = |part: &str| !part.starts_with('0');
    let middle = |part: &str, value: u16| value <= 255 && (value < 200 || part.len() == 3);
    let private = a == 10
        || a == 127
        || (first, second) == ("169", "254")
        || (first, second) == ("192", "168")
        || (a == 172 && (16..=31).contains(&b) && second.len() == 2);
    bare(first)
        && (1..=223).contains(&a)
        && middle(second, b)
        && middle(third, c)
        && bare(last)
        && (1..=254).contains(&d)
        && !private
}

fn is_port_and_path(mut rest: &str) -> bool {
    if let Some(port) = rest.strip_prefix(':') {
        let digits = port.len() - port.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if !(2..=5).contains(&digits) {
            return false;
        }
        rest = &port[digits..];
    }
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::class_between;

    #[test]
    fn addresses_are_told_from_words() {
        let top = class_between("test", "x[a-z]{2", "[", "]").unwrap();
        for url in [
            "example.org",
            "https://example.org",
            "http://www.example.org:8080/a?b#c",
            "ann@example.org",
            "mailto:ann@example.org",
            "a_b.example.org",
            "8.8.8.8",
            "8.8.8.8:53",
            "กa://example.org",
            "ftp://user:pass@example.org/x",
        ] {
            assert!(is_url(url, &top), "{url}");
        }
        for no in [
            "3.5",
            "U.S.",
            "a.m.",
            "e.g",
            "10.0.0.1",
            "192.168.1.1",
            "example.org:1",
            "example..org",
            "-a.org",
            "8.8.8",
            "ก\u{e38}a://example.org",
        ] {
            assert!(!is_url(no, &top), "{no}");
        }
    }
}
