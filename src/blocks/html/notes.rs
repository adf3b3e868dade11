//! Notes and sources that marks in the text point to. In: blocks and the places that marks point to. Out: the groups
//! that hold those places, made lists of sources. Never reads an entry.

use super::super::{BlockKind, Blocks, Group, GroupId, GroupKind};
use super::display::{Display, display, heading_level};
use super::unlinked::Unlinked;
use crate::dom::{Attr, Dom, NodeId, Tag};
use std::collections::{HashMap, HashSet};

/// Nodes of an entry that are looked at for a link back.
const LOOKED_AT: usize = 200;

/// Elements from a link back up to the entry that it ends.
const STEPS: usize = 4;

/// A mark: where it stands, and whether its name or its shape alone says that it is one. Else the place that it points to has
/// to lead back to it.
#[derive(Clone, Copy)]
struct Mark {
    node: NodeId,
    is_certain: bool,
    /// The number that it shows.
    number: Option<u32>,
}

/// The marks met so far.
#[derive(Default)]
pub(super) struct Marks<'a> {
    /// By the place that they point to, the first of each.
    to: HashMap<&'a str, Mark>,
    /// The places where they stand themselves.
    own: HashSet<&'a str>,
    /// Raised numbers without a link.
    pub(super) unlinked: Unlinked,
}

/// What a mark shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Number,
    Letter,
    Sign,
}

impl<'a> Marks<'a> {
    /// Notes a mark set above the line.
    pub(super) fn raised(&mut self, dom: &'a Dom, sup: NodeId, place: &'a str) {
        self.add(dom, place, Mark { node: sup, is_certain: true, number: number_shown(dom, sup) });
    }

    /// Notes the mark that a link is, where it shows a number, a letter or a sign.
    pub(super) fn link(&mut self, dom: &'a Dom, a: NodeId, href: &'a str) {
        let Some(place) = place_of(href) else { return };
        if let Some(shown) = shown_by(dom, a) {
            let is_called = is_called(dom, a);
            if shown == Shown::Number && !is_called && is_in_row(dom, a) {
                return;
            }
            let is_certain = is_called || shown != Shown::Letter && is_named(place);
            self.add(dom, place, Mark { node: a, is_certain, number: number_shown(dom, a) });
        }
    }

    fn add(&mut self, dom: &'a Dom, place: &'a str, mark: Mark) {
        self.to.entry(place).or_insert(mark).is_certain |= mark.is_certain;
        let around = dom.parent(mark.node).filter(|&p| matches!(dom.tag(p), Tag::Sup | Tag::A | Tag::Span));
        let inside = dom.children(mark.node).next();
        for n in around.into_iter().chain([mark.node]).chain(inside) {
            self.own.extend(places(dom, n));
        }
    }

    /// Whether a link leads from a note back to its mark.
    fn leads_back(&self, dom: &Dom, a: NodeId) -> bool {
        dom.tag(a) == Tag::A && dom.attr(a, Attr::Href).and_then(place_of).is_some_and(|place| self.own.contains(place))
    }

    /// Whether a link says in words that it leads from the end of a note back to its mark.
    pub(super) fn is_way_back(&self, dom: &Dom, a: NodeId) -> bool {
        if self.own.is_empty() || !self.leads_back(dom, a) {
            return false;
        }
        let words = dom.words_up_to(a, 40);
        let is_words = words.len() <= 40 && words.contains(char::is_alphabetic) && !words.contains(char::is_numeric);
        let is_noted = |n: NodeId| places(dom, n).any(|place| self.to.contains_key(place));
        let entry = dom.ancestors(a).take(STEPS).find(|&n| is_noted(n) || dom.children(n).next().is_some_and(is_noted));
        let ends = |entry: NodeId| {
            let mut rest = (dom.end(a).0..dom.end(entry).0).take(LOOKED_AT).map(NodeId);
            rest.all(|n| !dom.text(n).contains(char::is_alphanumeric))
        };
        is_words && shown_by(dom, a).is_none() && entry.is_some_and(ends)
    }

