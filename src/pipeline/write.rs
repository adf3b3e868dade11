//! Outcomes in input order to the outputs, and their sum; from time to time a point to resume from. Cleans nothing.

use super::read::Batch;
use super::work::{Done, Record};
use super::{End, Outcome, Outputs, ToCome, Watch};
use crate::error::RunError;
use crate::journal::Checkpoint;
use crate::output::Written;
use crate::tally::Tally;
use crate::updates::Change;
use crate::write::{Format, Stamp};
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// Time between two points to resume from, at the beginning of a run.
const BETWEEN_POINTS: Duration = Duration::from_millis(200);
/// Later that share of the time the session has taken: what a fault can cost, and a bound on the journal's length.
const SHARE_BETWEEN_POINTS: u32 = 100;

/// The parts of the inputs as the readers take them, each with its batches as they come from the workers.
pub(super) type Cleaned<'a> = Receiver<Receiver<ToCome<'a>>>;

/// Writes outcomes in order and counts them.
pub(super) struct Writer<'a> {
    outputs: Outputs,
    format: &'a Format,
    watch: &'a Watch,
    max_failures: Option<u64>,
    /// What the last point in the journal holds, all of the run.
    total: Tally,
    /// What came since.
    since: Checkpoint,
    /// Shards that the journal knows of.
    n_shards: usize,
    failures: u64,
    start: Instant,
    last_point: Instant,
    seconds_told: f64,
    has_ended: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        outputs: Outputs,
        format: &'a Format,
        names: &[String],
        done: Checkpoint,
        max_failures: Option<u64>,
        watch: &'a Watch,
    ) -> Self {
        let mut total = Tally::of(names);
        let since = done.onward();
        let n_shards = done.shards.len();
        total += done.tally;
        let now = Instant::now();
        Writer {
            outputs,
            format,
            watch,
            max_failures,
            failures: total.failures(),
            total,
            since,
            n_shards,
            start: now,
            last_point: now,
            seconds_told: 0.0,
            has_ended: false,
        }
    }

    /// Writes all that comes.
    pub(super) fn run(&mut self, parts: Cleaned<'_>) -> End {
        match self.all(parts) {
            Err(error) => End::Failed(error),
            Ok(Some(end)) => end,
            Ok(None) if self.has_ended => End::Complete,
            Ok(None) => End::Interrupted,
        }
    }

    fn all(&mut self, parts: Cleaned<'_>) -> Result<Option<End>, RunError> {
        if self.is_over_failures() {
            return Ok(Some(End::TooManyFailures("as many as before".to_owned())));
        }
        for part in parts {
            let mut has_part_ended = false;
            for to_come in part {
                let (batch, done) = to_come.recv().map_err(|_| RunError::new("worker", "a fault of pagesieve"))?;
                has_part_ended = batch.ends_part;
                if let Some(end) = self.batch(batch, done)? {
                    return Ok(Some(end));
                }
            }
            // it was left when the run was told to stop: what comes after it must wait for the rest
            if !has_part_ended {
                break;
            }
        }
        self.end()?;
        Ok(None)
    }

    fn batch(&mut self, batch: Batch<'_>, done: Vec<Done>) -> Result<Option<End>, RunError> {
        for (taken, mut done) in batch.items.into_iter().zip(done) {
            let failure = done.failure.take();
            self.item(done, taken.input)?;
            self.count_bytes(taken.bytes);
            self.since.position = taken.position;
            if self.is_over_failures() {
                self.end()?;
                return Ok(Some(End::TooManyFailures(failure.unwrap_or_default())));
            }
        }
        self.has_ended = batch.is_last;
        self.count_bytes(batch.trailing);
        self.watch.bytes.store(self.total.input_bytes + self.since.tally.input_bytes, Ordering::Relaxed);
        self.watch.pages.store(self.total.pages + self.since.tally.pages, Ordering::Relaxed);
        let wait = BETWEEN_POINTS.max(self.start.elapsed() / SHARE_BETWEEN_POINTS);
        if self.outputs.journal.is_none() {
            self.hand_over()?;
        } else if !self.has_ended && self.format.is_sequence() && self.last_point.elapsed() >= wait {
            self.point(false)?;
        }
        Ok(None)
    }

    /// Without a journal: what the reader has got counts, whatever comes after it.
    fn hand_over(&mut self) -> Result<(), RunError> {
        self.outputs.records.sync()?;
        self.total += std::mem::take(&mut self.since.tally);
        Ok(())
    }

    /// The last point. The output of a run that was stopped stays open where a later session can go on with it.
    fn end(&mut self) -> Result<(), RunError> {
        if self.has_ended {
            self.say_gone()?;
        }
        if self.has_ended || self.outputs.journal.is_none() {
            self.since.tally.output_bytes += self.outputs.records.close()?;
        } else if !self.format.is_sequence() {
            // what is open of such a file is lost with the session: the last closed shard is where to go on from
            self.since.tally = Tally::default();
            return Ok(());
        }
        self.point(self.has_ended)
    }

    fn is_over_failures(&self) -> bool {
        self.max_failures.is_some_and(|max| self.failures > max)
    }

    fn item(&mut self, done: Done, input: usize) -> Result<(), RunError> {
        if let Some(record) = done.record {
            self.record(&record)?;
        }
        self.failures += done.tally.failures();
        self.since.tally.add(input, done.tally);
        Ok(())
    }

    fn count_bytes(&mut self, taken: Vec<(usize, u64)>) {
        for (input, bytes) in taken {
            self.since.tally.input_bytes += bytes;
            self.since.tally.input(input).bytes_read += bytes;
        }
    }

    fn record(&mut self, record: &Record) -> Result<(), RunError> {
        if let (Some(errors), Some(line)) = (&mut self.outputs.errors, &record.error_line) {
            errors.write(line.as_bytes())?;
            self.since.error_bytes += line.len() as u64;
        }
        if record.bytes.is_empty() {
            return Ok(());
        }
        match self.outputs.updates.as_mut().map(|updates| updates.meet(record.stamp.clone())) {
            Some(Change::Same) => {
                self.since.tally.unchanged += 1;
                return Ok(());
            }
            // under another routing it would stand beside what was written before
            Some(Change::Changed(before)) if self.format.is_added_to() || before.routing != record.stamp.routing => {
                self.put_gone(&before)?;
            }
            _ => {}
        }
        self.put(&record.bytes)
    }

    fn put(&mut self, record: &[u8]) -> Result<(), RunError> {
        if self.outputs.records.is_full(record.len()) {
            self.since.tally.output_bytes += self.outputs.records.close()?;
            self.point(false)?;
            self.outputs.records.turn()?;
        }
        self.since.tally.output_bytes += self.outputs.records.put(record)?;
        Ok(())
    }

    fn put_gone(&mut self, stamp: &Stamp) -> Result<(), RunError> {
        let mut line = Vec::new();
        self.format.gone(stamp, &mut line).map_err(|e| RunError::new("output", e))?;
        self.put(&line)
    }

    /// Says which pages of the earlier run this one did not meet. Of a damaged input none is gone: half an archive is no
    /// reason to empty an index.
    fn say_gone(&mut self) -> Result<(), RunError> {
        let Some(mut updates) = self.outputs.updates.take() else { return Ok(()) };
        if self.total.n_damaged + self.since.tally.n_damaged > 0 {
            self.since.tally.unmet += updates.keep_unmet();
        }
        for stamp in updates.gone() {
            self.put_gone(stamp)?;
            self.since.tally.gone += 1;
        }
        self.outputs.updates = Some(updates);
        Ok(())
    }

    /// Hands all outputs to the disk, then notes in the journal what is safe.
    fn point(&mut self, is_whole: bool) -> Result<(), RunError> {
        self.outputs.records.sync()?;
        if let Some(errors) = &mut self.outputs.errors {
            errors.sync()?;
        }
        let seconds = self.start.elapsed().as_secs_f64();
        self.since.tally.seconds = seconds - std::mem::replace(&mut self.seconds_told, seconds);
        let shards = self.outputs.records.shards();
        self.since.shards = shards.get(self.n_shards..).unwrap_or_default().to_vec();
        self.since.is_whole = is_whole;
        self.since.written = self.outputs.records.written();
        if !self.since.shards.is_empty() && !is_whole {
            // a closed shard is done with: a later session begins the next
            self.since.written = Written { shard: self.since.written.shard + 1, ..Written::default() };
        }
        self.n_shards = shards.len();
        if let Some(journal) = &mut self.outputs.journal {
            journal.add(&self.since)?;
        }
        self.total += std::mem::take(&mut self.since.tally);
        self.last_point = Instant::now();
        Ok(())
    }

    /// What came of the run. Where an output broke, what came after the last point, or after what a reader has got, does
    /// not count: a later session goes on from there.
    pub(super) fn outcome(self, end: End) -> Outcome {
        let mut tally = if matches!(end, End::Failed(_)) { self.total } else { self.total + self.since.tally };
        tally.seconds += self.start.elapsed().as_secs_f64() - self.seconds_told;
        Outcome { end, tally, outputs: self.outputs }
    }
}
