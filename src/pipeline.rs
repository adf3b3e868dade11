//! Reader thread, batches bounded by bytes, rayon workers, one ordered writer: the same bytes whatever the number of
//! threads. Returns a tally. Knows no flags and no format but through [`Format`].

use crate::cleaner::{CleanPage, Cleaner, Status, Workspace};
use crate::error::{PageError, PageErrorKind, RunError};
use crate::input::{Inputs, Item, RawPage};
use crate::tally::Tally;
use crate::write::Format;
use rayon::prelude::*;
use std::cell::RefCell;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Instant;

/// Bytes of pages gathered before a batch goes to the workers.
const BATCH_BYTES: usize = 8 << 20;
/// Items gathered at most in one batch.
const BATCH_ITEMS: usize = 2048;
/// Stack of a worker: the JSON of the deepest list that the limits allow needs a tenth of it.
const STACK_BYTES: usize = 16 << 20;

/// How a run goes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Worker threads; 0 = one per core.
    pub threads: usize,
    /// The output's format.
    pub format: Format,
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
pub struct Outputs<'a> {
    /// The records.
    pub records: &'a mut dyn Write,
    /// One JSON line per page not ok, if wanted.
    pub errors: Option<&'a mut dyn Write>,
}

/// A batch of items in input order, and how far the reader had come.
type Batch = (Vec<Item>, u64);

/// One item's outcome.
struct Done {
    bytes: Vec<u8>,
    error_line: Option<Vec<u8>>,
    tally: Tally,
}

/// Runs all inputs through the cleaner.
///
/// # Errors
/// Where the output cannot be written or the threads cannot be started. Bad pages and damaged input are counted instead.
pub fn run(
    cleaner: &Cleaner,
    inputs: Inputs,
    options: Options,
    outputs: Outputs<'_>,
    watch: &Watch,
) -> Result<Tally, RunError> {
    let start = Instant::now();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .stack_size(STACK_BYTES)
        .build()
        .map_err(|e| RunError::new("threads", e))?;
    let (sender, receiver) = mpsc::sync_channel::<Batch>(1);
    let mut tally = std::thread::scope(|scope| {
        scope.spawn(move || read(inputs, &sender, watch));
        let mut writer = Writer { outputs, format: options.format, tally: Tally::default(), is_first: true };
        writer.head()?;
        // dropping the receiver on an error ends the reader
        for (items, bytes) in receiver {
            let clean = |item: &Item| SPACE.with_borrow_mut(|space| one(cleaner, space, item, options.format));
            let done: Vec<Option<Done>> = pool.install(|| items.par_iter().map(clean).collect());
            for (item, done) in items.iter().zip(done) {
                writer.item(item, done)?;
            }
            watch.bytes.store(bytes, Ordering::Relaxed);
            watch.pages.store(writer.tally.pages, Ordering::Relaxed);
            writer.tally.input_bytes = bytes;
        }
        writer.tail()
    })?;
    tally.seconds = start.elapsed().as_secs_f64();
    Ok(tally)
}

thread_local! {
    /// A worker's buffers, for as long as its pool lives: fresh ones for each batch cost more page faults than the cleaning
    /// costs work. A panic leaves nothing in them that the next page would read.
    static SPACE: RefCell<Workspace> = RefCell::default();
}

/// Fills batches; ends when the inputs do, the run is stopped, or nobody takes them any more.
fn read(mut inputs: Inputs, sender: &mpsc::SyncSender<Batch>, watch: &Watch) {
    let (mut batch, mut size) = (Vec::new(), 0);
    while !watch.stop.load(Ordering::Relaxed) {
        let Some(item) = inputs.next() else { break };
        if let Item::Page(page) = &item {
            size += page.bytes.len();
        }
        batch.push(item);
        if size >= BATCH_BYTES || batch.len() >= BATCH_ITEMS {
            size = 0;
            if sender.send((std::mem::take(&mut batch), inputs.bytes_read())).is_err() {
                return;
            }
        }
    }
    // the writer may be gone: then there is nobody to tell
    let _ = sender.send((batch, inputs.bytes_read()));
}

