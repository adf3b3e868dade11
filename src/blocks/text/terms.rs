//! Terms and what describes them: `Weir:  A wall …` with the further lines set in. In: a page's chunks. Out: the same, terms
//! and descriptions as chunks of their own. Takes nothing for terms that may be said by somebody, logged or cited.

use super::chunk::{Chunk, Shape};
use super::line::Line;
use std::collections::HashSet;
use std::ops::Range;

/// Pairs in a row from which on they are such.
const LEAST: usize = 3;

/// Columns by which a description is set in.
const HANGING: u32 = 2;

/// Letters and words of the longest term.
const LONGEST: usize = 48;
const MOST_WORDS: usize = 6;

/// A term with its description.
struct Pair {
    term: Range<usize>,
    /// Where the description begins.
    words: usize,
    /// Whether it goes on in lines that are set in.
    is_hanging: bool,
    /// Chunks of both.
    length: usize,
}

/// Parts terms from their descriptions.
pub(super) fn part(text: &str, lines: &[Line], chunks: Vec<Chunk>) -> Vec<Chunk> {
    let mut out = Vec::with_capacity(chunks.len());
    let mut at = 0;
    while at < chunks.len() {
        let (mut end, mut pairs) = (at, Vec::new());
        while let Some(pair) = pair_at(text, lines, &chunks, end, chunks[at].indent) {
            end += pair.length;
            pairs.push(pair);
        }
        if !are_terms(text, lines, &chunks[at..end], &pairs) {
            end = end.max(at + 1);
            out.extend_from_slice(&chunks[at..end]);
        } else {
            for pair in &pairs {
                write(lines, pair, &chunks[at..at + pair.length], &mut out);
                at += pair.length;
            }
        }
        at = end;
    }
    out
}

/// Whether pairs are several, all with other terms, and more than half of them hang: who speaks comes twice, asks and calls,
/// and stands in capitals, as levels of logs do; verses and times begin with a number.
fn are_terms(text: &str, lines: &[Line], chunks: &[Chunk], pairs: &[Pair]) -> bool {
    let mut terms = HashSet::new();
    let count = |is: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|pair| is(pair)).count();
    let is_loud = |pair: &Pair| {
        let term = &text[pair.term.clone()];
        term.contains(char::is_uppercase) && !term.contains(char::is_lowercase)
    };
    let is_number = |pair: &Pair| text[pair.words..].starts_with(|c: char| c.is_numeric());
    let is_said = |chunk: &Chunk| {
        let body = chunk.body.start..lines.get(chunk.lines.end - 1).map_or(chunk.body.end, |line| line.to);
        text.get(body).is_some_and(|body| body.ends_with(['?', '!', '"', '”', '»', '？', '！']) || body.contains("? "))
    };
    pairs.len() >= LEAST
        && 2 * count(&|pair| pair.is_hanging) > pairs.len()
        && 2 * count(&is_loud) < pairs.len()
        && count(&is_number) == 0
        && !chunks.iter().any(is_said)
        && pairs.iter().all(|pair| terms.insert(text[pair.term.clone()].to_lowercase()))
}

/// The pair that a chunk at this indent begins.
fn pair_at(text: &str, lines: &[Line], chunks: &[Chunk], at: usize, indent: u32) -> Option<Pair> {
    let chunk = chunks.get(at).filter(|chunk| chunk.shape == Shape::Text && chunk.indent == indent)?;
    let (first, further) = lines.get(chunk.lines.clone())?.split_first()?;
    let line = text.get(chunk.body.start..first.to.min(chunk.body.end))?;
    let (term, rest) = line.split_once(":  ")?;
    let words = rest.trim_start();
    let is_apart = further.iter().all(|line| line.indent >= indent + HANGING);
    let is_under = |chunk: &&Chunk| chunk.shape == Shape::Text && chunk.indent >= indent + HANGING;
    (is_apart && is_term(term) && words.contains(char::is_alphanumeric)).then(|| Pair {
        term: chunk.body.start..chunk.body.start + term.len(),
        words: chunk.body.start + line.len() - words.len(),
        is_hanging: !further.is_empty(),
        length: 1 + chunks[at + 1..].iter().take_while(is_under).count(),
    })
}

/// Words before a colon that say how bad a line of a log is, or that one is a remark.
const LEVELS: [&str; 10] =
    ["error", "warning", "warn", "info", "debug", "trace", "fatal", "notice", "note", "critical"];

/// Whether a text may be a term: a few words in one column that are neither a sentence nor code; options of a command begin
/// with a dash.
fn is_term(text: &str) -> bool {
    let is_call = text.match_indices('(').any(|(at, _)| text[..at].ends_with(char::is_alphanumeric));
    text.chars().count() <= LONGEST
        && text.split_whitespace().count() <= MOST_WORDS
        && text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '-' | '<' | '"' | '“' | '\''))
        && text.contains(char::is_alphabetic)
        && !text.ends_with(['.', ',', '!', '?', '{', '(', '=', ':'])
        && ![". ", "  ", "\t", ": ", ";", "//"].iter().any(|sign| text.contains(sign))
        && !is_call
        && !LEVELS.iter().any(|level| text.eq_ignore_ascii_case(level))
}

/// Writes a pair as chunks of its own.
fn write(lines: &[Line], pair: &Pair, chunks: &[Chunk], out: &mut Vec<Chunk>) {
    let Some((first, further)) = chunks.split_first() else { return };
    let start = first.lines.start;
    out.push(Chunk { lines: start..start + 1, body: pair.term.clone(), shape: Shape::Term, ..first.clone() });
    let body = pair.words..lines.get(first.lines.end - 1).map_or(first.body.end, |line| line.to);
    out.push(Chunk { body, shape: Shape::Description, gap: false, ..first.clone() });
    out.extend(further.iter().map(|chunk| Chunk { shape: Shape::Description, ..chunk.clone() }));
}
