//! `pagesieve clean [INPUT…]`: the main job.

use super::{INTERRUPTED, SOME_FAILED};
use crate::cleaner::{Cleaner, Config, SiteRules};
use crate::error::RunError;
use crate::input::{InputFormat, Inputs};
use crate::leftover::Wordings;
use crate::pipeline::{self, Options, Outputs, Watch};
use crate::tally::Tally;
use crate::write::Format;
use crate::{judge, leftover, sections};
use clap::ValueEnum;
use std::fmt::Display;
use std::fs::File;
use std::io::{BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Flags of `clean`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Files, directories, or - for standard input
    inputs: Vec<PathBuf>,
    /// Write here instead of standard output; the file appears when the run is done
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value = "jsonl")]
    format: FormatName,
    /// What the inputs are; found by content unless said here
    #[arg(long, value_enum, default_value = "auto")]
    input_format: InputName,
    /// Worker threads; one per core unless said here
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Write the removed blocks too, each with its rule and reason
    #[arg(long)]
    explain: bool,
    /// Write links
    #[arg(long)]
    links: bool,
    /// Write figures
    #[arg(long)]
    images: bool,
    /// Keep readers' comments
    #[arg(long)]
    comments: bool,
    /// Per-site selectors to keep or drop
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Wordings of leftovers beside those that ship: tab-separated wording, system, language, safety (sure, likely, possible)
    #[arg(long, value_name = "FILE")]
    leftovers: Option<PathBuf>,
    /// Leave leftovers of these kinds on the page
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    keep_leftovers: Vec<KindName>,
    /// Write one JSON line for each page that is not ok
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Write the counts of the run as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// No summary, no progress
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatName {
    Jsonl,
    Json,
    Markdown,
    Text,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindName {
    Lorem,
    Placeholder,
    Unrendered,
    Artefact,
}

#[derive(Clone, Copy, ValueEnum)]
enum InputName {
    Auto,
    Html,
    Text,
    Jsonl,
    Warc,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, RunError> {
    let config = config(arguments)?;
    let inputs = open_inputs(arguments, &config)?;
    for output in [&arguments.output, &arguments.errors, &arguments.report].into_iter().flatten() {
        refuse_input(output, inputs.files())?;
    }
    let mut records = Target::create(arguments.output.as_deref())?;
    let mut errors = arguments.errors.as_deref().map(|p| Target::create(Some(p))).transpose()?;
    let mut report = arguments.report.as_deref().map(|p| Target::create(Some(p))).transpose()?;
    let watch = Arc::new(Watch::default());
    stop_on_signal(&watch)?;
    // a panic is written as a failed page: its message stands there
    std::panic::set_hook(Box::new(|_| {}));
    let options = Options { threads: arguments.threads.map_or(0, usize::from), format: arguments.format.into() };
    let total = inputs.total_bytes();
    let progress = Progress::start(&watch, total, arguments.quiet);
    let outputs = Outputs { records: records.writer(), errors: errors.as_mut().map(|e| e.writer()) };
    let cleaner = Cleaner::new(config);
    let outcome = pipeline::run(&cleaner, inputs, options, outputs, &watch);
    progress.finish();
    let tally = outcome?;
    if let Some(report) = &mut report {
        serde_json::to_writer_pretty(report.writer(), &tally).map_err(|e| RunError::new("report", e))?;
        report.writer().write_all(b"\n").map_err(|e| RunError::broken_output("report", e))?;
    }
    for target in [Some(records), errors, report].into_iter().flatten() {
        target.finish()?;
    }
    if !arguments.quiet {
        eprint!("{}", summary(&tally));
    }
    if watch.stop.load(Ordering::Relaxed) {
        eprintln!("pagesieve: interrupted after {} pages; what was read is written", tally.pages);
        return Ok(INTERRUPTED);
    }
    Ok(if tally.status("failed") > 0 || tally.n_damaged > 0 { SOME_FAILED } else { 0 })
}

fn config(arguments: &Arguments) -> Result<Config, RunError> {
    let rules = parsed(arguments.rules.as_deref(), SiteRules::parse)?;
    let wordings = parsed(arguments.leftovers.as_deref(), Wordings::parse)?;
    let keep = arguments.keep_leftovers.iter().map(|&kind| kind.into()).collect();
    Ok(Config {
        leftover: leftover::Settings { keep, wordings },
        judge: judge::Settings { comments: arguments.comments },
        sections: sections::Settings { links: arguments.links, images: arguments.images },
        rules,
        explain: arguments.explain,
        ..Config::default()
    })
}

/// What a file of settings says; the default where none is named. Errors name the file.
fn parsed<T: Default, E: Display>(path: Option<&Path>, parse: fn(&str) -> Result<T, E>) -> Result<T, RunError> {
    let Some(path) = path else { return Ok(T::default()) };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| RunError::new(&name, e))?;
    parse(&text).map_err(|e| RunError::new(&name, e))
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

fn refuse_input(output: &Path, inputs: &[PathBuf]) -> Result<(), RunError> {
    let Ok(output_path) = output.canonicalize() else { return Ok(()) };
    let same = inputs.iter().any(|i| i.canonicalize().is_ok_and(|i| i == output_path));
    if same { Err(RunError::new(output.display().to_string(), "the output is one of the inputs")) } else { Ok(()) }
}

/// Where output goes: standard output, or a file that gets its name when it is whole.
enum Target {
    Stdout(BufWriter<std::io::Stdout>),
    /// A device or pipe: nothing to rename.
    Device(BufWriter<File>),
    File {
        writer: BufWriter<tempfile::NamedTempFile>,
        path: PathBuf,
    },
}

impl Target {
    fn create(path: Option<&Path>) -> Result<Target, RunError> {
        let Some(path) = path else { return Ok(Target::Stdout(BufWriter::with_capacity(1 << 16, std::io::stdout()))) };
        let name = path.display().to_string();
        if path.is_dir() {
            return Err(RunError::new(name, "is a directory"));
        }
        if path.exists() && !path.is_file() {
            let file = File::options().write(true).open(path).map_err(|e| RunError::new(&name, e))?;
            return Ok(Target::Device(BufWriter::new(file)));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file =
            tempfile::Builder::new().prefix(".pagesieve-").tempfile_in(folder).map_err(|e| RunError::new(&name, e))?;
        Ok(Target::File { writer: BufWriter::with_capacity(1 << 16, file), path: path.to_owned() })
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Target::Stdout(writer) => writer,
            Target::Device(writer) => writer,
            Target::File { writer, .. } => writer,
        }
    }

    fn finish(mut self) -> Result<(), RunError> {
        let name = match &self {
            Target::File { path, .. } => path.display().to_string(),
            _ => "output".to_owned(),
        };
        self.writer().flush().map_err(|e| RunError::broken_output(&name, e))?;
        let Target::File { writer, path } = self else { return Ok(()) };
        let file = writer.into_inner().map_err(|e| RunError::broken_output(&name, e.into_error()))?;
        readable_by_others(file.as_file());
        file.persist(&path).map_err(|e| RunError::broken_output(&name, e.error))?;
        Ok(())
    }
}

/// Temporary files are private; an output is as readable as any new file.
fn readable_by_others(file: &File) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // a file system without permissions keeps its own
        let _ = file.set_permissions(std::fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = file;
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

/// The progress bar, on a terminal only.
struct Progress {
    thread: Option<(std::thread::JoinHandle<()>, std::sync::mpsc::Sender<()>)>,
}

impl Progress {
    fn start(watch: &Arc<Watch>, total: Option<u64>, quiet: bool) -> Progress {
        if quiet || !std::io::stderr().is_terminal() {
            return Progress { thread: None };
        }
        let bar = total.map_or_else(indicatif::ProgressBar::no_length, indicatif::ProgressBar::new);
        let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {msg} pages, {eta} left";
        if let Ok(style) = indicatif::ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let watch = Arc::clone(watch);
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            while receiver.recv_timeout(Duration::from_millis(200)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                bar.set_message(watch.pages.load(Ordering::Relaxed).to_string());
                bar.set_position(watch.bytes.load(Ordering::Relaxed));
            }
            bar.finish_and_clear();
        });
        Progress { thread: Some((thread, sender)) }
    }

    fn finish(self) {
        if let Some((thread, sender)) = self.thread {
            drop(sender);
            // the bar is for show: a panic in it is no fault of the run
            let _ = thread.join();
        }
    }
}

/// Wordings of leftovers that the summary names.
const TOP_WORDINGS: usize = 5;

/// What the run did, for a reader.
fn summary(tally: &Tally) -> String {
    let list = |map: &std::collections::BTreeMap<String, u64>| {
        map.iter().map(|(key, n)| format!("{n} {key}")).collect::<Vec<_>>().join(", ")
    };
    let mb = |bytes: u64| bytes as f64 / 1e6;
    let mut out = format!("{} pages: {}\n", tally.pages, list(&tally.by_status));
    for (name, map) in [("not ok", &tally.by_reason), ("passed over", &tally.passed_over), ("removed", &tally.removed)]
    {
        if !map.is_empty() {
            out += &format!("{name}: {}\n", list(map));
        }
    }
    let mut wordings: Vec<(&String, &u64)> = tally.leftover_wordings.iter().collect();
    wordings.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (wording, n) in wordings.iter().take(TOP_WORDINGS) {
        out += &format!("leftover: {n} × {}\n", super::harmless(wording));
    }
    for damage in tally.damage.iter().take(5) {
        out += &format!("damaged: {}\n", super::harmless(damage));
    }
    if tally.n_damaged > 5 {
        out += &format!("damaged: {} more places\n", tally.n_damaged - 5);
    }
    out += &format!(
        "{:.1} MB of pages in, {:.1} MB out, {:.1} s, {:.1} MB/s\n",
        mb(tally.page_bytes),
        mb(tally.output_bytes),
        tally.seconds,
        mb(tally.page_bytes) / tally.seconds.max(1e-9)
    );
    out
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Jsonl => Format::Jsonl,
            FormatName::Json => Format::Json,
            FormatName::Markdown => Format::Markdown,
            FormatName::Text => Format::Text,
        }
    }
}

impl From<KindName> for leftover::Kind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Lorem => leftover::Kind::Lorem,
            KindName::Placeholder => leftover::Kind::Placeholder,
            KindName::Unrendered => leftover::Kind::Unrendered,
            KindName::Artefact => leftover::Kind::Artefact,
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
