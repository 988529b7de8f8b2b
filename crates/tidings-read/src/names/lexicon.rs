//! What is known of names beforehand: `lexicons/en/countries.toml`, `offices.toml`, `first_names.toml`, `bodies.toml`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::lexicon::{LexiconError, load};

/// Countries, offices, first names and bodies, in one language.
#[derive(Debug)]
pub struct NamesLexicon {
    /// Countries in the order of the file.
    pub(crate) countries: Vec<Country>,
    /// Countries that share their name with a part of another, by number.
    pub(crate) shared: Vec<(usize, usize)>,
    /// Proper names, as written.
    pub(crate) known: Phrases<Known>,
    /// Words for offices, in lower case.
    pub(crate) roles: Phrases<Role>,
    /// The meanings of roles: their first words, by number.
    pub(crate) role_names: Vec<String>,
    /// Heads of bodies, in lower case.
    pub(crate) bodies: Phrases<Body>,
    pub(crate) first_names: HashMap<String, Option<Gender>>,
    /// Titles such as "Mrs", in lower case.
    pub(crate) titles: HashMap<String, Option<Gender>>,
    pub(crate) fields: HashSet<String>,
    pub(crate) before: HashSet<String>,
    pub(crate) past: HashSet<String>,
    pub(crate) facilities: HashSet<String>,
    pub(crate) waters: HashSet<String>,
    pub(crate) areas: HashSet<String>,
    pub(crate) companies: HashSet<String>,
    pub(crate) events: HashSet<String>,
    /// Base forms of verbs for what only people and states do.
    pub(crate) acts: HashSet<String>,
}

/// A country as a body that speaks.
#[derive(Debug)]
pub(crate) struct Country {
    /// What is printed.
    pub name: String,
}

/// What a proper name is known to be. The number is the index of the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    Country(usize),
    /// Its adjective or one of its people.
    People(usize),
    /// A city that stands for its government.
    Capital(usize),
    /// A house or office that speaks for it.
    Seat(usize),
    /// A people, religion or group without a state.
    Group,
    Place,
    /// A body known all over the world.
    Body,
}

/// Male or female, where a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Gender {
    Male,
    Female,
}

/// How an office stands to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rank {
    Role,
    Title,
    Speaker,
    Top,
}

/// A word for an office.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Role {
    /// Words with the same number mean the same.
    pub meaning: usize,
    pub rank: Rank,
    pub gender: Option<Gender>,
    pub plural: bool,
}

/// A head of the description of a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Body {
    /// Words with the same number mean the same.
    pub meaning: usize,
    /// Whether it is a part of a state, and so speaks for its country.
    pub state: bool,
    /// Whether it needs a country or a capital letter to be a body.
    pub weak: bool,
    /// Whether it is taken up by "they".
    pub collective: bool,
}

/// Sequences of words with what they mean, found by their first word.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    by_first: HashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { by_first: HashMap::new() }
    }
}

impl<T> Phrases<T> {
    /// The longest phrase that begins at `at`, with its number of words; `word` gives the words of the text.
    pub(crate) fn at<'w>(&self, at: usize, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &T)> {
        let listed = self.by_first.get(word(at)?)?;
        // Longest first, see `finish`.
        let fits = |rest: &Vec<String>| (1..).zip(rest).all(|(next, want)| word(at + next) == Some(want));
        listed.iter().find(|(rest, _)| fits(rest)).map(|(rest, meaning)| (rest.len() + 1, meaning))
    }

    pub(crate) fn add(&mut self, phrase: &str, meaning: T) {
        let mut words = split(phrase);
        if words.is_empty() {
            return;
        }
        let first = words.remove(0);
        let listed = self.by_first.entry(first).or_default();
        if !listed.iter().any(|(rest, _)| *rest == words) {
            listed.push((words, meaning));
            listed.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
    }
}

/// Words as the tokenizer cuts them: at blanks, around hyphens, before `'s`.
fn split(phrase: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in phrase.split_whitespace() {
        let (word, ending) = match word.strip_suffix("'s") {
            Some(word) => (word, Some("'s")),
            None => match word.strip_suffix("s'") {
                Some(_) => (&word[..word.len() - 1], Some("'")),
                None => (word, None),
            },
        };
        for (index, part) in word.split('-').enumerate() {
            if index > 0 {
                words.push("-".to_owned());
            }
            if !part.is_empty() {
                words.push(part.to_owned());
            }
        }
        words.extend(ending.map(str::to_owned));
    }
    words
}

