//! What tests through the binary share.

#![allow(dead_code)]

use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The command, without standard input.
pub fn pagesieve<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesieve"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs the command to its end.
pub fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    pagesieve(arguments).output().unwrap()
}

/// What a run said on standard error.
pub fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// An empty folder of this name.
pub fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// The JSON values of lines.
pub fn records(lines: &[u8]) -> Vec<Value> {
    lines.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect()
}

/// A page of its own words, of about `kib` KiB.
pub fn page(n: usize, kib: usize) -> String {
    let mut page = format!(
        "<html lang=en><title>Tide table {n}</title><nav><a href=/>Home</a> <a href=/tides>Tides</a></nav><main><h1>Tide \
         table {n}</h1>"
    );
    let mut i = 0;
    while page.len() < kib << 10 {
        let _ = write!(
            page,
            "<p>On day {i} of month {} the water stood at {} hands above the sill of the old lock, and the {} boats in the \
             basin were let out one after the other before it fell again.</p>",
            n % 12,
            (n * 7 + i * 13) % 40,
            n + i
        );
        i += 1;
    }
    page + "</main><footer>© The harbour office</footer>"
}

/// The files of a folder, by name.
pub fn listing(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Checks that a report's sums match each other.
pub fn assert_sums(report: &Value) {
    let sum = |map: &Value| map.as_object().unwrap().values().map(|v| v.as_u64().unwrap()).sum::<u64>();
    let pages = report["pages"].as_u64().unwrap();
    assert_eq!(sum(&report["by_status"]), pages, "{report}");
    assert_eq!(sum(&report["by_reason"]), pages - report["by_status"]["ok"].as_u64().unwrap_or(0), "{report}");
    let inputs = report["inputs"].as_array().unwrap();
    let over = |key: &str| inputs.iter().map(|i| i[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!(over("pages"), pages, "{report}");
    assert_eq!(over("bytes_read"), report["input_bytes"], "{report}");
    assert_eq!(over("bytes_lost"), report["bytes_lost"], "{report}");
    assert_eq!(over("unpacked_bytes_lost"), report["unpacked_bytes_lost"], "{report}");
    assert_eq!(over("n_damaged"), report["n_damaged"], "{report}");
    assert_eq!(over("passed_over"), sum(&report["passed_over"]), "{report}");
    for input in inputs {
        assert!(input["bytes_lost"].as_u64() <= input["bytes_read"].as_u64(), "{report}");
        assert_eq!(sum(&input["by_status"]), input["pages"].as_u64().unwrap(), "{report}");
    }
}

/// A small file system of its own, gone when dropped; none where the test may not mount one.
pub struct SmallDisk(pub PathBuf);

impl SmallDisk {
    /// A file system of `kib` KiB.
    pub fn of(kib: usize, name: &str) -> Option<SmallDisk> {
        let dir = scratch(name);
        let size = format!("size={kib}k");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&dir).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(SmallDisk(dir));
        }
        eprintln!("skipped: no file system can be mounted here");
        None
    }

    /// Mounts it anew with other options.
    pub fn remount(&self, options: &str) {
        let status = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
