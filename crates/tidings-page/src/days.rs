//! Days in words: "~Wed 23 Jul 2025", "15–18 May 2025", "by 8 Jun 2025", "day unknown".

use jiff::civil::{Date, Weekday};
use maud::{Markup, html};
use tidings_record::{Basis, Days};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The days, with `~` where they are worked out or assumed and not printed in an article.
pub fn days(days: &Days) -> Markup {
    let words = interval(days.earliest, days.latest);
    html! {
        span.day {
            @if is_worked_out(days) {
                abbr title="worked out, not printed" aria-hidden="true" { "~" }
                span.unseen { "worked out: " }
            }
            @match (days.day(), &words) {
                (Some(day), Some(words)) => time datetime=(day) { (words) },
                (None, Some(words)) => (words),
                (_, None) => @match without_year(days) {
                    Some(words) => { (words) ", year unknown" },
                    None => "day unknown",
                },
            }
        }
    }
}

/// "21 Jul" of a day of which the year is unknown: `XXXX-07-21`.
fn without_year(days: &Days) -> Option<String> {
    let (month, day) = days.edtf.as_deref()?.strip_prefix("XXXX-")?.split_once('-')?;
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some(format!("{} {month}", day.parse::<u8>().ok()?))
}

/// Whether the days follow from other words and are not stated themselves.
pub fn is_worked_out(days: &Days) -> bool {
    matches!(days.basis, Basis::WorkedOut | Basis::Assumed) && is_known(days)
}

/// The days in plain text; `~` says that they are worked out.
pub fn told(days: &Days) -> String {
    match (interval(days.earliest, days.latest), without_year(days)) {
        (Some(words), _) if is_worked_out(days) => format!("~{words}"),
        (Some(words), _) => words,
        (None, Some(words)) => format!("{words}, year unknown"),
        (None, None) => "day unknown".to_owned(),
    }
}

/// "23 Jul" of a single day, where the year is plain from what stands around; else as [`told`].
pub fn brief(days: &Days) -> String {
    let mark = if is_worked_out(days) { "~" } else { "" };
    days.day().map_or_else(|| told(days), |day| format!("{mark}{}", short(day)))
}

/// Whether anything is known of them.
pub fn is_known(days: &Days) -> bool {
    days.earliest.is_some() || days.latest.is_some()
}

/// The days in plain text, with what they rest on.
pub fn with_basis(days: &Days) -> String {
    match basis(days) {
        Some(basis) => format!("{} ({basis})", told(days)),
        None => told(days),
    }
}

/// What days rest on, in words.
pub fn basis(days: &Days) -> Option<&'static str> {
    Some(match days.basis {
        Basis::Given => "given with the article",
        Basis::Metadata => "from the page’s data",
        Basis::Dateline => "from the dateline",
        Basis::Stated => "stated in the text",
        Basis::WorkedOut => "worked out",
        Basis::Assumed => "worked out on an assumption",
        Basis::Unknown => return None,
    })
}

/// The interval in as few words as it takes; `None` if it is open on both sides.
pub fn interval(earliest: Option<Date>, latest: Option<Date>) -> Option<String> {
    Some(match (earliest, latest) {
        (None, None) => return None,
        (Some(first), None) => format!("from {}", day(first)),
        (None, Some(last)) => format!("by {}", day(last)),
        (Some(first), Some(last)) if first == last => format!("{} {}", weekday(first), day(first)),
        (Some(first), Some(last)) => between(first, last),
    })
}

