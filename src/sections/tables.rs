//! Tables through a grid of cells: spans first, text after, all rows equally long.

use super::lists::join;
use super::written::Written;
use super::{Content, LinkOut};
use crate::blocks::{BlockId, GroupId, GroupKind};
use std::collections::{HashMap, HashSet};

/// Cells of one table's grid, spans written out; rows beyond are left out. No labelled page has a tenth of it.
const MAX_CELLS: usize = 200_000;

/// What stands in a table's cells.
#[derive(Default)]
struct Filled {
    texts: HashMap<GroupId, String>,
    /// Cells of which not all is set in bold type.
    light: HashSet<GroupId>,
    caption: String,
    /// Whether text stands in no cell.
    is_loose: bool,
    links: Vec<LinkOut>,
}

/// The table `unit` with the blocks given; a table of one column comes out as what stands in it.
pub(super) fn table(written: &Written<'_>, unit: GroupId, blocks: &[BlockId]) -> Vec<Content> {
    let mut filled = fill(written, unit, blocks);
    let Grid { mut header, mut rows, header_columns } = grid(written, unit, &mut filled);
    let width = header.iter().chain(&rows).map(Vec::len).max().unwrap_or(0);
    if width <= 1 || !filled.texts.is_empty() || filled.is_loose {
        return blocks.iter().filter_map(|&block| written.single(block)).collect();
    }
    for row in header.iter_mut().chain(&mut rows) {
        row.resize(width, String::new());
    }
    let caption = (!filled.caption.is_empty()).then_some(filled.caption);
    let header_columns = Some(header_columns).filter(|&n| n > 0 && n < width).map(|n| n as u32);
    vec![Content::Table { caption, header_columns, header, rows, links: filled.links }]
}

fn fill(written: &Written<'_>, unit: GroupId, blocks: &[BlockId]) -> Filled {
    let mut filled = Filled::default();
    for &block in blocks {
        let text = written.text(block);
        filled.links.extend(written.links(block));
        let around: Vec<GroupId> = written.blocks.groups_of(block).take_while(|&g| g != unit).collect();
        let kind = |g: &GroupId| written.blocks.groups[g.index()].kind;
        // the outermost cell: what stands in a table inside it is its text
        let cell = around.iter().rev().find(|g| matches!(kind(g), GroupKind::Cell { .. }));
        let in_caption = around.iter().any(|g| kind(g) == GroupKind::TableCaption);
        match cell {
            Some(&cell) => {
                let row = &written.blocks.rows[block.index()];
                if row.bold < row.text.end - row.text.start {
                    filled.light.insert(cell);
                }
                join(filled.texts.entry(cell).or_default(), &text);
            }
            None if in_caption => join(&mut filled.caption, &text),
            None => filled.is_loose = true,
        }
    }
    filled
}

/// A table's cells, row by row.
#[derive(Default)]
struct Grid {
    header: Vec<Vec<String>>,
    rows: Vec<Vec<String>>,
    /// Columns at the left in which every body row has header cells.
    header_columns: usize,
}

/// The cells of a table in their places. A spanning cell's text stands in its first place; the others are empty.
fn grid(written: &Written<'_>, unit: GroupId, filled: &mut Filled) -> Grid {
    let mut grid = Grid { header_columns: usize::MAX, ..Grid::default() };
    let mut spans: Vec<Span> = Vec::new();
    let mut n_cells = 0;
    let rows = rows_of(written, unit);
    let is_bold = bold_head(&rows, filled);
    for (row_head, cells) in rows {
        let row = place(written, &cells, &mut spans, filled, MAX_CELLS.saturating_sub(n_cells));
        for span in &mut spans {
            span.rows = span.rows.saturating_sub(1);
        }
        n_cells += row.texts.len();
        if n_cells > MAX_CELLS {
            break;
        }
        if row.texts.iter().all(String::is_empty) {
            continue;
        }
        let mut texts = row.texts;
        trim(&mut texts);
        let bold_head = is_bold && grid.header.is_empty();
        if grid.rows.is_empty() && (row_head || row.is_header || bold_head) {
            grid.header.push(texts);
        } else {
            // a row of one header cell is a title for the rows under it
            if !row.is_header {
                grid.header_columns = grid.header_columns.min(row.leading_headers);
            }
            grid.rows.push(texts);
        }
    }
    if grid.header_columns == usize::MAX {
        grid.header_columns = 0;
    }
    grid
}

