//! Figures: how many, of what, with which effect, by whom against whom, said by whom.
//!
//! A quantity becomes a figure if it belongs to an event, stands in what somebody says, or counts with a verb of harm,
//! of arms or of votes. Figures are never added up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tidings_record::{
    Affected, AttributionIndex, ByteSpan, Effect, Part, Quantity, QuantityIndex, QuantityKind, Voice,
};

use crate::actors::{ActorIndex, Actors};
use crate::calendar::{self, Day};
use crate::effects;
use crate::events::Events;
use crate::lexicon;
use crate::source::Source;
use crate::words::folded;

/// A figure as articles give it: one or, where articles repeat one claimant's number for one event, several quantities.
#[derive(Debug, Clone)]
pub(crate) struct Linked {
    /// Where it is given: source and quantity; the first one defines it. None for "no casualties were reported".
    pub given: Vec<(usize, Option<QuantityIndex>, ByteSpan)>,
    /// The cluster of events it belongs to.
    pub event: Option<usize>,
    /// What became of what is counted.
    pub effect: Effect,
    /// What is counted.
    pub counted: Option<String>,
    /// Which people.
    pub affected: Affected,
    /// Who did it, and to whom.
    pub by: Option<ActorIndex>,
    /// To whom.
    pub against: Option<ActorIndex>,
    /// Whose voice gives it.
    pub voice: Voice,
    /// Who gives it.
    pub claimed_by: Option<ActorIndex>,
    /// The attribution it stands in.
    pub attribution: Option<AttributionIndex>,
    /// The figure of which it is a part.
    pub part_of: Option<usize>,
    /// Whether it says that nobody gave a number.
    pub none_reported: bool,
    /// The day up to which it counts, where its words name an earlier one than the article's: "a day earlier she had put
    /// the toll at 12".
    pub counted_on: Option<Day>,
    /// Whether it counts something in passing, which is kept only if another article counts the like.
    pub passing: bool,
}

impl Linked {
    /// What a part leaves unsaid is that of its whole in the same sentence: "claimed to have downed over 100 drones, with
    /// 30 of them over the capital".
    fn follow(&mut self, whole: &Linked) {
        if self.attribution.is_none() {
            (self.voice, self.claimed_by, self.attribution) =
                (whole.voice, whole.claimed_by, whole.attribution);
        }
        if self.effect == Effect::Counted {
            self.effect = whole.effect;
        }
        self.event = self.event.or(whole.event);
    }

    /// What sort of thing it counts, under one name for all that stand for one another: people where they are harmed,
    /// held or moved; else the unit or the head of the words.
    pub fn thing(&self, quantity: &Quantity) -> String {
        if quantity.kind == QuantityKind::Percent {
            return "percent".to_owned();
        }
        if let Some(unit) = &quantity.unit {
            return unit.clone();
        }
        use Effect::{Arrested, Captured, Displaced, Injured, Killed, Missing};
        let of_people = matches!(self.effect, Killed | Injured | Missing | Captured | Displaced | Arrested);
        let head = self.counted.as_deref().map(|counted| counted.rsplit(' ').next().unwrap_or(counted));
        match (head.and_then(lexicon::thing), head) {
            (None | Some("prisoner" | "case"), _) if of_people => "person".to_owned(),
            (Some(thing), _) => thing.to_owned(),
            (None, Some(head)) => lexicon::stem(head).to_owned(),
            (None, None) => String::new(),
        }
    }

    /// The quantity of its first telling.
    pub fn quantity<'r>(&self, sources: &[Source<'r>]) -> Option<&'r Quantity> {
        let (source, quantity, _) = self.given[0];
        Some(&sources[source].reading.quantities[quantity?.index()])
    }
}

/// Units of area.
const AREAS: [&str; 4] = ["hectare", "acre", "square kilometre", "square mile"];
/// How far back the noun of a number without one may stand, in bytes.
const NOUN_REACH: u32 = 240;
/// Fewest people that are worth counting in passing.
const CROWD: f64 = 10.0;

