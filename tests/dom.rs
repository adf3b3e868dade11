//! The tree against its oracles: stock html5ever, html5lib's tests, and hostile pages against the guards.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trees;

use pagesieve::dom::{Attr, Attributes, NodeId, Parser, Tag};
use pagesieve::limits::{Excess, Limits};
use proptest::prelude::*;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use trees::{difference, lines};

fn pages_in(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let mut files: Vec<PathBuf> = Vec::new();
    for path in entries.flatten().map(|e| e.path()) {
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(pages_in(&path));
        } else if name.ends_with(".html") || name.ends_with(".html.gz") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> String {
    let mut bytes = std::fs::read(path).unwrap();
    if path.extension().is_some_and(|e| e == "gz") {
        let mut plain = Vec::new();
        // a broken file gives the pages' first part
        let _ = flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut plain);
        bytes = plain;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn same_trees(dir: &Path) {
    let different: Vec<String> = pages_in(dir)
        .par_iter()
        .filter_map(|path| Some(format!("{}: {}", path.display(), difference(&read(path))?)))
        .collect();
    assert!(different.is_empty(), "{} pages differ:\n{}", different.len(), different.join("\n"));
}

#[test]
fn our_own_pages_give_the_stock_tree() {
    same_trees(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata"));
}

#[test]
fn links_made_again_have_their_own_attributes() {
    let pages = [
        "<p><a><p>one<a style=x href=/y>two</a>",
        "<a><div><a style=x>two</a></div>",
        "<a href=/1><p>one<p><a style=x>two<p>three<a>four<p>five",
        "<table><a>one<tr><td><a href=/2>two</table><a title=t>three",
        "<a><b><p><a href=/2 style=x>two</b>three<p>four",
    ];
    for page in pages {
        assert_eq!(difference(page), None, "{page}");
    }
}

#[test]
fn a_mark_of_the_byte_order_in_decoded_text_is_text() {
    // decoding takes the mark off; one more is the page's own (HTML standard, 13.2.3.5)
    assert_eq!(difference("\u{feff}<!DOCTYPE html><p>The ferry</p>"), None);
    assert_eq!(difference("\u{feff}tent<!DOCTYPE html><html lang=en><head>\u{dc}meta"), None);
}

#[test]
fn labelled_pages_give_the_stock_tree() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/wcxb-dev/html");
    if !dir.is_dir() {
        println!("skipped: {} is not there", dir.display());
        return;
    }
    same_trees(&dir);
}

/// A page, what it should come out with, and the bound it meets.
fn hostile() -> Vec<(&'static str, String, Option<Excess>)> {
    let storm = (0..8000).fold(String::new(), |mut page, i| {
        let _ = write!(page, "<p><b class=x{i}>x");
        page
    });
    let attributes = (0..80_000).fold(String::from("<p"), |mut tag, i| {
        let _ = write!(tag, " data-lang{i} class");
        tag
    });
    vec![
        ("nested div", "<div>".repeat(100_000) + "end", Some(Excess::Depth)),
        ("nested svg", "<svg>".repeat(100_000) + "end", Some(Excess::Depth)),
        ("formatting storm", storm, Some(Excess::Formatting)),
        ("nested lists", "<ul><li>".repeat(32_000) + "end", Some(Excess::Depth)),
        ("links around blocks", "<a href=x><div>t".repeat(32_000), Some(Excess::Depth)),
        ("closing spans", "<div>".repeat(32_000) + &"</span>".repeat(32_000) + "end", Some(Excess::Depth)),
        ("attributes", attributes + ">end", None),
        ("nested tables", "<table><tr><td>".repeat(20_000) + "end", Some(Excess::Depth)),
        ("one page in the other", "<html lang=a><body id=b class=c>".repeat(20_000) + "end", None),
        (
            "names",
            (0..40_000).fold(String::new(), |page, i| page + &format!("</y{i}><x{i}>")) + "end",
            Some(Excess::Depth),
        ),
        ("formatting with attributes", format!("<p><i{}>x", " data-a=1".repeat(200)).repeat(2000), None),
        (
            "empty elements that are none in drawings",
            format!("<svg>{}end", "<source>".repeat(60_000)),
            Some(Excess::Depth),
        ),
        (
            "blocks moved into formatting",
            format!("{}<b><i><div></b><object></i></object>", "<div>".repeat(480)).repeat(60) + "end",
            Some(Excess::Depth),
        ),
        ("fonts in cells", format!("<table>{}</table>end", "<tr><td><font size=2>Row<td>x</tr>".repeat(2000)), None),
        ("fonts in drawings", format!("<svg>{}</svg>end", "<font/>".repeat(2000)), None),
    ]
}

#[test]
fn hostile_pages_meet_a_bound_and_keep_their_text() {
    for (name, page, excess) in hostile() {
        let mut parser = Parser::new();
        let dom = parser.parse(&page, &Limits::default(), Attributes::Known);
        assert_eq!(dom.excess(), excess, "{name}");
        assert!(dom.len() < 1_000_100, "{name}: {} nodes", dom.len());
        let deepest = (0..dom.len() as u32).map(|n| dom.depth(NodeId(n))).max();
        assert!(deepest < Some(700), "{name}: depth {deepest:?}");
        let text = dom.words_of(NodeId::ROOT);
        assert!(text.ends_with("end") || text.ends_with('x') || text.ends_with('t'), "{name}");
    }
}

#[test]
fn words_of_boxes_that_are_left_out_stay_apart() {
    let down: String = (0..3000).map(|i| format!("<div>down{i}")).collect();
    let up: String = (0..3000).map(|i| format!("</div>up{i}")).collect();
    let page = format!("{down}<p>mid</p>{up}<p>end");
    let mut parser = Parser::new();
    let dom = parser.parse(&page, &Limits::default(), Attributes::Known);
    assert_eq!(dom.excess(), Some(Excess::Depth));
    let text = dom.words_of(NodeId::ROOT);
    let words: Vec<&str> = text.split(' ').collect();
    assert_eq!(words.len(), 6002);
    assert_eq!(words.get(2999..3002), Some(&["down2999", "mid", "up0"][..]));
}

#[test]
fn names_are_told_apart_however_many_there_are() {
    let few = (0..300).map(|_| (0..17).map(|i| format!("<y{i}></y{i}>")).collect::<String>()).collect::<String>();
    let many = (0..6000).map(|i| format!("<y{i}></y{i}>")).collect::<String>();
    for (names, last) in [(few, "mi"), (many, "")] {
        let mut parser = Parser::new();
        let page = format!("{names}<math><mi>x");
        let dom = parser.parse(&page, &Limits::default(), Attributes::Known);
        let mi = (0..dom.len() as u32).map(NodeId).find(|&n| dom.tag(n) == Tag::Foreign);
        assert_eq!(mi.map(|n| dom.name(n)), Some(last));
    }
}

#[test]
fn the_node_budget_stops_the_parse() {
    let limits = Limits { nodes: 100, ..Limits::default() };
    let mut parser = Parser::new();
    let dom = parser.parse(&"<p>word</p>".repeat(1000), &limits, Attributes::Known);
    assert_eq!(dom.excess(), Some(Excess::Nodes));
    assert!(dom.len() <= 110);
}

#[test]
fn sources_point_at_the_page_as_it_was() {
    let page = "<p>one\r\ntwo</p>\r\n<p title=a&amp;b>three &lt; four</p>";
    let mut parser = Parser::new();
    let dom = parser.parse(page, &Limits::default(), Attributes::Known);
    let texts: Vec<&str> = (0..dom.len() as u32)
        .map(NodeId)
        .filter(|&n| dom.tag(n) == Tag::Text && !dom.text(n).trim().is_empty())
        .map(|n| &page[dom.source(n)])
        .collect();
    assert_eq!(texts, ["one\r\ntwo", "three &lt; four"]);
}

/// A page that ends within a tag leaves nothing of it to the next page of the same worker.
#[test]
fn a_page_cut_off_within_a_tag_leaves_the_next_alone() {
    let next = "<div><p class=own>words</p></div>";
    for cut in
        ["<p>words<a href=/one/long/address/of/a/page id=x", "<td class='a b'", "<a title='&amp;' id=", "<p class"]
    {
        let mut parser = Parser::new();
        parser.parse(cut, &Limits::default(), Attributes::Known);
        let dom = parser.parse(next, &Limits::default(), Attributes::Known);
        assert_eq!(lines(dom), lines(Parser::new().parse(next, &Limits::default(), Attributes::Known)), "{cut}");
    }
}

proptest! {
    #[test]
    fn tag_soup_gives_the_stock_tree(
        doctype in prop_oneof![3 => Just(""), 1 => proptest::sample::select(DOCTYPES)],
        parts in proptest::collection::vec(part(), 0..40),
    ) {
        let page = doctype.to_owned() + &parts.concat();
        prop_assert_eq!(difference(&page), None, "{}", page);
    }
}

proptest! {
    #[test]
    fn a_parser_gives_the_same_tree_whatever_it_had_before(
        before in proptest::collection::vec(part(), 0..20),
        parts in proptest::collection::vec(part(), 0..20),
    ) {
        let (before, page) = (before.concat(), parts.concat());
        let mut parser = Parser::new();
        let cut = before.char_indices().rev().nth(2).map_or("", |(at, _)| &before[..at]);
        parser.parse(cut, &Limits::default(), Attributes::Known);
        let dom = parser.parse(&page, &Limits::default(), Attributes::Known);
        prop_assert_eq!(lines(dom), lines(Parser::new().parse(&page, &Limits::default(), Attributes::Known)), "{}", cut);
    }
}

/// Doctypes of the standard's lists, and others.
const DOCTYPES: &[&str] = &[
    "<!doctype html>",
    "<!DOCTYPE>",
    "<!DOCTYPE html SYSTEM 'about:legacy-compat'>",
    "<!DOCTYPE html SYSTEM \"http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd\">",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">",
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">",
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" \"http://www.w3.org/TR/html4/loose.dtd\">",
];

/// A piece of tag soup.
fn part() -> impl Strategy<Value = String> {
    let common = "div|p|b|i|a|ul|li|table|tr|td|th|tbody|caption|svg|math|mi|script|style|title|textarea|select|option|form|h1|\
                  h2|span|button|template|pre|br|img|body|html|head|frameset|nobr|ruby|rt|dd|dt";
    let rare = "address|applet|area|base|code|col|colgroup|desc|em|font|foreignobject|frame|hr|iframe|image|input|link|\
                lineargradient|listing|marquee|mglyph|noembed|noframes|object|optgroup|param|plaintext|rb|rp|rtc|tfoot|thead|u|\
                xmp|x-y|one-element-of-its-own";
    let names = format!("({common}|{common}|{rare})");
    let piece = |pattern: &str| proptest::string::string_regex(pattern).unwrap();
    prop_oneof![
        piece(&format!("<{names}( (class|id|href|type|size)=(hidden|\"[a-z&;<>]{{0,6}}\"|[a-z]{{1,4}}))?/?>")),
        piece(&format!("</{names}>")),
        piece("[a-z \n\r]{0,8}"),
        piece(
            "(&amp;|&lt|&#65;|&#x80;|&notin;|&notit;|&|<|>|<!--|-->|--!>|<!|<\\?|</|<!\\[CDATA\\[|\\]\\]>|\u{e9}|\u{4e2d})"
        ),
    ]
}

/// What the text of the page is, as a reader meets it.
fn text_of(page: &str) -> String {
    let mut parser = Parser::new();
    let dom = parser.parse(page, &Limits::default(), Attributes::Known);
    let is_shown = |n: NodeId| dom.tag(n) == Tag::Text && dom.parent(n).is_some_and(|p| dom.tag(p) != Tag::Script);
    (0..dom.len() as u32).map(NodeId).filter(|&n| is_shown(n)).map(|n| dom.text(n)).collect()
}

#[test]
fn streamed_pieces_stand_where_they_are_put() {
    let pieces = "<p>a</p><template id=B:0></template><p>d</p><div hidden id=S:0>b<template id=P:1></template></div>\
                  <div hidden id=S:1>c</div>";
    for calls in [
        "$RS(\"S:1\",\"P:1\");$RC(\"B:0\",\"S:0\")",
        "$RC('B:0','S:0');$RS('S:1','P:1')",
        // a second call, a call for what is not there and one for a piece within itself change nothing
        "$RC(\"B:0\",\"S:0\");$RC(\"B:0\",\"S:1\");$RS(\"S:1\",\"P:1\");$RC(\"B:7\",\"S:0\");$RC(\"S:1\",\"S:1\")",
    ] {
        assert_eq!(text_of(&format!("{pieces}<script>{calls}</script>")), "abcd", "{calls}");
    }
    // Marko's pieces have numbers, with the name of the server where there are several
    let pieces = "<p>a</p><noscript id=afph2></noscript><p>c</p><i id=afT_1ph2></i><b id=af7>e</b>\
                  <div id=af2 style=display:none>b</div><div id=afT_12 style=display:none>d</div>";
    let calls = "function $af(d,a,e){};$af(2);$afT_1(2,\"x\");$af(7);$af(d);$afT_1();$af";
    assert_eq!(text_of(&format!("{pieces}<script>{calls}</script>")), "abcde");
    // a place within the piece that is to go there
    let loops = "<div id=S:0>x<i id=B:0>y</i></div><script>$RC(\"B:0\",\"S:0\")</script>";
    assert_eq!(text_of(loops), "xy");
}

/// Pieces that each hand the same nodes on to the next: as many moves as nodes times pieces, were they all made.
#[test]
fn streamed_pieces_that_pass_nodes_on_are_moved_a_few_times() {
    let (n_nodes, n_pieces) = (10_000, 2_000);
    let mut page = format!("<div hidden id=S:0>{}</div>", "<b>x</b>".repeat(n_nodes));
    for i in 1..n_pieces {
        let _ = write!(page, "<div hidden id=S:{i}><i id=B:{}></i></div>", i - 1);
        let _ = write!(page, "<script>$RC('B:{}','S:{}')</script>", i - 1, i - 1);
    }
    assert_eq!(text_of(&page), "x".repeat(n_nodes));
    let mut parser = Parser::new();
    let dom = parser.parse(&page, &Limits::default(), Attributes::Known);
    let node = (0..dom.len() as u32).map(NodeId).find(|&n| dom.text(n) == "x").unwrap();
    let id = dom.ancestors(node).find_map(|n| dom.attr(n, Attr::Id)).unwrap();
    let n_moves: usize = id.strip_prefix("S:").unwrap().parse().unwrap();
    assert!((1..100).contains(&n_moves), "{id}");
}

#[test]
fn what_is_left_open_in_a_noscript_ends_with_it() {
    for open in ["<iframe src=x />", "<style>p { color: red }", "<textarea>", "<IFRAME>"] {
        let page = format!("<body><noscript>{open}</NOSCRIPT><p>after</p><noscript>{open}</noscript><p>all");
        let text = text_of(&page);
        assert!(text.ends_with("all") && text.contains("after") && !text.contains("<p>"), "{open}: {text}");
    }
}
