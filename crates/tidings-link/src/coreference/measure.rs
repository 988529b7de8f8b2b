//! What is measured of a pair of tellings, and into which steps each measure is cut.

/// How many measures there are.
pub(super) const COUNT: usize = Measure::ALL.len();

/// Not known, or not to be said of this pair.
pub(super) const UNKNOWN: i32 = -1;

/// A measure of a pair of tellings. Likenesses and shares run from 0 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    /// How near the two words are in meaning, from 1 to 5.
    Kinship,
    /// Whether both words begin alike.
    Beginning,
    /// Whether both are spelt alike.
    Form,
    /// How rare the commoner of the words is in news, from 1 to 32.
    Rarity,
    /// Whether the types of event are one (2), or both unknown (1).
    Kind,
    /// Whether both happened, or both did not.
    Status,
    /// Whether both have the same place in a series (2), or neither has one (1).
    Ordinal,
    /// In one article, how many sentences lie between.
    Apart,
    /// Likeness of the sentences.
    Sentence,
    /// Likeness of the few words before the triggers.
    Before,
    /// Likeness of the few words behind them.
    Behind,
    /// The mean of these two.
    Near,
    /// Likeness of the words before one trigger to those behind the other, as of active and passive.
    Crossed,
    /// Likeness of what the articles tell.
    Article,
    /// Share of those who do it that are known to both.
    By,
    /// Share of those to whom it is done.
    To,
    /// Share of all who take part.
    Actors,
    /// Share of the places.
    Places,
    /// Whether the stated days meet: within a week (2), or in a longer stretch (1).
    Days,
    /// Whether the stated weekdays are one.
    Weekdays,
    /// Share of the names in the two sentences that stand in both.
    Named,
    /// How many numbers stand in both.
    Numbers,
    /// How many of the two stand in the first sentence or a headline.
    Head,
    /// Share of the articles that tell of something in the rarer of the words.
    Holders,
    /// The same of the commoner one.
    Spread,
    /// How often one article tells of something in these words.
    Rivals,
    /// How many like tellings in the other's article are nearer.
    Rank,
    /// Whether the triggers are words of speech, and who speaks.
    Speech,
}

/// Steps of likenesses and shares.
const LIKENESS: &[i32] = &[0, 1, 60, 120, 180, 250, 330, 420, 550, 750];
/// Steps of shares of a few.
const SHARE: &[i32] = &[0, 1, 400, 700, 1000];
/// Steps of small numbers.
const SMALL: &[i32] = &[0, 1, 2, 3, 4, 5, 6];

impl Measure {
    /// All, in order.
    pub const ALL: [Measure; 28] = [
        Measure::Kinship,
        Measure::Beginning,
        Measure::Form,
        Measure::Rarity,
        Measure::Kind,
        Measure::Status,
        Measure::Ordinal,
        Measure::Apart,
        Measure::Sentence,
        Measure::Before,
        Measure::Behind,
        Measure::Near,
        Measure::Crossed,
        Measure::Article,
        Measure::By,
        Measure::To,
        Measure::Actors,
        Measure::Places,
        Measure::Days,
        Measure::Weekdays,
        Measure::Named,
        Measure::Numbers,
        Measure::Head,
        Measure::Holders,
        Measure::Spread,
        Measure::Rivals,
        Measure::Rank,
        Measure::Speech,
    ];

    /// Its name in the file of weights.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Kinship => "kinship",
            Measure::Beginning => "beginning",
            Measure::Form => "form",
            Measure::Rarity => "rarity",
            Measure::Kind => "kind",
            Measure::Status => "status",
            Measure::Ordinal => "ordinal",
            Measure::Apart => "apart",
            Measure::Sentence => "sentence",
            Measure::Before => "before",
            Measure::Behind => "behind",
            Measure::Near => "near",
            Measure::Crossed => "crossed",
            Measure::Article => "article",
            Measure::By => "by",
            Measure::To => "to",
            Measure::Actors => "actors",
            Measure::Places => "places",
            Measure::Days => "days",
            Measure::Weekdays => "weekdays",
            Measure::Named => "named",
            Measure::Numbers => "numbers",
            Measure::Head => "head",
            Measure::Holders => "holders",
            Measure::Spread => "spread",
            Measure::Rivals => "rivals",
            Measure::Rank => "rank",
            Measure::Speech => "speech",
        }
    }

    /// The least value of each of its steps but the lowest, which holds what is [`UNKNOWN`]; ascending.
    pub fn steps(self) -> &'static [i32] {
        match self {
            Measure::Sentence
            | Measure::Before
            | Measure::Behind
            | Measure::Near
            | Measure::Crossed
            | Measure::Article
            | Measure::Holders
            | Measure::Spread => LIKENESS,
            Measure::By | Measure::To | Measure::Actors | Measure::Places => SHARE,
            Measure::Named => &[0, 1, 200, 340, 500, 700, 1000],
            Measure::Rarity => &[0, 5, 9, 13, 17, 21, 25, 29, 32],
            Measure::Apart => &[0, 1, 2, 4, 8, 16],
            _ => SMALL,
        }
    }

    /// On which of its steps a value is: 0 for what is unknown.
    pub fn step(self, value: i32) -> usize {
        self.steps().partition_point(|&least| least <= value)
    }

    /// The name of one of its steps: "near 120", "near ?".
    pub fn step_name(self, step: usize) -> String {
        let least = step.checked_sub(1).and_then(|above| self.steps().get(above));
        least.map_or_else(|| format!("{} ?", self.name()), |least| format!("{} {least}", self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_stand_in_their_order() {
        assert!(Measure::ALL.iter().enumerate().all(|(at, &one)| one as usize == at));
        assert!(Measure::ALL.iter().all(|one| one.steps().is_sorted()));
    }

    #[test]
    fn values_are_cut_into_steps() {
        let name = |measure: Measure, value| measure.step_name(measure.step(value));
        assert_eq!(name(Measure::Near, 200), "near 180");
        assert_eq!(name(Measure::Near, 0), "near 0");
        assert_eq!(name(Measure::By, UNKNOWN), "by ?");
        assert_eq!(name(Measure::Rivals, 9), "rivals 6");
    }
}
