//! An Arrow record batch with a page a row: column `html`, `text` or `content` (markup or text), perhaps others that say
//! of it what an archive would. A batch in, one item a row out. Never holds more than one page besides the batch.

use super::{Field, Item, RawPage};
use crate::error::{PageError, PageErrorKind};
use crate::limits::Limits;
use crate::place::Place;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, BinaryArray, LargeBinaryArray, RecordBatch, make_array};
use arrow_schema::DataType;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Columns that hold a page's address, the one that counts first.
const ADDRESS: [&str; 3] = ["url", "uri", "warc_target_uri"];
/// What a column of text may be.
const TEXT: &str = "strings or binary";
/// What a column of names may be.
const NAMES: &str = "strings, binary or integers";
/// What a column of numbers may be.
const NUMBERS: &str = "integers";

/// A batch that holds no pages, or a column of it that holds something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnError {
    /// None of the columns that hold pages is there; the columns that are.
    Missing(Vec<String>),
    /// The column of this name holds values of a type that it cannot have.
    Type {
        /// The column.
        column: String,
        /// What it holds.
        found: DataType,
        /// What it may hold.
        wanted: &'static str,
    },
}

impl fmt::Display for ColumnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnError::Missing(columns) => {
                write!(f, "no column `html`, `text` or `content`; there are: {}", columns.join(", "))
            }
            ColumnError::Type { column, found, wanted } => {
                write!(f, "column `{column}` holds {found}, not {wanted}")
            }
        }
    }
}

impl std::error::Error for ColumnError {}

/// The pages of a batch.
///
/// Columns: `html`, `text` or `content` as in JSON lines and Parquet files, the first that is not null; strings are
/// UTF-8, binary is as it was fetched; either may be encoded by a dictionary. `url` (or `uri`, `warc_target_uri`). `charset`
/// of the HTTP header, for binary. `id`, `path`, `record`, `offset` and `length` say where the page came from: records have
/// the ids that a run over the archive gives them. Without `path` and `record` the record's number is that of the row in
/// the batch.
pub struct Batch {
    pages: Vec<(Field, Column)>,
    addresses: Vec<Column>,
    charset: Option<Column>,
    id: Option<Column>,
    path: Option<Column>,
    record: Option<Column>,
    offset: Option<Column>,
    length: Option<Column>,
    first: u64,
    n_rows: usize,
    limits: Limits,
}

/// A column of integers or bytes.
struct Column {
    values: ArrayRef,
    /// Where in the values each row's stands, of a column that is encoded by a dictionary.
    keys: Option<ArrayRef>,
    /// Whether the bytes were called a string.
    is_text: bool,
}

impl Batch {
    /// The pages of a batch, of which the first row has this number; columns of other names are left alone.
    ///
    /// # Errors
    /// Where no column holds pages, or one of those named above is of another type than it may be.
    pub fn new(batch: &RecordBatch, first: u64, limits: &Limits) -> Result<Batch, ColumnError> {
        let column = |name: &str, may_hold: fn(&DataType) -> bool, wanted| {
            let Some(column) = batch.column_by_name(name) else { return Ok(None) };
            let held = match column.data_type() {
                DataType::Dictionary(_, values) => values,
                held => held,
            };
            if may_hold(held) || held.is_null() {
                return Ok(Some(Column::of(column)));
            }
            Err(ColumnError::Type { column: name.to_owned(), found: column.data_type().clone(), wanted })
        };
        let mut pages = Vec::new();
        for field in Field::ALL {
            pages.extend(column(field.name(), is_text, TEXT)?.map(|column| (field, column)));
        }
        if pages.is_empty() {
            let names = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
            return Err(ColumnError::Missing(names));
        }
        let mut addresses = Vec::new();
        for name in ADDRESS {
            addresses.extend(column(name, is_text, TEXT)?);
        }
        Ok(Batch {
            pages,
            addresses,
            charset: column("charset", is_text, TEXT)?,
            id: column("id", |of| is_text(of) || of.is_integer(), NAMES)?,
            path: column("path", is_text, TEXT)?,
            record: column("record", DataType::is_integer, NUMBERS)?,
            offset: column("offset", DataType::is_integer, NUMBERS)?,
            length: column("length", DataType::is_integer, NUMBERS)?,
            first,
            n_rows: batch.num_rows(),
            limits: limits.clone(),
        })
    }

