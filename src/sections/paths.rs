//! Headings open sections; the path of each is kept by a stack of the headings above.

use super::{Content, Section};

/// Sections as they are opened and filled.
#[derive(Default)]
pub(super) struct Paths {
    sections: Vec<Section>,
    above: Vec<(u8, String)>,
}

impl Paths {
    /// Opens a section under a heading of level 1 to 6; gives the bytes in its path.
    pub(super) fn open(&mut self, level: u8, heading: String) -> usize {
        while self.above.last().is_some_and(|(l, _)| *l >= level) {
            self.above.pop();
        }
        self.above.push((level, heading.clone()));
        let path: Vec<String> = self.above.iter().map(|(_, heading)| heading.clone()).collect();
        let bytes = path.iter().map(String::len).sum();
        self.sections.push(Section { heading: Some(heading), level, path, blocks: Vec::new() });
        bytes
    }

    /// Opens a section without a heading, under none of those before.
    pub(super) fn open_bare(&mut self) {
        self.above.clear();
        self.sections.push(Section::default());
    }

    /// Adds content to the last section.
    pub(super) fn push(&mut self, content: Content) {
        if self.sections.is_empty() {
            self.open_bare();
        }
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(content);
        }
    }

    /// The sections, without those that hold nothing and head nothing.
    pub(super) fn finish(self) -> Vec<Section> {
        let mut kept: Vec<Section> = Vec::with_capacity(self.sections.len());
        for section in self.sections.into_iter().rev() {
            // kept runs backwards: its last is the section that follows
            let heads = kept.last().is_some_and(|next| section.level > 0 && next.level > section.level);
            if !section.blocks.is_empty() || heads {
                kept.push(section);
            }
        }
        kept.reverse();
        kept
    }
}
