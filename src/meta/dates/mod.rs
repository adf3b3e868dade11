//! Dates of publication and change, as precise as the page says, in ISO 8601.

mod clock;
mod dateline;
mod instant;
mod parse;
mod shown;

use super::linked_data::LinkedData;
use super::tags::Tags;
use super::{Found, Meta};
use crate::blocks::Blocks;
use crate::dom::Dom;
use crate::head::Head;
use crate::score::PageType;
use crate::sections::Section;
use parse::Reading;
use shown::Of;

/// `<meta>` that name the day of publication, the surest first.
const PUBLISHED: [&str; 25] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "publish-date",
    "publishdate",
    "published-date",
    "publication_date",
    "published",
    "publish_date",
    "og:pubdate",
    "pubdate",
    "bt:pubdate",
    "rnews:datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
];

/// `<meta>` that name the day of the last change.
const MODIFIED: [&str; 12] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "last-updated",
    "modified-time",
    "modified_date",
    "updated_at",
    "updated",
];

/// The page as dates are looked for in it.
pub(super) struct Page<'a, 'd> {
    pub dom: &'d Dom,
    pub head: &'a Head<'d>,
    pub blocks: &'a Blocks,
    pub tags: &'a Tags,
    pub linked: &'a LinkedData,
    pub title: Option<&'a str>,
    pub language: Option<&'a str>,
    /// The page's own address.
    pub url: Option<&'a str>,
    pub has_author: bool,
    pub page_type: Option<PageType>,
}

/// When the page was published, and when it was last changed.
pub(super) fn of_page(page: &Page<'_, '_>) -> (Option<Found<String>>, Option<Found<String>>) {
    let mut reading = Reading::of_language(page.language);
    reading.order = shown::order(page.blocks).unwrap_or(reading.order);
    let Page { dom, head, blocks, title, .. } = *page;
    let lists =
        matches!(page.page_type, Some(PageType::Listing | PageType::Collection)) && !super::says_article(page.tags);
    let shown = shown::Page { dom, head, blocks, title, reading: &reading, lists };
    let published = published(page, &shown);
    let modified = modified(page, &shown, published.as_ref().map(|found| found.value.as_str()));
    (published, modified)
}

/// Reads the dates of posts that are spelled as the page pleases; those that cannot be read go.
pub fn of_posts(sections: &mut [Section], blocks: &Blocks, language: Option<&str>) {
    let is_spelled = |date: &&str| parse::iso(date).is_none();
    let mut spelled = sections.iter().filter_map(|section| section.published.as_deref()).filter(is_spelled).peekable();
    if spelled.peek().is_none() {
        return;
    }
    let order = spelled.find_map(parse::order_in).or_else(|| shown::order(blocks));
    let mut reading = Reading::of_language(language);
    reading.order = order.unwrap_or(reading.order);
    for section in sections {
        section.published = section.published.take().and_then(|date| reading.date_of(&date));
    }
}

/// A thread that says nothing else of its date was published with its first post, and so was one of which the page shows but a
/// later date: of an answer, a change, or today.
pub fn of_thread(meta: &mut Meta, sections: &[Section], page_type: Option<PageType>) {
    if page_type != Some(PageType::Forum) {
        return;
    }
    let first = sections.iter().find(|section| section.author.is_some() || section.published.is_some());
    let Some(first) = first.filter(|section| !section.comment).and_then(|section| section.published.as_deref()) else {
        return;
    };
    let is_later =
        |said: &Found<String>| matches!(said.from, "time" | "dateline") && instant::is_before(first, &said.value);
    if meta.published.as_ref().is_none_or(is_later) {
        meta.published = Some(Found { value: first.to_owned(), from: "post" });
    }
}

/// Metadata, then `<time>` marked as publication or standing by the heading, then a dateline.
fn published(page: &Page<'_, '_>, shown: &shown::Page<'_, '_>) -> Option<Found<String>> {
    let Page { linked, tags, .. } = *page;
    let dated = dated_address(page.url);
    // shops and firms date their pages too, for search engines alone: of the pages of wcxb-dev and trafilatura-dev
    // whose JSON-LD dates no more than a "web page", those with an author or a dated address are right 5 times in 6, the
    // others once in 3
    let is_article = page.has_author || dated.is_some() || tags.first(&["article:published_time"]).is_some();
    let of_page = linked.text("page published").filter(|_| is_article && super::says_article(tags));
    let said = linked.text("published").or(of_page).into_iter();
    let said = said.chain(PUBLISHED.iter().filter_map(|name| tags.first(&[name])));
    let shop = linked.is_product && !linked.has_article;
    let visible = || shown::in_time(shown, Of::Publication).or_else(|| shown::in_line(shown, Of::Publication));
    let Some(told) = first_date(shown.reading, said) else { return visible().filter(|_| !shop).or(dated) };
    let older = if shop || shown.lists { None } else { shown::under_heading(shown) };
    Some(older.filter(|found| is_older(page, &found.value, &told.value)).unwrap_or(told))
}

/// Whether a day that the page shows is surely before the one that it tells, which may be that of a move. One that is told for
/// a change is not, nor one that differs by the clock of another zone or in the order of day and month alone.
fn is_older(page: &Page<'_, '_>, shown: &str, told: &str) -> bool {
    let turned = |date: &str| Some(format!("{}-{}-{}", date.get(..4)?, date.get(8..10)?, date.get(5..7)?));
    let is_same = |shown: &str| instant::days_between(shown, told).is_none_or(|days| days.abs() <= 1);
    let change = |name: &'static str| page.tags.first(&[name]).map(|found| found.value);
    let mut changes =
        MODIFIED.into_iter().filter_map(change).chain(page.linked.text("modified").map(|found| found.value));
    instant::is_before(shown, told)
        && !is_same(shown)
        && !turned(shown).and_then(|turned| parse::iso(&turned)).is_some_and(|turned| is_same(&turned))
        && !changes.any(|change| change.get(..10) == shown.get(..10))
}

/// The last change, never one before the publication: a text that was changed and then published is as it was published.
fn modified(page: &Page<'_, '_>, shown: &shown::Page<'_, '_>, published: Option<&str>) -> Option<Found<String>> {
    let Page { linked, tags, .. } = *page;
    let of_page = linked.text("modified").or_else(|| linked.text("page modified"));
    let said = of_page.into_iter().chain(MODIFIED.iter().filter_map(|name| tags.first(&[name])));
    let is_later =
        |found: &Found<String>| published.is_none_or(|published| !instant::is_before(&found.value, published));
    first_date(shown.reading, said)
        .filter(is_later)
        .or_else(|| shown::in_time(shown, Of::Change).filter(is_later))
        .or_else(|| shown::in_line(shown, Of::Change).filter(is_later))
}

fn first_date(reading: &Reading, mut said: impl Iterator<Item = Found<String>>) -> Option<Found<String>> {
    said.find_map(|found| Some(Found { value: reading.date_of(&found.value)?, from: found.from }))
}

/// The day in an address such as `/2024/05/03/tides`.
fn dated_address(url: Option<&str>) -> Option<Found<String>> {
    let parts: Vec<&str> = url?.split(['/', '?', '#']).collect();
    let is_number = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    let value = parts.windows(3).find_map(|part| {
        let is_date = is_number(part[0], 4) && is_number(part[1], 2) && is_number(part[2], 2);
        parse::iso(&part.join("-")).filter(|_| is_date)
    })?;
    Some(Found { value, from: "url" })
}

/// Whether a text is a date.
pub(super) fn is_date(text: &str) -> bool {
    Reading::default().date_of(text).is_some()
}
