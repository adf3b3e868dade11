//! Short lines over a heading that belong to it: the date of an event, the brand of a product, a step's number. In: blocks,
//! the last of them a heading. Out: marks on the lines before it. Moves nothing.

use super::super::{Block, BlockKind, Blocks};
use crate::dom::{Dom, NodeId};

/// Lines over a heading that are looked at, and bytes of the longest.
const MOST: usize = 3;
const LONGEST: u32 = 48;

/// Words from which on a line that ends in a full stop is a sentence, and stands under what is before it.
const SENTENCE: usize = 4;

/// Bytes of the longest word with a full stop that may be short for another: "Jr.", "Inc.".
const ABBREVIATION: usize = 4;

/// Marks the lines before the last block, a heading: those that begin the innermost box around it that has any text
/// before it, where what stands before that box is outside.
pub(super) fn mark(dom: &Dom, out: &mut Blocks) {
    let Some((heading, before)) = out.rows.split_last_mut() else { return };
    if heading.text.is_empty() || heading.node == NodeId::NONE {
        return;
    }
    let BlockKind::Heading(level) = heading.kind else { return };
    let is_sentence = |block: &Block| {
        let words = out.text.get(block.text.start as usize..block.text.end as usize).unwrap_or_default();
        let last = words.rsplit(' ').next().unwrap_or_default();
        words.ends_with(['.', '。', '।']) && last.len() > ABBREVIATION && words.split(' ').count() >= SENTENCE
    };
    let is_label = |block: &Block| {
        let is_short = block.text.end - block.text.start <= LONGEST;
        match block.kind {
            BlockKind::Image => true,
            BlockKind::Paragraph => is_short && !is_sentence(block),
            // a lower heading right over a higher one, should nothing be found that it heads
            BlockKind::Heading(lower) => lower > level && is_short && block.text.end > block.text.start,
            BlockKind::Code(_) => false,
        }
    };
    let n_labels = before.iter().rev().take(MOST + 1).take_while(|block| is_label(block)).count();
    let Some(last) = before.last().filter(|_| n_labels > 0) else { return };
    // the node of a heading or label can be the box itself
    let around = std::iter::once(heading.node).chain(dom.ancestors(heading.node)).find(|&a| dom.holds(a, last.node));
    let Some(around) = around.filter(|&a| a != NodeId::ROOT) else { return };
    let inside = before.iter().rev().take_while(|block| dom.holds(around, block.node)).take(MOST + 1).count();
    let outside = before.len() - inside;
    if inside == 0 || inside > n_labels || inside > MOST || outside == 0 {
        return;
    }
    before[outside..].iter_mut().for_each(|block| block.leads = true);
}
