//! Whether an event happened, by tense, mood, negation and the words that govern it.

use tidings_record::Status;
use tidings_syntax::Token;

use super::certainty;
use super::lexicon::EventLexicon;
use super::trigger::{governor, is_light};

/// Longest way up that is looked at.
const LONGEST_WAY: usize = 5;

/// A verb in the present of which the model is less sure than this, in thousandths, tells of no event under way.
const UNDER_WAY: i32 = -300;
/// A verb in the past of which the model is less sure than this tells of no event that happened.
const PAST: i32 = -1000;

/// The status of the event that `trigger` tells of; `verb` carries its tense.
pub(super) fn status(
    trigger: Token<'_>,
    verb: Option<Token<'_>>,
    in_title: bool,
    lexicon: &EventLexicon,
) -> Status {
    if trigger.pos() == "VERB" {
        let status = of_verb(trigger, in_title);
        return if in_title { status } else { checked(trigger, status, lexicon) };
    }
    if is_missing(trigger) {
        return Status::Denied;
    }
    if let Some(status) = of_modifiers(trigger) {
        return status;
    }
    of_governors(trigger).unwrap_or_else(|| match verb {
        // "The fighting did not pause for the meeting": it did not pause, but they met.
        Some(verb) if is_negated(verb) && is_definite(trigger) && !is_light(verb) => Status::Happened,
        Some(verb) => of_verb(verb, in_title),
        None if in_title => Status::Happened,
        None => Status::Hypothetical,
    })
}

/// What tense alone says, unless all around the verb speaks against it.
fn checked(verb: Token<'_>, status: Status, lexicon: &EventLexicon) -> Status {
    let least = match status {
        Status::Ongoing => UNDER_WAY,
        Status::Happened => PAST,
        _ => return status,
    };
    if lexicon.certainty_of(&certainty::features(verb)) < least { Status::Hypothetical } else { status }
}

/// "Without agreement", "no deal". That there were no dead is told as a figure.
fn is_missing(noun: Token<'_>) -> bool {
    if matches!(noun.lemma(), "casualty" | "death" | "fatality") {
        return false;
    }
    let head = noun.head();
    let without = noun.label() == "pobj" && head.lemma() == "without" && head.label() != "conj";
    without || noun.children().any(|child| child.label() == "det" && child.lemma() == "no")
}

fn is_definite(noun: Token<'_>) -> bool {
    noun.children().any(|child| {
        child.label() == "poss" || child.label() == "det" && matches!(child.lemma(), "the" | "this" | "that")
    })
}

fn is_negated(verb: Token<'_>) -> bool {
    verb.children().any(|child| child.label() == "neg")
}

/// "Upcoming", "previous", "proposed" before a noun.
fn of_modifiers(noun: Token<'_>) -> Option<Status> {
    // "Friday's shelling", "the shelling after": told of as known.
    if noun.children().any(|child| child.label() == "poss" && matches!(child.entity_type(), "DATE" | "TIME"))
    {
        return Some(Status::Happened);
    }
    let own = noun.children();
    // "the upcoming round of talks"
    let above = noun.ancestors().take(2).filter(|one| one.pos() == "NOUN").flat_map(|one| one.children());
    own.chain(above).find_map(|word| {
        Some(match word.lemma() {
            "upcoming" | "planned" | "scheduled" | "forthcoming" | "expected" | "future" | "coming" => {
                Status::Planned
            }
            "proposed" | "possible" | "potential" | "prospective" => Status::Hypothetical,
            "previous" | "recent" | "past" | "earlier" | "deadly" | "last" => Status::Happened,
            "ongoing" | "current" => Status::Ongoing,
            "alleged" | "reported" => Status::Alleged,
            _ => return None,
        })
    })
}

