//! Who says something: whether two descriptions can be of one speaker, and whether a speaker is a party to the matter.
//!
//! A count by the police, a hospital or an election office is news that papers state; a count by an army, a company or a
//! union is that side's. The two lists are data; a speaker on neither is taken for a party, as a spokesman of nobody in
//! particular is.
//!
//! Source: written for this project; licence as the project's.

use tidings_link::wording;
use tidings_record::{Attribution, ByteSpan, Form, Reading, Stance, Voice};

use crate::sources::Sources;

/// Words of bodies and offices that count and record for the public.
const PUBLIC: &[&str] = &[
    "police",
    "fire",
    "firefighters",
    "hospital",
    "doctors",
    "coast",
    "coastguard",
    "court",
    "judge",
    "commission",
    "statistics",
    "observatory",
    "rescue",
    "rescuers",
    "emergency",
    "coroner",
    "railway",
    "weather",
    "meteorological",
    "mayor",
    "governor",
    "officials",
    "authorities",
    "government",
    "ministry",
    "minister",
    "agency",
    "authority",
    "council",
    "office",
    "department",
    "nations",
    "un",
    "commissioner",
    "ombudsman",
    "prosecutor",
    "prosecutors",
    "city",
    "region",
    "mediator",
    "bank",
    "president",
    "premier",
    "chancellor",
    "parliament",
    "insurers",
    "institute",
    "university",
    "auditor",
    "auditors",
    "hydrologist",
];

/// Words of those who speak for their own side; they go before the others.
const PARTIES: &[&str] = &[
    "army",
    "air",
    "force",
    "forces",
    "military",
    "defence",
    "defense",
    "staff",
    "troops",
    "rebels",
    "militia",
    "party",
    "bloc",
    "union",
    "league",
    "federation",
    "company",
    "operator",
    "organisers",
    "organizers",
    "organiser",
    "organizer",
    "campaign",
    "lawyer",
    "lawyers",
    "opposition",
    "employers",
    "activists",
    "group",
    "farmers",
    "residents",
    "charity",
    "lobby",
    "owner",
    "foreign",
    "guerrillas",
    "separatists",
    "strikers",
    "developer",
    "manufacturer",
    "security",
];

/// How many bytes behind a number "according to" may stand.
const FARTHEST: u32 = 160;

/// A speaker in a source.
#[derive(Debug, Clone)]
pub(crate) struct Speaker<'a> {
    /// The attribution.
    pub attribution: &'a Attribution,
    /// The reading it is of.
    pub reading: &'a Reading,
    /// The sentence.
    pub stretch: usize,
}

