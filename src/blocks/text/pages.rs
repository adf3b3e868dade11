//! Printed pages as text, a form feed between them. In: lines. Out: the lines without what is printed at the foot and the
//! head of each page, so that a paragraph goes on over the edge. Takes nothing that only one page has there.

use super::line::Line;
use std::collections::HashMap;

/// Lines at a foot or a head.
const DEEPEST: usize = 2;

/// Edges from which on a line at them is taken for one of all pages, where there are more.
const LEAST: usize = 3;

/// Takes out the lines that repeat at the edges of pages, but for their numbers.
pub(super) fn join(text: &str, lines: &mut Vec<Line>) {
    for _ in 0..DEEPEST {
        if lines.iter().skip(1).filter(|line| line.opens_page).nth(1).is_none() || !take(text, lines) {
            return;
        }
    }
}

/// Takes out one line of each edge; whether there was any.
fn take(text: &str, lines: &mut Vec<Line>) -> bool {
    let edges: Vec<usize> = (1..lines.len()).filter(|&at| lines[at].opens_page).collect();
    let ends = edges.iter().map(|&at| at - 1).chain([lines.len() - 1]);
    let begins = edges.iter().copied().chain([0]);
    let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
    for at in ends.chain(begins) {
        seen.entry(key(text, &lines[at])).or_default().push(at);
    }
    let least = LEAST.min(edges.len());
    let mut goes = vec![false; lines.len()];
    seen.values().filter(|places| places.len() >= least).flatten().for_each(|&at| goes[at] = true);
    let n_before = lines.len();
    let mut kept: Vec<Line> = Vec::with_capacity(n_before);
    let mut opens_page = false;
    for (at, line) in lines.iter().enumerate() {
        opens_page |= line.opens_page;
        if goes[at] {
            continue;
        }
        let mut line = *line;
        if std::mem::take(&mut opens_page) {
            line.opens_page = true;
            line.gap = !kept.last().is_some_and(|above| goes_on(text, above, &line));
        }
        kept.push(line);
    }
    *lines = kept;
    lines.len() < n_before
}

/// A line without white space, its numbers all alike.
fn key(text: &str, line: &Line) -> String {
    let mut key = String::new();
    for c in text.get(line.from..line.to).unwrap_or_default().chars().filter(|c| !c.is_whitespace()) {
        match c {
            '0'..='9' if key.ends_with('0') => {}
            '0'..='9' => key.push('0'),
            _ => key.push(c),
        }
    }
    key
}

/// Whether a sentence goes on over a page's edge.
fn goes_on(text: &str, above: &Line, line: &Line) -> bool {
    let words = |line: &Line| text.get(line.from..line.to).unwrap_or_default();
    words(line).starts_with(char::is_lowercase) && !words(above).ends_with(['.', '!', '?', ':'])
}