impl NamesLexicon {
    /// The English lexicon built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if one of the files is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<NamesLexicon, LexiconError> {
        let countries: CountryFile =
            load("lexicons/en/countries.toml", include_str!("../../lexicons/en/countries.toml"))?;
        let offices: OfficeFile =
            load("lexicons/en/offices.toml", include_str!("../../lexicons/en/offices.toml"))?;
        let names: NameFile =
            load("lexicons/en/first_names.toml", include_str!("../../lexicons/en/first_names.toml"))?;
        let bodies: BodyFile =
            load("lexicons/en/bodies.toml", include_str!("../../lexicons/en/bodies.toml"))?;
        let mut first_names = HashMap::with_capacity(3_000);
        let of = |list: &str, gender, map: &mut HashMap<String, Option<Gender>>| {
            for name in list.split_whitespace() {
                let seen = map.entry(name.to_owned()).or_insert(gender);
                // In both lists: it does not tell.
                if *seen != gender {
                    *seen = None;
                }
            }
        };
        of(&names.female, Some(Gender::Female), &mut first_names);
        of(&names.male, Some(Gender::Male), &mut first_names);
        of(&names.either, None, &mut first_names);
        let mut titles = HashMap::new();
        of(&offices.titles_male, Some(Gender::Male), &mut titles);
        of(&offices.titles_female, Some(Gender::Female), &mut titles);
        of(&offices.titles_open, None, &mut titles);
        Ok(NamesLexicon {
            shared: shared(&countries),
            known: known(&countries, &bodies),
            countries: countries.countries.into_iter().map(|[name, ..]| Country { name }).collect(),
            roles: roles(&offices),
            role_names: offices.role.iter().filter_map(|entry| entry.words.first().cloned()).collect(),
            bodies: body_heads(&bodies),
            first_names,
            titles,
            fields: set(&offices.fields),
            before: set(&offices.before),
            past: set(&offices.past),
            facilities: set(&bodies.facilities),
            waters: set(&bodies.waters),
            areas: set(&bodies.areas),
            companies: set(&bodies.companies),
            events: set(&bodies.events),
            acts: set(&bodies.acts),
        })
    }
}

fn set(words: &str) -> HashSet<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

fn list(words: &str) -> impl Iterator<Item = &str> {
    words.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn shared(file: &CountryFile) -> Vec<(usize, usize)> {
    let number = |name: &String| file.countries.iter().position(|[own, ..]| own == name);
    file.shared.iter().filter_map(|[one, other]| Some((number(one)?, number(other)?))).collect()
}

fn known(file: &CountryFile, bodies: &BodyFile) -> Phrases<Known> {
    let mut known = Phrases::default();
    // The first entry of a phrase stays: countries go before their capitals, all before regions and places.
    for (index, [name, people, _, also, _]) in file.countries.iter().enumerate() {
        known.add(name, Known::Country(index));
        list(also).for_each(|name| known.add(name, Known::Country(index)));
        for word in list(people) {
            known.add(word, Known::People(index));
            known.add(&format!("{word}s"), Known::People(index));
        }
    }
    for (index, [_, _, capitals, _, seats]) in file.countries.iter().enumerate() {
        list(seats).for_each(|name| known.add(name, Known::Seat(index)));
        list(capitals).for_each(|name| known.add(name, Known::Capital(index)));
    }
    for word in list(&file.groups) {
        known.add(word, Known::Group);
        known.add(&format!("{word}s"), Known::Group);
    }
    list(&bodies.known).for_each(|name| known.add(name, Known::Body));
    list(&file.regions).chain(list(&file.places)).for_each(|name| known.add(name, Known::Place));
    known
}

fn roles(file: &OfficeFile) -> Phrases<Role> {
    let mut roles = Phrases::default();
    for (meaning, entry) in file.role.iter().enumerate() {
        for word in &entry.words {
            let gender = entry.gender.or_else(|| gender_of_ending(word));
            let role = Role { meaning, rank: entry.rank, gender, plural: false };
            roles.add(word, role);
            if !word.ends_with('.') {
                roles.add(&plural(word), Role { plural: true, ..role });
            }
        }
    }
    roles
}

fn gender_of_ending(word: &str) -> Option<Gender> {
    if word.ends_with("woman") || word == "actress" {
        Some(Gender::Female)
    } else if word.ends_with("man") {
        Some(Gender::Male)
    } else {
        None
    }
}

fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("man") {
        return format!("{stem}men");
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

fn body_heads(file: &BodyFile) -> Phrases<Body> {
    let (weak, collective) = (set(&file.weak), set(&file.collective));
    let mut bodies = Phrases::default();
    let mut add = |phrase: &str, meaning, state| {
        let last = phrase.rsplit(' ').next().unwrap_or(phrase);
        let one_word = last == phrase;
        let weak = one_word && weak.contains(last);
        bodies.add(phrase, Body { meaning, state, weak, collective: collective.contains(last) });
    };
    for (meaning, words) in file.state.iter().enumerate() {
        words.iter().for_each(|phrase| add(phrase, meaning, true));
    }
    for (meaning, words) in (file.state.len()..).zip(&file.other) {
        words.iter().for_each(|phrase| add(phrase, meaning, false));
    }
    for (meaning, word) in (file.state.len() + file.other.len()..).zip(file.forces.split_whitespace()) {
        add(word, meaning, true);
    }
    bodies
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryFile {
    countries: Vec<[String; 5]>,
    shared: Vec<[String; 2]>,
    groups: String,
    regions: String,
    places: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    role: Vec<RoleEntry>,
    fields: String,
    before: String,
    past: String,
    titles_male: String,
    titles_female: String,
    titles_open: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    words: Vec<String>,
    rank: Rank,
    gender: Option<Gender>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NameFile {
    female: String,
    male: String,
    either: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyFile {
    state: Vec<Vec<String>>,
    other: Vec<Vec<String>>,
    forces: String,
    weak: String,
    collective: String,
    facilities: String,
    waters: String,
    areas: String,
    companies: String,
    events: String,
    acts: String,
    known: String,
}
