//! Where a page came from. Every record and every error carries one, so that output can be traced to its input.

use std::fmt;

/// A page's place in the input.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The input file: its name, or for a directory the directory's name and the path below it, `/` on every system.
    /// Never absolute, so that it does not depend on the working directory.
    pub path: String,
    /// Number of the record in its file, from 0 in file order; 0 where the file is the page.
    pub record: u64,
    /// First byte of the record in its (decompressed, unless each record is a gzip member of its own) file.
    pub offset: u64,
    /// Bytes of the record in the same coordinates as `offset`.
    pub length: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if self.record > 0 || self.offset > 0 {
            write!(f, " record {} at byte {}", self.record, self.offset)?;
        }
        Ok(())
    }
}
