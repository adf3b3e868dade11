//! Where a block stands against the elements most likely to hold the page's main matter.

use super::tree::{FAR, Nodes};
use super::{Measures, is_good};
use crate::blocks::Blocks;
use crate::dom::{Dom, NodeId};

/// Fills the columns on the candidate roots. None of them is a verdict: blocks outside are judged like those inside.
pub(super) fn measure(dom: &Dom, blocks: &Blocks, nodes: &Nodes, m: &mut Measures) {
    let best = best_scored(dom, blocks, nodes, m);
    let most = smallest_with(dom, nodes, 0.6);
    let nearly_all = smallest_with(dom, nodes, 0.85);
    let marks: Vec<Vec<u16>> = [best, most, nearly_all].iter().map(|&root| common_depths(dom, root)).collect();
    for (i, block) in blocks.rows.iter().enumerate() {
        if block.node.index() >= dom.len() {
            continue;
        }
        let place = |k: usize, root: NodeId| Place::of(dom, block.node, root, marks[k][block.node.index()]);
        let p = place(0, best);
        (m.in_best[i], m.best_down[i], m.best_up[i], m.best_side[i]) = (p.inside, p.down, p.up, p.side);
        let p = place(1, most);
        (m.in_most[i], m.most_down[i], m.most_up[i], m.most_side[i]) = (p.inside, p.down, p.up, p.side);
        let p = place(2, nearly_all);
        (m.in_nearly_all[i], m.nearly_all_down[i]) = (p.inside, p.down);
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
            0.0
        } else if n < root {
            -1.0
        } else {
            1.0
        };
        Place { inside: f32::from(u8::from(inside)), down: steps(dom.depth(root)), up: steps(dom.depth(n)), side }
    }
}

/// For every node the depth of the deepest ancestor it shares with `root` (itself included): one pass.
fn common_depths(dom: &Dom, root: NodeId) -> Vec<u16> {
    let mut depths = vec![0u16; dom.len()];
    let root_depth = dom.depth(root);
    for i in 1..dom.len() {
        let n = NodeId(i as u32);
        depths[i] = if n >= root && n < dom.end(root) {
            root_depth
        } else if n < root && root < dom.end(n) {
            dom.depth(n)
        } else {
            dom.parent(n).map_or(0, |p| depths[p.index()])
        };
    }
    depths
}

/// The element with the highest score after Readability: each good block gives `words^0.8 · (1 + commas / 10)` to its
/// parent, half to its grandparent, a quarter above; the sum counts times 1 − link share.
fn best_scored(dom: &Dom, blocks: &Blocks, nodes: &Nodes, m: &Measures) -> NodeId {
    let mut score = vec![0.0f32; dom.len()];
    for (i, block) in blocks.rows.iter().enumerate() {
        if block.node.index() >= dom.len() || !is_good(m.words[i], m.link_share[i]) {
            continue;
        }
        let gain = m.words[i].powf(0.8) * (1.0 + 0.1 * m.commas[i]);
        for (n, weight) in dom.ancestors(block.node).zip([1.0, 0.5, 0.25]) {
            score[n.index()] += gain * weight;
        }
    }
    let mut best = (NodeId::ROOT, 0.0);
    for (i, &sum) in score.iter().enumerate() {
        let weighted = sum * (1.0 - nodes.linked[i] / nodes.words[i].max(1.0));
        if weighted > best.1 {
            best = (NodeId(i as u32), weighted);
        }
    }
    best.0
}

/// The deepest element that holds this share of the good words (of all words where none is good).
fn smallest_with(dom: &Dom, nodes: &Nodes, share: f32) -> NodeId {
    let column = if nodes.good.first().is_some_and(|&g| g > 0.0) { &nodes.good } else { &nodes.words };
    let wanted = column.first().copied().unwrap_or(0.0) * share;
    let mut at = NodeId::ROOT;
    if wanted <= 0.0 {
        return at;
    }
    // each step goes down one level and looks at each child once, so the walk is linear
    while let Some(child) = dom.children(at).find(|c| column[c.index()] >= wanted) {
        at = child;
    }
    at
}
