//! The Arrow PyCapsule interface: batches of any library in, ours out, nothing copied. The only place with unsafe code,
//! each of which takes what the interface promises.

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array as _, ArrayRef, RecordBatch, RecordBatchReader, StructArray, make_array};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, Schema};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use std::ffi::CStr;
use std::ptr::NonNull;
use std::sync::Arc;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// The batches of an object that gives one (`__arrow_c_array__`) or several (`__arrow_c_stream__`).
///
/// # Errors
/// `TypeError` where it gives neither, or arrays that are no batches; whatever it raises itself.
pub(crate) fn batches(from: &Bound<'_, PyAny>) -> PyResult<Vec<RecordBatch>> {
    if from.hasattr("__arrow_c_array__")? {
        let both = from.call_method0("__arrow_c_array__")?;
        let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) = both.cast::<PyTuple>()?.extract()?;
        return Ok(vec![batch(&schema, &array)?]);
    }
    if from.hasattr("__arrow_c_stream__")? {
        let capsule = from.call_method0("__arrow_c_stream__")?;
        let at: NonNull<FFI_ArrowArrayStream> = pointer(&capsule, STREAM)?;
        // SAFETY: a capsule of this name holds such a stream, which is ours to take
        let stream = unsafe { FFI_ArrowArrayStream::from_raw(at.as_ptr()) };
        let reader = RecordBatchStreamReader::try_new(stream).map_err(told)?;
        return reader.collect::<Result<_, _>>().map_err(told);
    }
    Err(PyTypeError::new_err(format!(
        "batch: expected an Arrow record batch or table (an object with __arrow_c_array__ or __arrow_c_stream__), got {}",
        from.get_type().name()?
    )))
}

fn batch(schema: &Bound<'_, PyAny>, array: &Bound<'_, PyAny>) -> PyResult<RecordBatch> {
    let schema: NonNull<FFI_ArrowSchema> = pointer(schema, SCHEMA)?;
    let array: NonNull<FFI_ArrowArray> = pointer(array, ARRAY)?;
    // SAFETY: capsules of these names hold such structures, which are ours to take
    let (schema, array) =
        unsafe { (FFI_ArrowSchema::from_raw(schema.as_ptr()), FFI_ArrowArray::from_raw(array.as_ptr())) };
    if array.is_released() {
        return Err(PyValueError::new_err("batch: its capsules were taken before"));
    }
    // SAFETY: such capsules agree with each other
    let array = make_array(unsafe { from_ffi(array, &schema) }.map_err(told)?);
    let Some(rows) = array.as_any().downcast_ref::<StructArray>() else {
        let why = format!("batch: expected a record batch, got an array of {}", array.data_type());
        return Err(PyTypeError::new_err(why));
    };
    of_struct(rows).map_err(told)
}

/// The batch of a struct's fields; a row that is null as a whole is null in each.
fn of_struct(rows: &StructArray) -> Result<RecordBatch, ArrowError> {
    let Some(nulls) = rows.nulls().filter(|nulls| nulls.null_count() > 0) else {
        return Ok(RecordBatch::from(StructArray::try_new_with_length(
            rows.fields().clone(),
            rows.columns().to_vec(),
            None,
            rows.len(),
        )?));
    };
    let column = |column: &ArrayRef| -> Result<ArrayRef, ArrowError> {
        if column.data_type().is_null() {
            return Ok(ArrayRef::clone(column));
        }
        let both = NullBuffer::union(Some(nulls), column.nulls());
        Ok(make_array(column.to_data().into_builder().nulls(both).build()?))
    };
    let columns = rows.columns().iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let fields: Vec<_> = rows.fields().iter().map(|field| field.as_ref().clone().with_nullable(true)).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// What a capsule of this name points at.
fn pointer<T>(capsule: &Bound<'_, PyAny>, name: &CStr) -> PyResult<NonNull<T>> {
    Ok(capsule.cast::<PyCapsule>()?.pointer_checked(Some(name))?.cast())
}

/// A schema for others.
pub(crate) fn schema<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowSchema::try_from(schema).map_err(told)?, SCHEMA)
}

/// A batch for others: its schema and its rows.
pub(crate) fn array<'py>(
    py: Python<'py>,
    batch: &RecordBatch,
) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
    let rows = StructArray::from(batch.clone());
    let array = PyCapsule::new_with_value(py, FFI_ArrowArray::new(&rows.to_data()), ARRAY)?;
    Ok((schema(py, &batch.schema())?, array))
}

/// Batches for others, made as they are asked for.
pub(crate) fn stream<'py>(
    py: Python<'py>,
    batches: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(batches), STREAM)
}

/// An error of Arrow as one of Python.
pub(crate) fn told(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
