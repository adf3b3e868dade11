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
    writer: IndexWriter,
    fields: Fields,
}

impl Builder {
    /// Begins the index that is to stand at `folder`, and stands at `partial` until then. At `folder` nothing is there
    /// yet, or an index, which is replaced when this one is whole.
    ///
    /// # Errors
    /// Where something else is there, or nothing can be written.
    pub fn new(folder: &Path, partial: PathBuf) -> Result<Builder, RunError> {
        let fail = |e: &dyn Display| RunError::new(folder.display().to_string(), e);
        let is_free = match std::fs::read_dir(folder) {
            Ok(mut entries) => entries.next().is_none() || folder.join(META).is_file(),
            Err(_) => !folder.exists(),
        };
        if !is_free {
            return Err(fail(&"is there and no index, which alone would be replaced"));
        }
        if partial.exists() && !partial.join(META).is_file() {
            return Err(RunError::new(partial.display().to_string(), "is there and no index under way"));
        }
        let _ = std::fs::remove_dir_all(&partial);
        std::fs::create_dir_all(&partial).map_err(|e| fail(&e))?;
        let (schema, fields) = schema();
        let index = Index::create_in_dir(&partial, schema).map_err(|e| fail(&e))?;
        with_words(&index);
        let writer = index.writer_with_num_threads(1, MEMORY).map_err(|e| fail(&e))?;
        Ok(Builder { folder: folder.to_owned(), partial, writer, fields })
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
    /// Where it cannot be written or renamed.
    pub fn finish(self) -> Result<(), RunError> {
        let Builder { folder, partial, writer, .. } = self;
        let fail = |e: &dyn Display| RunError::new(folder.display().to_string(), e);
        writer.wait_merging_threads().map_err(|e| fail(&e))?;
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|e| fail(&e))?;
        }
        std::fs::rename(&partial, &folder).map_err(|e| fail(&e))
    }
}
