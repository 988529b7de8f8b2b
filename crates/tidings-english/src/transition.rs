//! What parser and entity recogniser share: scores of the possible moves of a state.
//!
//! spaCy's `ml/parser_model.pyx` and `ml/_precomputable_affine.py`: a linear layer to 64, then for each token and
//! each feature place a precomputed part of the hidden layer; a state adds up the parts of its feature tokens,
//! takes the larger of two pieces, and one more linear layer gives the scores.

use crate::format::{ModelError, ModelFile};
use crate::kernel::{self, Lanes, Level, Matrix, ZERO};

/// Width of the hidden layer.
pub const HIDDEN: usize = 64;
/// Lanes of one feature's part: 64 outputs times two pieces.
const PART: usize = 8;
/// Tokens whose parts are computed at one go.
const BLOCK: usize = 32;
/// Blocks that are kept: parts of tokens further back are computed again.
const BLOCKS_KEPT: usize = 64;

/// The weights that score moves.
pub struct Scorer {
    /// Parts of the first features, which nearly every token serves as: for whole blocks of tokens.
    early: Matrix,
    early_features: usize,
    /// Parts of the other features, one each: for single tokens.
    late: Vec<Matrix>,
    bias: [Lanes; PART],
    pad: Vec<Lanes>,
    upper: Vec<[Lanes; 7]>,
    upper_bias: [Lanes; 7],
}

impl Scorer {
    /// Loads the scorer called `prefix` with so many features, of which the first `early_features` are computed for
    /// all tokens. `classes` are the model's classes in the order in which scores are wanted.
    pub fn new(
        file: &ModelFile,
        prefix: &str,
        features: usize,
        early_features: usize,
        classes: &[usize],
    ) -> Result<Scorer, ModelError> {
        let floats = |name: &str, length| file.floats(&format!("f32.{prefix}.{name}"), length);
        // The model orders [feature][output][piece][input]; here a part is piece by piece, 64 outputs each.
        let weights = floats("lower.weight", features * HIDDEN * 2 * HIDDEN)?;
        let lower = |first: usize, features: usize| {
            Matrix::pack(features * PART * 16, HIDDEN, |column, input| {
                let (feature, column) = (first + column / (PART * 16), column % (PART * 16));
                let (piece, output) = (column / HIDDEN, column % HIDDEN);
                weights[((feature * HIDDEN + output) * 2 + piece) * HIDDEN + input]
            })
        };
        let by_piece = |floats: &[f32]| -> Vec<Lanes> {
            let mut lanes = vec![ZERO; PART];
            for (i, &value) in floats.iter().enumerate() {
                kernel::flat_mut(&mut lanes)[i % 2 * HIDDEN + i / 2] = value;
            }
            lanes
        };
        let bias = by_piece(&floats("lower.bias", HIDDEN * 2)?);
        let pad =
            floats("lower.pad", features * HIDDEN * 2)?.chunks_exact(HIDDEN * 2).flat_map(by_piece).collect();
        let upper_weights = floats("upper.weight", classes.len() * HIDDEN)?;
        let upper_biases = floats("upper.bias", classes.len())?;
        let mut upper = vec![[ZERO; 7]; HIDDEN];
        let mut upper_bias = [ZERO; 7];
        for (place, &class) in classes.iter().enumerate() {
            kernel::flat_mut(&mut upper_bias)[place] = upper_biases[class];
            for (unit, weights) in upper.iter_mut().enumerate() {
                kernel::flat_mut(weights)[place] = upper_weights[class * HIDDEN + unit];
            }
        }
        Ok(Scorer {
            early: lower(0, early_features),
            early_features,
            late: (early_features..features).map(|feature| lower(feature, 1)).collect(),
            bias: std::array::from_fn(|i| bias[i]),
            pad,
            upper,
            upper_bias,
        })
    }
}

/// Precomputed parts of the tokens around the current place.
#[derive(Default)]
pub struct Parts {
    /// A ring of [`BLOCKS_KEPT`] blocks.
    ring: Vec<Lanes>,
    /// Blocks computed so far, from the first token on.
    computed: usize,
    /// Rows for tokens that fell out of the ring.
    again: Vec<Lanes>,
}

impl Parts {
    /// Forgets the text before.
    pub fn start(&mut self) {
        self.computed = 0;
    }

    /// Scores of the first `classes` classes for a state whose feature tokens are `tokens` (`None`: no such token).
    /// `vectors` holds [`HIDDEN`] floats a token.
    pub fn score(
        &mut self,
        level: Level,
        scorer: &Scorer,
        vectors: &[f32],
        tokens: &[Option<usize>],
        classes: usize,
    ) -> [Lanes; 7] {
        debug_assert_eq!(tokens.len(), scorer.early_features + scorer.late.len());
        let lanes = scorer.early.lanes();
        let last = tokens.iter().flatten().max().map_or(0, |token| token / BLOCK + 1);
        while self.computed < last {
            let from = self.computed * BLOCK;
            let rows = (vectors.len() / HIDDEN - from).min(BLOCK);
            let slot = self.computed % BLOCKS_KEPT * BLOCK * lanes;
            if self.ring.len() < slot + BLOCK * lanes {
                self.ring.resize(slot + BLOCK * lanes, ZERO);
            }
            let x = &vectors[from * HIDDEN..];
            kernel::multiply(level, &scorer.early, x, HIDDEN, rows, &mut self.ring[slot..][..rows * lanes]);
            self.computed += 1;
        }
        // Late features, and early ones of tokens that are no longer kept, are computed for the one token.
        let kept = |feature: usize, token: usize| {
            feature < scorer.early_features && token / BLOCK + BLOCKS_KEPT >= self.computed
        };
        let single = lanes.max(scorer.late.iter().map(Matrix::lanes).max().unwrap_or(0));
        for (feature, &token) in tokens.iter().enumerate() {
            if let Some(token) = token.filter(|&token| !kept(feature, token)) {
                let late = feature.checked_sub(scorer.early_features).map(|late| &scorer.late[late]);
                let matrix = late.unwrap_or(&scorer.early);
                self.again.resize(tokens.len() * single, ZERO);
                let out = &mut self.again[feature * single..][..matrix.lanes()];
                kernel::multiply(level, matrix, &vectors[token * HIDDEN..], HIDDEN, 1, out);
            }
        }
        let mut parts: [&[Lanes]; 8] = [&[]; 8];
        for (feature, token) in tokens.iter().enumerate() {
            let early = if feature < scorer.early_features { feature * PART } else { 0 };
            parts[feature] = match *token {
                None => &scorer.pad[feature * PART..][..PART],
                Some(token) if kept(feature, token) => {
                    let row = token / BLOCK % BLOCKS_KEPT * BLOCK + token % BLOCK;
                    &self.ring[row * lanes + early..][..PART]
                }
                Some(_) => &self.again[feature * single + early..][..PART],
            };
        }
        let parts = &parts[..tokens.len()];
        kernel::score(level, &scorer.bias, parts, &scorer.upper, &scorer.upper_bias, classes.div_ceil(16))
    }
}

/// The best class within the ranges, which are ascending; the lowest on a tie.
pub fn best(scores: &[Lanes; 7], valid: impl IntoIterator<Item = std::ops::Range<usize>>) -> Option<usize> {
    let scores = kernel::flat(scores);
    let mut best: Option<usize> = None;
    for class in valid.into_iter().flatten() {
        if best.is_none_or(|best| scores[class] > scores[best]) {
            best = Some(class);
        }
    }
    best
}
