//! Tags and the licence that links and elements of the page's text are marked as. In: what the head's walk found. Out:
//! what is the page's own; never what stands in another entry, and no licence where two differ.

mod linked;

use super::Found;
use super::tags::{add, split};
use super::words::{MOST, heading_of};
use crate::blocks::unseen::tidied;
use crate::dom::{Attr, Dom, NodeId, PerClass, Tag};
use crate::head::Head;

/// Tags from which on they are those of a list of entries, or of the site.
const CLOUD: usize = 30;

/// The texts of links `rel="tag"` and of elements `itemprop="keywords"`, else of links that lead to tags; those of categories
/// say where a page is filed.
pub(super) fn tags(dom: &Dom, head: &Head<'_>, title: Option<&str>) -> Option<Found<Vec<String>>> {
    if head.marked.is_empty() {
        return None;
    }
    let heading = heading_of(dom, head, title);
    let mut found = Found { value: Vec::new(), from: "itemprop" };
    let mut clouds = PerClass::default();
    let is_meant = |n: &NodeId| is_own(dom, *n, heading) && !is_in_cloud(dom, *n, heading, &mut clouds);
    let own: Vec<NodeId> = head.marked.iter().copied().filter(is_meant).collect();
    for &n in &own {
        let is_category = is_rel(dom, n, "category") || href_of(dom, n).contains("/category/");
        if is_rel(dom, n, "tag") && !is_category {
            found.from = "rel-tag";
            add(&mut found.value, tag_of(dom, n).trim_start_matches('#'));
        } else if dom.attr(n, Attr::Itemprop) == Some("keywords") {
            split(&tag_of(dom, n)).take(CLOUD).for_each(|tag| add(&mut found.value, tag.trim_start_matches('#')));
        }
        if found.value.len() >= CLOUD {
            return None;
        }
    }
    if found.value.is_empty() {
        found = Found { value: linked::tags(dom, heading?, &own), from: "tag-links" };
    }
    Some(found).filter(|found| (1..CLOUD).contains(&found.value.len()))
}

fn tag_of(dom: &Dom, n: NodeId) -> String {
    tidied(&dom.words_up_to(n, MOST))
}

fn href_of(dom: &Dom, n: NodeId) -> &str {
    dom.attr(n, Attr::Href).unwrap_or_default().trim()
}

/// The address of links `rel="license"`, else of links to one of Creative Commons that the page says are its own, where all
/// agree; those of pictures are theirs.
pub(super) fn license(dom: &Dom, head: &Head<'_>, title: Option<&str>) -> Option<Found<String>> {
    if head.marked.is_empty() {
        return None;
    }
    let heading = heading_of(dom, head, title);
    let is_meant = |n: &NodeId| is_rel(dom, *n, "license") && is_own(dom, *n, heading) && !is_of_picture(dom, *n);
    let is_said = |n: &NodeId| linked::is_license(dom, *n) && is_own(dom, *n, heading) && !is_of_picture(dom, *n);
    let meant: Vec<&str> = head.marked.iter().copied().filter(is_meant).map(|n| href_of(dom, n)).collect();
    let is_marked = !meant.is_empty();
    let said = || head.marked.iter().copied().filter(is_said).map(|n| href_of(dom, n)).collect();
    let all: Vec<&str> = if is_marked { meant } else { said() };
    let first = *all.first().filter(|href| !href.is_empty())?;
    let from = if is_marked { "rel-license" } else { "license-link" };
    all.iter().all(|&other| other == first).then(|| Found { value: first.to_owned(), from })
}

/// Elements around a link among which a caption is, and the block that it stands in.
const CLOSE: usize = 6;

/// What a picture is called where its source is named.
const PICTURES: [&str; 14] = [
    "photo",
    "photograph",
    "photography",
    "picture",
    "image",
    "illustration",
    "foto",
    "fotografia",
    "bild",
    "imagen",
    "imagem",
    "immagine",
    "zdjęcie",
    "фото",
];

