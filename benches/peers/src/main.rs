//! One tool over a list of pages: `peers TOOL LIST [TEXTS]`. Pages are read and decoded before the clock starts; the
//! seconds printed are CPU time of the pass over all of them. `TEXTS` gets a line of JSON per page.

use pagesieve::cleaner::Workspace;
use pagesieve::write::Format;
use pagesieve::{Cleaner, Config, RawPage};
use serde_json::json;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Some tools go down the tree by recursion: what the deepest page needs.
const STACK: usize = 512 << 20;

/// One page in so many is run before the clock starts.
const WARM_UP: usize = 10;

/// What a tool makes of a page; an error counts as nothing.
type Extract = Box<dyn FnMut(&Page) -> Result<String, String>>;

struct Page {
    name: String,
    html: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let run = std::thread::Builder::new().stack_size(STACK).spawn(|| run().map_err(|e| e.to_string()))?;
    match run.join() {
        Ok(done) => Ok(done?),
        Err(_) => Err("the tool brought its thread down".into()),
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [tool, list, texts @ ..] = args.as_slice() else { return Err("usage: peers TOOL LIST [TEXTS]".into()) };
    let pages = pages(list)?;
    let mut extract = tool_named(tool, Wanted::Product).ok_or_else(|| format!("no tool is called {tool}"))?;
    std::panic::set_hook(Box::new(|_| {}));
    for page in pages.iter().step_by(WARM_UP) {
        let _ = guarded(&mut extract, page);
    }
    let start = cpu_seconds();
    let mut found: Vec<Result<String, String>> = pages.iter().map(|page| guarded(&mut extract, page)).collect();
    let seconds = cpu_seconds() - start;
    let bytes: usize = pages.iter().map(|page| page.html.len()).sum();
    let failed = found.iter().filter(|text| text.is_err()).count();
    println!("{}", json!({ "seconds": seconds, "bytes": bytes, "pages": pages.len(), "failed": failed }));
    if let [path] = texts {
        if let Some(mut extract) = tool_named(tool, Wanted::Text) {
            found = pages.iter().map(|page| guarded(&mut extract, page)).collect();
        }
        let mut out = BufWriter::new(File::create(path)?);
        for (page, text) in pages.iter().zip(&found) {
            writeln!(out, "{}", json!({ "id": page.name, "text": text.as_deref().unwrap_or_default() }))?;
        }
        out.flush()?;
    }
    Ok(())
}

/// The pages whose files `list` names, one a line.
fn pages(list: &str) -> Result<Vec<Page>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for line in std::fs::read_to_string(list)?.lines() {
        let name = Path::new(line).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        pages.push(Page { name, html: String::from_utf8_lossy(&std::fs::read(line)?).into_owned() });
    }
    Ok(pages)
}

fn guarded(extract: &mut Extract, page: &Page) -> Result<String, String> {
    catch_unwind(AssertUnwindSafe(|| extract(page))).unwrap_or_else(|_| Err("panic".to_owned()))
}

/// What a pass is for: what users of the tool take from it, or text to score. They differ where a tool gives records.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Product,
    Text,
}

fn tool_named(tool: &str, wanted: Wanted) -> Option<Extract> {
    Some(match tool {
        "pagesieve" => pagesieve(wanted),
        "rs-trafilatura" => {
            Box::new(|page| rs_trafilatura::extract(&page.html).map(|r| r.content_text).map_err(|e| e.to_string()))
        }
        "trafilatura crate" => Box::new(|page| {
            let options = trafilatura::Options::default();
            trafilatura::extract(&page.html, &options).map(|r| r.content_text).map_err(|e| e.to_string())
        }),
        "dom_smoothie" => Box::new(|page| {
            let mut reader =
                dom_smoothie::Readability::new(page.html.as_str(), None, None).map_err(|e| e.to_string())?;
            reader.parse().map(|article| article.text_content.to_string()).map_err(|e| e.to_string())
        }),
        "legible" => Box::new(|page| {
            legible::parse(&page.html, None, None).map(|article| article.text_content).map_err(|e| e.to_string())
        }),
        _ => return None,
    })
}

/// All features on: from the page's bytes to its record as JSON, or to the text in it.
fn pagesieve(wanted: Wanted) -> Extract {
    let cleaner = Cleaner::new(Config::default());
    let mut space = Workspace::default();
    let mut json = Vec::new();
    Box::new(move |page| {
        let raw = RawPage::html(page.html.as_bytes(), None);
        let clean = cleaner.clean_with(&mut space, &raw).map_err(|e| e.to_string())?;
        if wanted == Wanted::Text {
            return Ok(pagesieve::eval::text_of(&clean));
        }
        json.clear();
        Format::Jsonl.page(&clean, &mut json).map_err(|e| e.to_string())?;
        String::from_utf8(json.clone()).map_err(|e| e.to_string())
    })
}

fn cpu_seconds() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}
