//! The authors that the page shows: marked for machines, by a link, by a class, or by the words before the name; of
//! several, those by the page's heading.

use super::super::Author;
use super::super::site::Site;
use super::super::words::{heading_of, is_below_another, is_near};
use super::Page;
use super::bylines::{after_by, is_other, is_plain, may_open};
use super::first_words::FirstWords;
use super::joined::{cut, is_join};
use super::names::{bare, in_text, in_value, is_handle, is_person, is_personal, looks_like_name, without_trade};
use crate::blocks::html::parts_lines;
use crate::blocks::unseen::tidied;
use crate::dom::{Attr, Dom, NodeId, PerClass, Tag, trimmed};
use crate::head::Reviews;
use crate::score::PageType;
use memchr::{memchr2, memrchr};

/// What marks an element as naming the author, the surest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// A person's name alone on a line beside the page's heading.
    Lone,
    /// Words that begin with "by" and its like.
    Said,
    /// Words that say more plainly that somebody wrote: "written by", "author".
    Stated,
    /// A class of bylines or authors.
    Class,
    /// A class of members of a board.
    Member,
    /// The address of an author's page.
    Link,
    /// `rel=author` or `itemprop=author`.
    Machine,
}

/// What a text without a name asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    /// "By".
    By,
    /// "Written by", "Author".
    Plain,
    /// "Reviewed by", "Photo".
    Other,
}

/// Names that stand together, and how they are marked.
struct Candidate {
    mark: Mark,
    from: NodeId,
    to: NodeId,
    authors: Vec<Author>,
    /// How often a name stands in another entry of a list than the one before.
    n_entries: usize,
}

impl Candidate {
    fn new(mark: Mark, from: NodeId, to: NodeId, authors: Vec<Author>) -> Candidate {
        Candidate { mark, from, to, authors, n_entries: 0 }
    }

    /// Whether all that it names are among those of the other.
    fn is_part_of(&self, other: &Candidate) -> bool {
        self.authors.iter().all(|author| other.authors.iter().any(|held| held.name == author.name))
    }
}

/// Elements with more nodes than this are no bylines.
const LARGEST: u32 = 40;
/// Nodes between two names of one byline: further apart they are of two posts.
const APART: u32 = 12;
/// Nodes around the page's heading in which a byline is the page's own: those after it count whole, those before twice.
const NEAR: u32 = 120;
/// Nodes before and after the page's heading in which a name alone on its line is a byline.
const BESIDE: std::ops::Range<i64> = -16..48;
/// Nodes between a label and the name it stands for.
const LABEL: u32 = 8;
/// Further names far from the heading from which on a page is a list of others.
const LIST: usize = 3;
/// Candidates looked at.
const MOST: usize = 64;

/// The authors that the page shows.
pub(super) fn find(page: &Page<'_, '_>) -> Vec<Author> {
    let Page { dom, head, site, title, .. } = *page;
    let heading = heading_of(dom, head, title);
    let Gathered { mut all, mut cards } = gather(dom, site, heading);
    let is_listing = page.page_type == Some(PageType::Listing);
    let found = chosen(&mut all, heading, dom, is_listing);
    // several cards introduce somebody each
    match cards.pop().filter(|_| found.is_empty() && !is_listing) {
        Some(card) if cards.is_empty() => card.authors,
        _ => found,
    }
}

