//! The outputs that the flags name: opened before the run so that a fault stops it there, finished after it in the
//! order that lets a later session go on wherever this one is cut off.

use super::formats::Flags;
use super::{Arguments, Kept, Texts};
use crate::cleaner::{Config, IdFrom};
use crate::error::RunError;
use crate::input::Inputs;
use crate::journal::{Checkpoint, Header, Journal};
use crate::output::{Naming, Records, Target, is_device, is_partial_of, partial_of, remove_given_up, with_suffix};
use crate::pipeline::{End, Outputs};
use crate::tally::{COMPLETE, Report, Tally};
use crate::updates::Updates;
use crate::write::Format;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_128;

/// What the run writes to, and where an earlier session had come to.
pub(super) struct Opened {
    pub(super) outputs: Outputs,
    pub(super) report: Option<Target>,
    /// Where the ids and hashes of the pages go.
    pub(super) pages: Option<Target>,
    pub(super) done: Checkpoint,
    pub(super) names: Names,
}

/// The paths that the flags name.
pub(super) struct Names {
    /// The records' files; none where they go to standard output or a device.
    records: Option<Naming>,
    journal: Option<PathBuf>,
    others: Vec<PathBuf>,
    /// Bytes of an earlier run's work that this one gives up.
    given_up: u64,
    /// Whether pages are compared with those before them.
    is_compared: bool,
    /// Whether a later session can go on where one was cut off.
    is_resumable: bool,
    /// The folder that the output is, which gets its name when the run is done and else stays what it was.
    folder: Option<PathBuf>,
}

/// Records that go where nothing can be gone on with: a pipe, a device, an index.
fn stream(format: Format, output: Option<&Path>) -> Result<Records, RunError> {
    let Some(path) = output else { return Ok(Records::stream(format, Target::stdout())) };
    #[cfg(feature = "tantivy")]
    if format.is_folder() {
        return Records::folder(format, path);
    }
    Ok(Records::stream(format, Target::create(path, 0)?))
}

/// What this run is compared with, if it or a later one is to be.
fn updates(arguments: &Arguments, names: &Names) -> Result<Option<Updates>, RunError> {
    match &arguments.since {
        Some(path) => Updates::since(path).map(Some),
        None => Ok(names.is_compared.then(Updates::default)),
    }
}

/// Opens the outputs.
pub(super) fn open(
    arguments: &Arguments,
    format: &Format,
    config: &Config,
    texts: &Texts,
    inputs: &Inputs,
) -> Result<Opened, RunError> {
    let mut names = Names::of(arguments, format, config)?;
    let updates = updates(arguments, &names)?;
    names.refuse_inputs(&arguments.inputs, inputs)?;
    if let Some(folder) = &names.folder {
        names.given_up = u64::from(partial_of(folder).exists());
    }
    let report = arguments.report.as_deref().map(|path| Target::create(path, 0)).transpose()?;
    let format = format.clone();
    let pages = arguments.pages.as_deref().map(|path| Target::create(path, 0)).transpose()?;
    let (Some(naming), Some(path)) = (names.records.clone(), names.journal.clone()) else {
        if arguments.resume {
            return Err(RunError::new("--resume", "the output is no file"));
        }
        let records = stream(format, arguments.output.as_deref())?;
        let errors = arguments.errors.as_deref().map(|path| Target::create(path, 0)).transpose()?;
        let outputs = Outputs { records, errors, journal: None, updates };
        return Ok(Opened { outputs, report, pages, done: Checkpoint::default(), names });
    };
    if arguments.resume && inputs.to_come().any(|(_, path)| path.is_none()) {
        return Err(RunError::new("--resume", "standard input cannot be read again"));
    }
    let header = Header::new(inputs, settings(arguments, config, texts)?);
    let give_up = |done: &Checkpoint| names.given_up = remove_given_up(naming.path(), &done.shards, done.written);
    let (journal, done) = Journal::open(&path, &naming.file(0), &header, inputs, arguments.resume, give_up)?;
    let done = done.unwrap_or_default();
    let records = Records::files(format, naming, done.shards.clone(), done.written);
    let errors = arguments.errors.as_deref().map(|path| Target::create(path, done.error_bytes)).transpose();
    match (records, errors) {
        (Ok(records), Ok(mut errors)) => {
            errors.iter_mut().for_each(Target::keep);
            let outputs = Outputs { records, errors, journal: Some(journal), updates };
            Ok(Opened { outputs, report, pages, done, names })
        }
        (Err(error), _) | (_, Err(error)) => {
            if done == Checkpoint::default() {
                // nothing was done yet: the journal would only be in the way
                let _ = journal.remove();
            }
            Err(error)
        }
    }
}

