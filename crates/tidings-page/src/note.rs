//! A record as a note of about one page in Markdown: [`note`].
//!
//! It says what the page says first, with the numbers of the articles for sources. For the words themselves there is
//! the page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use tidings_record::{
    ActorId, Article, ArticleId, Claim, Days, Effect, Figure, Finding, LinkedEvent, Manner, Record, Ref,
    Status, Story, Voice,
};

use crate::{checks, days, words};

/// Lines of a section: those that most articles tell; the rest is counted.
const LINES: usize = 12;

/// The note of `record`. Same input, same bytes.
pub fn note(record: &Record) -> String {
    if record.stories.is_empty() {
        return "No story found.\n".to_owned();
    }
    let mut out = String::new();
    for story in &record.stories {
        Note::of(story).write(&mut out);
    }
    out
}

struct Note<'r> {
    story: &'r Story,
    numbers: BTreeMap<&'r ArticleId, usize>,
    names: BTreeMap<&'r ActorId, &'r str>,
}

impl<'r> Note<'r> {
    fn of(story: &'r Story) -> Note<'r> {
        let numbers = story.articles.iter().zip(1..).map(|(article, number)| (&article.id, number)).collect();
        let names = story.actors.iter().map(|actor| (&actor.id, actor.name.as_str())).collect();
        Note { story, numbers, names }
    }

    fn write(&self, out: &mut String) {
        let story = self.story;
        let outlets: BTreeSet<_> = story.articles.iter().filter_map(|one| one.outlet.as_deref()).collect();
        let _ = writeln!(
            out,
            "# {}\n\n{} from {}, numbered below. Told: {}. `~` marks days that are worked out, not printed in an article. \
             This note says what the articles say, not who is right.\n",
            line(&story.title),
            words::count(story.articles.len(), "article"),
            words::count(outlets.len(), "named outlet"),
            days::told(&story.period)
        );
        let (checks, more) = checks::shown_first(story);
        let lines = checks.iter().map(|check| self.check(check)).collect();
        section(out, "To check", checks.len(), checks.len() + more, lines);
        let listed = story.timeline.iter().filter_map(|id| story.events.iter().find(|event| event.id == *id));
        let events = most(listed, |event| event.after_copies);
        let lines = events.iter().map(|event| self.event(event)).collect();
        section(out, "Timeline", events.len(), story.timeline.len(), lines);
        let figures = most(story.figures.iter(), |figure| {
            let told = u32::try_from(figure.refs.len()).unwrap_or(u32::MAX);
            told.saturating_add(match figure.effect {
                _ if figure.none_reported => 0,
                Effect::Killed => 2_000,
                Effect::Counted | Effect::Other => 0,
                _ => 1_000,
            })
        });
        section(out, "Figures", figures.len(), story.figures.len(), self.figures(&figures));
        let named = story.claims.iter().filter(|claim| claim.speaker.is_some());
        let claims = most(named, |claim| claim.articles * 2 + u32::from(claim.manner != Manner::Paraphrased));
        let lines = claims.iter().map(|claim| self.claim(claim)).collect();
        section(out, "Who said what", claims.len(), story.claims.len(), lines);
        let _ = writeln!(out, "## Articles\n");
        for (article, number) in story.articles.iter().zip(1..) {
            let _ = writeln!(out, "{number}. {}", about(article));
        }
        out.push('\n');
    }

    fn check(&self, check: &Finding) -> String {
        let kind = words::finding(check.kind);
        let asked = check.question.as_deref().map(|question| format!(" Ask: {}", line(question)));
        let innocent = check.innocent_reading.as_deref();
        let innocent = innocent.map(|reading| format!(" It may be innocent: {}", line(reading)));
        let (asked, innocent) = (asked.unwrap_or_default(), innocent.unwrap_or_default());
        format!("**{kind}.** {} {}{asked}{innocent}", line(&check.because), self.sources(&check.refs))
    }

    fn event(&self, event: &'r LinkedEvent) -> String {
        let claimants: Vec<_> = event.claimants.iter().map(|id| self.name(id)).collect();
        // A title that names whose word it is need not be told so again.
        let is_named = !claimants.is_empty() && claimants.iter().all(|name| event.title.contains(name));
        let told = match is_named && matches!(event.status, Status::Happened | Status::Alleged) {
            true => String::new(),
            false => words::told_as(event, &claimants.join(", ")),
        };
        let told = if told.is_empty() { told } else { format!(" ({})", line(&told)) };
        let title = line(event.title.trim_end_matches('.'));
        format!("{}: {title}{told} {}", days::told(&event.when), self.sources(&event.refs))
    }

    /// The figures by their days; what several give is one line.
    fn figures(&self, figures: &[&'r Figure]) -> Vec<String> {
        let mut lines: Vec<(&Days, String, ByVoice)> = Vec::new();
        for figure in figures {
            let when = if days::is_known(&figure.when) { &figure.when } else { &figure.counted_at };
            let who = match (&figure.claimed_by, figure.voice) {
                (Some(id), _) => line(self.name(id)),
                (None, Voice::Article) => "the article’s own words".to_owned(),
                (None, _) => line(figure.said_by.as_deref().unwrap_or("nobody named")),
            };
            let told = format!("{}: {}", days::told(when), line(&words::figure(figure)));
            let at = lines.iter().position(|(_, other, _)| *other == told).unwrap_or_else(|| {
                lines.push((when, told, BTreeMap::new()));
                lines.len() - 1
            });
            lines[at].2.entry(who).or_default().extend(figure.refs.iter().cloned());
        }
        lines.sort_by_key(|(when, ..)| when.latest.or(when.earliest));
        let said = |(who, refs): (&String, &Vec<Ref>)| format!("{who} {}", self.sources(refs));
        let all = |by: &BTreeMap<_, _>| by.iter().map(said).collect::<Vec<_>>().join(", ");
        lines.iter().map(|(_, told, by)| format!("{told} – {}", all(by))).collect()
    }

    fn claim(&self, claim: &'r Claim) -> String {
        let unnamed = claim.said_by.as_deref().unwrap_or("nobody named");
        let speaker = claim.speaker.as_ref().map_or(unnamed, |id| self.name(id));
        let mut said = words::statement(speaker, claim);
        // The comma before a closing quotation mark belongs to the sentence that it was taken from.
        if let Some(close) = said.chars().next_back().filter(|last| ['"', '”'].contains(last)) {
            let bare = said.trim_end_matches([close, ',']).len();
            said.truncate(bare);
            said.push(close);
        }
        format!("{}: {} {}", days::told(&claim.told), line(&said), self.sources(&claim.refs))
    }

    fn name(&self, id: &'r ActorId) -> &'r str {
        self.names.get(id).copied().unwrap_or(id.as_str())
    }

    /// The numbers of the articles that refs are in: `[1][3]`.
    fn sources(&self, refs: &[Ref]) -> String {
        let mut numbers: Vec<usize> =
            refs.iter().filter_map(|one| self.numbers.get(&one.article).copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(|number| format!("[{number}]")).collect()
    }
}

/// Where each gives a figure, by who gives it.
type ByVoice = BTreeMap<String, Vec<Ref>>;

/// The items with the highest `weight`, as many as a section has lines, in their order.
fn most<'r, T>(items: impl Iterator<Item = &'r T>, weight: impl Fn(&T) -> u32) -> Vec<&'r T> {
    let mut ranked: Vec<_> = items.enumerate().collect();
    ranked.sort_by_key(|(place, item)| (Reverse(weight(item)), *place));
    ranked.truncate(LINES);
    ranked.sort_by_key(|(place, _)| *place);
    ranked.into_iter().map(|(_, item)| item).collect()
}

/// A section that tells so many of all there are.
fn section(out: &mut String, title: &str, told: usize, all: usize, lines: Vec<String>) {
    let _ = match all {
        all if all > told => writeln!(out, "## {title} ({told} of {all})\n"),
        all => writeln!(out, "## {title} ({all})\n"),
    };
    if lines.is_empty() {
        out.push_str("Nothing found.\n");
    }
    for line in lines {
        let _ = writeln!(out, "- {line}");
    }
    out.push('\n');
}

fn about(article: &Article) -> String {
    let title = article.title.as_deref().map_or("(no title)".to_owned(), line);
    let outlet = article.outlet.as_deref().unwrap_or("no outlet named");
    format!("{title} ({}, {})", line(outlet), days::told(&article.published))
}

/// Text of an article on one line, so that nothing in it is Markdown or HTML.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => out.extend(['\\', c]),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '&' => out.push_str("&amp;"),
                c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {}
                c => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_an_article_is_markup() {
        assert_eq!(line("a *b* <i>c</i>\n# d \u{202e}e"), "a \\*b\\* &lt;i&gt;c&lt;/i&gt; \\# d e");
    }

    #[test]
    fn no_story_says_so() {
        assert_eq!(note(&Record::default()), "No story found.\n");
    }
}