/// The best of what was found, unless it is one of many.
fn chosen(all: &mut Vec<Candidate>, heading: Option<NodeId>, dom: &Dom, is_listing: bool) -> Vec<Author> {
    let weight = |c: &Candidate| {
        u32::from(is_near(c.from, heading, NEAR)) * 4 + u32::from(c.mark >= Mark::Link) * 3 + c.mark as u32
    };
    // members of a board sign a post each, and the first of them opened the thread
    let Some(best) = (0..all.len()).max_by_key(|&at| (weight(&all[at]), std::cmp::Reverse(at))) else {
        return Vec::new();
    };
    let chosen = &all[best];
    // words in running text introduce all sorts of people
    if chosen.mark <= Mark::Said && !is_near(chosen.from, heading, NEAR) && (heading.is_some() || all.len() > 1) {
        return Vec::new();
    }
    // a class is a link only by the heading
    let is_alike = |c: &Candidate| c.mark == chosen.mark || chosen.mark == Mark::Link && c.mark == Mark::Class;
    let others = all.iter().filter(|c| is_alike(c) && !c.is_part_of(chosen)).count() + chosen.n_entries;
    let is_own = is_near(chosen.from, heading, NEAR) && !heading.is_some_and(|h| is_below_another(dom, h, chosen.from));
    let is_sure = is_own || matches!(chosen.mark, Mark::Machine | Mark::Member);
    // the first of a list of entries stands by the heading, too
    if is_listing && others > 0 || others >= LIST && !is_sure {
        return Vec::new();
    }
    all.swap_remove(best).authors
}

/// What may name the authors.
#[derive(Default)]
struct Gathered {
    all: Vec<Candidate>,
    /// Cards, which stand behind all else.
    cards: Vec<Candidate>,
}

/// Names in one byline from which on they are a list of members.
const CROWD: usize = 200;

fn gather(dom: &Dom, site: &Site, heading: Option<NodeId>) -> Gathered {
    let mut all: Vec<Candidate> = Vec::new();
    let mut cards: Vec<Candidate> = Vec::new();
    let (mut classes, mut reviews) = (PerClass::default(), Reviews::default());
    // where a label stood last, and what it asks for
    let mut label: Option<(NodeId, Label)> = None;
    // the level of the heading that stands over what readers wrote
    let mut readers: Option<u8> = None;
    let mut at = NodeId(1);
    while at.index() < dom.len() && all.len() + cards.len() < MOST {
        let n = at;
        at = NodeId(n.0 + 1);
        match dom.tag(n) {
            Tag::Text if readers.is_some() => continue,
            Tag::Text => {
                if let Some(joined) = joined_to(dom, n, all.last()) {
                    label = Some((n, joined));
                } else if let Some(found) = said(dom, n, &mut label, site).or_else(|| lone(dom, n, heading, site)) {
                    join(dom, &mut all, found);
                }
                continue;
            }
            Tag::Document => continue,
            tag @ (Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4) => {
                let level = level_of(tag);
                let is_of_readers = heading.is_some_and(|h| h < n) && is_over_readers(dom, n);
                readers = readers.filter(|&over| over < level).or(is_of_readers.then_some(level));
                let is_below = readers.is_none() && heading.is_some_and(|h| h < n);
                if let Some(found) = if is_below { card(dom, n, &mut classes) } else { None } {
                    at = found.to;
                    cards.push(found);
                    continue;
                }
            }
            _ => {}
        }
        if readers.is_some() {
            continue;
        }
        let role = role(dom, n, &mut classes, &mut reviews);
        // what holds the page's heading is no part beside it, whatever it is called
        if role.is_elsewhere && heading.is_none_or(|h| h < n || h >= dom.end(n)) {
            at = dom.end(n);
            continue;
        }
        let Some(mark) = role.mark.filter(|_| dom.end(n).0 - n.0 <= LARGEST) else { continue };
        let mut authors = names_in(dom, n, mark, site);
        // `author-title` is a name's class or what somebody is
        if mark == Mark::Class && dom.attr(n, Attr::Class).is_some_and(|class| class.contains("title")) {
            authors.retain(|author| is_person(&author.name));
        }
        let is_led = || authors.iter().filter_map(|author| author.url.as_deref()).any(leads_to_author);
        let mark = if mark == Mark::Class && is_near(n, heading, NEAR) && is_led() { Mark::Link } else { mark };
        // the name after "Reviewed by"
        if matches!(label, Some((held, Label::Other)) if n.0 - held.0 <= LABEL) && !authors.is_empty() {
            (at, label) = (dom.end(n), None);
            continue;
        }
        if !authors.is_empty() {
            at = dom.end(n);
            label = None;
            join(dom, &mut all, Candidate::new(mark, n, at, authors));
            if all.last().is_some_and(|last| last.authors.len() >= CROWD) {
                return Gathered::default();
            }
        }
    }
    Gathered { all, cards }
}

