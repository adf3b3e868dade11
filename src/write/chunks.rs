//! A page as chunks for retrieval: pieces of its text within a budget, each within one section, cut where blocks end, or
//! within a block that is longer where a line, a sentence or at least a word ends. A chunk's text is that stretch of the
//! page's text, exactly. Pages without text get nothing.

use super::document::{is_indexed, plain};
use super::text::{LaidOut, PartKind, laid_out};
use super::tokens::Tokens;
use crate::cleaner::{CleanPage, Status};
use serde::Serialize;
use std::io;
use std::ops::Range;

/// How pages are cut.
#[derive(Clone, Debug)]
pub struct Chunks {
    /// Tokens of a chunk at most, those of the overlap among them; at least 1.
    pub budget: usize,
    /// Tokens at a chunk's beginning that repeat the end of the one before, in the same section; fewer than the budget.
    pub overlap: usize,
    /// What is counted.
    pub tokens: Tokens,
}

impl Default for Chunks {
    /// 200 words, which are some 270 tokens of an English vocabulary and fit models that read 512; of them 20 of overlap.
    fn default() -> Self {
        Chunks { budget: 200, overlap: 20, tokens: Tokens::Words }
    }
}

/// A chunk, in bytes of the text.
#[derive(Debug, PartialEq, Eq)]
struct Cut {
    section: Option<usize>,
    /// With the overlap.
    start: usize,
    /// Where what is new begins.
    fresh: usize,
    end: usize,
    n_tokens: usize,
}

/// A chunk as it is written.
#[derive(Serialize)]
struct Chunk<'a> {
    id: String,
    record: &'a str,
    chunk: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    path: &'a [String],
    start: usize,
    end: usize,
    overlap: usize,
    tokens: usize,
    text: &'a str,
}

/// Says that all chunks of a record are to go.
#[derive(Serialize)]
pub(super) struct Gone<'a> {
    record: &'a str,
    status: Status,
}

impl<'a> Gone<'a> {
    pub(super) fn new(record: &'a str) -> Self {
        Gone { record, status: Status::Gone }
    }
}

fn id(record: &str, number: usize) -> String {
    format!("{record}-{number:04}")
}

impl Chunks {
    /// Appends a page's chunks, one a line.
    pub(super) fn page(&self, page: &CleanPage, out: &mut Vec<u8>) -> io::Result<()> {
        if !is_indexed(page) {
            return Ok(());
        }
        let laid = laid_out(page);
        let cuts = self.cuts(&laid);
        let (mut starts, mut ends) = (Characters::default(), Characters::default());
        for (number, cut) in cuts.iter().enumerate() {
            let start = starts.before(&laid.text, cut.start);
            let end = ends.before(&laid.text, cut.end);
            let fresh = start + laid.text.get(cut.start..cut.fresh).unwrap_or_default().chars().count();
            let section = cut.section.and_then(|n| page.sections.get(n));
            let piece = laid.text.get(cut.start..cut.end).unwrap_or_default();
            let chunk = Chunk {
                id: id(&page.id, number),
                record: &page.id,
                chunk: number,
                section: cut.section,
                previous: number.checked_sub(1).map(|n| id(&page.id, n)),
                next: (number + 1 < cuts.len()).then(|| id(&page.id, number + 1)),
                url: page.url.as_deref(),
                title: page.title.as_deref(),
                language: page.language.as_deref(),
                published: section.and_then(|s| s.published.as_deref()).or(page.published.as_deref()),
                author: section.and_then(|s| s.author.as_deref()),
                path: section.map(|s| s.path.as_slice()).unwrap_or_default(),
                start,
                end,
                overlap: fresh - start,
                tokens: cut.n_tokens,
                text: &plain(piece),
            };
            serde_json::to_writer(&mut *out, &chunk)?;
            out.push(b'\n');
        }
        Ok(())
    }

    fn cuts(&self, laid: &LaidOut) -> Vec<Cut> {
        let starts = self.tokens.starts(&laid.text);
        let mut out = Vec::new();
        for group in groups(laid) {
            self.cut_group(&laid.text, &starts, &group, &mut out);
        }
        out
    }

