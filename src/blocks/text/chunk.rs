//! Lines to chunks, one per block. In: lines. Out: chunks with what their own marks say: bullets, numbers, Markdown.
//! Never asks what a chunk is among its neighbours, but for a mark that needs a second one to be a list.

use super::line::Line;
use super::{letters, terms};
use crate::blocks::Span;
use std::ops::Range;

/// What a chunk's own marks say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing.
    Text,
    /// A heading by Markdown's marks.
    Heading(u8),
    /// An entry behind a bullet.
    Bullet,
    /// An entry behind a number, and what that is printed as: `1`, `a`, `i`.
    Number(u32, char),
    /// A further paragraph of the entry before it.
    Within,
    /// A term.
    Term,
    /// What describes the term before it.
    Description,
    /// Lines behind `>`.
    Quote,
    /// Lines between fences; the span is the language's name, in bytes of the page.
    Code(Span),
}

/// Lines that make one block.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// Its lines.
    pub lines: Range<usize>,
    /// Its bytes without the marks, from the first line's to the last line's.
    pub body: Range<usize>,
    /// What its marks say.
    pub shape: Shape,
    /// Whether a blank line stands before it.
    pub gap: bool,
    /// Columns before its first line.
    pub indent: u32,
    /// Whether the box behind its bullet is ticked: `[ ]`, `[x]`.
    pub checked: Option<bool>,
}

impl Chunk {
    /// Its bytes in the page, marks too.
    pub(super) fn source(&self, lines: &[Line]) -> Range<usize> {
        let rows = lines.get(self.lines.clone()).unwrap_or_default();
        match (rows.first(), rows.last()) {
            // they share a line
            _ if self.shape == Shape::Term => self.body.clone(),
            (Some(_), Some(last)) if self.shape == Shape::Description => self.body.start..last.to,
            (Some(first), Some(last)) => first.from..last.to,
            _ => self.body.clone(),
        }
    }
}

/// Lines no longer than this can have been wrapped by hand, by a mail program or by an editor; longer ones are paragraphs.
const WIDEST_WRAP: u32 = 160;
/// Narrowest wrapping told by two or three lines under a heading: so few lines of verse may look alike.
const NARROWEST_FEW: u32 = 55;
/// Lines shorter than this are not wrapped text but verse, addresses and lists.
const NARROWEST_WRAP: u32 = 40;

/// Cuts lines into chunks.
pub(super) fn cut(text: &str, lines: &[Line]) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let closers: Vec<usize> = (0..lines.len()).filter(|&at| body_of(text, lines, at) == "```").collect();
    let mut at = 0;
    while at < lines.len() {
        if let Some(end) = fence(text, lines, &closers, at) {
            chunks.push(code(text, lines, at, end));
            at = end + 1;
            continue;
        }
        let mut end = at + 1;
        while end < lines.len() && !lines[end].gap && fence(text, lines, &closers, end).is_none() {
            end += 1;
        }
        run(text, lines, at..end, &mut chunks);
        at = end;
    }
    settle(text, lines, &mut chunks);
    terms::part(text, lines, chunks)
}

/// The line that closes the fence opened at `at`, the next of `closers`; a fence that is never closed is none.
fn fence(text: &str, lines: &[Line], closers: &[usize], at: usize) -> Option<usize> {
    let body = body_of(text, lines, at);
    if !body.starts_with("```") || body.len() > 40 || body.get(3..)?.contains('`') {
        return None;
    }
    closers.get(closers.partition_point(|&close| close <= at)).copied()
}

/// The chunk of fenced lines `open..=close`, without the fences.
fn code(text: &str, lines: &[Line], open: usize, close: usize) -> Chunk {
    let first = lines[open];
    let name = body_of(text, lines, open).trim_start_matches('`').trim_start();
    let to = first.to as u32;
    let body = lines.get(open + 1).map_or(first.to, |line| line.from)..lines[close].from;
    Chunk {
        lines: open + 1..close,
        body,
        shape: Shape::Code(Span { from: to - name.len() as u32, to }),
        gap: true,
        indent: first.indent,
        checked: None,
    }
}

