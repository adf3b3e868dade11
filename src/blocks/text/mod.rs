//! Plain text to blocks. In: decoded text without markup, any line ends. Out: blocks with the groups they stand in.
//! What a line is, is said by its neighbours: never by one line's looks alone.

mod chunk;
mod groups;
mod heading;
mod hyphen;
mod letters;
mod line;
mod numbers;
mod pages;
mod people;
mod source;
mod terms;

use super::space::Collapser;
use super::{Block, BlockKind, Blocks, GroupId, Span};
use crate::dom::NodeId;
use chunk::{Chunk, Shape};
use hyphen::{Hyphens, Join};
use line::Line;

/// What a chunk is among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Running text, a heading or code: the block's own kind says which.
    Body,
    /// An entry of a list, with its printed number.
    Entry(Option<u32>),
    /// A further paragraph of an entry.
    Within,
    /// An entry of a list of sources.
    Source(Option<u32>),
    /// A term, and what describes it.
    Term,
    Description,
    /// A quotation.
    Quote,
    /// A person's name, which opens a card.
    Name,
    /// What else stands in the card: role and words about them.
    Card,
    /// Under none of the headings before it.
    Apart,
}

/// A page's chunks with what was found out about them; one row per block.
struct Page<'a> {
    /// The chunks.
    chunks: &'a [Chunk],
    /// One per chunk.
    roles: Vec<Role>,
    /// No blank line on the page: a line is a block, as in WET records.
    is_flat: bool,
}

/// Cuts text without markup into blocks; `out` is cleared first.
pub fn segment(text: &str, out: &mut Blocks) {
    out.clear();
    let mut lines = line::split(text);
    let printed = pages::join(text, &mut lines);
    let chunks = chunk::cut(text, &lines);
    let hyphens = Hyphens::new(text, &lines);
    for chunk in &chunks {
        write(text, &lines, chunk, &hyphens, out);
    }
    let roles = chunks.iter().map(role_of).collect();
    let mut page = Page { chunks: &chunks, roles, is_flat: !lines.iter().skip(1).any(|line| line.gap) };
    source::mark(&mut page, out);
    people::mark(&mut page, out);
    heading::mark(&page, out);
    people::part(&mut page, out);
    groups::build(&page, out);
    pages::write(text, &printed, out);
}

/// The role that a chunk's own marks give it.
fn role_of(chunk: &Chunk) -> Role {
    match chunk.shape {
        Shape::Bullet => Role::Entry(None),
        Shape::Number(number, _) => Role::Entry(Some(number)),
        Shape::Within => Role::Within,
        Shape::Term => Role::Term,
        Shape::Description => Role::Description,
        Shape::Quote => Role::Quote,
        Shape::Text | Shape::Heading(_) | Shape::Code(_) => Role::Body,
    }
}

/// Writes a chunk as a block of the page.
fn write(text: &str, lines: &[Line], chunk: &Chunk, hyphens: &Hyphens<'_>, out: &mut Blocks) {
    let start = out.text.len();
    let rows = lines.get(chunk.lines.clone()).unwrap_or_default();
    if let Shape::Code(_) = chunk.shape {
        let (from, to) = (rows.first().map_or(0, |line| line.raw_from), rows.last().map_or(0, |line| line.to));
        let code = text.get(from..to).unwrap_or_default();
        out.text.extend(code.chars().filter(|&c| c != '\r'));
        out.text.push('\n');
    } else {
        let mut spaces = Collapser::default();
        for (at, line) in rows.iter().enumerate() {
            let from = if at == 0 { chunk.body.start } else { line.from };
            let to = if at + 1 == rows.len() { chunk.body.end } else { line.to };
            let piece = text.get(from..to).unwrap_or_default();
            let piece = if chunk.shape == Shape::Quote { piece.trim_start_matches(['>', ' ']) } else { piece };
            if at > 0 && out.text.len() > start {
                match hyphens.join(out.text.get(start..).unwrap_or_default(), piece) {
                    Join::Space => spaces.space(),
                    Join::Healed => {
                        out.text.pop();
                    }
                    Join::Whole => {}
                }
            }
            spaces.push(piece, &mut out.text, start);
        }
    }
    let kind = match chunk.shape {
        Shape::Heading(level) => BlockKind::Heading(level),
        Shape::Code(language) => {
            let name = text.get(language.from as usize..language.to as usize).unwrap_or_default();
            BlockKind::Code(if name.is_empty() { Span::default() } else { out.push_string(name) })
        }
        _ => BlockKind::Paragraph,
    };
    let source = chunk.source(lines);
    out.rows.push(Block {
        kind,
        node: NodeId::NONE,
        group: GroupId::ROOT,
        text: start as u32..out.text.len() as u32,
        links: 0..0,
        source: source.start as u32..source.end as u32,
        bold: 0,
        leads: false,
    });
}
