//! One output. A file is written as `NAME.partial`, locked against other runs, and renamed when it is whole.

use crate::error::RunError;
use std::fs::{File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes gathered before they are written.
const BUFFER: usize = 1 << 16;

/// An output.
pub enum Target {
    /// Standard output, a pipe or a device: what is written is gone.
    Stream {
        /// What errors call it.
        name: String,
        /// Whether the reader may go away without that being a fault.
        is_stdout: bool,
        /// Where the bytes go.
        writer: BufWriter<Box<dyn Write + Send>>,
    },
    /// A file under way.
    File(Partial),
}

impl Target {
    /// Standard output.
    pub fn stdout() -> Target {
        let writer = BufWriter::with_capacity(BUFFER, Box::new(io::stdout()) as Box<dyn Write + Send>);
        Target::Stream { name: "standard output".to_owned(), is_stdout: true, writer }
    }

    /// Any writer, under a name for errors.
    pub fn stream(name: &str, writer: impl Write + Send + 'static) -> Target {
        let writer = BufWriter::with_capacity(BUFFER, Box::new(writer) as Box<dyn Write + Send>);
        Target::Stream { name: name.to_owned(), is_stdout: false, writer }
    }

    /// The output at `path`: a device or pipe is opened, of a file the first `kept` bytes of an earlier session stay.
    ///
    /// # Errors
    /// Where it cannot be written, another run is writing it, or less is there than `kept`.
    pub fn create(path: &Path, kept: u64) -> Result<Target, RunError> {
        if !is_device(path) {
            return Partial::create(path, kept).map(Target::File);
        }
        let name = path.display().to_string();
        let file = File::options().write(true).open(path).map_err(|e| RunError::new(&name, e))?;
        Ok(Target::stream(&name, file))
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), RunError> {
        let written = match self {
            Target::Stream { writer, .. } => writer.write_all(bytes),
            Target::File(file) => file.write(bytes),
        };
        written.map_err(|e| self.broken(e))
    }

    /// Hands over what is gathered; of a file, to the disk.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn sync(&mut self) -> Result<(), RunError> {
        let synced = match self {
            Target::Stream { writer, .. } => writer.flush(),
            Target::File(file) => file.sync(),
        };
        synced.map_err(|e| self.broken(e))
    }

    /// Ends the output; a file gets its name.
    ///
    /// # Errors
    /// Where it cannot be written or renamed.
    pub fn finish(mut self) -> Result<(), RunError> {
        self.sync()?;
        match self {
            Target::Stream { .. } => Ok(()),
            Target::File(file) => file.finish(),
        }
    }

    /// Lets a file that is not whole stay when it is dropped, for a later session.
    pub fn keep(&mut self) {
        if let Target::File(file) = self {
            file.is_kept = true;
        }
    }

    fn broken(&self, why: io::Error) -> RunError {
        match self {
            Target::Stream { name, is_stdout, .. } => {
                let is_closed_pipe = *is_stdout && why.kind() == io::ErrorKind::BrokenPipe;
                RunError { is_closed_pipe, ..RunError::new(name, why) }
            }
            Target::File(file) => RunError::new(file.path.display().to_string(), why),
        }
    }
}

/// Whether a path leads to something that is no file: nothing to rename there.
pub fn is_device(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

/// A file under way. Dropped before it is whole, it is removed, unless it is to be kept.
pub struct Partial {
    path: PathBuf,
    partial: PathBuf,
    /// `None` once the file has its name.
    writer: Option<BufWriter<File>>,
    is_kept: bool,
}

impl Partial {
    /// Opens `PATH.partial`, locks it and cuts it to `kept` bytes.
    ///
    /// # Errors
    /// As [`Target::create`].
    pub fn create(path: &Path, kept: u64) -> Result<Partial, RunError> {
        let name = path.display().to_string();
        if path.is_dir() {
            return Err(RunError::new(name, "is a directory"));
        }
        let partial = partial_of(path);
        take_back(path, &partial, kept);
        if kept > 0 && !partial.exists() {
            let why = format!("is gone, {kept} bytes of which were written: it cannot be resumed");
            return Err(RunError::new(partial.display().to_string(), why));
        }
        let file = locked(&partial, &name)?;
        let fail = |e: io::Error| RunError::new(&name, e);
        let length = file.metadata().map_err(fail)?.len();
        if length < kept {
            let why = format!("has {length} bytes, {kept} of which were written: it cannot be resumed");
            return Err(RunError::new(partial.display().to_string(), why));
        }
        file.set_len(kept).map_err(fail)?;
        let mut writer = BufWriter::with_capacity(BUFFER, file);
        io::Seek::seek(&mut writer, io::SeekFrom::Start(kept)).map_err(fail)?;
        Ok(Partial { path: path.to_owned(), partial, writer: Some(writer), is_kept: kept > 0 })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), |writer| writer.write_all(bytes))
    }

    fn sync(&mut self) -> io::Result<()> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.flush()?;
        writer.get_ref().sync_data()
    }

    fn finish(mut self) -> Result<(), RunError> {
        let fail = |e: io::Error| RunError::new(self.path.display().to_string(), e);
        if let Some(mut writer) = self.writer.take() {
            let done = writer.flush().and_then(|()| writer.get_ref().sync_all());
            if let Err(error) = done.and_then(|()| std::fs::rename(&self.partial, &self.path)) {
                self.writer = Some(writer);
                return Err(fail(error));
            }
            sync_folder(&self.path);
        }
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            // what is still gathered would be written after the file is gone
            let _ = writer.into_parts();
            if !self.is_kept {
                // nobody can be told, and the next run cuts it to nothing anyway
                let _ = std::fs::remove_file(&self.partial);
            }
        }
    }
}