/// Visible characters of a line.
fn body_of<'t>(text: &'t str, lines: &[Line], at: usize) -> &'t str {
    lines.get(at).and_then(|line| text.get(line.from..line.to)).unwrap_or_default()
}

/// Cuts a run of lines without a blank one among them.
fn run(text: &str, lines: &[Line], rows: Range<usize>, chunks: &mut Vec<Chunk>) {
    let wrap = match wrap_width(text, lines, rows.clone()) {
        0 => wrap_under_heading(text, lines, rows.clone()),
        width => width,
    };
    let mut open = false;
    for at in rows.clone() {
        let (shape, body) = mark(text, lines, at);
        let is_underline = at > rows.start && chunks.last().is_some_and(|c| underlines(text, lines, at, c));
        if is_underline {
            let level = if body_of(text, lines, at).starts_with('=') { 1 } else { 2 };
            if let Some(chunk) = chunks.last_mut() {
                chunk.shape = Shape::Heading(level);
            }
            open = false;
            continue;
        }
        let previous = at.checked_sub(1).filter(|&p| p >= rows.start);
        let hangs = chunks.last().is_some_and(|entry| hangs_under(&lines[at], entry));
        let goes_on = open && shape == Shape::Text && (hangs || previous.is_some_and(|p| fills(text, lines, p, wrap)));
        let quotes_on = shape == Shape::Quote && open && chunks.last().is_some_and(|c| c.shape == Shape::Quote);
        match chunks.last_mut() {
            Some(chunk) if goes_on || quotes_on => {
                chunk.lines.end = at + 1;
                chunk.body.end = body.end;
            }
            _ => {
                let Line { gap, indent, .. } = lines[at];
                let (checked, body) = ticked(text, shape, body);
                chunks.push(Chunk { lines: at..at + 1, body, shape, gap, indent, checked });
            }
        }
        open = !matches!(shape, Shape::Heading(_));
    }
}

/// The width a run of lines was wrapped at; 0 where it was not.
fn wrap_width(text: &str, lines: &[Line], rows: Range<usize>) -> u32 {
    let widest = lines[rows.clone()].iter().map(|line| line.width).max().unwrap_or(0);
    if rows.len() < 2 || !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&widest) {
        return 0;
    }
    // The last line of a paragraph or of an entry is as short as it likes.
    let inner = rows.start..rows.end - 1;
    let judged = inner.clone().filter(|&at| mark(text, lines, at + 1).0 == Shape::Text);
    let (mut full, mut all) = (0, 0);
    for at in judged {
        all += 1;
        full += u32::from(fills(text, lines, at, widest));
    }
    if all > 0 && full * 10 >= all * 7 { widest } else { 0 }
}

/// The width that the lines under the first, its heading, were wrapped at; 0 where they were not. Half of them must go on
/// in the midst of a sentence.
fn wrap_under_heading(text: &str, lines: &[Line], rows: Range<usize>) -> u32 {
    let is_bar = |at: usize| body_of(text, lines, at).bytes().all(|b| matches!(b, b'=' | b'-'));
    let from = rows.start + 1 + usize::from(rows.len() > 1 && is_bar(rows.start + 1));
    let under = from.min(rows.end)..rows.end;
    let goes_on = |at: &usize| body_of(text, lines, *at).starts_with(char::is_lowercase);
    let further = under.clone().skip(1);
    if 2 * further.clone().filter(goes_on).count() < further.len().max(1) {
        return 0;
    }
    Some(wrap_width(text, lines, under)).filter(|&width| width >= NARROWEST_FEW).unwrap_or(0)
}

/// Whether a line stands under the words of an entry, not under its mark.
fn hangs_under(line: &Line, entry: &Chunk) -> bool {
    matches!(entry.shape, Shape::Bullet | Shape::Number(..)) && line.indent > entry.indent + 1
}

/// Whether the next line's first word would not have fitted on this line.
fn fills(text: &str, lines: &[Line], at: usize, wrap: u32) -> bool {
    let next = body_of(text, lines, at + 1);
    let word = next.split(char::is_whitespace).next().map_or(0, |word| word.chars().count() as u32);
    // Ragged hands and proportional fonts leave some columns free.
    const SLACK: u32 = 8;
    wrap > 0 && lines[at].width + 1 + word.min(16) + SLACK > wrap
}

