//! Authors: a list of names, never a brand, an address or a date.

use super::linked_data::LinkedData;
use super::tags::Tags;
use super::{Author, Found};
use crate::dom::{Attr, Dom, NodeId, Tag};

/// Words that introduce a byline; a space, a colon or the text's end follows.
const BY: [&str; 29] = [
    "written by",
    "article by",
    "posted by",
    "published by",
    "story by",
    "text by",
    "words by",
    "by",
    "authors",
    "author",
    "topic author",
    "von",
    "text von",
    "autor",
    "autorin",
    "par",
    "auteur",
    "écrit par",
    "por",
    "escrito por",
    "door",
    "geschreven door",
    "di",
    "scritto da",
    "a cura di",
    "av",
    "af",
    "автор",
    "text",
];

/// Words that no person's name holds, wherever they stand: signs of nobody, labels, and what people are by trade.
const NO_NAMES: [&str; 52] = [
    "admin",
    "administrator",
    "newsroom",
    "webmaster",
    "guest",
    "anonymous",
    "unknown",
    "user",
    "author",
    "authors",
    "posts",
    "more",
    "comments",
    "read",
    "reviews",
    "profile",
    "updated",
    "published",
    "reviewed",
    "privacy",
    "policy",
    "terms",
    "cookie",
    "https",
    "http",
    "view",
    "edition",
    "format",
    "share",
    "follow",
    "subscribe",
    "expert",
    "writer",
    "reporter",
    "manager",
    "director",
    "specialist",
    "consultant",
    "founder",
    "officer",
    "engineer",
    "professor",
    "correspondent",
    "analyst",
    "journalist",
    "producer",
    "marketer",
    "dietitian",
    "nutritionist",
    "president",
    "columnist",
    "clicking",
];

/// Words that name nobody when they stand alone.
const NO_NAMES_ALONE: [&str; 8] =
    ["staff", "team", "editor", "editorial", "editors", "redaktion", "contributor", "contributors"];

/// Small words inside names.
const PARTICLES: [&str; 24] = [
    "de", "del", "della", "di", "da", "dos", "du", "la", "le", "van", "von", "der", "den", "ten", "ter", "zu", "al",
    "el", "bin", "ibn", "af", "av", "y", "e",
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
            // bibliographies put the family name first
            match value.split_once(", ").filter(|(last, first)| name.starts_with("citation") && is_short(last, first)) {
                Some((last, first)) => add(&mut named, &format!("{first} {last}"), None, site),
                None => add(&mut named, &value, None, site),
            }
        }
        if let Some(found) = found(named, name) {
            return Some(found);
        }
    }
    let mut card = Vec::new();
    if let (Some(label), Some(value)) = (tags.first(&["twitter:label1"]), tags.first(&["twitter:data1"]))
        && is_author_label(&label.value)
    {
        add(&mut card, &value.value, None, site);
    }
    found(card, "twitter:data1").or_else(|| found(on_page(dom, site), "byline"))
}

fn is_short(last: &str, first: &str) -> bool {
    !first.contains(',') && last.split(' ').count() <= 3 && first.split(' ').count() <= 3
}

/// Whether the label of a preview card speaks of the author, in the languages of the plug-ins that write such labels.
fn is_author_label(label: &str) -> bool {
    let label = label.to_lowercase();
    [
        "writ",
        "author",
        "verfasst",
        "geschrieben",
        "escrito",
        "écrit",
        "scritto",
        "geschreven",
        "autor",
        "skriv",
        "автор",
    ]
    .iter()
    .any(|word| label.contains(word))
}

/// What marks an element as naming the author, the surest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// A text that begins with "by" and its like.
    Said,
    /// A class of bylines or authors.
    Class,
    /// A class of members of a board.
    Member,
    /// The address of an author's page.
    Link,
    /// `rel=author` or `itemprop=author`.
    Machine,
}

/// Elements with more nodes than this are no bylines.
const LARGEST: u32 = 40;

/// The same where only the words say that they are a byline.
const LARGEST_SAID: u32 = 12;

/// Nodes between two bylines of one article: further apart they are of two posts.
const APART: u32 = 12;

/// Further bylines from which on a page is a list of others.
const LIST: u32 = 3;

