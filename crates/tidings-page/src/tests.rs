//! The whole page.

use base64::Engine;
use sha2::{Digest, Sha256};

use crate::*;

#[test]
fn the_policy_allows_this_style_sheet() {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
    assert!(POLICY.contains(&format!("'sha256-{hash}'")), "set the hash in POLICY to {hash}");
}
