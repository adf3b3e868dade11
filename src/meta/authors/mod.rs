//! Authors: a list of names, never a brand, an address or a date.

mod bylines;
mod first_words;
mod joined;
mod names;
mod on_page;

use super::linked_data::{LinkedData, Party};
use super::site::Site;
use super::tags::Tags;
use super::{Author, Found};
use crate::dom::Dom;
use crate::head::Head;
use crate::score::PageType;

/// Most authors taken.
const MAX_AUTHORS: usize = 20;

/// `<meta>` that name authors, the surest first.
const NAMES: [&str; 11] = [
    "citation_author",
    "citation_authors",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "byl",
    "author",
    "dc.creator",
    "dcterms.creator",
    "article:author",
    "og:article:author",
];

/// The page as authors are looked for in it.
pub(super) struct Page<'a, 'd> {
    pub dom: &'d Dom,
    pub head: &'a Head<'d>,
    pub tags: &'a Tags,
    pub linked: &'a LinkedData,
    pub site: &'a Site,
    pub title: Option<&'a str>,
    pub page_type: Option<PageType>,
}

/// The authors by the first source that names any: JSON-LD, `<meta>`, preview cards, then what the page shows. A name set
/// in capitals is spelled as another source has it.
pub(super) fn of_page(page: &Page<'_, '_>) -> Option<Found<Vec<Author>>> {
    let mut found = by_source(page)?;
    for author in found.value.iter_mut().filter(|author| is_in_capitals(&author.name)) {
        let tagged = NAMES.iter().filter_map(|name| page.tags.all(&[name])).flat_map(|found| found.value);
        let linked = page.linked.authors.iter().map(|(name, ..)| name.clone());
        let is_same = |name: &String| !is_in_capitals(name) && name.to_lowercase() == author.name.to_lowercase();
        if let Some(spelled) = tagged.chain(linked).map(|name| name.trim().to_owned()).find(is_same) {
            author.name = spelled;
        }
    }
    Some(found)
}

/// Whether a name of several letters has none in small type.
fn is_in_capitals(name: &str) -> bool {
    name.chars().filter(|c| c.is_uppercase()).nth(1).is_some() && !name.contains(char::is_lowercase)
}

fn by_source(page: &Page<'_, '_>) -> Option<Found<Vec<Author>>> {
    let Page { tags, linked, site, .. } = *page;
    let mut named = Vec::new();
    for (name, url, party) in &linked.authors {
        let is_no_author = |name: &str| match party {
            Party::Person => false,
            Party::Unsaid => is_brand(name, linked),
        };
        // one person with one comma has the family name first
        let is_one = |text: &str| !text.trim().contains([' ', ',']);
        let turned =
            name.split_once(", ").filter(|(last, first)| *party == Party::Person && is_one(last) && is_one(first));
        let turned = turned.map(|(last, first)| format!("{first} {last}"));
        add(&mut named, turned.as_deref().unwrap_or(name), url.as_deref(), site, is_no_author);
    }
    if let Some(found) = found(named, "json-ld") {
        return Some(found);
    }
    for name in NAMES {
        let mut named = Vec::new();
        for value in tags.all(&[name]).map(|f| f.value).unwrap_or_default() {
            // bibliographies put the family name first
            let is_turned = name.starts_with("citation") || name.starts_with("dc");
            match value.split_once(", ").filter(|(last, first)| is_turned && is_short(last, first)) {
                Some((last, first)) => {
                    add(&mut named, &format!("{first} {last}"), None, site, |name| is_brand(name, linked))
                }
                None => add(&mut named, &value, None, site, |name| is_brand(name, linked)),
            }
        }
        if let Some(found) = found(named, name) {
            return Some(found);
        }
    }
    for (label, data) in [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")] {
        let (Some(label), Some(value)) = (tags.first(&[label]), tags.first(&[data])) else { continue };
        let mut named = Vec::new();
        if is_author_label(&label.value) {
            add(&mut named, &value.value, None, site, |name| is_brand(name, linked));
        }
        if let Some(found) = found(named, value.from) {
            return Some(found);
        }
    }
    // on shops' pages readers sign, not authors
    let sells = matches!(page.page_type, Some(PageType::Product | PageType::Collection));
    if (linked.is_product || sells && !super::says_article(tags)) && !linked.has_article {
        return None;
    }
    found(on_page::find(page), "byline").or_else(|| owner(page))
}

/// Who a site is called after, on its articles: nobody else writes there.
fn owner(page: &Page<'_, '_>) -> Option<Found<Vec<Author>>> {
    let Page { head, tags, linked, site, title, .. } = *page;
    if !linked.has_article && !super::says_article(tags) && head.times.is_empty() {
        return None;
    }
    let part = super::title::site_end(head, title);
    let publisher = linked.publisher.clone();
    let mut said = site.name.iter().map(|found| found.value.clone()).chain(publisher).chain(part);
    let name = said.find(|name| names::is_person(name))?;
    Some(Found { value: vec![Author { name, url: None }], from: "site-name" })
}

/// Whether a name is a firm's: by its words, or where JSON-LD says so.
fn is_brand(name: &str, linked: &LinkedData) -> bool {
    names::is_firm(name) || linked.firms.iter().any(|firm| firm == name)
}

fn found(mut authors: Vec<Author>, from: &'static str) -> Option<Found<Vec<Author>>> {
    authors.truncate(MAX_AUTHORS);
    (!authors.is_empty()).then_some(Found { value: authors, from })
}

fn is_short(last: &str, first: &str) -> bool {
    !first.contains(',') && last.split(' ').count() <= 3 && first.split(' ').count() <= 3
}

/// Adds the names in a text that are no brand.
fn add(named: &mut Vec<Author>, text: &str, url: Option<&str>, site: &Site, is_brand: impl Fn(&str) -> bool) {
    for name in names::in_value(text, site) {
        if !is_brand(&name) && !named.iter().any(|a| a.name == name) {
            named.push(Author { name, url: url.map(str::to_owned) });
        }
    }
}

/// Whether a line begins with words that say who wrote.
pub(super) fn is_byline(line: &str) -> bool {
    bylines::may_open(line) && bylines::after_by(line).is_some_and(|name| !name.is_empty())
}

/// Whether a text is who wrote and nothing else: a person's whole name, or words of bylines and what looks like a name.
pub(super) fn is_writer(text: &str) -> bool {
    let is_name = |rest: &str| rest.is_empty() || names::looks_like_name(rest);
    names::is_person(text)
        || !text.contains(|c: char| c.is_ascii_digit()) && bylines::after_by(text).is_some_and(is_name)
}

/// Whether the label of a preview card speaks of the author, in the languages of the plug-ins that write such labels.
fn is_author_label(label: &str) -> bool {
    let label = label.to_lowercase();
    const WORDS: [&str; 18] = [
        "writ",
        "author",
        "verfasst",
        "geschrieben",
        "escrito",
        "écrit",
        "scritto",
        "geschreven",
        "autor",
        "auteur",
        "skrev",
        "skriv",
        "napisa",
        "автор",
        "написа",
        "作者",
        "執筆",
        "yazan",
    ];
    WORDS.iter().any(|word| label.contains(word))
}
