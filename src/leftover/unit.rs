//! The repeated element around a block: a card, a slide, a row, an entry. In: the tree. Out: where it ends, and its name for
//! the reader. Never looks at what it says.

use crate::blocks::{BlockId, Blocks, GroupKind};
use crate::dom::{Attr, Dom, NodeId, Tag};

/// Elements above a block that are looked at.
const CLIMB: usize = 7;

/// Children of an element that are compared: bounds the work on pages of endless lists.
const SIBLINGS: usize = 200;

/// The elements around a block, innermost first, up to the parts that make up a page.
pub(super) fn around(dom: &Dom, node: NodeId) -> impl Iterator<Item = NodeId> {
    let is_page = |&n: &NodeId| matches!(dom.tag(n), Tag::Body | Tag::Main | Tag::Html | Tag::Document);
    std::iter::once(node).chain(dom.ancestors(node)).take_while(move |n| !is_page(n)).take(CLIMB)
}

/// Whether the element has others like it beside it: of the same tag and first class. Its number among them, from 1, and
/// how many there are.
pub(super) fn place(dom: &Dom, n: NodeId) -> Option<(usize, usize)> {
    let parent = dom.parent(n)?;
    let class = |n: NodeId| dom.attr(n, Attr::Class).and_then(|c| c.split_ascii_whitespace().next());
    let (tag, own) = (dom.tag(n), class(n));
    // paragraphs and the like are alike without being repeated units
    let is_box = matches!(
        tag,
        Tag::Div | Tag::Li | Tag::Article | Tag::Section | Tag::Tr | Tag::Figure | Tag::Blockquote | Tag::A | Tag::Dl
    );
    if !is_box {
        return None;
    }
    let (mut number, mut count) = (0, 0);
    for child in dom.children(parent).take(SIBLINGS).filter(|&child| dom.is_element(child)) {
        if dom.tag(child) == tag && class(child) == own {
            count += 1;
            number = if child <= n { count } else { number };
        }
    }
    (count >= 2).then_some((number, count))
}

/// What a block is part of, for the reader: `div.card 2 of 3`, `list item`, `table cell`; `page` where it is part of nothing.
pub fn name_of(blocks: &Blocks, dom: Option<&Dom>, block: BlockId) -> String {
    let row = &blocks.rows[block.index()];
    if let Some(dom) = dom.filter(|_| row.node != NodeId::NONE) {
        for n in around(dom, row.node) {
            if let Some((number, count)) = place(dom, n).filter(|_| dom.tag(n) != Tag::A) {
                let class = dom.attr(n, Attr::Class).and_then(|c| c.split_ascii_whitespace().next());
                let class = class.map(|class| format!(".{class}")).unwrap_or_default();
                return format!("{}{class} {number} of {count}", dom.name(n));
            }
        }
    }
    let kinds = blocks.groups_of(block).filter_map(|group| blocks.groups.get(group.index())).map(|group| group.kind);
    let named = kinds.into_iter().find_map(|kind| match kind {
        GroupKind::Item { .. } => Some("list item"),
        GroupKind::Cell { .. } => Some("table cell"),
        GroupKind::TableCaption | GroupKind::FigureCaption => Some("caption"),
        GroupKind::Quote { .. } => Some("quotation"),
        GroupKind::Person => Some("person"),
        GroupKind::Term | GroupKind::Description => Some("definition"),
        _ => None,
    });
    named.unwrap_or("page").to_owned()
}
