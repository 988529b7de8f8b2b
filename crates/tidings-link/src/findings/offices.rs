//! Another office than before: a change, dated by the articles, not a clash.

use std::collections::BTreeMap;

use tidings_record::{ByteSpan, FindingKind, NameType};

use super::{About, Draft, Linkage};
use crate::offices::plain;

/// Words that are given to anybody, whatever office he holds.
const LOOSE: &[&str] =
    &["leader", "aide", "official", "politician", "head", "member", "candidate", "adviser", "envoy"];

/// An office as told: place of the article, whether former, the article, the words.
type Told = (usize, bool, usize, ByteSpan);

/// For each person an office that one article gives and a later one calls former, or that another office replaces.
pub(super) fn title_changes(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (at, actor) in
        linkage.actors.list.iter().enumerate().filter(|(_, actor)| actor.kind == NameType::Person)
    {
        let mut offices: BTreeMap<String, Vec<Told>> = BTreeMap::new();
        let place =
            |source: usize| linkage.order.iter().position(|&other| other == source).unwrap_or(usize::MAX);
        for &(source, name) in &actor.names {
            for office in &linkage.sources[source].reading.names[name.index()].offices {
                let told = (place(source), office.former, source, office.span);
                offices.entry(plain(&office.office)).or_default().push(told);
            }
        }
        for (office, told) in &mut offices {
            told.sort_unstable();
            let Some(held) = told.iter().find(|one| !one.1) else { continue };
            let over = told.iter().find(|one| one.1 && one.2 != held.2);
            let mut words = vec![(held.2, held.3)];
            if let Some(over) = over {
                words.push((over.2, over.3));
            }
            let _ = office;
            found.extend(change(linkage, at, words, over.is_some()));
        }
        let others: Vec<Draft> = replaced(linkage, at, &offices);
        found.extend(others);
        // One finding for each person, the one that rests on most words.
        let of_actor = |draft: &Draft| draft.about == [About::Actor(at)];
        let most = found.iter().filter(|draft| of_actor(draft)).map(|draft| draft.words.len()).max();
        let mut kept = false;
        found.retain(|draft| {
            !of_actor(draft) || Some(draft.words.len()) == most && !std::mem::replace(&mut kept, true)
        });
    }
    // Everything else that articles call the changed person stands beside it.
    for draft in &mut found {
        let [About::Actor(at)] = draft.about[..] else { continue };
        for &(source, name) in &linkage.actors.list[at].names {
            for office in &linkage.sources[source].reading.names[name.index()].offices {
                let words = (source, office.span);
                if !draft.words.contains(&words) && !draft.words.iter().any(|one| one.0 == source) {
                    draft.words.push(words);
                }
            }
        }
    }
    found
}

fn change(
    linkage: &Linkage<'_, '_>,
    actor: usize,
    words: Vec<(usize, ByteSpan)>,
    over: bool,
) -> Option<Draft> {
    (over && linkage.apart(&words)).then(|| Draft {
        kind: FindingKind::TitleChange,
        about: vec![About::Actor(actor)],
        words,
        because: format!("{} holds an office in one article that another calls former.", linkage.name(actor)),
        question: None,
        innocent: None,
    })
}

/// One office in the earlier articles, another in the later ones, and no article that gives both.
fn replaced(linkage: &Linkage<'_, '_>, actor: usize, offices: &BTreeMap<String, Vec<Told>>) -> Vec<Draft> {
    let held: Vec<(&String, Vec<&Told>)> = offices
        .iter()
        .filter(|(office, _)| !LOOSE.contains(&office.as_str()))
        .map(|(office, told)| (office, told.iter().filter(|one| !one.1).collect::<Vec<_>>()))
        .filter(|(_, told)| !told.is_empty())
        .collect();
    let mut found = Vec::new();
    for (office, told) in &held {
        for (other, later) in &held {
            let (Some(last), Some(first)) = (told.last(), later.first()) else { continue };
            // Days decide, not the mere order of articles.
            let known = matches!((linkage.dates.told(last.2).1, linkage.dates.told(first.2).0), (Some(a), Some(b)) if a < b);
            if last.0 < first.0
                && known
                && !office.contains(other.as_str())
                && !other.contains(office.as_str())
            {
                found.push(Draft {
                    kind: FindingKind::TitleChange,
                    about: vec![About::Actor(actor)],
                    words: vec![(last.2, last.3), (first.2, first.3)],
                    because: format!(
                        "{} is called {office} first, and {other} in later articles.",
                        linkage.name(actor)
                    ),
                    question: None,
                    innocent: None,
                });
            }
        }
    }
    found
}
