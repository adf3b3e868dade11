//! The `bench` command: figures that hold together, and what it says of changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{page, run, scratch, words};
use serde_json::{Value, json};

#[test]
fn figures_hold_together_and_are_compared() {
    let dir = scratch("bench");
    let folder = dir.join("in");
    std::fs::create_dir(&folder).unwrap();
    for n in 0..40 {
        std::fs::write(folder.join(format!("{n}.html")), page(n, 16)).unwrap();
    }
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let arguments = ["bench", &at("in"), "--rounds", "3", "--threads", "1,2", "--chart", &at("chart.svg")];
    let output = run(&[&arguments[..], &["--json", "-q"]].concat());
    assert!(output.status.success(), "{}", words(&output));
    let figures: Value = serde_json::from_slice(&output.stdout).unwrap();
    let bytes: u64 = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum();
    assert_eq!(
        (&figures["pages"], &figures["page_bytes"], &figures["input_bytes"]),
        (&40.into(), &bytes.into(), &bytes.into())
    );
    assert_eq!(figures["output_bytes"], run(&["clean", "-q", &at("in")]).stdout.len());
    for (run, threads) in figures["runs"].as_array().unwrap().iter().zip([1, 2]) {
        assert_eq!(run["threads"], threads);
        for key in ["megabytes_per_second", "pages_per_second"] {
            let spread = |of: &str| run[key][of].as_f64().unwrap();
            assert!(0.0 < spread("min") && spread("min") <= spread("median") && spread("median") <= spread("max"));
        }
    }
    let shares: f64 = figures["stages"].as_array().unwrap().iter().map(|s| s["share"].as_f64().unwrap()).sum();
    assert!((shares - 1.0).abs() < 1e-9);
    let chart = std::fs::read_to_string(at("chart.svg")).unwrap();
    assert!(chart.starts_with("<svg") && chart.contains("2 threads") && chart.contains("measure"));
    for spread in figures["stages"].as_array().unwrap().iter().map(|s| &s["nanoseconds_per_byte"]) {
        assert!(spread["min"].as_f64() <= spread["median"].as_f64());
    }
    assert_eq!((&figures["by_status"]["ok"], &figures["n_damaged"]), (&40.into(), &0.into()));
    // a hundred times as slow is beyond any noise, and the same binary writes the same
    let mut before = figures.clone();
    for of in ["median", "min", "max"] {
        let speed = &mut before["runs"][0]["megabytes_per_second"][of];
        *speed = (speed.as_f64().unwrap() * 1e4).into();
    }
    std::fs::write(at("before.json"), before.to_string()).unwrap();
    let table = run(&[&arguments[..], &["-q", "--baseline", &at("before.json")]].concat());
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(table.contains("40 pages") && table.contains("threads    MB/s"), "{table}");
    assert!(row(&table, "1 thread, MB/s").ends_with("slower"), "{table}");
    assert!(row(&table, "bytes of JSON").ends_with("the same"), "{table}");
}

/// The comparison's row of this figure.
fn row<'a>(table: &'a str, of: &str) -> &'a str {
    table.lines().find(|line| line.starts_with(of)).unwrap_or_else(|| panic!("no row {of}: {table}"))
}

/// Figures over rounds: the median, and how far those of the rounds lie from it.
fn spread(median: f64, deviation: f64) -> Value {
    let (min, max) = (median - 2.0 * deviation, median + 2.0 * deviation);
    json!({"median": median, "min": min, "max": max, "deviation": deviation})
}

/// Figures of a bench, as if it had run at this speed, with rounds that lie a share of it apart.
fn figures(speed: f64, deviation: f64) -> Value {
    let of = |median: f64| spread(median, median * deviation);
    let run = |threads: u64| {
        let speed = speed * threads as f64;
        json!({"threads": threads, "megabytes_per_second": of(speed), "pages_per_second": of(5.0 * speed),
            "megabytes_per_cpu_second": of(speed / threads as f64), "peak_bytes": of(4e7),
            "yardstick": spread(20.0, 0.1)})
    };
    let stage = |name: &str, share: f64| json!({"stage": name, "share": share, "nanoseconds_per_byte": of(share * 1000.0 / speed)});
    json!({"schema": "pagesieve-bench/2", "version": "0.1.0", "cores": 2, "rounds": 5, "pages": 1000,
        "page_bytes": 150_000_000, "input_bytes": 30_000_000, "output_bytes": 12_000_000, "words": 900_000,
        "by_status": {"ok": 980, "skipped": 20}, "n_damaged": 0, "runs": [run(1), run(2)],
        "stages": [stage("dom", 0.6), stage("judge", 0.4)], "stages_yardstick": spread(20.0, 0.1)})
}

