//! The attribute ruler: universal parts of speech, morphology and some lemmas from tag, label and word.
//!
//! spaCy's `pipeline/attributeruler.py` with the model's 179 rules. All rules match against the values from before
//! the ruler; their results are applied in the order of the rules, attribute by attribute, so a later rule
//! overrides an earlier one.

use rustc_hash::FxHashMap;

use crate::format::{ModelError, ModelFile, wrong};

const SECTION: &str = "ruler";

/// What the ruler says of one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attributes {
    /// Index into [`Ruler::parts`].
    pub pos: u8,
    /// Index into [`Ruler::morphs`].
    pub morph: u16,
    /// Index into [`Ruler::lemmas`].
    pub lemma: Option<u16>,
    /// A tag that replaces the tagger's.
    pub tag: Option<u8>,
    /// A label that replaces the parser's.
    pub label: Option<u8>,
}

/// What a rule looks at in one token.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Index of the tagger's tag.
    pub tag: u8,
    /// Index of the label.
    pub label: u8,
    /// The word in lower case.
    pub lower: &'a str,
    /// Whether it is white space.
    pub is_space: bool,
}

#[derive(Debug, Default)]
struct Test {
    /// Bit set of tags; `None`: any.
    tags: Option<u128>,
    labels: Option<u128>,
    words: Option<Vec<Box<str>>>,
    is_space: Option<bool>,
}

impl Test {
    fn matches(&self, seen: &Seen) -> bool {
        self.tags.is_none_or(|tags| tags >> seen.tag & 1 == 1)
            && self.labels.is_none_or(|labels| labels >> seen.label & 1 == 1)
            && self.is_space.is_none_or(|is_space| is_space == seen.is_space)
            && self.words.as_ref().is_none_or(|words| words.iter().any(|word| **word == *seen.lower))
    }
}

#[derive(Debug, Default)]
struct Rule {
    /// Which token of the match is changed.
    index: usize,
    tests: Vec<Test>,
    pos: Option<u8>,
    morph: Option<u16>,
    lemma: Option<u16>,
    tag: Option<u8>,
    label: Option<u8>,
}

/// The rules, indexed by what their first token must be.
pub struct Ruler {
    rules: Vec<Rule>,
    /// Rules whose first token may be any word, by tag.
    by_tag: Vec<Vec<u16>>,
    by_word: FxHashMap<Box<str>, Vec<u16>>,
    /// Universal parts of speech; the first is empty.
    pub parts: Vec<String>,
    /// Morphological features; the first is empty.
    pub morphs: Vec<String>,
    /// Lemmas that rules give.
    pub lemmas: Vec<String>,
}

impl Ruler {
    /// Loads the rules; `tags` and `labels` are the names that indices stand for.
    pub fn new(file: &ModelFile, tags: &[String], labels: &[String]) -> Result<Ruler, ModelError> {
        let mut made = Ruler {
            rules: Vec::new(),
            by_tag: vec![Vec::new(); tags.len()],
            by_word: FxHashMap::default(),
            parts: vec![String::new()],
            morphs: vec![String::new()],
            lemmas: Vec::new(),
        };
        for row in file.table(SECTION)? {
            match row[..] {
                ["rule", index, ref attributes @ ..] => made.add_rule(index, attributes, tags, labels)?,
                ["token"] => made.last()?.tests.push(Test::default()),
                ["test", field, kind, ref values @ ..] => {
                    let test = made
                        .last()?
                        .tests
                        .last_mut()
                        .ok_or_else(|| wrong(SECTION, "a test without a token"))?;
                    add_test(test, field, kind, values, tags, labels)?;
                }
                _ => return Err(wrong(SECTION, format!("unknown row {row:?}"))),
            }
        }
        for (number, rule) in (0_u16..).zip(&made.rules) {
            let first = rule.tests.first().ok_or_else(|| wrong(SECTION, "a rule without tokens"))?;
            if rule.index >= rule.tests.len() || rule.index > 1 {
                return Err(wrong(SECTION, "a rule that changes a token out of reach"));
            }
            if let Some(words) = &first.words {
                for word in words {
                    made.by_word.entry(word.clone()).or_default().push(number);
                }
            } else {
                for (tag, rules) in made.by_tag.iter_mut().enumerate() {
                    if first.tags.is_none_or(|tags| tags >> tag & 1 == 1) {
                        rules.push(number);
                    }
                }
            }
        }
        Ok(made)
    }

    fn last(&mut self) -> Result<&mut Rule, ModelError> {
        self.rules.last_mut().ok_or_else(|| wrong(SECTION, "a token without a rule"))
    }

