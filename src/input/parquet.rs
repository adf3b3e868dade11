//! Parquet with a page a row: column `html`, `text` or `content` (markup or text), perhaps `url` and `id`. A file in, one
//! item a row out. A broken row group costs its own rows. Never holds more than one row group's open pages.

use super::open::Opening;
use super::parquet_pages::{Bounded, Columns};
use super::{Field, Item, RawPage, Source};
use crate::error::{InputError, PageError, PageErrorKind};
use crate::limits::Limits;
use crate::place::Place;
use parquet::basic::Repetition;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, Length as _, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::reader::RowIter;
use parquet::record::{Field as Value, Row};
use parquet::schema::types::{Type, TypePtr};
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Columns that hold a page's address and its id.
const ABOUT: [&str; 4] = ["url", "uri", "warc_target_uri", "id"];
/// Why a row group is lost where the crate gives no reason.
const UNREADABLE: &str = "its data contradict themselves";
/// Rows read ahead of a column: pages are large.
const ROWS: usize = 64;

/// A row group's rows and bytes in the file.
struct Group {
    rows: u64,
    offset: u64,
    length: u64,
}

/// The rows of one file.
pub(super) struct Rows {
    reader: Arc<SerializedFileReader<Bounded>>,
    counts: Option<Counts>,
    path: String,
    /// Whether the bytes of a row group are not the input file's, or not its own.
    is_unpacked: bool,
    limits: Limits,
    projection: Type,
    groups: Vec<Group>,
    /// Number of the next row group to open.
    next: usize,
    rows: Option<RowIter<'static>>,
    /// Rows of the open group that are read.
    n_read: u64,
    number: u64,
}

/// Tells of the bytes taken from a file that is not read front to back: all of it, once, a row group at a time.
pub(super) struct Counts {
    /// Bytes taken from the inputs.
    pub(super) read: Arc<AtomicU64>,
    /// Bytes of the file that are not counted yet.
    pub(super) left: u64,
}

impl Counts {
    /// Counts a row group's bytes, or what is left at the end.
    fn take(&mut self, group: Option<u64>) {
        let n = group.unwrap_or(self.left).min(self.left);
        self.left -= n;
        self.read.fetch_add(n, Ordering::Relaxed);
    }
}

/// One row group of a file whose footer was read once.
struct OneGroup {
    reader: Arc<SerializedFileReader<Bounded>>,
    number: usize,
}

impl FileReader for OneGroup {
    fn metadata(&self) -> &ParquetMetaData {
        self.reader.metadata()
    }

    fn num_row_groups(&self) -> usize {
        1
    }

    fn get_row_group(&self, _: usize) -> Result<Box<dyn RowGroupReader + '_>, ParquetError> {
        self.reader.get_row_group(self.number)
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>, ParquetError> {
        RowIter::from_file(projection, self)
    }
}

/// The rest of a stream as a file that can be read in any order; it has no name and goes when it is closed.
pub(super) fn spooled(mut from: Source) -> Result<File, PageErrorKind> {
    let unreadable = |e: std::io::Error| PageErrorKind::Unreadable(format!("not kept in a temporary file: {e}"));
    let mut file = tempfile::tempfile().map_err(unreadable)?;
    loop {
        let ahead = from.ahead(1);
        if ahead.is_empty() {
            break;
        }
        file.write_all(ahead).map_err(unreadable)?;
        from.skip(usize::MAX);
    }
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    Ok(file)
}

/// Opens a file; what is wrong with it where it has no column of pages.
pub(super) fn open(
    file: File,
    opening: &Opening<'_>,
    counts: Option<Counts>,
    is_unpacked: bool,
) -> Result<Rows, PageErrorKind> {
    let Opening { shown, limits, .. } = *opening;
    let size = file.len();
    let unreadable = |e: &dyn std::fmt::Display| PageErrorKind::Unreadable(format!("Parquet: {e}"));
    let columns = Columns::default();
    let reader = SerializedFileReader::new(Bounded::new(file, columns.clone(), limits)).map_err(|e| unreadable(&e))?;
    columns.set(reader.metadata());
    let schema = reader.metadata().file_metadata().schema();
    let named = |names: &[&str]| -> Vec<TypePtr> {
        let is_flat = |t: &TypePtr| t.is_primitive() && t.get_basic_info().repetition() != Repetition::REPEATED;
        let of = |name: &&str| schema.get_fields().iter().find(|t| t.name() == *name && is_flat(t)).cloned();
        names.iter().filter_map(of).collect()
    };
    let pages = named(&Field::ALL.map(Field::name));
    if pages.is_empty() {
        return Err(unreadable(&"no column `html`, `text` or `content`"));
    }
    let fields = pages.into_iter().chain(named(&ABOUT)).collect();
    let projection = Type::group_type_builder(schema.name()).with_fields(fields).build().map_err(|e| unreadable(&e))?;
    let group = |meta: &RowGroupMetaData| {
        let ranges = meta.columns().iter().map(|column| column.byte_range());
        let (from, to) =
            ranges.fold((u64::MAX, 0), |(from, to), (at, len)| (from.min(at), to.max(at.saturating_add(len))));
        let to = to.min(size);
        Group {
            rows: u64::try_from(meta.num_rows()).unwrap_or_default(),
            offset: from.min(to),
            length: to - from.min(to),
        }
    };
    let groups: Vec<Group> = reader.metadata().row_groups().iter().map(group).collect();
    // of row groups that share bytes none has any of its own
    let is_unpacked = is_unpacked || do_overlap(&groups);
    let (path, limits) = (shown.to_owned(), limits.clone());
    let reader = Arc::new(reader);
    Ok(Rows {
        reader,
        counts,
        path,
        is_unpacked,
        limits,
        projection,
        groups,
        next: 0,
        rows: None,
        n_read: 0,
        number: 0,
    })
}

