//! The page's image. In: preview cards and JSON-LD. Out: an address as it stands there, never that of a file which systems put
//! where there is no image.

use super::Found;
use super::linked_data::LinkedData;
use super::tags::Tags;

/// The image by the first source that names one.
pub(super) fn of_page(tags: &Tags, linked: &LinkedData) -> Option<Found<String>> {
    let mut said = ["og:image", "og:image:url", "twitter:image"].into_iter().filter_map(|name| tags.first(&[name]));
    let is_shown = |found: &Found<String>| !is_blank(&found.value);
    said.find(is_shown).or_else(|| linked.text("image").filter(is_shown))
}

/// Whether a file is called after its having no picture, with its size behind it at most: `blank.jpg`,
/// `placeholder-600x400.png`.
fn is_blank(address: &str) -> bool {
    const NAMES: [&str; 5] = ["blank", "spacer", "placeholder", "transparent", "1x1"];
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_size = |word: &str| word.bytes().all(|b| b.is_ascii_digit() || b == b'x') && word.contains('x');
    let mut words = name.split(['-', '_']);
    match words.next() {
        // a phone is called so, too
        Some("pixel") => words.next() == Some("1x1"),
        Some(word) => NAMES.contains(&word) && words.all(is_size),
        None => false,
    }
}
