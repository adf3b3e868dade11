//! What stands around a finding. In: findings block by block. Out: the same, raised where their neighbours are
//! leftovers too, lowered where the page is about such things. Never adds a finding.

use super::catalogue::Hits;
use super::{Finding, Kind, Seen, Strength, has_words};
use crate::blocks::{BlockKind, Blocks};

/// Signs that a page is about the very things that leftovers are made of.
#[derive(Default)]
pub(super) struct Subject {
    /// Sentences that speak of dummy text.
    dummy: u32,
    /// Code or prose with marks of a template language.
    marks: u32,
    /// Code or prose with a script's empty values.
    values: u32,
    /// Prose about headings, cards and titles as parts of pages.
    parts: u32,
}

/// Mentions that make a subject.
const ENOUGH: u32 = 2;

impl Subject {
    /// Notes what a block says of the subject.
    pub(super) fn note(&mut self, seen: &Seen<'_>, hits: &Hits, finding: Option<&Finding>) {
        let is_code = matches!(seen.kind, BlockKind::Code(_));
        let is_prose = finding.is_none() && seen.text.split_whitespace().nth(2).is_some();
        if !is_code && !is_prose {
            return;
        }
        let says = |words: &[&str]| words.iter().any(|word| seen.folded.contains(word));
        if is_prose && (hits.has_cue || says(&["ipsum"])) {
            self.dummy +=
                u32::from(says(&["lorem ipsum", "dummy text", "placeholder text", "filler text", "blind text"]));
            self.parts +=
                u32::from(says(&["card title", "card-title", "card component", "heading level", "headings (h"]));
        }
        if hits.has_marker {
            self.marks += u32::from(says(&["{{", "{%", "${", "<%", "%%", "__msg", "#{"]));
        }
        self.values += u32::from(!hits.wordings.is_empty() && says(&["undefined", "nan", "null", "[object"]));
    }

    /// Lowers the findings that are of the page's own subject.
    pub(super) fn spare(&self, of_block: &mut [Option<Finding>]) {
        for finding in of_block.iter_mut().flatten() {
            let is_subject = match finding.kind {
                Kind::Lorem => self.dummy >= ENOUGH,
                Kind::Placeholder => self.parts >= ENOUGH || self.dummy > ENOUGH,
                Kind::Unrendered => self.marks >= ENOUGH || (self.values >= 1 && is_value(&finding.wording)),
                Kind::Artefact => false,
            };
            if is_subject {
                finding.strength = Strength::Possible;
            }
        }
    }
}

/// Whether a wording is a script's value and not a template's mark.
fn is_value(wording: &str) -> bool {
    ["undefined", "NaN", "null", "true", "false", "None", "[object Object]"].contains(&wording)
}

/// Raises findings in a run of neighbours: all of them where one is sure, or where two or more are likely.
pub(super) fn raise(blocks: &Blocks, of_block: &mut [Option<Finding>]) {
    let mut run: Vec<usize> = Vec::new();
    for id in blocks.ids() {
        let at = id.index();
        let Some(slot) = of_block.get(at) else { break };
        let is_separator = !has_words(blocks.text_of(id));
        match slot {
            // Images and separators neither join nor part.
            _ if is_separator => {}
            Some(finding) if finding.pieces.is_empty() => run.push(at),
            _ => settle(&mut run, of_block),
        }
    }
    settle(&mut run, of_block);
}

/// Raises what stands in one run, and empties it.
fn settle(run: &mut Vec<usize>, of_block: &mut [Option<Finding>]) {
    let strength = |at: &usize| of_block.get(*at).and_then(Option::as_ref).map(|finding| finding.strength);
    // A heading said twice is real words: it says nothing against its neighbours.
    let is_seed = |finding: &Finding| finding.strength == Strength::Sure && finding.kind != Kind::Artefact;
    let sure = run.iter().any(|at| of_block.get(*at).and_then(Option::as_ref).is_some_and(is_seed));
    let likely = run.iter().filter(|at| strength(at) == Some(Strength::Likely)).count();
    if sure || likely >= 2 {
        for &at in run.iter() {
            if let Some(Some(finding)) = of_block.get_mut(at) {
                finding.strength = Strength::Sure;
            }
        }
    }
    run.clear();
}
