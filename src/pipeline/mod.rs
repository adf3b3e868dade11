//! Reader, batches bounded by bytes, rayon workers, one ordered writer: the same bytes whatever the number of threads.
//! Inputs in; records, accounts and points to resume from out. Knows no flags and no format but through [`Format`].

mod apart;
mod clock;
mod one;
mod read;
mod serve;
mod stream;
mod work;
mod write;

pub use apart::Apart;
pub use one::{outcome, record};
pub use serve::{Service, greeting, serve};
pub use stream::Stream;

use crate::cleaner::Clean;
use crate::error::RunError;
use crate::input::Inputs;
use crate::journal::{Checkpoint, Journal};
use crate::output::{Records, Target};
use crate::tally::Tally;
use crate::updates::Updates;
use crate::write::Format;
use read::Reader;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::mpsc;
use work::Worker;
use write::Writer;

/// Batches that wait for a worker or the writer: while one is written the next is cleaned and another read.
const WAITING: usize = 2;
/// Stack of a worker: the JSON of the deepest list that the limits allow needs a tenth of it.
const STACK_BYTES: usize = 16 << 20;

/// How a run goes.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Worker threads; 0 = one per core.
    pub threads: usize,
    /// The output's format.
    pub format: Format,
    /// Failures (pages failed and stretches of input lost) that do not end the run; the next one does. Default: any
    /// number.
    pub max_failures: Option<u64>,
    /// Clean in processes of their own, one for each thread. Default: in this one.
    pub apart: Option<Apart>,
}

/// What a run tells while it goes, and how it is told to stop. Shared with whoever watches it.
#[derive(Debug, Default)]
pub struct Watch {
    /// Set to stop reading: what was read is finished and written.
    pub stop: AtomicBool,
    /// Bytes taken from the inputs.
    pub bytes: AtomicU64,
    /// Records written.
    pub pages: AtomicU64,
}

/// Where a run's bytes go.
pub struct Outputs {
    /// The records.
    pub records: Records,
    /// One JSON line per page not ok, if wanted.
    pub errors: Option<Target>,
    /// What is done, for a run that can be resumed.
    pub journal: Option<Journal>,
    /// What an earlier run wrote and what this one does, if they are to be compared.
    pub updates: Option<Updates>,
}

/// How a run ended.
#[derive(Debug)]
pub enum End {
    /// All inputs are done.
    Complete,
    /// It was told to stop; what was read is written.
    Interrupted,
    /// One failure more than allowed: its place and cause.
    TooManyFailures(String),
    /// An output could not be written.
    Failed(RunError),
}

/// What came of a run, however it ended: the tally is that of the records written.
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// What was counted.
    pub tally: Tally,
    /// The outputs, not yet finished.
    pub outputs: Outputs,
}

/// Runs all inputs through the cleaner, after what `done` says earlier sessions did. Bad pages and damaged input are
/// counted.
///
/// # Errors
/// Where the threads cannot be started. An output that cannot be written is an [`End`].
pub fn run(
    cleaner: &dyn Clean,
    inputs: Inputs,
    options: Options,
    outputs: Outputs,
    done: Checkpoint,
    watch: &Watch,
) -> Result<Outcome, RunError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .stack_size(STACK_BYTES)
        .build()
        .map_err(|e| RunError::new("threads", e))?;
    let names = inputs.names().to_vec();
    let (sender, receiver) = mpsc::sync_channel(WAITING);
    let given_up = AtomicBool::new(false);
    let worker = Worker { cleaner, format: &options.format, apart: options.apart.as_ref(), given_up: &given_up };
    let mut reader = Reader::new(inputs, pool.current_num_threads());
    std::thread::scope(|threads| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let writer = thread.spawn_scoped(threads, || {
            let mut writer = Writer::new(outputs, &options.format, &names, done, options.max_failures, watch);
            let end = writer.run(receiver);
            // nobody takes what is still being cleaned
            given_up.store(true, std::sync::atomic::Ordering::Relaxed);
            writer.outcome(end)
        });
        let writer = writer.map_err(|e| RunError::new("threads", e))?;
        pool.in_place_scope_fifo(|scope| {
            while let Some(batch) = reader.next_batch(watch) {
                let (cleaned, to_come) = mpsc::sync_channel(1);
                scope.spawn_fifo(move |_| {
                    // the writer may be gone: then there is nobody to tell
                    let _ = cleaned.send(worker.batch(batch));
                });
                if sender.send(to_come).is_err() {
                    break;
                }
            }
        });
        drop(sender);
        writer.join().map_err(|_| RunError::new("writer", "a fault of pagesieve"))
    })
}
