//! A tree as blocks: one sweep over the nodes in document order, with a stack of the elements that are open. Text
//! runs between block-level borders become blocks; lists, tables, quotes and their like become groups.

mod display;
mod groups;

use super::space::{Collapser, trim_preformatted};
use super::{Block, BlockKind, Blocks, GroupId, Link, Span};
use crate::dom::{Attr, Dom, NodeId, Tag};
use crate::limits::Limits;
use display::{Display, display, ends_heading, heading_level};
use groups::Groups;
use std::ops::Range;

/// Cuts a tree into blocks; `out` is cleared first.
pub fn segment(dom: &Dom, limits: &Limits, out: &mut Blocks) {
    out.clear();
    let mut segmenter = Segmenter::new(dom, limits, out);
    segmenter.sweep();
    segmenter.finish();
}

/// An element that is open, and what ends with it.
struct Open {
    node: NodeId,
    end: NodeId,
    role: Role,
}

/// What has to be done when an element closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Inline,
    Block,
    Heading,
    Link,
    Group,
}

/// The block being gathered.
#[derive(Default)]
struct Gathering {
    start: usize,
    first_link: usize,
    source: Option<Range<usize>>,
    /// The block-level element that was innermost when its first character came.
    node: Option<NodeId>,
    /// Line breaks since the last visible character: two of them part paragraphs.
    breaks: u8,
}

struct Segmenter<'a> {
    dom: &'a Dom,
    out: &'a mut Blocks,
    groups: Groups,
    space: Collapser,
    open: Vec<Open>,
    /// Block-level elements that are open, innermost last.
    blocks_open: Vec<NodeId>,
    /// Level and element of the heading that is open.
    heading: Option<(u8, NodeId)>,
    /// Address and first byte of the link that is open.
    link: Option<(Span, usize)>,
    now: Gathering,
    images: Vec<(NodeId, Span, Span)>,
    /// Whether the page's words stand in `<noscript>`.
    noscript: bool,
}

impl<'a> Segmenter<'a> {
    fn new(dom: &'a Dom, limits: &Limits, out: &'a mut Blocks) -> Self {
        let groups = Groups::new(limits.table_span, out);
        Segmenter {
            dom,
            out,
            groups,
            space: Collapser::default(),
            open: Vec::new(),
            blocks_open: Vec::new(),
            heading: None,
            link: None,
            now: Gathering::default(),
            images: Vec::new(),
            noscript: display::shows_noscript(dom),
        }
    }

    fn sweep(&mut self) {
        let end = self.dom.len() as u32;
        let mut n = NodeId(1);
        while n.0 < end {
            while self.open.last().is_some_and(|open| open.end <= n) {
                self.close();
            }
            n = self.visit(n);
        }
        while !self.open.is_empty() {
            self.close();
        }
    }

    /// Takes in one node; returns the next to visit.
    fn visit(&mut self, n: NodeId) -> NodeId {
        let dom = self.dom;
        let next = NodeId(n.0 + 1);
        if dom.tag(n) == Tag::Text {
            self.text(n);
            return next;
        }
        if let Some(address) = dom.attr(n, Attr::DataCfemail).and_then(unmasked) {
            self.words(n, &address);
            return dom.end(n);
        }
        match display(dom, n) {
            Display::None if self.noscript && dom.tag(n) == Tag::Noscript => self.open_block(n),
            Display::None => return dom.end(n),
            Display::Break => self.line_break(),
            Display::Rule => {
                self.flush();
            }
            Display::Image => self.image(n),
            Display::Inline if dom.tag(n) == Tag::A => self.open_link(n),
            Display::Inline if heading_level(dom, n).is_some() => self.open_block(n),
            Display::Inline => self.push_open(n, Role::Inline),
            Display::Block if dom.tag(n) == Tag::Pre && self.heading.is_none() => {
                self.preformatted(n);
                return dom.end(n);
            }
            // a button inside a heading or a sentence opens what the words name: they belong to the line
            Display::Block if dom.tag(n) == Tag::Button && self.heading.is_some() => self.push_open(n, Role::Inline),
            Display::Block => self.open_block(n),
        }
        next
    }

    fn push_open(&mut self, node: NodeId, role: Role) {
        let end = self.dom.end(node);
        self.open.push(Open { node, end, role });
    }

