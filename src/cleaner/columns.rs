//! What a model is trained on: a page's blocks with their columns, and which of them rules decide before any score.

use super::{Cleaner, Workspace};
use crate::error::PageError;
use crate::input::RawPage;
use crate::judge;
use crate::score::Columns;

/// A page's blocks as a model sees them.
#[derive(Clone, Debug, Default)]
pub struct PageColumns {
    /// Text of each block.
    pub texts: Vec<String>,
    /// Whether a rule decides on the block before its score is asked, and drops it.
    pub ruled_out: Vec<bool>,
    /// Number of the list or table each block is part of, 0 for none.
    pub units: Vec<u32>,
    /// The columns.
    pub columns: Columns,
}

impl Cleaner {
    /// The columns of a page, for training.
    ///
    /// # Errors
    /// As [`Cleaner::clean`].
    pub fn columns(&self, raw: &RawPage) -> Result<PageColumns, PageError> {
        let mut workspace = Workspace::default();
        let stages = self.stages(&mut workspace, raw, &mut |_| {})?;
        let mut columns = Columns::default();
        columns.fill(stages.measures);
        let blocks = stages.blocks;
        Ok(PageColumns {
            texts: blocks.ids().map(|id| blocks.text_of(id).to_owned()).collect(),
            ruled_out: judge::ruled_out(blocks, stages.measures, &stages.leftovers, &self.config.judge),
            units: stages.measures.units.clone(),
            columns,
        })
    }
}
