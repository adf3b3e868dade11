//! What a template left behind.

use super::{Rule, drop};
use crate::leftover::Strength;

/// Drops a block that is a leftover for sure and as a whole. Weaker evidence, and pieces of a block, are spared: pieces
/// are cut when the block is written.
pub const LEFTOVER: Rule = Rule {
    name: "leftover",
    judge: |page, block| {
        let finding = page.leftovers.of_block.get(block.index())?.as_ref()?;
        let is_whole = finding.pieces.is_empty() && finding.strength == Strength::Sure;
        if is_whole { drop(finding.kind.rule()) } else { None }
    },
};