/// The authors that the page shows: of the surest kind of mark there is, the first element and those right after it.
fn on_page(dom: &Dom, site: Option<&str>) -> Vec<Author> {
    let mut best: Option<(Mark, NodeId, Vec<Author>)> = None;
    let mut others = 0;
    let mut at = NodeId(1);
    while at.index() < dom.len() {
        let n = at;
        at = NodeId(n.0 + 1);
        if !dom.is_element(n) {
            continue;
        }
        if is_elsewhere(dom, n) {
            at = dom.end(n);
            continue;
        }
        if dom.end(n).0 - n.0 > LARGEST {
            continue;
        }
        let Some(mark) = mark(dom, n) else { continue };
        let named = names_in(dom, n, mark, site);
        if named.is_empty() {
            continue;
        }
        at = dom.end(n);
        match &mut best {
            // members of a board stand close by one another, and each signs a post of their own
            Some((held, last, all)) if *held == mark && mark != Mark::Member && n.0 - last.0 <= APART => {
                all.extend(named.into_iter().filter(|a| all.iter().all(|b| b.name != a.name)).collect::<Vec<_>>());
                *last = dom.end(n);
            }
            Some((held, ..)) if *held >= mark => others += u32::from(*held == mark),
            _ => (best, others) = (Some((mark, dom.end(n), named)), 0),
        }
    }
    // bylines all over the page are those of the entries of a list; marks for machines name the first post's author
    let is_list =
        others >= LIST && best.as_ref().is_some_and(|(mark, ..)| !matches!(mark, Mark::Machine | Mark::Member));
    best.filter(|_| !is_list).map(|(_, _, named)| named).unwrap_or_default()
}

/// Words of classes and ids that name such parts.
const ELSEWHERE: [&str; 18] = [
    "comment",
    "comments",
    "commentlist",
    "related",
    "recommended",
    "recent",
    "popular",
    "trending",
    "sidebar",
    "widget",
    "footer",
    "menu",
    "review",
    "reviews",
    "testimonial",
    "testimonials",
    "carousel",
    "slider",
];

/// Parts of a page whose bylines are of other pages or of readers.
fn is_elsewhere(dom: &Dom, n: NodeId) -> bool {
    if matches!(dom.tag(n), Tag::Nav | Tag::Footer | Tag::Aside | Tag::Head | Tag::Script | Tag::Style) {
        return true;
    }
    let value = |attr| dom.attr(n, attr).unwrap_or_default();
    let mut tokens = [value(Attr::Class), value(Attr::Id)].into_iter().flat_map(tokens);
    tokens.any(|token| ELSEWHERE.iter().any(|word| token.eq_ignore_ascii_case(word)))
}

/// Words of a class or id.
fn tokens(value: &str) -> impl Iterator<Item = &str> {
    value.split(|c: char| !c.is_ascii_alphabetic()).filter(|token| !token.is_empty())
}

fn mark(dom: &Dom, n: NodeId) -> Option<Mark> {
    let rel = dom.attr(n, Attr::Rel).is_some_and(|r| r.split_ascii_whitespace().any(|w| w == "author"));
    if (rel || dom.attr(n, Attr::Itemprop) == Some("author")) && dom.tag(n) != Tag::Link {
        return Some(Mark::Machine);
    }
    let href = dom.attr(n, Attr::Href).unwrap_or_default();
    if ["/author/", "/authors/"].iter().any(|part| href.contains(part)) {
        return Some(Mark::Link);
    }
    let class = dom.attr(n, Attr::Class).unwrap_or_default();
    let (mut is_member, mut is_author, mut is_bio) = (false, false, false);
    for token in tokens(class) {
        let is_one_of = |words: &[&str]| words.iter().any(|word| token.eq_ignore_ascii_case(word));
        is_member |= is_one_of(&["postprofile", "bigusername", "username"]);
        is_author |= is_one_of(&["byline", "author", "authors", "authorname", "writer"]);
        is_bio |= is_one_of(&["bio", "box", "avatar", "image", "related"]);
    }
    if is_member {
        return Some(Mark::Member);
    }
    if is_author && !is_bio {
        return Some(Mark::Class);
    }
    if dom.end(n).0 - n.0 > LARGEST_SAID {
        return None;
    }
    let first = dom.descendants(n).find(|&d| dom.tag(d) == Tag::Text && !dom.text(d).trim().is_empty())?;
    after_by(dom.text(first).trim()).map(|_| Mark::Said)
}

/// The names in an element: the first of its texts that is one, and those that a comma or "and" joins to it.
fn names_in(dom: &Dom, n: NodeId, mark: Mark, site: Option<&str>) -> Vec<Author> {
    let mut named: Vec<Author> = Vec::new();
    let mut is_said = mark != Mark::Said;
    let mut is_by = false;
    let own_url = dom.attr(n, Attr::Href);
    for d in dom.descendants(n).filter(|&d| dom.tag(d) == Tag::Text) {
        let text = dom.text(d).split_whitespace().collect::<Vec<_>>().join(" ");
        let rest = after_by(&text);
        is_said |= rest.is_some();
        is_by |= rest.is_some();
        let is_own = !dom.parent(d).is_some_and(|p| matches!(dom.tag(p), Tag::Script | Tag::Style));
        if !is_own || text.is_empty() {
            continue;
        }
        let text = rest.unwrap_or(&text);
        let name = text.split(['|', '·', '•', '–', '—', '(', '/']).next().unwrap_or_default();
        let name = name.split(" - ").next().unwrap_or_default();
        let name = name.split(" on ").next().unwrap_or_default().trim_matches([' ', ',', ':', '.', '@']);
        let before = named.len();
        if is_said && (mark >= Mark::Class || looks_like_name(name)) && name.split(' ').count() <= 12 {
            let url = dom.parent(d).and_then(|p| dom.attr(p, Attr::Href)).or(own_url);
            let mut found = Vec::new();
            add(&mut found, name, url.map(str::to_owned), site);
            // a class says too little for words that are no names
            found.retain(|a| match mark {
                Mark::Said | Mark::Class => looks_like_name(&a.name) && (is_by || a.name.contains(' ')),
                Mark::Member => looks_like_name(&a.name) || is_handle(&a.name),
                Mark::Link | Mark::Machine => true,
            });
            named.extend(found);
        }
        // "By signing up you agree": what follows the word is no name
        if named.is_empty() && mark == Mark::Said && rest.is_some_and(|rest| !rest.is_empty()) {
            return named;
        }
        let joins = text.len() <= 5 && (text.contains([',', '&']) || matches!(text.trim(), "and" | "und" | "et" | "y"));
        if !named.is_empty() && named.len() == before && !text.trim().is_empty() && !joins {
            break;
        }
    }
    named.dedup_by(|a, b| a.name == b.name);
    named.truncate(MAX_AUTHORS);
    named
}

