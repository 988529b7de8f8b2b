//! Learns linear models: logistic regression, and choice among candidates, by AdaGrad with regularised dual averaging;
//! ridge regression by conjugate gradients.
//!
//! The same examples in the same order give the same weights to the bit on every machine: only additions,
//! multiplications, divisions and square roots are used, and an exponential made of them. The averaging sets weights
//! that pay too little to nought, which keeps the models small (Duchi, Hazan, Singer: Adaptive Subgradient Methods, 2011).

use std::collections::BTreeMap;

/// Some candidates, each a list of feature numbers, of which one is right. With one candidate: right or wrong.
#[derive(Debug, Clone)]
pub struct Example {
    /// Feature numbers of each candidate.
    pub candidates: Vec<Vec<u32>>,
    /// The right one.
    pub right: Option<usize>,
}

/// Feature names and their numbers, in the order of their first use, with how often they occur.
#[derive(Debug, Default)]
pub struct Features {
    numbers: BTreeMap<String, u32>,
    counts: Vec<u32>,
}

impl Features {
    /// The number of a feature.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            self.counts[number as usize] += 1;
            return number;
        }
        let number = u32::try_from(self.counts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(name.to_owned(), number);
        self.counts.push(1);
        number
    }

    /// Names in order, with their numbers.
    pub fn all(&self) -> impl Iterator<Item = (&str, u32)> {
        self.numbers.iter().map(|(name, &number)| (name.as_str(), number))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }
}

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Times that all examples are gone through.
    pub rounds: usize,
    /// Size of a step.
    pub step: f64,
    /// How much a weight must pay for each example to be more than nought.
    pub price: f64,
    /// Features that occur less often are not used.
    pub least_count: u32,
}

/// The mean of the weights learned in `orders` orders: what one order happens to favour weighs less.
pub fn learn_mean(examples: &[&Example], features: &Features, settings: Settings, orders: u32) -> Vec<f64> {
    let mut mean = vec![0.0; features.len()];
    for order in 0..orders {
        for (sum, weight) in mean.iter_mut().zip(learn(examples, features, settings, order)) {
            *sum += weight / f64::from(orders);
        }
    }
    mean
}

/// The weights of the features, learned from `examples` in one of many orders.
fn learn(examples: &[&Example], features: &Features, settings: Settings, nth_order: u32) -> Vec<f64> {
    let mut state = State {
        sums: vec![0.0; features.len()],
        squares: vec![0.0; features.len()],
        seen: 0.0,
        settings,
        used: (0..features.len()).map(|number| features.counts[number] >= settings.least_count).collect(),
    };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed = 20_240_229_u64 + u64::from(nth_order);
    for _ in 0..settings.rounds {
        shuffle(&mut order, &mut seed);
        for &index in &order {
            state.step(examples[index]);
        }
    }
    (0..features.len()).map(|number| state.weight(number)).collect()
}

/// Puts `items` in an order that depends on `seed` alone, which must not be nought.
pub fn shuffle<T>(items: &mut [T], seed: &mut u64) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(seed, last + 1));
    }
}

/// A number below `bound`: xorshift64*, the same on every machine.
fn below(seed: &mut u64, bound: usize) -> usize {
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    ((u128::from(seed.wrapping_mul(0x2545_f491_4f6c_dd1d)) * bound as u128) >> 64) as usize
}

struct State {
    /// Sum of gradients.
    sums: Vec<f64>,
    /// Sum of squared gradients.
    squares: Vec<f64>,
    /// Examples seen.
    seen: f64,
    settings: Settings,
    used: Vec<bool>,
}

impl State {
    fn weight(&self, number: usize) -> f64 {
        let sum = self.sums[number];
        let beyond = sum.abs() - self.settings.price * self.seen;
        if beyond <= 0.0 || !self.used[number] {
            return 0.0;
        }
        let size = self.settings.step * beyond / (1.0 + self.squares[number].sqrt());
        if sum > 0.0 { -size } else { size }
    }

    fn score(&self, candidate: &[u32]) -> f64 {
        candidate.iter().map(|&number| self.weight(number as usize)).sum()
    }

    fn step(&mut self, example: &Example) {
        self.seen += 1.0;
        let scores: Vec<f64> = example.candidates.iter().map(|candidate| self.score(candidate)).collect();
        if let [score] = scores[..] {
            let slope = 1.0 / (1.0 + exp(-score)) - if example.right.is_some() { 1.0 } else { 0.0 };
            self.add(&example.candidates[0], slope);
            return;
        }
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let shares: Vec<f64> = scores.iter().map(|score| exp(score - most)).collect();
        let all: f64 = shares.iter().sum();
        for (index, candidate) in example.candidates.iter().enumerate() {
            let slope = shares[index] / all - if example.right == Some(index) { 1.0 } else { 0.0 };
            self.add(candidate, slope);
        }
    }

