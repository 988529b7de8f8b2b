//! Pronouns: he and she by agreement, syntax and salience; they and it where they take up the subject; who and which by
//! the clause they begin. What is not plain stays unresolved, and so does "I".

use std::collections::VecDeque;

use tidings_record::{Form, NameType};
use tidings_syntax::Token;

use super::entry::Entry;
use super::lexicon::Gender;
use super::metonyms::root;
use super::text::{Stretch, Text};

/// A mention a pronoun may mean.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    entry: usize,
    at: Stretch,
    sentence: u32,
    subject: bool,
    agent: bool,
    quoted: bool,
    headline: bool,
}

/// Sentences a pronoun looks back.
const WINDOW: u32 = 3;
/// Most mentions looked at for one pronoun.
const MOST_CANDIDATES: usize = 40;
/// The least score of the best candidate, and its least lead over the next. Tuned by reading development articles.
const LEAST: i32 = 4;
const LEAD: i32 = 2;

/// Adds the pronouns that are plain to the entries they mean.
pub(crate) fn pronouns(text: &Text<'_>, entries: &mut [Entry]) {
    let mut mentions: Vec<(Stretch, usize)> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        mentions.extend(entry.mentions.iter().map(|(at, _)| (*at, index)));
    }
    mentions.sort_by_key(|(at, _)| (at.block, at.end, at.start));
    let mut resolver =
        Resolver { text, entries, seen: Vec::new(), recent: VecDeque::new(), things: VecDeque::new() };
    resolver.seen.resize(resolver.entries.len(), 0);
    let mut next = 0;
    for block in text.blocks() {
        let first = next;
        while next < mentions.len() && mentions[next].0.block == block {
            next += 1;
        }
        resolver.block(block, &mentions[first..next]);
    }
}

struct Resolver<'t, 'd, 'e> {
    text: &'t Text<'d>,
    entries: &'e mut [Entry],
    /// Mentions of each entry so far.
    seen: Vec<i32>,
    /// People of the last sentences.
    recent: VecDeque<Candidate>,
    /// Bodies and countries of the last sentences.
    things: VecDeque<Candidate>,
}

