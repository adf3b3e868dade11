//! Pages to processes of their own, so that what would end this one (a stack overflow, memory gone, a page without an
//! end) costs that page. One process for each worker, one page at a time: the page it dies on is the one at fault.

use super::work::Done;
use crate::error::PageErrorKind;
use crate::input::RawPage;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::ffi::OsString;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

/// Exit code of a worker that was too long at its page.
pub(super) const TIMED_OUT: u8 = 75;

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
    child: Child,
    /// Taken when it is to end.
    to: Option<BufWriter<ChildStdin>>,
    from: BufReader<ChildStdout>,
}

impl Apart {
    fn start(&self) -> io::Result<Hand> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("it has no pipes"));
        };
        let mut to = BufWriter::new(to);
        // where it is gone already the first page finds out why
        let _ = put(&mut to, &(), &self.greeting);
        Ok(Hand { child, to: Some(to), from: BufReader::new(from) })
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
            Err(why) => Err(match working.child.wait() {
                Ok(status) if status.code() == Some(i32::from(TIMED_OUT)) => PageErrorKind::Time(self.seconds),
                Ok(status) => PageErrorKind::Crash(cause(status)),
                Err(_) => PageErrorKind::Crash(why.to_string()),
            }),
        }
    }
}

impl Hand {
    fn ask(&mut self, raw: &RawPage) -> io::Result<Done> {
        let to = self.to.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        put(to, raw, &raw.bytes)?;
        let (mut done, bytes): (Done, _) = take(&mut self.from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        if let Some(record) = &mut done.record {
            record.bytes = bytes;
        }
        Ok(done)
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        // without input it ends by itself
        self.to = None;
        let _ = self.child.wait();
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
