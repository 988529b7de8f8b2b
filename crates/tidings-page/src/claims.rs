//! Who said what, with which attitude; and who changed office.

use maud::{Markup, html};
use tidings_record::{Actor, Claim, Deadline, FindingKind, NameType, Voice};

use crate::story::View;
use crate::text::shown;
use crate::{days, heading, words};

/// Claims of one side beyond this are folded away.
const OPEN: usize = 24;

/// The claims of a story by side and speaker, and the changes of office.
pub fn section(view: &View<'_, '_>) -> Markup {
    let sides = sides(view);
    html! {
        @if sides.is_empty() { p { "No statement found that somebody makes." } }
        @for side in &sides {
            @if sides.len() > 1 { (heading(view.level + 1, None, &shown(&side.name))) }
            ul.speakers { @for speaker in &side.open { (speaker.row(view)) } }
            @if !side.folded.is_empty() {
                details {
                    summary { (words::count(side.folded.len(), "more speaker")) }
                    ul.speakers { @for speaker in &side.folded { (speaker.row(view)) } }
                }
            }
        }
        (offices(view))
    }
}

/// Speakers whose position is that of one country or body.
struct Side<'r> {
    name: String,
    open: Vec<Speaker<'r>>,
    folded: Vec<Speaker<'r>>,
}

/// One who speaks, and all that they say.
struct Speaker<'r> {
    actor: Option<&'r Actor>,
    voice: Voice,
    claims: Vec<&'r Claim>,
}

/// The speakers by side, in the order of their first words. Sides with one speaker stand together as "Others";
/// what nobody named or the articles themselves say comes last.
fn sides<'r>(view: &View<'_, 'r>) -> Vec<Side<'r>> {
    let mut speakers: Vec<Speaker<'_>> = Vec::new();
    for claim in &view.story.claims {
        let actor =
            claim.speaker.as_ref().and_then(|id| view.story.actors.iter().find(|actor| actor.id == *id));
        let same = |one: &&mut Speaker<'_>| match (one.actor, actor) {
            (Some(one), Some(other)) => one.id == other.id,
            (None, None) => one.voice == claim.voice,
            _ => false,
        };
        match speakers.iter_mut().find(same) {
            Some(speaker) => speaker.claims.push(claim),
            None => speakers.push(Speaker { actor, voice: claim.voice, claims: vec![claim] }),
        }
    }
    let mut sides: Vec<(Option<String>, Vec<Speaker<'_>>)> = Vec::new();
    let (named, unnamed): (Vec<_>, Vec<_>) =
        speakers.into_iter().partition(|speaker| speaker.actor.is_some());
    for speaker in named {
        let side = speaker.actor.and_then(side);
        match sides.iter_mut().find(|(name, _)| *name == side) {
            Some((_, group)) => group.push(speaker),
            None => sides.push((side, vec![speaker])),
        }
    }
    let (mut result, mut others) = (Vec::new(), Vec::new());
    for (name, group) in sides {
        match name {
            Some(name) if group.len() > 1 => result.push((name, group)),
            _ => others.extend(group),
        }
    }
    result.push(("Others".to_owned(), others));
    result.push(("Nobody named, or the article itself".to_owned(), unnamed));
    result.retain(|(_, group)| !group.is_empty());
    result.into_iter().map(|(name, group)| fold(name, group)).collect()
}

/// The country or body whose position an actor states.
fn side(actor: &Actor) -> Option<String> {
    let country = (actor.kind == NameType::Country).then(|| actor.name.clone());
    actor.speaks_for.clone().or(country).or_else(|| actor.offices.last()?.of.clone())
}

fn fold(name: String, speakers: Vec<Speaker<'_>>) -> Side<'_> {
    let mut claims = 0;
    let (open, folded) = speakers.into_iter().partition(|speaker| {
        claims += speaker.claims.len();
        claims - speaker.claims.len() < OPEN
    });
    Side { name, open, folded }
}

impl Speaker<'_> {
    fn row(&self, view: &View<'_, '_>) -> Markup {
        let name = match (self.actor, self.voice) {
            (Some(actor), _) => shown(&actor.name),
            (None, Voice::Article) => html! { "The article itself" },
            (None, _) => html! { "Nobody named" },
        };
        html! {
            li {
                div.speaker { (name) }
                ul.claims { @for claim in &self.claims { li { (one(view, claim)) } } }
            }
        }
    }
}

fn one(view: &View<'_, '_>, claim: &Claim) -> Markup {
    let condition = claim.condition.as_ref().filter(|condition| !claim.text.contains(&condition.quote));
    let mut others = claim.wordings.clone();
    others.retain(|wording| *wording != claim.text);
    html! {
        span.stance { (words::stance(claim.stance)) } " "
        bdi.quote { (shown(&claim.text)) }
        (view.sources.cites(&claim.refs))
        @if claim.voice == Voice::Article && claim.speaker.is_some() { span.status { " (the article’s own words)" } }
        @if !claim.to.is_empty() { span.status { " to " (shown(&view.names(&claim.to))) } }
        @if let Some(condition) = condition { p.note { b { "Condition: " } (view.sources.quote(condition)) } }
        @if let Some(limit) = claim.deadline.as_ref().and_then(deadline) { p.note { b { "Time limit: " } (shown(&limit)) } }
        @for wording in &others { p.note { b { "Also worded: " } bdi.quote { (shown(wording)) } } }
        @if let Some(spread) = view.spread(claim.articles, claim.after_copies, &claim.agencies) { p.note { (shown(&spread)) } }
        (view.links(claim.id.as_str()))
    }
}

/// A time limit in words, with what is missing of it.
fn deadline(deadline: &Deadline) -> Option<String> {
    match (&deadline.within, deadline.from, deadline.until) {
        (None, None, None) => None,
        (Some(within), None, None) => Some(format!("{}; start not stated", days::duration(within))),
        (within, from, until) => {
            let within = within.as_deref().map(days::duration);
            let from = from.map(|day| format!("from {}", days::day(day)));
            let until = until.map(|day| format!("until {}", days::day(day)));
            Some([within, from, until].into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
    }
}

/// Who held which office by turns.
fn offices(view: &View<'_, '_>) -> Markup {
    let about = |actor: &&Actor| {
        let id = actor.id.as_str();
        let changed = |kind| kind == FindingKind::TitleChange;
        view.story.findings.iter().any(|one| changed(one.kind) && one.between.iter().any(|other| other == id))
    };
    let actors: Vec<_> =
        view.story.actors.iter().filter(|actor| actor.offices.len() > 1 || about(actor)).collect();
    html! {
        @if !actors.is_empty() {
            (heading(view.level + 1, None, &html! { "Offices" }))
            ul.speakers {
                @for actor in actors {
                    li {
                        div.speaker { (shown(&actor.name)) }
                        div {
                            @for (index, term) in actor.offices.iter().enumerate() {
                                @if index > 0 { " → " }
                                (shown(&term.office))
                                @if let Some(of) = &term.of { ", " (shown(of)) }
                                (view.sources.cites(&term.refs))
                            }
                            (view.links(actor.id.as_str()))
                        }
                    }
                }
            }
        }
    }
}
