//! Preformatted text: line ends and indentation kept, line numbers and buttons left out. In: an element. Out: its text
//! and the language that its classes name. Never looks at the words.

use super::super::space::trim_preformatted;
use super::display::is_block_by_style;
use crate::dom::{Attr, Dom, NodeId, PerClass, Tag};

/// The text of a `<pre>`, or of a table that a highlighter made of one; empty where nothing is left.
pub(super) fn text_of(dom: &Dom, n: NodeId, named: &mut PerClass<Named>) -> String {
    let raw = verbatim(dom, n, Lines::Marked, named);
    let split = !raw.contains('\n') && dom.descendants(n).filter(|&d| is_line(dom, d)).nth(1).is_some();
    let raw = if split { verbatim(dom, n, Lines::Spans, named) } else { raw };
    trim_preformatted(&raw).to_owned()
}

/// What begins a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// Line ends and block-level elements.
    Marked,
    /// `<span class="line">` as well, which style sheets show as blocks.
    Spans,
}

fn verbatim(dom: &Dom, n: NodeId, lines: Lines, named: &mut PerClass<Named>) -> String {
    let mut raw = String::new();
    let mut at = NodeId(n.0 + 1);
    while at < dom.end(n) {
        let tag = dom.tag(at);
        match tag {
            Tag::Text => raw.push_str(dom.text(at)),
            Tag::Br => raw.push('\n'),
            Tag::Button | Tag::Script | Tag::Style | Tag::Select | Tag::Textarea => {
                at = dom.end(at);
                continue;
            }
            _ if is_aside(dom, at, named) => {
                at = dom.end(at);
                continue;
            }
            _ => {
                let begins = matches!(tag, Tag::Div | Tag::P | Tag::Li | Tag::Tr | Tag::Pre);
                let begins = begins || lines == Lines::Spans && is_line(dom, at);
                if begins && !raw.is_empty() && !raw.ends_with('\n') {
                    raw.push('\n');
                }
            }
        }
        at = NodeId(at.0 + 1);
    }
    raw
}

fn classes(dom: &Dom, n: NodeId) -> impl Iterator<Item = &str> {
    dom.attr(n, Attr::Class).unwrap_or_default().split_ascii_whitespace()
}

/// Whether an element is one line of code.
fn is_line(dom: &Dom, n: NodeId) -> bool {
    let is_called = || classes(dom, n).any(|class| matches!(class, "line" | "code-line" | "cl" | "token-line"));
    dom.tag(n) == Tag::Span && (is_called() || is_block_by_style(dom, n))
}

/// What a class names: line numbers, a control.
#[derive(Clone, Copy)]
pub(super) struct Named {
    gutter: bool,
    control: bool,
}

/// Whether an element holds line numbers or is a control.
fn is_aside(dom: &Dom, n: NodeId, named: &mut PerClass<Named>) -> bool {
    if dom.attr(n, Attr::Class).is_none() {
        return false;
    }
    let Named { gutter, control } =
        named.get(dom, n, || Named { gutter: names_gutter(dom, n), control: names_control(dom, n) });
    gutter && numbers(dom, n).is_some() || control && is_short(dom, n)
}

/// Whether an element holds line numbers: its class says so, and nothing but digits stands in it.
fn is_gutter(dom: &Dom, n: NodeId) -> bool {
    names_gutter(dom, n) && numbers(dom, n).is_some()
}

fn names_gutter(dom: &Dom, n: NodeId) -> bool {
    const NAMES: [&str; 8] = ["lineno", "line-no", "linenum", "line-num", "gutter", "blob-num", "lnt", "crayon-num"];
    classes(dom, n).any(|class| {
        let class = class.to_ascii_lowercase();
        NAMES.iter().any(|name| class.contains(name)) || matches!(class.as_str(), "ln" | "hljs-ln-n" | "linenr" | "lno")
    })
}

/// Whether an element's class says that it is a control that copies the code; it is one where it is no longer than a button.
fn names_control(dom: &Dom, n: NodeId) -> bool {
    classes(dom, n).any(|class| class.contains("copy") || class.contains("clipboard"))
}

