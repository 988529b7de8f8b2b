//! Rows for coders: one for each event and effect, with the figure of each claimant, its source, and what is to be checked.
//!
//! `best` stays empty until a person fills it. Figures that belong to no event are not here; the table of figures has them.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{
    ActorId, Comparator, Days, Effect, Figure, Finding, LinkedEvent, NameType, Number, Part, PointSpan,
    Record, Ref, Story, Voice,
};

use crate::File;
use crate::decided::{Decision, columns_of};
use crate::shared::{Named, day, hash, word};
use crate::tables::table;

/// The columns. The last four are for the coder; `key` to `decision` lead a decision back to its row.
pub const COLUMNS: [&str; 42] = [
    "story",
    "what",
    "type",
    "told_as",
    "date_start",
    "date_end",
    "date_precision",
    "date_basis",
    "place",
    "place_precision",
    "side_a",
    "side_b",
    "effect",
    "counted",
    "affected",
    "unit",
    "part_of_another",
    "low",
    "best",
    "high",
    "low_open",
    "high_open",
    "claimants",
    "articles",
    "after_copies",
    "source_article",
    "title",
    "outlet",
    "date",
    "date_of_source_basis",
    "url",
    "original_source",
    "quote",
    "checks",
    "key",
    "event",
    "figures",
    "evidence",
    "decision",
    "status",
    "coder",
    "reason",
];

/// The place of `best`.
const BEST: usize = 18;

/// One event and effect.
#[derive(Debug, Clone)]
pub struct Row {
    /// The event.
    pub event: String,
    /// The ids of its figures.
    pub figures: Vec<String>,
    /// All ids, former ones too, of the event and of the figures.
    pub(crate) ids: [BTreeSet<String>; 2],
    /// Effect, what is counted, and which people.
    pub effect: [String; 3],
    /// A hash over the words that it rests on and the numbers read from them.
    pub evidence: String,
    /// The name by which a decision knows it, until one is made.
    pub(crate) key: String,
    /// The words it rests on.
    pub refs: Vec<Ref<PointSpan>>,
    cells: Vec<String>,
}

impl Row {
    /// Whether `id` is, or was, that of its event or of one of its figures.
    pub fn is_of(&self, id: &str) -> bool {
        self.ids.iter().any(|ids| ids.contains(id))
    }
}

/// What came of writing rows.
#[derive(Debug)]
pub struct Coding {
    /// The table.
    pub file: File,
    /// The decisions, by their places in the list, that no row answers to.
    pub unanswered: Vec<usize>,
    /// How many decided rows rest on other evidence than when they were decided.
    pub changed: usize,
}

/// The table for coders, with what was decided before.
pub fn coding(record: &Record<PointSpan>, decisions: &[Decision]) -> Coding {
    let rows = rows(record);
    let found = crate::decided::matched(&rows, decisions);
    let taken: BTreeSet<&str> = decisions.iter().map(|one| one.key.as_str()).collect();
    let (mut cells, mut changed) = (Vec::new(), 0);
    for (row, decision) in rows.into_iter().zip(&found.of_row) {
        let decision = decision.map(|at| &decisions[at]);
        changed += usize::from(decision.is_some_and(|one| one.evidence != row.evidence));
        let mut line = row.cells.clone();
        if let (Some(best), Some(cell)) = (decision.and_then(|one| one.best), line.get_mut(BEST)) {
            *cell = best.to_string();
        }
        line.extend(columns_of(&row, decision, &taken));
        cells.push(line);
    }
    // Without the mark some spreadsheets take UTF-8 for another encoding.
    let file = File::of("coding.csv", format!("\u{feff}{}", table(&COLUMNS, &cells)), cells.len());
    Coding { file, unanswered: found.unanswered, changed }
}

/// All rows of a record, in the order of its events.
pub fn rows(record: &Record<PointSpan>) -> Vec<Row> {
    record.stories.iter().flat_map(of_story).collect()
}

