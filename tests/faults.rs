//! Faults of outputs, inputs and pages: each run ends as it should, each page is counted once, and nothing else is lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{assert_sums, listing, page, pagesieve, records, run, scratch, words};
use pagesieve::cleaner::{Clean, Workspace};
use pagesieve::error::PageError;
use pagesieve::input::{InputFormat, Inputs, RawPage};
use pagesieve::journal::Checkpoint;
use pagesieve::limits::Limits;
use pagesieve::output::{Records, Target};
use pagesieve::pipeline::{self, Apart, End, Options, Outcome, Outputs, Watch};
use pagesieve::write::Format;
use pagesieve::{CleanPage, Cleaner, Config};
use proptest::prelude::*;
use std::io::{self, Cursor, Read, Write};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Takes bytes up to a limit, a few at a time and with interruptions, then fails.
#[derive(Clone)]
struct Faulty {
    taken: Arc<Mutex<Vec<u8>>>,
    limit: usize,
    kind: io::ErrorKind,
    calls: usize,
}

impl Faulty {
    fn at(limit: usize, kind: io::ErrorKind) -> Faulty {
        Faulty { taken: Arc::default(), limit, kind, calls: 0 }
    }
}

impl Write for Faulty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        if self.calls.is_multiple_of(3) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let mut taken = self.taken.lock().unwrap();
        let n = bytes.len().min(1000).min(self.limit - taken.len());
        if n == 0 && !bytes.is_empty() {
            return Err(self.kind.into());
        }
        taken.extend(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Gives a few bytes at a time and fails at the end of what it has.
struct Broken(Cursor<Vec<u8>>, usize);

impl Read for Broken {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = out.len().min(self.1);
        match self.0.read(&mut out[..n])? {
            0 => Err(io::Error::other("the cable came out")),
            n => Ok(n),
        }
    }
}

fn lines(n: usize) -> Vec<u8> {
    let line = |i| serde_json::json!({"html": page(i, 2), "id": format!("p{i}")}).to_string() + "\n";
    (0..n).map(line).collect::<String>().into_bytes()
}

fn clean(
    cleaner: &dyn Clean,
    input: impl Read + Send + 'static,
    records: Target,
    errors: Option<Target>,
    max: Option<u64>,
) -> Outcome {
    let inputs = Inputs::from_reader("tides.jsonl", input, InputFormat::Jsonl, &Limits::default());
    let outputs = Outputs { records: Records::stream(Format::Jsonl, records), errors, journal: None, updates: None };
    let options = Options { threads: 2, readers: 1, format: Format::Jsonl, max_failures: max, apart: None };
    pipeline::run(cleaner, inputs, options, outputs, Checkpoint::default(), &Watch::default()).unwrap()
}

fn sums(outcome: &Outcome) -> serde_json::Value {
    let told = serde_json::to_value(&outcome.tally).unwrap();
    assert_sums(&told);
    told
}

#[test]
fn an_output_that_breaks_ends_the_run_with_its_name_and_reason() {
    let cleaner = Cleaner::new(Config::default());
    let whole = Faulty::at(usize::MAX, io::ErrorKind::Other);
    let outcome = clean(&cleaner, Cursor::new(lines(100)), Target::stream("records", whole.clone()), None, None);
    assert!(matches!(outcome.end, End::Complete), "interruptions and short writes are no faults: {:?}", outcome.end);
    let whole = whole.taken.lock().unwrap().clone();
    assert_eq!(records(&whole).len(), 100);
    for limit in [0, 1, 5000, whole.len() / 2, whole.len() - 1] {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::BrokenPipe, io::ErrorKind::ReadOnlyFilesystem] {
            let faulty = Faulty::at(limit, kind);
            let outcome =
                clean(&cleaner, Cursor::new(lines(100)), Target::stream("records", faulty.clone()), None, None);
            sums(&outcome);
            let End::Failed(error) = outcome.end else { panic!("{limit} {kind}") };
            assert!(error.what == "records" && !error.is_closed_pipe, "{error}");
            assert!(whole.starts_with(&faulty.taken.lock().unwrap()), "what was taken is the beginning");
        }
    }
}

