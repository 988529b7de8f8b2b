//! One statement in several articles, one quotation in several wordings, one side with two attitudes.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{FindingKind, Part, Stance, Status};

use super::{About, Draft, Linkage};
use crate::claims::{Telling, in_common};
use crate::lexicon;
use crate::words::folded;

/// Fewest words of a quotation that can be altered.
const QUOTE: usize = 5;
/// Most claims behind one quotation or one speaker that are compared with each other.
const MOST: usize = 60;
/// Days within which two attitudes of one side stand against each other.
const NEAR: i32 = 5;

/// A quotation: its claim, where it is told, its words.
type Quotation<'t> = (usize, &'t Telling, &'t [String]);

/// One speaker, or two voices of one side with one quotation: the same statement in articles that are no copies.
pub(super) fn same_statements(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let mut found = Vec::new();
    // Quotations in all claims, to find one that two voices of a side are given.
    let mut quoted: BTreeMap<&[String], Vec<(usize, &Telling)>> = BTreeMap::new();
    for (at, claim) in linkage.claims.list.iter().enumerate() {
        let words: Vec<_> = first_of_each_article(&claim.tellings);
        if words.len() > 1 && linkage.apart(&words) && claim.speaker.is_some() {
            found.push(same(linkage, vec![at], words));
        }
        for telling in &claim.tellings {
            for quote in &telling.quotes {
                if quote.iter().filter(|word| !lexicon::is_small(word)).count() >= 2 {
                    quoted.entry(quote).or_default().push((at, telling));
                }
            }
        }
    }
    for tellings in quoted.values().filter(|all| all.len() > 1) {
        let first = tellings[0];
        let mut claims = vec![first.0];
        let mut words = vec![(first.1.source, first.1.content)];
        for &(claim, telling) in tellings.iter().skip(1).take(MOST) {
            let new = !claims.contains(&claim) && telling.source != first.1.source;
            if new && one_side(linkage, first.0, claim) {
                claims.push(claim);
                words.push((telling.source, telling.content));
            }
        }
        if claims.len() > 1 && linkage.apart(&words) {
            found.push(same(linkage, claims, words));
        }
    }
    found
}

fn same(
    linkage: &Linkage<'_, '_>,
    claims: Vec<usize>,
    words: Vec<(usize, tidings_record::ByteSpan)>,
) -> Draft {
    let mut who: Vec<&str> = claims
        .iter()
        .filter_map(|&at| linkage.claims.list[at].speaker)
        .map(|one| linkage.name(one))
        .collect();
    who.dedup();
    let articles = words.len();
    Draft {
        kind: FindingKind::SameStatement,
        about: claims.into_iter().map(About::Claim).collect(),
        words,
        because: format!("{articles} articles tell one statement of {}.", who.join(" and ")),
        question: None,
        innocent: None,
    }
}

fn first_of_each_article(tellings: &[Telling]) -> Vec<(usize, tidings_record::ByteSpan)> {
    let mut seen = BTreeSet::new();
    tellings.iter().filter(|one| seen.insert(one.source)).map(|one| (one.source, one.content)).collect()
}

/// Whether two claims are of one speaker or of two voices of one side.
fn one_side(linkage: &Linkage<'_, '_>, a: usize, b: usize) -> bool {
    let sides = |claim: usize| {
        linkage.claims.list[claim].speaker.map(|speaker| linkage.actors.sides(linkage.sources, speaker))
    };
    match (sides(a), sides(b)) {
        (Some(a), Some(b)) => !a.is_disjoint(&b),
        _ => false,
    }
}

/// Two quotations of one speaker that are nearly, not quite, the same words.
pub(super) fn altered_quotes(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let mut by_speaker: BTreeMap<usize, Vec<Quotation<'_>>> = BTreeMap::new();
    for (at, claim) in linkage.claims.list.iter().enumerate() {
        let Some(speaker) = claim.speaker else { continue };
        for telling in &claim.tellings {
            for quote in telling.quotes.iter().filter(|quote| quote.len() >= QUOTE) {
                let list = by_speaker.entry(speaker).or_default();
                // A copy brings the same quotation again; one is enough.
                if list.len() < 4 * MOST && !list.iter().any(|(_, _, other)| *other == quote.as_slice()) {
                    list.push((at, telling, quote));
                }
            }
        }
    }
    let mut found = Vec::new();
    for (speaker, quotes) in by_speaker {
        for (nth, &(claim, telling, quote)) in quotes.iter().enumerate() {
            for &(other_claim, other, other_quote) in quotes[nth + 1..].iter().take(MOST) {
                let likeness = in_common(quote, other_quote);
                let part = contains(quote, other_quote) || contains(other_quote, quote);
                if telling.source == other.source || part || !(0.55..1.0).contains(&likeness) {
                    continue;
                }
                found.push(Draft {
                    kind: FindingKind::AlteredQuote,
                    about: vec![About::Claim(claim), About::Claim(other_claim)],
                    words: vec![(telling.source, telling.content), (other.source, other.content)],
                    because: format!(
                        "Two articles give a sentence of {} in quotation marks, with words that differ.",
                        linkage.name(speaker)
                    ),
                    question: Some(
                        "Which wording is that of the speaker: is there a recording or a transcript?"
                            .to_owned(),
                    ),
                    innocent: Some(
                        "Two translations of one sentence, or two sentences said on one occasion.",
                    ),
                });
            }
        }
    }
    found
}

