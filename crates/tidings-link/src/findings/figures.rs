//! Figures side by side: given alike by two, growing, apart, or alike in kind and of different things.
//!
//! Two figures are set side by side only if they count one sort of thing with one effect. That they are of one event must
//! be shown, by the grouping of events or by days and names around them; else they are at most alike in kind. Two reports
//! of one hour contradict each other if both numbers cannot be so; a later report brings an update, unless what it counts
//! was over before.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{Affected, AttributionIndex, ByteSpan, Effect, FindingKind, Voice};

use super::scope::{Names, Scope};
use super::{About, Draft, Linkage};
use crate::calendar::Day;
use crate::words::folded;

/// Most figures of one sort that are compared with each other.
const MOST: usize = 80;
/// A toll of at least so many is hardly the same twice by chance.
const TOLL: f64 = 5.0;
/// Days by which a slip is off at most.
const SLIP: Day = 2;
/// A number at least this large that two articles give is hardly given by chance.
const TELLING: f64 = 10.0;
/// How many content words around two figures are the same where they tell of one thing.
const ALIKE: usize = 4;
/// Share by which numbers that are said to be rough may differ and still be one.
const ROUGH: f64 = 0.1;
/// Share by which a later number differs at least to be another.
const CHANGED: f64 = 0.01;
/// How far apart two sentences are at most that give one thing side by side, in bytes.
const SIDE_BY_SIDE: u32 = 200;
/// How many days after its first the last day of one event is at most.
const FEW: Day = 2;
/// A number so many times another is of something else.
const ONE_SIZE: f64 = 20.0;
/// Most figures named by one finding that they are alike in kind only.
const MOST_ALIKE: usize = 8;

/// The figures of a story with what each is of.
pub(crate) struct Compared<'a, 'r> {
    linkage: &'a Linkage<'a, 'r>,
    scopes: Vec<Option<Scope>>,
}

impl<'a, 'r> Compared<'a, 'r> {
    /// Reads the scopes of all figures.
    pub fn new(linkage: &'a Linkage<'a, 'r>) -> Compared<'a, 'r> {
        let names: Vec<Names> = (0..linkage.sources.len()).map(|at| Names::of(linkage, at)).collect();
        let scope = |at: usize| {
            let figure = &linkage.figures[at];
            if figure.none_reported { None } else { Scope::of(linkage, &names[figure.given[0].0], at) }
        };
        let scopes = (0..linkage.figures.len()).map(scope).collect();
        Compared { linkage, scopes }
    }