    /// The items of all rows, in order.
    pub fn items(&self) -> impl ExactSizeIterator<Item = Item> + '_ {
        (0..self.n_rows).map(|row| self.item(row))
    }

    fn item(&self, row: usize) -> Item {
        let words = |column: &Option<Column>| column.as_ref().and_then(|column| column.words(row));
        let number = |column: &Option<Column>| {
            let number = column.as_ref().and_then(|column| column.integer(row));
            number.and_then(|number| u64::try_from(number).ok())
        };
        let place = Place {
            path: words(&self.path).unwrap_or_default(),
            record: number(&self.record).unwrap_or(self.first + row as u64),
            offset: number(&self.offset).unwrap_or_default(),
            length: number(&self.length).unwrap_or_default(),
        };
        let url = self.addresses.iter().find_map(|column| column.words(row));
        let found = self.pages.iter().find_map(|(field, column)| Some((*field, column.bytes(row)?, column.is_text)));
        let Some((field, bytes, is_utf8)) = found else {
            let kind = PageErrorKind::Malformed("no page in the row".to_owned());
            return Item::Bad(PageError { place, url, kind });
        };
        let charset = if is_utf8 { Some("utf-8".to_owned()) } else { words(&self.charset) };
        let length = if self.length.is_some() { place.length } else { bytes.len() as u64 };
        let raw = RawPage::of_field(field, Cow::Borrowed(bytes), &self.limits);
        RawPage { place: Place { length, ..place }, url, charset, given_id: words(&self.id), ..raw }.checked()
    }
}

fn is_text(of: &DataType) -> bool {
    of.is_string() || of.is_binary()
}

impl Column {
    /// Strings are taken for bytes: that they are UTF-8 is a promise that not all who make batches keep.
    fn of(values: &ArrayRef) -> Column {
        if let Some(dictionary) = values.as_any_dictionary_opt() {
            let keys = make_array(dictionary.keys().to_data());
            return Column { keys: Some(keys), ..Column::of(dictionary.values()) };
        }
        let bytes: ArrayRef = match values.data_type() {
            DataType::Utf8 => Arc::new(BinaryArray::from(values.as_string::<i32>().clone())),
            DataType::LargeUtf8 => Arc::new(LargeBinaryArray::from(values.as_string::<i64>().clone())),
            DataType::Utf8View => Arc::new(values.as_string_view().clone().to_binary_view()),
            _ => ArrayRef::clone(values),
        };
        Column { keys: None, is_text: values.data_type().is_string(), values: bytes }
    }

    /// Where in the values a row's stands, if it has one.
    fn place(&self, row: usize) -> Option<usize> {
        let place = match &self.keys {
            None => row,
            Some(keys) => usize::try_from(integer(keys, row)?).ok()?,
        };
        (place < self.values.len() && !self.values.is_null(place)).then_some(place)
    }

    fn bytes(&self, row: usize) -> Option<&[u8]> {
        let column = self.values.as_ref();
        let place = self.place(row)?;
        Some(match column.data_type() {
            DataType::Binary => column.as_binary::<i32>().value(place),
            DataType::LargeBinary => column.as_binary::<i64>().value(place),
            DataType::BinaryView => column.as_binary_view().value(place),
            DataType::FixedSizeBinary(_) => column.as_fixed_size_binary().value(place),
            _ => return None,
        })
    }

    fn integer(&self, row: usize) -> Option<i128> {
        integer(&self.values, self.place(row)?)
    }

    fn words(&self, row: usize) -> Option<String> {
        let text = self.bytes(row).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        text.or_else(|| self.integer(row).map(|number| number.to_string()))
    }
}

/// The value of a row of a column of integers, if it has one.
fn integer(column: &ArrayRef, row: usize) -> Option<i128> {
    if column.is_null(row) {
        return None;
    }
    Some(match column.data_type() {
        DataType::Int8 => column.as_primitive::<Int8Type>().value(row).into(),
        DataType::Int16 => column.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt8 => column.as_primitive::<UInt8Type>().value(row).into(),
        DataType::UInt16 => column.as_primitive::<UInt16Type>().value(row).into(),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(row).into(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).into(),
        _ => return None,
    })
}