#[test]
fn an_errors_file_that_breaks_ends_the_run_too() {
    let cleaner = Cleaner::new(Config::default());
    let input = [&lines(3)[..], b"no JSON\n", &lines(3)].concat();
    let errors = Target::stream("errors", Faulty::at(10, io::ErrorKind::StorageFull));
    let outcome = clean(&cleaner, Cursor::new(input), Target::stream("records", io::sink()), Some(errors), None);
    sums(&outcome);
    assert!(matches!(&outcome.end, End::Failed(error) if error.what == "errors"), "{:?}", outcome.end);
}

#[test]
fn an_input_that_breaks_gives_what_came_before_and_a_failure() {
    let cleaner = Cleaner::new(Config::default());
    let input = lines(20);
    for (length, step) in [(input.len(), 7), (input.len() - 5, 4096), (1, 1)] {
        let records = Faulty::at(usize::MAX, io::ErrorKind::Other);
        let broken = Broken(Cursor::new(input[..length].to_vec()), step);
        let outcome = clean(&cleaner, broken, Target::stream("records", records.clone()), None, None);
        assert!(matches!(outcome.end, End::Complete));
        let told = sums(&outcome);
        assert!(
            told["by_status"]["ok"].as_u64().unwrap_or(0) >= (length / (input.len() / 19)).saturating_sub(1) as u64,
            "{told}"
        );
        assert!(outcome.tally.failures() > 0, "{told}");
        let lost = input[..length].iter().rev().take_while(|&&b| b != b'\n').count();
        assert_eq!((outcome.tally.n_damaged, outcome.tally.bytes_lost), (1, lost as u64), "{told}");
        assert_eq!(told["by_reason"], serde_json::json!({}), "a line that is cut off is lost, not malformed: {told}");
        let said = told.to_string() + &String::from_utf8_lossy(&records.taken.lock().unwrap());
        assert!(said.contains("the cable came out"), "{said}");
    }
}

