//! What is done of a run, so that a later session goes on with it: a header that says what the run is, then one line
//! for each point up to which all is safe on the disk. The outputs reach the disk before the line that vouches for
//! them. The journal is also the lock that keeps a second run off the same output.

use crate::error::RunError;
use crate::input::{Inputs, Position};
use crate::output::{Shard, Written, locked, sync_folder};
use crate::tally::{InputTally, Tally};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};
use xxhash_rust::xxh3::Xxh3;

/// Name and version of the journal's format.
const FORMAT: &str = "pagesieve-journal/1";

/// What a run is: it is resumed only by one that is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    journal: String,
    /// The program: another build may write other bytes.
    program: String,
    /// What the records depend on, by name.
    settings: BTreeMap<String, String>,
    inputs: InputsStamp,
}

/// Names, lengths and times of change of all input files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct InputsStamp {
    files: u64,
    bytes: u64,
    /// Of the file that changed last, in seconds of the Unix epoch: what is newer changed since.
    newest: u64,
    hash: String,
}

impl Header {
    /// The header of a run over inputs of which nothing is read yet.
    pub fn new(inputs: &Inputs, settings: BTreeMap<String, String>) -> Header {
        Header { journal: FORMAT.to_owned(), program: program(), settings, inputs: stamp(inputs) }
    }

    /// Why a run with this header cannot go on with that of `earlier`.
    fn refusal(&self, earlier: &Header, inputs: &Inputs) -> Option<String> {
        if self.journal != earlier.journal || self.program != earlier.program {
            return Some("another build of pagesieve wrote it".to_owned());
        }
        let keys = self.settings.keys().chain(earlier.settings.keys());
        let shown = |value: Option<&String>| value.map_or("not given".to_owned(), |v| format!("`{v}`"));
        for key in keys {
            let (now, then) = (self.settings.get(key), earlier.settings.get(key));
            if now != then {
                return Some(format!("the settings have changed: {key} was {}, is {}", shown(then), shown(now)));
            }
        }
        let (now, then) = (&self.inputs, &earlier.inputs);
        if now == then {
            return None;
        }
        if (now.files, now.bytes) != (then.files, then.bytes) {
            let InputsStamp { files, bytes, .. } = then;
            return Some(format!(
                "the input has changed: {files} files of {bytes} bytes then, {} files of {} bytes now",
                now.files, now.bytes
            ));
        }
        let newer = inputs.to_come().find(|(_, path)| path.is_some_and(|path| changed(path).0.as_secs() > then.newest));
        let what = newer.map_or("a file has another name or time of change".to_owned(), |(name, _)| {
            format!("{name} was changed since")
        });
        Some(format!("the input has changed: {what}"))
    }
}

/// A point up to which all is safe. The tally and the shards are those since the point before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// How far the inputs are done.
    pub position: Position,
    /// How much of the current output stands.
    pub written: Written,
    /// Bytes of the errors file.
    pub error_bytes: u64,
    /// Shards closed.
    pub shards: Vec<Shard>,
    /// What was counted.
    pub tally: Tally,
    /// The tally's inputs that have any counts, with their numbers: a run may have very many others.
    inputs: Vec<(usize, InputTally)>,
    /// Whether the run is done but for the names of its outputs.
    pub is_whole: bool,
}

impl Checkpoint {
    /// The same point, before anything came since.
    pub fn onward(&self) -> Checkpoint {
        let Checkpoint { position, written, error_bytes, .. } = *self;
        Checkpoint { position, written, error_bytes, ..Checkpoint::default() }
    }

    fn then(self, mut next: Checkpoint) -> Checkpoint {
        let mut shards = self.shards;
        for (number, input) in std::mem::take(&mut next.inputs) {
            *next.tally.input(number) += input;
        }
        shards.append(&mut next.shards);
        Checkpoint { shards, tally: self.tally + next.tally, ..next }
    }
}

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
}

