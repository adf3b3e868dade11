//! Texts that say of a page where it came from. In: a str. Out: the same, without what is no character.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// A str, in which half of a surrogate pair is a sign of something lost: file names and links have such, and no page raises.
pub(crate) struct Text(pub(crate) String);

impl<'a, 'py> FromPyObject<'a, 'py> for Text {
    type Error = PyErr;

    fn extract(from: Borrowed<'a, 'py, PyAny>) -> PyResult<Text> {
        match from.cast::<PyString>() {
            Ok(text) => Ok(Text(text.to_string_lossy().into_owned())),
            Err(_) => Err(PyTypeError::new_err(format!("expected str, got {}", from.get_type().name()?))),
        }
    }
}
