//! Roles to groups. In: a page's chunks and their roles. Out: the groups, and each block's place in them.
//! Decides nothing but where a list nests.

use super::chunk::Shape;
use super::{Page, Role};
use crate::blocks::{Blocks, Count, Group, GroupId, GroupKind, Span};
use crate::dom::NodeId;

/// A list that is being filled.
struct OpenList {
    indent: u32,
    /// What its numbers are printed as; none where it has bullets.
    style: Option<char>,
    list: GroupId,
    item: GroupId,
}

/// Lists nest at most this deep; deeper ones stay at this depth.
const DEEPEST: usize = 8;

/// Makes the page's groups.
pub(super) fn build(page: &Page<'_>, out: &mut Blocks) {
    let count = page.chunks.len() as u32;
    out.groups.push(Group { kind: GroupKind::Page, node: NodeId::NONE, parent: GroupId::ROOT, blocks: 0..count });
    let mut lists: Vec<OpenList> = Vec::new();
    let mut single: Option<GroupId> = None;
    for (at, &role) in page.roles.iter().enumerate() {
        let before = at.checked_sub(1).map(|p| page.roles[p]);
        if !matches!(role, Role::Entry(_) | Role::Within) {
            lists.clear();
        }
        let group = match role {
            Role::Body => GroupId::ROOT,
            Role::Entry(number) => entry(page, at, number, &mut lists, out),
            Role::Within => lists.last().map_or(GroupId::ROOT, |list| list.item),
            Role::Source(number) => {
                let goes_on = matches!(before, Some(Role::Source(_)));
                let list = single.filter(|_| goes_on);
                let list = list.unwrap_or_else(|| open(GroupKind::References, GroupId::ROOT, at, out));
                single = Some(list);
                open(GroupKind::Item { number, checked: None }, list, at, out)
            }
            Role::Term | Role::Description => {
                let goes_on = matches!(before, Some(Role::Term | Role::Description));
                let list = single.filter(|_| goes_on);
                let list = list.unwrap_or_else(|| open(GroupKind::Definitions, GroupId::ROOT, at, out));
                single = Some(list);
                open(if role == Role::Term { GroupKind::Term } else { GroupKind::Description }, list, at, out)
            }
            Role::Quote | Role::Apart | Role::Name | Role::Card => {
                let goes_on = role == Role::Card || (before == Some(role) && role != Role::Name);
                let kind = match role {
                    Role::Quote => GroupKind::Quote { cite: Span::default() },
                    Role::Apart => GroupKind::Apart,
                    _ => GroupKind::Person,
                };
                let group = single.filter(|_| goes_on).unwrap_or_else(|| open(kind, GroupId::ROOT, at, out));
                single = Some(group);
                group
            }
        };
        place(at, group, out);
    }
}

/// Opens a group at a block.
fn open(kind: GroupKind, parent: GroupId, at: usize, out: &mut Blocks) -> GroupId {
    let at = at as u32;
    out.groups.push(Group { kind, node: NodeId::NONE, parent, blocks: at..at });
    GroupId(out.groups.len() as u32 - 1)
}

/// Puts a block into a group and stretches the groups around it.
fn place(at: usize, group: GroupId, out: &mut Blocks) {
    out.rows[at].group = group;
    let mut next = group;
    while next != GroupId::ROOT {
        let group = &mut out.groups[next.index()];
        group.blocks.end = at as u32 + 1;
        next = group.parent;
    }
}

/// The item for an entry, in the list that its indentation points to.
fn entry(page: &Page<'_>, at: usize, number: Option<u32>, lists: &mut Vec<OpenList>, out: &mut Blocks) -> GroupId {
    let indent = page.chunks[at].indent;
    let style = number.map(|_| match page.chunks[at].shape {
        Shape::Number(_, style) => style,
        _ => '1',
    });
    // One column more or less is a wider number, not a deeper list.
    while lists.len() > 1 && lists.last().is_some_and(|list| list.indent > indent + 1) {
        lists.pop();
    }
    let is_deeper = lists.last().is_some_and(|list| indent > list.indent + 1) && lists.len() < DEEPEST;
    let mut is_deeper = is_deeper;
    if let Some(top) = lists.last().filter(|top| !is_deeper && top.style != style) {
        // letters at the margin of numbers count what is under one of them
        is_deeper = number == Some(1) && style > Some('1') && top.style == Some('1') && lists.len() < DEEPEST;
        let above = lists.iter().rposition(|list| list.style == style && list.indent.abs_diff(indent) <= 1);
        if !is_deeper {
            lists.truncate(above.map_or(lists.len() - 1, |above| above + 1));
        }
    }
    let goes_on = !is_deeper && lists.last().is_some_and(|list| list.style == style);
    if !goes_on {
        let parent = lists.last().map_or(GroupId::ROOT, |list| list.item);
        let start = number.and_then(|n| i32::try_from(n).ok()).unwrap_or(1);
        let count = style.map(|style| Count { style, ..Count::from(start) });
        let list = open(GroupKind::List { count }, parent, at, out);
        lists.push(OpenList { indent, style, list, item: list });
    }
    let Some(top) = lists.last_mut() else { return GroupId::ROOT };
    top.item = open(GroupKind::Item { number, checked: page.chunks[at].checked }, top.list, at, out);
    top.item
}
