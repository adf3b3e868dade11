//! Where two pieces of text meet without white space: style sheets set them apart, their markup does not. In: the elements
//! that close and open, and the text on both sides. Out: whether a space belongs there. Never parts a word that is set in
//! two kinds of type.

use crate::dom::{Attr, Dom, NodeId, Tag};

/// What happened since the last character: the outermost element that closed, and the outermost that opened after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seam {
    closed: Option<NodeId>,
    opened: Option<NodeId>,
}

/// Inline elements that are boxes rather than type.
fn is_box(tag: Tag) -> bool {
    matches!(tag, Tag::Span | Tag::A | Tag::Time | Tag::Label | Tag::Data | Tag::Cite | Tag::Ins | Tag::Del)
}

/// Inline elements that set words in another type.
fn is_type(tag: Tag) -> bool {
    matches!(tag, Tag::B | Tag::Strong | Tag::I | Tag::Em | Tag::Small | Tag::U | Tag::Mark | Tag::Font)
}

/// Bytes of an element's text that are looked at for a second word.
const WORDS: usize = 64;

/// Nodes of a box that are looked at for a date.
const LOOKED_AT: usize = 4;

impl Seam {
    /// Notes that an inline element closed.
    pub(super) fn close(&mut self, n: NodeId) {
        match self.opened {
            // it held nothing
            Some(opened) if opened == n => self.opened = None,
            Some(_) => {}
            None => self.closed = Some(n),
        }
    }

    /// Notes that an inline element opened.
    pub(super) fn open(&mut self, n: NodeId) {
        self.opened.get_or_insert(n);
    }

    /// Whether the text on both sides was set apart.
    pub(super) fn shows(self, dom: &Dom, before: &str, after: &str) -> bool {
        let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
        let is_pair = last.is_alphanumeric() && next.is_alphanumeric();
        let edges = || self.closed.into_iter().chain(self.opened);
        if is_pair && self.ends_time(dom) || next.is_alphabetic() && self.ends_count(dom, before) {
            return true;
        }
        if self.ends_label(dom, before, next) || is_pair && self.begins_label(dom, before, next) {
            return true;
        }
        if !edges().all(|n| is_box(dom.tag(n)) || is_type(dom.tag(n))) {
            return false;
        }
        let boxes = self.closed.zip(self.opened).map(|(closed, opened)| (dom.tag(closed), dom.tag(opened)));
        if let Some((closed, opened)) = boxes.filter(|&(closed, opened)| is_box(closed) && is_box(opened))
            && (is_pair && closed == Tag::A && opened == Tag::A
                || parts_boxes(before, after)
                || ends_before_label(last, after))
        {
            return true;
        }
        if is_pair && self.are_of_a_kind(dom) || self.ends_link(dom) && parts_boxes(before, after) {
            return true;
        }
        // a name with a word of it in colour (`<b>Better</b>Help`) is one word, a line in bold type is none
        begins_sentence(before, after)
            && (ends_year(before) || edges().any(|n| dom.words_up_to(n, WORDS).contains(' ')))
    }
}

impl Seam {
    /// Whether two boxes of one class stand beside each other: `2026`, `1h 54m`. Single letters in boxes are a word that
    /// moves, short pieces may be its syllables.
    fn are_of_a_kind(self, dom: &Dom) -> bool {
        let Some((closed, opened)) = self.closed.zip(self.opened) else { return false };
        let class = dom.attr(closed, Attr::Class).filter(|class| !class.is_empty());
        let is_kind = class.is_some()
            && class == dom.attr(opened, Attr::Class)
            && dom.tag(closed) == Tag::Span
            && dom.tag(opened) == Tag::Span
            && dom.parent(closed) == dom.parent(opened);
        is_kind && [closed, opened].iter().any(|&n| dom.words_up_to(n, WORDS).trim().contains(' '))
    }

    /// Whether a date or time ends here: a count in a box behind it is no part of it.
    fn ends_time(self, dom: &Dom) -> bool {
        let mut inside =
            self.closed.into_iter().flat_map(|n| std::iter::once(n).chain(dom.descendants(n).take(LOOKED_AT)));
        self.opened.is_some() && inside.any(|n| dom.tag(n) == Tag::Time)
    }

    /// Whether the number that counts a line ends here: `<span>01.</span>How deep is it?`
    fn ends_count(self, dom: &Dom, before: &str) -> bool {
        let Some(number) = before.strip_suffix(['.', ')']) else { return false };
        let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        is_number && self.closed.is_some_and(|n| is_box(dom.tag(n)) || is_type(dom.tag(n)))
    }

    /// Whether a label ends here and its value begins: `<b>Author:</b>Ida Lund`. In code a colon is part of it, as in
    /// `localhost:<b>8080</b>`, and a wide one brings its own space.
    fn ends_label(self, dom: &Dom, before: &str, next: char) -> bool {
        let Some(label) = before.strip_suffix(':').filter(|label| label.ends_with(char::is_alphabetic)) else {
            return false;
        };
        let is_capital = last_word(label).starts_with(char::is_uppercase);
        let begins_value = next.is_uppercase() || next.is_numeric() || matches!(next, '$' | '€' | '£');
        let shows = match self.closed {
            Some(closed) => ends_with_colon(dom, closed) && (begins_value || is_capital && next.is_lowercase()),
            None => begins_value && is_capital && self.opened.is_some(),
        };
        let is_code = |n: NodeId| {
            let mut around = dom.ancestors(n).take(3).chain([n]);
            around.any(|a| matches!(dom.tag(a), Tag::Code | Tag::Kbd | Tag::Samp | Tag::Var | Tag::Tt))
        };
        shows && !self.closed.into_iter().chain(self.opened).any(is_code)
    }