/// Boxes around a button that are looked at for code, nodes of one, its bytes beside the code, and those of them that may be
/// seen: the button's own words, a language, the name of a file.
const AROUND: usize = 5;
const LOOKED_AT: usize = 200;
const READ: usize = 2_000;
const BESIDE: usize = 60;

/// Whether a button stands in a box that holds nothing else but code: it copies, unfolds or runs it. One that opens the box
/// or chooses it among others, or says much, is its title.
pub(super) fn is_button_of_code(dom: &Dom, n: NodeId) -> bool {
    let opens = [Attr::AriaExpanded, Attr::AriaControls].iter().any(|&attr| dom.attr(n, attr).is_some());
    if opens || dom.attr(n, Attr::Role) == Some("tab") || !is_short(dom, n) {
        return false;
    }
    dom.ancestors(n).take(AROUND).map_while(|around| holds_code_alone(dom, around)).any(|has_code| has_code)
}

/// Whether an element with hardly any text outside of code holds some; `None` where it has more text.
fn holds_code_alone(dom: &Dom, around: NodeId) -> Option<bool> {
    let (mut has_code, mut read, mut beside) = (false, 0, 0);
    let mut at = NodeId(around.0 + 1);
    for _ in 0..LOOKED_AT {
        if at >= dom.end(around) {
            return Some(has_code);
        }
        if dom.tag(at) == Tag::Pre {
            has_code = true;
            at = dom.end(at);
            continue;
        }
        read += dom.text(at).len();
        // white space is read too, and by every button in the box
        beside += if read > READ { BESIDE + 1 } else { dom.text(at).trim().len() };
        if beside > BESIDE {
            return None;
        }
        at = NodeId(at.0 + 1);
    }
    None
}

fn is_short(dom: &Dom, n: NodeId) -> bool {
    dom.words_up_to(n, 24).len() <= 24
}

/// The first and last of the numbers that an element holds, where they rise by one and nothing else stands in it;
/// `(1, 0)` where it is empty.
fn numbers(dom: &Dom, n: NodeId) -> Option<(u32, u32)> {
    let (mut first, mut last) = (1, 0u32);
    let texts = dom.descendants(n).filter(|&d| dom.tag(d) == Tag::Text);
    for (i, word) in texts.flat_map(|d| dom.text(d).split_whitespace()).enumerate() {
        let number: u32 = word.trim_end_matches(['.', ':', '|']).parse().ok()?;
        if i > 0 && last.checked_add(1) != Some(number) {
            return None;
        }
        first = if i == 0 { number } else { first };
        last = number;
    }
    Some((first, last))
}

/// Whether a table is code beside its line numbers, as highlighters make it: one row of two cells, or a row for each
/// line, the numbers rising by one.
pub(super) fn is_numbered(dom: &Dom, table: NodeId) -> bool {
    let mut next: Option<u32> = None;
    let mut has_code = false;
    let mut n_rows = 0;
    let mut at = NodeId(table.0 + 1);
    while at < dom.end(table) {
        match dom.tag(at) {
            Tag::Table | Tag::Th | Tag::Img => return false,
            Tag::Tr => {
                let mut cells = dom.children(at).filter(|&c| dom.tag(c) == Tag::Td);
                let (Some(gutter), Some(code), None) = (cells.next(), cells.next(), cells.next()) else { return false };
                let Some((first, last)) = numbers(dom, gutter) else { return false };
                let is_empty = last < first;
                if is_empty && !is_gutter(dom, gutter) || !is_empty && next.is_some_and(|next| next != first) {
                    return false;
                }
                next = (!is_empty).then_some(last + 1);
                n_rows += 1;
                has_code |= is_code_cell(dom, code);
            }
            _ => {}
        }
        at = NodeId(at.0 + 1);
    }
    has_code && n_rows > 0
}

fn is_code_cell(dom: &Dom, cell: NodeId) -> bool {
    classes(dom, cell).any(|class| class.contains("code"))
        || dom.descendants(cell).take(8).any(|d| matches!(dom.tag(d), Tag::Pre | Tag::Code))
}

/// The code of such a table: the second cell of each row.
pub(super) fn numbered_text(dom: &Dom, table: NodeId, named: &mut PerClass<Named>) -> String {
    let mut out = String::new();
    for row in dom.descendants(table).filter(|&d| dom.tag(d) == Tag::Tr) {
        let Some(cell) = dom.children(row).filter(|&c| dom.tag(c) == Tag::Td).nth(1) else { continue };
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&verbatim(dom, cell, Lines::Marked, named));
        out.truncate(out.trim_end_matches('\n').len());
    }
    trim_preformatted(&out).to_owned()
}

