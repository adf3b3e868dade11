//! Which address an image is shown from. In: an `<img>`. Out: its address, or the text it stands for. Never loads one.

use crate::dom::{Attr, Dom, NodeId, Tag};
use memchr::{memchr2, memrchr};

/// The address of an image, as the page spells it; none where it is there to count readers, or has no address.
/// Pages that load images late put a stand-in into `src` and the address elsewhere.
pub(super) fn address(dom: &Dom, n: NodeId) -> Option<&str> {
    if is_pixel(dom, n) {
        return None;
    }
    own_address(dom, n).or_else(|| picture_address(dom, n)).or_else(|| unscripted_address(dom, n))
}

fn own_address(dom: &Dom, n: NodeId) -> Option<&str> {
    let value = |attr| dom.attr(n, attr).map(str::trim).filter(|v| !v.is_empty());
    let real = |attr| value(attr).filter(|v| !is_stand_in(v));
    let late = [Attr::DataSrc, Attr::DataLazySrc, Attr::DataOriginal].into_iter().find_map(real);
    let sets = || [Attr::Srcset, Attr::DataSrcset].into_iter().find_map(|attr| value(attr).and_then(largest));
    late.or_else(|| real(Attr::Src)).or_else(sets)
}

/// The largest of the `<source>`s beside the image in its `<picture>`.
fn picture_address(dom: &Dom, n: NodeId) -> Option<&str> {
    let picture = dom.parent(n).filter(|&p| dom.tag(p) == Tag::Picture)?;
    let sources = dom.children(picture).filter(|&c| dom.tag(c) == Tag::Source);
    let sets = sources.filter_map(|c| dom.attr(c, Attr::Srcset).or_else(|| dom.attr(c, Attr::DataSrcset)));
    sets.filter_map(largest).next()
}

/// The image that stands behind this one for readers without scripts.
fn unscripted_address(dom: &Dom, n: NodeId) -> Option<&str> {
    let parent = dom.parent(n)?;
    let end = dom.end(parent);
    let mut next = dom.end(n);
    while next < end && dom.tag(next) == Tag::Text && !dom.has_text(next) {
        next = dom.end(next);
    }
    let noscript = Some(next).filter(|&next| next < end && dom.tag(next) == Tag::Noscript)?;
    dom.first(noscript, Tag::Img).and_then(|img| own_address(dom, img))
}

/// The address of the widest or densest image of a `srcset`.
fn largest(set: &str) -> Option<&str> {
    let mut best: Option<(f64, &str)> = None;
    let mut words = set.split_ascii_whitespace();
    while let Some(url) = words.next() {
        let (address, size) = match url.strip_suffix(',') {
            Some(address) => (address, "1x"),
            None => (url, words.next().unwrap_or("1x")),
        };
        let size: f64 = size.trim_end_matches(',').trim_end_matches(['w', 'x', 'h']).parse().unwrap_or(1.0);
        if !is_stand_in(address) && best.is_none_or(|(most, _)| size > most) {
            best = Some((size, address));
        }
    }
    best.map(|(_, address)| address)
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

/// Whether the image is one point large: it is there to be counted.
fn is_pixel(dom: &Dom, n: NodeId) -> bool {
    let size = |attr| dom.attr(n, attr).and_then(|v| v.trim().trim_end_matches("px").parse::<u32>().ok());
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