/// Cleans one item; `None` for those that give no record.
fn one(cleaner: &Cleaner, space: &mut Workspace, item: &Item, format: Format) -> Option<Done> {
    let (page, page_bytes) = match item {
        Item::Page(raw) => (clean(cleaner, space, raw), raw.bytes.len()),
        Item::Bad(error) => (CleanPage::of_error(error, None), 0),
        Item::PassedOver(_) | Item::Damage(_) => return None,
    };
    let mut bytes = Vec::new();
    if let Err(error) = format.page(&page, &mut bytes) {
        bytes = error.to_string().into_bytes();
    }
    let mut tally = Tally { pages: 1, page_bytes: page_bytes as u64, words: page.words, ..Tally::default() };
    tally.by_status.insert(page.status.name().to_owned(), 1);
    if let Some(reason) = &page.reason {
        let code = reason.split(':').next().unwrap_or_default();
        tally.by_reason.insert(code.to_owned(), 1);
    }
    tally.leftover_wordings = page.leftover_wordings.iter().map(|(w, n)| (w.clone(), u64::from(*n))).collect();
    tally.removed = page.removed.iter().map(|(rule, n)| (rule.clone(), u64::from(*n))).collect();
    let error_line = (page.status != Status::Ok).then(|| error_line(&page));
    Some(Done { bytes, error_line, tally })
}

fn error_line(page: &CleanPage) -> Vec<u8> {
    let line = serde_json::json!({
        "id": page.id, "source": page.source, "status": page.status, "reason": page.reason, "url": page.url,
    });
    let mut bytes = line.to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

/// A panic costs its page, not the run; the buffers it may have left half filled are thrown away.
fn clean(cleaner: &Cleaner, space: &mut Workspace, raw: &RawPage) -> CleanPage {
    let outcome = catch_unwind(AssertUnwindSafe(|| cleaner.clean_with(space, raw)));
    let given = raw.given_id.as_deref();
    match outcome {
        Ok(Ok(page)) => page,
        Ok(Err(error)) => CleanPage::of_error(&error, given),
        Err(panic) => {
            *space = Workspace::default();
            let what = panic.downcast_ref::<String>().map(String::as_str);
            let what = what.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
            let kind = PageErrorKind::Panic(what.to_owned());
            CleanPage::of_error(&PageError { place: raw.place.clone(), url: raw.url.clone(), kind }, given)
        }
    }
}

/// Writes outcomes in order and counts them.
struct Writer<'a> {
    outputs: Outputs<'a>,
    format: Format,
    tally: Tally,
    is_first: bool,
}

impl Writer<'_> {
    fn put(&mut self, bytes: &[u8]) -> Result<(), RunError> {
        self.tally.output_bytes += bytes.len() as u64;
        self.outputs.records.write_all(bytes).map_err(|e| RunError::broken_output("output", e))
    }

    fn head(&mut self) -> Result<(), RunError> {
        self.put(self.format.head().as_bytes())
    }

    fn item(&mut self, item: &Item, done: Option<Done>) -> Result<(), RunError> {
        match item {
            Item::PassedOver(kind) => *self.tally.passed_over.entry((*kind).to_owned()).or_default() += 1,
            Item::Damage(error) => self.tally.damaged(error.to_string()),
            Item::Page(_) | Item::Bad(_) => {}
        }
        let Some(done) = done else { return Ok(()) };
        if !std::mem::replace(&mut self.is_first, false) {
            self.put(self.format.between().as_bytes())?;
        }
        self.put(&done.bytes)?;
        if let (Some(errors), Some(line)) = (&mut self.outputs.errors, &done.error_line) {
            errors.write_all(line).map_err(|e| RunError::broken_output("errors file", e))?;
        }
        self.tally += done.tally;
        Ok(())
    }

    fn tail(mut self) -> Result<Tally, RunError> {
        self.put(self.format.tail().as_bytes())?;
        self.outputs.records.flush().map_err(|e| RunError::broken_output("output", e))?;
        if let Some(errors) = &mut self.outputs.errors {
            errors.flush().map_err(|e| RunError::broken_output("errors file", e))?;
        }
        Ok(self.tally)
    }
}