/// The figures of `sources`, taken in `order`.
pub(crate) fn link(sources: &[Source<'_>], order: &[usize], actors: &Actors, events: &Events) -> Vec<Linked> {
    let mut list: Vec<Linked> = Vec::new();
    for &at in order {
        let source = &sources[at];
        let mut of: HashMap<QuantityIndex, usize> = HashMap::new();
        for (index, quantity) in source.reading.quantities.iter().enumerate() {
            let index = QuantityIndex::from(index);
            if let Some(figure) = figure(source, at, index, quantity, actors, events) {
                of.insert(index, list.len());
                list.push(figure);
            }
        }
        follow_before(source, &mut list, &of);
        for (index, quantity) in source.reading.quantities.iter().enumerate() {
            let whole = quantity.part_of.and_then(|whole| of.get(&whole).copied());
            if let (Some(&part), Some(whole)) = (of.get(&QuantityIndex::from(index)), whole)
                && part != whole
            {
                let (near, whole_of) = (source.sentence(quantity.span.start), list[whole].clone());
                list[part].part_of = Some(whole);
                if near.is_some_and(|near| near.contains(whole_of.given[0].2)) {
                    list[part].follow(&whole_of);
                }
                // "Shot down 29 of 38 drones": 38 were sent.
                let of_sent = list[part].effect == Effect::Intercepted
                    && whole_of.effect == Effect::Intercepted
                    && is_out_of(source, list[part].given[0].2, whole_of.given[0].2);
                if of_sent {
                    list[whole].effect = Effect::Launched;
                }
            }
        }
        headline(source, at, &mut list);
        none_reported(source, at, events, &mut list);
    }
    merged(sources, list)
}

/// Whether between two numbers stand only words that make the second the whole of the first: "29 of 38", "22 out of the 30".
fn is_out_of(source: &Source<'_>, part: ByteSpan, whole: ByteSpan) -> bool {
    let between = folded(source.words_at(ByteSpan::new(part.start, whole.start.max(part.start))));
    let mut last = between.iter().rev().skip_while(|word| matches!(word.as_str(), "the" | "some" | "about"));
    last.next().is_some_and(|word| word == "of") && between.len() <= 6
}

/// A headline's number is that of its article: "Toll reaches 17" belongs to the event of which the text gives 17 dead.
fn headline(source: &Source<'_>, at: usize, list: &mut [Linked]) {
    let Some(title) = source.reading.title.as_ref().and_then(|title| title.span) else { return };
    let number = |one: &Linked| {
        let quantity = &source.reading.quantities[one.given[0].1?.index()];
        Some((quantity.min, quantity.max, one.effect))
    };
    let here: Vec<usize> = (0..list.len()).filter(|&one| list[one].given[0].0 == at).collect();
    for &one in &here {
        if list[one].event.is_some() || !title.contains(list[one].given[0].2) {
            continue;
        }
        let same = here.iter().copied().find(|&other| {
            list[other].event.is_some()
                && number(&list[other]).is_some()
                && number(&list[other]) == number(&list[one])
        });
        if let Some(same) = same {
            list[one].event = list[same].event;
        }
    }
}

/// "Four miners were brought up. Eighteen are still trapped": a number without a noun counts what the one before it does.
/// "60 houses were destroyed. The opposition spoke of 140 houses": without a verb, what became of them is the same.
fn follow_before(source: &Source<'_>, list: &mut [Linked], of: &HashMap<QuantityIndex, usize>) {
    let quantities = &source.reading.quantities;
    let mut before: Option<Linked> = None;
    for (index, quantity) in quantities.iter().enumerate().filter(|(_, one)| one.kind == QuantityKind::Count)
    {
        let Some(figure) = of.get(&QuantityIndex::from(index)).and_then(|&at| list.get_mut(at)) else {
            continue;
        };
        let span = figure.given[0].2;
        if let Some(before) =
            before.as_ref().filter(|one| span.start.saturating_sub(one.given[0].2.end) <= NOUN_REACH)
        {
            if figure.counted.is_none() && quantity.unit.is_none() {
                let head = before.counted.as_deref().and_then(|counted| counted.rsplit(' ').next());
                let is_arms = matches!(head.and_then(lexicon::thing), Some("drone" | "missile"));
                if !(is_arms && is_harm_of_people(figure.effect)) {
                    figure.counted.clone_from(&before.counted);
                }
            } else if figure.effect == Effect::Counted
                && figure.counted == before.counted
                && is_spoken_of(source, span)
            {
                figure.effect = before.effect;
            }
        }
        if figure.counted.is_some() {
            before = Some(figure.clone());
        }
    }
}

fn is_harm_of_people(effect: Effect) -> bool {
    matches!(effect, Effect::Killed | Effect::Injured | Effect::Missing)
}

/// "Spoke of 140", "put the number at 140": right before the number stand words that give it, and say no more.
fn is_spoken_of(source: &Source<'_>, span: ByteSpan) -> bool {
    let start = source.sentence(span.start).map_or(span.start, |one| one.start);
    let before = folded(source.words_at(ByteSpan::new(start, span.start)));
    let gives = |word: &String| {
        matches!(word.as_str(), "spoke" | "speaks" | "put" | "puts" | "gave" | "named" | "counted" | "counts")
    };
    before.iter().rev().take(4).any(gives)
}

/// The attribution whose content holds `span`, the innermost.
pub(crate) fn attribution_at(source: &Source<'_>, span: ByteSpan) -> Option<AttributionIndex> {
    let holding = source
        .reading
        .attributions
        .iter()
        .enumerate()
        .filter(|(_, one)| one.content.iter().any(|content| content.contains(span)));
    let size = |content: &[ByteSpan]| content.iter().map(|one| one.len()).sum::<u32>();
    holding
        .min_by_key(|(index, one)| (size(&one.content), *index))
        .map(|(index, _)| AttributionIndex::from(index))
}

fn figure(
    source: &Source<'_>,
    at: usize,
    index: QuantityIndex,
    quantity: &Quantity,
    actors: &Actors,
    events: &Events,
) -> Option<Linked> {
    let area = quantity.unit.as_deref().is_some_and(|unit| AREAS.contains(&unit));
    let kept =
        matches!(quantity.kind, QuantityKind::Count | QuantityKind::Money | QuantityKind::Percent) || area;
    if !kept || source.is_repeat(quantity.span.start) || quantity.min.is_none() && quantity.max.is_none() {
        return None;
    }
    // What became of people belongs to what did it, not to talks told in the same breath.
    let mention = |effect: Option<Effect>| {
        let hurts = effect.is_some_and(is_harm_of_people);
        events.of_quantity(at, index).filter(|&one| !hurts || events.mentions[one].is_harm())
    };
    // "Two people were killed and 11 were wounded": what is counted may stand far in front.
    let behind = quantity.counted.as_ref().filter(|counted| counted.span.start >= quantity.span.start);
    let span = behind.map_or(quantity.span, |counted| {
        ByteSpan::new(quantity.span.start.min(counted.span.start), quantity.span.end.max(counted.span.end))
    });
    let effect = effects::around(source, span).filter(|_| !is_scope(source, quantity));
    let head = quantity.counted.as_ref().map(|one| one.lemma.to_lowercase());
    let thing = head.as_deref().and_then(|head| lexicon::thing(head.rsplit(' ').next().unwrap_or(head)));
    let effect = match (effect, thing) {
        // People are not shot down, launched or destroyed: the word is of something else in the sentence.
        (Some(Effect::Destroyed | Effect::Launched | Effect::Intercepted), Some("person")) => None,
        // What flies is destroyed by those it was sent against.
        (Some(Effect::Destroyed), Some("drone" | "missile")) => Some(Effect::Intercepted),
        (None, Some("drone" | "missile")) => effects::of_arms(source, span),
        (effect, _) => effect,
    };
    let mention = mention(effect);
    let attribution = attribution_at(source, quantity.span);
    let harm = effect.is_some_and(|effect| effect != Effect::Other);
    let unsaid = is_speaking(source, quantity, harm) || is_not_given(source, quantity);
    let nobodys = || is_pointing(source, quantity) || is_size(source, quantity) || area;
    let idle = !harm && mention.is_none() && is_manner_of_speaking(source, quantity);
    // "Asked three times" is how often; "shelled six times" are six attacks.
    let often = quantity.unit.as_deref() == Some("count")
        && mention.is_none_or(|one| !events.mentions[one].is_harm());
    if idle || often || unsaid || !harm && nobodys() || is_none(quantity) || is_age(source, quantity) {
        return None;
    }
    let passing = !harm && mention.is_none() && attribution.is_none();
    if passing && quantity.kind == QuantityKind::Money {
        return None;
    }
    let counted = quantity.counted.as_ref().map(|counted| counted.lemma.to_lowercase());
    let (voice, claimed_by) = whose(source, at, attribution, span, actors);
    let mention = mention.map(|one| &events.mentions[one]);
    let part = |part: Part| {
        mention.and_then(|one| one.actors.iter().find(|actor| actor.part == part).map(|actor| actor.actor))
    };
    Some(Linked {
        given: vec![(at, Some(index), span)],
        event: mention.map(|one| one.cluster),
        effect: effect.unwrap_or(Effect::Counted),
        affected: affected(source, counted.as_deref(), span),
        counted,
        by: part(Part::By),
        against: part(Part::To),
        voice,
        claimed_by,
        attribution,
        part_of: None,
        none_reported: false,
        counted_on: counted_on(source, quantity.span),
        passing,
    })
}

/// "One gate is not a river", "15 more reasons", "the top 20": words that count nothing a reader could look up.
fn is_manner_of_speaking(source: &Source<'_>, quantity: &Quantity) -> bool {
    const IDEAS: [&str; 13] = [
        "reason", "way", "thing", "point", "question", "side", "lesson", "word", "step", "idea", "option",
        "moment", "message",
    ];
    let head = quantity.counted.as_ref().and_then(|counted| counted.lemma.rsplit(' ').next());
    let one = folded(source.words_at(quantity.span)).first().is_some_and(|word| word == "one");
    let start = source.sentence(quantity.span.start).map_or(quantity.span.start, |one| one.start);
    let before = folded(source.words_at(ByteSpan::new(start, quantity.span.start)));
    let rank = before.last().is_some_and(|word| matches!(word.as_str(), "top" | "number" | "no"));
    rank || one && quantity.max.is_some_and(|most| most.get() == 1.0)
        || head.is_some_and(|head| IDEAS.contains(&head))
}

/// The day that words like "a day earlier" name beside a number that was given then.
fn counted_on(source: &Source<'_>, number: ByteSpan) -> Option<Day> {
    let sentence = source.sentence(number.start)?;
    if !folded(source.words_at(ByteSpan::new(sentence.start, number.start))).iter().any(|word| word == "had")
    {
        return None;
    }
    let times = source.reading.times.iter().filter(|time| sentence.contains(time.span));
    times.filter_map(|time| Some((time, time.earliest?, time.latest?))).find_map(|(time, first, last)| {
        let words = folded(source.words_at(time.span));
        let back =
            words.last().is_some_and(|word| matches!(word.as_str(), "earlier" | "before" | "previously"));
        (back && first == last).then(|| calendar::number(first))
    })
}

/// "Drones over eight regions": where it happened, not what it happened to.
fn is_scope(source: &Source<'_>, quantity: &Quantity) -> bool {
    const PLACES: [&str; 11] = [
        "region", "province", "district", "county", "state", "city", "town", "village", "country", "area",
        "site",
    ];
    let place = quantity.counted.as_ref().and_then(|counted| counted.lemma.rsplit(' ').next());
    let start = source.sentence(quantity.span.start).map_or(quantity.span.start, |one| one.start);
    let before = folded(source.words_at(ByteSpan::new(start, quantity.span.start)));
    let within = |word: &String| matches!(word.as_str(), "over" | "across" | "in" | "throughout" | "from");
    place.is_some_and(|place| PLACES.contains(&place)) && before.last().is_some_and(within)
}

/// "Two officials said": they tell, nobody tells of them. But "the hospital, which treated 30 wounded, said" tells of the
/// 30, which `harm` befell.
fn is_speaking(source: &Source<'_>, quantity: &Quantity, harm: bool) -> bool {
    let sources = source.reading.attributions.iter().flat_map(|one| &one.source);
    let mut inside = sources.filter(|words| words.contains(quantity.span));
    let tells = |words: &ByteSpan| {
        let before = folded(source.words_at(ByteSpan::new(words.start, quantity.span.start)));
        before.iter().any(|word| matches!(word.as_str(), "who" | "which" | "that" | "where" | "whose"))
    };
    inside.any(|words| !harm || !tells(words))
}

/// "Denied that 12 people had died", "would not say whether 12 had", "no one said that 12 had": nobody gives the number.
fn is_not_given(source: &Source<'_>, quantity: &Quantity) -> bool {
    let Some(sentence) = source.sentence(quantity.span.start) else { return false };
    // Behind a "but" or a mark another clause begins.
    let clause = source.words_at(ByteSpan::new(sentence.start, quantity.span.start));
    let clause = clause.rfind([';', ':', '—', '"', '“', '”']).map_or(clause, |at| &clause[at..]);
    let words = folded(clause);
    let words = words.iter().rposition(|word| word == "but").map_or(&words[..], |at| &words[at + 1..]);
    let that = |at: usize| {
        let next = &words[at + 1..words.len().min(at + 4)];
        let goes_on = |word: &String| matches!(word.as_str(), "and" | "said" | "saying" | "adding");
        next.iter().position(|word| word == "that").is_some_and(|end| !next[..end].iter().any(goes_on))
    };
    let open =
        |at: usize| words[at + 1..].iter().take(2).any(|word| matches!(word.as_str(), "whether" | "if"));
    let not = |at: usize| {
        words[..at]
            .iter()
            .rev()
            .take(4)
            .any(|word| matches!(word.as_str(), "not" | "no" | "nobody" | "none" | "never"))
    };
    // "A report that 60 had died was withdrawn".
    let after = folded(source.words_at(ByteSpan::new(quantity.span.end.min(sentence.end), sentence.end)));
    let taken_back = after.windows(2).any(|pair| {
        matches!(pair[0].as_str(), "was" | "were" | "proved" | "later")
            && matches!(pair[1].as_str(), "withdrawn" | "retracted" | "wrong" | "false" | "untrue")
    });
    let reported = words
        .iter()
        .any(|word| matches!(word.as_str(), "report" | "reports" | "claim" | "claims" | "figure"));
    taken_back && reported
        || (0..words.len()).any(|at| match words[at].as_str() {
            "denied" | "denies" | "deny" | "denying" | "withdrawn" | "withdrew" | "retracted" => that(at),
            "untrue" | "wrong" => that(at),
            "true" | "confirm" | "confirmed" | "said" | "say" | "says" => not(at) && (that(at) || open(at)),
            "know" | "known" | "knew" => not(at) && (that(at) || open(at)),
            "asked" | "unclear" | "unknown" => open(at),
            _ => false,
        })
}

/// "A town of 14,000 people": how large a place is.
fn is_size(source: &Source<'_>, quantity: &Quantity) -> bool {
    const PLACES: [&str; 8] =
        ["town", "city", "village", "country", "nation", "community", "island", "population"];
    let start = source.sentence(quantity.span.start).map_or(quantity.span.start, |one| one.start);
    let before = folded(source.words_at(ByteSpan::new(start, quantity.span.start)));
    let mut last =
        before.iter().rev().skip_while(|word| matches!(&***word, "about" | "some" | "around" | "nearly"));
    last.next().is_some_and(|word| word == "of") && last.next().is_some_and(|word| PLACES.contains(&&**word))
}

/// "The two nations", "both sides": a small number that points at what is known rather than counts.
fn is_pointing(source: &Source<'_>, quantity: &Quantity) -> bool {
    let start = source.sentence(quantity.span.start).map_or(quantity.span.start, |one| one.start);
    let before = folded(source.words_at(ByteSpan::new(start, quantity.span.start)));
    let pointing =
        before.last().is_some_and(|word| matches!(word.as_str(), "the" | "these" | "those" | "both" | "all"));
    let vague = source.words_at(quantity.span).to_lowercase();
    pointing && quantity.max.is_some_and(|most| most.get() <= 4.0) || vague.starts_with("both")
}

/// "A teacher, 71, said", "a woman of 71": an age.
fn is_age(source: &Source<'_>, quantity: &Quantity) -> bool {
    let text = source.text();
    let (start, end) = (quantity.span.start as usize, quantity.span.end as usize);
    let (before, after) = (text.get(..start).unwrap_or(""), text.get(end..).unwrap_or(""));
    let of = before.trim_end().strip_suffix(" of").and_then(|before| before.rsplit(' ').next());
    let one =
        of.is_some_and(|word| lexicon::thing(word) == Some("person") && !matches!(word, "number" | "toll"));
    quantity.counted.is_none() && (before.ends_with(", ") && after.starts_with(',') || one)
}

/// "No casualties": said apart, for it is no count of zero.
fn is_none(quantity: &Quantity) -> bool {
    quantity.max.is_some_and(|most| most.get() == 0.0)
}

/// In whose voice what stands at `span` is given.
fn whose(
    source: &Source<'_>,
    at: usize,
    attribution: Option<AttributionIndex>,
    span: ByteSpan,
    actors: &Actors,
) -> (Voice, Option<ActorIndex>) {
    if let Some(attribution) = attribution {
        let one = &source.reading.attributions[attribution.index()];
        return (one.voice, actors.speaker(at, one));
    }
    let around = source.sentence(span.start).map_or("", |sentence| source.words_at(sentence));
    let hearsay = ["reportedly", "allegedly", "were reported", "was reported", "are said to"];
    if hearsay.iter().any(|words| around.contains(words)) {
        (Voice::Unnamed, None)
    } else {
        (Voice::Article, None)
    }
}

fn affected(source: &Source<'_>, counted: Option<&str>, span: ByteSpan) -> Affected {
    let of = counted.and_then(|counted| counted.rsplit(' ').next()).unwrap_or_default();
    let words = source.words_at(span);
    match of {
        "civilian" | "resident" | "villager" | "passer-by" | "bystander" => Affected::Civilians,
        "soldier" | "troop" | "fighter" | "militant" | "serviceman" | "combatant" | "rebel" => {
            Affected::Combatants
        }
        "child" | "teenager" | "boy" | "girl" | "minor" | "infant" | "baby" => Affected::Children,
        _ if words.contains("civilian") => Affected::Civilians,
        _ => Affected::Unstated,
    }
}

/// "No casualties were reported": nobody gave a number.
fn none_reported(source: &Source<'_>, at: usize, events: &Events, list: &mut Vec<Linked>) {
    for sentence in &source.reading.sentences {
        let words = source.words_at(sentence.span);
        let lower = words.to_ascii_lowercase();
        let found = [
            "no casualties",
            "no injuries",
            "no deaths",
            "no victims",
            "no one was hurt",
            "no one was injured",
        ]
        .iter()
        .find_map(|pattern| lower.find(pattern).map(|from| (from, pattern.len())));
        let Some((from, length)) = found else { continue };
        if source.is_repeat(sentence.span.start) {
            continue;
        }
        // The verb belongs to the words: "no casualties were reported".
        let rest = &lower[from + length..];
        let end = rest.find([',', '.', ';']).unwrap_or(rest.len()).min(60);
        let end = (0..=end).rev().find(|&end| rest.is_char_boundary(end)).unwrap_or(0);
        let start = sentence.span.start + from as u32;
        let span = ByteSpan::new(start, start + (length + end) as u32);
        list.push(Linked {
            given: vec![(at, None, span)],
            event: events.nearest(at, span),
            effect: if lower[from..].starts_with("no deaths") { Effect::Killed } else { Effect::Injured },
            counted: None,
            affected: Affected::Unstated,
            by: None,
            against: None,
            voice: Voice::Unnamed,
            claimed_by: None,
            attribution: None,
            part_of: None,
            none_reported: true,
            counted_on: None,
            passing: false,
        });
    }
}

/// One figure where several articles give one claimant's number for one event.
fn merged(sources: &[Source<'_>], list: Vec<Linked>) -> Vec<Linked> {
    type Key = (Option<usize>, Effect, Option<String>, Option<ActorIndex>, Voice, String, bool);
    let mut counting: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for figure in &list {
        if let Some(quantity) = figure.quantity(sources) {
            counting.entry(figure.thing(quantity)).or_default().insert(figure.given[0].0);
        }
    }
    let in_passing = |figure: &Linked| {
        let Some(quantity) = figure.quantity(sources).filter(|_| figure.passing) else { return false };
        let thing = figure.thing(quantity);
        let few = thing == "person" && quantity.min.or(quantity.max).is_none_or(|least| least.get() < CROWD);
        few || thing.is_empty() || counting.get(&thing).is_none_or(|all| all.len() < 2)
    };
    // The words of the sentence: a copy gives no second figure.
    let told = |figure: &Linked| {
        let (source, _, span) = figure.given[0];
        let sentence = sources[source].sentence(span.start)?;
        (sentence.len() > span.len()).then(|| folded(sources[source].words_at(sentence)))
    };
    let mut alike: HashMap<Key, Vec<usize>> = HashMap::new();
    let mut place: Vec<usize> = Vec::with_capacity(list.len());
    let mut kept: Vec<Linked> = Vec::new();
    for figure in list {
        if in_passing(&figure) {
            place.push(usize::MAX);
            continue;
        }
        let number = figure.quantity(sources).map(|one| format!("{:?}{:?}{:?}", one.min, one.max, one.unit));
        let key = (
            figure.event,
            figure.effect,
            figure.counted.clone(),
            figure.claimed_by,
            figure.voice,
            number.unwrap_or_default(),
            figure.none_reported,
        );
        let same = alike.entry(key).or_default();
        let known = same.iter().copied().find(|&known| {
            let known = &kept[known];
            let in_one_article = known.given.iter().any(|given| given.0 == figure.given[0].0);
            // Without an event two articles may mean two things.
            in_one_article
                || figure.event.is_some() && known.claimed_by.is_some()
                || told(known) == told(&figure)
        });
        match known {
            Some(known) => {
                kept[known].given.extend(figure.given);
                place.push(known);
            }
            None => {
                same.push(kept.len());
                place.push(kept.len());
                kept.push(figure);
            }
        }
    }
    for at in 0..kept.len() {
        kept[at].part_of =
            kept[at].part_of.map(|whole| place[whole]).filter(|&whole| whole != at && whole < usize::MAX);
    }
    kept
}
