//! Flags in, exit codes out; one file per subcommand. The only room that prints.

mod bench;
mod clean;
mod eval;
mod explain;
mod extract_record;
mod kept;
mod schema;
#[cfg(feature = "tantivy")]
mod search;

use crate::error::RunError;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Removes template leftovers and boilerplate from scraped pages and writes structured, clean JSON.
#[derive(Parser)]
#[command(name = "pagesieve", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Clean pages: files, directories, WARC or JSONL in, one record per page out
    Clean(Box<clean::Arguments>),
    /// Show for one page what was kept and removed, by which rule and why
    Explain(explain::Arguments),
    /// Write one record of an input as it stands there, so that a fault can be looked at
    ExtractRecord(extract_record::Arguments),
    /// Print the JSON Schema (2020-12) of a record, or what an engine must be told before it takes our documents
    Schema(schema::Arguments),
    /// Search an index that clean --format tantivy wrote
    #[cfg(feature = "tantivy")]
    Search(search::Arguments),
    /// Search an index; this pagesieve was built without it
    #[cfg(not(feature = "tantivy"))]
    Search {
        #[arg(hide = true, allow_hyphen_values = true, trailing_var_arg = true)]
        given: Vec<String>,
    },
    /// Score the cleaner against a labelled folder
    Eval(eval::Arguments),
    /// Measure on an archive how fast the cleaner is, by thread count and by stage
    Bench(bench::Arguments),
}

/// Exit code of a run in which some page failed or some input was damaged.
const SOME_FAILED: u8 = 1;
/// Exit code of a run that could not be done.
const RUN_FAILED: u8 = 2;
/// Exit code of a run that was interrupted.
const INTERRUPTED: u8 = 130;

/// Runs the command line; its exit code is 0 when all went well, 1 when some pages failed, 2 when the run failed, 130
/// when it was interrupted.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Clean(arguments) => clean::run(*arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::ExtractRecord(arguments) => extract_record::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        #[cfg(feature = "tantivy")]
        Command::Search(arguments) => search::run(&arguments),
        #[cfg(not(feature = "tantivy"))]
        Command::Search { .. } => Err(without_index("search")),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) if error.is_closed_pipe => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("pagesieve: {}\n", harmless(&error.to_string())));
            ExitCode::from(RUN_FAILED)
        }
    }
}

/// What is told where an index is asked for that is not there.
#[cfg(not(feature = "tantivy"))]
fn without_index(asked: &str) -> RunError {
    RunError::new(asked, "this pagesieve was built without its index (cargo build --release --features tantivy)")
}

/// Prints to standard error. Nobody can be told where that is closed.
fn say(text: &str) {
    use std::io::Write as _;
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Prints to standard output; a closed pipe is an error like any other, so that `main` can end quietly on it.
fn print(text: &str) -> Result<u8, RunError> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|e| RunError::broken_output("standard output", e))?;
    Ok(0)
}

/// Text as a terminal can show it without being steered by it: control characters are escaped.
fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { c.escape_default().to_string() } else { c.to_string() })
        .collect()
}
