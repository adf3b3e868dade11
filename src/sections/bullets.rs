//! Lists that are set with signs instead of elements. In: lines of text, or paragraphs of one line. Out: which of them in
//! a row are entries. Never takes a dialogue's dashes for bullets, nor the days of dates for numbers.

use super::{Content, LinkOut, ListItem};
use crate::months;

/// Links that no entry holds, after which none is looked for: those over a line's end are few.
const MOST_MISSES: usize = 16;

/// Signs that stand before nothing but an entry.
const BULLETS: [char; 16] =
    ['•', '‣', '◦', '▪', '●', '○', '■', '·', '・', '✓', '✔', '➤', '►', '\u{f0b7}', '\u{f0a7}', '∙'];

/// Signs that stand before entries, and before headings too.
const SIGNS: [char; 31] = [
    '☐', '▢', '☒', '□', '✅', '☑', '✗', '✘', '❌', '▶', '▸', '➢', '➔', '➜', '➡', '→', '⇒', '☞', '👉', '◆', '◇', '❖',
    '★', '☆', '⭐', '✦', '✨', '🔹', '🔸', '📌', '»',
];

/// Whether a line begins with a sign that stands before nothing but an entry.
pub(super) fn has_bullet(line: &str) -> bool {
    line.starts_with(BULLETS)
}

/// The words behind a bullet.
fn entry(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.strip_prefix(BULLETS).or_else(|| line.strip_prefix(SIGNS))?;
    // a German quotation begins with »
    if line.starts_with('»') && !rest.starts_with([' ', '\u{a0}']) {
        return None;
    }
    let rest = rest.trim_start_matches('\u{fe0f}').trim_start();
    // three stars are a mark out of five
    (rest.contains(char::is_alphanumeric) && !rest.starts_with(BULLETS) && !rest.starts_with(SIGNS)).then_some(rest)
}

/// Whether the box before a line is ticked, where one stands there.
pub(super) fn ticked(line: &str) -> Option<bool> {
    match line.trim_start().chars().next()? {
        '☐' | '▢' => Some(false),
        '☑' | '☒' => Some(true),
        _ => None,
    }
}

/// Signs that are ticked boxes where empty boxes stand beside them, and bullets elsewhere.
const TICKS: [char; 3] = ['✓', '✔', '✅'];

/// Reads the ticks of a list that has empty boxes too.
pub(super) fn tick(items: &mut [ListItem]) {
    if !items.iter().any(|item| item.checked == Some(false)) {
        return;
    }
    for item in items.iter_mut().filter(|item| item.checked.is_none()) {
        let words = item.text.strip_prefix(TICKS).map(|rest| rest.trim_start_matches('\u{fe0f}').trim_start());
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            (item.checked, item.text) = (Some(true), words.to_owned());
        }
    }
}

/// Whether the box that an entry begins with is ticked, and the words behind it: a sign, or `[ ]`, `[x]`.
pub(super) fn boxed(text: &str) -> Option<(bool, &str)> {
    const BRACKETS: [(&str, bool); 3] = [("[ ] ", false), ("[x] ", true), ("[X] ", true)];
    let bracket = BRACKETS.iter().find_map(|(sign, is_ticked)| Some((*is_ticked, text.strip_prefix(sign)?)));
    let sign = || Some((ticked(text)?, text.trim_start_matches(['☐', '▢', '☑', '☒'])));
    let (is_ticked, words) = bracket.or_else(sign)?;
    Some((is_ticked, words.trim_start())).filter(|(_, words)| !words.is_empty())
}

/// How a line begins a list's entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Bullet,
    Dash(char),
    Number(i32),
    Letter(char),
}

impl Mark {
    /// Whether an entry with this mark can follow one with that.
    fn follows(self, before: Mark) -> bool {
        match (before, self) {
            (Mark::Number(a), Mark::Number(b)) => b == a + 1,
            (Mark::Letter(a), Mark::Letter(b)) => b as u32 == a as u32 + 1,
            (a, b) => a == b,
        }
    }
}