    /// How two figures go together, if they are of a kind: which sort of finding it is, and why in words.
    pub fn relation(&self, a: usize, b: usize) -> Option<(FindingKind, &'static str)> {
        let (one, two) = (self.scopes[a].as_ref()?, self.scopes[b].as_ref()?);
        let shares = one.thing == "percent";
        if one.thing != two.thing || one.thing.is_empty() || !shares && effect_class(one) != effect_class(two)
        {
            return None;
        }
        // Those on board and those who were saved.
        if one.effect != two.effect && (self.is_on_board(a) || self.is_on_board(b)) {
            return None;
        }
        if self.linkage.figures[a].part_of == Some(b) || self.linkage.figures[b].part_of == Some(a) {
            return Some((FindingKind::NotComparable, "a part beside its whole"));
        }
        let shared = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            a.intersection(b).filter(|word| **word != one.thing).count()
        };
        let (shared_words, shared_said) = (shared(&one.words, &two.words), shared(&one.said, &two.said));
        let one_owner = one.owner.is_some() && one.owner == two.owner;
        let bound = !one.anchors.is_disjoint(&two.anchors) || shares && one_owner;
        let same_number = same_number(one, two);
        // What merely is counted is alike only if the words around it are, or if it is the same number.
        let lasting = shares || matches!(one.effect, Effect::Counted | Effect::Other);
        let one_event = self.linkage.figures[a].event.is_some()
            && self.linkage.figures[a].event == self.linkage.figures[b].event;
        let like = bound || shared_words > 1;
        let telling = one.bounds.0.abs() >= TELLING && same_number;
        if lasting && !one_event && !(like && (shared_said > 0 || telling || shares && one_owner)) {
            return None;
        }
        let told = |figure: usize, scope: &Scope| match self.linkage.figures[figure].counted_on {
            Some(day) => (Some(day), Some(day)),
            None => self.linkage.dates.told(scope.source),
        };
        let apart = match (told(a, one), told(b, two)) {
            ((Some(a0), Some(a1)), (Some(b0), Some(b1))) if a1 - a0 <= 1 && b1 - b0 <= 1 => Some(b0 - a0),
            _ => None,
        };
        let days = apart.map(i32::abs);
        let (early, late) = if apart.unwrap_or(0) < 0 { (two, one) } else { (one, two) };
        let toll = late.moving
            && grows(late.effect)
            && late.bounds.0 >= early.bounds.0
            && days.is_some_and(|days| days <= 7);
        if let Some(why) = one.apart(two, toll) {
            return Some((FindingKind::NotComparable, why));
        }
        let pinned = one.days.is_some() && two.days.is_some();
        let later = days.is_some_and(|days| days > 0);
        let near = days.is_some_and(|days| days <= 1);
        let shown = one_event
            || bound && (pinned || near || lasting || telling)
            || shared_words >= ALIKE && (pinned || near && lasting)
            || like && telling && near
            || bound && days.is_some() && (late.moving || shared_words >= ALIKE - 1);
        if !shown {
            return Some((FindingKind::NotComparable, "no article shows that they are of one thing"));
        }
        if is_arms(one.effect) && !one_owner && !one_event {
            return Some((FindingKind::NotComparable, "whose it was is not said in both"));
        }
        if same_number || !later && goes_together(one, two) {
            return Some((FindingKind::Agree, "numbers that can both be so"));
        }
        let one_claimant = self.claimant(a) == self.claimant(b);
        // "Scores of" is too vague to contradict anything.
        let vague = [one, two].iter().any(|scope| scope.rough && scope.bounds.1.is_infinite());
        let disjoint = !vague && (one.bounds.1 < two.bounds.0 || two.bounds.1 < one.bounds.0);
        let same_article = one.source == two.source;
        // What one night's launches or one day's arrests come to does not grow afterwards.
        let over = pinned && !grows(one.effect) && days.is_some_and(|days| days <= 3);
        let disputed = late.against && days.is_some_and(|days| days <= 3);
        // Within one article numbers that differ are of different people, unless two give them of one event, or
        // side by side of one thing.
        let is_said = |figure: usize| self.linkage.figures[figure].attribution.is_some();
        let elsewhere =
            !one.anchors.is_empty() && !two.anchors.is_empty() && one.anchors.is_disjoint(&two.anchors);
        let side_by_side = self.linkage.figures[a].counted == self.linkage.figures[b].counted
            && words(self.linkage, a).1.end.abs_diff(words(self.linkage, b).1.start) <= SIDE_BY_SIDE;
        let told_of_one = is_said(a)
            && is_said(b)
            && !elsewhere
            && (one_event && shared_words > 1 || side_by_side)
            && !self.is_further(a, b);
        // Sums of money are of all sorts of things.
        let unit =
            self.linkage.figures[a].quantity(self.linkage.sources).is_some_and(|one| one.unit.is_some());
        let one_thing = one_event && self.is_firm(a) && shared_words > 0
            || shared_words >= ALIKE
            || bound && pinned && !lasting && shared_words > 1;
        let disjoint = disjoint
            && if shares { one_owner } else { !unit || shared_words >= ALIKE && !same_article }
            && (same_article || (one_thing || shares) && !self.is_further(a, b))
            && is_near(one, two)
            && (!same_article || told_of_one);
        if disjoint && !one_claimant && (days == Some(0) || same_article && !later || over || disputed) {
            if (same_article || !shares) && lasting && shared_said == 0 {
                return Some((FindingKind::NotComparable, "too little shows that they are of one thing"));
            }
            if self.are_others(a, b) {
                return Some((FindingKind::NotComparable, "they count different people"));
            }
            return Some((
                FindingKind::Contradiction,
                "one thing at one time, and numbers that cannot both be so",
            ));
        }
        if same_article {
            return Some((FindingKind::NotComparable, "one article gives both"));
        }
        let shrinks = early.bounds.0 > late.bounds.1 && grows_only(one.effect);
        let close = !lasting || one_owner || shared_said > 1 && within(one, two, TELLING);
        if !close {
            return Some((FindingKind::NotComparable, "too little shows that they are of one thing"));
        }
        if later && !shrinks {
            return Some((FindingKind::Update, "one thing, in a later report"));
        }
        if days == Some(0) {
            return Some((FindingKind::Update, "one claimant, at another hour"));
        }
        Some((FindingKind::NotComparable, "which of the two is later is not known"))
    }

    /// Whether the event of a figure lies on days that are known, few, and rest on no premise: what is told of a long
    /// outbreak or war is of many things.
    fn is_firm(&self, figure: usize) -> bool {
        let days = self.linkage.figures[figure].event.and_then(|event| self.linkage.dates.events.get(event));
        days.is_some_and(|days| !days.assumed && days.domain.width() <= FEW)
    }

    /// Whether a figure is told of as those whom a ship or a train carried.
    fn is_on_board(&self, figure: usize) -> bool {
        let (source, _, span) = self.linkage.figures[figure].given[0];
        let source = &self.linkage.sources[source];
        let sentence = source.sentence(span.start).unwrap_or(span);
        let near = |words: Vec<String>| {
            words.iter().any(|word| matches!(word.as_str(), "aboard" | "board" | "carrying"))
        };
        let before = folded(source.words_at(ByteSpan::new(sentence.start, span.start.max(sentence.start))));
        let after = folded(source.words_at(ByteSpan::new(span.end.min(sentence.end), sentence.end)));
        near(before.into_iter().rev().take(2).collect()) || near(after.into_iter().take(3).collect())
    }

    /// Whether two count people by different words, neither of which stands for all: engineers and officers.
    fn are_others(&self, a: usize, b: usize) -> bool {
        const ANYBODY: [&str; 10] =
            ["people", "person", "victim", "casualty", "death", "fatality", "life", "body", "case", "other"];
        let [one, two] = [a, b].map(|at| &self.linkage.figures[at]);
        let head = |counted: &Option<String>| {
            let head = counted.as_deref()?.rsplit(' ').next()?.to_owned();
            (!ANYBODY.contains(&head.as_str())).then_some(head)
        };
        let same_sort = one.affected == two.affected && one.affected != Affected::Unstated;
        let is_person = self.scopes[a].as_ref().is_some_and(|scope| scope.thing == "person");
        is_person && !same_sort && head(&one.counted).zip(head(&two.counted)).is_some_and(|(a, b)| a != b)
    }

    /// Whether the words of one of two say that it counts others than those told before, or the worst of them: "seven
    /// others were wounded", "five had serious injuries".
    fn is_further(&self, a: usize, b: usize) -> bool {
        [a, b].iter().any(|&figure| {
            let (source, span) = words(self.linkage, figure);
            folded(self.linkage.sources[source].words_at(span)).iter().any(|word| {
                matches!(
                    word.as_str(),
                    "other"
                        | "others"
                        | "another"
                        | "meanwhile"
                        | "elsewhere"
                        | "separate"
                        | "separately"
                        | "also"
                )
            })
        })
    }

    /// Who gives a figure: an actor, else the words of an article.
    fn claimant(&self, figure: usize) -> (Option<usize>, Option<(usize, Option<AttributionIndex>)>) {
        let linked = &self.linkage.figures[figure];
        match linked.claimed_by {
            Some(actor) => (Some(actor), None),
            None => (None, Some((linked.given[0].0, linked.attribution))),
        }
    }

    /// The one day that the words of a figure name for what caused it.
    fn of_event(&self, figure: usize) -> Option<Day> {
        self.scopes[figure].as_ref()?.named.filter(|days| days.0 == days.1).map(|days| days.0)
    }

    /// Figures that count one sort of thing with one effect, in the order of the articles.
    fn alike(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<(Effect, &str), Vec<usize>> = BTreeMap::new();
        for (at, scope) in self.scopes.iter().enumerate() {
            if let Some(scope) = scope {
                let list = groups.entry((effect_class(scope), &scope.thing)).or_default();
                if list.len() < MOST {
                    list.push(at);
                }
            }
        }
        groups.into_values().filter(|all| all.len() > 1).collect()
    }
}

