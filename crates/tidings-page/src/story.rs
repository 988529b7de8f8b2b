//! One story: what it is, and its sections in order.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use tidings_record::{
    Actor, ActorId, Basis, CopyKind, Days, EventId, Finding, FindingKind, LinkedEvent, Ref, Story, Voice,
};

use crate::line::Line;
use crate::sources::{Sources, Target};
use crate::text::shown;
use crate::words::Kind;
use crate::{articles, checks, claims, copies, days, figures, heading, names, notes, timeline, words};

/// What the sections of a story share.
pub struct View<'p, 'r> {
    /// The story.
    pub story: &'r Story,
    /// All articles of the page.
    pub sources: &'p Sources<'r>,
    /// How ids of this story's own elements begin.
    pub prefix: String,
    /// The level of its section headings.
    pub level: u8,
    /// Its actors by id.
    pub actors: BTreeMap<&'r ActorId, &'r Actor>,
    /// Its events by id.
    pub events: BTreeMap<&'r EventId, &'r LinkedEvent>,
    /// The events that have a line.
    pub listed: BTreeSet<&'r EventId>,
    /// Whether an earlier story of the page has lines of the same ids.
    again: bool,
    counts: RefCell<BTreeMap<Kind, usize>>,
    /// The links among the findings, by the ids that they are about.
    links: BTreeMap<&'r str, Vec<&'r Finding>>,
    /// The checks that are shown, by the ids that they are about.
    checks: BTreeMap<&'r str, Vec<(usize, String)>>,
    told: RefCell<BTreeSet<&'r str>>,
}

/// A story whose lines are written; the texts of its articles are not, since other lines may still link to them.
pub struct Lines<'r> {
    story: &'r Story,
    prefix: String,
    level: u8,
    head: Markup,
    sections: Vec<Section>,
}

/// A section of a story.
struct Section {
    /// The end of its id.
    name: &'static str,
    title: &'static str,
    /// How many lines it has; 0 where that says nothing.
    count: usize,
    content: Markup,
}

impl<'r> Lines<'r> {
    /// Writes the lines of `story`, the one with this `index`; on a page of `several` it has its own heading.
    pub fn of<'p>(story: &'r Story, index: usize, several: bool, sources: &'p Sources<'r>) -> Lines<'r> {
        let view = View::new(story, index, several, sources);
        let checks = story.findings.iter().filter(|finding| finding.kind.is_check()).count();
        let section = |name, title, count, content| Section { name, title, count, content };
        let sections = vec![
            section("check", "To check", checks, checks::section(&view)),
            section("timeline", "Timeline", story.timeline.len(), timeline::section(&view)),
            section("figures", "Figures", story.figures.len(), figures::section(&view)),
            section("said", "Who said what", story.claims.len(), claims::section(&view)),
            section("names", "Who is who", 0, names::section(&view)),
            section("copies", "Where the words come from", 0, copies::section(&view)),
            // Written at the end, when all links to its words are known.
            section("articles", "Articles", story.articles.len(), html! {}),
            // After all others: what fits together and was told on no line.
            section("notes", "Notes", 0, notes::section(&view)),
        ];
        Lines { story, head: head(&view), sections, prefix: view.prefix, level: view.level }
    }

    /// Links to the sections.
    pub fn contents(&self) -> Markup {
        html! {
            nav.contents aria-label={ "Sections of " (crate::text::plain(&self.story.title)) } {
                ul { @for one in &self.sections { li { a href={ "#" (self.prefix) "-" (one.name) } { (one.title) (one.counted()) } } } }
            }
        }
    }

    /// The story with the texts of its articles.
    pub fn finish(mut self, sources: &Sources<'r>, several: bool) -> Markup {
        let articles = articles::section(self.story, self.level, sources);
        let contents = several.then(|| self.contents());
        let Lines { prefix, level, head, sections, .. } = &mut self;
        if let Some(section) = sections.iter_mut().find(|section| section.name == "articles") {
            section.content = articles;
        }
        html! {
            section.story #(prefix) aria-labelledby={ (prefix) "-title" } {
                (head)
                @if let Some(contents) = contents { (contents) }
                @for one in sections.iter() {
                    @let id = format!("{prefix}-{}", one.name);
                    section #(id) aria-labelledby={ (id) "-title" } {
                        (heading(*level, Some(&format!("{id}-title")), &html! { (one.title) (one.counted()) }))
                        (one.content)
                    }
                }
            }
        }
    }
}

impl Section {
    fn counted(&self) -> Markup {
        html! { @if self.count > 0 { " " span.count { (self.count) } } }
    }
}

