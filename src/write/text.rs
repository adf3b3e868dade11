//! A page as plain text: headings and paragraphs parted by blank lines, one line per list entry and table row. The text
//! under the title is the one that the search formats hold and that chunks' offsets count in.

use crate::cleaner::CleanPage;
use crate::sections::{Content, ListItem, Section};
use std::ops::Range;

pub(super) fn page(page: &CleanPage) -> String {
    let text = laid_out(page).text;
    let title = page.title.as_deref().unwrap_or_default();
    let between = if title.is_empty() || text.is_empty() { "" } else { BLANK };
    format!("{title}{between}{text}\n")
}

/// What stands between two parts.
const BLANK: &str = "\n\n";

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// The heading of a section, or whose it is: it belongs to what comes after it.
    Head,
    /// A block of a section.
    Block,
    /// One of the page's references.
    Reference,
}

/// A part of a text.
pub(super) struct Part {
    pub(super) kind: PartKind,
    /// The section that it stands in; references stand in none.
    pub(super) section: Option<usize>,
    /// In bytes of the text.
    pub(super) range: Range<usize>,
}

/// The text of a page without its title, and the parts of it, in order.
#[derive(Default)]
pub(super) struct LaidOut {
    pub(super) text: String,
    pub(super) parts: Vec<Part>,
}

impl LaidOut {
    fn push(&mut self, kind: PartKind, section: Option<usize>, part: &str) {
        if !self.parts.is_empty() {
            self.text.push_str(BLANK);
        }
        let start = self.text.len();
        self.text.push_str(part);
        self.parts.push(Part { kind, section, range: start..self.text.len() });
    }
}

/// The page as text, but for its title.
pub(super) fn laid_out(page: &CleanPage) -> LaidOut {
    let mut out = LaidOut::default();
    for (number, section) in page.sections.iter().enumerate() {
        for head in section.heading.iter().cloned().chain(byline(section)) {
            out.push(PartKind::Head, Some(number), &head);
        }
        for block in &section.blocks {
            out.push(PartKind::Block, Some(number), &content(block));
        }
    }
    for reference in &page.references {
        let entry = match reference.number {
            Some(number) => format!("{number}. {}", reference.text),
            None => reference.text.clone(),
        };
        out.push(PartKind::Reference, None, &entry);
    }
    out
}

/// The texts of the sections that have blocks, with their numbers, then that of the references, without one.
#[cfg(feature = "tantivy")]
pub(crate) fn section_texts(page: &CleanPage) -> Vec<(Option<usize>, String)> {
    let laid = laid_out(page);
    let mut out: Vec<(Option<usize>, String)> = Vec::new();
    for part in laid.parts.iter().filter(|part| part.kind != PartKind::Head) {
        let text = laid.text.get(part.range.clone()).unwrap_or_default();
        match out.last_mut() {
            Some((section, all)) if *section == part.section => {
                all.push_str(BLANK);
                all.push_str(text);
            }
            _ => out.push((part.section, text.to_owned())),
        }
    }
    out
}

/// Whose a section is, where its heading does not say so, when it was written, and a tick where it was accepted.
pub(super) fn byline(section: &Section) -> Option<String> {
    let author = section.author.as_deref().filter(|&author| section.heading.as_deref() != Some(author));
    let said = author.into_iter().chain(section.published.as_deref()).collect::<Vec<_>>().join(", ");
    let said = if section.accepted { format!("{said} ✓") } else { said };
    let said = said.trim_start();
    (!said.is_empty()).then(|| said.to_owned())
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
