//! The `bench` command: figures that hold together, and what it says of changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{page, run, scratch, words};
use serde_json::Value;

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
    // ten times as fast and ten times as slow are beyond any noise; another input is named
    let mut before = figures.clone();
    for run in before["runs"].as_array_mut().unwrap() {
        let factor = if run["threads"] == 1 { 1e4 } else { 1e-4 };
        for of in ["median", "min", "max"] {
            run["megabytes_per_second"][of] = (run["megabytes_per_second"][of].as_f64().unwrap() * factor).into();
        }
    }
    before["pages"] = 41.into();
    std::fs::write(at("before.json"), before.to_string()).unwrap();
    let table = run(&[&arguments[..], &["-q", "--baseline", &at("before.json")]].concat());
    let table = String::from_utf8(table.stdout).unwrap();
    for line in [
        "40 pages",
        "threads    MB/s",
        "1 threads: -",
        "slower",
        "2 threads: +",
        "faster",
        "not the same input: 41 pages",
    ] {
        assert!(table.contains(line), "{line}: {table}");
    }
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
    ] {
        let output = run(&arguments);
        assert!(output.status.code() == Some(2) && words(&output).contains(named), "{named}: {}", words(&output));
    }
    assert_eq!(std::fs::read_to_string(at("page.html")).unwrap(), page(1, 1));
}
