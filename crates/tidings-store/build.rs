//! Names the versions of reading and linking: hashes over the code, lexicons and model they are made of. A reading made
//! by another version is made again; nobody has to remember to count a number up.

use std::fs;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (name, parts) in [
        (
            "READING_VERSION",
            &[
                "tidings-read/src",
                "tidings-read/lexicons",
                "tidings-english/src",
                "tidings-english-model/en_core_web_sm-3.8.0.bin",
            ][..],
        ),
        ("LINKING_VERSION", &["tidings-link/src", "tidings-link/lexicons"]),
    ] {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            let path = crates.join(part);
            println!("cargo::rerun-if-changed={}", path.display());
            for file in files(path)? {
                let name = file.strip_prefix(&crates).unwrap_or(&file).to_string_lossy().replace('\\', "/");
                hasher.update(name.as_bytes());
                hasher.update(blake3::hash(&fs::read(&file)?).as_bytes());
            }
        }
        println!("cargo::rustc-env={name}={}", &hasher.finalize().to_hex()[..16]);
    }
    Ok(())
}

/// The files at `path`, in it and in its folders, by path.
fn files(path: PathBuf) -> std::io::Result<Vec<PathBuf>> {
    let (mut found, mut waiting) = (Vec::new(), vec![path]);
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(path)? {
                waiting.push(entry?.path());
            }
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