/// Whether the line is a Markdown underline of the chunk before it.
fn underlines(text: &str, lines: &[Line], at: usize, above: &Chunk) -> bool {
    let bar = body_of(text, lines, at);
    let is_bar = bar.len() >= 3 && (bar.bytes().all(|b| b == b'=') || bar.bytes().all(|b| b == b'-'));
    is_bar && above.shape == Shape::Text && above.lines == (at - 1..at) && lines[at - 1].width <= WIDEST_WRAP
}

/// What a line's own marks say, and its bytes without them.
fn mark(text: &str, lines: &[Line], at: usize) -> (Shape, Range<usize>) {
    let Some(line) = lines.get(at) else { return (Shape::Text, 0..0) };
    let body = body_of(text, lines, at);
    let plain = line.from..line.to;
    let hashes = body.bytes().take_while(|&b| b == b'#').count();
    if (1..=6).contains(&hashes) && body.get(hashes..).is_some_and(|rest| rest.starts_with(' ')) {
        let rest = body.get(hashes..).unwrap_or_default();
        let kept = rest.trim_end_matches('#').trim();
        let from = line.from + hashes + (rest.len() - rest.trim_start().len());
        if !kept.is_empty() {
            return (Shape::Heading(hashes as u8), from..from + kept.len());
        }
    }
    if let Some(rest) = body.strip_prefix("> ") {
        return (Shape::Quote, line.to - rest.len()..line.to);
    }
    let bullet = bullet(body).or_else(|| lettered_bullet(body, line.indent));
    let (shape, rest) = match (bullet, number(body)) {
        (Some(rest), _) => (Shape::Bullet, rest),
        (_, Some((number, rest))) => (Shape::Number(number, '1'), rest),
        _ => match letters::entry(text, lines, at) {
            Some((number, style, rest)) => (Shape::Number(number, style), rest),
            None => return (Shape::Text, plain),
        },
    };
    // A mark needs words behind it: "* * *" is a separator.
    if rest.chars().any(char::is_alphanumeric) { (shape, line.to - rest.len()..line.to) } else { (Shape::Text, plain) }
}

/// The box behind a bullet, and the bytes behind the box.
fn ticked(text: &str, shape: Shape, body: Range<usize>) -> (Option<bool>, Range<usize>) {
    let words = text.get(body.clone()).unwrap_or_default();
    let boxes = [("[ ] ", false), ("[x] ", true), ("[X] ", true), ("☐ ", false), ("☑ ", true), ("☒ ", true)];
    let found = boxes.iter().find(|(sign, _)| words.starts_with(sign)).filter(|_| shape == Shape::Bullet);
    found.map_or((None, body.clone()), |(sign, checked)| (Some(*checked), body.start + sign.len()..body.end))
}

/// The words behind a bullet.
fn bullet(body: &str) -> Option<&str> {
    let mut chars = body.chars();
    let mark = chars.next()?;
    let is_mark = matches!(mark, '•' | '‣' | '◦' | '▪' | '●' | '○' | '■' | '·' | '*' | '-' | '–' | '+' | '\u{f0b7}');
    let rest = chars.as_str();
    let words = rest.trim_start();
    (is_mark && words.len() < rest.len()).then_some(words)
}

/// The words behind an `o`, which typewriters had for a bullet: set in, or well apart, since it is a word as well.
fn lettered_bullet(body: &str, indent: u32) -> Option<&str> {
    let rest = body.strip_prefix("o ")?;
    (indent > 0 || rest.starts_with(' ')).then(|| rest.trim_start())
}

