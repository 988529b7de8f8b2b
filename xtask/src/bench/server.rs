//! `cargo xtask bench server`: how many requests a second does `tidings serve` answer, and how long does one wait?
//!
//! A store of the example story is made and served; threads ask for the page of its story over connections that stay
//! open, each asking again as soon as it is answered; then searches are asked the same way, each with words of its own so
//! that none is kept. Asking takes processor time too, on the same machine.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tidings_store::{Access, Store};

use super::process::run as run_process;
use crate::spacy::workspace;
use crate::{note, print};

/// What to measure.
#[derive(clap::Args)]
pub struct Args {
    /// How many connections ask at the same time.
    #[arg(long, default_value_t = 100)]
    connections: usize,
    /// For how many seconds.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// A store to serve, instead of one of the example story.
    #[arg(long)]
    store: Option<PathBuf>,
    /// The program to measure, instead of building it.
    #[arg(long)]
    tidings: Option<PathBuf>,
}

/// A running server, ended with this.
pub struct Serving {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Serving {
    /// Serves the store `db` on a free port.
    pub fn start(tidings: &Path, db: &Path, more: &[&str]) -> anyhow::Result<Serving> {
        let mut child = Command::new(tidings)
            .args(["serve", "--quiet", "--listen", "127.0.0.1:0", "--store"])
            .arg(db)
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let out = child.stdout.take().context("its output is piped")?;
        let mut serving = Serving { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/');
        serving.address = address.parse().context("the server did not say where it listens")?;
        Ok(serving)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A store of the example story.
pub fn example_store(tidings: &Path) -> anyhow::Result<PathBuf> {
    let folder = workspace().join("target/bench/server");
    fs::create_dir_all(&folder)?;
    let db = folder.join("tidings.db");
    let mut add = Command::new(tidings);
    run_process(add.args(["add", "--store"]).arg(&db).arg(workspace().join("examples/story")), None, None)?;
    Ok(db)
}

/// Runs the measures and prints them beside what is to be reached.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let tidings = match &args.tidings {
        Some(tidings) => tidings.clone(),
        None => super::build_tidings()?,
    };
    let db = match &args.store {
        Some(store) => store.clone(),
        None => example_store(&tidings)?,
    };
    let story = Store::open(&db, Access::Read)?.stories(None)?;
    let story = story.first().context("the store has no story")?.id.clone();
    let serving = Serving::start(&tidings, &db, &[])?;
    let address = serving.address;

    let page = format!("/stories/{story}");
    note("the page of a story");
    let pages = measure(args, address, &|_| page.clone())?;
    note("searches");
    let searches = measure(args, address, &|nth| format!("/api/v1/search?q=the%20-x{nth}"))?;
    let mut text = format!("{} connections, {} seconds each\n", args.connections, args.seconds);
    for (name, figures, wanted) in
        [("story page", pages, ["at least 1500", "at most 25"]), ("search", searches, ["", ""])]
    {
        let [per_second, middle, late] = figures;
        text.push_str(&format!(
            "{:<44}{per_second:>10.0}   {}\n",
            format!("{name}, answers a second"),
            wanted[0]
        ));
        text.push_str(&format!("{:<44}{middle:>10.2}\n", format!("{name}, half within ms")));
        text.push_str(&format!(
            "{:<44}{late:>10.2}   {}\n",
            format!("{name}, 99 of 100 within ms"),
            wanted[1]
        ));
    }
    print(&text)?;
    Ok(())
}

/// Answers a second, and the middle and the 99th of a hundred waits in milliseconds.
fn measure(
    args: &Args,
    address: SocketAddr,
    path: &(impl Fn(u64) -> String + Sync),
) -> anyhow::Result<[f64; 3]> {
    let length = Duration::from_secs(args.seconds);
    let begun = Instant::now();
    let all = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..args.connections)
            .map(|nth| {
                scope.spawn(move || ask(address, begun, length, &|turn| path(nth as u64 * 1_000_000 + turn)))
            })
            .collect();
        let mut all = Vec::new();
        for thread in threads {
            let times = thread.join().map_err(|_| anyhow::anyhow!("a thread that asked panicked"))?;
            all.extend(times?);
        }
        anyhow::Ok(all)
    })?;
    let spent = begun.elapsed().as_secs_f64();
    let count = all.len() as f64;
    let [middle, late, _] = super::archive::spread(all);
    Ok([count / spent, middle, late])
}

/// Asks over one connection until the time is over; how long each answer took, in seconds.
fn ask(
    address: SocketAddr,
    begun: Instant,
    length: Duration,
    path: &dyn Fn(u64) -> String,
) -> anyhow::Result<Vec<f64>> {
    let mut reader = BufReader::with_capacity(1 << 16, TcpStream::connect(address)?);
    reader.get_ref().set_nodelay(true)?;
    let (mut times, mut line, mut body) = (Vec::new(), String::new(), Vec::new());
    while begun.elapsed() < length {
        let asked = Instant::now();
        let request = format!(
            "GET {} HTTP/1.1\r\nhost: {address}\r\naccept-encoding: gzip\r\n\r\n",
            path(times.len() as u64)
        );
        reader.get_mut().write_all(request.as_bytes())?;
        let mut size = 0;
        line.clear();
        reader.read_line(&mut line)?;
        ensure!(line.starts_with("HTTP/1.1 200"), "{line}");
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            if line.trim_end().is_empty() {
                break;
            }
            if let Some(length) = line.strip_prefix("content-length: ") {
                size = length.trim().parse()?;
            }
        }
        body.resize(size, 0);
        reader.read_exact(&mut body)?;
        times.push(asked.elapsed().as_secs_f64());
    }
    Ok(times)
}
