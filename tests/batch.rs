//! Arrow batches of pages: one row out for each row in, whatever the rows hold, and errors that name a column.

#![cfg(feature = "arrow")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use arrow_array::builder::{BinaryViewBuilder, StringViewBuilder};
use arrow_array::{
    ArrayRef, BinaryArray, FixedSizeBinaryArray, Float64Array, Int32Array, LargeBinaryArray, LargeStringArray,
    NullArray, RecordBatch, StringArray, UInt64Array,
};
use pagesieve::cleaner::{Clean, Status, Workspace};
use pagesieve::error::PageError;
use pagesieve::input::{Batch, ColumnError};
use pagesieve::limits::Limits;
use pagesieve::pipeline::outcome;
use pagesieve::{CleanPage, Cleaner, Config, RawPage};
use std::sync::Arc;

const TIDES: &str = "<title>Tides</title><p>The sea rises twice a day, and the boats of the harbour rise with it.</p>";

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap()
}

fn cleaned_by(cleaner: &dyn Clean, batch: &RecordBatch, limits: &Limits) -> Vec<CleanPage> {
    let mut space = Workspace::default();
    let pages = Batch::new(batch, 0, limits).unwrap();
    pages.items().map(|item| outcome(cleaner, &mut space, &item).0.unwrap()).collect()
}

fn cleaned(batch: &RecordBatch) -> Vec<CleanPage> {
    cleaned_by(&Cleaner::new(Config::default()), batch, &Limits::default())
}

#[test]
fn every_layout_of_strings_and_bytes_is_read() {
    let views = |text: &str| {
        let (mut strings, mut bytes) = (StringViewBuilder::new(), BinaryViewBuilder::new());
        strings.append_value(text);
        bytes.append_value(text);
        (Arc::new(strings.finish()), Arc::new(bytes.finish()))
    };
    let (strings, bytes) = views(TIDES);
    let columns: [ArrayRef; 7] = [
        Arc::new(StringArray::from(vec![TIDES])),
        Arc::new(LargeStringArray::from(vec![TIDES])),
        strings,
        Arc::new(BinaryArray::from(vec![TIDES.as_bytes()])),
        Arc::new(LargeBinaryArray::from(vec![TIDES.as_bytes()])),
        bytes,
        Arc::new(FixedSizeBinaryArray::try_from(vec![TIDES.as_bytes()]).unwrap()),
    ];
    for column in columns {
        let kind = column.data_type().clone();
        let page = &cleaned(&batch(vec![("html", column)]))[0];
        assert_eq!((page.status, page.title.as_deref()), (Status::Ok, Some("Tides")), "{kind}");
    }
}

#[test]
fn each_row_gives_a_record_in_its_place() {
    let huge = format!("<p>{}</p>", "word ".repeat(1 << 16));
    let zeros = "\0".repeat(64);
    let html = StringArray::from(vec![Some(TIDES), None, Some(""), Some(&zeros), Some(&huge)]);
    let url = StringArray::from(vec![Some("https://a.example/"), None, None, None, None]);
    let limits = Limits { page_bytes: 1 << 16, ..Limits::default() };
    let batch = batch(vec![("url", Arc::new(url)), ("html", Arc::new(html))]);
    let pages = cleaned_by(&Cleaner::new(Config::default()), &batch, &limits);
    let found: Vec<(Status, &str)> =
        pages.iter().map(|p| (p.status, p.reason.as_deref().unwrap_or_default().split(':').next().unwrap())).collect();
    let wanted = [
        (Status::Ok, ""),
        (Status::Failed, "malformed"),
        (Status::Skipped, "empty"),
        (Status::Skipped, "binary"),
        (Status::Degraded, "truncated"),
    ];
    assert_eq!(found, wanted);
    assert_eq!(pages[0].url.as_deref(), Some("https://a.example/"));
    let ids: std::collections::BTreeSet<&str> = pages.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids.len(), pages.len());
}

