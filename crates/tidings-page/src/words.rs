//! The page's vocabulary: what the record's codes are called where people read them.

use std::fmt;

use maud::{Markup, html};
use tidings_record::{
    Affected, Claim, Effect, Figure, FindingKind, LinkedEvent, Manner, NameType, Number, PassageKind, Stance,
    Status,
};

/// The sorts of lines on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something to check.
    Check,
    /// An event of the timeline.
    Event,
    /// A figure.
    Figure,
    /// What somebody says.
    Claim,
    /// Somebody or something that is named.
    Name,
    /// Words that stand in two places.
    Copy,
}

impl Kind {
    /// What one is called, before its number.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Check => "check",
            Kind::Event => "event",
            Kind::Figure => "figure",
            Kind::Claim => "said",
            Kind::Name => "name",
            Kind::Copy => "copy",
        }
    }

    /// Its class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Kind::Check => "is-check",
            Kind::Event => "is-event",
            Kind::Figure => "is-figure",
            Kind::Claim => "is-claim",
            Kind::Name => "is-name",
            Kind::Copy => "is-copy",
        }
    }
}

/// How an event is told, as a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A disc: told as happened.
    Told,
    /// A half disc: under way.
    UnderWay,
    /// A ring: planned or announced.
    Planned,
    /// A diamond: one side's claim, or without source.
    Claim,
    /// A cross: denied, or told not to have taken place.
    Denied,
}

impl Sign {
    /// All of them, in the order of the legend.
    pub const ALL: [Sign; 5] = [Sign::Told, Sign::UnderWay, Sign::Planned, Sign::Claim, Sign::Denied];

    /// The sign of an event. What only somebody's word tells of is a claim.
    pub fn of(event: &LinkedEvent) -> Sign {
        match event.status {
            Status::Happened | Status::Ongoing if !event.claimants.is_empty() => Sign::Claim,
            Status::Happened => Sign::Told,
            Status::Ongoing => Sign::UnderWay,
            Status::Planned | Status::Requested | Status::Threatened | Status::Hypothetical => Sign::Planned,
            Status::Alleged => Sign::Claim,
            Status::Denied => Sign::Denied,
        }
    }

    /// Its class in the style sheet, and the value by which lines are filtered.
    pub fn class(self) -> &'static str {
        match self {
            Sign::Told => "told",
            Sign::UnderWay => "under-way",
            Sign::Planned => "planned",
            Sign::Claim => "claim",
            Sign::Denied => "denied",
        }
    }

    /// What the legend says of it.
    pub fn legend(self) -> &'static str {
        match self {
            Sign::Told => "told as happened",
            Sign::UnderWay => "under way",
            Sign::Planned => "planned, asked for or threatened",
            Sign::Claim => "somebody’s word, or unsourced",
            Sign::Denied => "denied, or did not take place",
        }
    }

    /// The shape, for the eye; [`shapes`] must stand on the page.
    pub fn drawn(self) -> Markup {
        html! {
            svg.shape .(self.class()) viewBox="-8 -8 16 16" aria-hidden="true" focusable="false" {
                use href={ "#shape-" (self.class()) } {}
            }
        }
    }
}

