//! A line of a record as one ready sentence: who says it, how firmly, in which words, where and when, and what each day
//! rests on. What is one side's word never stands there as a fact.

use std::collections::BTreeMap;

use tidings_record::{
    Article, Claim, Days, Figure, Finding, LinkedEvent, Manner, Reading, Ref, Status, Story, Verdict, Voice,
};

use crate::text::plain;
use crate::{days, words};

/// Most characters of a quotation in a sentence; what is longer is cut and ends with "…".
const LONGEST: usize = 400;

/// Writes sentences about the lines of one story.
#[derive(Debug)]
pub struct Citer<'s> {
    names: BTreeMap<&'s str, &'s str>,
    articles: BTreeMap<&'s str, &'s Article>,
}

impl<'s> Citer<'s> {
    /// For the lines of `story`.
    pub fn new(story: &'s Story) -> Citer<'s> {
        Citer {
            names: story.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect(),
            articles: story.articles.iter().map(|article| (article.id.as_str(), article)).collect(),
        }
    }

    /// The name of an actor; its id where the story has none with it.
    pub fn name<'n>(&self, id: &'n str) -> &'n str
    where
        's: 'n,
    {
        self.names.get(id).copied().unwrap_or(id)
    }

    /// "Ilse Brandow denies, in the words of the Varholm Echo: “…” (Varholm Echo, “…”, Tue 12 Mar 2024 (…))."
    pub fn claim(&self, claim: &Claim) -> String {
        let outlet = self.outlet(&claim.first);
        let speaker = claim.speaker.as_ref().map(|id| id.as_str());
        let who = self.claimant(speaker, claim.voice, claim.said_by.as_deref(), &outlet);
        let manner = match claim.manner {
            Manner::Quoted => String::new(),
            Manner::PartQuoted => format!(", partly quoted by {outlet}"),
            Manner::Paraphrased => format!(", in the words of {outlet}"),
        };
        let condition =
            claim.condition.as_ref().map(|one| format!(", on the condition {}", quoted(&one.quote)));
        format!(
            "{who} {}{manner}{}: {} ({}; said {}).",
            words::stance(claim.stance),
            condition.unwrap_or_default(),
            quoted(&claim.text),
            self.source(&claim.first),
            days::with_basis(&claim.told),
        )
    }

    /// "The harbour office gives the figure: about 4,000 passengers stranded, “…” (…)."
    pub fn figure(&self, figure: &Figure) -> String {
        let first = figure.refs.first();
        let outlet = first.map_or_else(|| "An article".to_owned(), |one| self.outlet(one));
        let speaker = figure.claimed_by.as_ref().map(|id| id.as_str());
        let who = self.claimant(speaker, figure.voice, figure.said_by.as_deref(), &outlet);
        let direction: String = [("by", &figure.by), ("against", &figure.against)]
            .into_iter()
            .filter_map(|(word, actor)| Some(format!(" {word} {}", self.name(actor.as_ref()?.as_str()))))
            .collect();
        // That nobody reported any stands in the words alone.
        let says = match figure.none_reported {
            true => "gives no number".to_owned(),
            false => format!("gives the figure: {}{direction}", words::figure(figure)),
        };
        format!(
            "{who} {says}, {} ({}; of the event of {}).",
            first.map_or_else(String::new, |one| quoted(&one.quote)),
            first.map_or_else(String::new, |one| self.source(one)),
            days::with_basis(&figure.when),
        )
    }

    /// "Talks in Istanbul: planned, according to the Kremlin; 23 Jul 2025 (worked out): “…” (…)."
    pub fn event(&self, event: &LinkedEvent) -> String {
        let claimants: Vec<&str> = event.claimants.iter().map(|id| self.name(id.as_str())).collect();
        let told = match (event.status, claimants.is_empty()) {
            (Status::Happened, true) => {
                let outlet =
                    event.refs.first().map_or_else(|| "an article".to_owned(), |one| self.outlet(one));
                format!("told as happened by {outlet}, in its own voice")
            }
            _ => words::told_as(event, &claimants.join(", ")),
        };
        let words = event.refs.first().map(|one| format!(": {} ({})", quoted(&one.quote), self.source(one)));
        let when = days::with_basis(&event.when);
        format!("{}: {told}; {when}{}.", flat(&event.title), words.unwrap_or_default())
    }

