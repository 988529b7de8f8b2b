//! The two hashes of spaCy and thinc: string to 64-bit id, id to table rows.
//!
//! `spacy/strings.pyx:hash_utf8` is MurmurHash64A with seed 1. thinc's
//! `numpy_ops.pyx:MurmurHash3_x86_128_uint64` is a one-block variant of its own, not the standard function.

/// MurmurHash64A over UTF-8 bytes with seed 1.
pub fn string_hash(text: &str) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let bytes = text.as_bytes();
    let mut hash = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k = (k ^ (k >> 47)).wrapping_mul(M);
        hash = (hash ^ k).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(M);
    hash ^ (hash >> 47)
}

/// The four 32-bit keys of `id` for an embedding table with `seed`.
pub fn row_keys(id: u64, seed: u32) -> [u32; 4] {
    let mut h1 = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= u64::from(seed);
    h1 ^= 8;
    let mut h2 = u64::from(seed) ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

fn mix(mut k: u64) -> u64 {
    k = (k ^ (k >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    k = (k ^ (k >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    k ^ (k >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_ids_are_those_of_spacy() {
        for (text, id) in [
            ("said", 17_573_686_707_662_795_042),
            ("a", 11_901_859_001_352_538_922),
            ("“", 16_073_121_960_489_476_521),
            ("Xxxxx", 16_072_095_006_890_171_862),
        ] {
            assert_eq!(string_hash(text), id, "{text}");
        }
    }

    #[test]
    fn row_keys_are_those_of_thinc() {
        assert_eq!(row_keys(1, 12), [2_938_686_206, 2_291_508_213, 2_246_688_320, 3_554_967_022]);
    }
}
