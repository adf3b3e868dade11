//! Images with what is said of them. In: the blocks of one figure, or one image. Out: a figure for each image.

use super::written::Written;
use super::{Content, lists};
use crate::blocks::{BlockId, BlockKind, Blocks, GroupId, GroupKind};

/// The figure that a block is the caption of.
pub(super) fn captioned(blocks: &Blocks, id: BlockId) -> Option<GroupId> {
    let group = &blocks.groups[blocks.rows[id.index()].group.index()];
    let is_figure = blocks.groups[group.parent.index()].kind == GroupKind::Figure;
    (group.kind == GroupKind::FigureCaption && is_figure).then_some(group.parent)
}

/// Whether a block is the caption, by its class alone, of an image right before it.
pub(super) fn is_behind_image(blocks: &Blocks, id: BlockId) -> bool {
    let before = id.index().checked_sub(1).and_then(|before| blocks.rows.get(before));
    let group = &blocks.groups[blocks.rows[id.index()].group.index()];
    group.kind == GroupKind::FigureCaption && before.is_some_and(|row| row.kind == BlockKind::Image)
}

/// The figure that a group stands in.
pub(super) fn around(blocks: &Blocks, group: GroupId) -> Option<GroupId> {
    let parent = blocks.groups[group.index()].parent;
    (blocks.groups[parent.index()].kind == GroupKind::Figure).then_some(parent)
}

/// The images of the run, where they are asked for: a figure each, the run's text as caption of the first. The same
/// image twice in one figure (one to show at once, one for large screens) is one.
pub(super) fn figures(written: &Written<'_>, run: &[BlockId]) -> Vec<Content> {
    let blocks = written.blocks;
    let is_image = |id: &BlockId| blocks.rows[id.index()].kind == BlockKind::Image;
    let mut figures: Vec<Content> = Vec::new();
    if !written.settings.images {
        return figures;
    }
    let mut last = None;
    for id in run.iter().filter(|id| is_image(id)) {
        let link = blocks.links.get(blocks.rows[id.index()].links.start as usize);
        let Some((link, address)) = link.and_then(|l| Some((l, written.resolve(blocks.string(l.url))?))) else {
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
        run.iter().filter(|id| !is_image(id)).for_each(|&id| lists::join(&mut text, &written.text(id)));
        *caption = Some(text).filter(|text| !text.is_empty());
    }
    figures
}
