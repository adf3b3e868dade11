//! Records in, Arrow record batches out, and their schema: the keys and meanings of `pagesieve/1`, one row a record. Writes
//! nothing. For Parquet, and for whoever hands batches to another engine in the same process.

mod column;
mod record;

use crate::cleaner::CleanPage;
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema, SchemaRef};
use record::RecordColumns;
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

/// JSON bytes that the records of one batch may have: Arrow counts the bytes of a column of strings in 31 bits.
pub const MAX_BYTES: u64 = i32::MAX as u64;

/// The schema of a batch of records. Lists and counts are never null; of the `items` of a list, those under others follow
/// them with a greater `depth`; those of definitions are `definitions`; a removed block's `because` is JSON.
pub fn schema() -> SchemaRef {
    Arc::new(Schema::new(RecordColumns::fields()))
}

/// Records to a batch.
///
/// ```
/// use pagesieve::{Cleaner, Config, RawPage, arrow::Rows};
///
/// let page = RawPage::html("<title>Tides</title><p>The sea rises twice a day, and the boats with it.</p>", None);
/// let mut rows = Rows::default();
/// rows.push(&Cleaner::new(Config::default()).clean(&page).unwrap()).unwrap();
/// assert_eq!(rows.finish().unwrap().num_rows(), 1);
/// ```
#[derive(Default)]
pub struct Rows {
    columns: RecordColumns,
    rows: usize,
    bytes: u64,
}

/// A record does not fit into the batch; where the batch is empty, it fits into none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "over {MAX_BYTES} bytes of records in one batch")
    }
}

impl std::error::Error for Full {}

impl Rows {
    /// Adds a record.
    ///
    /// # Errors
    /// Where the batch would go over [`MAX_BYTES`]; then nothing is added.
    pub fn push(&mut self, page: &CleanPage) -> Result<(), Full> {
        let mut length = Length(0);
        // the length cannot fail
        let _ = serde_json::to_writer(&mut length, page);
        self.push_of_length(page, length.0)
    }

    /// Adds a record of which the length as JSON is known.
    ///
    /// # Errors
    /// As [`Rows::push`].
    pub fn push_of_length(&mut self, page: &CleanPage, bytes: u64) -> Result<(), Full> {
        if self.bytes.saturating_add(bytes) > MAX_BYTES {
            return Err(Full);
        }
        self.columns.push(page);
        self.rows += 1;
        self.bytes += bytes;
        Ok(())
    }

    /// Records in the batch.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The bytes that they have as JSON.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The records as a batch; there are none then.
    ///
    /// # Errors
    /// Where the columns contradict each other, which would be a fault of pagesieve.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        (self.rows, self.bytes) = (0, 0);
        RecordBatch::try_new(schema(), self.columns.arrays()?)
    }
}

/// Counts what is written.
struct Length(u64);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
