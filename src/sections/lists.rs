//! Lists and definition lists out of the groups around their blocks. Nesting is held on a stack of our own.

use super::written::Written;
use super::{Content, ListItem, bullets, tables};
use crate::blocks::{BlockId, BlockKind, Count, GroupId, GroupKind};
use std::collections::HashSet;

/// Levels of nesting written; deeper entries stand on the last. Common JSON readers stop at 128 levels of their own, of
/// which each of ours takes two.
const MAX_NESTING: usize = 32;

/// An entry that is being filled.
struct Open {
    list: GroupId,
    item: GroupId,
    number: i32,
    entry: ListItem,
    /// The number of the last entry under it.
    last: Option<i32>,
    /// Whether the last entry under it holds what follows its sublist.
    has_tail: bool,
}

/// Lists as they are filled.
struct Lists<'w, 'a> {
    written: &'w Written<'a>,
    unit: GroupId,
    /// The number of each entry of the unit's lists, by its distance from the unit.
    numbers: Vec<i32>,
    open: Vec<Open>,
    /// The list that the outermost entries are of, the number of the last, and the entries.
    root: GroupId,
    last: Option<i32>,
    items: Vec<ListItem>,
    /// Entries that a code block or table broke off.
    begun: HashSet<GroupId>,
    out: Vec<Content>,
}

/// The list `unit` with the blocks given, in order. Code and tables in it stand between lists, which go on behind them.
pub(super) fn list(written: &Written<'_>, unit: GroupId, blocks: &[BlockId]) -> Vec<Content> {
    let mut lists = Lists {
        written,
        unit,
        numbers: numbers(written, unit),
        open: Vec::new(),
        root: unit,
        last: None,
        items: Vec::new(),
        begun: HashSet::new(),
        out: Vec::new(),
    };
    let mut at = 0;
    while let Some(&block) = blocks.get(at) {
        let table = table_around(written, unit, block);
        let length = match table {
            Some(_) => blocks[at..].iter().take_while(|&&b| table_around(written, unit, b) == table).count(),
            None => 1,
        };
        if let Some(table) = table {
            lists.stop();
            lists.out.extend(tables::table(written, table, &blocks[at..at + length]));
        } else if matches!(written.blocks.rows[block.index()].kind, BlockKind::Code(_)) {
            lists.stop();
            lists.out.extend(written.code(block));
        } else {
            lists.push(block);
        }
        at += length;
    }
    lists.stop();
    lists.out
}

/// The number of each entry, counted as a browser does.
fn numbers(written: &Written<'_>, unit: GroupId) -> Vec<i32> {
    let groups = &written.blocks.groups;
    let mut numbers = vec![0; 1];
    // for each list the number of its next entry and the step
    let mut next: Vec<(i32, i32)> = vec![(0, 1)];
    for (g, group) in groups.iter().enumerate().skip(unit.index()) {
        if g > unit.index() && group.parent < unit {
            break;
        }
        let at = g - unit.index();
        numbers.resize(at + 1, 0);
        next.resize(at + 1, (0, 1));
        match group.kind {
            GroupKind::List { count: Some(Count { start, down, .. }) } => next[at] = (start, if down { -1 } else { 1 }),
            GroupKind::Item { number, .. } => {
                let Some(counter) = group.parent.index().checked_sub(unit.index()).and_then(|p| next.get_mut(p)) else {
                    continue;
                };
                let own = number.and_then(|n| i32::try_from(n).ok()).unwrap_or(counter.0);
                counter.0 = own.saturating_add(counter.1);
                numbers[at] = own;
            }
            _ => {}
        }
    }
    numbers
}

/// The outermost table of data around a block, within the unit.
fn table_around(written: &Written<'_>, unit: GroupId, block: BlockId) -> Option<GroupId> {
    let inside = written.blocks.groups_of(block).take_while(|&g| g != unit);
    inside.filter(|g| written.blocks.groups[g.index()].kind == GroupKind::Table).last()
}

impl Lists<'_, '_> {
    fn kind(&self, group: GroupId) -> GroupKind {
        self.written.blocks.groups[group.index()].kind
    }

    fn count(&self, list: GroupId) -> Option<Count> {
        match self.kind(list) {
            GroupKind::List { count } => count,
            _ => None,
        }
    }

    /// The lists around a block from the outermost in, each with the entry that the block stands in. A list right in a
    /// list, without an entry around it, belongs to the entry before it.
    fn chain(&self, block: BlockId) -> Vec<(GroupId, Option<GroupId>)> {
        let mut chain: Vec<(GroupId, Option<GroupId>)> = Vec::new();
        let mut item = None;
        for group in self.written.blocks.groups_of(block) {
            match self.kind(group) {
                GroupKind::Item { .. } => item = Some(group),
                GroupKind::List { .. } => chain.push((group, item.take())),
                _ => {}
            }
            if group == self.unit {
                break;
            }
        }
        if let Some((list, item @ None)) = chain.first_mut() {
            *item = Some(*list);
        }
        chain.reverse();
        if chain.len() > MAX_NESTING {
            chain.drain(MAX_NESTING - 1..chain.len() - 1);
        }
        // what is written of an entry already is not written again
        let begun = chain.iter().rposition(|(_, item)| item.is_some_and(|item| self.begun.contains(&item)));
        chain.drain(..begun.map_or(0, |at| at + 1));
        chain
    }

