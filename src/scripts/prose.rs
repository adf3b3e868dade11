//! Which strings are prose, and which say the same.

use crate::dom::NodeId;
use std::collections::HashMap;

/// A stretch of prose as markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The markup.
    pub html: String,
    /// Its words.
    pub words: usize,
    /// What its text opens with, hashed; `None` for headings, which may recur.
    pub opening: Option<u64>,
    /// The script it stands in.
    pub script: NodeId,
}

/// Words from which on a string may be prose.
const LEAST_WORDS: usize = 8;

/// Words of an opening: two texts that begin with the same are one, or one an excerpt of the other.
const OPENING: usize = 8;

/// Whether a text without markup is prose: sentences of words in small letters, no code, no address, no key.
pub(super) fn is_prose(text: &str) -> bool {
    let (mut words, mut small, mut wide, mut letters, mut signs) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for word in text.split_whitespace() {
        if word.len() > 60 && word.is_ascii() {
            return false;
        }
        words += 1;
        let first = word.chars().next();
        small += usize::from(first.is_some_and(|c| c.is_alphabetic() && !c.is_uppercase()));
        for c in word.chars() {
            wide += usize::from(is_wide(c));
            letters += usize::from(c.is_alphabetic());
            signs += usize::from(matches!(c, '{' | '}' | '<' | '>' | '=' | ';' | '\\' | '_' | '|' | '/' | '#'));
        }
    }
    let has_stop = text.contains(['.', '!', '?', '。', '！', '？', '।', '…', '؟', ':']);
    let has_words = (words >= LEAST_WORDS && small * 2 >= words) || wide >= LEAST_WORDS * 2;
    has_words && has_stop && letters >= 20 && signs * 12 <= letters
}

/// How many words a text has; scripts without spaces count two characters a word.
pub(super) fn words_of(text: &str) -> usize {
    let wide = text.chars().filter(|&c| is_wide(c)).count();
    text.split_whitespace().count() + wide / 2
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{e01}'..='\u{e5b}')
}

/// The first letters of a text, hashed (FNV-1a over the letters and digits of its first words); `None` where there are
/// too few to tell texts apart.
pub(super) fn opening(text: &str) -> Option<u64> {
    const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;
    let mut hash = EMPTY;
    let mut n = 0;
    for word in text.split_whitespace().take(OPENING) {
        for c in word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(24) {
            hash = (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
            n += 1;
        }
    }
    (n >= LEAST_WORDS * 2).then_some(hash)
}

/// The pieces without those that the page shows (`openings`, rising); of several that open alike, the longest.
pub(super) fn distinct(pieces: Vec<Piece>, openings: &[u64]) -> Vec<Piece> {
    let mut longest: HashMap<u64, usize> = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Some(opening) = piece.opening else { continue };
        let held = longest.entry(opening).or_insert(at);
        if pieces[*held].words < piece.words {
            *held = at;
        }
    }
    let is_kept = |at: usize, piece: &Piece| match piece.opening {
        Some(opening) => longest.get(&opening) == Some(&at) && openings.binary_search(&opening).is_err(),
        None => true,
    };
    let mut kept: Vec<Piece> =
        pieces.iter().enumerate().filter(|(at, piece)| is_kept(*at, piece)).map(|(_, piece)| piece.clone()).collect();
    // a heading that nothing follows heads nothing
    let mut follows = false;
    for at in (0..kept.len()).rev() {
        if kept[at].opening.is_some() || kept[at].words > 0 && !is_heading(&kept[at]) {
            follows = true;
        } else if follows {
            follows = false;
        } else {
            kept.remove(at);
        }
    }
    kept
}

fn is_heading(piece: &Piece) -> bool {
    piece.html.starts_with("<h")
}
