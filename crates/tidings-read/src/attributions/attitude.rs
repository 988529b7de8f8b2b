//! With which attitude something is attributed, in which manner and voice: by lexicon, negation and structure.
//!
//! A word such as "demand" states its attitude itself. Where a speaker merely says something, the words that are said
//! decide: "must" demands, "our forces did not" denies, "we will respond" threatens. Only the head of the content is
//! looked at; irony and what follows from the situation are not seen.

use tidings_record::{Manner, Name, NameType, Stance, Voice};
use tidings_syntax::Token;

use super::content::inverted_condition;
use super::lexicon::AttributionLexicon;
use super::quotes::is_word;
use super::read::Decided;
use super::scene::{Scene, Stretch, reach};

/// The stance of an attribution, and the code of the rule that gave it. `speaker` is who speaks, if it is known.
pub(crate) fn stance<'l>(
    scene: &Scene<'_>,
    decided: &Decided<'_>,
    speaker: Option<&Name>,
    condition: Option<&Stretch>,
    lexicon: &'l AttributionLexicon,
) -> (Stance, Option<&'l str>) {
    let token = decided.cue.token;
    let words = &lexicon.words;
    let head = content_head(scene, decided, condition);
    let found = match decided.noun {
        Some(noun) => lexicon.attitude(noun),
        None => lexicon.attitude(token).or_else(|| governed(token, lexicon)),
    };
    let Some(attitude) = found else {
        let plain = words.plain.contains(token.lemma());
        return match head
            .filter(|_| plain)
            .and_then(|head| stance_of_words(scene, decided, head, speaker, condition, lexicon))
        {
            Some(stance) => (stance, None),
            None => (Stance::Says, None),
        };
    };
    let code = Some(attitude.code.as_str());
    if decided.cue.negated {
        return (attitude.denied.unwrap_or(attitude.stance), code);
    }
    let says = |stance| (stance, code);
    match attitude.stance {
        Stance::Refuses
            if token.lemma() == "reject"
                && decided.cue.object.is_some_and(|o| words.allegations.contains(o.lemma())) =>
        {
            says(Stance::Denies)
        }
        Stance::Promises | Stance::Warns | Stance::Announces
            if is_threat(decided, head, condition, lexicon) =>
        {
            says(Stance::Threatens)
        }
        // "asked the court to dismiss the case"
        Stance::Asks if token.pos() == "VERB" && has_infinitive(token) => says(Stance::CallsFor),
        stance => says(stance),
    }
}

fn has_infinitive(verb: Token<'_>) -> bool {
    verb.children().any(|child| {
        matches!(child.label(), "ccomp" | "xcomp" | "advcl")
            && child.tag() == "VB"
            && child.children().any(|aux| aux.label() == "aux" && aux.norm() == "to")
    })
}

/// The attitude of a word that carries the cue: "expressed readiness", "is ready to say", "issued a warning that".
fn governed<'l>(token: Token<'_>, lexicon: &'l AttributionLexicon) -> Option<&'l super::lexicon::Attitude> {
    if token.pos() == "VERB"
        && matches!(
            token.lemma(),
            "express" | "voice" | "issue" | "raise" | "make" | "reiterate" | "repeat" | "renew"
        )
    {
        return token.child("dobj").and_then(|object| lexicon.attitude(object));
    }
    None
}

/// The highest word of the content, a verb before others; not one of a condition at its end.
fn content_head<'p>(
    scene: &Scene<'p>,
    decided: &Decided<'p>,
    condition: Option<&Stretch>,
) -> Option<Token<'p>> {
    let first = decided.content.pieces.first()?;
    let parse = scene.blocks[first.block].parse;
    let here = || decided.content.pieces.iter().filter(|piece| piece.block == first.block);
    let late = condition.filter(|clause| clause.block == first.block && clause.start > first.start);
    let in_condition = |index: usize| late.is_some_and(|clause| clause.tokens().contains(&index));
    let inside = |index: usize| !in_condition(index) && here().any(|piece| piece.tokens().contains(&index));
    let mut best: Option<Token<'p>> = None;
    for index in here().flat_map(Stretch::tokens) {
        let token = parse.token(index);
        if inside(index) && is_word(token.text()) && (token.is_root() || !inside(token.head().index())) {
            // A verb before a noun; else the first.
            let better = best.is_none_or(|best| {
                !matches!(best.pos(), "VERB" | "AUX") && matches!(token.pos(), "VERB" | "AUX")
            });
            if better {
                best = Some(token);
            }
        }
    }
    best
}

