//! Offices and roles: "Velmoran President Ilvane Sorrek", "Ana Ito, the former mayor of Lindau", "who now serves
//! as adviser". Those that stand beside no name are descriptions, resolved elsewhere.

use tidings_record::NameType;
use tidings_syntax::Token;

use super::entry::{Entry, Held, Of, Places};
use super::lexicon::{Rank, Role};
use super::states::States;
use super::text::{Stretch, Text};

/// An office in the text.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    /// Its words, from the first that belongs to it to the role; with "of Lindau" after it.
    pub at: Stretch,
    /// The last token of the role's own words.
    pub head: usize,
    pub role: Role,
    pub held: Held,
    /// The determiner or possessive pronoun before it, in lower case; empty if none.
    pub determiner: String,
    /// The person that holds it.
    pub holder: Option<usize>,
}

/// All offices of the article in text order, those beside a person's name with their holder.
pub(crate) fn phrases(
    text: &Text<'_>,
    entries: &[Entry],
    places: &Places,
    states: &States<'_>,
) -> Vec<Phrase> {
    let finder = Finder { text, entries, places, states };
    let mut found: Vec<Phrase> = Vec::new();
    for block in text.blocks() {
        let first = found.len();
        let length = text.parse(block).len();
        let mut at = 0;
        while at < length {
            match finder.role(block, at) {
                Some((len, role)) => {
                    let phrase = finder.phrase(block, at, len, role);
                    at += len;
                    found.push(phrase);
                }
                None => at += 1,
            }
        }
        finder.holders(&mut found[first..]);
    }
    found
}

/// "Ana Ito, who leads the Harbour Union": offices told by a verb.
pub(crate) fn told_by_verbs(text: &Text<'_>, entries: &mut [Entry], places: &Places, states: &States<'_>) {
    let mut told = Vec::new();
    {
        let finder = Finder { text, entries, places, states };
        for block in text.blocks() {
            for verb in
                text.parse(block).tokens().filter(|token| token.label() == "relcl" && token.tag() == "VBZ")
            {
                let office = match verb.lemma() {
                    "lead" => "leader",
                    "head" => "head",
                    "chair" => "chair",
                    _ => continue,
                };
                let holder = finder.places.at(block, verb.head().index()).map(|(_, entry)| entry);
                let Some(holder) = holder.filter(|&entry| finder.entries[entry].kind == NameType::Person)
                else {
                    continue;
                };
                let object = verb.child("dobj").and_then(|object| finder.places.at(block, object.index()));
                let Some((place, entry)) = object.filter(|(_, entry)| *entry != holder) else { continue };
                let Some((_, role)) = text.lexicon.roles.at(0, |at| (at == 0).then_some(office)) else {
                    continue;
                };
                let at = Stretch { block, start: verb.index(), end: place.end };
                told.push((
                    holder,
                    Held {
                        at,
                        office: office.to_owned(),
                        meaning: role.meaning,
                        top: false,
                        fields: false,
                        of: finder.owner(place, entry).0,
                        former: false,
                    },
                ));
            }
        }
    }
    for (holder, held) in told {
        entries[holder].offices.push(held);
    }
}

struct Finder<'t, 'd, 's> {
    text: &'t Text<'d>,
    entries: &'t [Entry],
    places: &'t Places,
    states: &'t States<'s>,
}

