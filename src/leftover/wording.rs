//! Hits to a finding. In: the wordings a block holds. Out: whole block, or the sentences to cut.
//! A wording in the middle of a sentence is a mention and no evidence.

use super::catalogue::{Catalogue, Entry, Hits};
use super::{Finding, Kind, Seen, Strength, fold, has_words};
use crate::blocks::GroupKind;
use std::ops::Range;

/// What the wordings of a block come to.
pub(super) fn find(seen: &Seen<'_>, hits: &Hits, catalogue: &Catalogue) -> Option<Finding> {
    let entries = hits.wordings.iter().filter_map(|(_, number)| catalogue.entry(*number));
    let best = entries.max_by_key(|entry| (entry.strength, entry.wording.len()))?;
    let is_cell = matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Term | GroupKind::TableCaption);
    if !has_words(&rest_of(seen.folded, &hits.wordings)) {
        // Tables hold sample values and column names; quotations are somebody's words.
        let strength =
            if is_cell && best.wording.len() < 24 { best.strength.min(Strength::Possible) } else { best.strength };
        return Some(finding(best, strength, Vec::new()));
    }
    if is_quote(seen.group) {
        return None;
    }
    let mut cut: Option<&Entry> = None;
    let mut pieces = Vec::new();
    for (range, number) in &hits.wordings {
        let Some(entry) = catalogue.entry(*number).filter(|entry| entry.strength == Strength::Sure) else { continue };
        if let Some(piece) = sentence_of(seen, range.clone(), entry) {
            pieces.push(piece);
            cut = cut.or(Some(entry));
        }
    }
    pieces.dedup();
    cut.map(|entry| finding(entry, Strength::Sure, pieces))
}

/// Whether the group is somebody's quoted words.
pub(super) fn is_quote(group: GroupKind) -> bool {
    matches!(group, GroupKind::Quote { .. })
}

fn finding(entry: &Entry, strength: Strength, pieces: Vec<Range<u32>>) -> Finding {
    let (wording, system) = (entry.wording.clone(), entry.system.clone());
    Finding { kind: entry.kind, strength, wording, system, pieces }
}

/// What is left of the text beside the hits.
fn rest_of(folded: &str, hits: &[(Range<usize>, usize)]) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for (range, _) in hits {
        rest.push_str(folded.get(at..range.start).unwrap_or_default());
        at = range.end;
    }
    rest.push_str(folded.get(at..).unwrap_or_default());
    rest
}

/// Shortest wording, in bytes, that is cut out of a paragraph: shorter ones are too easily a writer's own.
const SHORTEST_CUT: usize = 14;

/// The bytes to cut where a wording opens a sentence: that sentence, or as many as the wording spans.
fn sentence_of(seen: &Seen<'_>, range: Range<usize>, entry: &Entry) -> Option<Range<u32>> {
    let before = seen.folded.get(..range.start)?.trim_end();
    let opens = before.is_empty() || before.ends_with(['.', '!', '?', ':', '。', '！', '？', '|', '-', ')']);
    let after = seen.folded.get(range.end..)?;
    let closes = after.is_empty() || after.starts_with(['.', '!', '?', ',', ';', '。', '！', '？', ')']);
    // A long wording is nobody's own sentence, however the sentence goes on.
    let is_long = entry.wording.split_whitespace().count() >= 6 || entry.kind == Kind::Lorem;
    if !opens || !(closes || is_long) || entry.wording.len() < SHORTEST_CUT {
        return None;
    }
    let hit = fold::unfold(seen.text, range);
    let end = fold::sentences(seen.text).find(|sentence| sentence.end >= hit.end).map_or(hit.end, |s| s.end);
    Some(hit.start as u32..end as u32)
}
