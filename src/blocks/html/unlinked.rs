//! Notes to which raised numbers lead without a link. In: the numbers, as they come. Out: the list or the paragraphs behind
//! them that count as they do, made a list of sources. Takes none where a number is missing or one too many.

use super::super::{BlockId, BlockKind, Blocks, Group, GroupId, GroupKind};
use super::notes::{make_list, push};

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

    /// Makes a list of sources of as many entries as there are marks, behind the last of these: those of a list, or paragraphs that
    /// begin with the numbers.
    pub(super) fn tie(&self, out: &mut Blocks) {
        if self.is_broken || self.count < LEAST {
            return;
        }
        let count = self.count as usize;
        let behind = |group: &Group| group.blocks.start as usize > self.last;
        let n_entries = |list: GroupId| {
            let groups = out.groups.iter().skip(list.index() + 1).take_while(|group| group.parent >= list);
            groups.filter(|group| group.parent == list && matches!(group.kind, GroupKind::Item { .. })).count()
        };
        let is_notes = |g: usize| {
            let counts = matches!(out.groups[g].kind, GroupKind::List { count: Some(c) } if c.start == 1 && !c.down);
            counts && behind(&out.groups[g]) && n_entries(GroupId(g as u32)) == count
        };
        if let Some(list) =
            (0..out.groups.len()).rev().find(|&g| matches!(out.groups[g].kind, GroupKind::List { count: Some(_) }))
            && is_notes(list)
        {
            return make_list(GroupId(list as u32), self.count, out);
        }
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
        let Some(from) = (self.last + 1..(out.rows.len() + 1).saturating_sub(count)).rev().find(is_run) else { return };
        let (node, around) = (out.rows[from].node, out.rows[from].group);
        let list = push(out, GroupKind::References, node, around, from..from + count);
        for at in from..from + count {
            let number = Some((at - from) as u32 + 1);
            // the number of a raised one is said by the entry
            let row = &mut out.rows[at];
            let raised =
                number.map(|n| format!("{n} ")).filter(|n| out.text[row.text.start as usize..].starts_with(n.as_str()));
            row.text.start += raised.map_or(0, |number| number.len() as u32);
            let node = row.node;
            out.rows[at].group = push(out, GroupKind::Item { number, checked: None }, node, list, at..at + 1);
        }
    }
}

/// Whether a note's text begins with its number, in brackets, with a stop, or raised, which leaves a space.
fn begins_with(text: &str, number: usize) -> bool {
    let inner = text.strip_prefix(['[', '(']).unwrap_or(text);
    let rest = inner.strip_prefix(number.to_string().as_str());
    rest.is_some_and(|rest| rest.starts_with([' ', '.', ')', ']']) && rest.contains(char::is_alphabetic))
}
