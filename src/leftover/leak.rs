//! Values that scripts wrote out unread. In: a short block. Out: a finding where a value stands for what should have been
//! said. Prose and headings that speak of such values are spared.

use super::{Finding, Kind, Seen, Strength};
use crate::blocks::{BlockKind, GroupKind};
use std::borrow::Cow;

/// Values by the names that scripts give them.
const VALUES: [&str; 6] = ["undefined", "NaN", "null", "Invalid Date", "[object ", "NULL"];

/// What stands beside a value in labels, folded.
const BESIDE: [&str; 72] = [
    "ago",
    "at",
    "author",
    "average",
    "back",
    "based",
    "by",
    "cart",
    "category",
    "comment",
    "comments",
    "count",
    "date",
    "day",
    "days",
    "discount",
    "followers",
    "for",
    "from",
    "hello",
    "hey",
    "hi",
    "hours",
    "hrs",
    "in",
    "item",
    "items",
    "join",
    "km",
    "last",
    "left",
    "likes",
    "members",
    "min",
    "mins",
    "minute",
    "minutes",
    "month",
    "more",
    "off",
    "on",
    "order",
    "per",
    "photos",
    "points",
    "posted",
    "price",
    "published",
    "qty",
    "rated",
    "rating",
    "read",
    "reading",
    "replies",
    "reply",
    "result",
    "results",
    "review",
    "reviews",
    "save",
    "score",
    "shares",
    "stars",
    "stock",
    "time",
    "total",
    "updated",
    "usd",
    "users",
    "views",
    "votes",
    "welcome",
];

/// Finds a value written out.
pub(super) fn find(seen: &Seen<'_>) -> Option<Finding> {
    if seen.signs.words > 12 || matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Term | GroupKind::Quote { .. })
    {
        return None;
    }
    let value = *VALUES.iter().find(|value| place_of(seen.text, value).is_some())?;
    let sure = |strength| {
        Some(Finding {
            strength,
            wording: Cow::Borrowed(name_of(value)),
            ..Finding::whole(Kind::Unrendered, strength, "")
        })
    };
    if has_broken_number(seen.text) {
        return sure(Strength::Sure);
    }
    let rest = without_values(seen.text);
    let rest: Vec<&str> =
        rest.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let is_label = rest.iter().all(|word| BESIDE.contains(&word.to_lowercase().as_str()));
    if !is_label || rest.len() > 4 || (seen.text.ends_with('.') && rest.len() > 1) {
        return None;
    }
    // a manual's heading or entry is the value's name and nothing else
    let is_name = rest.is_empty() && !seen.text.contains(' ') && value != "[object ";
    let in_prose =
        seen.kind == BlockKind::Paragraph && !matches!(seen.group, GroupKind::Item { .. } | GroupKind::Description);
    sure(if is_name && !in_prose { Strength::Likely } else { Strength::Sure })
}

/// The value without what varies in it.
pub(super) fn name_of(value: &'static str) -> &'static str {
    match value {
        "[object " => "[object Object]",
        "NULL" => "null",
        value => value,
    }
}

/// Where a value first stands as a word of its own, in this spelling.
pub(super) fn place_of(text: &str, value: &str) -> Option<usize> {
    places_of(text, value).next()
}

/// All places where a value stands as a word of its own.
fn places_of<'a>(text: &'a str, value: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let whole = value.ends_with(|c: char| c.is_alphabetic());
    text.match_indices(value).map(|(at, _)| at).filter(move |&at| {
        let before = text.get(..at).and_then(|s| s.chars().next_back());
        let after = text.get(at + value.len()..).and_then(|s| s.chars().next());
        !(before.is_some_and(is_word) || (whole && after.is_some_and(is_word)))
    })
}

/// Whether a number's place is taken: `NaN%`, `$NaN`, `€undefined`.
fn has_broken_number(text: &str) -> bool {
    ["NaN%", "$NaN", "€NaN", "£NaN", "undefined%", "$undefined", "€undefined", "£undefined", "$null"]
        .iter()
        .any(|broken| text.contains(broken))
}

/// The text with its values taken out, one kind after the other: linear in the text.
fn without_values(text: &str) -> String {
    VALUES.iter().fold(text.to_owned(), |text, value| without(&text, value))
}

/// The text with each place of a value taken out.
fn without(text: &str, value: &str) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    for at in places_of(text, value) {
        if at < from {
            continue;
        }
        let end = at + value.len();
        let close = || text.get(end..).and_then(|inner| inner.find(']')).map_or(text.len(), |close| end + close + 1);
        rest.push_str(text.get(from..at).unwrap_or_default());
        rest.push(' ');
        from = if value == "[object " { close() } else { end };
    }
    rest.push_str(text.get(from..).unwrap_or_default());
    rest
}
