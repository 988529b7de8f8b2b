//! Who is who across articles: spellings of one name are one actor, of two persons never.
//!
//! Persons are compared by their last names, then their given names; everything else by its name without article and
//! case. A last name alone joins the one person of that name, and nobody where there are two.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{Actor, ActorId, Attribution, ByteSpan, Form, Name, NameIndex, NameType, Ref};

use crate::by_hand;
use crate::offices;
use crate::source::Source;
use crate::spelling::{same_given, same_word, skeleton};
use crate::story::former;

/// Index of an actor of the story being linked.
pub(crate) type ActorIndex = usize;

/// The actors of a story.
#[derive(Debug, Default)]
pub(crate) struct Actors {
    /// Each actor.
    pub list: Vec<Linked>,
    /// For each source, the actor of each of its names.
    of: Vec<Vec<Option<ActorIndex>>>,
}

/// One actor with the names that mean it.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    /// The name most articles use, ties by length, then by letters.
    pub name: String,
    /// What it is, by most mentions.
    pub kind: NameType,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// The country or body whose position it states.
    pub speaks_for: Option<String>,
    /// Where it is named: source and name.
    pub names: Vec<(usize, NameIndex)>,
    /// Where a person decided that it is one, or another.
    pub by_hand: Vec<String>,
}

/// One spelling, with everything of that spelling.
#[derive(Debug, Default)]
struct Spelling {
    text: String,
    person: bool,
    /// The country whose people it names.
    people_of: Option<String>,
    /// The country or body that a body speaks for.
    side: Option<String>,
    kinds: BTreeMap<NameType, usize>,
    articles: BTreeSet<usize>,
    mentions: usize,
    names: Vec<(usize, NameIndex)>,
}

impl Actors {
    /// Links the names of `sources`, and then as `decided` by hand.
    pub fn link(sources: &[Source<'_>], decided: &[by_hand::Named<'_>]) -> Actors {
        let spellings = spellings(sources);
        let mut group_of = groups(&spellings);
        let by_hand = decide(&spellings, &mut group_of, decided);
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (spelling, &group) in group_of.iter().enumerate() {
            members.entry(group).or_default().push(spelling);
        }
        let mut actors = Actors {
            list: Vec::new(),
            of: sources.iter().map(|source| vec![None; source.reading.names.len()]).collect(),
        };
        for (group, members) in &members {
            let mut linked = linked(sources, members.iter().map(|&at| &spellings[at]).collect());
            linked.by_hand = by_hand.get(group).cloned().unwrap_or_default();
            for &(source, name) in &linked.names {
                actors.of[source][name.index()] = Some(actors.list.len());
            }
            actors.list.push(linked);
        }
        actors.name_sides();
        actors
    }

    /// Calls whom an actor speaks for by the name of that actor: "Tamarand" where an article has only "Tamarandi".
    fn name_sides(&mut self) {
        let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
        for linked in self.list.iter().filter(|linked| linked.kind != NameType::Person) {
            for alias in &linked.aliases {
                let entry = names.entry(alias.to_lowercase()).or_insert_with(|| Some(linked.name.clone()));
                *entry = entry.take().filter(|name| *name == linked.name);
            }
        }
        for linked in self.list.iter().filter(|linked| linked.kind != NameType::Person) {
            names.remove(&linked.name.to_lowercase());
        }
        for linked in &mut self.list {
            let known = linked.speaks_for.as_ref().and_then(|side| names.get(&side.to_lowercase())?.clone());
            if let Some(name) = known.filter(|name| *name != linked.name) {
                linked.speaks_for = Some(name);
            }
        }
    }

    /// The actor that a name of a source means.
    pub fn of(&self, source: usize, name: NameIndex) -> Option<ActorIndex> {
        *self.of.get(source)?.get(name.index())?
    }

    /// Who says what an attribution holds, if reading found out: whoever else is named among the words of its source
    /// ("officials in Morvast") does not speak.
    pub fn speaker(&self, at: usize, attribution: &Attribution) -> Option<ActorIndex> {
        self.of(at, attribution.speaker?)
    }

