//! Posts of threads and answers to questions: whose they are and when they were written. In: an element. Out: what it
//! says of its writer. Of the post's words only the short ones around it are read, in search of a date.

mod dates;

use crate::blocks::speaker::without_says;
use crate::blocks::unseen::tidied;
use crate::dom::{Attr, Dom, NodeId, PerClass, Tag};

/// Nodes of one post that are looked at for its writer and date.
const LOOKED_AT: u32 = 3000;

/// What a post says of itself.
pub(super) struct Post {
    pub author: String,
    /// ISO 8601, or as the page spells it.
    pub published: String,
    pub accepted: bool,
}

/// Finds posts while a page is swept: one alone of its kind makes no thread.
#[derive(Default)]
pub(super) struct Posts {
    /// The kinds of which the page has several, once they were counted.
    several: Option<Vec<&'static str>>,
    /// The kinds whose first terms were compared, and whether those are writers.
    terms: Vec<(&'static str, bool)>,
    of: PerPage,
    /// The nodes of the post in hand that are its own.
    own: Vec<NodeId>,
}

/// What a page's class attributes say.
#[derive(Default)]
struct PerPage {
    /// Which are those of posts, …
    posts: PerClass<bool>,
    /// … of writers' names, …
    names: PerClass<bool>,
    /// … and of what else is told of writers.
    told: PerClass<bool>,
}

impl Posts {
    /// The post that an element holds, where it is one of several and says who wrote it.
    pub(super) fn at(&mut self, dom: &Dom, n: NodeId) -> Option<Post> {
        let kind = self.of.kind(dom, n)?;
        let several = self.several.get_or_insert_with(|| kinds_of_several(dom, &mut self.of));
        if !several.contains(&kind) || is_weak(kind) && several.iter().any(|kind| !is_weak(kind)) {
            return None;
        }
        own_nodes(dom, n, kind, &mut self.of, &mut self.own);
        if kind != TYPED && self.own.iter().any(|&d| is_title(dom, d, kind, &mut self.of)) {
            return None;
        }
        let author = named_author(dom, n, &self.own, &mut self.of).or_else(|| self.first_term(dom, kind))?;
        let class = dom.attr(n, Attr::Class).unwrap_or_default();
        let accepted = dom.attr(n, Attr::Itemprop) == Some("acceptedAnswer")
            || class.split_ascii_whitespace().any(|c| c == "accepted" || c.starts_with("accepted-"));
        let published = dates::date_of(dom, &self.own, &mut self.of.told).unwrap_or_default();
        Some(Post { author, published, accepted })
    }

    /// The writer whom a column beside the post names first of what is to be known of them: numbered posts have such, and
    /// not all the same words in it, as labels are.
    fn first_term(&mut self, dom: &Dom, kind: &'static str) -> Option<String> {
        if kind == TYPED || is_weak(kind) {
            return None;
        }
        let term = term_of(dom, &self.own)?;
        let known = self.terms.iter().find(|(known, _)| *known == kind).map(|(_, differ)| *differ);
        let differ = known.unwrap_or_else(|| {
            let differ = self.terms_differ(dom, kind, &term);
            self.terms.push((kind, differ));
            differ
        });
        differ.then_some(term)
    }

    /// Whether one of the first posts of a kind begins with another term.
    fn terms_differ(&mut self, dom: &Dom, kind: &'static str, term: &str) -> bool {
        let mut own = Vec::new();
        let mut n_posts = 0;
        for n in dom.descendants(NodeId::ROOT) {
            if n_posts == MOST_COMPARED || self.of.kind(dom, n) != Some(kind) {
                continue;
            }
            n_posts += 1;
            own_nodes(dom, n, kind, &mut self.of, &mut own);
            if term_of(dom, &own).is_some_and(|other| other != term) {
                return true;
            }
        }
        false
    }
}

impl PerPage {
    fn kind(&mut self, dom: &Dom, n: NodeId) -> Option<&'static str> {
        kind_by(dom, n, || self.posts.get(dom, n, || is_classed(dom, n)))
    }

    fn is_author(&mut self, dom: &Dom, n: NodeId) -> bool {
        self.names.get(dom, n, || has_author_class(dom, n)) || is_author_link(dom, n)
    }
}

/// Posts whose first terms are compared.
const MOST_COMPARED: usize = 50;

/// Bytes of a text from which on it is none of those around a post.
const RUNNING: usize = 80;

/// The first term before a post's words, where it may be a name.
fn term_of(dom: &Dom, own: &[NodeId]) -> Option<String> {
    let first = own.iter().find(|&&n| dom.tag(n) == Tag::Dt || dom.text(n).trim().len() > RUNNING)?;
    let words = dom.words_up_to(*first, LONGEST_NAME);
    let is_term = dom.tag(*first) == Tag::Dt && !words.trim_end().ends_with([':', '：', '?']);
    as_name(&words, true).filter(|_| is_term)
}

/// The kinds of which a page has several.
fn kinds_of_several(dom: &Dom, of: &mut PerPage) -> Vec<&'static str> {
    let (mut once, mut several) = (Vec::new(), Vec::new());
    for n in dom.descendants(NodeId::ROOT) {
        let Some(kind) = of.kind(dom, n) else { continue };
        // the first post of a thread often has an id like the others, and no type
        let by_id = dom.attr(n, Attr::Id).filter(|_| kind == TYPED).and_then(kind_of_id);
        for kind in by_id.into_iter().chain([kind]) {
            if !once.contains(&kind) {
                once.push(kind);
            } else if !several.contains(&kind) {
                several.push(kind);
            }
        }
    }
    several
}

