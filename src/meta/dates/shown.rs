//! Dates that the page shows: `<time>` and short lines by the page's heading.

use super::super::Found;
use super::super::authors::{is_byline, is_writer};
use super::super::words::{MOST, Words, heading_of, is_below_another, is_near, is_wide};
use super::dateline::is_alone;
use super::parse::{DAY, Order, Reading, order_in};
use crate::blocks::{BlockId, BlockKind, Blocks};
use crate::dom::{Attr, Dom, NodeId, Tag};
use crate::head::Head;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Match};
use std::ops::Range;
use std::sync::LazyLock;

/// What a date on the page is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// The publication.
    Publication,
    /// A change.
    Change,
}

/// The page as dates are looked for in it.
pub(super) struct Page<'a, 'd> {
    pub dom: &'d Dom,
    pub head: &'a Head<'d>,
    pub blocks: &'a Blocks,
    pub title: Option<&'a str>,
    pub reading: &'a Reading,
    /// Whether it looks like a list of entries.
    pub lists: bool,
}

/// Nodes after the page's heading in which a `<time>` is the page's own, and half as many before it.
const NEAR: u32 = 160;

/// From so many `<time>` on a page may be a list of others, each with a heading before it.
const LIST: usize = 3;

/// The `<time>` of the page: marked as publication, else by its heading, else the only one.
pub(super) fn in_time(page: &Page<'_, '_>, of: Of) -> Option<Found<String>> {
    let Page { dom, head, reading, .. } = *page;
    if head.times.is_empty() {
        return None;
    }
    let date = |n: NodeId| {
        let named = match dom.tag(n) {
            Tag::Abbr => dom.attr(n, Attr::Title),
            Tag::Span => dom.attr(n, Attr::Content),
            _ => None,
        };
        let value = dom.attr(n, Attr::Datetime).or(named);
        value.and_then(|v| reading.date_of(v)).or_else(|| reading.date_in(&dom.words_up_to(n, MOST)))
    };
    let heading = heading_of(dom, head, page.title);
    let own = |n: &NodeId| what_of(dom, *n, heading) == Some(of);
    let marked = |n: &&NodeId| dom.attr(**n, Attr::Itemprop) == Some("datePublished") && of == Of::Publication;
    let found = |value| Found { value, from: "time" };
    if let Some(value) = head.times.iter().find(marked).and_then(|&n| date(n)) {
        return Some(found(value));
    }
    let is_entry = |n: NodeId| {
        let headings = |h: NodeId| is_below_another(dom, h, n);
        head.times.len() >= LIST && heading.is_some_and(headings)
    };
    if of == Of::Publication && lists_dates(page) {
        return None;
    }
    let times = || head.times.iter().copied();
    let near = times().filter(|&n| is_near(n, heading, NEAR) && !is_entry(n)).filter(own).find_map(date);
    let only = || times().next().filter(|n| head.times.len() == 1 && own(n)).and_then(date);
    near.or_else(only).map(found)
}

/// What a `<time>` is of by its attributes and the words before it; `None` where it is of a part that is not the page's.
fn what_of(dom: &Dom, n: NodeId, heading: Option<NodeId>) -> Option<Of> {
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let own = named(dom, n);
    if is_named(dom, n, heading, &["updated", "modified", "revised", "changed"]) {
        return Some(Of::Change);
    }
    let (mut before, mut is_signed) = (String::new(), false);
    for d in (n.0.saturating_sub(6)..n.0).map(NodeId).filter(|&d| dom.tag(d) == Tag::Text) {
        let text = dom.text(d).trim();
        before.push_str(text);
        before.push(' ');
        is_signed |= is_byline(text);
    }
    let inside = dom.words_up_to(n, MOST);
    let said = format!("{before}{inside}").to_lowercase();
    let tail: Vec<&str> = said.split_whitespace().rev().take(14).collect();
    let tail = tail.into_iter().rev().collect::<Vec<_>>().join(" ");
    // of several words the last stand by the date, where it is not marked itself
    let last = labels(&tail).pop().filter(|_| !says(&own, &["publish"]));
    if last.as_ref().is_some_and(|label| label.said.changed && !label.said.published) {
        return Some(Of::Change);
    }
    let is_labelled = last.is_some_and(|label| label.said.published);
    let is_own = || place_of(dom, n, heading).is_own(is_labelled, is_signed);
    (!Said::of(&tail).other && is_own()).then_some(Of::Publication)
}