/// The shapes that signs are drawn with, once for a page. Each is around (0, 0), 12 units wide.
pub fn shapes() -> Markup {
    html! {
        svg.unseen aria-hidden="true" focusable="false" {
            defs {
                circle #shape-told r="5" {}
                g #shape-under-way { circle.hollow r="4.5" {} path.half d="M0 -4.5a4.5 4.5 0 0 0 0 9z" {} }
                circle #shape-planned .hollow r="4.5" {}
                path #shape-claim .hollow d="M0 -5.5L5.5 0L0 5.5L-5.5 0z" {}
                path #shape-denied .hollow d="M-4 -4L4 4M4 -4L-4 4" {}
            }
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

/// How an event is told, and whose word it is where it is somebody's. Empty for what is plainly told as happened.
pub fn told_as(event: &LinkedEvent, claimants: &str) -> String {
    match (event.status, claimants) {
        (Status::Happened, "") => String::new(),
        (Status::Alleged, "") => "nobody named".to_owned(),
        (told, "") => status(told).to_owned(),
        (Status::Happened | Status::Alleged, claimants) => format!("according to {claimants}"),
        (told, claimants) => format!("{}, according to {claimants}", status(told)),
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

/// "Ilse Brandow warns that fares will rise", "Ilse Brandow says: “No.”": what runs on from its verb has no colon.
pub fn statement(who: &str, claim: &Claim) -> String {
    let text = claim.text.trim();
    let runs_on = claim.manner != Manner::Quoted && text.starts_with(char::is_lowercase);
    format!("{who} {}{} {text}", stance(claim.stance), if runs_on { "" } else { ":" })
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

/// What a name stands for.
pub fn name(kind: NameType) -> &'static str {
    match kind {
        NameType::Person => "person",
        NameType::Org => "body",
        NameType::Place => "place",
        NameType::Country => "country",
        NameType::Nationality => "people",
        NameType::Facility => "building or site",
        NameType::Event => "named event",
        NameType::Product => "product",
        NameType::Other => "",
    }
}

/// The label of a passage that is not the article's own text.
pub fn passage(kind: PassageKind) -> Option<&'static str> {
    match kind {
        PassageKind::Leftover => Some("set aside: of the page"),
        PassageKind::OtherHeadline => Some("set aside: another article’s headline"),
        PassageKind::Credit => Some("credit"),
        _ => None,
    }
}

/// "1 article", "5 articles".
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {}", if number == 1 { noun.to_owned() } else { plural(noun) })
}

/// "1 more line", "5 more lines".
pub fn more(number: usize, noun: &str) -> String {
    format!("{number} more {}", if number == 1 { noun.to_owned() } else { plural(noun) })
}

/// The beginning of `text`, on one line, where there is little room.
pub fn brief(text: &str) -> String {
    const MOST: usize = 56;
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(MOST) {
        None => line,
        Some((at, _)) => {
            let cut = line[..at].rfind(' ').unwrap_or(at);
            format!("{}…", line[..cut].trim_end_matches([',', ';', ':']))
        }
    }
}

/// What the effect of a figure is called, and what it counts: "killed", "drones intercepted".
pub fn course(figure: &Figure) -> String {
    let counted = figure.counted.as_deref().map(plural);
    let effect = effect(figure.effect);
    [counted.as_deref().unwrap_or_default(), effect].join(" ").trim().to_owned()
}

/// A figure in words: "more than 400 drones launched".
pub fn figure(figure: &Figure) -> String {
    let effect = effect(figure.effect);
    let counted = figure.counted.as_deref();
    if figure.none_reported {
        // "No casualties were reported" says more than a number in words would.
        if let Some(one) = figure.refs.first() {
            return format!("“{}”", one.quote.trim());
        }
        let what = counted.map_or_else(|| "cases".to_owned(), plural);
        let effect = if effect.is_empty() || counted == Some("casualty") { "" } else { effect };
        return [format!("no {what} reported").as_str(), effect].join(" ").trim_end().to_owned();
    }
    let mut words = amount(figure);
    let one = figure.min.is_some_and(|min| min == Number::from(1)) && figure.max == figure.min;
    for noun in [figure.unit.as_deref(), counted].into_iter().flatten() {
        if noun == "percentage" {
            words.push_str(" per cent");
        } else if noun == "count" {
            // How often something happened.
            words.push_str(if one { " time" } else { " times" });
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
pub fn amount(figure: &Figure) -> String {
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

/// "1 story", "2 stories".
pub fn counted(count: impl fmt::Display, noun: &str) -> String {
    match count.to_string().as_str() {
        "1" => format!("1 {noun}"),
        many => format!("{many} {}", plural(noun)),
    }
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
