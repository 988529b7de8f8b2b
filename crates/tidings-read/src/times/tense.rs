//! Whether what a sentence tells lies before or after its publication, as far as its verbs say.

use tidings_syntax::Token;

/// Where the time of a verb lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
    Unknown,
}

/// Verbs whose participle a date ahead may follow: "scheduled for Monday".
const SCHEDULED: &[&str] = &["set", "schedule", "expect", "plan", "slate", "propose"];

/// Verbs, nouns and adjectives behind which an infinitive lies ahead: "agreed to meet".
const AHEAD: &[&str] = &[
    "set",
    "schedule",
    "expect",
    "plan",
    "due",
    "slate",
    "intend",
    "going",
    "go",
    "aim",
    "hope",
    "want",
    "agree",
    "vow",
    "prepare",
    "decide",
    "ready",
    "likely",
    "propose",
    "invite",
    "order",
    "ask",
    "call",
    "urge",
    "threaten",
    "promise",
    "pledge",
    "intention",
    "decision",
    "offer",
    "proposal",
    "bid",
    "invitation",
    "effective",
];

/// Verbs that put off: "postponed until Monday".
const PUT_OFF: &[&str] = &["postpone", "delay", "extend", "adjourn", "defer", "prolong"];
/// Verbs that grant a term, unless they are plainly past: "have given them until Monday".
const GRANT: &[&str] = &["suspend", "give", "have", "grant", "put", "push"];

/// Modal verbs that look ahead.
const WILL: &[&str] = &["will", "shall", "'ll", "wo", "can", "may", "must"];
/// Those that do so unless denied: "he could not be found on Monday".
const WOULD: &[&str] = &["would", "could", "might"];

/// The tense that governs `token`: that of the nearest verb above it.
pub(super) fn tense(token: Token<'_>) -> Tense {
    let mut seen_infinitive = false;
    let mut behind_noun = false;
    // "until Monday", "for Monday": the preposition that the time hangs on.
    let parent =
        (!token.is_root()).then(|| token.head()).filter(|head| head.pos() == "ADP" || head.tag() == "IN");
    let preposition = parent.map_or("", |head| head.lemma());
    let until = matches!(preposition, "until" | "till");
    for above in std::iter::once(token).chain(token.ancestors()).take(12) {
        let lemma = above.lemma();
        let ahead = AHEAD.contains(&lemma);
        let scheduled = SCHEDULED.contains(&lemma) && (lemma != "set" || preposition != "on");
        if !matches!(above.pos(), "VERB" | "AUX") {
            // "due Friday", "plans to meet on Monday".
            if ahead && (above.pos() == "ADJ" || seen_infinitive && above.pos() == "NOUN") {
                return if had_been(above) { Tense::Past } else { Tense::Future };
            }
            // "they will study Monday's ruling" tells nothing of the ruling, "Monday's vote will decide" does.
            if above.label() == "poss" && !above.head().label().starts_with("nsubj") {
                return Tense::Unknown;
            }
            behind_noun |= above.index() != token.index()
                && matches!(above.pos(), "NOUN" | "PROPN")
                && above.label() != "pobj";
            continue;
        }
        let any = |wanted: fn(&Token<'_>) -> bool| above.children().any(|child| wanted(&child));
        let modal = |modals: &[&str]| {
            above.children().any(|child| child.tag() == "MD" && modals.contains(&child.lemma()))
        };
        let neither = |child: &Token<'_>| matches!(child.lemma(), "neither" | "nor");
        let negated = any(|child| child.label() == "neg")
            || above.children().any(|child| {
                neither(&child)
                    || child.label().starts_with("nsubj") && child.children().any(|word| neither(&word))
            });
        let perfect = any(|child| child.lemma() == "have" && child.label() == "aux");
        if modal(WILL) || modal(WOULD) && !negated {
            // "it may have sunk on Monday", "they will have sailed by Monday".
            let over = perfect
                && !above
                    .children()
                    .any(|child| child.tag() == "MD" && matches!(child.lemma(), "will" | "'ll"));
            return if over { Tense::Past } else { Tense::Future };
        }
        if until && (PUT_OFF.contains(&lemma) || GRANT.contains(&lemma) && above.tag() != "VBD") {
            return Tense::Future;
        }
        if any(|child| child.tag() == "TO") {
            seen_infinitive = true;
            continue;
        }
        match above.tag() {
            "VBD" | "VBN" if scheduled && had_been(above) => return Tense::Past,
            "VBD" if ahead && seen_infinitive || scheduled && (behind_noun || preposition == "for") => {
                return Tense::Future;
            }
            "VBD" | "VBN" if lemma == "plan" && above.index() < token.index() => return Tense::Future,
            // "the offer expiring Nov. 9 was extended": the verb does not tell the time of a noun's date.
            "VBD" if behind_noun => return Tense::Unknown,
            "VBD" => return Tense::Past,
            "VBN" if ahead && seen_infinitive || scheduled => return Tense::Future,
            "VBN" => {
                if any(|child| matches!(child.tag(), "VBD" | "VBZ" | "VBP")) {
                    let now = any(|child| child.lemma() == "be" && matches!(child.tag(), "VBZ" | "VBP"));
                    return if now { Tense::Present } else { Tense::Past };
                }
                if above.label() == "acl" || above.label() == "advcl" {
                    return Tense::Past;
                }
            }
            "VBG" if perfect => return Tense::Past,
            "VBG" if any(|child| matches!(child.tag(), "VBZ" | "VBP")) => return Tense::Future,
            "VBZ" | "VBP" if seen_infinitive => return Tense::Future,
            "VBZ" | "VBP" => return Tense::Present,
            "VB" if any(|child| child.tag() == "MD") => return Tense::Unknown,
            // "they did not plan to meet on Monday", "they did not meet on Monday".
            "VB" if any(|child| child.lemma() == "do") => {
                return if ahead && seen_infinitive { Tense::Future } else { Tense::Past };
            }
            _ => {}
        }
    }
    if seen_infinitive { Tense::Future } else { Tense::Unknown }
}

/// Whether what was ahead is told as past: "had been due", "had been scheduled".
fn had_been(token: Token<'_>) -> bool {
    let had = |token: Token<'_>| {
        token
            .children()
            .any(|child| child.lemma() == "have" && child.tag() == "VBD" && child.label() == "aux")
    };
    had(token) || token.label() == "acomp" && had(token.head())
}