/// Whether classes of a date, or of what is close around it, hold any of the words, which tell of a change. What holds the
/// page's heading too says nothing of its date.
fn is_named(dom: &Dom, n: NodeId, heading: Option<NodeId>, words: &[&str]) -> bool {
    let holds_heading = |a: &NodeId| heading.is_some_and(|h| dom.holds(*a, h));
    let around = std::iter::once(n).chain(dom.ancestors(n).take(4)).take_while(|a| !holds_heading(a));
    let mut names = around.map(|around| named(dom, around));
    names.any(|name| words.iter().any(|word| tells(&name, word)) && !name.contains("publish"))
}

/// Whether a word is among names, but for its opposite: `unchanged`, `exchanged`, `unmodified`.
fn tells(names: &str, word: &str) -> bool {
    names.match_indices(word).any(|(at, _)| !["un", "ex"].iter().any(|other| names[..at].ends_with(other)))
}

/// Whether an element's own classes say that it holds a date, and no event's.
fn is_named_date(dom: &Dom, n: NodeId) -> bool {
    let name = named(dom, n);
    ["date", "publish", "posted"].iter().any(|word| name.contains(word)) && !name.contains("event")
}

/// The classes and the property of an element, in small letters.
fn named(dom: &Dom, n: NodeId) -> String {
    let value = |attr| dom.attr(n, attr).unwrap_or_default();
    format!("{} {}", value(Attr::Class), value(Attr::Itemprop)).to_ascii_lowercase()
}

/// Beginnings of the names of parts whose dates are not the page's, …
const ELSEWHERE: [&str; 9] =
    ["comment", "review", "related", "sidebar", "reply", "recommend", "recent", "popular", "trending"];

/// … and of those whose dates mostly are what they are about.
const EVENTS: [&str; 3] = ["upcoming", "event", "calendar"];

/// Elements around a date that are looked at.
const DEEP: usize = 12;

/// Whose part of the page a date stands in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// The page's.
    Own,
    /// The head of the site: the page's where words say that it is of the publication, or who wrote.
    Head,
    /// Of what stands beside the page's text, or of events: the page's where words say that it is of the publication.
    Beside,
    /// Another's.
    Elsewhere,
}

impl Place {
    /// Whether a date there is the page's, by the words beside it.
    fn is_own(self, is_labelled: bool, is_signed: bool) -> bool {
        match self {
            Place::Own => true,
            Place::Head => is_labelled || is_signed,
            Place::Beside => is_labelled,
            Place::Elsewhere => false,
        }
    }
}

/// What part of the page a node stands in: what holds the page's heading is the page's own, whatever it is called.
fn place_of(dom: &Dom, n: NodeId, heading: Option<NodeId>) -> Place {
    let holds_heading = |a: NodeId| heading.is_some_and(|h| dom.holds(a, h));
    let around = std::iter::once(n).chain(dom.ancestors(n).take(DEEP)).take_while(|&a| !holds_heading(a));
    let places = around.map(|a| {
        let by_tag = by_tag(dom, a);
        if by_tag == Place::Elsewhere || a == n { by_tag } else { by_tag.max(by_name(&named(dom, a))) }
    });
    places.max().unwrap_or(Place::Own)
}

fn by_tag(dom: &Dom, a: NodeId) -> Place {
    // an article has a head and a foot of its own
    let is_of_site = || !dom.ancestors(a).any(|a| matches!(dom.tag(a), Tag::Article | Tag::Main));
    match dom.tag(a) {
        Tag::Nav => Place::Elsewhere,
        Tag::Aside if is_apart(dom, a) => Place::Beside,
        Tag::Header if is_of_site() => Place::Head,
        Tag::Footer if is_of_site() => Place::Elsewhere,
        Tag::Li if names_another(dom, a) => Place::Elsewhere,
        _ => Place::Own,
    }
}

/// By names in small letters; `preview` is no review.
fn by_name(names: &str) -> Place {
    let begins = |word: &str, parts: &[&str]| parts.iter().any(|part| word.starts_with(part));
    let place = |word: &str| match word {
        _ if begins(word, &ELSEWHERE) => Place::Elsewhere,
        _ if begins(word, &EVENTS) => Place::Beside,
        _ => Place::Own,
    };
    names.split(|c: char| !c.is_ascii_alphanumeric()).map(place).max().unwrap_or(Place::Own)
}

