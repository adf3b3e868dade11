//! What was measured, as it is written and shown.

use crate::pipeline::Alone;
use crate::tally::Tally;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

/// Name and version of the figures' format.
const SCHEMA: &str = "pagesieve-bench/2";

/// The figures of one bench.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// `pagesieve-bench/2`.
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// Cores that the system gives it.
    pub cores: usize,
    /// Rounds that counted.
    pub rounds: usize,
    /// Pages of one run.
    pub pages: u64,
    /// Their bytes, uncompressed.
    pub page_bytes: u64,
    /// Bytes of the input files.
    pub input_bytes: u64,
    /// Bytes of JSON.
    pub output_bytes: u64,
    /// Pages by status.
    pub by_status: BTreeMap<String, u64>,
    /// Words kept.
    pub words: u64,
    /// Stretches of input that could not be read.
    pub n_damaged: u64,
    /// One for each number of threads.
    pub runs: Vec<Run>,
    /// Where the time goes, on one thread.
    pub stages: Vec<StageShare>,
    /// How often a second one thread got through work that is always the same, meanwhile.
    pub stages_yardstick: Spread,
    /// How fast reader, worker and writer are, each by itself.
    #[serde(default)]
    pub alone: Option<AloneRates>,
}

/// Whole runs on so many threads, reading and writing included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Worker threads.
    pub threads: usize,
    /// Millions of bytes of pages, uncompressed, per second of wall-clock time.
    pub megabytes_per_second: Spread,
    /// Those per second on a core, all threads together, where the system tells: what other programs disturb least.
    pub megabytes_per_cpu_second: Option<Spread>,
    /// Pages per second of wall-clock time.
    pub pages_per_second: Spread,
    /// The most memory the process held in each round, where the system tells.
    pub peak_bytes: Option<Spread>,
    /// How often a second as many threads got through work that is always the same, right before each round's run.
    pub yardstick: Spread,
}

/// A figure over all rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The middle one.
    pub median: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// The middle one of their distances from the median, which a round that was disturbed does not move.
    pub deviation: f64,
}

/// Millions of bytes of pages per second that one reader, one worker and the writer come to, each by itself on a core.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AloneRates {
    /// A reader: files to batches of pages.
    pub reader: Spread,
    /// A worker: pages to records.
    pub worker: Spread,
    /// The writer: records to the output, here to nowhere.
    pub writer: Spread,
}

impl AloneRates {
    /// The rates of these rounds.
    pub fn of(rounds: &[Alone]) -> AloneRates {
        let rate = |time: &dyn Fn(&Alone) -> Duration| {
            let of = |round: &Alone| round.page_bytes as f64 / 1e6 / time(round).as_secs_f64().max(1e-9);
            Spread::of(rounds.iter().map(of).collect())
        };
        AloneRates { reader: rate(&|r| r.reading), worker: rate(&|r| r.cleaning), writer: rate(&|r| r.writing) }
    }
}

/// A stage's part in the time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageShare {
    /// Its name.
    pub stage: String,
    /// 0 to 1.
    pub share: f64,
    /// Nanoseconds per byte of page.
    pub nanoseconds_per_byte: Spread,
}

impl Spread {
    /// The spread of these figures.
    pub fn of(mut figures: Vec<f64>) -> Spread {
        let median = median(&mut figures);
        let (min, max) = (figures.first().copied().unwrap_or_default(), figures.last().copied().unwrap_or_default());
        let mut distances: Vec<f64> = figures.iter().map(|figure| (figure - median).abs()).collect();
        Spread { median, min, max, deviation: self::median(&mut distances) }
    }
}

/// The middle one, or what is halfway between the two in the middle; sorts them.
fn median(figures: &mut [f64]) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    let at = |i: usize| figures.get(i).copied().unwrap_or_default();
    let n = figures.len();
    if n.is_multiple_of(2) { f64::midpoint(at((n / 2).saturating_sub(1)), at(n / 2)) } else { at(n / 2) }
}

impl Figures {
    pub(super) fn new(
        rounds: usize,
        tally: &Tally,
        runs: Vec<Run>,
        (stages, stages_yardstick): (Vec<StageShare>, Spread),
        alone: AloneRates,
    ) -> Figures {
        Figures {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            rounds,
            pages: tally.pages,
            page_bytes: tally.page_bytes,
            input_bytes: tally.input_bytes,
            output_bytes: tally.output_bytes,
            by_status: tally.by_status.clone(),
            words: tally.words,
            n_damaged: tally.n_damaged,
            runs,
            stages,
            stages_yardstick,
            alone: Some(alone),
        }
    }

    /// Figures that were written as JSON.
    ///
    /// # Errors
    /// Where the text is none of them.
    pub fn parse(text: &str) -> Result<Figures, String> {
        let figures: Figures = serde_json::from_str(text).map_err(|e| e.to_string())?;
        if figures.schema == SCHEMA { Ok(figures) } else { Err(format!("is {}, not {SCHEMA}", figures.schema)) }
    }

    /// The figures as a table for a terminal.
    pub fn table(&self) -> String {
        let mb = |bytes: u64| bytes as f64 / 1e6;
        let mut out = format!(
            "{} pages, {:.1} MB ({:.1} MB in files) to {:.1} MB of JSON; {} rounds, {} cores\n\n",
            self.pages,
            mb(self.page_bytes),
            mb(self.input_bytes),
            mb(self.output_bytes),
            self.rounds,
            self.cores
        );
        out +=
            "threads    MB/s   (min – max)        pages/s   (min – max)       MB/core-s   (min – max)       peak MB\n";
        for run in &self.runs {
            let (mb, pages) = (run.megabytes_per_second, run.pages_per_second);
            let peak = run.peak_bytes.map_or("-".to_owned(), |bytes| format!("{:.0}", bytes.max / 1e6));
            let (cpu, of_cpu) = run.megabytes_per_cpu_second.map_or(("-".to_owned(), String::new()), |cpu| {
                (format!("{:.1}", cpu.median), format!("({:.1} – {:.1})", cpu.min, cpu.max))
            });
            let _ = writeln!(
                out,
                "{:7} {:7.1}   {:17} {:9.0}   {:17} {cpu:>9}   {of_cpu:17} {peak:>7}",
                run.threads,
                mb.median,
                format!("({:.1} – {:.1})", mb.min, mb.max),
                pages.median,
                format!("({:.0} – {:.0})", pages.min, pages.max),
            );
        }
        out += "\nstage        share   ns/byte   (min – max)\n";
        for stage in &self.stages {
            let nanoseconds = stage.nanoseconds_per_byte;
            let spread = format!("({:.3} – {:.3})", nanoseconds.min, nanoseconds.max);
            let _ =
                writeln!(out, "{:10} {:6.1} % {:9.3}   {spread}", stage.stage, stage.share * 100.0, nanoseconds.median);
        }
        if let Some(AloneRates { reader, worker, writer }) = self.alone {
            let _ = writeln!(
                out,
                "\nalone, MB/s: a reader {:.0}, a worker {:.0}, the writer {:.0}; a reader feeds {:.0} workers, the writer serves {:.0}",
                reader.median,
                worker.median,
                writer.median,
                reader.median / worker.median.max(1e-9),
                writer.median / worker.median.max(1e-9),
            );
        }
        out
    }
}
