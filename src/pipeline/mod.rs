//! Readers, batches bounded by bytes, rayon workers, one ordered writer: the same bytes whatever the number of threads.
//! Inputs in; records, accounts and points to resume from out. Knows no flags and no format but through [`Format`].

mod alone;
mod apart;
mod clock;
mod one;
mod read;
mod room;
mod serve;
mod stream;
mod work;
mod write;

pub use alone::{Alone, alone};
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
use rayon::ScopeFifo;
use read::{Batch, Parts};
use room::Room;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use work::{Done, Worker};
use write::Writer;

/// Workers for each reader, unless the user says otherwise: one that unpacks gzip keeps four busy, if nothing holds it up.
const WORKERS_PER_READER: usize = 3;
/// Stack of a worker: the JSON of the deepest list that the limits allow needs a tenth of it.
const STACK_BYTES: usize = 16 << 20;

/// How a run goes.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Worker threads; 0 = one per core.
    pub threads: usize,
    /// Files read at once, in parts of 64 MiB or more; 0 = one for every three threads. Records still come in input order: those
    /// of later parts are held, up to 1 GiB.
    pub readers: usize,
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

impl Outputs {
    /// JSONL that goes nowhere: what measurements write.
    pub fn nowhere() -> Outputs {
        let records = Records::stream(Format::Jsonl, Target::stream("bench", std::io::sink()));
        Outputs { records, errors: None, journal: None, updates: None }
    }
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
    let threads = pool.current_num_threads();
    let readers = if options.readers == 0 { (threads / WORKERS_PER_READER).max(1) } else { options.readers };
    let given_up = AtomicBool::new(false);
    let worker = Worker { cleaner, format: &options.format, apart: options.apart.as_ref(), given_up: &given_up };
    let room = Room::new(readers);
    let (sender, receiver) = mpsc::channel();
    let to_read = Mutex::new((Parts::new(inputs, readers, threads), sender));
    std::thread::scope(|threads| {
        let thread = || std::thread::Builder::new().stack_size(STACK_BYTES);
        let fail = |e| RunError::new("threads", e);
        let writer = thread().spawn_scoped(threads, || {
            let mut writer = Writer::new(outputs, &options.format, &names, done, options.max_failures, watch);
            let end = writer.run(receiver);
            // nobody takes what is still being cleaned
            given_up.store(true, Ordering::Relaxed);
            room.close();
            writer.outcome(end)
        });
        let writer = writer.map_err(fail)?;
        let started = pool.in_place_scope_fifo(|scope| {
            std::thread::scope(|others| {
                let read = || read(&to_read, scope, worker, watch, &room);
                let started = (1..readers).try_for_each(|_| thread().spawn_scoped(others, read).map(drop));
                read();
                started
            })
        });
        drop(to_read);
        let outcome = writer.join().map_err(|_| RunError::new("writer", "a fault of pagesieve"));
        started.map_err(fail).and(outcome)
    })
}

/// A batch and what came of its items, once it is cleaned.
type ToCome<'a> = Receiver<(Batch<'a>, Vec<Done>)>;

/// Reads one part after the other, for as long as there are any; the writer learns of each in order.
fn read<'a>(
    to_read: &Mutex<(Parts, Sender<Receiver<ToCome<'a>>>)>,
    scope: &ScopeFifo<'a>,
    worker: Worker<'a>,
    watch: &Watch,
    room: &'a Room,
) {
    loop {
        let (sender, receiver) = mpsc::channel();
        let mut reader = {
            let mut to_read = to_read.lock().unwrap_or_else(PoisonError::into_inner);
            let (parts, writer) = &mut *to_read;
            if watch.stop.load(Ordering::Relaxed) {
                return;
            }
            match parts.next() {
                Some(reader) if writer.send(receiver).is_ok() => reader,
                _ => return,
            }
        };
        while let Some(batch) = reader.next_batch(watch, room) {
            let (cleaned, to_come) = mpsc::sync_channel(1);
            scope.spawn_fifo(move |_| {
                // the writer may be gone: then there is nobody to tell
                let _ = cleaned.send(worker.batch(batch));
            });
            if sender.send(to_come).is_err() {
                return;
            }
        }
    }
}
