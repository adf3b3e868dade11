//! Hits to a finding. In: the wordings a block holds. Out: whole block, or the sentences to cut.
//! A wording in the middle of a sentence is a mention and no evidence.

use super::catalogue::{Catalogue, Entry, Hits};
use super::{Finding, Kind, Seen, Strength, fold, has_words};
use crate::blocks::{BlockKind, GroupKind};
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
        // a call to action that leads nowhere is nobody's; the toggles of menus lead nowhere too, but call for nothing
        let is_dead_call = seen.is_dead && is_call(seen.folded);
        let strength = if is_dead_call || names_its_level(seen) { Strength::Sure } else { strength };
        return Some(finding(best, strength, Vec::new()));
    }
    if is_quote(seen.group) {
        return None;
    }
    let mut cut: Option<&Entry> = None;
    let mut pieces: Vec<Range<u32>> = Vec::new();
    let mut places = fold::Unfolder::new(seen.text);
    let mut sentences = fold::sentences(seen.text).peekable();
    for (range, number) in &hits.wordings {
        let Some(entry) = catalogue.entry(*number).filter(|entry| is_cut(seen.folded, range, entry)) else { continue };
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

/// How calls to action begin, folded.
const CALLS: [&str; 34] = [
    "read",
    "learn",
    "see ",
    "view",
    "get ",
    "click",
    "sign up",
    "shop",
    "buy",
    "discover",
    "find out",
    "more",
    "continue",
    "button",
    "download",
    "explore",
    "start",
    "try ",
    "book",
    "weiterlesen",
    "mehr",
    "en savoir",
    "lire",
    "leer",
    "saber",
    "ler ",
    "leggi",
    "scopri",
    "lees",
    "meer",
    "läs",
    "czytaj",
    "читать",
    "подробнее",
];

/// Whether a heading of level n is called "Heading n": what a builder writes into a new one, and hardly anybody else.
fn names_its_level(seen: &Seen<'_>) -> bool {
    let number = seen.folded.trim().strip_prefix("heading").map(str::trim_start);
    matches!(seen.kind, BlockKind::Heading(level) if number.is_some_and(|n| n.parse() == Ok(level)))
}

/// Whether a label calls to do something.
fn is_call(folded: &str) -> bool {
    CALLS.iter().any(|call| folded.starts_with(call))
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

/// Whether a wording is cut out of a paragraph: it is sure and opens a sentence, and either closes it or is too long to
/// be a writer's own, however the sentence goes on.
fn is_cut(folded: &str, range: &Range<usize>, entry: &Entry) -> bool {
    let before = folded.get(..range.start).unwrap_or_default().trim_end();
    let opens = before.is_empty() || before.ends_with(['.', '!', '?', ':', '。', '！', '？', '|', '-', ')']);
    let after = folded.get(range.end..).unwrap_or_default();
    let closes = after.is_empty() || after.starts_with(['.', '!', '?', ',', ';', '。', '！', '？', ')']);
    let is_long = entry.wording.split_whitespace().count() >= 6 || entry.kind == Kind::Lorem;
    // after a line that ends without a stop, a long wording opens a sentence of its own
    let opens = opens || (is_long && closes);
    entry.strength == Strength::Sure && entry.wording.len() >= SHORTEST_CUT && opens && (closes || is_long)
}
