//! What an earlier run wrote, page by page, so that a run writes only what is new or has changed and says what is gone: ids
//! with hashes of what was written in, changes out, and the file that the next run compares with. Reads no page.

use crate::error::RunError;
use crate::output::Target;
use crate::write::Stamp;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

/// First line of the file; then one line a page, ascending: id, hash, and what the page is kept beside, parted by spaces.
const HEADER: &str = "pagesieve-pages/1";
/// Bytes of lines gathered before they are written.
const PIECE: usize = 1 << 16;

/// What became of a page since the earlier run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there.
    New,
    /// Something else was written of it, this.
    Changed(Stamp),
    /// Nothing.
    Same,
}

/// The pages of the earlier run, if there is one, and those of this.
#[derive(Debug, Default)]
pub struct Updates {
    /// Ascending by id; of those that were met again, what was written of them last.
    before: Vec<Stamp>,
    /// Which of them were met again.
    is_met: Vec<bool>,
    /// Those that the earlier run did not have: hash and routing by id.
    new: HashMap<u128, (u128, Option<Box<str>>)>,
}

impl Updates {
    /// A run after the one that wrote the file at `path`.
    ///
    /// # Errors
    /// Where it cannot be read or is none of ours; the line is named.
    pub fn since(path: &Path) -> Result<Updates, RunError> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|e| RunError::new(&name, e))?;
        let mut lines = BufReader::new(file).lines();
        let first = lines.next().transpose().map_err(|e| RunError::new(&name, e))?;
        if first.as_deref() != Some(HEADER) {
            return Err(RunError::new(name, format!("its first line is not `{HEADER}`")));
        }
        let mut before: Vec<Stamp> = Vec::new();
        for (number, line) in (2..).zip(lines) {
            let line = line.map_err(|e| RunError::new(&name, e))?;
            let stamp = Stamp::parse(&line).filter(|stamp| before.last().is_none_or(|last| last.id < stamp.id));
            let why = || format!("line {number} is no id and hash, or out of order");
            before.push(stamp.ok_or_else(|| RunError::new(&name, why()))?);
        }
        Ok(Updates { is_met: vec![false; before.len()], before, new: HashMap::new() })
    }

    /// What became of a page that is written now. Of two pages of one id the later counts, as in an index: the second is a
    /// change to the first.
    pub fn meet(&mut self, stamp: Stamp) -> Change {
        let Ok(at) = self.before.binary_search_by_key(&stamp.id, |before| before.id) else {
            let Stamp { id, hash, routing } = stamp;
            let earlier = self.new.insert(id, (hash, routing));
            return earlier.map_or(Change::New, |(hash, routing)| Change::Changed(Stamp { id, hash, routing }));
        };
        if let Some(is_met) = self.is_met.get_mut(at) {
            *is_met = true;
        }
        match self.before.get_mut(at) {
            Some(before) if *before != stamp => Change::Changed(std::mem::replace(before, stamp)),
            _ => Change::Same,
        }
    }

    /// The pages of the earlier run that were not met, ascending by id.
    pub fn gone(&self) -> impl Iterator<Item = &Stamp> {
        self.before.iter().zip(&self.is_met).filter(|(_, is_met)| !**is_met).map(|(stamp, _)| stamp)
    }

    /// Keeps the pages that were not met for the next run, as if they had been: their number.
    pub fn keep_unmet(&mut self) -> u64 {
        let unmet = self.is_met.iter_mut().filter(|is_met| !**is_met);
        unmet.map(|is_met| *is_met = true).count() as u64
    }

    /// Writes the pages of this run for the next to compare with.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn write(mut self, mut target: Target) -> Result<(), RunError> {
        let is_met = std::mem::take(&mut self.is_met);
        let met = self.before.into_iter().zip(is_met).filter_map(|(stamp, is_met)| is_met.then_some(stamp));
        let new = self.new.into_iter().map(|(id, (hash, routing))| Stamp { id, hash, routing });
        let mut now: Vec<Stamp> = met.chain(new).collect();
        now.sort_unstable_by_key(|stamp| stamp.id);
        let mut piece = format!("{HEADER}\n");
        for stamp in &now {
            piece.push_str(&stamp.line());
            if piece.len() > PIECE {
                target.write(piece.as_bytes())?;
                piece.clear();
            }
        }
        target.write(piece.as_bytes())?;
        target.finish()
    }
}
