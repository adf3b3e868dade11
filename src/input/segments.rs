//! WARC records that were written in several segments, joined. Segments in, whole records out. Never holds more than a
//! bounded number of records, nor more of one than a page may have.

use super::record::Header;
use crate::place::Place;
use std::collections::VecDeque;

/// Records open at a time; the oldest is given out as it is when another is opened.
const OPEN: usize = 4;

/// A record of which more segments may come.
pub(super) struct Segmented {
    pub(super) header: Header,
    pub(super) content: Vec<u8>,
    pub(super) missing: u64,
    /// The first segment's.
    pub(super) place: Place,
    last: u64,
}

/// The records that are open.
#[derive(Default)]
pub(super) struct Segments {
    open: VecDeque<Segmented>,
}

/// Where a segment belongs.
pub(super) enum Joined {
    /// More are to come.
    Open,
    /// The record is whole.
    Whole(Box<Segmented>),
    /// Its first segment stands in no place known.
    Lost,
}

impl Segments {
    /// Opens a record with its first segment; gives back the oldest if there are too many.
    pub(super) fn open(&mut self, header: Header, content: Vec<u8>, missing: u64, place: Place) -> Option<Segmented> {
        self.open.push_back(Segmented { header, content, missing, place, last: 1 });
        if self.open.len() > OPEN { self.oldest() } else { None }
    }

    /// Adds a segment to its record, of which no more than `most` bytes are kept.
    pub(super) fn add(&mut self, header: &Header, content: &[u8], missing: u64, most: usize) -> Joined {
        let own = |open: &Segmented| open.header.id.is_some() && open.header.id == header.origin;
        let Some(at) = self.open.iter().position(own) else { return Joined::Lost };
        let Some(record) = self.open.get_mut(at) else { return Joined::Lost };
        let room = most.saturating_sub(record.content.len()).min(content.len());
        record.content.extend_from_slice(content.get(..room).unwrap_or_default());
        record.missing += missing + (content.len() - room) as u64;
        let number = header.segment.unwrap_or(record.last + 1);
        // a segment that was skipped is a loss of unknown size
        record.missing += u64::from(number != record.last + 1);
        record.last = number;
        record.header.is_changed |= header.is_changed;
        if header.total.is_none() {
            return Joined::Open;
        }
        self.open.remove(at).map_or(Joined::Lost, |record| Joined::Whole(Box::new(record)))
    }

    /// The oldest record that is open, without its end.
    pub(super) fn oldest(&mut self) -> Option<Segmented> {
        let mut record = self.open.pop_front()?;
        record.missing += 1;
        Some(record)
    }
}
