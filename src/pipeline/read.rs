//! Inputs to parts, and items to batches: reads ahead while the workers work. Counts the bytes that each item took. Cleans
//! nothing.

use super::Watch;
use super::room::{Place, Room};
use crate::input::{Inputs, Item, Position};
use std::sync::atomic::Ordering;

/// Bytes of pages gathered for each worker before a batch goes out.
const BATCH_BYTES: usize = 2 << 20;
/// Bytes of pages in a batch, whatever the number of workers.
const MAX_BATCH_BYTES: usize = 32 << 20;
/// Items gathered at most in one batch.
const BATCH_ITEMS: usize = 2048;
/// Bytes of files that one reader takes at a time, where there are several: small files go together.
const PART_BYTES: u64 = 64 << 20;

/// An item and where it was taken.
pub(super) struct Taken {
    /// The item; none once it is cleaned.
    pub(super) item: Option<Item>,
    /// How far the reading had come with it.
    pub(super) position: Position,
    /// Number of its input.
    pub(super) input: usize,
    /// Bytes taken since the item before, by the number of their input.
    pub(super) bytes: Vec<(usize, u64)>,
}

/// Items in input order.
pub(super) struct Batch<'a> {
    pub(super) items: Vec<Taken>,
    /// Bytes taken after the last item, at the end of the part.
    pub(super) trailing: Vec<(usize, u64)>,
    /// Whether its part of the inputs ended with this batch.
    pub(super) ends_part: bool,
    /// Whether all inputs ended with it.
    pub(super) is_last: bool,
    /// Its place between reader and writer.
    pub(super) place: Place<'a>,
}

/// Hands the inputs out in parts, in order.
pub(super) struct Parts {
    inputs: Inputs,
    part_bytes: u64,
    batch_bytes: usize,
    given: u64,
    has_ended: bool,
}

impl Parts {
    /// Parts for so many readers; for one alone the inputs are one part.
    pub(super) fn new(inputs: Inputs, readers: usize, threads: usize) -> Parts {
        let batch_bytes = BATCH_BYTES.saturating_mul(threads).min(MAX_BATCH_BYTES);
        let part_bytes = if readers > 1 { PART_BYTES } else { u64::MAX };
        Parts { inputs, part_bytes, batch_bytes, given: 0, has_ended: false }
    }
}

impl Iterator for Parts {
    type Item = Reader;

    fn next(&mut self) -> Option<Reader> {
        if self.has_ended {
            return None;
        }
        let inputs = self.inputs.split_off(self.part_bytes);
        self.has_ended = self.inputs.to_come().next().is_none();
        let part = self.given;
        self.given += 1;
        let batch_bytes = self.batch_bytes;
        Some(Reader { inputs, part, batch_bytes, is_last_part: self.has_ended, has_ended: false })
    }
}

/// Fills batches from a part of the inputs.
pub(super) struct Reader {
    inputs: Inputs,
    part: u64,
    batch_bytes: usize,
    is_last_part: bool,
    has_ended: bool,
}

impl Reader {
    /// The next batch; none after the part's end, once the run is told to stop or nobody writes any more.
    pub(super) fn next_batch<'a>(&mut self, watch: &Watch, room: &'a Room) -> Option<Batch<'a>> {
        if self.has_ended {
            return None;
        }
        let (mut items, mut size) = (Vec::new(), 0);
        while size < self.batch_bytes && items.len() < BATCH_ITEMS {
            if watch.stop.load(Ordering::Relaxed) {
                break;
            }
            let Some(item) = self.inputs.next() else {
                self.has_ended = true;
                break;
            };
            if let Item::Page(page) = &item {
                size += page.bytes.capacity();
            }
            let bytes = self.inputs.take_bytes();
            let (position, input) = (self.inputs.position(), self.inputs.input());
            items.push(Taken { item: Some(item), position, input, bytes });
        }
        if items.is_empty() && !self.has_ended {
            return None;
        }
        let trailing = if self.has_ended { self.inputs.take_bytes() } else { Vec::new() };
        let place = room.enter(self.part, size as u64)?;
        let (ends_part, is_last) = (self.has_ended, self.has_ended && self.is_last_part);
        Some(Batch { items, trailing, ends_part, is_last, place })
    }
}
