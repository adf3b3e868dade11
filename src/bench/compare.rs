//! Two sets of figures: what changed beyond what rounds of the same program differ by. Says nothing of speed where the
//! two did not clean the same pages.

use super::figures::{Figures, Run, Spread};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;

/// Deviations of both runs, put together, within which a change is noise. With five rounds each, two runs of the same
/// differ by more twice in a thousand times, whether what disturbs them is now and then large or not.
const DEVIATIONS: f64 = 3.0;

/// Median distances from the median that make a standard deviation, of figures that scatter as errors do.
const PER_DEVIATION: f64 = 1.4826;

/// The distance between the smallest and the largest figure of five is over two deviations. Where the median distance is
/// small by chance, a quarter of it counts.
const PER_RANGE: f64 = 0.25;

/// A change of less than this share is noise however alike the rounds were: of speed, of a stage's time, of memory. Runs of
/// one binary on a machine with half its cores taken differed by so much. Figures from fewer than five rounds tell little of
/// their spread: theirs is the last.
const LEAST: f64 = 0.05;
const LEAST_OF_STAGES: f64 = 0.15;
const LEAST_OF_MEMORY: f64 = 0.5;
const LEAST_OF_FEW: f64 = 0.2;
const FEW: usize = 5;

/// A figure before and now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What was measured or counted.
    pub of: String,
    /// Before.
    pub before: f64,
    /// Now.
    pub now: f64,
    /// The share by which it grew; none where it was nothing.
    pub change: Option<f64>,
    /// The share up to which that is noise; none of what is counted. Without bound, in JSON `null`, after a single round.
    pub noise: Option<f64>,
    /// `faster`, `slower`, `more`, `less`, `within the noise`, `the same`.
    pub verdict: &'static str,
}

/// All that was compared.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Why figures may not be compared, or not all of them.
    pub notes: Vec<String>,
    /// The figures.
    pub changes: Vec<Change>,
}

/// Holds `now` against `before`. A measured figure has changed where its medians differ by more than three deviations of
/// both runs' rounds put together, by more than a least share, and by that much more than the machine: that is what the
/// yardstick tells. What is counted has changed where it is another number.
pub fn compare(before: &Figures, now: &Figures) -> Comparison {
    let mut out = Comparison::default();
    if (before.pages, before.page_bytes) != (now.pages, now.page_bytes) {
        out.notes.push(format!(
            "not the same input: {} pages of {} bytes before, {} of {} now; nothing is compared",
            before.pages, before.page_bytes, now.pages, now.page_bytes
        ));
        return out;
    }
    if before.input_bytes != now.input_bytes {
        out.notes.push("the same pages in other files: what reading them takes differs too".to_owned());
    }
    if before.cores != now.cores {
        out.notes.push(format!("not the same machine: {} cores before, {} now", before.cores, now.cores));
    }
    let of_few = match before.rounds.min(now.rounds) {
        0 | 1 => f64::INFINITY,
        2..FEW => LEAST_OF_FEW,
        _ => 0.0,
    };
    if of_few.is_infinite() {
        out.notes.push("a single round tells nothing of the noise: of what was measured no change is told".to_owned());
    }
    for run in &now.runs {
        match before.runs.iter().find(|earlier| earlier.threads == run.threads) {
            Some(earlier) => out.run(earlier, run, of_few),
            None => out.notes.push(format!("{}: not measured before", threads(run))),
        }
    }
    out.stages(before, now, of_few);
    out.counts(before, now);
    out
}

impl Comparison {
    fn run(&mut self, before: &Run, now: &Run, of_few: f64) {
        let threads = threads(now);
        let machine = self.machine(&threads, &before.yardstick, &now.yardstick);
        let speed = Least { share: LEAST.max(of_few), machine };
        let memory = Least { share: LEAST_OF_MEMORY.max(of_few), machine: 1.0 };
        let mut add = |name: &str, (before, now): (&Spread, &Spread), least, words| {
            self.changes.push(measured(format!("{threads}, {name}"), before, now, least, words));
        };
        let words = ["faster", "slower"];
        add("MB/s", (&before.megabytes_per_second, &now.megabytes_per_second), speed, words);
        add("pages/s", (&before.pages_per_second, &now.pages_per_second), speed, words);
        if let (Some(before), Some(now)) = (&before.megabytes_per_cpu_second, &now.megabytes_per_cpu_second) {
            add("MB/core-s", (before, now), speed, words);
        }
        if let (Some(before), Some(now)) = (before.peak_bytes, now.peak_bytes) {
            add("peak MB", (&megabytes(before), &megabytes(now)), memory, ["more", "less"]);
        }
    }

    fn stages(&mut self, before: &Figures, now: &Figures, of_few: f64) {
        // who is often taken off a core finds its caches empty, so that time on the core is longer too
        let machine = self.machine("stages", &before.stages_yardstick, &now.stages_yardstick);
        let least = Least { share: LEAST_OF_STAGES.max(of_few), machine };
        for stage in &now.stages {
            let Some(earlier) = before.stages.iter().find(|earlier| earlier.stage == stage.stage) else { continue };
            let of = format!("{}, ns/byte", stage.stage);
            let (before, now) = (&earlier.nanoseconds_per_byte, &stage.nanoseconds_per_byte);
            self.changes.push(measured(of, before, now, least, ["slower", "faster"]));
        }
    }

