//! Headings open sections; the path of each is kept by a stack of the headings above. Levels are mended on the way: none
//! is skipped, and several first-level headings stand under the page's title.

use super::{Content, Section};

/// What a heading counts as that is only set in bold type: below all others.
pub(super) const BOLD: u8 = 7;

/// A heading above what comes.
struct Above {
    /// Twice the level that the page gives it, one less where it stands over others of that level.
    marked: u8,
    level: u8,
    heading: String,
}

/// Whose a section is: copied to the sections that its headings open.
#[derive(Clone, Default)]
pub(super) struct Origin {
    pub author: Option<String>,
    pub published: Option<String>,
    pub accepted: bool,
    pub comment: bool,
}

/// Sections as they are opened and filled.
pub(super) struct Paths {
    sections: Vec<Section>,
    above: Vec<Above>,
    /// The level of the outermost headings.
    top: u8,
    origin: Origin,
}

impl Paths {
    /// Sections of a page; `top` is the level of its outermost headings, 1 or 2.
    pub(super) fn new(top: u8) -> Self {
        Paths { sections: Vec::new(), above: Vec::new(), top, origin: Origin::default() }
    }

    /// Opens a section under a heading that the page marks with a level of 1 to 6, or [`BOLD`]; gives the bytes
    /// in its path.
    pub(super) fn open(&mut self, marked: u8, heading: String) -> usize {
        self.open_at(2 * marked, heading)
    }

    /// Opens a section above those of the same level that follow it.
    pub(super) fn open_over(&mut self, marked: u8, heading: String) -> usize {
        self.open_at(2 * marked - 1, heading)
    }

    /// Whether a section above those of this level has room for them: there is no seventh level.
    pub(super) fn has_room_under(&self, marked: u8) -> bool {
        let around = self.above.iter().rfind(|above| above.marked < 2 * marked - 1);
        around.is_none_or(|above| above.level < 5)
    }

    fn open_at(&mut self, marked: u8, heading: String) -> usize {
        while self.above.last().is_some_and(|above| above.marked >= marked) {
            self.above.pop();
        }
        let level = match self.above.last() {
            Some(above) => (above.level + 1).min(6),
            None if marked <= 2 => self.top,
            None => 2,
        };
        // at the sixth level headings stand beside each other
        while self.above.last().is_some_and(|above| above.level >= level) {
            self.above.pop();
        }
        self.above.push(Above { marked, level, heading: heading.clone() });
        let path: Vec<String> = self.above.iter().map(|above| above.heading.clone()).collect();
        let bytes = path.iter().map(String::len).sum();
        let section = self.section();
        self.sections.push(Section { heading: Some(heading), level, path, ..section });
        bytes
    }

    /// Opens a section without a heading, under none of those before.
    pub(super) fn open_bare(&mut self) {
        self.above.clear();
        let section = self.section();
        self.sections.push(section);
    }

    /// Says whose the sections are that are opened from now on.
    pub(super) fn set_origin(&mut self, origin: Origin) {
        self.origin = origin;
    }

    fn section(&self) -> Section {
        let Origin { author, published, accepted, comment } = self.origin.clone();
        Section { author, published, accepted, comment, ..Section::default() }
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

    /// The content added last, where it stands in the section that is open.
    pub(super) fn last_mut(&mut self) -> Option<&mut Content> {
        self.sections.last_mut()?.blocks.last_mut()
    }

    /// Whether nothing is written yet.
    pub(super) fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// The sections.
    pub(super) fn finish(self) -> Vec<Section> {
        self.sections
    }
}

/// Takes out the sections that hold nothing and head nothing.
pub(super) fn prune(sections: Vec<Section>) -> Vec<Section> {
    let mut kept: Vec<Section> = Vec::with_capacity(sections.len());
    for section in sections.into_iter().rev() {
        // kept runs backwards: its last is the section that follows
        let heads = kept.last().is_some_and(|next| section.level > 0 && next.level > section.level);
        if !section.blocks.is_empty() || heads {
            kept.push(section);
        }
    }
    kept.reverse();
    kept
}