/// Whether a link stands in a figure, in a caption, or in a line that begins with what a picture is called (`Photo: CC BY`,
/// `Cover image by Ida Lund, CC BY`) and says nothing of a text.
fn is_of_picture(dom: &Dom, n: NodeId) -> bool {
    let is_caption =
        |a: NodeId| dom.attr(a, Attr::Class).is_some_and(|c| c.contains("caption") || c.contains("credit"));
    if dom.ancestors(n).any(|a| dom.tag(a) == Tag::Figure) || dom.ancestors(n).take(CLOSE).any(is_caption) {
        return true;
    }
    let Some(line) = line_of(dom, n) else { return false };
    let words = dom.words_up_to(line, LONGEST).to_lowercase();
    let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.by_ref().take(2).any(|word| PICTURES.contains(&word)) && !words.any(|word| word.starts_with("text"))
}

/// The element around a node that is a block of its own.
fn line_of(dom: &Dom, n: NodeId) -> Option<NodeId> {
    use Tag::{Aside, Dd, Div, Footer, Li, P, Section, Td};
    dom.ancestors(n).take(CLOSE).find(|&a| matches!(dom.tag(a), P | Div | Li | Td | Dd | Section | Footer | Aside))
}

fn is_rel(dom: &Dom, n: NodeId, word: &str) -> bool {
    dom.attr(n, Attr::Rel).is_some_and(|rel| rel.split_ascii_whitespace().any(|held| held.eq_ignore_ascii_case(word)))
}

/// Whether no navigation and no entry without the page's heading is around a node.
fn is_own(dom: &Dom, n: NodeId, heading: Option<NodeId>) -> bool {
    let holds_heading = |a: NodeId| heading.is_none_or(|h| dom.holds(a, h));
    dom.ancestors(n).all(|a| match dom.tag(a) {
        Tag::Nav => false,
        Tag::Aside | Tag::Article => holds_heading(a),
        _ => true,
    })
}

/// Beginnings of the names of boxes with tags of the site or of other pages.
const OTHERS: [&str; 7] = ["sidebar", "popular", "trending", "recent", "related", "recommend", "tagcloud"];

/// Whether a tag stands in a box that is called after its likes from all over the site (`tag-cloud`, `popular-tags`); a box
/// around the page's heading is none.
fn is_in_cloud(dom: &Dom, n: NodeId, heading: Option<NodeId>, clouds: &mut PerClass<bool>) -> bool {
    let holds_heading = |a: &NodeId| heading.is_some_and(|h| dom.holds(*a, h));
    let class = |a: NodeId| dom.attr(a, Attr::Class).unwrap_or_default();
    let mut around = dom.ancestors(n).take(CLOSE).take_while(|a| !holds_heading(a));
    around.any(|a| clouds.get(dom, a, || names_cloud(class(a))))
}

fn names_cloud(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    let has = |word: &str| class.split(|c: char| !c.is_ascii_alphanumeric()).any(|held| held.starts_with(word));
    OTHERS.iter().any(|word| has(word)) || has("cloud") && has("tag")
}

/// Bytes of the longest name of a licence: more are terms.
const LONGEST: usize = 100;

/// Words of lines that name a licence to say that there is none.
const NONE: [&str; 9] =
    ["reserved", "vorbehalten", "réservés", "reservados", "riservati", "unlicensed", "no", "not", "without"];

/// Whether what a page says of its rights is a licence: an address, or words that name one and do not say that there is none.
pub(super) fn is_license(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    let is_named = lower.starts_with("cc ") || lower.starts_with("cc0") || lower.starts_with("cc-");
    let names_one = || ["licen", "lizenz", "creative commons"].iter().any(|w| lower.contains(w));
    let is_refused = || lower.split(|c: char| !c.is_alphanumeric()).any(|word| NONE.contains(&word));
    lower.starts_with("http") || is_named || names_one() && !is_refused()
}
