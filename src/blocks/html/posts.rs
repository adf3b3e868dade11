//! Posts of threads and answers to questions: whose they are and when they were written. In: an element. Out: what it
//! says of its writer. Never looks at the words of the post.

use crate::blocks::unseen::tidied;
use crate::dom::{Attr, Dom, NodeId, Tag};

/// Nodes of one post that are looked at for its writer and date.
const LOOKED_AT: u32 = 3000;

/// What a post says of itself.
pub(super) struct Post {
    pub author: String,
    pub published: String,
    pub accepted: bool,
}

/// Finds posts while a page is swept: one alone of its kind makes no thread.
#[derive(Default)]
pub(super) struct Posts {
    /// Whether the page has several of a kind, for the kinds that were asked about.
    several: Vec<(&'static str, bool)>,
}

impl Posts {
    /// The post that an element holds, where it is one of several and says who wrote it.
    pub(super) fn at(&mut self, dom: &Dom, n: NodeId) -> Option<Post> {
        let kind = kind_of(dom, n)?;
        if !self.has_several(dom, kind) {
            return None;
        }
        // an article or a card has a title; posts answer one, or have their number in its place
        let is_title = |d: NodeId| {
            matches!(dom.tag(d), Tag::H1 | Tag::H2) && dom.words_up_to(d, LONGEST_NAME).contains(char::is_alphabetic)
        };
        let has_title = || own_nodes(dom, n).any(is_title);
        if kind != TYPED && has_title() {
            return None;
        }
        let author = author_of(dom, n)?;
        let class = dom.attr(n, Attr::Class).unwrap_or_default();
        let accepted = dom.attr(n, Attr::Itemprop) == Some("acceptedAnswer")
            || class.split_ascii_whitespace().any(|c| c == "accepted" || c.starts_with("accepted-"));
        Some(Post { author, published: date_of(dom, n).unwrap_or_default(), accepted })
    }

    fn has_several(&mut self, dom: &Dom, kind: &'static str) -> bool {
        if let Some((_, several)) = self.several.iter().find(|(known, _)| *known == kind) {
            return *several;
        }
        let of_kind = dom.descendants(NodeId::ROOT).filter(|&d| kind_of(dom, d) == Some(kind));
        let several = of_kind.take(2).count() > 1;
        self.several.push((kind, several));
        several
    }
}

/// The kind of posts that have a type.
const TYPED: &str = "typed";

/// What kind of post an element looks like: its type says so, or its id is that of a numbered post.
fn kind_of(dom: &Dom, n: NodeId) -> Option<&'static str> {
    if !matches!(dom.tag(n), Tag::Article | Tag::Div | Tag::Li | Tag::Section) {
        return None;
    }
    let typed = dom.attr(n, Attr::Itemtype).is_some_and(|t| {
        matches!(
            t.rsplit('/').next(),
            Some("Comment" | "Answer" | "Question" | "DiscussionForumPosting" | "UserComments")
        )
    });
    if typed { Some(TYPED) } else { dom.attr(n, Attr::Id).and_then(kind_of_id) }
}

/// The kind of `post-12`, `msg_12`, `answer-12`, `p12345`, and of a question's own place, which is its answers' kind.
fn kind_of_id(id: &str) -> Option<&'static str> {
    let name = id.trim_end_matches(|c: char| c.is_ascii_digit());
    if name.len() == id.len() {
        return (id == "question").then_some("answer");
    }
    let name = name.trim_end_matches(['-', '_']);
    let name = name.strip_prefix("js-").unwrap_or(name);
    let names = ["post", "msg", "message", "comment", "answer", "reply", "elComment", "postid", "p"];
    names.into_iter().find(|known| *known == name).filter(|known| *known != "p" || id.len() >= 4)
}

/// The nodes of a post, without those of the quotations in it and of other posts.
fn own_nodes(dom: &Dom, post: NodeId) -> impl Iterator<Item = NodeId> {
    let end = NodeId(dom.end(post).0.min(post.0 + LOOKED_AT));
    let mut next = NodeId(post.0 + 1);
    std::iter::from_fn(move || {
        while next < end && (dom.tag(next) == Tag::Blockquote || kind_of(dom, next).is_some()) {
            next = dom.end(next);
        }
        let n = (next < end).then_some(next)?;
        next = NodeId(n.0 + 1);
        Some(n)
    })
}

/// Bytes of a text that are read in search of a name.
const LONGEST_NAME: usize = 200;