impl<'p, 'r> View<'p, 'r> {
    fn new(story: &'r Story, index: usize, several: bool, sources: &'p Sources<'r>) -> View<'p, 'r> {
        let (prefix, level) = (format!("s{}", index + 1), 2 + u8::from(several));
        let mut view = View {
            story,
            sources,
            prefix,
            level,
            actors: story.actors.iter().map(|actor| (&actor.id, actor)).collect(),
            events: story.events.iter().map(|event| (&event.id, event)).collect(),
            listed: story.timeline.iter().collect(),
            again: sources.take(line_ids(story)),
            counts: RefCell::default(),
            links: BTreeMap::new(),
            checks: BTreeMap::new(),
            told: RefCell::default(),
        };
        for finding in story.findings.iter().filter(|finding| !finding.kind.is_check()) {
            for id in &finding.between {
                view.links.entry(id.as_str()).or_default().push(finding);
            }
        }
        for (index, check) in checks::shown_first(story).0.into_iter().enumerate() {
            for id in &check.between {
                let badge = (index + 1, view.anchor(check.id.as_str()));
                view.checks.entry(id.as_str()).or_default().push(badge);
            }
        }
        view
    }

    /// The id of the element of a line, by the id that the record gives it.
    pub fn anchor(&self, id: &str) -> String {
        if self.again { format!("{}-{id}", self.prefix) } else { id.to_owned() }
    }

    /// A new line, to be filled. What has no id in the record gets one by its place.
    pub fn line(&self, kind: Kind, id: &str, label: &str, refs: &[Ref]) -> Line<'p, 'r> {
        let number = {
            let mut counts = self.counts.borrow_mut();
            let number = counts.entry(kind).or_default();
            *number += 1;
            *number
        };
        let by_place = || format!("{}-{}-{number}", self.prefix, kind.name());
        let anchor = if id.is_empty() { by_place() } else { self.anchor(id) };
        let sources = self.sources;
        let outlets = refs.iter().filter_map(|one| sources.get(&one.article));
        let outlets = outlets.map(|source| sources.outlets.number(source.outlet())).collect();
        let target = Target { id: anchor.clone(), kind, number, label: words::brief(label) };
        let checks = if kind == Kind::Check { None } else { self.checks.get(id).cloned() };
        Line {
            sources,
            index: sources.add(target),
            id: anchor,
            kind,
            number,
            checks: checks.unwrap_or_default(),
            outlets,
            days: None,
            sign: None,
            people: Vec::new(),
        }
    }

    /// The name of an actor; its id if the record lacks it.
    pub fn name(&self, id: &'r ActorId) -> &'r str {
        self.actors.get(id).map_or(id.as_str(), |actor| actor.name.as_str())
    }

    /// Whose words they are, where `speaker` may be missing.
    pub fn voice(&self, speaker: Option<&'r ActorId>, voice: Voice) -> &'r str {
        match (speaker, voice) {
            (Some(id), _) => self.name(id),
            (None, Voice::Article) => "the article itself",
            (None, _) => "nobody named",
        }
    }

    /// Who says it: the speaker, else what the article calls who does.
    pub fn teller(&self, speaker: Option<&'r ActorId>, voice: Voice, said_by: Option<&'r str>) -> &'r str {
        said_by.filter(|_| speaker.is_none()).unwrap_or_else(|| self.voice(speaker, voice))
    }

    /// Who says the claim or gives the figure with this id.
    pub fn speaker_of(&self, id: &str) -> Option<&'r str> {
        let claim = self.story.claims.iter().find(|claim| claim.id.as_str() == id);
        let figure = || self.story.figures.iter().find(|figure| figure.id.as_str() == id);
        let speaker =
            claim.map(|claim| claim.speaker.as_ref()).or_else(|| Some(figure()?.claimed_by.as_ref()));
        speaker.flatten().map(|id| self.name(id))
    }

