//! What the lines around a body state: who wrote it, for which agency and outlet.

use super::lexicon::PassageLexicon;
use super::template::is_url;
use super::words::Word;

/// Longest name of a person, in words.
const LONGEST_NAME: usize = 5;

/// Most names of one sort that are kept of one text.
const MOST_NAMES: usize = 100;

/// What the lines around the body state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Names of the writers, from bylines.
    pub bylines: Vec<String>,
    /// Names of others who reported, from credits.
    pub contributors: Vec<String>,
    /// Agencies, by the name that is printed: `AP`.
    pub agencies: Vec<String>,
    /// The outlet, as it stands.
    pub outlet: Option<String>,
}

impl Facts {
    /// Adds what another line states.
    pub(crate) fn add(&mut self, other: Facts) {
        for (into, from) in [
            (&mut self.bylines, other.bylines),
            (&mut self.contributors, other.contributors),
            (&mut self.agencies, other.agencies),
        ] {
            for name in from {
                if into.len() < MOST_NAMES && !into.contains(&name) {
                    into.push(name);
                }
            }
        }
        self.outlet = self.outlet.take().or(other.outlet);
    }
}

/// Reads "By Ana Ruiz and Tom Baker, Harbour Post". None if the line is something else.
pub(crate) fn byline(words: &[Word<'_>], lexicon: &PassageLexicon) -> Option<Facts> {
    let (by, rest) = words.split_first()?;
    if by.folded != "by" || rest.is_empty() || rest.len() > 20 || by.is_followed_by(':') && rest.len() > 8 {
        return None;
    }
    let fits = |word: &Word<'_>| {
        word.is_capitalised()
            || !word.is_word()
            || lexicon.lines.particles.contains(&word.folded)
            || lexicon.lines.roles.contains(&word.folded)
            || lexicon.lines.is_date_word(word)
            || is_url(word.raw)
            || word.raw.contains('@')
            || matches!(word.folded.as_str(), "and" | "in" | "for" | "with" | "at" | "of" | "the")
    };
    if !rest.iter().all(fits) {
        return None;
    }
    let mut facts = Facts { agencies: agencies(rest, lexicon), ..Facts::default() };
    let mut staff = false;
    for group in groups(rest) {
        if is_outlet(group, lexicon) && agencies(group, lexicon).is_empty() {
            facts.outlet.get_or_insert_with(|| phrase(group));
        } else if let Some(name) = person(group, lexicon) {
            facts.bylines.push(name);
        }
        staff |= group.iter().any(|word| lexicon.lines.roles.contains(&word.folded));
    }
    let says_something =
        !facts.bylines.is_empty() || !facts.agencies.is_empty() || facts.outlet.is_some() || staff;
    says_something.then_some(facts)
}

/// Reads who reported from "Ana Ruiz in Lindau, Austria, and Tom Baker in Bern contributed to this report" and
/// "(Reporting by Ana Ruiz and Tom Baker; Editing by Eva Lang)". Editors are left out.
pub(crate) fn credit(words: &[Word<'_>], lexicon: &PassageLexicon) -> Facts {
    let mut facts = Facts { agencies: agencies(words, lexicon), ..Facts::default() };
    let contributed =
        words.iter().position(|word| matches!(word.folded.as_str(), "contributed" | "reported"));
    let people = match contributed {
        Some(end) if end > 0 => &words[..end],
        _ => {
            let Some(by) = words.iter().position(|word| word.folded == "by") else { return facts };
            if by == 0
                || !matches!(words[by - 1].folded.as_str(), "reporting" | "reported" | "written" | "writing")
            {
                return facts;
            }
            let rest = &words[by + 1..];
            let end = rest.iter().position(|word| word.is_followed_by(';')).map_or(rest.len(), |at| at + 1);
            &rest[..end]
        }
    };
    for group in groups(people) {
        facts.contributors.extend(person(group, lexicon));
    }
    facts
}

/// Cuts the words of a list of people: at commas, "and", "&", and before "in CITY, REGION", which is left out.
fn groups<'w, 't>(words: &'w [Word<'t>]) -> Vec<&'w [Word<'t>]> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut in_place = false;
    for (index, word) in words.iter().enumerate() {
        let joins = matches!(word.folded.as_str(), "and" | "with");
        let turns = matches!(word.folded.as_str(), "in" | "for" | "at" | "from" | "on");
        if joins || turns {
            if !in_place && start < index {
                found.push(&words[start..index]);
            }
            in_place = turns && word.folded != "for";
            start = index + 1;
        } else if word.raw.ends_with([',', ';', ')', '|']) || separated(words, index) {
            if !in_place && start <= index {
                found.push(&words[start..=index]);
            }
            start = index + 1;
            in_place &= !word.raw.ends_with(';');
        }
    }
    if !in_place && start < words.len() {
        found.push(&words[start..]);
    }
    found
}

