//! Numbers in digits: `1,234.5`, `12,34,567`, `.500`, `½`, `7½`, digits of other scripts. Signs, units and what the
//! number means are for others.

/// A number in digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numeral {
    /// Its value; infinite if a double cannot hold it.
    pub value: f64,
    /// How many digits stand before the point.
    pub digits: u16,
    /// Whether it has separators, a decimal part or a fraction: then it is no year.
    pub marked: bool,
    /// Whether it is like `1.2.3`: no number at all.
    pub dotted: bool,
}

/// The zeros of decimal digits other than ASCII's that are met in news.
const ZEROS: [char; 8] =
    ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{e50}', '\u{ff10}'];

fn digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c as u8 - b'0');
    }
    ZEROS.iter().find_map(|&zero| {
        let offset = u32::from(c).checked_sub(u32::from(zero))?;
        u8::try_from(offset).ok().filter(|&offset| offset < 10)
    })
}

/// The value of a fraction written as one character.
fn vulgar(c: char) -> Option<f64> {
    Some(match c {
        '¼' => 0.25,
        '½' => 0.5,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅙' => 1.0 / 6.0,
        '⅚' => 5.0 / 6.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

/// The numeral at the beginning of `text` and its length in bytes. `apart`: nothing is glued to its left, so that
/// it may begin with a point.
pub(super) fn numeral(text: &str, apart: bool) -> Option<(Numeral, usize)> {
    let first = text.chars().next()?;
    if let Some(value) = vulgar(first) {
        return Some((Numeral { value, digits: 0, marked: true, dotted: false }, first.len_utf8()));
    }
    let pointed = first == '.' && apart && text[1..].starts_with(|c| digit(c).is_some());
    if digit(first).is_none() && !pointed {
        return None;
    }
    let mut scan = Scan { text, at: 0, kept: String::new() };
    let mut digits = scan.digits();
    let mut marked = false;
    while digits <= 3 * 40 && scan.group() {
        marked = true;
        digits += 3;
    }
    let mut dotted = false;
    if scan.decimals() {
        marked = true;
        while scan.decimals() {
            dotted = true;
        }
    }
    let mut value: f64 = scan.kept.parse().unwrap_or(f64::INFINITY);
    if let Some(c) = text[scan.at..].chars().next()
        && let Some(part) = vulgar(c)
        && !marked
    {
        value += part;
        marked = true;
        scan.at += c.len_utf8();
    }
    let digits = u16::try_from(digits).unwrap_or(u16::MAX);
    Some((Numeral { value, digits, marked, dotted }, scan.at))
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// What is read so far, in ASCII, as [`str::parse`] wants it.
    kept: String,
}

impl Scan<'_> {
    fn digits(&mut self) -> usize {
        let mut count = 0;
        for c in self.text[self.at..].chars() {
            let Some(value) = digit(c) else { break };
            self.kept.push(char::from(b'0' + value));
            self.at += c.len_utf8();
            count += 1;
        }
        count
    }

    /// A comma and three digits, or two if another group follows, as in India.
    fn group(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(separator) = rest.chars().next().filter(|c| matches!(c, ',' | '٬')) else { return false };
        let rest = &rest[separator.len_utf8()..];
        let count = rest.chars().take_while(|&c| digit(c).is_some()).take(4).count();
        let two = || {
            let mut after = rest.chars().skip(2);
            after.next() == Some(',') && after.next().is_some_and(|c| digit(c).is_some())
        };
        if count == 3 || count == 2 && two() {
            self.at += separator.len_utf8();
            self.digits();
            return true;
        }
        false
    }

    fn decimals(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(point) = rest.chars().next().filter(|c| matches!(c, '.' | '٫')) else { return false };
        if !rest[point.len_utf8()..].starts_with(|c| digit(c).is_some()) {
            return false;
        }
        self.kept.push('.');
        self.at += point.len_utf8();
        self.digits();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[track_caller]
    fn check(text: &str, value: f64, length: usize) {
        let (found, reached) = numeral(text, true).unwrap();
        assert!((found.value - value).abs() < 1e-9 || found.value == value, "{text}: {found:?}");
        assert_eq!(reached, length, "{text}");
    }

    #[test]
    fn values() {
        check("1,234.5 and", 1234.5, 7);
        check("12,34,567.89", 1_234_567.89, 12);
        check("1,00,000", 100_000.0, 8);
        check("2,30", 2.0, 1);
        check(".500 record", 0.5, 4);
        check("7½", 7.5, 3);
        check("½", 0.5, 2);
        check("٤٢ منزلا", 42.0, 4);
        check("5.", 5.0, 1);
        check(&"9".repeat(400), f64::INFINITY, 400);
    }

    #[test]
    fn versions_are_marked() {
        assert!(numeral("1.2.3", true).unwrap().0.dotted);
        assert!(numeral("٫5", true).is_none());
        assert!(numeral("a5", true).is_none());
    }
}
