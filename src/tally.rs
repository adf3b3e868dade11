//! Counts of a run. Two tallies add up to one, so that batches, threads and machines merge the same way.

use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// Damage that is written out in full; further damage is counted only.
const DAMAGE_KEPT: usize = 1000;

/// What happened to a run's pages.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Records written: one per page.
    pub pages: u64,
    /// Pages by status; the sum is `pages`.
    pub by_status: BTreeMap<String, u64>,
    /// Pages that are not `ok`, by the first word of their reason.
    pub by_reason: BTreeMap<String, u64>,
    /// Blocks removed, by rule.
    pub removed: BTreeMap<String, u64>,
    /// Leftovers removed, by the wording that gave them away and its system.
    pub leftover_wordings: BTreeMap<String, u64>,
    /// Records of containers that are no pages, by kind.
    pub passed_over: BTreeMap<String, u64>,
    /// Stretches of input that could not be read as records.
    pub n_damaged: u64,
    /// Their places and causes, the first 1,000.
    pub damage: Vec<String>,
    /// Words kept.
    pub words: u64,
    /// Bytes of the pages, uncompressed.
    pub page_bytes: u64,
    /// Bytes taken from the input files.
    pub input_bytes: u64,
    /// Bytes written.
    pub output_bytes: u64,
    /// Wall-clock seconds of the run.
    pub seconds: f64,
}

impl Tally {
    /// Pages with this status.
    pub fn status(&self, status: &str) -> u64 {
        self.by_status.get(status).copied().unwrap_or(0)
    }

    /// Counts one stretch of damage.
    pub fn damaged(&mut self, what: String) {
        self.n_damaged += 1;
        if self.damage.len() < DAMAGE_KEPT {
            self.damage.push(what);
        }
    }
}

fn merge(into: &mut BTreeMap<String, u64>, from: BTreeMap<String, u64>) {
    for (key, n) in from {
        *into.entry(key).or_default() += n;
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.pages += other.pages;
        merge(&mut self.by_status, other.by_status);
        merge(&mut self.by_reason, other.by_reason);
        merge(&mut self.removed, other.removed);
        merge(&mut self.leftover_wordings, other.leftover_wordings);
        merge(&mut self.passed_over, other.passed_over);
        self.n_damaged += other.n_damaged;
        self.damage.extend(other.damage);
        self.damage.truncate(DAMAGE_KEPT);
        self.words += other.words;
        self.page_bytes += other.page_bytes;
        self.input_bytes += other.input_bytes;
        self.output_bytes += other.output_bytes;
        self.seconds += other.seconds;
    }
}

impl std::ops::Add for Tally {
    type Output = Tally;

    fn add(mut self, other: Tally) -> Tally {
        self += other;
        self
    }
}