/// Nodes before a heading among which its card says that it is of an author.
const CARD: u32 = 12;

/// A heading that is a person's name over a text that begins with it, behind a picture or in a box that is called the author's
/// and says nothing before it: `<img class=author-photo><h3>Ida Lund</h3><p>Ida Lund is …`.
fn card(dom: &Dom, n: NodeId, classes: &mut PerClass<Named>) -> Option<Candidate> {
    let name = tidied(&dom.words_up_to(n, NAME + 1));
    if name.len() > NAME || !is_personal(&name) {
        return None;
    }
    let behind = (dom.end(n).0..dom.len() as u32).take(LABEL as usize).map(NodeId);
    let mut texts = behind.map(|d| dom.text(d).trim()).filter(|text| !text.is_empty());
    let is_told = texts.next().is_some_and(|text| text.len() > name.len() && text.starts_with(&name));
    let mut before = (n.0.saturating_sub(CARD)..n.0).map(NodeId);
    let is_silent = |from: NodeId| (from.0..n.0).all(|d| dom.text(NodeId(d)).trim().is_empty());
    let is_quoted = |d: NodeId| dom.attr(d, Attr::Class).is_some_and(|class| class.contains("quote"));
    let is_of_author = is_told
        && before.any(|d| {
            let named = named(dom, d, classes);
            let is_of_card = dom.tag(d) == Tag::Img || dom.holds(d, n);
            named.is_author && !named.is_elsewhere && is_of_card && !is_quoted(d) && is_silent(d)
        });
    is_of_author.then(|| Candidate::new(Mark::Class, n, dom.end(n), vec![Author { name, url: None }]))
}

/// Bytes of the longest name in such a heading.
const NAME: usize = 48;

fn level_of(tag: Tag) -> u8 {
    match tag {
        Tag::H1 => 1,
        Tag::H2 => 2,
        Tag::H3 => 3,
        _ => 4,
    }
}

/// Bytes and words of the longest heading over what readers wrote: `What our customers say`.
const OVER_READERS: (usize, usize) = (48, 4);

/// Words that such headings hold.
const READERS: &[&str] = &[
    "comment",
    "comments",
    "review",
    "reviews",
    "replies",
    "responses",
    "testimonial",
    "testimonials",
    "customers",
    "clients",
    "kommentar",
    "kommentare",
    "kundenstimmen",
    "kundenmeinungen",
    "bewertungen",
    "commentaires",
    "avis",
    "témoignages",
    "comentarios",
    "opiniones",
    "testimonios",
    "comentários",
    "avaliações",
    "depoimentos",
    "commenti",
    "recensioni",
    "reacties",
    "beoordelingen",
    "kommentarer",
    "kommentit",
    "komentarze",
    "opinie",
    "komentáře",
    "hozzászólások",
    "comentarii",
    "yorumlar",
    "komentar",
    "комментарии",
    "отзывы",
    "коментарі",
    "відгуки",
    "σχόλια",
    "评论",
    "評論",
    "コメント",
    "댓글",
    "التعليقات",
    "תגובות",
];

/// Whether a heading says that readers wrote what stands under it.
fn is_over_readers(dom: &Dom, heading: NodeId) -> bool {
    let text = dom.words_up_to(heading, OVER_READERS.0 + 1);
    let words = || text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    text.len() <= OVER_READERS.0
        && words().count() <= OVER_READERS.1
        && words().any(|word| READERS.contains(&word.to_lowercase().as_str()))
}

/// Adds a candidate; where it follows closely on one of its kind, both are one byline.
fn join(dom: &Dom, all: &mut Vec<Candidate>, found: Candidate) {
    if let Some(last) = all.last_mut()
        && last.mark == found.mark
        && found.mark != Mark::Member
        && found.from.0.saturating_sub(last.to.0) <= APART
    {
        last.n_entries += usize::from(entry_of(dom, last.from) != entry_of(dom, found.from));
        for author in found.authors {
            if last.authors.iter().all(|held| held.name != author.name) {
                last.authors.push(author);
            }
        }
        last.to = found.to;
        return;
    }
    all.push(found);
}

