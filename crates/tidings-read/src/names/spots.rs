//! Where names stand: the engine's entities repaired, names after titles and offices, names known beforehand, and
//! first names with what follows. Each spot has a guess at its type; the vote over the article is elsewhere.

use tidings_record::NameType;

use super::lexicon::{Gender, Known, Rank};
use super::text::{Stretch, Text};

/// A name in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    pub at: Stretch,
    /// What it seems to be, from this place alone.
    pub kind: NameType,
    /// How much that guess counts: 0 for none, 1 the model's, 3 a title's, 9 known beforehand.
    pub weight: u32,
    pub known: Option<Known>,
    /// What a title before it tells.
    pub gender: Option<Gender>,
}

/// The names of the article, in text order, none over another.
pub(crate) fn spots(text: &Text<'_>) -> Vec<Spot> {
    let mut found = Vec::new();
    for block in text.blocks() {
        let mut one =
            BlockSpots { text, block, taken: vec![false; text.parse(block).len()], found: Vec::new() };
        one.turn();
        one.titled();
        one.entities();
        one.known();
        one.first_names();
        one.apposed();
        one.found.sort_by_key(|spot| spot.at);
        found.append(&mut one.found);
    }
    found
}

/// Most words of a person's name.
const MOST_WORDS: usize = 6;

struct BlockSpots<'t, 'd> {
    text: &'t Text<'d>,
    block: usize,
    taken: Vec<bool>,
    found: Vec<Spot>,
}

impl BlockSpots<'_, '_> {
    fn is_free(&self, from: usize, to: usize) -> bool {
        self.taken[from..to].iter().all(|taken| !taken)
    }

    fn take(&mut self, start: usize, end: usize, kind: NameType, weight: u32, gender: Option<Gender>) {
        let at = Stretch { block: self.block, start, end };
        self.taken[start..end].fill(true);
        let known = self.text.known_at(at);
        self.found.push(Spot { at, kind, weight, known, gender });
    }

    fn lower(&self, token: usize) -> &str {
        self.text.lower(self.block, token)
    }

    fn is_entity(&self, token: usize, kind: &str) -> bool {
        self.text.get(self.block, token).is_some_and(|token| token.entity_type() == kind)
    }