/// The longest first word of [`BY`], in bytes.
const LONGEST_FIRST: usize = 10;

/// Whether two texts differ in capitals at most, without making either small where ASCII is all there is.
fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || (!other.is_ascii() && one == other.to_lowercase())
}

/// What follows the words of a byline; empty where they stand alone.
fn after_by(text: &str) -> Option<&str> {
    // most texts are told apart by their first word
    let ends = |b: &u8| matches!(b, b' ' | b':' | 0xc2);
    let end = text.as_bytes().iter().take(LONGEST_FIRST + 1).position(ends).unwrap_or(text.len());
    let first = text.get(..end).filter(|word| (1..=LONGEST_FIRST).contains(&word.len()))?;
    let opens = |by: &str| {
        let head = by.get(..first.len()).filter(|_| matches!(by.as_bytes().get(first.len()), None | Some(b' ')));
        head.is_some_and(|head| same(head, first))
    };
    let best = BY.iter().filter(|by| opens(by)).filter_map(|by| {
        let head = text.get(..by.len())?;
        let rest = text.get(by.len()..)?;
        let ends = rest.is_empty() || rest.starts_with([' ', ':', '\u{a0}']);
        (head.to_lowercase() == *by && ends).then_some(by.len())
    });
    let length = best.max()?;
    text.get(length..).map(|rest| rest.trim_start_matches([' ', ':', '\u{a0}']))
}

/// One to five words, each with a capital or a particle, no digits.
fn looks_like_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_part = |word: &&str| {
        PARTICLES.contains(&word.to_lowercase().as_str())
            || word.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
    };
    (1..=5).contains(&words.len()) && words.iter().all(is_part) && !text.contains(|c: char| c.is_ascii_digit())
}

/// A name of one word, as members of a board have.
fn is_handle(text: &str) -> bool {
    (3..=24).contains(&text.len()) && !text.contains(' ') && text.chars().any(char::is_alphabetic)
}

/// Adds the names in a text: joined ones are cut apart.
fn add(named: &mut Vec<Author>, text: &str, url: Option<String>, site: Option<&str>) {
    let text = crate::dom::unescaped(text.trim());
    if text.contains("://") || text.contains("www.") {
        return;
    }
    let text = after_by(&text).unwrap_or(&text);
    let text = text.replace(" and ", ",").replace(" und ", ",").replace(" et ", ",").replace(" & ", ",");
    for name in text.split([',', ';', '|', '\n', '/']).map(|n| n.trim().trim_end_matches('.')) {
        if named.len() < MAX_AUTHORS && is_name(name, site) && !named.iter().any(|a| a.name == name) {
            named.push(Author { name: name.to_owned(), url: url.clone() });
        }
    }
}

/// Letters after a name that are no name.
const TITLES: [&str; 12] = ["md", "phd", "dvm", "rn", "cpa", "ceo", "jd", "mba", "dds", "do", "ms", "esq"];

fn is_name(text: &str, site: Option<&str>) -> bool {
    let n_chars = text.chars().count();
    let lower = text.to_lowercase();
    let n_words = text.split_whitespace().count();
    let plain: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    (2..=60).contains(&n_chars)
        && n_words <= 6
        && !text.contains('@')
        && text.chars().filter(char::is_ascii_digit).count() <= 1 + n_chars / 4
        && text.chars().any(char::is_alphabetic)
        && !lower.split(|c: char| !c.is_alphanumeric()).any(|w| NO_NAMES.contains(&w))
        && !(n_words == 1 && NO_NAMES_ALONE.contains(&lower.as_str()))
        && !TITLES.contains(&plain.as_str())
        && super::dates::iso(text).is_none()
        && site.is_none_or(|s| s.to_lowercase() != lower)
}
