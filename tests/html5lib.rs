//! html5lib's tree-construction tests, scripting off, as the second oracle of the tree.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "trees/kept.rs"]
mod kept;

use pagesieve::dom::{Attributes, Dom, NodeId, Parser, Tag};
use pagesieve::limits::Limits;
use std::path::Path;

/// Tests whose tree is not ours, by file and numbers (from 0), with the reason.
const EXCEPTIONS: &[(&str, &[usize], &str)] = &[
    (
        "domjs-unsafe.dat",
        &[3, 4, 5, 6, 7, 14, 15, 16],
        "NUL in scripts: ours is left out of the page, where the standard shows U+FFFD",
    ),
    (
        "noscript01.dat",
        &[9],
        "what is left open in a <noscript> ends with it, as where scripts run: it would swallow the page",
    ),
    ("plain-text-unsafe.dat", &[9, 10, 14, 15, 16, 17, 20], "NUL in plain and foreign text: the same"),
    ("tests16.dat", &[88, 185], "a frame left open in a <noscript>: the same"),
    (
        "webkit02.dat",
        &[44, 45, 46, 47],
        "<selectedcontent> gets a copy of the chosen option, which html5ever 0.40 does not make: no words are lost",
    ),
];

/// One test.
#[derive(Default)]
struct Case {
    data: String,
    expected: Vec<String>,
    is_fragment: bool,
    scripting: bool,
}

/// The tests of a `.dat` file.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut part = "";
    let mut tree: Vec<&str> = Vec::new();
    let finish = |cases: &mut Vec<Case>, tree: &mut Vec<&str>| {
        if let Some(case) = cases.last_mut() {
            // a blank line parts the tests
            if tree.last() == Some(&"") {
                tree.pop();
            }
            case.expected = expected(tree);
            case.data.pop();
        }
        tree.clear();
    };
    for line in text.lines() {
        match line {
            "#data" => {
                finish(&mut cases, &mut tree);
                cases.push(Case::default());
                part = line;
            }
            "#errors" | "#new-errors" | "#document" => part = line,
            "#document-fragment" => (part, cases.last_mut().unwrap().is_fragment) = (line, true),
            "#script-on" => cases.last_mut().unwrap().scripting = true,
            "#script-off" => {}
            _ if part == "#data" => {
                let data = &mut cases.last_mut().unwrap().data;
                data.push_str(line);
                data.push('\n');
            }
            _ if part == "#document" => tree.push(line),
            _ => {}
        }
    }
    finish(&mut cases, &mut tree);
    cases
}

/// Entries of a tree: the line after `| ` with the lines that a text of several goes on over.
fn entries(tree: &[&str]) -> Vec<(usize, String)> {
    let mut entries: Vec<(usize, String)> = Vec::new();
    for line in tree {
        match line.strip_prefix("| ") {
            Some(entry) => {
                let inner = entry.trim_start_matches(' ');
                entries.push(((entry.len() - inner.len()) / 2, inner.to_owned()));
            }
            None => {
                if let Some((_, text)) = entries.last_mut() {
                    text.push('\n');
                    text.push_str(line);
                }
            }
        }
    }
    entries
}

/// The tree as ours holds it: no comments and doctypes, one text where a comment parted two, a template's contents as
/// its children, attributes sorted.
fn expected(tree: &[&str]) -> Vec<String> {
    let mut lines: Vec<Line> = Vec::new();
    let mut contents: Vec<usize> = Vec::new();
    for (depth, entry) in entries(tree) {
        contents.retain(|&at| at < depth);
        let depth = depth - contents.len() + 1;
        if let Some(name) = entry.strip_prefix('<').and_then(|e| e.strip_suffix('>')) {
            if !name.starts_with('!') && !name.starts_with('?') {
                let name = name.strip_prefix("svg ").or_else(|| name.strip_prefix("math ")).unwrap_or(name);
                lines.push(Line::element(depth, name));
            }
        } else if entry == "content" {
            contents.push(depth + contents.len() - 1);
        } else if let Some(text) = entry.strip_prefix('"') {
            push_text(&mut lines, depth, text.strip_suffix('"').unwrap_or(text));
        } else if let Some((name, value)) = entry.split_once("=\"") {
            // foreign attributes are kept by their local names
            let (name, value) = (name.rsplit(' ').next().unwrap_or(name), value.strip_suffix('"').unwrap_or(value));
            if let Some(Line { attrs, .. }) = lines.last_mut() {
                attrs.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    lines.into_iter().map(Line::print).collect()
}

struct Line {
    depth: usize,
    text: Option<String>,
    name: String,
    attrs: Vec<(String, String)>,
}

impl Line {
    fn element(depth: usize, name: &str) -> Line {
        Line { depth, text: None, name: name.to_owned(), attrs: Vec::new() }
    }

    fn print(mut self) -> String {
        self.attrs.sort();
        match self.text {
            Some(text) => format!("{} {text:?}", self.depth),
            None => format!("{} <{} {:?}>", self.depth, self.name, self.attrs),
        }
    }
}

/// Joins a text with the one before it where nothing stands between them in the tree.
fn push_text(lines: &mut Vec<Line>, depth: usize, text: &str) {
    match lines.last_mut() {
        Some(Line { depth: at, text: Some(before), .. }) if *at == depth => before.push_str(text),
        _ => lines.push(Line { text: Some(text.to_owned()), ..Line::element(depth, "") }),
    }
}

/// Our tree, with the attributes that are asked for.
fn ours(dom: &Dom, is_asked: impl Fn(Tag, &str) -> bool) -> Vec<String> {
    let mut lines: Vec<Line> = Vec::new();
    for n in (1..dom.len() as u32).map(NodeId) {
        let depth = usize::from(dom.depth(n));
        if dom.tag(n) == Tag::Text {
            push_text(&mut lines, depth, dom.text(n));
        } else {
            let asked = dom.attrs(n).filter(|(name, _)| is_asked(dom.tag(n), name));
            let attrs = asked.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            lines.push(Line { attrs, ..Line::element(depth, dom.name(n)) });
        }
    }
    lines.into_iter().map(Line::print).collect()
}

#[test]
fn the_tree_is_the_one_the_standard_asks_for() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/html5lib/tree-construction");
    if !dir.is_dir() {
        eprintln!("skipped: html5lib's tests are not at {}", dir.display());
        return;
    }
    let mut files: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "dat"));
    files.sort();
    let (mut run, mut wrong) = (0, Vec::new());
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        for (number, case) in cases(&text).into_iter().enumerate() {
            if case.is_fragment || case.scripting {
                continue;
            }
            run += 1;
            let (mut one, mut other) = (Parser::new(), Parser::new());
            let all = one.parse(&case.data, &Limits::default(), Attributes::All);
            // html5ever builds the tree of which all attributes are kept; that of the known ones is ours
            let known = other.parse(&case.data, &Limits::default(), Attributes::Known);
            let is_kept = |tag, name: &str| kept::is_html(tag) && kept::is_kept(name);
            assert_eq!(ours(known, is_kept), ours(all, is_kept), "{name} {number} {:?}", case.data);
            let tree = ours(all, |_, _| true);
            let excepted = EXCEPTIONS.iter().any(|(file, numbers, _)| *file == name && numbers.contains(&number));
            if (tree == case.expected) == excepted {
                wrong.push(format!("{name} {number} {:?}\n  ours {tree:?}\n  html5lib {:?}", case.data, case.expected));
            }
        }
    }
    assert!(run > 1000, "{run} tests were found");
    assert!(wrong.is_empty(), "{} of {run}:\n{}", wrong.len(), wrong.join("\n"));
}
