//! The title, without the site's name.

use super::Found;
use super::linked_data::LinkedData;
use super::tags::Tags;
use crate::blocks::{BlockKind, Blocks};
use crate::dom::{Attr, Dom};
use crate::head::Head;
use crate::sections::without_permalink;

/// What parts a title from the name of its site.
const SEPARATORS: [&str; 10] = [" | ", " - ", " – ", " — ", " · ", " • ", " » ", " :: ", " / ", " ‹ "];

/// Longest title, in characters.
const MAX_TITLE: usize = 300;

/// The title of a page with markup: the `h1` where `<title>` or `og:title` says the same, else the longest part of
/// those that is not the site's name.
pub(super) fn of_page(
    dom: &Dom,
    head: &Head<'_>,
    tags: &Tags,
    linked: &LinkedData,
    site: Option<&str>,
    url: Option<&str>,
) -> Option<Found<String>> {
    let headline = |f: Found<String>| (f.value, f.from);
    let mut said: Vec<(String, &'static str)> = Vec::new();
    said.extend(tags.first(&["og:title"]).map(headline));
    said.extend(tags.title.clone().map(|t| (t, "title")));
    said.extend(linked.text("title").map(headline));
    said.extend(tags.first(&["parsely-title", "twitter:title", "title"]).map(headline));
    let h1s = headings(dom, head);
    let agrees = |h1: &&String| said.iter().any(|(t, _)| plain(t).contains(&plain(h1)));
    if let Some(h1) = h1s.iter().find(agrees).filter(|h1| plain(h1).chars().count() >= 4 && !is_site(h1, site, url)) {
        return Some(Found { value: h1.clone(), from: "h1" });
    }
    // a long heading that says it in other words: the head is often written for search engines
    if let [h1] = h1s.as_slice()
        && resembles(h1, &said)
    {
        return Some(Found { value: h1.clone(), from: "h1" });
    }
    for (text, from) in &said {
        let value = without_site(text, site, url);
        if !value.is_empty() && value.chars().count() <= MAX_TITLE && !is_site(&value, site, url) {
            return Some(Found { value, from });
        }
    }
    let only = (h1s.len() == 1).then(|| h1s[0].clone());
    only.or_else(|| said.first().map(|(t, _)| t.clone())).map(|value| Found { value, from: "h1" })
}

/// Whether an only `h1` is the better title though none of those in the head holds it: at least six words, half of them
/// in the head, or four that all are. Where they differ so on `wcxb-dev`, the heading is right 76 times, the head 46.
fn resembles(h1: &str, said: &[(String, &'static str)]) -> bool {
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(plain).filter(|w| !w.is_empty()).collect() };
    let known: Vec<String> = said.iter().flat_map(|(text, _)| words(text)).collect();
    let own = words(h1);
    let shared = own.iter().filter(|word| known.contains(word)).count();
    (own.len() >= 6 && own.len() <= 30 && shared * 2 >= own.len()) || (own.len() >= 4 && shared == own.len())
}

/// The title of a page without markup: its first heading, where it stands first.
pub(super) fn of_text(blocks: &Blocks) -> Option<Found<String>> {
    let first = blocks.ids().next()?;
    let is_heading = matches!(blocks.rows.first()?.kind, BlockKind::Heading(_));
    is_heading.then(|| Found { value: blocks.text_of(first).to_owned(), from: "first-line" })
}

fn headings(dom: &Dom, head: &Head<'_>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for &n in &head.headings {
        // permalink signs at a heading's end are no part of it
        let text = without_permalink(&dom.words_of(n)).to_owned();
        let hidden = dom.attr(n, Attr::AriaHidden) == Some("true");
        if !text.is_empty() && !hidden && text.chars().count() <= MAX_TITLE && !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

/// The text without the parts at its ends that name the site; where the site has no name, without the shorter end.
fn without_site(text: &str, site: Option<&str>, url: Option<&str>) -> String {
    let mut parts: Vec<&str> = vec![text.trim()];
    let cut = SEPARATORS.iter().filter_map(|s| text.find(s).map(|at| (at, *s))).min_by_key(|(at, _)| *at);
    if let Some((_, separator)) = cut {
        parts = text.split(separator).map(str::trim).filter(|p| !p.is_empty()).collect();
    }
    let before = parts.len();
    parts.retain(|part| !is_site(part, site, url));
    if parts.is_empty() {
        return text.trim().to_owned();
    }
    if parts.len() == before && before == 2 && site.is_none() {
        // by custom the site's name comes last and is short
        let last = parts.last().map_or(0, |p| p.split_whitespace().count());
        if last <= 3 && parts[0].split_whitespace().count() > last {
            return parts[0].to_owned();
        }
    }
    let separator = cut.map_or(" ", |(_, s)| s);
    parts.join(separator)
}

/// Whether the text is the site's name: as the page says it, or the host's own word.
fn is_site(text: &str, site: Option<&str>, url: Option<&str>) -> bool {
    let text = plain(text);
    if site.is_some_and(|s| plain(s) == text) {
        return true;
    }
    let host = url.and_then(|u| url::Url::parse(u).ok()).and_then(|u| u.host_str().map(str::to_owned));
    host.is_some_and(|host| {
        let words: Vec<&str> = host.split('.').filter(|w| w.len() > 3 && *w != "blog").collect();
        words.iter().any(|w| w.replace('-', "") == text) || host.replace(['.', '-'], "") == text
    })
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// JSON-LD strings are often escaped as HTML once more.
pub(super) fn unescaped(text: &str) -> String {
    let pairs = [
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#039;", "'"),
        ("&#39;", "'"),
        ("&#8217;", "’"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&#8211;", "–"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
    ];
    if !text.contains('&') {
        return text.to_owned();
    }
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
