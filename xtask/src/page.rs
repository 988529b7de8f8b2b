//! `cargo xtask page`: the pages in the Chromium of the machine: the dossier's picture for the README and how fast it is
//! drawn, pictures of all pages to look at, and what axe-core says of their accessibility.

mod places;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context;
use base64::Engine;
use serde_json::Value;
use tidings_browser::{Browser, chromium};

use crate::bench::build_tidings;
use crate::spacy::workspace;
use crate::{note, print};
use places::Places;

/// A picture is so much smaller than the page, to be less than 200 KB.
const SCALE: f64 = 0.72;

/// What to do with the page.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
    /// A dossier to take; without it that of `examples/story` is made, and of `axe` and `pictures` all other pages too.
    #[arg(long, global = true)]
    page: Option<PathBuf>,
    /// Of `axe` and `pictures`, only pages whose name contains this.
    #[arg(long, global = true)]
    only: Option<String>,
    /// The program that makes them, instead of building it.
    #[arg(long, global = true)]
    tidings: Option<PathBuf>,
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
    /// Writes pictures of all pages, wide and narrow, light and dark.
    Pictures {
        /// The folder that they go to.
        #[arg(short, long, default_value = "target/page/pictures")]
        output: PathBuf,
        /// How much of a long page, in pixels.
        #[arg(long, default_value_t = 2400)]
        height: u32,
    },
    /// Runs axe-core on all pages, wide and narrow, light and dark, all folds open. Exit code 1 if it finds a violation.
    ///
    /// axe-core is that of `--axe FILE`; else npm fetches it into `target/`; without npm nothing is checked.
    Axe {
        /// The file `axe.min.js`.
        #[arg(long)]
        axe: Option<PathBuf>,
    },
    /// Measures the dossier's size and how long until it is drawn: the median of some openings.
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
    let tidings = match (&args.tidings, &args.page) {
        (None, None) => build_tidings()?,
        (given, _) => given.clone().unwrap_or_default(),
    };
    let dossier = || args.page.clone().map_or_else(|| places::dossier(&tidings, &target()?), Ok);
    let made = match (&args.what, &args.page) {
        (What::Pictures { .. } | What::Axe { .. }, None) => Some(Places::make(&tidings, &target()?)?),
        _ => None,
    };
    let mut all = match &made {
        Some(made) => made.all.clone(),
        None => {
            let given = args.page.iter().map(|page| Ok(("page", places::file(&page.canonicalize()?))));
            given.collect::<anyhow::Result<_>>()?
        }
    };
    all.retain(|(name, _)| args.only.as_ref().is_none_or(|only| name.contains(only.as_str())));
    let mut browser = Browser::start(&program, &target()?)?;
    match &args.what {
        What::Picture { output, dark, size } => picture(&mut browser, &dossier()?, output, *dark, size),
        What::Pictures { output, height } => pictures(&mut browser, &all, output, *height),
        What::Axe { axe } => check(&mut browser, &all, axe.as_deref()),
        What::Time { rounds } => time(&mut browser, &dossier()?, *rounds),
    }
}

/// How pages are looked at: name, width, whether dark.
const LOOKS: [(&str, u32, bool); 4] =
    [("wide", 1300, false), ("wide-dark", 1300, true), ("phone", 390, false), ("phone-dark", 390, true)];

fn target() -> anyhow::Result<PathBuf> {
    let folder = workspace().join("target/page");
    fs::create_dir_all(&folder)?;
    Ok(folder)
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
    write(output, &browser.picture(size[0], size[1], SCALE)?)?;
    Ok(ExitCode::SUCCESS)
}

fn write(output: &Path, base64: &str) -> anyhow::Result<()> {
    let png = base64::engine::general_purpose::STANDARD.decode(base64)?;
    fs::write(output, &png).with_context(|| output.display().to_string())?;
    note(&format!("{}, {} KB", output.display(), png.len() / 1000));
    Ok(())
}

fn pictures(
    browser: &mut Browser,
    all: &[(&str, String)],
    output: &Path,
    height: u32,
) -> anyhow::Result<ExitCode> {
    fs::create_dir_all(output)?;
    for (page, address) in all {
        for (look, width, dark) in LOOKS {
            browser.size(width, 900, width < 600)?;
            browser.dark(dark)?;
            browser.open(address)?;
            let whole = browser.value("document.documentElement.scrollHeight")?.as_u64().unwrap_or(0);
            let height = u32::try_from(whole).unwrap_or(height).clamp(1, height);
            browser.size(width, height.max(900), width < 600)?;
            write(&output.join(format!("{page}-{look}.png")), &browser.picture(width, height, 1.0)?)?;
        }
    }
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

fn check(browser: &mut Browser, all: &[(&str, String)], axe: Option<&Path>) -> anyhow::Result<ExitCode> {
    let Some(axe) = axe_core(axe)? else {
        note("skipped: axe-core is not here, and npm could not fetch it");
        return Ok(ExitCode::SUCCESS);
    };
    let mut found = 0;
    let each = all.iter().flat_map(|page| LOOKS.map(|look| (page, look)));
    for ((page, address), (look, width, dark)) in each {
        browser.size(width, 900, width < 600)?;
        browser.dark(dark)?;
        browser.open(address)?;
        browser.value("for (const fold of document.querySelectorAll('details')) fold.open = true; true")?;
        // What is far off the screen has no place yet, and axe-core would take it to lie over other things.
        browser.value("for (const one of document.querySelectorAll('.article, .group, .speaker')) one.style.contentVisibility = 'visible'; true")?;
        browser.value(&format!("{axe}; true"))?;
        let tags = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']";
        let violations = browser.value(&format!(
            "axe.run(document, {{runOnly: {tags}, resultTypes: ['violations']}}).then((found) => found.violations)"
        ))?;
        let violations = violations.as_array().cloned().unwrap_or_default();
        print(&format!("{page}, {look}: {} violations\n", violations.len()))?;
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
