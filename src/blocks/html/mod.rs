//! A tree as blocks: one sweep over the nodes in document order, with a stack of the elements that are open. Text
//! runs between block-level borders become blocks; lists, tables, quotes and their like become groups.

mod accordion;
mod code;
mod display;
mod groups;
mod heard;
mod images;
mod labels;
mod layout;
mod looks;
mod math;
mod new_window;
mod notes;
mod pairs;
mod posts;
mod raised;
mod seam;
mod unlinked;
mod unshown;

use super::space::{Collapser, is_space, shows_text};
use super::unseen::tidied;
use super::{Block, BlockKind, Blocks, GroupId, Link, Span};
use crate::dom::{Attr, Dom, NodeId, PerClass, Tag, trimmed};
use crate::limits::Limits;
use accordion::Accordions;
use display::{Display, display, ends_heading, heading_level, is_block_by_role, is_drawn_formula};
use groups::Groups;
use looks::{Shown, names_heading};
use notes::Marks;
use raised::Raised;
use seam::{Seam, count_said_twice, says_again};
use std::ops::Range;

pub(crate) use display::{is_block_by_style, parts_lines};

/// Cuts a tree into blocks; `out` is cleared first.
pub fn segment(dom: &Dom, limits: &Limits, out: &mut Blocks) {
    out.clear();
    let mut segmenter = Segmenter::new(dom, limits, out);
    segmenter.sweep();
    segmenter.finish();
}

