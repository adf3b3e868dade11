//! Where a page's time goes: the same pages on one thread, with a look at the clock after each stage.

use super::LOOKED_AT;
use super::figures::StageShare;
use crate::cleaner::{Cleaner, Stage, Workspace};
use crate::input::{Inputs, Item, RawPage};
use crate::write::Format;
use std::time::{Duration, Instant};

/// Shares of the time, those of reading the inputs and writing JSON among them. The inputs are read twice: to keep their
/// pages takes time that no run takes.
pub(super) fn shares(cleaner: &Cleaner, once: Inputs, again: Inputs, rounds: usize) -> Vec<StageShare> {
    let mut pages: Vec<RawPage> = Vec::new();
    let bytes = first_pages(once, |page| pages.push(page));
    let start = Instant::now();
    first_pages(again, drop);
    let reading = start.elapsed();
    let mut names = vec!["input"];
    names.extend(Stage::ALL.iter().map(|stage| stage.name()));
    names.push("write");
    let mut space = Workspace::default();
    // the first round warms up
    let rounds: Vec<Vec<Duration>> = (0..=rounds.max(1)).map(|_| round(cleaner, &mut space, &pages)).skip(1).collect();
    let mut times = vec![reading];
    for stage in 0..=Stage::ALL.len() {
        let mut of_rounds: Vec<Duration> = rounds.iter().filter_map(|round| round.get(stage).copied()).collect();
        of_rounds.sort_unstable();
        times.push(of_rounds.get(of_rounds.len() / 2).copied().unwrap_or_default());
    }
    let all: f64 = times.iter().map(Duration::as_secs_f64).sum();
    let share = |(name, time): (&&str, &Duration)| StageShare {
        stage: (*name).to_owned(),
        share: time.as_secs_f64() / all.max(1e-12),
        nanoseconds_per_byte: time.as_secs_f64() * 1e9 / bytes.max(1) as f64,
    };
    names.iter().zip(&times).map(share).collect()
}

/// Reads the beginning of the inputs; gives the bytes of their pages.
fn first_pages(inputs: Inputs, mut take: impl FnMut(RawPage)) -> usize {
    let mut bytes = 0;
    for item in inputs {
        if let Item::Page(page) = item {
            bytes += page.bytes.len();
            take(page);
        }
        if bytes > LOOKED_AT {
            break;
        }
    }
    bytes
}

/// The time of each stage over all pages; the last is that of writing.
fn round(cleaner: &Cleaner, space: &mut Workspace, pages: &[RawPage]) -> Vec<Duration> {
    let mut times = vec![Duration::ZERO; Stage::ALL.len() + 1];
    let mut out = Vec::new();
    for page in pages {
        let mut last = Instant::now();
        let mut add = |at: usize| {
            let now = Instant::now();
            if let Some(time) = times.get_mut(at) {
                *time += now - std::mem::replace(&mut last, now);
            }
        };
        let clean = cleaner.clean_in_laps(space, page, &mut |stage| add(stage as usize));
        out.clear();
        if let Ok(clean) = clean {
            // no page makes JSON fail
            let _ = Format::Jsonl.page(&clean, &mut out);
        }
        add(Stage::ALL.len());
    }
    times
}
