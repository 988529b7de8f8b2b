//! The tools of agents: what the store answers, bounded, each line with its refs and with `cite`, a sentence that keeps
//! who claims it, how firmly, and what its day rests on.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tidings_page::{Citer, counted};
use tidings_record::{CodePoints, Days, PointSpan, Ref, Story};
use tidings_store::Store;

use crate::ReadSentence;
use crate::ask;
use crate::asked::{Asked, Param, Sort};
use crate::check::check;
use crate::refusal::Refusal;
use crate::routes::{CURSOR, KNOWN_BY, LIMIT, SEARCH};

/// Most bytes of the lines of an answer; what is beyond comes with `next`.
pub const MOST: usize = 40_000;
/// Most stories that are opened for the hits of a search.
const MOST_STORIES: usize = 12;
/// Most refs of a line.
const REFS: usize = 3;
/// Most code points of a quotation.
const LONGEST_QUOTE: i64 = 4_000;

/// A tool.
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// What it is for, for the agent.
    pub about: &'static str,
    /// Its arguments.
    pub params: &'static [Param],
    /// What it answers.
    pub answer: Answer,
}

/// What makes the answer of a tool.
pub enum Answer {
    /// The store.
    Store(fn(&Store, &Asked) -> Result<Value, Refusal>),
    /// The store, and a reading of what is asked.
    Read(fn(&Store, &ReadSentence, &Asked) -> Result<Value, Refusal>),
}

const STORY: Param =
    Param {
        name: "story", sort: Sort::Text, about: "The id of the story (s…), from search", required: true
    };
const DATE: &str = "The day from which \"on Friday\" counts [default: that of the latest article]";
const OF_STORY: &[Param] = &[STORY, KNOWN_BY, LIMIT, CURSOR];
const fn needed(name: &'static str, sort: Sort, about: &'static str) -> Param {
    Param { name, sort, about, required: true }
}
const fn filter(name: &'static str, about: &'static str) -> Param {
    Param { name, sort: Sort::Text, about, required: false }
}

/// All tools. All of them only read.
pub static TOOLS: &[Tool] = &[
    Tool {
        name: "search",
        about: "Finds passages, claims and events in news articles, with facets. Start here; the ids of stories that it \
                gives open the other tools.",
        params: SEARCH,
        answer: Answer::Store(search),
    },
    Tool {
        name: "story",
        about: "What a story is: its days, its articles, who takes part, and the findings that a person should check \
                (contradictions, altered quotations, plans not reported as carried out).",
        params: &[STORY, KNOWN_BY],
        answer: Answer::Store(story),
    },
    Tool {
        name: "timeline",
        about: "The events of a story in order of days, with status (planned, happened, denied, …) and claimants.",
        params: OF_STORY,
        answer: Answer::Store(timeline),
    },
    Tool {
        name: "claims",
        about: "Who said what in a story, with stance and manner; perhaps of one speaker or stance alone.",
        params: &[
            STORY,
            filter(
                "speaker",
                "Part of the speaker's name, or of what the article calls somebody it does not name",
            ),
            filter("stance", "says, denies, demands, threatens, …"),
            KNOWN_BY,
            LIMIT,
            CURSOR,
        ],
        answer: Answer::Store(claims),
    },
    Tool {
        name: "figures",
        about: "The figures of a story with bounds and with who gives each. Figures of different claimants are not to be \
                added up or averaged.",
        params: OF_STORY,
        answer: Answer::Store(figures),
    },
    Tool {
        name: "quote",
        about: "The exact words of an article at a ref, to quote or to check a quotation.",
        params: &[
            needed("article", Sort::Text, "The id of the article, as in a ref"),
            needed("start", Sort::Number, "First code point, span[0] of the ref"),
            needed("end", Sort::Number, "One past the last code point, span[1] of the ref"),
        ],
        answer: Answer::Store(quote),
    },
    Tool {
        name: "check",
        about: "Holds one sentence against the articles: each name, day, number, quotation and attribution of it is \
                supported, differs, is found nowhere, … Use it on what you are about to write. It says how the sentence \
                stands to the articles, never what is true.",
        params: &[
            needed("sentence", Sort::Text, "The sentence, at most 1,000 bytes"),
            filter("story", "The id of a story (s…) [default: those that name what the sentence names]"),
            Param { name: "date", sort: Sort::Day, about: DATE, required: false },
            KNOWN_BY,
        ],
        answer: Answer::Read(check),
    },
];

