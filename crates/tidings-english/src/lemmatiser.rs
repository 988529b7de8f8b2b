//! Base forms by suffix rules, exceptions and an index of known words.
//!
//! spaCy's `pipeline/lemmatizer.py:rule_lemmatize` and `lang/en/lemmatizer.py`, with WordNet's tables.

use rustc_hash::FxHashMap;

use crate::characters::is_alpha;
use crate::format::{ModelError, ModelFile, wrong};

/// Strings in order, for look-up by bisection without one allocation each.
#[derive(Default)]
struct SortedStrings {
    text: String,
    /// End of each string in `text`.
    ends: Vec<u32>,
}

impl SortedStrings {
    fn new(words: &[&str]) -> Option<SortedStrings> {
        if !words.is_sorted() {
            return None;
        }
        let mut made = SortedStrings::default();
        for word in words {
            made.text.push_str(word);
            made.ends.push(u32::try_from(made.text.len()).ok()?);
        }
        Some(made)
    }

    fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[at] as usize]
    }

    fn has(&self, word: &str) -> bool {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = (low + high) / 2;
            match self.get(middle).cmp(word) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }
}

/// The tables of one part of speech.
#[derive(Default)]
struct Tables {
    /// Suffix and what replaces it.
    rules: Vec<(String, String)>,
    exceptions: FxHashMap<Box<str>, Vec<Box<str>>>,
    index: SortedStrings,
}

/// The lemma tables by universal part of speech.
pub struct Lemmatiser {
    tables: FxHashMap<Box<str>, Tables>,
}

impl Lemmatiser {
    pub fn new(file: &ModelFile) -> Result<Lemmatiser, ModelError> {
        let mut tables: FxHashMap<Box<str>, Tables> = FxHashMap::default();
        for row in file.table("lemma_rules")? {
            let [part, old, new] = row[..] else {
                return Err(wrong("lemma_rules", "expected rows of three"));
            };
            tables
                .entry(part.to_uppercase().into())
                .or_default()
                .rules
                .push((old.to_owned(), new.to_owned()));
        }
        for row in file.table("lemma_exc")? {
            let [part, word, ref lemmas @ ..] = row[..] else {
                return Err(wrong("lemma_exc", "a row too short"));
            };
            let lemmas = lemmas.iter().map(|&lemma| lemma.into()).collect();
            tables.entry(part.to_uppercase().into()).or_default().exceptions.insert(word.into(), lemmas);
        }
        for row in file.table("lemma_index")? {
            let [part, ref words @ ..] = row[..] else { return Err(wrong("lemma_index", "a row too short")) };
            let index = SortedStrings::new(words).ok_or_else(|| wrong("lemma_index", "not sorted"))?;
            tables.entry(part.to_uppercase().into()).or_default().index = index;
        }
        Ok(Lemmatiser { tables })
    }

    /// The lemma of `text` as a word of part of speech `pos` with morphology `morph`.
    pub fn lemma(&self, text: &str, lower: &str, pos: &str, morph: &str) -> String {
        if matches!(pos, "" | "EOL" | "SPACE") || is_base_form(pos, morph) {
            return lower.to_owned();
        }
        let Some(tables) = self.tables.get(pos) else {
            return if pos == "PROPN" { text } else { lower }.to_owned();
        };
        let mut forms: Vec<String> = Vec::new();
        let mut unknown = None;
        for (old, new) in &tables.rules {
            let Some(stem) = lower.strip_suffix(old.as_str()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if tables.index.has(&form) || !form.chars().all(is_alpha) {
                if !forms.contains(&form) {
                    forms.push(form);
                }
            } else {
                unknown.get_or_insert(form);
            }
        }
        // Each exception goes to the front in turn, so the last new one wins.
        for form in tables.exceptions.get(lower).into_iter().flatten() {
            if !forms.iter().any(|known| **known == **form) {
                forms.insert(0, form.to_string());
            }
        }
        forms.into_iter().next().or(unknown).unwrap_or_else(|| text.to_owned())
    }
}

/// Whether the morphology says that the word is its own base form.
fn is_base_form(pos: &str, morph: &str) -> bool {
    let get = |name: &str| morph.split('|').find_map(|feature| feature.strip_prefix(name)?.strip_prefix('='));
    let verb_form = get("VerbForm");
    pos == "NOUN" && get("Number") == Some("Sing")
        || pos == "VERB"
            && verb_form == Some("Fin")
            && get("Tense") == Some("Pres")
            && get("Number").is_none()
        || verb_form == Some("Inf")
        || get("Degree") == Some("Pos")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lemmas() {
        let file = ModelFile::new(tidings_english_model::BYTES).unwrap();
        let lemmatiser = Lemmatiser::new(&file).unwrap();
        for (text, pos, morph, expected) in [
            ("talks", "NOUN", "Number=Plur", "talk"),
            ("Children", "NOUN", "Number=Plur", "child"),
            ("went", "VERB", "Tense=Past|VerbForm=Fin", "go"),
            ("Kyiv", "PROPN", "Number=Sing", "Kyiv"),
            ("Drones", "ADV", "", "drones"),
            ("”", "PUNCT", "", "\""),
            ("worse", "ADJ", "Degree=Cmp", "bad"),
            ("killed", "VERB", "Aspect=Perf|Tense=Past|VerbForm=Part", "kill"),
        ] {
            assert_eq!(lemmatiser.lemma(text, &text.to_lowercase(), pos, morph), expected, "{text}");
        }
    }
}