/// Nodes up to which an aside may be the page's own byline.
const SMALL: u32 = 40;

/// Whether an aside is more than a line or two on the page.
fn is_apart(dom: &Dom, aside: NodeId) -> bool {
    let is_heading = |d: NodeId| matches!(dom.tag(d), Tag::H2 | Tag::H3 | Tag::H4);
    dom.end(aside).0 - aside.0 > SMALL || dom.descendants(aside).any(is_heading)
}

/// Letters of a link from which on it is the title of another page: dates have fewer.
const TITLE: usize = 20;

/// Whether an entry leads to another page by its title. Long names of writers and of what a page is filed under are none.
fn names_another(dom: &Dom, entry: NodeId) -> bool {
    let n_letters = |a| dom.words_up_to(a, MOST).chars().filter(|c| c.is_alphabetic()).count();
    let leads = |d: NodeId| dom.tag(d) == Tag::A && n_letters(d) >= TITLE && !is_filed(dom, d);
    dom.descendants(entry).any(leads)
}

/// Whether a link leads to all of a writer's pages, or to all that are filed alike, by its `rel` or its address.
fn is_filed(dom: &Dom, a: NodeId) -> bool {
    const NAMES: [&str; 8] = ["author", "authors", "category", "categories", "tag", "tags", "user", "users"];
    let is_known = |word: &str| NAMES.contains(&word);
    // `/category/rivers/how-the-weir-was-laid` is a page
    let before_last = |href: &str| href.trim_end_matches('/').rsplit('/').nth(1).is_some_and(is_known);
    dom.attr(a, Attr::Rel).is_some_and(|rel| rel.split(' ').any(is_known))
        || dom.attr(a, Attr::Href).is_some_and(before_last)
}

/// Blocks looked at on either side of the page's heading.
const AROUND: usize = 14;

/// Longest block that counts as a dateline, in characters, …
const DATELINE: usize = 120;

/// … and where no word says what its date is of.
const BARE: usize = 80;

/// Longest block that may say what the date in the next is of.
const LABEL: usize = 24;

/// The date in a short line by the page's heading: one that speaks of publication before one that says nothing, one
/// that speaks of a change only where that is asked for.
pub(super) fn in_line(page: &Page<'_, '_>, of: Of) -> Option<Found<String>> {
    let at = heading_block(page)?;
    let heading = page.blocks.rows.get(at).map(|block| block.node);
    let small = heading.filter(|_| of == Of::Publication).and_then(|h| in_small_print(page.dom, h, page.reading));
    in_range(page, of, at, at.saturating_sub(AROUND / 2)..(at + AROUND).min(page.blocks.len()), small)
}

/// The day of publication in a line that is nothing else, between the page's heading and the next, which a subtitle is not.
pub(super) fn under_heading(page: &Page<'_, '_>) -> Option<Found<String>> {
    let Page { dom, blocks, reading, .. } = *page;
    let at = heading_block(page)?;
    let heading = blocks.rows.get(at).map(|block| block.node)?;
    let is_own = |id: &BlockId| id.index() == at + 1 || !is_heading(blocks, *id);
    let below = blocks.ids().skip(at + 1).take(AROUND / 2).take_while(is_own);
    let is_date = |id: &BlockId| {
        let text = blocks.text_of(*id);
        text.len() <= DATELINE && !is_in_matter(dom, blocks.rows[id.index()].node, heading) && is_alone(text, reading)
    };
    let found = below.filter(is_date).find_map(|id| {
        let index = id.index();
        // the line before may say what the date is of
        let before = blocks.ids().nth(index - 1).filter(|_| index > at + 1).map(|id| blocks.text_of(id));
        let is_label = |text: &str| {
            let is_short = text.chars().count() <= LABEL || text.ends_with([':', '：']);
            is_short && !is_of_page(&text.to_lowercase()) && !is_writer(text)
        };
        let is_of_other = before.is_some_and(is_label);
        in_range(page, Of::Publication, at, index..index + 1, None).filter(|_| !is_of_other)
    });
    found.filter(|found| found.value.len() >= DAY)
}

