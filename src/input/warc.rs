//! WARC 0.17 to 1.1 and WET, plain or gzip, one member a record or one for all. Bytes in, one item a record out. Damage
//! is reported with its bytes and reading goes on at the next record. Never takes a byte that belongs to another record.

use super::members::{Event, Members, What};
use super::stream::Stream;
use super::{Item, record};
use crate::error::InputError;
use crate::limits::Limits;
use crate::place::Place;
use std::collections::VecDeque;
use std::io::Read;

/// A record's header is no longer than this; those of real crawls stay under 16 KiB.
const HEADER: usize = 256 << 10;
/// Room for the HTTP head above the page's own bound.
const HEAD: usize = 1 << 20;
/// Bytes looked at in one step.
const PIECE: usize = 64 << 10;

/// The records of one file.
pub(super) struct Records<R: Read> {
    from: Stream<Members<R>>,
    path: String,
    limits: Limits,
    number: u64,
    /// Offset of the last member's start, in the stream and in the file.
    member: Option<(u64, u64)>,
    queue: VecDeque<Item>,
}

/// Where a record starts.
struct Start {
    at: u64,
    /// In the file, where a member starts with the record.
    raw: Option<u64>,
}

/// A record's content.
struct Content {
    bytes: Vec<u8>,
    /// Bytes the record has but that were not kept, or should have but has not.
    missing: u64,
    /// Why it ends before its length, if it does.
    cut: Option<String>,
    corrupt: bool,
}

impl<R: Read> Records<R> {
    pub(super) fn new(from: Stream<R>, path: String, limits: Limits) -> Self {
        let from = Stream::new(Members::new(from));
        Records { from, path, limits, number: 0, member: None, queue: VecDeque::new() }
    }

    /// Takes note of what happens up to where the stream stands.
    fn settle(&mut self) {
        self.from.ahead(1);
        let at = self.from.offset();
        while self.from.get_ref().events.front().is_some_and(|event| event.at <= at) {
            let Some(event) = self.from.get_mut().events.pop_front() else { return };
            let (to, why) = match event.what {
                What::Start => {
                    self.member = Some((event.at, event.raw));
                    continue;
                }
                What::Cut => continue,
                What::Gap { to } => (to, "bytes between gzip members".to_owned()),
                What::Corrupt { to, why } => (to, format!("broken gzip member: {why}")),
            };
            let place =
                Place { path: self.path.clone(), record: self.number, offset: event.raw, length: to - event.raw };
            self.queue.push_back(Item::Damage(InputError { place, why }));
        }
    }

    /// The first thing that happens after the place the stream stands at, if it lies within `n` bytes.
    fn event_within(&self, n: usize) -> Option<(usize, &Event)> {
        let at = self.from.offset();
        let event = self.from.get_ref().events.iter().find(|event| event.at > at)?;
        let distance = usize::try_from(event.at - at).ok()?;
        (distance <= n).then_some((distance, event))
    }

    fn here(&mut self) -> Start {
        self.settle();
        let at = self.from.offset();
        Start { at, raw: self.member.filter(|member| member.0 == at).map(|member| member.1) }
    }

    /// The place of what lies between `start` and where the stream stands: in the file where gzip members fit it, else
    /// in the decompressed stream.
    fn place(&mut self, start: &Start) -> Place {
        let end = self.here();
        let raw_end = if self.from.ahead(1).is_empty() { Some(self.from.get_ref().raw_end()) } else { end.raw };
        let (offset, length) = match (start.raw, raw_end) {
            (Some(from), Some(to)) => (from, to.saturating_sub(from)),
            _ => (start.at, end.at - start.at),
        };
        Place { path: self.path.clone(), record: self.number, offset, length }
    }

    fn damage(&mut self, start: &Start, why: &str) {
        let place = self.place(start);
        if place.length > 0 {
            self.queue.push_back(Item::Damage(InputError { place, why: why.to_owned() }));
        }
    }

    /// Skips line ends.
    fn skip_blank(&mut self) {
        loop {
            let ahead = self.from.ahead(PIECE);
            let n = ahead.iter().take_while(|&&b| matches!(b, b'\r' | b'\n')).count();
            let all = n == ahead.len() && n > 0;
            self.from.skip(n);
            if !all {
                return;
            }
        }
    }

    /// Moves to the next line that starts a record, at least one byte on; how many bytes that were.
    fn find_record(&mut self) -> u64 {
        let from = self.from.offset();
        self.from.ahead(1);
        self.from.skip(1);
        loop {
            let before = self.from.offset();
            let ahead = self.from.ahead(PIECE);
            let Some(at) = memchr::memmem::find(ahead, b"WARC/") else {
                let n = ahead.len();
                // The last bytes may be the beginning of the line looked for.
                self.from.skip(if n < PIECE { n } else { n - 4 });
                if n < PIECE {
                    break;
                }
                continue;
            };
            self.from.skip(at);
            if is_start(self.from.ahead(32)) {
                break;
            }
            self.from.skip(1);
            debug_assert!(self.from.offset() > before, "the search moves on");
        }
        self.from.offset() - from
    }