    /// "ITO: …", "ANA ITO: …": who speaks in a transcript.
    fn turn(&mut self) {
        const LONGEST: usize = 3;
        let Some(colon) = (1..self.taken.len().min(LONGEST + 1)).find(|&token| self.lower(token) == ":")
        else {
            return;
        };
        let shouted = |token: usize| {
            let word = self.text.token(self.block, token).text();
            word.chars().count() >= 3
                && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '’' | '\''))
        };
        let at = Stretch { block: self.block, start: 0, end: colon };
        if (0..colon).all(shouted) && self.text.known_at(at).is_none() {
            let model = self.text.token(self.block, 0).entity_type();
            self.take(0, colon, if model == "ORG" { NameType::Org } else { NameType::Person }, 0, None);
        }
    }

    /// "Mrs Ito", "Defense Minister Ana Ito", "spokesman Ito".
    fn titled(&mut self) {
        let mut at = 0;
        while at < self.taken.len() {
            let title = self.text.lexicon.titles.get(self.lower(at)).copied();
            let title = title.filter(|_| self.text.is_capital(self.block, at));
            let role = self.text.role(self.block, at).filter(|(_, role)| !role.plural);
            let (len, gender, sure) = match (title, role) {
                (Some(gender), _) => (1, gender, true),
                (None, Some((len, role))) => (len, role.gender, role.rank >= Rank::Title),
                (None, None) => {
                    at += 1;
                    continue;
                }
            };
            let start = at + len;
            let end = self.person_end(start);
            if end > start && self.is_person(at, start, end, sure) {
                self.take(start, end, NameType::Person, if sure { 3 } else { 2 }, gender);
            }
            at = end.max(start);
        }
    }

    /// The end of a person's name that begins at `start`; `start` if none does.
    fn person_end(&self, start: usize) -> usize {
        let mut end = start;
        while end < self.taken.len() && end - start < MOST_WORDS {
            let token = self.text.token(self.block, end);
            let word = token.text();
            let proper = self.text.is_proper(self.block, end)
                || (self.text.is_capital(self.block, end) && token.entity_type() == "PERSON");
            let inner = end > start
                && (is_particle(word) || word == "-")
                && self.text.is_capital(self.block, end + 1);
            if !(proper || inner) || is_calendar(token.entity_type()) || self.taken[end] {
                break;
            }
            if proper && end == start {
                let office = self.text.role(self.block, end).is_some()
                    || self.text.lexicon.fields.contains(self.lower(end))
                    || matches!(self.text.known(self.block, end), Some((_, Known::People(_) | Known::Group)));
                if office {
                    return start;
                }
            } else if proper && self.text.role(self.block, end).is_some() && self.lower(end) != "king" {
                break;
            }
            end += 1;
        }
        end
    }

    /// Whether `start..end`, after an office or title at `at`, names a person.
    fn is_person(&self, at: usize, start: usize, end: usize, sure: bool) -> bool {
        let last = self.lower(end - 1);
        let lexicon = self.text.lexicon;
        if end - start >= 2 && self.is_entity(start, "PERSON") {
            return true;
        }
        if lexicon.facilities.contains(last)
            || lexicon.companies.contains(last)
            || lexicon.waters.contains(last)
        {
            return false;
        }
        if self.text.body(self.block, end - 1).is_some() || self.is_entity(at, "FAC") {
            return false;
        }
        let named = lexicon.first_names.contains_key(self.text.token(self.block, start).text());
        // "General Motors", "Major League": one name with its first word.
        let whole = self.is_entity(at, "ORG") && self.text.token(self.block, at).entity_place() == 'B';
        if whole && !(named && end - start >= 2) {
            return false;
        }
        let place = Stretch { block: self.block, start, end };
        if self.text.known_at(place).is_some() && !self.is_entity(start, "PERSON") {
            return false;
        }
        let person = self.is_entity(start, "PERSON") || (named && end - start >= 2);
        person || (sure && self.text.is_capital(self.block, at)) || (sure && end - start >= 2)
    }

    /// The engine's entities, without what does not belong to them.
    fn entities(&mut self) {
        let parse = self.text.parse(self.block);
        for entity in parse.entities() {
            let Some(kind) = kind(entity.entity_type()) else { continue };
            let range = entity.range();
            // The stretches of the entity that no titled person took.
            let mut start = range.start;
            while start < range.end {
                if self.taken[start] {
                    start += 1;
                    continue;
                }
                let mut end = start;
                while end < range.end && !self.taken[end] {
                    end += 1;
                }
                self.part(start, end, kind, (start, end) == (range.start, range.end));
                start = end;
            }
        }
    }

    fn part(&mut self, mut start: usize, mut end: usize, kind: NameType, whole: bool) {
        let parse = self.text.parse(self.block);
        while start < end
            && !self.text.is_capital(self.block, start)
            && !starts_digit(parse.token(start).text())
            || start < end && matches!(self.lower(start), "the" | "a" | "an")
        {
            start += 1;
        }
        let is_trailing = |token: usize| {
            !parse.token(token).text().ends_with(|c: char| c.is_alphanumeric() || c == '.')
                || matches!(self.text.lower(self.block, token), "'s" | "the" | "and" | "of" | "in")
        };
        while start < end && is_trailing(end - 1) {
            end -= 1;
        }
        // "Defense" of "Defense Minister", "Lindau Mayor" of "Lindau Mayor Ana Ito".
        let minister = self.lower(end).starts_with("minister");
        while start < end
            && !self.is_known(start, end)
            && (minister && self.is_office_word(end - 1)
                || self.is_role(end - 1) && (!whole || self.is_role(end)))
        {
            end -= 1;
        }
        if kind == NameType::Person {
            while start + 1 < end && (self.is_title_word(start) || self.is_epithet(start, end)) {
                start += 1;
            }
            if let Some(own) = (start..end).find(|&token| self.lower(token) == "'s") {
                end = own;
            }
        }
        // "Ms" before a name that something else took is no name.
        let is_title = start + 1 == end && kind == NameType::Person && self.is_title_word(start);
        if start >= end || is_title || !self.text.is_capital(self.block, start) || !self.is_free(start, end) {
            return;
        }
        let at = Stretch { block: self.block, start, end };
        if self.text.known_at(at).is_some() {
            return self.take_known(at, kind);
        }
        // "the governor of Norrow, Dag Ivers": two names.
        if let Some(comma) = (start + 1..end.saturating_sub(2)).find(|&token| self.lower(token) == ",")
            && self.is_office_of(start)
        {
            self.part(start, comma, kind, false);
            return self.part(comma + 1, end, NameType::Person, false);
        }
        // "Ukrainian Parliament", "Turkey's Erdogan": the country is a name of its own.
        if let Some((len, known)) = self.text.known(self.block, start)
            && start + len < end
        {
            let after = start + len;
            if self.lower(after) == "'s" || (matches!(known, Known::People(_)) && kind == NameType::Person) {
                self.take_known(Stretch { end: after, ..at }, kind);
                return self.part(after, end, kind, false);
            }
        }
        if end - start == 1 && self.is_common_word(start, kind) {
            return;
        }
        // A name that is no adjective names no people, and one word alone no building.
        let plain =
            end - start == 1 && matches!(parse.token(start).label(), "nsubj" | "nsubjpass" | "pobj" | "dobj");
        let odd = match kind {
            NameType::Nationality => {
                let word = self.lower(start);
                !["n", "h", "e", "s", "i", "c", "k"].iter().any(|ending| word.ends_with(ending))
            }
            NameType::Facility => true,
            _ => false,
        };
        let kind = if plain && odd { NameType::Place } else { kind };
        let weight = u32::from(whole);
        let words = self.text.words(at);
        if words.contains(['@', '/', '\\', '_']) || words.len() > 120 {
            return;
        }
        let (kind, weight) = self.by_ending(at).map_or((kind, weight), |kind| (kind, 3));
        self.take(start, end, kind, weight, None);
    }

    /// Whether "governor of" or the like stands before.
    fn is_office_of(&self, start: usize) -> bool {
        start >= 2 && self.lower(start - 1) == "of" && self.is_role(start - 2)
    }

    fn take_known(&mut self, at: Stretch, guess: NameType) {
        let kind = self.text.known_at(at).map_or(guess, kind_of_known);
        // "Jordan", "Paris", "Georgia" may be people: the model's guess is not thrown away.
        let weight = if guess == NameType::Person { 1 } else { 9 };
        self.take(at.start, at.end, kind, weight, None);
    }

    /// What the last word of a longer name tells.
    fn by_ending(&self, at: Stretch) -> Option<NameType> {
        if at.len() < 2 {
            return None;
        }
        let (lexicon, last) = (self.text.lexicon, self.lower(at.end - 1));
        if lexicon.first_names.contains_key(self.text.token(at.block, at.start).text()) {
            return None;
        }
        if lexicon.facilities.contains(last) {
            Some(NameType::Facility)
        } else if lexicon.waters.contains(last) || lexicon.areas.contains(last) {
            Some(NameType::Place)
        } else if self.text.body(self.block, at.end - 1).is_some() || lexicon.companies.contains(last) {
            Some(NameType::Org)
        } else if lexicon.events.contains(last) {
            Some(NameType::Event)
        } else {
            None
        }
    }

    /// "Ana Ito, the mayor of Lindau" where the model saw no name.
    fn apposed(&mut self) {
        let mut at = 0;
        while at < self.taken.len() {
            let end =
                if self.taken[at] || !self.text.is_proper(self.block, at) { at } else { self.person_end(at) };
            if (2..=4).contains(&(end - at)) && self.lower(end) == "," {
                let mut next = end + 1;
                while matches!(self.lower(next), "the" | "a" | "an" | "former") || self.is_field(next) {
                    next += 1;
                }
                if self.text.role(self.block, next).is_some_and(|(_, role)| !role.plural) {
                    self.take(at, end, NameType::Person, 2, None);
                }
            }
            at = end.max(at + 1);
        }
    }

    fn is_field(&self, token: usize) -> bool {
        self.text.lexicon.fields.contains(self.lower(token))
    }

    fn is_office_word(&self, token: usize) -> bool {
        self.text.lexicon.fields.contains(self.lower(token))
            || self.text.role(self.block, token).is_some_and(|(len, _)| len == 1)
            || self.lower(token) == "-"
    }

    fn is_role(&self, token: usize) -> bool {
        self.text.role(self.block, token).is_some_and(|(len, _)| len == 1)
    }

    fn is_known(&self, start: usize, end: usize) -> bool {
        self.text.known_at(Stretch { block: self.block, start, end }).is_some()
    }

    /// A capitalised word before a full name that begins with a first name: "Crooked" before "Ana Ito".
    fn is_epithet(&self, token: usize, end: usize) -> bool {
        let first = |token: usize| {
            self.text.lexicon.first_names.contains_key(self.text.token(self.block, token).text())
        };
        let word = self.text.token(self.block, token).text();
        end - token >= 3
            && !first(token)
            && first(token + 1)
            && word.chars().filter(|c| c.is_alphabetic()).count() > 2
    }

    fn is_title_word(&self, token: usize) -> bool {
        self.text.lexicon.titles.contains_key(self.lower(token))
            || self.is_office_word(token)
            || self.text.lexicon.before.contains(self.lower(token))
            || self.text.lexicon.past.contains(self.lower(token))
    }

    /// A word with a capital only because it begins a sentence, such as "Fierce".
    fn is_common_word(&self, at: usize, kind: NameType) -> bool {
        let token = self.text.token(self.block, at);
        let tag = token.tag();
        let starts =
            token.is_sentence_start() || at > 0 && !self.lower(at - 1).ends_with(char::is_alphanumeric);
        let odd_tag = !tag.starts_with("NNP") && kind != NameType::Nationality;
        (starts && (odd_tag || self.text.is_small_elsewhere(self.lower(at))))
            || matches!(tag, "CC" | "DT" | "PRP" | "PRP$" | "WP" | "MD" | "UH")
    }

    /// Names known beforehand where the model saw none.
    fn known(&mut self) {
        let mut at = 0;
        while at < self.taken.len() {
            if self.taken[at] || !self.text.is_capital(self.block, at) {
                at += 1;
                continue;
            }
            match self.text.known(self.block, at) {
                Some((len, known)) if self.is_free(at, at + len) => {
                    let proper = len > 1
                        || self.text.is_proper(self.block, at)
                        || matches!(known, Known::People(_) | Known::Country(_));
                    if proper {
                        self.take(at, at + len, kind_of_known(known), 9, None);
                    }
                    at += len;
                }
                _ => at += 1,
            }
        }
    }

    /// "Ana Ito" where the model saw no name.
    fn first_names(&mut self) {
        let mut at = 0;
        while at + 1 < self.taken.len() {
            let first = self.text.token(self.block, at).text();
            if !self.taken[at]
                && self.text.is_proper(self.block, at)
                && self.text.lexicon.first_names.contains_key(first)
            {
                let end = self.person_end(at);
                if end >= at + 2
                    && self.text.body(self.block, end - 1).is_none()
                    && !self.text.lexicon.companies.contains(self.lower(end - 1))
                    && !self.text.lexicon.facilities.contains(self.lower(end - 1))
                {
                    self.take(at, end, NameType::Person, 2, None);
                }
                at = end.max(at);
            }
            at += 1;
        }
    }
}

