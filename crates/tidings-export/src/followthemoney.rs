//! A record as FollowTheMoney entities, one a line, for Aleph and its kin.
//!
//! Articles, persons, bodies and events become entities of their kinds; claims and figures become notes, each with the words
//! it rests on; a `Documentation` joins an entity to an article that tells of it. Countries, peoples and places are named,
//! not made entities: their kinds there want codes that articles do not state.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tidings_record::{
    Actor, Article, ArticleId, Claim, Days, Figure, LinkedEvent, NameType, PointSpan, Record, Ref, Story,
};

use crate::File;
use crate::coding::stated;
use crate::shared::{Named, day, hash, web, word};

/// All entities, one a line.
pub fn followthemoney(record: &Record<PointSpan>) -> File {
    let entities: Vec<Value> = record.stories.iter().flat_map(of_story).collect();
    let lines: String = entities.iter().map(|one| format!("{one}\n")).collect();
    File::of("entities.ftm.json", lines, entities.len())
}

fn of_story(story: &Story<PointSpan>) -> Vec<Value> {
    let mut it = Writer { named: Named::of(story), made: Vec::new() };
    story.articles.iter().for_each(|one| it.article(one));
    story.actors.iter().for_each(|one| it.actor(one));
    story.events.iter().for_each(|one| it.event(one));
    story.claims.iter().for_each(|one| it.claim(one));
    story.figures.iter().for_each(|one| it.figure(one));
    it.made
}

fn named(id: &str) -> String {
    format!("tidings-{id}")
}

/// Ids of articles may hold anything; what stands in an entity's id may not.
fn document(id: &ArticleId) -> String {
    named(&hash([id.as_str()])[..20])
}

/// The kind of an actor that may own, sue and be sued; none for places and peoples.
fn legal(kind: NameType) -> Option<&'static str> {
    match kind {
        NameType::Person => Some("Person"),
        NameType::Org => Some("Organization"),
        _ => None,
    }
}

struct Writer<'s> {
    named: Named<'s>,
    made: Vec<Value>,
}

