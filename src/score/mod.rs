//! Measures to scores: how likely each block is to be wanted and what type the page is of, by a model learned from labelled
//! pages. Adds columns; decides nothing.

mod columns;
mod file;
mod logistic;
mod model;
mod page_type;
mod trees;

pub use columns::Columns;
pub use file::ModelError;
pub use logistic::share;
pub use model::Model;
pub use page_type::PageType;

/// What the model says of a page's blocks.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Per block: log-odds of the share of its words that is expected to be wanted; [`share`] makes them a share.
    pub odds: Vec<f32>,
    /// The page's type; `None` on pages without markup.
    pub page_type: Option<PageType>,
    /// The page as one row of bytes.
    page_row: Vec<u8>,
}

impl Scores {
    /// Empties it, for a page that has no scores.
    pub fn clear(&mut self) {
        self.odds.clear();
        self.page_type = None;
    }

    /// The page as one row of bytes, as [`Columns::page_row`] has it.
    pub fn page_row(&self) -> &[u8] {
        &self.page_row
    }
}
