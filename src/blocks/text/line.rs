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
    /// Whether a form feed or the foot of a page stands before it.
    pub opens_page: bool,
}

/// Splits at LF, CR LF, and form feeds.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let has_pages = text.contains('\u{c}');
    let (mut gap, mut opens_page) = (true, false);
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let body = raw.trim_matches(is_blank);
        opens_page |= has_pages && raw.contains('\u{c}');
        if body.is_empty() {
            gap = true;
        } else {
            let lead = raw.len() - raw.trim_start_matches(is_blank).len();
            let columns: u32 = raw.get(..lead).unwrap_or_default().chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
            let from = at + lead;
            let width = body.chars().count() as u32;
            lines.push(Line { raw_from: at, from, to: from + body.len(), indent: columns, width, gap, opens_page });
            gap = false;
            opens_page = ends_page(body);
        }
        at += raw.len();
    }
    lines
}

/// Whether a line is the foot of a page as memos have it, `[Page 12]`: copies of them have lost the form feeds.
fn ends_page(line: &str) -> bool {
    let number = line.strip_suffix(']').and_then(|line| Some(line.rsplit_once("[Page ")?.1));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// White space and marks without width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')
}
