//! Why a line of the story is what it is: what each step of linking left behind as its reason, put side by side.
//!
//! Nothing is decided here, and no sentence is made: rules stand in the words of the steps that applied them.

use std::collections::BTreeSet;

use tidings_record::{
    AttributionIndex, Days, FindingKind, LinkedEvent, Ref, Step, StepKind, Story, What, Why, WhyVersion,
};

use super::Printing;
use crate::Asked;
use crate::copies::Origin;
use crate::events::Mention;
use crate::findings;

impl Printing<'_, '_> {
    /// The reasons that are asked for, in the order of `story`.
    pub(super) fn why(&self, story: &Story, asked: Asked<'_>) -> Vec<Why> {
        let mut found = Vec::new();
        let wanted = |id: &str, was: &[String]| match asked {
            Asked::Nothing => false,
            Asked::One(one) => one == id || was.iter().any(|id| id == one),
            Asked::All => true,
        };
        if asked == Asked::Nothing {
            return found;
        }
        macro_rules! of {
            ($list:expr, $what:expr, $title:expr, $when:expr, $steps:expr) => {
                for line in $list {
                    let was: Vec<String> = line.was.iter().map(ToString::to_string).collect();
                    if wanted(line.id.as_str(), &was) {
                        found.push(Why {
                            tidings: WhyVersion::One,
                            id: line.id.to_string(),
                            was,
                            what: $what,
                            title: $title(line),
                            when: $when(line),
                            steps: $steps(line),
                        });
                    }
                }
            };
        }
        of!(
            std::iter::once(story),
            What::Story,
            |one: &Story| one.title.clone(),
            |one: &Story| Some(one.period.clone()),
            |one: &Story| self.of_articles(one.articles.iter().map(|one| one.id.as_str()))
        );
        for (place, article) in story.articles.iter().enumerate() {
            if wanted(article.id.as_str(), &[]) {
                found.push(Why {
                    tidings: WhyVersion::One,
                    id: article.id.to_string(),
                    was: Vec::new(),
                    what: What::Article,
                    title: article.title.clone().unwrap_or_default(),
                    when: Some(article.published.clone()),
                    steps: self.of_article(self.order[place], &article.published),
                });
            }
        }
        of!(
            &story.actors,
            What::Actor,
            |one: &tidings_record::Actor| one.name.clone(),
            |_| None,
            |one: &tidings_record::Actor| self.of_actor(one)
        );
        of!(
            &story.events,
            What::Event,
            |one: &LinkedEvent| one.title.clone(),
            |one: &LinkedEvent| Some(one.when.clone()),
            |one: &LinkedEvent| self.of_event(one)
        );
        of!(
            &story.claims,
            What::Claim,
            |one: &tidings_record::Claim| one.text.clone(),
            |one: &tidings_record::Claim| Some(one.told.clone()),
            |one: &tidings_record::Claim| self.of_claim(one)
        );
        of!(
            &story.figures,
            What::Figure,
            |one: &tidings_record::Figure| one.refs.first().map(|one| one.quote.clone()).unwrap_or_default(),
            |one: &tidings_record::Figure| Some(one.counted_at.clone()),
            |one: &tidings_record::Figure| self.of_figure(one)
        );
        for finding in story.findings.iter().filter(|one| wanted(one.id.as_str(), &[])) {
            found.push(Why {
                tidings: WhyVersion::One,
                id: finding.id.to_string(),
                was: Vec::new(),
                what: What::Finding,
                title: finding.because.clone(),
                when: None,
                steps: self.of_finding(story, finding),
            });
        }
        found
    }

    fn of_article(&self, source: usize, published: &Days) -> Vec<Step> {
        let mut steps = dated(published, StepKind::Dated, Vec::new());
        let reading = self.sources[source].reading;
        for copy in self.copies.list.iter().filter(|one| one.to.article == reading.id) {
            let refs = copy.from.iter().chain([&copy.to]).cloned().collect();
            steps.push(step(
                StepKind::CopiedFrom,
                &["the same words stand in an earlier text"],
                refs,
                Vec::new(),
            ));
        }
        let source = self.sources[source].reading.id.to_string();
        for clash in &self.dates.clashes {
            let mention = &self.events.mentions[clash.mention];
            if self.sources[mention.source].reading.id.as_str() == source {
                steps.push(self.put_aside(mention));
            }
        }
        steps
    }