/// Whether articles tell of it as of something done with arms.
fn is_arms(effect: Effect) -> bool {
    matches!(effect, Effect::Launched | Effect::Intercepted)
}

/// Effects that articles use for one another.
fn effect_class(scope: &Scope) -> Effect {
    match scope.effect {
        Effect::Other => Effect::Counted,
        Effect::Destroyed if flies(&scope.thing) => Effect::Intercepted,
        effect => effect,
    }
}

/// Whether it is sent against somebody.
fn flies(thing: &str) -> bool {
    matches!(thing, "drone" | "missile")
}

/// Whether later reports bring other numbers of the same.
fn grows(effect: Effect) -> bool {
    matches!(
        effect,
        Effect::Killed
            | Effect::Injured
            | Effect::Missing
            | Effect::Displaced
            | Effect::Destroyed
            | Effect::Damaged
    )
}

/// Whether a later number is no smaller, unless somebody erred.
fn grows_only(effect: Effect) -> bool {
    matches!(effect, Effect::Killed | Effect::Destroyed)
}

fn same_number(a: &Scope, b: &Scope) -> bool {
    let close = |x: f64, y: f64| {
        x == y || x.is_finite() && y.is_finite() && (x - y).abs() <= x.abs().max(y.abs()) * CHANGED
    };
    close(a.bounds.0, b.bounds.0) && close(a.bounds.1, b.bounds.1)
        || (a.rough || b.rough) && {
            let middle = |one: &Scope| if one.bounds.1.is_finite() { one.bounds.1 } else { one.bounds.0 };
            (middle(a) - middle(b)).abs() <= middle(a).abs().max(middle(b).abs()) * ROUGH
        }
}

