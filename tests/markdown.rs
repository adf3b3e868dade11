//! Markdown output is what a CommonMark parser reads back: the same headings, words, lists, tables and code.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::sections::{Content, Definition, ListItem, Reference, Section};
use pagesieve::write::Format;
use pagesieve::{CleanPage, Cleaner, Config, RawPage};
use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::path::Path;

/// What stands in a page, piece by piece, white space aside.
type Pieces = Vec<(String, String)>;

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn level(level: HeadingLevel) -> usize {
    level as usize
}

/// Pieces that a Markdown parser finds.
fn parsed(markdown: &str) -> Pieces {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    let mut out: Pieces = Vec::new();
    let mut text = String::new();
    let mut kind = "p".to_owned();
    let mut depth = 0;
    let flush = |kind: &str, text: &mut String, out: &mut Pieces| {
        if !squeezed(text).is_empty() {
            out.push((kind.to_owned(), squeezed(text)));
        }
        text.clear();
    };
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Heading { level: l, .. }) => kind = format!("h{}", level(l)),
            Event::End(TagEnd::Heading(_)) | Event::End(TagEnd::Paragraph) => {
                let own = if kind == "p" && depth > 0 { format!("li{depth}") } else { kind.clone() };
                flush(&own, &mut text, &mut out);
                kind = "p".to_owned();
            }
            Event::Start(Tag::List(_)) => {
                flush(&format!("li{depth}"), &mut text, &mut out);
                depth += 1;
            }
            Event::End(TagEnd::List(_)) => depth -= 1,
            Event::End(TagEnd::Item) => flush(&format!("li{depth}"), &mut text, &mut out),
            Event::Start(Tag::CodeBlock(_)) => kind = "code".to_owned(),
            Event::End(TagEnd::CodeBlock) => {
                flush("code", &mut text, &mut out);
                kind = "p".to_owned();
            }
            Event::End(TagEnd::TableCell) => flush("cell", &mut text, &mut out),
            Event::Text(t) | Event::Code(t) => text.push_str(&t),
            Event::Html(t) | Event::InlineHtml(t) => panic!("HTML: {t}"),
            _ => {}
        }
    }
    flush("p", &mut text, &mut out);
    out
}

fn items(depth: usize, list: &[ListItem], out: &mut Pieces) {
    for item in list {
        out.push((format!("li{depth}"), squeezed(&item.text)));
        items(depth + 1, &item.items, out);
    }
}

/// Pieces that the record holds.
fn held(page: &CleanPage) -> Pieces {
    let mut out: Pieces = page.title.iter().map(|t| ("h1".to_owned(), squeezed(t))).collect();
    for section in &page.sections {
        out.extend(section.heading.iter().map(|h| (format!("h{}", section.level), squeezed(h))));
        let author = section.author.as_ref().filter(|&author| section.heading.as_ref() != Some(author));
        let said = [author, section.published.as_ref()].into_iter().flatten().map(String::as_str);
        let accepted = if section.accepted { " ✓" } else { "" };
        out.push(("p".to_owned(), squeezed(&format!("{}{accepted}", said.collect::<Vec<_>>().join(", ")))));
        for block in &section.blocks {
            let mut push = |text: &str| out.push(("p".to_owned(), squeezed(text)));
            match block {
                Content::Paragraph { text, .. } => push(text),
                Content::Quote { text, cite, .. } => {
                    text.split('\n').for_each(&mut push);
                    cite.iter().for_each(|c| push(&format!("— {c}")));
                }
                Content::Code { text, .. } => out.push(("code".to_owned(), squeezed(text))),
                Content::List { items: list, .. } => items(1, list, &mut out),
                Content::Table { caption, header, rows, .. } => {
                    caption.iter().for_each(|c| push(c));
                    header.iter().chain(rows).flatten().for_each(|c| out.push(("cell".to_owned(), squeezed(c))));
                }
                Content::Definitions { items } => items.iter().for_each(|d| push(&format!("{}{}", d.term, d.text))),
                Content::Figure { alt, caption, .. } => {
                    push(alt.as_deref().unwrap_or_default());
                    caption.iter().for_each(|c| push(c));
                }
            }
        }
    }
    out.extend(page.references.iter().map(|r| ("li1".to_owned(), squeezed(&r.text))));
    out.retain(|(_, text)| !text.is_empty());
    out
}

