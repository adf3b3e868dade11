//! Runs that are cut off and go on: the outputs end up as if nothing had happened, and what cannot go on is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{SmallDisk, assert_sums, listing, page, pagesieve, records, run, scratch, words};
use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

/// A folder with a JSONL file, a WARC file cut short and single pages: `n` pages of `kib` KiB in all but for the last two.
fn archive(dir: &Path, n: usize, kib: usize) -> PathBuf {
    let folder = dir.join("in");
    std::fs::create_dir_all(&folder).unwrap();
    let lines: Vec<String> = (0..n - 12)
        .map(|i| serde_json::json!({"url": format!("http://tides.example/{i}"), "html": page(i, kib)}).to_string())
        .collect();
    std::fs::write(folder.join("a.jsonl"), lines.join("\n") + "\nno JSON at all\n").unwrap();
    for i in n - 12..n - 2 {
        std::fs::write(folder.join(format!("page-{i}.html")), page(i, kib)).unwrap();
    }
    let record = |body: &str| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://tides.example/w\r\nContent-Type: application/http\r\n\
             Content-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let whole = record(&page(1, 2)) + "stray bytes that are no record\r\n\r\n" + &record(&page(2, 2));
    std::fs::write(folder.join("z.warc"), &whole[..whole.len() - 100]).unwrap();
    folder
}

/// The arguments of a run that writes all its outputs into `out`.
fn arguments(input: &Path, out: &Path, more: &[&str]) -> Vec<String> {
    let at = |name: &str| out.join(name).to_str().unwrap().to_owned();
    let mut arguments = vec!["clean".to_owned(), input.to_str().unwrap().to_owned(), "--quiet".to_owned()];
    arguments.extend(["-o".to_owned(), at("out.jsonl"), "--errors".to_owned(), at("errors.jsonl")]);
    arguments.extend(["--report".to_owned(), at("report.json")]);
    arguments.extend(more.iter().map(|a| (*a).to_owned()));
    arguments
}

fn report(out: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap()
}

/// All outputs but the report, which tells times, and the report without them.
fn outcome(out: &Path) -> (Vec<(String, Vec<u8>)>, Value) {
    let mut told = report(out);
    assert_sums(&told);
    told["seconds"] = Value::Null;
    let files = listing(out).into_iter().filter(|name| name != "report.json");
    (files.map(|name| (name.clone(), std::fs::read(out.join(name)).unwrap())).collect(), told)
}

/// Starts a run, ends it with `signal` after a while, and says how it ended.
fn cut_off(arguments: &[String], signal: &str, after: Duration) -> Output {
    let child = pagesieve(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(after);
    let _ = std::process::Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
    child.wait_with_output().unwrap()
}

fn with_resume(arguments: &[String]) -> Vec<String> {
    arguments.iter().cloned().chain(["--resume".to_owned()]).collect()
}

/// Random moments, the same in each run of the tests.
struct Moments(u64);

impl Moments {
    fn next(&mut self, below_ms: u64) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_millis((self.0 >> 33) % below_ms)
    }
}

fn folder(dir: &Path, name: &str) -> PathBuf {
    let folder = dir.join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    folder
}

