//! Terms and what describes them: `Weir:  A wall …` with the further lines set in, a short line over one that is set in. In: a
//! page's chunks. Out: the same, terms and descriptions as chunks of their own. Takes nothing for terms of which one stands
//! twice: those are who speaks.

use super::chunk::{Chunk, Shape};
use super::line::Line;
use std::collections::HashSet;
use std::ops::Range;

/// Pairs in a row from which on they are such.
const LEAST: usize = 2;

/// Columns by which a description is set in.
const HANGING: u32 = 2;

/// Letters and words of the longest term.
const LONGEST: usize = 48;
const MOST_WORDS: usize = 6;

/// Bytes and words from which on what is set in reads like a description: lines of verse and of programs have fewer.
const PROSE: usize = 40;
const PROSE_WORDS: usize = 5;

/// A term with its description.
struct Pair {
    term: Range<usize>,
    /// Where the description begins that stands on the term's line.
    beside: Option<usize>,
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
        if !are_terms(text, &chunks[at..end], &pairs) {
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

/// Whether pairs are several, all with other terms, and most of what describes them reads so where no colon says it.
fn are_terms(text: &str, chunks: &[Chunk], pairs: &[Pair]) -> bool {
    let mut terms = HashSet::new();
    let mut at = 0;
    let mut n_prose = 0;
    for pair in pairs {
        let description = chunks.get(at + 1).filter(|_| pair.length > 1);
        n_prose += usize::from(pair.beside.is_some() || description.is_some_and(|chunk| is_prose(text, chunk)));
        at += pair.length;
    }
    pairs.len() >= LEAST && 2 * n_prose > pairs.len() && pairs.iter().all(|pair| terms.insert(&text[pair.term.clone()]))
}

/// Whether a chunk reads like a description: by its words, but in scripts that do not part them.
fn is_prose(text: &str, chunk: &Chunk) -> bool {
    let body = &text[chunk.body.clone()];
    let words = body.split_whitespace().map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()));
    let n_words = words.filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic)).count();
    let is_wide = || body.chars().filter(|c| !c.is_ascii()).count() * 2 > body.chars().count();
    body.len() >= PROSE && (n_words >= PROSE_WORDS || is_wide())
}

/// The pair that a chunk at this indent begins.
fn pair_at(text: &str, lines: &[Line], chunks: &[Chunk], at: usize, indent: u32) -> Option<Pair> {
    let chunk = chunks.get(at).filter(|chunk| chunk.shape == Shape::Text && chunk.indent == indent)?;
    let first = lines.get(chunk.lines.start)?;
    let line = text.get(chunk.body.start..first.to.min(chunk.body.end))?;
    let is_under = |chunk: &&Chunk| chunk.shape == Shape::Text && chunk.indent >= indent + HANGING;
    let length = 1 + chunks[at + 1..].iter().take_while(is_under).count();
    let from = chunk.body.start;
    if let Some((term, rest)) = line.split_once(": ") {
        let mut further = lines.get(chunk.lines.clone())?.iter().skip(1);
        let is_hanging = chunk.lines.len() > 1 && further.all(|line| line.indent >= indent + HANGING);
        let is_apart = chunk.lines.len() == 1 && rest.starts_with(' ');
        let words = rest.trim_start();
        return ((is_hanging || is_apart) && is_term(term) && words.contains(char::is_alphanumeric)).then(|| Pair {
            term: from..from + term.len(),
            beside: Some(from + line.len() - words.len()),
            length,
        });
    }
    // headings stand at the margin
    let is_over =
        indent > 0 && chunk.lines.len() == 1 && chunks.get(at + 1).is_some_and(|next| !next.gap) && length > 1;
    let term = line.trim_end_matches(':');
    (is_over && is_term(term)).then(|| Pair { term: from..from + term.len(), beside: None, length })
}

/// Whether a text may be a term: a few words in one column that end no sentence; options of a command begin with a dash.
fn is_term(text: &str) -> bool {
    text.chars().count() <= LONGEST
        && text.split_whitespace().count() <= MOST_WORDS
        && text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '-' | '<' | '"' | '“' | '\''))
        && text.contains(char::is_alphabetic)
        && !text.ends_with(['.', ',', ';', '!', '?', '{', '(', '=', ':'])
        && ![". ", "  ", "\t"].iter().any(|sign| text.contains(sign))
}

/// Writes a pair as chunks of its own.
fn write(lines: &[Line], pair: &Pair, chunks: &[Chunk], out: &mut Vec<Chunk>) {
    let Some((first, further)) = chunks.split_first() else { return };
    let start = first.lines.start;
    out.push(Chunk { lines: start..start + 1, body: pair.term.clone(), shape: Shape::Term, ..first.clone() });
    if let Some(from) = pair.beside {
        let body = from..lines.get(first.lines.end - 1).map_or(first.body.end, |line| line.to);
        out.push(Chunk { body, shape: Shape::Description, gap: false, ..first.clone() });
    }
    out.extend(further.iter().map(|chunk| Chunk { shape: Shape::Description, ..chunk.clone() }));
}
