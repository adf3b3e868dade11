//! What is written of a block: its text without the pieces that are leftovers, and its links.

use super::address::without_tracking;
use super::{Content, LinkOut, Settings};
use crate::blocks::{BlockId, BlockKind, Blocks};
use crate::leftover::Leftovers;
use crate::limits::Budget;
use url::Url;

/// Reads blocks as they are written.
pub(super) struct Written<'a> {
    pub blocks: &'a Blocks,
    pub leftovers: &'a Leftovers,
    pub base: Option<&'a Url>,
    pub settings: &'a Settings,
    /// What may still be written.
    pub budget: &'a Budget,
}

impl Written<'_> {
    /// The block's text without its leftover pieces; nothing once the budget is spent.
    pub(super) fn text(&self, block: BlockId) -> String {
        let text = self.blocks.text_of(block);
        if !self.budget.spend(text.len()) {
            return String::new();
        }
        let Some(Some(finding)) = self.leftovers.of_block.get(block.index()) else { return text.to_owned() };
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for piece in &finding.pieces {
            out.push_str(text.get(at..(piece.start as usize).max(at)).unwrap_or_default());
            at = at.max(piece.end as usize);
        }
        out.push_str(text.get(at..).unwrap_or_default());
        if finding.pieces.is_empty() { out } else { tidy(&out) }
    }

    /// Whether nothing is cut out of the block.
    pub(super) fn is_whole(&self, block: BlockId) -> bool {
        let finding = self.leftovers.of_block.get(block.index()).and_then(Option::as_ref);
        finding.is_none_or(|finding| finding.pieces.is_empty())
    }

    /// A block of code; none where it is blank.
    pub(super) fn code(&self, block: BlockId) -> Option<Content> {
        let language = match self.blocks.rows[block.index()].kind {
            BlockKind::Code(language) => self.blocks.string(language),
            _ => "",
        };
        let text = Some(self.text(block)).filter(|text| !text.trim().is_empty())?;
        Some(Content::Code { language: Some(language.to_owned()).filter(|l| !l.is_empty()), text })
    }

    /// A block by itself: code or a paragraph.
    pub(super) fn single(&self, block: BlockId) -> Option<Content> {
        if matches!(self.blocks.rows[block.index()].kind, BlockKind::Code(_)) {
            return self.code(block);
        }
        let text = self.text(block);
        (!text.is_empty()).then(|| Content::Paragraph { text, links: self.links(block) })
    }

    /// The block's links, where they are asked for and lead somewhere.
    pub(super) fn links(&self, block: BlockId) -> Vec<LinkOut> {
        if !self.settings.links {
            return Vec::new();
        }
        let Some(row) = self.blocks.rows.get(block.index()) else { return Vec::new() };
        let links = self.blocks.links.get(row.links.start as usize..row.links.end as usize).unwrap_or_default();
        links
            .iter()
            .filter_map(|link| {
                let text = self.blocks.text.get(link.text.start as usize..link.text.end as usize)?.trim();
                let url = self.resolve(self.blocks.string(link.url))?;
                (!text.is_empty()).then(|| LinkOut { text: text.to_owned(), url })
            })
            .collect()
    }

    /// The address, absolute where the page's own is known; `None` for scripts and places on the same page.
    pub(super) fn resolve(&self, href: &str) -> Option<String> {
        if self.budget.is_over()
            || href.is_empty()
            || href.starts_with('#')
            || href.to_ascii_lowercase().starts_with("javascript:")
        {
            return None;
        }
        let address = match self.base {
            Some(base) => base.join(href).ok().map(String::from)?,
            None => href.to_owned(),
        };
        let address = if self.settings.strip_tracking { without_tracking(address) } else { address };
        self.budget.spend(address.len()).then_some(address)
    }
}

/// A cut leaves white space on both of its sides: runs become one.
fn tidy(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