/// The entry of a list that a name stands in.
fn entry_of(dom: &Dom, n: NodeId) -> Option<NodeId> {
    dom.ancestors(n).take(4).find(|&a| dom.tag(a) == Tag::Li)
}

/// The label of the name before, where the text at `n` joins another to it: a word any, a sign alone a person's.
fn joined_to(dom: &Dom, n: NodeId, last: Option<&Candidate>) -> Option<Label> {
    let last = last.filter(|last| matches!(last.mark, Mark::Said | Mark::Stated) && n == last.to)?;
    let text = trimmed(dom.text(n));
    let next = || (n.0 + 1..dom.len() as u32).take(LABEL as usize).map(NodeId).find(|&d| dom.tag(d) == Tag::Text);
    let is_joined = is_join(text) && (text.len() > 2 || next().is_some_and(|d| is_person(trimmed(dom.text(d)))));
    is_joined.then_some(if last.mark == Mark::Stated { Label::Plain } else { Label::By })
}

/// A text that says who wrote, or that follows on a label that asks for it.
fn said(dom: &Dom, n: NodeId, label: &mut Option<(NodeId, Label)>, site: &Site) -> Option<Candidate> {
    let text = trimmed(dom.text(n));
    if text.is_empty() || text.len() > 200 {
        return None;
    }
    if label.is_none() && !may_open(text) {
        return None;
    }
    let rest = after_by(text);
    let plainly = rest.is_some_and(|rest| is_plain(text.get(..text.len() - rest.len()).unwrap_or_default()));
    if plainly && is_in_sentence(dom, n) {
        return None;
    }
    if rest == Some("") {
        *label = Some((n, if plainly { Label::Plain } else { Label::By }));
        return None;
    }
    if is_other(text) {
        *label = Some((n, Label::Other));
        return None;
    }
    let labelled = label.take().filter(|(held, _)| n.0 - held.0 <= LABEL);
    if matches!(labelled, Some((_, Label::Other))) {
        return None;
    }
    let plainly = plainly || matches!(labelled, Some((_, Label::Plain)));
    let text = rest.or_else(|| Some(text).filter(|_| labelled.is_some()))?;
    // "By signing up you agree": what follows the word is no name
    let text = tidied(text);
    let name = bare(&text);
    let first = cut(name).first().map_or("", |part| part.text.trim());
    if name.split_whitespace().count() > 14 || !looks_like_name(first) || is_other(&text) {
        return None;
    }
    let is_own = !dom.parent(n).is_some_and(|p| {
        // `Text: CC BY`
        let is_license = dom.attr(p, Attr::Rel).is_some_and(|rel| rel.contains("license"));
        is_license || matches!(dom.tag(p), Tag::Script | Tag::Style | Tag::Title)
    });
    let url = link_of(dom, n);
    let authors: Vec<Author> = in_text(name, site)
        .into_iter()
        .filter(|name| looks_like_name(name))
        .map(|name| Author { name, url: url.map(str::to_owned) })
        .collect();
    let mark = if plainly { Mark::Stated } else { Mark::Said };
    (is_own && !authors.is_empty()).then_some(Candidate::new(mark, n, NodeId(n.0 + 1), authors))
}

/// Nodes before a text that are looked at for the sentence it stands in, and bytes of the beginning of one.
const BACK: usize = 12;
const SENTENCE: usize = 60;

/// Whether a text goes on with running text on its line: of a story "written by" somebody the page tells.
fn is_in_sentence(dom: &Dom, n: NodeId) -> bool {
    let Some(around) = dom.parent(n) else { return false };
    let inside = |d: NodeId| dom.ancestors(d).take(BACK).take_while(move |&a| a != around).chain([d]);
    let before = (around.0 + 1..n.0).rev().take(BACK).map(NodeId);
    let on_line = before.take_while(|&d| !inside(d).any(|a| parts_lines(dom, a)));
    on_line.map(|d| dom.text(d).trim().len()).sum::<usize>() >= SENTENCE
}