/// "A call for talks", "rejected an invitation to a meeting", "ahead of the talks".
fn of_governors(noun: Token<'_>) -> Option<Status> {
    let mut found: Option<Status> = None;
    for word in noun.ancestors().take(LONGEST_WAY) {
        let status = match (word.lemma(), word.pos()) {
            ("reject" | "refuse" | "decline" | "cancel" | "postpone" | "boycott", "VERB") => {
                Some(Status::Denied)
            }
            (
                "call" | "demand" | "request" | "appeal" | "proposal" | "invitation" | "offer" | "push",
                "NOUN",
            ) => Some(Status::Requested),
            ("demand" | "urge" | "seek" | "propose" | "invite" | "request" | "want", "VERB") => {
                Some(Status::Requested)
            }
            ("call" | "push" | "press" | "ask", "VERB") if via(noun, word, "for") => Some(Status::Requested),
            ("extend" | "issue", "VERB") if found == Some(Status::Requested) => Some(Status::Requested),
            ("plan" | "preparation" | "timing" | "schedule" | "prepare" | "announce", _) => {
                Some(Status::Planned)
            }
            ("expect", "VERB") => Some(Status::Planned),
            // "Arranged a meeting" is to come; "who arranged the exchange" looks back.
            ("arrange", "VERB") if !is_definite(noun) => Some(Status::Planned),
            ("hope" | "expectation" | "prospect" | "readiness" | "possibility" | "chance", "NOUN") => {
                Some(Status::Hypothetical)
            }
            ("threat" | "threaten", _) => Some(Status::Threatened),
            ("ahead", _) => Some(Status::Planned),
            // "Blame could be assigned only after an inquiry."
            ("after", "ADP")
                if !is_definite(noun) && has_auxiliary(word.head(), &["could", "can", "must"]) =>
            {
                Some(Status::Hypothetical)
            }
            ("after" | "since" | "following" | "despite", "ADP" | "SCONJ" | "VERB") => Some(Status::Happened),
            ("include" | "focus", "VERB") if has_auxiliary(word, &["may", "might", "could"]) => {
                Some(Status::Hypothetical)
            }
            _ => None,
        };
        // A refusal of a call is a refusal.
        if status == Some(Status::Denied) {
            return status;
        }
        found = found.or(status);
        if matches!(word.pos(), "VERB" | "AUX") {
            break;
        }
    }
    found
}

/// Whether the way from `noun` to `above` goes through the preposition.
fn via(noun: Token<'_>, above: Token<'_>, preposition: &str) -> bool {
    noun.ancestors().take_while(|one| one.index() != above.index()).any(|one| one.lemma() == preposition)
}

fn has_auxiliary(verb: Token<'_>, lemmas: &[&str]) -> bool {
    verb.children().any(|child| matches!(child.label(), "aux" | "auxpass") && lemmas.contains(&child.lemma()))
}

/// Tense, mood and negation of a verb, and what the verb above it makes of it.
pub(super) fn of_verb(verb: Token<'_>, in_title: bool) -> Status {
    let negated = is_negated(verb)
        || verb.children().any(|child| {
            matches!(child.label(), "nsubj" | "nsubjpass" | "dobj")
                && child.children().any(|word| {
                    word.label() == "det" && matches!(word.lemma(), "no" | "neither") || word.label() == "neg"
                })
        });
    let unsure =
        verb.children().any(|child| matches!(child.lemma(), "reportedly" | "allegedly" | "apparently"));
    let condition = verb
        .children()
        .any(|child| child.label() == "mark" && matches!(child.lemma(), "if" | "unless" | "whether"));
    if condition {
        return Status::Hypothetical;
    }
    let status = match above(verb) {
        Some(status) => status,
        None => tense(verb, in_title),
    };
    match status {
        _ if negated => Status::Denied,
        Status::Happened if unsure => Status::Alleged,
        other => other,
    }
}

