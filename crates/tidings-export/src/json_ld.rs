//! A record as JSON-LD in the words of schema.org: `NewsArticle`, `Event`, `Claim` and who they name.
//!
//! A claim is what somebody says. It is never rated: there is no `ClaimReview`. What schema.org has no word for (bounds of
//! days, status, who carries whose words) is said in the small vocabulary that `docs/exports.md` lists.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tidings_record::{
    Actor, ActorId, Article, ArticleId, Claim, Days, Figure, LinkedEvent, NameType, Part, PointSpan, Record,
    Ref, Story,
};

use crate::File;
use crate::coding::stated;
use crate::shared::{Named, URN, article_iri, compact, pretty, word};

/// One graph. Nothing in it must be fetched to read it.
pub fn json_ld(record: &Record<PointSpan>) -> File {
    let graph: Vec<Value> = record.stories.iter().flat_map(of_story).map(compact).collect();
    let rows = graph.len();
    let value = json!({
        "@context": {
            "@vocab": "https://schema.org/", "tidings": URN, "id": "@id", "type": "@type",
            "url": { "@type": "@id" },
            "tidings:earliest": { "@type": "http://www.w3.org/2001/XMLSchema#date" },
            "tidings:latest": { "@type": "http://www.w3.org/2001/XMLSchema#date" },
        },
        "@graph": graph,
    });
    File::of("record.jsonld", pretty(&value), rows)
}

fn of_story(story: &Story<PointSpan>) -> Vec<Value> {
    let mut it = Writer { named: Named::of(story), copied: BTreeMap::new() };
    for words in &story.copies {
        if let Some(from) = words.from.as_ref().filter(|from| from.article != words.to.article) {
            it.copied.entry(&words.to.article).or_default().insert(&from.article);
        }
    }
    let mut all = vec![json!({
        "id": iri(story.id.as_str()), "type": "Collection", "name": story.title, "tidings:period": days(&story.period),
        "hasPart": story.articles.iter().map(|one| link(article_iri(&one.id, Some(one)))).collect::<Vec<_>>(),
    })];
    all.extend(story.articles.iter().map(|one| it.article(one)));
    all.extend(story.actors.iter().map(|one| it.actor(one)));
    all.extend(story.events.iter().map(|one| it.event(one)));
    all.extend(story.claims.iter().map(|one| it.claim(one)));
    all.extend(story.figures.iter().map(|one| it.figure(one)));
    all
}

fn iri(id: &str) -> String {
    format!("{URN}{id}")
}

fn link(iri: String) -> Value {
    json!({ "id": iri })
}

fn links<'i>(ids: impl IntoIterator<Item = &'i ActorId>) -> Vec<Value> {
    ids.into_iter().map(|id| link(iri(id.as_str()))).collect()
}

/// Days as bounds: an interval is one in which something lies.
fn days(days: &Days<PointSpan>) -> Value {
    json!({
        "type": "tidings:Days", "tidings:earliest": days.earliest, "tidings:latest": days.latest,
        "tidings:edtf": days.edtf, "tidings:basis": word(&days.basis),
    })
}

struct Writer<'s> {
    named: Named<'s>,
    /// For each article the earlier ones with which it shares passages.
    copied: BTreeMap<&'s ArticleId, BTreeSet<&'s ArticleId>>,
}

