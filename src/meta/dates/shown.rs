//! Dates that the page shows: `<time>` and short lines by the page's heading.

use super::super::Found;
use super::super::words::{MOST, Words, heading_of, is_below_another};
use super::parse::{Order, Reading, order_in};
use crate::blocks::{BlockId, BlockKind, Blocks};
use crate::dom::{Attr, Dom, NodeId, Tag};
use crate::head::Head;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
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
}

/// Nodes after the page's heading in which a `<time>` is the page's own, and half as many before it.
const NEAR: u32 = 160;

/// From so many `<time>` on a page may be a list of others, each with a heading before it.
const LIST: usize = 3;

/// The `<time>` of the page: marked as publication, else by its heading, else the only one.
pub(super) fn in_time(page: &Page<'_, '_>, of: Of) -> Option<Found<String>> {
    let Page { dom, head, reading, .. } = *page;
    let date = |n: NodeId| {
        let value =
            dom.attr(n, Attr::Datetime).or_else(|| dom.attr(n, Attr::Title).filter(|_| dom.tag(n) == Tag::Abbr));
        value.and_then(|v| reading.date_of(v)).or_else(|| reading.date_in(&dom.words_up_to(n, MOST)))
    };
    let own = |n: &NodeId| what_of(dom, *n) == Some(of);
    let marked = |n: &&NodeId| dom.attr(**n, Attr::Itemprop) == Some("datePublished") && of == Of::Publication;
    let found = |value| Found { value, from: "time" };
    if let Some(value) = head.times.iter().find(marked).and_then(|&n| date(n)) {
        return Some(found(value));
    }
    let heading = heading_of(dom, head, page.title);
    let is_near = |n: NodeId| heading.is_some_and(|h| if n > h { n.0 - h.0 <= NEAR } else { (h.0 - n.0) * 2 <= NEAR });
    let is_entry = |n: NodeId| {
        let headings = |h: NodeId| is_below_another(dom, h, n);
        head.times.len() >= LIST && heading.is_some_and(headings)
    };
    let times = || head.times.iter().copied();
    let near = times().filter(|&n| is_near(n) && !is_entry(n)).filter(own).find_map(date);
    let only = || times().next().filter(|n| head.times.len() == 1 && own(n)).and_then(date);
    near.or_else(only).map(found)
}

/// What a `<time>` is of by its attributes and the words before it; `None` where it is of a part that is not the page's.
fn what_of(dom: &Dom, n: NodeId) -> Option<Of> {
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let named = |n: NodeId| {
        let value = |attr| dom.attr(n, attr).unwrap_or_default();
        format!("{} {}", value(Attr::Class), value(Attr::Itemprop)).to_ascii_lowercase()
    };
    let own = named(n);
    if says(&own, &["updated", "modified"]) && !says(&own, &["publish"]) {
        return Some(Of::Change);
    }
    for around in dom.ancestors(n).take(4) {
        let class = named(around);
        let begins =
            |word: &str| ["comment", "review", "related", "sidebar", "reply"].iter().any(|w| word.starts_with(w));
        // `preview` is no review
        if class.split(|c: char| !c.is_ascii_alphanumeric()).any(begins) {
            return None;
        }
        if says(&class, &["updated", "modified", "revised"]) && !says(&class, &["publish"]) {
            return Some(Of::Change);
        }
    }
    let mut before = String::new();
    for d in (n.0.saturating_sub(6)..n.0).map(NodeId).filter(|&d| dom.tag(d) == Tag::Text) {
        before.push_str(dom.text(d).trim());
        before.push(' ');
    }
    let inside = dom.words_up_to(n, MOST);
    let said = format!("{before}{inside}").to_lowercase();
    let tail: Vec<&str> = said.split_whitespace().rev().take(14).collect();
    let tail = tail.into_iter().rev().collect::<Vec<_>>().join(" ");
    let said = Said::of(&tail);
    if said.changed && !said.published {
        return Some(Of::Change);
    }
    if said.other { None } else { Some(Of::Publication) }
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
    let Page { blocks, reading, .. } = *page;
    let at = heading_block(page)?;
    let range = at.saturating_sub(AROUND / 2)..(at + AROUND).min(blocks.len());
    let mut best: Option<(bool, String)> = None;
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
        let Said { changed, published, other } = Said::of(&lower);
        let Some(date) = date else {
            // "Published" may stand in a block of its own before the date
            if changed || published {
                label = lower + " ";
            }
            continue;
        };
        let is_asked = match of {
            Of::Publication => (!changed || published) && !other && (published || length <= BARE),
            Of::Change => changed,
        };
        // a month alone is as likely an event's as the page's
        let is_sure = of == Of::Change || published;
        n_below += usize::from(is_asked && is_below);
        if is_asked && date.len() >= 10 && best.as_ref().is_none_or(|(held, _)| is_sure && !held) {
            best = Some((is_sure, date));
            is_best_below = is_below;
        }
    }
    best.filter(|_| !is_best_below || n_below < LIST).map(|(_, value)| Found { value, from: "dateline" })
}

fn is_heading(blocks: &Blocks, id: BlockId) -> bool {
    matches!(blocks.rows[id.index()].kind, BlockKind::Heading(_))
}

/// The heading that says the title, else the first of level 1.
fn heading_block(page: &Page<'_, '_>) -> Option<usize> {
    let blocks = page.blocks;
    let title = Words::of(page.title.unwrap_or_default());
    let headings = || blocks.ids().filter(|&id| is_heading(blocks, id));
    let says = |id: &BlockId| {
        let text = blocks.text_of(*id);
        text.len() <= 400 && title.are_all_of(text)
    };
    let first = || headings().find(|id| blocks.rows[id.index()].kind == BlockKind::Heading(1));
    headings().find(says).or_else(first).map(BlockId::index)
}

/// The order of the numbers of dates that the page itself shows, by the first that can be read in one way only.
pub(super) fn order(blocks: &Blocks) -> Option<Order> {
    let text = blocks.text.as_str();
    memchr::memchr_iter(b'/', text.as_bytes()).take(SLASHES).find_map(|at| {
        let from = at.saturating_sub(3);
        let near = text.get(from..(at + 9).min(text.len()))?;
        order_in(near)
    })
}

/// Slashes looked at.
const SLASHES: usize = 400;

/// What the words around a date say that it is of.
#[derive(Default)]
struct Said {
    changed: bool,
    published: bool,
    other: bool,
}

/// The words as an automaton of the kind that is built soonest: few texts are searched.
static SAYING: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = CHANGED.iter().chain(PUBLISHED).chain(OTHERS);
    AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(words).ok()
});

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
    "bijgewerkt",
    "opdateret",
    "oppdatert",
    "uppdaterad",
    "päivitetty",
    "zaktualizowano",
    "aktualizace",
    "aktualizováno",
    "frissítve",
    "actualizat",
    "güncelleme",
    "обновлен",
    "обновлён",
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
    "gültig bis",
    "event",
    "mitglied seit",
    "registriert",
    "inscrit",
    "dołączył",
    "регистрация",
];
