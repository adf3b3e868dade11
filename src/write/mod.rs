//! One clean page in, bytes out. A format knows nothing of how a page was cleaned.

mod bulk;
mod chunks;
mod cuts;
mod document;
mod encoder;
mod engines;
mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
mod stamp;
mod text;
mod tokens;
mod trec;
mod vespa;

pub use bulk::{Bulk, BulkAction};
pub use chunks::Chunks;
#[cfg(feature = "tantivy")]
pub(crate) use document::{address, host, is_indexed};
pub use encoder::Encoder;
pub use engines::Engine;
pub use stamp::Stamp;
#[cfg(feature = "tantivy")]
pub(crate) use text::section_texts;
pub use tokens::Tokens;

use crate::cleaner::CleanPage;
use memchr::memmem;
use std::io;
use xxhash_rust::xxh3::xxh3_128;

/// The formats.
#[derive(Clone, Debug, Default)]
pub enum Format {
    /// One JSON object per line.
    #[default]
    Jsonl,
    /// One JSON array.
    Json,
    /// CommonMark with tables, a rule between pages.
    Markdown,
    /// Plain text, a form feed between pages.
    Text,
    /// Bulk requests of Elasticsearch and OpenSearch.
    Bulk(Bulk),
    /// Chunks for retrieval, one JSON object per line.
    Chunks(Chunks),
    /// Vespa's feed, one JSON operation per line.
    Vespa,
    /// Flat documents, one JSON object per line, as Meilisearch and Typesense take them.
    Documents,
    /// TRECTEXT.
    Trec,
    /// Parquet, a row per page.
    #[cfg(feature = "parquet")]
    Parquet,
    /// A folder with an index of Tantivy.
    #[cfg(feature = "tantivy")]
    Tantivy,
}

impl Format {
    /// What stands before the first page.
    pub fn head(&self) -> &'static str {
        if matches!(self, Format::Json) { "[\n" } else { "" }
    }

    /// What stands between two pages.
    pub fn between(&self) -> &'static str {
        match self {
            Format::Json => ",\n",
            Format::Markdown => "\n---\n\n",
            Format::Text => "\n\u{c}\n",
            _ => "",
        }
    }

    /// What stands after the last page.
    pub fn tail(&self) -> &'static str {
        if matches!(self, Format::Json) { "\n]\n" } else { "" }
    }

    /// Whether a file is the pages' bytes one after another, so that it can be gone on with after any of them. Of the
    /// others, pages are given as JSON lines, for their encoder.
    pub fn is_sequence(&self) -> bool {
        #[cfg(feature = "parquet")]
        if matches!(self, Format::Parquet) {
            return false;
        }
        !self.is_folder()
    }

    /// Whether the output is a folder, which an index fills.
    pub fn is_folder(&self) -> bool {
        #[cfg(feature = "tantivy")]
        if matches!(self, Format::Tantivy) {
            return true;
        }
        false
    }

    /// Appends one page; nothing where the format has no place for it.
    ///
    /// # Errors
    /// Where the record cannot be written, which no page can cause that keeps to the limits.
    pub fn page(&self, page: &CleanPage, out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Format::Jsonl => line(page, out)?,
            Format::Json => serde_json::to_writer(out, page)?,
            Format::Markdown => out.extend_from_slice(markdown::page(page).as_bytes()),
            Format::Text => out.extend_from_slice(text::page(page).as_bytes()),
            Format::Bulk(bulk) => bulk.page(page, out)?,
            Format::Chunks(chunks) => chunks.page(page, out)?,
            Format::Vespa => vespa::page(page, out)?,
            Format::Documents if document::is_indexed(page) => line(&document::document(page, true), out)?,
            Format::Documents => {}
            Format::Trec => out.extend_from_slice(trec::page(page).as_bytes()),
            #[cfg(feature = "parquet")]
            Format::Parquet => {
                line(page, out)?;
                if out.len() as u64 > crate::arrow::MAX_BYTES {
                    return Err(io::Error::other(crate::arrow::Full));
                }
            }
            #[cfg(feature = "tantivy")]
            Format::Tantivy => line(page, out)?,
        }
        Ok(())
    }
}

impl Format {
    /// Appends what says that the page of this id is gone; `false` where the format has no words for it.
    ///
    /// # Errors
    /// As [`Format::page`].
    pub fn gone(&self, stamp: &Stamp, out: &mut Vec<u8>) -> io::Result<bool> {
        let id = format!("{:032x}", stamp.id);
        match self {
            Format::Bulk(bulk) => bulk.line(BulkAction::Delete, &id, stamp.routing.as_deref(), out)?,
            Format::Chunks(_) => line(&chunks::Gone::new(&id), out)?,
            Format::Vespa => vespa::remove(&id, out)?,
            _ if !self.knows_gone() => return Ok(false),
            _ => self.page(&CleanPage::gone(id), out)?,
        }
        Ok(true)
    }

    /// Whether [`Format::gone`] has words.
    pub fn knows_gone(&self) -> bool {
        !self.is_folder() && !matches!(self, Format::Markdown | Format::Text | Format::Documents | Format::Trec)
    }

    /// Whether a page's earlier documents stay unless they are said to be gone: a page has many, by other ids.
    pub fn is_added_to(&self) -> bool {
        matches!(self, Format::Chunks(_))
    }

    /// What was written of a page, as it is compared with what was written before.
    pub fn stamp(&self, page: &CleanPage, written: &[u8]) -> Stamp {
        // where in its file a page stands is no change to it; nothing in a string looks like the end of the source
        let rest = memmem::find(written, b"},\"status\":\"").filter(|_| self.is_record());
        let content = rest.and_then(|at| written.get(at..)).unwrap_or(written);
        let routing = match self {
            Format::Bulk(bulk) => bulk.routing(page).map(String::into_boxed_str),
            _ => None,
        };
        Stamp { id: u128::from_str_radix(&page.id, 16).unwrap_or_default(), hash: xxh3_128(content), routing }
    }

    fn is_record(&self) -> bool {
        match self {
            Format::Jsonl | Format::Json => true,
            _ => !self.is_sequence(),
        }
    }
}

fn line(value: &impl serde::Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.push(b'\n');
    Ok(())
}
