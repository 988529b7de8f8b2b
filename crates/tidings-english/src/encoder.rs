//! Token-to-vector networks: hashed embeddings, a maxout mix, four convolutions.
//!
//! What depends on the type alone (the mix, and the three partial products of the first convolution) is computed
//! once per type and kept, bounded by count. The path is the same whether a type is new or known, so what was seen
//! before never changes a result. Shapes: spaCy's `ml/models/tok2vec.py` with `MultiHashEmbed` and
//! `MaxoutWindowEncoder`, width 96, window 1, depth 4.

use std::ops::Range;
use std::sync::OnceLock;

use crate::format::{ModelError, ModelFile};
use crate::hash::row_keys;
use crate::kernel::{
    self, Lanes, Layer, Level, Matrix, Norm, PANEL, PIECES, ROW, SPARE, WIDTH, ZERO, maxout_column,
};

/// Lanes of a mixed or convolved row before the maximum.
const COLUMNS: usize = WIDTH * PIECES / 16;
/// Rows of padding that take part on each side of a text: one a layer.
pub const PAD: usize = 4;
/// Types kept per network and thread; at 3.8 KB each, 31 MB.
const TYPES_KEPT: usize = 8192;

/// A token-to-vector network.
pub struct Encoder {
    tables: Vec<Table>,
    mix_bias: Vec<Lanes>,
    mix_norm: Norm,
    /// The first convolution as three products of one row each: as the word before, itself, the word after.
    first: Matrix,
    layers: Vec<Layer>,
}

/// An embedding table, and its slice of the mix. Mixing is linear before the maximum, so a row is multiplied by the
/// slice once, when it is first asked for: a short text needs few of thousands of rows.
struct Table {
    seed: u32,
    embed: Vec<f32>,
    slice: Matrix,
    folded: Vec<OnceLock<Box<[Lanes; COLUMNS]>>>,
}

impl Table {
    /// The mixed row of a hash.
    fn row(&self, level: Level, hash: u32) -> &[Lanes] {
        let at = hash as usize % self.folded.len();
        &self.folded[at].get_or_init(|| {
            let mut folded = Box::new([ZERO; COLUMNS]);
            let embed = &self.embed[at * WIDTH..(at + 1) * WIDTH];
            kernel::multiply(level, &self.slice, embed, WIDTH, 1, folded.as_mut_slice());
            folded
        })[..]
    }
}

/// What one thread has computed for types.
#[derive(Default)]
struct TypeCache {
    /// Slot plus one by type key; 0 is none.
    slots: Vec<u32>,
    vectors: Vec<Lanes>,
    parts: Vec<Lanes>,
    /// Whether the type of a slot was met again since it was put there or last kept.
    again: Vec<bool>,
}

impl Memory {
    /// Forgets all types: their keys mean others from now on.
    pub fn clear(&mut self) {
        self.types.clear();
    }
}

impl TypeCache {
    fn clear(&mut self) {
        self.slots.clear();
        self.vectors.clear();
        self.parts.clear();
        self.again.clear();
    }

    /// Keeps the types that were met more than once, if they are few enough to make room.
    fn shrink(&mut self) {
        let kept = self.again.iter().filter(|again| **again).count();
        if kept > TYPES_KEPT / 2 {
            return self.clear();
        }
        let mut moved = vec![0; self.again.len()];
        let mut next = 0;
        for slot in 0..self.again.len() {
            if self.again[slot] {
                self.vectors.copy_within(slot * ROW..(slot + 1) * ROW, next * ROW);
                self.parts.copy_within(slot * 3 * COLUMNS..(slot + 1) * 3 * COLUMNS, next * 3 * COLUMNS);
                next += 1;
                moved[slot] = next as u32;
            }
        }
        for slot in self.slots.iter_mut().filter(|slot| **slot != 0) {
            *slot = moved[*slot as usize - 1];
        }
        self.vectors.truncate(next * ROW);
        self.parts.truncate(next * 3 * COLUMNS);
        self.again.clear();
        self.again.resize(next, false);
    }