/// Nodes behind a button in a heading that are looked at.
const BEHIND_BUTTON: usize = 32;

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
    /// An inline element that is shown on lines of its own.
    Line,
    Bold,
    Block,
    Heading,
    /// A block in a heading, which is on a line of its own there.
    InHeading,
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
    /// Whether words in bold type, and in other type, are in it.
    bold: bool,
    light: bool,
    /// Bytes of the bold lines at its beginning.
    bold_lines: usize,
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
    /// Bold elements that are open.
    bold: u32,
    seam: Seam,
    /// Level of the last heading that an element marks as one.
    level: u8,
    accordions: Accordions,
    /// Marks of notes met so far.
    marks: Marks<'a>,
    /// What classes within code name.
    named_in_code: PerClass<code::Named>,
    /// Which classes say that a box is a heading.
    headings: PerClass<bool>,
    /// What classes say of a span.
    shown: PerClass<Shown>,
    /// Whether the page's words stand in `<noscript>`.
    noscript: bool,
    /// Whether the page has a `<pre>`, once a button asked.
    has_code: Option<bool>,
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
            bold: 0,
            seam: Seam::default(),
            level: 1,
            accordions: Accordions::default(),
            marks: Marks::default(),
            named_in_code: PerClass::default(),
            headings: PerClass::default(),
            shown: PerClass::default(),
            noscript: display::shows_noscript(dom),
            has_code: None,
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
            Display::None => return self.unshown(n),
            Display::Break => self.line_break(),
            Display::Rule => {
                self.flush();
            }
            Display::Image => {
                self.image(n);
                return images::end(dom, n);
            }
            Display::Inline => return self.inline(n),
            Display::Block => return self.block(n),
        }
        next
    }

    /// An element that shows no text of its own: some stand for text.
    fn unshown(&mut self, n: NodeId) -> NodeId {
        let dom = self.dom;
        match dom.tag(n) {
            Tag::Noscript if self.noscript => {
                self.open_block(n);
                return NodeId(n.0 + 1);
            }
            Tag::Input if dom.attr(n, Attr::Type) == Some("checkbox") => {
                self.tick(dom.attr(n, Attr::Checked).is_some());
            }
            Tag::Script if math::is_lone_source(dom, n) => self.words(n, &math::tex(&dom.words_of(n))),
            _ => {}
        }
        dom.end(n)
    }

    /// Notes the box that an element says it is.
    fn tick_by_role(&mut self, n: NodeId) {
        if let Some(state) = self.dom.attr(n, Attr::AriaChecked) {
            self.tick(state == "true");
        }
    }

    /// Notes the box that an entry begins with.
    fn tick(&mut self, is_ticked: bool) {
        if self.out.text.len() == self.now.start {
            self.groups.tick(is_ticked, self.out);
        }
    }

    fn inline(&mut self, n: NodeId) -> NodeId {
        let dom = self.dom;
        let next = NodeId(n.0 + 1);
        let tag = dom.tag(n);
        if self.heading.is_none() && unshown::is_in_line(dom, n) {
            return dom.end(n);
        }
        self.seam.open(n);
        if is_block_by_style(dom, n) {
            self.line_edge();
            self.push_open(n, Role::Line);
        }
        self.tick_by_role(n);
        match tag {
            Tag::A => return self.link(n),
            Tag::B | Tag::Strong if heading_level(dom, n).is_none() => {
                self.bold += 1;
                self.push_open(n, Role::Bold);
            }
            Tag::Span if looks::is_set_apart(dom, n) => {
                self.bold += 1;
                self.push_open(n, Role::Bold);
            }
            Tag::Math => {
                self.words(n, &math::text_of(dom, n));
                return dom.end(n);
            }
            Tag::Sup => return self.raised(n),
            Tag::Cite if self.groups.in_quote(self.out) && self.begins_block() => {
                self.out.text.truncate(self.now.start);
                self.open_block(n);
            }
            Tag::Cite if self.ends_quote(n) => self.open_block(n),
            Tag::Span | Tag::Other if is_drawn_formula(dom, n) => return dom.end(n),
            Tag::Span | Tag::Small | Tag::Em | Tag::I if self.has_linked_words() && new_window::is_note(dom, n) => {
                self.seam.close(n);
                return dom.end(n);
            }
            Tag::Span if self.is_said_elsewhere(n) => {
                self.seam.close(n);
                return dom.end(n);
            }
            Tag::Span if self.is_note_beside(n) => {
                self.line_edge();
                self.push_open(n, Role::Line);
            }
            Tag::Span if self.groups.is_in_pair(dom, n) => self.open_block(n),
            Tag::Span if self.groups.is_pulled_span(dom, n) && self.begins_block() => self.open_block(n),
            _ if is_block_by_role(dom, n) => self.open_block(n),
            _ => self.push_open(n, Role::Inline),
        }
        next
    }

    /// A link; what leads from a note back to its mark is left out, and a mark's number that runs into a word is parted.
    fn link(&mut self, n: NodeId) -> NodeId {
        let dom = self.dom;
        if self.heading.is_none() && self.marks.is_way_back(dom, n) && !self.begins_block() {
            self.seam.close(n);
            return dom.end(n);
        }
        let before = self.out.text.get(self.now.start..).unwrap_or_default();
        let is_parted = self.space.is_pending() || self.now.breaks > 0;
        let number = notes::number_behind(dom, n, before).filter(|_| !is_parted);
        self.open_link(n);
        match number {
            Some(number) => {
                self.words(n, &format!("[{number}]"));
                dom.end(n)
            }
            None => NodeId(n.0 + 1),
        }
    }

    /// Whether a link is open that has words already.
    fn has_linked_words(&self) -> bool {
        self.link.is_some_and(|(_, start)| start < self.out.text.len())
    }

    /// Whether the page has code in boxes of its own: most that have many buttons have none.
    fn may_have_code(&mut self) -> bool {
        let dom = self.dom;
        *self.has_code.get_or_insert_with(|| dom.first(NodeId::ROOT, Tag::Pre).is_some())
    }

    /// Whether an element's words are those of a control or a heading for readers who hear the page, or a formula whose source
    /// follows.
    fn is_said_elsewhere(&mut self, n: NodeId) -> bool {
        let dom = self.dom;
        let Some(class) = dom.attr(n, Attr::Class) else { return false };
        let mut around = self.open.iter().rev().take(heard::STEPS).map(|open| open.node);
        let mut control = || around.find(|&open| heard::is_control(dom, open));
        match self.shown.get(dom, n, || Shown::by(class)) {
            Shown::Heard if self.heading.is_some_and(|(_, n)| heard::shows_words(dom, n)) => true,
            Shown::Heard => control().is_some_and(|open| heard::shows_else(dom, open)),
            Shown::Formula => math::has_source(dom, n),
            Shown::Note | Shown::Words => false,
        }
    }

    /// Whether an element is a note that stands beside the text.
    fn is_note_beside(&mut self, n: NodeId) -> bool {
        let class = self.dom.attr(n, Attr::Class);
        class.is_some_and(|class| self.shown.get(self.dom, n, || Shown::by(class)) == Shown::Note)
    }

    /// Whether no word stands in the block being gathered.
    fn begins_block(&self) -> bool {
        let gathered = self.out.text.get(self.now.start..).unwrap_or_default();
        self.heading.is_none() && self.link.is_none() && !gathered.contains(char::is_alphanumeric)
    }

    /// Whether an element is the last of a quotation, behind the end of a sentence.
    fn ends_quote(&self, n: NodeId) -> bool {
        let dom = self.dom;
        let ends =
            |text: &str| text.trim_end().ends_with(['.', '!', '?', '…', '"', '”', '’', '»', '“', '。', '！', '？']);
        let is_blank = |next: NodeId| dom.tag(next) == Tag::Text && !dom.has_text(next);
        let gathered = || self.out.text.get(self.now.start..).unwrap_or_default();
        let quote = self.groups.quote(self.out).filter(|_| self.heading.is_none() && self.link.is_none());
        quote.is_some_and(|quote| ends(gathered()) && (dom.end(n).0..dom.end(quote).0).map(NodeId).all(is_blank))
    }

    /// Whether a button stands behind all words of the open heading, and does not open what that heads: it copies the
    /// heading's address, or edits what it names. Behind a mere number it says what is counted (`Step 2`).
    fn is_behind_heading(&self, button: NodeId) -> bool {
        let Some((_, heading)) = self.heading else { return false };
        let gathered = || self.out.text.get(self.now.start..).unwrap_or_default();
        let after = self.dom.end(button).0..self.dom.end(heading).0;
        let is_last = || after.len() <= BEHIND_BUTTON && after.map(NodeId).all(|n| !self.dom.has_text(n));
        self.dom.attr(button, Attr::AriaExpanded).is_none() && says_more_than_number(gathered()) && is_last()
    }

    fn block(&mut self, n: NodeId) -> NodeId {
        let dom = self.dom;
        let is_preformatted = match dom.tag(n) {
            Tag::Pre => true,
            Tag::Other => matches!(dom.name(n), "xmp" | "listing"),
            Tag::Table => code::is_numbered(dom, n),
            // a button inside a heading or a sentence opens what the words name: they belong to the line
            Tag::Button if self.is_behind_heading(n) => return dom.end(n),
            Tag::Button if self.heading.is_some() => {
                self.push_open(n, Role::Inline);
                return NodeId(n.0 + 1);
            }
            Tag::Button if self.may_have_code() && code::is_button_of_code(dom, n) => return dom.end(n),
            _ => false,
        };
        if is_preformatted && self.heading.is_none() {
            self.preformatted(n);
            return dom.end(n);
        }
        self.open_block(n);
        NodeId(n.0 + 1)
    }

    /// Text set above the line: a note's mark in brackets, a power behind its sign.
    fn raised(&mut self, n: NodeId) -> NodeId {
        let dom = self.dom;
        let before = self.out.text.get(self.now.start..).unwrap_or_default();
        let parted = self.space.is_pending() || self.now.breaks > 0;
        match raised::read(dom, n, before, parted) {
            Raised::Plain => {
                self.push_open(n, Role::Inline);
                return NodeId(n.0 + 1);
            }
            Raised::Behind(sign) => self.words(n, &format!("{sign}{}", dom.words_of(n))),
            Raised::Mark(mark, place) => {
                self.words(n, &mark);
                match place {
                    Some(place) => self.marks.raised(dom, n, place),
                    None => self.marks.unlinked.add(&mark, self.out.rows.len()),
                }
            }
        }
        dom.end(n)
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
                self.push_open(n, Role::InHeading);
                return;
            }
            self.flush();
            self.heading = None;
        }
        self.flush();
        self.blocks_open.push(n);
        let opened = self.accordions.level(self.dom, n, self.level);
        let own = heading_level(self.dom, n).filter(|_| !self.groups.is_whole_caption(self.dom, n, self.out));
        if let Some(level) = own.inspect(|&level| self.level = level).or(opened) {
            self.heading = Some((level, n));
            self.push_open(n, Role::Heading);
        } else if self.groups.open(self.dom, n, self.out) {
            self.push_open(n, Role::Group);
        } else {
            self.push_open(n, Role::Block);
        }
        self.tick_by_role(n);
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.role {
            Role::Inline => self.seam.close(open.node),
            Role::Line => self.line_edge(),
            Role::InHeading => self.space.space(),
            Role::Bold => {
                self.bold = self.bold.saturating_sub(1);
                self.seam.close(open.node);
            }
            Role::Link => {
                self.close_link();
                self.seam.close(open.node);
            }
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
        if !self.flush() && heading_level(self.dom, n).is_some() {
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
        if is_space(text) {
            self.seam = Seam::default();
            self.space.space();
            return;
        }
        self.cut_count_before(text);
        let before = self.out.text.len();
        if self.now.breaks > 0 && shows_text(text) {
            self.settle_breaks();
        }
        let seam = std::mem::take(&mut self.seam);
        let gathered = self.out.text.get(self.now.start..).unwrap_or_default();
        if !self.space.is_pending() && says_again(gathered, text) && self.is_copy(n) {
            if text.ends_with(|c: char| c.is_ascii_whitespace()) {
                self.space.space();
            }
            return;
        }
        if !self.space.is_pending() && seam.shows(self.dom, gathered, text) {
            self.space.space();
        }
        self.space.push(text, &mut self.out.text, self.now.start);
        if self.out.text.len() == before {
            return;
        }
        if self.bold > 0 {
            self.now.bold = true;
        } else if !self.now.light {
            self.now.light = self.out.text.get(before..).is_some_and(|added| added.contains(char::is_alphanumeric));
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

    /// Whether a text may be a copy of what stands before it: it is set in a span, and begins no link.
    fn is_copy(&self, n: NodeId) -> bool {
        let is_span = self.dom.parent(n).is_some_and(|around| self.dom.tag(around) == Tag::Span);
        is_span && self.link.is_none_or(|(_, start)| start < self.out.text.len())
    }

    /// Cuts off a count in brackets that the text to come says again in words, for readers who do not see: `(108)` before
    /// `108 reviews`.
    fn cut_count_before(&mut self, text: &str) {
        let gathered = self.out.text.get(self.now.start..).unwrap_or_default();
        let Some(cut) = count_said_twice(gathered, text).map(|at| self.now.start + at) else { return };
        let is_linked = self.out.links.last().is_some_and(|link| link.text.end as usize > cut);
        if !is_linked && self.link.is_none_or(|(_, start)| start <= cut) {
            self.out.text.truncate(cut);
        }
    }

    fn line_break(&mut self) {
        if self.heading.is_some() {
            self.space.space();
        } else if self.out.text.len() > self.now.start {
            self.now.breaks = self.now.breaks.saturating_add(1);
        }
    }

    /// Ends a line where the text has not ended it already.
    fn line_edge(&mut self) {
        if self.now.breaks == 0 {
            self.line_break();
        }
    }

    /// One `<br>` is a line end within the block, two or more part paragraphs.
    fn settle_breaks(&mut self) {
        if self.now.breaks == 1 {
            if self.now.bold && !self.now.light {
                self.now.bold_lines = self.out.text.len() - self.now.start;
            }
            self.space.reset();
            // a link that begins with a line of its own has a space before it
            if self.out.text.ends_with(' ') {
                self.out.text.pop();
            }
            self.out.text.push('\n');
            self.now.breaks = 0;
        } else {
            self.flush();
        }
    }

    fn open_link(&mut self, n: NodeId) {
        self.push_open(n, Role::Link);
        if let Some(href) = self.dom.attr(n, Attr::Href) {
            let url = self.out.push_string(trimmed(href));
            if self.space.is_pending() && self.out.text.len() > self.now.start && self.now.breaks == 0 {
                self.space.reset();
                if !self.out.text.ends_with('\n') {
                    self.out.text.push(' ');
                }
            }
            self.link = Some((url, self.out.text.len()));
            self.marks.link(self.dom, n, href);
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
        if let Some(text) = images::text_instead(self.dom, n) {
            self.words(n, &text);
        } else if let Some(src) = images::address(self.dom, n) {
            let url = self.out.push_string(src);
            let alt = self.out.push_string(&tidied(self.dom.attr(n, Attr::Alt).unwrap_or_default()));
            self.images.push((n, url, alt));
        }
    }

    fn flush_images(&mut self) {
        if self.images.is_empty() {
            return;
        }
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
        let dom = self.dom;
        let text_of = if dom.tag(n) == Tag::Table { code::numbered_text } else { code::text_of };
        let text = text_of(dom, n, &mut self.named_in_code);
        if !text.trim().is_empty() {
            let start = self.out.text.len();
            self.out.text.push_str(&text);
            let language = self.out.push_string(&code::language_of(dom, n));
            let mut source = dom.source(n);
            if let Some(last) = dom.descendants(n).last() {
                source.end = dom.source(last).end;
            }
            self.push_block(BlockKind::Code(language), n, start, source);
        }
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
        let is_bold = self.now.bold && !self.now.light;
        let class = self.dom.attr(node, Attr::Class).filter(|_| kind == BlockKind::Paragraph);
        let is_styled = class.is_some_and(|class| self.headings.get(self.dom, node, || names_heading(class)));
        let is_set_apart = || kind == BlockKind::Paragraph && looks::is_set_apart(self.dom, node);
        let bold =
            if is_bold || is_styled || is_set_apart() { self.out.text.len() - start } else { self.now.bold_lines };
        self.out.rows.push(Block {
            kind,
            node,
            group: self.groups.innermost(),
            text: start as u32..self.out.text.len() as u32,
            links,
            source: source.start as u32..source.end.max(source.start) as u32,
            bold: bold as u32,
            leads: false,
        });
        if matches!(kind, BlockKind::Heading(_)) {
            labels::mark(self.dom, self.out);
        }
        self.begin();
        self.groups.note(kind, self.out);
    }

    fn finish(&mut self) {
        self.flush();
        self.groups.close_page(self.out);
        notes::tie(self.dom, &self.marks, self.out);
        self.marks.unlinked.tie(self.dom, self.out);
        debug_assert!(self.out.groups.iter().all(|g| g.parent <= GroupId(self.out.groups.len() as u32)));
    }
}

/// Whether a text holds words, and more than one where it ends in a number or a sign.
fn says_more_than_number(text: &str) -> bool {
    let is_word = |word: &&str| word.contains(char::is_alphabetic);
    let least = if text.trim_end().ends_with(char::is_alphabetic) { 1 } else { 2 };
    text.split_whitespace().filter(is_word).take(least).count() == least
}

/// An address that Cloudflare's mail protection masks: hexadecimal bytes, each XORed with the first.
fn unmasked(hex: &str) -> Option<String> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Vec<u8> = hex.trim().as_bytes().chunks(2).map(byte).collect::<Option<_>>()?;
    let (key, masked) = bytes.split_first()?;
    String::from_utf8(masked.iter().map(|b| b ^ key).collect()).ok().filter(|address| address.contains('@'))
}
