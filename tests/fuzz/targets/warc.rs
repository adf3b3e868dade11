//! The readers of all containers, WARC the first of them: any bytes, by content alone and under names that promise a
//! format. The number of bytes chooses the name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pagesieve::input::{InputFormat, Inputs, Item};
use pagesieve::limits::Limits;
use pagesieve::place::Place;
use std::io::Cursor;

const NAMES: [&str; 7] = ["-", "log.warc.gz", "log.arc.gz", "site.zip", "site.tar.gz", "pages.jsonl", "page.html"];

/// What packed data begins with.
const MAGIC: [&[u8]; 4] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ\0"];

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { page_bytes: 1 << 20, ..Limits::default() };
    let name = NAMES[bytes.len() % NAMES.len()];
    // what lies in a packed archive has places in what it is unpacked to
    let is_packed = MAGIC.iter().any(|magic| bytes.windows(magic.len()).any(|window| window == *magic));
    let length = if is_packed { u64::MAX } else { bytes.len() as u64 };
    let lies_in = |place: &Place| place.path != name || place.offset.saturating_add(place.length) <= length;
    let mut inputs = Inputs::from_reader(name, Cursor::new(bytes.to_vec()), InputFormat::Auto, &limits);
    let mut n_items = 0usize;
    let mut n_lost = 0;
    for item in &mut inputs {
        n_items += 1;
        match item {
            Item::Page(page) => {
                assert!(page.bytes.len() <= limits.page_bytes);
                assert!(lies_in(&page.place), "{:?}", page.place);
            }
            Item::Damage(error) => {
                assert!(!error.why.contains("panicked"), "{error}");
                assert!(lies_in(&error.place), "{error:?}");
                n_lost += if error.is_unpacked { 0 } else { error.place.length };
            }
            Item::Bad(error) => {
                assert!(!error.to_string().contains("panic"), "{error}");
                assert!(lies_in(&error.place), "{error:?}");
            }
            Item::PassedOver(_) => {}
        }
    }
    // a packed one may hold more lines than it has bytes
    assert!(is_packed || n_items <= 2 * bytes.len() + 1, "{n_items} items of {} bytes", bytes.len());
    assert_eq!(inputs.bytes_read(), bytes.len() as u64);
    assert!(n_lost <= bytes.len() as u64, "{n_lost} bytes lost of {}", bytes.len());
});