    /// What a finding says, as it is: it names both sides itself, and is no verdict.
    pub fn finding(&self, finding: &Finding) -> String {
        let places: Vec<String> = finding.refs.iter().take(4).map(|one| self.words(one)).collect();
        format!("{}: {} {}", words::finding(finding.kind), finding.because.trim(), places.join(" "))
    }

    /// Exact words with where they stand: "“…” (Varholm Echo, “…”, Tue 12 Mar 2024 (from the dateline))."
    pub fn words(&self, one: &Ref) -> String {
        format!("{} ({}).", quoted(&one.quote), self.source(one))
    }

    fn claimant(&self, speaker: Option<&str>, voice: Voice, said_by: Option<&str>, outlet: &str) -> String {
        match (speaker, voice, said_by) {
            (Some(id), ..) => flat(self.name(id)),
            (None, Voice::Article, _) => format!("{outlet}, in its own voice,"),
            (None, _, Some(words)) => format!("Somebody whom {outlet} calls {}", quoted(words)),
            (None, _, None) => format!("Somebody whom {outlet} does not name"),
        }
    }

    fn outlet(&self, one: &Ref) -> String {
        let article = self.articles.get(one.article.as_str());
        article.and_then(|article| article.outlet.as_deref()).map_or_else(|| "an article".to_owned(), flat)
    }

    fn source(&self, one: &Ref) -> String {
        match self.articles.get(one.article.as_str()) {
            Some(article) => source(
                article.outlet.as_deref(),
                article.title.as_deref(),
                &article.published,
                &article.agencies,
                article.url.as_deref(),
            ),
            None => one.article.to_string(),
        }
    }
}

/// Words of an article that no story need hold: "“…” (Varholm Echo, “…”, published Tue 12 Mar 2024 (from the dateline))."
pub fn cite_words(reading: &Reading, words: &str) -> String {
    let title = reading.title.as_ref().map(|title| title.text.as_str());
    let source = source(
        reading.outlet.as_deref(),
        title,
        &reading.published,
        &reading.agencies,
        reading.url.as_deref(),
    );
    format!("{} ({source}).", quoted(words))
}

/// A verdict of an audit, with the words of the source that it rests on: "“40 dead”: differs. Because. “…” (…)."
pub fn cite_verdict(verdict: &Verdict, source: Option<&Reading>) -> String {
    let judged =
        format!("{}: {}. {}", quoted(&verdict.words), verdict.judgement.words(), flat(&verdict.because));
    let (Some(source), Some(place)) = (source, verdict.refs.first()) else { return judged };
    let who = verdict.said_by.as_deref().map(|who| format!(" {}:", flat(who))).unwrap_or_default();
    format!("{judged}{who} {}", cite_words(source, &place.quote))
}

/// Outlet, title, day of publication with its basis, agencies, address.
fn source(
    outlet: Option<&str>,
    title: Option<&str>,
    published: &Days,
    agencies: &[String],
    url: Option<&str>,
) -> String {
    let mut parts = vec![outlet.map_or_else(|| "outlet not named".to_owned(), flat)];
    parts.extend(title.map(quoted));
    parts.push(format!("published {}", days::with_basis(published)));
    parts.extend(agencies.iter().map(|agency| format!("{} credited", flat(agency))));
    parts.extend(url.map(flat));
    parts.join(", ")
}

/// On one line, in quotation marks of its own where it has none.
fn quoted(words: &str) -> String {
    let line = flat(words);
    let cut = match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    };
    if cut.starts_with(['“', '"']) && cut.ends_with(['”', '"']) { cut } else { format!("“{cut}”") }
}

/// On one line, with nothing unseen in it.
fn flat(text: &str) -> String {
    plain(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
