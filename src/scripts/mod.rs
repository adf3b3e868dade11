//! Words that stand only in scripts: the data of pages that show (nearly) nothing until a browser runs them, written out
//! as markup in reading order. Looked for only where next to nothing of a page is kept; what the page shows is never
//! given twice. Of a product whose page keeps no prose the description is given. Runs no program.

mod flight;
mod json;
mod linked;
mod literal;
mod markup;
mod prose;
mod state;

use crate::blocks::{BlockId, Blocks};
use crate::dom::{Attr, Dom, NodeId};
use crate::head::Head;
use json::Json;
use prose::{Piece, opening};
use std::ops::Range;

/// Bytes of text kept up to which a page may be one that only scripts fill: a sentence or two. Of the seven pages of `wcxb-dev`
/// that 500 let in, three showed all that was wanted, and no page loses by fewer.
pub const NEARLY_NOTHING: usize = 200;

/// Bytes up to which it may be one where a script holds running text, and so many times the words that are kept. None of the
/// pages of `wcxb-dev`, but shells of three sentences are common elsewhere, and in other letters than Latin take twice the bytes.
const LITTLE: usize = 500;
const TIMES: usize = 10;

/// Words of a piece from which on it is running text.
const RUNNING: usize = 25;

/// Words that must be recovered for them to count.
const LEAST_WORDS: usize = 30;

/// Bytes of one script read.
const MAX_SCRIPT: usize = 4 << 20;

/// What a page shows, as far as scripts are concerned.
pub struct Shown<'a, 'd> {
    /// The tree.
    pub dom: &'d Dom,
    /// Its head.
    pub head: &'a Head<'d>,
    /// All its blocks.
    pub blocks: &'a Blocks,
    /// Those of them that are kept.
    pub kept: &'a [BlockId],
}

/// Markup made of a page's scripts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// The markup.
    pub html: String,
    /// For each piece of it its bytes, and those of the script that it stood in, in the decoded page.
    pub pieces: Vec<(Range<usize>, Range<usize>)>,
}

impl Recovered {
    /// The script's bytes for a place in the markup.
    pub fn source(&self, at: usize) -> Option<Range<usize>> {
        self.pieces.iter().rev().find(|(made, _)| made.start <= at).map(|(_, source)| source.clone())
    }
}

/// The words that a page has only in its scripts; `None` where it shows enough, or its scripts hold no prose.
pub fn recover(shown: &Shown<'_, '_>) -> Option<Recovered> {
    if shown.head.scripts.is_empty() {
        return None;
    }
    let kept_bytes: usize = shown.kept.iter().map(|&id| shown.blocks.text_of(id).len()).sum();
    let not_shown = |pieces: Vec<Piece>| prose::distinct(pieces, &shown_openings(shown.blocks));
    let (pieces, least) = if kept_bytes <= NEARLY_NOTHING {
        (not_shown(linked::pieces(shown).or_else(|| of_states(shown))?), LEAST_WORDS)
    } else if let Some(pieces) = (kept_bytes <= LITTLE).then(|| outweighing(shown, not_shown)).flatten() {
        (pieces, LEAST_WORDS)
    } else {
        (not_shown(linked::description(shown)?), 1)
    };
    if words_in(&pieces) < least {
        return None;
    }
    let mut recovered = Recovered::default();
    for piece in pieces {
        let from = recovered.html.len();
        recovered.html.push_str(&piece.html);
        let body = shown.dom.children(piece.script).next().unwrap_or(piece.script);
        recovered.pieces.push((from..recovered.html.len(), shown.dom.source(body)));
    }
    Some(recovered)
}

/// The pieces of running text in scripts that outweighs by far what is kept.
fn outweighing(shown: &Shown<'_, '_>, not_shown: impl Fn(Vec<Piece>) -> Vec<Piece>) -> Option<Vec<Piece>> {
    let kept: usize = shown.kept.iter().map(|&id| prose::words_of(shown.blocks.text_of(id))).sum();
    let outweighs = |pieces: &Vec<Piece>| {
        let running: usize = pieces.iter().map(|piece| piece.words).filter(|&words| words >= RUNNING).sum();
        running >= TIMES * kept && 2 * running >= words_in(pieces)
    };
    let linked = linked::pieces(shown).map(&not_shown).filter(outweighs);
    linked.or_else(|| of_states(shown).map(&not_shown).filter(outweighs))
}

