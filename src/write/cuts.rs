//! A page's text to the stretches of it that are its chunks, each within a budget of tokens. Sections that have room
//! together are one chunk; one that has none is cut where blocks end, or within a block that is longer where a line, a
//! sentence or at least a word ends. Writes nothing.

use super::chunks::Chunks;
use super::text::{LaidOut, PartKind};
use super::tokens::Counted;
use crate::sections::Section;
use std::ops::Range;

/// A chunk, in bytes of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Its first and last section; none for references.
    pub(super) sections: Option<(usize, usize)>,
    /// With the overlap.
    pub(super) start: usize,
    /// Where what is new begins.
    pub(super) fresh: usize,
    pub(super) end: usize,
    pub(super) n_tokens: usize,
}

/// The chunks of a text, in order.
pub(super) fn cuts(laid: &LaidOut, sections: &[Section], settings: &Chunks) -> Vec<Cut> {
    let cutter = Cutter { text: Counted::new(&laid.text, &settings.tokens), sections, settings };
    let groups = groups(laid, sections);
    let mut out = Vec::new();
    let mut rest = groups.as_slice();
    while let Some(first) = rest.first() {
        let n = cutter.n_together(first, rest);
        match rest.get(n - 1) {
            Some(last) if n > 1 => out.push(cutter.joined(first, last)),
            _ => cutter.cut(first, &mut out),
        }
        rest = rest.get(n..).unwrap_or_default();
    }
    out
}

/// What is cut as one: a section with its headings, or all references.
struct Group {
    /// Its first section, perhaps a heading alone, and the one that its blocks stand in; none for references.
    sections: Option<(usize, usize)>,
    range: Range<usize>,
    /// Where blocks end.
    ends: Vec<usize>,
    /// Headings that its first section stands under.
    n_above: usize,
    /// Groups in the tree of headings that it begins, itself among them, and where their text ends.
    n_tree: usize,
    tree_end: usize,
}

/// The groups of a text. Headings that nothing stands under go with the section after them.
fn groups(laid: &LaidOut, sections: &[Section]) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    // whether the last group has a block
    let mut is_filled = true;
    for part in &laid.parts {
        let is_block = part.kind != PartKind::Head;
        match out.last_mut() {
            Some(group) if group.sections.map(|(_, last)| last) == part.section || !is_filled => {
                is_filled |= is_block;
                group.sections = group.sections.zip(part.section).map(|((first, _), last)| (first, last));
                group.range.end = part.range.end;
            }
            _ => {
                is_filled = is_block;
                let section = part.section.and_then(|n| sections.get(n));
                out.push(Group {
                    sections: part.section.map(|n| (n, n)),
                    range: part.range.clone(),
                    ends: Vec::new(),
                    n_above: section.map_or(0, n_above),
                    n_tree: 1,
                    tree_end: 0,
                });
            }
        }
        if let (true, Some(group)) = (is_block, out.last_mut()) {
            group.ends.push(part.range.end);
        }
    }
    grow_trees(&mut out, sections);
    out
}

/// Headings that a section stands under, without its own.
fn n_above(section: &Section) -> usize {
    section.path.len() - usize::from(section.heading.is_some() && !section.path.is_empty())
}

/// Finds where the tree of each group ends: last group first, stepping over the trees that are known.
fn grow_trees(groups: &mut [Group], sections: &[Section]) {
    for at in (0..groups.len()).rev() {
        let Some((group, after)) = groups.get_mut(at..).and_then(<[Group]>::split_first_mut) else { continue };
        let first = group.sections.and_then(|(first, _)| sections.get(first));
        group.tree_end = group.range.end;
        if first.is_none_or(|section| section.heading.is_none()) {
            continue;
        }
        while let Some(below) = after.get(group.n_tree - 1) {
            if below.sections.is_none() || below.n_above <= group.n_above {
                break;
            }
            group.n_tree += below.n_tree;
            group.tree_end = below.tree_end;
        }
    }
}

/// Cuts one text.
struct Cutter<'a> {
    text: Counted<'a>,
    sections: &'a [Section],
    settings: &'a Chunks,
}

