//! Instructions and labels that builders put where the owner's words should go. In: a block. Out: a finding by the
//! shape of the sentence, so that wordings nobody listed are found. Never looks beyond the block.

use super::{Finding, Kind, Seen, Strength, fold};
use crate::blocks::GroupKind;

/// What a placeholder stands for.
const NOUNS: [&str; 38] = [
    "answer",
    "bio",
    "blurb",
    "body",
    "button",
    "caption",
    "content",
    "copy",
    "description",
    "detail",
    "details",
    "excerpt",
    "headline",
    "heading",
    "image",
    "info",
    "information",
    "intro",
    "label",
    "link",
    "logo",
    "message",
    "name",
    "paragraph",
    "photo",
    "picture",
    "question",
    "quote",
    "sentence",
    "subheading",
    "subtitle",
    "summary",
    "tagline",
    "testimonial",
    "text",
    "title",
    "video",
    "words",
];
/// What stands before a lone `here` in builders and nowhere else.
const BARE: [&str; 9] =
    ["caption", "content", "description", "heading", "headline", "paragraph", "subtitle", "text", "title"];
/// What one is told to do with it.
const VERBS: [&str; 11] =
    ["add", "enter", "insert", "paste", "place", "put", "type", "write", "replace", "edit", "change"];
/// What a part of a page is called in a builder.
const PARTS: [&str; 20] = [
    "accordion",
    "banner",
    "block",
    "box",
    "card",
    "column",
    "feature",
    "featured",
    "hero",
    "item",
    "main",
    "page",
    "panel",
    "post",
    "project",
    "section",
    "slide",
    "tab",
    "team",
    "widget",
];

/// Finds instructions and default labels.
pub(super) fn find(seen: &Seen<'_>) -> Option<Finding> {
    if matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Quote { .. } | GroupKind::Term) {
        return None;
    }
    if let Some(strength) = label(seen.folded) {
        return Some(Finding::whole(Kind::Placeholder, strength, "a builder's label"));
    }
    let mut pieces = Vec::new();
    let mut folded = String::new();
    for sentence in fold::sentences(seen.text) {
        let text = seen.text.get(sentence.clone()).unwrap_or_default();
        if !may_be_instruction(text) {
            continue;
        }
        fold::fold(text, &mut folded);
        if is_instruction(&folded) {
            pieces.push(sentence.start as u32..sentence.end as u32);
        }
    }
    let whole = Finding::whole(Kind::Placeholder, Strength::Sure, "an instruction to the site's owner");
    (!pieces.is_empty()).then_some(Finding { pieces, ..whole })
}

/// Words of a folded text.
fn words(folded: &str) -> Vec<&str> {
    folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).take(20).collect()
}

/// Whether a sentence opens or ends as instructions do: a look at its edges that spares most sentences the rest.
fn may_be_instruction(sentence: &str) -> bool {
    const OPENINGS: [&str; 7] = ["click", "double", "tap", "edit", "replace", "change", "delete"];
    let inner = sentence.trim_matches(|c: char| !c.is_alphanumeric()).as_bytes();
    let starts = |word: &str| inner.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word.as_bytes()));
    let ends_here = inner.len() >= 4 && inner[inner.len() - 4..].eq_ignore_ascii_case(b"here");
    ends_here || OPENINGS.iter().any(|word| starts(word))
}

/// Whether a sentence tells the owner what to put there.
fn is_instruction(folded: &str) -> bool {
    let words = words(folded);
    let has = |set: &[&str]| words.iter().any(|word| set.contains(word));
    let count = words.len();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let ends_here = *last == "here" && has(&NOUNS);
    let goes_here = ends_here && count <= 10 && (has(&["goes"]) || words.ends_with(&["go", "here"]));
    let put_here = ends_here && count <= 8 && VERBS.contains(first);
    let your_here = ends_here && count <= 4 && *first == "your";
    let bare_here = ends_here && count == 2 && BARE.contains(first);
    let touches = matches!(*first, "click" | "double" | "tap") && has(&["edit", "add", "change", "replace"]);
    let edits = touches && count <= 16 && has(&["own", "me"]) && has(&NOUNS);
    let swaps = matches!(*first, "edit" | "replace" | "change" | "delete")
        && words.get(1) == Some(&"this")
        && words.get(2).is_some_and(|word| NOUNS.contains(word))
        && (count <= 4 || has(&["own", "your"]))
        && count <= 14;
    goes_here || put_here || your_here || bare_here || edits || swaps
}

/// Strength of a label such as `Card Title`, `Slide 2 heading`, `Sample text`; none where it is no such thing.
fn label(folded: &str) -> Option<Strength> {
    if folded.len() > 40 {
        return None;
    }
    let words = words(folded);
    let words: Vec<&str> = words.into_iter().filter(|word| !word.bytes().all(|b| b.is_ascii_digit())).collect();
    match words[..] {
        ["placeholder" | "dummy", noun] | [noun, "placeholder"] if NOUNS.contains(&noun) => Some(Strength::Sure),
        ["sample" | "example", noun] if NOUNS.contains(&noun) => Some(Strength::Likely),
        [part, "title" | "heading" | "headline" | "subtitle" | "subheading" | "text"] if PARTS.contains(&part) => {
            Some(Strength::Likely)
        }
        [part, "description" | "name" | "label" | "content"] if PARTS.contains(&part) => Some(Strength::Possible),
        ["heading" | "subheading"] => Some(Strength::Likely),
        ["slide" | "column" | "feature" | "item" | "tab"] if folded.bytes().any(|b| b.is_ascii_digit()) => {
            Some(Strength::Possible)
        }
        _ => None,
    }
}