fn of_story(story: &Story<PointSpan>) -> Vec<Row> {
    let named = Named::of(story);
    let mut figures: BTreeMap<_, Vec<&Figure<PointSpan>>> = BTreeMap::new();
    for figure in &story.figures {
        figures.entry(&figure.event).or_default().push(figure);
    }
    let mut checks: BTreeMap<&str, Vec<&Finding<PointSpan>>> = BTreeMap::new();
    for finding in story.findings.iter().filter(|one| one.kind.is_check()) {
        for id in &finding.between {
            checks.entry(id).or_default().push(finding);
        }
    }
    let on_timeline: BTreeSet<_> = story.timeline.iter().collect();
    let mut made = Vec::new();
    for event in &story.events {
        let own = figures.remove(&Some(event.id.clone())).unwrap_or_default();
        let mut groups: Vec<Vec<&Figure<PointSpan>>> = Vec::new();
        let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for figure in own {
            let at = *places.entry(group(figure)).or_insert(groups.len());
            if at == groups.len() {
                groups.push(Vec::new());
            }
            groups[at].push(figure);
        }
        if groups.is_empty() && on_timeline.contains(&event.id) {
            groups.push(Vec::new());
        }
        let writer = Writer { story, named: &named, checks: &checks, event };
        made.extend(groups.iter().map(|figures| writer.row(figures)));
    }
    made
}

/// What figures of one row have in common.
fn group(one: &Figure<PointSpan>) -> Vec<String> {
    let actor = |id: &Option<ActorId>| id.as_ref().map(ToString::to_string).unwrap_or_default();
    let [effect, counted, affected] = effect(one);
    let is_part = one.part_of.is_some().to_string();
    vec![
        effect,
        counted,
        affected,
        one.unit.clone().unwrap_or_default(),
        actor(&one.by),
        actor(&one.against),
        is_part,
    ]
}

/// Effect, what is counted, and which people. Who is killed without a word for it is people, as "a person" is.
fn effect(one: &Figure<PointSpan>) -> [String; 3] {
    let is_of_people = matches!(
        one.effect,
        Effect::Killed
            | Effect::Injured
            | Effect::Missing
            | Effect::Captured
            | Effect::Displaced
            | Effect::Arrested
    );
    let counted = match one.counted.as_deref() {
        None | Some("person" | "people") if is_of_people => "people",
        counted => counted.unwrap_or_default(),
    };
    [word(&one.effect), counted.to_owned(), word(&one.affected)]
}

struct Writer<'w, 's> {
    story: &'s Story<PointSpan>,
    named: &'w Named<'s>,
    checks: &'w BTreeMap<&'s str, Vec<&'s Finding<PointSpan>>>,
    event: &'s LinkedEvent<PointSpan>,
}

impl Writer<'_, '_> {
    fn row(&self, figures: &[&Figure<PointSpan>]) -> Row {
        let event = self.event;
        let first = figures.first().copied();
        let refs: Vec<Ref<PointSpan>> = match figures {
            [] => event.refs.clone(),
            figures => figures.iter().flat_map(|one| one.refs.clone()).collect(),
        };
        let id_set = |id: &str, was: Vec<String>| was.into_iter().chain([id.to_owned()]).collect::<Vec<_>>();
        let strings =
            |was: &[tidings_record::FigureId]| was.iter().map(ToString::to_string).collect::<Vec<_>>();
        let event_ids = id_set(event.id.as_str(), event.was.iter().map(ToString::to_string).collect());
        let figure_ids = figures.iter().flat_map(|one| id_set(one.id.as_str(), strings(&one.was)));
        let parts = first.map(group).unwrap_or_default();
        let key = hash(parts.iter().map(String::as_str));
        let mut cells = self.about_event();
        cells.extend(self.sides(first));
        cells.extend(first.map(effect).unwrap_or_default());
        cells.push(first.and_then(|one| one.unit.clone()).unwrap_or_default());
        cells.push(yes(first.is_some_and(|one| one.part_of.is_some())));
        cells.extend(bounds(figures));
        cells.push(figures.iter().map(|one| self.by_whom(one)).collect::<Vec<_>>().join("; "));
        cells.extend([event.articles.to_string(), event.after_copies.to_string()]);
        cells.extend(self.source(telling(&refs)));
        cells.push(self.to_check(figures));
        Row {
            event: event.id.to_string(),
            figures: figures.iter().map(|one| one.id.to_string()).collect(),
            ids: [event_ids.into_iter().collect(), figure_ids.collect()],
            effect: first.map(effect).unwrap_or_default(),
            evidence: evidence(&refs, figures),
            key: format!("{}-{}", event.id, &key[..8]),
            refs,
            cells,
        }
    }