/// Whether a table without a marked head has one in bold type: its first row is, in more than one cell, and no other.
fn bold_head(rows: &[(bool, Vec<GroupId>)], filled: &Filled) -> bool {
    let filled_cells = |cells: &[GroupId]| cells.iter().filter(|cell| filled.texts.contains_key(cell)).count();
    let is_bold = |cells: &[GroupId]| cells.iter().all(|cell| !filled.light.contains(cell));
    let mut rows = rows.iter().filter(|(_, cells)| filled_cells(cells) > 0);
    let Some((_, first)) = rows.next() else { return false };
    let mut n_others = 0;
    let others = rows.all(|(_, cells)| {
        n_others += 1;
        !is_bold(cells)
    });
    filled_cells(first) > 1 && is_bold(first) && others && n_others > 0
}

/// What a cell above does to a column.
#[derive(Clone, Copy, Default)]
struct Span {
    /// Rows that it still takes.
    rows: u16,
    header: bool,
}

/// One row with its cells in their columns.
struct Row {
    texts: Vec<String>,
    is_header: bool,
    /// Header cells at its left.
    leading_headers: usize,
}

/// Places a row's cells, no more than `room` columns of them.
fn place(written: &Written<'_>, cells: &[GroupId], spans: &mut Vec<Span>, filled: &mut Filled, room: usize) -> Row {
    let mut row = Row { texts: Vec::new(), is_header: true, leading_headers: 0 };
    let (mut leads, mut has_header) = (true, false);
    for &cell in cells {
        let GroupKind::Cell { header, columns, rows } = written.blocks.groups[cell.index()].kind else { continue };
        let mut text = filled.texts.remove(&cell).unwrap_or_default();
        // the empty corner over a column of headers is any cell
        row.is_header &= header || text.is_empty();
        has_header |= header;
        while let Some(span) = spans.get(row.texts.len()).filter(|span| span.rows > 0) {
            leads &= span.header;
            row.leading_headers += usize::from(leads);
            row.texts.push(String::new());
        }
        leads &= header;
        let columns = usize::from(columns).min(room.saturating_sub(row.texts.len()));
        for _ in 0..columns {
            let at = row.texts.len();
            row.leading_headers += usize::from(leads);
            row.texts.push(std::mem::take(&mut text));
            if spans.len() <= at {
                spans.resize(at + 1, Span::default());
            }
            spans[at] = Span { rows, header };
        }
    }
    row.is_header &= has_header;
    row
}

/// Empty cells at a row's end say nothing: rows are made equally long later.
fn trim(row: &mut Vec<String>) {
    while row.last().is_some_and(String::is_empty) {
        row.pop();
    }
}

/// The table's own rows with their cells, in order. A group's number is above its parent's, and the groups in a table
/// follow it without a gap.
fn rows_of(written: &Written<'_>, unit: GroupId) -> Vec<(bool, Vec<GroupId>)> {
    let groups = &written.blocks.groups;
    let mut rows: Vec<(bool, Vec<GroupId>)> = Vec::new();
    let mut current: Option<GroupId> = None;
    for (g, group) in groups.iter().enumerate().skip(unit.index() + 1) {
        if group.parent < unit {
            break;
        }
        match group.kind {
            GroupKind::Row { head } if group.parent == unit => {
                rows.push((head, Vec::new()));
                current = Some(GroupId(g as u32));
            }
            GroupKind::Cell { .. } if Some(group.parent) == current => {
                if let Some((_, cells)) = rows.last_mut() {
                    cells.push(GroupId(g as u32));
                }
            }
            _ => {}
        }
    }
    rows
}
