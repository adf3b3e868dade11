//! A page as CommonMark with tables. What a parser reads out of it is what the record holds.

use super::text::{Entry, byline, walk};
use crate::cleaner::CleanPage;
use crate::sections::{Content, LinkOut, ListItem, Section};

/// A rule, where a section without a heading begins and before the list of sources.
const RULE: &str = "* * *";

pub(super) fn page(page: &CleanPage) -> String {
    let mut parts: Vec<String> = page.title.iter().map(|t| format!("# {}", inline(t))).collect();
    for section in &page.sections {
        open(section, &mut parts);
        let mut lists_in_row = 0;
        for block in &section.blocks {
            // two lists in a row would be one: every second has other signs
            lists_in_row = if matches!(block, Content::List { .. }) { lists_in_row + 1 } else { 0 };
            parts.push(content(block, lists_in_row % 2 == 0 && lists_in_row > 0));
        }
    }
    if !page.references.is_empty() {
        parts.push(RULE.to_owned());
    }
    parts.extend(page.references.iter().map(|r| match r.number {
        Some(number) => item(&format!("{number}."), &lines(&r.text)),
        None => item("-", &lines(&r.text)),
    }));
    let mut out = parts.join("\n\n");
    out.push('\n');
    out
}

/// What stands at a section's beginning: its heading, or a rule where it has none, and whose it is.
fn open(section: &Section, parts: &mut Vec<String>) {
    if let Some(heading) = &section.heading {
        let marks = "#".repeat(usize::from(section.level.clamp(1, 6)));
        parts.push(format!("{marks} {}", inline(heading)));
    } else if !parts.is_empty() {
        parts.push(RULE.to_owned());
    }
    parts.extend(byline(section).map(|line| format!("*{}*", inline(&line))));
}

/// Text on one line, with the signs escaped that would be markup.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// Text with its links as Markdown's: each where its words come next.
fn linked(text: &str, links: &[LinkOut]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    for link in links {
        let Some((before, after)) = rest.split_once(link.text.as_str()) else { continue };
        out.push_str(&inline(before));
        out.push_str(&format!("[{}](<{}>)", inline(&link.text), address(&link.url)));
        rest = after;
    }
    out.push_str(&inline(rest));
    out
}

/// An address between angle brackets.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '\n' | '\r' => {}
            '&' => out.push_str("\\&"),
            _ => out.push(c),
        }
    }
    out
}

/// A line, with a sign escaped that would make it a list's or underline the line above.
fn line(escaped: &str) -> String {
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    if escaped.starts_with(['-', '+', '=']) {
        format!("\\{escaped}")
    } else if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
        format!("{}\\{}", &escaped[..digits], &escaped[digits..])
    } else {
        escaped.to_owned()
    }
}

/// Text whose line ends stay, each line escaped.
fn lines(text: &str) -> String {
    linked_lines(text, &[])
}

fn linked_lines(text: &str, links: &[LinkOut]) -> String {
    let mut links = links;
    let mut out: Vec<String> = Vec::new();
    for one in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        // a link over a line's end is none in Markdown: it would take those after it with it
        links = &links[links.iter().take_while(|link| link.text.contains('\n')).count()..];
        let here = links.iter().take_while(|link| one.contains(link.text.as_str())).count();
        let (own, rest) = links.split_at(here);
        out.push(line(&linked(one, own)));
        links = rest;
    }
    out.join("\\\n")
}

fn content(content: &Content, other_signs: bool) -> String {
    match content {
        Content::Paragraph { text, links } => linked_lines(text, links),
        Content::Quote { text, cite, .. } => {
            let body = text.split('\n').filter(|l| !l.is_empty()).map(lines);
            let source = cite.iter().map(|c| format!("— {}", inline(c)));
            body.chain(source).map(|l| format!("> {}", l.replace('\n', "\n> "))).collect::<Vec<_>>().join("\n>\n")
        }
        Content::Code { language, text } => code(language.as_deref().unwrap_or_default(), text),
        Content::List { ordered, start, items, .. } => list(*ordered, *start, items, other_signs),
        Content::Table { caption, header, rows, .. } => table(caption.as_deref(), header, rows),
        Content::Definitions { items } => {
            let terms = |term: &str| term.split('\n').map(|t| format!("**{}**", inline(t))).collect::<Vec<_>>();
            let pair = |term: &str, text: &str| {
                let terms = if term.is_empty() { Vec::new() } else { terms(term) };
                terms.into_iter().chain(Some(lines(text)).filter(|t| !t.is_empty())).collect::<Vec<_>>().join("\\\n")
            };
            items.iter().map(|d| pair(&d.term, &d.text)).collect::<Vec<_>>().join("\n\n")
        }
        Content::Figure { src, alt, caption } => {
            let alt = alt.as_deref().unwrap_or_default();
            let image = format!("![{}](<{}>)", inline(alt), address(src.as_deref().unwrap_or_default()));
            caption.iter().fold(image, |image, c| format!("{image}\n\n{}", lines(c)))
        }
    }
}

/// An entry behind its sign, its further lines under its first word.
fn item(sign: &str, text: &str) -> String {
    let indent = " ".repeat(sign.len() + 1);
    format!("{sign} {}", text.replace('\n', &format!("\n{indent}"))).trim_end().to_owned()
}

fn list(ordered: bool, start: Option<i32>, items: &[ListItem], other_signs: bool) -> String {
    let mut out: Vec<String> = Vec::new();
    // columns before the signs of each depth
    let mut indents: Vec<usize> = Vec::new();
    let mut has_text = false;
    for Entry { depth, number, item: entry } in walk(ordered, start, items) {
        // below text such an entry would be a line of that text
        let is_first = depth >= indents.len();
        if is_first && has_text && (number.is_some_and(|n| n != 1) || entry.text.is_empty()) {
            out.push(String::new());
        }
        has_text = !entry.text.is_empty();
        let (bullet, stop) = if other_signs { ("*", ')') } else { ("-", '.') };
        let sign = match number {
            Some(number) => format!("{}{stop}", number.clamp(0, 999_999_999)),
            None => bullet.to_owned(),
        };
        indents.truncate(depth);
        let indent = indents.last().copied().unwrap_or(0);
        indents.push(indent + sign.len() + 1);
        let tick = match entry.checked {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let text = item(&sign, &format!("{tick}{}", linked_lines(&entry.text, &entry.links)));
        let margin = " ".repeat(indent);
        out.push(format!("{margin}{}", text.replace('\n', &format!("\n{margin}"))));
    }
    out.join("\n")
}

/// A fence longer than any run of backticks in the text.
fn code(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let language: String = language.chars().filter(|c| !c.is_whitespace() && *c != '`').collect();
    format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn table(caption: Option<&str>, header: &[Vec<String>], rows: &[Vec<String>]) -> String {
    let row = |cells: &Vec<String>| format!("| {} |", cells.iter().map(|c| inline(c)).collect::<Vec<_>>().join(" | "));
    let width = header.first().or(rows.first()).map_or(0, Vec::len);
    let empty = vec![String::new(); width];
    let first = header.first().unwrap_or(&empty);
    let rule = format!("|{}", " --- |".repeat(width));
    let body = header.iter().skip(1).chain(rows).map(row);
    let lines = [row(first), rule].into_iter().chain(body).collect::<Vec<_>>().join("\n");
    caption.map(|c| format!("{}\n\n{lines}", self::lines(c))).unwrap_or(lines)
}