/// Whether a block is of what a page is about: a table, terms, a list, a picture, a quotation, a heading, a link to another.
fn is_in_matter(dom: &Dom, n: NodeId, heading: NodeId) -> bool {
    let is_matter = |a: NodeId| {
        use Tag::*;
        let by_tag =
            matches!(dom.tag(a), Table | Dl | Figure | Figcaption | Blockquote | Li | H1 | H2 | H3 | H4 | H5 | H6);
        by_tag || dom.tag(a) == A
    };
    let around = std::iter::once(n).chain(dom.ancestors(n)).take_while(|&a| !dom.holds(a, heading));
    around.into_iter().any(is_matter)
        || dom
            .descendants(n)
            .any(|a| dom.tag(a) == Tag::A && dom.words_up_to(a, BARE).contains(|c: char| c.is_ascii_digit()))
}

/// The date in one of the blocks, or the one that is held already; `at` is the block of the page's heading.
fn in_range(
    page: &Page<'_, '_>,
    of: Of,
    at: usize,
    range: Range<usize>,
    held: Option<String>,
) -> Option<Found<String>> {
    let Page { dom, blocks, reading, .. } = *page;
    let heading = blocks.rows.get(at).map(|block| block.node);
    let mut best: Option<(bool, String)> = held.map(|date| (false, date));
    let mut label = String::new();
    // further headings, and dates below them: of such there are many where a page lists entries
    let (mut is_below, mut is_best_below, mut n_below) = (false, false, 0);
    for id in blocks.ids().skip(range.start).take(range.len()) {
        let text = blocks.text_of(id);
        let length = text.chars().count();
        let said = std::mem::take(&mut label);
        is_below |= id.index() > at && is_heading(blocks, id);
        if length > DATELINE || (is_heading(blocks, id) && length > BARE / 2) {
            continue;
        }
        let date = reading.date_in(text);
        if date.is_none() && length > LABEL {
            continue;
        }
        let lower = format!("{said}{}", text.to_lowercase());
        if date.is_none() {
            // "Published" may stand in a block of its own before the date
            if !labels(&lower).is_empty() {
                label = lower + " ";
            }
            continue;
        }
        let node = blocks.rows[id.index()].node;
        let place = place_of(dom, node, heading);
        let is_signed = place == Place::Head && is_byline(text);
        let is_called_changed = is_named(dom, node, heading, &["changed", "modified"]);
        for (Said { changed, published, other }, date) in dates_in(&lower, reading) {
            // blogs call their only date `updated`
            let changed = changed || !published && is_called_changed;
            let other = other || !place.is_own(published, is_signed);
            let is_asked = match of {
                Of::Publication => (!changed || published) && !other && (published || length <= BARE),
                Of::Change => changed,
            };
            let is_sure = of == Of::Change || published;
            n_below += usize::from(is_asked && is_below);
            // a month alone is as likely an event's as the page's
            let is_exact = date.len() >= 10 || is_sure || is_named_date(dom, node) && text.split(' ').count() <= 3;
            if is_asked && is_exact && best.as_ref().is_none_or(|(held, _)| is_sure && !held) {
                best = Some((is_sure, date));
                is_best_below = is_below;
            }
        }
    }
    best.filter(|(is_sure, _)| (!is_best_below || n_below < LIST) && (*is_sure || !lists_dates(page)))
        .map(|(_, value)| Found { value, from: "dateline" })
}

/// The day in a line of small print in the page's heading, alone or before who made it known: `<h1>Title<br><small>2 May 2022 •
/// Press</small></h1>`.
fn in_small_print(dom: &Dom, heading: NodeId, reading: &Reading) -> Option<String> {
    let small = dom.descendants(heading).find(|&d| dom.tag(d) == Tag::Small)?;
    let text = dom.words_up_to(small, BARE + 1);
    let date = text.split(['•', '·', '|']).next().filter(|_| text.len() <= BARE)?;
    let said = Said::of(&text.to_lowercase());
    let is_own = is_alone(date, reading) && !said.changed && !said.other;
    reading.date_in(&text).filter(|date| is_own && date.len() >= DAY)
}

/// Bytes behind the page's heading in which a list of entries has dated several, and of a line that holds hardly more than an
/// entry's date.
const ENTRIES: usize = 2000;
const DATE: usize = 40;

