//! The pages that are looked at: the dossier of the example, the audit of a draft with mistakes, and those of a server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use tidings_store::{Access, Store};

use crate::bench::server::{Serving, example_store};
use crate::spacy::workspace;

/// Pages by name, with their addresses. The server ends with this.
pub struct Places {
    /// Name and address.
    pub all: Vec<(&'static str, String)>,
    _serving: Serving,
}

impl Places {
    /// Makes them with the program `tidings`, in `folder`.
    pub fn make(tidings: &Path, folder: &Path) -> anyhow::Result<Places> {
        let mut all =
            vec![("dossier", file(&dossier(tidings, folder)?)), ("audit", file(&audit(tidings, folder)?))];
        let db = example_store(tidings)?;
        let serving = Serving::start(tidings, &db, &["--allow-upload"])?;
        let store = Store::open(&db, Access::Read)?;
        let stories = store.stories(None)?;
        let story = stories.first().context("the store has no story")?;
        let article = store.members(story.story)?.into_iter().next().context("the story has no article")?;
        let (article, id) = (article.reading.id.as_str(), &story.id);
        for (name, path) in [
            ("list", "/".to_owned()),
            ("list-then", "/?known_by=2024-03-14".to_owned()),
            ("list-none", "/?known_by=1990-01-01".to_owned()),
            ("search", "/search?q=prisoners".to_owned()),
            ("search-filters", "/search?q=prisoners&kind=claim&stance=says&from=2024-03".to_owned()),
            ("search-none", "/search?q=hovercraft".to_owned()),
            ("search-empty", "/search".to_owned()),
            ("story", format!("/stories/{id}")),
            ("story-then", format!("/stories/{id}?known_by=2024-03-14")),
            ("article", format!("/articles/{article}")),
            ("error", "/stories/s000000000000".to_owned()),
            ("add", "/add".to_owned()),
        ] {
            all.push((name, format!("http://{}{path}", serving.address)));
        }
        Ok(Places { all, _serving: serving })
    }
}

/// The address of a file.
pub fn file(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// The page of the example story.
pub fn dossier(tidings: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let page = folder.join("story.html");
    let mut command = Command::new(tidings);
    command.args(["dossier", "--one-story", "examples/story", "-o"]).arg(&page).current_dir(workspace());
    ensure!(command.status()?.success(), "tidings dossier failed");
    Ok(page)
}

fn audit(tidings: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let (draft, page) = (folder.join("draft.md"), folder.join("audit.html"));
    fs::write(&draft, include_str!("draft.md"))?;
    let mut command = Command::new(tidings);
    command.args(["audit", "--fail-on", "nothing", "--sources", "examples/story", "-o"]).arg(&page);
    ensure!(
        command.arg("--").arg(&draft).current_dir(workspace()).status()?.success(),
        "tidings audit failed"
    );
    Ok(page)
}
