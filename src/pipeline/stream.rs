//! Inputs to records in the caller's thread, one at a time: for those who bring threads or machines of their own. The
//! same records and the same counts as those of [`super::run()`]. Writes nothing.

use super::one::outcome;
use crate::cleaner::{Clean, CleanPage, Workspace};
use crate::input::Inputs;
use crate::tally::Tally;
use std::time::Instant;

/// Records of inputs, as they are read.
pub struct Stream {
    inputs: Inputs,
    tally: Tally,
    has_ended: bool,
}

impl Stream {
    /// The records of these inputs.
    pub fn new(inputs: Inputs) -> Stream {
        let tally = Tally::of(inputs.names());
        Stream { inputs, tally, has_ended: false }
    }

    /// Reads on to the next record, which is made with buffers of the caller's; none at the inputs' end.
    pub fn next(&mut self, cleaner: &dyn Clean, space: &mut Workspace) -> Option<CleanPage> {
        let start = Instant::now();
        let page = self.read_on(cleaner, space);
        self.tally.seconds += start.elapsed().as_secs_f64();
        page
    }

    fn read_on(&mut self, cleaner: &dyn Clean, space: &mut Workspace) -> Option<CleanPage> {
        while !self.has_ended {
            let item = self.inputs.next();
            for (input, bytes) in self.inputs.take_bytes() {
                self.tally.input_bytes += bytes;
                self.tally.input(input).bytes_read += bytes;
            }
            let Some(item) = item else {
                self.has_ended = true;
                break;
            };
            let (page, counts) = outcome(cleaner, space, &item);
            self.tally.add(self.inputs.input(), counts);
            if page.is_some() {
                return page;
            }
        }
        None
    }

    /// Counts bytes that the caller made of a record.
    pub fn wrote(&mut self, bytes: usize) {
        self.tally.output_bytes += bytes as u64;
    }

    /// What was counted so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Whether the inputs are at their end.
    pub fn has_ended(&self) -> bool {
        self.has_ended
    }
}