    fn counts(&mut self, before: &Figures, now: &Figures) {
        let statuses: BTreeSet<&String> = before.by_status.keys().chain(now.by_status.keys()).collect();
        for status in statuses {
            let n = |figures: &Figures| figures.by_status.get(status).copied().unwrap_or(0);
            self.changes.push(counted(format!("pages {status}"), n(before), n(now)));
        }
        self.changes.push(counted("words kept".to_owned(), before.words, now.words));
        self.changes.push(counted("stretches damaged".to_owned(), before.n_damaged, now.n_damaged));
        self.changes.push(counted("bytes of files".to_owned(), before.input_bytes, now.input_bytes));
        self.changes.push(counted("bytes of JSON".to_owned(), before.output_bytes, now.output_bytes));
    }

    /// How many times as fast or slow the machine was with work that is always the same; said where that alone may pass
    /// for a change.
    fn machine(&mut self, of: &str, before: &Spread, now: &Spread) -> f64 {
        let ratio = now.median.max(1e-12) / before.median.max(1e-12);
        if (ratio - 1.0).abs() > LEAST {
            let change = (ratio - 1.0) * 100.0;
            self.notes.push(format!("speed of the machine itself, {of}: {change:+.1} %, which is noise on top"));
        }
        ratio.max(ratio.recip())
    }

    /// The figures that changed beyond noise.
    pub fn beyond_noise(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| !matches!(change.verdict, WITHIN | SAME))
    }
}

const WITHIN: &str = "within the noise";
const SAME: &str = "the same";

fn threads(run: &Run) -> String {
    format!("{} thread{}", run.threads, if run.threads == 1 { "" } else { "s" })
}

fn megabytes(bytes: Spread) -> Spread {
    let Spread { median, min, max, deviation } = bytes;
    Spread { median: median / 1e6, min: min / 1e6, max: max / 1e6, deviation: deviation / 1e6 }
}

/// What a change must be more than, besides what the rounds differ by.
#[derive(Clone, Copy)]
struct Least {
    /// A share of the figure.
    share: f64,
    /// How many times as fast or slow the machine itself was.
    machine: f64,
}

/// What rounds measured; `words` are those for a larger figure and for a smaller one.
fn measured(of: String, before: &Spread, now: &Spread, least: Least, words: [&'static str; 2]) -> Change {
    let scatter = |spread: &Spread| {
        let apart = (PER_DEVIATION * spread.deviation).max(PER_RANGE * (spread.max - spread.min));
        apart / spread.median.max(1e-12)
    };
    let of_rounds = DEVIATIONS * scatter(before).hypot(scatter(now));
    let most = (1.0 + of_rounds.max(least.share)) * least.machine;
    let (before, now) = (before.median, now.median);
    // the same bound both ways: twice the time is as far off as half of it
    let is_noise = now.max(before) <= now.min(before) * most;
    let [larger, smaller] = words;
    let changed = if now > before { larger } else { smaller };
    Change {
        of,
        before,
        now,
        change: grown(before, now),
        noise: Some(most - 1.0),
        verdict: if is_noise { WITHIN } else { changed },
    }
}

/// What the same program counts alike in each run.
fn counted(of: String, before: u64, now: u64) -> Change {
    let verdict = match now.cmp(&before) {
        std::cmp::Ordering::Less => "less",
        std::cmp::Ordering::Equal => SAME,
        std::cmp::Ordering::Greater => "more",
    };
    let (before, now) = (before as f64, now as f64);
    Change { of, before, now, change: grown(before, now), noise: None, verdict }
}

fn grown(before: f64, now: f64) -> Option<f64> {
    (before > 0.0).then(|| now / before - 1.0)
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        if self.changes.is_empty() {
            return Ok(());
        }
        writeln!(f, "{:24}{:>14}{:>14}{:>11}{:>11}", "", "before", "now", "change", "noise")?;
        for Change { of, before, now, change, noise, verdict } in &self.changes {
            let digits = if noise.is_some() { 3 } else { 0 };
            let change = change.map_or("-".to_owned(), |change| format!("{:+.1} %", change * 100.0));
            let noise = match noise {
                Some(noise) if noise.is_finite() => format!("±{:.1} %", noise * 100.0),
                Some(_) => "any".to_owned(),
                None => String::new(),
            };
            writeln!(f, "{of:24}{before:14.digits$}{now:14.digits$}{change:>11}{noise:>11}   {verdict}")?;
        }
        let said: Vec<String> = self.beyond_noise().map(|change| format!("{} {}", change.of, change.verdict)).collect();
        let said = if said.is_empty() { "nothing".to_owned() } else { said.join("; ") };
        writeln!(f, "changed beyond noise: {said}")
    }
}
