//! Posts of threads and answers to questions: whose they are and when they were written. In: an element. Out: what it
//! says of its writer. Of the post's words only the short ones around it are read, in search of a date.

mod authors;
mod dates;
mod thread;

use crate::dom::{Attr, Dom, NodeId, PerClass, Tag};
use authors::LONGEST_NAME;
use thread::{Kind, Thread};

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
    /// The page's posts, once it was looked through.
    thread: Option<Thread>,
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
        let thread = self.thread.get_or_insert_with(|| Thread::of(dom, &mut self.of));
        let kind = thread.kind_at(n)?;
        own_nodes(dom, n, kind, &mut self.of, &mut self.own);
        if kind.name != TYPED && self.own.iter().any(|&d| is_title(dom, d, kind.name, &mut self.of)) {
            return None;
        }
        let author = author_of(dom, n, kind, &self.own, &mut self.of)?;
        let head = thread::element_before(dom, n).filter(|&head| thread.kind_at(head).is_none());
        let date = dates::date_of(dom, &self.own, &mut self.of.told);
        let published = date.or_else(|| self.date_in(dom, head?)).unwrap_or_default();
        Some(Post { author, published, accepted: is_accepted(dom, n) })
    }

    /// The date in what stands right before a post, where that has the post's number.
    fn date_in(&mut self, dom: &Dom, head: NodeId) -> Option<String> {
        dom.attr(head, Attr::Id).and_then(kind_of_id)?;
        self.own.clear();
        self.own.extend(dom.descendants(head).take(MOST_OF_HEAD));
        dates::date_of(dom, &self.own, &mut self.of.told)
    }
}

/// Nodes of what stands before a post that are looked at.
const MOST_OF_HEAD: usize = 60;

/// Who wrote a post of this kind.
fn author_of(dom: &Dom, post: NodeId, kind: &Kind, own: &[NodeId], of: &mut PerPage) -> Option<String> {
    let named = authors::named(dom, post, own, of);
    let linked = || kind.linked.and_then(|place| authors::linked(dom, post, own, place));
    named.or_else(linked).or_else(|| authors::term_of(dom, own).filter(|_| kind.has_terms))
}

/// Whether an element says that it is the answer that was accepted.
fn is_accepted(dom: &Dom, n: NodeId) -> bool {
    let class = dom.attr(n, Attr::Class).unwrap_or_default();
    let says = |name: &str| {
        let mut words = name.split(['-', '_']);
        words.clone().any(|word| word == "accepted") && !words.any(|word| matches!(word, "not" | "no" | "un" | "has"))
    };
    dom.attr(n, Attr::Itemprop) == Some("acceptedAnswer") || class.split_ascii_whitespace().any(says)
}

impl PerPage {
    /// What kind of post an element looks like: its type says so, its id is that of a numbered post, its class is that of a
    /// post, or it is an article that begins with a writer's name.
    fn kind(&mut self, dom: &Dom, n: NodeId) -> Option<&'static str> {
        match dom.tag(n) {
            Tag::Table => dom.attr(n, Attr::Id).and_then(kind_of_id),
            Tag::Tbody => is_typed(dom, n).then_some(TYPED),
            tag if may_be_post(tag) => self.kind_of_box(dom, n),
            _ => None,
        }
    }

    fn kind_of_box(&mut self, dom: &Dom, n: NodeId) -> Option<&'static str> {
        if is_typed(dom, n) {
            return Some(TYPED);
        }
        if let Some(numbered) = dom.attr(n, Attr::Id).and_then(kind_of_id) {
            return Some(numbered);
        }
        if self.posts.get(dom, n, || is_classed(dom, n)) {
            return Some(CLASSED);
        }
        let is_bare = dom.tag(n) == Tag::Article && dom.attr(n, Attr::Class).is_none() && begins_with_author(dom, n);
        is_bare.then_some(BARE)
    }

    fn is_author(&mut self, dom: &Dom, n: NodeId) -> bool {
        self.names.get(dom, n, || authors::has_class(dom, n)) || authors::is_link(dom, n)
    }
}

/// Whether an element's type says that it is a post.
fn is_typed(dom: &Dom, n: NodeId) -> bool {
    let named = |of: &str| {
        let name = of.rsplit('/').next();
        matches!(name, Some("Comment" | "Answer" | "Question" | "DiscussionForumPosting" | "UserComments"))
    };
    dom.attr(n, Attr::Itemtype).is_some_and(named)
}

/// Whether an element of this tag may be a post: most nodes of a page are told by that.
#[inline]
fn may_be_post(tag: Tag) -> bool {
    matches!(tag, Tag::Article | Tag::Div | Tag::Li | Tag::Section | Tag::Table | Tag::Tbody)
}

/// Whether a node is the title of an article or a card: posts answer one, or have their number or date in its place. Cards
/// link theirs.
fn is_title(dom: &Dom, n: NodeId, kind: &'static str, of: &mut PerPage) -> bool {
    let leads_away = |d| dom.tag(d) == Tag::A && !dom.attr(d, Attr::Href).is_some_and(|href| href.starts_with('#'));
    let is_linked = || dom.ancestors(n).take(1).chain(dom.descendants(n).take(4)).any(leads_away);
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
        dom.ancestors(text).take_while(|&a| a != n).any(|a| authors::has_class(dom, a) || authors::is_link(dom, a))
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
    if name == "question" {
        return Some("answer");
    }
    let names = ["post", "msg", "message", "comment", "answer", "reply", "elComment", "postid", "edit", "p"];
    names.into_iter().find(|known| *known == name).filter(|known| *known != "p" || id.len() >= 4)
}

/// The nodes of a post, without those of the quotations in it and of other posts.
fn own_nodes(dom: &Dom, post: NodeId, kind: &Kind, of: &mut PerPage, own: &mut Vec<NodeId>) {
    own.clear();
    let end = NodeId(dom.end(post).0.min(post.0 + LOOKED_AT));
    let mut next = NodeId(post.0 + 1);
    while next < end {
        let is_post =
            of.kind(dom, next).is_some_and(|inner| if inner == kind.name { !kind.is_around } else { !is_weak(inner) });
        if is_post || dom.tag(next) == Tag::Blockquote {
            next = dom.end(next);
            continue;
        }
        own.push(next);
        next = NodeId(next.0 + 1);
    }
}
