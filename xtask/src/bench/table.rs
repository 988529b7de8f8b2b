//! Collects measured values and prints minimum, median and maximum of each, and how two sides compare.

use std::fmt;

/// Values by what was measured and on which side, in order of first appearance.
#[derive(Default)]
pub struct Table {
    measures: Vec<Measure>,
    remarks: Vec<String>,
}

struct Measure {
    name: &'static str,
    sides: Vec<(&'static str, Vec<f64>)>,
}

impl Table {
    /// Adds one value.
    pub fn add(&mut self, name: &'static str, side: &'static str, value: f64) {
        let at = self.measures.iter().position(|measure| measure.name == name).unwrap_or_else(|| {
            self.measures.push(Measure { name, sides: Vec::new() });
            self.measures.len() - 1
        });
        let sides = &mut self.measures[at].sides;
        match sides.iter_mut().find(|(known, _)| *known == side) {
            Some((_, values)) => values.push(value),
            None => sides.push((side, vec![value])),
        }
    }

    /// Adds a line below the table.
    pub fn remark(&mut self, remark: String) {
        self.remarks.push(remark);
    }
}

/// Minimum, median and maximum; the median of an even number is the mean of the middle two.
fn spread(values: &[f64]) -> [f64; 3] {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let median =
        if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 };
    [sorted[0], median, sorted[sorted.len() - 1]]
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<45}{:<11}{:>11}{:>11}{:>11}", "measured", "side", "min", "median", "max")?;
        let row = |f: &mut fmt::Formatter<'_>, name: &str, side: &str, values: &[f64]| {
            write!(f, "{name:<45}{side:<11}")?;
            for value in spread(values) {
                // Four digits that matter, whatever the size.
                let decimals = if value >= 1000.0 { 0 } else { usize::from(value < 100.0) * 2 + 1 };
                write!(f, "{value:>11.decimals$}")?;
            }
            writeln!(f)
        };
        for Measure { name, sides } in &self.measures {
            let mut shown = *name;
            for (side, values) in sides {
                row(f, shown, side, values)?;
                shown = "";
            }
            if let [(_, first), (_, second)] = sides.as_slice() {
                let ratios: Vec<f64> = first.iter().zip(second).map(|(a, b)| a / b).collect();
                row(f, "", "ratio", &ratios)?;
            }
        }
        writeln!(f, "ratio: the first side over the second, round by round")?;
        self.remarks.iter().try_for_each(|remark| writeln!(f, "{remark}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_of_odd_and_even_numbers_of_values() {
        assert_eq!(spread(&[3.0, 1.0, 2.0]), [1.0, 2.0, 3.0]);
        assert_eq!(spread(&[4.0, 1.0, 2.0, 3.0]), [1.0, 2.5, 4.0]);
    }

    #[test]
    fn two_sides_are_compared_round_by_round() {
        let mut table = Table::default();
        for (a, b) in [(30.0, 10.0), (1500.0, 300.0)] {
            table.add("speed", "Tidings", a);
            table.add("speed", "spaCy", b);
        }
        let shown = table.to_string();
        let words: Vec<Vec<&str>> = shown.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(words[1], ["speed", "Tidings", "30.000", "765.0", "1500"]);
        assert_eq!(words[3], ["ratio", "3.000", "4.000", "5.000"]);
    }
}
