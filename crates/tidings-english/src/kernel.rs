//! The arithmetic of the networks: matrix products in panels, maxout, layer normalisation.
//!
//! One body is compiled three times: for AVX-512, for AVX2 with FMA, and for any machine. Which runs is
//! decided once, at run time. All give the same bits: every output has one accumulator that takes its inputs in
//! ascending order with fused multiply-add, and sums over lanes have one fixed tree. So the answer does not depend
//! on the machine, on how many rows are done together, or on what was computed before.

mod vector;

use vector::Vector;

/// Sixteen floats side by side, aligned to a cache line.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C, align(64))]
pub struct Lanes(pub [f32; 16]);

/// Sixteen zeros.
pub const ZERO: Lanes = Lanes([0.0; 16]);

/// Floats of a row of the network.
pub const WIDTH: usize = 96;
/// [`Lanes`] of a row.
pub const ROW: usize = WIDTH / 16;
/// Outputs of a panel: three times sixteen.
pub const PANEL: usize = 48;
/// Maxout pieces of one output.
pub const PIECES: usize = 3;

/// Which of the three compiled bodies runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Any machine.
    Portable,
    /// x86-64 with AVX2 and FMA.
    Avx2,
    /// x86-64 with AVX-512F.
    Avx512,
}

impl Level {
    /// The best this machine has.
    pub fn detect() -> Level {
        *Level::available().last().unwrap_or(&Level::Portable)
    }

    /// All that this machine has, slowest first.
    pub fn available() -> Vec<Level> {
        let mut levels = vec![Level::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                levels.push(Level::Avx2);
                if is_x86_feature_detected!("avx512f") {
                    levels.push(Level::Avx512);
                }
            }
        }
        levels
    }
}

/// The flat floats of some lanes.
pub fn flat(lanes: &[Lanes]) -> &[f32] {
    // SAFETY: `Lanes` is `repr(C)` of sixteen floats without padding, so `n` of them are `16 n` floats.
    unsafe { std::slice::from_raw_parts(lanes.as_ptr().cast(), lanes.len() * 16) }
}

/// The flat floats of some lanes, to write.
pub fn flat_mut(lanes: &mut [Lanes]) -> &mut [f32] {
    // SAFETY: as in `flat`; the borrow is exclusive.
    unsafe { std::slice::from_raw_parts_mut(lanes.as_mut_ptr().cast(), lanes.len() * 16) }
}

/// A matrix, packed so that a panel's 48 weights of one input lie side by side.
pub struct Matrix {
    inputs: usize,
    lanes: usize,
    /// `[panel][input]`.
    weights: Vec<[Lanes; 3]>,
}

impl Matrix {
    /// Packs the matrix whose weight from `input` to `column` is `weight(column, input)`. Columns beyond
    /// `columns`, up to the next full lanes, are zero.
    pub fn pack(columns: usize, inputs: usize, weight: impl Fn(usize, usize) -> f32) -> Matrix {
        let panels = columns.div_ceil(PANEL);
        let mut weights = vec![[ZERO; 3]; panels * inputs];
        for column in 0..columns {
            let (panel, third, lane) = (column / PANEL, column % PANEL / 16, column % 16);
            for input in 0..inputs {
                weights[panel * inputs + input][third].0[lane] = weight(column, input);
            }
        }
        Matrix { inputs, lanes: columns.div_ceil(16), weights }
    }

    /// Output lanes of one row: three a panel, the last panel may have fewer.
    pub fn lanes(&self) -> usize {
        self.lanes
    }
}

/// Gain and shift of a layer normalisation.
pub struct Norm {
    pub gain: [Lanes; ROW],
    pub shift: [Lanes; ROW],
}

/// Column of a maxout layer's matrix for an output and piece.
pub fn maxout_column(output: usize, piece: usize) -> usize {
    output / 16 * PANEL + piece * 16 + output % 16
}

/// The output and piece of a maxout layer's column.
pub fn maxout_output(column: usize) -> (usize, usize) {
    (column / PANEL * 16 + column % 16, column % PANEL / 16)
}

macro_rules! levels {
    ($(#[$doc:meta])* pub fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $result:ty)? = $body:ident;) => {
        $(#[$doc])*
        pub fn $name(level: Level, $($arg: $type),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($arg: $type),*) $(-> $result)? {
                    // SAFETY: the features of this function are those that `Avx2` needs.
                    unsafe { $body::<vector::Avx2, 2>($($arg),*) }
                }
                #[target_feature(enable = "avx512f,avx2,fma")]
                fn avx512($($arg: $type),*) $(-> $result)? {
                    // SAFETY: the features of this function are those that `Avx512` needs.
                    unsafe { $body::<vector::Avx512, 8>($($arg),*) }
                }
                match level {
                    // SAFETY: `Level::available` found these features on this machine.
                    Level::Avx512 => return unsafe { avx512($($arg),*) },
                    // SAFETY: as above.
                    Level::Avx2 => return unsafe { avx2($($arg),*) },
                    Level::Portable => {}
                }
            }
            let _ = level;
            // SAFETY: an array of floats needs no feature.
            unsafe { $body::<[f32; 16], 2>($($arg),*) }
        }
    };
}

