//! Pages to processes of their own, so that what would end this one (a stack overflow, memory gone, a page without an
//! end) costs that page. One process for each worker, one page at a time: the page it dies on is the one at fault.

use super::clock::{BETWEEN_LOOKS, Clock, GRACE};
use super::work::Done;
use crate::error::PageErrorKind;
use crate::input::RawPage;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::ffi::OsString;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Exit code of a worker that was too long at its page.
pub(super) const TIMED_OUT: u8 = 75;
/// Time that a process without input is given to end by itself before it is ended.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two looks at whether it has ended.
const BETWEEN_WAITS: Duration = Duration::from_millis(2);

/// How the processes are started: they must answer as [`super::serve()`] does.
#[derive(Clone, Debug)]
pub struct Apart {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// What each is told first, for it to read with [`super::greeting()`].
    pub greeting: Vec<u8>,
    /// Seconds a page may take there.
    pub seconds: u64,
}

/// A process at work.
pub(super) struct Hand {
    watched: Arc<Watched>,
    /// Taken when it is to end.
    to: Option<BufWriter<ChildStdin>>,
    from: BufReader<ChildStdout>,
    /// Lets the watch go when it is dropped.
    _watch: Sender<()>,
}

/// What the work and its watch share.
struct Watched {
    child: Mutex<Child>,
    clock: Clock,
    is_over: AtomicBool,
}

impl Apart {
    fn start(&self) -> io::Result<Hand> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let watched = Watched { child: Mutex::new(child), clock: Clock::new(), is_over: AtomicBool::new(false) };
        let watched = Arc::new(watched);
        let Some((to, from)) = pipes else { return Err(io::Error::other("it has no pipes")) };
        let _watch = watch(Arc::clone(&watched), Duration::from_secs(self.seconds).saturating_add(2 * GRACE))?;
        let mut to = BufWriter::new(to);
        watched.clock.begin();
        // where it is gone already the first page finds out why
        let _ = put(&mut to, &(), &self.greeting);
        watched.clock.end();
        Ok(Hand { watched, to: Some(to), from: BufReader::new(from), _watch })
    }

    /// The outcome of a page; what became of the process that it ended, which the next page starts anew.
    pub(super) fn page(&self, hand: &mut Option<Hand>, raw: &RawPage) -> Result<Done, PageErrorKind> {
        let mut working = match hand.take() {
            Some(hand) => hand,
            None => self.start().map_err(|e| PageErrorKind::Crash(format!("no process could be started: {e}")))?,
        };
        match working.ask(raw) {
            Ok(done) => {
                *hand = Some(working);
                Ok(done)
            }
            Err(why) => {
                let status = working.end();
                let is_over = working.watched.is_over.load(Ordering::Relaxed);
                Err(match status {
                    _ if is_over => PageErrorKind::Time(self.seconds),
                    Some(status) if status.code() == Some(i32::from(TIMED_OUT)) => PageErrorKind::Time(self.seconds),
                    Some(status) => PageErrorKind::Crash(cause(status)),
                    None => PageErrorKind::Crash(format!("the worker's answer cannot be read: {why}")),
                })
            }
        }
    }
}

/// Ends a process that is at one page for longer than `most`: it has a watch of its own, which acts before, but whatever
/// keeps it from working may keep that too.
fn watch(watched: Arc<Watched>, most: Duration) -> io::Result<Sender<()>> {
    let (end, ended) = channel::<()>();
    std::thread::Builder::new().spawn(move || {
        while ended.recv_timeout(BETWEEN_LOOKS) == Err(RecvTimeoutError::Timeout) {
            if watched.clock.is_over(most) {
                watched.is_over.store(true, Ordering::Relaxed);
                // one that is gone already is as good
                let _ = watched.child().kill();
                return;
            }
        }
    })?;
    Ok(end)
}

impl Watched {
    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hand {
    fn ask(&mut self, raw: &RawPage) -> io::Result<Done> {
        self.watched.clock.begin();
        let to = self.to.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        put(to, raw, &raw.bytes)?;
        let (mut done, bytes): (Done, _) = take(&mut self.from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        self.watched.clock.end();
        if let Some(record) = &mut done.record {
            record.bytes = bytes;
        }
        Ok(done)
    }

    /// Sees to it that the process ends; how it did, where it did so by itself.
    fn end(&mut self) -> Option<ExitStatus> {
        // without input it ends; what is still gathered for it would wait for it to read
        drop(self.to.take().map(BufWriter::into_parts));
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Ok(Some(status)) = self.watched.child().try_wait() {
                return Some(status);
            }
            std::thread::sleep(BETWEEN_WAITS);
        }
        let mut child = self.watched.child();
        let _ = child.kill();
        let _ = child.wait();
        None
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.end();
    }
}

/// Why a process ended, in words.
fn cause(status: ExitStatus) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            let meaning = match signal {
                6 => ": out of stack or memory",
                9 => ": by the system or somebody",
                11 => ": segmentation fault",
                _ => "",
            };
            return format!("the worker was ended by signal {signal}{meaning}");
        }
    }
    format!("the worker ended with {status}")
}

/// Writes a message: a head in JSON, then bytes, each with its length before it.
pub(super) fn put(to: &mut impl Write, head: &impl Serialize, bytes: &[u8]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    to.write_all(&(head.len() as u64).to_le_bytes())?;
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(&head)?;
    to.write_all(bytes)?;
    to.flush()
}

/// Reads a message; none at the end.
pub(super) fn take<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<(T, Vec<u8>)>> {
    let mut lengths = [0; 16];
    match from.read_exact(&mut lengths) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let (head, bytes) = lengths.split_at(8);
    let mut read = |length: &[u8]| -> io::Result<Vec<u8>> {
        let length = u64::from_le_bytes(length.try_into().map_err(io::Error::other)?);
        let mut part = Vec::new();
        from.take(length).read_to_end(&mut part)?;
        if (part.len() as u64) < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(part) }
    };
    let (head, bytes) = (read(head)?, read(bytes)?);
    Ok(Some((serde_json::from_slice(&head)?, bytes)))
}
