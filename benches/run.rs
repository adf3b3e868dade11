//! Whole runs of the command: pages and bytes per second and peak memory, for each number of threads.
//! `cargo bench --bench run` reads our own pages many times over; `cargo bench --bench run -- DIR` any folder.

#![allow(missing_docs, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Copies of our own pages that make up an archive.
const COPIES: usize = 400;

/// Runs per number of threads; the fastest counts, as what slows the others is not ours.
const ROUNDS: usize = 5;

struct Run {
    seconds: f64,
    /// Peak memory in KiB, where the system tells.
    peak: Option<u64>,
    report: serde_json::Value,
}

fn main() {
    let named = std::env::args().skip(1).find(|a| !a.starts_with('-')).map(PathBuf::from);
    let scratch = tempfile::tempdir().unwrap();
    let input = named.unwrap_or_else(|| archive(scratch.path()));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("threads   pages/s      MB/s   peak MiB");
    let mut threads = 1;
    loop {
        let runs: Vec<Run> = (0..ROUNDS).map(|_| run(&input, threads, scratch.path())).collect();
        let best = runs.iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds)).unwrap();
        let count = |key: &str| best.report[key].as_f64().unwrap_or_default();
        let peak =
            runs.iter().filter_map(|r| r.peak).max().map_or_else(|| "-".to_owned(), |kib| (kib / 1024).to_string());
        println!(
            "{threads:7} {:9.0} {:9.1} {peak:>10}",
            count("pages") / best.seconds,
            count("page_bytes") / 1e6 / best.seconds
        );
        if threads >= cores {
            break;
        }
        threads = (threads * 2).min(cores);
    }
}

/// A folder with copies of our own pages.
fn archive(scratch: &Path) -> PathBuf {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/site");
    let folder = scratch.join("archive");
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(site).unwrap() {
        let path = entry.unwrap().path();
        for copy in 0..COPIES {
            let name = format!("{copy:04}-{}", path.file_name().unwrap().to_string_lossy());
            std::fs::copy(&path, folder.join(name)).unwrap();
        }
    }
    folder
}

fn run(input: &Path, threads: usize, scratch: &Path) -> Run {
    let report = scratch.join("report.json");
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_pagesieve"))
        .args(["clean", "--quiet", "--threads", &threads.to_string(), "--report"])
        .arg(&report)
        .arg(input)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = None;
    while child.try_wait().unwrap().is_none() {
        peak = peak_of(child.id()).or(peak);
        std::thread::sleep(Duration::from_millis(2));
    }
    let seconds = start.elapsed().as_secs_f64();
    let report = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    Run { seconds, peak, report }
}

/// The most memory that a process ever held, in KiB: `VmHWM` of Linux.
fn peak_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
