//! The groups that are open while a tree is swept: lists, tables, quotes and their like.

use super::super::{BlockKind, Blocks, Count, Group, GroupId, GroupKind, Span};
use super::display::{Display, display, parts_lines};
use super::layout::TableSeen;
use super::pairs::Pairs;
use super::posts::Posts;
use crate::dom::{Attr, Dom, NodeId, PerClass, Tag};

/// The open groups, innermost last.
pub(super) struct Groups {
    open: Vec<GroupId>,
    tables: Vec<TableSeen>,
    posts: Posts,
    pairs: Pairs,
    /// What classes call a box.
    called: PerClass<Called>,
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
            called: PerClass::default(),
            table_span,
        }
    }

    /// The group that blocks go to now.
    pub(super) fn innermost(&self) -> GroupId {
        self.open.last().copied().unwrap_or(GroupId::ROOT)
    }

    /// Whether a quotation is the innermost group that is open.
    pub(super) fn in_quote(&self, out: &Blocks) -> bool {
        self.quote(out).is_some()
    }

    /// The element of the quotation that is the innermost group.
    pub(super) fn quote(&self, out: &Blocks) -> Option<NodeId> {
        let innermost = out.groups.get(self.innermost().index());
        innermost.filter(|group| matches!(group.kind, GroupKind::Quote { .. })).map(|group| group.node)
    }

    /// Whether an element's words are all that a figure's caption says: set as a heading it heads nothing.
    pub(super) fn is_whole_caption(&self, dom: &Dom, n: NodeId, out: &Blocks) -> bool {
        let caption = out.groups.get(self.innermost().index()).filter(|group| group.kind == GroupKind::FigureCaption);
        caption.is_some_and(|caption| {
            let n_nodes = (dom.end(caption.node).0 - caption.node.0) as usize;
            n_nodes <= IN_CAPTION && !dom.has_text_outside(caption.node, n, n_nodes)
        })
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
            GroupKind::Table => {
                let says_layout = matches!(dom.attr(n, Attr::Role), Some("presentation" | "none"));
                let post = self.post(dom, n, out);
                self.tables.push(TableSeen::new(id, says_layout, post, out.text.len()));
            }
            GroupKind::Post { .. } if dom.tag(n) == Tag::Tbody => {
                self.tables.last_mut().into_iter().for_each(TableSeen::lay_out);
            }
            GroupKind::Row { .. } | GroupKind::Cell { .. } | GroupKind::TableCaption => {
                if let Some(table) = self.tables.last_mut() {
                    table.part(id, kind);
                }
            }
            _ => {}
        }
        true
    }

    /// Counts the block written last for the table around it.
    pub(super) fn note(&mut self, kind: BlockKind, out: &Blocks) {
        let Some(table) = self.tables.last_mut() else { return };
        if !matches!(kind, BlockKind::Heading(_)) {
            table.n_blocks += u32::from(kind != BlockKind::Image);
            return;
        }
        let kinds = self.open.iter().rev().map(|id| out.groups[id.index()].kind);
        let is_part = |kind: &GroupKind| matches!(kind, GroupKind::Cell { .. } | GroupKind::TableCaption);
        let part = kinds.take_while(|kind| *kind != GroupKind::Table).find(is_part);
        table.heading(out.rows.len() - 1, part);
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
        {
            table.close(self.tables.last_mut(), out);
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
            Tag::Blockquote if self.is_post_text(dom, n, out) => return None,
            Tag::Blockquote => {
                GroupKind::Quote { cite: out.push_string(dom.attr(n, Attr::Cite).unwrap_or_default().trim()) }
            }
            _ if self.is_pulled_quote(dom, n, out) => GroupKind::Quote { cite: Span::default() },
            Tag::Footer | Tag::Cite if self.in_quote(out) => GroupKind::QuoteSource,
            Tag::Figure => GroupKind::Figure,
            Tag::Figcaption => GroupKind::FigureCaption,
            Tag::Table => GroupKind::Table,
            Tag::Tbody => return self.post(dom, n, out),
            Tag::Caption => GroupKind::TableCaption,
            Tag::Tr => GroupKind::Row { head: dom.parent(n).is_some_and(|p| dom.tag(p) == Tag::Thead) },
            Tag::Td => self.cell(dom, n, false),
            Tag::Th => self.cell(dom, n, true),
            Tag::Div | Tag::P if self.is_caption(dom, n) => GroupKind::FigureCaption,
            Tag::Div | Tag::Section | Tag::Article | Tag::Span | Tag::P => {
                let by_role = dom.attr(n, Attr::Role).and_then(|role| self.kind_of_role(dom, n, role));
                return by_role.or_else(|| self.post(dom, n, out)).or_else(|| self.pairs.kind_of(dom, n));
            }
            _ => return None,
        })
    }

    fn called(&mut self, dom: &Dom, n: NodeId) -> Called {
        self.called.get(dom, n, || dom.attr(n, Attr::Class).map_or(Called::Otherwise, Called::by))
    }

    /// Whether boards set the text of a post as a quotation: it is called so, and stands in the post.
    fn is_post_text(&mut self, dom: &Dom, n: NodeId, out: &Blocks) -> bool {
        self.called(dom, n) == Called::PostText
            && self.open.iter().any(|id| matches!(out.groups[id.index()].kind, GroupKind::Post { .. }))
    }

    /// Whether a box is called a caption, and stands behind an image in a small box around both.
    fn is_caption(&mut self, dom: &Dom, n: NodeId) -> bool {
        self.called(dom, n) == Called::Caption
            && dom.parent(n).is_some_and(|around| {
                let is_image = |d: NodeId| display(dom, d) == Display::Image;
                dom.end(around).0 - around.0 <= CAPTIONED
                    && dom.descendants(around).take_while(|&d| d < n).any(is_image)
            })
    }

    /// Whether a box is called a quotation pulled from the text, and is none by its elements.
    fn is_pulled_quote(&mut self, dom: &Dom, n: NodeId, out: &Blocks) -> bool {
        matches!(dom.tag(n), Tag::Aside | Tag::Div | Tag::Section | Tag::P | Tag::Span)
            && self.called(dom, n) == Called::PulledQuote
            && !self.in_quote(out)
            && dom.words_up_to(n, PULLED_QUOTE).len() <= PULLED_QUOTE
            && dom.descendants(n).take(PULLED_QUOTE).all(|d| dom.tag(d) != Tag::Blockquote)
    }

    /// Whether a span between blocks is a quotation pulled from the text. Some systems mark the words so where they stand in
    /// their sentence, and set them large elsewhere: there the sentence goes on behind them.
    pub(super) fn is_pulled_span(&mut self, dom: &Dom, n: NodeId) -> bool {
        if self.called(dom, n) != Called::PulledQuote {
            return false;
        }
        let is_box = |p: NodeId| matches!(dom.tag(p), Tag::Div | Tag::Section | Tag::Article | Tag::Main | Tag::Body);
        let Some(around) = dom.parent(n).filter(|&p| is_box(p)) else { return false };
        let is_blank = |next: NodeId| dom.tag(next) == Tag::Text && !dom.has_text(next);
        let next = (dom.end(n).0..dom.end(around).0).map(NodeId).find(|&next| !is_blank(next));
        next.is_none_or(|next| parts_lines(dom, next))
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
        let rows = match dom.attr(n, Attr::Rowspan).map(str::trim) {
            Some("0") => rows_left(dom, n, self.table_span),
            _ => span(Attr::Rowspan),
        };
        GroupKind::Cell { header, columns: span(Attr::Colspan), rows }
    }

    fn post(&mut self, dom: &Dom, n: NodeId, out: &mut Blocks) -> Option<GroupKind> {
        let post = self.posts.at(dom, n)?;
        let (author, published) = (out.push_string(&post.author), out.push_string(&post.published));
        Some(GroupKind::Post { author, published, accepted: post.accepted })
    }
}