    fn about_event(&self) -> Vec<String> {
        let event = self.event;
        let when = &event.when;
        let text = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
        let mut cells =
            vec![self.story.id.to_string(), event.title.clone(), word(&event.kind), word(&event.status)];
        cells.extend([text(when.earliest), text(when.latest), precision(when).to_owned(), word(&when.basis)]);
        let kinds = event.places.iter().map(|id| match self.named.actor(id).map(|one| one.kind) {
            Some(NameType::Facility) => "site",
            Some(NameType::Country) => "country",
            Some(NameType::Place) => "place",
            _ => "name",
        });
        cells.extend([self.named.names(&event.places), kinds.collect::<Vec<_>>().join("; ")]);
        cells
    }

    /// Who did it and to whom or with whom: as the figure says, else as the event does.
    fn sides(&self, figure: Option<&Figure<PointSpan>>) -> [String; 2] {
        let of = |parts: &[Part]| {
            let mut ids: Vec<&ActorId> = Vec::new();
            for one in self.event.actors.iter().filter(|one| parts.contains(&one.part)) {
                if !ids.contains(&&one.actor) {
                    ids.push(&one.actor);
                }
            }
            ids
        };
        let own = |id: Option<&Option<ActorId>>| {
            id.and_then(Option::as_ref).map(|id| self.named.name(id).to_owned())
        };
        let (first, other) = (of(&[Part::By]), of(&[Part::To, Part::With]));
        [
            own(figure.map(|one| &one.by)).unwrap_or_else(|| self.named.names(first.iter().copied())),
            own(figure.map(|one| &one.against))
                .unwrap_or_else(|| self.named.names(other.iter().filter(|id| !first.contains(id)).copied())),
        ]
    }

    /// "Hanele Brusk (2024-03-14): 12 [f0a1b2c3d4e5f]".
    fn by_whom(&self, one: &Figure<PointSpan>) -> String {
        let counted = if day(&one.counted_at).is_empty() { &one.when } else { &one.counted_at };
        let told = match day(counted) {
            day if day.is_empty() => day,
            day => format!(" ({day})"),
        };
        format!("{}{told}: {} [{}]", self.named_claimant(one), amount(one), one.id)
    }

    fn named_claimant(&self, one: &Figure<PointSpan>) -> String {
        let outlet = || {
            let first = one.refs.first().and_then(|first| self.named.article(&first.article));
            first.and_then(|article| article.outlet.clone())
        };
        match (&one.claimed_by, one.voice) {
            (Some(id), _) => self.named.name(id).to_owned(),
            (None, Voice::Article) => {
                outlet().map_or("the article itself".to_owned(), |name| format!("{name} itself"))
            }
            (None, _) => one.said_by.clone().unwrap_or_else(|| "nobody named".to_owned()),
        }
    }

    /// Article, title, outlet, day, what the day rests on, address, whose words it carries, and the words.
    fn source(&self, first: Option<&Ref<PointSpan>>) -> [String; 8] {
        let Some(first) = first else { return Default::default() };
        let Some(article) = self.named.article(&first.article) else {
            let mut cells: [String; 8] = Default::default();
            (cells[0], cells[7]) = (first.article.to_string(), first.quote.clone());
            return cells;
        };
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let days = &article.published;
        let [title, outlet, url] = [text(&article.title), text(&article.outlet), text(&article.url)];
        [
            article.id.to_string(),
            title,
            outlet,
            day(days),
            word(&days.basis),
            url,
            text(&article.origin),
            first.quote.clone(),
        ]
    }

