//! The English model as bytes: weights, tokeniser rules and lemma tables of spaCy's `en_core_web_sm` 3.8.0.
//!
//! Data only: what the bytes mean is `tidings-english`'s business; `convert.py` beside this crate made them and
//! says their format. Model: MIT, copyright 2021 ExplosionAI GmbH (`LICENSE-MODEL`); the lemma tables come from
//! WordNet 3.0, whose licence is in `LICENSES_SOURCES`.

/// The converted model, 14 MB.
pub static BYTES: &[u8] = include_bytes!("../en_core_web_sm-3.8.0.bin");

#[cfg(test)]
mod tests {
    /// Printed by `b3sum en_core_web_sm-3.8.0.bin`. If this fails, the file is not the one that was committed.
    const BLAKE3: &str = "8237c5e7ac90ff7787317b54c0df6e6964c084ee8c25f2db4d28da23cdc67cf9";

    #[test]
    fn the_bytes_are_those_that_were_converted() {
        assert_eq!(blake3::hash(super::BYTES).to_hex().as_str(), BLAKE3);
    }

    #[test]
    fn the_notices_lie_beside_it() {
        assert!(include_str!("../LICENSE-MODEL").contains("ExplosionAI GmbH"));
        assert!(include_str!("../LICENSES_SOURCES").contains("WordNet 3.0"));
    }
}
