//! Texts put together from pieces by chance, the same ones at every run; for tests alone.

/// A linear congruential generator with the usual multipliers.
pub(crate) struct Chance(pub u64);

impl Chance {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    /// So many of `pieces`, most with a blank behind them.
    pub fn text(&mut self, pieces: &[&str], count: usize) -> String {
        let mut text = String::new();
        for _ in 0..count {
            text.push_str(pieces[self.below(pieces.len())]);
            if self.below(4) > 0 {
                text.push(' ');
            }
        }
        text
    }
}
