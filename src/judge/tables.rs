//! Tables of data, whose cells are short and look like many that nobody wants: they are kept together. Never speaks of
//! what rules have decided.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, GroupKind};

/// Name of the verdict on tables kept since what leads up to them is.
const TABLE: &str = "structure.table";

/// Log-odds, on average, from which on a table follows what stands before it. Changes 14 tables of `wcxb-dev` and its word
/// F1 not at all; short pages with a table are where it matters.
const TABLE_ODDS: f32 = -2.5;

/// A table of data of which only the scores left out every cell is kept where the block right before it is, and its cells
/// are not links.
pub(super) fn follow(page: &Page<'_>, verdicts: &mut Verdicts) {
    for group in page.blocks.groups.iter().filter(|group| group.kind == GroupKind::Table) {
        let cells = group.blocks.start as usize..group.blocks.end as usize;
        let before = (0..cells.start as u32).rev().map(BlockId).find(|&id| page.has_text(id));
        let leads_up = before.is_some_and(|id| verdicts.keeps(id));
        let by_score = cells.clone().all(|i| page.left_out_by_score(BlockId(i as u32)) || !verdicts.of_block[i].keep);
        if cells.is_empty() || !leads_up || !by_score {
            continue;
        }
        let m = page.measures;
        let mean = |value: &dyn Fn(usize) -> f32| cells.clone().map(value).sum::<f32>() / cells.len() as f32;
        let odds = mean(&|i| page.odds(BlockId(i as u32)));
        if odds >= TABLE_ODDS && mean(&|i| m.link_share[i]) < 0.1 && mean(&|i| m.hidden[i]) == 0.0 {
            for i in cells.clone().filter(|&i| page.left_out_by_score(BlockId(i as u32))) {
                verdicts.of_block[i] = Verdict { keep: true, rule: TABLE };
            }
        }
    }
}

/// Name of the verdict on cells kept since most of their table is.
const CELL: &str = "structure.cell";

/// Share of a table's words that must be kept for its other cells to follow. On `wcxb-dev` the tables of 16 pages get cells
/// back that they had lost; word F1 is 0.0001 less.
const MOST_CELLS: f32 = 0.5;

/// Share of links in a cell from which on it is nothing else.
const LINK: f32 = 0.5;

/// A table of data of which most is kept is kept whole, as far as only the scores speak: without its first column, or with
/// a hole in a row, it tells nothing. What its rows offer to do (controls, links that say the same in each) is no hole.
pub(super) fn whole(page: &Page<'_>, verdicts: &mut Verdicts) {
    for group in page.blocks.groups.iter().filter(|group| group.kind == GroupKind::Table) {
        let cells = || group.blocks.clone().map(BlockId).filter(|&id| page.has_text(id));
        let words = |id: BlockId| page.measures.words[id.index()];
        let kept: f32 = cells().filter(|&id| verdicts.keeps(id)).map(words).sum();
        let left_out: f32 = cells().filter(|&id| page.left_out_by_score(id) && !verdicts.keeps(id)).map(words).sum();
        if kept < MOST_CELLS * (kept + left_out) {
            continue;
        }
        let calls = calls(page, cells());
        let is_call = |id: BlockId| calls.binary_search(&id).is_ok();
        for id in cells().filter(|&id| page.left_out_by_score(id) && !is_call(id)) {
            let verdict = &mut verdicts.of_block[id.index()];
            if !verdict.keep {
                *verdict = Verdict { keep: true, rule: CELL };
            }
        }
    }
}

/// Which of some cells are no data but controls, or links whose words other links among them say too.
fn calls(page: &Page<'_>, cells: impl Iterator<Item = BlockId>) -> Vec<BlockId> {
    let m = page.measures;
    let (mut calls, cells): (Vec<BlockId>, Vec<BlockId>) = cells.partition(|&id| m.control[id.index()] > 0.0);
    let mut links: Vec<(&str, BlockId)> = cells
        .into_iter()
        .filter(|&id| page.left_out_by_score(id) && m.link_share[id.index()] >= LINK)
        .map(|id| (page.blocks.text_of(id), id))
        .collect();
    links.sort_unstable();
    let same = links.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
    calls.extend(same.flatten().map(|&(_, id)| id));
    calls.sort_unstable();
    calls
}
