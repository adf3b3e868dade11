//! How fast whole runs are, by number of threads, and where a page's time goes. Inputs in, figures out. Writes no
//! record anywhere and changes nothing of how pages are cleaned.

mod chart;
mod compare;
mod figures;
mod stages;
mod system;
mod yardstick;

pub use chart::chart;
pub use compare::{Change, Comparison, compare};
pub use figures::{AloneRates, Figures, Run, Spread, StageShare};

use crate::cleaner::{Cleaner, Config};
use crate::error::RunError;
use crate::input::{InputFormat, Inputs};
use crate::journal::Checkpoint;
use crate::pipeline::{self, Alone, Options, Outputs, Watch};
use crate::tally::Tally;
use std::path::PathBuf;

/// Bytes of pages of which stages and parts of the pipeline are measured: the beginning of the inputs.
const LOOKED_AT: usize = 64 << 20;

/// What is measured.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Files and directories; read anew in every round, so no standard input.
    pub inputs: Vec<PathBuf>,
    /// Numbers of threads.
    pub threads: Vec<usize>,
    /// Rounds that count, after one that does not. Each round runs all numbers of threads once, so that what disturbs the
    /// machine disturbs all of them.
    pub rounds: usize,
}

/// One run of one round.
struct Sample {
    tally: Tally,
    peak_bytes: Option<u64>,
    cpu_seconds: Option<f64>,
    yardstick: f64,
}

/// Measures.
///
/// # Errors
/// Where the inputs cannot be read or hold no page.
pub fn bench(settings: &Settings, mut said: impl FnMut(&str)) -> Result<Figures, RunError> {
    let cleaner = Cleaner::new(Config::default());
    said("warm-up\n");
    let warm = once(&cleaner, settings, settings.threads.iter().copied().max().unwrap_or(1))?;
    if warm.tally.pages == 0 {
        return Err(RunError::new("bench", "the input holds no page"));
    }
    let mut samples: Vec<Vec<Sample>> = settings.threads.iter().map(|_| Vec::new()).collect();
    for round in 0..settings.rounds {
        said(&format!("round {} of {}\n", round + 1, settings.rounds));
        for (threads, samples) in settings.threads.iter().zip(&mut samples) {
            samples.push(once(&cleaner, settings, *threads)?);
        }
    }
    said("stages\n");
    let runs = settings.threads.iter().zip(&samples).map(|(threads, samples)| run_of(*threads, samples)).collect();
    let stages = stages::shares(&cleaner, &|| open(settings, &cleaner), settings.rounds)?;
    let each = (0..settings.rounds).map(|_| pipeline::alone(&cleaner, open(settings, &cleaner)?, LOOKED_AT as u64));
    let alone = AloneRates::of(&each.collect::<Result<Vec<Alone>, RunError>>()?);
    Ok(Figures::new(settings.rounds, &warm.tally, runs, stages, alone))
}

fn open(settings: &Settings, cleaner: &Cleaner) -> Result<Inputs, RunError> {
    Inputs::open(&settings.inputs, InputFormat::Auto, &cleaner.config().limits)
}

fn once(cleaner: &Cleaner, settings: &Settings, threads: usize) -> Result<Sample, RunError> {
    let yardstick = yardstick::per_second(threads);
    system::forget_peak();
    let options = Options { threads, ..Options::default() };
    let inputs = open(settings, cleaner)?;
    let before = system::cpu_seconds();
    let outcome =
        pipeline::run(cleaner, inputs, options, Outputs::nowhere(), Checkpoint::default(), &Watch::default())?;
    let cpu_seconds = system::cpu_seconds().zip(before).map(|(now, before)| now - before);
    Ok(Sample { tally: outcome.tally, peak_bytes: system::peak(), cpu_seconds, yardstick })
}

fn run_of(threads: usize, samples: &[Sample]) -> Run {
    let rates = |of: &dyn Fn(&Tally) -> f64| Spread::of(samples.iter().map(|s| of(&s.tally)).collect());
    let peak = |s: &Sample| s.peak_bytes.map(|bytes| bytes as f64);
    let per_cpu = |s: &Sample| s.cpu_seconds.map(|cpu| s.tally.page_bytes as f64 / 1e6 / cpu.max(1e-9));
    Run {
        threads,
        megabytes_per_cpu_second: samples.iter().map(per_cpu).collect::<Option<Vec<f64>>>().map(Spread::of),
        megabytes_per_second: rates(&|tally| tally.page_bytes as f64 / 1e6 / tally.seconds.max(1e-9)),
        pages_per_second: rates(&|tally| tally.pages as f64 / tally.seconds.max(1e-9)),
        peak_bytes: samples.iter().map(peak).collect::<Option<Vec<f64>>>().map(Spread::of),
        yardstick: Spread::of(samples.iter().map(|s| s.yardstick).collect()),
    }
}
