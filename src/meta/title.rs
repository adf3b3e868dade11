//! The title, without the site's name: every `h1`, every title of the head and every part of these stands as a
//! candidate, and the one that most speaks for is taken.

use super::Found;
use super::linked_data::LinkedData;
use super::site::Site;
use super::tags::Tags;
use super::words::{MOST, MOST_HEADINGS, Words, joined};
use crate::blocks::html::{is_block_by_style, parts_lines};
use crate::blocks::unseen::tidied;
use crate::blocks::{BlockKind, Blocks};
use crate::dom::{Attr, Dom, NodeId, Tag, unescaped};
use crate::head::Head;
use crate::score::PageType;
use crate::sections::without_permalink;

/// Longest title, in characters.
const MAX_TITLE: usize = 300;

/// Headings looked at.
const MAX_HEADINGS: usize = 6;

/// Separators of a title at which it is cut: one with more is a list of search words.
const MOST_CUTS: usize = 24;

/// What speaks for a candidate and what against it. The weights are those of a conditional logit over the candidates of
/// 1,500 labelled pages. Of pages whose domain was left out when it was fitted 84.1 % come out right, 82.1 % without what
/// the page's type, its JSON-LD and all of its address say; of those it was fitted on 84.6 %. Types were taken to be wrong
/// one time in eight, as they are on pages that the model did not see. Then three of the weights were moved to where the
/// 504 pages of two other collections come out best as well: those fitted alone had lost 2 % of them.
mod weight {
    /// It is an `h1`, …
    pub(super) const HEADING: f32 = 0.27;
    /// … of a page that says it is an article, …
    pub(super) const HEADING_OF_ARTICLE: f32 = 0.84;
    /// … its first, …
    pub(super) const FIRST: f32 = 0.91;
    /// … its first, where the page is a firm's: there it is a call to buy, …
    pub(super) const FIRST_OF_SERVICE: f32 = -0.85;
    /// … or one of more than three.
    pub(super) const ONE_OF_MANY: f32 = -1.07;
    /// Share of an `h1`'s words that the head says as well.
    pub(super) const SHARED: f32 = 0.96;
    /// That share is below a third.
    pub(super) const STRANGE: f32 = -1.07;
    /// An `h1` that ends `<title>` after a separator: where the site's name stands.
    pub(super) const LAST_PART: f32 = -1.55;
    /// First part of `<title>`.
    pub(super) const FIRST_PART: f32 = 0.76;
    /// All of a `<title>` that has no separators, or that an `h1` says as well.
    pub(super) const WHOLE: f32 = 0.4;
    /// … of a page of a firm.
    pub(super) const WHOLE_OF_SERVICE: f32 = 1.16;
    /// What is cut off `<title>` behind it is the site's name.
    pub(super) const SITE_CUT: f32 = 0.33;
    /// One of these three, where the page says that it is an article: titles of articles are written twice, for readers and
    /// for search engines.
    pub(super) const TITLE_OF_ARTICLE: f32 = -0.16;
    /// `og:title`.
    pub(super) const CARD: f32 = 1.13;
    /// `og:title` of a page whose JSON-LD has a title too.
    pub(super) const CARD_BESIDE_LINKED: f32 = -0.66;
    /// First part of `og:title`, or all but the last.
    pub(super) const CARD_PART: f32 = 0.83;
    /// It holds a separator.
    pub(super) const SEPARATOR: f32 = -0.92;
    /// It holds one, on a page that lists entries.
    pub(super) const SEPARATOR_OF_LISTING: f32 = -1.78;
    /// It is the site's name.
    pub(super) const SITE: f32 = -0.16;
    /// It is a single word.
    pub(super) const ONE_WORD: f32 = -1.33;
    /// An `h1` holds it and more.
    pub(super) const IN_HEADING: f32 = 0.94;
    /// The same on a forum, where labels stand before a thread's name.
    pub(super) const IN_HEADING_OF_FORUM: f32 = 1.42;
    /// Share of its words that stand in the page's address.
    pub(super) const IN_ADDRESS: f32 = 1.44;
    /// Share of the words of the last part of the page's address that it holds.
    pub(super) const ADDRESS: f32 = 0.78;
    /// For each of its words, up to [`super::LONG`]: names of sections are shorter than titles.
    pub(super) const WORD: f32 = 1.63 / super::LONG;
}

