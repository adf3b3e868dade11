//! Records, as JSON lines, to an index in a folder of its own. It gets its name when it is whole.

use super::{Fields, META, schema, with_words};
use crate::cleaner::CleanPage;
use crate::error::RunError;
use crate::write::{address, host, is_indexed, section_texts};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use tantivy::{Index, IndexWriter, TantivyDocument};

/// Bytes that the writer gathers before it writes a segment.
const MEMORY: usize = 100 << 20;

/// An index under way.
pub struct Builder {
    folder: PathBuf,
    partial: PathBuf,
    /// Where the index before stands while this one takes its place.
    replaced: PathBuf,
    writer: IndexWriter,
    fields: Fields,
}

impl Builder {
    /// Begins the index that is to stand at `folder`, in the folder `partial`, which is there and empty. At `folder`
    /// nothing is there yet, or an index, which is replaced when this one is whole, and stands at `replaced` meanwhile.
    ///
    /// # Errors
    /// Where something else is there, or nothing can be written.
    pub fn new(folder: &Path, partial: PathBuf, replaced: PathBuf) -> Result<Builder, RunError> {
        let fail = |e: &dyn Display| RunError::new(folder.display().to_string(), e);
        if is_index(&replaced) && !folder.exists() {
            // a run was cut off between taking the index before away and putting its own there
            std::fs::rename(&replaced, folder).map_err(|e| fail(&e))?;
        }
        for path in [folder, &replaced] {
            if path.exists() && !is_index(path) && !is_empty(path) {
                let why = "is there and no index, which alone would be replaced";
                return Err(RunError::new(path.display().to_string(), why));
            }
        }
        let (schema, fields) = schema();
        let index = Index::create_in_dir(&partial, schema).map_err(|e| fail(&e))?;
        with_words(&index);
        let writer = index.writer_with_num_threads(1, MEMORY).map_err(|e| fail(&e))?;
        Ok(Builder { folder: folder.to_owned(), partial, replaced, writer, fields })
    }

    /// Adds a record's sections.
    ///
    /// # Errors
    /// Where the line is no record, or the index cannot be written.
    pub fn push(&mut self, line: &[u8]) -> Result<(), RunError> {
        let page = CleanPage::of_line(line).map_err(|e| self.fault(e))?;
        if !is_indexed(&page) {
            return Ok(());
        }
        let (fields, host) = (self.fields, host(&page));
        for (section, text) in section_texts(&page) {
            let path = section.and_then(|n| page.sections.get(n)).map(|s| s.path.join(" › ")).unwrap_or_default();
            let mut document = TantivyDocument::default();
            for (field, value) in [
                (fields.id, Some(page.id.as_str())),
                (fields.url, address(&page)),
                (fields.host, host.as_deref()),
                (fields.language, page.language.as_deref()),
                (fields.published, page.published.as_deref()),
                (fields.title, page.title.as_deref()),
                (fields.heading, (!path.is_empty()).then_some(path.as_str())),
                (fields.text, Some(text.as_str())),
            ] {
                if let Some(value) = value {
                    document.add_text(field, value);
                }
            }
            if let Some(section) = section {
                document.add_u64(fields.section, section as u64);
            }
            self.writer.add_document(document).map_err(|e| self.fault(e))?;
        }
        Ok(())
    }

    fn fault(&self, why: impl Display) -> RunError {
        RunError::new(self.folder.display().to_string(), why)
    }

    /// Writes what is gathered.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn commit(&mut self) -> Result<(), RunError> {
        self.writer.commit().map(|_| ()).map_err(|e| self.fault(e))
    }

    /// Gives the index its name, in place of an earlier one.
    ///
    /// # Errors
    /// Where it cannot be written or renamed; the earlier one stays.
    pub fn finish(self) -> Result<(), RunError> {
        let Builder { folder, partial, replaced, writer, .. } = self;
        let fail = |e: &dyn Display| RunError::new(folder.display().to_string(), e);
        writer.wait_merging_threads().map_err(|e| fail(&e))?;
        remove(&replaced).map_err(|e| fail(&e))?;
        let is_there = folder.exists();
        if is_there {
            std::fs::rename(&folder, &replaced).map_err(|e| fail(&e))?;
        }
        if let Err(error) = std::fs::rename(&partial, &folder) {
            if is_there {
                // where this fails too, the next run puts it back
                let _ = std::fs::rename(&replaced, &folder);
            }
            return Err(fail(&error));
        }
        remove(&replaced).map_err(|e| fail(&e))
    }
}

fn is_index(folder: &Path) -> bool {
    folder.join(META).is_file()
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn remove(folder: &Path) -> std::io::Result<()> {
    if folder.exists() { std::fs::remove_dir_all(folder) } else { Ok(()) }
}
