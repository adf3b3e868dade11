//! Texts as lists of words, to be compared without regard to capitals, signs and spacing.

use crate::dom::{Dom, NodeId, Tag};
use crate::head::Head;

/// Lower-case runs of letters and digits; each character of a script without spaces is a word of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words(Vec<String>);

/// Bytes that most words have room in.
const ROOM: usize = 16;

/// Whether the character is of a script that is written without spaces between words.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

impl Words {
    /// The words of a text.
    pub(super) fn of(text: &str) -> Words {
        let mut words: Vec<String> = Vec::new();
        let mut is_open = false;
        for c in text.chars() {
            let wide = is_wide(c);
            if !c.is_alphanumeric() && !wide {
                is_open &= matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}');
                continue;
            }
            if !is_open || wide {
                words.push(String::with_capacity(ROOM));
            }
            match words.last_mut() {
                Some(word) if c.is_ascii() => word.push(c.to_ascii_lowercase()),
                Some(word) => word.extend(c.to_lowercase()),
                None => {}
            }
            is_open = !wide;
        }
        Words(words)
    }

    /// Whether they are the words of a text: most texts are told by their first letter.
    pub(super) fn are_all_of(&self, text: &str) -> bool {
        let is_letter = |c: &char| c.is_alphanumeric() || is_wide(*c);
        let first = text.chars().find(is_letter).and_then(|c| c.to_lowercase().next());
        let own = self.0.first().and_then(|word| word.chars().next());
        first == own && Words::of(text) == *self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is but one word (of scripts without spaces, at most two characters).
    pub(super) fn is_one(&self) -> bool {
        let is_wide_word = |word: &String| word.chars().next().is_some_and(is_wide);
        self.0.len() == 1 || (self.0.len() == 2 && self.0.iter().all(is_wide_word))
    }

    /// Whether the other's words stand in this in one piece.
    pub(super) fn holds(&self, other: &Words) -> bool {
        !other.is_empty() && self.0.windows(other.0.len()).any(|window| window == other.0)
    }

    /// Share of the other's words that stand in this, 0 to 1.
    pub(super) fn share_of(&self, other: &Words) -> f32 {
        let shared = other.0.iter().filter(|word| self.0.contains(word)).count();
        shared as f32 / other.0.len().max(1) as f32
    }

    /// The words without anything between them.
    pub(super) fn run_together(&self) -> String {
        self.0.concat()
    }

    /// Keeps the words that pass.
    pub(super) fn retain(&mut self, keep: impl FnMut(&String) -> bool) {
        self.0.retain(keep);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Bytes of an element's text that are looked at: names, titles and dates are shorter.
pub(super) const MOST: usize = 1000;

/// Elements `h1` looked at.
pub(super) const MOST_HEADINGS: usize = 64;

/// The words below a node, run together.
pub(super) fn joined(dom: &Dom, n: NodeId) -> String {
    Words::of(&dom.words_up_to(n, MOST)).run_together()
}

/// The `h1` that says the title, else the first.
pub(super) fn heading_of(dom: &Dom, head: &Head<'_>, title: Option<&str>) -> Option<NodeId> {
    let title = title.map(|t| Words::of(t).run_together());
    let says_title = |&&n: &&NodeId| title.as_ref().is_some_and(|title| joined(dom, n) == *title);
    head.headings.iter().take(MOST_HEADINGS).find(says_title).or(head.headings.first()).copied()
}

/// Whether another heading stands between the page's and the node: what follows it is an entry's.
pub(super) fn is_below_another(dom: &Dom, heading: NodeId, n: NodeId) -> bool {
    (dom.end(heading).0..n.0).any(|d| matches!(dom.tag(NodeId(d)), Tag::H2 | Tag::H3 | Tag::H4))
}
