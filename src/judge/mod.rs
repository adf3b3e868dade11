//! Measures and evidence to verdicts: every block is kept or dropped, and a rule says so. The rules stand in one
//! ordered list; the first that speaks decides. Never edits the page.

mod points;
pub mod rules;
mod structure;
pub mod terms;

use crate::blocks::{BlockId, BlockKind, Blocks};
use crate::dom::NodeId;
use crate::leftover::Leftovers;
use crate::measure::{Hints, Measures};
use serde_json::{Map, Value};

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
    pub fn keeps(&self, block: BlockId) -> bool {
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

/// All that a rule may look at.
pub struct Page<'a> {
    /// The blocks.
    pub blocks: &'a Blocks,
    /// Their measures.
    pub measures: &'a Measures,
    /// Evidence of leftovers.
    pub leftovers: &'a Leftovers,
    /// Per-site choices, empty where there are none.
    pub choices: &'a [Option<Choice>],
    /// What the user wants.
    pub settings: &'a Settings,
    /// Sum of the terms for each block, after its unit had its say; above 0 speaks for keeping.
    pub points: Vec<f32>,
    /// Whether the page has markup.
    pub has_markup: bool,
}

impl Page<'_> {
    /// Hints of the block's ancestors, all the way up.
    pub fn hints(&self, block: BlockId) -> Hints {
        self.measures.all.get(block.index()).copied().unwrap_or_default()
    }

    /// Points of the block.
    pub fn points_of(&self, block: BlockId) -> f32 {
        self.points.get(block.index()).copied().unwrap_or_default()
    }
}

/// Decides on every block. `choices` is empty or has one entry per block.
pub fn judge(
    blocks: &Blocks,
    measures: &Measures,
    leftovers: &Leftovers,
    choices: &[Option<Choice>],
    settings: &Settings,
) -> Verdicts {
    let has_markup = blocks.rows.first().is_some_and(|b| b.node != NodeId::NONE);
    let points = if has_markup { points::of_page(blocks, measures) } else { Vec::new() };
    let page = Page { blocks, measures, leftovers, choices, settings, points, has_markup };
    let of_block = blocks.ids().map(|block| decide(&page, block)).collect();
    let mut verdicts = Verdicts { of_block };
    structure::settle(&page, &mut verdicts);
    verdicts
}

fn decide(page: &Page<'_>, block: BlockId) -> Verdict {
    let spoken = rules::RULES.iter().find_map(|rule| (rule.judge)(page, block));
    spoken.unwrap_or(Verdict { keep: true, rule: "content" })
}

/// The values a verdict rests on, by name, for `explain` and `--explain`.
pub fn because(
    blocks: &Blocks,
    measures: &Measures,
    leftovers: &Leftovers,
    verdicts: &Verdicts,
    block: BlockId,
) -> Map<String, Value> {
    let mut because = Map::new();
    let Some(verdict) = verdicts.of_block.get(block.index()) else { return because };
    if verdict.rule.starts_with("leftover.")
        && let Some(Some(finding)) = leftovers.of_block.get(block.index())
    {
        because.insert("wording".into(), finding.wording.as_ref().into());
        because.insert("system".into(), finding.system.as_ref().into());
        return because;
    }
    let has_markup = blocks.rows.get(block.index()).is_some_and(|b| b.node != NodeId::NONE);
    if !has_markup || matches!(blocks.rows[block.index()].kind, BlockKind::Image) {
        return because;
    }
    let (sum, strongest) = points::strongest(measures, block.index());
    because.insert("points".into(), rounded(sum));
    for (name, gain) in strongest {
        because.insert(name.to_owned(), rounded(gain));
    }
    let hints = measures.all.get(block.index()).copied().unwrap_or_default();
    let named: Vec<Value> = (0..Hints::NAMES.len())
        .filter(|&bit| hints.any(Hints(1 << bit)))
        .map(|bit| Value::from(Hints::NAMES[bit]))
        .collect();
    if !named.is_empty() {
        because.insert("hints".into(), Value::Array(named));
    }
    because
}

fn rounded(x: f32) -> Value {
    Value::from((f64::from(x) * 100.0).round() / 100.0)
}
