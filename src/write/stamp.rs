//! What tells whether what is written of a page has changed: in memory, and as a line of the file that keeps it.

use serde::{Deserialize, Serialize};

/// A page that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The record's id.
    pub id: u128,
    /// XXH3 of what was written of it, but for where in its file it stands.
    pub hash: u128,
    /// What it is kept beside, where that takes part in naming it.
    pub routing: Option<Box<str>>,
}

impl Stamp {
    /// The stamp that a line holds.
    pub(crate) fn parse(line: &str) -> Option<Stamp> {
        let mut parts = line.split(' ');
        let mut number = || parts.next().filter(|p| p.len() == 32).and_then(|p| u128::from_str_radix(p, 16).ok());
        let (id, hash) = (number()?, number()?);
        let routing = parts.next().map(Box::from);
        parts.next().is_none().then_some(Stamp { id, hash, routing })
    }

    /// Its line.
    pub(crate) fn line(&self) -> String {
        let Stamp { id, hash, routing } = self;
        let routing = routing.as_deref().map(|r| format!(" {r}")).unwrap_or_default();
        format!("{id:032x} {hash:032x}{routing}\n")
    }
}
