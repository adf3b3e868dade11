//! Lists of sources. In: chunks with list entries among them. Out: entries that read like a bibliography, marked so.
//! Never parses an entry.

use super::{Page, Role};
use crate::blocks::{BlockId, Blocks};
use std::ops::Range;

/// Marks the lists that are lists of sources.
pub(super) fn mark(page: &mut Page<'_>, out: &Blocks) {
    let mut at = 0;
    while at < page.roles.len() {
        let mut end = at;
        while matches!(page.roles.get(end), Some(Role::Entry(_))) {
            end += 1;
        }
        if end > at && are_sources(page, at..end, out) {
            for role in &mut page.roles[at..end] {
                if let Role::Entry(number) = *role {
                    *role = Role::Source(number);
                }
            }
        }
        at = end.max(at + 1);
    }
}

/// Whether the entries are sources: numbered ones that mostly look so, or any that a heading calls so.
fn are_sources(page: &Page<'_>, rows: Range<usize>, out: &Blocks) -> bool {
    let marks = |at: usize| source_marks(out.text_of(BlockId(at as u32)));
    let numbered = rows.clone().filter(|&at| matches!(page.roles[at], Role::Entry(Some(_)))).count();
    let strong = rows.clone().filter(|&at| marks(at) >= 2).count();
    let weak = rows.clone().filter(|&at| marks(at) >= 1).count();
    let is_called =
        rows.start.checked_sub(1).is_some_and(|above| is_sources_heading(out.text_of(BlockId(above as u32))));
    let is_numbered = numbered * 2 > rows.len();
    // Half of the entries with two marks and nearly all with one: recipes and steps have neither.
    let by_looks = rows.len() >= 3 && is_numbered && strong * 2 >= rows.len() && weak * 5 >= rows.len() * 4;
    by_looks || (is_called && weak * 2 >= rows.len())
}

/// How many marks of a bibliographical entry stand in the text, of: year, quoted title, address, name turned round,
/// words of publishing.
fn source_marks(text: &str) -> usize {
    let year = text.split(|c: char| !c.is_ascii_digit()).any(is_year);
    let quoted = text.chars().filter(|c| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’')).count() >= 2;
    let address = text.contains("http://") || text.contains("https://") || text.contains("doi");
    let publishing = ["vol.", "pp.", "et al", "no.", "ed.", "eds.", "press", "journal", "accessed", "retrieved"]
        .iter()
        .any(|word| text.to_lowercase().contains(word));
    let marks = [year, quoted, address, is_turned_name(text), publishing];
    marks.iter().filter(|&&mark| mark).count()
}

/// Four digits that can be a year of publication.
fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.parse::<u32>().is_ok_and(|year| (1500..2100).contains(&year))
}

/// Whether it opens with a family name, a comma, and a given name or an initial.
fn is_turned_name(text: &str) -> bool {
    let Some((family, rest)) = text.split_once(',') else { return false };
    let capital = |word: &str| word.trim_start().chars().next().is_some_and(char::is_uppercase);
    family.split_whitespace().count() <= 3 && capital(family) && capital(rest)
}

/// Whether a line names a list of sources.
fn is_sources_heading(text: &str) -> bool {
    const NAMES: [&str; 20] = [
        "references",
        "bibliography",
        "works cited",
        "sources",
        "endnotes",
        "footnotes",
        "notes",
        "citations",
        "further reading",
        "literature",
        "literatur",
        "quellen",
        "références",
        "bibliographie",
        "referencias",
        "bibliografía",
        "bibliografia",
        "fontes",
        "литература",
        "参考文献",
    ];
    let text = text.trim_end_matches(':').to_lowercase();
    NAMES.contains(&text.as_str())
}
