//! Where a run's bytes go: standard output, pipes, and files that get their names when they are whole. Bytes in, files
//! out, and what of them is safe on the disk. Knows no page.

mod records;
mod target;

pub use records::{Naming, Records, Shard, Written, remove_given_up};
pub use target::{Partial, Target, is_device, is_partial_of, locked, partial_of, sync_folder, with_suffix};
