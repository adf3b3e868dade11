//! One clean page in, bytes out. A format knows nothing of how a page was cleaned.

mod markdown;
mod text;

use crate::cleaner::CleanPage;

/// The formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
}

impl Format {
    /// What stands before the first page.
    pub fn head(self) -> &'static str {
        if self == Format::Json { "[\n" } else { "" }
    }

    /// What stands between two pages.
    pub fn between(self) -> &'static str {
        match self {
            Format::Jsonl => "",
            Format::Json => ",\n",
            Format::Markdown => "\n---\n\n",
            Format::Text => "\n\u{c}\n",
        }
    }

    /// What stands after the last page.
    pub fn tail(self) -> &'static str {
        if self == Format::Json { "\n]\n" } else { "" }
    }

    /// Appends one page.
    ///
    /// # Errors
    /// Where the record cannot be written as JSON, which no page can cause.
    pub fn page(self, page: &CleanPage, out: &mut Vec<u8>) -> std::io::Result<()> {
        match self {
            Format::Jsonl => {
                serde_json::to_writer(&mut *out, page)?;
                out.push(b'\n');
            }
            Format::Json => serde_json::to_writer(out, page)?,
            Format::Markdown => out.extend_from_slice(markdown::page(page).as_bytes()),
            Format::Text => out.extend_from_slice(text::page(page).as_bytes()),
        }
        Ok(())
    }
}
