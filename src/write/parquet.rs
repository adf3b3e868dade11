//! Records to the bytes of a Parquet file: zstd, nested columns, row groups of bounded rows and bytes. Keeps one row group
//! open; writes nothing itself.

use crate::arrow::{Rows, schema};
use crate::cleaner::CleanPage;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use std::io;

/// JSON bytes of the records in a row group: a quarter to a tenth of them in the file.
const GROUP_BYTES: u64 = 64 << 20;
/// Rows of a row group.
const GROUP_ROWS: usize = 100_000;
/// Parts of a bounded file: what is open counts by its JSON bytes, so that a file is filled to all but one such part.
const PARTS: u64 = 8;
/// Bytes of the footer for each row group, about, and for the schema: 80 columns.
const FOOTER_BYTES: u64 = 24 << 10;

/// The least bound on a file's bytes that can be kept.
pub(super) const MIN_BYTES: u64 = 1 << 20;

/// A file under way.
pub(super) struct File {
    writer: ArrowWriter<Vec<u8>>,
    rows: Rows,
    group_bytes: u64,
    n_groups: u64,
}

impl File {
    /// A file of at most so many bytes, [`MIN_BYTES`] or more.
    ///
    /// # Errors
    /// Where the schema has no form in Parquet, which would be a fault of pagesieve.
    pub(super) fn new(max_bytes: u64) -> io::Result<File> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).map_err(io::Error::other)?))
            .set_max_row_group_row_count(None)
            // of pages of values: readers skip row groups, hardly ever less
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_created_by(format!("pagesieve {}", env!("CARGO_PKG_VERSION")))
            .build();
        // the columns' types say all that the Arrow schema would
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(Vec::new(), schema(), options).map_err(io::Error::other)?;
        Ok(File { writer, rows: Rows::default(), group_bytes: GROUP_BYTES.min(max_bytes / PARTS), n_groups: 0 })
    }

    /// Bytes that the file has beyond those given out, if it ends here, at most.
    pub(super) fn to_come(&self) -> u64 {
        self.rows.bytes() + (self.n_groups + 2) * FOOTER_BYTES
    }

    /// Adds a record, given as its JSON line; gives the bytes that the file goes on with.
    ///
    /// # Errors
    /// Where the line is no record.
    pub(super) fn push(&mut self, line: &[u8]) -> io::Result<Vec<u8>> {
        let page = CleanPage::of_line(line)?;
        let bytes = line.len() as u64;
        let is_full = self.rows.bytes() + bytes > self.group_bytes || self.rows.len() >= GROUP_ROWS;
        let out = if is_full { self.end_group()? } else { Vec::new() };
        self.rows.push_of_length(&page, bytes).map_err(io::Error::other)?;
        Ok(out)
    }

    fn end_group(&mut self) -> io::Result<Vec<u8>> {
        if !self.rows.is_empty() {
            let batch = self.rows.finish().map_err(io::Error::other)?;
            self.writer.write(&batch).and_then(|()| self.writer.flush()).map_err(io::Error::other)?;
            self.n_groups += 1;
        }
        self.take()
    }

    fn take(&mut self) -> io::Result<Vec<u8>> {
        self.writer.sync()?;
        Ok(std::mem::take(self.writer.inner_mut()))
    }

    /// Ends the file; gives its last bytes.
    ///
    /// # Errors
    /// Where it cannot be encoded.
    pub(super) fn finish(mut self) -> io::Result<Vec<u8>> {
        let mut out = self.end_group()?;
        self.writer.finish().map_err(io::Error::other)?;
        out.append(&mut self.take()?);
        Ok(out)
    }
}