/// At most [`REFS`] of `refs`.
pub fn refs(refs: &[Ref<PointSpan>]) -> Value {
    json!(refs.iter().take(REFS).collect::<Vec<_>>())
}

fn days<S>(days: &Days<S>) -> Value {
    json!({ "earliest": days.earliest, "latest": days.latest, "basis": days.basis })
}

/// The lines that are asked for, as many as fit, made one by one.
fn lines(ids: &[&str], asked: &Asked, head: Value, line: impl Fn(usize) -> Value) -> Result<Value, Refusal> {
    let start = ask::start(ids, &|id: &&str| id, asked)?;
    let (mut items, mut size) = (Vec::new(), 0);
    for at in start..ids.len().min(start + asked.limit()) {
        let item = line(at);
        size += item.to_string().len();
        if size > MOST && !items.is_empty() {
            break;
        }
        items.push(item);
    }
    let last = start + items.len();
    let next = (last < ids.len() && last > 0).then(|| ask::cursor(last, ids[last - 1]));
    let mut answer = head;
    answer["items"] = items.into();
    answer["total"] = ids.len().into();
    answer["next"] = next.into();
    Ok(answer)
}

/// The story that `story` names.
fn kept(store: &Store, asked: &Asked) -> Result<ask::Kept, Refusal> {
    let id = asked.text("story").unwrap_or_default();
    ask::story(store, &asked.about(id))
}

fn head(story: &Story) -> Value {
    json!({ "story": { "id": story.id, "title": story.title } })
}

fn search(store: &Store, asked: &Asked) -> Result<Value, Refusal> {
    let found = ask::search(store, asked)?;
    let mut stories = Stories { store, asked, known: BTreeMap::new() };
    let facets: Map<String, Value> = found
        .facets
        .iter()
        .map(|facet| {
            let values: Map<String, Value> =
                facet.values.iter().map(|one| (one.value.clone(), one.count.into())).collect();
            (facet.name.clone(), Value::Object(values))
        })
        .collect();
    let (mut items, mut size, mut next) = (Vec::new(), 0, found.next);
    let skipped = ask::place(asked)?.map_or(0, |(after, _)| after);
    for (nth, hit) in found.hits.iter().enumerate() {
        let mut item = serde_json::to_value(hit)?;
        item["cite"] = stories.cite(hit)?.into();
        size += item.to_string().len();
        if size > MOST && nth > 0 {
            next = Some(ask::cursor(skipped + nth, &found.hits[nth - 1].id));
            break;
        }
        items.push(item);
    }
    Ok(json!({
        "items": items, "total": found.matches, "more": found.more, "facets": facets, "next": next,
    }))
}

/// The stories of hits, each looked up once.
struct Stories<'s> {
    store: &'s Store,
    asked: &'s Asked,
    known: BTreeMap<String, Option<Story>>,
}

