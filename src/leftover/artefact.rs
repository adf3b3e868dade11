//! Remains of structure. In: blocks. Out: findings on separators alone, headings run together, headings said twice.
//! Never takes away the only copy of words.

use super::{Finding, Kind, Seen, Strength, has_words};
use crate::blocks::{BlockId, BlockKind, Blocks, GroupKind};

/// Finds what one block tells by itself.
pub(super) fn find(seen: &Seen<'_>) -> Option<Finding> {
    if !has_words(seen.folded) {
        let is_mark = |c: char| c.is_whitespace() || "*-_=~·•|/\\—–―#+›»«‹<>→←.:⁂◆■".contains(c);
        let is_cell = matches!(seen.group, GroupKind::Cell { .. });
        let is_separator = !is_cell && seen.text.chars().all(is_mark);
        return is_separator.then(|| Finding::whole(Kind::Artefact, Strength::Sure, "a separator alone"));
    }
    if default_names(seen.folded) >= 2 {
        return Some(Finding::whole(Kind::Placeholder, Strength::Sure, "default headings run together"));
    }
    let half = doubled(seen.text, matches!(seen.kind, BlockKind::Heading(_)))?;
    let whole = Finding::whole(Kind::Artefact, Strength::Sure, "a line run together with its copy");
    Some(Finding { pieces: std::iter::once(0..half as u32).collect(), ..whole })
}

/// How many default names of headings make up all of a text (`HeadingHeading 3`); 0 where anything else is in it.
fn default_names(folded: &str) -> u32 {
    let mut count = 0;
    let mut rest = folded.trim();
    while !rest.is_empty() {
        let Some(after) = ["subheading", "heading"].iter().find_map(|name| rest.strip_prefix(name)) else { return 0 };
        let number = after.trim_start();
        let digits = number.bytes().take_while(u8::is_ascii_digit).count().min(1);
        rest = number.get(digits..).unwrap_or_default().trim_start();
        count += 1;
    }
    count
}

/// Where the second copy begins in a text that is two copies of several words without a space between. A line that is no
/// heading must show the seam as well: a small letter before a capital one.
fn doubled(text: &str, is_heading: bool) -> Option<usize> {
    let half = text.len() / 2;
    if text.len() > 400 || !text.len().is_multiple_of(2) {
        return None;
    }
    let (first, second) = text.split_at_checked(half)?;
    let ends = (first.chars().next_back()?, first.chars().next()?);
    let has_seam = ends.0.is_lowercase() && (ends.1.is_uppercase() || ends.1.is_ascii_digit());
    let words = first.split_whitespace().count();
    // `BudgetBudget` is no name; `PayPay` and `CouCou` are
    let is_long = first.len() >= 8 && words >= 2 || (is_heading && has_seam && first.len() >= 5);
    (first == second && is_long && (is_heading || has_seam)).then_some(half)
}

/// What a heading that repeats the one before it is called: the judge asks whether that one was kept.
pub(super) const SAID_TWICE: &str = "a heading said twice";

/// Finds headings that repeat the heading right before them.
pub(super) fn said_twice(blocks: &Blocks, of_block: &mut [Option<Finding>]) {
    let mut before: Option<BlockId> = None;
    for id in blocks.ids() {
        let is_heading = matches!(blocks.rows[id.index()].kind, BlockKind::Heading(_));
        let repeats = before.is_some_and(|b| has_words(blocks.text_of(b)) && blocks.text_of(b) == blocks.text_of(id));
        if is_heading
            && repeats
            && let Some(slot) = of_block.get_mut(id.index()).filter(|slot| slot.is_none())
        {
            *slot = Some(Finding::whole(Kind::Artefact, Strength::Sure, SAID_TWICE));
        }
        before = is_heading.then_some(id);
    }
}