/// `PAGESIEVE_ROUNDS` sets how many runs are cut off, each at one to three random moments. Default 3.
#[test]
fn a_run_cut_off_at_random_moments_ends_up_the_same() {
    let dir = scratch("resume-kill");
    let input = archive(&dir, 2000, 6);
    let rounds: u64 = std::env::var("PAGESIEVE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(3);
    for (n, more) in [
        &[][..],
        &["--shard-bytes", "1500000"],
        &["--format", "json", "--threads", "3"],
        &["--format", "markdown"],
        &["--format", "text"],
    ]
    .iter()
    .enumerate()
    {
        let whole = folder(&dir, "whole");
        let start = std::time::Instant::now();
        assert_eq!(run(&arguments(&input, &whole, more)).status.code(), Some(1));
        let takes = start.elapsed().as_millis() as u64 + 1;
        let expected = outcome(&whole);
        for round in 0..rounds {
            let out = folder(&dir, "cut");
            let mut moments = Moments(round * 3 + n as u64);
            let first = arguments(&input, &out, more);
            cut_off(&first, if round % 3 == 2 { "-INT" } else { "-KILL" }, moments.next(takes));
            for _ in 0..round % 3 {
                cut_off(&with_resume(&first), "-KILL", moments.next(takes));
            }
            let last = run(&with_resume(&first));
            assert_eq!(last.status.code(), Some(1), "{}", words(&last));
            let found = outcome(&out);
            assert!(found.0 == expected.0, "{more:?}, round {round}: other bytes");
            assert_eq!(found.1, expected.1, "{more:?}, round {round}");
        }
    }
}

/// What a power cut leaves is the journal up to some line, perhaps with half a line after it, and at least the bytes
/// that the line vouches for.
#[test]
fn every_point_of_the_journal_can_be_resumed_from() {
    let dir = scratch("resume-points");
    let input = archive(&dir, 60, 8);
    let more = ["--shard-bytes", "60000", "--max-failures", "2"];
    let whole = folder(&dir, "whole");
    assert_eq!(run(&arguments(&input, &whole, &more[..2])).status.code(), Some(1));
    let expected = outcome(&whole);
    // the third failure ends this one near its end: its journal has a line for each shard
    let left = folder(&dir, "left");
    let ended = run(&arguments(&input, &left, &more));
    assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
    let journal = std::fs::read_to_string(left.join("out.jsonl.journal")).unwrap();
    let lines: Vec<&str> = journal.split_inclusive('\n').collect();
    assert!(lines.len() > 4, "{journal}");
    for kept in 0..=lines.len() {
        let out = folder(&dir, "out");
        for name in listing(&left) {
            std::fs::copy(left.join(&name), out.join(&name)).unwrap();
        }
        let torn = lines.get(kept).map_or("", |line| &line[..line.len() / 2]);
        std::fs::write(out.join("out.jsonl.journal"), lines[..kept].concat() + torn).unwrap();
        let resumed = run(&with_resume(&arguments(&input, &out, &more[..2])));
        assert_eq!(resumed.status.code(), Some(1), "{kept}: {}", words(&resumed));
        assert!(outcome(&out) == expected, "{kept} lines");
    }
}

#[test]
fn an_interrupted_run_says_how_far_it_came_and_where_it_stands() {
    let dir = scratch("resume-interrupt");
    let input = archive(&dir, 1500, 24);
    let out = folder(&dir, "out");
    let mut first = arguments(&input, &out, &[]);
    first.retain(|a| a != "--quiet");
    let ended = cut_off(&first, "-INT", Duration::from_millis(250));
    assert_eq!(ended.status.code(), Some(130), "{}", words(&ended));
    let said = words(&ended);
    assert!(said.contains("interrupted after") && said.contains("out.jsonl.partial"), "{said}");
    assert!(!out.join("out.jsonl").exists(), "what is not whole has not the name of what is");
    let told = report(&out);
    assert_sums(&told);
    assert_eq!(told["end"], "interrupted");
    let partial = records(&std::fs::read(out.join("out.jsonl.partial")).unwrap());
    assert_eq!(partial.len() as u64, told["pages"], "all that was counted is written, whole");
    let said = words(&run(&with_resume(&first)));
    assert!(said.contains(&format!("resumed after {} pages", told["pages"])) || told["pages"] == 0, "{said}");
}

#[test]
fn what_is_not_the_same_run_is_refused_by_name() {
    let dir = scratch("resume-refused");
    let input = archive(&dir, 40, 4);
    let out = folder(&dir, "out");
    let first = arguments(&input, &out, &["--fail-fast"]);
    assert_eq!(run(&first).status.code(), Some(2));
    let stopped = arguments(&input, &out, &[]);
    let refused = |arguments: &[String], named: &str| {
        let output = run(&with_resume(arguments));
        let said = words(&output);
        assert!(output.status.code() == Some(2) && said.contains(named), "{named}: {said}");
    };
    let plus = |more: &[&str]| stopped.iter().cloned().chain(more.iter().map(|a| (*a).to_owned())).collect::<Vec<_>>();
    refused(&plus(&["--links"]), "--links was `false`, is `true`");
    refused(&plus(&["--format", "text"]), "--format was `jsonl`, is `text`");
    refused(&plus(&["--limit", "nodes=7"]), "--limit");
    refused(&plus(&["--shard-bytes", "9000"]), "--shard-bytes");
    let elsewhere: Vec<String> = stopped.iter().map(|a| a.replace("errors.jsonl", "other.jsonl")).collect();
    refused(&elsewhere, "--errors was");
    std::fs::rename(out.join("errors.jsonl.partial"), out.join("moved")).unwrap();
    refused(&stopped, "errors.jsonl.partial: is gone");
    std::fs::rename(out.join("moved"), out.join("errors.jsonl.partial")).unwrap();
    assert_eq!(
        listing(&out),
        ["errors.jsonl.partial", "out.jsonl.journal", "out.jsonl.partial", "report.json"],
        "nothing is made by a run that is refused"
    );
    let file = input.join("page-30.html");
    let before = std::fs::read(&file).unwrap();
    let stamp = std::fs::metadata(&file).unwrap().modified().unwrap();
    std::fs::write(&file, String::from_utf8(before.clone()).unwrap() + " ").unwrap();
    refused(&stopped, "the input has changed: 12 files of");
    std::fs::write(&file, String::from_utf8(before.clone()).unwrap().replace("day", "DAY")).unwrap();
    std::fs::File::options().write(true).open(&file).unwrap().set_modified(stamp + Duration::from_secs(9)).unwrap();
    refused(&stopped, "in/page-30.html was changed since");
    std::fs::write(&file, &before).unwrap();
    std::fs::File::options().write(true).open(&file).unwrap().set_modified(stamp).unwrap();
    std::fs::write(input.join("another.html"), "<p>Words").unwrap();
    refused(&stopped, "12 files of");
    std::fs::remove_file(input.join("another.html")).unwrap();
    let partial = std::fs::read(out.join("out.jsonl.partial")).unwrap();
    std::fs::write(out.join("out.jsonl.partial"), &partial[..partial.len() / 2]).unwrap();
    refused(&stopped, "cannot be resumed");
    std::fs::write(out.join("out.jsonl.partial"), &partial).unwrap();
    // and now that all is as it was, it goes on
    let resumed = run(&with_resume(&stopped));
    assert_eq!(resumed.status.code(), Some(1), "{}", words(&resumed));
    assert_eq!(listing(&out), ["errors.jsonl", "out.jsonl", "report.json"]);
}

#[test]
fn what_cannot_be_resumed_says_so() {
    let dir = scratch("resume-cannot");
    let input = archive(&dir, 14, 2);
    let input = input.to_str().unwrap();
    let out = dir.join("out.jsonl");
    let out = out.to_str().unwrap();
    for (arguments, named) in [
        (&["clean", input, "--resume"][..], "--output"),
        (&["clean", input, "--resume", "-o", "/dev/null"], "no file"),
        (&["clean", "-", "--resume", "-o", out], "standard input"),
        (&["clean", input, "--shard-bytes", "5"], "--output"),
        (&["clean", input, "--shard-bytes", "0", "-o", out], "0"),
    ] {
        let output = run(arguments);
        assert!(output.status.code() == Some(2) && words(&output).contains(named), "{}", words(&output));
    }
    std::fs::write(dir.join("out.jsonl.journal"), "notes of my own\n").unwrap();
    let output = run(&["clean", input, "-o", out]);
    assert!(output.status.code() == Some(2) && words(&output).contains("no journal of pagesieve"));
    assert_eq!(std::fs::read_to_string(dir.join("out.jsonl.journal")).unwrap(), "notes of my own\n");
}

#[test]
fn two_runs_on_one_output_refuse_each_other() {
    let dir = scratch("resume-two");
    let input = archive(&dir, 3000, 24);
    let out = folder(&dir, "out");
    let first = arguments(&input, &out, &[]);
    let mut child = pagesieve(&first).spawn().unwrap();
    while !out.join("out.jsonl.partial").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let at = |name: &str| out.join(name).to_str().unwrap().to_owned();
    for second in [
        vec!["clean".to_owned(), input.to_str().unwrap().to_owned(), "-o".to_owned(), at("out.jsonl")],
        vec!["clean".to_owned(), input.to_str().unwrap().to_owned(), "--errors".to_owned(), at("errors.jsonl")],
        with_resume(&first),
    ] {
        let output = run(&second);
        let said = words(&output);
        assert!(output.status.code() == Some(2) && said.contains("another run"), "{:?} {said}", output.status);
    }
    assert_eq!(child.wait().unwrap().code(), Some(1), "the first run is none the worse");
    assert_eq!(records(&std::fs::read(out.join("out.jsonl")).unwrap()).len() as u64, report(&out)["pages"]);
}

#[test]
fn shards_are_whole_and_the_manifest_names_them() {
    let dir = scratch("shards");
    let input = archive(&dir, 80, 8);
    for format in ["jsonl", "json"] {
        let out = folder(&dir, "out");
        run(&arguments(&input, &out, &["--format", format]));
        let one = std::fs::read(out.join("out.jsonl")).unwrap();
        let out = folder(&dir, "out");
        let more = ["--format", format, "--shard-bytes", "70000"];
        // an earlier run with more shards leaves none of them behind
        run(&arguments(&input, &out, &["--format", format, "--shard-bytes", "30000"]));
        assert_eq!(run(&arguments(&input, &out, &more)).status.code(), Some(1));
        let manifest: Value = serde_json::from_slice(&std::fs::read(out.join("out.manifest.json")).unwrap()).unwrap();
        let shards = manifest["shards"].as_array().unwrap();
        assert!(shards.len() > 3);
        let mut all = Vec::new();
        for (n, shard) in shards.iter().enumerate() {
            assert_eq!(shard["file"], format!("out-{n:05}.jsonl"));
            let bytes = std::fs::read(out.join(shard["file"].as_str().unwrap())).unwrap();
            assert!(bytes.len() <= 70_000 && shard["bytes"] == bytes.len());
            assert_eq!(shard["xxh3_128"], format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes)));
            let found = if format == "json" { serde_json::from_slice(&bytes).unwrap() } else { records(&bytes) };
            assert_eq!(shard["records"], found.len());
            all.extend(found);
        }
        let expected = if format == "json" { serde_json::from_slice(&one).unwrap() } else { records(&one) };
        assert!(all == expected);
        assert_eq!((manifest["records"].as_u64(), listing(&out).len()), (Some(all.len() as u64), shards.len() + 3));
    }
}