impl Stories<'_> {
    /// The story `id`; none once [`MOST_STORIES`] were looked up, or if nothing of it is known by then.
    fn get(&mut self, id: &str) -> Option<&Story> {
        if !self.known.contains_key(id) {
            if self.known.len() >= MOST_STORIES {
                return None;
            }
            let story = ask::bare_story(self.store, &self.asked.about(id)).ok().map(|(_, story)| story);
            self.known.insert(id.to_owned(), story);
        }
        self.known.get(id)?.as_ref()
    }

    /// A hit as a sentence: a claim or event as its story tells it, a passage as the outlet's words.
    fn cite(&mut self, hit: &ask::Hit) -> Result<String, Refusal> {
        if hit.kind != "passage"
            && let Some(story) = hit.story.as_deref().and_then(|id| self.get(id))
        {
            let citer = Citer::new(story);
            let claim = story.claims.iter().find(|claim| claim.id.as_str() == hit.id);
            let event = story.events.iter().find(|event| event.id.as_str() == hit.id);
            if let Some(cite) = claim.map(|one| citer.claim(one)).or(event.map(|one| citer.event(one))) {
                return Ok(cite);
            }
        }
        let Some(number) = self.store.article_number(hit.place.article.as_str())? else {
            return Ok(String::new());
        };
        let words = tidings_page::cite_words(&self.store.reading(number)?, &hit.place.quote);
        let who = hit.speaker.as_deref().unwrap_or("somebody");
        Ok(match hit.kind.as_str() {
            "claim" => format!("{who} ({}), as told in: {words}", hit.sort.as_deref().unwrap_or("says")),
            "event" => format!("Told by an article, and perhaps somebody's word: {words}"),
            _ => words,
        })
    }
}

fn story(store: &Store, asked: &Asked) -> Result<Value, Refusal> {
    let kept = kept(store, asked)?;
    let citer = Citer::new(&kept.story);
    let printed = &kept.printed;
    let articles: Vec<Value> = printed
        .articles
        .iter()
        .take(30)
        .map(|one| {
            json!({
                "id": one.id, "title": one.title, "outlet": one.outlet, "published": days(&one.published),
                "agencies": one.agencies, "origin": one.origin,
            })
        })
        .collect();
    let actors: Vec<Value> = printed
        .actors
        .iter()
        .take(30)
        .map(|one| json!({ "id": one.id, "name": one.name, "type": one.kind, "speaks_for": one.speaks_for }))
        .collect();
    let findings: Vec<Value> = printed
        .findings
        .iter()
        .zip(&kept.story.findings)
        .filter(|(one, _)| one.kind.is_check())
        .take(10)
        .map(|(one, finding)| {
            json!({
                "id": one.id, "kind": one.kind, "because": one.because, "question": one.question,
                "innocent_reading": one.innocent_reading, "refs": refs(&one.refs), "cite": citer.finding(finding),
            })
        })
        .collect();
    let first = kept.story.articles.first();
    Ok(json!({
        "story": { "id": printed.id, "title": printed.title, "was": printed.was, "period": days(&printed.period) },
        "counts": {
            "articles": printed.articles.len(), "actors": printed.actors.len(), "events": printed.timeline.len(),
            "claims": printed.claims.len(), "figures": printed.figures.len(), "findings": printed.findings.len(),
        },
        "articles": articles, "actors": actors, "to_check": findings,
        "refs": refs(printed.events.first().map_or(&[][..], |event| &event.refs)),
        "cite": format!(
            "According to {}{}, the story is “{}”.",
            counted(printed.articles.len(), "article"),
            first.and_then(|one| one.outlet.as_deref()).map_or_else(String::new, |outlet| format!(", the first by {outlet}")),
            printed.title,
        ),
    }))
}

fn timeline(store: &Store, asked: &Asked) -> Result<Value, Refusal> {
    let kept = kept(store, asked)?;
    let citer = Citer::new(&kept.story);
    let on_line: Vec<usize> = kept
        .story
        .timeline
        .iter()
        .filter_map(|id| kept.story.events.iter().position(|event| event.id == *id))
        .collect();
    let ids: Vec<&str> = on_line.iter().map(|at| kept.story.events[*at].id.as_str()).collect();
    lines(&ids, asked, head(&kept.story), |nth| {
        let (event, one) = (&kept.story.events[on_line[nth]], &kept.printed.events[on_line[nth]]);
        let claimants: Vec<&str> = event.claimants.iter().map(|id| citer.name(id.as_str())).collect();
        json!({
            "id": one.id, "title": one.title, "when": days(&one.when), "status": one.status, "claimants": claimants,
            "articles": one.articles, "after_copies": one.after_copies, "figures": one.figures,
            "refs": refs(&one.refs), "cite": citer.event(event),
        })
    })
}

