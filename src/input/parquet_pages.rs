//! A Parquet file that gives no pages (in Parquet's sense: rows of a column packed together) that unpack to too much, be
//! it that they say so or that they don't. Offsets in, bytes as they stand out. Never keeps what it unpacks.

use crate::limits::Limits;
use bytes::Bytes;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// How many times the bound on a page the rows may have that are packed together.
const TOGETHER: u64 = 4;
/// Bytes that deflate and LZ4 can make of one at most.
const DEFLATE: u64 = 1032;
const LZ4: u64 = 255;
const LZ4_FRAME: &[u8] = b"\x04\x22\x4d\x18";

/// A column of a row group.
struct Column {
    from: u64,
    to: u64,
    compression: Compression,
    /// Bytes in front of what is packed, by the header read last.
    levels: AtomicU64,
    /// Which of the columns up to this one ends last: itself, unless columns overlap.
    furthest: usize,
}

/// The columns of a file by where they begin, known once its footer is read.
#[derive(Clone, Default)]
pub(super) struct Columns(Arc<OnceLock<Vec<Column>>>);

impl Columns {
    /// From here on what is read are pages.
    pub(super) fn set(&self, metadata: &ParquetMetaData) {
        let columns = metadata.row_groups().iter().flat_map(|group| group.columns()).map(|column| {
            let (from, length) = column.byte_range();
            let (to, levels) = (from.saturating_add(length), AtomicU64::new(0));
            Column { from, to, compression: column.compression(), levels, furthest: 0 }
        });
        let mut columns: Vec<Column> = columns.collect();
        columns.sort_by_key(|column| column.from);
        let mut furthest = 0;
        for at in 0..columns.len() {
            if columns[at].to > columns[furthest].to {
                furthest = at;
            }
            columns[at].furthest = furthest;
        }
        self.0.get_or_init(|| columns);
    }

    /// A column that holds the offset. Found by halves: a file may have a row group for each row.
    fn at(&self, offset: u64) -> Option<&Column> {
        let columns = self.0.get()?;
        let last = columns.partition_point(|column| column.from <= offset).checked_sub(1)?;
        Some(&columns[columns[last].furthest]).filter(|column| offset < column.to)
    }
}

/// The file.
pub(super) struct Bounded {
    file: File,
    columns: Columns,
    limits: Limits,
}

impl Bounded {
    pub(super) fn new(file: File, columns: Columns, limits: &Limits) -> Bounded {
        Bounded { file, columns, limits: limits.clone() }
    }

    /// Bytes that a page may unpack to.
    fn most(&self) -> u64 {
        (self.limits.page_bytes as u64).saturating_mul(TOGETHER)
    }
}

impl Length for Bounded {
    fn len(&self) -> u64 {
        self.file.len()
    }
}

impl ChunkReader for Bounded {
    type T = BufReader<File>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let mut read = self.file.get_read(start)?;
        if let Some(column) = self.columns.at(start) {
            let general = |why: &str| ParquetError::General(why.to_owned());
            let header = Header::of(read.fill_buf()?).ok_or_else(|| general("the header of its data is none"))?;
            let Header { plain, packed, levels } = header;
            let is_bomb =
                plain > self.limits.page_bytes as u64 && plain > packed.saturating_mul(self.limits.unpacked_ratio);
            if is_bomb || plain > self.most() {
                return Err(general(&format!("{packed} bytes of it say that they unpack to {plain}")));
            }
            column.levels.store(levels, Ordering::Relaxed);
        }
        Ok(read)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let bytes = self.file.get_bytes(start, length)?;
        if let Some(column) = self.columns.at(start) {
            let levels = usize::try_from(column.levels.load(Ordering::Relaxed)).unwrap_or(usize::MAX);
            let packed = bytes.get(levels..).unwrap_or_default();
            if is_over(column.compression, packed, self.most()) {
                let why = format!("{} bytes of it unpack to more than they say, and over {}", length, self.most());
                return Err(ParquetError::General(why));
            }
        }
        Ok(bytes)
    }
}

/// Whether packed bytes make more than `most` with a codec that goes on past the size they name. The crate's other codecs
/// stop there.
fn is_over(compression: Compression, packed: &[u8], most: u64) -> bool {
    let can_be = |ratio: u64| (packed.len() as u64).saturating_mul(ratio) > most;
    match compression {
        Compression::GZIP(_) => can_be(DEFLATE) && makes(flate2::read::MultiGzDecoder::new(packed), most),
        Compression::BROTLI(_) => makes(brotli_decompressor::Decompressor::new(packed, 4096), most),
        Compression::LZ4 => can_be(LZ4) && packed.starts_with(LZ4_FRAME),
        _ => false,
    }
}

/// Whether more than `most` bytes can be read.
fn makes(from: impl Read, most: u64) -> bool {
    let mut counted = Counting(0);
    // what fails here fails there too, after as many bytes
    let _ = io::copy(&mut from.take(most.saturating_add(1)), &mut counted);
    counted.0 > most
}

/// Counts what it is given.
struct Counting(u64);

impl io::Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the header of a page says of its size.
struct Header {
    plain: u64,
    packed: u64,
    /// Bytes in front of what is packed.
    levels: u64,
}

impl Header {
    /// Reads the header's first fields in Thrift's compact protocol: kind, bytes plain and packed, perhaps a checksum, and
    /// of version 2 what it says of the levels.
    fn of(bytes: &[u8]) -> Option<Header> {
        let mut rest = bytes;
        let (_, plain, packed) = (field(&mut rest)?, size(&mut rest)?, size(&mut rest)?);
        // the checksum is any number, and version 2 the eighth field
        let is_checked = rest.first() == Some(&0x15);
        if is_checked {
            field(&mut rest)?;
        }
        if rest.first() != Some(&if is_checked { 0x4c } else { 0x5c }) {
            return Some(Header { plain, packed, levels: 0 });
        }
        rest = rest.get(1..)?;
        for _ in 0..4 {
            field(&mut rest)?;
        }
        let levels = size(&mut rest)? + size(&mut rest)?;
        Some(Header { plain, packed, levels })
    }
}

/// The next field, a number of 32 bits in zigzag form of seven bits a byte.
fn field(rest: &mut &[u8]) -> Option<u64> {
    let (0x15, after) = rest.split_first()? else { return None };
    let len = after.iter().take(5).position(|byte| byte & 0x80 == 0)? + 1;
    let (digits, after) = after.split_at_checked(len)?;
    *rest = after;
    Some(digits.iter().rev().fold(0u64, |n, byte| n << 7 | u64::from(byte & 0x7f)))
}

/// The next field as a size, which is not below 0.
fn size(rest: &mut &[u8]) -> Option<u64> {
    field(rest).filter(|zigzag| zigzag & 1 == 0).map(|zigzag| zigzag >> 1)
}
