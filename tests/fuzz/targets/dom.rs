//! Tokenizer and tree builder against stock html5ever. Exceptions: NUL, which is left out of the page, trees that a
//! bound has cut short, those that `trees` lists, and pages with a `<noscript>`, which ends what is left open in it.

#![no_main]

#[path = "../../trees/mod.rs"]
mod trees;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let page = String::from_utf8_lossy(bytes);
    if page.replace('\0', "").to_ascii_lowercase().contains("noscript") {
        return;
    }
    assert_eq!(trees::difference(&page), None);
});
