//! The body passages of the store, those that are copied once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tidings_record::{ByteSpan, CodePoints, CopyKind, Days, PassageKind, PointSpan, Reading, Ref};

use crate::search::words::joined;
use crate::{Member, Result, Store};

/// Share of a passage, in percent, that must be copied for it to be left out.
const COPIED: u32 = 80;

/// A passage that stands for its copies.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptPassage {
    /// `ARTICLE#FIRST-END`, in code points.
    pub id: String,
    /// Its words.
    pub text: String,
    /// The id of its story.
    pub story: String,
    /// When its article was published.
    pub published: Days<PointSpan>,
    /// The outlet of its article.
    pub outlet: Option<String>,
    /// Who says what stands in it, by name.
    pub claimants: Vec<String>,
    /// The ids of the events, claims and figures that rest on it.
    pub rests: Vec<String>,
    /// Where it stands.
    pub place: Ref<PointSpan>,
    /// Passages of other articles that are left out because they carry its words.
    pub copies: Vec<String>,
}

fn bodies(reading: &Reading) -> impl Iterator<Item = ByteSpan> + '_ {
    let listed = reading.passages.iter();
    listed.filter(|one| one.kind == PassageKind::Body && one.repeats.is_none()).map(|one| one.span)
}

fn id(reading: &Reading, points: &CodePoints<'_>, span: ByteSpan) -> String {
    let span = points.point_span(span);
    format!("{}#{}-{}", reading.id.as_str(), span.start, span.end)
}

impl Store {
    /// The body passages of an article, repeats left out.
    pub(crate) fn body_passages(&self, article: i64) -> Result<Vec<(PointSpan, String)>> {
        let reading = self.reading(article)?;
        let points = CodePoints::new(&reading.text);
        Ok(bodies(&reading)
            .map(|span| (points.point_span(span), span.of(&reading.text).to_owned()))
            .collect())
    }

    /// The passages of a story, in the order of its articles: each once for all that carry its words.
    /// With `known_by`, from what had been published by then.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn passages_of_story(&self, story: i64, known_by: Option<Date>) -> Result<Vec<KeptPassage>> {
        let record =
            if known_by.is_none() { self.story(story)? } else { self.linked_now(story, known_by, false)? };
        let Some(record) = record else { return Ok(Vec::new()) };
        let members: BTreeMap<String, Member> = self
            .members(story)?
            .into_iter()
            .map(|member| (member.reading.id.as_str().to_owned(), member))
            .collect();
        let names: BTreeMap<&str, &str> =
            record.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect();
        let mut kept: Vec<KeptPassage> = Vec::new();
        let mut spans: Vec<(String, ByteSpan)> = Vec::new();
        let mut by_words: BTreeMap<String, usize> = BTreeMap::new();
        for article in &record.articles {
            let Some(member) = members.get(article.id.as_str()) else { continue };
            let reading = &member.reading;
            let points = CodePoints::new(&reading.text);
            let copied: Vec<_> = record
                .copies
                .iter()
                .filter(|copy| copy.kind == CopyKind::BetweenArticles && copy.to.article == reading.id)
                .collect();
            for span in bodies(reading) {
                let words = joined(span.of(&reading.text));
                let from = by_words.get(&words).copied().or_else(|| {
                    let inside =
                        |one: ByteSpan| one.end.min(span.end).saturating_sub(one.start.max(span.start));
                    let shared: u32 = copied.iter().map(|copy| inside(copy.to.span)).sum();
                    let longest = copied.iter().max_by_key(|copy| inside(copy.to.span))?;
                    let from = longest.from.as_ref().filter(|_| shared * 100 >= span.len() * COPIED)?;
                    spans.iter().position(|(article, other)| {
                        article == from.article.as_str() && other.overlaps(from.span)
                    })
                });
                if let Some(from) = from {
                    kept[from].copies.push(id(reading, &points, span));
                    continue;
                }
                by_words.insert(words, kept.len());
                spans.push((reading.id.as_str().to_owned(), span));
                let rests_here = |refs: &[Ref]| {
                    refs.iter().any(|one| one.article == reading.id && one.span.overlaps(span))
                };
                let mut rests: Vec<String> = Vec::new();
                rests.extend(
                    record.events.iter().filter(|one| rests_here(&one.refs)).map(|one| one.id.to_string()),
                );
                let claims = record.claims.iter().filter(|one| rests_here(&one.refs));
                rests.extend(claims.clone().map(|one| one.id.to_string()));
                rests.extend(
                    record.figures.iter().filter(|one| rests_here(&one.refs)).map(|one| one.id.to_string()),
                );
                let claimants: BTreeSet<&str> = claims
                    .filter_map(|one| one.speaker.as_ref())
                    .map(|id| names.get(id.as_str()).copied().unwrap_or(id.as_str()))
                    .collect();
                let Days { earliest, latest, edtf, at, basis, .. } = article.published.clone();
                kept.push(KeptPassage {
                    id: id(reading, &points, span),
                    text: span.of(&reading.text).to_owned(),
                    story: record.id.to_string(),
                    published: Days { earliest, latest, edtf, at, basis, because: Vec::new() },
                    outlet: article.outlet.clone(),
                    claimants: claimants.into_iter().map(str::to_owned).collect(),
                    rests,
                    place: Ref {
                        article: reading.id.clone(),
                        span: points.point_span(span),
                        quote: span.of(&reading.text).to_owned(),
                    },
                    copies: Vec::new(),
                });
            }
        }
        Ok(kept)
    }
}
