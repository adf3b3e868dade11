//! Whether the user has asked to stop, while there is no interpreter to tell.

use pyo3::prelude::*;
use std::time::{Duration, Instant};

/// Often enough for a user, seldom enough for other threads, which the interpreter is taken from.
const BETWEEN: Duration = Duration::from_millis(200);

/// Asks the interpreter for signals every now and then.
pub(crate) struct Interrupts {
    next: Instant,
}

impl Interrupts {
    /// From now on.
    pub(crate) fn new() -> Interrupts {
        Interrupts { next: Instant::now() + BETWEEN }
    }

    /// What a signal's handler raised meanwhile: `KeyboardInterrupt` of Ctrl-C.
    pub(crate) fn check(&mut self) -> PyResult<()> {
        let now = Instant::now();
        if now < self.next {
            return Ok(());
        }
        self.next = now + BETWEEN;
        Python::try_attach(|py| py.check_signals()).unwrap_or(Ok(()))
    }
}
