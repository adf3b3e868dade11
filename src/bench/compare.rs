//! Two sets of figures: what changed beyond what rounds of the same program differ by.

use super::figures::{Figures, Spread};
use std::fmt::Write as _;

/// Says for each number of threads whether `now` is faster or slower than `before`. It is where the slowest round of one
/// is faster than the fastest of the other: with five rounds each that comes about by chance less than once in a
/// hundred times (2 of the 252 orders of ten figures).
pub fn compare(before: &Figures, now: &Figures) -> String {
    let mut out = String::new();
    if (before.pages, before.page_bytes) != (now.pages, now.page_bytes) {
        let _ = writeln!(
            out,
            "not the same input: {} pages of {} bytes before, {} of {} now",
            before.pages, before.page_bytes, now.pages, now.page_bytes
        );
    }
    if before.cores != now.cores {
        let _ = writeln!(out, "not the same machine: {} cores before, {} now", before.cores, now.cores);
    }
    for run in &now.runs {
        let Some(earlier) = before.runs.iter().find(|earlier| earlier.threads == run.threads) else { continue };
        let _ = write!(
            out,
            "{} threads: {}",
            run.threads,
            change(&earlier.megabytes_per_second, &run.megabytes_per_second)
        );
        let _ = match (earlier.megabytes_per_cpu_second, run.megabytes_per_cpu_second) {
            (Some(before), Some(now)) => writeln!(out, "; on the cores: {}", change(&before, &now)),
            _ => writeln!(out),
        };
    }
    if before.output_bytes != now.output_bytes {
        let _ = writeln!(out, "other output: {} bytes before, {} now", before.output_bytes, now.output_bytes);
    }
    out
}

fn change(before: &Spread, now: &Spread) -> String {
    let verdict = if now.min > before.max {
        "faster"
    } else if now.max < before.min {
        "slower"
    } else {
        "within the noise"
    };
    format!("{:+.1} % MB/s, {verdict}", (now.median / before.median.max(1e-12) - 1.0) * 100.0)
}