/// Whether lone punctuation such as `|`, `-` or `&` stands between a word and the next.
fn separated(words: &[Word<'_>], index: usize) -> bool {
    words.get(index + 1).is_some_and(|next| {
        let end = words[index].raw.as_ptr() as usize + words[index].raw.len();
        next.raw.as_ptr() as usize > end + 2
    })
}

/// The name, if the words are one: two to five capitalised words, none of them a role, date or outlet word.
pub(crate) fn person(group: &[Word<'_>], lexicon: &PassageLexicon) -> Option<String> {
    let lines = &lexicon.lines;
    // "Associated Press writer Ana Ruiz": the name comes after the role.
    let start = group.iter().rposition(|word| lines.roles.contains(&word.folded)).map_or(0, |at| at + 1);
    let group = &group[start..];
    let last = group.last()?;
    let good = (2..=LONGEST_NAME).contains(&group.len())
        && group[0].is_capitalised()
        && last.is_capitalised()
        && group.iter().all(|word| {
            lines.particles.contains(&word.folded)
                || (word.is_capitalised()
                    && !lines.small.contains(&word.folded)
                    && !word.core.contains(|c: char| c.is_ascii_digit()))
        })
        && !lines.outlet.contains(&last.folded)
        && !group.iter().all(|word| lines.is_date_word(word))
        && agencies(group, lexicon).is_empty();
    good.then(|| group.iter().map(|word| recased(word.core)).collect::<Vec<_>>().join(" "))
}

/// `RUIZ` as `Ruiz`; other spellings, and initials, stay.
fn recased(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || word.contains('.') || word.chars().any(char::is_lowercase) {
        return word.to_owned();
    }
    let mut made = String::with_capacity(word.len());
    let mut inside = false;
    for c in word.chars() {
        if inside {
            made.extend(c.to_lowercase());
        } else {
            made.push(c);
        }
        inside = c.is_alphabetic();
    }
    made
}

/// Whether the words look like the name of an outlet: capitalised, the last an outlet word.
pub(crate) fn is_outlet(group: &[Word<'_>], lexicon: &PassageLexicon) -> bool {
    let Some(last) = group.last() else { return false };
    (2..=6).contains(&group.len())
        && lexicon.lines.outlet.contains(&last.folded)
        && last.is_capitalised()
        && group.iter().all(|word| word.is_capitalised() || lexicon.lines.small.contains(&word.folded))
}

/// The words as they stand, without punctuation around them.
pub(crate) fn phrase(group: &[Word<'_>]) -> String {
    group.iter().map(|word| word.core).collect::<Vec<_>>().join(" ")
}

/// The agencies named among `words`, in order, each once.
pub(crate) fn agencies(words: &[Word<'_>], lexicon: &PassageLexicon) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((length, agency)) = lexicon.agencies.at(&words[at..]) else {
            at += 1;
            continue;
        };
        if !found.iter().any(|known| known == agency) {
            found.push(agency.to_owned());
        }
        at += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::PassageLexicon;
    use super::super::words::words;
    use super::{byline, credit};

    #[track_caller]
    fn check(line: &str, expect: &str) {
        let lexicon = PassageLexicon::english().unwrap();
        let words = words(line, 60);
        let facts = match byline(&words, &lexicon) {
            Some(facts) => facts,
            None => credit(&words, &lexicon),
        };
        let got = format!(
            "{} / {} / {} / {}",
            facts.bylines.join("+"),
            facts.contributors.join("+"),
            facts.agencies.join("+"),
            facts.outlet.unwrap_or_default()
        );
        assert_eq!(got, expect, "{line:?}");
    }

    #[test]
    fn bylines() {
        check("By Ana Ruiz", "Ana Ruiz /  /  / ");
        check("By ANA RUIZ and TOM BAKER, Associated Press", "Ana Ruiz+Tom Baker /  / AP / ");
        check("By Ana de la Cruz in Lindau, Austria, and Tom Baker", "Ana de la Cruz+Tom Baker /  /  / ");
        check("By Ana Ruiz | Harbour Post", "Ana Ruiz /  /  / Harbour Post");
        check("By Reuters Staff", " /  / Reuters / ");
        check("By Ana Ruiz, Political Editor", "Ana Ruiz /  /  / ");
        check("By April Jones - July 21, 2025", "April Jones /  /  / ");
    }

    #[test]
    fn no_bylines() {
        check("By Monday", " /  /  / ");
        check("By the river, two boats were lost", " /  /  / ");
        check("By 2030 the port will close", " /  /  / ");
    }

    #[test]
    fn credits() {
        check(
            "Ana Ruiz in Lindau, Austria, and Tom Baker in Albany, New York, contributed to this report.",
            " / Ana Ruiz+Tom Baker /  / ",
        );
        check("Associated Press writer Ana Ruiz contributed to this report.", " / Ana Ruiz / AP / ");
        check("(Reporting by Ana Ruiz, Tom Baker; Editing by Eva Lang)", " / Ana Ruiz+Tom Baker /  / ");
        check("The Associated Press contributed to this report.", " /  / AP / ");
    }
}
