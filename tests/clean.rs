//! The `clean` command as a user meets it: outputs, exit codes, and the same bytes however it is run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn pagesieve(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesieve"));
    command.args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    pagesieve(arguments).stdin(Stdio::null()).output().unwrap()
}

fn testdata(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name).to_str().unwrap().to_owned()
}

fn records(output: &[u8]) -> Vec<Value> {
    String::from_utf8(output.to_vec()).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

#[test]
fn the_archive_gives_one_record_per_page() {
    let output = run(&["clean", &testdata("site")]);
    assert_eq!(output.status.code(), Some(0));
    let records = records(&output.stdout);
    assert_eq!(records.len(), 13);
    assert!(records.iter().all(|r| r["status"] == "ok" && r["schema"] == "pagesieve/1"));
    let paths: Vec<&str> = records.iter().map(|r| r["source"]["path"].as_str().unwrap()).collect();
    assert!(paths.is_sorted(), "{paths:?}");
    let summary = String::from_utf8(output.stderr).unwrap();
    assert!(summary.contains("13 pages: 13 ok") && summary.contains("2 redirect"), "{summary}");
}

#[test]
fn leftovers_and_boilerplate_go_and_the_rest_is_structured() {
    let output = run(&["clean", "--quiet", &testdata("site/harbour-archive.html")]);
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let gone = ["Lorem ipsum", "Card Title", "Button Text", "cookies", "Related stories", "grandfather", "All rights"];
    for gone in gone {
        assert!(!text.contains(gone), "{gone}");
    }
    let page = &records(&output.stdout)[0];
    assert_eq!(page["title"], "How the harbour lost its cranes");
    assert_eq!(page["authors"][0]["name"], "Maud Ellery");
    assert_eq!(page["published"], "2023-09-14T07:30:00Z");
    let headings: Vec<&Value> = page["sections"].as_array().unwrap().iter().map(|s| &s["heading"]).collect();
    assert_eq!(headings[1..], ["What the ledgers say", "Where to look for traces"]);
    assert_eq!(page["sections"][1]["blocks"][1]["rows"][1][0], "Little Ann");
    assert_eq!(page["sections"][2]["blocks"][0]["items"][1]["items"][1]["text"], "one under the winch house.");
    assert_eq!(page["removed"]["leftover.lorem"], 2);
    assert!(output.stderr.is_empty());
}

#[test]
fn comments_links_images_and_reasons_come_when_asked_for() {
    let page = testdata("site/harbour-archive.html");
    let with = |flag: &str| String::from_utf8(run(&["clean", flag, &page]).stdout).unwrap();
    assert!(with("--comments").contains("grandfather"));
    assert!(with("--links").contains("\"url\":\"/papers/ledgers\""));
    let explained = with("--explain");
    assert!(explained.contains("removed_blocks") && explained.contains("\"rule\":\"leftover.lorem\""));
}

#[test]
fn the_same_bytes_whatever_the_threads_and_the_working_directory() {
    let inputs = [testdata("site"), testdata("broken")];
    let one = run(&["clean", "--threads", "1", &inputs[0], &inputs[1]]).stdout;
    for threads in ["2", "5"] {
        assert_eq!(run(&["clean", "--threads", threads, &inputs[0], &inputs[1]]).stdout, one);
    }
    let elsewhere = pagesieve(&["clean", "site", "broken"]).current_dir(testdata("")).output().unwrap().stdout;
    assert_eq!(elsewhere, one);
}

#[test]
fn broken_inputs_are_accounted_for_and_cost_nothing_else() {
    let output = run(&["clean", &testdata("broken")]);
    assert_eq!(output.status.code(), Some(1));
    let of = |name: &str| {
        let all = records(&output.stdout);
        all.into_iter().filter(|r| r["source"]["path"].as_str().unwrap().ends_with(name)).collect::<Vec<_>>()
    };
    assert_eq!(of("good.html")[0]["status"], "ok");
    let empty = &of("empty.html")[0];
    assert!(empty["status"] == "skipped" && empty["reason"].as_str().unwrap().starts_with("empty"));
    assert!(of("picture.html")[0]["reason"].as_str().unwrap().starts_with("binary: PNG"));
    assert_eq!(of("cut-short.warc")[0]["status"], "degraded");
    let lines: Vec<Value> = of("bad-line.jsonl").iter().map(|r| r["status"].clone()).collect();
    assert_eq!(lines, ["ok", "failed", "failed"]);
}

#[test]
fn a_bad_flag_or_file_stops_the_run_before_it_starts() {
    let dir = scratch("bad-flags");
    let rules = dir.join("rules");
    std::fs::write(&rules, "[a.example]\ndrop div[\n").unwrap();
    let page = testdata("broken/good.html");
    let cases: [(&[&str], &str); 5] = [
        (&["clean", "no-such-file"], "no-such-file"),
        (&["clean", "--no-such-flag", &page], "--no-such-flag"),
        (&["clean", &page, "-o", "/no/such/folder/out"], "/no/such/folder/out"),
        (&["clean", &page, "--rules", rules.to_str().unwrap()], "line 2"),
        (&["clean", &page, "-o", &page], "one of the inputs"),
    ];
    for (arguments, named) in cases {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(named), "{arguments:?}: {message}");
    }
}

