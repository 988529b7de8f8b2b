//! What the store answers: the same for the API, the pages and the tools of agents.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tidings_record::{
    ArticleId, Claim, Figure, Finding, LinkedEvent, PointSpan, Reading, Record, Ref, Story,
};
use tidings_store::{Change, Query, Store, StoreError};

use crate::asked::Asked;
use crate::refusal::Refusal;

/// A part of a list, and where the next part begins.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Page_of_{T}")]
pub struct Page<T> {
    /// The items of this part.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: usize,
    /// The `cursor` of the next part; null at the end.
    pub next: Option<String>,
}

/// A line about a story.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StoryLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its first day.
    pub earliest: Option<String>,
    /// Its last day.
    pub latest: Option<String>,
    /// How many articles tell it.
    pub articles: i64,
}

/// What a search found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Found {
    /// The hits of this part, the best first.
    pub hits: Vec<Hit>,
    /// How many match; at most 400 are ranked and counted, those that came last.
    pub matches: usize,
    /// Whether more match than were counted.
    pub more: bool,
    /// How many of the counted matches have which value: by `kind`, `outlet`, `month`, `speaker`, `stance`, `type`,
    /// `story`, the most frequent first.
    pub facets: Vec<Facet>,
    /// The `cursor` of the next part; null at the end.
    pub next: Option<String>,
}

/// A value that hits share.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Facet {
    /// Which property.
    pub name: String,
    /// Its values.
    pub values: Vec<FacetValue>,
}

/// A value and how often it was counted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// How many matches have it.
    pub count: usize,
}

/// One hit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Hit {
    /// `passage`, `claim` or `event`.
    pub kind: String,
    /// Its id; of a passage `ARTICLE#FIRST-END`.
    pub id: String,
    /// The id of the story.
    pub story: Option<String>,
    /// The outlet of the article.
    pub outlet: Option<String>,
    /// Of an event its first day, of a claim when it was told, else of publication.
    pub day: Option<String>,
    /// Who says it, of a claim.
    pub speaker: Option<String>,
    /// The stance of a claim or the type of an event.
    pub sort: Option<String>,
    /// The title of an event, or of the article.
    pub title: Option<String>,
    /// Where it stands.
    #[serde(rename = "ref")]
    pub place: Ref<PointSpan>,
    /// The words around what was asked, with it between `[` and `]`.
    pub snippet: String,
}

/// What changed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changes {
    /// The changes, in order; each thing comes once, as it is now.
    pub changes: Vec<ChangeLine>,
    /// What to ask about next, once these are applied.
    pub cursor: i64,
    /// Whether there are more.
    pub more: bool,
}

/// One change.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangeLine {
    /// Its number.
    pub cursor: i64,
    /// `upsert`, or `remove` for what is no more.
    pub op: String,
    /// What it is.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its fields; of what is no more what it became.
    pub data: Value,
}

/// A story in memory and as it is printed.
pub struct Kept {
    /// With spans in bytes.
    pub story: Story,
    /// With spans in code points.
    pub printed: Story<PointSpan>,
}

/// The story that is asked about, as far as it is known by the day that is asked for.
pub fn story(store: &Store, asked: &Asked) -> Result<Kept, Refusal> {
    let (number, story) = bare_story(store, asked)?;
    let texts = store.texts(number)?;
    let texts: Vec<(&ArticleId, &str)> = texts.iter().map(|(id, text)| (id, text.as_str())).collect();
    let record = Record { stories: vec![story.clone()], ..Record::default() }.in_code_points(&texts)?;
    match record.stories.into_iter().next() {
        Some(printed) => Ok(Kept { story, printed }),
        None => Err(unknown_story(store, &asked.id)?),
    }
}

