//! Blocks to evidence of what a template left behind. In: a page's blocks and the catalogue of wordings. Out: at most
//! one finding per block, its strength final. Adds evidence; decides nothing.

mod artefact;
mod catalogue;
mod context;
mod dummy;
mod fold;
mod instruction;
mod unrendered;
mod wording;

pub use catalogue::{Catalogue, Wordings, WordingsError};

use crate::blocks::{BlockId, BlockKind, Blocks, GroupKind};
use std::borrow::Cow;
use std::ops::Range;

/// The kinds of leftover, as they stand in a record's `removed` behind `leftover.`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Dummy text: lorem ipsum and other filler.
    Lorem,
    /// A builder's or theme's placeholder.
    Placeholder,
    /// A template variable or tag that was not rendered, or a script's leaked value.
    Unrendered,
    /// An empty or run-together heading, a separator alone, and other remains of structure.
    Artefact,
}

impl Kind {
    /// The rule's name: `leftover.lorem` and so on.
    pub fn rule(self) -> &'static str {
        match self {
            Kind::Lorem => "leftover.lorem",
            Kind::Placeholder => "leftover.placeholder",
            Kind::Unrendered => "leftover.unrendered",
            Kind::Artefact => "leftover.artefact",
        }
    }
}

/// What the user wants of the leftovers.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Kinds that stay on the page. Default: none.
    pub keep: Vec<Kind>,
    /// Wordings beside those that ship with pagesieve. Default: none.
    pub wordings: Wordings,
}

/// How much a finding proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Only beside sure evidence in the same unit.
    Possible,
    /// Together with other evidence.
    Likely,
    /// Alone.
    Sure,
}

/// Evidence on one block.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// How much it proves.
    pub strength: Strength,
    /// The wording or measure that matched.
    pub wording: Cow<'static, str>,
    /// The system it comes from, `any` if many.
    pub system: Cow<'static, str>,
    /// The pieces of the block it covers, in bytes of the block's own text; empty where it is the whole block.
    pub pieces: Vec<Range<u32>>,
}

impl Finding {
    /// A finding on a whole block, by a measure and not a wording of one system.
    fn whole(kind: Kind, strength: Strength, wording: &'static str) -> Self {
        Finding { kind, strength, wording: Cow::Borrowed(wording), system: Cow::Borrowed("any"), pieces: Vec::new() }
    }

    /// Whether it says that the block repeats the heading before it.
    pub fn is_repeat(&self) -> bool {
        self.kind == Kind::Artefact && self.wording == artefact::SAID_TWICE
    }

    /// Whether it covers the whole block and is sure.
    fn is_sure(&self) -> bool {
        self.strength == Strength::Sure && self.pieces.is_empty()
    }
}

/// Evidence on a page's blocks.
#[derive(Clone, Debug, Default)]
pub struct Leftovers {
    /// One entry per block.
    pub of_block: Vec<Option<Finding>>,
}

/// A block as the detectors see it.
struct Seen<'a> {
    text: &'a str,
    folded: &'a str,
    kind: BlockKind,
    /// The innermost group that is more than a box.
    group: GroupKind,
    /// Whether all of it is a link that leads nowhere.
    is_dead: bool,
}

/// Looks for leftovers in a page's blocks, but for those of the kinds in `keep`. Linear in the page's text.
pub fn find(blocks: &Blocks, catalogue: &Catalogue, keep: &[Kind]) -> Leftovers {
    let mut folded = String::new();
    let mut of_block = Vec::with_capacity(blocks.len());
    let mut subject = context::Subject::default();
    for id in blocks.ids() {
        let text = blocks.text_of(id);
        fold::fold(text, &mut folded);
        let row = &blocks.rows[id.index()];
        let seen =
            Seen { text, folded: &folded, kind: row.kind, group: group_of(blocks, id), is_dead: is_dead(blocks, id) };
        let hits = catalogue.scan(&folded);
        let finding = if matches!(row.kind, BlockKind::Code(_) | BlockKind::Image) || text.is_empty() {
            None
        } else {
            look(&seen, &hits, catalogue)
        };
        subject.note(&seen, &hits, finding.as_ref());
        of_block.push(finding);
    }
    artefact::said_twice(blocks, &mut of_block);
    subject.spare(&mut of_block);
    context::raise(blocks, &mut of_block);
    for slot in &mut of_block {
        if slot.as_ref().is_some_and(|finding| keep.contains(&finding.kind)) {
            *slot = None;
        }
    }
    Leftovers { of_block }
}

/// The strongest finding on one block.
fn look(seen: &Seen<'_>, hits: &catalogue::Hits, catalogue: &Catalogue) -> Option<Finding> {
    let detectors = [
        artefact::find(seen),
        dummy::find(seen, catalogue),
        wording::find(seen, hits, catalogue),
        if hits.has_marker { unrendered::find(seen) } else { None },
        if hits.has_cue { instruction::find(seen) } else { None },
    ];
    let mut found = detectors.into_iter().flatten();
    let first = found.next()?;
    // Whole before pieces, then by strength; among equals the first detector speaks.
    let rank = |finding: &Finding| (finding.is_sure(), finding.strength);
    let mut best = found.fold(first, |best, next| match (best.pieces.is_empty(), next.pieces.is_empty()) {
        (false, false) => merge(best, next),
        _ if rank(&next) > rank(&best) => next,
        _ => best,
    });
    if !best.pieces.is_empty() && covers(seen.text, &best.pieces) {
        best.pieces.clear();
    }
    Some(best)
}

/// Joins two findings that cut pieces.
fn merge(mut one: Finding, other: Finding) -> Finding {
    one.pieces.extend(other.pieces);
    one.pieces.sort_by_key(|piece| (piece.start, piece.end));
    let mut joined: Vec<Range<u32>> = Vec::with_capacity(one.pieces.len());
    for piece in one.pieces {
        match joined.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => joined.push(piece),
        }
    }
    Finding { pieces: joined, ..one }
}

/// Whether nothing that can be read is left beside the pieces.
fn covers(text: &str, pieces: &[Range<u32>]) -> bool {
    let mut at = 0;
    let mut rest = true;
    for piece in pieces {
        rest &= !has_words(text.get(at..piece.start as usize).unwrap_or_default());
        at = piece.end as usize;
    }
    rest && !has_words(text.get(at..).unwrap_or_default())
}

/// Whether a text holds a letter or digit.
fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Whether a block's text is one link to nowhere: `#`, nothing, or a script.
fn is_dead(blocks: &Blocks, block: BlockId) -> bool {
    let row = &blocks.rows[block.index()];
    let [link] = &blocks.links[row.links.start as usize..row.links.end as usize] else { return false };
    let url = blocks.string(link.url);
    link.text == row.text && (matches!(url, "#" | "" | "#!") || url.starts_with("javascript:"))
}

/// The innermost group around a block that is more than a box.
fn group_of(blocks: &Blocks, block: BlockId) -> GroupKind {
    let kinds = blocks.groups_of(block).filter_map(|group| blocks.groups.get(group.index())).map(|group| group.kind);
    kinds.into_iter().find(|kind| *kind != GroupKind::Plain).unwrap_or(GroupKind::Page)
}