/// Words from which on a title is long.
const LONG: f32 = 12.0;

struct Candidate {
    text: String,
    words: Words,
    from: &'static str,
    weight: f32,
}

/// The title of a page with markup.
pub(super) fn of_page(
    dom: &Dom,
    head: &Head<'_>,
    tags: &Tags,
    linked: &LinkedData,
    site: &Site,
    page_type: Option<PageType>,
) -> Option<Found<String>> {
    let headings = headings(dom, head);
    let title = head.title.as_deref().map(clean).unwrap_or_default();
    let card = tags.first(&["og:title"]).map(|f| clean(&f.value)).filter(|t| t.len() <= 2 * MOST).unwrap_or_default();
    let mut all = Candidates::default();
    for heading in &headings {
        all.add(heading, "h1");
    }
    all.add(&card, "og:title");
    all.add(&title, "title");
    for (text, from) in [(&title, "title"), (&card, "og:title")] {
        parts(text).for_each(|part| all.add(part, from));
        for cut in cuts(text) {
            all.add(&text[..cut.start], from);
            all.add(&text[cut.end..], from);
        }
    }
    for other in ["parsely-title", "twitter:title", "title"] {
        tags.first(&[other]).iter().for_each(|found| all.add(&clean(&found.value), found.from));
    }
    linked.text("title").iter().for_each(|found| all.add(&clean(&found.value), found.from));
    let page = PageIs {
        article: linked.has_article || super::says_article(tags),
        titled: linked.text("title").is_some(),
        page_type,
    };
    let said = Said::new(&title, &card, &headings, site, page);
    let mut best: Option<&Candidate> = None;
    for candidate in &mut all.list {
        candidate.weight = said.weigh(candidate, site);
    }
    for candidate in all.list.iter().filter(|candidate| !all.has_rest_of(&candidate.text)) {
        if best.is_none_or(|held| candidate.weight > held.weight) {
            best = Some(candidate);
        }
    }
    best.map(|c| Found { value: c.text.clone(), from: c.from })
}

/// The title of a page without markup: its first heading, where it stands first.
pub(super) fn of_text(blocks: &Blocks) -> Option<Found<String>> {
    let first = blocks.ids().next()?;
    let is_heading = matches!(blocks.rows.first()?.kind, BlockKind::Heading(_));
    is_heading.then(|| Found { value: blocks.text_of(first).to_owned(), from: "first-line" })
}

#[derive(Default)]
struct Candidates {
    list: Vec<Candidate>,
}

impl Candidates {
    fn add(&mut self, text: &str, from: &'static str) {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MAX_TITLE {
            return;
        }
        let words = Words::of(text);
        if !words.is_empty() && self.list.iter().all(|held| held.words != words) {
            self.list.push(Candidate { text: text.to_owned(), words, from, weight: 0.0 });
        }
    }

    /// Whether a title is cut off, and another has the rest of it.
    fn has_rest_of(&self, text: &str) -> bool {
        let Some(stem) = text.strip_suffix('…').or_else(|| text.strip_suffix("...")) else { return false };
        let goes_on = |held: &str| held.starts_with(stem.trim_end()) && !held.starts_with(text);
        self.list.iter().any(|held| held.text.len() > text.len() && goes_on(&held.text))
    }
}

/// What kind of page it is.
#[derive(Clone, Copy)]
struct PageIs {
    /// It says that it is an article.
    article: bool,
    /// Its JSON-LD has a title.
    titled: bool,
    /// What it looks like.
    page_type: Option<PageType>,
}

