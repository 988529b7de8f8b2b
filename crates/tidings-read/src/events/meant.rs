//! Whether a word means what the lexicon takes it for: some are events only in some company.

use tidings_syntax::{Parse, Token};

/// What an article as a whole tells of, where a word alone does not say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Topic {
    /// More of votes than of talks.
    pub votes: bool,
    /// Of prisoners.
    pub prisoners: bool,
}

impl Topic {
    /// The topic of the parses of an article.
    pub fn of<'p>(parses: impl Iterator<Item = &'p Parse>) -> Topic {
        let (mut votes, mut talks, mut prisoners) = (0, 0, false);
        for token in parses.flat_map(|parse| parse.tokens()) {
            match token.lemma() {
                "election" | "vote" | "ballot" | "candidate" | "runoff" | "poll" | "voter" | "electoral" => {
                    votes += 1
                }
                "talk" | "negotiation" | "negotiator" | "delegation" | "mediator" | "truce" => talks += 1,
                "prisoner" | "captive" | "hostage" | "detainee" => prisoners = true,
                _ => {}
            }
        }
        Topic { votes: votes > talks, prisoners }
    }
}

/// "The second round opened": of talks or of votes, where no words behind it say what else it is of.
pub(super) fn is_round(token: Token<'_>) -> bool {
    let counted = |child: Token<'_>| {
        child.entity_type() == "ORDINAL"
            || matches!(child.lemma(), "next" | "previous" | "last" | "final" | "latest" | "new")
    };
    token.lemma().eq_ignore_ascii_case("round")
        && token.tag() != "NNS"
        && token.children().any(counted)
        && !token.children().any(|child| child.label() == "prep" && child.lemma() == "of")
}

/// "Spoke by phone", "spoke on the telephone".
pub(super) fn is_spoken(token: Token<'_>) -> bool {
    let phone = |word: Token<'_>| matches!(word.lemma(), "phone" | "telephone");
    matches!(token.lemma(), "speak" | "talk")
        && token.children().any(|child| {
            child.label() == "prep"
                && matches!(child.lemma(), "by" | "on" | "over")
                && child.children().any(phone)
        })
}

/// Whether the word means what the rule takes it for. Some words are events only in some company.
pub(super) fn is_meant(token: Token<'_>, topic: Topic) -> bool {
    let object = || token.children().find(|child| matches!(child.label(), "dobj" | "nsubjpass" | "obj"));
    let objects = |lemmas: &[&str]| object().is_some_and(|object| lemmas.contains(&object.lemma()));
    match (token.lemma(), token.pos()) {
        ("talk", "NOUN") => token.tag() == "NNS",
        ("claim", "VERB") => objects(&["life"]),
        ("shoot", "VERB") => token.children().any(|child| child.lemma() == "down"),
        ("round", _) => is_round(token),
        ("call", "NOUN") => {
            let by_phone = |child: Token<'_>| matches!(child.lemma(), "phone" | "telephone" | "video");
            token.children().any(by_phone)
        }
        ("fire", "NOUN") => {
            const FIRES: &[&str] = &[
                "break", "kill", "destroy", "burn", "start", "sweep", "rage", "spread", "gut", "engulf",
                "damage", "ravage", "cause", "tear", "erupt", "injure",
            ];
            let place = |child: Token<'_>| {
                child.label() == "compound" && child.pos() == "NOUN"
                    || child.label() == "prep" && matches!(child.lemma(), "at" | "in" | "on" | "aboard")
            };
            token.label() == "nsubj" && FIRES.contains(&token.head().lemma()) || token.children().any(place)
        }
        ("release" | "free", "VERB") => {
            const HELD: &[&str] = &[
                "prisoner",
                "captive",
                "hostage",
                "detainee",
                "man",
                "woman",
                "soldier",
                "journalist",
                "people",
                "child",
                "suspect",
                "activist",
                "crew",
                "sailor",
            ];
            objects(HELD)
        }
        ("fire", "VERB") => {
            const ARMS: &[&str] =
                &["rocket", "missile", "shell", "drone", "shot", "mortar", "round", "gun", "artillery"];
            let at = |child: Token<'_>| {
                child.label() == "prep" && matches!(child.lemma(), "at" | "on" | "into" | "toward")
            };
            objects(ARMS) || object().is_none() && token.children().any(at)
        }
        ("sentence", "VERB") => {
            token.children().any(|child| child.label() == "prep" && child.lemma() == "to")
        }
        ("March", _) => false,
        ("march", "VERB") => token.children().any(|child| matches!(child.label(), "nsubj" | "prep")),
        ("clash" | "shooting" | "hearing" | "trial", "NOUN") => !token
            .children()
            .any(|child| child.label() == "amod" && matches!(child.lemma(), "clinical" | "public")),
        ("launch" | "execute", "VERB") => {
            const ARMS: &[&str] = &[
                "drone",
                "missile",
                "rocket",
                "shell",
                "attack",
                "strike",
                "assault",
                "raid",
                "offensive",
                "uav",
                "airstrike",
                "bomb",
            ];
            object().is_some_and(|object| {
                ARMS.contains(&object.lemma())
                    || object.children().any(|child| child.label() == "conj" && ARMS.contains(&child.lemma()))
            }) || token.label() == "acl" && ARMS.contains(&token.head().lemma())
        }
        // "deploy a strategy", "surrender a lead", "rescue package", "deploy tools"
        ("deploy" | "deployment", _) => {
            const FORCES: &[&str] = &[
                "troop",
                "soldier",
                "force",
                "army",
                "police",
                "officer",
                "guard",
                "ship",
                "warship",
                "vessel",
                "aircraft",
                "jet",
                "missile",
                "tank",
                "weapon",
                "unit",
                "brigade",
                "battalion",
                "fleet",
                "personnel",
                "reservist",
                "marine",
                "team",
                "crew",
                "military",
                "peacekeeper",
                "system",
                "battery",
                "helicopter",
            ];
            let near = |word: Token<'_>| {
                FORCES.contains(&word.lemma()) || word.children().any(|child| FORCES.contains(&child.lemma()))
            };
            token.children().any(near) || near(token.head())
        }
        ("ban" | "seize", "VERB") => !objects(&["opportunity", "chance", "moment", "initiative"]),
        ("strike", "VERB") => !objects(&["deal", "agreement", "balance", "chord", "tone"]),
        ("damage" | "destroy" | "hit" | "down", "VERB") => {
            object().is_some() || matches!(token.label(), "acl" | "conj" | "xcomp" | "relcl")
        }
        ("engage", "VERB") => {
            token.children().any(|child| child.label() == "prep" && matches!(child.lemma(), "in" | "with"))
        }
        ("meet", "VERB") => !objects(&[
            "river",
            "road",
            "target",
            "demand",
            "need",
            "deadline",
            "condition",
            "requirement",
            "goal",
        ]),
        ("exchange" | "swap", "NOUN") => {
            let people = |word: Token<'_>| {
                matches!(word.lemma(), "prisoner" | "captive" | "hostage" | "detainee" | "body" | "soldier")
            };
            let known = |child: Token<'_>| {
                child.label() == "det" && child.lemma() == "the"
                    || child.tag() == "JJ" && child.entity_type() == "ORDINAL"
                    || child.label() == "poss" && matches!(child.entity_type(), "DATE")
            };
            token.children().any(|child| people(child) || child.children().any(people))
                || topic.prisoners && token.children().any(known)
        }
        ("exchange" | "swap", "VERB") => {
            objects(&["prisoner", "captive", "hostage", "detainee", "body", "soldier"])
        }
        ("sign", "VERB") => {
            objects(&["agreement", "accord", "treaty", "pact", "deal", "decree", "memorandum"])
        }
        ("storm" | "flood", "NOUN") => !matches!(token.head().lemma(), "of"),
        _ => true,
    }
}