#[test]
fn bytes_are_decoded_as_their_charset_says_and_strings_as_what_they_are() {
    let page = "<meta charset=utf-8><p>Die Mühle an der Möhne mahlt das Mehl für das ganze Tal.</p>";
    let latin: Vec<u8> = page.chars().map(|c| c as u8).collect();
    let html: ArrayRef = Arc::new(BinaryArray::from(vec![latin.as_slice()]));
    let charset: ArrayRef = Arc::new(StringArray::from(vec!["iso-8859-1"]));
    let declared = &cleaned(&batch(vec![("html", html), ("charset", charset)]))[0];
    assert!(serde_json::to_string(declared).unwrap().contains("Mühle an der Möhne"));
    // a string says what it is, whatever the page says of itself
    let page = page.replace("utf-8", "iso-8859-1");
    let text = &cleaned(&batch(vec![("html", Arc::new(StringArray::from(vec![page.as_str()])))]))[0];
    assert!(serde_json::to_string(text).unwrap().contains("Mühle an der Möhne"));
}

#[test]
fn rows_that_say_where_they_come_from_have_the_ids_of_a_run() {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("content", Arc::new(StringArray::from(vec![TIDES, "The tide is out. Nobody goes to sea today."]))),
        ("html", Arc::new(NullArray::new(2))),
        ("path", Arc::new(StringArray::from(vec!["pages.jsonl", "pages.jsonl"]))),
        ("record", Arc::new(UInt64Array::from(vec![0, 1]))),
        ("id", Arc::new(Int32Array::from(vec![Some(7), None]))),
    ];
    let pages = cleaned(&batch(columns));
    let lines = format!(
        "{}\n{}\n",
        serde_json::json!({"content": TIDES, "id": 7}),
        serde_json::json!({"content": "The tide is out. Nobody goes to sea today."})
    );
    let inputs = pagesieve::input::Inputs::from_reader(
        "pages.jsonl",
        std::io::Cursor::new(lines),
        pagesieve::input::InputFormat::Jsonl,
        &Limits::default(),
    );
    let mut run = pagesieve::pipeline::Stream::new(inputs);
    let (cleaner, mut space) = (Cleaner::new(Config::default()), Workspace::default());
    for page in &pages {
        let of_run = run.next(&cleaner, &mut space).unwrap();
        assert_eq!((&page.id, &page.sections, page.status), (&of_run.id, &of_run.sections, of_run.status));
    }
    assert!(run.next(&cleaner, &mut space).is_none() && run.has_ended());
}

#[test]
fn errors_name_the_column() {
    let refused = |columns| Batch::new(&batch(columns), 0, &Limits::default()).err().unwrap();
    let numbers = || -> ArrayRef { Arc::new(Float64Array::from(vec![1.5])) };
    let html = || -> ArrayRef { Arc::new(StringArray::from(vec![TIDES])) };
    let missing = refused(vec![("body", html()), ("address", html())]);
    assert_eq!(missing, ColumnError::Missing(vec!["body".to_owned(), "address".to_owned()]));
    assert_eq!(missing.to_string(), "no column `html`, `text` or `content`; there are: body, address");
    for name in ["html", "url", "id", "record"] {
        let columns = if name == "html" { vec![(name, numbers())] } else { vec![("html", html()), (name, numbers())] };
        let error = refused(columns).to_string();
        assert!(error.starts_with(&format!("column `{name}` holds Float64, not ")), "{error}");
    }
}

/// Cleans, but for pages that say so.
struct Panics(Cleaner);

impl Clean for Panics {
    fn page(&self, workspace: &mut Workspace, raw: &RawPage) -> Result<CleanPage, PageError> {
        assert!(!raw.bytes.starts_with(b"panic"), "on demand");
        self.0.page(workspace, raw)
    }
}

#[test]
fn a_page_that_panics_is_a_failed_row() {
    let html = StringArray::from(vec![TIDES, "panic", TIDES]);
    let cleaner = Panics(Cleaner::new(Config::default()));
    let pages = cleaned_by(&cleaner, &batch(vec![("html", Arc::new(html))]), &Limits::default());
    assert_eq!(pages[1].reason.as_deref(), Some("panic: on demand"));
    assert_eq!(pages.iter().map(|p| p.status).collect::<Vec<_>>(), [Status::Ok, Status::Failed, Status::Ok]);
    assert_eq!(pages[0].sections, pages[2].sections);
}
