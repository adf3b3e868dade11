//! Lists and definition lists out of the groups around their blocks. Nesting is held on a stack of our own.

use super::written::Written;
use super::{Content, Definition, ListItem};
use crate::blocks::{BlockId, GroupId, GroupKind};

/// Levels of nesting written; deeper entries stand on the last. Common JSON readers stop at 128 levels of their own, of
/// which each of ours takes two.
const MAX_NESTING: usize = 32;

/// The list `unit` with the blocks given, in order.
pub(super) fn list(written: &Written<'_>, unit: GroupId, blocks: &[BlockId]) -> Option<Content> {
    let GroupKind::List { ordered, start } = written.blocks.groups.get(unit.index())?.kind else { return None };
    let mut items = Vec::new();
    let mut open: Vec<(GroupId, ListItem)> = Vec::new();
    for &block in blocks {
        let chain = items_around(written, unit, block);
        let shared = open.iter().zip(&chain).take_while(|((group, _), other)| group == *other).count();
        close_to(&mut open, shared, &mut items);
        for &group in chain.iter().skip(shared) {
            open.push((group, ListItem::default()));
        }
        if let Some((_, item)) = open.last_mut() {
            // what follows an entry's sublist still belongs to the entry: its text grows, the order within it is lost
            join(&mut item.text, &written.text(block));
            item.links.extend(written.links(block));
        }
    }
    close_to(&mut open, 0, &mut items);
    let start = ordered.then_some(start);
    (!items.is_empty()).then_some(Content::List { ordered, start, items })
}

/// The entries around a block from the outermost in; the list itself where it stands in no entry.
fn items_around(written: &Written<'_>, unit: GroupId, block: BlockId) -> Vec<GroupId> {
    let inside = written.blocks.groups_of(block).take_while(|&g| g != unit);
    let mut chain: Vec<GroupId> =
        inside.filter(|g| matches!(written.blocks.groups[g.index()].kind, GroupKind::Item { .. })).collect();
    chain.reverse();
    if chain.len() > MAX_NESTING {
        chain.drain(MAX_NESTING - 1..chain.len() - 1);
    }
    if chain.is_empty() {
        chain.push(unit);
    }
    chain
}

fn close_to(open: &mut Vec<(GroupId, ListItem)>, depth: usize, items: &mut Vec<ListItem>) {
    while open.len() > depth {
        let Some((_, item)) = open.pop() else { return };
        if item.text.is_empty() && item.items.is_empty() {
            continue;
        }
        match open.last_mut() {
            Some((_, parent)) => parent.items.push(item),
            None => items.push(item),
        }
    }
}

/// The definition list with the blocks given: a term opens a pair, what follows describes it.
pub(super) fn definitions(written: &Written<'_>, unit: GroupId, blocks: &[BlockId]) -> Option<Content> {
    let mut items: Vec<Definition> = Vec::new();
    let mut in_term: Option<GroupId> = None;
    for &block in blocks {
        let text = written.text(block);
        let term = written
            .blocks
            .groups_of(block)
            .take_while(|&g| g != unit)
            .find(|g| written.blocks.groups[g.index()].kind == GroupKind::Term);
        match (term, items.last_mut()) {
            (Some(group), Some(last)) if in_term == Some(group) => join(&mut last.term, &text),
            (Some(_), _) => items.push(Definition { term: text, text: String::new() }),
            (None, Some(last)) => join(&mut last.text, &text),
            (None, None) => items.push(Definition { term: String::new(), text }),
        }
        in_term = term;
    }
    (!items.is_empty()).then_some(Content::Definitions { items })
}

/// Adds a line to a text.
pub(super) fn join(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