impl Writer<'_> {
    /// Adds an entity with those properties that have a value.
    fn add(&mut self, id: String, schema: &str, properties: &[(&str, Vec<String>)]) {
        let mut values = serde_json::Map::new();
        for (name, texts) in properties {
            let texts: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
            if !texts.is_empty() {
                values.insert((*name).to_owned(), json!(texts));
            }
        }
        self.made.push(json!({ "id": id, "schema": schema, "properties": values }));
    }

    /// Joins an entity to each article that tells of it, with the first words there.
    fn documented(&mut self, id: &str, refs: &[Ref<PointSpan>]) {
        let mut seen = BTreeSet::new();
        for one in refs.iter().filter(|one| seen.insert(&one.article)) {
            let article = document(&one.article);
            self.add(
                format!("{}-{}", named(id), &article["tidings-".len()..]),
                "Documentation",
                &[
                    ("document", vec![article]),
                    ("entity", vec![named(id)]),
                    ("role", vec!["tells of it".to_owned()]),
                    ("summary", vec![one.quote.clone()]),
                ],
            );
        }
    }

    fn article(&mut self, one: &Article<PointSpan>) {
        let shared = one.origin.iter().map(|origin| format!("Words mostly of: {origin}")).collect();
        let file = one.paths.first().and_then(|path| path.rsplit(['/', '\\']).next());
        let published = one.published.at.clone().unwrap_or_else(|| dated(&one.published));
        self.add(
            document(&one.id),
            "Article",
            &[
                ("title", vec![one.title.clone().unwrap_or_else(|| one.id.to_string())]),
                ("fileName", vec![file.unwrap_or(one.id.as_str()).to_owned()]),
                ("publisher", one.outlet.iter().cloned().collect()),
                ("publishedAt", vec![published]),
                ("sourceUrl", web(one.url.as_deref()).map(str::to_owned).into_iter().collect()),
                ("notes", shared),
            ],
        );
    }

    fn actor(&mut self, one: &Actor<PointSpan>) {
        let Some(schema) = legal(one.kind) else { return };
        let offices = one.offices.iter().map(|term| match &term.of {
            Some(of) => format!("{} of {of}", term.office),
            None => term.office.clone(),
        });
        let offices: Vec<String> = offices.collect();
        let speaks_for = one.speaks_for.iter().map(|whom| format!("Speaks for {whom}")).collect();
        let mut properties =
            vec![("name", vec![one.name.clone()]), ("alias", one.aliases.clone()), ("notes", speaks_for)];
        if one.kind == NameType::Person {
            properties.push(("position", offices));
        }
        self.add(named(one.id.as_str()), schema, &properties);
        self.documented(one.id.as_str(), &one.refs);
    }

    fn event(&mut self, one: &LinkedEvent<PointSpan>) {
        let there = |is_legal: bool| {
            let actors = one.actors.iter().filter_map(|part| self.named.actor(&part.actor));
            let mut names = BTreeSet::new();
            for actor in actors.filter(|actor| legal(actor.kind).is_some() == is_legal) {
                names.insert(if is_legal { named(actor.id.as_str()) } else { actor.name.clone() });
            }
            names.into_iter().collect::<Vec<String>>()
        };
        let claimants = self.named.names(&one.claimants);
        let according = if claimants.is_empty() { claimants } else { format!(", according to {claimants}") };
        let precise = dated(&one.when);
        let bound = |day: Option<jiff::civil::Date>| match day {
            Some(day) if precise.is_empty() => vec![day.to_string()],
            _ => Vec::new(),
        };
        let (start, end) = (bound(one.when.earliest), bound(one.when.latest));
        let lies = if precise.is_empty() && !(start.is_empty() && end.is_empty()) {
            "; it lies on some day between the dates, both included"
        } else {
            ""
        };
        let properties = [
            ("name", vec![one.title.clone()]),
            ("summary", vec![format!("Told as {}{according}{lies}", word(&one.status))]),
            ("date", vec![precise]),
            ("startDate", start),
            ("endDate", end),
            ("location", one.places.iter().map(|id| self.named.name(id).to_owned()).collect()),
            ("involved", there(true)),
            ("namesMentioned", there(false)),
            ("recordId", vec![one.id.to_string()]),
        ];
        self.add(named(one.id.as_str()), "Event", &properties);
        self.documented(one.id.as_str(), &one.refs);
    }

    fn claim(&mut self, one: &Claim<PointSpan>) {
        let speaker = one.speaker.as_ref().and_then(|id| self.named.actor(id));
        let who = speaker.map_or("Nobody named", |actor| actor.name.as_str());
        let about = one.about.iter().map(|id| named(id.as_str()));
        let by = speaker.filter(|actor| legal(actor.kind).is_some()).map(|actor| named(actor.id.as_str()));
        let properties = [
            ("name", vec![format!("{who} {}", word(&one.stance))]),
            ("description", vec![one.text.clone()]),
            ("entity", by.into_iter().chain(about).collect()),
            ("notes", told(&one.told)),
        ];
        self.add(named(one.id.as_str()), "Note", &properties);
        self.documented(one.id.as_str(), &one.refs);
    }

    fn figure(&mut self, one: &Figure<PointSpan>) {
        let properties = [
            ("name", vec![stated(one, &self.named)]),
            ("description", one.refs.first().map(|first| first.quote.clone()).into_iter().collect()),
            ("entity", one.event.iter().map(|id| named(id.as_str())).collect()),
            ("notes", told(&one.counted_at)),
        ];
        self.add(named(one.id.as_str()), "Note", &properties);
        self.documented(one.id.as_str(), &one.refs);
    }
}

fn told(days: &Days<PointSpan>) -> Vec<String> {
    let day = day(days);
    if day.is_empty() { Vec::new() } else { vec![format!("Told: {day}")] }
}

/// A day, month or year; empty where days are no such thing.
fn dated(days: &Days<PointSpan>) -> String {
    let day = day(days);
    if day.contains(['/', '.']) { String::new() } else { day }
}
