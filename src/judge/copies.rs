//! What a page holds twice, for wide and narrow screens: of whole stretches of blocks the second goes, and of single
//! paragraphs on the types of pages where that is no device of style.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, BlockKind, GroupKind};
use crate::score::PageType;
use std::collections::{HashMap, HashSet};

/// Name of the verdict on what the page holds twice.
const COPY: &str = "structure.copy";

/// Bytes of a block from which on it is hardly said twice by chance; how many of them in a row, and bytes of them all, make
/// a copy. On `wcxb-dev` 42 pages hold such rows, 4 of them as their labels have it.
const COPY_BLOCK: usize = 60;
const COPY_BLOCKS: usize = 3;
const COPY_BYTES: usize = 300;

/// Words from which on a line about goods is a copy of one before: shorter ones are labels and prices.
const LINE_WORDS: f32 = 3.0;

/// Blocks of the first saying that a copy may pass over from one block to the next.
const COPY_SKIPS: u32 = 4;

/// Pages for wide and narrow screens hold whole parts twice, of which readers see one: the second goes. Not where one
/// quotes the other.
pub(super) fn drop_second(page: &Page<'_>, verdicts: &mut Verdicts) {
    if !page.has_markup {
        return;
    }
    let (blocks, m) = (page.blocks, page.measures);
    let mut first: HashMap<&str, BlockId> = HashMap::new();
    let mut run = Run::default();
    for id in blocks.ids() {
        if !verdicts.keeps(id) || !page.has_text(id) {
            continue;
        }
        // most texts were found to stand there once when they were measured, which leaves out signs without words
        if m.words[id.index()] > 0.0 && m.same[id.index()] == 0.0 {
            run.end(verdicts);
            continue;
        }
        let text = blocks.text_of(id);
        let in_quote =
            || blocks.groups_of(id).any(|g| matches!(blocks.groups[g.index()].kind, GroupKind::Quote { .. }));
        let said = first.get(text).copied().filter(|_| text.len() < COPY_BLOCK || !in_quote());
        let Some(said) = said else {
            run.end(verdicts);
            first.entry(text).or_insert(id);
            continue;
        };
        run.take(id, said, text.len(), verdicts);
    }
    run.end(verdicts);
}

/// Of a paragraph said twice on a page about goods or services, or in a thread, the second goes; in a thread a quotation of
/// what stands above it as well. By domains left out word F1 on `wcxb-dev` gains 0.009 on forums, most of it by quotations (19
/// pages gain, 11 lose), and 0.001 on services; articles and manuals repeat themselves on purpose. Of goods each thing is said once,
/// in lists and under headings too: 21 pages gain by that, 2 lose.
pub(super) fn drop_paragraphs(page: &Page<'_>, verdicts: &mut Verdicts) {
    let is_thread = page.page_type == Some(PageType::Forum);
    let is_goods = page.page_type == Some(PageType::Product);
    if !is_thread && !is_goods && page.page_type != Some(PageType::Service) {
        return;
    }
    let (blocks, m) = (page.blocks, page.measures);
    let mut said: HashSet<&str> = HashSet::new();
    let mut is_headed = false;
    for id in blocks.ids().filter(|&id| page.has_text(id)) {
        if !verdicts.keeps(id) {
            continue;
        }
        let (i, text) = (id.index(), blocks.text_of(id));
        let is_long = text.len() >= COPY_BLOCK || is_goods && m.words[i] >= LINE_WORDS;
        let is_paragraph = blocks.rows[i].kind == BlockKind::Paragraph && is_long;
        let is_under_heading = std::mem::replace(&mut is_headed, matches!(blocks.rows[i].kind, BlockKind::Heading(_)));
        if !is_paragraph || m.same[i] == 0.0 {
            continue;
        }
        // a quotation may stand above what it quotes, where the newest post comes first
        let is_quote = m.quote[i] > 0.0;
        let is_copy = if is_quote { is_thread && said.contains(text) } else { !said.insert(text) };
        // under a heading of its own it is said of something else, in a list it is an entry
        let is_of_another = !is_goods && (is_under_heading || m.in_list[i] > 0.0);
        let stays = is_of_another || m.in_table[i] > 0.0;
        if is_copy && !stays && verdicts.may_drop(id) {
            verdicts.of_block[i] = Verdict { keep: false, rule: COPY };
        }
    }
    if is_thread {
        drop_rests(page, verdicts);
    }
}

/// Of a quotation that went as a copy nothing stays: not who was quoted and when, and no button to unfold it.
fn drop_rests(page: &Page<'_>, verdicts: &mut Verdicts) {
    let quotes = page.blocks.groups.iter().filter(|group| matches!(group.kind, GroupKind::Quote { .. }));
    for quote in quotes {
        let own = || quote.blocks.clone().map(BlockId);
        let rest = || own().filter(|&id| page.has_text(id) && verdicts.may_drop(id));
        let is_short = || rest().map(|id| page.blocks.text_of(id).len()).sum::<usize>() < COPY_BLOCK;
        if own().any(|id| verdicts.of_block[id.index()].rule == COPY) && is_short() {
            let rest: Vec<BlockId> = rest().collect();
            for id in rest {
                verdicts.of_block[id.index()] = Verdict { keep: false, rule: COPY };
            }
        }
    }
}

/// Blocks in a row that were said before in the same order.
#[derive(Default)]
struct Run {
    ids: Vec<BlockId>,
    /// The first saying of the last of them.
    last: Option<BlockId>,
    /// Short blocks since, which may be said anywhere, with their first saying.
    since: Vec<(BlockId, BlockId)>,
    blocks: usize,
    bytes: usize,
}

impl Run {
    /// Takes a block that was said before.
    fn take(&mut self, id: BlockId, said: BlockId, length: usize, verdicts: &mut Verdicts) {
        let follows = |before: BlockId| said > before && said.0 - before.0 <= COPY_SKIPS;
        let is_next = self.last.is_some_and(follows);
        if length < COPY_BLOCK && !is_next {
            self.since.push((id, said));
            return;
        }
        let mut since = std::mem::take(&mut self.since);
        if !is_next {
            // what stands right before a copy's first block, as it did the first time, begins it
            since.retain(|&(_, before)| follows(before));
            self.end(verdicts);
        }
        self.ids.extend(since.into_iter().map(|(id, _)| id));
        self.ids.push(id);
        self.last = Some(said);
        if length >= COPY_BLOCK {
            self.blocks += 1;
            self.bytes += length;
        }
    }

    fn end(&mut self, verdicts: &mut Verdicts) {
        let run = std::mem::take(self);
        if run.blocks >= COPY_BLOCKS && run.bytes >= COPY_BYTES {
            for id in run.ids {
                verdicts.of_block[id.index()] = Verdict { keep: false, rule: COPY };
            }
        }
    }
}
