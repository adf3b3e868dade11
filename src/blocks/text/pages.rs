//! Printed pages as text, a form feed between them. In: lines. Out: the lines without what is printed at the foot and the
//! head of each page, so that a paragraph goes on over the edge, and those lines. Takes nothing that only one page has there,
//! and no line of a paragraph.

use super::line::Line;
use super::numbers::{self, Number};
use crate::blocks::{Block, BlockKind, Blocks, Group, GroupId, GroupKind};
use crate::dom::NodeId;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Lines at a foot or a head.
const DEEPEST: usize = 2;

/// Pages from which on a line at their edges is taken for one of all pages, where there are more.
const LEAST: usize = 3;

/// Spaces in a row that part columns of a line: a paragraph has no such lines.
const COLUMNS: &str = "   ";

/// A line at the edge of a page.
struct Edge {
    line: usize,
    /// The lines that go with it or stay with it.
    with: Range<usize>,
    /// The number of the page in the text.
    page: usize,
    key: String,
    numbers: Vec<Number>,
}

/// Takes out the lines that stand at the edges of pages and count these or say the same on each; gives them.
pub(super) fn join(text: &str, lines: &mut Vec<Line>) -> Vec<Line> {
    let mut gone = Vec::new();
    if lines.iter().skip(1).filter(|line| line.opens_page).nth(1).is_none() {
        return gone;
    }
    for _ in 0..DEEPEST {
        if !take(text, lines, &mut gone) {
            break;
        }
    }
    gone.sort_unstable_by_key(|line| line.from);
    gone
}

/// Takes out what is outermost on the pages; whether there was any.
fn take(text: &str, lines: &mut Vec<Line>, gone: &mut Vec<Line>) -> bool {
    let edges = edges(text, lines);
    let found = repeated(&edges, text, lines);
    let goes = |edge: &&Edge| edge.with.clone().all(|at| found.contains(&at));
    let goes: HashSet<usize> = edges.iter().filter(goes).map(|edge| edge.line).collect();
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut opens_page = false;
    for (at, line) in lines.iter().enumerate() {
        opens_page |= line.opens_page;
        if goes.contains(&at) {
            gone.push(*line);
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
    !goes.is_empty()
}

/// The lines at the edges of pages that are set apart from the text there.
fn edges(text: &str, lines: &[Line]) -> Vec<Edge> {
    let begins: Vec<usize> = (0..lines.len()).filter(|&at| at == 0 || lines[at].opens_page).collect();
    let ends = begins.iter().skip(1).copied().chain([lines.len()]);
    let mut edges = Vec::new();
    for (page, (from, to)) in begins.iter().copied().zip(ends).enumerate() {
        for (line, with) in at_edges(text, lines, from..to) {
            let words = words(text, &lines[line]);
            edges.push(Edge { line, with, page, key: without_space(words), numbers: numbers::of(words) });
        }
    }
    edges
}

/// The first lines of a page and the last, where they are few and space parts them from the others, each with those that it
/// runs on with.
fn at_edges(text: &str, lines: &[Line], page: Range<usize>) -> Vec<(usize, Range<usize>)> {
    let has_columns = |at: usize| words(text, &lines[at]).contains(COLUMNS);
    let is_apart = |edge: &Range<usize>| (1..=DEEPEST).contains(&edge.len()) && edge.len() < page.len();
    let mut down = page.start + 1..page.end.min(page.start + 1 + DEEPEST);
    let head = down.find(|&at| lines[at].gap).map_or(page.start..page.start, |at| page.start..at);
    let mut up = (page.start + 1..page.end).rev().take(DEEPEST);
    let foot = up.find(|&at| lines[at].gap).map_or(page.end..page.end, |at| at..page.end);
    let ends = [page.start, page.end - 1].into_iter().filter(|&at| page.len() > 1 && has_columns(at));
    let mut found: Vec<(usize, Range<usize>)> = ends.map(|at| (at, at..at + 1)).collect();
    for edge in [head, foot].into_iter().filter(is_apart) {
        found.extend(edge.clone().map(|at| (at, edge.clone())));
    }
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by_key(|(at, _)| *at);
    found
}

/// The lines at edges with a number that counts the pages, and those that are the same on several; without one of these
/// where nothing counts the pages: it may be of the text.
fn repeated(edges: &[Edge], text: &str, lines: &[Line]) -> HashSet<usize> {
    let n_pages = lines.iter().skip(1).filter(|line| line.opens_page).count();
    let least = LEAST.min(n_pages);
    let mut counting: HashMap<(&str, &str, i64), Vec<usize>> = HashMap::new();
    for edge in edges {
        for number in &edge.numbers {
            let offset = number.value - edge.page as i64;
            counting.entry((&number.before, &number.behind, offset)).or_default().push(edge.line);
        }
    }
    let mut found: HashSet<usize> = counting.into_values().filter(|at| at.len() >= least).flatten().collect();
    let is_counted = !found.is_empty();
    let mut same: HashMap<&str, Vec<usize>> = HashMap::new();
    edges.iter().for_each(|edge| same.entry(&edge.key).or_default().push(edge.line));
    same.retain(|_, at| at.len() >= if is_counted { least } else { LEAST });
    if same.is_empty() {
        return found;
    }
    // what stands between other lines, too, is a refrain; a title may do so once
    let at_edge: HashSet<usize> = edges.iter().map(|edge| edge.line).collect();
    let mut within: HashMap<&str, usize> = HashMap::new();
    for at in (0..lines.len()).filter(|at| !at_edge.contains(at)) {
        if let Some((key, _)) = same.get_key_value(without_space(words(text, &lines[at])).as_str()) {
            *within.entry(*key).or_default() += 1;
        }
    }
    for (key, at) in same {
        if within.get(key).is_none_or(|&n| n < 2) {
            found.extend(at.into_iter().skip(usize::from(!is_counted)));
        }
    }
    found
}

fn words<'t>(text: &'t str, line: &Line) -> &'t str {
    text.get(line.from..line.to).unwrap_or_default()
}

fn without_space(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a sentence goes on over a page's edge.
fn goes_on(text: &str, above: &Line, line: &Line) -> bool {
    words(text, line).starts_with(char::is_lowercase) && !words(text, above).ends_with(['.', '!', '?', ':'])
}

/// Writes the lines that were taken out behind all others.
pub(super) fn write(text: &str, gone: &[Line], out: &mut Blocks) {
    if gone.is_empty() {
        return;
    }
    let from = out.rows.len() as u32;
    let group = GroupId(out.groups.len() as u32);
    for line in gone {
        let start = out.text.len() as u32;
        for word in words(text, line).split_whitespace() {
            if out.text.len() as u32 > start {
                out.text.push(' ');
            }
            out.text.push_str(word);
        }
        out.rows.push(Block {
            kind: BlockKind::Paragraph,
            node: NodeId::NONE,
            group,
            text: start..out.text.len() as u32,
            links: 0..0,
            source: line.from as u32..line.to as u32,
            bold: 0,
            leads: false,
        });
    }
    let to = out.rows.len() as u32;
    out.groups.push(Group { kind: GroupKind::Printed, node: NodeId::NONE, parent: GroupId::ROOT, blocks: from..to });
    if let Some(page) = out.groups.first_mut() {
        page.blocks.end = to;
    }
}