mod convolution;

pub use convolution::{Layer, SPARE, convolve};

levels! {
    /// `out[row] = matrix * x[row]`, without bias. Row `r` of `x` starts at float `r * stride`; a row of `out` is
    /// [`Matrix::lanes`] long.
    pub fn multiply(matrix: &Matrix, x: &[f32], stride: usize, rows: usize, out: &mut [Lanes]) = multiply_body;
}

levels! {
    /// `out = x + norm(maxout(a + b + c + bias))`, one row, from the layer's three partial products.
    pub fn combine(layer: &Layer, parts: [&[Lanes]; 3], x: &[Lanes], out: &mut [Lanes]) = combine_body;
}

levels! {
    /// `out = norm(maxout(sum of parts + bias))`, one row.
    pub fn mix(bias: &[Lanes], norm: &Norm, parts: &[&[Lanes]], out: &mut [Lanes]) = mix_body;
}

/// Weights of the classes' scores: a row of lanes for each of the 64 hidden units.
pub type Upper = [[Lanes; 7]];

levels! {
    /// Scores of a state: `upper * max(sum of lower parts) + bias`, of the first `lanes` lanes of classes at least.
    /// `parts` are rows of eight lanes, the first four of them piece 0 and the others piece 1 of 64 hidden units.
    pub fn score(bias: &[Lanes; 8], parts: &[&[Lanes]], upper: &Upper, upper_bias: &[Lanes; 7], lanes: usize) -> [Lanes; 7] = score_body;
}

/// The products of `ROWS` rows with the first `THIRDS` thirds of one panel.
#[inline(always)]
unsafe fn accumulate<V: Vector, const ROWS: usize, const THIRDS: usize>(
    weights: &[[Lanes; 3]],
    x: [&[f32]; ROWS],
) -> [[V; THIRDS]; ROWS] {
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        let mut sums = [[V::splat(0.0); THIRDS]; ROWS];
        for row in x {
            assert!(row.len() == weights.len());
        }
        for (k, weight) in weights.iter().enumerate() {
            let mut loaded = [V::splat(0.0); THIRDS];
            for third in 0..THIRDS {
                loaded[third] = V::load(&weight[third]);
            }
            for r in 0..ROWS {
                let value = V::splat(x[r][k]);
                for third in 0..THIRDS {
                    sums[r][third] = value.mul_add(loaded[third], sums[r][third]);
                }
            }
        }
        sums
    }
}

/// The last block of rows overlaps the one before rather than being shorter, when there is one before.
#[inline(always)]
unsafe fn multiply_body<V: Vector, const ROWS: usize>(
    matrix: &Matrix,
    x: &[f32],
    stride: usize,
    rows: usize,
    out: &mut [Lanes],
) {
    let mut row = 0;
    while row < rows {
        if row + ROWS > rows && rows >= ROWS {
            row = rows - ROWS;
        }
        for (panel, weights) in matrix.weights.chunks_exact(matrix.inputs).enumerate() {
            let (x, out) = (&x[row * stride..], &mut out[row * matrix.lanes..]);
            // SAFETY: the caller's machine has V's instructions.
            unsafe {
                match matrix.lanes - panel * 3 {
                    1 => {
                        multiply_panel::<V, ROWS, 1>(weights, x, stride, rows - row, out, matrix.lanes, panel)
                    }
                    2 => {
                        multiply_panel::<V, ROWS, 2>(weights, x, stride, rows - row, out, matrix.lanes, panel)
                    }
                    _ => {
                        multiply_panel::<V, ROWS, 3>(weights, x, stride, rows - row, out, matrix.lanes, panel)
                    }
                }
            }
        }
        row += ROWS;
    }
}