fn contains(long: &[String], short: &[String]) -> bool {
    short.len() <= long.len() && long.windows(short.len()).any(|part| part == short)
}

/// One side's attitude in an article.
struct Attitude {
    sides: BTreeSet<String>,
    who: usize,
    favours: bool,
    topics: BTreeSet<String>,
    about: About,
    words: (usize, tidings_record::ByteSpan),
}

/// One side, two attitudes to one thing, within days of each other.
pub(super) fn stance_differences(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let attitudes = attitudes(linkage);
    let mut found: Vec<Draft> = Vec::new();
    let mut told: BTreeSet<(usize, tidings_record::ByteSpan)> = BTreeSet::new();
    let against: Vec<&Attitude> = attitudes.iter().filter(|one| !one.favours).take(4 * MOST).collect();
    for one in attitudes.iter().filter(|one| one.favours).take(4 * MOST) {
        let other = against.iter().find(|other| {
            other.words.0 != one.words.0
                && !one.sides.is_disjoint(&other.sides)
                && one.topics.intersection(&other.topics).next().is_some()
                && near(linkage, one.words.0, other.words.0)
        });
        let Some(other) =
            other.filter(|other| linkage.apart(&[one.words, other.words]) && told.insert(other.words))
        else {
            continue;
        };
        found.push(Draft {
            kind: FindingKind::StanceDifference,
            about: vec![one.about, other.about],
            words: vec![one.words, other.words],
            because: format!(
                "One article tells that {} is for it, another that {} is not, within days.",
                linkage.name(one.who),
                if one.who == other.who { "the same side" } else { linkage.name(other.who) }
            ),
            question: Some(
                "Do both articles speak of the same thing, and which of the two was said later?".to_owned(),
            ),
            innocent: Some(
                "The two may be about different parts of the matter, or the attitude changed in between.",
            ),
        });
    }
    found
}

fn near(linkage: &Linkage<'_, '_>, a: usize, b: usize) -> bool {
    match (linkage.dates.told(a), linkage.dates.told(b)) {
        ((Some(a0), Some(a1)), (Some(b0), Some(b1))) => b0 - a1 <= NEAR && a0 - b1 <= NEAR,
        _ => false,
    }
}

fn attitudes(linkage: &Linkage<'_, '_>) -> Vec<Attitude> {
    let mut found = Vec::new();
    for (at, claim) in linkage.claims.list.iter().enumerate() {
        let Some(speaker) = claim.speaker else { continue };
        let telling = &claim.tellings[0];
        let text = linkage.sources[telling.source].words_at(telling.span);
        let words = folded(text);
        // "If he declines" tells of no attitude.
        let conditional =
            linkage.sources[telling.source].sentence(telling.span.start).is_some_and(|sentence| {
                folded(linkage.sources[telling.source].words_at(sentence))
                    .iter()
                    .any(|word| word == "if" || word == "unless")
            });
        if conditional {
            continue;
        }
        let ready = words.iter().any(|word| {
            matches!(word.as_str(), "ready" | "readiness" | "willing" | "willingness" | "prepared")
        });
        let negated = words.iter().any(|word| lexicon::is_negation(word));
        let favours = match claim.stance {
            Stance::Agrees | Stance::Offers | Stance::Promises if !negated => true,
            Stance::Refuses => false,
            _ if ready && !negated => true,
            _ => continue,
        };
        found.push(Attitude {
            sides: linkage.actors.sides(linkage.sources, speaker),
            who: speaker,
            favours,
            topics: topics(&words),
            about: About::Claim(at),
            words: (telling.source, telling.span),
        });
    }
    for mention in
        linkage.events.mentions.iter().filter(|one| one.status == Status::Denied && one.is_encounter())
    {
        let Some(who) = mention.on(Part::By).next() else { continue };
        let words = folded(linkage.sources[mention.source].words_at(mention.span));
        let mut topics = topics(&words);
        topics.insert("talk".to_owned());
        found.push(Attitude {
            sides: linkage.actors.sides(linkage.sources, who),
            who,
            favours: false,
            topics,
            about: About::Event(mention.cluster),
            words: (mention.source, mention.span),
        });
    }
    found
}

/// What an attitude can be about: the nouns that parties quarrel over.
fn topics(words: &[String]) -> BTreeSet<String> {
    const TOPICS: &[&str] = &[
        "talk", "ceasefir", "agree", "proposal", "withdraw", "exchang", "truc", "sanction", "inquir", "plan",
    ];
    words
        .iter()
        .map(|word| lexicon::sense(lexicon::stem(word)))
        .filter(|stem| TOPICS.contains(stem))
        .map(str::to_owned)
        .collect()
}
