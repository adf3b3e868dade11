//! What is said or built more than once on the page.

use super::tree::Tree;
use super::{Measures, is_good};
use crate::blocks::Blocks;
use crate::dom::Dom;
use crate::hashed::Numbers;
use xxhash_rust::xxh3::xxh3_64;

/// Counts blocks with the same text.
pub(super) fn measure_texts(blocks: &Blocks, m: &mut Measures) {
    let mut numbers = Numbers::with_capacity(blocks.len());
    let with_words = || blocks.ids().filter(|id| m.words[id.index()] > 0.0);
    let texts: Vec<u32> = with_words().map(|id| numbers.of(xxh3_64(blocks.text_of(id).as_bytes()))).collect();
    let mut counts = vec![0u32; numbers.len()];
    for (id, &text) in with_words().zip(&texts) {
        let count = &mut counts[text as usize];
        m.same_before[id.index()] = *count as f32;
        *count += 1;
    }
    for (id, &text) in with_words().zip(&texts) {
        m.same[id.index()] = (counts[text as usize] - 1) as f32;
    }
}

/// Sums the blocks of each shape, wherever on the page they stand: a shape is an element's tag and first class with its
/// parent's. A block belongs to the shape of its own element and, apart from that, to that of its parent.
pub(super) fn measure_shapes(dom: &Dom, tree: &Tree, m: &mut Measures) {
    let mut numbers = Numbers::with_capacity(tree.classes.len() * 2);
    let mut number_of: Vec<(u64, u32)> = Vec::with_capacity(tree.branches.len());
    for branch in &tree.branches {
        let own = branch.class ^ (dom.tag(branch.node) as u64).rotate_left(56);
        let above = number_of.get(branch.parent as usize).map_or(0, |&(own, _)| own);
        number_of.push((own, numbers.of(own ^ above.rotate_left(21))));
    }
    let whole = m.page_words.max(1.0);
    let parent = |at: u32| tree.branches[at as usize].parent;
    let own = |at: u32| number_of[at as usize].1 as usize;
    let above = |at: u32| own(parent(at));
    let mut families = vec![(Family::default(), Family::default()); numbers.len()];
    for (i, &at) in tree.of_block.iter().enumerate() {
        families[own(at)].0.add(m.words[i], m.link_share[i]);
        families[above(at)].1.add(m.words[i], m.link_share[i]);
    }
    m.shapes.clear();
    m.shapes.extend(tree.of_block.iter().map(|&at| own(at) as u32));
    for (i, &at) in tree.of_block.iter().enumerate() {
        let ((own, _), (_, above)) = (families[own(at)], families[above(at)]);
        [m.shape_blocks[i], m.shape_words[i], m.shape_links[i], m.shape_good[i], m.shape_share[i]] =
            own.measures(whole);
        let [blocks, words, links, good, share] = above.measures(whole);
        [m.parent_blocks[i], m.parent_words[i], m.parent_links[i]] = [blocks, words, links];
        [m.parent_good[i], m.parent_share[i]] = [good, share];
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
pub(super) fn measure_units(dom: &Dom, tree: &Tree, m: &mut Measures) {
    let mut families: Vec<Family> = vec![Family::default()];
    let mut numbers = Numbers::with_capacity(tree.branches.len() / 4);
    let mut family_of = vec![0u32; tree.branches.len()];
    let mut index_of = vec![0.0f32];
    for (slot, branch) in family_of.iter_mut().zip(&tree.branches).skip(1) {
        if branch.words == 0.0 {
            index_of.push(0.0);
            continue;
        }
        let key = branch.class ^ (u64::from(branch.parent) << 16) ^ (dom.tag(branch.node) as u64).rotate_left(56);
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
    for (i, &at) in tree.of_block.iter().enumerate() {
        let family = |branch: u32| &families[family_of[branch as usize] as usize];
        if let Some(unit) = tree.upward(at).take(CLIMB).find(|&branch| family(branch).n >= 3) {
            let family = family(unit);
            m.alike[i] = family.n as f32;
            m.alike_words[i] = family.words / family.n as f32;
            m.alike_links[i] = family.linked / family.words.max(1.0);
            m.alike_index[i] = index_of[unit as usize];
            m.alike_share[i] = family.words / m.page_words.max(1.0);
            m.alike_good[i] = family.good / family.words.max(1.0);
        }
    }
}