/// A line's mark and the words behind it.
pub(super) fn mark(line: &str) -> Option<(Mark, &str)> {
    let dash = || {
        let (sign, rest) = ["-", "–", "—", "*", "+"].iter().find_map(|sign| Some((sign, line.strip_prefix(sign)?)))?;
        let rest = rest.strip_prefix([' ', '\u{a0}'])?.trim_start();
        (rest.contains(char::is_alphanumeric) && !rest.starts_with(['-', '–', '—']))
            .then_some((Mark::Dash(sign.chars().next()?), rest))
    };
    let bullet = entry(line).map(|rest| (Mark::Bullet, rest));
    bullet.or_else(dash).or_else(|| counted(line))
}

/// The number or letter that a line is counted by, and the words behind it: `1.`, `1)`, `(1)`, `a)`.
fn counted(line: &str) -> Option<(Mark, &str)> {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let is_bracketed = inner.len() < line.len();
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let (mark, rest) = match digits {
        0 => {
            let letter = inner.chars().next().filter(char::is_ascii_lowercase)?;
            (Mark::Letter(letter), inner.get(1..)?.strip_prefix(')')?)
        }
        1..=3 => {
            let rest = inner.get(digits..)?;
            let rest = if is_bracketed { rest.strip_prefix(')') } else { rest.strip_prefix(['.', ')', '、']) }?;
            (Mark::Number(inner.get(..digits)?.parse().ok()?), rest)
        }
        _ => return None,
    };
    let is_apart = rest.starts_with([' ', '\u{a0}']) || inner.get(digits..)?.starts_with('、');
    Some((mark, rest.trim_start())).filter(|(_, rest)| is_apart && !rest.is_empty())
}

/// Lines in a row whose marks follow each other.
pub(super) struct Run {
    /// How many.
    pub length: usize,
    /// The mark of the first, where they are a list.
    pub first: Option<Mark>,
}

/// How many of the lines are entries of one list, from the first on: none where the first is none, where a dialogue's
/// dashes or the days of dates begin them, or where two lines have a sign that stands before notes and names as well.
/// `before` is the line above.
pub(super) fn run<'a>(before: Option<&str>, lines: impl IntoIterator<Item = &'a str>) -> Run {
    let mut length = 0;
    let mut first: Option<Mark> = None;
    let mut last: Option<Mark> = None;
    let mut ends: Vec<char> = Vec::new();
    let (mut n_dated, mut is_quoted) = (0, false);
    for line in lines {
        let Some((mark, rest)) = mark(line) else { break };
        if length == 0 {
            is_quoted = line.starts_with('»') && before.is_some_and(opens_quotation);
        }
        if last.is_some_and(|last| !mark.follows(last)) {
            break;
        }
        first = first.or(Some(mark));
        last = Some(mark);
        ends.extend(rest.chars().next_back());
        n_dated += usize::from(matches!(mark, Mark::Number(1..=31)) && begins_with_month(rest));
        length += 1;
    }
    let is_led = before.is_some_and(|line| line.trim_end().ends_with([':', '：']));
    let is_list = match first {
        Some(Mark::Number(_)) => n_dated * 2 < length,
        Some(Mark::Dash(sign)) => {
            let is_few = length < 3 && !is_led && matches!(sign, '*' | '—');
            !is_few && (matches!(sign, '*' | '+') || !is_dialogue(sign, is_led, &ends))
        }
        _ => !is_quoted,
    };
    Run { length, first: first.filter(|_| length > 1 && is_list) }
}

/// Whether a line opens a quotation that it does not close: each further line of one may begin with `»`.
fn opens_quotation(line: &str) -> bool {
    line.rfind('«').is_some_and(|open| line.rfind('»').is_none_or(|closed| closed < open))
}

/// Whether words behind a number and a stop begin with a month: the number is a day. Months in capitals are looked for
/// in whole, since names begin as some do.
fn begins_with_month(words: &str) -> bool {
    let end = words.find(|c: char| !c.is_alphabetic()).unwrap_or(words.len());
    let word = words.get(..end).unwrap_or_default();
    let small = word.to_lowercase();
    months::is_month(&small) || small == word && months::month_of(word).is_some()
}

