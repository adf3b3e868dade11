//! Which group is written as one piece. In: groups and the blocks kept. Out: for each group the outermost around it that
//! is a list, a table, a quotation and so on. Writes nothing.

use crate::blocks::{BlockId, BlockKind, Blocks, GroupId, GroupKind};

/// What a group holds, below itself.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Holds(u8);

const HEADING: Holds = Holds(1);
const CODE: Holds = Holds(2);
const TABLE: Holds = Holds(4);
const LIST: Holds = Holds(8);
const DEFINITIONS: Holds = Holds(16);
const QUOTE: Holds = Holds(32);
const FIGURE: Holds = Holds(64);
const POST: Holds = Holds(128);

impl Holds {
    fn any(self, of: &[Holds]) -> bool {
        of.iter().any(|one| self.0 & one.0 != 0)
    }
}

fn own(kind: GroupKind) -> Holds {
    match kind {
        GroupKind::Table => TABLE,
        GroupKind::List { .. } => LIST,
        GroupKind::Definitions => DEFINITIONS,
        GroupKind::Quote { .. } => QUOTE,
        GroupKind::Figure => FIGURE,
        GroupKind::Post { .. } => POST,
        _ => Holds(0),
    }
}

fn held(blocks: &Blocks, kept: &[BlockId]) -> Vec<Holds> {
    let mut holds = vec![Holds::default(); blocks.groups.len()];
    for &id in kept {
        let row = &blocks.rows[id.index()];
        let mut below = match row.kind {
            BlockKind::Heading(_) => HEADING,
            BlockKind::Code(_) => CODE,
            _ => Holds(0),
        };
        for group in blocks.groups_of(id) {
            holds[group.index()].0 |= below.0;
            below.0 |= own(blocks.groups[group.index()].kind).0;
        }
    }
    holds
}

/// For each group the outermost group around it that is written as one piece; the page where there is none. A list or
/// quotation that holds headings is no such piece: its headings open sections, as cards do. Nor is what holds a piece that
/// its own form has no room for: a figure around a table, a quotation around code.
pub(super) fn units(blocks: &Blocks, kept: &[BlockId]) -> Vec<GroupId> {
    let holds = held(blocks, kept);
    let mut units = vec![GroupId::ROOT; blocks.groups.len()];
    for (g, group) in blocks.groups.iter().enumerate().skip(1) {
        let above = units[group.parent.index()];
        let holds = holds[g];
        let shapes = match group.kind {
            GroupKind::Table | GroupKind::Person | GroupKind::References | GroupKind::Apart => true,
            GroupKind::List { .. } => !holds.any(&[HEADING, POST]),
            GroupKind::Quote { .. } => !holds.any(&[HEADING, CODE, TABLE, POST]),
            GroupKind::Definitions => !holds.any(&[HEADING, FIGURE, POST]),
            GroupKind::Figure => !holds.any(&[HEADING, CODE, TABLE, LIST, DEFINITIONS, QUOTE, FIGURE]),
            _ => false,
        };
        units[g] = if above == GroupId::ROOT && shapes { GroupId(g as u32) } else { above };
    }
    units
}