/// The memory of a process is a file that cannot be read at its beginning.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_is_a_failed_page() {
    let dir = scratch("faults-unreadable");
    std::fs::write(dir.join("good.html"), page(1, 2)).unwrap();
    std::os::unix::fs::symlink("/proc/self/mem", dir.join("bad.html")).unwrap();
    std::os::unix::fs::symlink("nowhere", dir.join("gone.html")).unwrap();
    let report = scratch("faults-unreadable-report").join("report.json");
    let output = run(&["clean", dir.to_str().unwrap(), "--report", report.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    let found = records(&output.stdout);
    let of = |n: usize| {
        format!("{} {}", found[n]["status"].as_str().unwrap(), found[n]["reason"].as_str().unwrap_or_default())
    };
    assert!(of(0).starts_with("failed unreadable: Input/output error"), "{}", of(0));
    assert!(of(1).starts_with("failed unreadable: No such file"), "{}", of(1));
    assert_eq!(of(2), "ok ");
    assert_sums(&serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap());
}

/// Panics on every third page, in the middle of its work.
struct Clumsy(Cleaner);

impl Clean for Clumsy {
    fn page(&self, workspace: &mut Workspace, raw: &RawPage) -> Result<CleanPage, PageError> {
        let page = self.0.clean_with(workspace, raw)?;
        assert!(!raw.place.record.is_multiple_of(3), "stumbled over record {}", raw.place.record);
        Ok(page)
    }
}

#[test]
fn a_panic_costs_its_page() {
    let cleaner = Clumsy(Cleaner::new(Config::default()));
    let out = Faulty::at(usize::MAX, io::ErrorKind::Other);
    let outcome = clean(&cleaner, Cursor::new(lines(90)), Target::stream("records", out.clone()), None, None);
    assert!(matches!(outcome.end, End::Complete));
    let told = sums(&outcome);
    assert_eq!((&told["by_status"]["failed"], &told["by_reason"]["panic"]), (&30.into(), &30.into()));
    let sound = Faulty::at(usize::MAX, io::ErrorKind::Other);
    clean(&cleaner.0, Cursor::new(lines(90)), Target::stream("records", sound.clone()), None, None);
    let (found, sound) = (records(&out.taken.lock().unwrap()), records(&sound.taken.lock().unwrap()));
    for (n, (found, sound)) in found.iter().zip(&sound).enumerate() {
        if n % 3 == 0 {
            assert_eq!((&found["id"], &found["status"]), (&sound["id"], &"failed".into()));
            assert_eq!(found["reason"], format!("panic: stumbled over record {n}"));
        } else {
            assert_eq!(found, sound, "the pages beside it are none the worse");
        }
    }
}

#[test]
fn a_run_ends_at_the_failure_that_is_one_too_many() {
    let cleaner = Clumsy(Cleaner::new(Config::default()));
    for max in [0, 1, 7] {
        let out = Faulty::at(usize::MAX, io::ErrorKind::Other);
        let outcome = clean(&cleaner, Cursor::new(lines(90)), Target::stream("records", out.clone()), None, Some(max));
        sums(&outcome);
        let End::TooManyFailures(last) = &outcome.end else { panic!("{:?}", outcome.end) };
        assert!(last.contains(&format!("stumbled over record {}", max * 3)), "{last}");
        assert_eq!(records(&out.taken.lock().unwrap()).len() as u64, max * 3 + 1, "the same record each time");
    }
    let out = Target::stream("records", io::sink());
    assert!(matches!(clean(&cleaner, Cursor::new(lines(90)), out, None, Some(30)).end, End::Complete));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is wrong with the input, each record that came out is counted once, under every sum there is.
    #[test]
    fn the_sums_match_whatever_the_damage(hits in prop::collection::vec((0.0..1.0f64, any::<u8>()), 1..12), cut in 0.3..1.0f64) {
        let warc = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/site/mill.warc")).unwrap().repeat(4);
        let mut input = warc;
        input.truncate((input.len() as f64 * cut) as usize);
        for (at, byte) in hits {
            let at = (input.len() as f64 * at) as usize;
            input[at] = byte;
        }
        let dir = scratch(&format!("faults-sums-{}", std::process::id()));
        std::fs::write(dir.join("in.warc"), &input).unwrap();
        let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
        let output = run(&["clean", &at("in.warc"), "-q", "--report", &at("report.json"), "--errors", &at("errors.jsonl")]);
        let report: serde_json::Value = serde_json::from_slice(&std::fs::read(at("report.json")).unwrap()).unwrap();
        assert_sums(&report);
        let found = records(&output.stdout);
        prop_assert_eq!(report["pages"].as_u64(), Some(found.len() as u64));
        prop_assert_eq!(report["output_bytes"].as_u64(), Some(output.stdout.len() as u64));
        prop_assert_eq!(report["input_bytes"].as_u64(), Some(input.len() as u64));
        let n_ok = found.iter().filter(|record| record["status"] == "ok").count();
        prop_assert_eq!(records(&std::fs::read(at("errors.jsonl")).unwrap()).len(), found.len() - n_ok);
        let n_failed = report["by_status"]["failed"].as_u64().unwrap_or(0) + report["n_damaged"].as_u64().unwrap();
        prop_assert_eq!(output.status.code(), Some(i32::from(n_failed > 0)));
    }
}

#[test]
fn a_named_pipe_that_closes_is_a_fault_and_leaves_what_can_be_resumed() {
    let dir = scratch("faults-pipe");
    std::fs::write(dir.join("in.jsonl"), [&lines(50)[..], &b"no JSON\n".repeat(2000)].concat()).unwrap();
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let made = std::process::Command::new("mkfifo").arg(at("pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no named pipe can be made here");
        return;
    }
    let child = pagesieve(&["clean", &at("in.jsonl"), "-q", "-o", &at("out.jsonl"), "--errors", &at("pipe")])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(std::fs::File::open(at("pipe")).unwrap());
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.code() == Some(2) && words(&ended).contains("Broken pipe"), "{}", words(&ended));
    let resumed = run(&["clean", &at("in.jsonl"), "-q", "-o", &at("out.jsonl"), "--errors", "/dev/null", "--resume"]);
    assert_eq!(resumed.status.code(), Some(1), "{}", words(&resumed));
    assert_eq!(records(&std::fs::read(at("out.jsonl")).unwrap()).len(), 2050);
    assert_eq!(listing(&dir), ["in.jsonl", "out.jsonl", "pipe"]);
}

