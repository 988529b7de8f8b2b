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

/// Verbs and adjectives behind which an infinitive or a date lies ahead: "set to meet", "scheduled for Monday".
const AHEAD: &[&str] = &[
    "set", "schedule", "expect", "plan", "due", "slate", "intend", "going", "go", "aim", "hope", "want",
    "agree", "vow", "prepare", "decide", "ready", "likely", "propose", "invite", "order", "ask", "call",
    "urge", "threaten", "promise", "pledge",
];

/// The tense that governs `token`: that of the nearest verb above it.
pub(super) fn tense(token: Token<'_>) -> Tense {
    let mut seen_infinitive = false;
    let mut behind_noun = false;
    for above in std::iter::once(token).chain(token.ancestors()).take(12) {
        let ahead = AHEAD.contains(&above.lemma());
        if !matches!(above.pos(), "VERB" | "AUX") {
            // "the talks scheduled for Monday", "due Friday".
            if ahead && above.pos() == "ADJ" {
                return Tense::Future;
            }
            behind_noun |= above.index() != token.index()
                && matches!(above.pos(), "NOUN" | "PROPN")
                && above.label() != "pobj";
            continue;
        }
        let auxiliary = |wanted: fn(&Token<'_>) -> bool| above.children().any(|child| wanted(&child));
        if auxiliary(|child| {
            child.tag() == "MD"
                && matches!(
                    child.lemma(),
                    "will" | "shall" | "'ll" | "wo" | "can" | "may" | "must" | "would" | "could" | "might"
                )
        }) {
            return Tense::Future;
        }
        if auxiliary(|child| child.tag() == "TO") {
            seen_infinitive = true;
            continue;
        }
        match above.tag() {
            "VBD" if ahead && (seen_infinitive || behind_noun) => return Tense::Future,
            // "the offer expiring Nov. 9 was extended": the verb does not tell the time of a noun's date.
            "VBD" if behind_noun => return Tense::Unknown,
            "VBD" => return Tense::Past,
            "VBN" if ahead => return Tense::Future,
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