fn words_in(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.words).sum()
}

/// The pieces of the script that holds the most prose.
fn of_states(shown: &Shown<'_, '_>) -> Option<Vec<Piece>> {
    let mut best = of_stream(shown).filter(|(words, _)| *words >= LEAST_WORDS);
    for &script in &shown.head.scripts {
        if shown.head.linked_scripts.contains(&script) {
            continue;
        }
        let Some(value) = state_of(shown.dom, script) else { continue };
        let pieces = state::pieces(value, script);
        let words = words_in(&pieces);
        if words >= LEAST_WORDS && best.as_ref().is_none_or(|(most, _)| words > *most) {
            best = Some((words, pieces));
        }
    }
    best.map(|(_, pieces)| pieces)
}

/// The pieces of what many scripts hand over together, and their words.
fn of_stream(shown: &Shown<'_, '_>) -> Option<(usize, Vec<Piece>)> {
    let mut stream = String::new();
    let mut longest = None;
    for &script in &shown.head.scripts {
        let Some(piece) = text_of(shown.dom, script).and_then(flight::piece) else { continue };
        if stream.len() + piece.len() > MAX_SCRIPT {
            break;
        }
        stream.push_str(&piece);
        longest = longest.max(Some((piece.len(), std::cmp::Reverse(script))));
    }
    let (_, std::cmp::Reverse(script)) = longest?;
    let pieces = state::pieces(flight::value(&stream), script);
    Some((words_in(&pieces), pieces))
}

fn text_of(dom: &Dom, script: NodeId) -> Option<&str> {
    dom.children(script).next().map(|n| dom.text(n).trim()).filter(|t| t.len() <= MAX_SCRIPT)
}

/// What a script's text holds: JSON as such, or the first value that it assigns or hands to a function.
fn state_of(dom: &Dom, script: NodeId) -> Option<Json> {
    let text = text_of(dom, script)?;
    if dom.attr(script, Attr::Type).is_some_and(|kind| kind.contains("json")) {
        return json::parse(text);
    }
    let is_data = dom.attr(script, Attr::Src).is_none() && text.len() >= LEAST_BYTES;
    let names_data = |head: &str| ASSIGNED.iter().any(|name| head.contains(name));
    let mut end = text.len().min(HEAD_OF_SCRIPT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let at = head.find("=").filter(|_| is_data && names_data(head)).map(|at| at + 1)?;
    let value = text[at..].trim_start();
    if let Some(escaped) = value.strip_prefix("JSON.parse(") {
        // JSON inside a string, itself escaped as one
        let Json::Text(inner) = json::parse(escaped)? else { return None };
        return json::parse(&inner);
    }
    if value.starts_with(['{', '[']) {
        return json::parse(value).or_else(|| literal::parse(value, MAX_SCRIPT));
    }
    value.starts_with('(').then(|| literal::parse(value, MAX_SCRIPT)).flatten()
}

/// Bytes below which a script's state holds no article.
const LEAST_BYTES: usize = 200;

/// Bytes at a script's beginning in which it must say what it assigns.
const HEAD_OF_SCRIPT: usize = 120;

/// What names a page's data where scripts assign it.
const ASSIGNED: [&str; 12] = [
    "__NEXT_DATA__",
    "__NUXT__",
    "__APOLLO_STATE__",
    "__INITIAL_STATE__",
    "__INITIAL_DATA__",
    "__PRELOADED_STATE__",
    "__STATE__",
    "__DATA__",
    "__data",
    "initialState",
    "pageData",
    "window.",
];

/// The openings of what the page shows itself.
fn shown_openings(blocks: &Blocks) -> Vec<u64> {
    let mut openings: Vec<u64> = blocks.ids().filter_map(|id| opening(blocks.text_of(id))).collect();
    openings.sort_unstable();
    openings
}