/// What somebody does who merely says this.
fn stance_of_words(
    scene: &Scene<'_>,
    decided: &Decided<'_>,
    head: Token<'_>,
    speaker: Option<&Name>,
    condition: Option<&Stretch>,
    lexicon: &AttributionLexicon,
) -> Option<Stance> {
    if decided.cue.negated {
        return None;
    }
    let words = &lexicon.words;
    let first = {
        let piece = &decided.content.pieces[0];
        let parse = scene.blocks[piece.block].parse;
        piece
            .tokens()
            .map(|index| parse.token(index))
            .filter(|token| is_word(token.text()))
            .take(2)
            .map(Token::norm)
            .collect::<Vec<_>>()
    };
    if first == ["no", "such"] {
        return Some(Stance::Denies);
    }
    if matches!(head.pos(), "NOUN") {
        if words.dangers.contains(head.lemma()) {
            return Some(Stance::Warns);
        }
        return lexicon.attitude(head).filter(|attitude| attitude.stance == Stance::Offers).map(|a| a.stance);
    }
    let modal =
        head.children().find(|child| child.label() == "aux" && child.tag() == "MD").map_or("", Token::norm);
    let passive = head.child("auxpass").is_some();
    let perfect = head.children().any(|child| child.label() == "aux" && child.norm() == "have");
    // "has not yet decided" denies nothing.
    let not_yet = head.children().any(|child| child.norm() == "yet");
    let negated = head.child("neg").is_some()
        || head.child("dobj").is_some_and(|object| object.children().any(|child| child.norm() == "no"));
    // "must have known" supposes.
    if modal == "must" && !perfect && head.lemma() != "have"
        || head.lemma() == "insist"
        || subjunctive(decided, head, speaker, lexicon)
    {
        return Some(Stance::Demands);
    }
    let own = head
        .children()
        .any(|child| matches!(child.label(), "nsubj" | "nsubjpass") && is_own(decided, child, speaker));
    let future = matches!(modal, "will" | "would" | "'ll" | "wo" | "'d" | "shall") && !perfect;
    // "would block the gates unless the plan is withdrawn"
    let unless = condition
        .is_some_and(|clause| scene.blocks[clause.block].parse.token(clause.start).norm() == "unless");
    if future
        && !negated
        && head.pos() == "VERB"
        && (words.threats.contains(head.lemma()) && !passive || unless && own)
    {
        return Some(Stance::Threatens);
    }
    if !own {
        return None;
    }
    if future && negated {
        return Some(Stance::Refuses);
    }
    let past = head.has_morph("Tense=Past")
        || head
            .children()
            .any(|child| child.label() == "aux" && child.lemma() == "do" && child.has_morph("Tense=Past"));
    if negated && past && !not_yet && !matches!(head.lemma(), "know" | "want" | "think" | "believe" | "see") {
        return Some(Stance::Denies);
    }
    if let Some(ready) = head.children().find(|child| child.label() == "acomp") {
        let attitude =
            lexicon.attitude(ready).filter(|attitude| !negated && attitude.stance != Stance::Refuses);
        return attitude.map(|attitude| attitude.stance);
    }
    let opposes = lexicon.attitude(head).is_some_and(|attitude| attitude.stance == Stance::Refuses);
    if future
        && head.pos() == "VERB"
        && !opposes
        && !matches!(head.lemma(), "be" | "have" | "see" | "know" | "like")
    {
        return Some(Stance::Promises);
    }
    match lexicon.attitude(head) {
        Some(attitude)
            if matches!(
                attitude.stance,
                Stance::Expects | Stance::Fears | Stance::Doubts | Stance::Agrees
            ) || attitude.stance == Stance::Refuses && !passive =>
        {
            Some(if negated { attitude.denied.unwrap_or(attitude.stance) } else { attitude.stance })
        }
        _ => None,
    }
}