    fn open_block(&mut self, n: NodeId) {
        let tag = self.dom.tag(n);
        if self.heading.is_some() {
            if !ends_heading(tag) && heading_level(self.dom, n).is_none() {
                self.space.space();
                self.push_open(n, Role::Inline);
                return;
            }
            self.flush();
            self.heading = None;
        }
        self.flush();
        self.blocks_open.push(n);
        if let Some(level) = heading_level(self.dom, n) {
            self.heading = Some((level, n));
            self.push_open(n, Role::Heading);
        } else if self.groups.open(self.dom, n, self.out) {
            self.push_open(n, Role::Group);
        } else {
            self.push_open(n, Role::Block);
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.role {
            Role::Inline => {}
            Role::Link => self.close_link(),
            Role::Block | Role::Group => {
                self.flush();
                self.blocks_open.pop();
                if open.role == Role::Group {
                    self.groups.close(self.out);
                }
            }
            Role::Heading => {
                self.flush_heading(open.node);
                self.blocks_open.pop();
            }
        }
    }

    /// A heading without text is a block too: it is a remain that a template left.
    fn flush_heading(&mut self, n: NodeId) {
        let Some((level, _)) = self.heading.filter(|&(_, node)| node == n) else {
            self.flush();
            return;
        };
        if !self.flush() {
            let source = self.dom.source(n);
            self.push_block(BlockKind::Heading(level), n, self.out.text.len(), source);
        }
        self.heading = None;
        self.flush_images();
    }

    fn text(&mut self, n: NodeId) {
        self.words(n, self.dom.text(n));
    }

    /// Takes in words that stand at a node.
    fn words(&mut self, n: NodeId, text: &str) {
        let before = self.out.text.len();
        if self.now.breaks > 0 && text.bytes().any(|b| !b.is_ascii_whitespace()) {
            self.settle_breaks();
        }
        self.space.push(text, &mut self.out.text, self.now.start);
        if self.out.text.len() == before {
            return;
        }
        let source = self.dom.source(n);
        match &mut self.now.source {
            Some(range) => range.end = source.end,
            none => *none = Some(source),
        }
        if self.now.node.is_none() {
            self.now.node = self.blocks_open.last().copied();
        }
    }

    fn line_break(&mut self) {
        if self.heading.is_some() {
            self.space.space();
        } else if self.out.text.len() > self.now.start {
            self.now.breaks = self.now.breaks.saturating_add(1);
        }
    }

    /// One `<br>` is a line end within the block, two or more part paragraphs.
    fn settle_breaks(&mut self) {
        if self.now.breaks == 1 {
            self.space.reset();
            self.out.text.push('\n');
            self.now.breaks = 0;
        } else {
            self.flush();
        }
    }

    fn open_link(&mut self, n: NodeId) {
        self.push_open(n, Role::Link);
        if let Some(href) = self.dom.attr(n, Attr::Href) {
            let url = self.out.push_string(href.trim());
            if self.space.is_pending() && self.out.text.len() > self.now.start && self.now.breaks == 0 {
                self.space.reset();
                if !self.out.text.ends_with('\n') {
                    self.out.text.push(' ');
                }
            }
            self.link = Some((url, self.out.text.len()));
        }
    }

    fn close_link(&mut self) {
        self.cut_link();
        self.link = None;
    }

    /// Writes down the part of the open link that lies in the block being gathered.
    fn cut_link(&mut self) {
        let end = self.out.text.len();
        if let Some((url, start)) = &mut self.link {
            if *start < end {
                let text = *start as u32..end as u32;
                self.out.links.push(Link { text, url: *url, alt: Span::default() });
            }
            *start = end;
        }
    }

    fn image(&mut self, n: NodeId) {
        let sources = [Attr::DataSrc, Attr::DataLazySrc, Attr::DataOriginal, Attr::Src];
        let Some(src) = sources.iter().find_map(|&a| self.dom.attr(n, a).filter(|v| !v.trim().is_empty())) else {
            return;
        };
        let url = self.out.push_string(src.trim());
        let alt = self.out.push_string(self.dom.attr(n, Attr::Alt).unwrap_or_default().trim());
        self.images.push((n, url, alt));
    }

    fn flush_images(&mut self) {
        for (n, url, alt) in std::mem::take(&mut self.images) {
            let at = self.out.text.len() as u32;
            let first = self.out.links.len();
            self.out.links.push(Link { text: at..at, url, alt });
            self.now.first_link = first;
            let source = self.dom.source(n);
            self.push_block(BlockKind::Image, n, at as usize, source);
        }
    }

    fn preformatted(&mut self, n: NodeId) {
        self.flush();
        let raw = self.verbatim(n);
        let text = trim_preformatted(&raw);
        if !text.trim().is_empty() {
            let start = self.out.text.len();
            self.out.text.push_str(text);
            let language = language_of(self.dom, n);
            let language = self.out.push_string(&language);
            let mut source = self.dom.source(n);
            if let Some(last) = self.dom.descendants(n).last() {
                source.end = self.dom.source(last).end;
            }
            self.push_block(BlockKind::Code(language), n, start, source);
        }
    }

    fn verbatim(&self, n: NodeId) -> String {
        let mut raw = String::new();
        let mut at = NodeId(n.0 + 1);
        while at < self.dom.end(n) {
            match self.dom.tag(at) {
                Tag::Text => raw.push_str(self.dom.text(at)),
                Tag::Br => raw.push('\n'),
                Tag::Button | Tag::Script | Tag::Style => {
                    at = self.dom.end(at);
                    continue;
                }
                Tag::Div | Tag::P | Tag::Li | Tag::Tr if !raw.is_empty() && !raw.ends_with('\n') => raw.push('\n'),
                _ => {}
            }
            at = NodeId(at.0 + 1);
        }
        raw
    }

    /// Ends the block being gathered; `false` where there was nothing in it.
    fn flush(&mut self) -> bool {
        self.cut_link();
        let start = self.now.start;
        let gathered = self.out.text.len() > start;
        if gathered {
            let kind = self.heading.map_or(BlockKind::Paragraph, |(level, _)| BlockKind::Heading(level));
            let heading_node = self.heading.map(|(_, n)| n);
            let node = heading_node.or(self.now.node).unwrap_or(NodeId::ROOT);
            let source = self.now.source.take().unwrap_or_default();
            self.push_block(kind, node, start, source);
        }
        self.begin();
        if self.heading.is_none() {
            self.flush_images();
        }
        gathered
    }

    fn begin(&mut self) {
        self.space.reset();
        self.now = Gathering { start: self.out.text.len(), first_link: self.out.links.len(), ..Gathering::default() };
    }

    fn push_block(&mut self, kind: BlockKind, node: NodeId, start: usize, source: Range<usize>) {
        let links = self.now.first_link as u32..self.out.links.len() as u32;
        self.out.rows.push(Block {
            kind,
            node,
            group: self.groups.innermost(),
            text: start as u32..self.out.text.len() as u32,
            links,
            source: source.start as u32..source.end.max(source.start) as u32,
        });
        self.begin();
        self.groups.note(kind);
    }

    fn finish(&mut self) {
        self.flush();
        self.groups.close_page(self.out);
        debug_assert!(self.out.groups.iter().all(|g| g.parent <= GroupId(self.out.groups.len() as u32)));
    }
}

/// An address that Cloudflare's mail protection masks: hexadecimal bytes, each XORed with the first.
fn unmasked(hex: &str) -> Option<String> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Vec<u8> = hex.trim().as_bytes().chunks(2).map(byte).collect::<Option<_>>()?;
    let (key, masked) = bytes.split_first()?;
    String::from_utf8(masked.iter().map(|b| b ^ key).collect()).ok().filter(|address| address.contains('@'))
}

/// The language that a code element's class or data attribute names.
fn language_of(dom: &Dom, pre: NodeId) -> String {
    let nodes = std::iter::once(pre)
        .chain(dom.children(pre).filter(|&c| dom.tag(c) == Tag::Code))
        .chain(dom.parent(pre).into_iter().filter(|&p| p != NodeId::ROOT));
    for n in nodes {
        for attr in [Attr::DataLang, Attr::DataLanguage] {
            if let Some(lang) = dom.attr(n, attr).filter(|v| !v.is_empty()) {
                return lang.to_ascii_lowercase();
            }
        }
        for token in dom.attr(n, Attr::Class).unwrap_or_default().split_ascii_whitespace() {
            let named = ["language-", "lang-", "highlight-source-", "brush:"];
            if let Some(lang) = named.iter().find_map(|p| token.strip_prefix(p)).filter(|l| !l.is_empty()) {
                return lang.to_ascii_lowercase();
            }
        }
    }
    String::new()
}
