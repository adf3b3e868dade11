//! `pagesieve eval DIR`: word F1 by page type against a labelled folder; or the columns to train a model on.

use super::print;
use crate::cleaner::{Cleaner, Config, PageColumns};
use crate::error::RunError;
use crate::eval::{Gold, Table, score, text_of};
use crate::input::{InputFormat, Inputs, Item, RawPage};
use crate::score::{Columns, Model};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Flags of `eval`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The folder: `gold.jsonl` (`id`, `text`, `url`, `page_type`) and `html/<id>.html.gz`
    dir: PathBuf,
    /// Write each page's blocks and columns here, one JSON line per page, and score nothing (see training/README.md)
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, RunError> {
    let gold = read_gold(&arguments.dir.join("gold.jsonl"))?;
    let config = Config::default();
    let inputs = Inputs::open(&[arguments.dir.join("html")], InputFormat::Auto, &config.limits)?;
    let pages = inputs.filter_map(|item| match item {
        Item::Page(page) => Some(page),
        _ => None,
    });
    let cleaner = Cleaner::new(config);
    match &arguments.columns {
        Some(file) => write_columns(&cleaner, pages, gold, file),
        None => print_table(&cleaner, pages, gold),
    }
}

fn print_table(
    cleaner: &Cleaner,
    pages: impl Iterator<Item = RawPage>,
    mut gold: BTreeMap<String, Gold>,
) -> Result<u8, RunError> {
    let mut table = Table::default();
    for mut page in pages {
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

fn write_columns(
    cleaner: &Cleaner,
    pages: impl Iterator<Item = RawPage>,
    gold: BTreeMap<String, Gold>,
    file: &Path,
) -> Result<u8, RunError> {
    let fail = |e: std::io::Error| RunError::new(file.display().to_string(), e);
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).map_err(fail)?);
    let names: Vec<String> = (0..Columns::COUNT).map(Columns::name).collect();
    let head = json!({ "columns": names, "hash": format!("{:016x}", Model::columns_hash()) });
    writeln!(out, "{head}").map_err(fail)?;
    for mut page in pages {
        let id = id_of(&page.place.path).to_owned();
        page.url = gold.get(&id).and_then(|g| g.url.clone());
        let Ok(found) = cleaner.columns(&page) else { continue };
        writeln!(out, "{}", line(&id, &found)).map_err(fail)?;
    }
    out.flush().map_err(fail)?;
    Ok(0)
}

/// A page's line: the bytes of its columns, one column after the other, in hexadecimal.
fn line(id: &str, found: &PageColumns) -> serde_json::Value {
    let mut bytes = String::new();
    for byte in (0..Columns::COUNT).flat_map(|k| found.columns.column(k)) {
        for digit in [byte >> 4, byte & 15] {
            bytes.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    json!({
        "id": id,
        "texts": found.texts,
        "ruled_out": found.ruled_out,
        "units": found.units,
        "bytes": bytes,
    })
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