impl<'a> Speaker<'a> {
    /// Who says what stands at `span` of a sentence of the sources; none if the article does in its own voice.
    pub fn of(sources: &Sources<'a>, stretch: usize, span: ByteSpan) -> Option<Speaker<'a>> {
        let reading = sources.reading(stretch);
        let holds = |one: &&Attribution| {
            one.voice != Voice::Article && one.content.iter().any(|content| content.overlaps(span))
        };
        let length = |one: &&Attribution| one.content.iter().map(|part| part.len()).sum::<u32>();
        let behind = reading.attributions.iter().find(|one| follows(reading, one, span));
        let attribution = behind.or_else(|| reading.attributions.iter().filter(holds).min_by_key(length))?;
        Some(Speaker { attribution, reading, stretch })
    }

    /// The same, if the words are told rather than done.
    pub fn telling(sources: &Sources<'a>, stretch: usize, span: ByteSpan) -> Option<Speaker<'a>> {
        Speaker::of(sources, stretch, span).filter(Speaker::tells)
    }

    /// How the source names the speaker.
    pub fn words(&self) -> String {
        let name = self.attribution.speaker.map(|one| self.reading.names[one.index()].name.clone());
        let said = said_in(self.reading, self.attribution);
        match name {
            Some(name) if is_pronoun(&said) || said.is_empty() => name,
            _ if said.is_empty() => "somebody who is not named".to_owned(),
            _ => said,
        }
    }

    /// All that is known of the speaker, as small words.
    fn known(&self) -> Vec<String> {
        let mut words = wording::folded(&self.words());
        if let Some(name) = self.attribution.speaker.map(|one| &self.reading.names[one.index()]) {
            words.extend(wording::folded(&name.name));
            words.extend(name.offices.iter().flat_map(|office| wording::folded(&office.text)));
            let described = name.mentions.iter().filter(|one| one.form == Form::Description);
            words.extend(described.flat_map(|one| wording::folded(one.span.of(&self.reading.text))));
        }
        words
    }

    /// Whether the words are told rather than done: who blocks a road or offers money states no number.
    pub fn tells(&self) -> bool {
        let cue = self.attribution.cue_lemma.as_deref();
        let does = matches!(cue, Some("block" | "order" | "vote" | "close" | "refuse"));
        !does && tells(self.attribution.stance)
    }

    /// Whether two speakers have no word in common, so that they are hardly of one side.
    pub fn is_apart_from(&self, other: &Speaker<'_>) -> bool {
        let telling = |one: &Speaker<'_>| -> Vec<String> {
            wording::folded(&one.words()).into_iter().filter(|word| !wording::is_small(word)).collect()
        };
        let beginning = |word: &str| word.chars().take(5).collect::<String>();
        let (own, theirs) = (telling(self), telling(other));
        !own.iter().any(|word| theirs.iter().any(|other| beginning(word) == beginning(other)))
    }

    /// Whether the speaker speaks for one side, or accuses, or claims.
    pub fn is_party(&self) -> bool {
        let claims = matches!(
            self.attribution.cue_lemma.as_deref(),
            Some("claim" | "allege" | "insist" | "accuse" | "blame")
        );
        if claims || matches!(self.attribution.stance, Stance::Accuses) {
            return true;
        }
        let known = self.known();
        let one_of = |list: &[&str]| known.iter().any(|word| list.contains(&word.as_str()));
        one_of(PARTIES) || !one_of(PUBLIC)
    }
}

/// Whether an attitude is that of one who tells something, not of one who does it by saying so.
pub(crate) fn tells(stance: Stance) -> bool {
    use Stance::{Accuses, Announces, Denies, Doubts, Expects, Fears, Says, Warns};
    matches!(stance, Says | Announces | Denies | Accuses | Warns | Expects | Fears | Doubts)
}

/// Whether "according to …" behind `span`, before the next clause, says whose words these are.
fn follows(reading: &Reading, one: &Attribution, span: ByteSpan) -> bool {
    let Some(cue) =
        one.cue.first().filter(|cue| one.cue_lemma.as_deref() == Some("accord") && cue.start >= span.end)
    else {
        return false;
    };
    let between = ByteSpan::new(span.end, cue.start);
    cue.start - span.end <= FARTHEST && !between.of(&reading.text).contains([';', ':', '.', '!', '?'])
}

fn is_pronoun(words: &str) -> bool {
    matches!(words.to_lowercase().as_str(), "he" | "she" | "they" | "it" | "i" | "we")
}

/// Whether the speaker whom a draft gives can be the one of a source. Only two persons with names of their own are told
/// apart: a minister speaks for a ministry, a capital for a country.
pub(crate) fn can_be_one(
    draft: &Reading,
    one: &Attribution,
    other: &Speaker<'_>,
    sources: &Sources<'_>,
) -> bool {
    let Some(name) = one.speaker.map(|at| &draft.names[at.index()]) else { return true };
    let Some(theirs) = other.attribution.speaker.map(|at| &other.reading.names[at.index()]) else {
        return is_unnamed_one(&name.name, other, sources);
    };
    if same_name(&name.name, &theirs.name)
        || is_pronoun(&said_in(draft, one))
        || speaks_for(&name.name, other, sources) && name.offices.is_empty()
    {
        return true;
    }
    let actors = sources.record.stories.iter().flat_map(|story| &story.actors);
    let joined = |name: &str, actor: &tidings_record::Actor| {
        same_name(name, &actor.name) || actor.aliases.iter().any(|alias| same_name(name, alias))
    };
    if actors.into_iter().any(|actor| joined(&name.name, actor) && joined(&theirs.name, actor)) {
        return true;
    }
    !(is_person(&name.name, sources) && is_person(&theirs.name, sources))
}

/// The words by which an attribution names its speaker.
fn said_in(reading: &Reading, one: &Attribution) -> String {
    one.source.iter().map(|span| span.of(&reading.text)).collect::<Vec<_>>().join(" ")
}

/// Whether the speaker of a source speaks for `name`, which the paragraph there has.
fn speaks_for(name: &str, other: &Speaker<'_>, sources: &Sources<'_>) -> bool {
    let words = other.words().to_lowercase();
    let here = &sources.stretches[other.stretch];
    let paragraph = sources.articles[here.article]
        .stretches
        .clone()
        .filter(|&at| sources.stretches[at].passage == here.passage);
    words.contains("spokes")
        && paragraph.into_iter().any(|at| {
            wording::folded(name).iter().all(|word| {
                sources.stretches[at].words.iter().any(|other| wording::same_word(&other.small, word))
            })
        })
}

/// Whether a speaker whom a source does not name can be `name`: "he" is whoever the sentence before names, and a
/// description is nobody whom its sentence does not name.
fn is_unnamed_one(name: &str, other: &Speaker<'_>, sources: &Sources<'_>) -> bool {
    if !is_person(name, sources) || other.attribution.source.is_empty() {
        return true;
    }
    let named = |stretch: usize| {
        let words = &sources.stretches[stretch].words;
        words
            .iter()
            .filter(|word| word.capital && word.kin.is_some())
            .map(|word| word.small.clone())
            .collect::<Vec<_>>()
    };
    if !is_pronoun(&other.words()) {
        return named(other.stretch).iter().any(|word| same_name(word, name));
    }
    let before = other.stretch.checked_sub(1);
    let here = &sources.stretches[other.stretch];
    let before = before.filter(|&at| {
        sources.stretches[at].article == here.article && sources.stretches[at].passage == here.passage
    });
    let persons: Vec<String> =
        before.map(named).unwrap_or_default().into_iter().filter(|word| is_person(word, sources)).collect();
    persons.is_empty() || persons.iter().any(|word| same_name(word, name))
}

/// Whether two names can be one: the last words are spelt alike, or all words of the shorter stand in the longer.
pub(crate) fn same_name(one: &str, two: &str) -> bool {
    let (one, two) = (wording::folded(one), wording::folded(two));
    let (short, long) = if one.len() <= two.len() { (&one, &two) } else { (&two, &one) };
    !short.is_empty() && short.iter().all(|word| long.iter().any(|other| wording::same_word(word, other)))
}

/// Whether a source has a person of this name.
pub(crate) fn is_person(name: &str, sources: &Sources<'_>) -> bool {
    sources.persons.iter().any(|one| same_name(one, name))
}
