//! What shows only when the articles lie side by side. Never a verdict on who is right.
//!
//! Ten true findings are worth more than a hundred of which ninety are noise, so each sort has its own conditions and
//! its own bound. Checks come first, those with most articles behind them before others.

mod claims;
mod figures;
mod offices;
mod plans;
mod scope;
mod series;

pub(crate) use figures::Compared;

use std::collections::BTreeSet;

use tidings_record::{ByteSpan, Finding, FindingId, FindingKind, Ref};

use crate::actors::Actors;
use crate::claims::Claims;
use crate::copies::Copies;
use crate::dates::Dates;
use crate::events::Events;
use crate::figures::Linked;
use crate::source::Source;

/// Most checks.
const MOST_CHECKS: usize = 15;
/// Most links of one sort.
const MOST_LINKS: usize = 12;
/// Most refs of one finding.
const MOST_REFS: usize = 8;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum About {
    /// An actor.
    Actor(usize),
    /// A group of events.
    Event(usize),
    /// A claim.
    Claim(usize),
    /// A figure.
    Figure(usize),
}

/// A finding before it has an id.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    kind: FindingKind,
    about: Vec<About>,
    /// The words, the most telling first.
    words: Vec<(usize, ByteSpan)>,
    because: String,
    question: Option<String>,
    innocent: Option<&'static str>,
}

/// What findings are made from.
pub(crate) struct Linkage<'a, 'r> {
    /// The articles, by id.
    pub sources: &'a [Source<'r>],
    /// The articles in the order of the story.
    pub order: &'a [usize],
    /// Where words come from.
    pub copies: &'a Copies,
    /// Who is who.
    pub actors: &'a Actors,
    /// What happens.
    pub events: &'a Events,
    /// When.
    pub dates: &'a Dates,
    /// Who says what.
    pub claims: &'a Claims,
    /// How many.
    pub figures: &'a [Linked],
}

impl Linkage<'_, '_> {
    /// Whether the words come from at least two places, once copies and credits are folded.
    fn apart(&self, words: &[(usize, ByteSpan)]) -> bool {
        let origins: BTreeSet<_> =
            words.iter().map(|&(at, span)| self.copies.origin(self.sources, at, span)).collect();
        origins.len() > 1
    }

    /// The name of an actor.
    fn name(&self, actor: usize) -> &str {
        &self.actors.list[actor].name
    }
}

/// All findings, with ids and ranks. `id_of` gives the printed id of what a finding is about.
pub(crate) fn find(linkage: &Linkage<'_, '_>, id_of: impl Fn(About) -> String) -> Vec<Finding> {
    let mut drafts: Vec<Draft> = Vec::new();
    drafts.extend(series::contradictions(linkage));
    drafts.extend(figures::findings(linkage));
    drafts.extend(claims::altered_quotes(linkage));
    drafts.extend(plans::unconfirmed(linkage));
    drafts.extend(claims::stance_differences(linkage));
    drafts.extend(series::clashes(linkage));
    drafts.extend(claims::same_statements(linkage));
    drafts.extend(offices::title_changes(linkage));
    drafts.extend(series::fits(linkage));
    rank(linkage, drafts, id_of)
}

fn rank(linkage: &Linkage<'_, '_>, mut drafts: Vec<Draft>, id_of: impl Fn(About) -> String) -> Vec<Finding> {
    let articles = |draft: &Draft| draft.words.iter().map(|one| one.0).collect::<BTreeSet<_>>().len();
    let altered: BTreeSet<About> = drafts
        .iter()
        .filter(|one| one.kind == FindingKind::AlteredQuote)
        .flat_map(|one| one.about.clone())
        .collect();
    // What differs word by word is shown as that, not as the same as well.
    let told_twice = |draft: &Draft| {
        draft.kind == FindingKind::SameStatement
            && draft.words.len() == 2
            && draft.about.iter().all(|one| altered.contains(one))
    };
    drafts.retain(|draft| !draft.words.is_empty() && !told_twice(draft));
    drafts.sort_by_cached_key(|draft| {
        let first = draft.words.first().map(|&(at, span)| (at, span));
        let many = std::cmp::Reverse((articles(draft), draft.words.len()));
        if draft.kind.is_check() {
            (0, FindingKind::Contradiction, many, first)
        } else {
            (1, draft.kind, many, first)
        }
    });
    let mut seen: BTreeSet<(FindingKind, Vec<(usize, ByteSpan)>)> = BTreeSet::new();
    let mut found: Vec<Finding> = Vec::new();
    for draft in drafts {
        let mut words = draft.words.clone();
        words.sort_unstable();
        words.dedup();
        let same = found.iter().filter(|other| other.kind == draft.kind).count();
        let checks = found.iter().filter(|other| other.kind.is_check()).count();
        let full = if draft.kind.is_check() { checks >= MOST_CHECKS } else { same >= MOST_LINKS };
        if full || !seen.insert((draft.kind, words)) {
            continue;
        }
        let mut refs: Vec<Ref> = Vec::new();
        for &(at, span) in draft.words.iter().take(MOST_REFS) {
            let one = linkage.sources[at].reference(span);
            if !refs.contains(&one) {
                refs.push(one);
            }
        }
        let mut between: Vec<String> =
            draft.about.iter().map(|&one| id_of(one)).filter(|id| !id.is_empty()).collect();
        between.dedup();
        let nth = found.iter().filter(|other| other.refs.first() == refs.first()).count();
        found.push(Finding {
            id: FindingId::minted(&refs[0], nth as u32),
            kind: draft.kind,
            rank: found.len() as u32 + 1,
            between,
            refs,
            because: draft.because,
            question: draft.question.filter(|_| draft.kind.is_check()),
            innocent_reading: draft.innocent.map(str::to_owned),
        });
    }
    found
}
