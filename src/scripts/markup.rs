//! Strings to markup: HTML as it is, Markdown-like and plain text as paragraphs, headings and lists.

use super::prose::{Piece, is_prose, opening, words_of};
use crate::dom::NodeId;

/// Longest heading, in characters.
const HEADING: usize = 160;

/// A string as a piece, where it is prose.
pub(super) fn of_string(text: &str, script: NodeId) -> Option<Piece> {
    let text = text.trim();
    let html = if is_markup(text) {
        text.to_owned()
    } else if is_markup_escaped(text) {
        crate::dom::unescaped(text).into_owned()
    } else {
        String::new()
    };
    if html.is_empty() {
        let words = words_of(text);
        return is_prose(text).then(|| Piece { html: of_text(text), words, opening: opening(text), script });
    }
    let bare = without_tags(&html);
    is_prose(&bare).then(|| Piece {
        words: words_of(&bare),
        opening: opening(&bare),
        html: format!("<div>{html}</div>"),
        script,
    })
}

/// A short string as a heading.
pub(super) fn heading(text: &str, level: u8, script: NodeId) -> Option<Piece> {
    let bare = without_tags(text);
    let bare = bare.trim();
    let is_short = !bare.is_empty() && bare.chars().count() <= HEADING && bare.chars().any(char::is_alphabetic);
    let html = format!("<h{level}>{}</h{level}>", escaped(bare));
    is_short.then(|| Piece { html, words: words_of(bare), opening: None, script })
}

/// Short strings as a list.
pub(super) fn list(items: &[&str], ordered: bool, script: NodeId) -> Option<Piece> {
    let tag = if ordered { "ol" } else { "ul" };
    let mut html = format!("<{tag}>");
    let mut bare = String::new();
    for item in items {
        let item = without_tags(item);
        html.push_str(&format!("<li>{}</li>", escaped(item.trim())));
        bare.push_str(&item);
        bare.push(' ');
    }
    html.push_str(&format!("</{tag}>"));
    let words = words_of(&bare);
    (words > 0).then(|| Piece { html, words, opening: opening(&bare), script })
}

/// Whether the string holds tags of text.
pub(super) fn is_markup(text: &str) -> bool {
    ["<p", "<div", "<br", "<h2", "<h3", "<ul", "<ol", "<li", "</"].iter().any(|tag| text.contains(tag))
}

fn is_markup_escaped(text: &str) -> bool {
    ["&lt;p", "&lt;div", "&lt;br", "&lt;/"].iter().any(|tag| text.contains(tag))
}

/// The text between tags.
pub(super) fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // what stands behind the last `>` holds no tag
    let last = html.rfind('>').map_or(0, |at| at + 1);
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let is_tag = tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let is_open = is_tag && html.len() - tail.len() < last;
        match is_open.then(|| tail.find('>')).flatten() {
            Some(end) => {
                out.push(' ');
                rest = &tail[end + 1..];
            }
            None => {
                out.push('<');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    crate::dom::unescaped(&out).into_owned()
}

/// Text as it stands in markup.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Plain text: lines with `#` are headings, with `-`, `*` or a number entries; empty lines part paragraphs.
fn of_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut open: Option<&str> = None;
    let mut paragraph = String::new();
    for line in text.lines().chain([""]) {
        let line = line.trim();
        let hashes = line.bytes().take_while(|&b| b == b'#').count();
        let item = entry(line);
        if line.is_empty() || item.is_some() || (1..=6).contains(&hashes) {
            flush(&mut paragraph, &mut out);
        }
        let kind = item.map(|(kind, _)| kind);
        if let Some(tag) = open.filter(|tag| kind != Some(*tag) && !line.is_empty()) {
            out.push_str(&format!("</{tag}>"));
            open = None;
        }
        if let Some((tag, words)) = item {
            if open.is_none() {
                out.push_str(&format!("<{tag}>"));
                open = Some(tag);
            }
            out.push_str(&format!("<li>{}</li>", escaped(words)));
        } else if (1..=6).contains(&hashes) && line[hashes..].starts_with(' ') {
            let level = hashes.max(2);
            out.push_str(&format!("<h{level}>{}</h{level}>", escaped(line[hashes..].trim())));
        } else if !line.is_empty() {
            if !paragraph.is_empty() {
                paragraph.push('\n');
            }
            paragraph.push_str(line);
        }
    }
    if let Some(tag) = open {
        out.push_str(&format!("</{tag}>"));
    }
    out
}

fn flush(paragraph: &mut String, out: &mut String) {
    if !paragraph.is_empty() {
        out.push_str(&format!("<p>{}</p>", escaped(paragraph)));
        paragraph.clear();
    }
}

/// The words of a list's entry, and the list it is of.
fn entry(line: &str) -> Option<(&'static str, &str)> {
    for bullet in ["- ", "* ", "• "] {
        if let Some(rest) = line.strip_prefix(bullet) {
            return Some(("ul", rest.trim()));
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).filter(|_| (1..=2).contains(&digits))?;
    let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    Some(("ol", rest.trim()))
}
