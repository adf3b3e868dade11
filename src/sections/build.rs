//! Kept blocks to sections: each run of blocks in one list, table or quotation becomes one piece of content.

use super::written::Written;
use super::{Content, Person, Reference, Sections, Settings, lists, paths::Paths, references, tables};
use crate::blocks::{BlockId, BlockKind, Blocks, GroupId, GroupKind};
use crate::judge::Verdicts;
use crate::leftover::Leftovers;
use crate::limits::Budget;
use url::Url;

/// Builds a page's sections out of the blocks kept. `title` is left out where it is repeated as a heading; `base` is
/// what addresses are resolved against. What goes over the budget is left out.
pub fn build(
    blocks: &Blocks,
    verdicts: &Verdicts,
    leftovers: &Leftovers,
    title: Option<&str>,
    base: Option<&Url>,
    settings: &Settings,
    budget: &Budget,
) -> Sections {
    let written = Written { blocks, leftovers, base, settings, budget };
    let kept: Vec<BlockId> = blocks.ids().filter(|&id| verdicts.keeps(id)).collect();
    let units = units(blocks, &kept);
    let mut builder = Builder { written, paths: Paths::default(), out: Sections::default(), title: title.map(plain) };
    let mut at = 0;
    while let Some(&first) = kept.get(at).filter(|_| !budget.is_over()) {
        let unit = units[blocks.rows[first.index()].group.index()];
        let length = kept[at..].iter().take_while(|id| units[blocks.rows[id.index()].group.index()] == unit).count();
        let run = &kept[at..at + length];
        if unit == GroupId::ROOT {
            run.iter().for_each(|&id| builder.single(id));
        } else {
            builder.unit(unit, run);
        }
        at += length;
    }
    builder.finish()
}

/// For each group the outermost group around it that is written as one piece; the page where there is none. A list that
/// holds headings is no such piece: its headings open sections, as cards do. Nor is a figure around a table, a list or any
/// other piece: it is a frame.
fn units(blocks: &Blocks, kept: &[BlockId]) -> Vec<GroupId> {
    let mut has_heading = vec![false; blocks.groups.len()];
    for &id in kept {
        if matches!(blocks.rows[id.index()].kind, BlockKind::Heading(_)) {
            for group in blocks.groups_of(id) {
                if std::mem::replace(&mut has_heading[group.index()], true) {
                    break;
                }
            }
        }
    }
    let mut is_frame = vec![false; blocks.groups.len()];
    for group in &blocks.groups {
        let is_piece = matches!(
            group.kind,
            GroupKind::Table | GroupKind::List { .. } | GroupKind::Quote { .. } | GroupKind::Definitions
        );
        is_frame[group.parent.index()] |= is_piece;
    }
    let mut units = vec![GroupId::ROOT; blocks.groups.len()];
    for (g, group) in blocks.groups.iter().enumerate().skip(1) {
        let above = units[group.parent.index()];
        let shapes = match group.kind {
            GroupKind::Table | GroupKind::Person | GroupKind::References | GroupKind::Apart => true,
            GroupKind::List { .. } | GroupKind::Quote { .. } | GroupKind::Definitions => !has_heading[g],
            GroupKind::Figure => !has_heading[g] && !is_frame[g],
            _ => false,
        };
        units[g] = if above == GroupId::ROOT && shapes { GroupId(g as u32) } else { above };
    }
    units
}

/// A heading without the signs that manuals hang on its end to link to it: `¶`, `#` after a space, `[edit]`. `C#` stays.
pub fn without_permalink(heading: &str) -> &str {
    let mut rest = heading.trim_end();
    while let Some(cut) = ["¶", "🔗", "§", " #", "[edit]"].iter().find_map(|sign| rest.strip_suffix(sign)) {
        if cut.trim().is_empty() {
            break;
        }
        rest = cut.trim_end();
    }
    rest
}

/// Letters and digits in small letters: what titles and headings are compared by.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

struct Builder<'a> {
    written: Written<'a>,
    paths: Paths,
    out: Sections,
    /// The title, until it was met as a heading.
    title: Option<String>,
}