fn author_of(dom: &Dom, post: NodeId) -> Option<String> {
    let prop = |n: NodeId, name: &str| dom.attr(n, Attr::Itemprop).is_some_and(|p| p == name);
    let by_prop = own_nodes(dom, post).find(|&n| prop(n, "author") || prop(n, "creator"));
    if let Some(n) = by_prop {
        let name = dom.descendants(n).take(60).find(|&d| prop(d, "name"));
        let holder = name.unwrap_or(n);
        let said =
            dom.attr(holder, Attr::Content).map(str::to_owned).unwrap_or_else(|| dom.words_up_to(holder, LONGEST_NAME));
        if let Some(name) = as_name(&said) {
            return Some(name);
        }
    }
    // the name is often a link beside the number of posts
    let link_in = |n: NodeId| {
        dom.descendants(n)
            .take(30)
            .find(|&d| dom.tag(d) == Tag::A && as_name(&dom.words_up_to(d, LONGEST_NAME)).is_some())
    };
    let named = own_nodes(dom, post).filter(|&n| {
        let by_class =
            dom.attr(n, Attr::Class).is_some_and(|class| class.split_ascii_whitespace().any(is_author_class));
        by_class || dom.tag(n) == Tag::A && dom.attr(n, Attr::Rel).is_some_and(|rel| rel.contains("author"))
    });
    named.filter_map(|n| as_name(&dom.words_up_to(link_in(n).unwrap_or(n), LONGEST_NAME))).next()
}

/// Whether a class is that of a writer's name.
fn is_author_class(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    let ends = ["username", "user-name", "author", "author-name", "poster", "author_name", "display-name"];
    ends.iter().any(|end| class.ends_with(end)) || class == "fn"
}

/// Words before a writer's name.
const BY: [&str; 14] =
    ["by ", "By ", "von ", "Von ", "par ", "Par ", "por ", "Por ", "door ", "Door ", "av ", "Av ", "af ", "Af "];

/// Words behind it.
const SAYS: [&str; 24] = [
    " says",
    " said",
    " wrote",
    " writes",
    " sagt",
    " sagte",
    " schreibt",
    " schrieb",
    " dit",
    " a dit",
    " a écrit",
    " dice",
    " dijo",
    " escribió",
    " diz",
    " disse",
    " escreveu",
    " ha scritto",
    " ha detto",
    " zegt",
    " schreef",
    " skrev",
    " napisał",
    " написал",
];

/// A writer's name without what stands around it; none where it is too long to be one.
fn as_name(text: &str) -> Option<String> {
    let name = tidied(text);
    let name = BY.iter().find_map(|by| name.strip_prefix(by)).unwrap_or(&name);
    let name = name.trim_end_matches([':', ' ']);
    let name = SAYS.iter().find_map(|said| name.strip_suffix(said)).unwrap_or(name).trim();
    let is_name = name.chars().any(char::is_alphanumeric) && name.chars().count() <= 48;
    is_name.then(|| name.to_owned())
}

fn date_of(dom: &Dom, post: NodeId) -> Option<String> {
    let said = |n: NodeId| {
        // a post that was changed, or a thread that went on, was published before
        let prop = dom.attr(n, Attr::Itemprop).unwrap_or_default();
        let is_change = prop == "dateModified";
        let is_dated = !is_change && (dom.tag(n) == Tag::Time || prop.starts_with("date"));
        let values = [Attr::Datetime, Attr::Content].into_iter().filter(|_| is_dated);
        let title =
            [Attr::Title].into_iter().filter(|_| matches!(dom.tag(n), Tag::Span | Tag::A | Tag::Time | Tag::Abbr));
        values.chain(title).find_map(|attr| dom.attr(n, attr).and_then(iso))
    };
    own_nodes(dom, post).find_map(said)
}

/// A date as ISO 8601 where it is spelled so: `2024-05-01`, with a time behind `T` or a space.
fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = |text: &str, form: &str| {
        text.len() >= form.len()
            && text.bytes().zip(form.bytes()).all(|(b, f)| if f == b'0' { b.is_ascii_digit() } else { b == f })
    };
    if !fits(text, "0000-00-00") {
        return None;
    }
    let (day, rest) = text.split_at(10);
    let rest = rest.trim_start_matches(['T', ' ']);
    if !fits(rest, "00:00") {
        return Some(day.to_owned());
    }
    let time: String = rest.split_whitespace().next().unwrap_or_default().to_owned();
    let is_time = time.bytes().all(|b| b.is_ascii_digit() || b":.+-Z".contains(&b));
    Some(if is_time { format!("{day}T{time}") } else { day.to_owned() })
}
