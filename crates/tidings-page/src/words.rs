//! The page's vocabulary: what the record's codes are called where people read them.

use tidings_record::{Affected, Effect, Figure, FindingKind, Number, PassageKind, Stance, Status};

/// The sign of a status: told as happened, planned, under way, one side's claim.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// ● told as happened
    Told,
    /// ○ planned or announced
    Planned,
    /// ◐ under way
    UnderWay,
    /// ◇ one side's claim, or without source
    Claim,
}

impl Sign {
    /// All of them, in the order of the legend.
    pub const ALL: [Sign; 4] = [Sign::Told, Sign::UnderWay, Sign::Planned, Sign::Claim];

    /// The sign of a status.
    pub fn of(status: Status) -> Sign {
        match status {
            Status::Happened => Sign::Told,
            Status::Ongoing => Sign::UnderWay,
            Status::Planned | Status::Requested | Status::Threatened | Status::Hypothetical => Sign::Planned,
            Status::Denied | Status::Alleged => Sign::Claim,
        }
    }

    /// The character.
    pub fn mark(self) -> &'static str {
        match self {
            Sign::Told => "●",
            Sign::Planned => "○",
            Sign::UnderWay => "◐",
            Sign::Claim => "◇",
        }
    }

    /// Its class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Sign::Told => "told",
            Sign::Planned => "planned",
            Sign::UnderWay => "under-way",
            Sign::Claim => "claim",
        }
    }

    /// What the legend says of it.
    pub fn legend(self) -> &'static str {
        match self {
            Sign::Told => "told as happened",
            Sign::Planned => "planned, asked for or threatened",
            Sign::UnderWay => "under way",
            Sign::Claim => "one side’s claim, or denied",
        }
    }
}

/// A status in words.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Happened => "told as happened",
        Status::Ongoing => "under way",
        Status::Planned => "planned",
        Status::Requested => "asked for",
        Status::Threatened => "threatened",
        Status::Denied => "denied",
        Status::Hypothetical => "supposed",
        Status::Alleged => "one side’s claim",
    }
}

/// A stance as a verb.
pub fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Says => "says",
        Stance::Denies => "denies",
        Stance::Announces => "announces",
        Stance::Demands => "demands",
        Stance::Offers => "offers",
        Stance::Threatens => "threatens",
        Stance::Promises => "promises",
        Stance::Warns => "warns",
        Stance::Expects => "expects",
        Stance::Fears => "fears",
        Stance::Doubts => "doubts",
        Stance::Asks => "asks",
        Stance::Accuses => "accuses",
        Stance::Agrees => "agrees",
        Stance::Refuses => "refuses",
        Stance::CallsFor => "calls for",
    }
}

/// What a finding is called.
pub fn finding(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Contradiction => "Contradiction",
        FindingKind::AlteredQuote => "A quotation in different words",
        FindingKind::PlanUnconfirmed => "A plan, not reported as carried out",
        FindingKind::StanceDifference => "One side, two attitudes",
        FindingKind::DatesClash => "Days that do not fit",
        FindingKind::SameStatement => "Same statement",
        FindingKind::Agree => "Agree",
        FindingKind::Update => "Later figure",
        FindingKind::NotComparable => "Not comparable",
        FindingKind::TitleChange => "Change of office",
        FindingKind::DatesFit => "Days fit",
    }
}

/// The label of a passage that is not the article's own text.
pub fn passage(kind: PassageKind) -> Option<&'static str> {
    match kind {
        PassageKind::Leftover => Some("of the page"),
        PassageKind::OtherHeadline => Some("another article’s headline"),
        PassageKind::Credit => Some("credit"),
        _ => None,
    }
}

/// "1 article", "5 articles".
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {}", if number == 1 { noun.to_owned() } else { plural(noun) })
}

/// A figure in words: "more than 400 drones launched".
pub fn figure(figure: &Figure) -> String {
    let effect = effect(figure.effect);
    let counted = figure.counted.as_deref();
    if figure.none_reported {
        let what = counted.map_or_else(|| "cases".to_owned(), plural);
        let effect = if effect.is_empty() || counted == Some("casualty") { "" } else { effect };
        return [format!("no {what} reported").as_str(), effect].join(" ").trim_end().to_owned();
    }
    let mut words = amount(figure);
    let one = figure.min.is_some_and(|min| min == Number::from(1)) && figure.max == figure.min;
    for noun in [figure.unit.as_deref(), counted].into_iter().flatten() {
        if noun == "percentage" {
            words.push_str(" per cent");
        } else {
            words.push(' ');
            words.push_str(&if one { noun.to_owned() } else { plural(noun) });
        }
    }
    let affected = match figure.affected {
        Affected::Civilians => "civilian",
        Affected::Combatants => "combatant",
        Affected::Children => "child",
        Affected::Unstated => "",
    };
    if !affected.is_empty() && counted.is_none_or(|noun| noun == "person") {
        let noun = if one { affected.to_owned() } else { plural(affected) };
        words.push_str(&if counted.is_some() { format!(" ({noun})") } else { format!(" {noun}") });
    }
    if !effect.is_empty() {
        words.push(' ');
        words.push_str(effect);
    }
    words
}