/// Whether a node is the title of an article or a card: posts answer one, or have their number or date in its place. Cards
/// link theirs.
fn is_title(dom: &Dom, n: NodeId, kind: &'static str, of: &mut PerPage) -> bool {
    let is_linked = || dom.ancestors(n).take(1).chain(dom.descendants(n).take(4)).any(|d| dom.tag(d) == Tag::A);
    match dom.tag(n) {
        Tag::H1 | Tag::H2 => {
            let words = dom.words_up_to(n, LONGEST_NAME);
            words.contains(char::is_alphabetic) && !dates::names_day(&words)
        }
        Tag::H3 | Tag::H4 => is_weak(kind) && !of.is_author(dom, n) && is_linked(),
        _ => false,
    }
}

/// The kind of posts that have a type.
const TYPED: &str = "typed";

/// The kind of posts whose class says so, and of those that are articles without any: pages use both for much else.
const CLASSED: &str = "classed";
const BARE: &str = "bare";

fn is_weak(kind: &str) -> bool {
    matches!(kind, CLASSED | BARE)
}

/// What kind of post an element looks like: its type says so, its id is that of a numbered post, its class is that of a
/// post, or it is an article that begins with a writer's name.
fn kind_by(dom: &Dom, n: NodeId, is_classed: impl FnOnce() -> bool) -> Option<&'static str> {
    if !matches!(dom.tag(n), Tag::Article | Tag::Div | Tag::Li | Tag::Section) {
        return None;
    }
    let typed = dom.attr(n, Attr::Itemtype).is_some_and(|t| {
        matches!(
            t.rsplit('/').next(),
            Some("Comment" | "Answer" | "Question" | "DiscussionForumPosting" | "UserComments")
        )
    });
    if typed {
        return Some(TYPED);
    }
    let is_bare = || dom.tag(n) == Tag::Article && dom.attr(n, Attr::Class).is_none() && begins_with_author(dom, n);
    let weak = || if is_classed() { Some(CLASSED) } else { is_bare().then_some(BARE) };
    dom.attr(n, Attr::Id).and_then(kind_of_id).or_else(weak)
}

/// Whether an element's class is that of a post. A blog's entries are posts too, of another kind.
fn is_classed(dom: &Dom, n: NodeId) -> bool {
    let Some(class) = dom.attr(n, Attr::Class) else { return false };
    class.split_ascii_whitespace().any(is_post_class) && !class.split_ascii_whitespace().any(|name| name == "hentry")
}

/// Whether a class is that of a post.
fn is_post_class(class: &str) -> bool {
    const NAMES: [&str; 12] = [
        "post",
        "forum-post",
        "forumpost",
        "topic-post",
        "blockpost",
        "message",
        "comment",
        "reply",
        "answer",
        "ItemDiscussion",
        "ItemComment",
        "PostStream-item",
    ];
    NAMES.contains(&class)
}

/// Whether the first words in an element are those of a writer's name.
fn begins_with_author(dom: &Dom, n: NodeId) -> bool {
    let first = dom.descendants(n).take(FIRST_WORDS).find(|&d| dom.has_text(d));
    first.is_some_and(|text| {
        dom.ancestors(text).take_while(|&a| a != n).any(|a| has_author_class(dom, a) || is_author_link(dom, a))
    })
}

/// Nodes from the beginning of a post among which its first words are.
const FIRST_WORDS: usize = 12;

/// The kind of `post-12`, `msg_12`, `answer-12`, `p12345`, and of a question's own place, which is its answers' kind.
fn kind_of_id(id: &str) -> Option<&'static str> {
    let name = id.trim_end_matches(|c: char| c.is_ascii_digit());
    if name.len() == id.len() {
        return (id == "question").then_some("answer");
    }
    let name = name.trim_end_matches(['-', '_']);
    let name = name.strip_prefix("js-").unwrap_or(name);
    let names = ["post", "msg", "message", "comment", "answer", "reply", "elComment", "postid", "edit", "p"];
    names.into_iter().find(|known| *known == name).filter(|known| *known != "p" || id.len() >= 4)
}

/// The nodes of a post, without those of the quotations in it and of other posts.
fn own_nodes(dom: &Dom, post: NodeId, kind: &'static str, of: &mut PerPage, own: &mut Vec<NodeId>) {
    own.clear();
    let end = NodeId(dom.end(post).0.min(post.0 + LOOKED_AT));
    let mut next = NodeId(post.0 + 1);
    while next < end {
        let is_post = of.kind(dom, next).is_some_and(|inner| inner == kind || !is_weak(inner));
        if is_post || dom.tag(next) == Tag::Blockquote {
            next = dom.end(next);
            continue;
        }
        own.push(next);
        next = NodeId(next.0 + 1);
    }
}

/// Bytes of a text that are read in search of a name.
const LONGEST_NAME: usize = 200;

/// The writer whom a post's metadata or a class names.
fn named_author(dom: &Dom, post: NodeId, own: &[NodeId], of: &mut PerPage) -> Option<String> {
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

/// Whether an element's class is that of a writer's name.
fn has_author_class(dom: &Dom, n: NodeId) -> bool {
    dom.attr(n, Attr::Class).is_some_and(|class| class.split_ascii_whitespace().any(is_author_class))
}

fn is_author_link(dom: &Dom, n: NodeId) -> bool {
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
fn ends_with(class: &str, end: &str) -> bool {
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
