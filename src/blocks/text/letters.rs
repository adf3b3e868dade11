//! Entries counted by letters or Roman numerals: `a.`, `ii)`, `(b)`. In: a line among others. Out: its place in the count and
//! the words behind its mark. Never takes a letter for a mark where the one before it, or behind the first, is missing.

use super::line::Line;

/// Lines up and down that are looked through for the neighbour of a mark.
const REACH: usize = 40;

/// Columns by which marks of one list differ: wider ones begin further to the left.
const COLUMNS: u32 = 3;

/// A mark of small letters.
struct Mark<'t> {
    letters: &'t str,
    /// The sign behind it, or the bracket before it.
    form: char,
    words: &'t str,
}

/// How a mark counts.
#[derive(Clone, Copy)]
enum Count {
    Letters,
    Roman,
}

/// The number of the entry that a line is, what it is printed as (`a` or `i`), and the words behind the mark.
pub(super) fn entry<'t>(text: &'t str, lines: &[Line], at: usize) -> Option<(u32, char, &'t str)> {
    let mark = mark(text, lines.get(at)?)?;
    let read = |(count, style)| {
        let number = number(mark.letters, count)?;
        is_among_others(text, lines, at, &mark, number, count).then_some((number, style, mark.words))
    };
    [(Count::Letters, 'a'), (Count::Roman, 'i')].into_iter().find_map(read)
}

fn mark<'t>(text: &'t str, line: &Line) -> Option<Mark<'t>> {
    let body = text.get(line.from..line.to)?;
    let inner = body.strip_prefix('(').unwrap_or(body);
    let end = inner.bytes().take(6).position(|b| !b.is_ascii_lowercase()).filter(|&end| end > 0)?;
    let (letters, rest) = inner.split_at(end);
    let sign = rest.chars().next().filter(|&sign| sign == ')' || sign == '.' && inner.len() == body.len())?;
    let rest = rest.get(1..)?;
    let words = rest.trim_start();
    let form = if inner.len() < body.len() { '(' } else { sign };
    (words.len() < rest.len() && words.contains(char::is_alphanumeric)).then_some(Mark { letters, form, words })
}

/// What letters count up to.
fn number(letters: &str, count: Count) -> Option<u32> {
    match (count, letters.as_bytes()) {
        (Count::Letters, &[letter]) => Some(u32::from(letter - b'a') + 1),
        (Count::Letters, _) => None,
        (Count::Roman, _) => {
            const ROMAN: [&str; 20] = [
                "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
                "xvii", "xviii", "xix", "xx",
            ];
            ROMAN.iter().position(|&roman| roman == letters).map(|at| at as u32 + 1)
        }
    }
}

/// Whether the mark before this one stands above it, or, of the first, the second below.
fn is_among_others(text: &str, lines: &[Line], at: usize, own: &Mark<'_>, of: u32, count: Count) -> bool {
    let indent = lines.get(at).map_or(0, |line| line.indent);
    let is_next = |line: &Line, wanted: u32| {
        line.indent.abs_diff(indent) <= COLUMNS
            && mark(text, line).is_some_and(|m| m.form == own.form && number(m.letters, count) == Some(wanted))
    };
    if of == 1 {
        lines.iter().skip(at + 1).take(REACH).any(|line| is_next(line, 2))
    } else {
        lines.get(at.saturating_sub(REACH)..at).unwrap_or_default().iter().rev().any(|line| is_next(line, of - 1))
    }
}
