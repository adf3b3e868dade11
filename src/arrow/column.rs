//! Values in, Arrow arrays out: the few kinds of column that a record needs. Knows no record. Every list is there, if
//! empty; whole numbers are signed, since Spark and PostgreSQL have no others.

use arrow_array::builder::{BooleanBuilder, PrimitiveBuilder, StringBuilder};
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{ArrayRef, ArrowPrimitiveType, ListArray, MapArray, StructArray};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, FieldRef};
use std::sync::Arc;

/// A column under way.
pub(super) trait Column: Default {
    /// Whether a value may be missing.
    const IS_NULLABLE: bool = false;

    /// The type of its values.
    fn data_type() -> DataType;

    /// Values so far.
    fn len(&self) -> usize;

    /// The values so far as an array; the column is empty then.
    fn finish(&mut self) -> Result<ArrayRef, ArrowError>;

    /// The column as a field of this name.
    fn field(name: &str) -> FieldRef {
        Arc::new(Field::new(name, Self::data_type(), Self::IS_NULLABLE))
    }
}

/// Strings.
#[derive(Default)]
pub(super) struct Text(StringBuilder);

impl Text {
    pub(super) fn push(&mut self, value: impl AsRef<str>) {
        self.0.append_value(value);
    }
}

impl Column for Text {
    fn data_type() -> DataType {
        DataType::Utf8
    }

    fn len(&self) -> usize {
        self.0.offsets_slice().len() - 1
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.0.finish()))
    }
}

/// Numbers.
pub(super) struct Number<T: ArrowPrimitiveType>(PrimitiveBuilder<T>);

impl<T: ArrowPrimitiveType> Default for Number<T> {
    fn default() -> Self {
        Number(PrimitiveBuilder::default())
    }
}

/// Counts and bytes.
pub(super) type Int64 = Number<Int64Type>;
/// Small whole numbers.
pub(super) type Int32 = Number<Int32Type>;
/// Shares.
pub(super) type Float64 = Number<Float64Type>;

impl<T: ArrowPrimitiveType> Number<T> {
    pub(super) fn push(&mut self, value: T::Native) {
        self.0.append_value(value);
    }
}

impl<T: ArrowPrimitiveType> Column for Number<T> {
    fn data_type() -> DataType {
        T::DATA_TYPE
    }

    fn len(&self) -> usize {
        self.0.values_slice().len()
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.0.finish()))
    }
}

/// Yes or no.
#[derive(Default)]
pub(super) struct Flag(BooleanBuilder);

impl Flag {
    pub(super) fn push(&mut self, value: bool) {
        self.0.append_value(value);
    }
}

impl Column for Flag {
    fn data_type() -> DataType {
        DataType::Boolean
    }

    fn len(&self) -> usize {
        use arrow_array::builder::ArrayBuilder as _;
        self.0.len()
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.0.finish()))
    }
}

/// A column of which values may be missing.
#[derive(Default)]
pub(super) struct Maybe<C>(C);

impl Maybe<Text> {
    pub(super) fn push(&mut self, value: Option<impl AsRef<str>>) {
        self.0.0.append_option(value);
    }
}

impl<T: ArrowPrimitiveType> Maybe<Number<T>> {
    pub(super) fn push(&mut self, value: Option<T::Native>) {
        self.0.0.append_option(value);
    }
}

impl Maybe<Flag> {
    pub(super) fn push(&mut self, value: Option<bool>) {
        self.0.0.append_option(value);
    }
}

impl<C: Column> Column for Maybe<C> {
    const IS_NULLABLE: bool = true;

    fn data_type() -> DataType {
        C::data_type()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        self.0.finish()
    }
}

/// Lists of values: fill `values`, then end the row.
#[derive(Default)]
pub(super) struct List<C> {
    pub(super) values: C,
    ends: Vec<i32>,
}

impl<C: Column> List<C> {
    /// All values since the row before are a row.
    pub(super) fn end_row(&mut self) {
        // as many as a batch's bytes at most, which are bounded far below
        self.ends.push(i32::try_from(self.values.len()).unwrap_or(i32::MAX));
    }

    fn offsets(&mut self) -> OffsetBuffer<i32> {
        let ends = std::mem::take(&mut self.ends);
        let offsets: Vec<i32> = std::iter::once(0).chain(ends).collect();
        OffsetBuffer::new(ScalarBuffer::from(offsets))
    }
}

impl List<Text> {
    /// A row of these strings.
    pub(super) fn push(&mut self, values: &[String]) {
        values.iter().for_each(|value| self.values.push(value));
        self.end_row();
    }
}

impl<C: Column> Column for List<C> {
    fn data_type() -> DataType {
        DataType::List(C::field("element"))
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let offsets = self.offsets();
        Ok(Arc::new(ListArray::try_new(C::field("element"), offsets, self.values.finish()?, None)?))
    }
}

/// A struct of columns and the struct column that they make, the fields in this order.
macro_rules! columns {
    ($(#[$about:meta])* $name:ident { $first:ident: $first_column:ty = $first_key:literal, $($field:ident: $column:ty = $key:literal,)* }) => {
        $(#[$about])*
        #[derive(Default)]
        pub(super) struct $name {
            pub(super) $first: $first_column,
            $(pub(super) $field: $column,)*
        }

        impl $name {
            /// Its columns as fields.
            pub(super) fn fields() -> arrow_schema::Fields {
                vec![<$first_column>::field($first_key), $(<$column>::field($key),)*].into()
            }

            /// Its columns as arrays.
            pub(super) fn arrays(&mut self) -> Result<Vec<arrow_array::ArrayRef>, arrow_schema::ArrowError> {
                Ok(vec![self.$first.finish()?, $(self.$field.finish()?,)*])
            }
        }

        impl Column for $name {
            fn data_type() -> arrow_schema::DataType {
                arrow_schema::DataType::Struct($name::fields())
            }

            fn len(&self) -> usize {
                self.$first.len()
            }

            fn finish(&mut self) -> Result<arrow_array::ArrayRef, arrow_schema::ArrowError> {
                let arrays = self.arrays()?;
                Ok(std::sync::Arc::new(arrow_array::StructArray::try_new($name::fields(), arrays, None)?))
            }
        }
    };
}
pub(super) use columns;

columns!(
    /// A name and its count.
    EntryColumns {
        key: Text = "key",
        value: Int64 = "value",
    }
);

/// Counts by name.
#[derive(Default)]
pub(super) struct Counts(List<EntryColumns>);

impl Counts {
    pub(super) fn push<'a>(&mut self, counts: impl IntoIterator<Item = (&'a String, &'a u32)>) {
        for (key, n) in counts {
            self.0.values.key.push(key);
            self.0.values.value.push(i64::from(*n));
        }
        self.0.end_row();
    }

    fn entries() -> FieldRef {
        Arc::new(Field::new("entries", EntryColumns::data_type(), false))
    }
}

impl Column for Counts {
    fn data_type() -> DataType {
        DataType::Map(Counts::entries(), false)
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let entries = StructArray::try_new(EntryColumns::fields(), self.0.values.arrays()?, None)?;
        Ok(Arc::new(MapArray::try_new(Counts::entries(), self.0.offsets(), entries, None, false)?))
    }
}
