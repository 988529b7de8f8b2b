//! When an event is, by the words of one mention, seen from the unknown day of publication.
//!
//! A day that the reader could resolve is taken from it. What it had to leave open, because the article is undated,
//! is read here from the words of the time expression, so that the constraint can be solved later.

use tidings_record::{ByteSpan, Event, Status, Time, TimeType};

use super::Domain;
use super::stretch::Stretch;
use crate::calendar::{self, Day};
use crate::events::Mention;
use crate::source::Source;
use crate::words::folded;

/// Longer ago than any article tells of.
const LONG_AGO: Day = 400_000;
/// How long before its article an attack told without a day is taken to be.
const NEWS: Day = 3;

/// The premise behind [`NEWS`].
pub(crate) const NEWS_PREMISE: &str =
    "an attack that a report tells of without a day is taken to lie in the three days before the report";

/// Where days lie, seen from the day of publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum When {
    /// On these days, whenever the article was published.
    Absolute(Day, Day),
    /// That many days after publication.
    Offset(Day, Day),
    /// On one of these weekdays (bit 0 is Monday), that many days after publication.
    Weekdays(u8, Day, Day),
    /// In the week of publication, or that many weeks later.
    Week(Day),
    /// In a month, perhaps on a day of it, that many days after publication.
    Month(i32, Option<i32>, Day, Day),
    /// From a day up to publication: "six times since January".
    Since(Day),
}

impl When {
    /// Between `least` and `most` days later, if that can be said.
    pub(super) fn later(self, least: Day, most: Day) -> Option<When> {
        Some(match self {
            When::Absolute(first, last) => When::Absolute(first + least, last + most),
            When::Offset(first, last) => When::Offset(first + least, last + most),
            When::Weekdays(days, first, last) if least == most => {
                let turned =
                    (0..7).filter(|day| days >> day & 1 == 1).map(|day: Day| (day + least).rem_euclid(7));
                When::Weekdays(turned.fold(0, |all, day| all | 1 << day), first + least, last + most)
            }
            When::Weekdays(_, first, last) => When::Offset(first + least, last + most),
            When::Week(_) | When::Month(..) | When::Since(_) => return None,
        })
    }
}

/// When, with the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hint {
    /// The days.
    pub when: When,
    /// The words; none where only the tense says it.
    pub span: Option<ByteSpan>,
    /// The premise that no article states, if it rests on one.
    pub premise: Option<&'static str>,
    /// Whether the day is only that of a clause that places another event: "six days after the market was shelled".
    pub in_passing: bool,
}

impl Hint {
    /// When `event` is.
    pub fn of(source: &Source<'_>, event: &Event) -> Option<Hint> {
        if let Some(stretch) = Stretch::of(source, event.trigger) {
            if let Some(hint) = stretch.hint(source, event.status) {
                return Some(hint);
            }
        } else if let Some(hint) = Hint::since(source, event) {
            return Some(hint);
        }
        let time = event.time.and_then(|time| source.reading.times.get(time.index()));
        if let Some(hint) = time.and_then(|time| Hint::stated(source, time, event.status)) {
            return Some(hint);
        }
        let harm = matches!(event.kind.as_str(), "ASSAULT" | "X-CASUALTIES");
        let sentence = source.sentence(event.trigger.start)?;
        let words = folded(source.words_at(sentence));
        let night = words.iter().any(|word| word == "overnight");
        let when = match event.status {
            Status::Happened if harm && night => When::Offset(-1, 0),
            Status::Happened if harm && !is_background(&words) && !is_asked(source, event.trigger) => {
                return Some(Hint {
                    when: When::Offset(-NEWS, 0),
                    span: None,
                    premise: Some(NEWS_PREMISE),
                    in_passing: false,
                });
            }
            Status::Happened => When::Offset(-LONG_AGO, 0),
            Status::Planned => When::Offset(0, LONG_AGO),
            _ => return None,
        };
        Some(Hint { when, span: None, premise: None, in_passing: false })
    }

    /// "Has been shelled six times since January": from then up to the article.
    fn since(source: &Source<'_>, event: &Event) -> Option<Hint> {
        let sentence = source.sentence(event.trigger.start)?;
        let end = sentence.end.min(event.trigger.end + 80).max(event.trigger.end);
        let behind = ByteSpan::new(event.trigger.end, end);
        if !folded(source.clip(behind)).iter().take(4).any(|word| word == "times") {
            return None;
        }
        let times = source.reading.times.iter();
        let time = times.filter(|time| behind.contains(time.span)).find(|time| {
            folded(source.words_at(ByteSpan::new(sentence.start, time.span.start)))
                .last()
                .is_some_and(|word| word == "since")
        })?;
        Some(Hint {
            when: When::Since(calendar::number(time.earliest?)),
            span: Some(time.span),
            premise: None,
            in_passing: false,
        })
    }