/// Rows from a cell's own to the last of its part of the table, no more than `most`: what `rowspan="0"` spans.
fn rows_left(dom: &Dom, cell: NodeId, most: usize) -> u16 {
    let row = dom.ancestors(cell).find(|&a| dom.tag(a) == Tag::Tr).unwrap_or(cell);
    let rows = std::iter::once(row).chain(dom.behind(row)).take(most.clamp(1, usize::from(u16::MAX)));
    rows.filter(|&n| dom.tag(n) == Tag::Tr).count().max(1) as u16
}

/// Nodes of the largest caption that may be set as a heading.
const IN_CAPTION: usize = 32;

/// Nodes of the largest box around an image and its caption.
const CAPTIONED: u32 = 64;

/// What a class calls a box.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Called {
    Caption,
    /// A quotation pulled from the text. Names around `pullquote` are of the boxes around it.
    PulledQuote,
    /// The text of a post on a board.
    PostText,
    Otherwise,
}

impl Called {
    fn by(class: &str) -> Called {
        let find = |name: &str| match name {
            "caption" | "caption-text" | "figure-caption" | "image-caption" | "img-caption" | "media-caption"
            | "photo-caption" | "wp-caption-text" => Some(Called::Caption),
            "pullquote" | "pull-quote" | "pull_quote" | "pullQuote" => Some(Called::PulledQuote),
            "messageText" | "messagetext" | "message-text" | "postcontent" | "post-content" | "postContent"
            | "postText" | "posttext" | "post-text" | "postbody" | "post-body" => Some(Called::PostText),
            _ => None,
        };
        // so many names tell of style alone
        let is_short = class.len() < 120;
        class.split_ascii_whitespace().filter(|_| is_short).find_map(find).unwrap_or(Called::Otherwise)
    }
}

/// Bytes of the longest quotation that is pulled from a text.
const PULLED_QUOTE: usize = 400;

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
        _ => dom.attr(n, Attr::Style).and_then(counted_by_style).unwrap_or('1'),
    };
    Count { start, down, style }
}

/// What the style on a list itself says that its numbers are printed as.
fn counted_by_style(style: &str) -> Option<char> {
    let (_, value) = style.split_once("list-style-type").or_else(|| style.split_once("list-style"))?;
    let value = value.trim_start().strip_prefix(':')?;
    let value = value.split(';').next().unwrap_or_default();
    const STYLES: [(&str, char); 6] = [
        ("lower-alpha", 'a'),
        ("lower-latin", 'a'),
        ("upper-alpha", 'A'),
        ("upper-latin", 'A'),
        ("lower-roman", 'i'),
        ("upper-roman", 'I'),
    ];
    STYLES.iter().find(|(name, _)| value.contains(name)).map(|(_, style)| *style)
}