    /// The days of articles, each with the chain that led to it.
    fn of_articles<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Vec<Step> {
        let wanted: BTreeSet<&str> = ids.collect();
        let mut steps = Vec::new();
        for &at in self.order {
            let id = self.sources[at].reading.id.as_str();
            if wanted.contains(id) {
                let days = &self.told[at];
                let chain = dated(days, StepKind::Told, vec![id.to_owned()]);
                if chain.is_empty() {
                    let day = days.edtf.clone().unwrap_or_else(|| "no day".to_owned());
                    steps.push(step(StepKind::Told, &[&day], Vec::new(), vec![id.to_owned()]));
                }
                steps.extend(chain);
            }
        }
        steps
    }

    fn of_actor(&self, actor: &tidings_record::Actor) -> Vec<Step> {
        let Some(at) = self.actor_ids.iter().position(|id| *id == actor.id) else { return Vec::new() };
        let mut seen = BTreeSet::new();
        let mut names = self.actors.list[at].names.clone();
        names.sort_by_key(|&(source, name)| (self.rank[source], name));
        let mut steps = Vec::new();
        for place in &self.actors.list[at].by_hand {
            steps.push(step(StepKind::ByHand, &["who is one", place], actor.refs.clone(), Vec::new()));
        }
        for (source, name) in names {
            let entry = &self.sources[source].reading.names[name.index()];
            let Some(mention) = entry.mentions.iter().min_by_key(|one| (one.form as u8, one.span)) else {
                continue;
            };
            let rule = match (seen.is_empty(), seen.insert(entry.name.to_lowercase())) {
                (true, _) => "the first spelling",
                (_, true) => "a spelling that goes together with the first",
                (_, false) => "a spelling met before",
            };
            steps.push(step(
                StepKind::Gathered,
                &[rule],
                vec![self.reference(source, mention.span)],
                Vec::new(),
            ));
        }
        for office in &actor.offices {
            steps.push(step(StepKind::Said, &[&office.office], office.refs.clone(), Vec::new()));
        }
        steps
    }

    fn of_event(&self, event: &LinkedEvent) -> Vec<Step> {
        let Some(at) = self.event_ids.iter().position(|id| *id == event.id) else { return Vec::new() };
        let cluster = &self.events.clusters[at];
        let mut steps = Vec::new();
        for one in self.decided {
            let told = one.mentions.iter().map(|&at| &self.events.mentions[at]);
            if told.clone().any(|mention| mention.cluster == at) {
                let refs = told.clone().map(|one| self.reference(one.source, one.span)).collect();
                let others: BTreeSet<usize> =
                    told.map(|one| one.cluster).filter(|&other| other != at).collect();
                let ids = others.into_iter().flat_map(|other| self.event_id(other)).collect();
                let rule = match (one.days, one.same) {
                    (Some(_), _) => "its day",
                    (None, true) => "one event",
                    (None, false) => "different events",
                };
                steps.push(step(StepKind::ByHand, &[rule, one.place], refs, ids));
            }
        }
        for mention in self.mentions(cluster) {
            let refs = vec![self.reference(mention.source, mention.span)];
            let rules: &[&str] =
                if mention.bonds.is_empty() { &["the first words that tell of it"] } else { &mention.bonds };
            steps.push(step(StepKind::Gathered, rules, refs, Vec::new()));
        }
        for &(first, rule) in &cluster.joined {
            let mention = &self.events.mentions[first];
            let refs = vec![self.reference(mention.source, mention.span)];
            steps.push(step(StepKind::Joined, &[rule], refs, Vec::new()));
        }
        let mut seen = BTreeSet::new();
        for mention in self.mentions(cluster) {
            for &(other, rule) in &mention.refused {
                let other = &self.events.mentions[other];
                if other.cluster == at || !seen.insert((other.cluster, rule)) {
                    continue;
                }
                let refs = vec![
                    self.reference(mention.source, mention.span),
                    self.reference(other.source, other.span),
                ];
                steps.push(step(StepKind::Refused, &[rule], refs, self.event_id(other.cluster)));
            }
        }
        steps.extend(dated(&event.when, StepKind::Dated, Vec::new()));
        for clash in &self.dates.clashes {
            let mention = &self.events.mentions[clash.mention];
            if mention.cluster == at {
                steps.push(self.put_aside(mention));
            }
        }
        steps.extend(self.of_articles(event.refs.iter().map(|one| one.article.as_str())));
        steps.extend(self.origins(event.refs.iter()));
        steps
    }

