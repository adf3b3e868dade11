//! Tables through a grid of cells: spans first, text after, all rows equally long.

use super::lists::join;
use super::written::Written;
use super::{Content, LinkOut};
use crate::blocks::{BlockId, GroupId, GroupKind};
use std::collections::HashMap;

/// Cells of one table's grid, spans written out; rows beyond are left out. No labelled page has a tenth of it.
const MAX_CELLS: usize = 200_000;

/// What stands in a table's cells.
#[derive(Default)]
struct Filled {
    texts: HashMap<GroupId, String>,
    caption: String,
    /// Text that stands in no cell.
    loose: String,
    links: Vec<LinkOut>,
}

/// The table `unit` with the blocks given; a table of one column comes out as paragraphs.
pub(super) fn table(written: &Written<'_>, unit: GroupId, blocks: &[BlockId]) -> Vec<Content> {
    let mut filled = fill(written, unit, blocks);
    let (mut header, mut rows) = grid(written, unit, &mut filled);
    let width = header.iter().chain(&rows).map(Vec::len).max().unwrap_or(0);
    if width <= 1 {
        let caption = std::mem::take(&mut filled.caption);
        let loose = std::mem::take(&mut filled.loose);
        let cells = header.into_iter().chain(rows).flatten();
        let texts = [caption, loose].into_iter().chain(cells).filter(|text| !text.is_empty());
        return texts.map(|text| Content::Paragraph { text, links: Vec::new() }).collect();
    }
    for row in header.iter_mut().chain(&mut rows) {
        row.resize(width, String::new());
    }
    let mut out = Vec::new();
    if !filled.loose.is_empty() {
        out.push(Content::Paragraph { text: filled.loose, links: Vec::new() });
    }
    let caption = (!filled.caption.is_empty()).then_some(filled.caption);
    out.push(Content::Table { caption, header, rows, links: filled.links });
    out
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
            Some(&cell) => join(filled.texts.entry(cell).or_default(), &text),
            None if in_caption => join(&mut filled.caption, &text),
            None => join(&mut filled.loose, &text),
        }
    }
    filled
}

/// Header rows and body rows. A spanning cell's text stands in its first place; the others are empty.
fn grid(written: &Written<'_>, unit: GroupId, filled: &mut Filled) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let (mut header, mut body): (Vec<Vec<String>>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    let mut spans: Vec<u16> = Vec::new();
    let mut n_cells = 0;
    for (row_head, cells) in rows_of(written, unit) {
        let mut row: Vec<String> = Vec::new();
        let mut all_headers = !cells.is_empty();
        for cell in cells {
            let GroupKind::Cell { header, columns, rows } = written.blocks.groups[cell.index()].kind else { continue };
            all_headers &= header;
            while spans.get(row.len()).is_some_and(|&left| left > 0) {
                row.push(String::new());
            }
            let text = filled.texts.remove(&cell).unwrap_or_default();
            for column in 0..usize::from(columns) {
                let at = row.len();
                row.push(if column == 0 { text.clone() } else { String::new() });
                if spans.len() <= at {
                    spans.resize(at + 1, 0);
                }
                spans[at] = rows;
            }
        }
        for span in &mut spans {
            *span = span.saturating_sub(1);
        }
        n_cells += row.len();
        if n_cells > MAX_CELLS {
            break;
        }
        if row.iter().all(String::is_empty) {
            continue;
        }
        trim(&mut row);
        let leads = body.is_empty() && (row_head || all_headers);
        if leads { header.push(row) } else { body.push(row) }
    }
    (header, body)
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