    /// The mark that points to a place after it.
    fn to(&self, dom: &Dom, n: NodeId) -> Option<Mark> {
        // a link back from a note points to what stands before it
        places(dom, n).filter_map(|place| self.to.get(place)).copied().find(|mark| mark.node < n)
    }
}

/// The place on the page that an address leads to.
fn place_of(href: &str) -> Option<&str> {
    // most begin with a letter, and lead elsewhere
    let is_elsewhere = href.bytes().next().is_none_or(|byte| byte.is_ascii_alphanumeric() || byte == b'/');
    Some(href).filter(|_| !is_elsewhere)?.trim().strip_prefix('#').filter(|place| !place.is_empty())
}

/// The names of the place that an element is.
fn places(dom: &Dom, n: NodeId) -> impl Iterator<Item = &str> {
    let name = dom.attr(n, Attr::Name).filter(|_| dom.tag(n) == Tag::A);
    dom.attr(n, Attr::Id).into_iter().chain(name)
}

/// Whether a place is called as notes are; word processors put `_` or `sd` in front. `notebook-13` and `refund2` are none.
fn is_named(place: &str) -> bool {
    const WORDS: [&str; 17] = [
        "bib",
        "bibitem",
        "biblio",
        "bibliography",
        "bibr",
        "cit",
        "citation",
        "cite",
        "citeref",
        "foot",
        "footnote",
        "note",
        "noteref",
        "notes",
        "ref",
        "reference",
        "references",
    ];
    let bare = place.trim_start_matches('_');
    let bare = bare.strip_prefix("sd").unwrap_or(bare);
    let end = bare.bytes().position(|byte| !byte.is_ascii_lowercase()).unwrap_or(bare.len());
    WORDS.contains(&&bare[..end]) || ["fn", "ftn", "footn", "edn", "endn"].iter().any(|name| bare.starts_with(name))
}

/// Whether a link's role or class says that it is a note's mark.
fn is_called(dom: &Dom, a: NodeId) -> bool {
    let has = |attr, names: &[&str]| {
        dom.attr(a, attr).is_some_and(|value| value.split_ascii_whitespace().any(|name| names.contains(&name)))
    };
    has(Attr::Role, &["doc-noteref"])
        || has(Attr::EpubType, &["noteref"])
        || has(Attr::Class, &["noteref", "footnote-ref", "footnoteRef", "footnote-reference", "sdfootnoteanc"])
}

/// The number that a mark shows.
fn number_shown(dom: &Dom, mark: NodeId) -> Option<u32> {
    let words = dom.words_up_to(mark, 24);
    words.trim_matches(|c| matches!(c, '[' | ']' | '(' | ')' | ' ')).parse().ok().filter(|number| *number < 10_000)
}

/// What a link shows, if that is a number, a letter or a sign, in brackets or bare.
fn shown_by(dom: &Dom, a: NodeId) -> Option<Shown> {
    if dom.end(a).0 > a.0 + 8 {
        return None;
    }
    let words = dom.words_up_to(a, 24);
    let bare = words.trim_matches(|c| matches!(c, '[' | ']' | '(' | ')' | ' '));
    if !(1..=9).contains(&bare.len()) {
        return None;
    }
    if bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Shown::Number);
    }
    let is_sign = bare.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶'));
    let is_letter = bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_lowercase());
    is_sign.then_some(Shown::Sign).or(is_letter.then_some(Shown::Letter))
}

/// The number of a mark that stands on the line right behind a word, which it would run into.
pub(super) fn number_behind(dom: &Dom, a: NodeId, before: &str) -> Option<String> {
    // scripts show the notes of links that lead nowhere
    let href = dom.attr(a, Attr::Href).map(str::trim).filter(|href| href.starts_with('#'))?;
    let mut back = before.chars().rev();
    let last = back.next()?;
    let ends_sentence = matches!(last, '.' | '!' | '?' | '"' | '”' | '’' | '»' | '。');
    let is_behind = last.is_alphabetic()
        || ends_sentence
        || matches!(last, ',' | ';' | ':' | ')') && back.next().is_some_and(char::is_alphabetic);
    let is_mark = is_called(dom, a) || if href == "#" { ends_sentence } else { is_named(&href[1..]) };
    if !is_behind || !is_mark || shown_by(dom, a) != Some(Shown::Number) {
        return None;
    }
    let words = dom.words_up_to(a, 24);
    words.bytes().all(|b| b.is_ascii_digit()).then_some(words)
}