/// The same, not printed.
pub fn bare_story(store: &Store, asked: &Asked) -> Result<(i64, Story), Refusal> {
    let Some(number) = store.story_number(&asked.id)? else {
        return Err(unknown_story(store, &asked.id)?);
    };
    let story = match asked.known_by() {
        None => store.story(number)?,
        Some(day) => store.linked_now(number, Some(day), false)?,
    };
    match story {
        Some(story) => Ok((number, story)),
        None => Err(Refusal::new(
            404,
            "not_known",
            format!("nothing of {} is linked, or had been published by then", cut(&asked.id)),
        )),
    }
}

fn unknown_story(store: &Store, id: &str) -> Result<Refusal, StoreError> {
    let id = cut(id);
    Ok(Refusal::new(404, "unknown_id", format!("there is no story {id}{}", store.near_words(&id)?)))
}

fn cut(id: &str) -> String {
    id.chars().take(80).collect()
}

/// The readings of the articles of `story`, in order of their ids.
pub fn readings(store: &Store, number: i64, story: &Story) -> Result<Vec<Reading>, Refusal> {
    let mut readings: Vec<Reading> =
        store.members(number)?.into_iter().map(|member| member.reading).collect();
    readings.retain(|reading| story.articles.iter().any(|article| article.id == reading.id));
    readings.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(readings)
}

/// The reading of the article that is asked about, if it had been published by the day that is asked for.
pub fn article(store: &Store, asked: &Asked) -> Result<(i64, Reading), Refusal> {
    let id = cut(&asked.id);
    let Some(number) = store.article_number(&asked.id)? else {
        let near = store.near_words(&id)?;
        return Err(Refusal::new(404, "unknown_id", format!("there is no article {id}{near}")));
    };
    let reading = store.reading(number)?;
    match asked.known_by() {
        Some(day) if reading.published.latest.is_none_or(|latest| latest > day) => Err(Refusal::new(
            404,
            "not_known",
            format!("{id} was not published by {day}, as far as is certain"),
        )),
        _ => Ok((number, reading)),
    }
}

/// The stories, those that run latest first.
pub fn stories(store: &Store, asked: &Asked) -> Result<Page<StoryLine>, Refusal> {
    let lines = store.stories(asked.known_by())?.into_iter().map(|one| StoryLine {
        id: one.id,
        title: one.title,
        earliest: one.days.0,
        latest: one.days.1,
        articles: one.articles,
    });
    page(lines.collect(), |line| &line.id, asked)
}

/// The events on the timeline of a story.
pub fn timeline(kept: Kept) -> Vec<LinkedEvent<PointSpan>> {
    let mut events: BTreeMap<_, _> =
        kept.printed.events.into_iter().map(|event| (event.id.clone(), event)).collect();
    kept.printed.timeline.iter().filter_map(|id| events.remove(id)).collect()
}

/// A part of the claims of a story.
pub fn claims(kept: Kept, asked: &Asked) -> Result<Page<Claim<PointSpan>>, Refusal> {
    page(kept.printed.claims, |one| one.id.as_str(), asked)
}

/// A part of the figures of a story.
pub fn figures(kept: Kept, asked: &Asked) -> Result<Page<Figure<PointSpan>>, Refusal> {
    page(kept.printed.figures, |one| one.id.as_str(), asked)
}

/// A part of the findings of a story.
pub fn findings(kept: Kept, asked: &Asked) -> Result<Page<Finding<PointSpan>>, Refusal> {
    page(kept.printed.findings, |one| one.id.as_str(), asked)
}

/// The part of `items` that is asked for. A cursor names the item before it, and so holds while the list grows.
pub fn page<T>(items: Vec<T>, id: impl Fn(&T) -> &str, asked: &Asked) -> Result<Page<T>, Refusal> {
    let total = items.len();
    let start = start(&items, &id, asked)?;
    let last = (start + asked.limit()).min(total);
    let next = (last < total && last > 0).then(|| cursor(last, id(&items[last - 1])));
    let items = items.into_iter().take(last).skip(start).collect();
    Ok(Page { items, total, next })
}

/// Leads on after so many items, of which the last has this id.
pub fn cursor(after: usize, id: &str) -> String {
    format!("{after}~{id}")
}

