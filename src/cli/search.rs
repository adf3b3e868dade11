//! `pagesieve search INDEX QUERY`: asks an index that `clean --format tantivy` wrote.

use super::{harmless, print};
use crate::error::RunError;
use crate::search::{Hit, Search};
use std::io::IsTerminal as _;
use std::path::PathBuf;

/// Flags of `search`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A folder written with clean --format tantivy
    index: PathBuf,
    /// Words that a section must have; "a phrase", -word, OR, host:example.org, language:en, title:word, heading:word
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// Sections at most
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// One JSON object for each section
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, RunError> {
    let search = Search::open(&arguments.index)?;
    let hits = search.find(&arguments.query, usize::from(arguments.limit))?;
    if arguments.json {
        let lines = hits.iter().map(|hit| serde_json::to_string(hit).map(|line| line + "\n"));
        let lines: String = lines.collect::<Result<_, _>>().map_err(|e| RunError::new("search", e))?;
        return print(&lines);
    }
    if hits.is_empty() {
        return print(&format!("none of {} sections\n", search.len()));
    }
    let is_terminal = std::io::stdout().is_terminal();
    print(&(1..).zip(&hits).map(|(number, hit)| shown(number, hit, is_terminal)).collect::<Vec<_>>().join("\n"))
}

/// A hit for a reader: where it stands, and the words found in their stretch of text.
fn shown(number: usize, hit: &Hit, is_terminal: bool) -> String {
    let (before, after) = if is_terminal { ("\u{1b}[1m", "\u{1b}[0m") } else { ("**", "**") };
    let place: Vec<&str> = hit.title.iter().chain(&hit.heading).map(String::as_str).collect();
    let place = if place.is_empty() { hit.id.clone() } else { place.join(" › ") };
    let mut text = String::new();
    let mut done = 0;
    for range in &hit.highlights {
        let piece = |range: std::ops::Range<usize>| harmless(hit.snippet.get(range).unwrap_or_default());
        text += &format!("{}{before}{}{after}", piece(done..range.start), piece(range.clone()));
        done = range.end;
    }
    text += &harmless(hit.snippet.get(done..).unwrap_or_default());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let url = hit.url.as_deref().map(|url| format!("   {}\n", harmless(url))).unwrap_or_default();
    format!("{number}. {}  {:.1}\n{url}   {text}\n", harmless(&place.replace('\n', " ")), hit.score)
}
