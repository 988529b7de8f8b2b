//! A linear model that chooses one of several answers, in whole numbers: the same sum on every machine.

use std::collections::BTreeMap;

use crate::lexicon::LexiconError;

/// Weights in thousandths: for each feature one for every answer.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The answers, in the order of the weights.
    answers: Vec<String>,
    rows: BTreeMap<String, Vec<i32>>,
}

impl Choice {
    /// A model without weights.
    pub fn new(answers: Vec<String>) -> Choice {
        Choice { answers, rows: BTreeMap::new() }
    }

    /// Reads lines of a feature and its weights, between tabs. The first names the answers; comments begin with `#`.
    ///
    /// # Errors
    /// [`LexiconError::Format`] names the first line that is wrong.
    pub fn parse(file: &'static str, text: &str) -> Result<Choice, LexiconError> {
        let mut made = Choice::default();
        for (number, line) in (1..).zip(text.lines()) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let mut cells = line.split('\t');
            let feature = cells.next().unwrap_or_default();
            if made.answers.is_empty() {
                made.answers = cells.map(str::to_owned).collect();
                continue;
            }
            let weights: Result<Vec<i32>, _> = cells.map(str::parse).collect();
            match weights {
                Ok(weights) if weights.len() == made.answers.len() => made.set(feature, weights),
                _ => {
                    let reason =
                        format!("line {number}: expected a feature and a whole number for each answer");
                    return Err(LexiconError::Format { file, reason });
                }
            }
        }
        Ok(made)
    }

    /// Gives a feature its weights.
    pub fn set(&mut self, feature: &str, weights: Vec<i32>) {
        self.rows.insert(feature.to_owned(), weights);
    }

    /// The answers, in the order of the weights.
    pub fn answers(&self) -> &[String] {
        &self.answers
    }

    /// The features with their weights, in order.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &[i32])> {
        self.rows.iter().map(|(feature, weights)| (feature.as_str(), weights.as_slice()))
    }

    /// What the features add up to, for each answer, in thousandths.
    pub fn scores(&self, features: &[String]) -> Vec<i32> {
        let mut scores = vec![0; self.answers.len()];
        for feature in features {
            let Some(row) = self.rows.get(feature) else { continue };
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight;
            }
        }
        scores
    }

    /// The answer with the highest score; of equal ones the first.
    pub fn best(&self, scores: &[i32]) -> Option<&str> {
        let best = (0..scores.len()).max_by_key(|&at| (scores[at], std::cmp::Reverse(at)))?;
        self.answers.get(best).map(String::as_str)
    }
}