/// Whether a page that looks like a list of entries has lines with a date each right below its heading: none is the page's.
fn lists_dates(page: &Page<'_, '_>) -> bool {
    let Page { blocks, reading, .. } = *page;
    let Some(at) = page.lists.then(|| heading_block(page)).flatten() else { return false };
    let mut days: Vec<String> = Vec::new();
    let mut room = ENTRIES;
    for text in blocks.ids().skip(at + 1).map(|id| blocks.text_of(id)) {
        let day = if text.len() <= DATE { reading.date_in(text) } else { None };
        days.extend(day.filter(|day| !days.contains(day)));
        room = room.saturating_sub(text.len());
        if days.len() >= LIST || room == 0 {
            break;
        }
    }
    days.len() >= LIST
}

/// The dates of a line in small letters, each with what the words by it say: where there are several, those between the
/// date before and it, or those behind it in languages that end on the verb. Words that stand by no date say nothing of
/// another's.
fn dates_in(line: &str, reading: &Reading) -> Vec<(Said, String)> {
    let labels = labels(line);
    let ends = labels.iter().skip(1).map(|label| label.from).chain([line.len()]);
    let mut dates = vec![reading.date_in(&line[..labels.first().map_or(line.len(), |label| label.from)])];
    dates.extend(labels.iter().zip(ends).map(|(label, end)| reading.date_in(&line[label.from..end])));
    let is_same = |pair: &[Label]| pair[0].said.changed == pair[1].said.changed;
    if dates.iter().flatten().count() < 2 && labels.windows(2).all(is_same) {
        return reading.date_in(line).map(|date| (Said::of(line), date)).into_iter().collect();
    }
    let is_end = |label: &Label| !line[label.to..].contains(|c: char| c == ' ' || c.is_ascii_digit());
    let is_behind = dates[0].is_some() && labels.last().is_some_and(is_end);
    let own = labels.into_iter().map(|label| label.said);
    let said: Vec<Said> = if is_behind { own.collect() } else { std::iter::once(Said::default()).chain(own).collect() };
    let other = Said::of(line).other;
    said.into_iter().zip(dates).filter_map(|(said, date)| Some((Said { other, ..said }, date?))).collect()
}

fn is_heading(blocks: &Blocks, id: BlockId) -> bool {
    matches!(blocks.rows[id.index()].kind, BlockKind::Heading(_))
}

/// Share of the title's words in a heading that says it in other words, and bytes of the longest heading looked at.
const SAID: f32 = 0.5;
const LONGEST_HEADING: usize = 400;

/// The heading that says the title, else the first of level 1; on a page without one, the first that says most of the title.
fn heading_block(page: &Page<'_, '_>) -> Option<usize> {
    let blocks = page.blocks;
    let title = Words::of(page.title.unwrap_or_default());
    let headings = || blocks.ids().filter(|&id| is_heading(blocks, id));
    let says = |id: &BlockId| {
        let text = blocks.text_of(*id);
        text.len() <= LONGEST_HEADING && title.are_all_of(text)
    };
    let first = || headings().find(|id| blocks.rows[id.index()].kind == BlockKind::Heading(1));
    let says_most = |id: &BlockId| {
        let text = blocks.text_of(*id);
        text.len() <= LONGEST_HEADING && Words::of(text).share_of(&title) >= SAID
    };
    let found = headings().find(says).or_else(first).or_else(|| headings().filter(|_| title.len() > 2).find(says_most));
    found.map(BlockId::index)
}

/// The order of the numbers of dates that the page itself shows, by the first that can be read in one way only.
pub(super) fn order(blocks: &Blocks) -> Option<Order> {
    let text = blocks.text.as_str();
    let is_digit = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    let signs = memchr::memchr2_iter(b'/', b'-', text.as_bytes());
    let between = signs.filter(|&at| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)));
    between.take(SIGNS).find_map(|at| {
        let from = at.saturating_sub(3);
        let near = text.get(from..(at + 9).min(text.len()))?;
        order_in(near)
    })
}

/// Signs between digits that are looked at.
const SIGNS: usize = 400;

/// What the words around a date say that it is of.
#[derive(Default)]
struct Said {
    changed: bool,
    published: bool,
    other: bool,
}

/// Words that say of a change or of publication, and where they stand.
struct Label {
    from: usize,
    to: usize,
    said: Said,
}

/// Words that make one label of two: `Published and last updated`.
const JOINS: [&str; 8] = ["and", "und", "et", "y", "e", "en", "och", "og"];