/// One panel for the next `ROWS` rows, or for the `rows` that are left if these are fewer.
#[inline(always)]
unsafe fn multiply_panel<V: Vector, const ROWS: usize, const THIRDS: usize>(
    weights: &[[Lanes; 3]],
    x: &[f32],
    stride: usize,
    rows: usize,
    out: &mut [Lanes],
    lanes: usize,
    panel: usize,
) {
    let inputs = weights.len();
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        if rows >= ROWS {
            let mut windows = [x; ROWS];
            for r in 0..ROWS {
                windows[r] = &x[r * stride..][..inputs];
            }
            let sums = accumulate::<V, ROWS, THIRDS>(weights, windows);
            for r in 0..ROWS {
                for third in 0..THIRDS {
                    sums[r][third].store(&mut out[r * lanes + panel * 3 + third]);
                }
            }
        } else {
            for r in 0..rows {
                let [sums] = accumulate::<V, 1, THIRDS>(weights, [&x[r * stride..][..inputs]]);
                for third in 0..THIRDS {
                    sums[third].store(&mut out[r * lanes + panel * 3 + third]);
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn combine_body<V: Vector, const ROWS: usize>(
    layer: &Layer,
    parts: [&[Lanes]; 3],
    x: &[Lanes],
    out: &mut [Lanes],
) {
    let [a, b, c] = [&parts[0][..ROW * 3], &parts[1][..ROW * 3], &parts[2][..ROW * 3]];
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        for panel in 0..ROW {
            let mut sums = [V::splat(0.0); 3];
            for third in 0..3 {
                let at = panel * 3 + third;
                sums[third] = V::load(&a[at]).add(V::load(&b[at])).add(V::load(&c[at]));
            }
            maxout(sums, &layer.bias[panel * 3..]).store(&mut out[panel]);
        }
        normalise::<V>(&layer.norm, Some(x), out);
    }
}

#[inline(always)]
unsafe fn mix_body<V: Vector, const ROWS: usize>(
    bias: &[Lanes],
    norm: &Norm,
    parts: &[&[Lanes]],
    out: &mut [Lanes],
) {
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        for panel in 0..ROW {
            let mut sums = [V::splat(0.0); 3];
            for part in parts {
                let part = &part[panel * 3..][..3];
                for third in 0..3 {
                    sums[third] = sums[third].add(V::load(&part[third]));
                }
            }
            maxout(sums, &bias[panel * 3..]).store(&mut out[panel]);
        }
        normalise::<V>(norm, None, out);
    }
}

#[inline(always)]
unsafe fn score_body<V: Vector, const ROWS: usize>(
    bias: &[Lanes; 8],
    parts: &[&[Lanes]],
    upper: &Upper,
    upper_bias: &[Lanes; 7],
    lanes: usize,
) -> [Lanes; 7] {
    let mut hidden = [ZERO; 4];
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        let mut sums = [V::splat(0.0); 8];
        for part in parts {
            let part = &part[..8];
            for i in 0..8 {
                sums[i] = sums[i].add(V::load(&part[i]));
            }
        }
        for i in 0..4 {
            let first = sums[i].add(V::load(&bias[i]));
            let second = sums[i + 4].add(V::load(&bias[i + 4]));
            first.larger(second).store(&mut hidden[i]);
        }
        let hidden = flat(&hidden);
        match lanes {
            0..=3 => upper_scores::<V, 3>(hidden, upper, upper_bias),
            4..=5 => upper_scores::<V, 5>(hidden, upper, upper_bias),
            _ => upper_scores::<V, 7>(hidden, upper, upper_bias),
        }
    }
}

/// The scores of `LANES` lanes of classes; the others are zero.
#[inline(always)]
unsafe fn upper_scores<V: Vector, const LANES: usize>(
    hidden: &[f32],
    upper: &Upper,
    bias: &[Lanes; 7],
) -> [Lanes; 7] {
    let mut scores = [ZERO; 7];
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        let mut sums = [V::splat(0.0); LANES];
        for (value, weights) in hidden.iter().zip(upper) {
            let value = V::splat(*value);
            for i in 0..LANES {
                sums[i] = value.mul_add(V::load(&weights[i]), sums[i]);
            }
        }
        for i in 0..LANES {
            sums[i].add(V::load(&bias[i])).store(&mut scores[i]);
        }
    }
    scores
}

#[inline(always)]
unsafe fn maxout<V: Vector>(sums: [V; 3], bias: &[Lanes]) -> V {
    let bias = &bias[..3];
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        let first = sums[0].add(V::load(&bias[0]));
        let second = sums[1].add(V::load(&bias[1]));
        let third = sums[2].add(V::load(&bias[2]));
        first.larger(second).larger(third)
    }
}

/// Layer normalisation of one row in place, with biased variance and epsilon 1e-8; then adds `residual`.
#[inline(always)]
unsafe fn normalise<V: Vector>(norm: &Norm, residual: Option<&[Lanes]>, row: &mut [Lanes]) {
    let row: &mut [Lanes; ROW] = row.try_into().expect("a row is ROW lanes");
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        let mut x = [V::splat(0.0); ROW];
        let mut sum = V::splat(0.0);
        for i in 0..ROW {
            x[i] = V::load(&row[i]);
            sum = sum.add(x[i]);
        }
        let mean = V::splat(sum.total() / WIDTH as f32);
        let mut squares = V::splat(0.0);
        for i in 0..ROW {
            x[i] = x[i].sub(mean);
            squares = x[i].mul_add(x[i], squares);
        }
        let scale = V::splat(1.0 / (squares.total() / WIDTH as f32 + 1e-8).sqrt());
        for i in 0..ROW {
            let scaled = x[i].mul(scale).mul_add(V::load(&norm.gain[i]), V::load(&norm.shift[i]));
            match residual {
                Some(residual) => scaled.add(V::load(&residual[i])),
                None => scaled,
            }
            .store(&mut row[i]);
        }
    }
}

#[cfg(test)]
mod tests;
