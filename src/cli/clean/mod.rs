//! `pagesieve clean [INPUT…]`: the main job.

mod formats;
mod outputs;
mod progress;
mod summary;

use super::kept::Kept;
use super::{INTERRUPTED, RUN_FAILED, SOME_FAILED, say};
use crate::cleaner::{Cleaner, Config, IdFrom, SiteRules};
use crate::error::RunError;
use crate::input::{InputFormat, Inputs};
use crate::leftover::Wordings;
use crate::limits::{BOUNDS, Limits};
use crate::pipeline::{self, Apart, End, Options, Outcome, Watch};
use crate::tally::Tally;
use crate::write::Format;
use crate::{judge, leftover, sections};
use clap::ValueEnum;
use formats::{Flags, FormatName, refuse_impossible};
use outputs::Opened;
use progress::Progress;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use summary::summary;

/// Flags of `clean`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Files, directories, or - for standard input
    inputs: Vec<PathBuf>,
    /// Write here instead of standard output, which - names too; the file appears when the run is done
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value = "jsonl")]
    format: FormatName,
    #[command(flatten)]
    of_format: Flags,
    /// What the inputs are; found by content unless said here
    #[arg(long, value_enum, default_value = "auto")]
    input_format: InputName,
    /// Worker threads; one per core unless said here
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Files read at once; one for every three threads unless said here. Records of later ones wait in memory, up to 1 GiB
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    readers: Option<u16>,
    /// Write the removed blocks too, each with its rule and reason
    #[arg(long)]
    explain: bool,
    /// Write links
    #[arg(long)]
    links: bool,
    /// Write figures
    #[arg(long)]
    images: bool,
    /// Strip the parameters of trackers from addresses
    #[arg(long)]
    strip_tracking: bool,
    /// Keep readers' comments
    #[arg(long)]
    comments: bool,
    /// Per-site selectors to keep or drop
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Wordings of leftovers beside those that ship: tab-separated wording, system, language, safety (sure, likely, possible)
    #[arg(long, value_name = "FILE")]
    leftovers: Option<PathBuf>,
    #[command(flatten)]
    kept: Kept,
    /// What ids are made from; where a page has no address or no id of its own, from where it came
    #[arg(long, value_name = "WHAT", value_enum, default_value = "source")]
    id_from: IdFromName,
    /// Write one JSON line for each page that is not ok
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Write the accounts of the run as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Go on with a run that was cut off: the output ends up as if it had not been. Needs --output and the same inputs
    /// and settings
    #[arg(long, requires = "output", conflicts_with = "pages")]
    resume: bool,
    /// Split the output into files of at most this many bytes, NAME-00000.EXT and so on, with NAME.manifest.json
    #[arg(long, value_name = "N", requires = "output", value_parser = clap::value_parser!(u64).range(1..))]
    shard_bytes: Option<u64>,
    /// Write the ids of all pages with hashes of what was written, for a later --since
    #[arg(long, value_name = "FILE")]
    pages: Option<PathBuf>,
    /// Write only what is new or has changed since the run that wrote this file with --pages, and say what is gone
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    since: Option<PathBuf>,
    /// End the run at the first page that fails or stretch of input that is lost
    #[arg(long, conflicts_with = "max_failures")]
    fail_fast: bool,
    /// End the run after more than N pages failed and stretches of input lost
    #[arg(long, value_name = "N")]
    max_failures: Option<u64>,
    #[arg(long, value_name = "NAME=N", value_delimiter = ',', help = limits_help())]
    limit: Vec<String>,
    /// Clean each page in a process apart, so that no fault of a page can cost another; takes about a tenth more time
    #[arg(long)]
    isolate: bool,
    /// Be such a process
    #[arg(long, hide = true)]
    worker: bool,
    /// No summary, no progress
    #[arg(short, long)]
    quiet: bool,
}

/// What `--limit` says of itself.
fn limits_help() -> String {
    let limits = Limits::default();
    let bounds = BOUNDS.map(|bound| format!("{} {} ({})", bound.name, bound.value(&limits), bound.meaning));
    format!("Bounds on what a page may cost, with what they are unless said here: {}", bounds.join(", "))
}

