//! Days and instants as pages write them, for machines or for people, in several languages.

use jiff::civil::Date;
use tidings_record::{Basis, Because, Days};

/// How long a text may be in which a day is looked for.
const LONGEST: usize = 200;

/// Months, each with its names and their beginnings as they stand in dates. Languages: English, German, French, Spanish,
/// Catalan, Italian, Portuguese, Romanian, Dutch, Swedish, Danish, Norwegian, Finnish, Estonian, Latvian, Lithuanian,
/// Polish, Czech, Slovak, Slovene, Croatian, Serbian, Bulgarian, Ukrainian, Russian, Greek, Hungarian, Turkish, Arabic,
/// Indonesian. Where two languages mean two months by one word, it is the larger one's.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń ledna \
     ocak января январь ianuarie siječnja يناير január січня ιανουαρίου tammikuuta januára januara \
     januarja януари sausio janvārī jaanuar gener",
    "february feb februar februari février févr fevrier febrero febbraio fevereiro fev lutego luty února \
     şubat февраля февраль februarie veljače فبراير شباط február лютого φεβρουαρίου helmikuuta februára \
     februara februarja февруари vasario februārī veebruar febrer",
    "march mar märz mrz mars marzo março maart marca marzec března mart marts марта март martie ožujka \
     مارس آذار március березня μαρτίου maaliskuuta maret marta kovo martā märts març",
    "april apr avril avr abril abr aprile kwietnia kwiecień dubna nisan апреля апрель aprilie travnja \
     أبريل ابريل نيسان április квітня απριλίου huhtikuuta apríla aprila април balandžio aprīlī aprill",
    "may mai mayo maggio mag maio mei maja maj května mayıs мая май svibnja مايو أيار május травня μαΐου \
     toukokuuta mája gegužės maijā maig",
    "june jun juni juin junio giugno giu junho czerwca czerwiec června haziran июня июнь iunie lipnja \
     يونيو حزيران június червня ιουνίου kesäkuuta júna juna junija юни birželio jūnijā juuni juny",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec července temmuz июля июль iulie \
     srpnja يوليو تموز július липня ιουλίου heinäkuuta júla jula julija юли liepos jūlijā juuli juliol",
    "august aug août aout agosto ago augustus augusti sierpnia sierpień srpna ağustos августа август \
     kolovoza أغسطس اغسطس آب augusztus серпня αυγούστου elokuuta agustus augusta avgusta rugpjūčio \
     augustā agost",
    "september sep sept septembre septiembre settembre set setembro września wrzesień září eylül сентября \
     сентябрь septembrie rujna سبتمبر أيلول szeptember вересня σεπτεμβρίου syyskuuta septembra септември \
     rugsėjo septembrī setembre",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik října ekim \
     октября октябрь octombrie أكتوبر اكتوبر október жовтня οκτωβρίου lokakuuta októbra oktobra октомври \
     spalio oktobrī oktoober",
    "november nov novembre noviembre novembro listopada listopad listopadu kasım ноября ноябрь noiembrie \
     studenoga نوفمبر листопада νοεμβρίου marraskuuta novembra ноември lapkričio novembrī",
    "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro grudnia grudzień \
     prosince aralık декабря декабрь decembrie prosinca ديسمبر грудня δεκεμβρίου joulukuuta desember \
     decembra декември gruodžio decembrī detsember desembre",
];

/// The month of a name in small letters.
fn month(name: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|names| names.split_ascii_whitespace().any(|known| known == name))?;
    Some(at as u32 + 1)
}

/// A day, perhaps with its instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub date: Date,
    /// The instant with its zone, if that is stated.
    pub at: Option<String>,
    /// The other reading, if day and month may be changed about: 3/4/2024.
    pub other: Option<Date>,
}

impl Stated {
    /// As a day of the record, known from what the page says about itself.
    pub fn days(&self) -> Days {
        Days {
            earliest: Some(self.date),
            latest: Some(self.date),
            edtf: Some(self.date.to_string()),
            at: self.at.clone(),
            basis: Basis::Metadata,
            because: Vec::new(),
        }
    }
}

