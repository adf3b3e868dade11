//! Which elements of a page are posts. In: a tree. Out: the posts, in the page's order, by kind, and where those of a kind
//! name their writers. Reads some of the first posts of each kind and no more.

use super::{PerPage, TYPED, author_of, authors, is_weak, kind_of_id, may_be_post, own_nodes};
use crate::dom::{Attr, Dom, NodeId};

/// A kind of posts.
pub(super) struct Kind {
    pub name: &'static str,
    /// Whether its posts are the elements around those of that name, as writers stand beside them.
    pub is_around: bool,
    /// Where most of them link to their writer.
    pub linked: Option<authors::Place>,
    /// Whether the first terms beside them are writers: not all the same words, as labels are.
    pub has_terms: bool,
}

/// A page's posts.
#[derive(Default)]
pub(super) struct Thread {
    kinds: Vec<Kind>,
    /// Elements in the page's order, and the numbers of their kinds.
    posts: Vec<(NodeId, usize)>,
}

/// Posts of a kind that are compared.
const MOST_COMPARED: usize = 50;

/// Levels above an element in which the whole of its post is looked for.
const MOST_LEVELS: usize = 16;

impl Thread {
    /// Looks through a page.
    pub(super) fn of(dom: &Dom, of: &mut PerPage) -> Thread {
        let marked = marked(dom, of);
        let mut names: Vec<&'static str> = Vec::new();
        for &(_, name) in &marked {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut found: Vec<(Kind, Vec<NodeId>)> = Vec::new();
        for name in names {
            let posts = marked.iter().filter(|(_, of)| *of == name).map(|(n, _)| *n).collect();
            found.extend(kind_of(dom, name, posts, of));
        }
        let has_strong = found.iter().any(|(kind, _)| !is_weak(kind.name));
        let mut thread = Thread::default();
        for (kind, posts) in found.into_iter().filter(|(kind, _)| !has_strong || !is_weak(kind.name)) {
            thread.posts.extend(posts.into_iter().map(|n| (n, thread.kinds.len())));
            thread.kinds.push(kind);
        }
        thread.posts.sort_unstable();
        thread
    }

    /// The kind of post that an element is.
    pub(super) fn kind_at(&self, n: NodeId) -> Option<&Kind> {
        let at = self.posts.binary_search_by_key(&n, |(post, _)| *post).ok()?;
        self.kinds.get(self.posts[at].1)
    }
}

/// The elements that look like posts of kinds of which the page has several.
fn marked(dom: &Dom, of: &mut PerPage) -> Vec<(NodeId, &'static str)> {
    let mut marked: Vec<(NodeId, &'static str)> = Vec::new();
    let (mut once, mut several) = (Vec::new(), Vec::new());
    // the first post of a thread often has an id like the others, and no type
    let by_id = |n: NodeId| dom.attr(n, Attr::Id).and_then(kind_of_id);
    for n in dom.descendants(NodeId::ROOT).filter(|&n| may_be_post(dom.tag(n))) {
        let Some(name) = of.kind(dom, n) else { continue };
        marked.push((n, name));
        for name in Some(n).filter(|_| name == TYPED).and_then(by_id).into_iter().chain([name]) {
            if !once.contains(&name) {
                once.push(name);
            } else if !several.contains(&name) {
                several.push(name);
            }
        }
    }
    for (n, name) in &mut marked {
        if *name == TYPED && !several.contains(&TYPED) {
            *name = by_id(*n).unwrap_or(TYPED);
        }
    }
    marked.retain(|(_, name)| several.contains(name));
    marked
}

/// What a kind is like and which elements are its posts; numbered posts that name no writer are none, unless what is around
/// them does.
fn kind_of(dom: &Dom, name: &'static str, posts: Vec<NodeId>, of: &mut PerPage) -> Option<(Kind, Vec<NodeId>)> {
    let kind = Kind { name, is_around: false, linked: None, has_terms: false };
    if is_weak(name) {
        return Some((kind, posts));
    }
    let (kind, n_named) = compared(dom, kind, &posts, of);
    if name == TYPED || n_named > 0 {
        return Some((kind, posts));
    }
    let around = around(dom, &posts)?;
    let (kind, n_named) = compared(dom, Kind { is_around: true, ..kind }, &around, of);
    (n_named > 1 && n_named * 2 > around.len().min(MOST_COMPARED)).then_some((kind, around))
}

/// Finds out where the first posts of a kind name their writers, and how many of them do.
fn compared(dom: &Dom, mut kind: Kind, posts: &[NodeId], of: &mut PerPage) -> (Kind, usize) {
    let first = posts.get(..MOST_COMPARED).unwrap_or(posts);
    let mut own = Vec::new();
    let mut places: Vec<(authors::Place, usize)> = Vec::new();
    let mut term: Option<String> = None;
    for &post in first {
        own_nodes(dom, post, &kind, of, &mut own);
        let mut here: Vec<authors::Place> = authors::places(dom, post, &own).map(|(place, _)| place).collect();
        here.sort_unstable();
        here.dedup();
        for place in here {
            match places.iter_mut().find(|(known, _)| *known == place) {
                Some((_, n)) => *n += 1,
                None => places.push((place, 1)),
            }
        }
        if let Some(other) = authors::term_of(dom, &own).filter(|_| kind.name != TYPED) {
            kind.has_terms |= term.as_ref().is_some_and(|term| *term != other);
            term = Some(other);
        }
    }
    let most = places.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let place = places.iter().find(|(_, n)| *n == most && most > 1 && most * 2 > first.len());
    kind.linked = place.map(|(place, _)| *place);
    let mut is_named = |post: &&NodeId| {
        own_nodes(dom, **post, &kind, of, &mut own);
        author_of(dom, **post, &kind, &own, of).is_some()
    };
    let n_named = first.iter().filter(&mut is_named).count();
    (kind, n_named)
}

/// For each of several elements the widest one around it that holds none of the others, all as many levels up.
fn around(dom: &Dom, posts: &[NodeId]) -> Option<Vec<NodeId>> {
    let levels = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| posts.get(at));
        let after = posts.get(at + 1);
        let is_apart =
            |a: &NodeId| before.is_none_or(|other| *other < *a) && after.is_none_or(|other| *other >= dom.end(*a));
        dom.ancestors(posts[at]).take(MOST_LEVELS).take_while(is_apart).count()
    };
    let most = (0..posts.len()).map(levels).min()?;
    let at = |level: usize| posts.iter().map(|&n| dom.ancestors(n).nth(level - 1)).collect::<Option<Vec<NodeId>>>();
    (1..=most).rev().filter_map(at).find(|around| around.iter().all(|&n| may_be_post(dom.tag(n))))
}

/// The element right before one, with nothing but space between them.
pub(super) fn element_before(dom: &Dom, n: NodeId) -> Option<NodeId> {
    let parent = dom.parent(n)?;
    // the node before is the last one in it
    let sibling = |n: NodeId| {
        let last = NodeId(n.0.checked_sub(1)?);
        std::iter::once(last).chain(dom.ancestors(last)).find(|&a| dom.parent(a) == Some(parent))
    };
    let before = sibling(n)?;
    if dom.is_element(before) {
        return Some(before);
    }
    sibling(before).filter(|&n| !dom.has_text(before) && dom.is_element(n))
}
