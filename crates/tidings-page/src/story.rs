//! One story: what it is, and its sections in order.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use tidings_record::{ActorId, Basis, CopyKind, Days, Finding, Ref, Story};

use crate::sources::Sources;
use crate::text::shown;
use crate::{articles, checks, claims, copies, days, figures, heading, timeline, words};

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
    names: BTreeMap<&'r ActorId, &'r str>,
    /// The links among the findings, by the ids that they are about.
    links: BTreeMap<&'r str, Vec<&'r Finding>>,
    told: RefCell<BTreeSet<&'r str>>,
}

/// A story whose lines are written; the texts of its articles are not, since other lines may still link to them.
pub struct Lines<'r> {
    story: &'r Story,
    prefix: String,
    level: u8,
    head: Markup,
    sections: Vec<Section>,
    notes: Markup,
}

/// A section: the end of its id, its heading, its content.
type Section = (&'static str, String, Markup);

impl<'r> Lines<'r> {
    /// Writes the lines of `story`, the one with this `index`; on a page of `several` it has its own heading.
    pub fn of<'p>(story: &'r Story, index: usize, several: bool, sources: &'p Sources<'r>) -> Lines<'r> {
        let view = View::new(story, index, several, sources);
        let sections = vec![
            ("check", checks::title(&view), checks::section(&view)),
            ("timeline", "Timeline".to_owned(), timeline::section(&view)),
            ("figures", "Figures".to_owned(), figures::section(&view)),
            ("said", "Who said what".to_owned(), claims::section(&view)),
            ("copies", "Where words come from".to_owned(), copies::section(&view)),
        ];
        // After all others: what fits together and was told on no line.
        let notes = articles::notes(&view);
        Lines { story, head: head(&view), sections, notes, prefix: view.prefix, level: view.level }
    }

    /// The story with the texts of its articles.
    pub fn finish(self, sources: &Sources<'r>) -> Markup {
        let Lines { story, prefix, level, head, mut sections, notes } = self;
        sections.push(("articles", "Articles".to_owned(), articles::section(story, level, sources)));
        sections.push(("notes", "Notes".to_owned(), notes));
        html! {
            section #(prefix) aria-labelledby={ (prefix) "-title" } {
                (head)
                nav aria-label={ "Sections of " (crate::text::plain(&story.title)) } {
                    ul { @for (name, title, _) in &sections { li { a href={ "#" (prefix) "-" (name) } { (title) } } } }
                }
                @for (name, title, content) in &sections {
                    @let id = format!("{prefix}-{name}");
                    section #(id) aria-labelledby={ (id) "-title" } {
                        (heading(level, Some(&format!("{id}-title")), &html! { (title) }))
                        (content)
                    }
                }
            }
        }
    }
}

impl<'p, 'r> View<'p, 'r> {
    fn new(story: &'r Story, index: usize, several: bool, sources: &'p Sources<'r>) -> View<'p, 'r> {
        let mut links: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for finding in story.findings.iter().filter(|finding| !finding.kind.is_check()) {
            for id in &finding.between {
                links.entry(id.as_str()).or_default().push(finding);
            }
        }
        let names = story.actors.iter().map(|actor| (&actor.id, actor.name.as_str())).collect();
        let (prefix, level) = (format!("s{}", index + 1), 2 + u8::from(several));
        View { story, sources, prefix, level, names, links, told: RefCell::default() }
    }

    /// The name of an actor; its id if the record lacks it.
    pub fn name<'i>(&self, id: &'i ActorId) -> &'i str
    where
        'r: 'i,
    {
        self.names.get(id).copied().unwrap_or(id.as_str())
    }

    /// Names in a row: "A, B and C".
    pub fn names(&self, ids: &[ActorId]) -> String {
        let names: Vec<_> = ids.iter().map(|id| self.name(id)).collect();
        match names.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        }
    }

    /// What fits together, on the first line that it is about.
    pub fn links(&self, id: &str) -> Markup {
        let linked = self.links.get(id).into_iter().flatten();
        let new: Vec<_> = linked.filter(|one| self.told.borrow_mut().insert(one.id.as_str())).collect();
        html! { @for finding in new { (self.link(finding)) } }
    }

    /// The links that were told on no line.
    pub fn other_links(&self) -> Vec<&'r Finding> {
        let told = self.told.borrow();
        let links = self.story.findings.iter().filter(|finding| !finding.kind.is_check());
        links.filter(|finding| !told.contains(finding.id.as_str())).collect()
    }

    /// One link, as a note.
    pub fn link(&self, finding: &Finding) -> Markup {
        html! {
            p.note {
                b { (words::finding(finding.kind)) ": " }
                (shown(&finding.because)) (self.sources.cites(&finding.refs))
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
    pub fn reasons(&self, days: &Days) -> Markup {
        if !days::is_worked_out(days) || days.because.is_empty() {
            return html! {};
        }
        html! {
            details {
                summary { "Why this day" }
                ul.words {
                    @for step in &days.because {
                        li {
                            @if in_words(&step.rule) { (shown(&step.rule)) " " }
                            @for one in &step.refs { (self.sources.quote(one)) " " }
                        }
                    }
                }
            }
        }
    }
}

/// Whether a rule is told in words; otherwise it is a code, which people never see.
fn in_words(rule: &str) -> bool {
    rule.trim().contains(char::is_whitespace)
}

/// Title, counts, days, and what all of it rests on.
fn head(view: &View<'_, '_>) -> Markup {
    let story = view.story;
    let outlets = story.articles.iter().filter(|article| article.outlet.is_some()).count();
    let agencies: BTreeSet<_> = story.articles.iter().flat_map(|article| &article.agencies).collect();
    let agencies: Vec<_> = agencies.into_iter().map(String::as_str).collect();
    let crediting = story.articles.iter().filter(|article| !article.agencies.is_empty()).count();
    let copied = story.copies.iter().filter(|copy| copy.kind == CopyKind::BetweenArticles).count();
    let premises = premises(story);
    html! {
        (heading(view.level - 1, Some(&format!("{}-title", view.prefix)), &shown(&story.title)))
        ul.facts {
            li { (words::count(story.articles.len(), "article")) }
            li { (outlets) @if outlets == 1 { " names its outlet" } @else { " name their outlet" } }
            @if crediting > 0 {
                li { (crediting) @if crediting == 1 { " credits " } @else { " credit " } (shown(&agencies.join(", "))) }
            }
            li { "days told: " (days::days(&story.period)) }
        }
        p {
            @match copied {
                0 => "No passage copied between articles found (a shared, unnamed agency is possible).",
                1 => "One passage stands in more than one article.",
                _ => { (copied) " passages stand in more than one article." }
            }
        }
        p.legend {
            abbr { "~" } " = worked out, not printed in an article."
            @for (premise, refs) in premises {
                " Assumed: " (shown(premise)) (view.sources.cites(refs)) "."
            }
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
