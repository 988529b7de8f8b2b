//! How much each step of a measure weighs, as learned from marked texts.

use std::sync::LazyLock;

use super::average::Link;
use super::evidence::Evidence;
use super::measure::{COUNT, Measure};

static BUILT_IN: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("../../lexicons/coreference-weights.tsv")));

/// Name of what every pair has.
pub(super) const BIAS: &str = "bias";

/// Weights of the steps of measures, in thousandths of a logarithm of odds.
#[derive(Debug, Clone)]
pub struct Weights {
    bias: i32,
    steps: [Vec<i32>; COUNT],
}

impl Weights {
    /// Those that are built in.
    pub fn built_in() -> &'static Weights {
        &BUILT_IN
    }

    /// Reads lines of a step, a tab and a weight. Steps that are not there weigh nothing; other lines are passed over.
    pub fn parse(text: &str) -> Weights {
        let mut made = Weights { bias: 0, steps: Measure::ALL.map(|one| vec![0; one.steps().len() + 1]) };
        let lines = text.lines().filter_map(|line| line.split_once('\t'));
        for (name, weight) in lines.filter_map(|(name, weight)| Some((name, weight.parse().ok()?))) {
            if name == BIAS {
                made.bias = weight;
            }
            for measure in Measure::ALL {
                let steps = &mut made.steps[measure as usize];
                if let Some(step) = (0..steps.len()).find(|&step| measure.step_name(step) == name) {
                    steps[step] = weight;
                }
            }
        }
        made
    }

    /// What speaks for a pair, less what speaks against it.
    pub(super) fn bond(&self, evidence: &Evidence) -> Link {
        let weights = Measure::ALL.into_iter().map(|measure| {
            let at = measure as usize;
            self.steps[at].get(measure.step(evidence[at])).copied().unwrap_or_default()
        });
        let sum = self.bias.saturating_add(weights.sum());
        // One pair of which all is known is to weigh no more than a few of which much is.
        Link::Bond((i64::from(sum) * 1000 / (1000 + i64::from(sum).abs())) as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coreference::measure::UNKNOWN;

    #[test]
    fn steps_add_up_and_level_off() {
        let weights = Weights::parse("# head\nbias\t-500\nkinship 5\t1000\nby ?\t500\nno such step\t9\n");
        let mut evidence = [UNKNOWN; COUNT];
        assert_eq!(weights.bond(&evidence), Link::Bond(0));
        evidence[Measure::Kinship as usize] = 5;
        assert_eq!(weights.bond(&evidence), Link::Bond(500));
        evidence[Measure::By as usize] = 1000;
        assert_eq!(weights.bond(&evidence), Link::Bond(333));
    }

    /// What is built in was learned for the steps there are.
    #[test]
    fn the_built_in_weights_are_whole() {
        let steps: Vec<String> = Measure::ALL
            .into_iter()
            .flat_map(|one| (0..=one.steps().len()).map(move |step| one.step_name(step)))
            .chain([BIAS.to_owned()])
            .collect();
        let lines = include_str!("../../lexicons/coreference-weights.tsv").lines();
        let lines: Vec<&str> = lines.filter(|line| !line.starts_with('#')).collect();
        for line in &lines {
            let (name, weight) = line.split_once('\t').unwrap();
            assert!(steps.iter().any(|step| step == name), "{name}");
            assert!(weight.parse::<i32>().is_ok_and(|weight| weight != 0), "{line}");
        }
        assert!(lines.len() > 60);
    }
}
