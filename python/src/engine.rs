//! A cleaner with buffers for each thread that uses it. Knows nothing of Python.

use pagesieve::cleaner::Workspace;
use pagesieve::{Cleaner, Config};
use std::cell::RefCell;

/// Stack that the deepest page within the limits needs, with room to spare; where a thread has less left, it gets
/// [`STACK_BYTES`] for the page. Threads of Python have 512 KiB on some systems.
const STACK_NEEDED: usize = 4 << 20;
/// As much as a worker of the command line has.
const STACK_BYTES: usize = 16 << 20;

thread_local! {
    /// A thread's buffers. Who works with them takes them: what a file object does may clean a page of its own meanwhile.
    static SPACE: RefCell<Workspace> = RefCell::default();
}

/// A cleaner that threads share.
pub(crate) struct Engine {
    cleaner: Cleaner,
}

impl Engine {
    pub(crate) fn new(config: Config) -> Engine {
        Engine { cleaner: Cleaner::new(config) }
    }

    /// The cleaner itself.
    pub(crate) fn cleaner(&self) -> &Cleaner {
        &self.cleaner
    }

    /// Works with this thread's buffers, on enough stack.
    pub(crate) fn work<T>(&self, work: impl FnOnce(&Cleaner, &mut Workspace) -> T) -> T {
        let mut space = SPACE.take();
        let out = on_enough_stack(|| work(&self.cleaner, &mut space));
        SPACE.set(space);
        out
    }
}

/// Runs what may need as much stack as a page does.
pub(crate) fn on_enough_stack<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(STACK_NEEDED, STACK_BYTES, work)
}
