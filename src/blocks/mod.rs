//! Tree (or plain text) to blocks: runs of text in reading order, with the structure they stand in.

pub mod html;
mod space;
pub(crate) mod speaker;
pub mod text;
pub(crate) mod unseen;

use crate::dom::NodeId;
use std::ops::Range;

/// A block, numbered in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

impl BlockId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A group, numbered so that parents come before their children; 0 is the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u32);

impl GroupId {
    /// The whole page.
    pub const ROOT: GroupId = GroupId(0);

    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A piece of [`Blocks::strings`], in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub from: u32,
    /// One past the last byte.
    pub to: u32,
}

/// What a block is by itself; what it is part of is its group's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A run of text.
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Preformatted text: line ends and indentation kept. The span is the language's name, if the page says one.
    Code(Span),
    /// An image: no text of its own. Its address and `alt` are the block's one link.
    Image,
}

/// One block. All ranges are in bytes; text ranges rise from block to block and do not overlap.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The element that holds all of it; [`NodeId::NONE`] on pages without markup.
    pub node: NodeId,
    /// The innermost group it stands in.
    pub group: GroupId,
    /// Its bytes in [`Blocks::text`].
    pub text: Range<u32>,
    /// Its rows in [`Blocks::links`].
    pub links: Range<u32>,
    /// Its bytes in the decoded page, first to last.
    pub source: Range<u32>,
    /// Bytes at its beginning that are set in bold type, or in a box whose class names a heading, up to the end of a line or
    /// of the block: so are headings that no element marks.
    pub bold: u32,
    /// Whether it is a short line at the beginning of a box whose heading follows: a date, a label, a step's number.
    pub leads: bool,
}

/// A link, or the source of an image.
#[derive(Clone, Debug)]
pub struct Link {
    /// The words linked, in bytes of [`Blocks::text`]; empty for an image.
    pub text: Range<u32>,
    /// The address as the page spells it, not resolved.
    pub url: Span,
    /// `alt` of an image.
    pub alt: Span,
}

/// How the entries of a list are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// First number.
    pub start: i32,
    /// Whether it runs downward.
    pub down: bool,
    /// What the numbers are printed as: `a`, `A`, `i`, `I`; `1` for digits.
    pub style: char,
}

impl Count {
    /// Digits that run upward.
    pub fn from(start: i32) -> Self {
        Count { start, down: false, style: '1' }
    }
}

/// A container that shapes what is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// The page.
    Page,
    /// A container without a shape of its own (a table that only lays out, its rows and cells): what is in it belongs
    /// to the group around it.
    Plain,
    /// `<ul>`, `<ol>`, or lines with bullets or numbers.
    List {
        /// How its entries are counted; none where they have bullets.
        count: Option<Count>,
    },
    /// An entry of a list, with its printed number where it has one of its own.
    Item {
        /// The printed number.
        number: Option<u32>,
        /// Whether its box is ticked; none where it has no box.
        checked: Option<bool>,
    },
    /// A table of data.
    Table,
    /// A table's caption.
    TableCaption,
    /// A row.
    Row {
        /// Whether it stands in the table's head.
        head: bool,
    },
    /// A cell.
    Cell {
        /// `<th>`.
        header: bool,
        /// Columns it spans, at least 1 and within the limit.
        columns: u16,
        /// Rows it spans, at least 1 and within the limit.
        rows: u16,
    },
    /// A block quotation; the span is its source's address or name.
    Quote {
        /// Where it was taken from.
        cite: Span,
    },
    /// Who or what a quotation was taken from, as it stands in it.
    QuoteSource,
    /// A list of terms and descriptions.
    Definitions,
    /// A term.
    Term,
    /// A description.
    Description,
    /// A figure.
    Figure,
    /// A figure's caption.
    FigureCaption,
    /// A person's card: name, then role, then words about them, each a block.
    Person,
    /// A list of sources; its entries are [`GroupKind::Item`].
    References,
    /// A post of a thread, or an answer to a question.
    Post {
        /// Who wrote it.
        author: Span,
        /// When, ISO 8601.
        published: Span,
        /// Whether it is the answer that was accepted.
        accepted: bool,
    },
    /// Words that stand under none of the headings before them, such as the thanks at a page's end: they open a section
    /// of level 0 without heading.
    Apart,
    /// What is printed at the foot and the head of each page of plain text, behind all of its text.
    Printed,
}

/// A group and the blocks in it.
#[derive(Clone, Debug)]
pub struct Group {
    /// What it is.
    pub kind: GroupKind,
    /// The element it comes from; [`NodeId::NONE`] on pages without markup.
    pub node: NodeId,
    /// The group around it; the page is its own parent.
    pub parent: GroupId,
    /// The blocks in it, nested groups' among them.
    pub blocks: Range<u32>,
}

/// A page as blocks.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    /// All text, block after block, white space as a browser shows it. A `\n` in a paragraph is a `<br>`.
    pub text: String,
    /// The blocks in reading order.
    pub rows: Vec<Block>,
    /// The groups; the first is the page.
    pub groups: Vec<Group>,
    /// All links and image sources, in order.
    pub links: Vec<Link>,
    /// What [`Span`]s point into.
    pub strings: String,
}

impl Blocks {
    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Empties all columns, keeping their memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.rows.clear();
        self.groups.clear();
        self.links.clear();
        self.strings.clear();
    }

    /// Adds a string and returns where it stands.
    pub(crate) fn push_string(&mut self, string: &str) -> Span {
        let from = self.strings.len() as u32;
        self.strings.push_str(string);
        Span { from, to: self.strings.len() as u32 }
    }

    /// The block's text.
    pub fn text_of(&self, block: BlockId) -> &str {
        let range = &self.rows[block.index()].text;
        &self.text[range.start as usize..range.end as usize]
    }

    /// The piece of [`Blocks::strings`].
    pub fn string(&self, span: Span) -> &str {
        &self.strings[span.from as usize..span.to as usize]
    }

    /// For each group the innermost post around it; the page's own group where there is none.
    pub fn posts(&self) -> Vec<GroupId> {
        let mut posts = vec![GroupId::ROOT; self.groups.len()];
        for (g, group) in self.groups.iter().enumerate().skip(1) {
            let is_post = matches!(group.kind, GroupKind::Post { .. });
            posts[g] = if is_post { GroupId(g as u32) } else { posts[group.parent.index()] };
        }
        posts
    }

    /// All block numbers in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = BlockId> + use<> {
        (0..self.rows.len() as u32).map(BlockId)
    }

    /// The groups around a block, innermost first, the page last.
    pub fn groups_of(&self, block: BlockId) -> impl Iterator<Item = GroupId> {
        let mut next = Some(self.rows[block.index()].group);
        std::iter::from_fn(move || {
            let group = next?;
            next = (group != GroupId::ROOT).then(|| self.groups[group.index()].parent);
            Some(group)
        })
    }
}