    /// Whether a label in another type begins behind words: `clear<b>Cons:</b>`. What begins with a capital too may be the
    /// first part of a name (`You<b>Tube:</b>`).
    fn begins_label(self, dom: &Dom, before: &str, next: char) -> bool {
        let word = last_word(before);
        let is_word = word.chars().all(char::is_lowercase) && word.chars().nth(1).is_some();
        let label = self.opened.filter(|&n| self.closed.is_none() && is_type(dom.tag(n)));
        is_word && next.is_uppercase() && label.is_some_and(|n| ends_with_colon(dom, n))
    }

    /// Whether a link ends here and words in another type begin.
    fn ends_link(self, dom: &Dom) -> bool {
        self.closed
            .zip(self.opened)
            .is_some_and(|(closed, opened)| dom.tag(closed) == Tag::A && is_type(dom.tag(opened)))
    }
}

/// Whether an element's text is short and ends with a colon.
fn ends_with_colon(dom: &Dom, n: NodeId) -> bool {
    dom.words_up_to(n, WORDS).trim_end().ends_with([':', '：'])
}

/// The word that a text ends with, or the end of a long one.
fn last_word(text: &str) -> &str {
    let length: usize = text.chars().rev().take(WORDS).take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    text.get(text.len() - length..).unwrap_or_default()
}

/// Characters of a word at the beginning, two at most.
fn run(chars: &mut dyn Iterator<Item = char>) -> usize {
    chars.take_while(|c| c.is_alphanumeric()).take(2).count()
}

/// Whether no word or number holds two boxes together, as in `ExampleModel`, `10.00$8.00`, `Bottle1`.
fn parts_boxes(before: &str, after: &str) -> bool {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let undotted = before.strip_suffix('.').unwrap_or(before);
    if run(&mut undotted.chars().rev()) < 2 {
        return false;
    }
    let is_long = run(&mut after.chars()) > 1;
    let begins_word = next.is_uppercase() && is_long;
    // `ACMEHeron 2`: capitals run into a word
    let ends_capitals = last.is_uppercase() && after.chars().nth(1).is_some_and(char::is_lowercase);
    let parts_words = begins_word && (last.is_lowercase() || ends_capitals);
    let parts_number =
        last.is_alphabetic() && next.is_numeric() || last.is_numeric() && next.is_alphabetic() && is_long;
    let ends_price = last == '.' && undotted.ends_with(char::is_numeric);
    parts_words || parts_number || (last.is_alphanumeric() || ends_price) && matches!(next, '$' | '€' | '£')
}

/// Whether a label begins behind a word: `NKZ24120` before `MFR: `.
fn ends_before_label(last: char, after: &str) -> bool {
    let label = after.split_once(':').map(|(label, _)| label);
    last.is_alphanumeric() && label.is_some_and(|l| l.len() <= 16 && l.chars().all(char::is_uppercase) && l.len() > 1)
}

/// Whether a word in small letters, or a number, runs into a word with a capital.
fn begins_sentence(before: &str, after: &str) -> bool {
    let mut ahead = after.chars();
    let begins = ahead.next().is_some_and(char::is_uppercase) && ahead.next().is_some_and(char::is_lowercase);
    let mut back = before.chars().rev();
    let is_end = |c: char| c.is_lowercase() || c.is_numeric();
    // one word alone may be the rest of a name: `<b>on the new Mac</b>Book`
    let goes_on = after.split_whitespace().nth(1).is_some();
    begins && goes_on && back.next().is_some_and(is_end) && back.next().is_some_and(is_end)
}

/// Whether a text ends in a year, 1900 to 2039: higher numbers are models more often than years.
fn ends_year(text: &str) -> bool {
    let word = last_word(text);
    let is_near = word.starts_with("19") || ["200", "201", "202", "203"].iter().any(|start| word.starts_with(start));
    word.len() == 4 && is_near && word.bytes().all(|b| b.is_ascii_digit())
}

/// Bytes of the shortest line that is taken for a copy of the one before it.
const SHORTEST_COPY: usize = 8;

/// Whether a text that no space parts from what was gathered says all of that again, several words: nobody sees both, one is
/// for readers who hear the page, or for another width of window.
pub(super) fn says_again(gathered: &str, text: &str) -> bool {
    gathered.len() >= SHORTEST_COPY
        && text.len() >= gathered.len()
        && text.trim_ascii_end() == gathered
        && gathered.contains(' ')
}

/// Where a count in brackets begins at the end of what was gathered, if the text that follows begins with that number.
pub(super) fn count_said_twice(gathered: &str, text: &str) -> Option<usize> {
    let inner = gathered.strip_suffix(')')?;
    let at = inner.rfind('(')?;
    let number = inner.get(at + 1..)?;
    let is_number = number.len() <= 9 && number.starts_with(|c: char| c.is_ascii_digit());
    let rest = text.trim_start().strip_prefix(number).filter(|_| is_number)?;
    rest.starts_with(char::is_whitespace).then_some(at)
}