    /// All who say it together: "The European Union and the United Nations"; the first is [`Actors::speaker`].
    pub fn speakers(
        &self,
        source: &Source<'_>,
        at: usize,
        attribution: &Attribution,
    ) -> Vec<Option<ActorIndex>> {
        let first = self.speaker(at, attribution);
        let mut all = vec![first];
        let ([words], Some(_)) = (&attribution.source[..], first) else { return all };
        if !words.of(source.text()).contains(" and ") {
            return all;
        }
        let names = (0..).zip(&source.reading.names).flat_map(|(index, name)| {
            let named = name.mentions.iter().filter(|mention| mention.form != Form::Pronoun);
            named.map(move |mention| (mention.span, NameIndex::from(index)))
        });
        let mut inside: Vec<(ByteSpan, NameIndex)> =
            names.filter(|(span, _)| words.contains(*span)).collect();
        inside.sort_by_key(|&(span, name)| (span.start, std::cmp::Reverse(span.end), name.index()));
        let mut end =
            inside.iter().find(|(_, name)| Some(*name) == attribution.speaker).map(|(span, _)| span.end);
        for &(span, name) in &inside {
            let Some(last) = end.filter(|&last| last <= span.start) else { continue };
            let between = ByteSpan::new(last, span.start).of(source.text());
            if matches!(between.trim_end_matches("the ").trim(), "," | "and" | ", and") {
                end = Some(span.end);
                all.extend(self.of(at, name).map(Some).filter(|other| !all.contains(other)));
            }
        }
        all
    }

    /// The country or body for which an actor speaks, or the actor itself: what takes part in talks or attacks.
    pub fn party(&self, actor: ActorIndex) -> &str {
        let linked = &self.list[actor];
        linked.speaks_for.as_deref().unwrap_or(&linked.name)
    }

