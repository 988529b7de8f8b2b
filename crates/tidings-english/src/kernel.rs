//! The arithmetic of the networks: matrix products in panels, maxout, layer normalisation.
//!
//! One portable body is compiled three times: for AVX-512, for AVX2 with FMA, and for any machine. Which runs is
//! decided once, at run time. All give the same bits: every output has one accumulator that takes its inputs in
//! ascending order with fused multiply-add, and sums over lanes have one fixed tree. So the answer does not depend
//! on the machine, on how many rows are done together, or on what was computed before.

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
    /// `[panel][input]`.
    weights: Vec<[Lanes; 3]>,
}

impl Matrix {
    /// Packs the matrix whose weight from `input` to `column` is `weight(column, input)`. Columns beyond
    /// `columns`, up to the next full panel, are zero.
    pub fn pack(columns: usize, inputs: usize, weight: impl Fn(usize, usize) -> f32) -> Matrix {
        let panels = columns.div_ceil(PANEL);
        let mut weights = vec![[ZERO; 3]; panels * inputs];
        for column in 0..columns {
            let (panel, third, lane) = (column / PANEL, column % PANEL / 16, column % 16);
            for input in 0..inputs {
                weights[panel * inputs + input][third].0[lane] = weight(column, input);
            }
        }
        Matrix { inputs, weights }
    }

    /// Output lanes of one row: three a panel.
    pub fn lanes(&self) -> usize {
        self.weights.len() / self.inputs * 3
    }
}

