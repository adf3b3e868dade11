//! Posts of threads and answers to questions: whose they are and when they were written. In: an element. Out: what it
//! says of its writer. Of the post's words only the short ones around it are read, in search of a date.

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
    /// Which class attributes are those of posts.
    classed: PerClass<bool>,
}

impl Posts {
    /// The post that an element holds, where it is one of several and says who wrote it.
    pub(super) fn at(&mut self, dom: &Dom, n: NodeId) -> Option<Post> {
        let kind = kind_by(dom, n, || self.classed.get(dom, n, || is_classed(dom, n)))?;
        let several = self.several.get_or_insert_with(|| kinds_of_several(dom));
        if !several.contains(&kind) || is_weak(kind) && several.iter().any(|kind| !is_weak(kind)) {
            return None;
        }
        if kind != TYPED && own_nodes(dom, n, kind).any(|d| is_title(dom, d, kind)) {
            return None;
        }
        let author = author_of(dom, n, kind)?;
        let class = dom.attr(n, Attr::Class).unwrap_or_default();
        let accepted = dom.attr(n, Attr::Itemprop) == Some("acceptedAnswer")
            || class.split_ascii_whitespace().any(|c| c == "accepted" || c.starts_with("accepted-"));
        Some(Post { author, published: date_of(dom, n, kind).unwrap_or_default(), accepted })
    }
}

/// The kinds of which a page has several.
fn kinds_of_several(dom: &Dom) -> Vec<&'static str> {
    let (mut once, mut several) = (Vec::new(), Vec::new());
    for kind in dom.descendants(NodeId::ROOT).filter_map(|n| kind_of(dom, n)) {
        if !once.contains(&kind) {
            once.push(kind);
        } else if !several.contains(&kind) {
            several.push(kind);
        }
    }
    several
}