    fn add_rule(
        &mut self,
        index: &str,
        attributes: &[&str],
        tags: &[String],
        labels: &[String],
    ) -> Result<(), ModelError> {
        let index = index.parse().map_err(|_| wrong(SECTION, "an index that is no number"))?;
        let mut rule = Rule { index, ..Rule::default() };
        for [name, value] in attributes.as_chunks::<2>().0 {
            match *name {
                "POS" => rule.pos = Some(intern(&mut self.parts, value) as u8),
                "MORPH" => {
                    rule.morph = Some(intern(&mut self.morphs, if *value == "_" { "" } else { value }))
                }
                "LEMMA" => rule.lemma = Some(intern(&mut self.lemmas, value)),
                "TAG" => rule.tag = Some(position(tags, value)?),
                "DEP" => rule.label = Some(position(labels, value)?),
                _ => return Err(wrong(SECTION, format!("unknown attribute {name}"))),
            }
        }
        self.rules.push(rule);
        Ok(())
    }

    /// Gives the attributes of each of `length` tokens, in order.
    pub fn apply<'a>(
        &self,
        length: usize,
        seen: impl Fn(usize) -> Seen<'a>,
        mut give: impl FnMut(usize, Attributes),
    ) {
        let none = Vec::new();
        let mut hits: Vec<u16> = Vec::new();
        // Rules that matched at the token before and change this one.
        let mut carried: Vec<u16> = Vec::new();
        for token in 0..length {
            let this = seen(token);
            hits.clear();
            hits.append(&mut carried);
            let by_word = self.by_word.get(this.lower).unwrap_or(&none);
            for &number in self.by_tag[this.tag as usize].iter().chain(by_word) {
                let rule = &self.rules[number as usize];
                let matches = token + rule.tests.len() <= length
                    && rule.tests.iter().enumerate().all(|(i, test)| test.matches(&seen(token + i)));
                if matches {
                    if rule.index == 0 { hits.push(number) } else { carried.push(number) }
                }
            }
            hits.sort_unstable();
            let mut made = Attributes::default();
            for rule in hits.iter().map(|&number| &self.rules[number as usize]) {
                made.pos = rule.pos.unwrap_or(made.pos);
                made.morph = rule.morph.unwrap_or(made.morph);
                made.lemma = rule.lemma.or(made.lemma);
                made.tag = rule.tag.or(made.tag);
                made.label = rule.label.or(made.label);
            }
            give(token, made);
        }
    }
}

fn intern(list: &mut Vec<String>, value: &str) -> u16 {
    let at = list.iter().position(|known| known == value).unwrap_or_else(|| {
        list.push(value.to_owned());
        list.len() - 1
    });
    u16::try_from(at).expect("179 rules give fewer than 65,536 values")
}

fn position(list: &[String], value: &str) -> Result<u8, ModelError> {
    list.iter()
        .position(|known| known == value)
        .and_then(|at| u8::try_from(at).ok())
        .ok_or_else(|| wrong(SECTION, format!("{value} is neither a tag nor a label")))
}

fn add_test(
    test: &mut Test,
    field: &str,
    kind: &str,
    values: &[&str],
    tags: &[String],
    labels: &[String],
) -> Result<(), ModelError> {
    let set = |names: &[String]| -> u128 {
        let named = names.iter().enumerate().filter(|(_, name)| values.contains(&name.as_str()));
        let set = named.fold(0, |set, (at, _)| set | 1 << at);
        if kind == "NOT_IN" { !set } else { set }
    };
    match (field, kind) {
        ("TAG", "IS" | "IN" | "NOT_IN") => test.tags = Some(set(tags)),
        ("DEP", "IS" | "IN" | "NOT_IN") => test.labels = Some(set(labels)),
        ("IS_SPACE", "IS") => test.is_space = Some(values == ["true"]),
        ("LOWER", "IS" | "IN") => test.words = Some(values.iter().map(|&word| word.into()).collect()),
        ("LOWER", "REGEX") => {
            let mut words = Vec::new();
            for value in values {
                words.extend(
                    spell_out(value).ok_or_else(|| wrong(SECTION, format!("unknown expression {value}")))?,
                );
            }
            test.words = Some(words.into_iter().map(Into::into).collect());
        }
        _ => return Err(wrong(SECTION, format!("unknown test {field} {kind}"))),
    }
    Ok(())
}

/// All words that `^…$` matches, where `x?` and `[xy]` are the only operators.
fn spell_out(expression: &str) -> Option<Vec<String>> {
    let inner = expression.strip_prefix('^')?.strip_suffix('$')?;
    let mut words = vec![String::new()];
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        let mut choices: Vec<String> = match c {
            '[' => chars.by_ref().take_while(|&c| c != ']').map(String::from).collect(),
            '\\' | '.' | '*' | '+' | '(' | ')' | '|' | '?' => return None,
            _ => vec![c.to_string()],
        };
        if chars.next_if_eq(&'?').is_some() {
            choices.push(String::new());
        }
        words = words
            .iter()
            .flat_map(|word| choices.iter().map(move |choice| format!("{word}{choice}")))
            .collect();
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_spelled_out() {
        assert_eq!(spell_out("^n'?t$").unwrap(), ["n't", "nt"]);
        assert_eq!(spell_out("^n[ou]thin'$").unwrap(), ["nothin'", "nuthin'"]);
        assert_eq!(spell_out("^a.*$"), None);
    }
}
