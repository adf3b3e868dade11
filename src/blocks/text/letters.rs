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

/// Whether the mark before this one stands above it, or, of the first, the second below. Where a sentence runs into a letter
/// and its stop (`i. e.`), it counts only in a row that begins with one that no sentence runs into.
fn is_among_others(text: &str, lines: &[Line], at: usize, own: &Mark<'_>, of: u32, count: Count) -> bool {
    let indent = lines.get(at).map_or(0, |line| line.indent);
    let is_next = |line: &Line, wanted: u32| {
        line.indent.abs_diff(indent) <= COLUMNS
            && mark(text, line).is_some_and(|m| m.form == own.form && number(m.letters, count) == Some(wanted))
    };
    let is_word = |at: usize| own.form == '.' && goes_on(text, lines, at);
    if of == 1 {
        return !is_word(at) && lines.iter().skip(at + 1).take(REACH).any(|line| is_next(line, 2));
    }
    let mut marks = (1..of).rev().scan(at, |at, wanted| {
        *at = (at.saturating_sub(REACH)..*at).rev().find(|&up| is_next(&lines[up], wanted))?;
        Some(*at)
    });
    marks.next().is_some_and(|up| !is_word(at) || !is_word(up) || marks.any(|up| !is_word(up)))
}

/// Columns that wrapped lines leave free, columns from which on lines are wrapped text, and lines that show it.
const RAGGED: u32 = 12;
const NARROWEST: u32 = 40;
const FEWEST: usize = 3;

/// Whether a sentence goes on from the line before in this one: lines as wide as those around them, no stop between, and
/// the line before neither begins with a mark nor is set in further.
fn goes_on(text: &str, lines: &[Line], at: usize) -> bool {
    let Some((before, line)) = at.checked_sub(1).and_then(|before| lines.get(before)).zip(lines.get(at)) else {
        return false;
    };
    let is_stopped = text.get(..before.to).is_some_and(|text| text.ends_with(['.', ':', ';', '!', '?', '：']));
    if line.gap || is_stopped || before.indent > line.indent + 1 || mark(text, before).is_some() {
        return false;
    }
    let up = lines[..at].iter().rev().take(REACH);
    let n_up = up.clone().take_while(|line| !line.gap).count() + 1;
    let n_down = lines[at + 1..].iter().take(REACH).take_while(|line| !line.gap).count();
    let around = || up.clone().take(n_up).chain(&lines[at..=at + n_down]);
    let widest = around().map(|line| line.width).max().unwrap_or(0);
    let is_full = |line: &Line| line.width + RAGGED >= widest;
    around().count() >= FEWEST && widest >= NARROWEST && is_full(before) && (is_full(line) || n_down == 0)
}