#[test]
fn site_rules_keep_and_drop() {
    let dir = scratch("rules");
    let rules = dir.join("rules");
    std::fs::write(&rules, "# the mill\n[mill.example]\nkeep footer\ndrop main > p\n").unwrap();
    let output = run(&["clean", "--rules", rules.to_str().unwrap(), &testdata("site/mill.warc")]);
    let page = &records(&output.stdout)[0];
    assert_eq!(page["removed"]["site.drop"], 1);
    assert!(page["sections"].to_string().contains("All rights reserved"));
}

#[test]
fn outputs_reports_and_errors_land_in_their_files() {
    let dir = scratch("outputs");
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let (out, errors, report) = (at("out.jsonl"), at("errors.jsonl"), at("report.json"));
    let run = run(&["clean", &testdata("broken"), "-o", &out, "--errors", &errors, "--report", &report]);
    assert_eq!(run.status.code(), Some(1));
    let n = records(&std::fs::read(&out).unwrap()).len() as u64;
    let report: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    assert_eq!(report["pages"], n);
    let by_status: u64 = report["by_status"].as_object().unwrap().values().map(|v| v.as_u64().unwrap()).sum();
    assert_eq!(by_status, n);
    let n_ok = report["by_status"]["ok"].as_u64().unwrap();
    assert_eq!(records(&std::fs::read(&errors).unwrap()).len() as u64, n - n_ok);
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 3, "no temporary file is left");
}

#[test]
fn all_formats_hold_the_words() {
    for (format, sign) in [("jsonl", "{\"schema\""), ("json", "[\n{"), ("markdown", "# How"), ("text", "How the")] {
        let output = run(&["clean", "--format", format, &testdata("site/harbour-archive.html")]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with(sign) && text.contains("Little Ann"), "{format}");
    }
    let output = run(&["clean", "--format", "json", &testdata("site")]);
    let all: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(all.len(), 13);
}

#[test]
fn standard_input_is_an_input() {
    let mut child = pagesieve(&["clean", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let page = std::fs::read(testdata("site/kessel.html")).unwrap();
    child.stdin.take().unwrap().write_all(&page).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(records(&output.stdout)[0]["source"]["path"], "-");
    assert_eq!(records(&output.stdout)[0]["language"], "de");
}

#[test]
fn a_dash_is_standard_output_too() {
    let folder = scratch("dash");
    let page = testdata("site/kessel.html");
    let output = pagesieve(&["clean", &page, "-o", "-"]).current_dir(&folder).output().unwrap();
    assert_eq!(output.stdout, run(&["clean", &page]).stdout);
    assert!(!folder.join("-").exists());
}

#[test]
fn a_closed_pipe_ends_quietly_and_a_full_disk_does_not() {
    let many: Vec<String> = std::iter::repeat_n(testdata("site/mill.warc"), 1).collect();
    let mut child = pagesieve(&["clean", &many[0]]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut message = String::new();
    child.stderr.take().unwrap().read_to_string(&mut message).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(message, "");
    if let Ok(full) = File::options().write(true).open("/dev/full") {
        let output = pagesieve(&["clean", &many[0]]).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains("space"));
    }
}

#[test]
fn explain_names_rules_and_reasons() {
    let output = run(&["explain", &testdata("site/studio-service.html")]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("leftover.unrendered") && text.contains("boilerplate.navigation") && text.contains("score"));
    assert_eq!(run(&["explain", &testdata("broken/empty.html")]).status.code(), Some(2));
}

#[test]
fn every_key_that_is_written_stands_in_the_schema() {
    let schema: Value = serde_json::from_slice(&run(&["schema"]).stdout).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let known = schema["properties"].as_object().unwrap();
    let required: Vec<&str> = schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let output = run(&["clean", "--explain", &testdata("site"), &testdata("broken")]);
    for record in records(&output.stdout) {
        let record = record.as_object().unwrap();
        assert!(record.keys().all(|key| known.contains_key(key)), "{:?}", record.keys());
        for key in ["id", "source", "status", "sections"] {
            assert!(record.contains_key(key) && required.contains(&key), "{key}");
        }
    }
}