/// Whether both numbers are at least `many`, and none is more than so many times the other.
fn within(a: &Scope, b: &Scope, many: f64) -> bool {
    let least = |one: &Scope| if one.bounds.0.is_finite() { one.bounds.0 } else { one.bounds.1 };
    let (small, large) = (least(a).min(least(b)), least(a).max(least(b)));
    small >= many && large <= small * many
}

/// Whether numbers are of one size, so that they can be of one thing.
fn is_near(a: &Scope, b: &Scope) -> bool {
    let least = |one: &Scope| if one.bounds.0.is_finite() { one.bounds.0 } else { one.bounds.1 };
    let (small, large) = (least(a).min(least(b)), least(a).max(least(b)));
    large <= small.max(1.0) * ONE_SIZE
}

/// Whether both numbers can be so.
fn goes_together(a: &Scope, b: &Scope) -> bool {
    a.bounds.0 <= b.bounds.1 && b.bounds.0 <= a.bounds.1
}

fn words(linkage: &Linkage<'_, '_>, figure: usize) -> (usize, ByteSpan) {
    let (source, _, span) = linkage.figures[figure].given[0];
    (
        source,
        linkage.sources[source]
            .sentence(span.start)
            .filter(|one| one.contains(span) && one.len() < 240)
            .unwrap_or(span),
    )
}

/// Whether two figures are given by two: two who claim, or two articles in their own voice.
fn two_voices(linkage: &Linkage<'_, '_>, a: usize, b: usize) -> bool {
    let (first, second) = (&linkage.figures[a], &linkage.figures[b]);
    match (first.claimed_by, second.claimed_by) {
        (Some(a), Some(b)) => a != b,
        (None, None) => {
            first.voice == Voice::Article
                && second.voice == Voice::Article
                && linkage.apart(&[words(linkage, a), words(linkage, b)])
        }
        _ => false,
    }
}