    fn len(&self) -> usize {
        self.vectors.len() / ROW
    }
}

/// What one thread keeps from text to text for one network: types, and buffers.
#[derive(Default)]
pub struct Memory {
    types: TypeCache,
    rows: Vec<Lanes>,
    next: Vec<Lanes>,
    ranges: Vec<Range<usize>>,
}

impl Encoder {
    /// Loads the network called `prefix` with tables of these numbers of rows.
    pub fn new(file: &ModelFile, prefix: &str, tables: &[u32]) -> Result<Encoder, ModelError> {
        let lanes = |name: &str| -> Result<[Lanes; ROW], ModelError> {
            let floats = file.floats(&format!("f32.{prefix}.{name}"), WIDTH)?;
            Ok(std::array::from_fn(|i| Lanes(std::array::from_fn(|lane| floats[i * 16 + lane]))))
        };
        let norm = |name: &str| -> Result<Norm, ModelError> {
            Ok(Norm { gain: lanes(&format!("{name}.gain"))?, shift: lanes(&format!("{name}.shift"))? })
        };
        let bias = |name: &str| -> Result<Vec<Lanes>, ModelError> {
            let floats = file.floats(&format!("f32.{prefix}.{name}.bias"), WIDTH * PIECES)?;
            let mut bias = vec![ZERO; COLUMNS];
            for (i, value) in floats.into_iter().enumerate() {
                kernel::flat_mut(&mut bias)[maxout_column(i / PIECES, i % PIECES)] = value;
            }
            Ok(bias)
        };
        let width = WIDTH * tables.len();
        let mix = file.floats(&format!("f32.{prefix}.mix.weight"), width * WIDTH * PIECES)?;
        let tables = tables
            .iter()
            .enumerate()
            .map(|(i, &rows)| {
                let embed = file.floats(&format!("f32.{prefix}.embed.{i}"), rows as usize * WIDTH)?;
                // The model orders weights as [output][piece][input].
                let slice = Matrix::pack(COLUMNS * 16, WIDTH, |column, input| {
                    let (output, piece) = kernel::maxout_output(column);
                    mix[(output * PIECES + piece) * width + i * WIDTH + input]
                });
                let folded = (0..rows).map(|_| OnceLock::new()).collect();
                Ok(Table { seed: 8 + i as u32, embed, slice, folded })
            })
            .collect::<Result<_, ModelError>>()?;

        let window = 3 * WIDTH;
        let mut layers = Vec::new();
        let mut first = None;
        for i in 0..4 {
            let weights = file.floats(&format!("f32.{prefix}.layer.{i}.weight"), window * WIDTH * PIECES)?;
            first.get_or_insert_with(|| {
                Matrix::pack(3 * COLUMNS * 16, WIDTH, |column, input| {
                    let (place, column) = (column / (COLUMNS * 16), column % (COLUMNS * 16));
                    let (output, piece) = kernel::maxout_output(column);
                    weights[(output * PIECES + piece) * window + place * WIDTH + input]
                })
            });
            let weight = |column, place, input| {
                let (output, piece) = kernel::maxout_output(column);
                weights[(output * PIECES + piece) * window + place * WIDTH + input]
            };
            layers.push(Layer::new(weight, bias(&format!("layer.{i}"))?, norm(&format!("layer.{i}"))?));
        }
        debug_assert_eq!(COLUMNS * 16 % PANEL, 0);
        Ok(Encoder {
            tables,
            mix_bias: bias("mix")?,
            mix_norm: norm("mix")?,
            first: first.expect("there are four layers"),
            layers,
        })
    }

