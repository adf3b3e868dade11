//! Adds up what speaks for and against each block, and lets the unit it is part of have its say.

use super::terms::{BASE, TERMS};
use crate::blocks::{BlockId, Blocks, GroupKind};
use crate::measure::Measures;

/// How much of a block's points come from its list or table as a whole, so that entries of one list rarely part. Word F1
/// on `wcxb-dev` is 0.860 or 0.861 at 0, 0.5 and 1: the choice is for whole lists, with room for a stray entry.
const UNIT_SHARE: f32 = 0.5;

/// Points of every block.
pub(super) fn of_page(blocks: &Blocks, measures: &Measures) -> Vec<f32> {
    let own: Vec<f32> = (0..blocks.len()).map(|i| sum(measures, i)).collect();
    let units = units(blocks);
    let n_units = units.iter().map(|&u| u as usize + 1).max().unwrap_or(0);
    let (mut points, mut weight) = (vec![0.0f32; n_units], vec![0.0f32; n_units]);
    for (i, &unit) in units.iter().enumerate() {
        let words = measures.words.get(i).copied().unwrap_or_default().max(0.5);
        points[unit as usize] += own[i].clamp(-6.0, 6.0) * words;
        weight[unit as usize] += words;
    }
    let mixed = own.iter().zip(&units).map(|(&own, &unit)| {
        let unit = unit as usize;
        if unit == 0 { own } else { own * (1.0 - UNIT_SHARE) + UNIT_SHARE * points[unit] / weight[unit] }
    });
    mixed.collect()
}

/// The outermost list, table or definition list around each block; 0 for none.
fn units(blocks: &Blocks) -> Vec<u32> {
    let mut unit_of_group = vec![0u32; blocks.groups.len()];
    for (g, group) in blocks.groups.iter().enumerate().skip(1) {
        let above = unit_of_group.get(group.parent.index()).copied().unwrap_or(0);
        let is_unit = matches!(group.kind, GroupKind::List { .. } | GroupKind::Table | GroupKind::Definitions);
        unit_of_group[g] = if above == 0 && is_unit { g as u32 } else { above };
    }
    blocks.rows.iter().map(|b| unit_of_group.get(b.group.index()).copied().unwrap_or(0)).collect()
}

fn sum(measures: &Measures, i: usize) -> f32 {
    // a fixed order of additions: the same sum on every machine
    TERMS.iter().fold(BASE, |sum, term| sum + term.weight * (term.value)(measures, i))
}

/// The sum for a block, and the four terms that moved it most.
pub(super) fn strongest(measures: &Measures, i: usize) -> (f32, Vec<(&'static str, f32)>) {
    let mut gains: Vec<(&'static str, f32)> =
        TERMS.iter().map(|t| (t.name, t.weight * (t.value)(measures, i))).filter(|g| g.1 != 0.0).collect();
    gains.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    gains.truncate(4);
    (sum(measures, i), gains)
}

/// Whether the block shows text.
pub(super) fn has_text(blocks: &Blocks, block: BlockId) -> bool {
    blocks.rows.get(block.index()).is_some_and(|b| b.text.end > b.text.start)
}
