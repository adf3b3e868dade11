//! Our tree and stock html5ever's of the same page, line by line: for the tests and for fuzzing.

mod kept;

use html5ever::tendril::TendrilSink;
use kept::{is_html, is_kept};
use pagesieve::dom::{Attributes, Dom, NodeId, Parser, Tag};
use pagesieve::limits::Limits;

/// One line per node: depth, then the element with its kept attributes, or the text.
pub fn lines(dom: &Dom) -> Vec<String> {
    (1..dom.len() as u32)
        .map(NodeId)
        .map(|n| {
            let depth = dom.depth(n);
            if dom.tag(n) == Tag::Text {
                return format!("{depth} {:?}", dom.text(n));
            }
            let is_html = is_html(dom.tag(n));
            let mut attrs: Vec<(&str, &str)> = dom.attrs(n).filter(|(name, _)| is_html && is_kept(name)).collect();
            attrs.sort_unstable();
            format!("{depth} <{} {attrs:?}>", dom.name(n))
        })
        .collect()
}

/// The same from stock html5ever, through scraper's tree. NUL is left out of the page, as our reader does.
fn stock(page: &str) -> Vec<String> {
    let mut options = html5ever::driver::ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    // pages come decoded: a mark of the byte order that is still there is text, as in the standard
    options.tokenizer.discard_bom = false;
    let sink = scraper::HtmlTreeSink::new(scraper::Html::new_document());
    // line ends come first, as in the standard: a NUL parts the two bytes of one
    let page = page.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    let html = html5ever::driver::parse_document(sink, options).one(page.as_str());
    // depth and text, or an element's line with no text to join
    let mut lines: Vec<String> = Vec::new();
    let mut pieces: Vec<(usize, String)> = Vec::new();
    let flush = |pieces: &mut Vec<(usize, String)>, lines: &mut Vec<String>| {
        lines.extend(pieces.drain(..).map(|(depth, text)| format!("{depth} {text:?}")));
    };
    let mut stack = vec![(html.tree.root(), 0usize)];
    while let Some((node, depth)) = stack.pop() {
        let mut below = depth + 1;
        match node.value() {
            // a comment parts two text nodes there; ours, which keeps no comments, has one
            scraper::Node::Text(text) => match pieces.last_mut() {
                Some((at, before)) if *at == depth && !before.is_empty() => before.push_str(text),
                _ => pieces.push((depth, text.to_string())),
            },
            scraper::Node::Element(element) => {
                // foreign attributes have namespaces (`xlink:href`), which nothing of ours asks for
                let is_html = &*element.name.ns == "http://www.w3.org/1999/xhtml";
                let mut attrs: Vec<(&str, &str)> =
                    element.attrs().filter(|(name, _)| is_html && is_kept(name)).collect();
                attrs.sort_unstable();
                flush(&mut pieces, &mut lines);
                lines.push(format!("{depth} <{} {attrs:?}>", element.name()));
            }
            // a template's fragment is no level of its own in our tree
            scraper::Node::Fragment if depth > 0 => below = depth,
            scraper::Node::Document | scraper::Node::Fragment => {}
            _ => continue,
        }
        let children: Vec<_> = node.children().collect();
        stack.extend(children.into_iter().rev().map(|child| (child, below)));
    }
    flush(&mut pieces, &mut lines);
    lines
}

/// What a page holds whose tree may differ, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[(
    "annotation-xml",
    "scraper's sink tells the tree builder of no element that it is an integration point; html5lib's tests cover it",
)];

/// Whether a page holds anything that the oracle is known to have wrong.
fn is_excepted(page: &str) -> bool {
    let folded = page.to_ascii_lowercase().replace('\0', "");
    EXCEPTIONS.iter().any(|(sign, _)| folded.contains(sign))
}

/// The page without the two things in which our tree is a browser's and not stock html5ever's: calls that put streamed
/// pieces in place are spelled otherwise, and a frame left open in a `<noscript>` is closed.
fn as_browsers_read_it(page: &str) -> String {
    let page = page.replace("$R", "$Q").replace("$af", "$ag");
    let mut out = String::new();
    let mut rest = page.as_str();
    while let Some(end) = rest.find("</noscript") {
        let before = &rest[..end];
        let inside = &before[before.rfind("<noscript").unwrap_or(end)..];
        out.push_str(before);
        if inside.rfind("<iframe") > inside.rfind("</iframe") {
            out.push_str("</iframe>");
        }
        out.push_str("</noscript");
        rest = &rest[end + "</noscript".len()..];
    }
    out + rest
}

/// Where the tree of a page is another than stock html5ever's, and how; none where a bound cut ours short, nor for
/// [`EXCEPTIONS`].
pub fn difference(page: &str) -> Option<String> {
    let page = &as_browsers_read_it(page);
    let mut parser = Parser::new();
    let dom = parser.parse(page, &Limits::default(), Attributes::Known);
    if dom.excess().is_some() || is_excepted(page) {
        return None;
    }
    let (a, b) = (lines(dom), stock(page));
    let at = a.iter().zip(&b).position(|(x, y)| x != y).or((a.len() != b.len()).then_some(a.len().min(b.len())))?;
    Some(format!("node {at}: ours {:?}, stock {:?}", a.get(at), b.get(at)))
}