    /// Encodes stretches of texts. `keys` are the type keys of the tokens of one stretch after the other, each with
    /// [`PAD`] rows on each side, `None` beyond its text; `lengths` says how many keys each stretch has. `features`
    /// gives the feature ids of a type. The rows of each stretch are given to `take`, in order: they are the same
    /// whatever else is encoded at the same time.
    pub fn encode<const N: usize>(
        &self,
        level: Level,
        keys: &[Option<u32>],
        lengths: &[usize],
        memory: &mut Memory,
        features: impl Fn(u32) -> [u64; N],
        mut take: impl FnMut(&[Lanes]),
    ) {
        let Memory { types: cache, rows: current, next, ranges } = memory;
        if cache.len() + keys.iter().flatten().count() > TYPES_KEPT {
            cache.shrink();
        }
        self.embed(level, keys, cache, features);

        // Each stretch has room of its own, with four more rows in front, so that rows are convolved in fours that
        // begin at its first token.
        ranges.clear();
        let mut rows = 0;
        for length in lengths {
            ranges.push(rows + PAD..rows + PAD + length);
            rows = (rows + PAD + length + SPARE).next_multiple_of(PAD);
        }
        // What was there before is overwritten, or made zero where a layer reads beyond a stretch.
        for buffer in [&mut *current, &mut *next] {
            buffer.resize(buffer.len().max(rows * ROW), ZERO);
        }
        let zeros = [ZERO; COLUMNS];
        let part = |key: Option<u32>, place: usize| match cache.slot(key) {
            Some(slot) => &cache.parts[(slot * 3 + place) * COLUMNS..][..COLUMNS],
            None => &zeros,
        };
        let mut rest = keys;
        for range in ranges.iter() {
            let (keys, others) = rest.split_at(range.len());
            rest = others;
            current[(range.start - PAD) * ROW..(range.start + 1) * ROW].fill(ZERO);
            current[(range.end - 1) * ROW..(range.end + SPARE) * ROW].fill(ZERO);
            for (at, key) in keys.windows(3).enumerate() {
                let x = cache.slot(key[1]).map_or(&zeros[..ROW], |slot| &cache.vectors[slot * ROW..][..ROW]);
                let parts = [part(key[0], 0), part(key[1], 1), part(key[2], 2)];
                let out = &mut current[(range.start + 1 + at) * ROW..][..ROW];
                kernel::combine(level, &self.layers[0], parts, x, out);
            }
        }
        // Each layer needs one row less on each side.
        ranges.iter_mut().for_each(|range| *range = range.start + 1..range.end - 1);
        for layer in &self.layers[1..] {
            ranges.iter_mut().for_each(|range| *range = range.start + 1..range.end - 1);
            kernel::convolve(level, layer, current, ranges, next);
            std::mem::swap(current, next);
        }
        for range in ranges.iter() {
            take(&current[range.start * ROW..range.end * ROW]);
        }
    }

    fn embed<const N: usize>(
        &self,
        level: Level,
        keys: &[Option<u32>],
        cache: &mut TypeCache,
        features: impl Fn(u32) -> [u64; N],
    ) {
        let known = cache.len();
        for &key in keys.iter().flatten() {
            let at = key as usize;
            if cache.slots.len() <= at {
                cache.slots.resize(at + 1, 0);
            }
            if let Some(slot) = cache.slots[at].checked_sub(1) {
                cache.again[slot as usize] = true;
                continue;
            }
            let mut parts: Vec<&[Lanes]> = Vec::with_capacity(4 * N);
            for (table, id) in self.tables.iter().zip(features(key)) {
                for hash in row_keys(id, table.seed) {
                    parts.push(table.row(level, hash));
                }
            }
            let slot = cache.vectors.len();
            cache.again.push(false);
            cache.vectors.resize(slot + ROW, ZERO);
            kernel::mix(level, &self.mix_bias, &self.mix_norm, &parts, &mut cache.vectors[slot..]);
            cache.slots[at] = u32::try_from(slot / ROW + 1).expect("the cache is bounded");
        }
        let new = cache.len() - known;
        cache.parts.resize(cache.len() * 3 * COLUMNS, ZERO);
        let vectors = kernel::flat(&cache.vectors[known * ROW..]);
        kernel::multiply(level, &self.first, vectors, WIDTH, new, &mut cache.parts[known * 3 * COLUMNS..]);
    }
}

impl TypeCache {
    fn slot(&self, key: Option<u32>) -> Option<usize> {
        key.map(|key| self.slots[key as usize] as usize - 1)
    }
}
