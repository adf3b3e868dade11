//! The records of a run: one output, or shards of bounded size, each whole in its format, with a manifest.

use super::target::{Partial, Target, is_device, is_partial_of, partial_of, sync_folder};
#[cfg(feature = "tantivy")]
use super::target::{PartialFolder, with_suffix};
use crate::error::RunError;
#[cfg(feature = "tantivy")]
use crate::search::Builder;
use crate::write::{Encoder, Format};
use serde::{Deserialize, Serialize};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3;

/// Name and version of the manifest's format.
const MANIFEST: &str = "pagesieve-manifest/1";

/// What the output files are called.
#[derive(Clone, Debug)]
pub enum Naming {
    /// One output.
    One(PathBuf),
    /// `STEM-00000.EXT` and so on, none over `bytes` unless one record alone is, and `STEM.manifest.json`.
    Shards {
        /// The path that was named; no file of that name is written.
        path: PathBuf,
        /// Bytes of one shard.
        bytes: u64,
    },
}

impl Naming {
    /// The path of a shard, or of the only output.
    pub fn file(&self, shard: u64) -> PathBuf {
        match self {
            Naming::One(path) => path.clone(),
            Naming::Shards { path, .. } => {
                let extension = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
                path.with_file_name(format!("{}-{shard:05}{extension}", stem(path)))
            }
        }
    }

    /// The path that was named.
    pub fn path(&self) -> &Path {
        match self {
            Naming::One(path) | Naming::Shards { path, .. } => path,
        }
    }

    /// The path of the manifest, where there is one.
    pub fn manifest(&self) -> Option<PathBuf> {
        match self {
            Naming::One(_) => None,
            Naming::Shards { path, .. } => Some(path.with_file_name(format!("{}.manifest.json", stem(path)))),
        }
    }

    /// Whether the outputs may take this path, which is in the same folder's form as the output's.
    pub fn takes(&self, path: &Path) -> bool {
        let Naming::Shards { path: named, .. } = self else {
            return path == self.file(0) || is_partial_of(path, &self.file(0));
        };
        if path.parent() != named.parent() {
            return false;
        }
        if self.manifest().is_some_and(|manifest| path == manifest || is_partial_of(path, &manifest)) {
            return true;
        }
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let digits: String = name
            .strip_prefix(&format!("{}-", stem(named)))
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let shard = digits.parse().map(|shard| self.file(shard));
        shard.is_ok_and(|shard| path == shard || is_partial_of(path, &shard))
    }

    fn limit(&self) -> u64 {
        match self {
            Naming::One(_) => u64::MAX,
            Naming::Shards { bytes, .. } => *bytes,
        }
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A finished shard, as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// The file's name, in the manifest's folder.
    pub file: String,
    /// Its bytes.
    pub bytes: u64,
    /// Its records.
    pub records: u64,
    /// XXH3 (128 bits) of its bytes, in hex digits as `xxh128sum` prints them.
    pub xxh3_128: String,
}

/// How much of the current output is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Number of the shard, from 0.
    pub shard: u64,
    /// Its bytes.
    pub bytes: u64,
    /// Its records.
    pub records: u64,
}

/// Writes records in their format.
pub struct Records {
    format: Format,
    naming: Option<Naming>,
    /// `None` between two shards.
    target: Option<Target>,
    written: Written,
    /// Of the current shard's bytes, where there is a manifest.
    checksum: Option<Xxh3>,
    shards: Vec<Shard>,
    /// What makes the output of the records, unless it is their sequence.
    encoder: Option<Encoder>,
    /// The index that they go into, where the output is one.
    #[cfg(feature = "tantivy")]
    index: Option<Builder>,
    /// Where it is made. Stands below the index, whose threads write there until it is dropped.
    #[cfg(feature = "tantivy")]
    folder: Option<PartialFolder>,
}

impl Records {
    fn none(format: Format) -> Records {
        Records {
            format,
            naming: None,
            target: None,
            written: Written::default(),
            checksum: None,
            shards: Vec::new(),
            encoder: None,
            #[cfg(feature = "tantivy")]
            index: None,
            #[cfg(feature = "tantivy")]
            folder: None,
        }
    }

    /// Records that go to one stream.
    pub fn stream(format: Format, target: Target) -> Records {
        Records { target: Some(target), ..Records::none(format) }
    }

    /// Records that go into an index in a folder, which gets its name when it is whole.
    ///
    /// # Errors
    /// Where something else than an index is there, or it cannot be written.
    #[cfg(feature = "tantivy")]
    pub fn folder(format: Format, path: &Path) -> Result<Records, RunError> {
        // a link stays one: what it leads to is replaced
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = PartialFolder::create(&path)?;
        let index = Builder::new(&path, partial_of(&path), with_suffix(&path, ".replaced"))?;
        Ok(Records { index: Some(index), folder: Some(folder), ..Records::none(format) })
    }

