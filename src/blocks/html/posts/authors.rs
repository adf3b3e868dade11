//! Who wrote a post. In: the nodes of a post. Out: a name, from what its metadata, a class, a link to a member's page or a
//! column beside it says. Where that is in doubt there is none.

use super::PerPage;
use super::dates::{leads_to_changes, names_day};
use crate::blocks::speaker::without_says;
use crate::blocks::unseen::tidied;
use crate::dom::{Attr, Dom, NodeId, Tag, trimmed};
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a text from which on it is none of those around a post.
const RUNNING: usize = 80;

/// The first term before a post's words, where it may be a name: what is told of a writer is short, and what explains a term
/// is not.
pub(super) fn term_of(dom: &Dom, own: &[NodeId]) -> Option<String> {
    let is_long = |n: NodeId| trimmed(dom.text(n)).len() > RUNNING;
    let first = *own.iter().find(|&&n| dom.tag(n) == Tag::Dt || is_long(n))?;
    let words = dom.words_up_to(first, LONGEST_NAME);
    let is_term = dom.tag(first) == Tag::Dt && !words.trim_end().ends_with([':', '：', '?']);
    let name = as_name(&words, true).filter(|_| is_term)?;
    let is_told = !dom.descendants(dom.parent(first)?).take(MOST_TOLD).any(is_long);
    is_told.then_some(name)
}

/// Nodes of what is told of a writer.
const MOST_TOLD: usize = 60;

/// Bytes of a text that are read in search of a name.
pub(super) const LONGEST_NAME: usize = 200;

/// The writer whom a post's metadata or a class names.
pub(super) fn named(dom: &Dom, post: NodeId, own: &[NodeId], of: &mut PerPage) -> Option<String> {
    let prop = |n: NodeId, name: &str| dom.attr(n, Attr::Itemprop).is_some_and(|p| p == name);
    let by_prop = own.iter().find(|&&n| prop(n, "author") || prop(n, "creator"));
    if let Some(&n) = by_prop {
        let name = dom.descendants(n).take(60).find(|&d| prop(d, "name"));
        let holder = name.unwrap_or(n);
        let said =
            dom.attr(holder, Attr::Content).map(str::to_owned).unwrap_or_else(|| dom.words_up_to(holder, LONGEST_NAME));
        if let Some(name) = as_name(&said, name.is_some()) {
            return Some(name);
        }
    }
    // the name is often a link beside the number of posts
    let linked = |n: NodeId| {
        let mut links = [n].into_iter().chain(dom.descendants(n).take(30)).filter(|&d| dom.tag(d) == Tag::A);
        links.find_map(|d| as_name(&dom.words_up_to(d, LONGEST_NAME), true))
    };
    let told = dom.attr(post, Attr::DataAuthor).and_then(|name| as_name(name, true));
    told.or_else(|| {
        let mut named = own.iter().filter(|&&n| of.is_author(dom, n));
        named.find_map(|&n| linked(n).or_else(|| as_name(&dom.words_up_to(n, LONGEST_NAME), false)))
    })
}

/// Where in a post a link stands: its own class, its parent's tag and the class next to it, as one hash.
pub(super) type Place = u64;

/// Links to members' pages in a post that are looked at.
const MOST_LINKS: usize = 20;

/// The name in the link at this place.
pub(super) fn linked(dom: &Dom, post: NodeId, own: &[NodeId], place: Place) -> Option<String> {
    places(dom, post, own).find(|(at, _)| *at == place).map(|(_, name)| name)
}

/// Links in a post to members' pages that stand by themselves, each with its place and words, but for that of whoever
/// changed the post.
pub(super) fn places(dom: &Dom, post: NodeId, own: &[NodeId]) -> impl Iterator<Item = (Place, String)> {
    let leads = |n: &NodeId| dom.tag(*n) == Tag::A && dom.attr(*n, Attr::Href).is_some_and(leads_to_member);
    own.iter().copied().filter(leads).take(MOST_LINKS).filter_map(move |n| {
        let parent = dom.parent(n)?;
        let name = as_name(&dom.words_up_to(n, LONGEST_NAME), true).filter(|name| !name.starts_with('@'))?;
        let is_alone = dom.words_up_to(parent, LONGEST_NAME).len() < RUNNING;
        (is_alone && !changed(dom, post, n)).then(|| (place_of(dom, post, n), name))
    })
}