    /// The hints of "in May and June": one for each month, where the words of `event` name several.
    pub fn pieces(source: &Source<'_>, event: &Event, mention: &Mention) -> Vec<Hint> {
        let Some(time) = event.time else { return Vec::new() };
        let times = &source.reading.times;
        let mut last = &times[time.index()];
        let mut found: Vec<Hint> = Hint::stated(source, last, event.status).into_iter().collect();
        if !mention.previous {
            return found;
        }
        for next in &times[time.index() + 1..] {
            let between = source.words_at(ByteSpan::new(last.span.end, next.span.start.max(last.span.end)));
            if !matches!(between.trim(), "and" | "," | ", and") {
                break;
            }
            found.extend(Hint::stated(source, next, event.status));
            last = next;
        }
        found.retain(|hint| hint.span.is_some());
        found
    }

    /// What a time expression says of an event of this status.
    pub fn stated(source: &Source<'_>, time: &Time, status: Status) -> Option<Hint> {
        if !matches!(time.kind, TimeType::Date | TimeType::Time) {
            return None;
        }
        let hint = |when| Some(Hint { when, span: Some(time.span), premise: None, in_passing: false });
        if let (Some(first), Some(last)) = (time.earliest, time.latest) {
            return hint(When::Absolute(calendar::number(first), calendar::number(last)));
        }
        // With the word before, which the expression may have left out: "over the weekend", "last Monday".
        let start = source.sentence(time.span.start).map_or(time.span.start, |one| one.start);
        let before = folded(source.words_at(ByteSpan::new(start, time.span.start)));
        let mut words: Vec<String> =
            before.last().filter(|word| is_turn(word)).into_iter().cloned().collect();
        words.extend(folded(source.words_at(time.span)));
        hint(relative(&words, status)?)
    }

    /// The days it can be if the article was published on one of `published`.
    pub fn forward(&self, published: &Domain) -> Domain {
        match self.when {
            When::Absolute(first, last) => Domain::between(Some(first), Some(last)),
            When::Offset(least, most) => published.shifted(least, most),
            When::Weekdays(days, least, most) => {
                published.shifted(least, most).on_weekdays(|day| days >> day & 1 == 1)
            }
            When::Week(weeks) => published.weeks(weeks),
            When::Since(first) => Domain::between(Some(first), published.known().1),
            When::Month(month, day, least, most) => {
                published.shifted(least, most).and(&Domain::of_month(month, day))
            }
        }
    }

    /// The days on which the article can have been published if it was on one of `days`.
    pub fn back(&self, days: &Domain) -> Domain {
        match self.when {
            When::Absolute(..) | When::Since(_) => Domain::open(),
            When::Offset(least, most) | When::Weekdays(_, least, most) | When::Month(_, _, least, most) => {
                days.shifted(-most, -least)
            }
            When::Week(weeks) => days.weeks(-weeks),
        }
    }

    /// The weekdays it names, if any: bit 0 is Monday.
    pub fn weekdays(&self) -> Option<u8> {
        match self.when {
            When::Weekdays(days, ..) => Some(days),
            When::Absolute(first, last) if first == last => Some(1 << calendar::weekday(first)),
            _ => None,
        }
    }

    /// Whether words say it, rather than the tense alone.
    pub fn is_stated(&self) -> bool {
        self.span.is_some()
    }
}

/// "Who killed them" after "say", "know", "ask": what is asked about is known from before, no news.
fn is_asked(source: &Source<'_>, trigger: ByteSpan) -> bool {
    let start = source.sentence(trigger.start).map_or(trigger.start, |one| one.start);
    let before = folded(source.words_at(ByteSpan::new(start, trigger.start)));
    let asks = |word: &str| {
        matches!(
            word,
            "say" | "says" | "said" | "know" | "knows" | "ask" | "asks" | "asked" | "determine" | "establish"
        )
    };
    match before.as_slice() {
        [.., asking, who] => who == "who" && asks(asking),
        [who] => who == "who",
        [] => false,
    }
}

fn is_turn(word: &str) -> bool {
    matches!(word, "last" | "next" | "this" | "coming" | "past" | "previous" | "following" | "late" | "early")
}

/// Whether the words tell of a long stretch rather than of news.
fn is_background(words: &[String]) -> bool {
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "since" | "years" | "months" | "decades" | "countless" | "history" | "millions" | "daily"
        )
    })
}

