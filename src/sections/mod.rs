//! Kept blocks to sections: headings open them, blocks fill them. Sees no tree.

mod address;
mod bold;
mod build;
mod bullets;
mod definitions;
mod figures;
mod lists;
mod paths;
mod quotes;
mod references;
mod said;
mod tables;
mod units;
mod written;

pub use build::{build, without_permalink};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A heading and what stands under it, up to the next heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Section {
    /// The heading; none for what stands before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The heading's level, 1 to 6, none skipped; 0 = without heading.
    #[schemars(range(min = 0, max = 6))]
    pub level: u8,
    /// The headings above it, outermost first, down to its own.
    pub path: Vec<String>,
    /// Who wrote it, where it is a post or an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was written, where it is a post or an answer: ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Whether it is the answer that was accepted.
    #[serde(default, skip_serializing_if = "is_false")]
    pub accepted: bool,
    /// Whether it is a reader's comment, when asked for.
    #[serde(default, skip_serializing_if = "is_false")]
    pub comment: bool,
    /// What stands under the heading, in reading order.
    pub blocks: Vec<Content>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over by reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// A link in a block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct LinkOut {
    /// The linked words.
    pub text: String,
    /// The address, resolved against the page's.
    pub url: String,
}

/// A piece of content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
#[schemars(deny_unknown_fields)]
pub enum Content {
    /// Running text.
    Paragraph {
        /// The text; `\n` where the page breaks the line.
        text: String,
        /// Links in it, when asked for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<LinkOut>,
    },
    /// A list.
    List {
        /// Whether the entries are counted.
        ordered: bool,
        /// First number of an ordered list.
        #[serde(skip_serializing_if = "Option::is_none")]
        start: Option<i32>,
        /// What the numbers are printed as, unless digits: `a`, `A`, `i` or `I`.
        #[serde(skip_serializing_if = "Option::is_none")]
        style: Option<String>,
        /// The entries.
        items: Vec<ListItem>,
    },
    /// A table; all rows, those of the header too, have the same number of cells.
    Table {
        /// Its caption.
        #[serde(skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
        /// Columns at the left that are headers of their rows.
        #[serde(skip_serializing_if = "Option::is_none")]
        header_columns: Option<u32>,
        /// Header rows.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        header: Vec<Vec<String>>,
        /// Body rows.
        rows: Vec<Vec<String>>,
        /// Links in its cells, when asked for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<LinkOut>,
    },
    /// Preformatted text.
    Code {
        /// The language, where the page names it.
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// The text with its line ends and indentation.
        text: String,
    },
    /// A quotation.
    Quote {
        /// The text; paragraphs parted by `\n`.
        text: String,
        /// Whom or what it was taken from.
        #[serde(skip_serializing_if = "Option::is_none")]
        cite: Option<String>,
        /// Links in it, when asked for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<LinkOut>,
    },
    /// Terms and their descriptions.
    Definitions {
        /// The pairs.
        items: Vec<Definition>,
    },
    /// An image with its caption, when asked for.
    Figure {
        /// The image's address, resolved.
        #[serde(skip_serializing_if = "Option::is_none")]
        src: Option<String>,
        /// Its alternative text.
        #[serde(skip_serializing_if = "Option::is_none")]
        alt: Option<String>,
        /// Its caption.
        #[serde(skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
    },
}

impl Content {
    /// Its kind, as a record's `type` has it.
    pub fn kind(&self) -> &'static str {
        match self {
            Content::Paragraph { .. } => "paragraph",
            Content::List { .. } => "list",
            Content::Table { .. } => "table",
            Content::Code { .. } => "code",
            Content::Quote { .. } => "quote",
            Content::Definitions { .. } => "definitions",
            Content::Figure { .. } => "figure",
        }
    }
}

/// An entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ListItem {
    /// Its text.
    pub text: String,
    /// Its number, where that is not one more than the number before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// Whether its box is ticked, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// Whether the entries under it are counted.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ordered: bool,
    /// First number of the entries under it, where they are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<i32>,
    /// What those numbers are printed as, unless digits: `a`, `A`, `i` or `I`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// The entries under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ListItem>,
    /// Links in it, when asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkOut>,
}

/// A term and its description.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Definition {
    /// The term; terms that share a description stand on lines of their own.
    pub term: String,
    /// The description.
    pub text: String,
}

/// A source that the page lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Reference {
    /// Its printed number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The entry without its number.
    pub text: String,
}

/// Somebody whose card stands on the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What they are.
    pub role: Option<String>,
    /// Words about them.
    pub bio: Option<String>,
}

/// A page's content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sections {
    /// In reading order.
    pub sections: Vec<Section>,
    /// The sources it lists.
    pub references: Vec<Reference>,
    /// The people whose cards stand on it.
    pub people: Vec<Person>,
}

/// What is written out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Write links. Default: no.
    pub links: bool,
    /// Write figures. Default: no.
    pub images: bool,
    /// Strip the parameters of trackers from addresses. Default: no.
    pub strip_tracking: bool,
}
