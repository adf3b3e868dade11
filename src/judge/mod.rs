//! Measures and evidence to verdicts: every block is kept or dropped, and a rule says so. The rules stand in one
//! ordered list; the first that speaks decides. Never edits the page.

mod alike;
mod beside;
mod chosen;
mod code;
mod code_labels;
mod contents;
mod copies;
mod heads;
mod notes;
mod pointers;
pub mod rules;
mod structure;
mod tables;
mod writers;

pub use chosen::Chosen;

use crate::blocks::{BlockId, BlockKind, Blocks};
use crate::dom::NodeId;
use crate::leftover::{Finding, Leftovers, Strength};
use crate::measure::{Hints, Measures};
use crate::score::{Columns, Model, PageType, Scores, share};
use serde_json::{Map, Value};

/// Name of the verdict on what a page says instead of the words that its scripts would show.
pub const NOSCRIPT: &str = "boilerplate.noscript";

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
    /// The F1 that is expected of what is kept, 0 to 1; 0 on pages without markup.
    pub expected_f1: f64,
}

impl Verdicts {
    /// Whether the block is kept.
    pub fn keeps(&self, block: BlockId) -> bool {
        self.of_block.get(block.index()).is_some_and(|v| v.keep)
    }

    /// Whether the block is kept, and not since the user wants it or nothing else was left.
    fn may_drop(&self, block: BlockId) -> bool {
        let wanted = [rules::SITE_KEEP, rules::COMMENTS_WANTED, structure::LAST_RESORT];
        self.of_block.get(block.index()).is_some_and(|v| v.keep && !wanted.contains(&v.rule))
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

/// Parts of a page that may go as a whole, since enough is expected to be wanted outside of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct StandsWithout {
    /// The page is an article with readers' comments.
    pub comments: bool,
    /// There is a foot, behind the page's matter.
    pub foot: bool,
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
    /// What the scores choose, once it is known.
    pub chosen: Chosen,
    /// Which blocks a rule dropped, once it is known.
    pub ruled_out: Vec<bool>,
    /// Whether the page has markup.
    pub has_markup: bool,
    /// The page's type, where it has scores.
    pub page_type: Option<PageType>,
    /// What may go as a whole.
    pub stands_without: StandsWithout,
}

impl Page<'_> {
    /// Hints of the block's ancestors, all the way up.
    pub fn hints(&self, block: BlockId) -> Hints {
        self.measures.all.get(block.index()).copied().unwrap_or_default()
    }

    /// Log-odds of the block; 0 on pages without scores.
    pub fn odds(&self, block: BlockId) -> f32 {
        self.chosen.odds.get(block.index()).copied().unwrap_or_default()
    }

    /// Whether it was the score that left the block out, and no rule.
    pub fn left_out_by_score(&self, block: BlockId) -> bool {
        let i = block.index();
        !self.ruled_out.get(i).copied().unwrap_or(true) && !self.chosen.keep.get(i).copied().unwrap_or(true)
    }

    /// Whether the block shows text.
    pub fn has_text(&self, block: BlockId) -> bool {
        self.blocks.rows.get(block.index()).is_some_and(|b| b.text.end > b.text.start)
    }
}

/// Decides on every block. `scores` are those of pages with markup; `choices` is empty or has one entry per block.
pub fn judge(
    blocks: &Blocks,
    measures: &Measures,
    leftovers: &Leftovers,
    scores: Option<&Scores>,
    choices: &[Option<Choice>],
    settings: &Settings,
) -> Verdicts {
    let mut page = Page {
        blocks,
        measures,
        leftovers,
        choices,
        settings,
        chosen: Chosen::default(),
        ruled_out: Vec::new(),
        has_markup: scores.is_some(),
        page_type: scores.and_then(|s| s.page_type),
        stands_without: scores.map(|scores| StandsWithout::of(measures, scores)).unwrap_or_default(),
    };
    // comments look at a block's odds, and the choice wants to know what the rules drop: the odds come first
    page.chosen.odds = scores.map(|s| s.odds.clone()).unwrap_or_default();
    let spoken: Vec<Option<Verdict>> = blocks.ids().map(|block| rules::ask(&page, block)).collect();
    page.ruled_out = spoken.iter().map(|v| v.is_some_and(|v| !v.keep)).collect();
    if let Some(scores) = scores {
        page.chosen = chosen::choose(measures, scores, &page.ruled_out);
    }
    let decided = blocks.ids().zip(spoken).map(|(block, spoken)| spoken.unwrap_or_else(|| rules::score(&page, block)));
    let mut verdicts = Verdicts { of_block: decided.collect(), expected_f1: page.chosen.expected_f1 };
    structure::settle(&page, &mut verdicts);
    verdicts
}