    /// The id of a group, if it is printed.
    fn event_id(&self, cluster: usize) -> Vec<String> {
        let printed = self.printed.get(cluster) == Some(&true);
        printed.then(|| self.event_ids[cluster].to_string()).into_iter().collect()
    }

    fn put_aside(&self, mention: &Mention) -> Step {
        let span = mention.hint.as_ref().and_then(|hint| hint.span).unwrap_or(mention.span);
        let refs = vec![self.reference(mention.source, span), self.reference(mention.source, mention.span)];
        let rule = "these words do not go together with the other days of the event";
        step(StepKind::PutAside, &[rule], refs, self.event_id(mention.cluster))
    }

    /// Where the words of each article come from, if not from itself.
    fn origins<'f>(&self, refs: impl Iterator<Item = &'f Ref>) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut seen = BTreeSet::new();
        for one in refs {
            let Some(at) = self.sources.iter().position(|source| source.reading.id == one.article) else {
                continue;
            };
            match self.copies.origin(self.sources, at, one.span) {
                Origin::Agency(name) if seen.insert((at, name.clone())) => {
                    let rule = format!("credited to {name}");
                    steps.push(step(StepKind::CopiedFrom, &[&rule], vec![one.clone()], Vec::new()));
                }
                Origin::Source(from) if from != at && seen.insert((at, String::new())) => {
                    let id = self.sources[from].reading.id.to_string();
                    let rule = "these words stand in an earlier article";
                    steps.push(step(StepKind::CopiedFrom, &[rule], vec![one.clone()], vec![id]));
                }
                _ => {}
            }
        }
        steps
    }

    /// Whose voice an attribution gives: its rule, the words of the source and of the cue.
    fn said(&self, source: usize, attribution: AttributionIndex) -> Step {
        let one = &self.sources[source].reading.attributions[attribution.index()];
        let refs = one.source.iter().chain(&one.cue).map(|&span| self.reference(source, span)).collect();
        let speaker = self.actors.speaker(source, one).map(|actor| self.actor_ids[actor].to_string());
        step(StepKind::Said, &[&one.rule], refs, speaker.into_iter().filter(|id| !id.is_empty()).collect())
    }

    fn of_claim(&self, claim: &tidings_record::Claim) -> Vec<Step> {
        let Some(at) = self.claim_ids.iter().position(|id| *id == claim.id) else { return Vec::new() };
        let linked = &self.claims.list[at];
        let mut steps = Vec::new();
        for telling in &linked.tellings {
            let rule = telling.bond.unwrap_or("the first words that tell it");
            let refs = vec![self.reference(telling.source, telling.span)];
            steps.push(step(StepKind::Gathered, &[rule], refs, Vec::new()));
        }
        steps.extend(linked.tellings.iter().map(|one| self.said(one.source, one.attribution)));
        steps.extend(self.of_articles(claim.refs.iter().map(|one| one.article.as_str())));
        steps.extend(self.origins(claim.refs.iter()));
        steps
    }

    fn of_figure(&self, figure: &tidings_record::Figure) -> Vec<Step> {
        let Some(at) = self.figure_ids.iter().position(|id| *id == figure.id) else { return Vec::new() };
        let linked = &self.figures[at];
        let mut steps = Vec::new();
        for (nth, &(source, quantity, span)) in linked.given.iter().enumerate() {
            let reading = self.sources[source].reading;
            let rule =
                quantity.map_or("no number is given", |one| reading.quantities[one.index()].rule.as_str());
            let mut rules = vec![rule];
            if nth > 0 {
                rules.push("one claimant's number for one event");
            }
            let words = quantity.map_or(span, |one| reading.quantities[one.index()].span);
            let refs = vec![self.reference(source, words), self.reference(source, span)];
            steps.push(step(StepKind::Counted, &rules, refs, Vec::new()));
        }
        let source = linked.given[0].0;
        match linked.attribution {
            Some(attribution) => steps.push(self.said(source, attribution)),
            None => steps.push(step(
                StepKind::Said,
                &["no words attribute it: the article's own voice, or hearsay"],
                vec![self.reference(source, linked.given[0].2)],
                Vec::new(),
            )),
        }
        if let Some(event) = linked.event {
            let quantity = linked.given[0].1;
            let mention = quantity.and_then(|one| self.events.of_quantity(source, one));
            let mention = mention.map(|at| &self.events.mentions[at]);
            let rule = if mention.is_some() {
                "it belongs to the event told there"
            } else {
                "the event nearest before it"
            };
            let refs = mention.map(|one| self.reference(one.source, one.span)).into_iter().collect();
            steps.push(step(StepKind::About, &[rule], refs, self.event_id(event)));
        }
        if let Some(whole) = linked.part_of {
            let refs = vec![self.reference(self.figures[whole].given[0].0, self.figures[whole].given[0].2)];
            steps.push(step(StepKind::About, &["a part of"], refs, vec![self.figure_ids[whole].to_string()]));
        }
        let linkage = self.linkage();
        let compared = findings::Compared::new(&linkage);
        for other in (0..self.figures.len()).filter(|&other| other != at) {
            if let Some((kind, why)) = compared.relation(at, other) {
                let (source, _, span) = self.figures[other].given[0];
                let refs = vec![self.reference(source, span)];
                steps.push(step(
                    StepKind::Compared,
                    &[code(kind), why],
                    refs,
                    vec![self.figure_ids[other].to_string()],
                ));
            }
        }
        steps.extend(self.of_articles(figure.refs.iter().map(|one| one.article.as_str())));
        steps
    }

    fn of_finding(&self, story: &Story, finding: &tidings_record::Finding) -> Vec<Step> {
        let mut steps = vec![step(StepKind::RestsOn, &[&finding.because], finding.refs.clone(), Vec::new())];
        for id in &finding.between {
            let id = id.as_str();
            let (title, refs) = title_of(story, id);
            steps.push(step(StepKind::About, &[&title], refs, vec![id.to_owned()]));
        }
        let asks: Vec<&str> =
            finding.question.iter().chain(&finding.innocent_reading).map(String::as_str).collect();
        if !asks.is_empty() {
            steps.push(step(StepKind::Asks, &asks, Vec::new(), Vec::new()));
        }
        steps.extend(self.of_articles(finding.refs.iter().map(|one| one.article.as_str())));
        steps.extend(self.origins(finding.refs.iter()));
        steps
    }
}

