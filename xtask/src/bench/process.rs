//! Runs a process and measures it; the clocks and the pinning used inside one.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use rustix::time::{ClockId, clock_gettime};
use wait4::Wait4;

/// What a finished process took.
pub struct Ran {
    /// Seconds by the wall clock.
    pub wall: f64,
    /// User and system seconds of all its threads.
    pub cpu: f64,
    /// Largest resident memory.
    pub peak_mib: f64,
    /// Standard output, unless it went to a file.
    pub stdout: Vec<u8>,
}

/// Runs `command` to its end, standard input from `input`, standard output to `output` if given.
///
/// # Errors
/// If it cannot be started or its exit code is not 0.
pub fn run(command: &mut Command, input: Option<&Path>, output: Option<&Path>) -> anyhow::Result<Ran> {
    match input {
        Some(path) => command.stdin(File::open(path)?),
        None => command.stdin(Stdio::null()),
    };
    match output {
        Some(path) => command.stdout(File::create(path)?),
        None => command.stdout(Stdio::piped()),
    };
    let begin = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
    let mut stdout = Vec::new();
    if let Some(mut pipe) = child.stdout.take() {
        pipe.read_to_end(&mut stdout)?;
    }
    let used = child.wait4()?;
    let wall = begin.elapsed().as_secs_f64();
    ensure!(used.status.success(), "{command:?} failed: {}", used.status);
    let cpu = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Ran { wall, cpu, peak_mib: used.rusage.maxrss as f64 / (1 << 20) as f64, stdout })
}

/// CPU seconds of this process so far.
pub fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Keeps this process on the first core it may use, as `bench.py` does.
pub fn pin_to_one_core() -> anyhow::Result<()> {
    let allowed = sched_getaffinity(None)?;
    let first = (0..CpuSet::MAX_CPU).find(|&cpu| allowed.is_set(cpu)).context("no core may be used")?;
    let mut one = CpuSet::new();
    one.set(first);
    Ok(sched_setaffinity(None, &one)?)
}
