//! Linear models over named features, in whole numbers: the same sum on every machine.
//!
//! A feature is the joined text of a few parts. While reading, only a hash of it is made and looked up, so no
//! text is built; while learning, the same calls give the name itself ([`Sink`]). A weight is in thousandths.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::hash::hash;
use crate::lexicon::LexiconError;

/// Receives the features of one candidate.
pub trait Sink {
    /// Takes the feature whose name is `parts`, joined.
    fn add(&mut self, parts: &[&str]);
}

/// The names of features, for learning.
impl Sink for Vec<String> {
    fn add(&mut self, parts: &[&str]) {
        self.push(parts.concat());
    }
}

/// Weights of one or more models, whose features differ in their first part.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    weights: HashMap<u64, i32, BuildHasherDefault<Ready>>,
}

/// Passes a hash that is ready through.
#[derive(Debug, Clone, Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Weights {
    /// Reads lines of a feature, a tab and a weight in thousandths. Lines that begin with `#` are comments.
    ///
    /// # Errors
    /// [`LexiconError::Format`] names the first line that is wrong.
    pub fn parse(file: &'static str, text: &str) -> Result<Weights, LexiconError> {
        let mut weights = Weights::default();
        for (number, line) in (1..).zip(text.lines()) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let parsed = line.rsplit_once('\t').and_then(|(name, weight)| Some((name, weight.parse().ok()?)));
            let Some((name, weight)) = parsed else {
                let reason = format!("line {number}: expected a feature, a tab and a whole number");
                return Err(LexiconError::Format { file, reason });
            };
            weights.weights.insert(hash(&[name]), weight);
        }
        Ok(weights)
    }

    /// Whether there is a weight for the feature whose name is `parts`, joined.
    pub fn knows(&self, parts: &[&str]) -> bool {
        self.weights.contains_key(&hash(parts))
    }

    /// Gives the feature `name` a weight, in thousandths: for learning.
    pub fn set(&mut self, name: &str, weight: i32) {
        self.weights.insert(hash(&[name]), weight);
    }

    /// Begins a sum.
    pub fn sum(&self) -> Sum<'_> {
        Sum { weights: self, total: 0 }
    }
}

/// A sum of weights, in thousandths.
#[derive(Debug, Clone)]
pub struct Sum<'w> {
    weights: &'w Weights,
    /// What the features so far add up to.
    pub total: i32,
}

impl Sink for Sum<'_> {
    fn add(&mut self, parts: &[&str]) {
        self.total += self.weights.weights.get(&hash(parts)).copied().unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_known_by_their_joined_name() {
        let weights = Weights::parse("w.tsv", "# head\nlemma=say\t1200\nbias\t-300\n").unwrap();
        let mut sum = weights.sum();
        sum.add(&["bias"]);
        sum.add(&["lemma=", "say"]);
        sum.add(&["lemma=", "sing"]);
        assert_eq!(sum.total, 900);
    }

    #[test]
    fn a_wrong_line_is_named() {
        let error = Weights::parse("w.tsv", "bias\t1\nlemma\n").unwrap_err();
        assert_eq!(error.to_string(), "w.tsv: line 2: expected a feature, a tab and a whole number");
    }
}