impl PageIs {
    fn a(self, page_type: PageType) -> bool {
        self.page_type == Some(page_type)
    }
}

/// What the page says, cut into words.
struct Said {
    headings: Vec<Words>,
    title: Words,
    card: Words,
    both: Words,
    /// The end of `<title>` where the page's own title stands, and the other.
    first_part: Words,
    last_part: Words,
    /// Beginnings of `<title>` behind which the site's name follows.
    before_site: Vec<Words>,
    card_parts: Vec<Words>,
    /// `<title>` and card say no more than the site's name, so that no heading can share words with them.
    head_is_site: bool,
    /// The card says no more than the site's name, and `<title>` none of it.
    card_is_site: bool,
    /// An `h1` says all of the card: its separators part nothing.
    card_is_whole: bool,
    has_parts: bool,
    page: PageIs,
}

impl Said {
    fn new(title: &str, card: &str, headings: &[String], site: &Site, page: PageIs) -> Said {
        let cuts_of_title: Vec<_> = cuts(title).collect();
        let of = |part: Option<&str>| part.filter(|_| !cuts_of_title.is_empty()).map(Words::of).unwrap_or_default();
        let mut ends = (parts(title).next(), parts(title).last());
        // a title that begins with the site ends with the page
        if !site.is_home && ends.0.is_some_and(|first| site.is_named(first)) {
            ends = (ends.1, ends.0);
        }
        let mut card_parts = Vec::new();
        if let (Some(first), Some(last)) = (cuts(card).next(), cuts(card).last()) {
            card_parts = vec![Words::of(&card[..first.start]), Words::of(&card[..last.start])];
        }
        let card_words = Words::of(card);
        // threads have a label before their name, goods their size behind it
        let has_labels = page.a(PageType::Forum) || page.a(PageType::Product);
        let card_is_whole = !has_labels && headings.iter().any(|h| Words::of(h) == card_words);
        let is_site_behind = |cut: &&std::ops::Range<usize>| site.is_named(&title[cut.end..]);
        Said {
            headings: headings.iter().map(|h| Words::of(h)).collect(),
            title: Words::of(title),
            card: Words::of(card),
            both: Words::of(&format!("{title} {card}")),
            first_part: of(ends.0),
            last_part: of(ends.1),
            before_site: cuts_of_title.iter().filter(is_site_behind).map(|c| Words::of(&title[..c.start])).collect(),
            card_parts,
            head_is_site: !site.is_home && site.is_named(title) && (card.is_empty() || site.is_named(card)),
            card_is_site: site.is_named(card) && !title.is_empty() && !Words::of(title).holds(&Words::of(card)),
            card_is_whole,
            has_parts: !cuts_of_title.is_empty(),
            page,
        }
    }

    fn weigh(&self, candidate: &Candidate, site: &Site) -> f32 {
        let words = &candidate.words;
        let mut sum = 0.0;
        let mut says = |is: bool, weight: f32| sum += if is { weight } else { 0.0 };
        let is_first = *words == self.first_part;
        says(is_first, weight::FIRST_PART);
        // a heading that says all of `<title>` says that its separators part nothing
        let is_whole = *words == self.title && (!self.has_parts || self.headings.contains(words));
        says(is_whole, weight::WHOLE);
        says(is_whole && self.page.a(PageType::Service), weight::WHOLE_OF_SERVICE);
        let is_cut = self.before_site.contains(words);
        says(is_cut, weight::SITE_CUT);
        says(self.page.article && (is_first || is_whole || is_cut), weight::TITLE_OF_ARTICLE);
        // some pages have the site's name on every card
        let is_card = *words == self.card && !self.card_is_site;
        says(is_card, weight::CARD);
        says(is_card && self.page.titled, weight::CARD_BESIDE_LINKED);
        says(self.card_parts.contains(words), weight::CARD_PART);
        let is_all_but_site = is_cut && self.headings.contains(words);
        let is_own = is_whole || is_all_but_site || is_card && self.card_is_whole;
        let is_parted = !is_own && cuts(&candidate.text).next().is_some();
        says(is_parted, weight::SEPARATOR);
        says(is_parted && self.page.a(PageType::Listing), weight::SEPARATOR_OF_LISTING);
        says(site.is_named(&candidate.text), weight::SITE);
        says(words.is_one() && !self.head_is_site, weight::ONE_WORD);
        let is_within = self.headings.iter().any(|h| h != words && h.holds(words));
        says(is_within, weight::IN_HEADING);
        says(is_within && self.page.a(PageType::Forum), weight::IN_HEADING_OF_FORUM);
        sum += weight::ADDRESS * site.share_of_address(words) + weight::IN_ADDRESS * site.share_in_address(words);
        sum += self.as_heading(words);
        sum += weight::WORD * (words.len() as f32).min(LONG);
        sum
    }

