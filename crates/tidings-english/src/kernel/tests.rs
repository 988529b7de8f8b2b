//! The arithmetic against plain sums, and one machine against another.

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
        convolve(level, &layer, &x, std::slice::from_ref(&rows), &mut out);
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
    convolve(Level::Portable, &layer, &x, std::slice::from_ref(&(8..19)), &mut out);
    for row in 8..19 {
        let window = &flat(&x)[(row - 1) * WIDTH..][..3 * WIDTH];
        let column = |column: usize| -> f64 {
            let products =
                window.iter().zip(&weights[column * 288..]).map(|(&x, &w)| f64::from(x) * f64::from(w));
            products.sum::<f64>() + f64::from(flat(&layer.bias)[column])
        };
        let most = |output| (0..3).map(|piece| column(maxout_column(output, piece))).fold(f64::MIN, f64::max);
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