impl Resolver<'_, '_, '_> {
    fn block(&mut self, block: usize, mentions: &[(Stretch, usize)]) {
        let parse = self.text.parse(block);
        let headline = self.text.is_headline(block);
        let mut next = 0;
        for token in parse.tokens() {
            let quoted = self.text.is_quoted(block, token.index());
            // A mention counts from its last word on.
            while next < mentions.len() && mentions[next].0.end <= token.index() {
                self.saw(mentions[next], headline);
                next += 1;
            }
            if let Some(entry) = self.meant(token, block, quoted) {
                let at = Stretch { block, start: token.index(), end: token.index() + 1 };
                self.entries[entry].mentions.push((at, Form::Pronoun));
                self.saw((at, entry), headline);
            }
        }
        for &mention in &mentions[next..] {
            self.saw(mention, headline);
        }
    }

    fn saw(&mut self, (at, entry): (Stretch, usize), headline: bool) {
        let token = root(self.text, at);
        let label = subject_label(token);
        let candidate = Candidate {
            entry,
            at,
            sentence: self.text.sentence(at.block, at.end - 1),
            subject: matches!(label, "nsubj" | "nsubjpass"),
            agent: label == "pobj" && token.head().label() == "agent",
            quoted: self.text.is_quoted(at.block, at.start),
            headline,
        };
        self.seen[entry] += 1;
        let list = match self.entries[entry].kind {
            NameType::Person => &mut self.recent,
            NameType::Org | NameType::Country | NameType::Place => &mut self.things,
            _ => return,
        };
        list.push_back(candidate);
        if list.len() > MOST_CANDIDATES {
            list.pop_front();
        }
    }

    fn meant(&mut self, token: Token<'_>, block: usize, quoted: bool) -> Option<usize> {
        match self.text.lower(block, token.index()) {
            "he" | "him" | "his" | "himself" => self.person(token, block, Gender::Male, quoted),
            "she" | "her" | "hers" | "herself" => self.person(token, block, Gender::Female, quoted),
            "they" | "them" | "their" | "themselves" => self.thing(token, block, true, quoted),
            "it" | "its" | "itself" => self.thing(token, block, false, quoted),
            "who" | "whom" | "whose" | "which" => self.relative(token, block),
            _ => None,
        }
    }

    /// The person a "he" or "she" means.
    fn person(&mut self, token: Token<'_>, block: usize, gender: Gender, quoted: bool) -> Option<usize> {
        let here = self.text.sentence(block, token.index());
        let subject = matches!(token.label(), "nsubj" | "nsubjpass");
        let possessive = token.label() == "poss";
        let mut best: Option<(i32, usize)> = None;
        let mut second: Option<i32> = None;
        for candidate in self.recent.iter().rev() {
            let far = if quoted || candidate.quoted {
                here - candidate.sentence
            } else {
                self.text.told_between(candidate.sentence, here)
            };
            let entry = &self.entries[candidate.entry];
            if far > WINDOW || entry.gender.is_some_and(|known| known != gender) {
                continue;
            }
            if far == 0 && !possessive && !self.may_be_same(token, block, candidate) {
                continue;
            }
            let mut score = match far {
                0 | 1 => 3,
                2 => 1,
                _ => -2,
            };
            score += if candidate.subject { 3 } else { i32::from(candidate.agent) };
            score += if entry.gender == Some(gender) { 2 } else { 0 };
            score += (self.seen[candidate.entry] - 1).min(2);
            score += i32::from(subject && candidate.subject);
            score -= if candidate.headline { 3 } else { 0 };
            score -= if candidate.quoted == quoted { 0 } else { 2 };
            // The speaker of a quotation calls himself "I".
            if quoted && far == 0 && !candidate.quoted {
                score -= 3;
            }
            match best {
                Some((_, entry)) if entry == candidate.entry => {}
                Some((have, _)) if score <= have => second = second.max(Some(score)),
                _ => {
                    second = second.max(best.map(|(have, _)| have));
                    best = Some((score, candidate.entry));
                }
            }
        }
        let (score, entry) = best?;
        // One that nobody competes with may be a little farther off.
        let plain = second.map_or(score >= LEAST - 1, |second| score >= LEAST && score - second >= LEAD);
        if plain && second.is_none() && self.entries[entry].gender.is_none() {
            self.entries[entry].gender = Some(gender);
        }
        plain.then_some(entry)
    }

    /// Whether syntax lets a pronoun mean a candidate of its own sentence: not the subject and object of one verb.
    fn may_be_same(&self, token: Token<'_>, block: usize, candidate: &Candidate) -> bool {
        if candidate.at.block != block {
            return true;
        }
        let other = root(self.text, candidate.at);
        if token.text().ends_with("self") {
            return candidate.subject;
        }
        let verb = |token: Token<'_>| {
            let head = token.head();
            if matches!(head.pos(), "ADP") { head.head().index() } else { head.index() }
        };
        verb(token) != verb(other) || other.label() == "poss"
    }

    /// The body or country that "they" or "it" takes up: the subject of the clause around, or of the sentence before.
    fn thing(&self, token: Token<'_>, block: usize, plural: bool, quoted: bool) -> Option<usize> {
        // An object may mean anything around.
        if quoted || !matches!(token.label(), "nsubj" | "nsubjpass" | "poss") {
            return None;
        }
        let here = self.text.sentence(block, token.index());
        let fits = |candidate: &&Candidate| {
            let entry = &self.entries[candidate.entry];
            candidate.subject
                && !candidate.headline
                && !candidate.quoted
                && entry.plural == plural
                && (entry.kind != NameType::Place || entry.speaks_for.is_some())
        };
        let own = self.things.iter().rev().filter(|candidate| candidate.sentence == here).find(fits);
        if let Some(candidate) = own {
            let verb = root(self.text, candidate.at).head();
            let around = token.ancestors().take(12).any(|ancestor| ancestor.index() == verb.index());
            // Not where another noun is the subject in between.
            let nearer = token
                .ancestors()
                .take(12)
                .take_while(|ancestor| ancestor.index() != verb.index())
                .filter_map(|ancestor| {
                    ancestor.children().find(|child| matches!(child.label(), "nsubj" | "nsubjpass"))
                })
                .any(|other| other.index() != token.index() && !same_pronoun(other, token));
            return (around && !nearer && candidate.at.block == block).then_some(candidate.entry);
        }
        // "It did not say": the subject of a main clause that speaks takes up the subject of the one before.
        let verb = token.head();
        let speaks = matches!(token.label(), "nsubj")
            && verb.is_root()
            && self.text.lexicon.acts.contains(verb.lemma());
        let rooted = |candidate: &&Candidate| root(self.text, candidate.at).head().is_root();
        let before = self.things.iter().rev().filter(|candidate| candidate.sentence + 1 == here);
        let last = before.filter(fits).find(rooted)?;
        (speaks && last.at.block == block).then_some(last.entry)
    }

    /// What "who" or "which" means: the name its clause hangs on.
    fn relative(&self, token: Token<'_>, block: usize) -> Option<usize> {
        let clause = token.ancestors().take(6).find(|ancestor| ancestor.label() == "relcl")?;
        let head = clause.head().index();
        let mut all = self.recent.iter().chain(&self.things);
        let person = matches!(self.text.lower(block, token.index()), "who" | "whom");
        let over = |candidate: &&Candidate| {
            candidate.at.contains(block, head)
                && root(self.text, candidate.at).index() == head
                && (!person || self.entries[candidate.entry].kind == NameType::Person)
        };
        all.find(over).map(|candidate| candidate.entry)
    }
}

fn same_pronoun(one: Token<'_>, two: Token<'_>) -> bool {
    one.tag().starts_with("PRP") && one.lemma() == two.lemma()
}

/// The label by which a name takes part; one joined by "and" has that of the first.
fn subject_label(token: Token<'_>) -> &str {
    if token.label() == "conj" && token.head().index() < token.index() {
        token.head().label()
    } else {
        token.label()
    }
}
