//! The other side of [`super::Apart`]: pages from standard input, outcomes to standard output, until the input ends.
//! Bounded in memory by the system and in time by a watch beside the work.

use super::STACK_BYTES;
use super::apart::{put, take};
use super::clock::{BETWEEN_LOOKS, Clock, GRACE};
use super::work::Worker;
use crate::cleaner::{Cleaner, Workspace};
use crate::input::RawPage;
use crate::write::Format;
use std::io::{self, BufReader, BufWriter};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::Builder;
use std::time::Duration;

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
    let clock = Arc::new(Clock::new());
    let (end, ended) = channel::<()>();
    let watched = Arc::clone(&clock);
    // as for all threads, the environment outranks what is set here
    let is_set = std::env::var_os("RUST_MIN_STACK").is_some();
    let thread = if is_set { Builder::new() } else { Builder::new().stack_size(STACK_BYTES) };
    thread.spawn(move || {
        let _end = end;
        // the other side learns of it from the end of the output
        let _ = answer(&cleaner, &format, &clock);
    })?;
    while ended.recv_timeout(BETWEEN_LOOKS) == Err(RecvTimeoutError::Timeout) {
        if watched.is_over(most) {
            return Ok(Service::TimedOut);
        }
    }
    Ok(Service::Done)
}

fn answer(cleaner: &Cleaner, format: &Format, clock: &Clock) -> io::Result<()> {
    let given_up = AtomicBool::new(false);
    let worker = Worker { cleaner, format, apart: None, given_up: &given_up };
    let mut space = Workspace::default();
    let mut from = BufReader::new(io::stdin().lock());
    let mut to = BufWriter::new(io::stdout().lock());
    while let Some((mut raw, bytes)) = take::<RawPage>(&mut from)? {
        raw.bytes = bytes;
        clock.begin();
        let done = worker.page(&mut space, &raw);
        clock.end();
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