fn between(first: Date, last: Date) -> String {
    let same_year = first.year() == last.year();
    let same_month = same_year && first.month() == last.month();
    let whole_months = first.day() == 1 && last == last.last_of_month();
    let whole_years = whole_months && first.month() == 1 && last.month() == 12;
    match (whole_years, whole_months) {
        (true, _) if same_year => first.year().to_string(),
        (true, _) => format!("{}–{}", first.year(), last.year()),
        (_, true) if same_month => month(last),
        (_, true) if same_year => format!("{} – {}", MONTHS[first.month() as usize - 1], month(last)),
        (_, true) => format!("{} – {}", month(first), month(last)),
        // Over years a day says too much: one end may be known by its month only.
        _ if last.year() > first.year() + 1 => format!("{} – {}", month(first), month(last)),
        _ if same_month => format!("{}–{}", first.day(), day(last)),
        _ if same_year => format!("{} – {}", short(first), day(last)),
        _ => format!("{} – {}", day(first), day(last)),
    }
}

/// "23 Jul 2025".
pub fn day(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

/// "23 Jul".
pub fn short(date: Date) -> String {
    format!("{} {}", date.day(), MONTHS[date.month() as usize - 1])
}

/// "Jul 2025".
pub fn month(date: Date) -> String {
    format!("{} {}", MONTHS[date.month() as usize - 1], date.year())
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

/// An ISO 8601 duration in words: `P50D` is "50 days". One that is not of a single unit stays as it is.
pub fn duration(iso: &str) -> String {
    let spelled = || {
        let (in_time, rest) = match iso.strip_prefix("PT") {
            Some(rest) => (true, rest),
            None => (false, iso.strip_prefix('P')?),
        };
        let unit = rest.chars().next_back()?;
        let count =
            rest.strip_suffix(unit).filter(|count| count.bytes().all(|byte| byte.is_ascii_digit()))?;
        let unit = match (unit, in_time) {
            ('Y', false) => "year",
            ('M', false) => "month",
            ('W', false) => "week",
            ('D', false) => "day",
            ('H', true) => "hour",
            ('M', true) => "minute",
            ('S', true) => "second",
            _ => return None,
        };
        Some(format!("{count} {unit}{}", if count == "1" { "" } else { "s" })).filter(|_| !count.is_empty())
    };
    spelled().unwrap_or_else(|| iso.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(earliest: &str, latest: &str, expect: &str) {
        let date = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        assert_eq!(interval(date(earliest), date(latest)).as_deref(), (!expect.is_empty()).then_some(expect));
    }

    #[test]
    fn an_interval_takes_as_few_words_as_it_can() {
        check("2031-03-03", "2031-03-03", "Mon 3 Mar 2031");
        check("2031-03-03", "2031-03-07", "3–7 Mar 2031");
        check("2031-02-27", "2031-03-02", "27 Feb – 2 Mar 2031");
        check("2030-12-30", "2031-01-02", "30 Dec 2030 – 2 Jan 2031");
        check("2028-02-01", "2028-02-29", "Feb 2028");
        check("2031-03-01", "2031-06-30", "Mar – Jun 2031");
        check("2031-01-01", "2031-12-31", "2031");
        check("2030-01-01", "2031-12-31", "2030–2031");
        check("2028-06-01", "2031-04-02", "Jun 2028 – Apr 2031");
        check("", "2031-06-08", "by 8 Jun 2031");
        check("2031-06-08", "", "from 8 Jun 2031");
        check("", "", "");
    }

    #[test]
    fn a_day_without_its_year_is_a_day() {
        let of = |edtf: &str| days(&Days { edtf: Some(edtf.to_owned()), ..Days::unknown() }).into_string();
        assert!(of("XXXX-07-21").contains("21 Jul, year unknown"), "{}", of("XXXX-07-21"));
        for odd in ["XXXX-13-01", "XXXX-07", "XXXX-XX-XX"] {
            assert!(of(odd).contains("day unknown"), "{odd}");
        }
    }

    #[test]
    fn a_duration_is_told_in_words() {
        for (iso, expect) in
            [("P50D", "50 days"), ("P1M", "1 month"), ("PT72H", "72 hours"), ("PT1M", "1 minute")]
        {
            assert_eq!(duration(iso), expect);
        }
        for odd in ["", "P", "PD", "P1Y2M", "P1€", "PXD"] {
            assert_eq!(duration(odd), odd);
        }
    }
}
