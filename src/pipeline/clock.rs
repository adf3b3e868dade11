//! How long a page takes, seen from beside the work: whoever works says when it begins and ends, whoever watches asks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Time between two looks at a clock.
pub(super) const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// Time that a page is given beyond its bound, for the work to stop by itself.
pub(super) const GRACE: Duration = Duration::from_secs(1);

/// No page is being worked on.
const IDLE: u64 = u64::MAX;

/// Shared by the work and its watch.
pub(super) struct Clock {
    start: Instant,
    /// Milliseconds after `start` at which the page was begun.
    since: AtomicU64,
}

impl Clock {
    pub(super) fn new() -> Clock {
        Clock { start: Instant::now(), since: AtomicU64::new(IDLE) }
    }

    /// A page is begun.
    pub(super) fn begin(&self) {
        self.since.store(self.start.elapsed().as_millis() as u64, Ordering::Relaxed);
    }

    /// The page is done.
    pub(super) fn end(&self) {
        self.since.store(IDLE, Ordering::Relaxed);
    }

    /// Whether a page has been worked on for longer than `most`.
    pub(super) fn is_over(&self, most: Duration) -> bool {
        let begun = self.since.load(Ordering::Relaxed);
        begun != IDLE && self.start.elapsed() > Duration::from_millis(begun).saturating_add(most)
    }
}
