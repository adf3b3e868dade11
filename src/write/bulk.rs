//! A page as the bulk requests of Elasticsearch and OpenSearch have it: a line that says what to do, and the document. The
//! index is named by who sends it. Pages without text get nothing.

use super::document::{document, host, is_indexed};
use crate::cleaner::CleanPage;
use serde::Serialize;
use std::io;

/// What a line asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BulkAction {
    /// Put the document there, over an earlier one of its id.
    #[default]
    Index,
    /// Put it there unless one of its id is.
    Create,
    /// Take the one of this id away.
    Delete,
}

/// How the requests are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bulk {
    /// What to do with each document. Default: index.
    pub action: BulkAction,
    /// Keep a host's pages on one shard of the index. Default: no.
    pub is_routed: bool,
}

#[derive(Serialize)]
struct Target<'a> {
    _id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    routing: Option<&'a str>,
}

impl Bulk {
    /// Appends what one page asks for.
    pub(super) fn page(self, page: &CleanPage, out: &mut Vec<u8>) -> io::Result<()> {
        if !is_indexed(page) {
            return Ok(());
        }
        self.line(self.action, &page.id, self.routing(page).as_deref(), out)?;
        serde_json::to_writer(&mut *out, &document(page, false))?;
        out.push(b'\n');
        Ok(())
    }

    /// What the page is kept beside.
    pub(super) fn routing(self, page: &CleanPage) -> Option<String> {
        self.is_routed.then(|| host(page)).flatten()
    }

    /// Appends the line of an action.
    pub(super) fn line(self, action: BulkAction, id: &str, routing: Option<&str>, out: &mut Vec<u8>) -> io::Result<()> {
        let name = match action {
            BulkAction::Index => "index",
            BulkAction::Create => "create",
            BulkAction::Delete => "delete",
        };
        let line = std::collections::BTreeMap::from([(name, Target { _id: id, routing })]);
        serde_json::to_writer(&mut *out, &line)?;
        out.push(b'\n');
        Ok(())
    }
}
