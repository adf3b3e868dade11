//! Links that nothing but their address marks: to the pages of a tag, to a licence. Taken where the words around them say that
//! they are the page's; never out of running text.

use super::super::words::Words;
use super::{CLOUD, PICTURES, add, href_of, line_of, tag_of};
use crate::dom::{Attr, Dom, NodeId, Tag};
use crate::head::{leads_to_license, leads_to_tag};

/// Nodes between two tags of one line.
const APART: usize = 12;

/// Letters of the longest word that joins two.
const JOIN: usize = 3;

/// Bytes of words beside tags: `Filed under`.
const LABEL: usize = 40;

/// Bytes of a line that are looked at.
const MOST: usize = 1000;

/// Nodes of the longest line that says whose a licence is.
const NODES: u32 = 500;

/// The tags of the one line of them below the page's heading; where lines differ, some are other pages', but for those under
/// another heading where one stands before it.
pub(super) fn tags(dom: &Dom, heading: NodeId, own: &[NodeId]) -> Vec<String> {
    let is_below = |n: &NodeId| *n > dom.end(heading) && leads_to_tag(href_of(dom, *n)) && !is_of_site(dom, *n);
    let mut lines: Vec<Vec<NodeId>> = Vec::new();
    for n in own.iter().copied().filter(is_below) {
        match lines.last_mut().filter(|line| line.last().is_some_and(|&last| are_beside(dom, last, n))) {
            Some(line) => line.push(n),
            None => lines.push(vec![n]),
        }
    }
    if lines.is_empty() {
        return Vec::new();
    }
    let is_heading = |n: &NodeId| matches!(dom.tag(*n), Tag::H2 | Tag::H3 | Tag::H4);
    let next = (dom.end(heading).0..dom.len() as u32).map(NodeId).find(is_heading);
    let is_own = |line: &[NodeId]| next.is_none_or(|next| line.first().is_some_and(|&n| n < next));
    let mut texts = lines.iter().filter_map(|line| Some((alone(dom, line)?, is_own(line))));
    let Some((first, is_first_own)) = texts.next() else { return Vec::new() };
    // under another heading the site has its own: `View posts by tag`
    let agrees = |(other, is_own): (Vec<String>, bool)| other == first || is_first_own && !is_own;
    if texts.all(agrees) { first } else { Vec::new() }
}

/// Whether nothing but signs and a joining word stands between two links.
fn are_beside(dom: &Dom, before: NodeId, n: NodeId) -> bool {
    let between = || (dom.end(before).0..n.0).map(NodeId);
    let n_letters = |d| dom.text(d).chars().filter(|c| c.is_alphabetic()).count();
    let is_word = |d| dom.tag(d) == Tag::Text && n_letters(d) > JOIN;
    between().len() <= APART && !between().any(is_word)
}

/// The texts of links that are about all that their line holds.
fn alone(dom: &Dom, links: &[NodeId]) -> Option<Vec<String>> {
    let (first, last) = (*links.first()?, *links.last()?);
    let line = line_of(dom, first)?;
    let around = std::iter::once(line).chain(dom.ancestors(line)).find(|&a| dom.holds(a, last))?;
    let mut texts = Vec::new();
    let mut n_bytes = 0;
    for &n in links {
        let text = tag_of(dom, n);
        n_bytes += text.len();
        // of a cloud none is taken
        if texts.len() < CLOUD && !says_more(&text, href_of(dom, n)) {
            add(&mut texts, text.trim_start_matches('#'));
        }
    }
    (!texts.is_empty() && dom.words_up_to(around, MOST).len() <= 2 * n_bytes + LABEL).then_some(texts)
}

/// Whether a link says its tag behind other words: `See all case studies`.
fn says_more(text: &str, href: &str) -> bool {
    let (text, href) = (Words::of(text).run_together(), href.trim_end_matches('/'));
    let tag = Words::of(href.rsplit('/').next().unwrap_or_default()).run_together();
    text.len() > tag.len() && text.ends_with(&tag)
}

/// Whether a node stands in the head or foot of the site.
fn is_of_site(dom: &Dom, n: NodeId) -> bool {
    let is_edge = |a: NodeId| matches!(dom.tag(a), Tag::Header | Tag::Footer);
    let mut around = dom.ancestors(n);
    around.any(is_edge) && !around.any(|a| matches!(dom.tag(a), Tag::Article | Tag::Main))
}

/// Beginnings of words for licences, …
const LICENSES: [&str; 7] = ["licen", "lizen", "lisens", "лиценз", "ліценз", "rights", "copyright"];

/// … and for what is under one.
const WORKS: [&str; 5] = ["work", "text", "conten", "inhalt", "article"];

/// Bytes of a line from which on it is running text, which speaks of what it names behind it: `Unlike CC BY, …`.
const SENTENCE: usize = 60;

/// Nodes before a line among which is the picture that it is of.
const BEHIND: u32 = 6;

/// Whether a link leads to a licence of Creative Commons that its line says is the page's: it stands in a foot, or words or
/// a class say "licence", nothing speaks of a picture, and no other link on the line says whose it is.
pub(super) fn is_license(dom: &Dom, n: NodeId) -> bool {
    if !leads_to_license(href_of(dom, n)) {
        return false;
    }
    let is_short = |line: &NodeId| dom.end(*line).0 - line.0 <= NODES;
    let Some(line) = line_of(dom, n).filter(is_short) else { return false };
    let line_words = dom.words_up_to(line, MOST).to_lowercase();
    let words = || line_words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_called = |text: &str| LICENSES.iter().any(|word| text.starts_with(word));
    let is_said = |text: &str| is_called(text) || WORKS.iter().any(|word| text.starts_with(word));
    let class = |a: NodeId| dom.attr(a, Attr::Class).unwrap_or_default();
    let has_class = |a: NodeId| class(a).to_ascii_lowercase().split(['-', '_', ' ']).any(is_called);
    let is_behind_picture = || (line.0.saturating_sub(BEHIND)..line.0).any(|d| dom.tag(NodeId(d)) == Tag::Img);
    let is_classed = || (has_class(n) || has_class(line)) && !is_behind_picture();
    let is_in_foot = dom.ancestors(n).any(|a| dom.tag(a) == Tag::Footer);
    let is_other =
        |d: NodeId| dom.tag(d) == Tag::A && href_of(dom, d).contains("//") && !leads_to_license(href_of(dom, d));
    // what stands behind it in running text is said of something else
    let is_before = |word: &str| word.split(|c: char| !c.is_alphanumeric()).any(|word| is_said(&word.to_lowercase()));
    let before = || (line.0..n.0).map(NodeId).any(|d| dom.tag(d) == Tag::Text && is_before(dom.text(d)));
    let is_sentence = line_words.len() >= SENTENCE + dom.words_up_to(n, MOST).len();
    let is_told = || if is_sentence { before() } else { words().any(is_said) };
    (is_in_foot || is_classed() || is_told())
        && !words().any(|word| PICTURES.contains(&word))
        && !dom.descendants(line).any(is_other)
}
