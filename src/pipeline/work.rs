//! Items to records, on many threads. A page that panics costs that page. Writes nothing.

use super::apart::{Apart, Hand};
use super::read::{Batch, Taken};
use crate::cleaner::{Clean, CleanPage, Source, Status, Workspace};
use crate::error::{PageError, PageErrorKind, panic_message};
use crate::input::{Item, RawPage};
use crate::tally::Tally;
use crate::write::Format;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

/// Pages over this many bytes leave large buffers behind, which are given back, so that a worker's memory does not stay
/// at that of the largest page it met.
const SPACE_KEPT: usize = 4 << 20;

/// One item's outcome.
#[derive(Serialize, Deserialize)]
pub(super) struct Done {
    /// The record and its line for the errors file, if the item gives one.
    pub(super) record: Option<Record>,
    /// Its counts, but for those of bytes read and written.
    pub(super) tally: Tally,
    /// Place and cause, if it is a failure.
    pub(super) failure: Option<String>,
}

/// A page's record, as it is written.
#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    #[serde(skip)]
    pub(super) bytes: Vec<u8>,
    pub(super) error_line: Option<String>,
}

thread_local! {
    /// A worker's buffers, for as long as its pool lives: fresh ones for each batch cost more page faults than the cleaning
    /// costs work. A panic leaves nothing in them that the next page would read.
    static SPACE: RefCell<Workspace> = RefCell::default();
    /// The process that cleans for this worker, if workers are to be apart.
    static HAND: RefCell<Option<Hand>> = const { RefCell::new(None) };
}

/// Cleans batches.
#[derive(Clone, Copy)]
pub(super) struct Worker<'a> {
    pub(super) cleaner: &'a dyn Clean,
    pub(super) format: Format,
    /// What processes to clean in; in this one where there are none.
    pub(super) apart: Option<&'a Apart>,
    /// Set once nobody takes what is cleaned.
    pub(super) given_up: &'a AtomicBool,
}

impl Worker<'_> {
    /// The outcomes of a batch, in its order; fewer once the run is given up.
    pub(super) fn batch(self, batch: Batch) -> (Batch, Vec<Done>) {
        let clean = |taken: &Taken| SPACE.with_borrow_mut(|space| self.one(space, taken));
        let done: Vec<Option<Done>> = batch.items.par_iter().map(clean).collect();
        (batch, done.into_iter().map_while(|done| done).collect())
    }

    fn one(self, space: &mut Workspace, taken: &Taken) -> Option<Done> {
        if self.given_up.load(Ordering::Relaxed) {
            return None;
        }
        let mut tally = Tally::default();
        match &taken.item {
            Item::Page(raw) => Some(self.page(space, raw)),
            Item::Bad(error) => Some(self.failed(error, None, 0)),
            Item::PassedOver(kind) => {
                tally.passed_over.insert((*kind).to_owned(), 1);
                Some(Done { record: None, tally, failure: None })
            }
            Item::Damage(error) => {
                tally.damaged(error.to_string(), error.place.length);
                Some(Done { record: None, tally, failure: Some(error.to_string()) })
            }
        }
    }

    /// The outcome of a page, cleaned here or by a process of its own.
    pub(super) fn page(self, space: &mut Workspace, raw: &RawPage) -> Done {
        let outcome = match self.apart {
            Some(apart) => HAND.with_borrow_mut(|hand| apart.page(hand, raw)),
            None => self.guarded(space, raw),
        };
        if raw.bytes.len() > SPACE_KEPT {
            *space = Workspace::default();
        }
        outcome.unwrap_or_else(|kind| {
            let error = PageError { place: raw.place.clone(), url: raw.url.clone(), kind };
            self.failed(&error, raw.given_id.as_deref(), raw.bytes.len())
        })
    }

    /// A panic costs its page, not the run; the buffers it may have left half filled are thrown away.
    fn guarded(self, space: &mut Workspace, raw: &RawPage) -> Result<Done, PageErrorKind> {
        let made = catch_unwind(AssertUnwindSafe(|| {
            let page = self.cleaner.page(space, raw);
            let page = page.unwrap_or_else(|error| CleanPage::of_error(&error, raw.given_id.as_deref()));
            done(&page, raw.bytes.len(), self.format)
        }));
        made.unwrap_or_else(|panic| {
            *space = Workspace::default();
            Err(PageErrorKind::Panic(panic_message(panic.as_ref()).to_owned()))
        })
    }

    /// The outcome of a page that gives no content.
    fn failed(self, error: &PageError, given_id: Option<&str>, page_bytes: usize) -> Done {
        let page = CleanPage::of_error(error, given_id);
        done(&page, page_bytes, self.format).unwrap_or_else(|_| {
            // a record of nothing but strings that cannot be written: the page counts as lost
            let mut tally = Tally::default();
            tally.damaged(error.to_string(), error.place.length);
            Done { record: None, tally, failure: Some(error.to_string()) }
        })
    }
}

/// A page's outcome as it is written and counted.
fn done(page: &CleanPage, page_bytes: usize, format: Format) -> Result<Done, PageErrorKind> {
    let mut bytes = Vec::new();
    format.page(page, &mut bytes).map_err(|e| PageErrorKind::Panic(format!("the record cannot be written: {e}")))?;
    let mut tally = Tally::default();
    count(&mut tally, page, page_bytes);
    let error_line = (page.status != Status::Ok).then(|| error_line(page));
    let failure = (page.status == Status::Failed).then(|| {
        let Source { path, record, .. } = &page.source;
        format!("{path} record {record}: {}", page.reason.as_deref().unwrap_or_default())
    });
    Ok(Done { record: Some(Record { bytes, error_line }), tally, failure })
}

fn count(tally: &mut Tally, page: &CleanPage, page_bytes: usize) {
    tally.pages = 1;
    tally.page_bytes = page_bytes as u64;
    tally.words = page.words;
    tally.by_status.insert(page.status.name().to_owned(), 1);
    if let Some(reason) = &page.reason {
        let code = reason.split(':').next().unwrap_or_default();
        tally.by_reason.insert(code.to_owned(), 1);
    }
    tally.leftover_wordings = page.leftover_wordings.iter().map(|(w, n)| (w.clone(), u64::from(*n))).collect();
    tally.removed = page.removed.iter().map(|(rule, n)| (rule.clone(), u64::from(*n))).collect();
}

fn error_line(page: &CleanPage) -> String {
    let line = serde_json::json!({
        "id": page.id, "source": page.source, "status": page.status, "reason": page.reason, "url": page.url,
    });
    line.to_string() + "\n"
}
