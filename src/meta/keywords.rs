//! What is no tag among a page's tags: fields of its software, sentences. In: the tags as the page has them. Out: those that
//! are some. Never takes words from elsewhere.

use super::Found;
use super::words::Words;

/// Words of the longest tag.
const MOST_WORDS: usize = 10;

/// Commas in a tag from which on it is a list of them.
const LIST: usize = 2;

/// Letters and digits from which on tags that run on in the description are that one, cut at its commas.
const SENTENCE: usize = 40;

/// The tags without what is none; nothing where none is left.
pub(super) fn tidy(found: Found<Vec<String>>, description: Option<&str>) -> Option<Found<Vec<String>>> {
    let Found { mut value, from } = found;
    if let [one] = value.as_slice()
        && one.matches(',').count() >= LIST
    {
        value = one.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
    }
    if value.len() > 1 && is_cut(&value, description.unwrap_or_default()) {
        return None;
    }
    value.retain(|tag| tag.split_whitespace().count() <= MOST_WORDS && !is_field(tag));
    (!value.is_empty()).then_some(Found { value, from })
}

/// Whether the tags are the beginning of the page's description.
fn is_cut(tags: &[String], description: &str) -> bool {
    let all = Words::of(&tags.join(" ")).run_together();
    all.len() >= SENTENCE && Words::of(description).run_together().starts_with(&all)
}

/// Whether a tag is a field of the page's software: `displayType: standard`.
fn is_field(tag: &str) -> bool {
    let name = tag.split_once(": ").map(|(name, _)| name).unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}
