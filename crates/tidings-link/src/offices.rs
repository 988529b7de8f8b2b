//! The offices that articles give an actor, from when and until when as far as the articles tell.

use std::collections::BTreeMap;

use tidings_record::{Basis, Days, NameIndex, Office, Ref, TermOfOffice};

use crate::calendar;
use crate::source::{self, Source};

/// One office as one article gives it.
struct Told<'r> {
    office: &'r Office,
    rank: usize,
    source: usize,
}

/// The terms of office of the actor that `names` mean. An office is known to be held on the days of the articles that
/// give it, and to be over on the first day on which one calls it former.
pub(crate) fn terms(
    sources: &[Source<'_>],
    rank: &[usize],
    told: &[Days],
    names: &[(usize, NameIndex)],
) -> Vec<TermOfOffice> {
    let mut groups: BTreeMap<(String, Option<String>), Vec<Told<'_>>> = BTreeMap::new();
    for &(source, name) in names {
        for office in &sources[source].reading.names[name.index()].offices {
            let key = (plain(&office.office), office.of.clone());
            groups.entry(key).or_default().push(Told { office, rank: rank[source], source });
        }
    }
    // "minister" of nothing is the minister of something where only one such office is given.
    let nowhere: Vec<_> = groups.keys().filter(|key| key.1.is_none()).cloned().collect();
    for key in nowhere {
        let mut other = groups.keys().filter(|other| other.0 == key.0 && other.1.is_some());
        if let (Some(one), None) = (other.next().cloned(), other.next()) {
            let moved = groups.remove(&key).unwrap_or_default();
            groups.entry(one).or_default().extend(moved);
        }
    }
    let mut terms: Vec<(usize, TermOfOffice)> = groups
        .into_iter()
        .map(|((_, of), mut told_by)| {
            told_by.sort_by_key(|one| (one.rank, one.office.span));
            let until = told_by.iter().find(|one| one.office.former).map(|one| ended(&told[one.source]));
            let from = told_by.iter().find(|one| !one.office.former).map(|one| begun(&told[one.source]));
            let mut refs: Vec<Ref> =
                told_by.iter().map(|one| sources[one.source].reference(one.office.span)).collect();
            refs.dedup_by(|a, b| a.article == b.article && a.quote == b.quote);
            let term = TermOfOffice {
                office: told_by[0].office.office.clone(),
                of,
                from: from.unwrap_or_default(),
                until: until.unwrap_or_default(),
                refs,
            };
            (told_by[0].rank, term)
        })
        .collect();
    terms.sort_by(|a, b| (a.0, &a.1.office, &a.1.of).cmp(&(b.0, &b.1.office, &b.1.of)));
    terms.into_iter().map(|(_, term)| term).collect()
}

/// An office in one spelling.
pub(crate) fn plain(office: &str) -> String {
    office
        .to_lowercase()
        .replace("defence", "defense")
        .replace("spokeswoman", "spokesperson")
        .replace("spokesman", "spokesperson")
}

/// It was held by then at the latest.
fn begun(told: &Days) -> Days {
    source::days(None, told.latest.map(calendar::number), weaker(told))
}

/// It was over by then.
fn ended(told: &Days) -> Days {
    source::days(None, told.latest.map(calendar::number), weaker(told))
}

/// What follows from a day of publication is worked out, and assumed where the day is.
fn weaker(told: &Days) -> Basis {
    match told.basis {
        Basis::Assumed | Basis::Unknown => told.basis,
        _ => Basis::WorkedOut,
    }
}
