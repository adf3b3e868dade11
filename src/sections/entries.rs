//! Headings that head nothing and are wanted for themselves: titles of cards. In: the blocks kept. Out: which of them are
//! written as text. Moves nothing.

use crate::blocks::{BlockId, BlockKind, Blocks};

/// The headings of `entries` that label what follows, in order: right over a higher heading, and in one box with it or none
/// of a row. Those of a row stay headings, and so do those over a picture: it is what they head.
pub(super) fn as_text(blocks: &Blocks, kept: &[BlockId], entries: &[BlockId]) -> Vec<BlockId> {
    let level = |id: BlockId| match blocks.rows[id.index()].kind {
        BlockKind::Heading(level) => Some(level),
        _ => None,
    };
    let is_text = |id: &BlockId| blocks.rows[id.index()].kind != BlockKind::Image;
    let is_label = |id: BlockId| {
        let Ok(at) = kept.binary_search(&id) else { return false };
        let before = kept[..at].iter().rev().copied().find(is_text).and_then(level);
        let behind = kept.get(at + 1).copied().and_then(level);
        blocks.rows[id.index()].leads || before != level(id) && behind < level(id) && behind.is_some()
    };
    entries.iter().copied().filter(|&id| is_label(id)).collect()
}
