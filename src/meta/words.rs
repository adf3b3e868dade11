//! Texts as lists of words, to be compared without regard to capitals, signs and spacing.

use crate::dom::{Dom, NodeId, Tag};
use crate::head::Head;

/// Lower-case runs of letters and digits; each character of a script without spaces is a word of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// All words, with nothing between them.
    text: String,
    /// Where each ends in it.
    ends: Vec<usize>,
}

/// Whether the character is of a script that is written without spaces between words.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

impl Words {
    /// The words of a text.
    pub(super) fn of(text: &str) -> Words {
        let mut words = Words { text: String::with_capacity(text.len()), ends: Vec::new() };
        let mut is_open = false;
        for c in text.chars() {
            let wide = is_wide(c);
            if !c.is_alphanumeric() && !wide {
                is_open &= matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}');
                continue;
            }
            if c.is_ascii() {
                words.text.push(c.to_ascii_lowercase());
            } else {
                words.text.extend(c.to_lowercase());
            }
            let end = words.text.len();
            match words.ends.last_mut() {
                Some(last) if is_open && !wide => *last = end,
                _ => words.ends.push(end),
            }
            is_open = !wide;
        }
        words
    }

    /// Its words in order.
    fn each(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.text.get(start..end).unwrap_or_default())
    }

    /// Whether they are the words of a text: most texts are told by their first letter.
    pub(super) fn are_all_of(&self, text: &str) -> bool {
        let is_letter = |c: &char| c.is_alphanumeric() || is_wide(*c);
        let first = text.chars().find(is_letter).and_then(|c| c.to_lowercase().next());
        first == self.text.chars().next() && Words::of(text) == *self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether there is but one word (of scripts without spaces, at most two characters).
    pub(super) fn is_one(&self) -> bool {
        let is_wide_word = |word: &str| word.chars().next().is_some_and(is_wide);
        self.len() == 1 || (self.len() == 2 && self.each().all(is_wide_word))
    }

    /// Whether the other's words stand in this in one piece.
    pub(super) fn holds(&self, other: &Words) -> bool {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let is_here = |(start, ends): (usize, &[usize])| {
            let is_same = |(end, other): (&usize, &usize)| end - start == *other;
            self.text[start..].starts_with(&other.text) && ends.iter().zip(&other.ends).all(is_same)
        };
        !other.is_empty() && starts.zip(self.ends.windows(other.len())).any(is_here)
    }

    /// Share of the other's words that stand in this, 0 to 1.
    pub(super) fn share_of(&self, other: &Words) -> f32 {
        let shared = other.each().filter(|&word| self.each().any(|own| own == word)).count();
        shared as f32 / other.len().max(1) as f32
    }

    /// The words without anything between them.
    pub(super) fn run_together(self) -> String {
        self.text
    }

    /// The words that pass.
    pub(super) fn filtered(&self, keep: impl Fn(&str) -> bool) -> Words {
        let mut words = Words::default();
        for word in self.each().filter(|word| keep(word)) {
            words.text.push_str(word);
            words.ends.push(words.text.len());
        }
        words
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
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

/// Words of the shortest title that a heading of the second level says: of one or two, it may be a part's.
const TITLE: usize = 3;

/// The `h1` that says the title, or holds it; else the `h2` that says it, as where the first level names the site; else the
/// first `h1`.
pub(super) fn heading_of(dom: &Dom, head: &Head<'_>, title: Option<&str>) -> Option<NodeId> {
    let title = Words::of(title.unwrap_or_default());
    let n_words = title.len();
    let title = title.run_together();
    let says_title = |&&n: &&NodeId| joined(dom, n) == title;
    let holds_title = |&&n: &&NodeId| n_words >= TITLE && joined(dom, n).contains(&title);
    let headings = || head.headings.iter().take(MOST_HEADINGS);
    let first = headings().find(says_title).or_else(|| headings().find(holds_title));
    let second = || head.subheadings.iter().filter(|_| n_words >= TITLE).take(MOST_HEADINGS).find(says_title);
    first.or_else(second).or(head.headings.first()).copied()
}

/// Whether a node stands by the page's heading: no more than `most` nodes behind it, or half as many before.
pub(super) fn is_near(n: NodeId, heading: Option<NodeId>, most: u32) -> bool {
    heading.is_some_and(|h| if n > h { n.0 - h.0 <= most } else { (h.0 - n.0) * 2 <= most })
}

/// Whether another heading stands between the page's and the node: what follows it is an entry's.
pub(super) fn is_below_another(dom: &Dom, heading: NodeId, n: NodeId) -> bool {
    (dom.end(heading).0..n.0).any(|d| matches!(dom.tag(NodeId(d)), Tag::H2 | Tag::H3 | Tag::H4))
}
