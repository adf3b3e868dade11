//! The other side of [`super::Apart`]: pages from standard input, outcomes to standard output, until the input ends.
//! Bounded in memory by the system and in time by a watch beside the work.

use super::apart::{put, take};
use super::work::Worker;
use crate::cleaner::{Cleaner, Workspace};
use crate::input::RawPage;
use crate::write::Format;
use std::io::{self, BufReader, BufWriter};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Time between two looks at how long the page takes.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// Time that a page is given beyond its bound, for the work to stop by itself.
const GRACE: Duration = Duration::from_secs(1);

/// How a service ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// The input ended, or nobody takes the outcomes.
    Done,
    /// A page took too long and is still being worked on: the process must end, with [`Service::exit_code`].
    TimedOut,
}

impl Service {
    /// The exit code by which the other side knows what happened.
    pub fn exit_code(self) -> u8 {
        match self {
            Service::Done => 0,
            Service::TimedOut => super::apart::TIMED_OUT,
        }
    }
}

/// What the other side says first ([`super::Apart::greeting`]); to be taken before [`serve()`].
///
/// # Errors
/// Where it says nothing.
pub fn greeting() -> io::Result<Vec<u8>> {
    // standard input has one buffer for all who read it: what it holds of the first page is not lost
    let ((), greeting) = take(&mut io::stdin().lock())?.ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok(greeting)
}

/// Cleans what comes in, page by page.
///
/// # Errors
/// Where the bound on memory cannot be set or no thread started.
pub fn serve(cleaner: Cleaner, format: Format) -> io::Result<Service> {
    let limits = &cleaner.config().limits;
    bound_memory(limits.memory_bytes)?;
    let most = Duration::from_secs(limits.seconds).saturating_add(GRACE);
    let start = Instant::now();
    let since = Arc::new(AtomicU64::new(IDLE));
    let (end, ended) = channel::<()>();
    let clock = Arc::clone(&since);
    std::thread::Builder::new().spawn(move || {
        let _end = end;
        // the other side learns of it from the end of the output
        let _ = answer(&cleaner, format, |is_busy| {
            let now = if is_busy { start.elapsed().as_millis() as u64 } else { IDLE };
            clock.store(now, Ordering::Relaxed);
        });
    })?;
    while ended.recv_timeout(BETWEEN_LOOKS) == Err(RecvTimeoutError::Timeout) {
        let begun = since.load(Ordering::Relaxed);
        if begun != IDLE && start.elapsed() > Duration::from_millis(begun).saturating_add(most) {
            return Ok(Service::TimedOut);
        }
    }
    Ok(Service::Done)
}

/// No page is being worked on.
const IDLE: u64 = u64::MAX;

fn answer(cleaner: &Cleaner, format: Format, busy: impl Fn(bool)) -> io::Result<()> {
    let given_up = AtomicBool::new(false);
    let worker = Worker { cleaner, format, apart: None, given_up: &given_up };
    let mut space = Workspace::default();
    let mut from = BufReader::new(io::stdin().lock());
    let mut to = BufWriter::new(io::stdout().lock());
    while let Some((mut raw, bytes)) = take::<RawPage>(&mut from)? {
        raw.bytes = bytes;
        busy(true);
        let done = worker.page(&mut space, &raw);
        busy(false);
        put(&mut to, &done, done.record.as_ref().map(|record| record.bytes.as_slice()).unwrap_or_default())?;
    }
    Ok(())
}

/// Bounds the address space of this process: a page that asks for more ends it.
#[cfg(unix)]
fn bound_memory(bytes: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::As).maximum;
    let bytes = maximum.map_or(bytes, |maximum| maximum.min(bytes));
    Ok(setrlimit(Resource::As, Rlimit { current: Some(bytes), maximum })?)
}

#[cfg(not(unix))]
fn bound_memory(_: u64) -> io::Result<()> {
    Ok(())
}
