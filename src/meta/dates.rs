//! Dates of publication and change, as precise as the page says, in ISO 8601.

use super::Found;
use super::linked_data::LinkedData;
use super::tags::Tags;
use crate::dom::{Attr, Dom, NodeId, Tag};

/// When the page was published: metadata, then `<time>` marked or standing near the top.
pub(super) fn published(dom: &Dom, tags: &Tags, linked: &LinkedData) -> Option<Found<String>> {
    let names = [
        "article:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
        "citation_date",
        "publish-date",
        "publishdate",
        "pubdate",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.date",
        "dc.date",
        "date",
    ];
    let said = linked.text("published").into_iter().chain(names.iter().filter_map(|name| tags.first(&[name])));
    first_date(said).or_else(|| in_time(dom))
}

/// When the page was last changed.
pub(super) fn modified(_: &Dom, tags: &Tags, linked: &LinkedData) -> Option<Found<String>> {
    let names = ["article:modified_time", "og:updated_time", "dcterms.modified", "last-modified"];
    let said = linked.text("modified").into_iter().chain(names.iter().filter_map(|name| tags.first(&[name])));
    first_date(said)
}

fn first_date(mut said: impl Iterator<Item = Found<String>>) -> Option<Found<String>> {
    said.find_map(|found| Some(Found { value: iso(&found.value)?, from: found.from }))
}

/// The first `<time datetime>`: one marked as publication wins.
fn in_time(dom: &Dom) -> Option<Found<String>> {
    let times = || dom.descendants(NodeId::ROOT).filter(|&n| dom.tag(n) == Tag::Time);
    let marked = times().find(|&n| dom.attr(n, Attr::Itemprop) == Some("datePublished"));
    let date = |n| dom.attr(n, Attr::Datetime).and_then(iso).or_else(|| iso(&dom.words_of(n)));
    let value = marked.and_then(date).or_else(|| times().find_map(date))?;
    Some(Found { value, from: "time" })
}

/// A date in ISO 8601, out of ISO 8601 itself, `YYYY/MM/DD`, `YYYYMMDD`, or a day, an English month's name and a year.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    numeric(text).or_else(|| named(text))
}

fn numeric(text: &str) -> Option<String> {
    let digits = |from: usize, to: usize| {
        text.get(from..to).filter(|d| d.bytes().all(|b| b.is_ascii_digit())).and_then(|d| d.parse::<u32>().ok())
    };
    let year = digits(0, 4).filter(|y| (1900..2200).contains(y))?;
    let separator = text.as_bytes().get(4).copied();
    if separator.is_none() {
        return Some(format!("{year:04}"));
    }
    let dashed = matches!(separator, Some(b'-' | b'/' | b'.'));
    let (month, day, rest) = if dashed {
        (digits(5, 7)?, digits(8, 10), text.get(10..))
    } else {
        (digits(4, 6)?, digits(6, 8), text.get(8..))
    };
    if !(1..=12).contains(&month) {
        return None;
    }
    let Some(day) = day else { return dashed.then(|| format!("{year:04}-{month:02}")) };
    if !(1..=31).contains(&day) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(time_of(rest.unwrap_or_default()).map_or(date.clone(), |time| format!("{date}T{time}")))
}

/// `HH:MM[:SS][zone]` after a `T` or a space; a time without the colon is none.
fn time_of(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let clock: Vec<&str> = rest[..end].split('.').next()?.split(':').collect();
    let [hours, minutes, ..] = clock.as_slice() else { return None };
    let parse = |text: &str, below: u32| text.parse::<u32>().ok().filter(|&n| text.len() == 2 && n < below);
    let (hours, minutes) = (parse(hours, 24)?, parse(minutes, 60)?);
    let seconds = clock.get(2).and_then(|s| parse(s, 61)).unwrap_or(0);
    Some(format!("{hours:02}:{minutes:02}:{seconds:02}{}", zone(rest[end..].trim())))
}

fn zone(text: &str) -> String {
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("gmt") {
        return "Z".to_owned();
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.starts_with(['+', '-']) && digits.len() == 4 && text.len() <= 6 {
        return format!("{}{}:{}", &text[..1], &digits[..2], &digits[2..]);
    }
    String::new()
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `March 5, 2024`, `5 March 2024`, `Mon, 05 Mar 2024 10:00:00 GMT`.
fn named(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_ascii_lowercase)
        .take(12)
        .collect();
    let at = words.iter().position(|w| w.len() >= 3 && MONTHS.iter().any(|m| w.starts_with(m)))?;
    let month = MONTHS.iter().position(|m| words[at].starts_with(m))? + 1;
    let number = |word: Option<&String>| word.and_then(|w| w.trim_end_matches(char::is_alphabetic).parse::<u32>().ok());
    let year = words[at + 1..].iter().find_map(|w| w.parse::<u32>().ok().filter(|y| (1900..2200).contains(y)))?;
    let day = |n: Option<u32>| n.filter(|d| (1..=31).contains(d));
    let before = at.checked_sub(1).and_then(|i| day(number(words.get(i))));
    match before.or_else(|| day(number(words.get(at + 1)))) {
        Some(day) => Some(format!("{year:04}-{month:02}-{day:02}")),
        None => Some(format!("{year:04}-{month:02}")),
    }
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn dates_come_out_as_precise_as_they_are() {
        let cases = [
            ("2024-04-16T08:00:00Z", Some("2024-04-16T08:00:00Z")),
            ("2024-04-16T08:00:00.000+0200", Some("2024-04-16T08:00:00+02:00")),
            ("2024/04/16", Some("2024-04-16")),
            ("20240416", Some("2024-04-16")),
            ("2024-04", Some("2024-04")),
            ("March 5th, 2024", Some("2024-03-05")),
            ("Mon, 05 Mar 2024 10:00:00 GMT", Some("2024-03-05")),
            ("May 2021", Some("2021-05")),
            ("yesterday", None),
            ("2024-19-40", None),
        ];
        for (text, expected) in cases {
            assert_eq!(iso(text).as_deref(), expected, "{text}");
        }
    }
}
