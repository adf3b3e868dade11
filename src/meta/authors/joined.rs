//! Names that signs and words join in one text. In: the text. Out: what stands between them, each with what joins it to
//! the one before.

use super::bylines::is_other;
use super::names::{bare, is_given, looks_like_name};
use memchr::memchr_iter;

/// Signs that part names, and what is said of one.
const SIGNS: [char; 11] = [',', ';', '|', '\n', '/', '、', '，', '；', '،', '؛', '＆'];

/// Words and signs that join two names.
const WORDS: [&str; 10] = [" and ", " und ", " et ", " with ", " och ", " og ", " mit ", " avec ", " & ", " + "];

/// Such words in bylines that have each word with a capital, or are all in capitals: so is what bands are called, and they
/// join whole names alone.
const CAPITALS: [&str; 8] = [" And ", " AND ", " Und ", " UND ", " Et ", " ET ", " With ", " WITH "];

/// Words that join two names and may stand within one, or are names: between two whole ones they join.
const FAINT: [&str; 15] = [
    " y ", " e ", " i ", " a ", " en ", " ja ", " és ", " ve ", " dan ", " и ", " і ", " та ", " και ", " și ", " và ",
];

/// A part of a text that may name somebody.
pub(super) struct Part<'t> {
    pub text: &'t str,
    /// Whether a word joins it to the part before: behind a sign may stand what is said of that one.
    pub is_joined: bool,
}

/// The parts of a text, in order.
pub(super) fn cut(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = text.split(SIGNS).map(|text| Part { text, is_joined: false }).collect();
    // a word between spaces
    if memchr_iter(b' ', text.as_bytes()).nth(1).is_none() {
        return parts;
    }
    for word in WORDS.iter().chain(&CAPITALS).chain(&FAINT) {
        if text.contains(word) {
            parts = parts.into_iter().flat_map(|part| apart(part, word)).collect();
        }
    }
    parts
}

/// What a word joins in a part; the part itself where it stands in one name: `Mac & i`, `Holm & Holm`, `Ortega y Gasset`.
fn apart<'t>(part: Part<'t>, word: &str) -> Vec<Part<'t>> {
    let texts = || part.text.split(word);
    let is_small = |text: &str| text.trim_start().starts_with(char::is_lowercase);
    let is_word_twice = |(first, second): (&str, &str)| first.trim() == second.trim() && !first.trim().contains(' ');
    let is_one = match word {
        " & " | " and " if part.text.split_once(word).is_some_and(is_word_twice) => true,
        " & " => !is_small(part.text) && texts().any(is_small),
        _ if CAPITALS.contains(&word) => !texts().all(is_long),
        _ if FAINT.contains(&word) => !texts().enumerate().all(|(at, text)| is_whole(text, at, word)),
        _ => false,
    };
    if is_one {
        return vec![part];
    }
    let joined = |(at, text)| Part { text, is_joined: at > 0 || part.is_joined };
    texts().enumerate().map(joined).collect()
}

/// Whether a text is a name of several words, or says who did something else: `With Photos By Per Holm`.
fn is_long(text: &str) -> bool {
    let is_band = text.split(' ').next().is_some_and(|word| word.eq_ignore_ascii_case("the"));
    is_other(text) || text.trim().contains(' ') && looks_like_name(bare(text)) && !is_band
}

/// Whether a text is a whole name; behind words that stand in names, one that begins with a given name.
fn is_whole(text: &str, at: usize, word: &str) -> bool {
    let n_words = text.split_whitespace().count();
    let is_in_names = matches!(word, " y " | " e " | " i " | " a ");
    let begins = |text: &str| text.split_whitespace().next().is_some_and(is_given);
    looks_like_name(text) && if n_words < 2 { begins(text) } else { at == 0 || !is_in_names || begins(text) }
}

/// Whether a text holds nothing but what joins two names.
pub(super) fn is_join(text: &str) -> bool {
    const LONGEST: usize = 12;
    let text = text.trim();
    let is_word = |word: &str| WORDS.iter().chain(&CAPITALS).chain(&FAINT).any(|held| held.trim() == word);
    text.len() <= LONGEST && !text.is_empty() && text.split([' ', ',']).all(|word| word.is_empty() || is_word(word))
        || text.chars().count() == 1 && text.starts_with(SIGNS)
}