/// What the command says of two files of figures.
fn compared(before: &Value, now: &Value, name: &str) -> String {
    let dir = scratch(name);
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    std::fs::write(at("before.json"), before.to_string()).unwrap();
    std::fs::write(at("now.json"), now.to_string()).unwrap();
    let files = ["bench", "--figures", &at("now.json"), "--baseline", &at("before.json")];
    let (table, json) = (run(&files), run(&[&files[..], &["--json"]].concat()));
    assert!(table.status.success() && json.status.success(), "{}", words(&table));
    let table = String::from_utf8(table.stdout).unwrap();
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    for change in json["compared"]["changes"].as_array().unwrap() {
        assert!(row(&table, change["of"].as_str().unwrap()).ends_with(change["verdict"].as_str().unwrap()), "{change}");
    }
    assert_eq!(json["pages"], now["pages"], "the JSON is a baseline for the next run");
    table
}

const SPEEDS: [&str; 8] = [
    "1 thread, MB/s",
    "1 thread, pages/s",
    "1 thread, MB/core-s",
    "2 threads, MB/s",
    "2 threads, pages/s",
    "2 threads, MB/core-s",
    "dom, ns/byte",
    "judge, ns/byte",
];

#[test]
fn what_is_beyond_the_noise_of_both_runs_is_named() {
    // speed before and now, how far the rounds lie apart in each, what it comes to
    for (i, (before, now, apart, verdict)) in [
        (100.0, 120.0, (0.01, 0.01), "faster"),
        (120.0, 100.0, (0.01, 0.01), "slower"),
        (100.0, 120.0, (0.03, 0.04), "within the noise"),
        (120.0, 100.0, (0.04, 0.03), "within the noise"),
        (100.0, 120.0, (0.0, 0.05), "within the noise"),
        (100.0, 104.0, (0.0, 0.0), "within the noise"),
        (100.0, 116.0, (0.0, 0.0), "faster"),
        (100.0, 160.0, (0.05, 0.05), "faster"),
    ]
    .into_iter()
    .enumerate()
    {
        let table = compared(&figures(before, apart.0), &figures(now, apart.1), &format!("bench-noise-{i}"));
        for of in SPEEDS {
            assert!(row(&table, of).ends_with(verdict), "case {i}: {of} is not {verdict}\n{table}");
        }
        assert!(row(&table, "1 thread, peak MB").ends_with("within the noise"), "{table}");
        assert!(row(&table, "bytes of JSON").ends_with("the same"), "{table}");
        let said = row(&table, "changed beyond noise: ");
        assert_eq!(said.contains("nothing"), verdict == "within the noise", "{said}");
        assert!(verdict == "within the noise" || said.contains(&format!("dom, ns/byte {verdict}")), "{said}");
    }
}

#[test]
fn what_the_machine_lost_is_not_the_programs() {
    let (before, mut now) = (figures(100.0, 0.01), figures(70.0, 0.01));
    now["runs"][0]["yardstick"] = spread(14.0, 0.1);
    now["stages_yardstick"] = spread(14.0, 0.1);
    let table = compared(&before, &now, "bench-machine");
    for of in SPEEDS {
        let verdict = if of.starts_with('2') { "slower" } else { "within the noise" };
        assert!(row(&table, of).ends_with(verdict), "{of}: {table}");
    }
    for (of, is_said) in [("1 thread", true), ("2 threads", false), ("stages", true)] {
        assert_eq!(table.contains(&format!("the machine itself, {of}: -30.0 %")), is_said, "{table}");
    }
}

