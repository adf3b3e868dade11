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

/// Where a value stands as a word of its own, in this spelling.
pub(super) fn place_of(text: &str, value: &str) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let whole = value.ends_with(|c: char| c.is_alphabetic());
    text.match_indices(value).map(|(at, _)| at).find(|&at| {
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

/// The text with its values taken out.
fn without_values(text: &str) -> String {
    let mut rest = text.to_owned();
    for value in VALUES {
        while let Some(at) = place_of(&rest, value) {
            let end = if value == "[object " {
                rest.get(at..).and_then(|inner| inner.find(']')).map_or(rest.len(), |close| at + close + 1)
            } else {
                at + value.len()
            };
            rest.replace_range(at..end, " ");
        }
    }
    rest
}
