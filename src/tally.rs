//! Counts of a run. Two tallies add up to one, so that batches, threads, sessions and machines merge the same way.

use crate::error::InputError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// Damage that is written out in full; further damage is counted only.
const DAMAGE_KEPT: usize = 1000;

/// What happened to a run's pages. `pages` is the sum of `by_status`; those not `ok` are the sum of `by_reason`; every
/// count here is the sum of the inputs' where these have it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Records written: one per page.
    pub pages: u64,
    /// Pages by status; the sum is `pages`.
    pub by_status: BTreeMap<String, u64>,
    /// Pages that are not `ok`, by the first word of their reason.
    pub by_reason: BTreeMap<String, u64>,
    /// Each input as it was named, in order.
    pub inputs: Vec<InputTally>,
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
    /// Bytes of the input files in them, none of them counted twice: no more than `input_bytes`.
    pub bytes_lost: u64,
    /// Bytes in those that lie in what a packed file or an archive in an archive holds, where no bytes of the input file
    /// stand for them alone: counted unpacked, so that there may be more than the file has.
    pub unpacked_bytes_lost: u64,
    /// Records that were not written, since the run that this one is compared with wrote the same.
    pub unchanged: u64,
    /// Pages of that run which this one did not meet, and said so.
    pub gone: u64,
    /// Those that it did not meet and said nothing of: they may stand in what could not be read.
    pub unmet: u64,
    /// Words kept.
    pub words: u64,
    /// Bytes of the pages, uncompressed.
    pub page_bytes: u64,
    /// Bytes taken from the input files.
    pub input_bytes: u64,
    /// Bytes written.
    pub output_bytes: u64,
    /// Wall-clock seconds of the run; of all its sessions, where it was resumed.
    pub seconds: f64,
}

/// What one input gave: a file, a directory with all files below it, or standard input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InputTally {
    /// Its name as records have it.
    pub path: String,
    /// Bytes taken from it.
    pub bytes_read: u64,
    /// Bytes of it in stretches that could not be read as records.
    pub bytes_lost: u64,
    /// Bytes in such stretches of what it holds unpacked.
    pub unpacked_bytes_lost: u64,
    /// Such stretches.
    pub n_damaged: u64,
    /// Pages, each of which gave a record.
    pub pages: u64,
    /// Pages by status; the sum is `pages`.
    pub by_status: BTreeMap<String, u64>,
    /// Records that are no pages.
    pub passed_over: u64,
}

impl Tally {
    /// A tally of nothing, over inputs of these names.
    pub fn of(inputs: &[String]) -> Tally {
        let inputs = inputs.iter().map(|path| InputTally { path: path.clone(), ..InputTally::default() }).collect();
        Tally { inputs, ..Tally::default() }
    }

    /// Pages with this status.
    pub fn status(&self, status: &str) -> u64 {
        self.by_status.get(status).copied().unwrap_or(0)
    }

    /// What went wrong: pages failed and stretches of input lost.
    pub fn failures(&self) -> u64 {
        self.status("failed") + self.n_damaged
    }

    /// That of one record that is no page.
    pub fn passed_over(kind: &str) -> Tally {
        Tally { passed_over: BTreeMap::from([(kind.to_owned(), 1)]), ..Tally::default() }
    }

    /// That of one stretch of damage.
    pub fn damage(error: &InputError) -> Tally {
        let lost = Tally { n_damaged: 1, damage: vec![error.to_string()], ..Tally::default() };
        let bytes = error.place.length;
        if error.is_unpacked {
            Tally { unpacked_bytes_lost: bytes, ..lost }
        } else {
            Tally { bytes_lost: bytes, ..lost }
        }
    }

    /// Adds what one item of the input of this number gave.
    pub fn add(&mut self, input: usize, item: Tally) {
        let of_input = self.input(input);
        of_input.pages += item.pages;
        of_input.bytes_lost += item.bytes_lost;
        of_input.unpacked_bytes_lost += item.unpacked_bytes_lost;
        of_input.n_damaged += item.n_damaged;
        of_input.passed_over += item.passed_over.values().sum::<u64>();
        for (status, n) in &item.by_status {
            *of_input.by_status.entry(status.clone()).or_default() += n;
        }
        *self += item;
    }

    /// The counts of the input of this number.
    pub fn input(&mut self, number: usize) -> &mut InputTally {
        if self.inputs.len() <= number {
            self.inputs.resize_with(number + 1, InputTally::default);
        }
        &mut self.inputs[number]
    }
}

/// The account of a run as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`REPORT_SCHEMA`].
    pub schema: String,
    /// How the run ended: `complete`, `interrupted`, `too-many-failures` or `failed`.
    pub end: String,
    /// What it failed of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<String>,
    /// What was counted.
    #[serde(flatten)]
    pub tally: Tally,
}

/// Name and version of the report's format.
pub const REPORT_SCHEMA: &str = "pagesieve-report/1";

/// The end of a run that read all of its inputs.
pub const COMPLETE: &str = "complete";

impl Report {
    /// The account of a run that ended so.
    pub fn new(end: &str, error: Option<String>, tally: Tally) -> Report {
        Report { schema: REPORT_SCHEMA.to_owned(), end: end.to_owned(), error, tally }
    }

    /// Adds the account of a run over other inputs, or over other parts of them: counts add up, those of inputs by their
    /// name. Complete is what has only complete parts; `seconds` are those of all parts together, one after another.
    pub fn join(&mut self, other: Report) {
        if self.end == COMPLETE {
            self.end = other.end;
        }
        self.error = self.error.take().or(other.error);
        let mut tally = other.tally;
        for input in std::mem::take(&mut tally.inputs) {
            match self.tally.inputs.iter_mut().find(|i| i.path == input.path) {
                Some(same) => *same += input,
                None => self.tally.inputs.push(input),
            }
        }
        self.tally += tally;
    }
}

fn merge(into: &mut BTreeMap<String, u64>, from: BTreeMap<String, u64>) {
    for (key, n) in from {
        *into.entry(key).or_default() += n;
    }
}

impl AddAssign for InputTally {
    fn add_assign(&mut self, other: InputTally) {
        if self.path.is_empty() {
            self.path = other.path;
        }
        self.bytes_read += other.bytes_read;
        self.bytes_lost += other.bytes_lost;
        self.unpacked_bytes_lost += other.unpacked_bytes_lost;
        self.n_damaged += other.n_damaged;
        self.pages += other.pages;
        merge(&mut self.by_status, other.by_status);
        self.passed_over += other.passed_over;
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.pages += other.pages;
        merge(&mut self.by_status, other.by_status);
        merge(&mut self.by_reason, other.by_reason);
        for (number, input) in other.inputs.into_iter().enumerate() {
            *self.input(number) += input;
        }
        merge(&mut self.removed, other.removed);
        merge(&mut self.leftover_wordings, other.leftover_wordings);
        merge(&mut self.passed_over, other.passed_over);
        self.n_damaged += other.n_damaged;
        self.damage.extend(other.damage);
        self.damage.truncate(DAMAGE_KEPT);
        self.bytes_lost += other.bytes_lost;
        self.unpacked_bytes_lost += other.unpacked_bytes_lost;
        self.unchanged += other.unchanged;
        self.gone += other.gone;
        self.unmet += other.unmet;
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
