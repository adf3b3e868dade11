//! A page as plain text: headings and paragraphs parted by blank lines, one line per list entry and table row.

use crate::cleaner::CleanPage;
use crate::sections::{Content, ListItem};

pub(super) fn page(page: &CleanPage) -> String {
    let mut parts: Vec<String> = page.title.iter().cloned().collect();
    for section in &page.sections {
        parts.extend(section.heading.clone());
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

fn content(content: &Content) -> String {
    match content {
        Content::Paragraph { text, .. } | Content::Code { text, .. } => text.clone(),
        Content::Quote { text, cite, .. } => match cite {
            Some(cite) => format!("{text}\n{cite}"),
            None => text.clone(),
        },
        Content::List { items, .. } => lines(items).join("\n"),
        Content::Table { caption, header, rows, .. } => {
            let rows = header.iter().chain(rows).map(|row| row.join("\t").replace('\n', " "));
            caption.iter().cloned().chain(rows).collect::<Vec<_>>().join("\n")
        }
        Content::Definitions { items } => {
            items.iter().map(|d| format!("{}\n{}", d.term, d.text)).collect::<Vec<_>>().join("\n")
        }
        Content::Figure { alt, caption, .. } => caption.clone().or_else(|| alt.clone()).unwrap_or_default(),
    }
}

/// Entries in order, each with its depth and its number among its siblings, without recursion.
pub(super) fn walk(items: &[ListItem]) -> Vec<(usize, usize, &ListItem)> {
    let mut out = Vec::new();
    let mut open: Vec<(usize, usize, &ListItem)> = items.iter().enumerate().rev().map(|(i, it)| (0, i, it)).collect();
    while let Some((depth, i, item)) = open.pop() {
        out.push((depth, i, item));
        open.extend(item.items.iter().enumerate().rev().map(|(i, it)| (depth + 1, i, it)));
    }
    out
}

fn lines(items: &[ListItem]) -> Vec<String> {
    let line = |(depth, _, item): (usize, usize, &ListItem)| {
        format!("{}- {}", "  ".repeat(depth.min(32)), item.text.replace('\n', " "))
    };
    walk(items).into_iter().map(line).collect()
}