    /// What speaks for a candidate that is an `h1`.
    fn as_heading(&self, words: &Words) -> f32 {
        let Some(at) = self.headings.iter().position(|heading| heading == words) else { return 0.0 };
        let shared = self.both.share_of(words);
        let mut sum = weight::HEADING + weight::SHARED * shared;
        let mut says = |is: bool, weight: f32| sum += if is { weight } else { 0.0 };
        says(self.page.article, weight::HEADING_OF_ARTICLE);
        says(self.headings.len() > 3, weight::ONE_OF_MANY);
        says(at == 0, weight::FIRST);
        says(at == 0 && self.page.a(PageType::Service), weight::FIRST_OF_SERVICE);
        says(shared < 0.34 && !self.head_is_site, weight::STRANGE);
        says(*words == self.last_part && self.last_part != self.first_part, weight::LAST_PART);
        sum
    }
}

/// The texts of the page's `h1`, each once, without the site's own (an `h1` that leads to the site's first page).
fn headings(dom: &Dom, head: &Head<'_>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for &n in head.headings.iter().take(MOST_HEADINGS) {
        let hidden = dom.attr(n, Attr::AriaHidden) == Some("true");
        if hidden || leads_home(dom, n) {
            continue;
        }
        // permalink signs at a heading's end are no part of it
        let text = clean(without_permalink(&shown(dom, n)));
        if !text.is_empty() && text.chars().count() <= MAX_TITLE && !out.contains(&text) {
            out.push(text);
        }
        if out.len() == MAX_HEADINGS {
            break;
        }
    }
    out
}

