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

/// A maxout layer over windows of three rows, with normalisation. Column `panel * 48 + piece * 16 + lane` of a
/// matrix is piece `piece` of output `panel * 16 + lane`; the bias is ordered likewise.
///
/// Four neighbouring outputs share inputs, so they need six products of one row instead of twelve (Winograd's
/// minimal filtering F(4,3), in: Arithmetic Complexity of Computations, 1980; the constants are those of Lavin and
/// Gray, arXiv:1509.09308). In exact arithmetic nothing changes; in f32 the error grows by a small factor.
pub struct Layer {
    products: [Matrix; PRODUCTS],
    pub bias: Vec<Lanes>,
    pub norm: Norm,
}

/// Rows of the network that are convolved together.
const QUAD: usize = 4;
/// Products that they need.
const PRODUCTS: usize = 6;

impl Layer {
    /// A layer whose weight of a column for input `input` of the row before, the row itself or the row after
    /// (`place` 0, 1, 2) is `weight(column, place, input)`.
    pub fn new(weight: impl Fn(usize, usize, usize) -> f32, bias: Vec<Lanes>, norm: Norm) -> Layer {
        let products = std::array::from_fn(|product| {
            Matrix::pack(WIDTH * PIECES, WIDTH, |column, input| {
                let [a, b, c]: [f64; 3] = std::array::from_fn(|place| weight(column, place, input).into());
                let combined = match product {
                    0 => a / 4.0,
                    1 => -(a + b + c) / 6.0,
                    2 => -(a - b + c) / 6.0,
                    3 => a / 24.0 + b / 12.0 + c / 6.0,
                    4 => a / 24.0 - b / 12.0 + c / 6.0,
                    _ => c,
                };
                combined as f32
            })
        });
        Layer { products, bias, norm }
    }
}

/// Rows that both buffers of [`convolve`] must have before and after those that it is asked for.
pub const SPARE: usize = 8;
/// The most quads that are done together.
const MOST_QUADS: usize = 8;
/// The combined input rows of a block of quads.
type CombinedRows = [[Lanes; ROW]; PRODUCTS * MOST_QUADS];

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

levels! {
    /// `out[row] = matrix * x[row]`, without bias. Row `r` of `x` starts at float `r * stride`; a row of `out` is
    /// [`Matrix::lanes`] long.
    pub fn multiply(matrix: &Matrix, x: &[f32], stride: usize, rows: usize, out: &mut [Lanes]) = multiply_body;
}