fn claims(store: &Store, asked: &Asked) -> Result<Value, Refusal> {
    let kept = kept(store, asked)?;
    let citer = Citer::new(&kept.story);
    let small = |text: Option<String>| text.map(|text| text.to_lowercase());
    let (speaker, stance) = (small(asked.text("speaker")), small(asked.text("stance")));
    let name = |at: usize| kept.story.claims[at].speaker.as_ref().map(|id| citer.name(id.as_str()));
    let who = |at: usize| name(at).or(kept.story.claims[at].said_by.as_deref());
    let mut wanted: Vec<usize> = (0..kept.story.claims.len()).collect();
    wanted.retain(|at| {
        let is_speaker = speaker
            .as_ref()
            .is_none_or(|part| who(*at).is_some_and(|name| name.to_lowercase().contains(part)));
        let is_stance = stance
            .as_ref()
            .is_none_or(|stance| json!(kept.story.claims[*at].stance).as_str() == Some(stance));
        is_speaker && is_stance
    });
    let ids: Vec<&str> = wanted.iter().map(|at| kept.story.claims[*at].id.as_str()).collect();
    lines(&ids, asked, head(&kept.story), |nth| {
        let (claim, one) = (&kept.story.claims[wanted[nth]], &kept.printed.claims[wanted[nth]]);
        json!({
            "id": one.id, "speaker": name(wanted[nth]), "said_by": one.said_by, "voice": one.voice, "stance": one.stance, "text": one.text,
            "manner": one.manner, "condition": one.condition, "deadline": one.deadline, "told": days(&one.told),
            "articles": one.articles, "after_copies": one.after_copies, "about": one.about,
            "refs": refs(&one.refs), "cite": citer.claim(claim),
        })
    })
}

fn figures(store: &Store, asked: &Asked) -> Result<Value, Refusal> {
    let kept = kept(store, asked)?;
    let citer = Citer::new(&kept.story);
    let ids: Vec<&str> = kept.story.figures.iter().map(|one| one.id.as_str()).collect();
    lines(&ids, asked, head(&kept.story), |at| {
        let (figure, one) = (&kept.story.figures[at], &kept.printed.figures[at]);
        json!({
            "id": one.id, "event": one.event, "effect": one.effect, "counted": one.counted, "unit": one.unit,
            "min": one.min, "max": one.max, "comparator": one.comparator, "approximate": one.approximate,
            "none_reported": one.none_reported, "voice": one.voice,
            "claimed_by": figure.claimed_by.as_ref().map(|id| citer.name(id.as_str())),
            "said_by": one.said_by, "when": days(&one.when),
            "refs": refs(&one.refs), "cite": citer.figure(figure),
        })
    })
}

fn quote(store: &Store, asked: &Asked) -> Result<Value, Refusal> {
    let id = asked.text("article").unwrap_or_default();
    let (number, reading) = ask::article(store, &asked.about(id))?;
    let (start, end) = (asked.number("start"), asked.number("end"));
    let points = CodePoints::new(&reading.text);
    let length = i64::from(points.point_span(whole(&reading.text)).end);
    if start >= end || end > length || end - start > LONGEST_QUOTE {
        return Err(Refusal::wrong(
            "bad_span",
            format!(
                "start is before end, at most {LONGEST_QUOTE} code points before; the text has {length} code points"
            ),
        ));
    }
    let point = |at: i64| u32::try_from(at).unwrap_or(0);
    let span = PointSpan::new(point(start), point(end));
    let words = points.byte_span(span).of(&reading.text);
    let line = store.article_line(number)?;
    Ok(json!({
        "quote": words, "title": line.title, "outlet": line.outlet, "published": days(&reading.published),
        "story": line.story, "refs": [Ref { article: reading.id.clone(), span, quote: words.to_owned() }],
        "cite": tidings_page::cite_words(&reading, words),
    }))
}

fn whole(text: &str) -> tidings_record::ByteSpan {
    tidings_record::ByteSpan::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX))
}