/// Whether all of a heading is a link to the site's first page.
fn leads_home(dom: &Dom, n: NodeId) -> bool {
    let inside = dom.first(n, Tag::A).filter(|&a| joined(dom, a) == joined(dom, n));
    let link = inside.or_else(|| dom.parent(n).filter(|&p| dom.tag(p) == Tag::A));
    let href = link.and_then(|a| dom.attr(a, Attr::Href)).unwrap_or_default().trim();
    let path = href.split_once("://").map_or(href, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    !href.is_empty() && matches!(path, "/" | "./" | "../" | "/index.html" | "/index.php")
}

/// The words of an element that a reader sees.
fn shown(dom: &Dom, n: NodeId) -> String {
    let mut out = String::new();
    let mut at = NodeId(n.0 + 1);
    let last = dom.end(n).min(NodeId(n.0 + MOST as u32));
    // where the lines end that are open, the innermost last
    let mut ends: Vec<NodeId> = Vec::new();
    while at < last && out.len() <= 8 * MOST {
        while ends.pop_if(|end| at >= *end).is_some() {
            out.push(' ');
        }
        match dom.tag(at) {
            Tag::Script | Tag::Style | Tag::Noscript | Tag::Template | Tag::Svg | Tag::Button => {
                at = dom.end(at);
                continue;
            }
            Tag::Text => out.push_str(dom.text(at)),
            _ if parts_lines(dom, at) || is_block_by_style(dom, at) => {
                out.push(' ');
                ends.push(dom.end(at));
            }
            _ => {}
        }
        at = NodeId(at.0 + 1);
    }
    out
}

/// White space collapsed, references that were escaped once more decoded, what no reader sees taken out.
fn clean(text: &str) -> String {
    tidied(&unescaped(text))
}

/// Where a title is cut: `|`, and other signs between spaces; `_` where the words have none.
fn cuts(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    const BETWEEN_SPACES: [&str; 14] = ["|", "-", "–", "—", "·", "•", "»", "/", "‹", "«", ">", "<", "::", "//"];
    let is_wide = text.chars().any(super::words::is_wide);
    let alone = move |c: char| matches!(c, '|' | '｜') || (is_wide && matches!(c, '_' | '－'));
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(from..)?;
            let at = from + rest.find(|c: char| c == ' ' || alone(c))?;
            let sign_from = at + text[at..].len() - text[at..].trim_start_matches(' ').len();
            let tail = &text[sign_from..];
            let length = if tail.starts_with(alone) {
                tail.chars().next().map_or(1, char::len_utf8)
            } else {
                let word = tail.split(' ').next().unwrap_or_default();
                if sign_from > at && BETWEEN_SPACES.contains(&word) && tail.len() > word.len() { word.len() } else { 0 }
            };
            if length == 0 {
                from = sign_from.max(at + 1);
                continue;
            }
            let after = &text[sign_from + length..];
            let end = sign_from + length + after.len() - after.trim_start_matches(' ').len();
            from = end;
            // signs at the ends part nothing, nor does a dash between years
            let is_range = tail.starts_with(['-', '–']) && ends_at_years(&text[..at], &text[end..]);
            if at > 0 && end < text.len() && !is_range {
                return Some(at..end);
            }
        }
    })
    .take(MOST_CUTS)
}

/// Whether a dash stands between two years, of which the second may be short: names of sites begin with numbers too.
fn ends_at_years(before: &str, behind: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit();
    let (word, rest) = (before.trim_end_matches(digits), behind.trim_start_matches(digits));
    let first = &before[word.len()..];
    let second = &behind[..behind.len() - rest.len()];
    let is_apart = !word.ends_with(char::is_alphanumeric) && !rest.starts_with(char::is_alphanumeric);
    let follows = match second.len() {
        4 => second > first,
        2 => !rest.starts_with(' '),
        _ => false,
    };
    first.len() == 4 && is_apart && follows
}

/// The first or last part of `<title>` that is the site's name by its host or publisher, and not the page's title.
pub(super) fn site_part(head: &Head<'_>, chosen: Option<&str>, site: &Site) -> Option<Found<String>> {
    let title = head.title.as_deref().map(clean)?;
    let (first, last) = (parts(&title).next()?.trim(), parts(&title).last()?.trim());
    let mut ends = [last, first].into_iter().filter(|_| first != last);
    let named = ends.find(|part| Some(*part) != chosen && site.is_named(part))?;
    Some(Found { value: named.to_owned(), from: "title" })
}

/// The last part of `<title>`, where that is not the page's title.
pub(super) fn site_end(head: &Head<'_>, chosen: Option<&str>) -> Option<String> {
    let title = head.title.as_deref().map(clean)?;
    let (first, last) = (parts(&title).next()?.trim(), parts(&title).last()?.trim());
    (first != last && Some(last) != chosen).then(|| last.to_owned())
}

/// The parts between the cuts.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let mut cuts = cuts(text);
    let mut is_done = false;
    std::iter::from_fn(move || {
        if is_done {
            return None;
        }
        let cut = cuts.next();
        is_done = cut.is_none();
        let to = cut.as_ref().map_or(text.len(), |c| c.start);
        let part = text.get(from..to);
        from = cut.map_or(text.len(), |c| c.end);
        part
    })
}
