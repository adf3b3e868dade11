//! The record of a page, `pagesieve/1`: one per input page, keys in this order, unknown ones left out.

use crate::place::Place;
use crate::score::PageType;
use crate::sections::{Reference, Section};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Name and version of the record's format.
pub const SCHEMA: &str = "pagesieve/1";

/// How a page came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Read and cleaned.
    #[default]
    Ok,
    /// Cleaned, but part of it could not be read; `reason` says what.
    Degraded,
    /// There is nothing to clean.
    Skipped,
    /// Something went wrong.
    Failed,
    /// It was there in the run that this one is compared with, and is not any more.
    Gone,
}

impl Status {
    /// The status as it is written.
    pub fn name(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Degraded => "degraded",
            Status::Skipped => "skipped",
            Status::Failed => "failed",
            Status::Gone => "gone",
        }
    }
}

/// What a record's id is made from. Where a page has no address or no id of its own, from where it came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdFrom {
    /// The path and number of the record, and the id that the input gives it: no two are the same.
    #[default]
    Source,
    /// The page's address without what follows `#`: the same page in another archive has the same id.
    Url,
    /// The id that the input gives it.
    Given,
}

/// Where a page came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Source {
    /// Input file, below the input that was named.
    pub path: String,
    /// Number of the record in its file, from 0.
    pub record: u64,
    /// First byte of the record.
    pub offset: u64,
    /// Bytes of the record.
    pub length: u64,
}

impl From<&Place> for Source {
    fn from(place: &Place) -> Self {
        Source { path: place.path.clone(), record: place.record, offset: place.offset, length: place.length }
    }
}

/// An author, from metadata and from cards on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AuthorOut {
    /// The name.
    pub name: String,
    /// What they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Words about them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// Their page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A block that was removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Removed {
    /// Its text.
    pub text: String,
    /// The rule that removed it.
    pub rule: String,
    /// The values the rule looked at.
    pub because: Map<String, Value>,
    /// First byte and one past the last, in the decoded page.
    pub span: (u32, u32),
}

/// One page, cleaned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CleanPage {
    /// `pagesieve/1`.
    pub schema: String,
    /// 32 hex digits; the same source and record give the same id, or the same address if ids are made from those.
    pub id: String,
    /// Where the page came from.
    pub source: Source,
    /// How it came out.
    pub status: Status,
    /// Why, unless ok: a code, a colon, then words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was put right before the page was read: a wrong encoding declared, text encoded twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repaired: Option<String>,
    /// The page's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its preferred address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical_url: Option<String>,
    /// The site's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_name: Option<String>,
    /// What kind of page it is, as far as its markup tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_type: Option<PageType>,
    /// The word F1 to be expected of what was kept, 0 to 1, for pages with markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Title without the site's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Authors in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<AuthorOut>,
    /// ISO 8601, as precise as the page says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// ISO 8601, as precise as the page says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Tags and keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Licence, as an address or a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// The page's image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The content, flat and in reading order.
    pub sections: Vec<Section>,
    /// Sources that the page lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Blocks removed, by rule.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<String, u32>,
    /// The removed blocks themselves, when asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed_blocks: Vec<Removed>,
    /// The wordings that gave leftovers away, with their systems, counted: for the summary of a run, not written.
    #[serde(skip)]
    pub leftover_wordings: BTreeMap<String, u32>,
    /// Words kept.
    pub words: u64,
}

/// The JSON Schema (draft 2020-12) of [`CleanPage`].
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<CleanPage>().to_value()
}
