//! Words in the midst of a line that are not shown: the text of a button in another state, a hint that comes with the mouse. In:
//! an inline element. Out: whether its words go. Never takes all words of a box: what becomes of hidden boxes is judged.

use crate::dom::{Attr, Dom, NodeId, Tag, style_rules};

/// Bytes of the longest words that go: longer ones are the rest of a text, which a click shows.
const LONGEST: usize = 48;

/// Nodes of the largest element with such words.
const INSIDE: u32 = 32;

/// Nodes around an element among which the line's other words are looked for.
const AROUND: usize = 64;

/// Whether an element is taken out of the line that it stands in.
pub(super) fn is_in_line(dom: &Dom, n: NodeId) -> bool {
    let is_hidden = match dom.attr(n, Attr::Hidden) {
        Some(value) => !value.eq_ignore_ascii_case("until-found"),
        None => dom.attr(n, Attr::Style).is_some_and(takes_out),
    };
    let is_small = || dom.end(n).0 - n.0 <= INSIDE;
    is_hidden && is_small() && is_hint(&dom.words_up_to(n, LONGEST)) && has_words_beside(dom, n)
}

/// Whether words are short and no sentence: sentences are the rest of a text, too.
fn is_hint(words: &str) -> bool {
    words.len() <= LONGEST && !(words.ends_with(['.', '。', '।']) && words.contains(' '))
}

/// Whether an inline style leaves no place for its element. One that is only invisible often waits to be faded in.
fn takes_out(style: &str) -> bool {
    let is_none = |value: &str| value.get(..4).is_some_and(|value| value.eq_ignore_ascii_case("none"));
    style.contains(['y', 'Y'])
        && style_rules(style).any(|(name, value)| name.eq_ignore_ascii_case("display") && is_none(value))
}

/// Whether text stands in the parent of an element, outside of it.
fn has_words_beside(dom: &Dom, n: NodeId) -> bool {
    let own = n.0..dom.end(n).0;
    let is_other = |d: NodeId| !own.contains(&d.0) && dom.tag(d) == Tag::Text && dom.has_text(d);
    dom.parent(n).is_some_and(|around| dom.descendants(around).take(AROUND).any(is_other))
}