    /// Every name by which an actor's side is known: its own, whom it speaks for, of what it holds an office.
    pub fn sides(&self, sources: &[Source<'_>], actor: ActorIndex) -> BTreeSet<String> {
        let linked = &self.list[actor];
        let mut sides: BTreeSet<String> = BTreeSet::from([linked.name.to_lowercase()]);
        sides.extend(linked.speaks_for.as_ref().map(|body| body.to_lowercase()));
        for &(source, name) in &linked.names {
            let offices = &sources[source].reading.names[name.index()].offices;
            sides.extend(offices.iter().filter_map(|office| office.of.as_ref()).map(|of| of.to_lowercase()));
        }
        sides
    }

    /// The actors as printed, with their ids, in the order of their first refs. `rank` is the place of each source.
    pub fn print(
        &self,
        sources: &[Source<'_>],
        rank: &[usize],
        told: &[tidings_record::Days],
    ) -> (Vec<Actor>, Vec<ActorId>) {
        let mut drafts: Vec<(Vec<(usize, Ref)>, ActorIndex)> = self
            .list
            .iter()
            .enumerate()
            .map(|(index, linked)| (refs(sources, rank, linked), index))
            .collect();
        drafts.sort_by(|a, b| {
            let key =
                |draft: &(Vec<(usize, Ref)>, ActorIndex)| draft.0.first().map(|one| (one.0, one.1.span));
            key(a).cmp(&key(b)).then(a.1.cmp(&b.1))
        });
        let mut ids = vec![ActorId::default(); self.list.len()];
        for (refs, index) in &drafts {
            ids[*index] = refs.first().map(|(_, first)| ActorId::minted(first, 0)).unwrap_or_default();
        }
        let later = drafts.iter().map(|(refs, _)| refs.iter().skip(1).map(|(_, one)| one.clone()).collect());
        let mut was = former(&ids, later, ActorId::minted).into_iter();
        let mut printed = Vec::with_capacity(drafts.len());
        for (refs, index) in drafts {
            let was = was.next().unwrap_or_default();
            if refs.is_empty() {
                continue;
            }
            let linked = &self.list[index];
            printed.push(Actor {
                id: ids[index].clone(),
                was,
                name: linked.name.clone(),
                kind: linked.kind,
                aliases: linked.aliases.clone(),
                speaks_for: linked.speaks_for.clone(),
                offices: offices::terms(sources, rank, told, &linked.names),
                refs: refs.into_iter().map(|(_, one)| one).collect(),
            });
        }
        (printed, ids)
    }
}

/// The first mention by name of each article, in the order of the articles.
fn refs(sources: &[Source<'_>], rank: &[usize], linked: &Linked) -> Vec<(usize, Ref)> {
    let mut first: BTreeMap<usize, (usize, ByteSpan)> = BTreeMap::new();
    for &(source, name) in &linked.names {
        let mentions = &sources[source].reading.names[name.index()].mentions;
        let best = mentions.iter().min_by_key(|mention| (mention.form as u8, mention.span));
        if let Some(mention) = best {
            let entry = first.entry(rank[source]).or_insert((source, mention.span));
            entry.1 = entry.1.min(mention.span);
        }
    }
    first.into_iter().map(|(place, (source, span))| (place, sources[source].reference(span))).collect()
}

fn spellings(sources: &[Source<'_>]) -> Vec<Spelling> {
    let mut found: BTreeMap<(bool, String), Spelling> = BTreeMap::new();
    for (at, source) in sources.iter().enumerate() {
        for (index, name) in source.reading.names.iter().enumerate() {
            let text = plain(&name.name);
            if text.is_empty() || name.mentions.is_empty() {
                continue;
            }
            let person = name.kind == NameType::Person;
            let key = (person, text.to_lowercase());
            let spelling = found.entry(key).or_default();
            spelling.person = person;
            if name.kind == NameType::Nationality {
                spelling.people_of = spelling.people_of.take().or_else(|| name.speaks_for.clone());
            }
            if name.kind == NameType::Org {
                spelling.side = spelling.side.take().or_else(|| name.speaks_for.clone());
            }
            // Of two ways to write it the one with capitals, then the first by letters.
            if spelling.text.is_empty() || better(&text, &spelling.text) {
                spelling.text = text;
            }
            let mentions = name.mentions.iter().filter(|mention| mention.form != Form::Pronoun).count();
            *spelling.kinds.entry(name.kind).or_default() += mentions.max(1);
            spelling.articles.insert(at);
            spelling.mentions += mentions;
            spelling.names.push((at, NameIndex::from(index)));
        }
    }
    found.into_values().collect()
}

fn better(a: &str, b: &str) -> bool {
    let capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
    (capitals(b), a) < (capitals(a), b)
}

/// A name without article, blanks and possessive.
fn plain(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let words = match words.split_first() {
        Some((first, rest))
            if !rest.is_empty() && matches!(*first, "the" | "The" | "a" | "an" | "A" | "An") =>
        {
            rest
        }
        _ => &words[..],
    };
    let joined = words.join(" ");
    joined.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']).to_owned()
}

/// For each spelling its group, named by the group's first member.
fn groups(spellings: &[Spelling]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..spellings.len()).collect();
    let mut behind: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, spelling) in spellings.iter().enumerate().filter(|(_, spelling)| spelling.person) {
        let last = spelling.text.rsplit(' ').next().unwrap_or_default();
        behind.entry(skeleton(last)).or_default().push(at);
    }
    for bearers in behind.values() {
        join_persons(spellings, bearers, &mut group);
    }
    join_others(spellings, &mut group);
    for at in 0..group.len() {
        let mut root = at;
        while group[root] != root {
            root = group[root];
        }
        group[at] = root;
    }
    group
}

/// Joins and parts groups of spellings as a person decided. Returns for each group that changed where that stands.
fn decide(
    spellings: &[Spelling],
    group: &mut [usize],
    decided: &[by_hand::Named<'_>],
) -> BTreeMap<usize, Vec<String>> {
    let mut stands: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut next = spellings.len();
    for one in decided {
        let meant = |names: &Vec<(usize, NameIndex)>| -> Vec<usize> {
            let means = |spelling: &Spelling| spelling.names.iter().any(|name| names.contains(name));
            (0..spellings.len()).filter(|&at| means(&spellings[at])).collect()
        };
        let named: Vec<Vec<usize>> = one.names.iter().map(meant).collect();
        let Some(first) = named.first().and_then(|all| all.first()).map(|&at| group[at]) else { continue };
        if one.same {
            let taken: BTreeSet<usize> = named.iter().flatten().map(|&at| group[at]).collect();
            for at in group.iter_mut().filter(|at| taken.contains(at)) {
                *at = first;
            }
            stands.entry(first).or_default().push(one.place.to_owned());
            continue;
        }
        let mut known = BTreeSet::from([first]);
        for all in &named[1..] {
            for &at in all {
                if known.contains(&group[at]) {
                    group[at] = next;
                }
            }
            known.extend(all.iter().map(|&at| group[at]));
            stands.entry(next).or_default().push(one.place.to_owned());
            next += 1;
        }
    }
    stands
}

/// Joins those of one last name whose given names go together; then the last name alone to the one who has it.
fn join_persons(spellings: &[Spelling], bearers: &[usize], group: &mut [usize]) {
    let words = |at: usize| spellings[at].text.split(' ').collect::<Vec<_>>();
    let (alone, full): (Vec<usize>, Vec<usize>) = bearers.iter().partition(|&&at| words(at).len() == 1);
    let mut heads: Vec<usize> = Vec::new();
    for &at in &full {
        let here = words(at);
        let found = heads.iter().copied().find(|&head| {
            let there = words(head);
            same_word(here[here.len() - 1], there[there.len() - 1])
                && here.iter().zip(&there).take(1).all(|(a, b)| same_given(a, b))
        });
        match found {
            Some(head) => group[at] = head,
            None => heads.push(at),
        }
    }
    for &at in &alone {
        let mut fitting = heads.iter().copied().filter(|&head| {
            let there = words(head);
            same_word(&spellings[at].text, there[there.len() - 1])
        });
        match (fitting.next(), fitting.next()) {
            (Some(head), None) => group[at] = head,
            (None, _) => {
                let earlier = alone.iter().copied().take_while(|&other| other != at);
                let mut same =
                    earlier.filter(|&other| same_word(&spellings[other].text, &spellings[at].text));
                if let Some(other) = same.next() {
                    group[at] = other;
                }
            }
            _ => {}
        }
    }
}

/// Joins what is no person by name alone: "defence ministry" and "Defense Ministry", with the same country before it.
fn join_others(spellings: &[Spelling], group: &mut [usize]) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let peoples: BTreeMap<String, &String> = spellings
        .iter()
        .filter_map(|spelling| Some((spelling.text.to_lowercase(), spelling.people_of.as_ref()?)))
        .collect();
    for (at, spelling) in spellings.iter().enumerate().filter(|(_, spelling)| !spelling.person) {
        // A people's adjective means its country: one actor.
        let name = spelling.people_of.as_ref().unwrap_or(&spelling.text);
        let mut key: Vec<String> = crate::words::folded(name).iter().map(|word| american(word)).collect();
        // "the Kelvarian air force" is "Kelvaria's air force".
        if let (Some(side), [owner, _, ..]) = (&spelling.side, &mut key[..])
            && (peoples.get(owner) == Some(&side) || is_adjective_of(owner, side))
        {
            *owner = side.to_lowercase();
        }
        group[at] = *first.entry(key.join(" ")).or_insert(at);
    }
}

/// Whether `word` is made from the name of a country: "kelvarian" from "Kelvaria", "ostrenian" from "Ostrenia".
fn is_adjective_of(word: &str, country: &str) -> bool {
    let shared = word.chars().zip(country.to_lowercase().chars()).take_while(|(a, b)| a == b).count();
    let ending: String = word.chars().skip(shared).collect();
    shared >= 4 && matches!(&*ending, "" | "n" | "an" | "ian" | "i" | "ese" | "ish" | "er" | "s")
}

/// One spelling for the two sides of the ocean.
fn american(word: &str) -> String {
    match word {
        "defence" | "defences" | "defenses" => "defense".to_owned(),
        "centre" => "center".to_owned(),
        "organisation" => "organization".to_owned(),
        "labour" => "labor".to_owned(),
        "harbour" => "harbor".to_owned(),
        "programme" => "program".to_owned(),
        _ => word.to_owned(),
    }
}

fn linked(sources: &[Source<'_>], mut group: Vec<&Spelling>) -> Linked {
    group.sort_by(|a, b| {
        let words = |spelling: &Spelling| spelling.text.split(' ').count();
        // Of a person the full name, else what most articles write.
        let key = |spelling: &Spelling| {
            let full = if spelling.person { words(spelling) > 1 } else { spelling.people_of.is_none() };
            (full, spelling.articles.len(), spelling.mentions)
        };
        key(b).cmp(&key(a)).then_with(|| a.text.cmp(&b.text))
    });
    let mut kinds: BTreeMap<NameType, usize> = BTreeMap::new();
    let mut names: Vec<(usize, NameIndex)> = Vec::new();
    for spelling in &group {
        for (&kind, &count) in &spelling.kinds {
            *kinds.entry(kind).or_default() += count;
        }
        names.extend(&spelling.names);
    }
    names.sort_unstable();
    // With a country its people's adjectives are that country.
    if kinds.contains_key(&NameType::Country) {
        kinds.remove(&NameType::Nationality);
    }
    let kind = kinds.iter().max_by_key(|&(kind, count)| (count, std::cmp::Reverse(kind)));
    let name = group[0].text.clone();
    let mut aliases: BTreeSet<String> = group[1..].iter().map(|spelling| spelling.text.clone()).collect();
    let mut speaks_for: BTreeMap<&str, usize> = BTreeMap::new();
    for &(source, index) in &names {
        let entry = &sources[source].reading.names[index.index()];
        if let Some(body) = &entry.speaks_for {
            *speaks_for.entry(body).or_default() += 1;
        }
        aliases.extend(named(sources[source].text(), entry));
    }
    aliases.remove(&name);
    Linked {
        kind: kind.map_or(NameType::Other, |(&kind, _)| kind),
        aliases: aliases.into_iter().collect(),
        speaks_for: speaks_for
            .into_iter()
            .filter(|(body, _)| *body != name)
            .max_by_key(|&(body, count)| (count, std::cmp::Reverse(body)))
            .map(|(body, _)| body.to_owned()),
        names,
        name,
        by_hand: Vec::new(),
    }
}

/// The spellings of a name in its article.
fn named<'a>(text: &'a str, name: &'a Name) -> impl Iterator<Item = String> + 'a {
    name.mentions
        .iter()
        .filter(|mention| mention.form == Form::Name)
        .map(|mention| plain(mention.span.of(text)))
        .filter(|words| !words.is_empty() && words.len() <= 80)
}