impl Writer<'_> {
    fn at(&self, id: &ArticleId) -> String {
        article_iri(id, self.named.article(id))
    }

    /// The words that something rests on, as quotations with their place.
    fn words(&self, refs: &[Ref<PointSpan>]) -> Vec<Value> {
        let quotation = |one: &Ref<PointSpan>| {
            json!({
                "type": "Quotation", "text": one.quote, "isPartOf": link(self.at(&one.article)),
                "tidings:start": one.span.start, "tidings:end": one.span.end,
            })
        };
        refs.iter().map(quotation).collect()
    }

    /// The articles of `refs`, each once.
    fn articles(&self, refs: &[Ref<PointSpan>]) -> Vec<Value> {
        let ids: BTreeSet<&ArticleId> = refs.iter().map(|one| &one.article).collect();
        ids.into_iter().map(|id| link(self.at(id))).collect()
    }

    fn article(&self, one: &Article<PointSpan>) -> Value {
        let from = self.copied.get(&one.id).into_iter().flatten().map(|id| link(self.at(id)));
        let published = one.published.at.clone().or(one.published.day().map(|day| day.to_string()));
        json!({
            "id": self.at(&one.id), "type": "NewsArticle", "identifier": one.id, "headline": one.title, "url": one.url,
            "publisher": one.outlet.as_ref().map(|name| json!({ "type": "Organization", "name": name })),
            "datePublished": published, "tidings:published": days(&one.published),
            "creditText": one.agencies.join("; "),
            "tidings:sharesWordsWith": from.collect::<Vec<_>>(),
            "tidings:copiedShare": one.copied_share,
        })
    }

    fn actor(&self, one: &Actor<PointSpan>) -> Value {
        let kind = match one.kind {
            NameType::Person => "Person",
            NameType::Org => "Organization",
            NameType::Place | NameType::Facility => "Place",
            NameType::Country => "Country",
            _ => "Thing",
        };
        json!({
            "id": iri(one.id.as_str()), "type": kind, "name": one.name, "alternateName": one.aliases,
            "tidings:speaksFor": one.speaks_for, "tidings:kind": word(&one.kind),
            "tidings:office": one.offices.iter().map(|term| match &term.of {
                Some(of) => format!("{} of {of}", term.office),
                None => term.office.clone(),
            }).collect::<Vec<_>>(),
        })
    }

    fn event(&self, one: &LinkedEvent<PointSpan>) -> Value {
        let part = |part: Part| {
            let there = one.actors.iter().filter(|actor| actor.part == part).map(|actor| &actor.actor);
            links(there)
        };
        json!({
            "id": iri(one.id.as_str()), "type": "Event", "name": one.title,
            // Only a known day: an interval would read as how long it lasts.
            "startDate": one.when.day(), "tidings:when": days(&one.when),
            "tidings:eventType": one.kind.as_str(), "tidings:status": word(&one.status),
            "location": links(&one.places), "tidings:by": part(Part::By), "tidings:to": part(Part::To),
            "tidings:with": part(Part::With), "tidings:via": part(Part::Via),
            "tidings:claimant": links(&one.claimants), "tidings:articles": one.articles,
            "tidings:afterCopies": one.after_copies, "tidings:restsOn": self.words(&one.refs),
        })
    }

    fn claim(&self, one: &Claim<PointSpan>) -> Value {
        json!({
            "id": iri(one.id.as_str()), "type": "Claim", "text": one.text, "author": links(&one.speaker),
            "firstAppearance": link(self.at(&one.first.article)), "appearance": self.articles(&one.refs),
            "about": one.about.iter().map(|id| link(iri(id.as_str()))).collect::<Vec<_>>(),
            "tidings:stance": word(&one.stance), "tidings:voice": word(&one.voice), "tidings:told": days(&one.told),
            "tidings:saidBy": one.said_by,
            "tidings:addressee": links(&one.to), "tidings:restsOn": self.words(&one.refs),
        })
    }

    fn figure(&self, one: &Figure<PointSpan>) -> Value {
        json!({
            "id": iri(one.id.as_str()), "type": ["Claim", "tidings:Figure"], "text": stated(one, &self.named),
            "author": links(&one.claimed_by), "appearance": self.articles(&one.refs),
            "about": one.event.as_ref().map(|id| link(iri(id.as_str()))),
            "tidings:effect": word(&one.effect), "tidings:counted": one.counted, "unitText": one.unit,
            "minValue": one.min, "maxValue": one.max, "tidings:comparator": word(&one.comparator),
            "tidings:voice": word(&one.voice), "tidings:by": links(&one.by), "tidings:against": links(&one.against),
            "tidings:saidBy": one.said_by, "tidings:countedAt": days(&one.counted_at), "tidings:restsOn": self.words(&one.refs),
        })
    }
}
