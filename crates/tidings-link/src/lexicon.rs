//! What is known of English words beforehand: small words, stems, effects, words that mean nearly the same.
//!
//! Source: written for this project; licence as the project's.

/// Words that say nothing of what a text is about, sorted.
const SMALL: &[&str] = &[
    "a",
    "about",
    "after",
    "again",
    "against",
    "ago",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "any",
    "are",
    "around",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "during",
    "each",
    "even",
    "ever",
    "every",
    "few",
    "first",
    "for",
    "from",
    "further",
    "get",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "him",
    "his",
    "how",
    "however",
    "if",
    "in",
    "including",
    "into",
    "is",
    "it",
    "its",
    "just",
    "last",
    "later",
    "least",
    "less",
    "like",
    "made",
    "make",
    "many",
    "may",
    "might",
    "more",
    "most",
    "much",
    "must",
    "near",
    "nearly",
    "new",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "off",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "others",
    "our",
    "out",
    "over",
    "own",
    "per",
    "said",
    "same",
    "saw",
    "say",
    "says",
    "she",
    "should",
    "since",
    "so",
    "some",
    "still",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "three",
    "through",
    "to",
    "told",
    "too",
    "two",
    "under",
    "until",
    "up",
    "upon",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "would",
    "yet",
    "you",
    "your",
];

/// Whether `word` says nothing of what a text is about.
pub fn is_small(word: &str) -> bool {
    if word.len() > 9 {
        return false;
    }
    let word = word.to_lowercase();
    SMALL.binary_search(&word.as_str()).is_ok()
}

/// A crude stem of a word in small letters: without the endings of number, tense and gerund. It is only ever
/// compared with other stems.
pub fn stem(word: &str) -> &str {
    for ending in ["ations", "ation", "ings", "ing", "ments", "ment", "ies", "es", "ed", "s", "ly", "e", "y"]
    {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.len() >= 3
            && rest.is_ascii()
        {
            return rest;
        }
    }
    word
}

/// Sets of stems that stand for one another in reported speech.
const NEAR: &[&[&str]] = &[
    &["requir", "need", "essential", "necessar", "must", "indispensabl", "crucial"],
    &["talk", "negoti", "dialogu", "discussion", "discuss", "meet", "convers", "round"],
    &["exchang", "swap"],
    &["ceasefir", "truc", "armistic"],
    &["agree", "accord", "deal", "pact", "treat", "settle", "agre"],
    &["work", "effort", "groundwork"],
    &["inquir", "investig", "prob", "enquir"],
    &["progress", "advanc", "breakthrough"],
    &["attack", "strik", "assault", "raid"],
    &["kill", "dead", "death", "die", "died"],
    &["wound", "injur", "hurt"],
    &["reject", "refus", "declin"],
    &["assign", "apportion", "attribut"],
    &["only", "sol"],
    &["soldier", "troop", "servic"],
    &["start", "begin", "launch"],
    &["end", "stop", "finish", "halt"],
];

/// One stem for all that stand for one another.
pub(crate) fn sense(stem: &str) -> &str {
    NEAR.iter().find(|set| set.contains(&stem)).map_or(stem, |set| set[0])
}

/// Sets of nouns that count one sort of thing.
const THINGS: &[(&str, &[&str])] = &[
    (
        "person",
        &[
            "person",
            "people",
            "man",
            "woman",
            "child",
            "boy",
            "girl",
            "other",
            "victim",
            "fatality",
            "death",
            "dead",
            "casualty",
            "body",
            "civilian",
            "resident",
            "inhabitant",
            "villager",
            "passenger",
            "survivor",
            "worker",
            "miner",
            "docker",
            "striker",
            "demonstrator",
            "protester",
            "marcher",
            "supporter",
            "refugee",
            "voter",
            "guest",
            "tourist",
            "camper",
            "student",
            "firefighter",
            "fireman",
            "toll",
            "life",
            "member",
        ],
    ),
    ("prisoner", &["prisoner", "soldier", "serviceman", "captive", "detainee", "hostage"]),
    ("ship", &["ship", "vessel", "boat", "freighter", "tanker"]),
    ("house", &["house", "home", "building", "dwelling"]),
    ("aircraft", &["aircraft", "plane", "warplane", "jet"]),
    ("drone", &["drone", "uav"]),
    ("missile", &["missile", "rocket"]),
    ("case", &["case", "infection", "patient"]),
    ("ballot", &["ballot", "vote"]),
];

/// The sort of thing that a noun counts, if it is a common one.
pub fn thing(noun: &str) -> Option<&'static str> {
    THINGS.iter().find(|(_, all)| all.contains(&noun)).map(|&(thing, _)| thing)
}

/// Whether a word turns a statement into its opposite.
pub fn is_negation(word: &str) -> bool {
    matches!(
        word,
        "not" | "no" | "never" | "none" | "neither" | "nor" | "without" | "cannot" | "nobody" | "nothing"
    ) || word.ends_with("n't")
        || word.ends_with("n’t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_are_sorted() {
        assert!(SMALL.is_sorted());
        assert!(is_small("The") && !is_small("bridge"));
    }

    #[test]
    fn stems_meet() {
        assert_eq!(stem("agreements"), stem("agreement"));
        assert_eq!(stem("negotiations"), stem("negotiation"));
        assert_eq!(sense(stem("required")), sense(stem("needed")));
        assert_eq!(stem("the"), "the");
    }
}