impl Names {
    fn of(arguments: &Arguments, format: &Format, config: &Config) -> Result<Names, RunError> {
        let mut others = Vec::new();
        for path in [&arguments.errors, &arguments.report, &arguments.pages].into_iter().flatten() {
            others.push(full(path)?);
        }
        // of a page that comes twice, documents of the first are to go where they are not written over
        let may_repeat = config.id_from != IdFrom::Source && format.is_added_to();
        let is_compared = arguments.pages.is_some() || arguments.since.is_some() || may_repeat;
        if may_repeat && arguments.resume {
            let why = "chunks with ids that may repeat are compared with each other: no --resume";
            return Err(RunError::new("--id-from", why));
        }
        let is_resumable = !is_compared && (format.is_sequence() || arguments.shard_bytes.is_some());
        let mut names =
            Names { records: None, journal: None, others, given_up: 0, is_compared, is_resumable, folder: None };
        match &arguments.output {
            Some(path) if format.is_folder() => names.folder = Some(path.canonicalize().or_else(|_| full(path))?),
            Some(path) => names.set_output(full(path)?, arguments.shard_bytes)?,
            None => {}
        }
        for other in &names.others {
            if names.takes(other) > 1 && !is_device(other) {
                return Err(RunError::new(other.display().to_string(), "two outputs have the same name"));
            }
        }
        Ok(names)
    }

    fn set_output(&mut self, path: PathBuf, shard_bytes: Option<u64>) -> Result<(), RunError> {
        if path.is_dir() {
            return Err(RunError::new(path.display().to_string(), "is a directory"));
        }
        if is_device(&path) {
            if shard_bytes.is_some() {
                return Err(RunError::new("--shard-bytes", "the output is no file"));
            }
            return Ok(());
        }
        self.journal = Some(with_suffix(&path, ".journal"));
        self.records = Some(match shard_bytes {
            None => Naming::One(path),
            Some(bytes) => Naming::Shards { path, bytes },
        });
        Ok(())
    }

    /// How many outputs take this path.
    fn takes(&self, path: &Path) -> usize {
        let of_records = self.records.as_ref().is_some_and(|naming| naming.takes(path));
        let of_journal = self.journal.as_deref() == Some(path);
        let of_others = self.others.iter().filter(|other| path == *other || is_partial_of(path, other)).count();
        usize::from(of_records) + usize::from(of_journal) + of_others
    }

    /// No output is an input, nor stands in a folder that is read: the next run would read it.
    fn refuse_inputs(&self, named: &[PathBuf], inputs: &Inputs) -> Result<(), RunError> {
        let refusal = |file: &Path| RunError::new(file.display().to_string(), "the output is one of the inputs");
        if let Some(file) = named.iter().find(|file| full(file).is_ok_and(|file| self.takes(&file) > 0)) {
            return Err(refusal(file));
        }
        for file in inputs.files() {
            let real = file.canonicalize().unwrap_or_else(|_| file.clone());
            let is_within = |path: &Path| self.folder.as_deref().is_some_and(|folder| path.starts_with(folder));
            if self.takes(&real) > 0 || self.takes(file) > 0 || is_within(&real) {
                return Err(refusal(file));
            }
        }
        let records = self.records.as_ref().map(Naming::path);
        for output in records.into_iter().chain(self.folder.as_deref()).chain(self.others.iter().map(PathBuf::as_path))
        {
            let reads =
                |folder: &&PathBuf| folder.is_dir() && folder.canonicalize().is_ok_and(|f| output.starts_with(f));
            if let Some(folder) = named.iter().find(reads).filter(|_| !is_device(output)) {
                let why = format!("would stand in the input {}, and the next run would read it", folder.display());
                return Err(RunError::new(output.display().to_string(), why));
            }
        }
        Ok(())
    }

