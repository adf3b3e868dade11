//! Measures and evidence to verdicts: every block is kept or dropped, and a rule says so.

/// What was decided on one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the block is written out.
    pub keep: bool,
    /// Name of the rule that decided, as in a record's `removed`: `boilerplate.navigation`, `leftover.lorem`, …
    pub rule: &'static str,
}

/// The decisions on a page, one per block.
#[derive(Clone, Debug, Default)]
pub struct Verdicts {
    /// One entry per block.
    pub of_block: Vec<Verdict>,
}

impl Verdicts {
    /// Whether the block is kept.
    pub fn keeps(&self, block: crate::blocks::BlockId) -> bool {
        self.of_block.get(block.index()).is_some_and(|v| v.keep)
    }
}

/// What the user wants kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Keep readers' comments. Default: dropped as `boilerplate.comments`.
    pub comments: bool,
}

/// A per-site selector's word on a block, which outranks every other rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Keep it (`site.keep`).
    Keep,
    /// Drop it (`site.drop`).
    Drop,
}

/// Decides on every block. `choices` is empty or has one entry per block.
pub fn judge(
    blocks: &crate::blocks::Blocks,
    measures: &crate::measure::Measures,
    leftovers: &crate::leftover::Leftovers,
    choices: &[Option<Choice>],
    settings: &Settings,
) -> Verdicts {
    let _ = (measures, leftovers, choices, settings);
    Verdicts { of_block: vec![Verdict { keep: true, rule: "content" }; blocks.len()] }
}

/// The values a verdict rests on, by name, for `explain` and `--explain`.
pub fn because(
    blocks: &crate::blocks::Blocks,
    measures: &crate::measure::Measures,
    leftovers: &crate::leftover::Leftovers,
    verdicts: &Verdicts,
    block: crate::blocks::BlockId,
) -> serde_json::Map<String, serde_json::Value> {
    let _ = (blocks, measures, leftovers, verdicts, block);
    serde_json::Map::new()
}