impl Journal {
    /// Opens the journal at `path` and locks it. With `resume`, what an earlier run of the same header came to is given
    /// too; without, or where there is none, the journal starts anew, and the pages of the earlier run are given up:
    /// `give_up` is shown what it had come to, before that is forgotten.
    ///
    /// # Errors
    /// Where another run holds the journal, it cannot be written, or it is that of a run that is not the same.
    pub fn open(
        path: &Path,
        output: &Path,
        header: &Header,
        inputs: &Inputs,
        resume: bool,
        give_up: impl FnOnce(&Checkpoint),
    ) -> Result<(Journal, Option<Checkpoint>), RunError> {
        let file = locked(path, &output.display().to_string())?;
        let mut journal = Journal { file, path: path.to_owned() };
        let (earlier, length) = journal.read()?;
        if let (true, Some((earlier, done))) = (resume, &earlier) {
            if let Some(why) = header.refusal(earlier, inputs) {
                return Err(RunError::new(format!("cannot resume from {}", path.display()), why));
            }
            journal.cut(length)?;
            return Ok((journal, Some(done.clone())));
        }
        if let Some((_, given_up)) = &earlier {
            give_up(given_up);
        }
        journal.cut(0)?;
        journal.line(header)?;
        sync_folder(path);
        Ok((journal, None))
    }

    /// The header, the last point and the length of the lines that are whole.
    fn read(&mut self) -> Result<(Option<(Header, Checkpoint)>, u64), RunError> {
        let mut reader = BufReader::new(&self.file);
        let mut read_line = || -> Result<Option<Vec<u8>>, RunError> {
            let mut line = Vec::new();
            reader.read_until(b'\n', &mut line).map_err(|e| self.error(e))?;
            Ok(line.ends_with(b"\n").then_some(line))
        };
        // a session that was cut off at its very start left a part of the header
        let Some(line) = read_line()? else { return Ok((None, 0)) };
        let Ok(header) = serde_json::from_slice::<Header>(&line) else {
            let why = "is no journal of pagesieve and would be overwritten";
            return Err(RunError::new(self.path.display().to_string(), why));
        };
        let mut length = line.len() as u64;
        let mut done = Checkpoint::default();
        while let Some(line) = read_line()? {
            // what a power cut left of a line and after it vouches for nothing
            let Ok(next) = serde_json::from_slice::<Checkpoint>(&line) else { break };
            length += line.len() as u64;
            done = done.then(next);
        }
        Ok((Some((header, done)), length))
    }

    /// Notes a point. The outputs must be on the disk already.
    ///
    /// # Errors
    /// Where the journal cannot be written.
    pub fn add(&mut self, point: &Checkpoint) -> Result<(), RunError> {
        let mut line = point.clone();
        let inputs = std::mem::take(&mut line.tally.inputs).into_iter().enumerate();
        line.inputs = inputs.filter(|(_, input)| *input != InputTally::default()).collect();
        self.line(&line)
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), RunError> {
        let mut line = serde_json::to_vec(value).map_err(|e| self.error(e.into()))?;
        line.push(b'\n');
        self.file.write_all(&line).and_then(|()| self.file.sync_data()).map_err(|e| self.error(e))
    }

    fn cut(&mut self, length: u64) -> Result<(), RunError> {
        let cut = self.file.set_len(length).and_then(|()| self.file.seek(SeekFrom::Start(length)));
        cut.map(|_| ()).map_err(|e| self.error(e))
    }

    /// Removes the journal of a run that is done.
    ///
    /// # Errors
    /// Where it cannot be removed.
    pub fn remove(self) -> Result<(), RunError> {
        std::fs::remove_file(&self.path).map_err(|e| self.error(e))?;
        sync_folder(&self.path);
        Ok(())
    }

    fn error(&self, why: io::Error) -> RunError {
        RunError::new(self.path.display().to_string(), why)
    }
}

/// Version, length and time of change of the program that runs.
fn program() -> String {
    let (time, length) = std::env::current_exe().map(|path| changed(&path)).unwrap_or_default();
    format!("{} {length} {}", env!("CARGO_PKG_VERSION"), time.as_secs())
}

/// When a file was changed last, since the Unix epoch, and its length; zeros where it cannot be told.
fn changed(path: &Path) -> (Duration, u64) {
    let Ok(meta) = std::fs::metadata(path) else { return (Duration::ZERO, 0) };
    let since = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    (since.unwrap_or_default(), meta.len())
}

fn stamp(inputs: &Inputs) -> InputsStamp {
    let mut stamp = InputsStamp::default();
    let mut hash = Xxh3::new();
    for (name, path) in inputs.to_come() {
        let (since, length) = path.map(changed).unwrap_or_default();
        hash.update(name.as_bytes());
        hash.update(&[0]);
        hash.update(&length.to_le_bytes());
        hash.update(&since.as_nanos().to_le_bytes());
        stamp.files += 1;
        stamp.bytes += length;
        stamp.newest = stamp.newest.max(since.as_secs());
    }
    stamp.hash = format!("{:032x}", hash.digest128());
    stamp
}
