//! Where a block stands against the elements most likely to hold the page's main matter.

use super::tree::{FAR, Tree};
use super::{Measures, is_good, rows};
use crate::dom::{Dom, NodeId};

/// Fills the columns on the candidate roots. None of them is a verdict: blocks outside are judged like those inside.
pub(super) fn measure(dom: &Dom, tree: &Tree, m: &mut Measures) {
    let roots = [best_scored(tree, m), smallest_with(tree, 0.6), smallest_with(tree, 0.85)];
    let roots = roots.map(|at| tree.branches[at].node);
    // the depth that each branch shares with each root
    let mut shared = Vec::with_capacity(tree.branches.len());
    let spans = roots.map(|root| (root, dom.end(root), dom.depth(root)));
    for (i, branch) in tree.branches.iter().enumerate() {
        let above = if i == 0 { [0u16; 3] } else { shared[branch.parent as usize] };
        let n = branch.node;
        let with = |k: usize| {
            let (root, end, depth) = spans[k];
            if n >= root && n < end {
                depth
            } else if n < root && root < dom.end(n) {
                dom.depth(n)
            } else {
                above[k]
            }
        };
        shared.push(if i == 0 { above } else { [with(0), with(1), with(2)] });
    }
    rows!(m, tree.of_block.len(); in_best, best_down, best_up, best_side, in_most, most_down, most_up, most_side);
    rows!(m, tree.of_block.len(); in_nearly_all, nearly_all_down);
    for (i, &at) in tree.of_block.iter().enumerate() {
        let node = tree.branches[at as usize].node;
        let [best, most, nearly_all] = [0, 1, 2].map(|k| Place::of(dom, node, roots[k], shared[at as usize][k]));
        (in_best[i], best_down[i], best_up[i], best_side[i]) = (best.inside, best.down, best.up, best.side);
        (in_most[i], most_down[i], most_up[i], most_side[i]) = (most.inside, most.down, most.up, most.side);
        (in_nearly_all[i], nearly_all_down[i]) = (nearly_all.inside, nearly_all.down);
    }
}

struct Place {
    inside: f32,
    down: f32,
    up: f32,
    side: f32,
}

impl Place {
    fn of(dom: &Dom, n: NodeId, root: NodeId, common: u16) -> Place {
        let inside = n >= root && n < dom.end(root);
        let steps = |from: u16| f32::from(from.saturating_sub(common).min(u16::from(FAR)));
        let side = if inside || (root > n && root < dom.end(n)) {
            1.0
        } else if n < root {
            0.0
        } else {
            2.0
        };
        Place { inside: f32::from(u8::from(inside)), down: steps(dom.depth(root)), up: steps(dom.depth(n)), side }
    }
}

/// The element with the highest score after Readability: each good block gives `words^0.75 · (1 + commas / 10)` to its
/// parent, half to its grandparent, a quarter above; the sum counts times 1 − link share.
fn best_scored(tree: &Tree, m: &Measures) -> usize {
    let mut score = vec![0.0f32; tree.branches.len()];
    for (i, &at) in tree.of_block.iter().enumerate() {
        if !is_good(m.words[i], m.link_share[i]) {
            continue;
        }
        // 0.75 where Readability's descendants have 0.8: square roots are the same on every machine, powers are not
        let root = m.words[i].sqrt();
        let gain = root * root.sqrt() * (1.0 + 0.1 * m.commas[i]);
        for (above, weight) in tree.upward(at).skip(1).zip([1.0, 0.5, 0.25]) {
            score[above as usize] += gain * weight;
        }
    }
    let mut best = (0, 0.0);
    for (i, (sum, branch)) in score.iter().zip(&tree.branches).enumerate() {
        let weighted = sum * (1.0 - branch.linked / branch.words.max(1.0));
        if weighted > best.1 {
            best = (i, weighted);
        }
    }
    best.0
}

/// The deepest element that holds this share of the good words (of all words where none is good).
fn smallest_with(tree: &Tree, share: f32) -> usize {
    let has_good = tree.branches[0].good > 0.0;
    let held = |at: usize| if has_good { tree.branches[at].good } else { tree.branches[at].words };
    let wanted = held(0) * share;
    let mut at = 0;
    if wanted > 0.0 {
        // in document order a child comes after its parent: one pass goes down level by level
        for (i, branch) in tree.branches.iter().enumerate().skip(1) {
            if branch.parent as usize == at && held(i) >= wanted {
                at = i;
            }
        }
    }
    at
}