/// A maxout layer with normalisation. Column `panel * 48 + piece * 16 + lane` of the matrix is piece `piece` of
/// output `panel * 16 + lane`; the bias is ordered likewise.
pub struct Layer {
    pub matrix: Matrix,
    pub bias: Vec<Lanes>,
    pub norm: Norm,
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
    ($(#[$doc:meta])* pub fn $name:ident[$few:literal, $many:literal]($($arg:ident: $type:ty),* $(,)?) $(-> $result:ty)? = $body:ident;) => {
        $(#[$doc])*
        pub fn $name(level: Level, $($arg: $type),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($arg: $type),*) $(-> $result)? {
                    $body::<$few>($($arg),*)
                }
                #[target_feature(enable = "avx512f,avx2,fma")]
                fn avx512($($arg: $type),*) $(-> $result)? {
                    $body::<$many>($($arg),*)
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
            $body::<$few>($($arg),*)
        }
    };
}

levels! {
    /// `out[row] = matrix * x[row]`, without bias. Row `r` of `x` starts at float `r * stride`; a row of `out` is
    /// [`Matrix::lanes`] long.
    pub fn multiply[2, 8](matrix: &Matrix, x: &[f32], stride: usize, rows: usize, out: &mut [Lanes]) = multiply_body;
}

levels! {
    /// One layer over `rows` windows of `x`: `out[r] = x[r + before] + norm(maxout(layer * window(r)))`, where the
    /// window of `r` starts at row `r` and the matrix says how long it is. `x` is rows of [`ROW`] lanes.
    pub fn convolve[2, 8](layer: &Layer, x: &[Lanes], rows: usize, before: usize, out: &mut [Lanes]) = convolve_body;
}

levels! {
    /// `out = x + norm(maxout(a + b + c + bias))`, one row, from the layer's three partial products.
    pub fn combine[2, 8](layer: &Layer, parts: [&[Lanes]; 3], x: &[Lanes], out: &mut [Lanes]) = combine_body;
}

levels! {
    /// `out = norm(maxout(sum of parts + bias))`, one row.
    pub fn mix[2, 8](bias: &[Lanes], norm: &Norm, parts: &[&[Lanes]], out: &mut [Lanes]) = mix_body;
}

levels! {
    /// Scores of all classes of a state: `upper * max(sum of lower parts)`. `parts` are rows of eight lanes, the
    /// first four of them piece 0 and the others piece 1 of 64 hidden units.
    pub fn score[2, 8](bias: &[Lanes; 8], parts: &[&[Lanes]], upper: &[[Lanes; 7]], upper_bias: &[Lanes; 7]) -> [Lanes; 7] = score_body;
}

#[inline(always)]
fn accumulate<const ROWS: usize>(weights: &[[Lanes; 3]], x: [&[f32]; ROWS]) -> [[Lanes; 3]; ROWS] {
    let mut sums = [[ZERO; 3]; ROWS];
    for row in x {
        assert!(row.len() == weights.len());
    }
    for (k, weight) in weights.iter().enumerate() {
        for r in 0..ROWS {
            let value = x[r][k];
            for third in 0..3 {
                for lane in 0..16 {
                    sums[r][third].0[lane] = value.mul_add(weight[third].0[lane], sums[r][third].0[lane]);
                }
            }
        }
    }
    sums
}

#[inline(always)]
fn multiply_body<const ROWS: usize>(
    matrix: &Matrix,
    x: &[f32],
    stride: usize,
    rows: usize,
    out: &mut [Lanes],
) {
    let lanes = matrix.lanes();
    let mut row = 0;
    while row < rows {
        // The last block overlaps the one before rather than being shorter, when there is one before.
        if row + ROWS > rows && rows >= ROWS {
            row = rows - ROWS;
        }
        for (panel, weights) in matrix.weights.chunks_exact(matrix.inputs).enumerate() {
            let window = |r: usize| &x[(row + r) * stride..][..matrix.inputs];
            if row + ROWS <= rows {
                let sums = accumulate::<ROWS>(weights, std::array::from_fn(window));
                for (r, sums) in sums.iter().enumerate() {
                    out[(row + r) * lanes + panel * 3..][..3].copy_from_slice(sums);
                }
            } else {
                for r in 0..rows - row {
                    let [sums] = accumulate::<1>(weights, [window(r)]);
                    out[(row + r) * lanes + panel * 3..][..3].copy_from_slice(&sums);
                }
            }
        }
        row += ROWS;
    }
}

#[inline(always)]
fn convolve_body<const ROWS: usize>(
    layer: &Layer,
    x: &[Lanes],
    rows: usize,
    before: usize,
    out: &mut [Lanes],
) {
    let inputs = layer.matrix.inputs;
    let floats = flat(x);
    let mut row = 0;
    while row < rows {
        if row + ROWS > rows && rows >= ROWS {
            row = rows - ROWS;
        }
        for (panel, weights) in layer.matrix.weights.chunks_exact(inputs).enumerate() {
            let window = |r: usize| &floats[(row + r) * WIDTH..][..inputs];
            let bias = &layer.bias[panel * 3..][..3];
            if row + ROWS <= rows {
                let sums = accumulate::<ROWS>(weights, std::array::from_fn(window));
                for (r, sums) in sums.iter().enumerate() {
                    out[(row + r) * ROW + panel] = maxout(sums, bias);
                }
            } else {
                for r in 0..rows - row {
                    let [sums] = accumulate::<1>(weights, [window(r)]);
                    out[(row + r) * ROW + panel] = maxout(&sums, bias);
                }
            }
        }
        for r in row..rows.min(row + ROWS) {
            let x = &x[(r + before) * ROW..][..ROW];
            normalise(&layer.norm, Some(x), &mut out[r * ROW..][..ROW]);
        }
        row += ROWS;
    }
}

#[inline(always)]
fn combine_body<const ROWS: usize>(layer: &Layer, parts: [&[Lanes]; 3], x: &[Lanes], out: &mut [Lanes]) {
    let [a, b, c] = parts;
    for panel in 0..ROW {
        let sums: [Lanes; 3] = std::array::from_fn(|third| {
            let at = panel * 3 + third;
            Lanes(std::array::from_fn(|lane| a[at].0[lane] + b[at].0[lane] + c[at].0[lane]))
        });
        out[panel] = maxout(&sums, &layer.bias[panel * 3..][..3]);
    }
    normalise(&layer.norm, Some(x), out);
}

#[inline(always)]
fn mix_body<const ROWS: usize>(bias: &[Lanes], norm: &Norm, parts: &[&[Lanes]], out: &mut [Lanes]) {
    for panel in 0..ROW {
        let mut sums = [ZERO; 3];
        for part in parts {
            for third in 0..3 {
                for lane in 0..16 {
                    sums[third].0[lane] += part[panel * 3 + third].0[lane];
                }
            }
        }
        out[panel] = maxout(&sums, &bias[panel * 3..][..3]);
    }
    normalise(norm, None, out);
}

#[inline(always)]
fn score_body<const ROWS: usize>(
    bias: &[Lanes; 8],
    parts: &[&[Lanes]],
    upper: &[[Lanes; 7]],
    upper_bias: &[Lanes; 7],
) -> [Lanes; 7] {
    let mut sums = [ZERO; 8];
    for part in parts {
        for (sum, part) in sums.iter_mut().zip(&part[..8]) {
            for lane in 0..16 {
                sum.0[lane] += part.0[lane];
            }
        }
    }
    let mut hidden = [ZERO; 4];
    for (i, hidden) in hidden.iter_mut().enumerate() {
        for lane in 0..16 {
            let first = sums[i].0[lane] + bias[i].0[lane];
            let second = sums[i + 4].0[lane] + bias[i + 4].0[lane];
            hidden.0[lane] = if second > first { second } else { first };
        }
    }
    let mut scores = [ZERO; 7];
    for (value, weights) in flat(&hidden).iter().zip(upper) {
        for (score, weight) in scores.iter_mut().zip(weights) {
            for lane in 0..16 {
                score.0[lane] = value.mul_add(weight.0[lane], score.0[lane]);
            }
        }
    }
    for (score, bias) in scores.iter_mut().zip(upper_bias) {
        for lane in 0..16 {
            score.0[lane] += bias.0[lane];
        }
    }
    scores
}

#[inline(always)]
fn maxout(sums: &[Lanes; 3], bias: &[Lanes]) -> Lanes {
    Lanes(std::array::from_fn(|lane| {
        let piece = |third: usize| sums[third].0[lane] + bias[third].0[lane];
        let (first, second, third) = (piece(0), piece(1), piece(2));
        let best = if second > first { second } else { first };
        if third > best { third } else { best }
    }))
}

/// Layer normalisation of one row in place, with biased variance and epsilon 1e-8; then adds `residual`.
#[inline(always)]
fn normalise(norm: &Norm, residual: Option<&[Lanes]>, row: &mut [Lanes]) {
    let row: &mut [Lanes; ROW] = row.try_into().expect("a row is ROW lanes");
    let mean = sum(row) / WIDTH as f32;
    let mut squares = [ZERO; ROW];
    for i in 0..ROW {
        for lane in 0..16 {
            row[i].0[lane] -= mean;
            squares[i].0[lane] = row[i].0[lane] * row[i].0[lane];
        }
    }
    let scale = 1.0 / (sum(&squares) / WIDTH as f32 + 1e-8).sqrt();
    for i in 0..ROW {
        for lane in 0..16 {
            row[i].0[lane] = row[i].0[lane] * scale * norm.gain[i].0[lane] + norm.shift[i].0[lane];
        }
        if let Some(residual) = residual {
            for lane in 0..16 {
                row[i].0[lane] += residual[i].0[lane];
            }
        }
    }
}

/// Lane by lane over the row, then a tree of 8, 4, 2, 1.
#[inline(always)]
fn sum(row: &[Lanes; ROW]) -> f32 {
    let mut lanes = row[0].0;
    for part in &row[1..] {
        for lane in 0..16 {
            lanes[lane] += part.0[lane];
        }
    }
    for half in [8, 4, 2, 1] {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: u64) -> impl FnMut() -> f32 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 24) as f32 - 0.5
        }
    }

    fn layer() -> Layer {
        let mut next = noise(1);
        let weights: Vec<f32> = (0..288 * 288).map(|_| next()).collect();
        let mut lanes = || Lanes(std::array::from_fn(|_| next()));
        Layer {
            matrix: Matrix::pack(288, 288, |column, input| weights[column * 288 + input]),
            bias: (0..18).map(|_| lanes()).collect(),
            norm: Norm { gain: std::array::from_fn(|_| lanes()), shift: std::array::from_fn(|_| lanes()) },
        }
    }

    #[test]
    fn all_levels_and_block_sizes_give_the_same_bits() {
        let layer = layer();
        let mut next = noise(2);
        let x: Vec<Lanes> = (0..40 * ROW).map(|_| Lanes(std::array::from_fn(|_| next()))).collect();
        let run = |level, from: usize, rows: usize| {
            let mut out = vec![ZERO; rows * ROW];
            convolve(level, &layer, &x[from * ROW..], rows, 1, &mut out);
            out
        };
        let expected = run(Level::Portable, 0, 38);
        for level in Level::available() {
            assert_eq!(run(level, 0, 38), expected, "{level:?}");
            for rows in 1..20 {
                assert_eq!(
                    run(level, 3, rows),
                    expected[3 * ROW..(3 + rows) * ROW],
                    "{level:?}, {rows} rows"
                );
            }
        }
    }

    #[test]
    fn a_product_is_the_sum_over_inputs() {
        let matrix = Matrix::pack(50, 3, |column, input| (column * 10 + input) as f32);
        let x = [1.0, 2.0, 3.0, 4.0];
        for level in Level::available() {
            let mut out = vec![ZERO; 2 * matrix.lanes()];
            multiply(level, &matrix, &x, 1, 2, &mut out);
            assert_eq!(flat(&out)[49], 490.0 + 2.0 * 491.0 + 3.0 * 492.0);
            assert_eq!(flat(&out)[96 + 49], 2.0 * 490.0 + 3.0 * 491.0 + 4.0 * 492.0);
            assert_eq!(flat(&out)[50], 0.0);
        }
    }
}
