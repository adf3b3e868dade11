//! Outputs that are more than their records one after another: an encoder takes records and gives the bytes of the file.

use super::Format;
#[cfg(feature = "parquet")]
use super::parquet;
use std::io;

/// A file under way.
pub struct Encoder(Kind);

/// Its kind.
enum Kind {
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::File>),
}

#[cfg_attr(not(feature = "parquet"), allow(unused_variables, reason = "there is no such format then"))]
impl Encoder {
    /// The encoder of a file of at most so many bytes; none where the format needs none.
    ///
    /// # Errors
    /// Where it cannot be made, which would be a fault of pagesieve.
    pub fn new(format: &Format, max_bytes: u64) -> io::Result<Option<Encoder>> {
        match format {
            #[cfg(feature = "parquet")]
            Format::Parquet => Ok(Some(Encoder(Kind::Parquet(Box::new(parquet::File::new(max_bytes)?))))),
            _ => Ok(None),
        }
    }

    /// The least bound on a file's bytes that the format can keep.
    pub fn min_bytes(format: &Format) -> u64 {
        match format {
            #[cfg(feature = "parquet")]
            Format::Parquet => parquet::MIN_BYTES,
            _ => 1,
        }
    }

    /// Bytes that the file has beyond those given out, if it ends here, at most.
    pub fn to_come(&self) -> u64 {
        match self.0 {
            #[cfg(feature = "parquet")]
            Kind::Parquet(ref file) => file.to_come(),
        }
    }

    /// Adds a record, given as its JSON line; gives the bytes that the file goes on with.
    ///
    /// # Errors
    /// Where the line is no record.
    pub fn push(&mut self, line: &[u8]) -> io::Result<Vec<u8>> {
        match self.0 {
            #[cfg(feature = "parquet")]
            Kind::Parquet(ref mut file) => file.push(line),
        }
    }

    /// Ends the file; gives its last bytes.
    ///
    /// # Errors
    /// Where it cannot be encoded.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        match self.0 {
            #[cfg(feature = "parquet")]
            Kind::Parquet(file) => file.finish(),
        }
    }
}
