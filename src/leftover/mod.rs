//! Blocks to evidence of what a template left behind. In: a page's blocks and the catalogue of wordings. Out: at most
//! one finding per block, its strength final. Adds evidence; decides nothing.

mod artefact;
mod catalogue;
mod context;
mod dense;
mod dummy;
mod fold;
mod instruction;
mod label;
mod leak;
mod lexicon;
mod sample;
mod scan;
mod subject;
mod translit;
mod unit;
mod unrendered;
mod wording;
mod words;

pub use catalogue::{Catalogue, Wordings, WordingsError};

use crate::blocks::{BlockId, BlockKind, Blocks, GroupKind};
use crate::dom::Dom;
use scan::Signs;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::ops::Range;
pub use unit::name_of as unit_of;

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
    /// All of them.
    pub const ALL: [Kind; 4] = [Kind::Lorem, Kind::Placeholder, Kind::Unrendered, Kind::Artefact];

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
    /// The wording of the neighbour that made this evidence enough, where it was not by itself.
    pub beside: Option<Cow<'static, str>>,
    /// The pieces of the block it covers, in bytes of the block's own text; empty where it is the whole block.
    pub pieces: Vec<Range<u32>>,
}

impl Finding {
    /// A finding on a whole block, by a measure and not a wording of one system.
    fn whole(kind: Kind, strength: Strength, wording: &'static str) -> Self {
        let (wording, system) = (Cow::Borrowed(wording), Cow::Borrowed("any"));
        Finding { kind, strength, wording, system, beside: None, pieces: Vec::new() }
    }

    /// Whether it says that the block repeats the heading before it.
    pub fn is_repeat(&self) -> bool {
        self.kind == Kind::Artefact && self.wording == artefact::SAID_TWICE
    }