/// The day that `text` states, which stands at `place`, with both as its reason.
pub fn stated(place: &str, text: &str) -> Option<Days> {
    let words: String = text.trim().chars().take(80).collect();
    let because = vec![Because { rule: format!("{place}: {words}"), refs: Vec::new() }];
    Some(Days { because, ..find(text, false)?.days() })
}

/// The first day that `text` states. `month_first` decides 3/4/2024.
pub fn find(text: &str, month_first: bool) -> Option<Stated> {
    let text = text.trim();
    let text = &text[..text.floor_char_boundary(LONGEST)];
    instant(text).or_else(|| words(text, month_first))
}

fn possible(year: i32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1970..=2199).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day as machines write it: ISO 8601 in its usual forms, or as in mail.
fn instant(text: &str) -> Option<Stated> {
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        let at = match zoned.offset().is_zero() {
            true => zoned.timestamp().to_string(),
            false => zoned.timestamp().display_with_offset(zoned.offset()).to_string(),
        };
        return possible(i32::from(zoned.year()), zoned.month() as u32, zoned.day() as u32)
            .map(|date| Stated { date, at: Some(at), other: None });
    }
    let bytes = text.as_bytes();
    if bytes.len() < 8 || !bytes[..4].iter().all(u8::is_ascii_digit) {
        return seconds(text);
    }
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = bytes.get(from..to)?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')))
    };
    let (date, rest) = if bytes[4] == b'-' && bytes.get(7) == Some(&b'-') {
        (possible(number(0, 4)? as i32, number(5, 7)?, number(8, 10)?)?, text.get(10..)?)
    } else if bytes[..8].iter().all(u8::is_ascii_digit) && !bytes.get(8).is_some_and(u8::is_ascii_digit) {
        (possible(number(0, 4)? as i32, number(4, 6)?, number(6, 8)?)?, text.get(8..)?)
    } else {
        return seconds(text);
    };
    Some(Stated { date, at: zoned(date, rest), other: None })
}

/// Seconds since 1970, as some pages give them.
fn seconds(text: &str) -> Option<Stated> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds: i64 = match (digits, text.len()) {
        (true, 10) => text.parse().ok()?,
        (true, 13) => text.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    let date = instant.to_zoned(jiff::tz::TimeZone::UTC).date();
    possible(i32::from(date.year()), date.month() as u32, date.day() as u32).map(|date| Stated {
        date,
        at: Some(instant.to_string()),
        other: None,
    })
}

