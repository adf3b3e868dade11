//! `pagesieve extract-record FILE OFFSET`: a record as it stands in its file.

use crate::error::RunError;
use crate::input;
use std::io::Write as _;
use std::path::PathBuf;

/// Flags of `extract-record`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The file; the path may go on into an archive, as `source.path` of a record does
    file: PathBuf,
    /// The record's first byte, as `source.offset` of a record and the places of a report name it
    offset: u64,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, RunError> {
    let record = input::raw_record(&arguments.file, arguments.offset)?;
    let mut out = std::io::stdout().lock();
    let written = out.write_all(&record).and_then(|()| out.flush());
    written.map_err(|e| RunError::broken_output("standard output", e))?;
    Ok(0)
}
