//! Instructions of each stage on one page, held against a budget: `cargo bench --bench instructions`. Counts are valgrind's,
//! nearly the same whatever else the machine does; where it is not installed nothing is measured, and that is said. Ends with 1
//! where a stage costs more than it may.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use pagesieve::cleaner::{Stage, Workspace};
use pagesieve::write::Format;
use pagesieve::{Cleaner, Config, RawPage};
use std::path::Path;
use std::process::{Command, ExitCode};

/// Most instructions for each byte of the page, stage by stage in the order they run: what was counted when the stage was last
/// changed, and a twentieth more, or 0.4 where that is greater: hash tables are seeded anew in each process, so that the counts
/// of two differ by 0.1 and those of a stage, a difference of two, by 0.2. The page is all markup and text, without scripts:
/// costs are higher than on others, and of `meta` 2 are the names of persons, read once a run. Who makes a stage cheaper lowers
/// its number. Scores are read with AVX2, as all servers since 2015 have it: without it judging takes a fifth more.
const BUDGET: [(&str, f64); Stage::ALL.len() + 1] = [
    ("decode", 0.8),
    ("dom", 56.0),
    ("blocks", 39.9),
    ("measure", 82.0),
    ("leftover", 74.0),
    ("judge", 67.0),
    ("scripts", 0.7),
    ("meta", 18.7),
    ("sections", 23.0),
    ("record", 9.0),
    ("write", 8.5),
];

/// Copies of the page's body that make up the page measured: so many that what comes once a page hardly shows.
const COPIES: usize = 40;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [word, stage] = args.as_slice()
        && word == "until"
    {
        run_until(stage.parse().unwrap());
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: valgrind is not installed");
        return ExitCode::SUCCESS;
    }
    measure()
}

fn measure() -> ExitCode {
    let bytes = page().len() as f64;
    let (mut before, _) = instructions(0);
    let (mut all, mut is_over) = (0.0, false);
    println!("stage       instr/byte   budget");
    for (stage, (name, budget)) in BUDGET.into_iter().enumerate() {
        let (after, ran) = instructions(stage + 1);
        assert_eq!(ran, name, "the stages run in another order than the budget names them");
        let cost = (after - before) / bytes;
        let mark = if cost > budget { "  over" } else { "" };
        println!("{name:10} {cost:11.2} {budget:8.1}{mark}");
        (before, all, is_over) = (after, all + cost, is_over || cost > budget);
    }
    println!("{:10} {all:11.2}", "all");
    if is_over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// What a process executes that cleans the page and ends after so many stages, and the name of the last.
fn instructions(stages: usize) -> (f64, String) {
    let own = std::env::current_exe().unwrap();
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(own);
    let done = valgrind.args(["until", &stages.to_string()]).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected :")).map(|(_, n)| n.trim().parse());
    let count = collected.unwrap_or_else(|| panic!("valgrind says nothing of instructions:\n{said}")).unwrap();
    (count, String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// Cleans the page and ends the process after so many stages; the one after the last writes the record.
fn run_until(stages: usize) -> ! {
    let raw = RawPage::html(page().as_str(), None);
    let cleaner = Cleaner::new(Config::default());
    let mut space = Workspace::default();
    if stages == 0 {
        std::process::exit(0);
    }
    let mut n_done = 0;
    let clean = cleaner.clean_in_laps(&mut space, &raw, &mut |stage| {
        n_done += 1;
        if n_done == stages {
            println!("{}", stage.name());
            std::process::exit(0);
        }
    });
    let mut out = Vec::new();
    Format::Jsonl.page(&clean.unwrap(), &mut out).unwrap();
    println!("write");
    std::process::exit(0)
}

/// One of our own pages, its body many times over, with other paragraphs each time: what a page says twice is left out.
fn page() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/site/harbour-archive.html");
    let page = std::fs::read_to_string(file).unwrap();
    let (head, rest) = page.split_at(page.find("<body").unwrap());
    let (body, _) = rest.split_at(rest.rfind("</body>").unwrap());
    let bodies = (1..=COPIES).map(|n| body.replace("<p>", &format!("<p>{n}. ")));
    format!("{head}{}", bodies.collect::<String>())
}
