//! The table of routes. Router, checks of parameters and the OpenAPI document are made from it.

use schemars::{Schema, SchemaGenerator};
use serde::Serialize;
use tidings_record::{Claim, Figure, Finding, LinkedEvent, PointSpan, Reading, Record};
use tidings_store::Store;

use crate::ask::{self, Changes, Found, Page, StoryLine};
use crate::asked::{Asked, Param, Sort};
use crate::refusal::Refusal;
use crate::{Added, pages};

/// One route.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Its path; `{id}` stands for an id.
    pub path: &'static str,
    /// Its name, for programs that are made from the document.
    pub name: &'static str,
    /// What it answers, for people.
    pub about: &'static str,
    /// The parameters it takes.
    pub params: &'static [Param],
    /// What it answers with.
    pub gives: Gives,
    /// How it is answered.
    pub answer: Answer,
}

/// What a route answers with.
#[derive(Clone, Copy)]
pub enum Gives {
    /// A page.
    Html,
    /// JSON of this schema.
    Json(fn(&mut SchemaGenerator) -> Schema),
    /// JSON of another's schema.
    AnyJson,
}

/// How a route is answered.
#[derive(Clone, Copy)]
pub enum Answer {
    /// From the store.
    Store(fn(&Store, &Asked) -> Result<Body, Refusal>),
    /// That the server is there.
    Health,
    /// The OpenAPI document.
    Document,
    /// By adding what is sent.
    Upload,
    /// With the form for adding.
    AddPage,
    /// By adding the files of that form.
    AddForm,
    /// As a tool of an agent.
    Agent,
}

/// An answer's bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Body {
    /// The media type.
    pub media: &'static str,
    /// The Content-Security-Policy.
    pub policy: Option<&'static str>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The media type of JSON.
pub const JSON: &str = "application/json";
/// The media type of pages.
pub const HTML: &str = "text/html; charset=utf-8";

impl Body {
    /// A value as JSON.
    pub fn json(value: &impl Serialize) -> Result<Body, Refusal> {
        Ok(Body { media: JSON, policy: None, bytes: serde_json::to_vec(value)? })
    }

    /// A page with its policy.
    pub fn html(page: String, policy: &'static str) -> Body {
        Body { media: HTML, policy: Some(policy), bytes: page.into_bytes() }
    }
}

const fn param(name: &'static str, sort: Sort, about: &'static str) -> Param {
    Param { name, sort, about, required: false }
}

/// The day up to which articles are known.
pub const KNOWN_BY: Param =
    param("known_by", Sort::Day, "Only what had certainly been published by this day");
/// How many items.
pub const LIMIT: Param = param("limit", Sort::Limit, "At most so many items");
/// Where to go on.
pub const CURSOR: Param = param("cursor", Sort::Text, "The `next` of the part before");
const LISTED: &[Param] = &[KNOWN_BY, LIMIT, CURSOR];

/// What a search takes.
pub const SEARCH: &[Param] = &[
    param(
        "q",
        Sort::Text,
        "Words, which all must stand there in any form; \"…\" is a phrase; -word must not stand there",
    ),
    param("kind", Sort::Kinds, "Only these kinds of hits; may be repeated"),
    param("actor", Sort::Text, "Who takes part or is named: part of a name"),
    param(
        "speaker",
        Sort::Text,
        "Who says it: part of a name, or of what the article calls somebody without one",
    ),
    param("stance", Sort::Text, "The stance of a claim: says, denies, demands, …"),
    param("place", Sort::Text, "Where: part of a name"),
    param("event_type", Sort::Text, "The type of an event: CONSULT, ASSAULT, …"),
    param("from", Sort::FirstDay, "The first day, or a month or year"),
    param("to", Sort::LastDay, "The last day, or a month or year"),
    param("outlet", Sort::Text, "The outlet, as it is spelt, in any case"),
    param("story", Sort::Text, "The id of a story"),
    KNOWN_BY,
    LIMIT,
    CURSOR,
];

fn schema<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

const fn get(
    path: &'static str,
    name: &'static str,
    about: &'static str,
    params: &'static [Param],
    gives: Gives,
    answer: fn(&Store, &Asked) -> Result<Body, Refusal>,
) -> Route {
    Route { method: "GET", path, name, about, params, gives, answer: Answer::Store(answer) }
}

