//! Authors: a list of names, never a brand, an address or a date.

use super::linked_data::LinkedData;
use super::tags::Tags;
use super::{Author, Found};
use crate::dom::{Attr, Dom, NodeId, Tag};

/// Words that introduce a byline, with the space that follows.
const BY: [&str; 14] = [
    "by ",
    "von ",
    "par ",
    "por ",
    "door ",
    "av ",
    "di ",
    "written by ",
    "posted by ",
    "author: ",
    "autor: ",
    "автор: ",
    "text: ",
    "words by ",
];

/// Words that no person's name holds.
const NO_NAMES: [&str; 16] = [
    "admin",
    "administrator",
    "staff",
    "team",
    "editor",
    "editorial",
    "editors",
    "redaktion",
    "newsroom",
    "contributor",
    "webmaster",
    "guest",
    "anonymous",
    "unknown",
    "user",
    "author",
];

/// Most authors taken.
const MAX_AUTHORS: usize = 20;

/// The authors by the first source that names any: JSON-LD, `<meta>`, markup for machines, a byline.
pub(super) fn of_page(dom: &Dom, tags: &Tags, linked: &LinkedData, site: Option<&str>) -> Option<Found<Vec<Author>>> {
    let found = |authors: Vec<Author>, from| (!authors.is_empty()).then_some(Found { value: authors, from });
    let mut named: Vec<Author> = Vec::new();
    for (name, url) in &linked.authors {
        add(&mut named, name, url.clone(), site);
    }
    if let Some(found) = found(named, "json-ld") {
        return Some(found);
    }
    let names: &[&'static str] = &[
        "citation_author",
        "parsely-author",
        "sailthru.author",
        "cxenseparse:author",
        "byl",
        "author",
        "dc.creator",
        "dcterms.creator",
        "article:author",
    ];
    for name in names {
        let mut named = Vec::new();
        for value in tags.all(&[name]).map(|f| f.value).unwrap_or_default() {
            add(&mut named, &value, None, site);
        }
        if let Some(found) = found(named, name) {
            return Some(found);
        }
    }
    found(on_page(dom, site), "byline")
}

/// `rel=author`, `itemprop=author`, and short texts of elements classed as bylines.
fn on_page(dom: &Dom, site: Option<&str>) -> Vec<Author> {
    let mut named = Vec::new();
    for n in dom.descendants(NodeId::ROOT) {
        if !dom.is_element(n) || dom.end(n).0 - n.0 > 40 {
            continue;
        }
        let rel = dom.attr(n, Attr::Rel).is_some_and(|r| r.split_ascii_whitespace().any(|w| w == "author"));
        let prop = dom.attr(n, Attr::Itemprop) == Some("author");
        let class = dom.attr(n, Attr::Class).is_some_and(is_byline);
        if !(rel || prop || class) || dom.tag(n) == Tag::Link {
            continue;
        }
        let text = dom.words_of(n);
        let is_said =
            rel || prop || BY.iter().any(|by| text.to_lowercase().starts_with(by)) || text.split(' ').count() <= 4;
        if is_said && text.chars().count() <= 80 {
            add(&mut named, &text, dom.attr(n, Attr::Href).map(str::to_owned), site);
        }
        if !named.is_empty() && class {
            break;
        }
    }
    named.truncate(3);
    named
}

fn is_byline(class: &str) -> bool {
    const CLASSES: [&str; 13] = [
        "byline",
        "author",
        "author-name",
        "post-author",
        "entry-author",
        "article-author",
        "byline-name",
        "byline__name",
        "author__name",
        "authorname",
        "article__author",
        "post__author",
        "c-byline",
    ];
    class.split_ascii_whitespace().any(|token| CLASSES.iter().any(|known| token.eq_ignore_ascii_case(known)))
}

/// Adds the names in a text: joined ones are cut apart.
fn add(named: &mut Vec<Author>, text: &str, url: Option<String>, site: Option<&str>) {
    let mut text = super::title::unescaped(text.trim());
    for by in BY {
        if text.to_lowercase().starts_with(by) {
            text = text.chars().skip(by.chars().count()).collect();
        }
    }
    let text = text.replace(" and ", ",").replace(" und ", ",").replace(" et ", ",").replace(" & ", ",");
    for name in text.split([',', ';', '|', '\n', '/']).map(|n| n.trim().trim_end_matches('.')) {
        if named.len() < MAX_AUTHORS && is_name(name, site) && !named.iter().any(|a| a.name == name) {
            named.push(Author { name: name.to_owned(), url: url.clone() });
        }
    }
}

fn is_name(text: &str, site: Option<&str>) -> bool {
    let n_chars = text.chars().count();
    let lower = text.to_lowercase();
    let n_words = text.split_whitespace().count();
    (2..=60).contains(&n_chars)
        && n_words <= 6
        && !text.contains("://")
        && !text.contains('@')
        && !text.contains("www.")
        && text.chars().filter(char::is_ascii_digit).count() <= 1 + n_chars / 4
        && text.chars().any(char::is_alphabetic)
        && !lower.split(|c: char| !c.is_alphanumeric()).any(|w| NO_NAMES.contains(&w))
        && site.is_none_or(|s| s.to_lowercase() != lower)
}