/// Bytes of the words beside the numbers in a row of them, at most: "Go to page:". Scripts that write no spaces have three
/// to a sign.
const ROW_WORDS: usize = 24;

/// Bytes of a block that are looked at for such a row.
const ROW: usize = 160;

/// Whether a link stands in a row of numbers that lead through the page and note nothing, as "Contents: 1 2 3": hardly a
/// word is beside them. A number in brackets alone in its box notes what the box before it says.
fn is_in_row(dom: &Dom, a: NodeId) -> bool {
    let words = dom.words_up_to(holder_of(dom, a), ROW);
    let is_number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let (numbers, others): (Vec<&str>, Vec<&str>) =
        words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).partition(is_number);
    let n_others: usize = others.iter().map(|word| word.len()).sum();
    let is_bare = n_others == 0 && !words.starts_with(['[', '(']);
    is_bare || numbers.len() > 1 && n_others <= ROW_WORDS
}

/// Makes lists of sources of the entries that marks point to.
pub(super) fn tie(dom: &Dom, marks: &Marks<'_>, out: &mut Blocks) {
    if marks.to.is_empty() {
        return;
    }
    let holder = |n: NodeId| {
        let mark = marks.to(dom, n)?;
        let holder = holder_of(dom, n);
        (mark.is_certain || answers(dom, marks, holder)).then_some((holder, mark.number))
    };
    let elements = dom.descendants(NodeId::ROOT).filter(|&n| dom.tag(n) != Tag::Text);
    let mut holders: Vec<Holder> = elements.filter_map(holder).collect();
    holders.sort_unstable();
    holders.dedup_by_key(|(n, _)| *n);
    let mut rest = Vec::new();
    let mut of_list: HashMap<GroupId, u32> = HashMap::new();
    for holder in holders {
        match entry_of(dom, holder.0, out) {
            Some(list) => *of_list.entry(list).or_default() += 1,
            None => rest.push(holder),
        }
    }
    let mut lists: Vec<(GroupId, u32)> = of_list.into_iter().collect();
    lists.sort_unstable();
    for (list, pointed_at) in lists {
        make_list(list, pointed_at, out);
    }
    loose(dom, &rest, out);
}

/// The block-level element around a place.
fn holder_of(dom: &Dom, n: NodeId) -> NodeId {
    let is_block = |n: NodeId| display(dom, n) == Display::Block;
    std::iter::once(n).chain(dom.ancestors(n)).find(|&a| a != NodeId::ROOT && is_block(a)).unwrap_or(n)
}

/// A note's block, and the number of its mark.
type Holder = (NodeId, Option<u32>);

/// Whether a block is a note that leads back to its mark: it holds such a link, and no heading.
fn answers(dom: &Dom, marks: &Marks<'_>, holder: NodeId) -> bool {
    let is_entry = matches!(dom.tag(holder), Tag::P | Tag::Li | Tag::Dt | Tag::Dd | Tag::Div | Tag::Aside);
    let is_short = (dom.end(holder).0 - holder.0) as usize <= LOOKED_AT;
    is_entry
        && is_short
        && dom.descendants(holder).any(|n| marks.leads_back(dom, n))
        && !dom.descendants(holder).any(|n| heading_level(dom, n).is_some())
}