    /// What there is to say before a run starts.
    pub(super) fn greeting(&self, resume: bool, done: &Checkpoint) -> String {
        if done.tally.pages > 0 {
            return format!("resumed after {} pages\n", done.tally.pages);
        }
        if resume {
            return "nothing to resume: started anew\n".to_owned();
        }
        if self.given_up > 0 && self.folder.is_some() {
            return "started anew: what an interrupted run had made of the index is thrown away\n".to_owned();
        }
        if self.given_up > 0 {
            return "started anew: what an interrupted run had written is given up (--resume goes on with it)\n"
                .to_owned();
        }
        String::new()
    }

    /// What is left of a run that did not come to its end, and how to go on with it.
    pub(super) fn what_stands(&self, end: &End) -> String {
        let what = match &self.records {
            None if self.folder.is_some() => return "; the index was not whole and is thrown away".to_owned(),
            None if matches!(end, End::Failed(_)) => return String::new(),
            None => return "; what was read is written".to_owned(),
            Some(_) if !self.is_resumable => return "; such a run cannot be resumed: start it anew".to_owned(),
            Some(Naming::One(path)) => format!("what was read stands in {}", partial_of(path).display()),
            Some(Naming::Shards { .. }) => "the shards written stand".to_owned(),
        };
        // the failures of all sessions count
        let with = if matches!(end, End::TooManyFailures(_)) { " with a higher --max-failures" } else { "" };
        format!("; {what}; --resume{with} goes on from there")
    }

    /// Ends the outputs: those of a run that is done get their names, the records last and then the journal goes, so
    /// that a run that is cut off here finds all it needs to end. What ended the run counts for more than what fails here.
    pub(super) fn finish(
        &self,
        outputs: Outputs,
        others: (Option<Target>, Option<Target>),
        end: End,
        tally: &Tally,
    ) -> Result<End, RunError> {
        match (self.finish_all(outputs, others, &end, tally), end) {
            (Err(error), End::Complete) => Err(error),
            (_, end) => Ok(end),
        }
    }

    fn finish_all(
        &self,
        outputs: Outputs,
        (report, pages): (Option<Target>, Option<Target>),
        end: &End,
        tally: &Tally,
    ) -> Result<(), RunError> {
        let Outputs { records, errors, journal, updates } = outputs;
        let is_over = matches!(end, End::Complete) || self.records.is_none();
        let reported = report.map_or(Ok(()), |mut target| {
            target.write(&account(end, tally)?)?;
            target.finish()
        });
        if is_over && let Some(errors) = errors {
            errors.finish()?;
        }
        reported?;
        let is_whole = matches!(end, End::Complete);
        if is_whole && (self.folder.is_some() || self.records.is_some()) {
            records.finish()?;
            journal.map_or(Ok(()), Journal::remove)?;
        }
        // what a later run is compared with must be there for it
        if let (true, Some(updates), Some(pages)) = (is_whole, updates, pages) {
            updates.write(pages)?;
        }
        Ok(())
    }
}

fn account(end: &End, tally: &Tally) -> Result<Vec<u8>, RunError> {
    let (end, error) = match end {
        End::Complete => (COMPLETE, None),
        End::Interrupted => ("interrupted", None),
        End::TooManyFailures(_) => ("too-many-failures", None),
        End::Failed(error) => ("failed", Some(error.to_string())),
    };
    let report = Report::new(end, error, tally.clone());
    let mut text = serde_json::to_vec_pretty(&report).map_err(|e| RunError::new("report", e))?;
    text.push(b'\n');
    Ok(text)
}