fn starts_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Small words inside names of persons.
pub(crate) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "van"
            | "von"
            | "de"
            | "der"
            | "den"
            | "del"
            | "della"
            | "di"
            | "da"
            | "dos"
            | "du"
            | "la"
            | "le"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ben"
            | "ter"
            | "ten"
            | "y"
            | "e"
            | "af"
            | "zu"
    )
}

fn is_calendar(entity: &str) -> bool {
    matches!(entity, "DATE" | "TIME" | "PERCENT" | "MONEY" | "QUANTITY" | "ORDINAL" | "CARDINAL")
}

fn kind(entity: &str) -> Option<NameType> {
    Some(match entity {
        "PERSON" => NameType::Person,
        "ORG" => NameType::Org,
        "GPE" | "LOC" => NameType::Place,
        "NORP" => NameType::Nationality,
        "FAC" => NameType::Facility,
        "EVENT" => NameType::Event,
        "PRODUCT" => NameType::Product,
        "WORK_OF_ART" | "LAW" => NameType::Other,
        _ => return None,
    })
}

/// The type of a name known beforehand.
pub(crate) fn kind_of_known(known: Known) -> NameType {
    match known {
        Known::Country(_) => NameType::Country,
        Known::People(_) | Known::Group => NameType::Nationality,
        Known::Capital(_) | Known::Place => NameType::Place,
        Known::Seat(_) | Known::Body => NameType::Org,
    }
}