    /// Names in a row: "A, B and C".
    pub fn names(&self, ids: &'r [ActorId]) -> String {
        let names: Vec<_> = ids.iter().map(|id| self.name(id)).collect();
        match names.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        }
    }

    /// What fits together, on the first line that it is about.
    pub fn links(&self, id: &str, line: &Line<'p, 'r>) -> Markup {
        let linked = self.links.get(id).into_iter().flatten();
        let new: Vec<_> = linked.filter(|one| self.told.borrow_mut().insert(one.id.as_str())).collect();
        html! { @for finding in new { (self.link(finding, Some(line.index))) } }
    }

    /// The links that were told on no line.
    pub fn other_links(&self) -> Vec<&'r Finding> {
        let told = self.told.borrow();
        let links = self.story.findings.iter().filter(|finding| !finding.kind.is_check());
        links.filter(|finding| !told.contains(finding.id.as_str())).collect()
    }

    /// One link, as a note.
    pub fn link(&self, finding: &Finding, line: Option<usize>) -> Markup {
        html! {
            p.note {
                b { (words::finding(finding.kind)) }
                // That one sentence is the same for all of them.
                @if finding.kind == FindingKind::NotComparable { " with figures in" }
                @else { " " (shown(&finding.because)) }
                (self.sources.cites(&finding.refs, line))
            }
        }
    }

    /// In how many articles, when there is something to say about that.
    pub fn spread(&self, articles: u32, after_copies: u32, agencies: &[String]) -> Option<String> {
        let mut parts = Vec::new();
        if articles > 1 {
            parts.push(format!("in {articles} articles"));
            if after_copies < articles {
                parts.push(format!("{after_copies} once copies are folded"));
            }
        }
        if !agencies.is_empty() {
            parts.push(format!("{} credited", agencies.join(", ")));
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// The reasons for days that are worked out, to be opened.
    pub fn reasons(&self, days: &Days, line: &Line<'p, 'r>) -> Markup {
        if !days::is_worked_out(days) || days.because.is_empty() {
            return html! {};
        }
        html! {
            details.why {
                summary { "why this day" }
                ul.words {
                    @for step in &days.because {
                        li {
                            @if in_words(&step.rule) { (shown(&step.rule)) " " }
                            @for one in &step.refs { (line.quote(one)) " " }
                        }
                    }
                }
            }
        }
    }
}

/// The ids of all that may become a line.
fn line_ids(story: &Story) -> impl Iterator<Item = &str> {
    let events = story.events.iter().map(|event| event.id.as_str());
    let figures = story.figures.iter().map(|figure| figure.id.as_str());
    let claims = story.claims.iter().map(|claim| claim.id.as_str());
    let actors = story.actors.iter().map(|actor| actor.id.as_str());
    let findings = story.findings.iter().map(|finding| finding.id.as_str());
    events.chain(figures).chain(claims).chain(actors).chain(findings)
}

/// Whether a rule is told in words; otherwise it is a code, which people never see.
fn in_words(rule: &str) -> bool {
    rule.trim().contains(char::is_whitespace)
}

/// Title, period, and what all of it rests on.
fn head(view: &View<'_, '_>) -> Markup {
    let story = view.story;
    let outlets: BTreeSet<_> =
        story.articles.iter().filter_map(|article| article.outlet.as_deref()).collect();
    let unnamed = story.articles.iter().filter(|article| article.outlet.is_none()).count();
    let copied = story.copies.iter().filter(|copy| copy.kind == CopyKind::BetweenArticles);
    let copying: BTreeSet<_> = copied.map(|copy| &copy.to.article).collect();
    let worked_out = story.articles.iter().filter(|article| days::is_worked_out(&article.published)).count();
    let premises = premises(story);
    html! {
        (heading(view.level - 1, Some(&format!("{}-title", view.prefix)), &shown(&story.title)))
        dl.facts {
            div { dt { "Told" } dd { (days::days(&story.period)) } }
            div {
                dt { "Rests on" }
                dd {
                    (words::count(story.articles.len(), "article")) ", " (words::count(outlets.len(), "named outlet"))
                    @if unnamed > 0 { "; " (unnamed) " without" }
                    (credits(story))
                }
            }
            div {
                dt { "Copying" }
                dd {
                    @match copying.len() {
                        0 => "none found between articles (a shared, unnamed agency is possible)",
                        1 => "1 carries passages of another",
                        number => { (number) " carry passages of others" },
                    }
                }
            }
            @if worked_out > 0 {
                div { dt { "Days" } dd { (worked_out) @if worked_out == 1 { " prints no full day" } @else { " print no full day" } } }
            }
        }
        p.legend {
            abbr { "~" } " worked out, not printed in an article."
            @for (premise, refs) in premises {
                " Assumed: " (shown(premise)) "." (view.sources.cites(refs, None))
            }
        }
    }
}

/// Which agencies are credited, by how many articles.
fn credits(story: &Story) -> Markup {
    let agencies: BTreeSet<_> = story.articles.iter().flat_map(|article| &article.agencies).collect();
    let agencies: Vec<_> = agencies.into_iter().map(String::as_str).collect();
    let crediting = story.articles.iter().filter(|article| !article.agencies.is_empty()).count();
    html! {
        @if crediting > 0 {
            "; " (crediting) @if crediting == 1 { " credits " } @else { " credit " } (shown(&agencies.join(", ")))
        }
    }
}

/// The premises that no article states, each once: what "is taken" to be so. The other steps behind assumed days stand with
/// these days.
fn premises(story: &Story) -> Vec<(&str, &[Ref])> {
    let published = story.articles.iter().map(|article| &article.published);
    let all = published.chain(story.events.iter().map(|event| &event.when)).chain([&story.period]);
    let steps = all.filter(|days| days.basis == Basis::Assumed).flat_map(|days| &days.because);
    let mut seen = BTreeSet::new();
    let taken = |rule: &str| rule.contains(" taken ");
    let new =
        steps.filter(|step| in_words(&step.rule) && taken(&step.rule) && seen.insert(step.rule.as_str()));
    new.map(|step| (step.rule.trim_end_matches('.'), step.refs.as_slice())).collect()
}