/// The labels in a text of small letters, in order.
fn labels(text: &str) -> Vec<Label> {
    let is_label = |found: &Match| found.pattern().as_usize() < CHANGED.len() + PUBLISHED.len();
    let mut found: Vec<Match> =
        SAYING.iter().flat_map(|words| words.find_overlapping_iter(text)).filter(is_label).collect();
    found.sort_unstable_by_key(|found| (found.start(), found.end()));
    let mut labels: Vec<Label> = Vec::new();
    for found in found {
        let is_change = found.pattern().as_usize() < CHANGED.len();
        let said = Said { changed: is_change, published: !is_change, other: false };
        match labels.last_mut().filter(|last| text.get(last.to..found.start()).is_none_or(is_join)) {
            Some(last) => {
                last.to = last.to.max(found.end());
                last.said.changed |= said.changed;
                last.said.published |= said.published;
            }
            None => labels.push(Label { from: found.start(), to: found.end(), said }),
        }
    }
    labels
}

/// Whether what stands between two words makes one label of them; the first may be a stem.
fn is_join(between: &str) -> bool {
    let rest = between.trim_start_matches(|c: char| c.is_alphabetic() && !is_wide(c));
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.next().is_none_or(|word| JOINS.contains(&word) && words.count() < 2)
}

/// The words as an automaton of the kind that is built soonest: few texts are searched.
static SAYING: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = CHANGED.iter().chain(PUBLISHED).chain(OTHERS);
    AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(words).ok()
});

/// Whether a text in small letters says that what stands by it is of the page: of its publication or its change.
pub(super) fn is_of_page(text: &str) -> bool {
    !labels(text).is_empty()
}

impl Said {
    /// Of a text in small letters.
    fn of(text: &str) -> Said {
        let mut said = Said::default();
        for found in SAYING.iter().flat_map(|words| words.find_overlapping_iter(text)) {
            match found.pattern().as_usize() {
                k if k < CHANGED.len() => said.changed = true,
                k if k < CHANGED.len() + PUBLISHED.len() => said.published = true,
                _ => said.other = true,
            }
        }
        // behind other words it is the press's
        said.other |= text.starts_with("release:");
        said
    }
}

/// Words that say that a date is of a change.
const CHANGED: &[&str] = &[
    "updated",
    "last update",
    "modified",
    "revised",
    "last reviewed",
    "edited",
    "aktualisiert",
    "letzte änderung",
    "geändert",
    "stand:",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "actualización",
    "aggiornato",
    "aggiornamento",
    "atualizado",
    "atualização",
    "bijgewerkt",
    "gewijzigd",
    "opdateret",
    "oppdatert",
    "uppdaterad",
    "ändrad",
    "endret",
    "päivitetty",
    "zaktualizowano",
    "aktualizacj",
    "aktualizace",
    "aktualizováno",
    "frissítve",
    "actualizat",
    "güncelle",
    "обновлен",
    "обновлён",
    "изменен",
    "изменён",
    "оновлено",
    "ενημερώθηκε",
    "更新",
    "수정",
    "تحديث",
    "עודכן",
];

/// Words that say that a date is of publication.
const PUBLISHED: &[&str] = &[
    "publi",
    "posted",
    "written",
    "veröffentlicht",
    "erstellt",
    "erschienen",
    "pubbl",
    "gepubliceerd",
    "geplaatst",
    "opublikowano",
    "publikováno",
    "julkaistu",
    "megjelent",
    "yayın",
    "опубликован",
    "опубліковано",
    "δημοσ",
    "发布",
    "發佈",
    "発表",
    "公開",
    "投稿",
    "게시",
    "등록",
    "입력",
    "نشر",
    "פורסם",
];

/// Words that say that a date is of something else.
const OTHERS: &[&str] = &[
    "released",
    "release date",
    "deadline",
    "register",
    "joined",
    "last post",
    "expires",
    "starts",
    "ends",
    "born",
    "copyright",
    "©",
    "advertisement",
    "valid until",
    "today is",
    "today's date",
    "heute ist",
    "nous sommes le",
    "hoy es",
    "oggi è",
    "hoje é",
    "vandaag is",
    "dzisiaj jest",
    "сегодня",
    "今日は",
    "今天是",
    "오늘은",
    "gültig bis",
    "event",
    "mitglied seit",
    "registriert",
    "inscrit",
    "dołączył",
    "регистрация",
];