/// Name of the file that is locked in a folder under way.
#[cfg(feature = "tantivy")]
const LOCK: &str = ".pagesieve.lock";

/// A folder under way, locked against other runs. Dropped before it is whole, it is removed: nothing can go on with it.
#[cfg(feature = "tantivy")]
pub(super) struct PartialFolder {
    path: PathBuf,
    is_whole: bool,
    /// Held as long as it is open.
    _lock: File,
}

#[cfg(feature = "tantivy")]
impl PartialFolder {
    /// Makes `PATH.partial` as an empty folder; what an earlier run left there goes.
    ///
    /// # Errors
    /// Where something else is there, another run is writing it, or it cannot be made.
    pub(super) fn create(path: &Path) -> Result<PartialFolder, RunError> {
        let name = path.display().to_string();
        let fail = |e: io::Error| RunError::new(&name, e);
        let partial = partial_of(path);
        let lock = partial.join(LOCK);
        let is_foreign = match std::fs::read_dir(&partial) {
            Ok(mut entries) => entries.next().is_some() && !lock.is_file(),
            Err(_) => partial.exists(),
        };
        if is_foreign {
            return Err(RunError::new(partial.display().to_string(), "is there and not what a run left"));
        }
        std::fs::create_dir_all(&partial).map_err(fail)?;
        let _lock = locked(&lock, &name)?;
        for entry in std::fs::read_dir(&partial).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            match entry.file_type().map_err(fail)?.is_dir() {
                true => std::fs::remove_dir_all(entry.path()).map_err(fail)?,
                false if entry.file_name() != LOCK => std::fs::remove_file(entry.path()).map_err(fail)?,
                false => {}
            }
        }
        Ok(PartialFolder { path: path.to_owned(), is_whole: false, _lock })
    }

    /// Leaves nothing of its own in the folder, which has its name by now.
    pub(super) fn finish(mut self) {
        self.is_whole = true;
        // a file of no bytes that is left does no harm
        let _ = std::fs::remove_file(self.path.join(LOCK));
        sync_folder(&self.path);
    }
}

#[cfg(feature = "tantivy")]
impl Drop for PartialFolder {
    fn drop(&mut self) {
        if !self.is_whole {
            // nobody can be told, and the next run removes it
            let _ = std::fs::remove_dir_all(partial_of(&self.path));
        }
    }
}

/// A session that was cut off between renaming its outputs left some with their names: they are under way again.
fn take_back(path: &Path, partial: &Path, kept: u64) {
    let length = |path: &Path| std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
    if kept > 0 && length(partial).is_none() && length(path) == Some(kept) {
        // where it fails the file is found too short
        let _ = std::fs::rename(path, partial);
    }
}

/// Opens a file to read and write, makes it where it is missing, and locks it; `name` is what errors call it.
///
/// # Errors
/// Where it cannot be opened or another process holds it.
pub fn locked(path: &Path, name: &str) -> Result<File, RunError> {
    let fail = |e: io::Error| RunError::new(name, e);
    loop {
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(RunError::new(name, format!("another run is writing it ({} is locked)", path.display())));
            }
            // a file system without locks cannot tell two runs apart
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(e)) => return Err(fail(e)),
        }
        if is_at(&file, path) {
            return Ok(file);
        }
    }
}

/// Whether the open file is still the one at `path`: the run that held it may have renamed or removed it meanwhile.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(open), Ok(named)) = (file.metadata(), std::fs::metadata(path)) else { return false };
    (open.dev(), open.ino()) == (named.dev(), named.ino())
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// `PATH` with more at its end.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The name of an output under way.
pub fn partial_of(path: &Path) -> PathBuf {
    with_suffix(path, ".partial")
}

/// Whether `path` is the name of `output` under way.
pub fn is_partial_of(path: &Path, output: &Path) -> bool {
    path == partial_of(output)
}

/// Makes new and changed names in the file's folder last through a power cut.
pub fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // a file system that cannot sync a folder has nothing better to offer
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}
