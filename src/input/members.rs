//! The gzip members of a file as one stream, with the places where members start and where they are damaged. A broken
//! member ends at the next one that holds a record. Never fails: damage is an event among the bytes.

use super::sniff;
use super::stream::Stream;
use flate2::bufread::GzDecoder;
use std::collections::VecDeque;
use std::io::{self, Read};

/// Bytes of a member looked at to see whether a record starts in it.
const TRIAL: usize = 4 << 10;

/// Bytes at a file's start within which a member is looked for where the file does not begin with one: the first may be
/// damaged in its own head.
const BROKEN_HEAD: usize = 1 << 20;

/// What happens at an offset of the decompressed stream.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// Offset in the decompressed stream.
    pub(super) at: u64,
    /// Offset in the file.
    pub(super) raw: u64,
    /// What happens there.
    pub(super) what: What,
}

/// What happens between two bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A member starts.
    Start,
    /// Bytes of the file up to `to` are no gzip data; what was read of the member before is not to be trusted.
    Corrupt { to: u64, why: String },
    /// Bytes between members, up to `to`, that belong to none.
    Gap { to: u64 },
    /// The file ends within a member.
    Cut,
}

enum State<R: Read> {
    Plain(Stream<R>),
    Between(Stream<R>),
    In(Box<GzDecoder<Stream<R>>>),
    Done,
}

/// Members of a file, or the file as it is where it is not gzip.
pub(super) struct Members<R: Read> {
    state: State<R>,
    made: u64,
    raw: u64,
    start: u64,
    /// What happens further on, in order.
    pub(super) events: VecDeque<Event>,
}

impl<R: Read> Members<R> {
    pub(super) fn new(mut from: Stream<R>) -> Self {
        let is_plain = from.ahead(5).starts_with(b"WARC/");
        let is_packed = sniff::is_gzip(from.ahead(4)) || (!is_plain && goes_on_packed(from.ahead(BROKEN_HEAD)));
        let state = if is_packed { State::Between(from) } else { State::Plain(from) };
        Members { state, made: 0, raw: 0, start: 0, events: VecDeque::new() }
    }

    /// Offset in the file at which the stream ended.
    pub(super) fn raw_end(&self) -> u64 {
        self.raw
    }

    fn event(&mut self, raw: u64, what: What) {
        self.events.push_back(Event { at: self.made, raw, what });
    }

    /// Opens the next member, if there is one.
    fn open(&mut self, mut from: Stream<R>) {
        let at = from.offset();
        self.raw = at;
        if sniff::is_gzip(from.ahead(18)) {
            self.event(at, What::Start);
            self.start = at;
            from.set_mark();
            self.state = State::In(Box::new(GzDecoder::new(from)));
            return;
        }
        let clean = find_member(&mut from);
        let to = from.offset();
        self.raw = to;
        if to > at && !clean.zeros_alone {
            self.event(at, What::Gap { to });
        }
        self.state = if clean.found { State::Between(from) } else { State::Done };
    }

    fn broken(&mut self, mut from: Stream<R>, error: &io::Error) {
        // damage can make a member swallow those after it, down to the end of the file: look behind its start either way
        let end = from.offset();
        let is_kept = from.go_back();
        from.ahead(1);
        from.skip(1);
        let is_cut = error.kind() == io::ErrorKind::UnexpectedEof;
        let found = (is_kept || !is_cut) && find_member(&mut from).found;
        if is_cut && !found {
            self.raw = end;
            self.event(end, What::Cut);
            self.state = State::Done;
            return;
        }
        self.raw = from.offset();
        self.event(self.start, What::Corrupt { to: self.raw, why: error.to_string() });
        self.state = if found { State::Between(from) } else { State::Done };
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Ok(0),
                State::Plain(mut from) => {
                    let got = from.read(out);
                    self.raw = from.offset();
                    self.state = State::Plain(from);
                    return got;
                }
                State::Between(from) => self.open(from),
                State::In(mut member) => match member.read(out) {
                    Ok(0) => self.state = State::Between(member.into_inner()),
                    Ok(n) => {
                        self.made += n as u64;
                        self.state = State::In(member);
                        return Ok(n);
                    }
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => self.state = State::In(member),
                    Err(e) => self.broken(member.into_inner(), &e),
                },
            }
        }
    }
}

struct Search {
    found: bool,
    zeros_alone: bool,
}

/// Moves to the next gzip member in which a record starts, or to the end.
fn find_member<R: Read>(from: &mut Stream<R>) -> Search {
    let mut zeros_alone = true;
    loop {
        let ahead = from.ahead(TRIAL);
        if ahead.is_empty() {
            return Search { found: false, zeros_alone };
        }
        let at = memchr::memchr(0x1f, ahead).unwrap_or(ahead.len());
        zeros_alone &= ahead.iter().take(at).all(|&b| b == 0);
        from.skip(at);
        let ahead = from.ahead(TRIAL);
        if sniff::is_gzip(ahead) && ahead.len() >= 18 && starts_record(ahead) {
            return Search { found: true, zeros_alone: false };
        }
        zeros_alone &= ahead.is_empty();
        from.skip(1);
    }
}

/// Whether bytes that begin as nothing known hold a member in which a record starts.
fn goes_on_packed(head: &[u8]) -> bool {
    let is_member = |at: usize| {
        let member = head.get(at..).unwrap_or_default();
        let member = member.get(..TRIAL).unwrap_or(member);
        sniff::is_gzip(member) && member.len() >= 18 && starts_record(member)
    };
    memchr::memchr_iter(0x1f, head).any(is_member)
}

fn starts_record(member: &[u8]) -> bool {
    let mut first = [0; 5];
    GzDecoder::new(member).read_exact(&mut first).is_ok() && &first == b"WARC/"
}
