//! Notes to which raised numbers lead without a link. In: the numbers, as they come. Out: the paragraphs or the list behind
//! them that count as they do, made a list of sources. Takes none where a number is missing or one too many, and no list
//! that the text leads up to.

use super::super::{BlockId, BlockKind, Blocks, Group, GroupId, GroupKind};
use super::notes::{make_list, push};
use crate::dom::{Dom, NodeId};
use std::ops::Range;

/// Raised numbers from which on the notes that they count are looked for.
const LEAST: u32 = 2;

/// Raised numbers that lead nowhere.
#[derive(Default)]
pub(super) struct Unlinked {
    /// The highest, of numbers that rise from 1 by one. Some are said twice.
    count: u32,
    is_broken: bool,
    /// The block that the last stands in.
    last: usize,
}

impl Unlinked {
    /// Notes a raised number without a link, in the block that comes at `block`.
    pub(super) fn add(&mut self, mark: &str, block: usize) {
        let Ok(number) = mark.trim_matches(['[', ']']).parse::<u32>() else {
            self.is_broken = true;
            return;
        };
        self.is_broken |= number == 0 || number > self.count + 1;
        self.count = self.count.max(number);
        self.last = block;
    }

    /// Makes a list of sources of as many entries as there are marks, behind the last of these: paragraphs that begin with the
    /// numbers, or the last list.
    pub(super) fn tie(&self, dom: &Dom, out: &mut Blocks) {
        if self.is_broken || self.count < LEAST {
            return;
        }
        if let Some(from) = self.paragraphs(out) {
            make_list_of(from..from + self.count as usize, out);
        } else if let Some(list) = self.list(dom, out) {
            make_list(list, self.count, out);
        }
    }

    /// The first of the paragraphs that begin with the numbers.
    fn paragraphs(&self, out: &Blocks) -> Option<usize> {
        let count = self.count as usize;
        let begins = |at: usize, number: usize| {
            let row = out.rows.get(at)?;
            let is_free = matches!(out.groups[row.group.index()].kind, GroupKind::Page | GroupKind::Post { .. });
            let text = out.text_of(BlockId(at as u32));
            (is_free && row.kind == BlockKind::Paragraph && begins_with(text, number)).then_some(row.group)
        };
        let is_run = |at: &usize| {
            let group = begins(*at, 1);
            group.is_some() && (1..count).all(|n| begins(at + n, n + 1) == group)
        };
        (self.last + 1..(out.rows.len() + 1).saturating_sub(count)).rev().find(is_run)
    }

    /// The last list that counts, where it has as many entries and is none of the text's own.
    fn list(&self, dom: &Dom, out: &Blocks) -> Option<GroupId> {
        let counts = |group: &Group| matches!(group.kind, GroupKind::List { count: Some(_) });
        let list = GroupId(out.groups.iter().rposition(counts)? as u32);
        let group = &out.groups[list.index()];
        let is_plain = matches!(group.kind, GroupKind::List { count: Some(c) } if c.start == 1 && !c.down);
        let entries = out.groups.iter().skip(list.index() + 1).take_while(|group| group.parent >= list);
        let entries = entries.filter(|group| group.parent == list && matches!(group.kind, GroupKind::Item { .. }));
        let is_behind = group.blocks.start as usize > self.last;
        (is_plain && is_behind && entries.count() == self.count as usize && !is_of_text(dom, group, out))
            .then_some(list)
    }
}

/// Whether a list is led up to, by a heading (notes are called so) or a colon, or the text goes on behind it.
fn is_of_text(dom: &Dom, list: &Group, out: &Blocks) -> bool {
    let leads = (list.blocks.start as usize).checked_sub(1).is_some_and(|before| {
        let is_heading = matches!(out.rows[before].kind, BlockKind::Heading(_));
        is_heading || out.text_of(BlockId(before as u32)).ends_with([':', '：'])
    });
    let around = |n: NodeId| (n != NodeId::NONE).then(|| dom.parent(n)).flatten();
    let goes_on = out.rows.get(list.blocks.end as usize).is_some_and(|row| {
        row.kind == BlockKind::Paragraph && row.links.is_empty() && around(row.node) == around(list.node)
    });
    leads || goes_on
}

/// Makes a list of sources of paragraphs.
fn make_list_of(rows: Range<usize>, out: &mut Blocks) {
    let (node, around) = (out.rows[rows.start].node, out.rows[rows.start].group);
    let list = push(out, GroupKind::References, node, around, rows.clone());
    for (at, number) in rows.zip(1u32..) {
        // the number of a raised one is said by the entry
        let row = &mut out.rows[at];
        let raised = format!("{number} ");
        if out.text[row.text.start as usize..].starts_with(&raised) {
            row.text.start += raised.len() as u32;
        }
        let node = row.node;
        out.rows[at].group = push(out, GroupKind::Item { number: Some(number), checked: None }, node, list, at..at + 1);
    }
}

/// Whether a note's text begins with its number, in brackets, with a stop, or raised, which leaves a space.
fn begins_with(text: &str, number: usize) -> bool {
    let inner = text.strip_prefix(['[', '(']).unwrap_or(text);
    let rest = inner.strip_prefix(number.to_string().as_str());
    rest.is_some_and(|rest| rest.starts_with([' ', '.', ')', ']']) && rest.contains(char::is_alphabetic))
}
