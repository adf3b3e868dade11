//! What kind of page it is.

use crate::measure::PAGE_TYPES;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page's type: those of the Web Content Extraction Benchmark, in the order of the model's outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PageType {
    /// A news item, an essay, a blog post.
    Article,
    /// A page of a manual or reference.
    Documentation,
    /// What a firm, an institution or a piece of software offers.
    Service,
    /// A thread of posts or a question with its answers.
    Forum,
    /// Products of a shop, side by side.
    Collection,
    /// Entries that lead to pages of their own: articles, jobs, people.
    Listing,
    /// One product.
    Product,
}

impl PageType {
    /// All of them.
    pub const ALL: [PageType; PAGE_TYPES] = [
        PageType::Article,
        PageType::Documentation,
        PageType::Service,
        PageType::Forum,
        PageType::Collection,
        PageType::Listing,
        PageType::Product,
    ];

    /// Its name, as in a record.
    pub fn name(self) -> &'static str {
        match self {
            PageType::Article => "article",
            PageType::Documentation => "documentation",
            PageType::Service => "service",
            PageType::Forum => "forum",
            PageType::Collection => "collection",
            PageType::Listing => "listing",
            PageType::Product => "product",
        }
    }
}