/// What the verb above an infinitive or a clause says of it.
fn above(verb: Token<'_>) -> Option<Status> {
    let head = verb.head();
    if verb.is_root() {
        return None;
    }
    // "the first time they have met": what the clause of "time" says.
    if verb.label() == "relcl" && head.lemma() == "time" {
        return governor(head).map(|(above, _)| tense(above, false));
    }
    if matches!(verb.label(), "xcomp" | "ccomp") && head.lemma() == "deny" {
        return Some(Status::Denied);
    }
    // "Will meet three days after their negotiators sit down": to come, though told in the present.
    if verb.label() == "advcl"
        && matches!(verb.tag(), "VBP" | "VBZ")
        && verb.children().any(|child| {
            matches!(child.label(), "mark" | "advmod")
                && matches!(child.norm(), "after" | "before" | "once" | "when" | "until")
        })
        && tense(head, false) == Status::Planned
    {
        return Some(Status::Planned);
    }
    let infinitive =
        verb.children().any(|child| child.tag() == "TO" || child.lemma() == "to" && child.label() == "aux");
    if matches!(verb.label(), "xcomp" | "ccomp" | "acl" | "advcl") && infinitive {
        return Some(match head.lemma() {
            "threaten" => Status::Threatened,
            "refuse" | "decline" | "fail" => Status::Denied,
            "want" | "hope" | "seek" | "try" | "wish" | "ready" | "able" | "willing" => Status::Hypothetical,
            "ask" | "urge" | "demand" | "call" | "invite" | "tell" | "order" | "invitation" | "request"
            | "proposal" => Status::Requested,
            // "claimed to have shot down"
            "claim" | "say" | "report" | "believe" | "seem" | "appear" if has_auxiliary(verb, &["have"]) => {
                Status::Happened
            }
            "continue" | "begin" | "start" => tense(head, false),
            _ => Status::Planned,
        });
    }
    if verb.label() == "conj" && matches!(head.pos(), "VERB" | "AUX") && !has_own_tense(verb) {
        return Some(tense(head, false));
    }
    None
}

fn has_own_tense(verb: Token<'_>) -> bool {
    verb.tag() == "VBD" || verb.children().any(|child| matches!(child.label(), "aux" | "auxpass"))
}

fn tense(verb: Token<'_>, in_title: bool) -> Status {
    let auxiliary = |lemma: &str| has_auxiliary(verb, &[lemma]);
    let words = || verb.children().filter(|child| matches!(child.label(), "aux" | "auxpass"));
    if auxiliary("will")
        || auxiliary("shall")
        || words().any(|word| matches!(word.norm(), "will" | "'ll" | "wo"))
    {
        return Status::Planned;
    }
    if words().any(|word| word.norm() == "would" || word.norm() == "'d" && word.tag() == "MD") {
        // "said that they would meet": a future seen from the past.
        let told = verb.label() == "ccomp"
            && verb.head().pos() == "VERB"
            && matches!(verb.head().tag(), "VBD" | "VBN" | "VBZ");
        return if told { Status::Planned } else { Status::Hypothetical };
    }
    if words().any(|word| matches!(word.norm(), "may" | "might" | "could" | "can")) {
        return Status::Hypothetical;
    }
    if words().any(|word| matches!(word.norm(), "should" | "must" | "ought")) {
        return Status::Requested;
    }
    // "The truce is to begin", "the summit is due to open".
    if verb.lemma() == "be" && verb.children().any(is_to_come) {
        return Status::Planned;
    }
    // "are set to", "is due to": the infinitive is to come.
    if matches!(verb.lemma(), "set" | "schedule" | "slate" | "due" | "expect" | "plan" | "poise")
        && auxiliary("be")
    {
        return Status::Planned;
    }
    match verb.tag() {
        "VBD" => Status::Happened,
        "VBN" => Status::Happened,
        "VBG" if auxiliary("be") => match words().find(|word| word.lemma() == "be").map(Token::tag) {
            Some("VBD" | "VBN") => Status::Happened,
            _ => Status::Ongoing,
        },
        // "killing 12 people": as the clause it hangs on.
        "VBG" if !verb.is_root() && matches!(verb.head().pos(), "VERB" | "AUX") => match verb.head().tag() {
            "VBD" | "VBN" => Status::Happened,
            _ => tense_of_present(in_title),
        },
        "VBG" => Status::Happened,
        "VB" if words().any(|word| word.lemma() == "to")
            || verb.children().any(|child| child.tag() == "TO") =>
        {
            Status::Planned
        }
        _ => tense_of_present(in_title),
    }
}

/// Whether a word under "is" says that something is to come.
fn is_to_come(word: Token<'_>) -> bool {
    let infinitive = |word: Token<'_>| word.children().any(|child| child.tag() == "TO");
    match word.label() {
        "xcomp" => infinitive(word),
        "acomp" => matches!(word.lemma(), "due" | "set") && word.children().any(infinitive),
        _ => false,
    }
}

/// The present is that of headlines in a title; elsewhere it is under way.
fn tense_of_present(in_title: bool) -> Status {
    if in_title { Status::Happened } else { Status::Ongoing }
}