#[test]
fn a_full_disk_ends_the_run_and_room_lets_it_go_on() {
    let dir = scratch("resume-full-input");
    let input = archive(&dir, 200, 8);
    let whole = folder(&dir, "whole");
    run(&arguments(&input, &whole, &[]));
    let Some(disk) = SmallDisk::of(400, "resume-full") else { return };
    let first = arguments(&input, &disk.0, &[]);
    for arguments in [first.clone(), with_resume(&first)] {
        let ended = run(&arguments);
        let said = words(&ended);
        assert!(
            ended.status.code() == Some(2) && said.contains("No space left") && said.contains("--resume"),
            "{said}"
        );
    }
    disk.remount("size=40m");
    let resumed = run(&with_resume(&first));
    assert_eq!(resumed.status.code(), Some(1), "{}", words(&resumed));
    assert!(outcome(&disk.0) == outcome(&whole));
    disk.remount("ro");
    let refused = run(&first);
    assert!(refused.status.code() == Some(2) && words(&refused).contains("Read-only"), "{}", words(&refused));
}

/// Settings may come from a pipe, which is empty the second time it is read.
#[cfg(unix)]
#[test]
fn settings_from_a_pipe_reach_the_workers_and_the_journal() {
    let dir = scratch("options-pipe");
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let line = serde_json::json!({"url": "http://tides.example/1", "html": page(1, 2)}).to_string();
    std::fs::write(dir.join("in.jsonl"), format!("{line}\nno JSON\n")).unwrap();
    let piped = |rules: &str, more: &[&str]| {
        let words: Vec<String> = more.iter().map(|a| (*a).to_owned()).collect();
        let input = at("in.jsonl");
        let arguments = ["clean", "-q", &input, "--rules", "/dev/stdin"].map(str::to_owned);
        let mut child = pagesieve(&[&arguments[..], &words].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(rules.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let rules = "[tides.example]\ndrop p\n";
    let plain = piped(rules, &[]);
    assert!(!String::from_utf8_lossy(&plain.stdout).contains("stood at"), "{}", words(&plain));
    assert_eq!(piped(rules, &["--isolate"]).stdout, plain.stdout);
    let out = at("out.jsonl");
    assert_eq!(piped(rules, &["-o", &out, "--fail-fast"]).status.code(), Some(2));
    let other = piped("", &["-o", &out, "--resume"]);
    assert!(words(&other).contains("--rules was"), "{}", words(&other));
    assert_eq!(piped(rules, &["-o", &out, "--resume"]).status.code(), Some(1));
}

#[test]
fn a_run_that_starts_anew_leaves_nothing_of_the_one_it_gives_up() {
    let dir = scratch("resume-given-up");
    let input = archive(&dir, 60, 8);
    for (then, now) in [("60000", Some("400000")), ("60000", None), ("40000", Some("60000"))] {
        let out = folder(&dir, "out");
        let shards = now.map_or(vec![], |now| vec!["--shard-bytes", now]);
        assert_eq!(run(&arguments(&input, &out, &shards)).status.code(), Some(1));
        let expected = outcome(&out);
        let out = folder(&dir, "out");
        let ended = run(&arguments(&input, &out, &["--shard-bytes", then, "--max-failures", "2"]));
        assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
        assert!(words(&ended).contains("--resume with a higher --max-failures"), "{}", words(&ended));
        let mine = out.join("out-00001.jsonl");
        let left = std::fs::read(&mine).unwrap();
        assert!(out.join("out-00003.jsonl").exists());
        // what somebody has put in the place of a shard since is not ours
        let is_replaced = now.is_none();
        if is_replaced {
            std::fs::write(&mine, "my own\n").unwrap();
        }
        assert_eq!(run(&arguments(&input, &out, &shards)).status.code(), Some(1));
        if is_replaced {
            assert_eq!(std::fs::read(&mine).unwrap(), b"my own\n");
            std::fs::remove_file(&mine).unwrap();
        }
        assert!(!left.is_empty() && outcome(&out) == expected, "{then} {now:?}: {:?}", listing(&out));
    }
}

/// A folder of four WARC files over 64 MiB each, most of which is one record that is no page, so that each is read as a part
/// of its own; the second is damaged.
fn parts(dir: &Path) -> PathBuf {
    use std::io::{Seek as _, SeekFrom};
    const HOLE: u64 = 65 << 20;
    let folder = dir.join("in");
    std::fs::create_dir_all(&folder).unwrap();
    let record = |kind: &str, length: u64| {
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n")
    };
    for n in 0..4 {
        let mut file = std::fs::File::create(folder.join(format!("{n}.warc"))).unwrap();
        let pages = |file: &mut std::fs::File, from: usize| {
            for i in from..from + 40 {
                let page = page(n * 100 + i, 12);
                write!(file, "{}{page}\r\n\r\n", record("resource", page.len() as u64)).unwrap();
            }
        };
        pages(&mut file, 0);
        if n == 1 {
            file.write_all(b"stray bytes\r\n\r\n").unwrap();
        }
        write!(file, "{}", record("metadata", HOLE)).unwrap();
        file.seek(SeekFrom::Current(HOLE as i64)).unwrap();
        file.write_all(b"\r\n\r\n").unwrap();
        pages(&mut file, 40);
    }
    folder
}

#[test]
fn files_read_at_once_give_what_one_after_the_other_gives() {
    let dir = scratch("resume-readers");
    let input = parts(&dir);
    let whole = folder(&dir, "whole");
    assert_eq!(run(&arguments(&input, &whole, &["--readers", "1"])).status.code(), Some(1));
    let expected = outcome(&whole);
    assert_eq!(expected.1["pages"], 320);
    for readers in ["2", "3", "9"] {
        let out = folder(&dir, "out");
        let more = ["--readers", readers, "--threads", "3"];
        assert_eq!(run(&arguments(&input, &out, &more)).status.code(), Some(1));
        assert!(outcome(&out) == expected, "{readers} readers");
    }
    let mut moments = Moments(7);
    for signal in ["-KILL", "-INT", "-KILL"] {
        let out = folder(&dir, "cut");
        let first = arguments(&input, &out, &["--readers", "3"]);
        cut_off(&first, signal, moments.next(300));
        // a later session may read with other numbers of both
        let mut last = with_resume(&arguments(&input, &out, &["--readers", "2"]));
        last.extend(["--threads".to_owned(), "1".to_owned()]);
        let last = run(&last);
        assert_eq!(last.status.code(), Some(1), "{}", words(&last));
        assert!(outcome(&out) == expected, "{signal}");
    }
    let out = folder(&dir, "fails");
    let failed = run(&arguments(&input, &out, &["--readers", "4", "--fail-fast"]));
    assert_ne!(failed.status.code(), Some(0));
    assert!(words(&failed).contains("1.warc"), "{}", words(&failed));
}