/// What classes call text that is in no language.
const NO_LANGUAGE: [&str; 9] =
    ["none", "plaintext", "text", "plain", "txt", "nohighlight", "no-highlight", "default", "auto"];

/// Names that are a language's even without a prefix, in order.
const LANGUAGES: [&str; 83] = [
    "apache",
    "applescript",
    "asm",
    "awk",
    "bash",
    "c",
    "c#",
    "c++",
    "clojure",
    "cmake",
    "coffeescript",
    "console",
    "cpp",
    "crystal",
    "csharp",
    "css",
    "d",
    "dart",
    "diff",
    "dockerfile",
    "elixir",
    "elm",
    "erlang",
    "fortran",
    "fsharp",
    "go",
    "graphql",
    "groovy",
    "haskell",
    "hcl",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "jsx",
    "julia",
    "kotlin",
    "latex",
    "less",
    "lisp",
    "lua",
    "makefile",
    "markdown",
    "matlab",
    "nginx",
    "nim",
    "nix",
    "objectivec",
    "ocaml",
    "pascal",
    "perl",
    "php",
    "powershell",
    "prolog",
    "protobuf",
    "py",
    "python",
    "r",
    "ruby",
    "rust",
    "sass",
    "scala",
    "scheme",
    "scss",
    "sh",
    "shell",
    "solidity",
    "sql",
    "swift",
    "tcl",
    "toml",
    "ts",
    "tsx",
    "typescript",
    "vb",
    "xml",
    "yaml",
    "yml",
    "zig",
    "zsh",
];

fn is_language(name: &str) -> bool {
    LANGUAGES.binary_search(&name).is_ok()
}

/// The language that a code element's class or data attribute names, its own first, then those of the boxes around it.
pub(super) fn language_of(dom: &Dom, n: NodeId) -> String {
    let inner = dom.descendants(n).take(12).filter(|&d| matches!(dom.tag(d), Tag::Pre | Tag::Code));
    let outer = dom.ancestors(n).take(3).filter(|&a| matches!(dom.tag(a), Tag::Div | Tag::Figure | Tag::Pre));
    let own = std::iter::once(n).chain(inner).map(|n| (n, true));
    own.chain(outer.map(|n| (n, false))).find_map(|(n, is_own)| named_at(dom, n, is_own)).unwrap_or_default()
}

/// The language that one element names. On the code itself a bare name is enough.
fn named_at(dom: &Dom, n: NodeId, is_own: bool) -> Option<String> {
    let spoken = |name: &str| {
        let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        Some(name.to_ascii_lowercase()).filter(|name| is_name && !NO_LANGUAGE.contains(&name.as_str()))
    };
    for attr in [Attr::DataLang, Attr::DataLanguage] {
        if let Some(lang) = dom.attr(n, attr).map(str::trim).filter(|v| !v.is_empty()) {
            return spoken(lang);
        }
    }
    if let Some(lang) = dom.attr(n, Attr::Lang).filter(|lang| is_own && lang.len() > 2 && is_language(lang)) {
        return spoken(lang);
    }
    let mut tokens = classes(dom, n);
    let mut bare = None;
    while let Some(token) = tokens.next() {
        const PREFIXES: [&str; 6] = ["language-", "lang-", "highlight-source-", "highlight-text-", "brush:", "src-"];
        let rest = PREFIXES.iter().find_map(|prefix| token.strip_prefix(prefix));
        let rest = if rest == Some("") && token == "brush:" { tokens.next() } else { rest };
        if let Some(lang) = rest.map(|lang| lang.trim_end_matches(';')).filter(|lang| !lang.is_empty()) {
            return spoken(lang);
        }
        let lower = token.to_ascii_lowercase();
        let known = lower.strip_prefix("highlight-").or(is_own.then_some(lower.as_str()));
        bare = bare.or_else(|| known.filter(|name| is_language(name)).map(str::to_owned));
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_sorted() {
        assert!(LANGUAGES.is_sorted());
    }
}