/// "insisted that the army leave": the clause has a bare verb. With "troops" its form does not tell; then it is what
/// one asks of an opponent.
fn subjunctive(
    decided: &Decided<'_>,
    head: Token<'_>,
    speaker: Option<&Name>,
    lexicon: &AttributionLexicon,
) -> bool {
    let aux = || head.children().filter(|child| child.label() == "aux");
    let bare = head.tag() == "VB" && !aux().any(|child| matches!(child.tag(), "MD" | "TO"));
    let must = aux().any(|child| matches!(child.norm(), "must" | "should" | "could"));
    let others = || head.child("nsubj").is_some_and(|subject| !is_own(decided, subject, speaker));
    let asked = head.tag() == "VBP" && lexicon.words.concessions.contains(head.lemma()) && others();
    decided.cue.token.lemma() == "insist" && (bare || must || asked && aux().next().is_none())
}

/// Whether a subject is the speaker or the speaker's side: "we", "she", "our forces", "its air defences".
fn is_own(decided: &Decided<'_>, subject: Token<'_>, speaker: Option<&Name>) -> bool {
    let side = speaker.and_then(|name| name.speaks_for.as_deref());
    if side.is_some_and(|side| subject.text() == side) {
        return true;
    }
    match (subject.norm(), speaker.map(|name| name.kind)) {
        ("he" | "she", Some(NameType::Person)) => {
            let other = |norm: &str| matches!(norm, "he" | "she") && norm != subject.norm();
            return !decided.source.is_some_and(|source| other(source.head.norm()));
        }
        ("it", Some(NameType::Country | NameType::Org | NameType::Place)) => return true,
        _ => {}
    }
    let source = decided.source.map(|source| source.head);
    let agrees = |norm: &str| match norm {
        "i" | "we" | "my" | "our" => true,
        "he" | "she" | "his" | "her" => source.is_some_and(|source| match source.pos() {
            "PRON" => {
                source.norm() == norm
                    || matches!((source.norm(), norm), ("he", "his") | ("she", "her") | ("who", _))
            }
            "PROPN" => matches!(source.entity_type(), "PERSON" | ""),
            _ => source.tag() == "NN",
        }),
        "they" | "their" => source.is_some_and(|source| {
            matches!(source.norm(), "they" | "who")
                || matches!(source.tag(), "NNS" | "NNPS" | "CD")
                || source.entity_type() == "ORG"
        }),
        "it" | "its" => source.is_some_and(|source| {
            source.norm() == "it" || matches!(source.entity_type(), "ORG" | "GPE") || source.tag() == "NN"
        }),
        _ => false,
    };
    agrees(subject.norm()) || subject.children().any(|child| child.label() == "poss" && agrees(child.norm()))
}

/// Whether a warning or promise names what the speaker will do to somebody: "sanctions", "respond".
fn is_threat(
    decided: &Decided<'_>,
    head: Option<Token<'_>>,
    condition: Option<&Stretch>,
    lexicon: &AttributionLexicon,
) -> bool {
    let threats = &lexicon.words.threats;
    let Some(head) = head else { return false };
    // "warned the islands of tariffs": whom it is said to stands before.
    let of =
        decided.cue.token.children().filter(|child| child.norm() == "of").find_map(|of| of.child("pobj"));
    let head = match decided.content.pieces.first() {
        Some(piece)
            if piece.block == decided.cue.block
                && of.is_some_and(|of| piece.tokens().contains(&of.index())) =>
        {
            of.unwrap_or(head)
        }
        _ => head,
    };
    match head.pos() {
        "VERB" | "AUX" => {
            threats.contains(head.lemma()) && !matches!(head.lemma(), "pay" | "answer" | "strike")
        }
        _ => threats.contains(head.norm()) && condition.is_some(),
    }
}