    /// Length of the header that starts here, with its blank line; why there is none otherwise.
    fn header_len(&mut self) -> Result<usize, &'static str> {
        let mut looked = 2048;
        loop {
            let ahead = self.from.ahead(looked);
            let (n, end) = (ahead.len(), blank_line(ahead));
            if let Some(end) = end {
                let broken =
                    self.event_within(end).is_some_and(|(distance, event)| distance < end && event.what != What::Start);
                return if broken { Err("the record's header is broken off") } else { Ok(end) };
            }
            if n < looked {
                return Err("the record's header is cut short");
            }
            if looked >= HEADER {
                return Err("the record's header does not end");
            }
            looked *= 4;
        }
    }

    /// Reads a record's content, `length` bytes of it, as far as the record goes in fact.
    fn content(&mut self, length: u64) -> Content {
        let keep = self.limits.page_bytes.saturating_add(HEAD);
        let mut content = Content { bytes: Vec::new(), missing: 0, cut: None, corrupt: false };
        let mut left = length;
        let mut searched = false;
        while left > 0 {
            let want = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
            let have = self.from.ahead(want).len().min(want);
            let event = self.event_within(have).map(|(distance, event)| (distance, event.what.clone()));
            let n = event.as_ref().map_or(have, |(distance, _)| *distance);
            let room = keep.saturating_sub(content.bytes.len()).min(n);
            content.bytes.extend(self.from.ahead(n).iter().take(room));
            content.missing += (n - room) as u64;
            self.from.skip(n);
            left -= n as u64;
            let ended = match event {
                Some((_, What::Start)) => left > 0 && is_start(self.from.ahead(32)),
                Some((_, What::Gap { .. })) => false,
                Some((_, What::Corrupt { .. })) => {
                    content.corrupt = true;
                    true
                }
                Some((_, What::Cut)) | None => n == 0,
            };
            if room < n && !searched {
                searched = true;
                if self.give_back(&mut content, length) {
                    return content;
                }
            }
            if ended && left > 0 {
                content.cut = Some(format!("the record ends after {} of {length} bytes", length - left));
                content.missing += left;
                return content;
            }
        }
        content
    }

    /// Puts back what belongs to the next record, where a record starts within the content.
    fn give_back(&mut self, content: &mut Content, length: u64) -> bool {
        if content.missing > 0 && content.bytes.is_empty() {
            return false;
        }
        let Some(at) = record_within(&content.bytes) else { return false };
        let tail = content.bytes.split_off(at);
        self.from.put_back(&tail);
        let end = content.bytes.len();
        content.missing = length.saturating_sub(end as u64);
        content.cut = Some(format!("the next record starts after {end} of {length} bytes"));
        while content.bytes.ends_with(b"\n") || content.bytes.ends_with(b"\r") {
            content.bytes.pop();
        }
        true
    }

    /// Reads what stands between a record's content and the next record; what should not be there is lost.
    fn close(&mut self, content: &mut Content, length: u64) {
        if content.cut.is_some() {
            return;
        }
        let ahead = self.from.ahead(PIECE);
        let n = ahead.iter().take_while(|&&b| matches!(b, b'\r' | b'\n')).count();
        let next = ahead.get(n..).unwrap_or_default();
        if next.is_empty() || is_start(next) || self.event_within(n).is_some_and(|(distance, _)| distance == n) {
            self.from.skip(n);
            return;
        }
        if self.give_back(content, length) {
            return;
        }
        let over = self.find_record();
        content.missing += over;
        content.cut = Some(format!("the record goes on {over} bytes past its {length}"));
    }

    fn record(&mut self) -> Option<()> {
        self.settle();
        self.skip_blank();
        let start = self.here();
        if self.from.ahead(1).is_empty() {
            if let Some(e) = self.from.take_error() {
                let place = self.place(&start);
                self.queue.push_back(Item::Damage(InputError { place, why: e.to_string() }));
            }
            return None;
        }
        if !is_start(self.from.ahead(32)) {
            self.find_record();
            self.damage(&start, "bytes that are no WARC record");
            return Some(());
        }
        let header = match self.header_len() {
            Ok(len) => {
                let header = record::Header::read(self.from.ahead(len).get(..len).unwrap_or_default());
                self.from.skip(len);
                header
            }
            Err(why) => {
                self.find_record();
                self.damage(&start, why);
                self.number += 1;
                return Some(());
            }
        };
        let Some(length) = header.length else {
            self.find_record();
            self.damage(&start, "a record without Content-Length");
            self.number += 1;
            return Some(());
        };
        let mut content = self.content(length);
        self.close(&mut content, length);
        let place = self.place(&start);
        self.number += 1;
        if !content.corrupt {
            self.queue.push_back(record::item(&header, &content.bytes, content.missing, place.clone(), &self.limits));
            if let Some(why) = content.cut {
                self.queue.push_back(Item::Damage(InputError { place, why }));
            }
        }
        Some(())
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.queue.pop_front() {
                return Some(item);
            }
            if self.record().is_none() && self.queue.is_empty() {
                return None;
            }
        }
    }
}

/// `WARC/`, a version and a line end.
fn is_start(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"WARC/") else { return false };
    let version = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let after = rest.get(version..).unwrap_or_default();
    version > 2 && after.trim_ascii_start().len() < after.len()
}

/// Where a record starts at a line of `bytes`.
fn record_within(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"\nWARC/").map(|at| at + 1).find(|&at| {
        let line = bytes.get(at..).unwrap_or_default();
        let next = memchr::memchr(b'\n', line.get(..32).unwrap_or(line)).and_then(|end| line.get(end + 1..));
        is_start(line) && next.is_none_or(|next| next.starts_with(b"WARC-") || next.starts_with(b"Content-"))
    })
}

/// The end of the first blank line.
fn blank_line(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes.get(at + 1..) {
        Some([b'\n', ..]) => Some(at + 2),
        Some([b'\r', b'\n', ..]) => Some(at + 3),
        _ => None,
    })
}