/// The list or list of terms that has the element as an entry.
fn entry_of(dom: &Dom, n: NodeId, out: &Blocks) -> Option<GroupId> {
    let entry = std::iter::once(n).chain(dom.ancestors(n).take(2));
    let entry = entry.into_iter().find(|&a| matches!(dom.tag(a), Tag::Li | Tag::Dt | Tag::Dd))?;
    let at = out.groups.binary_search_by_key(&entry, |g| g.node).ok()?;
    let list = out.groups.get(at)?.parent;
    let is_list = matches!(out.groups.get(list.index())?.kind, GroupKind::List { .. } | GroupKind::Definitions);
    is_list.then_some(list)
}

/// A list of which marks point to at least half the entries is one of sources; its entries keep their numbers.
pub(super) fn make_list(list: GroupId, pointed_at: u32, out: &mut Blocks) {
    let Some(kind) = out.groups.get(list.index()).map(|g| g.kind) else { return };
    let mut entries = Vec::new();
    for (g, group) in out.groups.iter().enumerate().skip(list.index() + 1) {
        if group.parent < list {
            break;
        }
        if group.parent == list && matches!(group.kind, GroupKind::Item { .. } | GroupKind::Description) {
            entries.push(g);
        }
    }
    if entries.is_empty() || (pointed_at as usize) * 2 < entries.len() {
        return;
    }
    let count = match kind {
        GroupKind::List { count } => count,
        _ => None,
    };
    let mut next = count.map(|c| c.start);
    for g in entries {
        let own = match out.groups[g].kind {
            GroupKind::Item { number, .. } => number,
            _ => None,
        };
        let number = own.or(next.and_then(|n| u32::try_from(n).ok()));
        next = next.map(|n| own.and_then(|own| i32::try_from(own).ok()).unwrap_or(n).saturating_add(1));
        out.groups[g].kind = GroupKind::Item { number, checked: None };
    }
    out.groups[list.index()].kind = GroupKind::References;
}

/// Notes in paragraphs and boxes of their own: runs of them become lists. Those in lists and tables stay there.
fn loose(dom: &Dom, holders: &[Holder], out: &mut Blocks) {
    if holders.is_empty() {
        return;
    }
    let mut list: Option<(GroupId, usize)> = None;
    let mut at = 0;
    while at < out.rows.len() {
        let holder = held_by(dom, holders, out.rows[at].node);
        let is_box = |n: NodeId| matches!(dom.tag(n), Tag::Body | Tag::Main | Tag::Article);
        let Some((holder, number)) = holder.filter(|&(n, _)| !is_box(n)) else {
            at += 1;
            continue;
        };
        let from = at;
        while at < out.rows.len() && held_by(dom, holders, out.rows[at].node) == Some((holder, number)) {
            at += 1;
        }
        let group = out.rows[from].group;
        let is_free = out.rows[from..at].iter().all(|b| b.group == group && !matches!(b.kind, BlockKind::Heading(_)));
        if !is_free || !matches!(out.groups[group.index()].kind, GroupKind::Page | GroupKind::Post { .. }) {
            continue;
        }
        let goes_on = list.filter(|&(list, last)| last == from && out.groups[list.index()].parent == group);
        let references = match goes_on {
            Some((references, _)) => references,
            None => push(out, GroupKind::References, holder, group, from..at),
        };
        out.groups[references.index()].blocks.end = at as u32;
        let entry = push(out, GroupKind::Item { number, checked: None }, holder, references, from..at);
        out.rows[from..at].iter_mut().for_each(|b| b.group = entry);
        list = Some((references, at));
    }
}

/// The note that an element is, or stands in a little way down.
fn held_by(dom: &Dom, holders: &[Holder], n: NodeId) -> Option<Holder> {
    let holder = |a: NodeId| Some(holders[holders.binary_search_by_key(&a, |(n, _)| *n).ok()?]);
    std::iter::once(n).chain(dom.ancestors(n).take(3)).find_map(holder)
}

pub(super) fn push(
    out: &mut Blocks,
    kind: GroupKind,
    node: NodeId,
    parent: GroupId,
    rows: std::ops::Range<usize>,
) -> GroupId {
    out.groups.push(Group { kind, node, parent, blocks: rows.start as u32..rows.end as u32 });
    GroupId(out.groups.len() as u32 - 1)
}
