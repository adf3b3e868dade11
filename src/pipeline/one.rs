//! One item to its record and its counts. A page that panics costs that page. Starts no thread, writes nothing.

use crate::cleaner::{Clean, CleanPage, Workspace};
use crate::error::{PageError, PageErrorKind, panic_message};
use crate::input::{Item, RawPage};
use crate::tally::Tally;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pages over this many bytes leave large buffers behind, which are given back, so that a worker's memory does not stay
/// at that of the largest page it met.
const SPACE_KEPT: usize = 1 << 20;

/// What is made of a page's record, unless the page panics or cannot be cleaned: buffers that a panic may have left half
/// filled are thrown away.
pub(super) fn guarded<T>(
    cleaner: &dyn Clean,
    space: &mut Workspace,
    raw: &RawPage,
    make: impl FnOnce(CleanPage) -> Result<T, PageErrorKind>,
) -> Result<T, PageErrorKind> {
    let made = catch_unwind(AssertUnwindSafe(|| {
        let page = cleaner.page(space, raw);
        make(page.unwrap_or_else(|error| CleanPage::of_error(&error, raw.given_id.as_deref(), cleaner.id_from())))
    }));
    if made.is_err() || raw.bytes.len() > SPACE_KEPT {
        *space = Workspace::default();
    }
    made.unwrap_or_else(|panic| Err(PageErrorKind::Panic(panic_message(panic.as_ref()).to_owned())))
}

/// The record of a page, whatever the page does: one that cannot be cleaned has its status and reason.
pub fn record(cleaner: &dyn Clean, space: &mut Workspace, raw: &RawPage) -> CleanPage {
    guarded(cleaner, space, raw, Ok).unwrap_or_else(|kind| {
        let error = PageError { place: raw.place.clone(), url: raw.url.clone(), kind };
        CleanPage::of_error(&error, raw.given_id.as_deref(), cleaner.id_from())
    })
}

/// What one item gives: its record, if it is a page, and its counts but for those of bytes read and written.
pub fn outcome(cleaner: &dyn Clean, space: &mut Workspace, item: &Item) -> (Option<CleanPage>, Tally) {
    match item {
        Item::Page(raw) => {
            let page = record(cleaner, space, raw);
            let tally = tally(&page, raw.bytes.len());
            (Some(page), tally)
        }
        Item::Bad(error) => {
            let page = CleanPage::of_error(error, None, cleaner.id_from());
            let tally = tally(&page, 0);
            (Some(page), tally)
        }
        Item::PassedOver(kind) => (None, Tally::passed_over(kind)),
        Item::Damage(error) => (None, Tally::damage(error)),
    }
}

/// The counts of a page of so many bytes.
pub(super) fn tally(page: &CleanPage, page_bytes: usize) -> Tally {
    let mut tally = Tally { pages: 1, page_bytes: page_bytes as u64, words: page.words, ..Tally::default() };
    tally.by_status.insert(page.status.name().to_owned(), 1);
    if let Some(reason) = &page.reason {
        let code = reason.split(':').next().unwrap_or_default();
        tally.by_reason.insert(code.to_owned(), 1);
    }
    tally.leftover_wordings = page.leftover_wordings.iter().map(|(w, n)| (w.clone(), u64::from(*n))).collect();
    tally.removed = page.removed.iter().map(|(rule, n)| (rule.clone(), u64::from(*n))).collect();
    tally
}
