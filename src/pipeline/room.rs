//! How much may be on its way between the readers and the writer. Counts batches and bytes; holds none of them.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Batches of each part that may be on their way whatever else is: while one is written the next is cleaned and another
/// read.
const WAITING: usize = 3;
/// Bytes that all parts together may hold beyond that, where several are read at once: pages until they are cleaned, records
/// until it is their turn to be written.
const HELD: u64 = 1 << 30;

/// The room between readers and writer.
pub(super) struct Room {
    state: Mutex<State>,
    changed: Condvar,
    budget: u64,
}

#[derive(Default)]
struct State {
    /// Batches on their way, by part.
    waiting: HashMap<u64, usize>,
    bytes: u64,
    is_closed: bool,
}

/// A batch's place in the room, which it has until it is dropped.
pub(super) struct Place<'a> {
    room: &'a Room,
    part: u64,
    bytes: u64,
}

impl Room {
    /// Room for so many readers. One alone has no use for more than is written next.
    pub(super) fn new(readers: usize) -> Room {
        Room { state: Mutex::default(), changed: Condvar::new(), budget: if readers > 1 { HELD } else { 0 } }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // counts are whole whoever panicked
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for room for a batch of this part. None once nobody writes any more.
    pub(super) fn enter(&self, part: u64, bytes: u64) -> Option<Place<'_>> {
        let is_full = |state: &mut State| {
            let waiting = state.waiting.get(&part).copied().unwrap_or(0);
            // the part that is being written always moves on, and the others behind it
            !state.is_closed && waiting >= WAITING && state.bytes.saturating_add(bytes) > self.budget
        };
        let mut state = self.changed.wait_while(self.state(), is_full).unwrap_or_else(PoisonError::into_inner);
        if state.is_closed {
            return None;
        }
        *state.waiting.entry(part).or_default() += 1;
        state.bytes += bytes;
        Some(Place { room: self, part, bytes })
    }

    /// Lets no batch in any more, and those that wait go.
    pub(super) fn close(&self) {
        self.state().is_closed = true;
        self.changed.notify_all();
    }
}

impl Place<'_> {
    /// The bytes that the batch holds.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The batch holds so many bytes now.
    pub(super) fn resize(&mut self, bytes: u64) {
        let mut state = self.room.state();
        state.bytes = state.bytes - std::mem::replace(&mut self.bytes, bytes) + bytes;
        drop(state);
        self.room.changed.notify_all();
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.room.state();
        state.bytes -= self.bytes;
        if let Some(waiting) = state.waiting.get_mut(&self.part) {
            *waiting -= 1;
            if *waiting == 0 {
                state.waiting.remove(&self.part);
            }
        }
        drop(state);
        self.room.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::{HELD, Room, WAITING};

    #[test]
    fn a_part_always_has_room_for_a_few_batches_and_all_together_for_so_many_bytes() {
        let room = Room::new(2);
        let mut places: Vec<_> = (0..WAITING).map_while(|_| room.enter(0, HELD)).collect();
        assert_eq!(places.len(), WAITING, "whatever their size");
        std::thread::scope(|threads| {
            let other = threads.spawn(|| room.enter(1, 1).is_some());
            assert!(other.join().is_ok_and(|got| got), "another part too");
            let more = threads.spawn(|| room.enter(0, 1).is_some());
            // the fourth waits until the others hold less
            places.iter_mut().for_each(|place| place.resize(1));
            assert!(more.join().is_ok_and(|got| got));
            let last = threads.spawn(|| room.enter(0, HELD).is_none());
            room.close();
            assert!(last.join().is_ok_and(|none| none), "nobody waits for ever");
        });
    }
}
