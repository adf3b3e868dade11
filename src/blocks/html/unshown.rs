//! Words in the midst of a line that are not shown: the text of a button in another state, a hint that comes with the mouse. In:
//! an inline element. Out: whether its words go. Never takes all words of a box: what becomes of hidden boxes is judged.

use crate::dom::{Dom, NO_PLACE, NodeId};

/// Bytes of the longest words that go: longer ones are the rest of a text, which a click shows.
const LONGEST: usize = 48;

/// Nodes of the largest element with such words.
const INSIDE: u32 = 32;

/// Nodes around an element among which the line's other words are looked for.
const AROUND: usize = 64;

/// Whether an element is taken out of the line that it stands in. One that is only invisible often waits to be faded in.
pub(super) fn is_in_line(dom: &Dom, n: NodeId) -> bool {
    let is_small = || dom.end(n).0 - n.0 <= INSIDE;
    let has_others = || dom.parent(n).is_some_and(|around| dom.has_text_outside(around, n, AROUND));
    dom.is_hidden(n, NO_PLACE) && is_small() && is_hint(&dom.words_up_to(n, LONGEST)) && has_others()
}

/// Whether words are short and no sentence: sentences are the rest of a text, too.
fn is_hint(words: &str) -> bool {
    words.len() <= LONGEST && !(words.ends_with(['.', '。', '।']) && words.contains(' '))
}
