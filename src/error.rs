//! What can go wrong, in three circles: a bad flag or output ends the run, a bad file ends that file, a bad page ends
//! that page. Each error names the place.

use crate::place::Place;
use std::fmt;

/// Ends the run: nothing more is read or written.
#[derive(Debug)]
pub struct RunError {
    /// What was being done or which flag or file was at fault.
    pub what: String,
    /// The cause, in words.
    pub why: String,
    /// Whether the reader of our output went away, which is no fault.
    pub is_closed_pipe: bool,
}

impl RunError {
    /// An error about `what`, caused by `why`.
    pub fn new(what: impl Into<String>, why: impl fmt::Display) -> Self {
        RunError { what: what.into(), why: why.to_string(), is_closed_pipe: false }
    }

    /// An output that could not be written.
    pub fn broken_output(what: impl Into<String>, why: std::io::Error) -> Self {
        let is_closed_pipe = why.kind() == std::io::ErrorKind::BrokenPipe;
        RunError { what: what.into(), why: why.to_string(), is_closed_pipe }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.why)
    }
}

impl std::error::Error for RunError {}

/// A stretch of an input file that could not be read as records. The rest of the file, if any, goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// The file, and the bytes lost.
    pub place: Place,
    /// Whether these are bytes of what a packed file or an archive in an archive holds, not of the input file itself.
    pub is_unpacked: bool,
    /// The cause, in words.
    pub why: String,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unpacked = if self.is_unpacked { "unpacked " } else { "" };
        write!(f, "{}: {} ({} {unpacked}bytes lost)", self.place, self.why, self.place.length)
    }
}

impl std::error::Error for InputError {}

/// A page that gives no content. It still gets a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError {
    /// Where the page stands.
    pub place: Place,
    /// Its address, where the input names one.
    pub url: Option<String>,
    /// What is wrong with it.
    pub kind: PageErrorKind,
}

/// Why a page gives no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageErrorKind {
    /// No bytes, or white space alone.
    Empty,
    /// Bytes that are no text; the format if it is known.
    Binary(&'static str),
    /// The file or record could not be read.
    Unreadable(String),
    /// The record is not of the form its container promises (bad JSON, no `html`, `text` or `content`, broken coding).
    Malformed(String),
    /// The cleaner panicked on it: a fault of pagesieve.
    Panic(String),
    /// The process that cleaned it ended: a fault of pagesieve, or more memory than a worker may have.
    Crash(String),
    /// It took longer than these seconds ([`crate::limits::Limits::seconds`]): a fault of pagesieve.
    Time(u64),
}

impl PageErrorKind {
    /// Short fixed name, the first word of a record's `reason` and the key in the tally.
    pub fn code(&self) -> &'static str {
        match self {
            PageErrorKind::Empty => "empty",
            PageErrorKind::Binary(_) => "binary",
            PageErrorKind::Unreadable(_) => "unreadable",
            PageErrorKind::Malformed(_) => "malformed",
            PageErrorKind::Panic(_) => "panic",
            PageErrorKind::Crash(_) => "crash",
            PageErrorKind::Time(_) => "time",
        }
    }

    /// `true` where the page holds nothing to clean (status `skipped`), `false` where something went wrong (`failed`).
    pub fn is_skip(&self) -> bool {
        matches!(self, PageErrorKind::Empty | PageErrorKind::Binary(_))
    }
}

impl fmt::Display for PageErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PageErrorKind::Empty => write!(f, "empty: the page has no bytes but white space"),
            PageErrorKind::Binary(format) => write!(f, "binary: {format}, not text"),
            PageErrorKind::Unreadable(why) => write!(f, "unreadable: {why}"),
            PageErrorKind::Malformed(why) => write!(f, "malformed: {why}"),
            PageErrorKind::Panic(why) => write!(f, "panic: {why}"),
            PageErrorKind::Crash(why) => write!(f, "crash: {why}"),
            PageErrorKind::Time(seconds) => write!(f, "time: not done after {seconds} seconds"),
        }
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.kind)
    }
}

impl std::error::Error for PageError {}

/// What a panic said.
pub(crate) fn panic_message(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}
