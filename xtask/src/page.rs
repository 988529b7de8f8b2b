//! `cargo xtask page`: the dossier page in the Chromium of the machine: its picture for the README, how fast it is drawn,
//! and what axe-core says of its accessibility.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, ensure};
use base64::Engine;
use serde_json::Value;
use tidings_browser::{Browser, chromium};

use crate::bench::build_tidings;
use crate::spacy::workspace;
use crate::{note, print};

/// A picture is so much smaller than the page, to be less than 200 KB.
const SCALE: f64 = 0.72;

/// What to do with the page.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
    /// The page; without it that of `examples/story` is made.
    #[arg(long, global = true)]
    page: Option<PathBuf>,
}

#[derive(clap::Subcommand)]
enum What {
    /// Writes the picture of the first screen that the README shows.
    Picture {
        /// Where to.
        #[arg(short, long, default_value = "docs/dossier.png")]
        output: PathBuf,
        /// In dark colours.
        #[arg(long)]
        dark: bool,
        /// How wide and high, in pixels.
        #[arg(long, default_values_t = [1240, 1360], num_args = 2)]
        size: Vec<u32>,
    },
    /// Runs axe-core on it, wide and narrow, light and dark, all folds open. Exit code 1 if it finds a violation.
    ///
    /// axe-core is that of `--axe FILE`; else npm fetches it into `target/`; without npm nothing is checked.
    Axe {
        /// The file `axe.min.js`.
        #[arg(long)]
        axe: Option<PathBuf>,
    },
    /// Measures its size and how long until it is drawn: the median of some openings.
    Time {
        /// How many openings.
        #[arg(long, default_value_t = 7)]
        rounds: usize,
    },
}

/// Does it.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Some(program) = chromium() else {
        note("skipped: no Chromium in PATH, and TIDINGS_CHROMIUM names none");
        return Ok(ExitCode::SUCCESS);
    };
    let page = match &args.page {
        Some(page) => page.clone(),
        None => example()?,
    };
    let mut browser = Browser::start(&program, &target()?)?;
    match &args.what {
        What::Picture { output, dark, size } => picture(&mut browser, &page, output, *dark, size),
        What::Axe { axe } => check(&mut browser, &page, axe.as_deref()),
        What::Time { rounds } => time(&mut browser, &page, *rounds),
    }
}

fn target() -> anyhow::Result<PathBuf> {
    let folder = workspace().join("target/page");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The page of the example, made by the program as it stands.
fn example() -> anyhow::Result<PathBuf> {
    let page = target()?.join("story.html");
    let made = Command::new(build_tidings()?)
        .args(["dossier", "--one-story", "examples/story", "-o"])
        .arg(&page)
        .current_dir(workspace())
        .status()?;
    ensure!(made.success(), "tidings dossier failed");
    Ok(page)
}

fn picture(
    browser: &mut Browser,
    page: &Path,
    output: &Path,
    dark: bool,
    size: &[u32],
) -> anyhow::Result<ExitCode> {
    browser.size(size[0], size[1], false)?;
    browser.dark(dark)?;
    browser.open_file(page)?;
    let png = base64::engine::general_purpose::STANDARD.decode(browser.picture(size[0], size[1], SCALE)?)?;
    fs::write(output, &png).with_context(|| output.display().to_string())?;
    note(&format!("{}, {} KB", output.display(), png.len() / 1000));
    Ok(ExitCode::SUCCESS)
}

/// `axe.min.js`: the file given, else what npm fetches.
fn axe_core(given: Option<&Path>) -> anyhow::Result<Option<String>> {
    let folder = target()?;
    let fetched = folder.join("node_modules/axe-core/axe.min.js");
    let file = given.map_or(fetched.clone(), Path::to_owned);
    if file == fetched && !file.is_file() {
        let args = ["install", "--no-save", "--no-audit", "--no-fund", "--silent", "axe-core@4"];
        let fetching = Command::new("npm").args(args).arg("--prefix").arg(&folder).status();
        if !fetching.is_ok_and(|status| status.success()) {
            return Ok(None);
        }
    }
    fs::read_to_string(&file).with_context(|| file.display().to_string()).map(Some)
}

fn check(browser: &mut Browser, page: &Path, axe: Option<&Path>) -> anyhow::Result<ExitCode> {
    let Some(axe) = axe_core(axe)? else {
        note("skipped: axe-core is not here, and npm could not fetch it");
        return Ok(ExitCode::SUCCESS);
    };
    let mut found = 0;
    for (name, width, dark) in [
        ("wide, light", 1300, false),
        ("wide, dark", 1300, true),
        ("phone", 390, false),
        ("phone, dark", 390, true),
    ] {
        browser.size(width, 900, width < 600)?;
        browser.dark(dark)?;
        browser.open_file(page)?;
        browser.value("for (const fold of document.querySelectorAll('details')) fold.open = true; true")?;
        // What is far off the screen has no place yet, and axe-core would take it to lie over other things.
        browser.value("for (const one of document.querySelectorAll('.article, .group, .speaker')) one.style.contentVisibility = 'visible'; true")?;
        browser.value(&format!("{axe}; true"))?;
        let tags = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']";
        let violations = browser.value(&format!(
            "axe.run(document, {{runOnly: {tags}, resultTypes: ['violations']}}).then((found) => found.violations)"
        ))?;
        let violations = violations.as_array().cloned().unwrap_or_default();
        print(&format!("{name}: {} violations\n", violations.len()))?;
        for violation in &violations {
            print(&told(violation))?;
        }
        found += violations.len();
    }
    Ok(if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One violation with the first places.
fn told(violation: &Value) -> String {
    let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
    let mut told = format!("  {}: {}, {} places\n", violation["id"], violation["help"], nodes.len());
    for node in nodes.iter().take(3) {
        told.push_str(&format!("    {}\n      {}\n", node["html"], node["failureSummary"]));
    }
    told
}

fn time(browser: &mut Browser, page: &Path, rounds: usize) -> anyhow::Result<ExitCode> {
    browser.size(1300, 900, false)?;
    let (mut painted, mut loaded) = (Vec::new(), Vec::new());
    for _ in 0..rounds.max(1) {
        browser.open_file(page)?;
        browser.wait_for("performance.getEntriesByName('first-contentful-paint').length > 0")?;
        let mut number =
            |expression: &str| browser.value(expression).map(|value| value.as_f64().unwrap_or(f64::NAN));
        painted.push(number("performance.getEntriesByName('first-contentful-paint')[0].startTime")?);
        loaded.push(number("performance.getEntriesByType('navigation')[0].loadEventEnd")?);
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let (paint, load) = (median(&mut painted), median(&mut loaded));
    print(&format!(
        "{} bytes; first painted after {paint:.0} ms (best {:.0}), loaded after {load:.0} ms (best {:.0}), median of {rounds}\n",
        fs::metadata(page)?.len(),
        painted[0],
        loaded[0],
    ))?;
    Ok(ExitCode::SUCCESS)
}
