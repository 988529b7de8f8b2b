//! A bar on the terminal for work that lasts more than a second; nothing anywhere else.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use tidings_page::counted;

/// Shows how many bytes of input are done.
pub struct Progress {
    total: u64,
    begun: Instant,
    bar: Option<ProgressBar>,
    shown: bool,
}

impl Progress {
    /// Work of `total` bytes, as far as that is known. Nothing is drawn unless standard error is a terminal.
    pub fn new(total: u64) -> Progress {
        Progress { total, begun: Instant::now(), bar: None, shown: stderr().is_terminal() }
    }

    /// `done` bytes and `articles` articles are done.
    pub fn set(&mut self, done: u64, articles: u64) {
        if !self.shown || self.begun.elapsed() < Duration::from_secs(1) {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(self.total.max(1));
            let template = "{bar:40} {bytes}/{total_bytes}  {msg}  {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar
        });
        bar.set_length(self.total.max(done));
        bar.set_position(done);
        bar.set_message(counted(articles, "article"));
    }

    /// Takes the bar away.
    pub fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}