/// What a line of a story says, and where it is told first.
fn title_of(story: &Story, id: &str) -> (String, Vec<Ref>) {
    let first = |refs: &[Ref]| refs.first().cloned().into_iter().collect::<Vec<_>>();
    let actor = story.actors.iter().find(|one| one.id.as_str() == id);
    let event = story.events.iter().find(|one| one.id.as_str() == id);
    let claim = story.claims.iter().find(|one| one.id.as_str() == id);
    let figure = story.figures.iter().find(|one| one.id.as_str() == id);
    actor
        .map(|one| (one.name.clone(), first(&one.refs)))
        .or(event.map(|one| (one.title.clone(), first(&one.refs))))
        .or(claim.map(|one| (one.text.clone(), vec![one.first.clone()])))
        .or(figure.map(|one| (one.counted.clone().unwrap_or_default(), first(&one.refs))))
        .unwrap_or_default()
}

/// The name of a finding's kind.
fn code(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Contradiction => "contradiction",
        FindingKind::Agree => "agree",
        FindingKind::Update => "update",
        _ => "not_comparable",
    }
}

/// The chain of reasons behind days.
fn dated(days: &Days, kind: StepKind, ids: Vec<String>) -> Vec<Step> {
    days.because.iter().map(|one| step(kind, &[&one.rule], one.refs.clone(), ids.clone())).collect()
}

fn step(step: StepKind, rules: &[&str], refs: Vec<Ref>, ids: Vec<String>) -> Step {
    let rules = rules.iter().filter(|rule| !rule.is_empty()).map(|&rule| rule.to_owned()).collect();
    Step { step, rules, refs, ids }
}