/// The clause on which what is attributed is made to depend.
pub(crate) fn condition(
    scene: &Scene<'_>,
    decided: &Decided<'_>,
    lexicon: &AttributionLexicon,
) -> Option<Stretch> {
    let block = decided.cue.block;
    let parse = scene.blocks[block].parse;
    let pieces = decided.content.pieces.iter().filter(|piece| piece.block == block);
    // Of a clause beside the content only its own opening word counts.
    let below = decided.cue.token.children().filter(|child| child.label() == "advcl").map(|clause| {
        let first = clause.left_edge().index();
        first..first + 1
    });
    for range in pieces.map(Stretch::tokens).chain(below) {
        for token in range.map(|index| parse.token(index)) {
            let opens = match token.label() {
                "mark" => lexicon.words.conditions.contains(token.norm()),
                "aux" => token.norm() == "should" && token.head().left_edge().index() == token.index(),
                _ => false,
            };
            if opens
                && matches!(token.head().label(), "advcl" | "ccomp" | "prep" | "pcomp")
                && token.head().left_edge().index() == token.index()
            {
                return Some(Stretch::new(block, reach(token.head())));
            }
        }
    }
    let here = &scene.blocks[block];
    inverted_condition(here, decided.cue.token).map(|clause| Stretch::new(block, clause))
}

/// How the words are rendered.
pub(crate) fn manner(scene: &Scene<'_>, decided: &Decided<'_>) -> Manner {
    let (mut quoted, mut all) = (0, 0);
    for piece in &decided.content.pieces {
        let block = &scene.blocks[piece.block];
        for index in piece.tokens().filter(|&index| is_word(block.parse.token(index).text())) {
            all += 1;
            quoted += usize::from(block.quote_of(index).is_some());
        }
    }
    match (quoted, all) {
        (0, _) => Manner::Paraphrased,
        (quoted, all) if quoted == all => Manner::Quoted,
        _ => Manner::PartQuoted,
    }
}

/// Whose voice it is: that of somebody named or unnamed, or the article's own, which reports an attitude.
pub(crate) fn voice(
    scene: &Scene<'_>,
    decided: &Decided<'_>,
    stance: Stance,
    manner: Manner,
    kind: Option<NameType>,
    lexicon: &AttributionLexicon,
) -> Voice {
    let (Some(source), Some(tokens)) = (&decided.source, &decided.source_tokens) else {
        return Voice::Unnamed;
    };
    let here = &scene.blocks[decided.cue.block];
    let head = source.head;
    let first = here.parse.token(tokens.start);
    // "its chief executive" is one person, "its officials" are not.
    let is_definite = (first.norm() == "the" || first.label() == "poss") && head.tag() != "NNS";
    let is_person = |token: Token<'_>| token.entity_type() == "PERSON";
    let person_in_it = tokens.clone().any(|index| is_person(here.parse.token(index)));
    // "critics of Renn" name nobody; "the baker Irle" and "her deputy, Irle" do.
    let names_person = is_person(head)
        || head
            .children()
            .any(|child| matches!(child.label(), "appos" | "compound" | "nmod") && is_person(child));
    // "a report by the university" is the university's.
    let paper = !matches!(here.class(head), "person" | "group")
        && head.child("prep").is_some_and(|by| {
            matches!(by.norm(), "by" | "from" | "of")
                && by.child("pobj").is_some_and(|whose| {
                    matches!(whose.entity_type(), "ORG" | "PERSON") || here.class(whose) == "group"
                })
        });
    if matches!(head.pos(), "NOUN" | "NUM" | "ADJ" | "DET")
        && lexicon.words.unnamed.contains(head.lemma())
        && !is_definite
        && !names_person
        && !paper
    {
        return Voice::Unnamed;
    }
    let speech = lexicon.words.plain.contains(decided.cue.token.lemma());
    let attitude = !matches!(
        stance,
        Stance::Says | Stance::Announces | Stance::CallsFor | Stance::Warns | Stance::Asks | Stance::Accuses
    );
    let group = match kind {
        Some(kind) => {
            matches!(kind, NameType::Country | NameType::Org | NameType::Place | NameType::Nationality)
        }
        None => {
            let body = here.class(head) == "group" && head.tag() == "NN";
            !person_in_it && (body || matches!(head.entity_type(), "GPE" | "ORG" | "NORP" | "LOC"))
        }
    };
    if attitude && !speech && group && manner == Manner::Paraphrased { Voice::Article } else { Voice::Named }
}