/// All that shows of figures side by side.
pub(super) fn findings(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let compared = Compared::new(linkage);
    let mut found = dates_clash(&compared);
    let mut not_comparable: BTreeMap<String, Vec<Vec<usize>>> = BTreeMap::new();
    for group in compared.alike() {
        let mut pairs: BTreeMap<FindingKind, Vec<(usize, usize)>> = BTreeMap::new();
        for (nth, &one) in group.iter().enumerate() {
            for &two in &group[nth + 1..] {
                if let Some((kind, _)) = compared.relation(one, two) {
                    pairs.entry(kind).or_default().push((one, two));
                }
            }
        }
        let of = |kind: FindingKind| pairs.get(&kind).map(Vec::as_slice).unwrap_or_default();
        found.extend(contradictions(linkage, of(FindingKind::Contradiction)));
        found.extend(agreements(linkage, of(FindingKind::Agree)));
        found.extend(updates(linkage, of(FindingKind::Update)));
        let mut same: Vec<(usize, usize)> = Vec::new();
        for kind in [FindingKind::Agree, FindingKind::Update, FindingKind::Contradiction] {
            same.extend(of(kind));
        }
        let alike = apart(linkage, of(FindingKind::NotComparable), &joined(&same));
        let thing = compared.scopes[group[0]].as_ref().map_or("", |scope| &scope.thing);
        // Those sent and those stopped are one line to a reader.
        let entry =
            not_comparable.entry(if flies(thing) { thing.to_owned() } else { String::new() }).or_default();
        match entry.last_mut() {
            Some(all) if flies(thing) => all.extend(alike.into_iter().flatten()),
            _ => entry.extend(alike),
        }
    }
    for mut all in not_comparable.into_values().flatten() {
        all.sort_unstable_by_key(|&at| place(linkage, at));
        all.dedup_by_key(|&mut at| words(linkage, at));
        all.truncate(MOST_ALIKE);
        let because = "The numbers are alike in kind, and of different events, sides or places: nothing is to be added \
                       up, nothing contradicts.";
        if all.len() > 1 {
            found.push(draft(linkage, FindingKind::NotComparable, &all, because.to_owned()));
        }
    }
    found
}

/// Where a figure stands: the place of its article, and there its words.
fn place(linkage: &Linkage<'_, '_>, figure: usize) -> (usize, ByteSpan) {
    let (source, _, span) = linkage.figures[figure].given[0];
    (linkage.order.iter().position(|&at| at == source).unwrap_or(usize::MAX), span)
}

/// One toll, at one place, of which two articles name different days close to each other: a slip of one, or two attacks.
fn dates_clash(compared: &Compared<'_, '_>) -> Vec<Draft> {
    let linkage = compared.linkage;
    let mut found: Vec<Draft> = Vec::new();
    for group in compared.alike() {
        for (nth, &one) in group.iter().enumerate() {
            let (Some(first), Some(day)) = (&compared.scopes[one], compared.of_event(one)) else { continue };
            let toll = matches!(first.effect, Effect::Killed | Effect::Injured) && first.bounds.0 >= TOLL;
            let other = group[nth + 1..].iter().copied().find(|&two| {
                let (Some(second), Some(other)) = (&compared.scopes[two], compared.of_event(two)) else {
                    return false;
                };
                let shared =
                    first.words.intersection(&second.words).filter(|word| **word != first.thing).count();
                toll && first.source != second.source
                    && first.bounds == second.bounds
                    && day != other
                    && (day - other).abs() <= SLIP
                    && !first.anchors.is_disjoint(&second.anchors)
                    && shared >= ALIKE - 1
            });
            if let Some(two) = other.filter(|_| found.is_empty()) {
                found.push(Draft {
                    question: Some("On which day was it, and is it the same event?".to_owned()),
                    innocent: Some("A slip in a weekday, or two events told in the same words."),
                    ..draft(
                        linkage,
                        FindingKind::DatesClash,
                        &[one, two],
                        "Articles give one toll, and name different days for what caused it.".to_owned(),
                    )
                });
            }
        }
    }
    found
}

