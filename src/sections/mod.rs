//! Kept blocks to sections: headings open them, blocks fill them. Sees no tree.

mod build;
mod lists;
mod paths;
mod references;
mod tables;
mod written;

pub use build::{build, without_permalink};

use schemars::JsonSchema;
use serde::Serialize;

/// A heading and what stands under it, up to the next heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Section {
    /// The heading; none for what stands before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The heading's level, 1 to 6; 0 = before any heading.
    pub level: u8,
    /// The headings above it, outermost first, down to its own.
    pub path: Vec<String>,
    /// What stands under the heading, in reading order.
    pub blocks: Vec<Content>,
}

/// A link in a block.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LinkOut {
    /// The linked words.
    pub text: String,
    /// The address, resolved against the page's.
    pub url: String,
}

/// A piece of content.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Content {
    /// Running text.
    Paragraph {
        /// The text; `\n` where the page breaks the line.
        text: String,
        /// Links in it, when asked for.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        links: Vec<LinkOut>,
    },
    /// A list.
    List {
        /// Whether the entries are counted.
        ordered: bool,
        /// First number of an ordered list.
        #[serde(skip_serializing_if = "Option::is_none")]
        start: Option<i32>,
        /// The entries.
        items: Vec<ListItem>,
    },
    /// A table; all rows, those of the header too, have the same number of cells.
    Table {
        /// Its caption.
        #[serde(skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
        /// Header rows.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        header: Vec<Vec<String>>,
        /// Body rows.
        rows: Vec<Vec<String>>,
        /// Links in its cells, when asked for.
        #[serde(skip_serializing_if = "Vec::is_empty")]
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
        #[serde(skip_serializing_if = "Vec::is_empty")]
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

/// An entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ListItem {
    /// Its text.
    pub text: String,
    /// The entries under it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ListItem>,
    /// Links in it, when asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkOut>,
}

/// A term and its description.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Definition {
    /// The term.
    pub term: String,
    /// The description.
    pub text: String,
}

/// A source that the page lists.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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
}