/// Wanted words that a page is expected to have outside of its comments to stand without them. On the articles of `wcxb-dev`
/// any number from 50 to 100 does the same: four pages gain by this, one loses little.
const WITHOUT_COMMENTS: f32 = 100.0;

/// Wanted words that a page is expected to have outside of its foot to stand without it, at most; fewer are enough where they
/// are this share of all. From 30 to 100 words it is the same on `wcxb-dev`: this is for pages whose foot is never closed,
/// which holds all their matter.
const WITHOUT_FOOT: (f32, f32) = (30.0, 0.3);

/// Words of a likely block from which on a foot before it is not the page's.
const MATTER: f32 = 10.0;

impl StandsWithout {
    fn of(measures: &Measures, scores: &Scores) -> Self {
        StandsWithout {
            comments: stands_without_comments(measures, scores),
            foot: stands_without_foot(measures, scores),
        }
    }
}

/// Wanted words that the blocks are expected to hold.
fn expected(measures: &Measures, scores: &Scores, blocks: impl Iterator<Item = usize>) -> f32 {
    blocks.map(|i| share(scores.odds[i]) * measures.words[i]).sum()
}

fn stands_without_comments(measures: &Measures, scores: &Scores) -> bool {
    let is_comment = |i: usize| measures.all[i].any(Hints::COMMENTS);
    let all = 0..scores.odds.len();
    if scores.page_type != Some(PageType::Article) || !all.clone().any(is_comment) {
        return false;
    }
    expected(measures, scores, all.filter(|&i| !is_comment(i))) >= WITHOUT_COMMENTS
}

fn stands_without_foot(measures: &Measures, scores: &Scores) -> bool {
    let all = 0..scores.odds.len();
    let Some(foot) = all.clone().find(|&i| measures.is_in_foot(i) && measures.words[i] > 0.0) else { return false };
    let is_matter = |i: usize| scores.odds[i] > 0.0 && measures.words[i] >= MATTER && !measures.is_in_foot(i);
    if (foot..all.end).any(is_matter) {
        return false;
    }
    let left = expected(measures, scores, all.clone().filter(|&i| !measures.is_in_foot(i)));
    let (words, of_all) = WITHOUT_FOOT;
    left >= words || left >= expected(measures, scores, all) * of_all
}

/// Decides on blocks made of a page's scripts: they were picked as prose, and only leftovers go.
pub fn of_scripts(leftovers: &Leftovers) -> Verdicts {
    let verdict = |finding: &Option<Finding>| match finding {
        Some(found) if found.pieces.is_empty() && found.strength == Strength::Sure => {
            Verdict { keep: false, rule: found.kind.rule() }
        }
        _ => Verdict { keep: true, rule: "script" },
    };
    Verdicts { of_block: leftovers.of_block.iter().map(verdict).collect(), expected_f1: 0.0 }
}

/// Which blocks rules drop before their scores are asked.
pub fn ruled_out(blocks: &Blocks, measures: &Measures, leftovers: &Leftovers, settings: &Settings) -> Vec<bool> {
    let chosen = Chosen::default();
    let ruled_out = Vec::new();
    let (has_markup, page_type) = (true, None);
    let stands_without = StandsWithout::default();
    let page = Page {
        blocks,
        measures,
        leftovers,
        choices: &[],
        settings,
        chosen,
        ruled_out,
        has_markup,
        page_type,
        stands_without,
    };
    blocks.ids().map(|block| rules::ask(&page, block).is_some_and(|verdict| !verdict.keep)).collect()
}

/// The values a verdict that rests on the score is due to, by name, for `explain` and `--explain`.
pub fn because(
    blocks: &Blocks,
    measures: &Measures,
    scored: (&Model, &Columns, &Scores),
    verdicts: &Verdicts,
    block: BlockId,
) -> Map<String, Value> {
    let mut because = Map::new();
    if verdicts.of_block.len() <= block.index() {
        return because;
    }
    let has_markup = blocks.rows.get(block.index()).is_some_and(|b| b.node != NodeId::NONE);
    if !has_markup || matches!(blocks.rows[block.index()].kind, BlockKind::Image) {
        return because;
    }
    let (model, columns, scores) = scored;
    let odds = scores.odds.get(block.index()).copied().unwrap_or_default();
    because.insert("score".into(), rounded(share(odds)));
    for (name, gain) in model.strongest(columns, block.index(), 4) {
        because.insert(name, rounded(gain));
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