/// Bytes of a line or two under the page's heading, behind which its byline may stand.
const SUBTITLE: usize = 200;

/// Whether the page's own text, a quotation or another heading stands between the page's heading and the node.
fn is_in_text(dom: &Dom, heading: NodeId, n: NodeId) -> bool {
    let between = || (dom.end(heading).0..n.0).map(NodeId);
    let bytes: usize = between().filter(|&d| dom.tag(d) == Tag::Text).map(|d| dom.text(d).trim().len()).sum();
    bytes > SUBTITLE || is_below_another(dom, heading, n) || between().any(|d| dom.tag(d) == Tag::Blockquote)
}

/// A text beside the page's heading that is all a person's name.
fn lone(dom: &Dom, n: NodeId, heading: Option<NodeId>, site: &Site) -> Option<Candidate> {
    let heading = heading?;
    let distance = i64::from(n.0) - i64::from(heading.0);
    let is_inside = n > heading && n < dom.end(heading);
    if !BESIDE.contains(&distance) || is_inside {
        return None;
    }
    let text = dom.text(n).trim();
    if text.len() > 100 {
        return None;
    }
    // `Ida Lund | Editor`
    let name = text.split(" | ").next().unwrap_or_default().trim_end();
    let url = link_of(dom, n);
    let name = Some(name).filter(|name| is_person(name) && !is_in_text(dom, heading, n))?;
    let named = in_text(name, site).into_iter();
    let authors: Vec<Author> = named.map(|name| Author { name, url: url.map(str::to_owned) }).collect();
    (!authors.is_empty()).then(|| Candidate::new(Mark::Lone, n, NodeId(n.0 + 1), authors))
}

/// The address that the text at `n` leads to.
fn link_of(dom: &Dom, n: NodeId) -> Option<&str> {
    dom.ancestors(n).take(3).find(|&a| dom.tag(a) == Tag::A).and_then(|a| dom.attr(a, Attr::Href))
}

/// What an element's attributes say it is for.
struct Role {
    mark: Option<Mark>,
    is_elsewhere: bool,
}

fn role(dom: &Dom, n: NodeId, classes: &mut PerClass<Named>, reviews: &mut Reviews) -> Role {
    let tag = dom.tag(n);
    let named = named(dom, n, classes);
    let elsewhere = Role { mark: None, is_elsewhere: true };
    match tag {
        Tag::Nav | Tag::Head | Tag::Script | Tag::Style | Tag::Template | Tag::Svg | Tag::Blockquote => {
            return elsewhere;
        }
        // an article's own foot may name its author
        Tag::Footer if !dom.ancestors(n).any(|a| dom.tag(a) == Tag::Article) => return elsewhere,
        Tag::Aside if !named.is_author && dom.end(n).0 - n.0 > LARGEST => return elsewhere,
        _ => {}
    }
    if reviews.is_of_reader(dom, n) {
        return elsewhere;
    }
    // a page that is a review is no list of readers' reviews
    if named.is_elsewhere && !matches!(tag, Tag::Body | Tag::Html | Tag::Main | Tag::Article) {
        return elsewhere;
    }
    Role { mark: mark(dom, n, &named), is_elsewhere: false }
}

fn mark(dom: &Dom, n: NodeId, named: &Named) -> Option<Mark> {
    let rel = dom.attr(n, Attr::Rel).is_some_and(|r| r.split_ascii_whitespace().any(|w| w == "author"));
    if (rel || dom.attr(n, Attr::Itemprop) == Some("author")) && dom.tag(n) != Tag::Link {
        return Some(Mark::Machine);
    }
    let href = if dom.tag(n) == Tag::A { dom.attr(n, Attr::Href).unwrap_or_default() } else { "" };
    // most elements are no links
    if !href.is_empty() && leads_to_author(href) {
        return Some(Mark::Link);
    }
    if named.is_member || !href.is_empty() && leads_to_member(dom, n, href) {
        return Some(Mark::Member);
    }
    (named.is_author && !named.is_bio).then_some(Mark::Class)
}

