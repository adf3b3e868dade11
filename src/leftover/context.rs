//! What stands around a finding. In: findings block by block. Out: the same, raised where the unit they stand in is a
//! leftover, and joined by what belongs to it: its heading, an attribution, its copies. Never lowers a finding.

use super::{Finding, Kind, Strength, has_words, unit};
use crate::blocks::{BlockKind, Blocks, GroupKind};
use crate::dom::{Dom, NodeId};
use std::ops::Range;

/// Blocks with text in a unit, at most: a card, a slide, an author's box.
const MOST_FIELDS: usize = 12;

/// Words of a field that is a name, a role, a label.
const SHORT_FIELD: usize = 6;

/// A page and the evidence on it.
struct Page<'a> {
    blocks: &'a Blocks,
    dom: Option<&'a Dom>,
    of_block: &'a mut [Option<Finding>],
}

/// Raises findings by what stands around them.
pub(super) fn raise(blocks: &Blocks, dom: Option<&Dom>, of_block: &mut [Option<Finding>]) {
    let mut page = Page { blocks, dom, of_block };
    page.runs();
    page.copies();
    page.units();
}

impl Page<'_> {
    fn finding(&self, at: usize) -> Option<&Finding> {
        self.of_block.get(at).and_then(Option::as_ref).filter(|finding| finding.pieces.is_empty())
    }

    /// Whether a block is a leftover for sure. A line said twice is real words: it says nothing against its neighbours.
    fn is_seed(&self, at: usize) -> bool {
        self.finding(at).is_some_and(|f| f.strength == Strength::Sure && f.kind != Kind::Artefact)
    }

    fn strength(&self, at: usize) -> Option<Strength> {
        self.finding(at).map(|finding| finding.strength)
    }

    fn has_text(&self, at: usize) -> bool {
        self.blocks.rows.get(at).is_some_and(|row| row.text.end > row.text.start)
    }

    fn text(&self, at: usize) -> &str {
        let range = self.blocks.rows.get(at).map(|row| row.text.start as usize..row.text.end as usize);
        range.and_then(|range| self.blocks.text.get(range)).unwrap_or_default()
    }

    fn is_heading(&self, at: usize) -> bool {
        self.blocks.rows.get(at).is_some_and(|row| matches!(row.kind, BlockKind::Heading(_)))
    }

    /// Makes a finding sure since another one stands beside it.
    fn make_sure(&mut self, at: usize, seed: usize) {
        let beside = self.finding(seed).map(|finding| finding.wording.clone());
        if let Some(Some(finding)) = self.of_block.get_mut(at)
            && finding.strength < Strength::Sure
        {
            finding.strength = Strength::Sure;
            finding.beside = beside;
        }
    }

    /// Adds a finding on a block that has none.
    fn add(&mut self, at: usize, kind: Kind, wording: &'static str, seed: usize) {
        let beside = self.finding(seed).map(|finding| finding.wording.clone());
        if let Some(slot) = self.of_block.get_mut(at).filter(|slot| slot.as_ref().is_none_or(|f| f.pieces.is_empty())) {
            *slot = Some(Finding { beside, ..Finding::whole(kind, Strength::Sure, wording) });
        }
    }

    /// Raises findings in a run of neighbours: the likely ones where one is sure or two are likely, possible ones beside a
    /// sure one under the same parent.
    fn runs(&mut self) {
        let mut run: Vec<usize> = Vec::new();
        for at in 0..self.of_block.len() {
            let is_separator = !has_words(self.text(at));
            match self.of_block.get(at) {
                // images and separators neither join nor part
                _ if is_separator => {}
                Some(Some(finding)) if finding.pieces.is_empty() => run.push(at),
                _ => self.settle(&mut run),
            }
        }
        self.settle(&mut run);
    }

    /// Raises what stands in one run, and empties it.
    fn settle(&mut self, run: &mut Vec<usize>) {
        let seed = run.iter().copied().find(|&at| self.is_seed(at));
        let likely: Vec<usize> =
            run.iter().copied().filter(|&at| self.strength(at) == Some(Strength::Likely)).collect();
        let pair = likely.first().copied().filter(|_| likely.len() >= 2);
        if let Some(seed) = seed.or(pair) {
            for &at in &likely {
                self.make_sure(at, if at == seed { likely[likely.len() - 1] } else { seed });
            }
            for i in (0..run.len()).chain((0..run.len()).rev()) {
                let beside = [i.checked_sub(1), Some(i + 1)];
                let near = beside.into_iter().flatten().filter_map(|k| run.get(k).copied());
                if let Some(seed) = near.into_iter().find(|&at| self.is_seed(at) && self.same_parent(at, run[i])) {
                    self.make_sure(run[i], seed);
                }
            }
        }
        run.clear();
    }

    /// Whether two blocks stand under the same parent; on pages without markup neighbours do.
    fn same_parent(&self, one: usize, other: usize) -> bool {
        let parent = |at: usize| {
            let node = self.blocks.rows.get(at).map(|row| row.node).filter(|&node| node != NodeId::NONE)?;
            self.dom.and_then(|dom| dom.parent(node))
        };
        parent(one) == parent(other)
    }

    /// Settles the units around sure findings.
    fn units(&mut self) {
        let Some(dom) = self.dom else { return };
        for at in 0..self.of_block.len() {
            if self.is_seed(at) {
                self.unit_of(dom, at);
            }
        }
    }

    /// Climbs from a sure finding as long as what stands around it is leftovers and short fields.
    fn unit_of(&mut self, dom: &Dom, seed: usize) {
        let node = self.blocks.rows[seed].node;
        if node == NodeId::NONE {
            return;
        }
        let mut range = seed..seed + 1;
        for element in unit::around(dom, node) {
            self.widen(dom, element, &mut range);
            let fields: Vec<usize> = range.clone().filter(|&at| self.has_text(at)).collect();
            if fields.len() > MOST_FIELDS {
                return;
            }
            let open: Vec<usize> = fields.iter().copied().filter(|&at| self.finding(at).is_none()).collect();
            let is_card = unit::place(dom, element).is_some();
            if fields.len() >= 2 && open.is_empty() {
                for &at in &fields {
                    self.make_sure(at, seed);
                }
                continue;
            }
            let all_short = open.iter().all(|&at| self.is_short(at));
            if !all_short || self.has_pieces(&fields) {
                // real words stand here too: only what is likely goes, and nothing beyond this unit
                if is_card {
                    self.raise_likely(&fields, seed);
                }
                return;
            }
            if !open.is_empty() {
                self.join(&fields, &open, seed);
            }
            if is_card {
                self.raise_likely(&fields, seed);
            }
        }
    }

    /// Stretches a range of blocks to all that stand in an element.
    fn widen(&self, dom: &Dom, element: NodeId, range: &mut Range<usize>) {
        let (first, end) = (element, dom.end(element));
        let within = |at: usize| self.blocks.rows.get(at).is_some_and(|row| row.node >= first && row.node < end);
        let most = MOST_FIELDS * 4;
        while range.start > 0 && range.len() < most && within(range.start - 1) {
            range.start -= 1;
        }
        while range.len() < most && within(range.end) {
            range.end += 1;
        }
    }

    fn raise_likely(&mut self, fields: &[usize], seed: usize) {
        for &at in fields {
            if self.strength(at) == Some(Strength::Likely) {
                self.make_sure(at, seed);
            }
        }
    }

    fn has_pieces(&self, fields: &[usize]) -> bool {
        fields.iter().any(|&at| self.of_block.get(at).and_then(Option::as_ref).is_some_and(|f| !f.pieces.is_empty()))
    }

    /// Whether a field is a heading or a few words without a sentence.
    fn is_short(&self, at: usize) -> bool {
        let text = self.text(at);
        let is_sentence = text.ends_with(['.', '!', '?', '。', '…']) && text.contains(' ');
        let most = if self.is_heading(at) { SHORT_FIELD * 2 } else { SHORT_FIELD };
        text.split_whitespace().nth(most).is_none() && !is_sentence
    }

    /// Takes along what belongs to nothing but leftovers: the heading over them, the name under a quotation.
    fn join(&mut self, fields: &[usize], open: &[usize], seed: usize) {
        // what is open must be accounted for in full, or it stays in full
        let quote_end = fields.iter().copied().filter(|&at| self.is_seed(at) && self.is_quote(at)).max();
        let heads = |page: &Self, at: usize| {
            let is_first = !page.blocks.rows.get(at).is_some_and(|row| row.kind == BlockKind::Heading(1));
            page.is_heading(at) && is_first && fields.iter().any(|&field| field > at && page.finding(field).is_some())
        };
        let names = |at: usize| quote_end.is_some_and(|end| at > end && at <= end + 3);
        let accounted = open.iter().all(|&at| heads(self, at) || (names(at) && !self.is_heading(at)));
        let prose_is_gone = fields
            .iter()
            .all(|at| open.contains(at) || self.strength(*at) >= Some(Strength::Likely) || self.is_short(*at));
        if !accounted || !prose_is_gone {
            return;
        }
        for &at in open {
            let wording =
                if self.is_heading(at) { HEADS_LEFTOVERS } else { "the name under a quotation that is a leftover" };
            self.add(at, Kind::Artefact, wording, seed);
        }
        for &at in fields {
            self.make_sure(at, seed);
        }
    }

    fn is_quote(&self, at: usize) -> bool {
        let block = crate::blocks::BlockId(at as u32);
        self.blocks
            .groups_of(block)
            .filter_map(|g| self.blocks.groups.get(g.index()))
            .any(|g| matches!(g.kind, GroupKind::Quote { .. }))
    }

    /// Finds cards that stand several times in a row, field by field the same.
    fn copies(&mut self) {
        let rows: Vec<usize> = (0..self.of_block.len()).filter(|&at| self.has_text(at)).collect();
        for period in 2..=MOST_PERIOD {
            let mut same = 0;
            for i in 0..rows.len() {
                let is_copy = rows.get(i + period).is_some_and(|&next| self.text(rows[i]) == self.text(next));
                if is_copy {
                    same += 1;
                    continue;
                }
                if same >= period {
                    self.settle_copies(&rows[i - same..(i + period).min(rows.len())], period);
                }
                same = 0;
            }
        }
    }

    /// One stretch of the same card: all of it goes where one of its fields is likely a leftover.
    fn settle_copies(&mut self, run: &[usize], period: usize) {
        let whole = &run[..run.len() / period * period];
        let in_table = |at: &usize| {
            let block = crate::blocks::BlockId(*at as u32);
            self.blocks
                .groups_of(block)
                .filter_map(|g| self.blocks.groups.get(g.index()))
                .any(|g| matches!(g.kind, GroupKind::Cell { .. }))
        };
        if whole.iter().any(in_table) {
            return;
        }
        let n_copies = whole.len() / period;
        let is_seed = |at: &usize| {
            self.is_seed(*at)
                || (n_copies >= 3
                    && self.finding(*at).is_some_and(|f| f.strength == Strength::Likely && f.kind != Kind::Artefact))
        };
        let words = |at: &usize| self.text(*at).split_whitespace().count();
        let all: usize = whole.iter().map(words).sum();
        let found: usize = whole.iter().filter(|at| self.strength(**at) >= Some(Strength::Likely)).map(words).sum();
        // copies of real cards hold a label or two of a builder's
        let Some(seed) = whole.iter().copied().find(is_seed).filter(|_| n_copies >= 3 || found * 2 >= all) else {
            return;
        };
        for &at in whole {
            if self.finding(at).is_some() {
                self.make_sure(at, seed);
            } else if self.is_short(at) {
                self.add(at, Kind::Placeholder, "the same in every copy of a card", seed);
            }
        }
    }
}

/// Fields of a card that is looked for in copies.
const MOST_PERIOD: usize = 5;

/// What a heading over leftovers is called.
const HEADS_LEFTOVERS: &str = "a heading over nothing but leftovers";