/// Whether bytes belong to two row groups.
fn do_overlap(groups: &[Group]) -> bool {
    let mut ranges: Vec<(u64, u64)> = groups.iter().map(|group| (group.offset, group.offset + group.length)).collect();
    ranges.sort_unstable();
    ranges.windows(2).any(|pair| matches!(pair, [(_, end), (start, _)] if start < end))
}

impl Rows {
    /// Opens the row group that is next.
    fn open_group(&self) -> Result<RowIter<'static>, String> {
        let reader = OneGroup { reader: Arc::clone(&self.reader), number: self.next };
        let rows = RowIter::from_file_into(Box::new(reader)).project(Some(self.projection.clone()));
        rows.map(|rows| rows.with_batch_size(ROWS)).map_err(|e| e.to_string())
    }

    fn place(&self) -> Place {
        let group = self.next.checked_sub(1).and_then(|n| self.groups.get(n));
        let (offset, length) = group.map_or((0, 0), |group| (group.offset, group.length));
        Place { path: self.path.clone(), record: self.number, offset, length }
    }

    fn item(&self, row: &Row) -> Item {
        let place = self.place();
        let field = |name: &str| row.get_column_iter().find(|(n, _)| n.as_str() == name).map(|(_, field)| field);
        let url = ["url", "uri", "warc_target_uri"].into_iter().find_map(|name| words(field(name)?));
        let given_id = field("id").and_then(words);
        let found = Field::ALL.into_iter().find_map(|at| Some((at, bytes(field(at.name())?)?)));
        let Some((at, (bytes, is_text))) = found else {
            let kind = PageErrorKind::Malformed("no page in the row".to_owned());
            return Item::Bad(PageError { place, url, kind });
        };
        let charset = is_text.then(|| "utf-8".to_owned());
        RawPage { place, url, charset, given_id, ..RawPage::of_field(at, bytes.into(), &self.limits) }.checked()
    }

    /// Leaves a row group that cannot be read on.
    fn lose(&mut self, why: &str) -> Item {
        let group = self.next.checked_sub(1).and_then(|n| self.groups.get(n));
        let rows = group.map_or(0, |group| group.rows).saturating_sub(self.n_read);
        let place = self.place();
        self.number += rows;
        self.rows = None;
        let why = format!("broken row group, {rows} rows of it lost: {why}");
        Item::Damage(InputError { place, is_unpacked: self.is_unpacked, why })
    }
}

/// A field of text or bytes, and whether it is text.
fn bytes(field: &Value) -> Option<(Vec<u8>, bool)> {
    match field {
        Value::Str(text) => Some((text.as_bytes().to_vec(), true)),
        Value::Bytes(bytes) => Some((bytes.data().to_vec(), false)),
        _ => None,
    }
}

fn words(field: &Value) -> Option<String> {
    match field {
        Value::Null | Value::Group(_) | Value::ListInternal(_) | Value::MapInternal(_) => None,
        Value::Str(text) => Some(text.clone()),
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(bytes.data()).into_owned()),
        other => Some(other.to_string()),
    }
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(rows) = &mut self.rows {
                // the crate takes some damage for a fault of its own
                let row = catch_unwind(AssertUnwindSafe(|| rows.next()));
                match row.unwrap_or_else(|_| Some(Err(ParquetError::General(UNREADABLE.to_owned())))) {
                    Some(Ok(row)) => {
                        let item = self.item(&row);
                        self.number += 1;
                        self.n_read += 1;
                        return Some(item);
                    }
                    Some(Err(error)) => return Some(self.lose(&error.to_string())),
                    None => self.rows = None,
                }
            }
            if let Some(counts) = &mut self.counts {
                counts.take(self.groups.get(self.next).map(|group| group.length));
            }
            if self.next >= self.groups.len() {
                return None;
            }
            let opened =
                catch_unwind(AssertUnwindSafe(|| self.open_group())).unwrap_or_else(|_| Err(UNREADABLE.to_owned()));
            self.next += 1;
            self.n_read = 0;
            match opened {
                Ok(rows) => self.rows = Some(rows),
                Err(why) => return Some(self.lose(&why)),
            }
        }
    }
}
