//! Where the next record starts when a header, a length or a digest is false. Bytes in, places out. What only looks like a
//! record, since a page or an archive within a record shows it, is none.

use super::{Content, HEADER, PIECE, Records, START, Syntax, trim};
use crate::input::record::Header;

/// Starts of records within one whose length was false that are looked into.
const STARTS: usize = 64;

impl Records {
    /// Moves to the next record, at least one byte on; how many bytes that were.
    pub(super) fn find_record(&mut self) -> u64 {
        let from = self.from.offset();
        // in front of an ARC record stands a line end, which may be the byte looked at
        self.from.ahead(1);
        if self.syntax == Syntax::Warc {
            self.from.skip(1);
        }
        let is_by_member = self.is_by_member();
        loop {
            let n = self.from.ahead(PIECE).len();
            if is_by_member && self.from.is_member_start() && self.starts_here() {
                break;
            }
            let event = self.from.event_within(n).map(|(distance, _)| distance);
            let ahead = self.from.ahead(n).get(..event.unwrap_or(n)).unwrap_or_default();
            let found = if is_by_member { None } else { self.syntax.find(ahead) };
            match (found, event) {
                (Some(at), _) => {
                    self.from.skip(at);
                    if self.starts_here() {
                        break;
                    }
                    // in ARC the line end that was found lies behind
                    self.from.skip(usize::from(self.syntax == Syntax::Warc));
                }
                (None, Some(distance)) => {
                    self.from.skip(distance);
                    if self.starts_here() {
                        break;
                    }
                }
                // The last bytes may be the beginning of the line looked for.
                (None, None) => self.from.skip(if n < PIECE { n } else { n - 4 }),
            }
            if n < PIECE && self.from.ahead(1).is_empty() {
                break;
            }
        }
        self.from.offset() - from
    }

    /// Bytes up to where another record starts, no more than `want`, and whether one starts there.
    pub(super) fn up_to_start(&mut self, want: usize) -> (usize, bool) {
        let looked = want.saturating_add(self.syntax.looked_at());
        let have = self.from.ahead(looked).len().min(looked);
        let event = self.from.event_within(have).map(|(distance, _)| distance);
        let window = self.from.ahead(have).get(..event.unwrap_or(have)).unwrap_or_default();
        match self.syntax.within(window) {
            Some(at) => (at.min(want), at <= want),
            None => (window.len().min(want), false),
        }
    }

    /// Puts back what belongs to the next record, where a record starts within the content.
    pub(super) fn give_back(&mut self, header: &Header, content: &mut Content, length: u64) -> bool {
        if (content.missing > 0 && content.bytes.is_empty()) || self.is_by_member() {
            return false;
        }
        let at = self.next_start(header, &content.bytes, false).or_else(|| self.split_start(&content.bytes));
        let Some(at) = at else { return false };
        self.cut(content, at, length);
        true
    }

    /// Where in a record's content the next record starts: what the page itself shows of records ends where none starts. In
    /// an archive of records that lies in a record all are its own but what comes last. Where the length is right
    /// (`is_whole`), none but a record that ends in its place is another.
    pub(super) fn next_start(&mut self, header: &Header, content: &[u8], is_whole: bool) -> Option<usize> {
        let (mut first, mut last, mut from) = (None, None, 0);
        let holds_records = header.holds_records(content.get(..START).unwrap_or(content));
        for _ in 0..if holds_records { usize::MAX } else { STARTS } {
            let Some(at) = content.get(from..).and_then(|rest| self.syntax.within(rest)).map(|at| from + at) else {
                break;
            };
            first = first.or(Some(at));
            last = Some(at);
            if !holds_records && self.ends_at_start(content, at) {
                return Some(at);
            }
            from = at + 1;
        }
        if is_whole {
            return None;
        }
        if holds_records { last } else { first }
    }

    /// Whether the record that starts at `at` of the content ends where the next one starts, as far as it can be seen.
    fn ends_at_start(&mut self, content: &[u8], at: usize) -> bool {
        let record = content.get(at..).unwrap_or_default();
        let Some(len) = self.syntax.header_end(record.get(..HEADER).unwrap_or(record)) else { return true };
        let header = self.syntax.header(record.get(..len).unwrap_or_default());
        let end =
            header.length.and_then(|length| usize::try_from(length).ok()).and_then(|length| len.checked_add(length));
        let Some(end) = end else { return false };
        let behind = match record.get(end..) {
            Some(behind) if behind.len() >= START => behind.to_vec(),
            inside => {
                let over = end.saturating_sub(record.len());
                if over > PIECE {
                    return true;
                }
                [inside.unwrap_or_default(), self.from.ahead(over + START).get(over..).unwrap_or_default()].concat()
            }
        };
        let n = behind.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        n == behind.len() || self.syntax.is_start(behind.get(n..).unwrap_or_default())
    }

    /// Ends the content where the next record starts in it.
    pub(super) fn cut(&mut self, content: &mut Content, at: usize, length: u64) {
        let tail = content.bytes.split_off(at);
        self.from.put_back(&tail);
        self.again += tail.len() as u64;
        content.missing = length.saturating_sub(at as u64);
        content.cut = Some(format!("the next record starts after {at} of {length} bytes"));
        trim(&mut content.bytes);
    }

    /// Where in the content a record starts whose first line goes on behind it.
    fn split_start(&mut self, content: &[u8]) -> Option<usize> {
        let from = content.len().saturating_sub(self.syntax.looked_at());
        let at = memchr::memrchr(b'\n', content.get(from..)?)? + from + 1;
        let ahead = self.from.ahead(self.syntax.looked_at());
        let line = [content.get(at..)?, ahead].concat();
        self.syntax.is_start(&line).then_some(at)
    }
}
