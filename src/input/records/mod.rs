//! WARC 0.17 to 1.1, WET and ARC, plain or packed, one member a record or one for all. Bytes in, one item a record out.
//! Damage is reported with its bytes and reading goes on at the next record. Never takes a byte that belongs to another
//! record.

mod resync;

use super::digest;
use super::members::What;
use super::record::{self, Header};
use super::segments::{Joined, Segments};
use super::syntax::Syntax;
use super::{Item, Source};
use crate::error::InputError;
use crate::limits::Limits;
use crate::place::Place;
use std::collections::VecDeque;

/// A record's header is no longer than this; those of real crawls stay under 16 KiB.
const HEADER: usize = 256 << 10;
/// Room for the HTTP head above the page's own bound.
const HEAD: usize = 1 << 20;
/// Bytes looked at in one step.
const PIECE: usize = 64 << 10;
/// Bytes of a record by which its content's type is known.
const START: usize = 4 << 10;
/// Room made for a record before its bytes are read: its length may be a lie.
const ROOM: u64 = 1 << 20;
/// Bytes put back, for lengths that were false, before the lengths of the file are in doubt; as many as were read in a
/// file of more.
const AGAIN: u64 = 64 << 20;

/// The records of one file.
pub(super) struct Records {
    from: Source,
    syntax: Syntax,
    path: String,
    limits: Limits,
    number: u64,
    /// Offset of the last member's start, in the stream and in the file.
    member: Option<(u64, u64)>,
    segments: Segments,
    /// Whether a record was cut short by the end of the file.
    is_cut: bool,
    /// Bytes put back because a length was false.
    again: u64,
    /// Members that were one record each, and whether there were others.
    n_whole: u64,
    is_mixed: bool,
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

/// What was taken of a record at once.
struct Piece {
    /// Bytes taken.
    n: usize,
    /// What happened behind them.
    event: Option<What>,
}

impl Records {
    pub(super) fn new(mut from: Source, syntax: Syntax, path: String, limits: Limits) -> Self {
        from.get_mut().set_starts(syntax.starts());
        let (segments, queue) = (Segments::default(), VecDeque::new());
        Records {
            from,
            syntax,
            path,
            limits,
            number: 0,
            member: None,
            segments,
            is_cut: false,
            again: 0,
            n_whole: 0,
            is_mixed: false,
            queue,
        }
    }

    /// Whether each record is a member of its own, as far as the file is read: what looks like a record within one is a
    /// part of it.
    fn is_by_member(&self) -> bool {
        self.n_whole > 0 && !self.is_mixed
    }

    /// Takes note of how a record that began at `start` and ends here lies in its member.
    fn count_member(&mut self, start: &Start) {
        let is_whole = self.here().raw.is_some() || self.from.ahead(1).is_empty();
        self.is_mixed |= start.raw.is_none();
        self.n_whole += u64::from(is_whole && start.raw.is_some());
    }

    fn starts_here(&mut self) -> bool {
        self.syntax.is_start(self.from.ahead(self.syntax.looked_at()))
    }

    /// Takes note of what happens up to where the stream stands.
    fn settle(&mut self) {
        self.from.ahead(1);
        let at = self.from.offset();
        while self.from.get_ref().events.front().is_some_and(|event| event.at <= at) {
            let Some(event) = self.from.get_mut().events.pop_front() else { return };
            if event.what == What::Start {
                self.member = Some((event.at, event.raw));
            }
            // a record that ends with its file has said so
            if matches!(event.what, What::Cut { .. }) && self.is_cut {
                continue;
            }
            self.queue.extend(event.damage(&self.path, self.number).map(Item::Damage));
        }
    }

    fn here(&mut self) -> Start {
        self.settle();
        let at = self.from.offset();
        Start { at, raw: self.member.filter(|member| member.0 == at).map(|member| member.1) }
    }

    /// The place of what lies between `start` and where the stream stands: in the file where members fit it, else in the
    /// unpacked stream, and whether it is the latter.
    fn place(&mut self, start: &Start) -> (Place, bool) {
        let end = self.here();
        let raw_end = if self.from.ahead(1).is_empty() { Some(self.from.get_ref().raw_end()) } else { end.raw };
        let (offset, length, is_unpacked) = match (start.raw, raw_end) {
            (Some(from), Some(to)) => (from, to.saturating_sub(from), false),
            _ => (start.at, end.at - start.at, self.from.get_ref().is_packed()),
        };
        (Place { path: self.path.clone(), record: self.number, offset, length }, is_unpacked)
    }