    fn add(&mut self, candidate: &[u32], slope: f64) {
        for &number in candidate {
            self.sums[number as usize] += slope;
            self.squares[number as usize] += slope * slope;
        }
    }
}

/// How to fit numbers.
#[derive(Debug, Clone, Copy)]
pub struct Ridge {
    /// Steps towards the solution.
    pub rounds: usize,
    /// Price of the square of a weight.
    pub penalty: f64,
    /// Features that occur less often are not used.
    pub least_count: u32,
}

/// The weights with which the features of each row add up to its value, as near as the penalty allows.
pub fn ridge(rows: &[Vec<u32>], values: &[f64], features: &Features, settings: Ridge) -> Vec<f64> {
    let count = features.len();
    let used = |number: u32| features.counts[number as usize] >= settings.least_count;
    let rows: Vec<Vec<u32>> =
        rows.iter().map(|row| row.iter().copied().filter(|&number| used(number)).collect()).collect();
    let gather = |values: &[f64]| {
        let mut sums = vec![0.0; count];
        for (row, value) in rows.iter().zip(values) {
            for &number in row {
                sums[number as usize] += value;
            }
        }
        sums
    };
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut weights = vec![0.0; count];
    let mut rest = gather(values);
    let mut way = rest.clone();
    let mut left = dot(&rest, &rest);
    for _ in 0..settings.rounds {
        if left < 1e-9 {
            break;
        }
        let sums: Vec<f64> =
            rows.iter().map(|row| row.iter().map(|&number| way[number as usize]).sum()).collect();
        let mut turned = gather(&sums);
        for (turned, way) in turned.iter_mut().zip(&way) {
            *turned += settings.penalty * way;
        }
        let step = left / dot(&way, &turned);
        for at in 0..count {
            weights[at] += step * way[at];
            rest[at] -= step * turned[at];
        }
        let now = dot(&rest, &rest);
        for at in 0..count {
            way[at] = rest[at] + now / left * way[at];
        }
        left = now;
    }
    weights
}

/// e to the power of `x`, to about ten digits, the same on every machine.
fn exp(x: f64) -> f64 {
    let x = x.clamp(-60.0, 60.0);
    // e^x = (e^(x / 1024))^1024
    let small = x / 1024.0;
    let mut power = 1.0 + small * (1.0 + small / 2.0 * (1.0 + small / 3.0 * (1.0 + small / 4.0)));
    for _ in 0..10 {
        power *= power;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ridge_finds_what_the_numbers_were_made_of() {
        let mut features = Features::default();
        let [one, two, bias] = ["one", "two", "bias"].map(|name| features.number(name));
        let rows = [vec![bias], vec![bias, one], vec![bias, two], vec![bias, one, two]];
        let settings = Ridge { rounds: 20, penalty: 1e-6, least_count: 1 };
        let weights = ridge(&rows, &[1.0, 3.0, 0.5, 2.5], &features, settings);
        for (number, wanted) in [(bias, 1.0), (one, 2.0), (two, -0.5)] {
            assert!((weights[number as usize] - wanted).abs() < 1e-4, "{weights:?}");
        }
    }

    #[test]
    fn exponentials_are_right_to_a_millionth() {
        for x in [-30.0, -20.0, -1.0, 0.0, 0.5, 3.0, 30.0] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn what_tells_the_right_ones_gets_weight() {
        let mut features = Features::default();
        let [good, bad, both] = ["good", "bad", "both"].map(|name| features.number(name));
        let examples: Vec<Example> = (0..200)
            .map(|n| match n % 3 {
                0 => Example { candidates: vec![vec![good, both]], right: Some(0) },
                1 => Example { candidates: vec![vec![bad, both]], right: None },
                _ => Example { candidates: vec![vec![bad, both], vec![good, both]], right: Some(1) },
            })
            .collect();
        let settings = Settings { rounds: 5, step: 0.5, price: 0.0, least_count: 1 };
        let examples: Vec<&Example> = examples.iter().collect();
        let weights = learn(&examples, &features, settings, 0);
        assert!(weights[good as usize] > 1.0 && weights[bad as usize] < -1.0, "{weights:?}");
        assert_eq!(weights, learn_mean(&examples, &features, settings, 1));
    }
}
