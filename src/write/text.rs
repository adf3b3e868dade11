//! A page as plain text: headings and paragraphs parted by blank lines, one line per list entry and table row.

use crate::cleaner::CleanPage;
use crate::sections::{Content, ListItem, Section};

pub(super) fn page(page: &CleanPage) -> String {
    let mut parts: Vec<String> = page.title.iter().cloned().collect();
    for section in &page.sections {
        parts.extend(section.heading.clone());
        parts.extend(byline(section));
        parts.extend(section.blocks.iter().map(content));
    }
    parts.extend(page.references.iter().map(|r| match r.number {
        Some(number) => format!("{number}. {}", r.text),
        None => r.text.clone(),
    }));
    let mut out = parts.join("\n\n");
    out.push('\n');
    out
}

/// Whose a section is and when it was written.
pub(super) fn byline(section: &Section) -> Option<String> {
    let said = [section.author.as_deref(), section.published.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    let accepted = if section.accepted { " ✓" } else { "" };
    (!said.is_empty()).then(|| format!("{}{accepted}", said.join(", ")))
}

fn content(content: &Content) -> String {
    match content {
        Content::Paragraph { text, .. } | Content::Code { text, .. } => text.clone(),
        Content::Quote { text, cite, .. } => match cite {
            Some(cite) => format!("{text}\n— {cite}"),
            None => text.clone(),
        },
        Content::List { ordered, start, items, .. } => lines(*ordered, *start, items).join("\n"),
        Content::Table { caption, header, rows, .. } => {
            let rows = header.iter().chain(rows).map(|row| row.join("\t").replace('\n', " "));
            caption.iter().cloned().chain(rows).collect::<Vec<_>>().join("\n")
        }
        Content::Definitions { items } => {
            let pair = |term: &str, text: &str| match (term.is_empty(), text.is_empty()) {
                (true, _) => text.to_owned(),
                (_, true) => term.to_owned(),
                _ => format!("{term}\n    {}", text.replace('\n', "\n    ")),
            };
            items.iter().map(|d| pair(&d.term, &d.text)).collect::<Vec<_>>().join("\n")
        }
        Content::Figure { alt, caption, .. } => caption.clone().or_else(|| alt.clone()).unwrap_or_default(),
    }
}

/// An entry in its place.
pub(super) struct Entry<'a> {
    /// Lists around its own.
    pub depth: usize,
    /// Its number, where its list is counted.
    pub number: Option<i32>,
    pub item: &'a ListItem,
}

/// Entries in order, without recursion.
pub(super) fn walk(ordered: bool, start: Option<i32>, items: &[ListItem]) -> Vec<Entry<'_>> {
    let mut out = Vec::new();
    let mut open = numbered(0, ordered, start, items);
    while let Some(entry) = open.pop() {
        let item = entry.item;
        open.extend(numbered(entry.depth + 1, item.ordered, item.start, &item.items));
        out.push(entry);
    }
    out
}

/// The entries of one list, last first.
fn numbered(depth: usize, ordered: bool, start: Option<i32>, items: &[ListItem]) -> Vec<Entry<'_>> {
    let mut next = start.unwrap_or(1);
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(items.len());
    for item in items {
        let number = item.number.unwrap_or(next);
        next = number.saturating_add(1);
        entries.push(Entry { depth, number: ordered.then_some(number), item });
    }
    entries.reverse();
    entries
}

fn lines(ordered: bool, start: Option<i32>, items: &[ListItem]) -> Vec<String> {
    let line = |Entry { depth, number, item }: Entry<'_>| {
        let sign = number.map_or("-".to_owned(), |number| format!("{number}."));
        let tick = match item.checked {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        format!("{}{sign} {tick}{}", "  ".repeat(depth.min(32)), item.text.replace('\n', " "))
    };
    walk(ordered, start, items).into_iter().map(line).collect()
}
