//! `pagesieve explain FILE`: one page, block by block.

use super::{harmless, print};
use crate::cleaner::{Cleaner, Config, Explained};
use crate::error::RunError;
use crate::input::{InputFormat, Inputs, Item};
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::PathBuf;

/// Flags of `explain`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The page; of a file with many, the first
    file: PathBuf,
    /// Print JSON instead
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, RunError> {
    let name = arguments.file.display().to_string();
    let config = Config::default();
    let inputs = Inputs::open(std::slice::from_ref(&arguments.file), InputFormat::Auto, &config.limits)?;
    let cleaner = Cleaner::new(config);
    for item in inputs {
        let page = match item {
            Item::Page(page) => page,
            Item::Bad(error) => return Err(RunError::new(name, error.kind)),
            Item::PassedOver(_) | Item::Damage(_) => continue,
        };
        let explained = cleaner.explain(&page).map_err(|error| RunError::new(&name, error.kind))?;
        if arguments.json {
            let json = serde_json::to_string_pretty(&explained).map_err(|e| RunError::new(&name, e))?;
            return print(&(json + "\n"));
        }
        return print(&readable(&explained, std::io::stdout().is_terminal()));
    }
    Err(RunError::new(name, "no page in it"))
}

/// The page for a reader: a mark, the rule, the reason and the text of each block.
fn readable(page: &Explained, colour: bool) -> String {
    let (green, red, grey, plain) =
        if colour { ("\u{1b}[32m", "\u{1b}[31m", "\u{1b}[90m", "\u{1b}[0m") } else { ("", "", "", "") };
    let mut out = format!("{}\n", harmless(&page.place));
    for (name, value, from) in &page.meta {
        let _ = writeln!(out, "  {name}: {} {grey}({from}){plain}", harmless(value).replace('\n', " "));
    }
    let kept = page.blocks.iter().filter(|b| b.keep).count();
    let _ = writeln!(out, "  {} blocks, {kept} kept\n", page.blocks.len());
    for block in &page.blocks {
        let (mark, paint) = if block.keep { ("+", green) } else { ("-", red) };
        let because: Vec<String> = block.because.iter().map(|(k, v)| format!("{k} {v}")).collect();
        let _ = writeln!(
            out,
            "{paint}{mark} {:<26}{plain} {:<10} {grey}{}{plain}",
            block.rule,
            block.kind,
            harmless(&because.join(", "))
        );
        let text = harmless(&block.text).replace('\n', "\n    ");
        let _ = writeln!(out, "    {}", text.chars().take(400).collect::<String>());
        for cut in &block.cut {
            let _ = writeln!(out, "    {red}cut:{plain} {}", harmless(cut).replace('\n', " "));
        }
    }
    out
}
