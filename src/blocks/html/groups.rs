//! The groups that are open while a tree is swept: lists, tables, quotes and their like.

use super::super::{BlockKind, Blocks, Count, Group, GroupId, GroupKind};
use super::pairs::Pairs;
use super::posts::Posts;
use crate::dom::{Attr, Dom, NodeId, Tag};

/// What was seen in a table that is open, so that a layout table can be told from data when it closes.
struct TableSeen {
    group: GroupId,
    /// Rows, cells and captions of this table, not those of tables inside it.
    own: Vec<GroupId>,
    n_rows: u32,
    n_cells: u32,
    n_blocks: u32,
    n_headings: u32,
    has_table: bool,
    has_header: bool,
    says_layout: bool,
    /// First byte of its text.
    text: usize,
}

/// The open groups, innermost last.
pub(super) struct Groups {
    open: Vec<GroupId>,
    tables: Vec<TableSeen>,
    posts: Posts,
    pairs: Pairs,
    table_span: usize,
}

impl Groups {
    /// Opens the page.
    pub(super) fn new(table_span: usize, out: &mut Blocks) -> Self {
        out.groups.push(Group { kind: GroupKind::Page, node: NodeId::ROOT, parent: GroupId::ROOT, blocks: 0..0 });
        Groups {
            open: vec![GroupId::ROOT],
            tables: Vec::new(),
            posts: Posts::default(),
            pairs: Pairs::default(),
            table_span,
        }
    }

    /// The group that blocks go to now.
    pub(super) fn innermost(&self) -> GroupId {
        self.open.last().copied().unwrap_or(GroupId::ROOT)
    }

    /// Whether the innermost open group is a quotation.
    pub(super) fn in_quote(&self, out: &Blocks) -> bool {
        matches!(out.groups.get(self.innermost().index()), Some(Group { kind: GroupKind::Quote { .. }, .. }))
    }

    /// Whether an element is a label or a value in a pair of them.
    pub(super) fn is_in_pair(&mut self, dom: &Dom, n: NodeId) -> bool {
        self.pairs.is_part(dom, n)
    }

    /// Notes the box of the entry that is open.
    pub(super) fn tick(&mut self, is_ticked: bool, out: &mut Blocks) {
        if let Some(Group { kind: GroupKind::Item { checked: checked @ None, .. }, .. }) =
            out.groups.get_mut(self.innermost().index())
        {
            *checked = Some(is_ticked);
        }
    }

    /// Opens a group if the element makes one.
    pub(super) fn open(&mut self, dom: &Dom, n: NodeId, out: &mut Blocks) -> bool {
        let Some(kind) = self.kind_of(dom, n, out) else { return false };
        let id = GroupId(out.groups.len() as u32);
        let at = out.rows.len() as u32;
        out.groups.push(Group { kind, node: n, parent: self.innermost(), blocks: at..at });
        self.open.push(id);
        match kind {
            GroupKind::Table => self.open_table(dom, n, id, out.text.len()),
            GroupKind::Row { .. } | GroupKind::Cell { .. } | GroupKind::TableCaption => {
                if let Some(table) = self.tables.last_mut() {
                    table.own.push(id);
                    table.n_rows += u32::from(matches!(kind, GroupKind::Row { .. }));
                    table.n_cells += u32::from(matches!(kind, GroupKind::Cell { .. }));
                    table.has_header |=
                        matches!(kind, GroupKind::Cell { header: true, .. } | GroupKind::Row { head: true });
                }
            }
            _ => {}
        }
        true
    }

    fn open_table(&mut self, dom: &Dom, n: NodeId, group: GroupId, text_from: usize) {
        if let Some(outer) = self.tables.last_mut() {
            outer.has_table = true;
        }
        let says_layout = matches!(dom.attr(n, Attr::Role), Some("presentation" | "none"));
        self.tables.push(TableSeen {
            group,
            own: Vec::new(),
            n_rows: 0,
            n_cells: 0,
            n_blocks: 0,
            n_headings: 0,
            has_table: false,
            has_header: false,
            says_layout,
            text: text_from,
        });
    }

    /// Counts a block for the table around it.
    pub(super) fn note(&mut self, kind: BlockKind) {
        if let Some(table) = self.tables.last_mut() {
            table.n_blocks += u32::from(kind != BlockKind::Image);
            table.n_headings += u32::from(matches!(kind, BlockKind::Heading(_)));
        }
    }

    /// Closes the innermost group.
    pub(super) fn close(&mut self, out: &mut Blocks) {
        let Some(id) = self.open.pop() else { return };
        let end = out.rows.len() as u32;
        if let Some(group) = out.groups.get_mut(id.index()) {
            group.blocks.end = end;
        }
        if self.tables.last().is_some_and(|t| t.group == id)
            && let Some(table) = self.tables.pop()
            && is_layout(&table, out.text.len() - table.text)
        {
            for part in table.own.into_iter().chain([id]) {
                if let Some(group) = out.groups.get_mut(part.index()) {
                    group.kind = GroupKind::Plain;
                }
            }
        }
    }

