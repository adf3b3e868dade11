//! Items to batches: reads ahead while the workers work. Counts the bytes that each item took. Cleans nothing.

use super::Watch;
use crate::input::{Inputs, Item, Position};
use std::sync::atomic::Ordering;

/// Bytes of pages gathered for each worker before a batch goes out.
const BATCH_BYTES: usize = 2 << 20;
/// Bytes of pages in a batch, whatever the number of workers.
const MAX_BATCH_BYTES: usize = 32 << 20;
/// Items gathered at most in one batch.
const BATCH_ITEMS: usize = 2048;

/// An item and where it was taken.
pub(super) struct Taken {
    pub(super) item: Item,
    /// How far the reading had come with it.
    pub(super) position: Position,
    /// Number of its input.
    pub(super) input: usize,
    /// Bytes taken since the item before, by the number of their input.
    pub(super) bytes: Vec<(usize, u64)>,
}

/// Items in input order.
pub(super) struct Batch {
    pub(super) items: Vec<Taken>,
    /// Bytes taken after the last item, at the end of the inputs.
    pub(super) trailing: Vec<(usize, u64)>,
    /// Whether the inputs ended with this batch.
    pub(super) is_last: bool,
}

/// Fills batches.
pub(super) struct Reader {
    inputs: Inputs,
    batch_bytes: usize,
    has_ended: bool,
}

impl Reader {
    pub(super) fn new(inputs: Inputs, threads: usize) -> Reader {
        let batch_bytes = BATCH_BYTES.saturating_mul(threads).min(MAX_BATCH_BYTES);
        Reader { inputs, batch_bytes, has_ended: false }
    }

    /// The next batch; none after the inputs' end or once the run is told to stop.
    pub(super) fn next_batch(&mut self, watch: &Watch) -> Option<Batch> {
        let (mut items, mut size) = (Vec::new(), 0);
        while !self.has_ended && size < self.batch_bytes && items.len() < BATCH_ITEMS {
            if watch.stop.load(Ordering::Relaxed) {
                break;
            }
            let Some(item) = self.inputs.next() else {
                self.has_ended = true;
                return Some(Batch { items, trailing: self.inputs.take_bytes(), is_last: true });
            };
            if let Item::Page(page) = &item {
                size += page.bytes.capacity();
            }
            let bytes = self.inputs.take_bytes();
            items.push(Taken { item, position: self.inputs.position(), input: self.inputs.input(), bytes });
        }
        (!items.is_empty()).then_some(Batch { items, trailing: Vec::new(), is_last: false })
    }
}