#[derive(Clone, Copy, ValueEnum)]
enum IdFromName {
    /// Path and number of the record, and its own id if it has one
    Source,
    /// The page's address: the same page in another archive has the same id
    Url,
    /// The `id` of a JSON line or row
    Given,
}

#[derive(Clone, Copy, ValueEnum)]
enum InputName {
    Auto,
    Html,
    Text,
    Jsonl,
    Warc,
}

pub(super) fn run(mut arguments: Arguments) -> Result<u8, RunError> {
    arguments.output.take_if(|path| path.as_os_str() == "-");
    let arguments = &arguments;
    // a panic is written as a failed page: its message stands there
    std::panic::set_hook(Box::new(|_| {}));
    let texts = if arguments.worker { Texts::of_greeting() } else { Texts::read(arguments) }?;
    let config = config(arguments, &texts)?;
    let format = arguments.of_format.format(arguments.format)?;
    if arguments.worker {
        return work(config, format);
    }
    refuse_impossible(arguments, &format)?;
    let mut inputs = open_inputs(arguments, &config)?;
    let opened = outputs::open(arguments, &format, &config, &texts, &inputs)?;
    let watch = Arc::new(Watch::default());
    stop_on_signal(&watch)?;
    let options = Options {
        threads: arguments.threads.map_or(0, usize::from),
        readers: arguments.readers.map_or(0, usize::from),
        format,
        max_failures: arguments.max_failures.or(arguments.fail_fast.then_some(0)),
        apart: arguments.isolate.then(|| apart(&texts, config.limits.seconds)).transpose()?,
    };
    let Opened { outputs, report, pages, done, names } = opened;
    if !arguments.quiet {
        say(&names.greeting(arguments.resume, &done));
    }
    let outcome = if done.is_whole {
        Outcome { end: End::Complete, tally: Tally::of(inputs.names()) + done.tally, outputs }
    } else {
        if !inputs.go_on_from(done.position) {
            return Err(RunError::new(
                "cannot resume",
                "the input ends before the point that was reached: it has changed",
            ));
        }
        let progress = Progress::start(&watch, inputs.total_bytes(), arguments.quiet);
        let outcome = pipeline::run(&Cleaner::new(config), inputs, options, outputs, done, &watch);
        progress.finish();
        outcome?
    };
    let Outcome { end, tally, outputs } = outcome;
    let end = names.finish(outputs, (report, pages), end, &tally)?;
    if let End::Failed(error) = &end
        && error.is_closed_pipe
    {
        return Ok(0);
    }
    if !arguments.quiet {
        say(&summary(&tally));
    }
    let stands = names.what_stands(&end);
    Ok(match end {
        End::Complete if tally.failures() > 0 => SOME_FAILED,
        End::Complete => 0,
        End::Interrupted => {
            say(&format!("pagesieve: interrupted after {} pages{stands}\n", tally.pages));
            INTERRUPTED
        }
        End::TooManyFailures(last) => {
            let (n, last) = (tally.failures(), super::harmless(&last));
            say(&format!("pagesieve: ended after {n} failures ({last}){stands}\n"));
            RUN_FAILED
        }
        End::Failed(error) => {
            let error = super::harmless(&error.to_string());
            say(&format!("pagesieve: {error}{stands}\n"));
            RUN_FAILED
        }
    })
}

/// What the files of settings say. They are read once: a pipe says nothing the second time, a file perhaps other things.
#[derive(Default, Serialize, Deserialize)]
struct Texts {
    rules: Option<String>,
    leftovers: Option<String>,
}

impl Texts {
    fn read(arguments: &Arguments) -> Result<Texts, RunError> {
        let text = |path: &Option<PathBuf>| {
            let text = path.as_deref().map(std::fs::read_to_string).transpose();
            text.map_err(|e| RunError::new(path.as_deref().map_or_else(String::new, shown), e))
        };
        Ok(Texts { rules: text(&arguments.rules)?, leftovers: text(&arguments.leftovers)? })
    }