fn place_of(dom: &Dom, post: NodeId, n: NodeId) -> Place {
    let class = |n: NodeId| dom.attr(n, Attr::Class);
    let mut around = dom.ancestors(n).take_while(|&a| a != post).filter_map(class);
    let parent = dom.parent(n).map_or("", |parent| dom.name(parent));
    let place = [class(n).unwrap_or_default(), parent, around.next().unwrap_or_default()];
    xxh3_64(place.join("\n").as_bytes())
}

/// Elements around a link, and nodes in each, among which the date beside it is.
const LEVELS_TO_DATE: usize = 4;
const NODES_TO_DATE: usize = 60;

/// Whether the date beside a link is that of a change.
fn changed(dom: &Dom, post: NodeId, n: NodeId) -> bool {
    let inner = |a: NodeId| dom.descendants(a).take(NODES_TO_DATE);
    let is_date = |d: NodeId| {
        let title = dom.attr(d, Attr::Title).filter(|_| dom.tag(d) != Tag::A).unwrap_or_default();
        dom.tag(d) == Tag::Time || names_day(dom.text(d)) || names_day(title)
    };
    let mut around = dom.ancestors(n).take_while(|&a| a != post).take(LEVELS_TO_DATE);
    around.find(|&a| inner(a).any(is_date)).is_some_and(|a| inner(a).any(|d| leads_to_changes(dom, d)))
}

/// Whether an address is that of a member's page: `/users/12/anna`, `member.php?u=12`, `index.php?action=profile;u=12`.
fn leads_to_member(href: &str) -> bool {
    const NAMES: [&str; 12] = [
        "author",
        "authors",
        "member",
        "members",
        "memberlist",
        "people",
        "profile",
        "profiles",
        "u",
        "user",
        "users",
        "userinfo",
    ];
    let (path, query) = href.split_once('?').unwrap_or((href, ""));
    let query = query.split('#').next().unwrap_or_default();
    let is_name = |part: &str| NAMES.contains(&part.trim_end_matches(".php"));
    let mut parts = path.split('/').filter(|part| !part.is_empty()).skip_while(|part| !is_name(part)).skip(1);
    let is_numbered = |value: &str| value.starts_with(|c: char| c.is_ascii_digit());
    let asks = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        matches!(key, "u" | "uid" | "user" | "userid" | "user_id" | "showuser") && is_numbered(value)
    };
    parts.next().is_some() || query.split(['&', ';']).any(|pair| asks(pair.trim_start_matches("amp;")))
}

/// Whether an element's class is that of a writer's name.
pub(super) fn has_class(dom: &Dom, n: NodeId) -> bool {
    dom.attr(n, Attr::Class).is_some_and(|class| class.split_ascii_whitespace().any(is_author_class))
}

pub(super) fn is_link(dom: &Dom, n: NodeId) -> bool {
    dom.tag(n) == Tag::A && dom.attr(n, Attr::Rel).is_some_and(|rel| rel.contains("author"))
}

/// Whether a class is that of a writer's name.
fn is_author_class(class: &str) -> bool {
    const ENDS: [&str; 9] = [
        "username",
        "user-name",
        "user_name",
        "nickname",
        "author",
        "author-name",
        "author__name",
        "author_name",
        "display-name",
    ];
    let is_whole = |name: &str| class.eq_ignore_ascii_case(name);
    ENDS.iter().any(|end| ends_with(class, end)) || is_whole("fn") || is_whole("poster")
}

/// Whether a class ends with a name, in capitals or not.
pub(super) fn ends_with(class: &str, end: &str) -> bool {
    let at = class.len().checked_sub(end.len());
    at.and_then(|at| class.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// Words before a writer's name. In capitals all but the first begin names as well.
const BY: [&str; 8] = ["by ", "By ", "von ", "par ", "por ", "door ", "av ", "af "];

/// A writer's name without what stands around it; none where it is too long to be one. A link or a field of its own
/// (`is_bare`) holds no word before it but "by".
fn as_name(text: &str, is_bare: bool) -> Option<String> {
    let name = tidied(text);
    let mut before = BY.iter().take(if is_bare { 2 } else { BY.len() });
    let name = before.find_map(|by| name.strip_prefix(by)).unwrap_or(&name);
    let name = name.trim_end_matches([':', ' ']);
    let name = without_says(name).unwrap_or(name).trim();
    let is_name = name.chars().any(char::is_alphanumeric) && name.chars().count() <= 48;
    is_name.then(|| name.to_owned())
}
