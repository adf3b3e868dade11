//! Headings of plain text. In: chunks with lists, sources and people marked. Out: heading kinds on the blocks.
//! A short line is a heading by what follows it: prose or a list.

use super::chunk::Shape;
use super::{Page, Role};
use crate::blocks::{BlockId, BlockKind, Blocks};

/// Longest heading, in characters, and longest title.
const LONGEST: usize = 90;
const LONGEST_TITLE: usize = 200;

/// Marks the title and the headings of sections.
pub(super) fn mark(page: &Page<'_>, out: &mut Blocks) {
    for at in 0..page.roles.len() {
        if page.roles[at] != Role::Body || page.chunks[at].shape != Shape::Text {
            continue;
        }
        let text = out.text_of(BlockId(at as u32));
        let level = if at == 0 && is_title(page, text, out) {
            Some(1)
        } else if is_heading(page, at, text, out) {
            Some(level_of(text))
        } else {
            None
        };
        if let (Some(level), Some(row)) = (level, out.rows.get_mut(at)) {
            row.kind = BlockKind::Heading(level);
        }
    }
}

/// Whether the page's first line is its title: one line without a final stop, and more than itself on the page.
fn is_title(page: &Page<'_>, text: &str, out: &Blocks) -> bool {
    let is_one_line = page.chunks.first().is_some_and(|chunk| chunk.lines.len() == 1);
    let parts = page.is_flat || page.chunks.get(1).is_some_and(|next| next.gap);
    is_one_line
        && parts
        && out.len() > 1
        && text.chars().count() <= LONGEST_TITLE
        && text.chars().any(char::is_alphabetic)
        && !text.ends_with(['.', ',', ';', ':', '。'])
}

/// Whether a line heads what follows.
fn is_heading(page: &Page<'_>, at: usize, text: &str, out: &Blocks) -> bool {
    let Some(next) = page.chunks.get(at + 1) else { return false };
    let chunk = &page.chunks[at];
    let opens = match page.roles[at + 1] {
        Role::Body => {
            is_prose(out.text_of(BlockId(at as u32 + 1)))
                || matches!(next.shape, Shape::Code(_)) && chunk.gap
                || next.gap && (parts_of_number(text) > 1 || parts_of_number(text) > 0 && next.indent > chunk.indent)
        }
        Role::Entry(_) | Role::Source(_) | Role::Term => true,
        Role::Name => chunk.gap,
        Role::Within | Role::Description | Role::Quote | Role::Card | Role::Apart => false,
    };
    // Without blank lines a menu's last entry looks like a heading: the line before must be prose.
    let stands_apart = if page.is_flat {
        at.checked_sub(1).is_some_and(|before| is_prose(out.text_of(BlockId(before as u32))))
    } else {
        chunk.gap
    };
    // what is set in under a numbered heading is its text
    let is_under = at.checked_sub(1).is_some_and(|above| {
        let number = parts_of_number(out.text_of(BlockId(above as u32)));
        page.roles[above] == Role::Body && number > 0 && page.chunks[above].indent < chunk.indent
    });
    let is_text = is_under && parts_of_number(text) == 0;
    opens && stands_apart && chunk.lines.len() == 1 && has_shape(text) && !is_text
}

/// Whether the line by itself can be a heading.
fn has_shape(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let first = text.chars().find(|c| c.is_alphanumeric());
    let opens_well = first.is_some_and(|c| !c.is_lowercase());
    let is_address = text.contains("://") || text.contains('@') || text.starts_with("www.");
    opens_well
        && words <= 14
        && text.chars().count() <= LONGEST
        && text.chars().any(char::is_alphabetic)
        && !text.starts_with(['"', '“', '„', '«', '('])
        && !text.ends_with(['.', ',', ';', ':', '!', '…', '"', '”', '。', '、', '！'])
        && !is_address
        && !is_byline(text)
        && !is_dateline(text)
}

/// Whether a chunk is running text: long, or a sentence with its stop.
fn is_prose(text: &str) -> bool {
    let length = text.chars().count();
    let ends = text.ends_with(['.', '!', '?', '…', '"', '”', ')', ':', '。', '！', '？', '»']);
    length >= 80 || (ends && (text.split_whitespace().count() >= 5 || (length >= 12 && !text.is_ascii())))
}

/// `By Jane Smith`, `Von Max Muster`.
fn is_byline(text: &str) -> bool {
    let Some((by, name)) = text.split_once(' ') else { return false };
    let is_by = matches!(by.to_lowercase().as_str(), "by" | "von" | "par" | "por" | "door" | "av" | "af");
    is_by && name.split_whitespace().count() <= 8 && name.chars().next().is_some_and(char::is_uppercase)
}

/// A date with few words around it.
fn is_dateline(text: &str) -> bool {
    let tokens = || text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty());
    let is_number = |token: &&str| token.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let numbers = tokens().filter(is_number).count();
    let words = tokens().count() - numbers;
    let has_year = tokens().any(|token| token.len() == 4 && token.bytes().all(|b| b.is_ascii_digit()));
    has_year && numbers >= 2 && words <= 3
}

/// 2, or deeper where a number like `2.1` says so.
fn level_of(text: &str) -> u8 {
    (1 + parts_of_number(text)).clamp(2, 6)
}

/// How many parts the number has that a line begins with: two of `2.1`.
fn parts_of_number(text: &str) -> u8 {
    let number = text.split_whitespace().next().unwrap_or_default().trim_end_matches('.');
    let is_number = number.split('.').all(|part| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok());
    if is_number { number.split('.').count() as u8 } else { 0 }
}