    /// Closes the page.
    pub(super) fn close_page(&mut self, out: &mut Blocks) {
        while !self.open.is_empty() {
            self.close(out);
        }
    }

    fn kind_of(&mut self, dom: &Dom, n: NodeId, out: &mut Blocks) -> Option<GroupKind> {
        let number = |attr| dom.attr(n, attr).and_then(|v| v.trim().parse::<i32>().ok());
        Some(match dom.tag(n) {
            Tag::Ul | Tag::Menu | Tag::Dir => GroupKind::List { count: None },
            Tag::Ol => GroupKind::List { count: Some(count_of(dom, n)) },
            Tag::Li => {
                let number = number(Attr::Value).and_then(|v| u32::try_from(v).ok());
                match self.post(dom, n, out) {
                    Some(post) => post,
                    None => GroupKind::Item { number, checked: None },
                }
            }
            Tag::Dl => GroupKind::Definitions,
            Tag::Dt => GroupKind::Term,
            Tag::Dd => GroupKind::Description,
            Tag::Blockquote => {
                GroupKind::Quote { cite: out.push_string(dom.attr(n, Attr::Cite).unwrap_or_default().trim()) }
            }
            Tag::Footer | Tag::Cite if self.in_quote(out) => GroupKind::QuoteSource,
            Tag::Figure => GroupKind::Figure,
            Tag::Figcaption => GroupKind::FigureCaption,
            Tag::Table => GroupKind::Table,
            Tag::Caption => GroupKind::TableCaption,
            Tag::Tr => GroupKind::Row { head: dom.parent(n).is_some_and(|p| dom.tag(p) == Tag::Thead) },
            Tag::Td => self.cell(dom, n, false),
            Tag::Th => self.cell(dom, n, true),
            Tag::Div | Tag::Section | Tag::Article | Tag::Span | Tag::P => {
                let by_role = dom.attr(n, Attr::Role).and_then(|role| self.kind_of_role(dom, n, role));
                return by_role.or_else(|| self.post(dom, n, out)).or_else(|| self.pairs.kind_of(dom, n));
            }
            _ => return None,
        })
    }

    /// What a role makes of a box.
    fn kind_of_role(&self, dom: &Dom, n: NodeId, role: &str) -> Option<GroupKind> {
        Some(match role {
            "list" => GroupKind::List { count: None },
            "listitem" => GroupKind::Item { number: None, checked: None },
            "table" => GroupKind::Table,
            "row" if !self.tables.is_empty() => GroupKind::Row { head: false },
            "cell" | "columnheader" | "rowheader" if !self.tables.is_empty() => self.cell(dom, n, role != "cell"),
            _ => return None,
        })
    }

    fn cell(&self, dom: &Dom, n: NodeId, header: bool) -> GroupKind {
        let span = |attr| {
            let wanted = dom.attr(n, attr).and_then(|v| v.trim().parse::<usize>().ok()).unwrap_or(1);
            wanted.clamp(1, self.table_span.clamp(1, usize::from(u16::MAX))) as u16
        };
        GroupKind::Cell { header, columns: span(Attr::Colspan), rows: span(Attr::Rowspan) }
    }

    fn post(&mut self, dom: &Dom, n: NodeId, out: &mut Blocks) -> Option<GroupKind> {
        let post = self.posts.at(dom, n)?;
        let (author, published) = (out.push_string(&post.author), out.push_string(&post.published));
        Some(GroupKind::Post { author, published, accepted: post.accepted })
    }
}

/// How an `<ol>` counts.
fn count_of(dom: &Dom, n: NodeId) -> Count {
    let down = dom.attr(n, Attr::Reversed).is_some();
    let first = dom.attr(n, Attr::Start).and_then(|v| v.trim().parse::<i32>().ok());
    let entries = || dom.children(n).filter(|&c| dom.tag(c) == Tag::Li).count() as i32;
    let start = first.unwrap_or_else(|| if down { entries() } else { 1 });
    let style = match dom.attr(n, Attr::Type).map(str::trim) {
        Some("a") => 'a',
        Some("A") => 'A',
        Some("i") => 'i',
        Some("I") => 'I',
        _ => '1',
    };
    Count { start, down, style }
}

/// A table lays out rather than tells data where it says so, holds another table or headings, has one column, has many
/// blocks to a cell, or has few rows of long cells and no header.
fn is_layout(table: &TableSeen, bytes: usize) -> bool {
    // of such tables in labelled pages hardly one in three is said to be a table
    let long = match table.n_rows {
        0 | 1 => 30,
        2 => 60,
        3 => 100,
        _ => usize::MAX,
    };
    table.says_layout
        || table.has_table
        || table.n_headings > 0 && table.n_headings * 8 >= table.n_cells
        || table.n_cells <= table.n_rows
        || table.n_blocks > 3 * table.n_cells
        || !table.has_header && table.n_rows <= 1 && table.n_cells <= 3
        || !table.has_header && bytes > long.saturating_mul(table.n_cells as usize)
}
