//! Measures to scores: how likely each block is to be wanted, by a model learned from labelled pages. Adds one column;
//! decides nothing.

mod columns;
mod model;

pub use columns::Columns;
pub use model::{Model, ModelError, share};

/// What the model says of a page's blocks.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Per block: log-odds of the share of its words that is expected to be wanted; [`share`] makes them a share.
    pub odds: Vec<f32>,
}
