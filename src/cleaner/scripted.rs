//! The words that stand only in a page's scripts, through the same stages as its own.

use super::{Cleaner, Workspace};
use crate::blocks::{self, BlockId, BlockKind, Blocks};
use crate::dom::{Attributes, Dom, Tag};
use crate::head::Head;
use crate::judge::{self, Verdict, Verdicts};
use crate::leftover::{self, Leftovers};
use crate::limits::Budget;
use crate::scripts::{self, Shown};
use crate::sections::{self, Sections};
use url::Url;

/// Blocks made of scripts, and what was decided on them.
pub(super) struct Scripted {
    /// The blocks; their sources are the bodies of the scripts.
    pub blocks: Blocks,
    /// Leftovers in them.
    pub leftovers: Leftovers,
    /// The verdicts: kept by rule `script`, but for leftovers.
    pub verdicts: Verdicts,
}

/// The blocks that a page has only in its scripts, where next to nothing of its own is kept.
pub(super) fn find(
    cleaner: &Cleaner,
    markup: (&Dom, &Head<'_>),
    shown: &Blocks,
    verdicts: &Verdicts,
) -> Option<Scripted> {
    let (dom, head) = markup;
    let is_text = |id: &BlockId| verdicts.keeps(*id) && shown.rows[id.index()].kind != BlockKind::Image;
    let kept: Vec<BlockId> = shown.ids().filter(is_text).collect();
    let recovered = scripts::recover(&Shown { dom, head, blocks: shown, kept: &kept })?;
    let Workspace { mut parser, mut blocks, .. } = Workspace::default();
    let tree = parser.parse(&recovered.html, &cleaner.config.limits, Attributes::Known);
    blocks::html::segment(tree, &cleaner.config.limits, &mut blocks);
    for row in &mut blocks.rows {
        if let Some(source) = recovered.source(row.source.start as usize) {
            row.source = source.start as u32..source.end as u32;
        }
    }
    let leftovers = leftover::find(&blocks, Some(tree), &cleaner.catalogue, &cleaner.config.leftover.keep);
    let verdicts = judge::of_scripts(&leftovers);
    Some(Scripted { blocks, leftovers, verdicts })
}

/// Drops what a page says instead of the words that scripts would show: the notices in its `<noscript>`.
pub(super) fn drop_notices(dom: &Dom, blocks: &Blocks, verdicts: &mut Verdicts) {
    for (row, verdict) in blocks.rows.iter().zip(&mut verdicts.of_block) {
        let is_notice = || dom.ancestors(row.node).any(|a| dom.tag(a) == Tag::Noscript);
        if verdict.keep && (dom.tag(row.node) == Tag::Noscript || is_notice()) {
            *verdict = Verdict { keep: false, rule: judge::NOSCRIPT };
        }
    }
}

impl Scripted {
    /// Adds its sections to those of the page.
    pub(super) fn join(
        &self,
        to: &mut Sections,
        title: Option<&str>,
        base: Option<&Url>,
        settings: &sections::Settings,
        budget: &Budget,
    ) {
        let made = sections::build(&self.blocks, &self.verdicts, &self.leftovers, title, base, settings, budget);
        to.sections.extend(made.sections);
        to.references.extend(made.references);
    }
}
