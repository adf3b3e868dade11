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
    #[arg(required = true)]
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
    /// Say what changed since these figures, beyond noise
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
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
    let baseline = arguments.baseline.as_ref().map(|path| {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|e| RunError::new(&name, e))?;
        Figures::parse(&text).map_err(|e| RunError::new(&name, e))
    });
    let baseline = baseline.transpose()?;
    let threads = if arguments.threads.is_empty() { doublings() } else { arguments.threads.clone() };
    let settings = Settings {
        inputs: arguments.inputs.clone(),
        threads: threads.into_iter().map(usize::from).collect(),
        rounds: usize::from(arguments.rounds),
    };
    let chart_target = arguments.chart.as_deref().map(|path| chart_target(path, &settings)).transpose()?;
    let figures = bench(&settings, |what| {
        if !arguments.quiet {
            say(what);
        }
    })?;
    if let Some(mut target) = chart_target {
        target.write(chart(&figures).as_bytes())?;
        target.finish()?;
    }
    let changes = baseline.map(|before| compare(&before, &figures)).unwrap_or_default();
    if arguments.json {
        say(&changes);
        return print(&format!("{:#}\n", serde_json::json!(figures)));
    }
    print(&format!("{}{}{changes}", figures.table(), if changes.is_empty() { "" } else { "\n" }))
}

/// The chart's file, which no input may be.
fn chart_target(path: &Path, settings: &Settings) -> Result<Target, RunError> {
    let inputs = Inputs::open(&settings.inputs, InputFormat::Auto, &Limits::default())?;
    let chart = path.canonicalize();
    if let Ok(chart) = chart
        && inputs.files().iter().any(|file| file.canonicalize().is_ok_and(|file| file == chart))
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