impl Builder<'_> {
    /// A block that is part of no larger piece.
    fn single(&mut self, id: BlockId) {
        let text = self.written.text(id);
        match self.written.blocks.rows[id.index()].kind {
            BlockKind::Heading(level) => self.heading(level, text),
            BlockKind::Image => self.push_all(self.figures(&[id])),
            BlockKind::Code(language) => {
                let language = self.written.blocks.string(language);
                let language = (!language.is_empty()).then(|| language.to_owned());
                self.paths.push(Content::Code { language, text });
            }
            BlockKind::Paragraph if text.is_empty() => {}
            BlockKind::Paragraph => {
                let links = self.written.links(id);
                self.paths.push(Content::Paragraph { text, links });
            }
        }
    }

    fn heading(&mut self, level: u8, text: String) {
        if text.is_empty() {
            return;
        }
        if self.title.as_deref().is_some_and(|title| !title.is_empty() && title == plain(&text)) {
            self.title = None;
            return;
        }
        let bytes = self.paths.open(level.clamp(1, 6), without_permalink(&text).to_owned());
        self.written.budget.spend(bytes);
    }

    /// The images of the run, where they are asked for: a figure each, the run's text as caption of the first. The same
    /// image twice in one figure (one to show at once, one for large screens) is one.
    fn figures(&self, run: &[BlockId]) -> Vec<Content> {
        let blocks = self.written.blocks;
        let is_image = |id: &BlockId| blocks.rows[id.index()].kind == BlockKind::Image;
        let mut figures: Vec<Content> = Vec::new();
        if !self.written.settings.images {
            return figures;
        }
        let mut last = None;
        for id in run.iter().filter(|id| is_image(id)) {
            let link = blocks.links.get(blocks.rows[id.index()].links.start as usize);
            let Some((link, address)) = link.and_then(|l| Some((l, self.written.resolve(blocks.string(l.url))?)))
            else {
                continue;
            };
            if last.as_ref() != Some(&address) {
                let alt = Some(blocks.string(link.alt).to_owned()).filter(|alt| !alt.is_empty());
                last = Some(address.clone());
                figures.push(Content::Figure { src: Some(address), alt, caption: None });
            }
        }
        if let Some(Content::Figure { caption, .. }) = figures.first_mut() {
            let mut text = String::new();
            run.iter().filter(|id| !is_image(id)).for_each(|&id| lists::join(&mut text, &self.written.text(id)));
            *caption = Some(text).filter(|text| !text.is_empty());
        }
        figures
    }

    /// The blocks of one list, table, quotation and so on.
    fn unit(&mut self, unit: GroupId, run: &[BlockId]) {
        let with_text: Vec<BlockId> =
            run.iter().copied().filter(|id| !self.written.blocks.text_of(*id).is_empty()).collect();
        match self.written.blocks.groups[unit.index()].kind {
            GroupKind::List { .. } => self.push_all(lists::list(&self.written, unit, &with_text)),
            GroupKind::Definitions => self.push_all(lists::definitions(&self.written, unit, &with_text)),
            GroupKind::Table => self.push_all(tables::table(&self.written, unit, &with_text)),
            GroupKind::Quote { cite } => self.quote(cite, &with_text),
            GroupKind::References => self.references(unit, &with_text),
            GroupKind::Person => self.person(&with_text),
            GroupKind::Apart => {
                self.paths.open_bare();
                with_text.iter().for_each(|&id| self.single(id));
            }
            GroupKind::Figure => {
                let figures = self.figures(run);
                if figures.is_empty() {
                    with_text.iter().for_each(|&id| self.single(id));
                }
                self.push_all(figures);
            }
            _ => with_text.iter().for_each(|&id| self.single(id)),
        }
    }

    fn push_all(&mut self, contents: impl IntoIterator<Item = Content>) {
        contents.into_iter().for_each(|content| self.paths.push(content));
    }

    fn quote(&mut self, cite: crate::blocks::Span, run: &[BlockId]) {
        let (mut text, mut links) = (String::new(), Vec::new());
        for &id in run {
            lists::join(&mut text, &self.written.text(id));
            links.extend(self.written.links(id));
        }
        let cite = self.written.blocks.string(cite);
        let cite = (!cite.is_empty()).then(|| cite.to_owned());
        if !text.is_empty() {
            self.paths.push(Content::Quote { text, cite, links });
        }
    }

    fn references(&mut self, unit: GroupId, run: &[BlockId]) {
        let blocks = self.written.blocks;
        let mut last: Option<GroupId> = None;
        for &id in run {
            let item = blocks
                .groups_of(id)
                .take_while(|&g| g != unit)
                .find(|g| matches!(blocks.groups[g.index()].kind, GroupKind::Item { .. }));
            let text = self.written.text(id);
            match self.out.references.last_mut() {
                Some(reference) if item.is_some() && item == last => lists::join(&mut reference.text, &text),
                _ => {
                    let number = item.and_then(|g| match blocks.groups[g.index()].kind {
                        GroupKind::Item { number } => number,
                        _ => None,
                    });
                    self.out.references.push(Reference { number, text });
                }
            }
            last = item;
        }
    }

    fn person(&mut self, run: &[BlockId]) {
        let mut texts = run.iter().map(|&id| self.written.text(id));
        let Some(name) = texts.next() else { return };
        let role = texts.next();
        let bio = texts.collect::<Vec<_>>().join("\n");
        self.out.people.push(Person { name, role, bio: (!bio.is_empty()).then_some(bio) });
    }

    fn finish(self) -> Sections {
        let mut out = self.out;
        out.sections = self.paths.finish();
        references::take(&mut out.sections, &mut out.references);
        out
    }
}