/// The instant on `date` at the clock time in `rest`, if that says its zone.
fn zoned(date: Date, rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    let zone_at = rest.find(['+', '-', 'Z', 'z', ' '])?;
    let (clock, zone) = rest.split_at(zone_at);
    let mut parts =
        clock.splitn(3, ':').map(|part| if part.len() == 1 { format!("0{part}") } else { part.to_owned() });
    let (hour, minute) = (parts.next()?, parts.next()?);
    let clock = format!("{hour}:{minute}:{}", parts.next().unwrap_or_else(|| "00".to_owned()));
    let zone = zone.trim();
    let zone = match zone {
        "UTC" | "GMT" => "Z".to_owned(),
        _ if zone.len() == 5 && zone[1..].bytes().all(|b| b.is_ascii_digit()) => {
            format!("{}:{}", &zone[..3], &zone[3..])
        }
        _ => zone.to_owned(),
    };
    crate::published(&format!("{date}T{clock}{zone}"))?.at
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece {
    Number(u32, usize),
    Month(u32),
    /// A mark between numbers.
    Mark(char),
    Other,
}

/// A day as people write it.
fn words(text: &str, month_first: bool) -> Option<Stated> {
    let pieces = pieces(text);
    for at in 0..pieces.len() {
        let piece = |offset: usize| pieces.get(at + offset).copied();
        let date = match (piece(0), piece(1), piece(2)) {
            // 12 March 2024, 12. März 2024
            (Some(Piece::Number(day, 1..=2)), Some(Piece::Month(month)), Some(Piece::Number(year, 4))) => {
                possible(year as i32, month, day)
            }
            // 2024. március 12.
            (Some(Piece::Number(year, 4)), Some(Piece::Month(month)), Some(Piece::Number(day, 1..=2))) => {
                possible(year as i32, month, day)
            }
            // March 12, 2024
            (Some(Piece::Month(month)), Some(Piece::Number(day, 1..=2)), Some(Piece::Number(year, 4))) => {
                possible(year as i32, month, day)
            }
            _ => None,
        };
        if let Some(date) = date {
            return Some(Stated { date, at: None, other: None });
        }
        let (
            Some(Piece::Number(a, la)),
            Some(Piece::Mark(m)),
            Some(Piece::Number(b, lb)),
            Some(Piece::Mark(n)),
            Some(Piece::Number(c, lc)),
        ) = (piece(0), piece(1), piece(2), piece(3), piece(4))
        else {
            continue;
        };
        let before = at > 0 && matches!(pieces[at - 1], Piece::Mark(_));
        if m != n || before || lb > 2 {
            continue;
        }
        let (date, other) = match (la, lc) {
            (4, 1..=2) => (possible(a as i32, b, c), None),
            (1..=2, 4 | 2) => {
                let year = if lc == 2 { 2000 + c } else { c } as i32;
                let readings = [possible(year, b, a), possible(year, a, b).filter(|_| m == '/')];
                match (readings, month_first) {
                    ([Some(day_first), Some(month_first)], true) => (Some(month_first), Some(day_first)),
                    ([Some(day_first), other], _) => (Some(day_first), other),
                    ([None, other], _) => (other, None),
                }
            }
            _ => (None, None),
        };
        if let Some(date) = date {
            return Some(Stated { date, at: None, other: other.filter(|other| *other != date) });
        }
    }
    None
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = |test: fn(char) -> bool| rest.find(|c: char| !test(c)).unwrap_or(rest.len());
        if c.is_ascii_digit() {
            let end = run(|c| c.is_ascii_digit());
            found.push(Piece::Number(rest[..end].parse().unwrap_or(u32::MAX), end));
            rest = &rest[end..];
            // 1st, 12th, and the marks of Chinese, Japanese and Korean days.
            for ending in ["st", "nd", "rd", "th", "er", "º"] {
                if let Some(behind) = rest.strip_prefix(ending)
                    && !behind.chars().next().is_some_and(char::is_alphanumeric)
                {
                    rest = behind;
                }
            }
            if let Some(mark) = rest.chars().next().filter(|c| matches!(c, '年' | '月' | '년' | '월')) {
                found.push(Piece::Mark('年'));
                rest = rest[mark.len_utf8()..].trim_start();
            } else if let Some(mark) = rest.chars().next().filter(|c| matches!(c, '.' | '/' | '-')) {
                let behind = &rest[1..];
                if behind.chars().next().is_some_and(|c| c.is_ascii_digit()) {
                    found.push(Piece::Mark(mark));
                } else if mark == '.'
                    && behind.starts_with(' ')
                    && behind[1..].starts_with(|c: char| c.is_ascii_digit())
                {
                    found.push(Piece::Mark('.'));
                }
                rest = behind.trim_start();
            }
        } else if c.is_alphabetic() {
            let end = run(char::is_alphabetic);
            let word = rest[..end].to_lowercase();
            rest = rest[end..].trim_start_matches('.');
            if matches!(word.as_str(), "de" | "del" | "of" | "d" | "i" | "m") {
                continue;
            }
            let month = month(&word);
            let piece = month.map_or(Piece::Other, Piece::Month);
            // Some pages give a month both its names.
            if month.is_none() || found.last() != Some(&piece) {
                found.push(piece);
            }
        } else {
            if matches!(c, ':' | '|') {
                found.push(Piece::Other);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    found
}

/// The day that an address states: `/2024/03/12/`, `/2024-03-12`, `/20240312`.
pub fn of_url(url: &str) -> Option<Stated> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let path = &path[..path.floor_char_boundary(2048)];
    let bytes = path.as_bytes();
    let digits = |from: usize, count: usize| -> Option<u32> {
        let run = bytes.get(from..from + count)?;
        run.iter().all(u8::is_ascii_digit).then(|| run.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')))
    };
    for at in 0..bytes.len() {
        if at > 0 && bytes[at - 1].is_ascii_digit() {
            continue;
        }
        let Some(year) = digits(at, 4).filter(|year| (1990..2100).contains(year)) else { continue };
        let separator = bytes.get(at + 4).copied();
        let date = match separator {
            Some(mark @ (b'/' | b'-' | b'_')) => {
                let (month, next) = match digits(at + 5, 2) {
                    Some(month) => (Some(month), at + 7),
                    None => month_named(&path[at + 5..])
                        .map_or((digits(at + 5, 1), at + 6), |(m, l)| (Some(m), at + 5 + l)),
                };
                let day = (bytes.get(next) == Some(&mark))
                    .then(|| digits(next + 1, 2).or_else(|| digits(next + 1, 1)))
                    .flatten();
                month.zip(day).and_then(|(month, day)| possible(year as i32, month, day))
            }
            Some(byte) if byte.is_ascii_digit() && !bytes.get(at + 8).is_some_and(u8::is_ascii_digit) => {
                digits(at + 4, 2)
                    .zip(digits(at + 6, 2))
                    .and_then(|(month, day)| possible(year as i32, month, day))
            }
            _ => None,
        };
        if let Some(date) = date {
            return Some(Stated { date, at: None, other: None });
        }
    }
    None
}

fn month_named(path: &str) -> Option<(u32, usize)> {
    let length = path.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = path[..length].to_ascii_lowercase();
    Some((month(&word)?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_for_machines_and_people() {
        for (text, day, at) in [
            ("2024-03-12", "2024-03-12", None),
            ("2024-03-12T09:30:00Z", "2024-03-12", Some("2024-03-12T09:30:00Z")),
            ("2024-03-12T09:30:00+0100", "2024-03-12", Some("2024-03-12T09:30:00+01:00")),
            ("2024-03-12 09:30:00 -0500", "2024-03-12", Some("2024-03-12T09:30:00-05:00")),
            ("2024-03-12T09:30", "2024-03-12", None),
            ("2024-03-12T9:30:0Z", "2024-03-12", Some("2024-03-12T09:30:00Z")),
            ("Tue, 12 Mar 2024 09:30:00 GMT", "2024-03-12", Some("2024-03-12T09:30:00Z")),
            ("20240312", "2024-03-12", None),
            ("1710235800", "2024-03-12", Some("2024-03-12T09:30:00Z")),
            ("Published: 12 March 2024 at 9", "2024-03-12", None),
            ("March 12th, 2024", "2024-03-12", None),
            ("Di, 12. März 2024, 10:00", "2024-03-12", None),
            ("12 de marzo de 2024", "2024-03-12", None),
            ("12.03.2024", "2024-03-12", None),
            ("2024. március 12., kedd", "2024-03-12", None),
            ("12 березня 2024, 10:00", "2024-03-12", None),
            ("2024 m. kovo 12 d.", "2024-03-12", None),
            ("2024年3月12日", "2024-03-12", None),
            ("3/12/2024", "2024-12-03", None),
            ("12/25/2024", "2024-12-25", None),
        ] {
            let stated = find(text, false).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((stated.date.to_string().as_str(), stated.at.as_deref()), (day, at), "{text}");
        }
        let american = find("3/12/2024", true).unwrap();
        assert_eq!(american.date.to_string(), "2024-03-12");
        assert_eq!(american.other.map(|day| day.to_string()).as_deref(), Some("2024-12-03"));
        assert_eq!(find("3.12.2024", false).unwrap().other, None);
        for none in
            ["", "yesterday", "2024", "March 2024", "version 1.2.3", "31.02.2024", "10:30", "+49 30 12345678"]
        {
            assert_eq!(find(none, false), None, "{none}");
        }
    }

    #[test]
    fn days_in_addresses() {
        for (url, day) in [
            ("https://example.org/2024/03/12/bridge", Some("2024-03-12")),
            ("https://example.org/news/2024/mar/12/bridge", Some("2024-03-12")),
            ("https://example.org/bridge-2024-03-12-closed", Some("2024-03-12")),
            ("https://example.org/a20240312b", Some("2024-03-12")),
            ("https://example.org/2024/03/bridge", None),
            ("https://example.org/12345678", None),
            ("https://2024-03-12.example.org", None),
        ] {
            assert_eq!(of_url(url).map(|stated| stated.date.to_string()).as_deref(), day, "{url}");
        }
    }
}