    /// Why, for a record: the wording, its system, and the wording beside it that made it enough.
    pub fn because(&self) -> Map<String, Value> {
        let mut because = Map::new();
        because.insert("wording".into(), self.wording.as_ref().into());
        because.insert("system".into(), self.system.as_ref().into());
        if let Some(beside) = &self.beside {
            because.insert("beside".into(), beside.as_ref().into());
        }
        because
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
    /// The kinds that the page is about: samples of them stay.
    pub subject: Vec<Kind>,
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
    signs: Signs,
}

/// Looks for leftovers in a page's blocks, but for those of the kinds in `keep`. Linear in the page's text; `dom` is the
/// tree that the blocks are of, where there is one.
pub fn find(blocks: &Blocks, dom: Option<&Dom>, catalogue: &Catalogue, keep: &[Kind]) -> Leftovers {
    let mut folded = String::new();
    let mut of_block = Vec::with_capacity(blocks.len());
    let mut subject = subject::Subject::default();
    let mut n_found = 0;
    for id in blocks.ids() {
        let row = &blocks.rows[id.index()];
        let text = blocks.text_of(id);
        let mut finding = None;
        if !text.is_empty() && row.kind != BlockKind::Image {
            let signs = catalogue.signs(text);
            let is_dead = signs.words <= 5 && is_dead(blocks, id);
            if signs.any() || is_dead || may_be_odd(text, signs) {
                fold::fold(text, &mut folded);
                let group = group_of(blocks, id);
                let seen = Seen { text, folded: &folded, kind: row.kind, group, is_dead, signs };
                if !matches!(row.kind, BlockKind::Code(_)) {
                    finding = look(&seen, catalogue);
                }
                if signs.any() {
                    subject.note(&seen, finding.as_ref());
                }
            }
        }
        n_found += usize::from(finding.as_ref().is_some_and(|f| f.kind != Kind::Artefact));
        of_block.push(finding);
    }
    artefact::said_twice(blocks, &mut of_block);
    if n_found > 0 {
        subject.spare(&mut of_block);
        context::raise(blocks, dom, &mut of_block);
    }
    for slot in &mut of_block {
        if slot.as_ref().is_some_and(|finding| keep.contains(&finding.kind)) {
            *slot = None;
        }
    }
    Leftovers { of_block, subject: subject.kinds() }
}

/// What is left of a line of text that is no block, such as a title, and what was found in it; nothing where it is no
/// leftover. Dummy text of few words must stand on the page as well: a title may name it.
pub fn cut(text: &str, page: &Leftovers, catalogue: &Catalogue, keep: &[Kind]) -> Option<(String, Finding)> {
    let signs = catalogue.signs(text);
    if !signs.any() {
        return None;
    }
    let mut folded = String::new();
    fold::fold(text, &mut folded);
    let seen =
        Seen { text, folded: &folded, kind: BlockKind::Paragraph, group: GroupKind::Page, is_dead: false, signs };
    let finding = look(&seen, catalogue)?;
    let spoken = page.of_block.iter().flatten().any(|f| f.kind == Kind::Lorem && f.strength == Strength::Sure);
    let is_named = finding.kind == Kind::Lorem && signs.words < LORE_WORDS && !spoken;
    let stays = keep.contains(&finding.kind) || page.subject.contains(&finding.kind) || is_named;
    if finding.strength < Strength::Sure || stays {
        return None;
    }
    let mut rest = String::new();
    let mut at = 0;
    for piece in &finding.pieces {
        rest.push_str(text.get(at..piece.start as usize).unwrap_or_default());
        at = piece.end as usize;
    }
    if !finding.pieces.is_empty() {
        rest.push_str(text.get(at..).unwrap_or_default());
    }
    Some((rest.split_whitespace().collect::<Vec<_>>().join(" "), finding))
}

/// Words of dummy text from which on a title is no name of it.
const LORE_WORDS: u32 = 5;

/// Whether a text may have no words, or words run together.
fn may_be_odd(text: &str, signs: Signs) -> bool {
    let has_no_words = || signs.words == 0 || (signs.words <= 2 && !text.is_ascii() && !has_words(text));
    has_no_words() || is_doubled(text) || label::may_be_run_together(text, signs) || sample::may_be_contact(text, signs)
}

/// Whether a text may be two copies of one: a look that spares nearly all texts the comparison.
fn is_doubled(text: &str) -> bool {
    let (bytes, begins) = (text.as_bytes(), text.len().div_ceil(2));
    text.len() >= 8 && text.len() <= 400 && bytes[..4] == bytes[begins..begins + 4]
}

/// The strongest finding on one block.
fn look(seen: &Seen<'_>, catalogue: &Catalogue) -> Option<Finding> {
    if !has_words(seen.folded) {
        return artefact::without_words(seen);
    }
    let signs = seen.signs;
    let hits = if signs.wordings { catalogue.hits(seen.folded) } else { Vec::new() };
    let ask = |asked: bool, detector: &dyn Fn() -> Option<Finding>| if asked { detector() } else { None };
    let detectors = [
        ask(seen.is_dead, &|| artefact::dead_call(seen, catalogue)),
        artefact::run_together(seen),
        ask(signs.dummy, &|| dummy::find(seen, catalogue)),
        ask(!hits.is_empty(), &|| wording::find(seen, &hits, catalogue)),
        ask(signs.marks, &|| unrendered::find(seen)),
        ask(signs.leaks, &|| leak::find(seen)),
        ask(signs.cues || signs.labels, &|| instruction::find(seen, catalogue)),
        ask(signs.labels || signs.marks || label::may_be_run_together(seen.text, signs), &|| {
            label::find(seen, catalogue)
        }),
        ask(!seen.text.is_ascii() && words::is_dense(seen.text), &|| dense::find(seen)),
        ask(signs.labels || sample::may_be_contact(seen.text, signs), &|| sample::find(seen, catalogue)),
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
    // a default label on a link to nowhere needs no more evidence
    if seen.is_dead && best.strength == Strength::Likely {
        best.strength = Strength::Sure;
    }
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
