//! Headings that are only set in bold type. In: the blocks kept. Out: which of them are headings, or begin with one. Never
//! speaks on a page that has real headings, besides its title and the sentence set under that.

use super::bullets;
use super::said::plain;
use super::written::Written;
use crate::blocks::{BlockId, BlockKind, GroupId, GroupKind};

/// Bold headings on a page from which on they are taken for such: one alone may be a notice or the lead.
const LEAST: usize = 2;

/// Images looked past for what stands behind a bold line.
const MOST_IMAGES: usize = 4;

/// The paragraphs that are headings set in bold type or have one as their first line, in order: short, no sentence, with
/// running text or a list right behind. Only on pages whose headings are all made so: beside real ones a bold line labels
/// what follows ("Pros", "Ingredients") more often than it heads it. `title` is the page's, in letters and digits alone.
pub(super) fn headings(
    written: &Written<'_>,
    kept: &[BlockId],
    units: &[GroupId],
    title: Option<&str>,
) -> Vec<BlockId> {
    let blocks = written.blocks;
    let row = |id: BlockId| &blocks.rows[id.index()];
    let says_title = |id: BlockId| title.is_some_and(|title| plain(blocks.text_of(id)) == title);
    let is_real = |&&id: &&BlockId| matches!(row(id).kind, BlockKind::Heading(level) if level > 1) && !says_title(id);
    let is_text =
        |&&id: &&BlockId| !row(id).text.is_empty() && row(id).kind != BlockKind::Heading(1) && !says_title(id);
    let first = kept.iter().find(is_text).filter(|&&id| is_lead(blocks.text_of(id)));
    if kept.iter().filter(is_real).any(|id| Some(id) != first) {
        return Vec::new();
    }
    let is_single = |id: BlockId| units[row(id).group.index()] == GroupId::ROOT;
    let opens = |next: &BlockId| {
        let is_paragraph = row(*next).kind == BlockKind::Paragraph && row(*next).bold == 0;
        !is_single(*next) || is_paragraph || matches!(row(*next).kind, BlockKind::Code(_))
    };
    // a picture set in the line stands behind it
    let is_no_image = |id: &&BlockId| row(**id).kind != BlockKind::Image;
    let behind = |at: usize| kept.iter().skip(at + 1).take(MOST_IMAGES).find(is_no_image);
    // what ends a post heads nothing of the next
    let is_post = |group: &GroupId| matches!(blocks.groups[group.index()].kind, GroupKind::Post { .. });
    let post = |id: BlockId| blocks.groups_of(id).find(is_post);
    let heads = |at: usize| {
        let id = kept[at];
        let is_line = row(id).kind == BlockKind::Paragraph && is_single(id) && written.is_whole(id);
        is_line
            && line(written, id).is_some_and(has_looks)
            && (!is_whole(written, id) || behind(at).is_some_and(|next| opens(next) && post(id) == post(*next)))
    };
    let found: Vec<BlockId> = (0..kept.len()).filter(|&at| heads(at)).map(|at| kept[at]).collect();
    if found.len() >= LEAST { found } else { Vec::new() }
}

/// Words from which on a heading with a full stop is a sentence.
const SENTENCE: usize = 6;

/// Whether what is set under a page's title tells in a sentence what the page is about.
fn is_lead(text: &str) -> bool {
    text.ends_with(['.', '…', '。', '।']) && text.split_whitespace().count() >= SENTENCE
}

/// The bold line that a block begins with.
pub(super) fn line<'a>(written: &Written<'a>, id: BlockId) -> Option<&'a str> {
    let bold = written.blocks.rows[id.index()].bold as usize;
    written.blocks.text_of(id).get(..bold).filter(|line| !line.is_empty())
}

/// Whether all of a block is bold.
fn is_whole(written: &Written<'_>, id: BlockId) -> bool {
    let row = &written.blocks.rows[id.index()];
    row.bold > 0 && row.bold == row.text.end - row.text.start
}

/// Whether a bold line can be a heading: short, one line, no sentence, no mark of a list.
fn has_looks(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=12).contains(&words)
        && text.chars().count() <= 90
        && text.chars().any(char::is_alphabetic)
        && !text.contains('\n')
        && !text.ends_with(['.', ',', ';', '!', '…', '。', '"', '”'])
        && !bullets::has_bullet(text)
}
