//! Where a page's time goes: the same pages on one thread, with a look at its time on the core after each stage.

use super::LOOKED_AT;
use super::figures::{Spread, StageShare};
use super::system::thread_time;
use super::yardstick;
use crate::cleaner::{Cleaner, Stage, Workspace};
use crate::error::RunError;
use crate::input::{Inputs, Item, RawPage};
use crate::write::Format;
use std::time::Duration;

/// Shares of the time, those of reading the inputs and writing JSON among them. The inputs are read again for that: to keep
/// their pages takes time that no run takes.
///
/// Beside them the yardstick of the rounds.
///
/// # Errors
/// Where the inputs cannot be opened again.
pub(super) fn shares(
    cleaner: &Cleaner,
    open: &dyn Fn() -> Result<Inputs, RunError>,
    rounds: usize,
) -> Result<(Vec<StageShare>, Spread), RunError> {
    let mut pages: Vec<RawPage> = Vec::new();
    let bytes = first_pages(open()?, |page| pages.push(page));
    let mut names = vec!["input"];
    names.extend(Stage::ALL.iter().map(|stage| stage.name()));
    names.push("write");
    let mut space = Workspace::default();
    let mut per_byte: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    let mut yardsticks = Vec::new();
    for round in 0..=rounds {
        yardsticks.push(yardstick::per_second(1));
        let inputs = open()?;
        let start = thread_time();
        first_pages(inputs, drop);
        let times = std::iter::once(thread_time().saturating_sub(start)).chain(laps(cleaner, &mut space, &pages));
        // the first round warms up
        for (of_stage, time) in per_byte.iter_mut().zip(times).filter(|_| round > 0) {
            of_stage.push(time.as_secs_f64() * 1e9 / bytes.max(1) as f64);
        }
    }
    let spreads: Vec<Spread> = per_byte.into_iter().map(Spread::of).collect();
    let all: f64 = spreads.iter().map(|spread| spread.median).sum();
    let share = |(name, spread): (&&str, &Spread)| StageShare {
        stage: (*name).to_owned(),
        share: spread.median / all.max(1e-12),
        nanoseconds_per_byte: *spread,
    };
    Ok((names.iter().zip(&spreads).map(share).collect(), Spread::of(yardsticks)))
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
fn laps(cleaner: &Cleaner, space: &mut Workspace, pages: &[RawPage]) -> Vec<Duration> {
    let mut times = vec![Duration::ZERO; Stage::ALL.len() + 1];
    let mut out = Vec::new();
    for page in pages {
        let mut last = thread_time();
        let mut add = |at: usize| {
            let now = thread_time();
            if let Some(time) = times.get_mut(at) {
                *time += now.saturating_sub(std::mem::replace(&mut last, now));
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