    fn push(&mut self, block: BlockId) {
        let chain = self.chain(block);
        let (text, links) = (self.written.text(block), self.written.links(block));
        let Some(&(root, _)) = chain.first() else {
            self.stop();
            self.out.push(Content::Paragraph { text, links });
            return;
        };
        if root != self.root {
            self.stop();
            self.root = root;
        }
        let is_open = |(open, (list, item)): &(&Open, &(GroupId, Option<GroupId>))| {
            open.list == *list && item.is_none_or(|item| item == open.item)
        };
        let shared = self.open.iter().zip(&chain).take_while(is_open).count();
        self.close_to(shared);
        for &(list, item) in chain.iter().skip(shared) {
            let item = item.unwrap_or(list);
            let number = self.numbers.get(item.index() - self.unit.index()).copied().unwrap_or_default();
            let checked = match self.kind(item) {
                GroupKind::Item { checked, .. } => checked,
                _ => None,
            };
            let entry = ListItem { checked, ..ListItem::default() };
            self.open.push(Open { list, item, number, entry, last: None, has_tail: false });
        }
        let Some(open) = self.open.last_mut() else { return };
        // what follows an entry's sublist still belongs to the entry: it stands as the sublist's last
        let at_tail = !open.entry.items.is_empty();
        if at_tail && !open.has_tail {
            open.entry.items.push(ListItem::default());
            open.has_tail = true;
        }
        let entry = if at_tail { open.entry.items.last_mut() } else { Some(&mut open.entry) };
        if let Some(entry) = entry {
            let boxed = bullets::boxed(&text).filter(|_| entry.text.is_empty());
            entry.checked = entry.checked.or(boxed.map(|(is_ticked, _)| is_ticked));
            join(&mut entry.text, boxed.map_or(text.as_str(), |(_, words)| words));
            entry.links.extend(links);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(Open { list, number, mut entry, .. }) = self.open.pop() else { return };
            if entry.text.is_empty() && entry.items.is_empty() {
                continue;
            }
            bullets::nest(&mut entry);
            bullets::tick(&mut entry.items);
            let count = self.count(list);
            if entry.text.is_empty() {
                self.hoist(entry);
                continue;
            }
            match self.open.last_mut() {
                Some(parent) => {
                    if parent.entry.items.is_empty() {
                        parent.entry.ordered = count.is_some();
                        parent.entry.start = count.map(|_| number);
                        parent.entry.style = count.and_then(style_of);
                    }
                    entry.number = odd_number(count, parent.last, number);
                    parent.last = Some(number);
                    parent.has_tail = false;
                    parent.entry.items.push(entry);
                }
                None => {
                    if self.items.is_empty() {
                        let (ordered, style) = (count.is_some(), count.and_then(style_of));
                        self.out.push(Content::List {
                            ordered,
                            start: count.map(|_| number),
                            style,
                            items: Vec::new(),
                        });
                    }
                    entry.number = odd_number(count, self.last, number);
                    self.last = Some(number);
                    self.items.push(entry);
                }
            }
        }
    }

    /// Puts what stands under an entry without words of its own in its place.
    fn hoist(&mut self, entry: ListItem) {
        let ListItem { ordered, start, style, items, .. } = entry;
        if let Some(parent) = self.open.last_mut() {
            if parent.entry.items.is_empty() {
                (parent.entry.ordered, parent.entry.start, parent.entry.style) = (ordered, start, style);
            }
            parent.has_tail = false;
            parent.entry.items.extend(items);
        } else {
            if self.items.is_empty() {
                self.out.push(Content::List { ordered, start, style, items: Vec::new() });
            }
            self.items.extend(items);
        }
    }

    /// Ends the list that is being filled; what follows of its entries is written apart.
    fn stop(&mut self) {
        let open: Vec<GroupId> = self.open.iter().map(|open| open.item).collect();
        self.close_to(0);
        self.begun.extend(open);
        self.last = None;
        if let Some(Content::List { items, .. }) = self.out.last_mut()
            && !self.items.is_empty()
        {
            *items = std::mem::take(&mut self.items);
            bullets::tick(items);
        }
        self.items.clear();
    }
}

/// The number of an entry where it does not follow from the one before.
fn odd_number(count: Option<Count>, before: Option<i32>, number: i32) -> Option<i32> {
    count.and(before).filter(|before| before.checked_add(1) != Some(number)).map(|_| number)
}

/// What the numbers are printed as, unless digits.
fn style_of(count: Count) -> Option<String> {
    (count.style != '1').then(|| count.style.to_string())
}

/// Adds a line to a text.
pub(super) fn join(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