impl Cutter<'_> {
    fn has_room(&self, range: Range<usize>) -> bool {
        self.text.planned(range) <= self.settings.budget
    }

    fn path(&self, section: usize) -> &[String] {
        self.sections.get(section).map(|s| s.path.as_slice()).unwrap_or_default()
    }

    /// How many groups from the first on are one chunk: as many as have room together and stand under the headings that
    /// the first stands under, which so are true of all. No section is parted from those under it that it has room with.
    fn n_together(&self, first: &Group, groups: &[Group]) -> usize {
        let Some((section, _)) = first.sections.filter(|_| self.has_room(first.range.clone())) else { return 1 };
        let above = self.path(section).get(..first.n_above).unwrap_or_default();
        let joins = |group: &&Group| {
            group
                .sections
                .is_some_and(|(first, last)| self.path(first).starts_with(above) && self.path(last).starts_with(above))
                && group.n_above >= above.len()
                && self.has_room(first.range.start..group.range.end)
        };
        let mut n = 1 + groups.iter().skip(1).take_while(joins).count();
        let is_parted =
            |&(at, group): &(usize, &Group)| at + group.n_tree > n && self.has_room(group.range.start..group.tree_end);
        n = groups.iter().enumerate().take(n).skip(1).find(is_parted).map_or(n, |(at, _)| at);
        let end = |n: usize| groups.get(n - 1).map_or(first.range.end, |last| last.range.end);
        while n > 1 && self.text.exact(first.range.start..end(n)) > self.settings.budget {
            n -= 1;
        }
        n
    }

    /// Groups that are one chunk, by the first and the last.
    fn joined(&self, first: &Group, last: &Group) -> Cut {
        let Range { start, end } = self.text.trim(first.range.start..last.range.end);
        let sections = first.sections.zip(last.sections).map(|((first, _), (_, last))| (first, last));
        Cut { sections, start, fresh: start, end, n_tokens: self.text.exact(start..end) }
    }

    /// The chunks of one group.
    fn cut(&self, group: &Group, out: &mut Vec<Cut>) {
        let mut sections = group.sections;
        let group_end = group.range.end;
        let mut fresh = self.text.skip_space(group.range.clone());
        while fresh < group_end {
            let mut start = self.overlap(group, fresh);
            let (end, mut n_tokens) = self.end(group, start, fresh);
            if n_tokens > self.settings.budget && start < fresh {
                // a token of its own is more than the overlap leaves room for
                start = fresh;
                n_tokens = self.text.exact(start..end);
            }
            if end > fresh {
                out.push(Cut { sections, start, fresh, end, n_tokens });
            }
            fresh = self.text.skip_space(end..group_end);
            // headings alone stand at the beginning
            sections = group.sections.map(|(_, last)| (last, last));
        }
    }

    /// Where the chunk begins of which `fresh` is the first that is new.
    fn overlap(&self, group: &Group, fresh: usize) -> usize {
        if self.settings.overlap == 0 || self.text.get(group.range.start..fresh).trim_start().is_empty() {
            return fresh;
        }
        let start = self.text.back(fresh, self.settings.overlap).max(group.range.start);
        self.text.skip_space(start..fresh)
    }

    /// Where the chunk ends that begins at `start`, with what is new from `fresh` on, and its tokens: more than the budget
    /// only where the first that is new has more by itself.
    fn end(&self, group: &Group, start: usize, fresh: usize) -> (usize, usize) {
        let least = self.text.next(fresh).min(group.range.end);
        let mut room = self.settings.budget;
        loop {
            let limit = self.text.onward(start, room).min(group.range.end).max(least);
            let end = if limit == group.range.end { limit } else { group.border(self.text.get(fresh..limit), fresh) };
            let Range { end, .. } = self.text.trim(fresh..end);
            let n_tokens = self.text.exact(start..end);
            let over = n_tokens.saturating_sub(self.settings.budget);
            if over == 0 || limit == least {
                return (end, n_tokens);
            }
            room = if over < room { room - over } else { room / 2 };
        }
    }
}

/// Signs that end a sentence before white space, and those that need none.
const ENDS: [char; 4] = ['.', '!', '?', '…'];
const FULL_ENDS: [char; 4] = ['。', '！', '？', '।'];

impl Group {
    /// The best place to cut in the room that there is from `from` on: where a block ends; in the second half of the room
    /// where a line or sentence ends; where a word ends; at the end.
    fn border(&self, room: &str, from: usize) -> usize {
        let limit = from + room.len();
        let n = self.ends.partition_point(|&end| end <= limit);
        if let Some(&end) = n.checked_sub(1).and_then(|n| self.ends.get(n)).filter(|&&end| end > from) {
            return end;
        }
        let natural = room.rfind('\n').max(sentence_end(room)).filter(|&at| at >= room.len() / 2);
        let word = room.rfind(char::is_whitespace).filter(|_| !room.ends_with(char::is_whitespace));
        natural.or(word).filter(|&at| at > 0).map_or(limit, |at| from + at)
    }
}

/// Where the last whole sentence ends.
fn sentence_end(text: &str) -> Option<usize> {
    let mut after = None;
    for (at, c) in text.char_indices().rev() {
        let is_end = match after {
            Some(next) => FULL_ENDS.contains(&c) || (ENDS.contains(&c) && char::is_whitespace(next)),
            None => FULL_ENDS.contains(&c),
        };
        if is_end {
            return Some(at + c.len_utf8());
        }
        after = Some(c);
    }
    None
}
