//! `pagesieve eval DIR`: word F1 by page type and snippets found against a labelled folder; or the columns to train a model
//! on.

use super::kept::Kept;
use super::print;
use crate::cleaner::{CleanPage, Cleaner, Config, PageColumns};
use crate::error::RunError;
use crate::eval::{Gold, Snippets, Table, score, text_of};
use crate::input::{InputFormat, Inputs, Item, RawPage};
use crate::score::{Columns, Model};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Flags of `eval`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The folder: `gold.jsonl` (`id`, `url`, `page_type`, `text`, `with`, `without`) and `html/<id>.html.gz`
    dir: PathBuf,
    /// Write each page's blocks and columns here, one JSON line per page, and score nothing (see training/README.md)
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,
    /// Use this model instead of the one that ships
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    #[command(flatten)]
    kept: Kept,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, RunError> {
    let gold = read_gold(&arguments.dir.join("gold.jsonl"))?;
    let mut config = Config::default();
    config.leftover.keep = arguments.kept.kinds();
    let inputs = Inputs::open(&[arguments.dir.join("html")], InputFormat::Auto, &config.limits)?;
    let pages = inputs.filter_map(|item| match item {
        Item::Page(page) => Some(page),
        _ => None,
    });
    let mut cleaner = Cleaner::new(config);
    if let Some(file) = &arguments.model {
        let fail = |e: &dyn std::fmt::Display| RunError::new(file.display().to_string(), e);
        let bytes = std::fs::read(file).map_err(|e| fail(&e))?;
        cleaner = cleaner.with_model(Model::parse(&bytes).map_err(|e| fail(&e))?);
    }
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
        page.url.clone_from(&wanted.url);
        add(&mut table, &wanted, cleaner.clean(&page).ok().as_ref());
    }
    for (id, wanted) in &gold {
        eprintln!("pagesieve: no page for {id}: it counts as empty");
        add(&mut table, wanted, None);
    }
    print(&table.to_string())
}

/// Adds one labelled page and its record, if there is one.
fn add(table: &mut Table, wanted: &Gold, clean: Option<&CleanPage>) {
    let given = clean.map(text_of).unwrap_or_default();
    if let Some(text) = &wanted.text {
        table.add(wanted.page_type.as_deref().unwrap_or("other"), clean, score(&given, text));
    }
    table.add_snippets(Snippets::of(&given, wanted));
}

/// Shares of its blocks at which each page is written a second and third time.
const THINNED: [f64; 2] = [0.25, 0.08];

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
        let whole = cleaner.columns(&page).map(|found| (false, found));
        let parts = THINNED.iter().zip(0u64..).map(|(&share, i)| {
            let seed = id.bytes().fold(i, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
            cleaner.columns_thinned(&page, share, seed).map(|found| (true, found))
        });
        for (is_part, found) in std::iter::once(whole).chain(parts).filter_map(Result::ok) {
            writeln!(out, "{}", line(&id, is_part, &found)).map_err(fail)?;
        }
    }
    out.flush().map_err(fail)?;
    Ok(0)
}

/// The line of a page or of a part of it: the bytes of its columns, one column after the other, in hexadecimal.
fn line(id: &str, is_part: bool, found: &PageColumns) -> serde_json::Value {
    let mut bytes = String::new();
    for byte in (0..Columns::COUNT).flat_map(|k| found.columns.column(k)) {
        for digit in [byte >> 4, byte & 15] {
            bytes.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    json!({
        "id": id,
        "part": is_part,
        "texts": found.texts,
        "ruled_out": found.ruled_out,
        "units": found.units,
        "parents": found.names.parents,
        "names": found.names.of_element,
        "words": found.words,
        "of_block": found.names.of_block,
        "page_names": found.names.of_page,
        "page_words": found.names.of_words,
        "page_row": found.page_row,
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
