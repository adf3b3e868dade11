//! How a wrapped line goes on. In: the page's words, the end of one line and the beginning of the next. Out: whether a space
//! stands between them, and whether a hyphen goes. Never guesses at a word that the page does not hold.

use super::line::Line;
use std::collections::HashSet;

/// What stands between two lines of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// A space.
    Space,
    /// Nothing; the hyphen at the line's end goes.
    Healed,
    /// Nothing: the hyphen is the word's own, or the script writes no spaces.
    Whole,
}

/// The words of a page whose lines break inside words.
pub(super) struct Hyphens<'t> {
    words: HashSet<&'t str>,
}

/// The part of a word that the text ends or begins with, hyphens among its letters.
fn is_part(c: char) -> bool {
    c.is_alphabetic() || c == '-'
}

impl<'t> Hyphens<'t> {
    /// Gathers a page's words, where any of its lines ends in a hyphen.
    pub(super) fn new(text: &'t str, lines: &[Line]) -> Self {
        let breaks = lines.iter().any(|line| text.get(..line.to).is_some_and(|text| text.ends_with('-')));
        let words =
            if breaks { text.split(|c| !is_part(c)).filter(|word| !word.is_empty()).collect() } else { HashSet::new() };
        Hyphens { words }
    }

    /// How a line goes on. A hyphen before a small letter goes where the word stands whole elsewhere, and only so.
    pub(super) fn join(&self, before: &str, after: &str) -> Join {
        let is_dense =
            |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}');
        let (last, next) = (before.chars().next_back(), after.chars().next());
        if last.is_some_and(is_dense) && next.is_some_and(is_dense) {
            return Join::Whole;
        }
        let Some(rest) = before.strip_suffix('-').filter(|rest| rest.ends_with(char::is_alphabetic)) else {
            return Join::Space;
        };
        if !next.is_some_and(char::is_lowercase) {
            return Join::Space;
        }
        let head = &rest
            [rest.rfind(|c| !is_part(c)).map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8))..];
        let tail = &after[..after.find(|c| !is_part(c)).unwrap_or(after.len())];
        let knows =
            |word: String| self.words.contains(word.as_str()) || self.words.contains(word.to_lowercase().as_str());
        if knows(format!("{head}{tail}")) && !knows(format!("{head}-{tail}")) { Join::Healed } else { Join::Whole }
    }
}
