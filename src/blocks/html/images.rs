//! Which address an image is shown from. In: an `<img>` or `<amp-img>`. Out: its address, or the text it stands for. Never loads one.

use super::display::heading_level;
use crate::dom::{Attr, Dom, NodeId, Tag, trimmed};
use memchr::{memchr2, memrchr};

/// The address of an image, as the page spells it; none where it is there to count readers, or has no address.
/// Pages that load images late put a stand-in into `src` and the address elsewhere.
pub(super) fn address(dom: &Dom, n: NodeId) -> Option<&str> {
    if is_pixel(dom, n) {
        return None;
    }
    own_address(dom, n).or_else(|| picture_address(dom, n)).or_else(|| unscripted_address(dom, n))
}

/// Nodes of what stands in for an image at most.
const STAND_IN: u32 = 24;

/// Where an image ends: an `<amp-img>` holds what stands in for it. Closed as `<img />` is, it holds the rest of the page
/// instead.
pub(super) fn end(dom: &Dom, n: NodeId) -> NodeId {
    let is_prose =
        |d: NodeId| matches!(dom.tag(d), Tag::P | Tag::Ul | Tag::Ol | Tag::Table) || heading_level(dom, d).is_some();
    let holds_rest = dom.end(n).0 - n.0 > STAND_IN || dom.descendants(n).any(is_prose);
    if holds_rest { NodeId(n.0 + 1) } else { dom.end(n) }
}

fn own_address(dom: &Dom, n: NodeId) -> Option<&str> {
    let value = |attr| dom.attr(n, attr).map(trimmed).filter(|v| !v.is_empty());
    let real = |attr| value(attr).filter(|v| !is_stand_in(v));
    let late = || [Attr::DataSrc, Attr::DataLazySrc, Attr::DataOriginal].into_iter().find_map(real);
    let set = [Attr::Srcset, Attr::DataSrcset].into_iter().find_map(|attr| value(attr).and_then(largest));
    // what a set has in larger sizes is what the plain address shows small
    let larger =
        set.filter(|(size, _)| *size > 1.0).or_else(|| late().or_else(|| real(Attr::Src)).map(|url| (1.0, url)));
    larger.or(set).map(|(_, address)| address)
}

/// The largest of the `<source>`s beside the image in its `<picture>`.
fn picture_address(dom: &Dom, n: NodeId) -> Option<&str> {
    let picture = dom.parent(n).filter(|&p| dom.tag(p) == Tag::Picture)?;
    let sources = dom.children(picture).filter(|&c| dom.tag(c) == Tag::Source);
    let sets = sources.filter_map(|c| dom.attr(c, Attr::Srcset).or_else(|| dom.attr(c, Attr::DataSrcset)));
    sets.filter_map(largest).next().map(|(_, address)| address)
}

/// The image that stands behind this one for readers without scripts.
fn unscripted_address(dom: &Dom, n: NodeId) -> Option<&str> {
    let is_blank = |next: &NodeId| dom.tag(*next) == Tag::Text && !dom.has_text(*next);
    let noscript = dom.behind(n).find(|next| !is_blank(next)).filter(|&next| dom.tag(next) == Tag::Noscript)?;
    dom.first(noscript, Tag::Img).and_then(|img| own_address(dom, img))
}

/// The width or density of the widest or densest image of a `srcset`, and its address.
fn largest(set: &str) -> Option<(f64, &str)> {
    let mut best: Option<(f64, &str)> = None;
    let mut words = set.split_ascii_whitespace();
    while let Some(url) = words.next() {
        let (address, size) = match url.strip_suffix(',') {
            Some(address) => (address, "1x"),
            None => (url, words.next().unwrap_or("1x")),
        };
        let size = number(size.trim_end_matches(',').trim_end_matches(['w', 'x', 'h'])).unwrap_or(1.0);
        if best.is_none_or(|(most, _)| size > most) && !is_stand_in(address) {
            best = Some((size, address));
        }
    }
    best
}

/// A width or density; nearly all are a few digits.
fn number(text: &str) -> Option<f64> {
    let is_plain = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain {
        return text.parse().ok();
    }
    Some(f64::from(text.bytes().fold(0u32, |number, digit| number * 10 + u32::from(digit - b'0'))))
}

/// Whether an address is that of a stand-in: data in the page itself, or a file named as an empty one.
fn is_stand_in(address: &str) -> bool {
    if address.starts_with("data:") || address.starts_with("about:") || address.is_empty() {
        return true;
    }
    let path = &address[..memchr2(b'?', b'#', address.as_bytes()).unwrap_or(address.len())];
    let file = &path[memrchr(b'/', path.as_bytes()).map_or(0, |slash| slash + 1)..];
    const NAMES: [&str; 7] = ["blank.", "spacer.", "pixel.gif", "1x1.", "transparent.", "placeholder.", "lazyload."];
    NAMES.iter().any(|name| file.starts_with(name) || file.ends_with(name))
}

/// Addresses that count readers and show no picture, by what stands behind the scheme.
const COUNTERS: [&str; 14] = [
    "b.scorecardresearch.com/",
    "bat.bing.com/",
    "counter.yadro.ru/",
    "googleads.g.doubleclick.net/",
    "mc.yandex.ru/watch",
    "pixel.quantserve.com/",
    "pixel.wp.com/",
    "px.ads.linkedin.com/",
    "sb.scorecardresearch.com/",
    "secure.quantserve.com/",
    "ssl.google-analytics.com/",
    "stats.wp.com/",
    "www.facebook.com/tr?",
    "www.google-analytics.com/",
];

/// Whether the image is there to be counted: it is one point large, or comes from a host that shows no pictures.
fn is_pixel(dom: &Dom, n: NodeId) -> bool {
    let src = dom.attr(n, Attr::Src).unwrap_or_default();
    let host = src.as_bytes().windows(2).position(|here| here == b"//").map(|at| &src[at + 2..]);
    if host.is_some_and(|host| COUNTERS.iter().any(|counter| host.starts_with(counter))) {
        return true;
    }
    let size = |attr| dom.attr(n, attr).and_then(|v| trimmed(v).trim_end_matches("px").parse::<u32>().ok());
    size(Attr::Width).is_some_and(|w| w <= 1) || size(Attr::Height).is_some_and(|h| h <= 1)
}

/// What an image is drawn instead of: a formula's TeX, an emoji.
pub(super) fn text_instead(dom: &Dom, n: NodeId) -> Option<String> {
    let class = dom.attr(n, Attr::Class)?;
    let alt = dom.attr(n, Attr::Alt).map(str::trim).filter(|alt| !alt.is_empty())?;
    let has = |names: &[&str]| class.split_ascii_whitespace().any(|c| names.contains(&c));
    if has(&["emoji", "wp-smiley", "emojione", "twemoji"]) {
        return Some(alt.to_owned());
    }
    has(&["tex", "latex", "math", "ql-img-inline-formula", "ql-img-displayed-equation"]).then(|| super::math::tex(alt))
}
