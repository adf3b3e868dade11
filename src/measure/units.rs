//! The list or table that a block is part of, as a whole.

use super::{Measures, rows};
use crate::blocks::{Blocks, GroupKind};

/// Each block's unit, as [`Measures::units`] has it.
fn of_blocks(blocks: &Blocks) -> Vec<u32> {
    let mut unit_of_group = vec![0u32; blocks.groups.len()];
    for (g, group) in blocks.groups.iter().enumerate().skip(1) {
        let above = unit_of_group.get(group.parent.index()).copied().unwrap_or(0);
        let is_unit = matches!(
            group.kind,
            GroupKind::List { .. } | GroupKind::Table | GroupKind::Definitions | GroupKind::References
        );
        unit_of_group[g] = if above == 0 && is_unit { g as u32 } else { above };
    }
    blocks.rows.iter().map(|b| unit_of_group.get(b.group.index()).copied().unwrap_or(0)).collect()
}

#[derive(Clone, Copy, Default)]
struct Sums {
    words: f32,
    linked: f32,
    blocks: f32,
}

/// Fills the columns on units.
pub(super) fn measure(blocks: &Blocks, m: &mut Measures) {
    m.units = of_blocks(blocks);
    let mut sums = vec![Sums::default(); blocks.groups.len().max(1)];
    let n = blocks.len();
    rows!(m, n; units, words, link_share, unit_words, unit_links, unit_blocks);
    for i in 0..n {
        let sum = &mut sums[units[i] as usize];
        sum.words += words[i];
        sum.linked += words[i] * link_share[i];
        sum.blocks += 1.0;
    }
    for i in 0..n {
        (unit_words[i], unit_links[i], unit_blocks[i]) = match units[i] {
            0 => (words[i], link_share[i], 1.0),
            unit => {
                let sum = sums[unit as usize];
                (sum.words, sum.linked / sum.words.max(1.0), sum.blocks)
            }
        };
    }
}