/// How many items a cursor says to skip, and the id of the last of them.
pub fn place(asked: &Asked) -> Result<Option<(usize, String)>, Refusal> {
    let Some(cursor) = asked.text("cursor") else { return Ok(None) };
    let place = cursor.split_once('~').and_then(|(after, id)| {
        let after = after.parse::<usize>().ok().filter(|after| *after > 0)?;
        Some((after, id.to_owned()))
    });
    let wrong = || Refusal::wrong("bad_cursor", "a cursor is what `next` of the part before was");
    place.map(Some).ok_or_else(wrong)
}

/// How many items come before the part that is asked for.
pub fn start<T>(items: &[T], id: &impl Fn(&T) -> &str, asked: &Asked) -> Result<usize, Refusal> {
    let Some((after, last)) = place(asked)? else { return Ok(0) };
    if items.get(after - 1).is_some_and(|item| id(item) == last) {
        return Ok(after);
    }
    let moved = items.iter().position(|item| id(item) == last);
    let gone =
        || Refusal::new(410, "stale_cursor", "the list has changed since; begin anew without a cursor");
    moved.map(|at| at + 1).ok_or_else(gone)
}

/// What a search finds.
pub fn search(store: &Store, asked: &Asked) -> Result<Found, Refusal> {
    let skip = place(asked)?.map_or(0, |(after, _)| after.min(400));
    let query = Query {
        words: asked.text("q").unwrap_or_default(),
        kinds: asked.all("kind"),
        actor: asked.text("actor"),
        speaker: asked.text("speaker"),
        stance: asked.text("stance"),
        place: asked.text("place"),
        event_type: asked.text("event_type"),
        from: asked.day("from"),
        to: asked.last_day("to"),
        outlet: asked.text("outlet"),
        story: asked.text("story"),
        among: None,
        known_by: asked.known_by(),
        limit: skip + asked.limit(),
    };
    let found = store
        .search(&query)?
        .map_err(|unclear| Refusal::wrong("unclear", unclear.to_string().replace("--", "")))?;
    let start = start(&found.hits, &|hit: &tidings_store::Hit| hit.id.as_str(), asked)?;
    let shown = found.hits.len();
    let next = (shown < found.matches).then(|| found.hits.last().map(|hit| cursor(shown, &hit.id))).flatten();
    let facet = |facet: tidings_store::Facet| Facet {
        name: facet.name.to_owned(),
        values: facet.values.into_iter().map(|(value, count)| FacetValue { value, count }).collect(),
    };
    Ok(Found {
        hits: found.hits.into_iter().skip(start).map(hit).collect(),
        matches: found.matches,
        more: found.more,
        facets: found.facets.into_iter().map(facet).collect(),
        next,
    })
}

fn hit(hit: tidings_store::Hit) -> Hit {
    Hit {
        kind: hit.kind.to_owned(),
        id: hit.id,
        story: hit.story,
        outlet: hit.outlet,
        day: hit.day.map(|day| day.to_string()),
        speaker: hit.speaker,
        sort: hit.sort,
        title: hit.title,
        place: hit.place,
        snippet: hit.snippet,
    }
}

/// Why no more changes are taken.
enum Stop {
    Enough,
    Failed(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Failed(error)
    }
}

/// What changed since a cursor.
pub fn changes(store: &Store, asked: &Asked) -> Result<Changes, Refusal> {
    let since = asked.number("since");
    let limit = asked.limit();
    let mut answer = Changes { changes: Vec::new(), cursor: since, more: false };
    let done = store.changes(since, |change: Change| {
        if answer.changes.len() == limit {
            answer.more = true;
            return Err(Stop::Enough);
        }
        answer.cursor = change.cursor;
        answer.changes.push(ChangeLine {
            cursor: change.cursor,
            op: if change.removed { "remove" } else { "upsert" }.to_owned(),
            kind: change.kind.name().to_owned(),
            id: change.id,
            data: change.data,
        });
        Ok(())
    });
    match done {
        Err(Stop::Failed(error)) => Err(error.into()),
        _ => Ok(answer),
    }
}
