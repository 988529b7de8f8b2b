//! Names of writers and outlets as pages write them.

/// What stands before a name.
const BEFORE: &[&str] = &[
    "veröffentlicht von",
    "geschrieben von",
    "publié par",
    "escrito por",
    "written by",
    "posted by",
    "published by",
    "story by",
    "words by",
    "by",
    "von",
    "par",
    "por",
    "di",
    "autor",
    "autorin",
    "author",
    "text",
    "redaktion",
    "submitted by",
    "from",
];
/// Words of lines that name nobody.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "editor",
    "editors",
    "editorial",
    "staff",
    "team",
    "redaktion",
    "redakcja",
    "redaction",
    "redacción",
    "rédaction",
    "webmaster",
    "unknown",
    "anonymous",
    "guest",
    "author",
    "autor",
    "news",
    "desk",
    "newsroom",
    "contributor",
    "user",
    "webredaktion",
    "onlineredaktion",
    "nachrichten",
    "online",
    "http",
    "https",
    "www",
    "com",
    "humans",
    "null",
    "comments",
    "follow",
    "subscribe",
    "share",
    "more",
    "profile",
    "view",
    "all",
    "posts",
    "about",
];

/// The names of people in a byline: none, one or several. "By Ana Ruiz and Jo Lind" is two.
pub fn names(text: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.len() > 300 || text.contains("://") || text.starts_with("www.") {
        return Vec::new();
    }
    let mut rest = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    loop {
        let lower = rest.to_lowercase();
        let head = BEFORE
            .iter()
            .find(|head| lower.strip_prefix(**head).is_some_and(|behind| behind.starts_with([' ', ':'])));
        match head {
            Some(head) if rest.is_char_boundary(head.len()) => {
                rest = rest[head.len()..].trim_start_matches([' ', ':'])
            }
            _ => break,
        }
    }
    let mut names: Vec<String> = Vec::new();
    let separated = rest
        .replace(" and ", ",")
        .replace(" & ", ",")
        .replace(" und ", ",")
        .replace(" et ", ",")
        .replace([';', '|', '/', '•', '·'], ",");
    for part in separated.split(',') {
        let part = part.split('(').next().unwrap_or(part).split(" - ").next().unwrap_or(part);
        let part = part.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim();
        let name = person(part);
        match name {
            Some(name) if !names.contains(&name) => names.push(name),
            None if names.is_empty() && !part.is_empty() => return Vec::new(),
            _ => {}
        }
    }
    names.truncate(8);
    names
}

/// Small words in names.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "der", "den", "di", "da", "dos", "du", "van", "von", "vom", "zu", "la", "le", "el",
    "al", "bin", "ibn", "ben", "ter", "ten", "y", "e",
];
/// Words in the names of firms and bodies.
const BODIES: &[&str] = &[
    "gmbh",
    "ag",
    "inc",
    "ltd",
    "llc",
    "kg",
    "e.v",
    "corp",
    "media",
    "medien",
    "verlag",
    "group",
    "kitchens",
    "press",
    "presse",
    "agency",
    "agentur",
    "verband",
    "departement",
    "department",
    "ministerium",
    "ministry",
    "feuerwehr",
    "foundation",
    "stiftung",
    "reports",
    "service",
    "reporters",
    "correspondent",
    "agencies",
    "university",
    "blog",
];

/// A part of a byline if it can be a person's full name: two to five words, each with a capital but for particles. A
/// single word is more often a name of a user, a section or a firm.
fn person(part: &str) -> Option<String> {
    let words: Vec<&str> = part.split(' ').collect();
    let is = |list: &[&str], word: &str| list.contains(&word.to_lowercase().trim_end_matches('.'));
    if part.len() > 60 || words.iter().any(|word| is(NOBODY, word) || is(BODIES, word)) {
        return None;
    }
    let odd =
        |c: char| c.is_ascii_digit() || matches!(c, '@' | ':' | '_' | '<' | '>' | '!' | '?' | '=' | '#');
    if part.chars().any(odd) {
        return None;
    }
    let unspaced = |c: char| matches!(u32::from(c), 0x2e80..=0x9fff | 0xac00..=0xd7af);
    let count = part.chars().count();
    if words.len() == 1 {
        return (part.chars().all(unspaced) && (2..=6).contains(&count)).then(|| part.to_owned());
    }
    let named = |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_none_or(|c| !c.is_lowercase());
    let full = words.len() <= 5
        && words.iter().all(|word| named(word) || is(PARTICLES, word))
        && words.last().is_some_and(named)
        && words.iter().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2).count() >= 1;
    full.then(|| part.to_owned())
}

/// Whether a name is that of the outlet.
pub fn is_outlet(name: &str, outlet: Option<&str>) -> bool {
    let fold = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let name = fold(name);
    outlet.is_some_and(|outlet| {
        let outlet = fold(outlet);
        !outlet.is_empty() && (name == outlet || (outlet.len() >= 5 && name.contains(&outlet)))
    })
}

/// Whether a name, without blanks and accents, is part of the host's name.
pub fn is_of_host(name: &str, host: Option<&str>) -> bool {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ã' => 'a',
        'é' | 'è' | 'ê' => 'e',
        'í' | 'î' => 'i',
        'ó' | 'ô' | 'õ' => 'o',
        'ú' | 'û' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        c => c,
    };
    let name: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).map(plain).collect();
    let label = host.and_then(|host| {
        let host = host.strip_prefix("www.").unwrap_or(host);
        host.split('.').map(|label| label.replace('-', "")).max_by_key(String::len)
    });
    label.is_some_and(|label| name.len() >= 4 && label == name)
}

/// A title without the name of the outlet behind a dash or bar.
pub fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", " · "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let known = is_outlet(tail, outlet) || outlet.is_some_and(|outlet| is_outlet(outlet, Some(tail)));
            if known && head.chars().count() >= 10 {
                return head.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_names_or_nobody() {
        for (text, expect) in [
            ("By Ana Ruiz and Jo Lind", vec!["Ana Ruiz", "Jo Lind"]),
            ("Von Jörg Älström", vec!["Jörg Älström"]),
            ("Ana Ruiz, Lindau Correspondent (AP)", vec!["Ana Ruiz"]),
            ("Written by: Ana Ruiz | March 3", vec!["Ana Ruiz"]),
            ("https://example.org/ana", vec![]),
            ("admin", vec![]),
            ("Lindau Media GmbH", vec![]),
            ("Posted on", vec![]),
            ("Jan van der Meer", vec!["Jan van der Meer"]),
            ("The Editorial Board Editors", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(names(text), expect, "{text}");
        }
    }

    #[test]
    fn outlets_are_cut_from_titles() {
        assert_eq!(
            without_outlet("Bridge closed after storm - Lindau Herald", Some("Lindau Herald")),
            "Bridge closed after storm"
        );
        assert_eq!(without_outlet("Bridge closed - again", Some("Lindau Herald")), "Bridge closed - again");
        assert!(is_outlet("lindau herald", Some("Lindau-Herald")) && !is_outlet("Ana Ruiz", None));
    }
}
