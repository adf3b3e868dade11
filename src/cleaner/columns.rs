//! What a model is trained on: a page's blocks with their columns, and which of them rules decide before any score.

use super::{Cleaner, Workspace};
use crate::blocks::Blocks;
use crate::error::PageError;
use crate::input::RawPage;
use crate::judge;
use crate::measure::PageNames;
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
    /// The names its elements have.
    pub names: PageNames,
    /// Words of each block as measured; labels count them otherwise.
    pub words: Vec<f32>,
    /// The page as one row.
    pub page_row: Vec<u8>,
    /// The columns.
    pub columns: Columns,
}

impl Cleaner {
    /// The columns of a page, for training.
    ///
    /// # Errors
    /// As [`Cleaner::clean`].
    pub fn columns(&self, raw: &RawPage) -> Result<PageColumns, PageError> {
        self.columns_of(raw, |_| {})
    }

    /// The columns of the page that is left when only about one in `1 / share` of its blocks stays, in runs of neighbours.
    /// Labelled pages are long; short ones are learned from these. The same `seed` leaves the same blocks.
    ///
    /// # Errors
    /// As [`Cleaner::clean`].
    pub fn columns_thinned(&self, raw: &RawPage, share: f64, seed: u64) -> Result<PageColumns, PageError> {
        self.columns_of(raw, |blocks| thin(blocks, share, seed))
    }

    fn columns_of(&self, raw: &RawPage, edit: impl FnOnce(&mut Blocks)) -> Result<PageColumns, PageError> {
        let mut workspace = Workspace::default();
        let stages = self.stages_of(&mut workspace, raw, edit, &mut |_| {})?;
        let columns = stages.scored.1.clone();
        let blocks = stages.blocks;
        Ok(PageColumns {
            texts: blocks.ids().map(|id| blocks.text_of(id).to_owned()).collect(),
            ruled_out: judge::ruled_out(blocks, stages.measures, &stages.leftovers, &self.config.judge),
            names: stages.measures.page_names(),
            words: stages.measures.words.clone(),
            page_row: stages.scored.2.page_row().to_vec(),
            units: stages.measures.units.clone(),
            columns,
        })
    }
}

/// Neighbours that stay or go together, on average, when a page is thinned.
const RUN: f64 = 4.0;

/// Takes blocks away until about `share` of them is left.
fn thin(blocks: &mut Blocks, share: f64, seed: u64) {
    let mut state = seed;
    // SplitMix64 (Steele, Lea and Flood, 2014), as a number from 0 to 1
    let mut drawn = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut stays = false;
    let mut kept_before = vec![0u32];
    let mut rows = Vec::new();
    for row in &blocks.rows {
        if rows.is_empty() || drawn() < 1.0 / RUN {
            stays = drawn() < share;
        }
        if stays {
            rows.push(row.clone());
        }
        kept_before.push(rows.len() as u32);
    }
    blocks.rows = rows;
    for group in &mut blocks.groups {
        group.blocks = kept_before[group.blocks.start as usize]..kept_before[group.blocks.end as usize];
    }
}