    fn cut_group(&self, text: &str, starts: &[usize], group: &Group, out: &mut Vec<Cut>) {
        let token_at = |byte: usize| starts.partition_point(|&start| start < byte);
        let first_token = token_at(group.range.start);
        let mut fresh = group.range.start;
        while fresh < group.range.end {
            let first = token_at(fresh);
            let overlap = if fresh == group.range.start { 0 } else { self.overlap.min(first - first_token) };
            let start = match starts.get(first - overlap) {
                Some(&start) if overlap > 0 => skip_space(text, start..fresh),
                _ => fresh,
            };
            let room = (self.budget - overlap).max(1);
            let limit = starts.get(first + room).copied().unwrap_or(usize::MAX).min(group.range.end);
            let end = if limit == group.range.end { limit } else { group.border(text, fresh, limit) };
            let trimmed = fresh + text.get(fresh..end).unwrap_or_default().trim_end().len();
            if trimmed > fresh {
                let n_tokens = token_at(trimmed) - token_at(start);
                out.push(Cut { section: group.section, start, fresh, end: trimmed, n_tokens });
            }
            fresh = skip_space(text, end..group.range.end);
        }
    }
}

fn skip_space(text: &str, range: Range<usize>) -> usize {
    let piece = text.get(range.clone()).unwrap_or_default();
    range.start + (piece.len() - piece.trim_start().len())
}

/// What chunks stay within: a section, or all references.
struct Group {
    section: Option<usize>,
    range: Range<usize>,
    /// Where blocks end.
    ends: Vec<usize>,
}

/// The groups of a text. Headings that nothing stands under go with the section after them.
fn groups(laid: &LaidOut) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    // whether the last group has a block
    let mut is_filled = true;
    for part in &laid.parts {
        let is_block = part.kind != PartKind::Head;
        match out.last_mut() {
            Some(group) if group.section == part.section || !is_filled => {
                is_filled |= is_block;
                group.section = part.section;
                group.range.end = part.range.end;
            }
            _ => {
                is_filled = is_block;
                out.push(Group { section: part.section, range: part.range.clone(), ends: Vec::new() });
            }
        }
        if let (true, Some(group)) = (is_block, out.last_mut()) {
            group.ends.push(part.range.end);
        }
    }
    out
}

/// Signs that end a sentence before white space, and those that need none.
const ENDS: [char; 4] = ['.', '!', '?', '…'];
const FULL_ENDS: [char; 4] = ['。', '！', '？', '।'];

impl Group {
    /// The best place to cut after `from`, `limit` at the latest: where a block ends; in the second half of the room where
    /// a line or sentence ends; where a word ends; there.
    fn border(&self, text: &str, from: usize, limit: usize) -> usize {
        let n = self.ends.partition_point(|&end| end <= limit);
        if let Some(&end) = n.checked_sub(1).and_then(|n| self.ends.get(n)).filter(|&&end| end > from) {
            return end;
        }
        let room = text.get(from..limit).unwrap_or_default();
        let line = room.rfind('\n');
        let sentence = sentence_end(room);
        let natural = line.max(sentence).filter(|&at| at >= room.len() / 2);
        let word = room.rfind(char::is_whitespace).filter(|_| !room.ends_with(char::is_whitespace));
        natural.or(word).filter(|&at| at > 0).map_or(limit, |at| from + at)
    }
}

/// Where the last whole sentence ends.
fn sentence_end(text: &str) -> Option<usize> {
    let mut after = None;
    for (at, c) in text.char_indices().rev() {
        let is_end = match after {
            Some(next) => FULL_ENDS.contains(&c) || (ENDS.contains(&c) && char::is_whitespace(next)),
            None => FULL_ENDS.contains(&c),
        };
        if is_end {
            return Some(at + c.len_utf8());
        }
        after = Some(c);
    }
    None
}

/// Counts characters of a text, forward only.
#[derive(Default)]
struct Characters {
    byte: usize,
    n: usize,
}

impl Characters {
    /// Characters before a byte, which is none before those asked for.
    fn before(&mut self, text: &str, byte: usize) -> usize {
        self.n += text.get(self.byte..byte).unwrap_or_default().chars().count();
        self.byte = byte;
        self.n
    }
}
