//! Laws of sections, on tag soup and on every page of our own: nothing is lost or put out of order on the way from blocks
//! to sections, paths and levels agree, tables are full, every word stands on the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod laws;

use laws::faults;
use pagesieve::blocks::{BlockId, BlockKind, Blocks, html, text};
use pagesieve::cleaner::SiteRules;
use pagesieve::dom::{Attributes, NodeId, Parser, Tag};
use pagesieve::judge::{Verdict, Verdicts};
use pagesieve::leftover::Leftovers;
use pagesieve::limits::{Budget, Limits};
use pagesieve::sections::{Content, ListItem, Section, Sections, Settings, build};
use pagesieve::{CleanPage, Cleaner, Config, RawPage};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn words(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    runs.map(str::to_lowercase).collect()
}

/// All words of the entries of a list, in order.
fn of_items(items: &[ListItem], out: &mut Vec<String>) {
    for item in items {
        out.extend(words(&item.text));
        of_items(&item.items, out);
    }
}

fn of_content(content: &Content, out: &mut Vec<String>) {
    match content {
        Content::Paragraph { text, .. } | Content::Code { text, .. } => out.extend(words(text)),
        Content::Quote { text, cite, .. } => {
            out.extend(words(text));
            // an address stands in an attribute
            out.extend(cite.iter().filter(|cite| !cite.contains("://")).flat_map(|cite| words(cite)));
        }
        Content::List { items, .. } => of_items(items, out),
        Content::Table { caption, header, rows, .. } => {
            out.extend(words(caption.as_deref().unwrap_or_default()));
            header.iter().chain(rows).flatten().for_each(|cell| out.extend(words(cell)));
        }
        Content::Definitions { items } => {
            items.iter().for_each(|d| out.extend(words(&d.term).into_iter().chain(words(&d.text))));
        }
        Content::Figure { caption, .. } => out.extend(words(caption.as_deref().unwrap_or_default())),
    }
}

fn of_sections(sections: &[Section]) -> Vec<String> {
    let mut out = Vec::new();
    for section in sections {
        out.extend(words(section.heading.as_deref().unwrap_or_default()));
        section.blocks.iter().for_each(|block| of_content(block, &mut out));
    }
    out
}

/// Sections of all blocks of a page.
fn all_of(blocks: &Blocks) -> Sections {
    let keep = Verdict { keep: true, rule: "content" };
    let verdicts = Verdicts { of_block: vec![keep; blocks.len()], ..Verdicts::default() };
    let budget = Budget::new(usize::MAX);
    build(blocks, &verdicts, &Leftovers::default(), None, None, &Settings::default(), &budget)
}

/// Checks the way from blocks to sections: all words in order, but for headings over nothing.
fn nothing_lost(mut blocks: Blocks) -> Result<(), String> {
    let mut moved = of_sections(&all_of(&blocks).sections);
    // short lines over a heading are written under it: all else is in order without that
    blocks.rows.iter_mut().for_each(|block| block.leads = false);
    let blocks = &blocks;
    let sections = all_of(blocks);
    let wrong = faults(&sections.sections);
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    let mut given = of_sections(&sections.sections);
    let mut unmoved = given.clone();
    moved.sort();
    unmoved.sort();
    // a heading over nothing but such a line heads nothing once the line stands elsewhere
    let is_heading = |id: &BlockId| matches!(blocks.rows[id.index()].kind, BlockKind::Heading(_));
    let headings: Vec<String> = blocks.ids().filter(is_heading).flat_map(|id| words(blocks.text_of(id))).collect();
    let is_lost = |word: &&String| moved.binary_search(word).is_err() && !headings.contains(word);
    if let Some(word) = unmoved.iter().find(is_lost) {
        return Err(format!("moving lines under headings loses {word}"));
    }
    sections.references.iter().for_each(|r| given.extend(words(&r.text)));
    let mut given = given.into_iter().peekable();
    for id in blocks.ids() {
        let is_heading = matches!(blocks.rows[id.index()].kind, BlockKind::Heading(_));
        for word in words(blocks.text_of(id)) {
            if given.peek() == Some(&word) {
                given.next();
            } else if !is_heading {
                return Err(format!("{word} is lost, or comes after {:?}: {:?}", given.peek(), sections.sections));
            }
        }
    }
    given.next().map_or(Ok(()), |word| Err(format!("{word} was put out of order")))
}

const TAGS: [&str; 45] = [
    "ul",
    "ol",
    "ol start=4",
    "li",
    "li value=9",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "td colspan=3",
    "td rowspan=2",
    "blockquote",
    "footer",
    "cite",
    "pre",
    "code",
    "h1",
    "h2",
    "h3",
    "h6",
    "p",
    "div",
    "div role=list",
    "div role=listitem",
    "span",
    "b",
    "a href=/x",
    "figure",
    "details",
    "summary",
    "section",
    "article id=post-1",
    "div id=post-22",
    "span class=author",
    "sub",
    "br",
    "hr",
    "input type=checkbox",
    "form",
    "p",
];