/// The groups that pairs make, each in the order of the figures.
fn joined(pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut groups: Vec<BTreeSet<usize>> = Vec::new();
    for &(a, b) in pairs {
        let (mut with, rest): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.contains(&a) || group.contains(&b));
        groups = rest;
        let mut all: BTreeSet<usize> = with.drain(..).flatten().collect();
        all.extend([a, b]);
        groups.push(all);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_iter().map(|group| group.into_iter().collect()).collect();
    groups.sort();
    groups
}

fn draft(linkage: &Linkage<'_, '_>, kind: FindingKind, figures: &[usize], because: String) -> Draft {
    Draft {
        kind,
        about: figures.iter().map(|&at| About::Figure(at)).collect(),
        words: figures.iter().map(|&at| words(linkage, at)).collect(),
        because,
        question: None,
        innocent: None,
    }
}

/// One number, given by two.
fn agreements(linkage: &Linkage<'_, '_>, pairs: &[(usize, usize)]) -> Vec<Draft> {
    let told: Vec<(usize, usize)> =
        pairs.iter().copied().filter(|&(a, b)| two_voices(linkage, a, b)).collect();
    joined(&told)
        .iter()
        .map(|all| {
            let many = if all.len() == 2 { "Two".to_owned() } else { all.len().to_string() };
            draft(linkage, FindingKind::Agree, all, format!("{many} give numbers that go together."))
        })
        .collect()
}

/// A number that changes from article to article.
fn updates(linkage: &Linkage<'_, '_>, pairs: &[(usize, usize)]) -> Vec<Draft> {
    joined(pairs)
        .into_iter()
        .map(|mut all| {
            all.sort_by_key(|&at| {
                let (source, _, _) = linkage.figures[at].given[0];
                (linkage.figures[at].counted_on.or(linkage.dates.told(source).0), place(linkage, at))
            });
            let mut numbers: Vec<String> = all
                .iter()
                .filter_map(|&at| {
                    let quantity = linkage.figures[at].quantity(linkage.sources)?;
                    Some(quantity.min.or(quantity.max)?.to_string())
                })
                .collect();
            numbers.dedup();
            let because = format!("The number changes from report to report: {}.", numbers.join(", "));
            draft(linkage, FindingKind::Update, &all, because)
        })
        .collect()
}

/// Two numbers of one thing at one moment that cannot both be so.
fn contradictions(linkage: &Linkage<'_, '_>, pairs: &[(usize, usize)]) -> Vec<Draft> {
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let apart = pairs.iter().filter(|&&(a, b)| {
        linkage.figures[a].given[0].0 == linkage.figures[b].given[0].0
            || linkage.apart(&[words(linkage, a), words(linkage, b)])
    });
    let mut found = Vec::new();
    for &(a, b) in apart {
        if told.contains(&a) || told.contains(&b) {
            continue;
        }
        told.extend([a, b]);
        let because = "Numbers of one thing, at one time, that cannot both be so.".to_owned();
        found.push(Draft {
            question: Some(
                "Do both count the same people or things, up to the same hour, and who counted?".to_owned(),
            ),
            innocent: Some("One may count up to a later hour, or in a wider area."),
            ..draft(linkage, FindingKind::Contradiction, &[a, b], because)
        });
    }
    found
}

/// Groups of numbers alike in kind and of different things, which a reader could take for one: of harm or of arms, in
/// different articles. Of numbers of one thing (`same`) the last stands for all.
fn apart(linkage: &Linkage<'_, '_>, pairs: &[(usize, usize)], same: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let stands = |at: usize| {
        same.iter().find(|all| all.contains(&at)).and_then(|all| all.last().copied()).unwrap_or(at)
    };
    let harm = |at: usize| !matches!(linkage.figures[at].effect, Effect::Counted | Effect::Other);
    let source = |at: usize| linkage.figures[at].given[0].0;
    let two = pairs.iter().map(|&(a, b)| (stands(a), stands(b)));
    let two: Vec<(usize, usize)> = two.filter(|&(a, b)| harm(a) && source(a) != source(b)).collect();
    joined(&two)
}
