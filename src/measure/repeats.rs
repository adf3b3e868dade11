//! What is said or built more than once on the page.

use super::tree::Tree;
use super::{Measures, is_good, rows};
use crate::blocks::{BlockId, Blocks};
use crate::hashed::Numbers;
use xxhash_rust::xxh3::xxh3_64;

/// Counts blocks with the same text.
pub(super) fn measure_texts(blocks: &Blocks, m: &mut Measures) {
    let n = blocks.len();
    rows!(m, n; words, same, same_before);
    let mut numbers = Numbers::with_capacity(n);
    let mut texts: Vec<u32> = Vec::with_capacity(n);
    // blocks without words are left out
    let mut counts: Vec<u32> = Vec::new();
    for i in 0..n {
        same_before[i] = 0.0;
        if words[i] == 0.0 {
            texts.push(u32::MAX);
            continue;
        }
        let text = numbers.of(xxh3_64(blocks.text_of(BlockId(i as u32)).as_bytes()));
        texts.push(text);
        counts.resize(numbers.len(), 0);
        let count = &mut counts[text as usize];
        same_before[i] = *count as f32;
        *count += 1;
    }
    for (same, text) in same.iter_mut().zip(texts) {
        *same = counts.get(text as usize).map_or(0.0, |count| (count - 1) as f32);
    }
}

/// Sums the blocks of each shape, wherever on the page they stand: a shape is an element's tag and first class with its
/// parent's. A block belongs to the shape of its own element and, apart from that, to that of its parent.
pub(super) fn measure_shapes(tree: &Tree, m: &mut Measures) {
    let mut numbers = Numbers::with_capacity(tree.classes.len() * 2);
    let mut number_of: Vec<(u64, u32)> = Vec::with_capacity(tree.branches.len());
    for branch in &tree.branches {
        let own = branch.class ^ (branch.tag as u64).rotate_left(56);
        let above = number_of.get(branch.parent as usize).map_or(0, |&(own, _)| own);
        number_of.push((own, numbers.of(own ^ above.rotate_left(21))));
    }
    let whole = m.page_words.max(1.0);
    let parent = |at: u32| tree.branches[at as usize].parent;
    let own = |at: u32| number_of[at as usize].1 as usize;
    let above = |at: u32| own(parent(at));
    let mut families = vec![(Family::default(), Family::default()); numbers.len()];
    for (&at, (&words, &link_share)) in tree.of_block.iter().zip(m.words.iter().zip(&m.link_share)) {
        families[own(at)].0.add(words, link_share);
        families[above(at)].1.add(words, link_share);
    }
    // a family's measures are the same for all its blocks
    let families: Vec<_> = families.iter().map(|(own, above)| (own.measures(whole), above.measures(whole))).collect();
    m.shapes.clear();
    m.shapes.extend(tree.of_block.iter().map(|&at| own(at) as u32));
    let n = tree.of_block.len();
    rows!(m, n; shape_blocks, shape_words, shape_links, shape_good, shape_share);
    rows!(m, n; parent_blocks, parent_words, parent_links, parent_good, parent_share);
    for (i, &at) in tree.of_block.iter().enumerate() {
        [shape_blocks[i], shape_words[i], shape_links[i], shape_good[i], shape_share[i]] = families[own(at)].0;
        [parent_blocks[i], parent_words[i], parent_links[i], parent_good[i], parent_share[i]] = families[above(at)].1;
    }
}

impl Family {
    fn add(&mut self, words: f32, link_share: f32) {
        self.n += 1;
        self.words += words;
        self.linked += words * link_share;
        self.good += if is_good(words, link_share) { words } else { 0.0 };
    }

    /// How many there are, words of each, link share, share of good words, share of the page's words.
    fn measures(self, whole: f32) -> [f32; 5] {
        let words = self.words.max(1.0);
        let each = self.words / self.n.max(1) as f32;
        [self.n as f32, each, self.linked / words, self.good / words, self.words / whole]
    }
}

/// Ancestors looked at in search of a repeated unit.
const CLIMB: usize = 6;

#[derive(Clone, Copy, Default)]
struct Family {
    n: u32,
    words: f32,
    linked: f32,
    good: f32,
}

/// Finds for each block the repeated unit around it: the nearest ancestor with at least two siblings of the same tag
/// and first class that hold words.
pub(super) fn measure_units(tree: &Tree, m: &mut Measures) {
    let mut families: Vec<Family> = vec![Family::default()];
    let mut numbers = Numbers::with_capacity(tree.branches.len() / 4);
    let mut family_of = vec![0u32; tree.branches.len()];
    let mut index_of = vec![0.0f32];
    for (slot, branch) in family_of.iter_mut().zip(&tree.branches).skip(1) {
        if branch.words == 0.0 {
            index_of.push(0.0);
            continue;
        }
        let key = branch.class ^ (u64::from(branch.parent) << 16) ^ (branch.tag as u64).rotate_left(56);
        *slot = numbers.of(key) + 1;
        if *slot as usize == families.len() {
            families.push(Family::default());
        }
        let family = &mut families[*slot as usize];
        family.n += 1;
        family.words += branch.words;
        family.linked += branch.linked;
        family.good += branch.good;
        index_of.push(family.n as f32);
    }
    let whole = m.page_words.max(1.0);
    rows!(m, tree.of_block.len(); alike, alike_words, alike_links, alike_index, alike_share, alike_good);
    for (i, &at) in tree.of_block.iter().enumerate() {
        let family = |branch: u32| &families[family_of[branch as usize] as usize];
        let unit = tree.upward(at).take(CLIMB).find(|&branch| family(branch).n >= 3);
        let (measures, index) =
            unit.map_or(([0.0; 5], 0.0), |unit| (family(unit).measures(whole), index_of[unit as usize]));
        [alike[i], alike_words[i], alike_links[i], alike_good[i], alike_share[i]] = measures;
        alike_index[i] = index;
    }
}