/// Whether lines with dashes are what people say in turn. What is said ends as sentences do, and not all in the same way;
/// a list often stands behind a colon, but questions and calls may be spoken there.
fn is_dialogue(sign: char, is_led: bool, ends: &[char]) -> bool {
    let all_same = ends.windows(2).all(|pair| pair[0] == pair[1]);
    if is_led && all_same && !matches!(ends.first(), Some('?' | '!')) {
        return false;
    }
    let is_said = |end: &char| matches!(end, '?' | '!' | '…' | '"' | '”' | '»' | '“');
    let is_sentence = |end: &char| matches!(end, '.' | '。');
    let may_be_sentences = is_led || ends.len() > 2 && sign == '-' && !ends.iter().all(is_sentence);
    ends.iter().any(|end| is_said(end) || !may_be_sentences && is_sentence(end))
}

/// A list of the kind that its first mark says.
pub(super) fn list(first: Mark, items: Vec<ListItem>) -> Content {
    let (start, style) = match first {
        Mark::Number(n) => (Some(n), None),
        Mark::Letter(letter) => (Some(letter as i32 - 'a' as i32 + 1), Some("a".to_owned())),
        Mark::Bullet | Mark::Dash(_) => (None, None),
    };
    Content::List { ordered: start.is_some(), start, style, items }
}

/// A paragraph some of whose lines are a list, as paragraphs and lists in turn. None where it has no list.
pub(super) fn lines(text: &str, links: &[LinkOut]) -> Option<Vec<Content>> {
    if !text.contains('\n') {
        return None;
    }
    let all: Vec<&str> = text.split('\n').collect();
    let mut out: Vec<Content> = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < all.len() {
        let before = at.checked_sub(1).and_then(|at| all.get(at)).copied();
        let run = run(before, all.iter().skip(at).copied());
        let end = at + run.length.max(1);
        if let Some(first) = run.first {
            out.extend(paragraph(all.get(from..at)?));
            let words = |line: &&str| mark(line).map_or(*line, |(_, rest)| rest).to_owned();
            let item = |line: &&str| ListItem { text: words(line), checked: ticked(line), ..ListItem::default() };
            let lines = all.get(at..end)?;
            let mut items: Vec<ListItem> = lines.iter().map(item).collect();
            if items.iter().any(|item| item.checked == Some(false)) {
                let signs = items.iter_mut().zip(lines).filter(|(_, line)| line.starts_with(TICKS));
                signs.for_each(|(item, _)| item.checked = Some(true));
            }
            out.push(list(first, items));
            from = end;
        }
        at = end;
    }
    if out.is_empty() {
        return None;
    }
    out.extend(paragraph(all.get(from..)?));
    share(links, &mut out);
    Some(out)
}

/// Puts the lines of an entry that are a list themselves under it.
pub(super) fn nest(entry: &mut ListItem) {
    if !entry.items.is_empty() {
        return;
    }
    let contents = lines(&entry.text, &entry.links).map(<[Content; 2]>::try_from);
    if let Some(Ok([Content::Paragraph { text, links }, Content::List { ordered, start, style, items }])) = contents {
        *entry = ListItem { text, links, ordered, start, style, items, ..std::mem::take(entry) };
    }
}

fn paragraph(lines: &[&str]) -> Option<Content> {
    (!lines.is_empty()).then(|| Content::Paragraph { text: lines.join("\n"), links: Vec::new() })
}

/// Hands each link to the paragraph or entry that holds its words. Links come in the order of the text.
fn share(links: &[LinkOut], contents: &mut [Content]) {
    let mut holders: Vec<(&str, &mut Vec<LinkOut>)> = Vec::new();
    for content in contents {
        match content {
            Content::Paragraph { text, links } => holders.push((text, links)),
            Content::List { items, .. } => holders.extend(items.iter_mut().map(|i| (i.text.as_str(), &mut i.links))),
            _ => {}
        }
    }
    let (mut at, mut from, mut misses) = (0, 0, 0);
    for link in links.iter().filter(|link| !link.text.is_empty()) {
        let ends_in = |(n, (text, _)): (usize, &(&str, &mut Vec<LinkOut>))| {
            let from = if n == at { from } else { 0 };
            Some((n, from + text.get(from..)?.find(&link.text)? + link.text.len()))
        };
        if let Some((n, end)) = holders.iter().enumerate().skip(at).find_map(ends_in) {
            (at, from) = (n, end);
            holders.get_mut(n).into_iter().for_each(|(_, links)| links.push(link.clone()));
            continue;
        }
        misses += 1;
        if misses > MOST_MISSES {
            break;
        }
    }
}
