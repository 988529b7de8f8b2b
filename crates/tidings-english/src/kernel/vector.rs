//! Sixteen floats as the machine has them: one AVX-512 register, two of AVX2, or an array.
//!
//! Each operation is one IEEE operation per lane, so the three give the same bits.

use super::Lanes;

/// Sixteen floats in registers.
///
/// # Safety
/// The methods of an implementation may only run on a machine that has its instructions.
pub unsafe trait Vector: Copy {
    unsafe fn load(from: &Lanes) -> Self;
    unsafe fn store(self, to: &mut Lanes);
    unsafe fn splat(value: f32) -> Self;
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn sub(self, other: Self) -> Self;
    unsafe fn mul(self, other: Self) -> Self;
    /// `self * factor + term`, rounded once.
    unsafe fn mul_add(self, factor: Self, term: Self) -> Self;
    /// Lane by lane `if other > self { other } else { self }`.
    unsafe fn larger(self, other: Self) -> Self;
    /// The sum of the lanes by a tree: the lanes 8 apart, then 4, 2, 1.
    unsafe fn total(self) -> f32;
}

// SAFETY: plain Rust, on any machine.
unsafe impl Vector for [f32; 16] {
    #[inline(always)]
    unsafe fn load(from: &Lanes) -> Self {
        from.0
    }
    #[inline(always)]
    unsafe fn store(self, to: &mut Lanes) {
        to.0 = self;
    }
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        [value; 16]
    }
    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] + other[lane])
    }
    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] - other[lane])
    }
    #[inline(always)]
    unsafe fn mul(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] * other[lane])
    }
    #[inline(always)]
    unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
        std::array::from_fn(|lane| self[lane].mul_add(factor[lane], term[lane]))
    }
    #[inline(always)]
    unsafe fn larger(self, other: Self) -> Self {
        std::array::from_fn(|lane| if other[lane] > self[lane] { other[lane] } else { self[lane] })
    }
    #[inline(always)]
    unsafe fn total(self) -> f32 {
        let eight: [f32; 8] = std::array::from_fn(|lane| self[lane] + self[lane + 8]);
        let four: [f32; 4] = std::array::from_fn(|lane| eight[lane] + eight[lane + 4]);
        (four[0] + four[2]) + (four[1] + four[3])
    }
}

#[cfg(target_arch = "x86_64")]
pub use x86::{Avx2, Avx512};

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Lanes, Vector};

    /// One register of AVX-512.
    #[derive(Clone, Copy)]
    pub struct Avx512(__m512);

    /// Two registers of AVX2, with FMA.
    #[derive(Clone, Copy)]
    pub struct Avx2(__m256, __m256);

    /// The tree from eight lanes on.
    #[inline(always)]
    unsafe fn total(eight: __m256) -> f32 {
        // SAFETY: the caller's machine has AVX2.
        unsafe {
            let four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps::<1>(eight));
            let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
        }
    }

    // SAFETY: the methods use AVX-512F, AVX2 and nothing else; who calls them has checked for it. `Lanes` is
    // aligned to 64 bytes.
    unsafe impl Vector for Avx512 {
        #[inline(always)]
        unsafe fn load(from: &Lanes) -> Self {
            unsafe { Self(_mm512_load_ps(from.0.as_ptr())) }
        }
        #[inline(always)]
        unsafe fn store(self, to: &mut Lanes) {
            unsafe { _mm512_store_ps(to.0.as_mut_ptr(), self.0) }
        }
        #[inline(always)]
        unsafe fn splat(value: f32) -> Self {
            unsafe { Self(_mm512_set1_ps(value)) }
        }
        #[inline(always)]
        unsafe fn add(self, other: Self) -> Self {
            unsafe { Self(_mm512_add_ps(self.0, other.0)) }
        }
        #[inline(always)]
        unsafe fn sub(self, other: Self) -> Self {
            unsafe { Self(_mm512_sub_ps(self.0, other.0)) }
        }
        #[inline(always)]
        unsafe fn mul(self, other: Self) -> Self {
            unsafe { Self(_mm512_mul_ps(self.0, other.0)) }
        }
        #[inline(always)]
        unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
            unsafe { Self(_mm512_fmadd_ps(self.0, factor.0, term.0)) }
        }
        #[inline(always)]
        unsafe fn larger(self, other: Self) -> Self {
            unsafe { Self(_mm512_max_ps(other.0, self.0)) }
        }
        #[inline(always)]
        unsafe fn total(self) -> f32 {
            unsafe {
                let high = _mm256_castpd_ps(_mm512_extractf64x4_pd::<1>(_mm512_castps_pd(self.0)));
                total(_mm256_add_ps(_mm512_castps512_ps256(self.0), high))
            }
        }
    }

    // SAFETY: the methods use AVX2 and FMA; who calls them has checked for both.
    unsafe impl Vector for Avx2 {
        #[inline(always)]
        unsafe fn load(from: &Lanes) -> Self {
            unsafe { Self(_mm256_load_ps(from.0.as_ptr()), _mm256_load_ps(from.0.as_ptr().add(8))) }
        }
        #[inline(always)]
        unsafe fn store(self, to: &mut Lanes) {
            unsafe {
                _mm256_store_ps(to.0.as_mut_ptr(), self.0);
                _mm256_store_ps(to.0.as_mut_ptr().add(8), self.1);
            }
        }
        #[inline(always)]
        unsafe fn splat(value: f32) -> Self {
            unsafe { Self(_mm256_set1_ps(value), _mm256_set1_ps(value)) }
        }
        #[inline(always)]
        unsafe fn add(self, other: Self) -> Self {
            unsafe { Self(_mm256_add_ps(self.0, other.0), _mm256_add_ps(self.1, other.1)) }
        }
        #[inline(always)]
        unsafe fn sub(self, other: Self) -> Self {
            unsafe { Self(_mm256_sub_ps(self.0, other.0), _mm256_sub_ps(self.1, other.1)) }
        }
        #[inline(always)]
        unsafe fn mul(self, other: Self) -> Self {
            unsafe { Self(_mm256_mul_ps(self.0, other.0), _mm256_mul_ps(self.1, other.1)) }
        }
        #[inline(always)]
        unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
            unsafe {
                Self(_mm256_fmadd_ps(self.0, factor.0, term.0), _mm256_fmadd_ps(self.1, factor.1, term.1))
            }
        }
        #[inline(always)]
        unsafe fn larger(self, other: Self) -> Self {
            unsafe { Self(_mm256_max_ps(other.0, self.0), _mm256_max_ps(other.1, self.1)) }
        }
        #[inline(always)]
        unsafe fn total(self) -> f32 {
            unsafe { total(_mm256_add_ps(self.0, self.1)) }
        }
    }
}
