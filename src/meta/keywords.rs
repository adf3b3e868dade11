//! What is no tag among a page's tags: fields of its software, sentences. In: the tags as the page has them. Out: those that
//! are some. Never takes words from elsewhere.

use super::Found;
use super::words::Words;
use std::collections::HashSet;

/// Characters of the longest tag.
const LONGEST: usize = 64;

/// Commas in a tag from which on it may be a list of them.
const LIST: usize = 2;

/// Letters and digits from which on tags that run on in the description are that one, cut at its commas.
const SENTENCE: usize = 40;

/// Words of a piece of prose between two commas.
const PROSE: usize = 5;

/// The tags of the first source that has any, without what is none.
pub(super) fn first(
    sources: impl IntoIterator<Item = Found<Vec<String>>>,
    description: Option<&str>,
) -> Option<Found<Vec<String>>> {
    sources.into_iter().find_map(|found| tidy(found, description.unwrap_or_default()))
}

fn tidy(found: Found<Vec<String>>, description: &str) -> Option<Found<Vec<String>>> {
    let Found { mut value, from } = found;
    if let [one] = value.as_slice()
        && is_list(one)
    {
        value = one.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
    }
    if value.len() > 1 && is_cut(&value, description) {
        return None;
    }
    // on pages that write all their tags so, `rope_work` is one
    let are_words = value.iter().any(|tag| tag.contains(|c: char| c == ' ' || c.is_uppercase()));
    value.retain(|tag| tag.chars().count() <= LONGEST && !is_field(tag) && !(are_words && is_flag(tag)));
    let mut held = HashSet::new();
    let tags = value.iter().map(|tag| without_label(tag));
    let value: Vec<String> = tags.filter(|tag| held.insert(tag.to_lowercase())).map(str::to_owned).collect();
    (!value.is_empty()).then_some(Found { value, from })
}

/// Whether a tag alone is a list of them: nobody writes a title with commas and no spaces behind them, nor one that long.
fn is_list(tag: &str) -> bool {
    let n_commas = tag.matches(',').count();
    n_commas >= LIST && (tag.matches(", ").count() < n_commas || tag.chars().count() > LONGEST)
}

/// Whether the tags are the beginning of the page's description, and read like prose. Shops list their goods in both.
fn is_cut(tags: &[String], description: &str) -> bool {
    if tags.iter().all(|tag| tag.split_whitespace().count() < PROSE) {
        return false;
    }
    let all = Words::of(&tags.join(" ")).run_together();
    all.len() >= SENTENCE && Words::of(description).run_together().starts_with(&all)
}

/// Whether a tag is a field of the page's software: `displayType: standard`, `display_type: standard`. "dune: part two" is
/// none.
fn is_field(tag: &str) -> bool {
    let name = tag.split_once(": ").map(|(name, _)| name).unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && name.contains(|c: char| c.is_ascii_uppercase() || c == '_')
}

/// Whether a tag is a word of the page's software among tags in words: `channel_river_news`, `show-published-date`.
fn is_flag(tag: &str) -> bool {
    const ORDERS: [&str; 4] = ["show", "hide", "enable", "disable"];
    const FIELDS: [&str; 8] = ["channel", "site", "display", "layout", "template", "section", "is", "has"];
    const PARTS: [&str; 9] = ["date", "author", "byline", "image", "title", "comments", "sidebar", "header", "footer"];
    let is_small = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    let is_written_so = |sign: char| tag.contains(sign) && tag.split(sign).all(is_small);
    let begins = |sign: char, words: &[&str]| tag.split(sign).next().is_some_and(|word| words.contains(&word));
    let ends = || tag.rsplit('-').next().is_some_and(|word| PARTS.contains(&word));
    is_written_so('_') && (begins('_', &FIELDS) || begins('_', &ORDERS))
        || begins('-', &ORDERS) && ends() && is_written_so('-')
}

/// A tag without what it is: `Category: Ferries`.
fn without_label(tag: &str) -> &str {
    const LABELS: [&str; 8] = ["category", "categories", "tag", "tags", "topic", "topics", "keyword", "keywords"];
    let is_label = |label: &str| LABELS.iter().any(|word| word.eq_ignore_ascii_case(label));
    tag.split_once(": ").filter(|(label, rest)| is_label(label) && !rest.is_empty()).map_or(tag, |(_, rest)| rest)
}
