//! A batch of pages to a batch of records: one row out for each row in, in their order. Needs the interpreter only to take
//! the batch.

use crate::capsule;
use crate::engine::Engine;
use crate::interrupts::Interrupts;
use crate::rows::{RecordBatch, Rows, Shape};
use arrow_array::RecordBatch as Batch;
use arrow_schema::ArrowError;
use pagesieve::input::{self, ColumnError};
use pagesieve::pipeline;
use pagesieve::tally::Tally;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// Why a batch cannot be cleaned.
enum Fault {
    Column(ColumnError),
    Arrow(ArrowError),
    Raised(PyErr),
}

pub(crate) fn clean(py: Python<'_>, engine: &Engine, batch: &Bound<'_, PyAny>, shape: Shape) -> PyResult<RecordBatch> {
    let batches = capsule::batches(batch)?;
    py.detach(|| rows(engine, &batches, shape)).map_err(|fault| match fault {
        Fault::Column(error @ ColumnError::Missing(_)) => PyValueError::new_err(error.to_string()),
        Fault::Column(error @ ColumnError::Type { .. }) => PyTypeError::new_err(error.to_string()),
        Fault::Arrow(error) => capsule::told(error),
        Fault::Raised(error) => error,
    })
}

fn rows(engine: &Engine, batches: &[Batch], shape: Shape) -> Result<RecordBatch, Fault> {
    let (mut rows, mut tally) = (Rows::new(shape), Tally::default());
    let mut interrupts = Interrupts::new();
    engine.work(|cleaner, space| {
        let mut first = 0;
        for batch in batches {
            let pages = input::Batch::new(batch, first, &cleaner.config().limits).map_err(Fault::Column)?;
            for item in pages.items() {
                interrupts.check().map_err(Fault::Raised)?;
                let (page, counts) = pipeline::outcome(cleaner, space, &item);
                tally += counts;
                if let Some(page) = page {
                    tally.output_bytes += rows.push(&page).map_err(Fault::Arrow)? as u64;
                }
            }
            first += batch.num_rows() as u64;
        }
        Ok(())
    })?;
    Ok(RecordBatch::new(rows.finish().map_err(Fault::Arrow)?, Some(tally)))
}