/// Whether a strike is one of people at work: "went on strike", "a general strike", "the strike over pay".
pub(super) fn is_stoppage(token: Token<'_>) -> bool {
    const WHAT: &[&str] =
        &["general", "hunger", "nationwide", "national", "wildcat", "rail", "dock", "transport"];
    const WHO: &[&str] = &[
        "worker", "teacher", "nurse", "doctor", "driver", "docker", "miner", "pilot", "employee", "staff",
        "union", "crew", "labour", "labor", "student", "railway", "port", "farmer",
    ];
    const WHY: &[&str] = &["pay", "wage", "condition", "contract", "pension", "salary", "job", "cut"];
    let head = token.head();
    if token.lemma() != "strike" || token.pos() != "NOUN" {
        return false;
    }
    let on = head.lemma() == "on" && matches!(head.head().lemma(), "go" | "be" | "come" | "remain" | "stay");
    on || token.children().any(|child| match child.label() {
        "amod" | "compound" | "poss" | "nmod" => {
            WHAT.contains(&child.lemma()) || WHO.contains(&child.lemma())
        }
        "prep" => {
            child.children().any(|object| WHO.contains(&object.lemma()) || WHY.contains(&object.lemma()))
        }
        _ => false,
    })
}

/// "Met up" is fine; "strike out", "launch into" and the like are other verbs.
pub(super) fn is_phrasal(token: Token<'_>) -> bool {
    token.children().any(|child| {
        child.label() == "prt" && matches!(child.lemma(), "out" | "off" | "back") && token.lemma() != "carry"
    })
}

/// Whether drones or missiles in the air are destroyed, which is done by those they were sent against.
pub(super) fn is_shooting_down(token: Token<'_>) -> bool {
    const FLYING: &[&str] = &["drone", "missile", "rocket", "uav", "projectile"];
    if token.pos() != "VERB" || !matches!(token.lemma(), "destroy" | "damage" | "down" | "intercept") {
        return false;
    }
    let flies = |word: Token<'_>| {
        word.subtree().take(12).take_while(|one| !matches!(one.label(), "acl" | "relcl")).any(|one| {
            FLYING.contains(&one.lemma()) && matches!(one.label(), "dobj" | "nsubjpass" | "pobj" | "conj")
        })
    };
    // "Downed 22 out of 30 drones": the drones hang on "out".
    let what = |child: &Token<'_>| {
        matches!(child.label(), "dobj" | "nsubjpass") || child.label() == "prep" && child.lemma() == "out"
    };
    token.children().filter(what).any(flies)
}