#[test]
fn memory_size_and_pages_are_compared_too() {
    let (before, mut now) = (figures(100.0, 0.01), figures(100.0, 0.01));
    now["runs"][0]["peak_bytes"] = spread(4.8e7, 1e6);
    now["runs"][0]["pages_per_second"] = spread(532.0, 5.0);
    now["stages"][0]["nanoseconds_per_byte"] = spread(6.4, 0.1);
    now["runs"][1]["peak_bytes"] = spread(7e7, 1e6);
    now["stages"][1]["nanoseconds_per_byte"] = spread(9.0, 0.1);
    now["by_status"] = json!({"ok": 975, "failed": 5, "skipped": 20});
    for (key, n) in [("output_bytes", 11_000_000), ("words", 930_000), ("n_damaged", 2), ("input_bytes", 25_000_000)] {
        now[key] = n.into();
    }
    let table = compared(&before, &now, "bench-counts");
    for (of, verdict) in [
        ("1 thread, MB/s", "within the noise"),
        ("1 thread, pages/s", "faster"),
        ("1 thread, peak MB", "within the noise"),
        ("2 threads, peak MB", "more"),
        ("judge, ns/byte", "slower"),
        ("dom, ns/byte", "within the noise"),
        ("pages ok", "less"),
        ("pages failed", "more"),
        ("pages skipped", "the same"),
        ("words kept", "more"),
        ("stretches damaged", "more"),
        ("bytes of files", "less"),
        ("bytes of JSON", "less"),
        ("the same pages in other files", ""),
    ] {
        assert!(row(&table, of).ends_with(verdict), "{of}: {table}");
    }
}

#[test]
fn what_cannot_be_compared_is_said() {
    let before = figures(100.0, 0.01);
    for (key, n) in [("pages", 999), ("page_bytes", 149_000_000)] {
        let mut now = figures(200.0, 0.01);
        now[key] = n.into();
        let table = compared(&before, &now, "bench-other-input");
        let note = row(&table, "not the same input: 1000 pages of 150000000 bytes before");
        assert!(note.contains(&n.to_string()) && note.ends_with("nothing is compared"), "{note}");
        assert!(!table.contains("faster") && !table.contains("beyond noise"), "{table}");
    }
    let mut now = figures(115.0, 0.0);
    now["cores"] = 8.into();
    now["runs"][1]["threads"] = 8.into();
    now["rounds"] = 2.into();
    let table = compared(&before, &now, "bench-other-machine");
    assert!(table.contains("not the same machine: 2 cores before, 8 now"), "{table}");
    assert!(table.contains("8 threads: not measured before"), "{table}");
    assert!(row(&table, "1 thread, MB/s").ends_with("within the noise"), "two rounds tell no spread: {table}");
    let mut now = figures(400.0, 0.0);
    now["rounds"] = 1.into();
    let table = compared(&before, &now, "bench-one-round");
    assert!(row(&table, "1 thread, MB/s").ends_with("within the noise"), "{table}");
    assert!(table.contains("a single round tells nothing of the noise"), "{table}");
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let dir = scratch("bench-refused");
    std::fs::write(dir.join("page.html"), page(1, 1)).unwrap();
    std::fs::write(dir.join("before.json"), "{}").unwrap();
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    for (arguments, named) in [
        (vec!["bench".to_owned()], "INPUT"),
        (vec!["bench".into(), "-".into()], "standard input"),
        (vec!["bench".into(), at("none")], "none"),
        (vec!["bench".into(), at("page.html"), "--baseline".into(), at("before.json")], "before.json"),
        (vec!["bench".into(), at("page.html"), "--chart".into(), at("page.html")], "one of the inputs"),
        (vec!["bench".into(), at("page.html"), "--rounds".into(), "0".into()], "0"),
        (vec!["bench".into(), "--figures".into(), at("page.html")], "page.html"),
        (vec!["bench".into(), at("page.html"), "--figures".into(), at("before.json")], "--figures"),
    ] {
        let output = run(&arguments);
        assert!(output.status.code() == Some(2) && words(&output).contains(named), "{named}: {}", words(&output));
    }
    assert_eq!(std::fs::read_to_string(at("page.html")).unwrap(), page(1, 1));
}
