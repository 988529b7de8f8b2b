//! Who said what, with which attitude, from day to day.

use maud::{Markup, html};
use tidings_record::{Actor, Claim, Deadline, NameType, Voice};

use crate::group::by_first;
use crate::line::{folded, said};
use crate::story::View;
use crate::text::shown;
use crate::words::{self, Kind};
use crate::{days, heading};

/// Claims of one speaker beyond this are folded away.
const OPEN: usize = 3;
/// Speakers of one side beyond this are folded away.
const SPEAKERS: usize = 8;

/// The claims of a story by side and speaker.
pub fn section(view: &View<'_, '_>) -> Markup {
    let sides = sides(view);
    html! {
        @if sides.is_empty() { p { "No statement found that somebody makes." } }
        @for side in &sides {
            @if sides.len() > 1 { (heading(view.level + 1, None, &shown(side.name))) }
            @let speakers: Vec<_> = side.speakers.iter().map(|speaker| speaker.block(view)).collect();
            (folded("speakers", &speakers, SPEAKERS, "speaker"))
        }
    }
}

/// Speakers whose position is that of one country or body.
struct Side<'r> {
    name: &'r str,
    speakers: Vec<Speaker<'r>>,
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
    let speakers = by_first(view.story.claims.iter().map(|claim| {
        let speaker = claim.speaker.as_ref().filter(|id| view.actors.contains_key(id));
        ((speaker, speaker.is_none() && claim.voice == Voice::Article), claim)
    }));
    let speakers = speakers.into_iter().map(|((speaker, _), claims)| Speaker {
        actor: speaker.and_then(|id| view.actors.get(id).copied()),
        voice: claims.first().map_or(Voice::Unnamed, |claim| claim.voice),
        claims,
    });
    let (named, unnamed): (Vec<_>, Vec<_>) = speakers.partition(|speaker| speaker.actor.is_some());
    let sides = by_first(named.into_iter().map(|speaker| (speaker.actor.and_then(side), speaker)));
    let (mut result, mut others) = (Vec::new(), Vec::new());
    for (name, speakers) in sides {
        match name {
            Some(name) if speakers.len() > 1 => result.push(Side { name, speakers }),
            _ => others.extend(speakers),
        }
    }
    result.push(Side { name: "Others", speakers: others });
    result.push(Side { name: "Nobody named, or the article itself", speakers: unnamed });
    result.retain(|side| !side.speakers.is_empty());
    result
}

/// The country or body whose position an actor states.
pub fn side(actor: &Actor) -> Option<&str> {
    let country = || (actor.kind == NameType::Country).then_some(actor.name.as_str());
    actor.speaks_for.as_deref().or_else(country).or_else(|| actor.offices.last()?.of.as_deref())
}

impl<'r> Speaker<'r> {
    fn block(&self, view: &View<'_, 'r>) -> Markup {
        let lines: Vec<_> = self.claims.iter().map(|claim| one(view, claim)).collect();
        let office = self.actor.and_then(|actor| actor.offices.last());
        html! {
            li.speaker {
                @match self.actor {
                    Some(actor) => {
                        (heading(view.level + 2, None, &html! { a href={ "#" (view.anchor(actor.id.as_str())) } { (shown(&actor.name)) } }))
                    },
                    None => (heading(view.level + 2, None, &shown(view.voice(None, self.voice)))),
                }
                @if let Some(term) = office { p.meta { (shown(&term.office)) @if let Some(of) = &term.of { ", " (shown(of)) } } }
                (self.changes())
                (folded("lines", &lines, OPEN, "statement"))
            }
        }
    }

    /// The attitudes from day to day, where there is more than one of both.
    fn changes(&self) -> Markup {
        if self.actor.is_none() {
            return html! {};
        }
        let mut turns: Vec<(String, Vec<&str>)> = Vec::new();
        for claim in &self.claims {
            let (day, stance) = (days::brief(&claim.told), words::stance(claim.stance));
            match turns.last_mut() {
                Some((last, stances)) if *last == day => {
                    if !stances.contains(&stance) {
                        stances.push(stance);
                    }
                }
                Some((_, stances)) if stances.as_slice() == [stance] => {}
                _ => turns.push((day, vec![stance])),
            }
        }
        html! {
            @if (2..=12).contains(&turns.len()) {
                ol.turns {
                    @for (day, stances) in turns { li { span.soft { (shown(&day)) } " " (stances.join(", ")) } }
                }
            }
        }
    }
}

fn one<'r>(view: &View<'_, 'r>, claim: &'r Claim) -> Markup {
    let voice = view.voice(claim.speaker.as_ref(), claim.voice);
    let who = view.teller(claim.speaker.as_ref(), claim.voice, claim.said_by.as_deref());
    let stance = words::stance(claim.stance);
    let mut line = view.line(Kind::Claim, claim.id.as_str(), &words::statement(who, claim), &claim.refs);
    line.days = Some(&claim.told);
    line.people = vec![voice];
    let condition = claim.condition.as_ref().filter(|condition| !claim.text.contains(&condition.quote));
    let own = letters(&claim.text);
    let others = claim.wordings.iter().filter(|wording| letters(wording) != own);
    let what = html! {
        p.says {
            @if who != voice { span.by { (shown(who)) } " " }
            span.stance { (stance) } " " (said(&claim.text))
            (line.cites(&claim.refs))
            @if claim.voice == Voice::Article && claim.speaker.is_some() { span.status { " the article’s own words" } }
            @if !claim.to.is_empty() { span.status { " to " (shown(&view.names(&claim.to))) } }
        }
        @if let Some(condition) = condition { p.note { b { "Condition " } (line.quote(condition)) } }
        @if let Some(limit) = claim.deadline.as_ref().and_then(deadline) { p.note { b { "Time limit " } (shown(&limit)) } }
        @for wording in others { p.note { b { "Also worded " } (said(wording)) } }
        @if let Some(spread) = view.spread(claim.articles, claim.after_copies, &claim.agencies) { p.note { (shown(&spread)) } }
        (view.links(claim.id.as_str(), &line))
    };
    line.item(&days::days(&claim.told), &what)
}

/// What is the same in wordings that differ in marks and capitals only.
fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
