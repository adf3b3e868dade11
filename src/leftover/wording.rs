//! Hits to a finding. In: the wordings a block holds. Out: whole block, or the sentences to cut.
//! A wording in the middle of a sentence is a mention and no evidence.

use super::catalogue::{Catalogue, Entry, Hits};
use super::label::names_its_level;
use super::{Finding, Kind, Seen, Strength, fold, has_words};
use crate::blocks::GroupKind;
use std::ops::Range;

/// What the wordings of a block come to.
pub(super) fn find(seen: &Seen<'_>, hits: &Hits, catalogue: &Catalogue) -> Option<Finding> {
    let entries = hits.iter().filter_map(|(_, number)| catalogue.entry(*number));
    let best = entries.max_by_key(|entry| (entry.strength, entry.wording.len()))?;
    let is_cell = matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Term | GroupKind::TableCaption);
    if !has_words(&rest_of(seen.folded, hits)) {
        // Tables hold sample values and column names; quotations are somebody's words.
        let strength =
            if is_cell && best.wording.len() < 24 { best.strength.min(Strength::Possible) } else { best.strength };
        let strength = if names_its_level(seen) { Strength::Sure } else { strength };
        return Some(finding(best, strength, Vec::new()));
    }
    let mut cut: Option<&Entry> = None;
    let mut pieces: Vec<Range<u32>> = Vec::new();
    let mut places = fold::Unfolder::new(seen.text);
    let mut sentences = fold::sentences(seen.text).peekable();
    for (range, number) in hits {
        let Some(entry) = catalogue.entry(*number).filter(|entry| is_cut(seen, range, entry)) else { continue };
        let (start, end) = (places.place_of(range.start), places.place_of(range.end));
        while sentences.next_if(|sentence| sentence.end < end).is_some() {}
        let end = sentences.peek().map_or(end, |sentence| sentence.end) as u32;
        match pieces.last_mut() {
            Some(last) if start as u32 <= last.end => last.end = last.end.max(end),
            _ => pieces.push(start as u32..end),
        }
        cut = cut.or(Some(entry));
    }
    cut.map(|entry| finding(entry, Strength::Sure, pieces))
}

/// Whether the group is somebody's quoted words.
pub(super) fn is_quote(group: GroupKind) -> bool {
    matches!(group, GroupKind::Quote { .. })
}

fn finding(entry: &Entry, strength: Strength, pieces: Vec<Range<u32>>) -> Finding {
    let (wording, system) = (entry.wording.clone(), entry.system.clone());
    Finding { kind: entry.kind, strength, wording, system, beside: None, pieces }
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

/// Words from which on a wording is too long to be a writer's own.
const LONG: usize = 6;

/// Whether a wording is cut out of a paragraph: it is sure and opens a sentence, and either closes it or is too long to
/// be a writer's own, however the sentence goes on. Out of a quotation only long ones are cut.
fn is_cut(seen: &Seen<'_>, range: &Range<usize>, entry: &Entry) -> bool {
    let before = seen.folded.get(..range.start).unwrap_or_default().trim_end();
    let opens = before.is_empty()
        || before.ends_with(['.', '!', '?', ':', '。', '！', '？', '|', '-', ')', '…'])
        || before.ends_with(['"', '\'']) && before.trim_end_matches(['"', '\'']).ends_with(['.', '!', '?', ',', '…']);
    let after = seen.folded.get(range.end..).unwrap_or_default();
    let closes = after.is_empty() || after.starts_with(['.', '!', '?', ',', ';', '。', '！', '？', ')']);
    let is_long = entry.wording.split_whitespace().count() >= LONG || entry.kind == Kind::Lorem;
    // after a line that ends without a stop, a long wording opens a sentence of its own
    let opens = opens || (is_long && closes);
    let is_quoted = is_quote(seen.group) && !(is_long && (closes || before.is_empty()));
    entry.strength == Strength::Sure
        && entry.wording.len() >= SHORTEST_CUT
        && opens
        && (closes || is_long)
        && !is_quoted
}
