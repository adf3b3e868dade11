//! Terms and their descriptions. In: the blocks kept of a definition list. Out: pairs, and between them the lists, tables and
//! code that stand in a description. Never joins terms that are described apart.

use super::lists::{self, join};
use super::written::Written;
use super::{Content, Definition, quotes, tables, without_permalink};
use crate::blocks::{BlockId, BlockKind, GroupId, GroupKind};

/// Definition lists that are written as such within each other; what is nested deeper is read as part of the innermost.
/// Every one of them goes over its blocks and the groups around these.
const NESTED: u32 = 6;

/// The definition list with the blocks given; one without terms comes out as what stands in it. Terms open a pair, what follows
/// describes it. Terms that share a description stand on lines of one. What has a form of its own stands behind the pair,
/// and so does the rest of its description.
pub(super) fn definitions(written: &Written<'_>, unit: GroupId, blocks: &[BlockId]) -> Vec<Content> {
    nested(written, unit, blocks, NESTED)
}

/// The same with room for so many lists within.
fn nested(written: &Written<'_>, unit: GroupId, blocks: &[BlockId], room: u32) -> Vec<Content> {
    let part_of = |block| part_of(written, unit, block, room > 0);
    let mut pairs = Pairs { items: Vec::new(), waiting: Vec::new(), is_broken: false, out: Vec::new() };
    let mut at = 0;
    while let Some(&block) = blocks.get(at) {
        let part = part_of(block);
        let length = match part {
            Part::Other(group) => {
                let is_same = |&&b: &&BlockId| part_of(b) == Part::Other(group);
                blocks[at..].iter().take_while(is_same).count()
            }
            _ => 1,
        };
        match part {
            Part::Term(group) => pairs.term(group, &written.text(block)),
            Part::Text => pairs.text(|| written.single(block), || written.text(block)),
            Part::Code => pairs.break_off(written.code(block)),
            Part::Other(group) => pairs.break_off(other(written, group, &blocks[at..at + length], room)),
        }
        at += length;
    }
    pairs.finish().unwrap_or_else(|| blocks.iter().filter_map(|&block| written.single(block)).collect())
}

/// What a block is to the definition list around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Term(GroupId),
    Text,
    Code,
    /// In a list, a table, a quotation or a definition list of its own.
    Other(GroupId),
}

fn part_of(written: &Written<'_>, unit: GroupId, block: BlockId, has_room: bool) -> Part {
    let kind = |g: &GroupId| written.blocks.groups[g.index()].kind;
    let (mut term, mut other) = (None, None);
    for group in written.blocks.groups_of(block).take_while(|&g| g != unit) {
        match kind(&group) {
            GroupKind::Term => term = Some(group),
            GroupKind::List { .. } | GroupKind::Table | GroupKind::Quote { .. } => other = Some(group),
            GroupKind::Definitions if has_room => other = Some(group),
            _ => {}
        }
    }
    match (other, term) {
        // the outermost counts: a term in a list within a description is that list's
        (Some(group), term) if term.is_none_or(|term| term > group) => Part::Other(group),
        (_, Some(term)) => Part::Term(term),
        _ if matches!(written.blocks.rows[block.index()].kind, BlockKind::Code(_)) => Part::Code,
        _ => Part::Text,
    }
}

fn other(written: &Written<'_>, group: GroupId, blocks: &[BlockId], room: u32) -> Vec<Content> {
    match written.blocks.groups[group.index()].kind {
        GroupKind::Table => tables::table(written, group, blocks),
        GroupKind::Definitions => nested(written, group, blocks, room - 1),
        GroupKind::Quote { cite } => quotes::quote(written, group, cite, blocks).into_iter().collect(),
        _ => lists::list(written, group, blocks),
    }
}

/// Pairs as they are filled.
struct Pairs {
    items: Vec<Definition>,
    /// Terms since the last description.
    waiting: Vec<(GroupId, String)>,
    /// Something else stood in the description that is open.
    is_broken: bool,
    out: Vec<Content>,
}

impl Pairs {
    fn term(&mut self, group: GroupId, text: &str) {
        self.is_broken = false;
        // manuals hang a sign on terms to link to them
        let text = if text.ends_with(['¶', '🔗']) { without_permalink(text) } else { text };
        match self.waiting.last_mut() {
            Some((last, term)) if *last == group => join(term, text),
            _ => self.waiting.push((group, text.to_owned())),
        }
    }

    fn text(&mut self, single: impl FnOnce() -> Option<Content>, text: impl FnOnce() -> String) {
        if self.is_broken && self.waiting.is_empty() {
            self.out.extend(single());
            return;
        }
        match self.items.last_mut().filter(|_| self.waiting.is_empty()) {
            Some(last) => join(&mut last.text, &text()),
            None => self.open(text()),
        }
    }

    /// Opens a pair of the terms that wait and a description.
    fn open(&mut self, text: String) {
        let terms: Vec<String> = self.waiting.drain(..).map(|(_, term)| term).collect();
        self.items.push(Definition { term: terms.join("\n"), text });
    }

    /// Writes what has a form of its own behind the pairs.
    fn break_off(&mut self, contents: impl IntoIterator<Item = Content>) {
        if !self.waiting.is_empty() {
            self.open(String::new());
        }
        self.write();
        self.out.extend(contents);
        self.is_broken = true;
    }

    fn write(&mut self) {
        let items = std::mem::take(&mut self.items);
        if items.iter().all(|item| item.term.is_empty()) {
            let paragraph = |item: Definition| Content::Paragraph { text: item.text, links: Vec::new() };
            self.out.extend(items.into_iter().map(paragraph));
        } else {
            self.out.push(Content::Definitions { items });
        }
    }

    /// What was written; nothing where no term was.
    fn finish(mut self) -> Option<Vec<Content>> {
        for (_, term) in std::mem::take(&mut self.waiting) {
            self.items.push(Definition { term, text: String::new() });
        }
        let is_plain = self.out.is_empty() && self.items.iter().all(|item| item.term.is_empty());
        if is_plain {
            return None;
        }
        self.write();
        Some(self.out)
    }
}
