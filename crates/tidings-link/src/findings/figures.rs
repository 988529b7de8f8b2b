//! Figures of one event side by side: given alike by two, growing, or apart.
//!
//! Two figures are compared only if they are of one event, one effect, one thing counted and one group of people, and
//! neither is part of another. Everything else is not comparable, and said nothing about.

use std::collections::BTreeMap;

use tidings_record::{Affected, ByteSpan, Effect, FindingKind, Voice};

use super::{About, Draft, Linkage};
use crate::figures::Linked;

/// Days within which two figures count up to the same moment.
const SAME_MOMENT: i32 = 1;

type Scope = (usize, Effect, String, Affected);

/// Figures that may be compared, by what they are of, in the order of the articles.
fn comparable(linkage: &Linkage<'_, '_>) -> BTreeMap<Scope, Vec<usize>> {
    let mut groups: BTreeMap<Scope, Vec<usize>> = BTreeMap::new();
    for (at, figure) in linkage.figures.iter().enumerate() {
        let Some(event) = figure.event.filter(|_| figure.part_of.is_none() && !figure.none_reported) else {
            continue;
        };
        if matches!(figure.effect, Effect::Other | Effect::Counted) {
            continue;
        }
        let counted = what(figure);
        groups.entry((event, figure.effect, counted, figure.affected)).or_default().push(at);
    }
    groups
}

/// What is counted, people under one name, whatever they are like: "elderly civilian".
fn what(figure: &Linked) -> String {
    let counted = figure.counted.as_deref().unwrap_or("person");
    match counted.rsplit(' ').next().unwrap_or(counted) {
        "person" | "people" | "other" | "victim" | "fatality" | "death" | "casualty" | "civilian"
        | "resident" | "toll" => "person".to_owned(),
        _ => counted.to_owned(),
    }
}

fn bounds(linkage: &Linkage<'_, '_>, figure: usize) -> Option<(f64, f64)> {
    let quantity = linkage.figures[figure].quantity(linkage.sources)?;
    Some((
        quantity.min.map_or(f64::NEG_INFINITY, |one| one.get()),
        quantity.max.map_or(f64::INFINITY, |one| one.get()),
    ))
}

fn words(linkage: &Linkage<'_, '_>, figure: usize) -> (usize, ByteSpan) {
    let (source, _, span) = linkage.figures[figure].given[0];
    (
        source,
        linkage.sources[source]
            .sentence(span.start)
            .filter(|one| one.contains(span) && one.len() < 240)
            .unwrap_or(span),
    )
}

/// Whether two figures are given by two: two who claim, or two articles in their own voice.
fn two_voices(linkage: &Linkage<'_, '_>, a: usize, b: usize) -> bool {
    let (first, second) = (&linkage.figures[a], &linkage.figures[b]);
    match (first.claimed_by, second.claimed_by) {
        (Some(a), Some(b)) => a != b,
        (None, None) => {
            first.voice == Voice::Article
                && second.voice == Voice::Article
                && linkage.apart(&[words(linkage, a), words(linkage, b)])
        }
        _ => false,
    }
}

/// One number, given by two.
pub(super) fn agreements(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for figures in comparable(linkage).values() {
        for (nth, &figure) in figures.iter().enumerate() {
            let same: Vec<usize> = figures[nth + 1..]
                .iter()
                .copied()
                .filter(|&other| {
                    bounds(linkage, other) == bounds(linkage, figure) && two_voices(linkage, figure, other)
                })
                .collect();
            if same.is_empty() {
                continue;
            }
            let all: Vec<usize> = std::iter::once(figure).chain(same).collect();
            found.push(Draft {
                kind: FindingKind::Agree,
                about: all.iter().map(|&at| About::Figure(at)).collect(),
                words: all.iter().map(|&at| words(linkage, at)).collect(),
                because: format!(
                    "{} give the same number.",
                    if all.len() == 2 { "Two".to_owned() } else { all.len().to_string() }
                ),
                question: None,
                innocent: None,
            });
            break;
        }
    }
    found
}

/// A number that grows from article to article.
pub(super) fn updates(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for figures in comparable(linkage).values() {
        let mut steps: Vec<usize> = Vec::new();
        for &figure in figures {
            let Some((least, most)) = bounds(linkage, figure) else { continue };
            let grown = steps.last().is_none_or(|&before| {
                let told = |at: usize| linkage.dates.told(linkage.figures[at].given[0].0);
                let later = matches!((told(before).1, told(figure).0), (Some(a), Some(b)) if a < b);
                later && bounds(linkage, before).is_some_and(|(_, most)| most < least)
            });
            if grown && most.is_finite() {
                steps.push(figure);
            }
        }
        if steps.len() > 1 {
            let numbers: Vec<String> = steps
                .iter()
                .filter_map(|&at| Some(linkage.figures[at].quantity(linkage.sources)?.min?.to_string()))
                .collect();
            found.push(Draft {
                kind: FindingKind::Update,
                about: steps.iter().map(|&at| About::Figure(at)).collect(),
                words: steps.iter().map(|&at| words(linkage, at)).collect(),
                because: format!(
                    "The number of one event grows from article to article: {}.",
                    numbers.join(", ")
                ),
                question: None,
                innocent: None,
            });
        }
    }
    found
}

/// Two numbers of one thing at one moment that cannot both be so.
pub(super) fn contradictions(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for figures in comparable(linkage).values() {
        for (nth, &figure) in figures.iter().enumerate().take(60) {
            let other = figures[nth + 1..].iter().take(60).copied().find(|&other| {
                let (Some(a), Some(b)) = (bounds(linkage, figure), bounds(linkage, other)) else {
                    return false;
                };
                let rough = [figure, other].iter().any(|&at| {
                    linkage.figures[at].quantity(linkage.sources).is_some_and(|one| one.approximate)
                });
                let (one, two) = (linkage.figures[figure].given[0].0, linkage.figures[other].given[0].0);
                !rough
                    && one != two
                    && (a.1 < b.0 || b.1 < a.0)
                    && same_moment(linkage, one, two)
                    && linkage.apart(&[words(linkage, figure), words(linkage, other)])
            });
            let Some(other) = other else { continue };
            found.push(Draft {
                kind: FindingKind::Contradiction,
                about: vec![About::Figure(figure), About::Figure(other)],
                words: vec![words(linkage, figure), words(linkage, other)],
                because: "Two articles give numbers of one thing, at one time, that cannot both be so."
                    .to_owned(),
                question: Some(
                    "Do both count the same people or things, up to the same hour, and who counted?"
                        .to_owned(),
                ),
                innocent: Some("One may count up to a later hour, or in a wider area."),
            });
            break;
        }
    }
    found
}

fn same_moment(linkage: &Linkage<'_, '_>, a: usize, b: usize) -> bool {
    match (linkage.dates.told(a), linkage.dates.told(b)) {
        ((Some(a0), Some(a1)), (Some(b0), Some(b1))) => {
            a1 - a0 <= 1 && b1 - b0 <= 1 && (a0 - b0).abs() <= SAME_MOMENT
        }
        _ => false,
    }
}