/// Whether an address is of an author's page.
fn leads_to_author(href: &str) -> bool {
    let parts = ["/author/", "/authors/", "/autor/", "/auteur/", "/autore/"];
    href.contains("/aut") && parts.iter().any(|part| href.contains(part))
}

/// Pages that end so are everybody's.
const NO_MEMBERS: [&str; 6] = ["login", "logout", "register", "signup", "settings", "profile"];

/// Whether a link leads to the page of a board's member, and is called as they are.
fn leads_to_member(dom: &Dom, n: NodeId, href: &str) -> bool {
    const FOLDERS: [&str; 6] = ["user", "users", "u", "profile", "members", "member"];
    let end = memchr2(b'?', b'#', href.as_bytes()).unwrap_or(href.len());
    let path = href[..end].trim_end_matches('/');
    let Some(slash) = memrchr(b'/', path.as_bytes()) else { return false };
    let (before, name) = (&path[..slash], &path[slash + 1..]);
    let folder = &before[memrchr(b'/', before.as_bytes()).map_or(0, |slash| slash + 1)..];
    let is_member = name.starts_with('~') || FOLDERS.contains(&folder);
    let name = name.trim_start_matches(['~', '@']);
    is_member && !NO_MEMBERS.contains(&name) && {
        let text = dom.words_up_to(n, 64);
        let text = text.trim();
        let said = text.strip_prefix("u/").unwrap_or(text).trim_start_matches('@');
        said.eq_ignore_ascii_case(name)
    }
}

/// What the words of a class and an id name.
#[derive(Clone, Copy, Default)]
struct Named {
    is_member: bool,
    is_author: bool,
    is_bio: bool,
    is_elsewhere: bool,
}

/// Names of boards' members, of authors, of what stands beside an author's name, and of parts that are not the page's own;
/// the last are such where they are a whole class.
const MEMBER: &[&str] = &["postprofile", "bigusername", "username", "postername", "nickname", "postuser", "postleft"];
const AUTHOR: &[&str] = &["byline", "author", "authors", "authorname", "writer"];
const BIO: &[&str] = &["bio", "box", "avatar", "image", "description", "desc", "about", "job", "role"];
const ELSEWHERE: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "related",
    "recommended",
    "recent",
    "popular",
    "trending",
    "sidebar",
    "footer",
    "menu",
    "testimonial",
    "testimonials",
    "feedback",
    "disqus",
    "carousel",
    "slider",
];
/// What the page's own text is called in the names of its parts.
const ENTRY: [&str; 3] = ["post", "entry", "article"];
const ELSEWHERE_WHOLE: &[&str] = &["review", "reviews", "widget"];

static NAMED: FirstWords = FirstWords::of(&[MEMBER, AUTHOR, BIO, ELSEWHERE, ELSEWHERE_WHOLE]);

/// Longest word looked up.
const LONGEST: usize = 14;

fn named(dom: &Dom, n: NodeId, classes: &mut PerClass<Named>) -> Named {
    let of_class = dom.attr(n, Attr::Class).map(|class| classes.get(dom, n, || Named::by(class, true)));
    let of_id = dom.attr(n, Attr::Id).map(|id| Named::by(id, false));
    let is_elsewhere = [of_class, of_id].iter().flatten().any(|named| named.is_elsewhere);
    Named { is_elsewhere, ..of_class.unwrap_or_default() }
}

