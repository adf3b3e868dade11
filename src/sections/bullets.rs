//! Lists that are set with signs instead of elements. In: lines of text. Out: the entries, where the lines are a list.
//! Never takes a dialogue's dashes for bullets.

use super::{Content, LinkOut, ListItem};

/// Links that no entry holds, after which none is looked for: those over a line's end are few.
const MOST_MISSES: usize = 16;

/// The words behind a bullet.
pub(super) fn entry(line: &str) -> Option<&str> {
    let rest = line
        .trim_start()
        .strip_prefix(['•', '‣', '◦', '▪', '●', '○', '■', '·', '✓', '✔', '➤', '►', '\u{f0b7}', '∙'])?;
    Some(rest.trim_start()).filter(|rest| rest.contains(char::is_alphanumeric))
}

/// The words behind a number that is followed by a stop or a bracket.
fn numbered(line: &str) -> Option<(i32, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits).filter(|d| (1..=3).contains(&d.len()))?.parse().ok()?;
    let rest = line.get(digits..)?.strip_prefix(['.', ')'])?.strip_prefix(' ')?;
    Some((number, rest.trim_start()))
}

/// How a line begins a list's entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bullet,
    Number(i32),
}

/// A line's mark and the words behind it; `dashes` says whether a dash or star is a bullet.
fn mark(line: &str, dashes: bool) -> Option<(Mark, &str)> {
    let dash = || line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).filter(|_| dashes);
    let bullet = entry(line).or_else(dash).map(|rest| (Mark::Bullet, rest));
    bullet.or_else(|| numbered(line).map(|(number, rest)| (Mark::Number(number), rest)))
}

/// A paragraph whose lines are a list, with what leads up to it: all lines but the first few have the same kind of mark,
/// numbers rise by one. None where it is no list.
pub(super) fn lines(text: &str, links: &[LinkOut]) -> Option<Vec<Content>> {
    if !text.contains('\n') {
        return None;
    }
    let all: Vec<&str> = text.split('\n').collect();
    // three dashes in a row and no quoted speech: two may be a dialogue
    let dashes = all.iter().filter(|line| line.starts_with("- ") || line.starts_with("* ")).count() > 2;
    let first = all.iter().position(|line| mark(line, dashes).is_some()).filter(|&first| first <= 1)?;
    let entries: Vec<(Mark, &str)> = all.get(first..)?.iter().map_while(|line| mark(line, dashes)).collect();
    let follows = |pair: &[(Mark, &str)]| match (pair[0].0, pair[1].0) {
        (Mark::Number(a), Mark::Number(b)) => b == a + 1,
        (a, b) => a == b,
    };
    if entries.len() < 2 || entries.len() + first != all.len() || !entries.windows(2).all(follows) {
        return None;
    }
    let start = match entries.first()?.0 {
        Mark::Number(n) => Some(n),
        Mark::Bullet => None,
    };
    let mut items: Vec<ListItem> =
        entries.iter().map(|(_, text)| ListItem { text: (*text).to_owned(), ..ListItem::default() }).collect();
    let mut lead_links = Vec::new();
    let (mut at, mut misses) = (0, 0);
    let mut lead_rest = all.first().filter(|_| first > 0).copied().unwrap_or_default();
    for link in links {
        // links come in order: those of the line above the entries come first
        if let Some(from) = lead_rest.find(link.text.as_str()).filter(|_| !link.text.is_empty()) {
            lead_rest = &lead_rest[from + link.text.len()..];
            lead_links.push(link.clone());
            continue;
        }
        lead_rest = "";
        if misses > MOST_MISSES {
            break;
        }
        let found = items.iter().skip(at).position(|item| item.text.contains(&link.text)).map(|ahead| at + ahead);
        at = found.unwrap_or(at);
        match items.get_mut(at).filter(|_| found.is_some()) {
            Some(item) => item.links.push(link.clone()),
            None => misses += 1,
        }
    }
    let lead = all.first().filter(|_| first > 0);
    let lead = lead.map(|text| Content::Paragraph { text: (*text).to_owned(), links: lead_links });
    let list = Content::List { ordered: start.is_some(), start, style: None, items };
    Some(lead.into_iter().chain([list]).collect())
}