    /// Those of the run that this process works for.
    fn of_greeting() -> Result<Texts, RunError> {
        let greeting = pipeline::greeting().map_err(|e| RunError::new("worker", e))?;
        serde_json::from_slice(&greeting).map_err(|e| RunError::new("worker", e))
    }
}

/// The command that starts a worker like this run.
fn apart(texts: &Texts, seconds: u64) -> Result<Apart, RunError> {
    let program = std::env::current_exe().map_err(|e| RunError::new("--isolate", e))?;
    let greeting = serde_json::to_vec(texts).map_err(|e| RunError::new("--isolate", e))?;
    let own = std::env::args_os().skip(1);
    let arguments = own.take(1).chain(["--worker".into()]).chain(std::env::args_os().skip(2)).collect();
    Ok(Apart { program, arguments, greeting, seconds })
}

/// Cleans for another process. Signals are its business: it ends this one by ending the input.
fn work(config: Config, format: Format) -> Result<u8, RunError> {
    ctrlc::set_handler(|| {}).map_err(|e| RunError::new("signal handler", e))?;
    let service = pipeline::serve(Cleaner::new(config), format).map_err(|e| RunError::new("worker", e))?;
    Ok(service.exit_code())
}

fn config(arguments: &Arguments, texts: &Texts) -> Result<Config, RunError> {
    let rules = parsed(arguments.rules.as_deref(), texts.rules.as_deref(), SiteRules::parse)?;
    let wordings = parsed(arguments.leftovers.as_deref(), texts.leftovers.as_deref(), Wordings::parse)?;
    let mut limits = Limits::default();
    for setting in &arguments.limit {
        limits.set(setting).map_err(|e| RunError::new(format!("--limit {setting}"), e))?;
    }
    Ok(Config {
        limits,
        leftover: leftover::Settings { keep: arguments.kept.kinds(), wordings },
        judge: judge::Settings { comments: arguments.comments },
        sections: sections::Settings {
            links: arguments.links,
            images: arguments.images,
            strip_tracking: arguments.strip_tracking,
        },
        rules,
        explain: arguments.explain,
        id_from: arguments.id_from.into(),
    })
}

/// What a file of settings says; the default where none is named. Errors name the file.
fn parsed<T: Default, E: Display>(
    path: Option<&Path>,
    text: Option<&str>,
    parse: fn(&str) -> Result<T, E>,
) -> Result<T, RunError> {
    let (Some(path), Some(text)) = (path, text) else { return Ok(T::default()) };
    parse(text).map_err(|e| RunError::new(shown(path), e))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn open_inputs(arguments: &Arguments, config: &Config) -> Result<Inputs, RunError> {
    let mut paths = arguments.inputs.clone();
    if paths.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(RunError::new("no input", "name files or directories, or - for standard input"));
        }
        paths.push(PathBuf::from("-"));
    }
    Inputs::open(&paths, arguments.input_format.into(), &config.limits)
}

fn stop_on_signal(watch: &Arc<Watch>) -> Result<(), RunError> {
    let watch = Arc::clone(watch);
    ctrlc::set_handler(move || {
        // the second signal does not wait
        if watch.stop.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    })
    .map_err(|e| RunError::new("signal handler", e))
}

impl From<IdFromName> for IdFrom {
    fn from(name: IdFromName) -> Self {
        match name {
            IdFromName::Source => IdFrom::Source,
            IdFromName::Url => IdFrom::Url,
            IdFromName::Given => IdFrom::Given,
        }
    }
}

impl From<InputName> for InputFormat {
    fn from(name: InputName) -> Self {
        match name {
            InputName::Auto => InputFormat::Auto,
            InputName::Html => InputFormat::Html,
            InputName::Text => InputFormat::Text,
            InputName::Jsonl => InputFormat::Jsonl,
            InputName::Warc => InputFormat::Warc,
        }
    }
}