impl Named {
    /// By the words of a class, or of an id.
    fn by(mut rest: &str, is_class: bool) -> Named {
        let mut named = Named::default();
        // "widget" is a sidebar's where it is a class of its own; page builders call each of their parts so
        let mut is_first = true;
        let mut before = "";
        while !rest.is_empty() {
            let end = rest.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
            let is_last = matches!(rest.as_bytes().get(end), None | Some(b' '));
            let word = &rest[..end];
            // the foot of a post names who wrote it
            let is_own_foot = !is_first && ENTRY.contains(&before) && word == "footer";
            if end <= LONGEST && NAMED.may_hold(word.as_bytes()) && !is_own_foot {
                named.word(&word.to_ascii_lowercase(), is_first && is_last, is_class);
            }
            (is_first, before) = (is_last, word);
            let gap = rest[end..].chars().next().map_or(0, char::len_utf8);
            rest = &rest[end + gap..];
        }
        named
    }

    fn word(&mut self, word: &str, is_whole: bool, is_class: bool) {
        self.is_member |= is_class && MEMBER.contains(&word);
        self.is_author |= is_class && AUTHOR.contains(&word);
        self.is_bio |= is_class && BIO.contains(&word);
        self.is_elsewhere |= ELSEWHERE.contains(&word) || is_whole && ELSEWHERE_WHOLE.contains(&word);
    }
}

/// The names in a marked element: the first of its texts that is one, and those that a comma or "and" joins to it.
fn names_in(dom: &Dom, n: NodeId, mark: Mark, site: &Site) -> Vec<Author> {
    let mut named: Vec<Author> = Vec::new();
    if let Some(name) = name_of_item(dom, n) {
        named.extend(in_value(name, site).into_iter().map(|name| Author { name, url: None }));
        return named;
    }
    let mut is_by = false;
    let own_url = dom.attr(n, Attr::Href);
    for d in dom.descendants(n).filter(|&d| dom.tag(d) == Tag::Text) {
        let is_own = !dom.parent(d).is_some_and(|p| matches!(dom.tag(p), Tag::Script | Tag::Style));
        let text = tidied(dom.text(d));
        if !is_own || text.is_empty() {
            continue;
        }
        if is_other(&text) && named.is_empty() {
            return named;
        }
        // what somebody is stands behind the name
        let around = || dom.parent(d).filter(|&p| p > n && dom.tag(p) != Tag::A);
        let is_bio = |class: &str| class.contains("title") || Named::by(class, true).is_bio;
        if !named.is_empty() && !is_person(&text) && around().and_then(|p| dom.attr(p, Attr::Class)).is_some_and(is_bio)
        {
            break;
        }
        let rest = after_by(&text);
        is_by |= rest.is_some() || without_trade(&text) != text;
        let before = named.len();
        // `5 May 2021 · Ida Lund`
        let parts = rest.unwrap_or(&text).split('·').flat_map(|part| part.split('•'));
        for name in parts.map(bare).filter(|name| name.split(' ').count() <= 14) {
            if named.len() > before {
                break;
            }
            let url = dom.parent(d).and_then(|p| dom.attr(p, Attr::Href)).or(own_url);
            let is_right = |name: &String| match mark {
                // a class says too little for words that are no names, unless they lead to somebody
                Mark::Lone | Mark::Said | Mark::Stated | Mark::Class => {
                    looks_like_name(name) && (is_by || name.contains(' ')) || own_url.is_some() && is_handle(name)
                }
                Mark::Member => looks_like_name(name) || is_handle(name),
                Mark::Link | Mark::Machine => true,
            };
            let found = in_text(name, site).into_iter().filter(is_right);
            named.extend(found.map(|name| Author { name, url: url.map(str::to_owned) }));
        }
        if !named.is_empty() && (mark == Mark::Member || (named.len() == before && !is_join(&text))) {
            break;
        }
    }
    named.dedup_by(|a, b| a.name == b.name);
    named
}

/// `<meta itemprop=name>` or `content` of an item.
fn name_of_item(dom: &Dom, n: NodeId) -> Option<&str> {
    if dom.tag(n) == Tag::Meta {
        return dom.attr(n, Attr::Content);
    }
    let is_name = |&d: &NodeId| dom.tag(d) == Tag::Meta && dom.attr(d, Attr::Itemprop) == Some("name");
    dom.descendants(n).find(is_name).and_then(|d| dom.attr(d, Attr::Content))
}
