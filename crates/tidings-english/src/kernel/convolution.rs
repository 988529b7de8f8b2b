//! A maxout layer over windows of three rows, four rows at a time.
//!
//! The first layer of a network does not come through here: it is put together from parts that are kept by type.

use std::ops::Range;

use super::vector::Vector;
use super::{
    Lanes, Level, Matrix, Norm, PIECES, ROW, WIDTH, ZERO, accumulate, flat, maxout, normalise, vector,
};

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

levels! {
    /// One layer over the rows `ranges` of `x`: `out[r] = x[r] + norm(maxout(layer * x[r - 1 ..= r + 1]))`. Rows are
    /// done in fours that begin at multiples of four, so a row's last bits depend on the rows of its four and their
    /// neighbours, and on nothing else. The [`SPARE`] rows on both sides of a range, which both buffers must have, are
    /// made zero in `out`.
    pub fn convolve(layer: &Layer, x: &[Lanes], ranges: &[Range<usize>], out: &mut [Lanes]) = convolve_body;
}

#[inline(always)]
unsafe fn convolve_body<V: Vector, const MOST: usize>(
    layer: &Layer,
    x: &[Lanes],
    ranges: &[Range<usize>],
    out: &mut [Lanes],
) {
    let mut inputs: CombinedRows = [[ZERO; ROW]; PRODUCTS * MOST_QUADS];
    let mut quads = [0; MOST_QUADS];
    let mut count = 0;
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        for range in ranges {
            let mut row = range.start / QUAD * QUAD;
            while row < range.end {
                quads[count] = row;
                count += 1;
                row += QUAD;
                if count == MOST {
                    convolve_quads::<V, MOST>(layer, x, &quads, out, &mut inputs);
                    count = 0;
                }
            }
        }
        let mut rest = &quads[..count];
        if rest.len() >= 4 {
            convolve_quads::<V, 4>(layer, x, rest, out, &mut inputs);
            rest = &rest[4..];
        }
        if rest.len() >= 2 {
            convolve_quads::<V, 2>(layer, x, rest, out, &mut inputs);
            rest = &rest[2..];
        }
        if !rest.is_empty() {
            convolve_quads::<V, 1>(layer, x, rest, out, &mut inputs);
        }
    }
    for range in ranges {
        out[range.start.saturating_sub(SPARE) * ROW..range.start * ROW].fill(ZERO);
        out[range.end * ROW..(range.end + SPARE) * ROW].fill(ZERO);
    }
}

/// Convolves the first `QUADS` of the fours of rows that begin at `quads`.
#[inline(always)]
unsafe fn convolve_quads<V: Vector, const QUADS: usize>(
    layer: &Layer,
    x: &[Lanes],
    quads: &[usize],
    out: &mut [Lanes],
    inputs: &mut CombinedRows,
) {
    // SAFETY: the caller's machine has V's instructions.
    unsafe {
        combine_inputs::<V, QUADS>(x, quads, inputs);
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
                    maxout(y[place][quad], bias).store(&mut out[(quads[quad] + place) * ROW + panel]);
                }
            }
        }
        for quad in 0..QUADS {
            for row in quads[quad]..quads[quad] + QUAD {
                normalise::<V>(&layer.norm, Some(&x[row * ROW..][..ROW]), &mut out[row * ROW..][..ROW]);
            }
        }
    }
}

/// The six combinations of rows for each quad.
#[inline(always)]
unsafe fn combine_inputs<V: Vector, const QUADS: usize>(
    x: &[Lanes],
    quads: &[usize],
    inputs: &mut CombinedRows,
) {
    for quad in 0..QUADS {
        let x = &x[(quads[quad] - 1) * ROW..][..6 * ROW];
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