impl Finder<'_, '_, '_> {
    /// A role that heads an office; not one that only stands before another, as "deputy" in "deputy minister".
    fn role(&self, block: usize, at: usize) -> Option<(usize, Role)> {
        let text = self.text;
        let (len, role) = text.role(block, at)?;
        let token = text.token(block, at + len - 1);
        if self.places.at(block, at).is_some() || !matches!(token.tag(), "NN" | "NNS" | "NNP" | "NNPS") {
            return None;
        }
        if text.body(block, at).is_some_and(|(body, _)| body > len) {
            return None;
        }
        let mut next = at + len;
        while text.lexicon.fields.contains(text.lower(block, next)) && self.places.at(block, next).is_none() {
            next += 1;
        }
        if text.role(block, next).is_some() && self.places.at(block, next).is_none() {
            return None;
        }
        // "the mayor race", "minister level".
        let named = self.places.starting(block, at + len).is_some();
        let compound = matches!(token.label(), "compound" | "nmod") && token.head().index() > token.index();
        if compound && !named && text.lower(block, at + len) != "'s" {
            return None;
        }
        Some((len, role))
    }

    fn phrase(&self, block: usize, at: usize, len: usize, role: Role) -> Phrase {
        let text = self.text;
        let head = at + len - 1;
        let own = match text.lexicon.role_names.get(role.meaning) {
            // "Gov." is "governor".
            Some(name) if text.lower(block, head).ends_with('.') || text.lower(block, head).len() < 4 => {
                name.clone()
            }
            _ => self.plain(Stretch { block, start: at, end: at + len }),
        };
        let mut words: Vec<String> = vec![own];
        let (mut start, mut of, mut former, mut fields) = (at, Of::default(), false, false);
        while start > 0 && !text.token(block, start).is_sentence_start() {
            let before = start - 1;
            let word = text.lower(block, before);
            if let Some((place, entry)) = self.places.at(block, before) {
                if of != Of::default() {
                    break;
                }
                let (owner, own) = self.owner(place, entry);
                of = owner;
                if !own.is_empty() {
                    words.insert(0, own);
                    fields = true;
                }
                start = place.start;
            } else if word == "'s" {
                let Some((place, entry)) =
                    before.checked_sub(1).and_then(|token| self.places.at(block, token))
                else {
                    break;
                };
                if of == Of::default() {
                    of = self.owner(place, entry).0;
                }
                start = place.start;
                break;
            } else if word == "-" && start >= 2 && text.lexicon.past.contains(text.lower(block, start - 2)) {
                former = true;
                start -= 2;
            } else if text.lexicon.past.contains(word) {
                former = true;
                start = before;
            } else if text.lexicon.before.contains(word) {
                start = before;
            } else if text.lexicon.fields.contains(word)
                || word == "-" && start >= 2 && text.lexicon.fields.contains(text.lower(block, start - 2))
                || self.belongs(text.token(block, before), head)
            {
                words.insert(0, self.plain(Stretch { block, start: before, end: start }));
                fields = true;
                start = before;
            } else {
                break;
            }
        }
        let mut end = head + 1;
        let mut of_after = None;
        if matches!(text.lower(block, end), "of" | "for" | "to" | "at")
            && let Some((owner, reach)) = self.owner_after(block, end + 1)
        {
            end = reach;
            of_after = Some(owner);
        }
        if of == Of::default() || of.state.is_none() && of.entry.is_none() {
            of = of_after.unwrap_or(of);
        }
        let determiner = start
            .checked_sub(1)
            .map(|before| text.lower(block, before))
            .filter(|word| is_determiner(word))
            .unwrap_or("")
            .to_owned();
        let office = words.join(" ").replace(" - ", "-").replace("defense", "defence");
        let at = Stretch { block, start, end };
        let held =
            Held { at, office, meaning: role.meaning, top: role.rank == Rank::Top, fields, of, former };
        Phrase { at, head, role, held, determiner, holder: None }
    }

    /// The words in lower case, with single spaces.
    fn plain(&self, at: Stretch) -> String {
        let words: Vec<&str> = (at.start..at.end).map(|token| self.text.lower(at.block, token)).collect();
        words.join(" ")
    }

    /// Whether the parse makes `token` part of the office at `head`: "hospital director".
    fn belongs(&self, token: Token<'_>, head: usize) -> bool {
        matches!(token.label(), "compound" | "amod" | "nmod")
            && matches!(token.tag(), "NN" | "NNP" | "JJ")
            && token.head().index() <= head
            && token.head().index() > token.index()
            && token.text().chars().all(char::is_alphabetic)
            && (!token.text().starts_with(char::is_uppercase)
                || token.parse().token(head).text().starts_with(char::is_uppercase))
    }

    /// What an office belongs to whose words begin with the name at `place`; with words that are the office's own,
    /// as "foreign ministry" in "Kelvarian Foreign Ministry spokesman".
    fn owner(&self, place: Stretch, entry: usize) -> (Of, String) {
        let named = &self.entries[entry];
        if named.kind == NameType::Org
            && let Some((len, state)) = self.states.at_start(self.text, place)
            && len < place.len()
        {
            let own = self.plain(Stretch { start: place.start + len, ..place });
            return (self.of_state(state, None), own);
        }
        match named.kind {
            NameType::Country | NameType::Nationality => match named.state {
                Some(state) => (self.of_state(state, Some(entry)), String::new()),
                None => {
                    (Of { entry: Some(entry), name: Some(named.name.clone()), state: None }, String::new())
                }
            },
            _ => {
                (Of { entry: Some(entry), name: Some(named.name.clone()), state: named.state }, String::new())
            }
        }
    }

    fn of_state(&self, state: usize, entry: Option<usize>) -> Of {
        Of { entry, name: Some(self.states.name(state).to_owned()), state: Some(state) }
    }

    /// What stands after "of": a name, or a short plain noun phrase; with the end of its words.
    fn owner_after(&self, block: usize, from: usize) -> Option<(Of, usize)> {
        let text = self.text;
        let mut at = from;
        while matches!(text.lower(block, at), "the" | "a" | "an") {
            at += 1;
        }
        if let Some((place, entry)) = self.places.starting(block, at) {
            let mut end = place.end;
            if text.lexicon.areas.contains(text.lower(block, end)) {
                end += 1;
            }
            // "the head of Ukraine's security council": the body is what it is head of.
            // "a spokesman for the UN Secretary-General": likewise whoever holds the office.
            let body = text.lower(block, end) == "'s"
                || self.entries[entry].kind == NameType::Nationality
                || text.role(block, end).is_some();
            if !body {
                return Some((self.owner(place, entry).0, end));
            }
        }
        let start = at;
        while at < start + 6
            && text.get(block, at).is_some_and(|token| {
                matches!(token.tag(), "NN" | "NNS" | "NNP" | "JJ" | "POS" | "NNPS" | "HYPH")
            })
        {
            at += 1;
        }
        if let Some((place, entry)) =
            self.places.at(block, at.saturating_sub(1)).filter(|(place, _)| place.start >= start)
            && self.entries[entry].kind == NameType::Person
        {
            return Some((self.owner(place, entry).0, place.end));
        }
        let noun = at > start && matches!(text.token(block, at - 1).tag(), "NN" | "NNS" | "NNP");
        let state = self.places.at(block, start).and_then(|(_, entry)| self.entries[entry].state);
        let name = noun.then(|| text.words(Stretch { block, start, end: at }))?;
        Some((Of { entry: None, name: Some(name), state }, at))
    }

    /// Finds who holds each of the offices of one block.
    fn holders(&self, phrases: &mut [Phrase]) {
        for index in 0..phrases.len() {
            let phrase = &phrases[index];
            if phrase.role.plural {
                continue;
            }
            let mut former = false;
            let holder = self
                .named_after(phrase)
                .or_else(|| self.named_before(phrase))
                .or_else(|| self.by_verb(phrase, &mut former));
            phrases[index].holder = holder;
            phrases[index].held.former |= former;
        }
        // "presidential aide and former culture minister Ana Ito".
        for index in (1..phrases.len()).rev() {
            let (first, second) = (&phrases[index - 1], &phrases[index]);
            let joined = first.holder.is_none()
                && !first.role.plural
                && self.text.lower(first.at.block, first.at.end) == "and"
                && second.at.start == first.at.end + 1
                && second.determiner.is_empty();
            if joined {
                phrases[index - 1].holder = second.holder;
            }
        }
    }

    fn person_starting(&self, block: usize, token: usize) -> Option<(Stretch, usize)> {
        self.places.starting(block, token).filter(|(_, entry)| self.entries[*entry].kind == NameType::Person)
    }

    /// "Mayor Ana Ito", "Lindau's mayor, Ana Ito,".
    fn named_after(&self, phrase: &Phrase) -> Option<usize> {
        let (block, end) = (phrase.at.block, phrase.at.end);
        if let Some((_, entry)) = self.person_starting(block, end) {
            return Some(entry);
        }
        if self.text.lower(block, end) != "," {
            return None;
        }
        let (place, entry) = self.person_starting(block, end + 1)?;
        let root = self.text.token(block, place.end - 1);
        let apposed = root.label() == "appos" && root.head().index() == phrase.head;
        (apposed || matches!(self.text.lower(block, place.end), ",")).then_some(entry)
    }

    /// "Ana Ito, the mayor of Lindau,".
    fn named_before(&self, phrase: &Phrase) -> Option<usize> {
        let block = phrase.at.block;
        let mut at = phrase.at.start;
        if !phrase.determiner.is_empty() {
            at -= 1;
        }
        let comma = at.checked_sub(1).filter(|&token| matches!(self.text.lower(block, token), "," | "("))?;
        let (place, entry) = self.places.at(block, comma.checked_sub(1)?)?;
        let person = self.entries[entry].kind == NameType::Person && place.end == comma;
        // Not "Ito, President Orban and others", whose office is somebody else's.
        let free = self.person_starting(block, phrase.at.end).is_none();
        (person && free && self.text.sentence(block, comma) == self.text.sentence(block, phrase.head))
            .then_some(entry)
    }

    /// "Ana Ito, who serves as adviser", "Ito was named adviser", "Ito stepped down as minister".
    fn by_verb(&self, phrase: &Phrase, former: &mut bool) -> Option<usize> {
        let token = self.text.token(phrase.at.block, phrase.head);
        let verb = match token.label() {
            // Not what somebody might be, is not, or is said to be in a quotation.
            "attr" if is_open(token.head()) || self.text.is_quoted(phrase.at.block, phrase.head) => {
                return None;
            }
            "attr" | "oprd" => token.head(),
            "pobj" if token.head().lemma() == "as" => token.head().head(),
            _ => return None,
        };
        *former = matches!(
            verb.lemma(),
            "step"
                | "resign"
                | "quit"
                | "retire"
                | "dismiss"
                | "fire"
                | "sack"
                | "oust"
                | "remove"
                | "replace"
        );
        let subject = subject(verb)?;
        let block = phrase.at.block;
        let person = |token: Token<'_>| {
            let (_, entry) = self.places.at(block, token.index())?;
            (self.entries[entry].kind == NameType::Person).then_some(entry)
        };
        match subject.tag() {
            "WP" => person(subject.head().head()).or_else(|| {
                // "who" is the subject of a verb that modifies the name.
                subject
                    .ancestors()
                    .take(4)
                    .find(|token| token.label() == "relcl")
                    .and_then(|verb| person(verb.head()))
            }),
            _ => person(subject),
        }
    }
}

/// Whether a verb is denied, or said only to be possible.
fn is_open(verb: Token<'_>) -> bool {
    verb.children().any(|child| {
        child.label() == "neg" || child.label() == "aux" && child.tag() == "MD" || child.label() == "mark"
    })
}

/// The subject of a verb, or of the verb it is joined to.
pub(crate) fn subject(verb: Token<'_>) -> Option<Token<'_>> {
    let mut verb = verb;
    for _ in 0..4 {
        let own = verb.children().find(|child| matches!(child.label(), "nsubj" | "nsubjpass"));
        if own.is_some() {
            return own;
        }
        if verb.label() != "conj" && verb.label() != "xcomp" {
            return None;
        }
        verb = verb.head();
    }
    None
}

/// Words that stand before a noun and belong to no office.
pub(crate) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "this"
            | "that"
            | "one"
            | "another"
            | "no"
            | "some"
            | "any"
            | "every"
            | "each"
            | "both"
            | "two"
    )
}