#[test]
fn a_closed_standard_error_costs_nothing() {
    let dir = scratch("faults-stderr");
    std::fs::write(dir.join("in.jsonl"), lines(3)).unwrap();
    let input = dir.join("in.jsonl");
    let mut child =
        pagesieve(&["clean", input.to_str().unwrap()]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), records(&output.stdout).len()), (Some(0), 3));
    if let Ok(full) = std::fs::File::options().write(true).open("/dev/full") {
        assert_eq!(
            pagesieve(&["clean", input.to_str().unwrap()]).stderr(full).output().unwrap().status.code(),
            Some(0)
        );
    }
}

#[test]
fn no_output_is_an_input() {
    let dir = scratch("faults-same");
    std::fs::write(dir.join("in.jsonl"), lines(3)).unwrap();
    std::fs::create_dir(dir.join("pages")).unwrap();
    for name in ["out.jsonl", "out-00001.jsonl", "out.manifest.json", "out.jsonl.partial", "errors"] {
        std::fs::write(dir.join("pages").join(name), lines(1)).unwrap();
    }
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    #[cfg(unix)]
    std::os::unix::fs::symlink(at("in.jsonl"), at("link.jsonl")).unwrap();
    let cases = [
        vec![at("in.jsonl"), "-o".into(), at("in.jsonl")],
        vec![at("in.jsonl"), "--errors".into(), at("in.jsonl")],
        vec![at("in.jsonl"), "--report".into(), at("in.jsonl")],
        vec![at("link.jsonl"), "-o".into(), at("in.jsonl")],
        vec![at("pages"), "-o".into(), at("pages/out.jsonl")],
        vec![at("pages"), "-o".into(), at("pages/out.jsonl"), "--shard-bytes".into(), "100".into()],
        vec![at("pages/out-00001.jsonl"), "-o".into(), at("pages/out.jsonl"), "--shard-bytes".into(), "100".into()],
        vec![at("pages/out.manifest.json"), "-o".into(), at("pages/out.jsonl"), "--shard-bytes".into(), "100".into()],
        vec![at("pages/out.jsonl.partial"), "-o".into(), at("pages/out.jsonl")],
        vec![at("pages"), "--errors".into(), at("pages/errors")],
    ];
    for case in cases {
        let output = run(&[vec!["clean".to_owned()], case.clone()].concat());
        let said = words(&output);
        assert!(output.status.code() == Some(2) && said.contains("one of the inputs"), "{case:?}: {said}");
        for name in ["in.jsonl", "pages/out.jsonl", "pages/out-00001.jsonl", "pages/out.jsonl.partial", "pages/errors"]
        {
            let n = if name == "in.jsonl" { 3 } else { 1 };
            assert_eq!(records(&std::fs::read(at(name)).unwrap()).len(), n, "{case:?}: {name}");
        }
    }
    let twice = run(&["clean", &at("in.jsonl"), "--errors", &at("x"), "--report", &at("x")]);
    assert!(twice.status.code() == Some(2) && words(&twice).contains("two outputs"), "{}", words(&twice));
    // nor does one stand where the next run would read it
    std::fs::create_dir_all(dir.join("own/deeper")).unwrap();
    std::fs::write(at("own/page.html"), page(1, 2)).unwrap();
    for flag in ["-o", "--errors", "--report", "--pages"] {
        for name in ["own/new", "own/deeper/new"] {
            let output = run(&["clean", &at("own"), flag, &at(name)]);
            let said = words(&output);
            assert!(
                output.status.code() == Some(2) && said.contains("would stand in the input"),
                "{flag} {name}: {said}"
            );
            assert_eq!((listing(&dir.join("own")).len(), listing(&dir.join("own/deeper")).len()), (2, 0));
        }
    }
    assert!(run(&["clean", &at("own/page.html"), "-o", &at("own/new")]).status.success());
}