/// How many, as far as the words go.
fn amount(figure: &Figure) -> String {
    use tidings_record::Comparator::{About, AtLeast, AtMost, Between, Exactly, LessThan, MoreThan};
    match (figure.min.map(number), figure.max.map(number)) {
        (None, None) => "an unstated number of".to_owned(),
        (Some(min), None) if figure.approximate => format!("some {min} or more"),
        (Some(min), Some(max)) if min != max => match figure.comparator {
            About => format!("about {min} to {max}"),
            _ => format!("{min} to {max}"),
        },
        (Some(number), _) | (_, Some(number)) => match figure.comparator {
            MoreThan => format!("more than {number}"),
            AtLeast => format!("at least {number}"),
            LessThan => format!("fewer than {number}"),
            AtMost => format!("at most {number}"),
            About => format!("about {number}"),
            Exactly | Between if figure.approximate => format!("about {number}"),
            Exactly | Between => number,
        },
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Killed => "killed",
        Effect::Injured => "injured",
        Effect::Missing => "missing",
        Effect::Captured => "captured",
        Effect::Displaced => "displaced",
        Effect::Launched => "launched",
        Effect::Intercepted => "intercepted",
        Effect::Hit => "hit",
        Effect::Damaged => "damaged",
        Effect::Destroyed => "destroyed",
        Effect::Arrested => "arrested",
        Effect::Voted => "voted",
        Effect::Counted | Effect::Other => "",
    }
}

/// A number as newspapers print it: 2,000; 40 million.
fn number(number: Number) -> String {
    for (size, name) in [(1_000_000_000, "billion"), (1_000_000, "million")] {
        if let Some(integer) = number.integer()
            && integer >= size
            && integer % (size / 10) == 0
        {
            let (whole, tenth) = (integer / size, integer % size / (size / 10));
            return if tenth == 0 { format!("{whole} {name}") } else { format!("{whole}.{tenth} {name}") };
        }
    }
    let printed = number.to_string();
    let digits = printed.bytes().take_while(|byte| byte.is_ascii_digit()).count();
    let mut grouped = String::new();
    for (place, digit) in printed.chars().enumerate() {
        if place > 0 && place < digits && (digits - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The plural of an English noun, by the rules of spelling and the few exceptions that news counts.
pub fn plural(noun: &str) -> String {
    const IRREGULAR: [(&str, &str); 7] = [
        ("person", "people"),
        ("child", "children"),
        ("woman", "women"),
        ("man", "men"),
        ("foot", "feet"),
        ("wife", "wives"),
        ("life", "lives"),
    ];
    const SAME: [&str; 5] = ["aircraft", "personnel", "police", "people", "troops"];
    for link in [" of ", " per "] {
        if let Some((head, rest)) = noun.split_once(link) {
            return format!("{}{link}{rest}", plural(head));
        }
    }
    if SAME.iter().any(|same| noun.ends_with(same)) {
        return noun.to_owned();
    }
    if let Some((stem, many)) = IRREGULAR.iter().find_map(|(one, many)| Some((noun.strip_suffix(one)?, many)))
    {
        return format!("{stem}{many}");
    }
    let before = noun.chars().rev().nth(1).unwrap_or('a');
    match noun.chars().next_back() {
        Some('y') if !"aeiou".contains(before) => format!("{}ies", &noun[..noun.len() - 1]),
        Some('s' | 'x' | 'z') => format!("{noun}es"),
        Some('h') if "cs".contains(before) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_as_in_a_newspaper() {
        for (value, expect) in [
            (7.0, "7"),
            (400.0, "400"),
            (2_000.0, "2,000"),
            (90_123.5, "90,123.5"),
            (1_234_567.0, "1,234,567"),
            (40e6, "40 million"),
            (2.5e9, "2.5 billion"),
        ] {
            assert_eq!(number(Number::new(value).unwrap()), expect);
        }
    }

    #[test]
    fn nouns_have_their_plural() {
        for (noun, expect) in [
            ("drone", "drones"),
            ("person", "people"),
            ("schoolchild", "schoolchildren"),
            ("casualty", "casualties"),
            ("day", "days"),
            ("aircraft", "aircraft"),
            ("year of age", "years of age"),
            ("mile per hour", "miles per hour"),
            ("bus", "buses"),
            ("", "s"),
        ] {
            assert_eq!(plural(noun), expect);
        }
    }
}