/// The number and the words behind it: `1. `, `1) `, `(1) `, `[1] `, at most three digits.
fn number(body: &str) -> Option<(u32, &str)> {
    let open = body.chars().next().filter(|c| matches!(c, '(' | '['));
    let rest = body.strip_prefix(['(', '[']).unwrap_or(body);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: u32 = rest.get(..digits).filter(|d| (1..=3).contains(&d.len()))?.parse().ok()?;
    let rest = rest.get(digits..)?;
    let rest = match open {
        Some('(') => rest.strip_prefix(')')?,
        Some(_) => rest.strip_prefix(']')?,
        None => rest.strip_prefix(['.', ')'])?,
    };
    let words = rest.trim_start();
    (words.len() < rest.len()).then_some((number, words))
}

/// Finds the further paragraphs of entries, and takes back the marks that stand alone: one number or dash makes no list.
fn settle(text: &str, lines: &[Line], chunks: &mut [Chunk]) {
    let is_entry = |chunk: &Chunk| matches!(chunk.shape, Shape::Bullet | Shape::Number(..));
    join_paragraphs(text, lines, chunks);
    // each entry's neighbours, past the paragraphs of its own
    let entries: Vec<usize> = (0..chunks.len()).filter(|&at| is_entry(&chunks[at])).collect();
    let is_parted = |from: usize, to: usize| chunks[from + 1..to].iter().any(|chunk| chunk.shape != Shape::Within);
    let parted: Vec<bool> = entries.windows(2).map(|pair| is_parted(pair[0], pair[1])).collect();
    for (i, &at) in entries.iter().enumerate() {
        let is_lone =
            i.checked_sub(1).is_none_or(|before| parted[before]) && parted.get(i).is_none_or(|&parted| parted);
        if !is_lone {
            continue;
        }
        let within = chunks[at + 1..].iter().take_while(|chunk| chunk.shape == Shape::Within).count();
        chunks[at..=at + within].iter_mut().for_each(|chunk| chunk.shape = Shape::Text);
        chunks[at].body.start = lines[chunks[at].lines.start].from;
    }
}

/// Further paragraphs of one entry; what a number has more of under it, it heads.
const MOST_WITHIN: usize = 3;

/// One line in so many of the running text may stand out of the margin.
const LETTERHEAD: usize = 6;

/// Finds the paragraphs that hang under an entry. Where all running text is set in, numbers out of it head sections.
fn join_paragraphs(text: &str, lines: &[Line], chunks: &mut [Chunk]) {
    let is_running = |chunk: &Chunk| chunk.shape == Shape::Text && chunk.lines.len() > 1;
    let mut running: Vec<(u32, usize)> =
        chunks.iter().filter(|chunk| is_running(chunk)).map(|chunk| (chunk.indent, chunk.lines.len())).collect();
    running.sort_unstable();
    // a letterhead stands at the edge whatever the text does
    let mut few = running.iter().map(|(_, n)| n).sum::<usize>() / LETTERHEAD;
    let is_over = |&&(_, n): &&(u32, usize)| {
        let is_over = n > few;
        few = few.saturating_sub(n);
        is_over
    };
    let Some(&(margin, _)) = running.iter().find(is_over) else { return };
    for at in 0..chunks.len().saturating_sub(1) {
        let (entry, next) = (&chunks[at], &chunks[at + 1]);
        let stands_out = entry.indent + 1 < margin && next.indent > entry.indent + 1 && entry.gap && next.gap;
        let line = body_of(text, lines, entry.lines.start);
        if stands_out
            && matches!(entry.shape, Shape::Number(_, '1'))
            && entry.lines.len() == 1
            && !line.ends_with(['.', ',', ';', ':', '!', '?'])
        {
            chunks[at].shape = Shape::Text;
            chunks[at].body.start = lines[chunks[at].lines.start].from;
        }
    }
    for at in 0..chunks.len() {
        let entry = &chunks[at];
        let most = if entry.shape == Shape::Bullet { MOST_WITHIN } else { 1 };
        let hangs = |chunk: &&Chunk| {
            let first = lines.get(chunk.lines.start);
            chunk.shape == Shape::Text && first.is_some_and(|line| hangs_under(line, entry))
        };
        let within = chunks[at + 1..].iter().take(most + 1).take_while(hangs).count();
        if (1..=most).contains(&within) && margin <= entry.indent {
            chunks[at + 1..=at + within].iter_mut().for_each(|chunk| chunk.shape = Shape::Within);
        }
    }
}
