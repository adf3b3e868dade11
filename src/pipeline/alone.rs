//! Reader, worker and writer each by itself on the same pages: which of them bounds a run on how many cores. Keeps nothing.

use super::read::Parts;
use super::room::Room;
use super::work::Worker;
use super::write::Writer;
use super::{Outputs, STACK_BYTES, Watch};
use crate::cleaner::Clean;
use crate::error::RunError;
use crate::input::Inputs;
use crate::journal::Checkpoint;
use crate::write::Format;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What each took for the same pages, one after the other, on a core.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone {
    /// Bytes of pages.
    pub page_bytes: u64,
    /// To find, unpack and batch them.
    pub reading: Duration,
    /// To clean them and make records of them.
    pub cleaning: Duration,
    /// To put the records out, to nowhere, and count them.
    pub writing: Duration,
}

/// Times each on the first batches of the inputs, until their pages have `most_bytes`.
///
/// # Errors
/// Where a thread cannot be started or the writer fails.
pub fn alone(cleaner: &dyn Clean, inputs: Inputs, most_bytes: u64) -> Result<Alone, RunError> {
    let fail = |e: rayon::ThreadPoolBuildError| RunError::new("threads", e);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK_BYTES).build().map_err(fail)?;
    let (watch, room, given_up) = (Watch::default(), Room::new(2), AtomicBool::new(false));
    let worker = Worker { cleaner, format: &Format::Jsonl, apart: None, given_up: &given_up };
    let names = inputs.names().to_vec();
    let mut took = Alone::default();
    let (mut cleaned, mut read) = (Vec::new(), 0);
    for mut reader in Parts::new(inputs, 1, 1) {
        while read < most_bytes {
            let start = Instant::now();
            let Some(batch) = reader.next_batch(&watch, &room) else { break };
            took.reading += start.elapsed();
            read += batch.place.bytes();
            let start = Instant::now();
            cleaned.push(pool.install(|| worker.batch(batch)));
            took.cleaning += start.elapsed();
        }
    }
    took.page_bytes = cleaned.iter().flat_map(|(_, done)| done).map(|done| done.tally.page_bytes).sum();
    let (parts, receiver) = mpsc::channel();
    let (batches, part) = mpsc::channel();
    // nobody has gone: the writer comes after
    let _ = parts.send(part);
    for batch in cleaned {
        let (ready, to_come) = mpsc::sync_channel(1);
        let _ = ready.send(batch);
        let _ = batches.send(to_come);
    }
    drop((parts, batches));
    let mut writer = Writer::new(Outputs::nowhere(), &Format::Jsonl, &names, Checkpoint::default(), None, &watch);
    let start = Instant::now();
    let end = writer.run(receiver);
    took.writing = start.elapsed();
    if let super::End::Failed(error) = end { Err(error) } else { Ok(took) }
}