fn markdown(page: &CleanPage) -> String {
    let mut out = Vec::new();
    Format::Markdown.page(page, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Text with all that Markdown reads as a sign, line ends among it, with a letter somewhere.
fn nasty() -> impl Strategy<Value = String> {
    let piece = "[a-z]{1,3}| |\n|\\*\\*?|__?|`{1,3}|#{1,3} ?|- |\\+ |[0-9]\\. |1\\) |=== ?|---|> |<b>|</b>|&lt;|&amp;|\\[x\\]|\\(y\\)|!\\[|\\||\\\\|~~|https?://a.b|<http:c>|:|\t|é|\\$";
    proptest::collection::vec(piece, 1..9).prop_map(|pieces| {
        let text = pieces.concat();
        let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        if lines.is_empty() { "w".to_owned() } else { lines }
    })
}

fn one_line() -> impl Strategy<Value = String> {
    nasty().prop_map(|text| text.replace('\n', " "))
}

fn list_items() -> impl Strategy<Value = Vec<ListItem>> {
    let leaf =
        (nasty(), any::<Option<bool>>()).prop_map(|(text, checked)| ListItem { text, checked, ..ListItem::default() });
    let item = leaf.prop_recursive(3, 12, 3, |inner| {
        (nasty(), any::<bool>(), 0..20i32, proptest::collection::vec(inner, 0..3)).prop_map(
            |(text, ordered, start, items)| {
                let ordered = ordered && !items.is_empty();
                ListItem { text, ordered, start: ordered.then_some(start), items, ..ListItem::default() }
            },
        )
    });
    proptest::collection::vec(item, 1..4)
}

fn content() -> impl Strategy<Value = Content> {
    prop_oneof![
        nasty().prop_map(|text| Content::Paragraph { text, links: Vec::new() }),
        (nasty(), proptest::option::of(one_line())).prop_map(|(text, cite)| Content::Quote {
            text,
            cite,
            links: Vec::new()
        }),
        nasty().prop_map(|text| Content::Code { language: None, text }),
        (any::<bool>(), 0..200i32, list_items()).prop_map(|(ordered, start, items)| Content::List {
            ordered,
            start: ordered.then_some(start),
            style: None,
            items,
        }),
        (proptest::option::of(one_line()), proptest::collection::vec(proptest::collection::vec(nasty(), 3), 1..4))
            .prop_map(|(caption, rows)| Content::Table {
                caption,
                header_columns: None,
                header: Vec::new(),
                rows,
                links: Vec::new()
            }),
        (one_line(), nasty()).prop_map(|(term, text)| Content::Definitions { items: vec![Definition { term, text }] }),
    ]
}

fn pages() -> impl Strategy<Value = CleanPage> {
    let section = (proptest::option::of(one_line()), 1..=6u8, proptest::collection::vec(content(), 1..4)).prop_map(
        |(heading, level, blocks)| Section {
            path: heading.iter().cloned().collect(),
            level: if heading.is_some() { level } else { 0 },
            heading,
            blocks,
            ..Section::default()
        },
    );
    let references = proptest::collection::vec(
        (proptest::option::of(1..99u32), nasty()).prop_map(|(number, text)| Reference { number, text }),
        0..3,
    );
    (one_line(), proptest::collection::vec(section, 1..4), references).prop_map(|(title, sections, references)| {
        CleanPage { title: Some(title), sections, references, ..CleanPage::default() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_parser_reads_back_what_was_written(page in pages()) {
        let written = markdown(&page);
        prop_assert_eq!(parsed(&written), held(&page), "{}", written);
    }
}

#[test]
fn pages_of_our_own_read_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pages");
    let mut config = Config::default();
    (config.sections.links, config.judge.comments) = (true, true);
    let cleaner = Cleaner::new(config);
    let mut n = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path().join("page.html");
        let Ok(page) = std::fs::read(&file) else { continue };
        let page = cleaner.clean(&RawPage::html(page, Some("https://own.example/"))).unwrap();
        assert_eq!(parsed(&markdown(&page)), held(&page), "{}", file.display());
        n += 1;
    }
    assert!(n > 50, "{n} pages");
}

#[test]
fn a_link_over_a_line_break_costs_no_other() {
    let page = RawPage::html(
        "<title>Ferries</title><p>See <a href=/x>the one<br>in the bay</a>, and then <a href=/y>the other</a>, which \
         crosses the sound twice a day from the old stone pier.",
        None,
    );
    let mut config = Config::default();
    config.sections.links = true;
    let text = markdown(&Cleaner::new(config).clean(&page).unwrap());
    assert!(text.contains("[the other](</y>)"), "{text}");
}
