//! Notes and sources that marks in the text point to. In: blocks and the places that marks point to. Out: the groups
//! that hold those places, made lists of sources. Never reads an entry.

use super::super::{Blocks, Group, GroupId, GroupKind};
use super::display::{Display, display};
use crate::dom::{Attr, Dom, NodeId, Tag};
use std::collections::HashMap;

/// A mark: the place that it points to, and where it stands.
pub(super) struct Mark {
    pub place: String,
    pub node: NodeId,
}

/// The mark that a link is, where it is not set above the line: its role or its address says so, and it shows a number.
pub(super) fn mark_of(dom: &Dom, a: NodeId, href: &str) -> Option<Mark> {
    let place = href.strip_prefix('#').filter(|place| !place.is_empty())?;
    let named = ["fn", "cite", "note", "ref", "bib"].iter().any(|name| place.starts_with(name));
    let is_mark = named || dom.attr(a, Attr::Role) == Some("doc-noteref");
    if !is_mark || dom.end(a).0 > a.0 + 6 {
        return None;
    }
    let words = dom.words_up_to(a, 24);
    let bare = words.trim_matches(|c| matches!(c, '[' | ']' | '(' | ')'));
    let is_number = (1..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| Mark { place: place.to_owned(), node: a })
}

/// Makes lists of sources of the entries that marks point to.
pub(super) fn tie(dom: &Dom, marks: &[Mark], out: &mut Blocks) {
    if marks.is_empty() {
        return;
    }
    let mut first_mark: HashMap<&str, NodeId> = HashMap::with_capacity(marks.len());
    for mark in marks {
        first_mark.entry(mark.place.as_str()).or_insert(mark.node);
    }
    let is_noted = |n: &NodeId| {
        let place = dom.attr(*n, Attr::Id).or_else(|| dom.attr(*n, Attr::Name).filter(|_| dom.tag(*n) == Tag::A));
        // a link back from a note points to what stands before it
        place.and_then(|place| first_mark.get(place)).is_some_and(|&mark| mark < *n)
    };
    let mut holders: Vec<NodeId> = dom.descendants(NodeId::ROOT).filter(is_noted).map(|n| holder_of(dom, n)).collect();
    holders.sort_unstable();
    holders.dedup();
    let mut rest = Vec::new();
    let mut of_list: HashMap<GroupId, u32> = HashMap::new();
    for n in holders {
        match entry_of(dom, n, out) {
            Some(list) => *of_list.entry(list).or_default() += 1,
            None => rest.push(n),
        }
    }
    let mut lists: Vec<(GroupId, u32)> = of_list.into_iter().collect();
    lists.sort_unstable();
    for (list, pointed_at) in lists {
        make_list(list, pointed_at, out);
    }
    loose(dom, &rest, out);
}

/// The block-level element around a place.
fn holder_of(dom: &Dom, n: NodeId) -> NodeId {
    let is_block = |n: NodeId| display(dom, n) == Display::Block;
    std::iter::once(n).chain(dom.ancestors(n)).find(|&a| a != NodeId::ROOT && is_block(a)).unwrap_or(n)
}

/// The list or list of terms that has the element as an entry.
fn entry_of(dom: &Dom, n: NodeId, out: &Blocks) -> Option<GroupId> {
    let entry = std::iter::once(n).chain(dom.ancestors(n).take(2));
    let entry = entry.into_iter().find(|&a| matches!(dom.tag(a), Tag::Li | Tag::Dt | Tag::Dd))?;
    let at = out.groups.binary_search_by_key(&entry, |g| g.node).ok()?;
    let list = out.groups.get(at)?.parent;
    let is_list = matches!(out.groups.get(list.index())?.kind, GroupKind::List { .. } | GroupKind::Definitions);
    is_list.then_some(list)
}

/// A list of which marks point to at least half the entries is one of sources; its entries keep their numbers.
fn make_list(list: GroupId, pointed_at: u32, out: &mut Blocks) {
    let Some(kind) = out.groups.get(list.index()).map(|g| g.kind) else { return };
    let mut entries = Vec::new();
    for (g, group) in out.groups.iter().enumerate().skip(list.index() + 1) {
        if group.parent < list {
            break;
        }
        if group.parent == list && matches!(group.kind, GroupKind::Item { .. } | GroupKind::Description) {
            entries.push(g);
        }
    }
    if entries.is_empty() || (pointed_at as usize) * 2 < entries.len() {
        return;
    }
    let count = match kind {
        GroupKind::List { count } => count,
        _ => None,
    };
    let mut next = count.map(|c| c.start);
    for g in entries {
        let own = match out.groups[g].kind {
            GroupKind::Item { number, .. } => number,
            _ => None,
        };
        let number = own.or(next.and_then(|n| u32::try_from(n).ok()));
        next = next.map(|n| own.and_then(|own| i32::try_from(own).ok()).unwrap_or(n).saturating_add(1));
        out.groups[g].kind = GroupKind::Item { number, checked: None };
    }
    out.groups[list.index()].kind = GroupKind::References;
}

/// Notes in paragraphs and boxes of their own: runs of them become lists. Those in lists and tables stay there.
fn loose(dom: &Dom, holders: &[NodeId], out: &mut Blocks) {
    if holders.is_empty() {
        return;
    }
    let mut list: Option<(GroupId, usize)> = None;
    let mut at = 0;
    while at < out.rows.len() {
        let holder = held_by(dom, holders, out.rows[at].node);
        let Some(holder) = holder.filter(|&n| !matches!(dom.tag(n), Tag::Body | Tag::Main | Tag::Article)) else {
            at += 1;
            continue;
        };
        let from = at;
        while at < out.rows.len() && held_by(dom, holders, out.rows[at].node) == Some(holder) {
            at += 1;
        }
        let group = out.rows[from].group;
        let is_free = out.rows[from..at].iter().all(|b| b.group == group);
        if !is_free || !matches!(out.groups[group.index()].kind, GroupKind::Page | GroupKind::Post { .. }) {
            continue;
        }
        let goes_on = list.filter(|&(list, last)| last == from && out.groups[list.index()].parent == group);
        let references = match goes_on {
            Some((references, _)) => references,
            None => push(out, GroupKind::References, holder, group, from..at),
        };
        out.groups[references.index()].blocks.end = at as u32;
        let entry = push(out, GroupKind::Item { number: None, checked: None }, holder, references, from..at);
        out.rows[from..at].iter_mut().for_each(|b| b.group = entry);
        list = Some((references, at));
    }
}

/// The note that an element is, or stands in a little way down.
fn held_by(dom: &Dom, holders: &[NodeId], n: NodeId) -> Option<NodeId> {
    std::iter::once(n).chain(dom.ancestors(n).take(3)).find(|a| holders.binary_search(a).is_ok())
}

fn push(out: &mut Blocks, kind: GroupKind, node: NodeId, parent: GroupId, rows: std::ops::Range<usize>) -> GroupId {
    out.groups.push(Group { kind, node, parent, blocks: rows.start as u32..rows.end as u32 });
    GroupId(out.groups.len() as u32 - 1)
}