/// What relative words say of an event that is over, or to come.
fn relative(words: &[String], status: Status) -> Option<When> {
    let has = |word: &str| words.iter().any(|other| other == word);
    let to_come =
        matches!(status, Status::Planned | Status::Requested | Status::Threatened | Status::Hypothetical);
    let past = matches!(status, Status::Happened | Status::Alleged | Status::Denied);
    if let Some(month) = words.iter().find_map(|word| month(word)) {
        let day = words.iter().find_map(|word| day_of_month(word));
        let (least, most) = if to_come {
            (0, 330)
        } else if past {
            (-330, 0)
        } else {
            (-165, 165)
        };
        return Some(When::Month(month, day, least, most));
    }
    if let Some(day) = words.iter().find_map(|word| weekday(word)) {
        let days = 1_u8 << day;
        return Some(if has("last") || has("past") {
            When::Weekdays(days, -7, -1)
        } else if has("next") || has("coming") || to_come {
            When::Weekdays(days, 0, 6 + 6 * i32::from(has("next")))
        } else if past {
            When::Weekdays(days, -6, 0)
        } else {
            When::Weekdays(days, -6, 6)
        });
    }
    if has("weekend") {
        return Some(if to_come || has("next") {
            When::Weekdays(0b110_0000, 0, 7)
        } else {
            When::Weekdays(0b110_0000, -7, 0)
        });
    }
    if has("week") {
        return match () {
            () if has("last") || has("past") || has("previous") => Some(When::Week(-1)),
            () if has("next") || has("coming") || has("following") => Some(When::Week(1)),
            () if has("this") => Some(When::Week(0)),
            () => None,
        };
    }
    match words.last().map(String::as_str) {
        Some("yesterday") => Some(When::Offset(-1, -1)),
        Some("today" | "tonight") => Some(When::Offset(0, 0)),
        Some("tomorrow") => Some(When::Offset(1, 1)),
        Some("overnight" | "night") if !to_come => Some(When::Offset(-1, 0)),
        Some("recently") if past => Some(When::Offset(-14, 0)),
        _ => None,
    }
}

/// 0 for Monday.
fn weekday(word: &str) -> Option<u32> {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.iter().position(|day| *day == word).map(|at| at as u32)
}

/// 1 for January.
fn month(word: &str) -> Option<i32> {
    let months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let short = word.trim_end_matches('.');
    let at = months.iter().position(|month| {
        *month == short
            || short.len() >= 3 && short.len() <= 4 && month.starts_with(short) && short != "mar"
            || short == "mar" && *month == "march"
    })?;
    Some(at as i32 + 1)
}

fn day_of_month(word: &str) -> Option<i32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

/// The month and day that a line of the page states without a year: "Jul 21", "- 21 July".
pub(crate) fn line_without_year(line: &str) -> Option<(i32, i32)> {
    let words = folded(line);
    if words.len() > 6 || words.iter().any(|word| word.len() == 4 && word.parse::<i32>().is_ok()) {
        return None;
    }
    let at = words.iter().position(|word| month(word).is_some())?;
    let around = [at.checked_sub(1), Some(at + 1)];
    let day = around.iter().flatten().filter_map(|&at| words.get(at)).find_map(|word| day_of_month(word))?;
    Some((month(&words[at])?, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, status: Status, expect: Option<When>) {
        assert_eq!(relative(&folded(text), status), expect, "{text}");
    }

    #[test]
    fn seen_from_the_article() {
        check("this Wednesday", Status::Planned, Some(When::Weekdays(0b100, 0, 6)));
        check("Monday", Status::Happened, Some(When::Weekdays(0b1, -6, 0)));
        check("last Friday", Status::Happened, Some(When::Weekdays(0b1_0000, -7, -1)));
        check("the weekend", Status::Happened, Some(When::Weekdays(0b110_0000, -7, 0)));
        check("this week", Status::Ongoing, Some(When::Week(0)));
        check("in May", Status::Happened, Some(When::Month(5, None, -330, 0)));
        check("March 14", Status::Planned, Some(When::Month(3, Some(14), 0, 330)));
        check("yesterday", Status::Happened, Some(When::Offset(-1, -1)));
        check("some day", Status::Happened, None);
    }

    #[test]
    fn lines_of_the_page() {
        assert_eq!(line_without_year("- Jul 21"), Some((7, 21)));
        assert_eq!(line_without_year("14 March"), Some((3, 14)));
        assert_eq!(line_without_year("14 March 2024"), None);
        assert_eq!(line_without_year("2 min read"), None);
    }
}
