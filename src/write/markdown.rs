//! A page as CommonMark with tables.

use super::text::walk;
use crate::cleaner::CleanPage;
use crate::sections::{Content, ListItem};

pub(super) fn page(page: &CleanPage) -> String {
    let mut parts: Vec<String> = page.title.iter().map(|t| format!("# {}", inline(t))).collect();
    for section in &page.sections {
        if let Some(heading) = &section.heading {
            let marks = "#".repeat(usize::from(section.level.clamp(1, 6)));
            parts.push(format!("{marks} {}", inline(heading)));
        }
        parts.extend(section.blocks.iter().map(content));
    }
    parts.extend(page.references.iter().map(|r| match r.number {
        Some(number) => format!("{number}. {}", inline(&r.text)),
        None => format!("- {}", inline(&r.text)),
    }));
    let mut out = parts.join("\n\n");
    out.push('\n');
    out
}

/// Text on one line, with the signs escaped that would be markup.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// Text whose line ends stay, each line escaped; a line that would open a list is escaped at its mark.
fn lines(text: &str) -> String {
    let line = |line: &str| {
        let escaped = inline(line);
        let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
        if escaped.starts_with(['-', '+']) {
            format!("\\{escaped}")
        } else if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
            format!("{}\\{}", &escaped[..digits], &escaped[digits..])
        } else {
            escaped
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\\\n")
}

fn content(content: &Content) -> String {
    match content {
        Content::Paragraph { text, .. } => lines(text),
        Content::Quote { text, cite, .. } => {
            let source = cite.iter().map(|c| format!("\n>\n> {}", inline(c)));
            let body = text.split('\n').map(|l| format!("> {}", lines(l))).collect::<Vec<_>>().join("\n>\n");
            body + &source.collect::<String>()
        }
        Content::Code { language, text } => code(language.as_deref().unwrap_or_default(), text),
        Content::List { ordered, start, items } => list(*ordered, *start, items),
        Content::Table { caption, header, rows, .. } => table(caption.as_deref(), header, rows),
        Content::Definitions { items } => items
            .iter()
            .map(|d| format!("**{}**\\\n{}", inline(&d.term), lines(&d.text)))
            .collect::<Vec<_>>()
            .join("\n\n"),
        Content::Figure { src, alt, caption } => {
            let alt = alt.as_deref().unwrap_or_default();
            let image = format!("![{}](<{}>)", inline(alt), src.as_deref().unwrap_or_default().replace('>', "%3E"));
            caption.iter().fold(image, |image, c| format!("{image}\n\n{}", lines(c)))
        }
    }
}

fn list(ordered: bool, start: Option<i32>, items: &[ListItem]) -> String {
    let line = |(depth, i, item): (usize, usize, &ListItem)| {
        let number = i64::from(start.filter(|_| depth == 0).unwrap_or(1)) + i as i64;
        let mark = if ordered { format!("{number}.") } else { "-".to_owned() };
        format!("{}{mark} {}", "    ".repeat(depth.min(32)), inline(&item.text))
    };
    walk(items).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A fence longer than any run of backticks in the text.
fn code(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}{language}\n{text}\n{fence}")
}

fn table(caption: Option<&str>, header: &[Vec<String>], rows: &[Vec<String>]) -> String {
    let row = |cells: &Vec<String>| format!("| {} |", cells.iter().map(|c| inline(c)).collect::<Vec<_>>().join(" | "));
    let width = header.first().or(rows.first()).map_or(0, Vec::len);
    let empty = vec![String::new(); width];
    let first = header.first().unwrap_or(&empty);
    let rule = format!("|{}", " --- |".repeat(width));
    let body = header.iter().skip(1).chain(rows).map(row);
    let lines = caption.map(|c| inline(c) + "\n").into_iter().chain([row(first), rule]).chain(body);
    lines.collect::<Vec<_>>().join("\n")
}