    /// Records that go to files, after what earlier sessions wrote.
    ///
    /// # Errors
    /// Where a file cannot be written, or what was written is not there any more.
    pub fn files(format: Format, naming: Naming, shards: Vec<Shard>, written: Written) -> Result<Records, RunError> {
        if let Naming::One(path) = &naming
            && is_device(path)
        {
            return Ok(Records::stream(format, Target::create(path, 0)?));
        }
        for (number, shard) in shards.iter().enumerate() {
            recovered(&naming.file(number as u64), shard)?;
        }
        let target = None;
        let mut records = Records { target, written, shards, naming: Some(naming), ..Records::none(format) };
        records.open(written)?;
        Ok(records)
    }

    fn open(&mut self, written: Written) -> Result<(), RunError> {
        let Some(naming) = &self.naming else { return Ok(()) };
        let path = naming.file(written.shard);
        let mut target = Target::File(Partial::create(&path, written.bytes)?);
        target.keep();
        if naming.manifest().is_some() {
            let mut checksum = Xxh3::new();
            let partial = partial_of(&path);
            hash(&partial, &mut checksum).map_err(|e| RunError::new(partial.display().to_string(), e))?;
            self.checksum = Some(checksum);
        }
        self.target = Some(target);
        self.written = written;
        Ok(())
    }

    /// What is written of the current output.
    pub fn written(&self) -> Written {
        self.written
    }

    /// The shards that are closed.
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// Whether a record of `bytes` belongs into a next shard.
    pub fn is_full(&self, bytes: usize) -> bool {
        let Some(naming) = &self.naming else { return false };
        let around = self.format.between().len() + self.format.tail().len();
        let open = self.encoder.as_ref().map_or(0, Encoder::to_come);
        let more = (bytes + around) as u64 + open;
        self.written.records > 0 && self.written.bytes.saturating_add(more) > naming.limit()
    }

    /// Writes one record; gives the bytes written, those around it among them.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&mut self, record: &[u8]) -> Result<u64, RunError> {
        #[cfg(feature = "tantivy")]
        if let Some(index) = &mut self.index {
            index.push(record)?;
            self.written.records += 1;
            // what an index takes up is only known at its end
            return Ok(0);
        }
        let before = self.written.bytes;
        let around = if self.written.records == 0 { self.format.head() } else { self.format.between() };
        self.write(around.as_bytes())?;
        match self.encoder()?.map(|encoder| encoder.push(record)) {
            Some(bytes) => self.write(&bytes.map_err(|e| self.fault(e))?)?,
            None => self.write(record)?,
        }
        self.written.records += 1;
        Ok(self.written.bytes - before)
    }

    /// The encoder of the current output, if it needs one; made with the first record.
    fn encoder(&mut self) -> Result<Option<&mut Encoder>, RunError> {
        if self.encoder.is_none() && !self.format.is_sequence() {
            let limit = self.naming.as_ref().map_or(u64::MAX, Naming::limit);
            self.encoder = Encoder::new(&self.format, limit).map_err(|e| self.fault(e))?;
        }
        Ok(self.encoder.as_mut())
    }

    fn fault(&self, why: io::Error) -> RunError {
        RunError::new(self.naming.as_ref().map_or("output".to_owned(), |n| n.path().display().to_string()), why)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), RunError> {
        if let Some(target) = &mut self.target {
            target.write(bytes)?;
        }
        if let Some(checksum) = &mut self.checksum {
            checksum.update(bytes);
        }
        self.written.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Hands what is written to the disk.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn sync(&mut self) -> Result<(), RunError> {
        self.target.as_mut().map_or(Ok(()), Target::sync)
    }

    /// Ends the current output in its format, without giving it its name yet; gives the bytes written.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn close(&mut self) -> Result<u64, RunError> {
        #[cfg(feature = "tantivy")]
        if let Some(index) = &mut self.index {
            index.commit()?;
            return Ok(0);
        }
        let before = self.written.bytes;
        if self.written.records == 0 {
            self.write(self.format.head().as_bytes())?;
        }
        self.write(self.format.tail().as_bytes())?;
        self.encoder()?;
        if let Some(encoder) = self.encoder.take() {
            let end = encoder.finish().map_err(|e| self.fault(e))?;
            self.write(&end)?;
        }
        self.sync()?;
        if let (Some(naming), Some(checksum)) = (&self.naming, self.checksum.take()) {
            let file = naming.file(self.written.shard);
            let file = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let Written { bytes, records, .. } = self.written;
            self.shards.push(Shard { file, bytes, records, xxh3_128: format!("{:032x}", checksum.digest128()) });
        }
        Ok(self.written.bytes - before)
    }

    /// Gives a closed shard its name and opens the next.
    ///
    /// # Errors
    /// Where a file cannot be renamed or made.
    pub fn turn(&mut self) -> Result<(), RunError> {
        if let Some(target) = self.target.take() {
            target.finish()?;
        }
        self.open(Written { shard: self.written.shard + 1, ..Written::default() })
    }

    /// Gives a closed output its name, and writes the manifest where there are shards. Shards of an earlier run that the
    /// manifest before named and this one does not are removed.
    ///
    /// # Errors
    /// Where a file cannot be renamed or written.
    pub fn finish(mut self) -> Result<(), RunError> {
        #[cfg(feature = "tantivy")]
        if let Some(index) = self.index.take() {
            index.finish()?;
            if let Some(folder) = self.folder.take() {
                folder.finish();
            }
            return Ok(());
        }
        if let Some(target) = self.target.take() {
            target.finish()?;
        }
        let Some(path) = self.naming.as_ref().and_then(Naming::manifest) else { return Ok(()) };
        let name = path.display().to_string();
        let before: Manifest =
            std::fs::read(&path).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        let manifest = Manifest {
            schema: MANIFEST.to_owned(),
            records: self.shards.iter().map(|s| s.records).sum(),
            bytes: self.shards.iter().map(|s| s.bytes).sum(),
            shards: self.shards,
        };
        let mut text = serde_json::to_vec_pretty(&manifest).map_err(|e| RunError::new(&name, e))?;
        text.push(b'\n');
        let mut target = Target::create(&path, 0)?;
        target.write(&text)?;
        target.finish()?;
        if let Some(naming) = &self.naming {
            let gone = before.shards.len().max(manifest.shards.len());
            for shard in manifest.shards.len()..gone {
                let is_named = before.shards.get(shard).is_some_and(|s| naming.file(shard as u64).ends_with(&s.file));
                if is_named {
                    // gone already is as good
                    let _ = std::fs::remove_file(naming.file(shard as u64));
                }
            }
        }
        sync_folder(&path);
        Ok(())
    }
}