/// A path in the form that inputs' paths have: that of the real folder, the last name as it stands.
fn full(path: &Path) -> Result<PathBuf, RunError> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().map_err(|e| RunError::new(path.display().to_string(), e))?;
    Ok(path.file_name().map_or(folder.clone(), |name| folder.join(name)))
}

/// The errors file for the journal: its name beside the output, so that their folder may move, elsewhere its path. What
/// goes to a pipe or device leaves nothing there to go on from.
fn told(errors: &Path, output: Option<&Path>) -> Result<String, RunError> {
    if is_device(errors) {
        return Ok("a pipe or device".to_owned());
    }
    let (errors, output) = (full(errors)?, output.map(full).transpose()?);
    let beside = output.as_deref().and_then(Path::parent).and_then(|folder| errors.strip_prefix(folder).ok());
    Ok(beside.unwrap_or(&errors).display().to_string())
}

/// All that the records' bytes depend on but the inputs. Each flag is named here, so that a new one is not forgotten.
fn settings(arguments: &Arguments, config: &Config, texts: &Texts) -> Result<BTreeMap<String, String>, RunError> {
    let Arguments {
        inputs: _,
        output,
        format,
        of_format: Flags { action, routing, budget, overlap, tokenizer },
        input_format,
        threads: _,
        readers: _,
        explain,
        links,
        images,
        strip_tracking,
        comments,
        rules: _,
        leftovers: _,
        kept: Kept { keep_leftovers },
        id_from,
        errors,
        report: _,
        resume: _,
        shard_bytes,
        pages: _,
        since: _,
        fail_fast: _,
        max_failures: _,
        limit: _,
        isolate: _,
        worker: _,
        quiet: _,
    } = arguments;
    let name = |value: &dyn NamedValue| value.name();
    let file = |text: &Option<String>| {
        text.as_ref().map_or("none".to_owned(), |t| format!("a file with the hash {:032x}", xxh3_128(t.as_bytes())))
    };
    let mut keep: Vec<String> = keep_leftovers.iter().map(|kind| name(kind)).collect();
    keep.sort();
    let settings = [
        ("--format", name(format)),
        ("--action", action.as_ref().map_or("index".to_owned(), |a| name(a))),
        ("--routing", routing.as_ref().map_or("none".to_owned(), |r| name(r))),
        ("--budget", budget.map_or("200".to_owned(), |n| n.to_string())),
        ("--overlap", overlap.map_or("a tenth".to_owned(), |n| n.to_string())),
        ("--tokenizer", tokenizer.as_deref().map_or(Ok("words".to_owned()), hash_of)?),
        ("--input-format", name(input_format)),
        ("--explain", explain.to_string()),
        ("--links", links.to_string()),
        ("--images", images.to_string()),
        ("--strip-tracking", strip_tracking.to_string()),
        ("--comments", comments.to_string()),
        ("--rules", file(&texts.rules)),
        ("--leftovers", file(&texts.leftovers)),
        ("--keep-leftovers", keep.join(",")),
        ("--id-from", name(id_from)),
        ("--errors", errors.as_deref().map_or(Ok("none".to_owned()), |path| told(path, output.as_deref()))?),
        ("--shard-bytes", shard_bytes.map_or("none".to_owned(), |n| n.to_string())),
        ("--limit", format!("{:?}", config.limits)),
    ];
    Ok(settings.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn hash_of(path: &Path) -> Result<String, RunError> {
    let bytes = std::fs::read(path).map_err(|e| RunError::new(path.display().to_string(), e))?;
    Ok(format!("a file with the hash {:032x}", xxh3_128(&bytes)))
}

/// A flag's value as it is written on the command line.
trait NamedValue {
    fn name(&self) -> String;
}

impl<T: clap::ValueEnum> NamedValue for T {
    fn name(&self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}
