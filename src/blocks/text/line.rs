//! Text to lines. In: the page. Out: its lines that hold anything, each with its place. Never looks at words.

/// A line that holds more than white space. Places are in bytes of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// First byte of the line, white space too.
    pub raw_from: usize,
    /// First visible byte.
    pub from: usize,
    /// One past the last visible byte.
    pub to: usize,
    /// Columns of white space before it; a tab counts four.
    pub indent: u32,
    /// Characters from the first visible to the last.
    pub width: u32,
    /// Whether a blank line (or the page's beginning) stands before it.
    pub gap: bool,
}

/// Splits at LF, CR LF, and form feeds.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut gap = true;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let body = raw.trim_matches(is_blank);
        if body.is_empty() {
            gap = true;
        } else {
            let lead = raw.len() - raw.trim_start_matches(is_blank).len();
            let columns: u32 = raw.get(..lead).unwrap_or_default().chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
            let from = at + lead;
            let width = body.chars().count() as u32;
            lines.push(Line { raw_from: at, from, to: from + body.len(), indent: columns, width, gap });
            gap = false;
        }
        at += raw.len();
    }
    lines
}

/// White space and marks without width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')
}
