//! Items to records, on many threads. Writes nothing.

use super::apart::{Apart, Hand};
use super::one;
use super::read::{Batch, Taken};
use crate::cleaner::{Clean, CleanPage, Source, Status, Workspace};
use crate::error::{InputError, PageError, PageErrorKind};
use crate::input::{Item, RawPage};
use crate::tally::Tally;
use crate::write::{Format, Stamp};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};

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
    pub(super) stamp: Stamp,
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
    pub(super) format: &'a Format,
    /// What processes to clean in; in this one where there are none.
    pub(super) apart: Option<&'a Apart>,
    /// Set once nobody takes what is cleaned.
    pub(super) given_up: &'a AtomicBool,
}

impl Worker<'_> {
    /// The outcomes of a batch, in its order; fewer once the run is given up.
    pub(super) fn batch(self, mut batch: Batch<'_>) -> (Batch<'_>, Vec<Done>) {
        let clean = |taken: &mut Taken| {
            let item = taken.item.take()?;
            SPACE.with_borrow_mut(|space| self.one(space, &item))
        };
        let done: Vec<Option<Done>> = batch.items.par_iter_mut().map(clean).collect();
        let done: Vec<Done> = done.into_iter().map_while(|done| done).collect();
        let records = done.iter().filter_map(|done| done.record.as_ref());
        batch.place.resize(records.map(|record| record.bytes.capacity() as u64).sum());
        (batch, done)
    }

    fn one(self, space: &mut Workspace, item: &Item) -> Option<Done> {
        if self.given_up.load(Ordering::Relaxed) {
            return None;
        }
        match item {
            Item::Page(raw) => Some(self.page(space, raw)),
            Item::Bad(error) => Some(self.failed(error, None, 0)),
            Item::PassedOver(kind) => Some(Done { record: None, tally: Tally::passed_over(kind), failure: None }),
            Item::Damage(error) => {
                Some(Done { record: None, tally: Tally::damage(error), failure: Some(error.to_string()) })
            }
        }
    }

    /// The outcome of a page, cleaned here or by a process of its own.
    pub(super) fn page(self, space: &mut Workspace, raw: &RawPage) -> Done {
        let outcome = match self.apart {
            Some(apart) => HAND.with_borrow_mut(|hand| apart.page(hand, raw)),
            None => one::guarded(self.cleaner, space, raw, |page| done(&page, raw.bytes.len(), self.format)),
        };
        outcome.unwrap_or_else(|kind| {
            let error = PageError { place: raw.place.clone(), url: raw.url.clone(), kind };
            self.failed(&error, raw.given_id.as_deref(), raw.bytes.len())
        })
    }

    /// The outcome of a page that gives no content.
    fn failed(self, error: &PageError, given_id: Option<&str>, page_bytes: usize) -> Done {
        let page = CleanPage::of_error(error, given_id, self.cleaner.id_from());
        done(&page, page_bytes, self.format).unwrap_or_else(|_| {
            // a record of nothing but strings that cannot be written: the page counts as lost
            let PageError { place, kind, .. } = error.clone();
            // a page's place does not say whether it is one of the file's own bytes
            let lost = InputError { place, is_unpacked: true, why: kind.to_string() };
            Done { record: None, tally: Tally::damage(&lost), failure: Some(error.to_string()) }
        })
    }
}

/// A page's outcome as it is written and counted.
fn done(page: &CleanPage, page_bytes: usize, format: &Format) -> Result<Done, PageErrorKind> {
    let mut bytes = Vec::new();
    format.page(page, &mut bytes).map_err(|e| PageErrorKind::Panic(format!("the record cannot be written: {e}")))?;
    let tally = one::tally(page, page_bytes);
    let error_line = (page.status != Status::Ok).then(|| error_line(page));
    let failure = (page.status == Status::Failed).then(|| {
        let Source { path, record, .. } = &page.source;
        format!("{path} record {record}: {}", page.reason.as_deref().unwrap_or_default())
    });
    let stamp = format.stamp(page, &bytes);
    Ok(Done { record: Some(Record { bytes, error_line, stamp }), tally, failure })
}

fn error_line(page: &CleanPage) -> String {
    let line = serde_json::json!({
        "id": page.id, "source": page.source, "status": page.status, "reason": page.reason, "url": page.url,
    });
    line.to_string() + "\n"
}