    fn damage(&mut self, start: &Start, why: &str) {
        let (place, is_unpacked) = self.place(start);
        self.lose(place, is_unpacked, why);
    }

    /// Reports what of a stretch is not reported as broken already.
    fn lose(&mut self, mut place: Place, is_unpacked: bool, why: &str) {
        let end = place.offset + place.length;
        let told = self.queue.iter().filter_map(|item| match item {
            Item::Damage(told) if told.is_unpacked == is_unpacked => Some((told.place.offset, told.place.length)),
            _ => None,
        });
        let mut told: Vec<(u64, u64)> = told.filter(|(offset, length)| *offset < end && *length > 0).collect();
        told.sort_unstable();
        for (offset, length) in told.into_iter().chain([(end, 0)]) {
            place.length = offset.saturating_sub(place.offset);
            if place.length > 0 {
                let place = place.clone();
                self.queue.push_back(Item::Damage(InputError { place, is_unpacked, why: why.to_owned() }));
            }
            place.offset = place.offset.max(offset + length);
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

    /// Length of the header that starts here, with its blank line; why there is none otherwise.
    fn header_len(&mut self) -> Result<usize, &'static str> {
        let (mut looked, mut seen) = (2048, 0);
        loop {
            // more may lie ready, which each start would look through again
            let ahead = self.from.ahead(looked);
            let ahead = ahead.get(..looked).unwrap_or(ahead);
            let n = ahead.len();
            // a blank line, or another record's first, may lie across what was looked at
            let from = usize::saturating_sub(seen, 32);
            let new = ahead.get(from..).unwrap_or_default();
            let end = self.syntax.header_end(new).map(|end| from + end);
            if end.is_none() && self.syntax.is_two(new) {
                return Err("the record's header is broken off");
            }
            seen = n;
            if let Some(end) = end {
                let event = self.from.event_within(end);
                let broken = event.is_some_and(|(distance, event)| distance < end && event.what != What::Start);
                let header = self.from.ahead(end).get(..end).unwrap_or_default();
                // a header without its end goes on into the next
                let is_two = self.syntax.is_two(header);
                let is_odd = header.iter().any(|b| b.is_ascii_control() && !matches!(b, b'\r' | b'\n' | b'\t'));
                return if broken || is_two || is_odd { Err("the record's header is broken off") } else { Ok(end) };
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

    /// Takes the header that starts here.
    fn header(&mut self) -> Result<Header, &'static str> {
        let len = self.header_len()?;
        let header = self.syntax.header(self.from.ahead(len).get(..len).unwrap_or_default());
        if header.is_two {
            return Err("the record's header goes on into another");
        }
        self.from.skip(len);
        Ok(header)
    }

    /// Whether a record of such a length is to end where the next starts: it is more than is kept, or others were false.
    fn is_in_doubt(&mut self, header: &Header, length: u64, keep: usize) -> bool {
        if self.is_by_member() {
            return false;
        }
        let start = self.from.ahead(START);
        let holds_records = length > keep as u64 && header.holds_records(start.get(..START).unwrap_or(start));
        (length > keep as u64 && !holds_records) || self.again > self.from.offset().max(AGAIN)
    }

    /// Takes the next piece of a record, no more than `want` bytes of it, up to the first event; keeps `keep` bytes in all.
    fn take(&mut self, content: &mut Content, want: usize, keep: usize) -> Piece {
        let have = self.from.ahead(want).len().min(want);
        let event = self.from.event_within(have).map(|(distance, event)| (distance, event.what.clone()));
        let n = event.as_ref().map_or(have, |(distance, _)| *distance);
        let room = keep.saturating_sub(content.bytes.len()).min(n);
        content.bytes.extend_from_slice(self.from.ahead(n).get(..room).unwrap_or_default());
        content.missing += (n - room) as u64;
        self.from.skip(n);
        Piece { n, event: event.map(|(_, what)| what) }
    }

    /// Reads a record's content, `length` bytes of it, as far as the record goes in fact.
    fn content(&mut self, header: &Header, length: u64) -> Content {
        let keep = self.limits.page_bytes.saturating_add(HEAD);
        let is_in_doubt = self.is_in_doubt(header, length, keep);
        let room = usize::try_from(length.min(ROOM)).unwrap_or_default();
        let bytes = if is_in_doubt { Vec::new() } else { Vec::with_capacity(room) };
        let mut content = Content { bytes, missing: 0, cut: None, corrupt: false };
        let mut left = length;
        if self.from.is_broken_here() {
            content.corrupt = true;
            return content;
        }
        while left > 0 {
            let mut want = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
            let mut is_over = false;
            if is_in_doubt {
                (want, is_over) = self.up_to_start(want);
            }
            let Piece { n, event } = self.take(&mut content, want, keep);
            left -= n as u64;
            if is_over {
                content.cut = Some(format!("the next record starts after {} of {length} bytes", length - left));
                content.missing += left;
                trim(&mut content.bytes);
                return content;
            }
            let ended = match event {
                Some(What::Start) => left > 0 && self.starts_here(),
                Some(What::Gap { .. }) => false,
                Some(What::Corrupt { .. }) => {
                    content.corrupt = true;
                    true
                }
                Some(What::Cut { .. }) | None => n == 0,
            };
            self.is_cut |= ended && left > 0;
            if ended && left > 0 {
                if !content.corrupt && self.give_back(header, &mut content, length) {
                    return content;
                }
                content.cut = Some(format!("the record ends after {} of {length} bytes", length - left));
                content.missing += left;
                return content;
            }
        }
        content
    }

    /// Reads a record's content up to the next record, where its header names no length.
    fn content_to_next(&mut self) -> Content {
        let keep = self.limits.page_bytes.saturating_add(HEAD);
        let mut content = Content { bytes: Vec::new(), missing: 0, cut: None, corrupt: false };
        let why = "the record names no length; it was read up to the next, whatever it holds";
        content.cut = Some(why.to_owned());
        let mut is_over = self.starts_here();
        while !is_over {
            let want;
            (want, is_over) = if self.is_by_member() { (PIECE, false) } else { self.up_to_start(PIECE) };
            let Piece { n, event } = self.take(&mut content, want, keep);
            content.corrupt |= matches!(event, Some(What::Corrupt { .. })) || self.from.is_broken_here();
            is_over |= n == 0 || content.corrupt || (event.is_some() && self.starts_here());
        }
        trim(&mut content.bytes);
        content
    }

    /// Reads what stands between a record's content and the next record; what should not be there is lost.
    fn close(&mut self, header: &mut Header, content: &mut Content, length: u64) {
        if content.cut.is_some() {
            return;
        }
        if self.is_changed(header, content) {
            // as many bytes may be gone as another record has, which is then in this one
            if let Some(at) = self.next_start(header, &content.bytes, true) {
                self.cut(content, at, length);
                return;
            }
            header.is_changed = true;
            content.cut = Some("the record does not match its digest".to_owned());
        }
        let ahead = self.from.ahead(PIECE);
        let n = ahead.iter().take_while(|&&b| matches!(b, b'\r' | b'\n')).count();
        let is_end = ahead.len() == n;
        if let Some((_, event)) = self.from.event_within(n) {
            // a checksum stands behind the last byte it is of
            content.corrupt |= matches!(event.what, What::Corrupt { .. });
            self.from.skip(n);
            return;
        }
        let ahead = self.from.ahead(n + self.syntax.looked_at());
        let is_next = is_end || self.syntax.is_start(ahead.get(n..).unwrap_or_default());
        // what is left of an ARC record's line without its first letters looks like one
        let is_parted = n >= self.syntax.parted_by() || self.syntax == Syntax::Warc;
        if !(is_end || is_next && is_parted) && self.give_back(header, content, length) {
            return;
        }
        self.from.skip(n);
        if self.is_by_member() {
            // all of its member is its own, and is to be trusted when the checksum behind it has been read
            content.corrupt |= self.from.is_broken_here();
            if is_end || content.corrupt || self.here().raw.is_some() {
                return;
            }
        } else if is_next || n >= self.syntax.parted_by() {
            // what stands behind the line ends that part records is none of this one
            return;
        }
        let over = self.find_record();
        content.corrupt |= self.from.is_broken_here();
        content.missing += over;
        content.cut = Some(format!("the record goes on {over} bytes past its {length}"));
    }

    fn record(&mut self) -> Option<()> {
        self.settle();
        self.skip_blank();
        let start = self.here();
        if self.from.ahead(1).is_empty() {
            self.end(&start);
            return None;
        }
        if !self.starts_here() {
            self.find_record();
            self.damage(&start, &format!("bytes that are no {} record", self.syntax.name()));
            return Some(());
        }
        let mut header = match self.header() {
            Ok(header) => header,
            Err(why) => {
                self.from.skip(1);
                self.find_record();
                self.damage(&start, why);
                self.number += 1;
                return Some(());
            }
        };
        let mut content = match header.length {
            Some(length) => {
                let mut content = self.content(&header, length);
                self.close(&mut header, &mut content, length);
                content
            }
            None => self.content_to_next(),
        };
        self.count_member(&start);
        let (place, is_unpacked) = self.place(&start);
        if !content.corrupt {
            // room made for a length that was false would be held as long as the item is
            content.bytes.shrink_to_fit();
            self.give(header, content.bytes, content.missing, place.clone());
            if let Some(why) = content.cut {
                self.lose(place, is_unpacked, &why);
            }
        }
        self.number += 1;
        Some(())
    }

    /// Whether a record of a plain file is another than its digest is of: nothing else tells that bytes of it are wrong or
    /// gone. In a packed one the checksum does.
    fn is_changed(&self, header: &Header, content: &Content) -> bool {
        let is_whole = !content.corrupt && content.missing == 0;
        let digest = header.digest.as_ref().filter(|_| is_whole && !self.from.get_ref().is_packed());
        digest.is_some_and(|digest| !digest::matches(digest, &content.bytes))
    }

    /// The record that starts here with its header, as it stands; what stands there up to the next where none does.
    pub(super) fn raw(mut self) -> Vec<u8> {
        let len = if self.starts_here() { self.header_len().unwrap_or_default() } else { 0 };
        let mut out = self.from.ahead(len).get(..len).unwrap_or_default().to_vec();
        let header = self.syntax.header(&out);
        self.from.skip(len);
        let content = match header.length.filter(|_| len > 0) {
            Some(length) => self.content(&header, length),
            None => {
                // of bytes that start like a record but are none, the start is no end
                let first = self.from.ahead(1).first().copied();
                self.from.skip(1);
                out.extend(first);
                self.content_to_next()
            }
        };
        out.extend(content.bytes);
        out
    }

    /// Makes an item of a record, or of several segments when the last is there.
    fn give(&mut self, header: Header, content: Vec<u8>, missing: u64, place: Place) {
        let most = self.limits.page_bytes.saturating_add(HEAD);
        let limits = &self.limits;
        if header.is_first_segment() {
            let oldest = self.segments.open(header, content, missing, place);
            self.queue.extend(oldest.map(|r| record::item(&r.header, r.content, r.missing, r.place, limits)));
            return;
        }
        if header.is_continuation() {
            let item = match self.segments.add(&header, &content, missing, most) {
                Joined::Open => return,
                Joined::Whole(r) => record::item(&r.header, r.content, r.missing, r.place, limits),
                Joined::Lost => Item::PassedOver("continuation"),
            };
            self.queue.push_back(item);
            return;
        }
        self.queue.push_back(record::item(&header, content, missing, place, limits));
    }

    fn end(&mut self, start: &Start) {
        while let Some(r) = self.segments.oldest() {
            self.queue.push_back(record::item(&r.header, r.content, r.missing, r.place, &self.limits));
        }
        if let Some(e) = self.from.read_error() {
            let (place, is_unpacked) = self.place(start);
            self.queue.push_back(Item::Damage(InputError { place, is_unpacked, why: e.to_string() }));
        }
    }
}

impl Iterator for Records {
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

/// Takes the line ends off that part a record from the next.
fn trim(bytes: &mut Vec<u8>) {
    while bytes.ends_with(b"\n") || bytes.ends_with(b"\r") {
        bytes.pop();
    }
}
