//! Python's character classes, which decide shapes and white space.
//!
//! Rust's own classes differ: `is_alphabetic` takes combining marks, `is_numeric` takes fractions, and
//! `is_whitespace` leaves out U+001C to U+001F. The classes here are those of Python's `str` methods, on the
//! Unicode version of the general category table; characters newer than Python's own table may differ.

use unicode_general_category::{GeneralCategory, get_general_category};

/// Python's `str.isspace` for one character.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Python's `str.isalpha` for one character: the letter categories, no marks.
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    use GeneralCategory as C;
    matches!(
        get_general_category(c),
        C::UppercaseLetter | C::LowercaseLetter | C::TitlecaseLetter | C::ModifierLetter | C::OtherLetter
    )
}

/// Python's `str.isdigit` for one character: decimal digits, and digits such as superscripts and circled ones.
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    get_general_category(c) == GeneralCategory::DecimalNumber
        || OTHER_DIGITS.iter().any(|&(first, last)| (first..=last).contains(&c))
}

/// Numeric_Type=Digit outside the decimal numbers (Unicode Character Database).
const OTHER_DIGITS: [(char, char); 20] = [
    ('\u{b2}', '\u{b3}'),
    ('\u{b9}', '\u{b9}'),
    ('\u{1369}', '\u{1371}'),
    ('\u{19da}', '\u{19da}'),
    ('\u{2070}', '\u{2070}'),
    ('\u{2074}', '\u{2079}'),
    ('\u{2080}', '\u{2089}'),
    ('\u{2460}', '\u{2468}'),
    ('\u{2474}', '\u{247c}'),
    ('\u{2488}', '\u{2490}'),
    ('\u{24ea}', '\u{24ea}'),
    ('\u{24f5}', '\u{24fd}'),
    ('\u{24ff}', '\u{24ff}'),
    ('\u{2776}', '\u{277e}'),
    ('\u{2780}', '\u{2788}'),
    ('\u{278a}', '\u{2792}'),
    ('\u{10a40}', '\u{10a43}'),
    ('\u{10e60}', '\u{10e68}'),
    ('\u{11052}', '\u{1105a}'),
    ('\u{1f100}', '\u{1f10a}'),
];

/// spaCy's `lex_attrs.py:word_shape`: `Xxxxx` for `Hello`, at most four of a run; `LONG` from 100 characters on.
pub fn shape(text: &str) -> String {
    if text.chars().nth(99).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(text.len());
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let class = match c {
            _ if is_alpha(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            _ if is_digit(c) => 'd',
            _ => c,
        };
        if last == Some(class) {
            run += 1;
        } else {
            (last, run) = (Some(class), 0);
        }
        if run < 4 {
            shape.push(class);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (text, expected) in [
            ("Hello", "Xxxxx"),
            ("1,000", "d,ddd"),
            ("½", "½"),
            ("x²", "xd"),
            ("Ⅷ", "Ⅷ"),
            ("e\u{301}", "x\u{301}"),
            ("WWWWWWW", "XXXX"),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
    }

    #[test]
    fn spaces() {
        assert!(is_space('\u{1c}') && is_space('\u{3000}') && !is_space('\u{200b}'));
    }
}
