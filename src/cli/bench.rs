//! `pagesieve bench INPUT…`: how fast the cleaner is on an archive of the user's own.

use super::{print, say};
use crate::bench::{Figures, Settings, bench, chart, compare};
use crate::error::RunError;
use crate::input::{InputFormat, Inputs};
use crate::limits::Limits;
use crate::output::Target;
use std::path::{Path, PathBuf};

/// Flags of `bench`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Files and directories
    #[arg(required_unless_present = "figures")]
    inputs: Vec<PathBuf>,
    /// Numbers of threads; one, doubled up to one per core, unless said here
    #[arg(long, value_name = "N", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Vec<u16>,
    /// Rounds that count, after one that warms up
    #[arg(long, value_name = "N", default_value = "5", value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// Print the figures as JSON, for a later --baseline
    #[arg(long)]
    json: bool,
    /// Say what changed since these figures, beyond noise. Measured ones have changed where the medians differ by more than
    /// 5 % (a stage's time by 15 %, memory by 50 %; 20 % at least with fewer than five rounds, never with a single one) and
    /// by more than three deviations of both runs' rounds put together, with what the machine itself was faster or slower
    /// by on top. What is counted (pages by status, words, bytes) has where it is another number. Where pages or their bytes
    /// differ nothing is compared
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Show these figures, and compare them, in place of measuring
    #[arg(long, value_name = "FILE", conflicts_with_all = ["inputs", "threads", "rounds"])]
    figures: Option<PathBuf>,
    /// Draw the figures as SVG
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// No progress
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, RunError> {
    if arguments.inputs.iter().any(|path| path.as_os_str() == "-") {
        return Err(RunError::new("-", "standard input cannot be read in every round"));
    }
    let baseline = arguments.baseline.as_deref().map(read).transpose()?;
    let earlier = arguments.figures.as_deref().map(read).transpose()?;
    let threads = if arguments.threads.is_empty() { doublings() } else { arguments.threads.clone() };
    let settings = Settings {
        inputs: arguments.inputs.clone(),
        threads: threads.into_iter().map(usize::from).collect(),
        rounds: usize::from(arguments.rounds),
    };
    let chart_target = arguments.chart.as_deref().map(|path| chart_target(path, arguments)).transpose()?;
    let measure = || {
        bench(&settings, |what| {
            if !arguments.quiet {
                say(what);
            }
        })
    };
    let figures = earlier.map_or_else(measure, Ok)?;
    if let Some(mut target) = chart_target {
        target.write(chart(&figures).as_bytes())?;
        target.finish()?;
    }
    let comparison = baseline.map(|before| compare(&before, &figures));
    if !arguments.json {
        let changes = comparison.map(|changes| format!("\n{changes}")).unwrap_or_default();
        return print(&format!("{}{changes}", figures.table()));
    }
    let mut json = serde_json::json!(figures);
    if let Some(changes) = comparison {
        say(&changes.to_string());
        json["compared"] = serde_json::json!(changes);
    }
    print(&format!("{json:#}\n"))
}

/// Figures of an earlier bench.
fn read(path: &Path) -> Result<Figures, RunError> {
    let fail = |e: &dyn std::fmt::Display| RunError::new(path.display().to_string(), e);
    let text = std::fs::read_to_string(path).map_err(|e| fail(&e))?;
    Figures::parse(&text).map_err(|e| fail(&e))
}

/// The chart's file, which none of those that are read may be.
fn chart_target(path: &Path, arguments: &Arguments) -> Result<Target, RunError> {
    let mut read: Vec<PathBuf> = arguments.baseline.iter().chain(&arguments.figures).cloned().collect();
    if !arguments.inputs.is_empty() {
        let inputs = Inputs::open(&arguments.inputs, InputFormat::Auto, &Limits::default())?;
        read.extend(inputs.files().iter().cloned());
    }
    let chart = path.canonicalize();
    if let Ok(chart) = chart
        && read.iter().any(|file| file.canonicalize().is_ok_and(|file| file == chart))
    {
        return Err(RunError::new(path.display().to_string(), "the chart is one of the inputs"));
    }
    Target::create(path, 0)
}

/// 1, 2, 4 and so on, and the number of cores.
fn doublings() -> Vec<u16> {
    let cores = std::thread::available_parallelism().map_or(1, |n| u16::try_from(n.get()).unwrap_or(u16::MAX));
    let mut threads: Vec<u16> =
        std::iter::successors(Some(1u16), |n| n.checked_mul(2)).take_while(|n| *n < cores).collect();
    threads.push(cores);
    threads
}