/// Removes the shards of a run that is given up, and what it had under way; a file that is not as it was left stays. Gives
/// the bytes removed.
pub fn remove_given_up(output: &Path, shards: &[Shard], written: Written) -> u64 {
    let naming = Naming::Shards { path: output.to_owned(), bytes: 0 };
    let mut removed = 0;
    let mut remove = |path: &Path, is_as_left: &dyn Fn(u64) -> bool| {
        let length = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len());
        if let Some(bytes) = length.filter(|bytes| is_as_left(*bytes))
            && std::fs::remove_file(path).is_ok()
        {
            removed += bytes;
        }
    };
    for (number, shard) in (0..).zip(shards) {
        let file = naming.file(number);
        if file.ends_with(&shard.file) {
            remove(&file, &|bytes| bytes == shard.bytes);
            remove(&partial_of(&file), &|bytes| bytes == shard.bytes);
        }
    }
    // more of it may be written than the journal knows of
    let is_sharded = !shards.is_empty() || !partial_of(output).exists();
    let under_way = if is_sharded { naming.file(written.shard) } else { output.to_owned() };
    remove(&partial_of(&under_way), &|bytes| bytes >= written.bytes);
    removed
}

/// The shards of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    schema: String,
    records: u64,
    bytes: u64,
    shards: Vec<Shard>,
}

/// Sees to it that a closed shard has its name: a session may have been cut off just before it got it.
fn recovered(path: &Path, shard: &Shard) -> Result<(), RunError> {
    let length = |path: &Path| std::fs::metadata(path).ok().map(|meta| meta.len());
    let partial = partial_of(path);
    if length(path) != Some(shard.bytes) && length(&partial) == Some(shard.bytes) {
        std::fs::rename(&partial, path).map_err(|e| RunError::new(path.display().to_string(), e))?;
        sync_folder(path);
    }
    match length(path) {
        Some(bytes) if bytes == shard.bytes => Ok(()),
        _ => Err(RunError::new(path.display().to_string(), "is not the shard that was written: it cannot be resumed")),
    }
}

fn hash(path: &Path, checksum: &mut Xxh3) -> io::Result<()> {
    let mut file = std::fs::File::open(path)?;
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(()),
            n => checksum.update(piece.get(..n).unwrap_or_default()),
        }
    }
}