levels! {
    /// One layer over the rows `rows` of `x`: `out[r] = x[r] + norm(maxout(layer * x[r - 1 ..= r + 1]))`. Rows are
    /// done in fours that begin at multiples of four, so a row's last bits depend on the rows of its four and their
    /// neighbours, and on nothing else. The [`SPARE`] rows on both sides of `rows`, which both buffers must have, are
    /// made zero in `out`.
    pub fn convolve(layer: &Layer, x: &[Lanes], rows: std::ops::Range<usize>, out: &mut [Lanes]) = convolve_body;
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
unsafe fn convolve_body<V: Vector, const MOST: usize>(
    layer: &Layer,
    x: &[Lanes],
    rows: std::ops::Range<usize>,
    out: &mut [Lanes],
) {
    let mut inputs: CombinedRows = [[ZERO; ROW]; PRODUCTS * MOST_QUADS];
    let mut row = rows.start / QUAD * QUAD;
    while row < rows.end {
        let quads = (rows.end - row).div_ceil(QUAD);
        // SAFETY: the caller's machine has V's instructions.
        let done = unsafe {
            match quads {
                8.. if MOST >= 8 => convolve_quads::<V, 8>(layer, x, row, out, &mut inputs),
                4.. if MOST >= 8 => convolve_quads::<V, 4>(layer, x, row, out, &mut inputs),
                2.. => convolve_quads::<V, 2>(layer, x, row, out, &mut inputs),
                _ => convolve_quads::<V, 1>(layer, x, row, out, &mut inputs),
            }
        };
        row += QUAD * done;
    }
    out[rows.start.saturating_sub(SPARE) * ROW..rows.start * ROW].fill(ZERO);
    out[rows.end * ROW..(rows.end + SPARE) * ROW].fill(ZERO);
}

/// Convolves `QUADS` fours of rows from `row` on; returns their number.
#[inline(always)]
unsafe fn convolve_quads<V: Vector, const QUADS: usize>(
    layer: &Layer,
    x: &[Lanes],
    row: usize,
    out: &mut [Lanes],
    inputs: &mut CombinedRows,
) -> usize {
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        combine_inputs::<V, QUADS>(&x[(row - 1) * ROW..], inputs);
        let floats = flat(inputs.as_flattened());
        for panel in 0..ROW {
            let mut y = [[[V::splat(0.0); 3]; QUADS]; QUAD];
            let mut before = [[V::splat(0.0); 3]; QUADS];
            for product in 0..PRODUCTS {
                let weights = &layer.products[product].weights[panel * WIDTH..][..WIDTH];
                let mut windows = [floats; QUADS];
                for quad in 0..QUADS {
                    windows[quad] = &floats[(product * MOST_QUADS + quad) * WIDTH..][..WIDTH];
                }
                let sums = accumulate::<V, QUADS, 3>(weights, windows);
                for quad in 0..QUADS {
                    for third in 0..3 {
                        let (sum, last) = (sums[quad][third], before[quad][third]);
                        match product {
                            0 => y[0][quad][third] = sum,
                            1 | 3 => before[quad][third] = sum,
                            2 => {
                                let (both, difference) = (last.add(sum), last.sub(sum));
                                y[0][quad][third] = y[0][quad][third].add(both);
                                y[1][quad][third] = difference;
                                y[2][quad][third] = both;
                                y[3][quad][third] = difference;
                            }
                            4 => {
                                let (both, difference) = (last.add(sum), last.sub(sum));
                                y[0][quad][third] = y[0][quad][third].add(both);
                                y[1][quad][third] = difference.mul_add(V::splat(2.0), y[1][quad][third]);
                                y[2][quad][third] = both.mul_add(V::splat(4.0), y[2][quad][third]);
                                y[3][quad][third] = difference.mul_add(V::splat(8.0), y[3][quad][third]);
                            }
                            _ => y[3][quad][third] = y[3][quad][third].add(sum),
                        }
                    }
                }
            }
            let bias = &layer.bias[panel * 3..];
            for quad in 0..QUADS {
                for place in 0..QUAD {
                    maxout(y[place][quad], bias).store(&mut out[(row + QUAD * quad + place) * ROW + panel]);
                }
            }
        }
        for row in row..row + QUAD * QUADS {
            normalise::<V>(&layer.norm, Some(&x[row * ROW..][..ROW]), &mut out[row * ROW..][..ROW]);
        }
    }
    QUADS
}