#[test]
fn what_a_hostile_page_says_cannot_steer_the_terminal() {
    let dir = scratch("faults-terminal");
    std::fs::write(dir.join("own.tsv"), "\u{1b}[2J Sold out\u{7}\tShop\ten\tsure\n").unwrap();
    let hostile = page(1, 2).replace("<main>", "<main><p>\u{1b}[2J Sold out\u{7}</p>");
    let name = "in\u{1b}]0;owned\u{7}.warc";
    std::fs::write(dir.join("page.html"), hostile).unwrap();
    std::fs::write(dir.join(name), "WARC/1.0\r\nContent-Length: 5\r\n\r\nab").unwrap();
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let output = run(&["clean", &at(""), "--leftovers", &at("own.tsv")]);
    let explained = run(&["explain", &at("page.html")]);
    let failed = run(&["clean", &at(name), "--fail-fast"]);
    let missing = run(&["clean", &at("\u{1b}[31mno")]);
    for output in [&output.stderr, &explained.stdout, &failed.stderr, &missing.stderr] {
        let said = String::from_utf8(output.clone()).unwrap();
        assert!(!said.is_empty() && said.chars().all(|c| c == '\n' || !c.is_control()), "{said:?}");
    }
}

/// A folder with a good page between two that take far more memory than it.
fn hungry(dir: &std::path::Path) -> String {
    let folder = dir.join("in");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.html"), "<p>Words before.<ul>".to_owned() + &"<li>a word".repeat(200_000)).unwrap();
    std::fs::write(folder.join("b.html"), page(1, 4)).unwrap();
    std::fs::write(folder.join("c.txt"), "two words\n\n".repeat(200_000)).unwrap();
    folder.to_str().unwrap().to_owned()
}

#[cfg(target_os = "linux")]
#[test]
fn a_page_that_takes_the_memory_of_its_worker_costs_that_page() {
    let dir = scratch("faults-memory");
    let input = hungry(&dir);
    let plain = run(&["clean", "-q", &input]);
    let isolated = run(&["clean", "-q", "--isolate", &input]);
    assert!(isolated.status.success() && isolated.stdout == plain.stdout, "the same bytes from other processes");
    let report = dir.join("report.json");
    let report = report.to_str().unwrap();
    // what the program itself takes differs by machine: some bound between that and the pages' needs there is
    let found = (1..20).find_map(|step| {
        let limit = format!("memory-bytes={}", 60_000_000 + step * 10_000_000);
        let output = run(&["clean", "-q", "--isolate", "--limit", &limit, "--report", report, &input]);
        let found = records(&output.stdout);
        let statuses: Vec<&str> = found.iter().map(|r| r["status"].as_str().unwrap()).collect();
        assert_eq!(statuses.len(), 3);
        assert_sums(&serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap());
        (statuses == ["failed", "ok", "failed"]).then_some((output.status.code(), found))
    });
    let (code, found) = found.expect("a bound that spares the good page alone");
    assert_eq!(code, Some(1));
    assert!(found[0]["reason"].as_str().unwrap().starts_with("crash: "), "{}", found[0]);
    assert_eq!(found[1], records(&plain.stdout)[1]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_stack_that_overflows_costs_its_page() {
    let dir = scratch("faults-stack");
    let input = hungry(&dir);
    // threads whose stacks are this small overflow on any page
    let output = pagesieve(&["clean", "-q", "--isolate", &input]).env("RUST_MIN_STACK", "16384").output().unwrap();
    let found = records(&output.stdout);
    assert_eq!((output.status.code(), found.len()), (Some(1), 3), "{}", words(&output));
    assert!(found.iter().all(|r| r["status"] == "failed" && r["reason"].as_str().unwrap().starts_with("crash: ")));
}

#[test]
fn a_page_that_takes_too_long_is_stopped() {
    let dir = scratch("faults-time");
    let input = hungry(&dir);
    for more in [&[][..], &["--isolate"]] {
        let output = run(&[&["clean", "-q", "--limit", "seconds=0", &input], more].concat());
        let found = records(&output.stdout);
        assert_eq!((output.status.code(), found.len()), (Some(1), 3), "{}", words(&output));
        assert!(found.iter().all(|r| r["reason"] == "time: not done after 0 seconds"), "{found:?}");
    }
}

/// Runs two pages through workers that do what a shell is told to; what their records say and how long it took.
#[cfg(unix)]
fn clean_apart(script: &str) -> (Vec<String>, Duration) {
    let apart =
        Apart { program: "sh".into(), arguments: vec!["-c".into(), script.into()], greeting: vec![], seconds: 1 };
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let cleaner = Cleaner::new(Config::default());
        let inputs = Inputs::from_reader("t.jsonl", Cursor::new(lines(2)), InputFormat::Jsonl, &Limits::default());
        let out = Faulty::at(usize::MAX, io::ErrorKind::Other);
        let records = Records::stream(Format::Jsonl, Target::stream("records", out.clone()));
        let outputs = Outputs { records, errors: None, journal: None, updates: None };
        let options = Options { threads: 1, readers: 1, format: Format::Jsonl, max_failures: None, apart: Some(apart) };
        let begun = Instant::now();
        let outcome =
            pipeline::run(&cleaner, inputs, options, outputs, Checkpoint::default(), &Watch::default()).unwrap();
        sums(&outcome);
        let found = records_of(&out);
        sender.send((found, begun.elapsed())).unwrap();
    });
    receiver.recv_timeout(Duration::from_secs(30)).expect("a worker is waited for without end")
}

