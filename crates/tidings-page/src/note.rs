//! A record as a note of about one page in Markdown: [`note`].
//!
//! It says what the page says first, with the numbers of the articles for sources. For the words themselves there is
//! the page.

use std::collections::BTreeMap;
use std::fmt::Write;

use tidings_record::{ActorId, Article, ArticleId, Record, Ref, Story};

use crate::{days, words};

/// Lines of a section; the rest is counted.
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
        let articles = words::count(story.articles.len(), "article");
        let _ =
            writeln!(out, "# {}\n\n{articles}; told: {}.\n", line(&story.title), days::told(&story.period));

        let checks: Vec<_> = story.findings.iter().filter(|finding| finding.kind.is_check()).collect();
        section(
            out,
            &format!("To check ({})", checks.len()),
            checks.iter().map(|check| {
                let reading = check.innocent_reading.as_deref();
                let reading =
                    reading.map_or(String::new(), |reading| format!(" Innocent reading: {}", line(reading)));
                let kind = words::finding(check.kind);
                format!("{kind}: {} {}{reading}", line(&check.because), self.sources(&check.refs))
            }),
        );
        let events = story.timeline.iter().filter_map(|id| story.events.iter().find(|event| event.id == *id));
        section(
            out,
            "Timeline",
            events.map(|event| {
                let status = words::status(event.status);
                format!(
                    "{}: {} ({status}) {}",
                    days::told(&event.when),
                    line(&event.title),
                    self.sources(&event.refs)
                )
            }),
        );
        section(
            out,
            "Figures",
            story.figures.iter().map(|figure| {
                let by = figure.claimed_by.as_ref().map_or("nobody named", |actor| self.name(actor));
                let day = days::told(&figure.when);
                format!(
                    "{day}: {}, said by {} {}",
                    words::figure(figure),
                    line(by),
                    self.sources(&figure.refs)
                )
            }),
        );
        section(
            out,
            "Who said what",
            story.claims.iter().filter_map(|claim| {
                let speaker = self.name(claim.speaker.as_ref()?);
                let stance = words::stance(claim.stance);
                Some(format!(
                    "{} {stance}: {} {}",
                    line(speaker),
                    line(&claim.text),
                    self.sources(&claim.refs)
                ))
            }),
        );
        let _ = writeln!(out, "## Articles\n");
        for (article, number) in story.articles.iter().zip(1..) {
            let _ = writeln!(out, "{number}. {}", about(article));
        }
        out.push('\n');
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

fn section(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    let _ = writeln!(out, "## {title}\n");
    if lines.is_empty() {
        out.push_str("Nothing found.\n");
    }
    for line in lines.iter().take(LINES) {
        let _ = writeln!(out, "- {line}");
    }
    if lines.len() > LINES {
        let _ = writeln!(out, "- and {} more", lines.len() - LINES);
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