/// The six combinations of rows for each quad: those of `x` from the row before the first quad on.
#[inline(always)]
unsafe fn combine_inputs<V: Vector, const QUADS: usize>(x: &[Lanes], inputs: &mut CombinedRows) {
    for quad in 0..QUADS {
        let x = &x[quad * QUAD * ROW..][..6 * ROW];
        for i in 0..ROW {
            // SAFETY: the caller's machine has V's instructions.
            unsafe {
                let mut d = [V::splat(0.0); 6];
                for row in 0..6 {
                    d[row] = V::load(&x[row * ROW + i]);
                }
                let (two, four, five) = (V::splat(2.0), V::splat(4.0), V::splat(5.0));
                let high = d[4].sub(d[2].mul(four));
                let low = d[3].sub(d[1].mul(four));
                let step = d[4].sub(d[2]);
                let turn = d[3].sub(d[1]).mul(two);
                d[0].mul(four).add(d[4].sub(d[2].mul(five))).store(&mut inputs[quad][i]);
                high.add(low).store(&mut inputs[MOST_QUADS + quad][i]);
                high.sub(low).store(&mut inputs[2 * MOST_QUADS + quad][i]);
                step.add(turn).store(&mut inputs[3 * MOST_QUADS + quad][i]);
                step.sub(turn).store(&mut inputs[4 * MOST_QUADS + quad][i]);
                d[1].mul(four).add(d[5].sub(d[3].mul(five))).store(&mut inputs[5 * MOST_QUADS + quad][i]);
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
mod tests {
    use super::*;

    fn noise(seed: u64) -> impl FnMut() -> f32 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 24) as f32 - 0.5
        }
    }

    /// Rows of noise, with the rows that `convolve` wants to spare.
    fn rows(count: usize) -> Vec<Lanes> {
        let mut next = noise(2);
        (0..(count + SPARE) * ROW).map(|_| Lanes(std::array::from_fn(|_| next()))).collect()
    }

    fn weights() -> Vec<f32> {
        let mut next = noise(1);
        (0..288 * 288).map(|_| next()).collect()
    }

    fn layer() -> Layer {
        let mut next = noise(3);
        let mut lanes = || Lanes(std::array::from_fn(|_| next()));
        let weights = weights();
        let norm = Norm { gain: std::array::from_fn(|_| lanes()), shift: std::array::from_fn(|_| lanes()) };
        let bias = (0..18).map(|_| lanes()).collect();
        Layer::new(|column, place, input| weights[column * 288 + place * 96 + input], bias, norm)
    }

    #[test]
    fn all_levels_give_the_same_bits() {
        let (layer, x) = (layer(), rows(60));
        let run = |level, rows: std::ops::Range<usize>| {
            let mut out = vec![ZERO; x.len()];
            convolve(level, &layer, &x, rows.clone(), &mut out);
            out[rows.start * ROW..rows.end * ROW].to_vec()
        };
        let expected = run(Level::Portable, 8..60);
        for level in Level::available() {
            assert_eq!(run(level, 8..60), expected, "{level:?}");
            for end in 10..60 {
                assert_eq!(run(level, 9..end), expected[ROW..(end - 8) * ROW], "{level:?} to {end}");
            }
        }
    }

    #[test]
    fn a_convolution_is_that_of_its_weights() {
        let (layer, x, weights) = (layer(), rows(20), weights());
        let mut out = vec![ZERO; x.len()];
        convolve(Level::Portable, &layer, &x, 8..19, &mut out);
        for row in 8..19 {
            let window = &flat(&x)[(row - 1) * WIDTH..][..3 * WIDTH];
            let column = |column: usize| -> f64 {
                let products =
                    window.iter().zip(&weights[column * 288..]).map(|(&x, &w)| f64::from(x) * f64::from(w));
                products.sum::<f64>() + f64::from(flat(&layer.bias)[column])
            };
            let most =
                |output| (0..3).map(|piece| column(maxout_column(output, piece))).fold(f64::MIN, f64::max);
            let values: Vec<f64> = (0..WIDTH).map(most).collect();
            let mean = values.iter().sum::<f64>() / 96.0;
            let deviation = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 96.0 + 1e-8).sqrt();
            for (output, value) in values.iter().enumerate() {
                let scaled = (value - mean) / deviation * f64::from(flat(&layer.norm.gain)[output]);
                let expected =
                    scaled + f64::from(flat(&layer.norm.shift)[output] + flat(&x)[row * WIDTH + output]);
                let got = f64::from(flat(&out)[row * WIDTH + output]);
                assert!((got - expected).abs() < 1e-5, "row {row}, output {output}: {got} for {expected}");
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
            assert_eq!(flat(&out)[64 + 49], 2.0 * 490.0 + 3.0 * 491.0 + 4.0 * 492.0);
            assert_eq!(flat(&out)[50], 0.0);
        }
    }
}
