//! Records in, an index of their sections out, and queries on it: Tantivy, within this process. Knows pages only as records.

mod builder;
mod query;
mod words;

pub use builder::Builder;
pub use query::{Hit, Search};

use tantivy::Index;
use tantivy::schema::{Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{LowerCaser, TextAnalyzer};

/// A file that an index of Tantivy has.
const META: &str = "meta.json";
/// Name of the tokenizer.
const WORDS: &str = "words";

/// The fields of a section's document.
#[derive(Clone, Copy)]
struct Fields {
    /// The record's id.
    id: Field,
    /// Number of the section in its record.
    section: Field,
    url: Field,
    host: Field,
    language: Field,
    published: Field,
    title: Field,
    /// The headings down to the section's own.
    heading: Field,
    text: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer(WORDS).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing).set_stored();
    let fields = Fields {
        id: schema.add_text_field("id", STRING | STORED),
        section: schema.add_u64_field("section", INDEXED | STORED),
        url: schema.add_text_field("url", STRING | STORED),
        host: schema.add_text_field("host", STRING | STORED),
        language: schema.add_text_field("language", STRING | STORED),
        published: schema.add_text_field("published", STRING | STORED),
        title: schema.add_text_field("title", text.clone()),
        heading: schema.add_text_field("heading", text.clone()),
        text: schema.add_text_field("text", text),
    };
    (schema.build(), fields)
}

/// Tells an index how its text is parted into words, which its files do not.
fn with_words(index: &Index) {
    index.tokenizers().register(WORDS, TextAnalyzer::builder(words::Words::default()).filter(LowerCaser).build());
}