/// Whether a node is the title of an article or a card: posts answer one, or have their number or date in its place. Cards
/// link theirs.
fn is_title(dom: &Dom, n: NodeId, kind: &'static str) -> bool {
    let is_linked = || dom.ancestors(n).take(1).chain(dom.descendants(n).take(4)).any(|d| dom.tag(d) == Tag::A);
    match dom.tag(n) {
        Tag::H1 | Tag::H2 => {
            let words = dom.words_up_to(n, LONGEST_NAME);
            words.contains(char::is_alphabetic) && !names_day(&words)
        }
        Tag::H3 | Tag::H4 => is_weak(kind) && !is_author(dom, n) && is_linked(),
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
fn kind_of(dom: &Dom, n: NodeId) -> Option<&'static str> {
    kind_by(dom, n, || is_classed(dom, n))
}

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
    let is_text = |d: &NodeId| dom.tag(*d) == Tag::Text && !dom.text(*d).trim().is_empty();
    let first = dom.descendants(n).take(FIRST_WORDS).find(is_text);
    first.is_some_and(|text| dom.ancestors(text).take_while(|&a| a != n).any(|a| is_author(dom, a)))
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
fn own_nodes(dom: &Dom, post: NodeId, kind: &'static str) -> impl Iterator<Item = NodeId> {
    let end = NodeId(dom.end(post).0.min(post.0 + LOOKED_AT));
    let mut next = NodeId(post.0 + 1);
    let is_post = move |n| kind_of(dom, n).is_some_and(|inner| inner == kind || !is_weak(inner));
    std::iter::from_fn(move || {
        while next < end && (dom.tag(next) == Tag::Blockquote || is_post(next)) {
            next = dom.end(next);
        }
        let n = (next < end).then_some(next)?;
        next = NodeId(n.0 + 1);
        Some(n)
    })
}

/// Bytes of a text that are read in search of a name.
const LONGEST_NAME: usize = 200;

fn author_of(dom: &Dom, post: NodeId, kind: &'static str) -> Option<String> {
    let prop = |n: NodeId, name: &str| dom.attr(n, Attr::Itemprop).is_some_and(|p| p == name);
    let by_prop = own_nodes(dom, post, kind).find(|&n| prop(n, "author") || prop(n, "creator"));
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
    let named = own_nodes(dom, post, kind).filter(|&n| is_author(dom, n));
    let mut shown = named.filter_map(|n| as_name(&dom.words_up_to(link_in(n).unwrap_or(n), LONGEST_NAME)));
    // a column beside the post often lists what is to be known of its writer, the name first
    let first_term = || own_nodes(dom, post, kind).find(|&n| dom.tag(n) == Tag::Dt);
    let told = || dom.attr(post, Attr::DataAuthor).and_then(as_name);
    told().or_else(|| shown.next()).or_else(|| as_name(&dom.words_up_to(first_term()?, LONGEST_NAME)))
}

/// Whether an element holds a writer's name.
fn is_author(dom: &Dom, n: NodeId) -> bool {
    let by_class = dom.attr(n, Attr::Class).is_some_and(|class| class.split_ascii_whitespace().any(is_author_class));
    by_class || dom.tag(n) == Tag::A && dom.attr(n, Attr::Rel).is_some_and(|rel| rel.contains("author"))
}

/// Whether a class is that of a writer's name.
fn is_author_class(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    let ends = [
        "username",
        "user-name",
        "user_name",
        "nickname",
        "author",
        "author-name",
        "author__name",
        "author_name",
        "poster",
        "display-name",
    ];
    ends.iter().any(|end| class.ends_with(end)) || class == "fn"
}

/// Words before a writer's name.
const BY: [&str; 14] =
    ["by ", "By ", "von ", "Von ", "par ", "Par ", "por ", "Por ", "door ", "Door ", "av ", "Av ", "af ", "Af "];

/// A writer's name without what stands around it; none where it is too long to be one.
fn as_name(text: &str) -> Option<String> {
    let name = tidied(text);
    let name = BY.iter().find_map(|by| name.strip_prefix(by)).unwrap_or(&name);
    let name = name.trim_end_matches([':', ' ']);
    let name = without_says(name).unwrap_or(name).trim();
    let is_name = name.chars().any(char::is_alphanumeric) && name.chars().count() <= 48;
    is_name.then(|| name.to_owned())
}

/// When a post was written: as its metadata has it, else the first short text that is a date with a time, else what a class
/// or a title says is a date.
fn date_of(dom: &Dom, post: NodeId, kind: &'static str) -> Option<String> {
    let said = |n: NodeId| {
        // a post that was changed, or a thread that went on, was published before
        let prop = dom.attr(n, Attr::Itemprop).unwrap_or_default();
        let is_change = prop == "dateModified";
        let is_dated = !is_change && (dom.tag(n) == Tag::Time || prop.starts_with("date"));
        let values = [Attr::Datetime, Attr::Content].into_iter().filter(|_| is_dated);
        values.chain(may_be_titled(dom, n)).find_map(|attr| dom.attr(n, attr).and_then(iso))
    };
    own_nodes(dom, post, kind).find_map(said).or_else(|| shown_date(dom, post, kind))
}

/// `title`, where an element is one that shows a date in short and has the whole of it there.
fn may_be_titled(dom: &Dom, n: NodeId) -> Option<Attr> {
    matches!(dom.tag(n), Tag::Span | Tag::A | Tag::Time | Tag::Abbr).then_some(Attr::Title)
}

/// Bytes of the longest text that is a date, and the words in it.
const LONGEST_DATE: usize = 60;
const WORDS_OF_DATE: usize = 5;

/// The date that a post shows, as it is spelled.
fn shown_date(dom: &Dom, post: NodeId, kind: &'static str) -> Option<String> {
    let mut without_time = None;
    for n in own_nodes(dom, post, kind) {
        let title = may_be_titled(dom, n).and_then(|attr| dom.attr(n, attr));
        let text = if dom.tag(n) == Tag::Text { Some(dom.text(n)) } else { title };
        let Some(text) = text.map(str::trim).filter(|text| names_day(text)) else { continue };
        if has_time(text) {
            return Some(iso(text).unwrap_or_else(|| tidied(text)));
        }
        let around = dom.ancestors(n).take(1).chain([n]).filter_map(|a| dom.attr(a, Attr::Class));
        let is_date = title.is_some() || around.flat_map(str::split_ascii_whitespace).any(is_date_class);
        without_time = without_time.or_else(|| is_date.then(|| iso(text).unwrap_or_else(|| tidied(text))));
    }
    without_time
}

/// Whether a class is that of a date.
fn is_date_class(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    ["date", "time", "posted", "timestamp", "permalink"].iter().any(|end| class.ends_with(end))
}

/// Whether a short text has a year and the number of a day.
fn names_day(text: &str) -> bool {
    if text.len() > LONGEST_DATE || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let numbers = || text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let is_year = |digits: &str| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let n_words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).count();
    numbers().any(is_year) && numbers().any(|digits| digits.len() <= 2) && n_words <= WORDS_OF_DATE
}

/// Whether a text has a time of the day.
fn has_time(text: &str) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let mut colons = bytes.iter().enumerate().filter(|(_, byte)| **byte == b':');
    colons.any(|(at, _)| is_digit(at.checked_sub(1).and_then(|at| bytes.get(at))) && is_digit(bytes.get(at + 1)))
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
