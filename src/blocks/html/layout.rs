//! Which tables tell data and which lay a page out. In: what was seen of a table, as it was swept. Out: the groups of one
//! that lays out made plain, the headings of one that tells data made cells' words. Reads no words.

use super::super::{BlockKind, Blocks, GroupId, GroupKind};

/// What was seen in a table that is open, so that a layout table can be told from data when it closes.
pub(super) struct TableSeen {
    /// Its group.
    pub group: GroupId,
    /// Blocks in it, not those of tables inside it.
    pub n_blocks: u32,
    /// Rows, cells and captions of this table, not those of tables inside it.
    own: Vec<GroupId>,
    n_rows: u32,
    n_cells: u32,
    /// Cells of its first row, and those of them that are header cells.
    n_first: u32,
    n_heads: u32,
    /// Its headings' blocks.
    headings: Vec<usize>,
    /// How many of them stand in its caption, how many in a header cell and in a cell of data of one column.
    in_caption: u32,
    in_heads: u32,
    in_cells: u32,
    /// Tables in it, and the blocks in them.
    n_tables: u32,
    n_inner: u32,
    has_header: bool,
    says_layout: bool,
    /// What its group is once it is known to lay out.
    else_is: GroupKind,
    /// First byte of its text.
    text: usize,
}

/// Bytes of a cell, on average, up to which a table of one block to a cell is one of short words.
const SHORT: usize = 40;

impl TableSeen {
    /// A table that opens; its text begins at `text`. One that lays out a post is that.
    pub(super) fn new(group: GroupId, says_layout: bool, post: Option<GroupKind>, text: usize) -> Self {
        TableSeen {
            group,
            n_blocks: 0,
            own: Vec::new(),
            n_rows: 0,
            n_cells: 0,
            n_first: 0,
            n_heads: 0,
            headings: Vec::new(),
            in_caption: 0,
            in_heads: 0,
            in_cells: 0,
            n_tables: 0,
            n_inner: 0,
            has_header: false,
            says_layout: says_layout || post.is_some(),
            else_is: post.unwrap_or(GroupKind::Plain),
            text,
        }
    }

    /// Posts stand in it.
    pub(super) fn lay_out(&mut self) {
        self.says_layout = true;
    }

    /// Counts a row, a cell or a caption.
    pub(super) fn part(&mut self, id: GroupId, kind: GroupKind) {
        self.own.push(id);
        match kind {
            GroupKind::Row { head } => {
                self.n_rows += 1;
                self.has_header |= head;
            }
            GroupKind::Cell { header, .. } => {
                self.n_cells += 1;
                self.has_header |= header;
                if self.n_rows == 1 {
                    self.n_first += 1;
                    self.n_heads += u32::from(header);
                }
            }
            _ => {}
        }
    }

    /// Counts a heading by the cell or caption that it stands in.
    pub(super) fn heading(&mut self, block: usize, part: Option<GroupKind>) {
        self.n_blocks += 1;
        self.headings.push(block);
        match part {
            Some(GroupKind::TableCaption) => self.in_caption += 1,
            Some(GroupKind::Cell { header: true, columns: 1, .. }) => self.in_heads += 1,
            Some(GroupKind::Cell { columns: 1, .. }) => self.in_cells += 1,
            _ => {}
        }
    }

    /// Ends the table, in the one around it.
    pub(super) fn close(self, around: Option<&mut TableSeen>, out: &mut Blocks) {
        if let Some(around) = around {
            around.n_tables += 1 + self.n_tables;
            around.n_inner += self.n_blocks + self.n_inner;
        }
        if self.is_layout(out.text.len() - self.text) {
            for part in self.own {
                out.groups[part.index()].kind = GroupKind::Plain;
            }
            out.groups[self.group.index()].kind = self.else_is;
            return;
        }
        for block in self.headings {
            out.rows[block].kind = BlockKind::Paragraph;
        }
    }

    /// A table lays out rather than tells data where it says so, holds another table or headings, has one column, has many
    /// blocks to a cell, or has few rows of long cells and no header.
    fn is_layout(&self, bytes: usize) -> bool {
        // of such tables in labelled pages hardly one in three is said to be a table
        let long = match self.n_rows {
            0 | 1 => 30,
            2 => 60,
            3 => 100,
            _ => usize::MAX,
        };
        let n_headings = self.n_headings(bytes);
        self.says_layout
            || self.n_tables > 0 && !self.holds_tables()
            || n_headings > 0 && n_headings * 8 >= self.n_cells
            || self.n_cells <= self.n_rows
            || self.n_blocks > 3 * self.n_cells
            || !self.has_header && self.n_rows <= 1 && self.n_cells <= 3
            || !self.has_header && bytes > long.saturating_mul(self.n_cells as usize)
    }

    /// Its headings without those that only name it, its columns or its rows: a caption's, those of several header cells,
    /// and of several cells in a table of short words.
    fn n_headings(&self, bytes: usize) -> u32 {
        let is_short = self.n_blocks <= self.n_cells && bytes <= SHORT * self.n_cells as usize;
        let names = |several: u32| if several > 1 { several } else { 0 };
        let in_cells = if is_short { names(self.in_cells) } else { 0 };
        self.headings.len() as u32 - self.in_caption - names(self.in_heads) - in_cells
    }

    /// Whether a few of its cells hold small tables: under a whole row of header cells it is one of data all the same.
    fn holds_tables(&self) -> bool {
        let is_headed = self.n_heads > 1 && self.n_heads == self.n_first && self.n_rows > 2;
        is_headed && self.n_tables * 4 <= self.n_cells && self.n_inner <= 2 * self.n_cells
    }
}