    fn to_check(&self, figures: &[&Figure<PointSpan>]) -> String {
        let ids = std::iter::once(self.event.id.as_str()).chain(figures.iter().map(|one| one.id.as_str()));
        let found: BTreeMap<u32, &&Finding<PointSpan>> =
            ids.flat_map(|id| self.checks.get(id).into_iter().flatten()).map(|one| (one.rank, one)).collect();
        let line =
            |one: &&&Finding<PointSpan>| format!("{}: {}", word(&one.kind).replace('_', " "), one.because);
        found.values().map(line).collect::<Vec<_>>().join(" | ")
    }
}

fn yes(is_so: bool) -> String {
    if is_so { "yes".to_owned() } else { String::new() }
}

/// How narrow days are.
fn precision(days: &Days<PointSpan>) -> &'static str {
    match (days.earliest, days.latest, days.edtf.as_deref().map_or(0, str::len)) {
        (None, None, _) => "unknown",
        (Some(first), Some(last), _) if first == last => "day",
        (Some(_), Some(_), 4) => "year",
        (Some(_), Some(_), 7) => "month",
        (Some(_), Some(_), _) => "interval",
        (Some(_), None, _) => "earliest only",
        (None, Some(_), _) => "latest only",
    }
}

/// The least number stated, room for the best, the greatest, and whether some claimant leaves that side open.
fn bounds(figures: &[&Figure<PointSpan>]) -> [String; 5] {
    let told: Vec<_> = figures.iter().filter(|one| !one.none_reported).collect();
    let text = |number: Option<Number>| number.map_or_else(String::new, |number| number.to_string());
    let low = told.iter().filter_map(|one| one.min).min();
    let high = told.iter().filter_map(|one| one.max.or(one.min)).max();
    [
        text(low),
        String::new(),
        text(high),
        yes(told.iter().any(|one| one.min.is_none())),
        yes(told.iter().any(|one| one.max.is_none())),
    ]
}

/// How many, in words: "more than 40".
fn amount(one: &Figure<PointSpan>) -> String {
    if one.none_reported {
        return "none reported".to_owned();
    }
    let text = |number: Option<Number>| number.map_or("?".to_owned(), |number| number.to_string());
    let number = text(one.min.or(one.max));
    match one.comparator {
        Comparator::Exactly if one.approximate => format!("about {number}"),
        Comparator::Exactly => number,
        Comparator::MoreThan => format!("more than {number}"),
        Comparator::AtLeast => format!("at least {number}"),
        Comparator::LessThan => format!("fewer than {number}"),
        Comparator::AtMost => format!("at most {number}"),
        Comparator::About => format!("about {number}"),
        Comparator::Between => format!("{} to {}", text(one.min), text(one.max)),
    }
}

/// A figure as a line: "12 people killed, said by Hanele Brusk".
pub(crate) fn stated(one: &Figure<PointSpan>, named: &Named<'_>) -> String {
    let [effect, counted, _] = effect(one);
    let who = match (&one.claimed_by, one.voice) {
        (Some(id), _) => format!("said by {}", named.name(id)),
        (None, Voice::Article) => "in the article's own words".to_owned(),
        (None, _) => format!("said by {}", one.said_by.as_deref().unwrap_or("nobody named")),
    };
    let what = [amount(one), one.unit.clone().unwrap_or_default(), counted, effect];
    let what: Vec<String> = what.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}, {who}", what.join(" "))
}

/// The first words that say what happened; a single word such as "talks" leaves a coder to guess.
fn telling(refs: &[Ref<PointSpan>]) -> Option<&Ref<PointSpan>> {
    let words = |one: &&Ref<PointSpan>| one.quote.split_whitespace().nth(2).is_some();
    refs.iter().find(words).or(refs.first())
}

/// A hash over refs and numbers. It begins with a letter: a spreadsheet would take some digits for a number.
fn evidence(refs: &[Ref<PointSpan>], figures: &[&Figure<PointSpan>]) -> String {
    let mut parts: BTreeSet<String> = BTreeSet::new();
    for one in refs {
        parts.insert(format!("{} {} {} {}", one.article, one.span.start, one.span.end, one.quote));
    }
    parts.extend(figures.iter().map(|one| format!("{:?} {:?}", one.min, one.max)));
    format!("h{}", &hash(parts.iter().map(String::as_str))[..16])
}
