//! Blocks to evidence of what a template left behind. Adds evidence; decides nothing.

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

/// Evidence on a page's blocks.
#[derive(Clone, Debug, Default)]
pub struct Leftovers {
    /// One entry per block.
    pub of_block: Vec<Option<Finding>>,
}

/// The wordings and vocabularies that leftovers are known by, built once and shared by all pages.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {}

impl Catalogue {
    /// The wordings that ship with pagesieve.
    pub fn builtin() -> Self {
        Catalogue {}
    }
}

/// Looks for leftovers in a page's blocks.
pub fn find(blocks: &crate::blocks::Blocks, catalogue: &Catalogue) -> Leftovers {
    let _ = catalogue;
    Leftovers { of_block: vec![None; blocks.len()] }
}
