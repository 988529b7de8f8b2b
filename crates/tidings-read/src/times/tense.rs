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
];

/// Modal verbs that look ahead.
const WILL: &[&str] = &["will", "shall", "'ll", "wo", "can", "may", "must"];
/// Those that do so unless denied: "he could not be found on Monday".
const WOULD: &[&str] = &["would", "could", "might"];

/// The tense that governs `token`: that of the nearest verb above it.
pub(super) fn tense(token: Token<'_>) -> Tense {
    let mut seen_infinitive = false;
    let mut behind_noun = false;
    for above in std::iter::once(token).chain(token.ancestors()).take(12) {
        let ahead = AHEAD.contains(&above.lemma());
        let scheduled = SCHEDULED.contains(&above.lemma());
        if !matches!(above.pos(), "VERB" | "AUX") {
            // "due Friday", "plans to meet on Monday".
            if ahead && (above.pos() == "ADJ" || seen_infinitive && above.pos() == "NOUN") {
                return Tense::Future;
            }
            behind_noun |= above.index() != token.index()
                && matches!(above.pos(), "NOUN" | "PROPN")
                && above.label() != "pobj";
            continue;
        }
        let auxiliary = |wanted: fn(&Token<'_>) -> bool| above.children().any(|child| wanted(&child));
        let modal = |modals: &[&str]| {
            above.children().any(|child| child.tag() == "MD" && modals.contains(&child.lemma()))
        };
        let negated = auxiliary(|child| child.label() == "neg");
        if modal(WILL) || modal(WOULD) && !negated {
            return Tense::Future;
        }
        if auxiliary(|child| child.tag() == "TO") {
            seen_infinitive = true;
            continue;
        }
        match above.tag() {
            "VBD" if ahead && seen_infinitive || scheduled && behind_noun => return Tense::Future,
            // "the offer expiring Nov. 9 was extended": the verb does not tell the time of a noun's date.
            "VBD" if behind_noun => return Tense::Unknown,
            "VBD" => return Tense::Past,
            "VBN" if ahead && seen_infinitive || scheduled => return Tense::Future,
            "VBN" => {
                if above.children().any(|child| matches!(child.tag(), "VBD" | "VBZ" | "VBP")) {
                    let now = above
                        .children()
                        .any(|child| child.lemma() == "be" && matches!(child.tag(), "VBZ" | "VBP"));
                    return if now { Tense::Present } else { Tense::Past };
                }
                if above.label() == "acl" || above.label() == "advcl" {
                    return Tense::Past;
                }
            }
            "VBG" if above.children().any(|child| matches!(child.tag(), "VBZ" | "VBP")) => {
                return Tense::Future;
            }
            "VBZ" | "VBP" if seen_infinitive => return Tense::Future,
            "VBZ" | "VBP" => return Tense::Present,
            "VB" if auxiliary(|child| child.tag() == "MD") => return Tense::Unknown,
            _ => {}
        }
    }
    if seen_infinitive { Tense::Future } else { Tense::Unknown }
}
