//! `pagesieve eval DIR`: word F1 by page type against a labelled folder.

use super::print;
use crate::cleaner::{Cleaner, Config};
use crate::error::RunError;
use crate::eval::{Gold, Table, score, text_of};
use crate::input::{InputFormat, Inputs, Item};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Flags of `eval`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The folder: `gold.jsonl` (`id`, `text`, `url`, `page_type`) and `html/<id>.html.gz`
    dir: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, RunError> {
    let mut gold = read_gold(&arguments.dir.join("gold.jsonl"))?;
    let config = Config::default();
    let inputs = Inputs::open(&[arguments.dir.join("html")], InputFormat::Auto, &config.limits)?;
    let cleaner = Cleaner::new(config);
    let mut table = Table::default();
    for item in inputs {
        let Item::Page(mut page) = item else { continue };
        let Some(wanted) = gold.remove(id_of(&page.place.path)) else { continue };
        page.url = wanted.url;
        let given = cleaner.clean(&page).map(|clean| text_of(&clean)).unwrap_or_default();
        let score = score(&given, &wanted.text.unwrap_or_default());
        table.add(wanted.page_type.as_deref().unwrap_or("other"), score);
    }
    for (id, wanted) in &gold {
        eprintln!("pagesieve: no page for {id}: it counts as empty");
        let score = score("", wanted.text.as_deref().unwrap_or_default());
        table.add(wanted.page_type.as_deref().unwrap_or("other"), score);
    }
    print(&table.to_string())
}

fn read_gold(path: &Path) -> Result<BTreeMap<String, Gold>, RunError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| RunError::new(&name, e))?;
    let mut gold = BTreeMap::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let entry: Gold = serde_json::from_str(line).map_err(|e| RunError::new(format!("{name}:{}", i + 1), e))?;
        gold.insert(entry.id.clone(), entry);
    }
    Ok(gold)
}

/// The file's name without its endings.
fn id_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(".htm").next().unwrap_or(name)
}
