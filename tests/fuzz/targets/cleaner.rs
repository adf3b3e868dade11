//! From bytes to record: HTML and plain text. Records are valid JSON that reads back as itself, their sections have the
//! form that all have, and every format writes them.

#![no_main]

#[path = "../../laws/mod.rs"]
mod laws;

use libfuzzer_sys::fuzz_target;
use pagesieve::cleaner::Workspace;
use pagesieve::sections;
use pagesieve::write::{Bulk, Chunks, Format};
use pagesieve::{CleanPage, Cleaner, Config, RawPage};
use serde_json::Value;
use std::cell::RefCell;
use std::sync::LazyLock;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(|| {
    let sections = sections::Settings { links: true, images: true, ..sections::Settings::default() };
    Cleaner::new(Config { sections, explain: true, ..Config::default() })
});

/// The formats that write one page after another, and whether each line of them is JSON.
static FORMATS: LazyLock<[(Format, bool); 7]> = LazyLock::new(|| {
    [
        (Format::Markdown, false),
        (Format::Text, false),
        (Format::Trec, false),
        (Format::Bulk(Bulk::default()), true),
        (Format::Chunks(Chunks { budget: 20, overlap: 4, ..Chunks::default() }), true),
        (Format::Vespa, true),
        (Format::Documents, true),
    ]
});

thread_local! {
    static WORKSPACE: RefCell<Workspace> = RefCell::default();
}

fuzz_target!(|bytes: &[u8]| {
    for raw in [RawPage::html(bytes, Some("http://ferry.example/log/4")), RawPage::text(bytes)] {
        // buffers that another page was in make no difference
        let again = WORKSPACE.with_borrow_mut(|workspace| CLEANER.clean_with(workspace, &raw));
        let Ok(clean) = CLEANER.clean(&raw) else {
            assert!(again.is_err());
            continue;
        };
        assert_eq!(Some(&clean), again.as_ref().ok());
        assert_eq!(laws::faults(&clean.sections), Vec::<String>::new());
        let line = serde_json::to_vec(&clean).unwrap();
        let back = CleanPage::of_line(&line).unwrap();
        assert_eq!(line, serde_json::to_vec(&back).unwrap());
        for (format, is_json) in FORMATS.iter() {
            let mut written = Vec::new();
            format.page(&clean, &mut written).unwrap();
            let written = String::from_utf8(written).unwrap();
            for line in written.lines().filter(|_| *is_json) {
                serde_json::from_str::<Value>(line).unwrap();
            }
        }
        CLEANER.explain(&raw).unwrap();
    }
});