/// All routes.
pub static ROUTES: &[Route] = &[
    get("/", "storiesPage", "The stories, as a page", LISTED, Gives::Html, pages::stories),
    get("/search", "searchPage", "A search with facets, as a page", SEARCH, Gives::Html, pages::search),
    get(
        "/stories/{id}",
        "storyPage",
        "The dossier of a story, as a page",
        &[
            KNOWN_BY,
            param("whole", Sort::Flag, "All texts inside: one page that needs no other, to keep as a file"),
        ],
        Gives::Html,
        pages::story,
    ),
    get(
        "/articles/{id}",
        "articlePage",
        "An article with its marks, as a page",
        &[KNOWN_BY],
        Gives::Html,
        pages::article,
    ),
    get(
        "/api/v1/stories",
        "listStories",
        "The stories, those that run latest first",
        LISTED,
        Gives::Json(schema::<Page<StoryLine>>),
        |store, asked| Body::json(&ask::stories(store, asked)?),
    ),
    get(
        "/api/v1/stories/{id}",
        "getStory",
        "The record of a story (record/1)",
        &[KNOWN_BY],
        Gives::Json(schema::<Record<PointSpan>>),
        |store, asked| {
            let stories = vec![ask::story(store, asked)?.printed];
            Body::json(&Record { stories, ..Record::default() })
        },
    ),
    get(
        "/api/v1/stories/{id}/timeline",
        "getTimeline",
        "The events on the timeline of a story, in order",
        LISTED,
        Gives::Json(schema::<Page<LinkedEvent<PointSpan>>>),
        |store, asked| {
            let events = ask::timeline(ask::story(store, asked)?);
            Body::json(&ask::page(events, |event| event.id.as_str(), asked)?)
        },
    ),
    get(
        "/api/v1/stories/{id}/claims",
        "getClaims",
        "Who said what in a story",
        LISTED,
        Gives::Json(schema::<Page<Claim<PointSpan>>>),
        |store, asked| Body::json(&ask::claims(ask::story(store, asked)?, asked)?),
    ),
    get(
        "/api/v1/stories/{id}/figures",
        "getFigures",
        "The figures of a story, each with who gives it",
        LISTED,
        Gives::Json(schema::<Page<Figure<PointSpan>>>),
        |store, asked| Body::json(&ask::figures(ask::story(store, asked)?, asked)?),
    ),
    get(
        "/api/v1/stories/{id}/findings",
        "getFindings",
        "What shows when the articles of a story lie side by side",
        LISTED,
        Gives::Json(schema::<Page<Finding<PointSpan>>>),
        |store, asked| Body::json(&ask::findings(ask::story(store, asked)?, asked)?),
    ),
    get(
        "/api/v1/articles/{id}",
        "getArticle",
        "An article, read alone (reading/1)",
        &[KNOWN_BY],
        Gives::Json(schema::<Reading<PointSpan>>),
        |store, asked| Body::json(&ask::article(store, asked)?.1.in_code_points()),
    ),
    get(
        "/api/v1/search",
        "search",
        "Passages, claims and events that hold the words and filters",
        SEARCH,
        Gives::Json(schema::<Found>),
        |store, asked| Body::json(&ask::search(store, asked)?),
    ),
    get(
        "/api/v1/changes",
        "listChanges",
        "What changed since a cursor, for whoever keeps an index in step",
        &[param("since", Sort::Change, "The cursor of the last change that is known; 0 for all"), LIMIT],
        Gives::Json(schema::<Changes>),
        |store, asked| Body::json(&ask::changes(store, asked)?),
    ),
    Route {
        method: "POST",
        path: "/api/v1/articles",
        name: "addArticles",
        about: "Adds the articles of a file that is sent as the body, if the server was started with --allow-upload",
        params: &[Param {
            name: "name",
            sort: Sort::Text,
            about: "The name of the file; its ending says what it is: report.html, rows.jsonl, day.zip",
            required: true,
        }],
        gives: Gives::Json(schema::<Added>),
        answer: Answer::Upload,
    },
    Route {
        method: "GET",
        path: "/add",
        name: "addPage",
        about: "A form for adding articles, as a page, if the server was started with --allow-upload",
        params: &[KNOWN_BY],
        gives: Gives::Html,
        answer: Answer::AddPage,
    },
    Route {
        method: "POST",
        path: "/add",
        name: "addForm",
        about: "Adds the files of that form; answers with a page",
        params: &[],
        gives: Gives::Html,
        answer: Answer::AddForm,
    },
    Route {
        method: "POST",
        path: "/mcp",
        name: "agent",
        about: "One message of the Model Context Protocol (2025-06-18), answered as JSON; see docs/agents.md",
        params: &[],
        gives: Gives::AnyJson,
        answer: Answer::Agent,
    },
    Route {
        method: "GET",
        path: "/api/v1/openapi.json",
        name: "getDocument",
        about: "This document",
        params: &[],
        gives: Gives::AnyJson,
        answer: Answer::Document,
    },
    Route {
        method: "GET",
        path: "/healthz",
        name: "health",
        about: "That the server is there and can read its store; needs no token",
        params: &[],
        gives: Gives::AnyJson,
        answer: Answer::Health,
    },
];
