//! How sure it is that what a verb tells of happened: features for a linear model, from syntax around the verb.
//!
//! Not here: weights and their sums (`model` of the attributions), and what becomes of the result (`status`).

use tidings_syntax::Token;

use super::kind::word as base;

/// Longest way up that is looked at.
const LONGEST_WAY: usize = 5;

/// The features of a word, sorted, each once.
pub fn features(word: Token<'_>) -> Vec<String> {
    let mut made = Made { features: vec!["bias".to_owned()] };
    made.all(word);
    let mut features = made.features;
    features.sort_unstable();
    features.dedup();
    features
}

struct Made {
    features: Vec<String>,
}

impl Made {
    fn add(&mut self, parts: &[&str]) {
        self.features.push(parts.concat());
    }

    fn all(&mut self, word: Token<'_>) {
        self.word("", word);
        self.own(word);
        let ways: Vec<Token<'_>> = word.ancestors().take(LONGEST_WAY).collect();
        self.add(&["depth=", ["0", "1", "2", "3", "4"][ways.len().min(4)]]);
        let mut path = String::from("path=");
        for token in std::iter::once(word).chain(ways.iter().copied()).take(3) {
            path.push('>');
            path.push_str(token.label());
        }
        self.features.push(path);
        if let [parent, above @ ..] = &ways[..] {
            self.parent(word, *parent, above.first().copied());
        }
        for above in ways.iter().skip(2) {
            for sign in signs(*above) {
                self.add(&["a.sign=", &sign]);
            }
            self.add(&["a.lemma=", &base(*above)]);
        }
        self.conjoined(word);
        for token in std::iter::once(word).chain(ways.iter().copied()) {
            for sign in signs(token) {
                if sign.starts_with("mark:") || !sign.contains(':') {
                    self.add(&["any=", &sign]);
                }
            }
        }
    }

    /// What is said of a word by those that hang on it.
    fn word(&mut self, name: &str, word: Token<'_>) {
        let signs = signs(word);
        for sign in &signs {
            self.add(&[name, "sign=", sign]);
        }
        self.add(&[name, "signs=", &signs.join(","), "/", word.tag()]);
        self.add(&[name, "tag=", word.tag()]);
        self.add(&[name, "label=", word.label()]);
        self.add(&[name, "lemma=", &base(word)]);
        let mut has_subject = false;
        for child in word.children() {
            let lower = base(child);
            match child.label() {
                label @ ("advmod" | "neg" | "mark" | "prt" | "preconj" | "intj" | "npadvmod") => {
                    self.add(&[name, label, "=", &lower]);
                }
                "nsubj" | "nsubjpass" | "csubj" | "csubjpass" | "expl" => {
                    has_subject = true;
                    let is_closed = matches!(child.pos(), "PRON" | "DET");
                    self.add(&[name, "subject=", if is_closed { child.norm() } else { child.pos() }]);
                    self.determiners(name, "s", child);
                }
                "dobj" | "attr" | "acomp" | "pobj" => {
                    self.add(&[name, "object=", child.pos()]);
                    self.determiners(name, "o", child);
                }
                _ => {}
            }
        }
        if !has_subject {
            self.add(&[name, "no subject"]);
        }
    }

    fn determiners(&mut self, name: &str, of: &str, noun: Token<'_>) {
        for child in noun.children().filter(|child| matches!(child.label(), "det" | "neg")) {
            self.add(&[name, of, "det=", &base(child)]);
        }
    }

    /// What only the word itself tells.
    fn own(&mut self, word: Token<'_>) {
        self.add(&["pos=", word.pos()]);
        self.add(&["lemma tag=", &base(word), "/", word.tag()]);
        for child in word.children() {
            match child.label() {
                label @ ("prep" | "punct") => self.add(&["has ", label, "=", &base(child)]),
                label @ ("xcomp" | "ccomp" | "advcl" | "conj") => self.add(&["has ", label]),
                _ => {}
            }
        }
        let mut next = Some(word);
        while let Some(token) = next {
            if matches!(token.text(), "." | "?" | "!") {
                self.add(&["end=", token.text()]);
                break;
            }
            next = token.next().filter(|token| !token.is_sentence_start());
        }
        if let Some(before) = word.previous() {
            self.add(&["before=", spelling(before)]);
        }
        if let Some(behind) = word.next() {
            self.add(&["behind=", spelling(behind)]);
        }
    }

    /// What the word above makes of it, and the one above that.
    fn parent(&mut self, word: Token<'_>, parent: Token<'_>, above: Option<Token<'_>>) {
        self.word("p.", parent);
        let above_signs = signs(parent);
        let own = base(parent);
        let label = word.label();
        self.add(&["p.way=", label, "|", &own]);
        self.add(&["p.way tag=", label, "|", &own, "|", word.tag()]);
        self.add(&["p.way signs=", label, "|", &above_signs.join(","), "|", parent.tag()]);
        if matches!(label, "xcomp" | "ccomp" | "advcl" | "acl" | "relcl" | "conj" | "pcomp") {
            let negated = if above_signs.iter().any(|sign| sign == "neg") { "neg" } else { "" };
            let mut joined = String::new();
            for sign in signs(word).iter().filter(|sign| *sign == "to" || sign.starts_with("mark:")) {
                joined.push_str(sign);
            }
            self.add(&["p.clause=", label, "|", &own, "|", negated, "|", &joined]);
        }
        let Some(above) = above else { return };
        self.add(&["g.lemma=", &base(above)]);
        self.add(&["g.tag=", above.tag()]);
        self.add(&["g.way=", label, ">", parent.label(), "|", &base(above)]);
        for sign in signs(above) {
            self.add(&["g.sign=", &sign]);
        }
    }

    /// What holds for the first of words joined by "and".
    fn conjoined(&mut self, word: Token<'_>) {
        let mut first = word;
        for _ in 0..LONGEST_WAY {
            if first.label() != "conj" || first.is_root() {
                break;
            }
            first = first.head();
        }
        if first.index() == word.index() {
            return;
        }
        for sign in signs(first) {
            self.add(&["c.sign=", &sign]);
        }
        self.add(&["c.label=", first.label()]);
        if !first.is_root() {
            self.add(&["c.way=", first.label(), "|", &base(first.head())]);
        }
    }
}

/// The word as it is spelt; of names and numbers only that they are.
fn spelling(word: Token<'_>) -> &str {
    if matches!(word.pos(), "PROPN" | "NUM") { word.pos() } else { word.norm() }
}

/// Auxiliaries, negation and conjunctions of a word, in text order.
fn signs(word: Token<'_>) -> Vec<String> {
    let sign = |child: Token<'_>| {
        Some(match (child.label(), child.tag()) {
            ("aux" | "auxpass", "MD") => child.norm().to_owned(),
            ("aux" | "auxpass", "TO") => "to".to_owned(),
            ("aux", tag) => [&base(child), ":", tag].concat(),
            ("auxpass", tag) => [&base(child), ":passive:", tag].concat(),
            ("neg", _) => "neg".to_owned(),
            ("mark", _) => ["mark:", &base(child)].concat(),
            _ => return None,
        })
    };
    word.children().filter_map(sign).collect()
}