fn records_of(out: &Faulty) -> Vec<String> {
    let reason = |r: &serde_json::Value| r["reason"].as_str().unwrap_or_default().to_owned();
    records(&out.taken.lock().unwrap()).iter().map(reason).collect()
}

#[cfg(unix)]
#[test]
fn a_worker_that_answers_nonsense_costs_its_page_and_is_not_waited_for() {
    // a head of one byte that is no JSON, then it reads until there is no input, or not even that
    for rest in ["cat > /dev/null", "exec sleep 1000"] {
        let script = format!(r"printf '\001\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x'; {rest}");
        let (found, took) = clean_apart(&script);
        assert!(found.len() == 2 && found.iter().all(|r| r.starts_with("crash: ")), "{rest}: {found:?}");
        assert!(took < Duration::from_secs(10), "{rest}: {took:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_worker_that_hangs_is_ended_from_outside() {
    // one is stopped, so that its own watch is too; one has closed its output
    for script in ["kill -STOP $$", "exec > /dev/null; exec sleep 1000"] {
        let (found, took) = clean_apart(script);
        let is_told = |r: &String| r == "time: not done after 1 seconds" || r.starts_with("crash: ");
        assert!(found.len() == 2 && found.iter().all(is_told), "{script}: {found:?}");
        assert!(took < Duration::from_secs(20), "{script}: {took:?}");
    }
}

/// Counts the pages it is given.
struct Counting(Cleaner, AtomicUsize);

impl Clean for Counting {
    fn page(&self, workspace: &mut Workspace, raw: &RawPage) -> Result<CleanPage, PageError> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.clean_with(workspace, raw)
    }
}

#[test]
fn a_run_that_is_given_up_does_not_clean_what_nobody_takes() {
    let line = serde_json::json!({"html": page(1, 60)}).to_string() + "\n";
    let cleaner = Counting(Cleaner::new(Config::default()), AtomicUsize::new(0));
    let out = Target::stream("records", Faulty::at(0, io::ErrorKind::StorageFull));
    let outcome = clean(&cleaner, Cursor::new(line.repeat(2000).into_bytes()), out, None, None);
    assert!(matches!(outcome.end, End::Failed(_)));
    let n = cleaner.1.load(Ordering::Relaxed);
    assert!(n < 1000, "{n} of 2,000 pages were cleaned after the output broke at the first");
}

#[cfg(target_os = "linux")]
#[test]
fn what_did_not_reach_the_output_does_not_count() {
    let dir = scratch("faults-full");
    let input = dir.join("in.jsonl");
    std::fs::write(&input, lines(20)).unwrap();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = pagesieve(&["clean", input.to_str().unwrap()]).stdout(full).output().unwrap();
    let said = words(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.starts_with("0 pages\n") && said.contains("No space left") && !said.contains("is written"), "{said}");
}
