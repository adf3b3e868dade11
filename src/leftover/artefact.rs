//! Remains of structure. In: blocks. Out: findings on separators alone, headings run together, headings said twice, calls
//! that lead nowhere. Never takes away the only copy of words.

use super::catalogue::Catalogue;
use super::lexicon::class;
use super::{Finding, Kind, Seen, Strength, has_words};
use crate::blocks::{BlockId, BlockKind, Blocks, GroupKind};

/// Finds what a block without words is: a rule, an ornament, a mark of a list; and headings of nothing but space.
pub(super) fn without_words(seen: &Seen<'_>) -> Option<Finding> {
    if seen.text.chars().all(is_blank) {
        return Some(Finding::whole(Kind::Artefact, Strength::Sure, "no text"));
    }
    let is_cell = matches!(seen.group, GroupKind::Cell { .. });
    let is_separator = !is_cell && seen.text.chars().all(|c| is_blank(c) || is_ornament(c));
    is_separator.then(|| Finding::whole(Kind::Artefact, Strength::Sure, "a separator alone"))
}

/// White space, and signs that show nothing: joiners, marks of direction, soft hyphens, filler letters.
fn is_blank(c: char) -> bool {
    let shows_nothing = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}');
    c.is_whitespace() || shows_nothing
}

/// Signs that part texts and say nothing. Stars, ticks and crosses are ratings and answers.
fn is_ornament(c: char) -> bool {
    "*-_=~·•|/\\+#^›»«‹<>→←↑↓.:,;'\"`¶§†‡°".contains(c)
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{25ff}'
            | '\u{2619}' | '\u{2720}'..='\u{274b}' | '\u{2756}' | '\u{2758}'..='\u{2767}' | '\u{2794}'..='\u{27bf}' | '\u{3001}' | '\u{3002}'
            | '\u{2e3a}' | '\u{2e3b}' | '\u{30fb}' | '\u{ff5e}' | '\u{fe31}'..='\u{fe4f}')
}

/// Finds a line run together with its copy.
pub(super) fn run_together(seen: &Seen<'_>) -> Option<Finding> {
    let half = doubled(seen.text, matches!(seen.kind, BlockKind::Heading(_)))?;
    let whole = Finding::whole(Kind::Artefact, Strength::Sure, "a line run together with its copy");
    Some(Finding { pieces: std::iter::once(0..half as u32).collect(), ..whole })
}

/// Where the second copy begins in a text that is two copies of several words without a space between, or, in a heading,
/// of three or more with one. A line that is no heading must show the seam as well: a small letter before a capital one.
fn doubled(text: &str, is_heading: bool) -> Option<usize> {
    let half = text.len() / 2;
    let begins = half + text.len() % 2;
    if text.len() > 400 || text.as_bytes().first() != text.as_bytes().get(begins) {
        return None;
    }
    let (first, second) = (text.get(..half)?, text.get(half..)?);
    if begins > half {
        let is_copy = is_heading && second.strip_prefix(' ') == Some(first) && first.split_whitespace().count() >= 3;
        return is_copy.then_some(begins);
    }
    if first != second {
        return None;
    }
    let ends = (first.chars().next_back()?, first.chars().next()?);
    let has_seam = ends.0.is_lowercase() && (ends.1.is_uppercase() || ends.1.is_ascii_digit());
    let words = first.split_whitespace().count();
    // `BudgetBudget` is no name; `PayPay` and `CouCou` are, but hold no digit and one capital
    let is_code = first.len() >= 4 && first.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count() >= 2;
    let is_long = first.len() >= 8 && words >= 2 || (is_heading && has_seam && (first.len() >= 5 || is_code));
    (is_long && (is_heading || has_seam)).then_some(half)
}

/// Finds calls to action that lead nowhere. The toggles of menus lead nowhere too, but call for nothing.
pub(super) fn dead_call(seen: &Seen<'_>, catalogue: &Catalogue) -> Option<Finding> {
    if !seen.is_dead || seen.signs.words > 5 {
        return None;
    }
    let mut words = catalogue.lexicon().read(seen.folded);
    let calls = words.next().is_some_and(|(_, classes)| classes & class::CALL != 0);
    let is_short = words.next().is_some()
        || matches!(seen.folded.trim(), "more" | "continue" | "explore" | "discover" | "download");
    (calls && is_short).then(|| Finding::whole(Kind::Artefact, Strength::Sure, "a call to action that leads nowhere"))
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
