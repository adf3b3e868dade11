//! Pieces of a page that a server sent later than the page around them, each in a hidden element, with a call that puts it
//! in its place: React's streaming (`$RC`, `$RR` and `$RS` of `react-dom/server`) and Marko's (`$af`). In: the linked tree.
//! Out: the tree as a reader sees it. Runs nothing: it looks for the calls as text.

use super::arena::{Arena, NIL};
use memchr::memchr_iter;
use std::borrow::Cow;
use std::collections::HashMap;

/// Bytes of an element's id at most. React's are a prefix of the page's choice, a letter and a number.
const MAX_ID: usize = 64;
/// Ancestors of a place at most: the tree stays as deep as the parse allows, and a piece more.
const MAX_DEPTH: usize = 512;
/// Moves for each node of the page, on average: a piece moves once, and once more where its own place was in a piece. Without
/// a bound, pieces that hand the same nodes on would make the work quadratic.
const MAX_MOVES: usize = 4;

/// The ids of one call: where to put what.
type Call<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Moves every piece to its place. Pages without calls cost one search.
pub(super) fn settle(arena: &mut Arena, page: &str) {
    let behind_signs = memchr_iter(b'$', page.as_bytes()).filter_map(|at| page.get(at + 1..));
    let calls = behind_signs.filter_map(|rest| of_react(rest).or_else(|| of_marko(rest)));
    // each puts an element of its own in place
    let calls: Vec<Call> = calls.take(arena.len()).collect();
    if calls.is_empty() {
        return;
    }
    let mut found: HashMap<&str, u32> =
        calls.iter().flat_map(|(place, piece)| [(&**place, NIL), (&**piece, NIL)]).collect();
    arena.each_id(page, |id, node| {
        // of several elements with one id, scripts find the first
        if let Some(known) = found.get_mut(id).filter(|known| **known == NIL) {
            *known = node;
        }
    });
    let mut n_moves = 0;
    for (place, piece) in &calls {
        if n_moves > MAX_MOVES * arena.len() {
            return;
        }
        let (place, piece) = (found[&**place], found[&**piece]);
        if place != NIL && piece != NIL && arena.is_apart(place, piece, MAX_DEPTH) {
            n_moves += arena.move_children_before(piece, place);
        }
    }
}

/// The ids of a call behind its `$`: `$RC("B:0","S:0")` puts the second's contents where the first stands, `$RS` names them
/// the other way round.
fn of_react(rest: &str) -> Option<Call<'_>> {
    let rest = rest.strip_prefix('R')?;
    let is_turned = rest.starts_with('S');
    let (first, rest) = string(rest.strip_prefix(['C', 'R', 'S'])?.strip_prefix('(')?)?;
    let (second, _) = string(rest.strip_prefix(',')?)?;
    let (place, piece) = if is_turned { (second, first) } else { (first, second) };
    Some((place.into(), piece.into()))
}

/// The ids of a call behind its `$`: `$af(3)` puts the contents of `af3` where `afph3` stands, and `$afShop(3)`, of a page
/// that several servers write, those of `afShop3` where `afShopph3` does.
fn of_marko(rest: &str) -> Option<Call<'_>> {
    let (server, rest) = word(rest.strip_prefix("af")?)?;
    let (number, _) = word(rest.strip_prefix('(')?)?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| (format!("af{server}ph{number}").into(), format!("af{server}{number}").into()))
}

/// Letters, digits and `_` at the start, and what follows them.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take(MAX_ID + 1).position(|b| !b.is_ascii_alphanumeric() && b != b'_')?;
    Some(text.split_at(end))
}

/// The quoted text at the start, without escapes, and what follows it.
fn string(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (inside, rest) = text[1..].split_once(quote).filter(|(inside, _)| inside.len() <= MAX_ID)?;
    Some((inside, rest))
}