/// A page of random tags, open and closed as chance has it, with each word once.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => (0..TAGS.len()).prop_map(|i| format!("<{}>", TAGS[i])),
        2 => (0..TAGS.len()).prop_map(|i| format!("</{}>", TAGS[i].split(' ').next().unwrap())),
        3 => Just(" WORD ".to_owned()),
        1 => Just("WORD. WORD, WORD".to_owned()),
        1 => Just("• WORD<br>".to_owned()),
    ];
    proptest::collection::vec(piece, 1..80).prop_map(|pieces| {
        let mut parts = pieces.concat();
        let mut n = 0;
        while let Some(at) = parts.find("WORD") {
            let name: String = format!("{n:04}").bytes().map(|b| char::from(b - b'0' + b'a')).collect();
            parts.replace_range(at..at + 4, &format!("q{name}"));
            n += 1;
        }
        parts
    })
}

fn blocks_of(page: &str) -> Blocks {
    let mut parser = Parser::new();
    let mut blocks = Blocks::default();
    let limits = Limits::default();
    html::segment(parser.parse(page, &limits, Attributes::Known), &limits, &mut blocks);
    blocks
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn tag_soup_loses_nothing(page in soup()) {
        prop_assert_eq!(nothing_lost(blocks_of(&page)), Ok(()), "{}", page);
    }

    #[test]
    fn plain_text_loses_nothing(lines in proptest::collection::vec("( {0,4}([-*•] |[1-9]\\. |# |> )?[A-Z]?[a-z]{1,9}( [a-z]{1,9}){0,20}[.:?]?)?|===|```", 1..30)) {
        let mut blocks = Blocks::default();
        text::segment(&lines.join("\n"), &mut blocks);
        prop_assert_eq!(faults(&all_of(&blocks).sections), Vec::<String>::new());
    }

    #[test]
    fn words_of_the_record_stand_on_the_page(page in soup()) {
        let raw = RawPage::html(format!("<body>{page}"), None);
        if let Ok(clean) = Cleaner::new(Config::default()).clean(&raw) {
            prop_assert_eq!(invented(&clean, &page), Vec::<String>::new(), "{}", page);
            prop_assert_eq!(faults(&clean.sections), Vec::<String>::new(), "{}", page);
        }
    }
}

#[test]
fn a_heading_without_text_is_nothing_that_another_heads() {
    let rules = SiteRules::parse("[soup.example]\nkeep body\n").unwrap();
    let cleaner = Cleaner::new(Config { rules, ..Config::default() });
    let page = "<title>z</title><body><p>A word before it.</p><h3>qword</h3><h4></h4>";
    let clean = cleaner.clean(&RawPage::html(page, Some("https://soup.example/"))).unwrap();
    let is_accounted = of_sections(&clean.sections).contains(&"qword".to_owned())
        || clean.removed.iter().any(|(rule, _)| *rule == "structure.empty-section");
    assert!(is_accounted, "{clean:?}");
}

/// Words of a record's sections and references that its page does not hold.
fn invented(clean: &CleanPage, page: &str) -> Vec<String> {
    let shown = words(&page_text(page)).concat();
    let mut given = of_sections(&clean.sections);
    clean.references.iter().for_each(|r| given.extend(words(&r.text)));
    given.retain(|word| !shown.contains(word.as_str()));
    given
}

/// All text of a page, tags and attributes aside, references resolved, without what ruby sets above the line.
fn page_text(page: &str) -> String {
    let mut parser = Parser::new();
    let dom = parser.parse(page, &Limits::default(), Attributes::Known);
    let is_reading = |n: NodeId| dom.ancestors(n).take(1).any(|a| matches!(dom.tag(a), Tag::Rt | Tag::Rp));
    let texts = dom.descendants(NodeId::ROOT).filter(|&n| dom.tag(n) == Tag::Text && !is_reading(n));
    let mut out: String = texts.map(|n| dom.text(n)).collect();
    out.retain(|c| !matches!(c, '\u{ad}' | '\u{200b}'));
    out
}

fn own_pages() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pages");
    let mut pages: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("page.html")).collect();
    pages.retain(|page| page.is_file());
    pages.sort();
    pages
        .into_iter()
        .map(|path| (path.clone(), String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()))
        .collect()
}

#[test]
fn the_laws_hold_on_pages_of_our_own() {
    let pages = own_pages();
    assert!(pages.len() > 50);
    let cleaner = Cleaner::new(Config::default());
    for (path, page) in pages {
        let clean = cleaner.clean(&RawPage::html(page.clone(), None)).unwrap();
        assert_eq!(faults(&clean.sections), Vec::<String>::new(), "{}", path.display());
        assert_eq!(faults(&all_of(&blocks_of(&page)).sections), Vec::<String>::new(), "{}", path.display());
        // TeX, emoji and the addresses of quotations stand in attributes
        if !page.contains("<img") && !page.contains("<script type") && !page.contains(" cite=") {
            assert_eq!(invented(&clean, &page), Vec::<String>::new(), "{}", path.display());
        }
    }
}
