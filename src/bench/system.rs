//! What the system tells of this process: the most memory it has held (Linux) and its time on the cores (Unix).

/// Bytes of memory held at most since the last [`forget_peak`].
pub(super) fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib << 10)
}

/// Lets the peak begin anew at what is held now.
pub(super) fn forget_peak() {
    // proc(5): 5 resets the peak; where that is not allowed the peak is that of all runs so far
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Seconds that all threads of this process have been on a core.
#[cfg(unix)]
pub(super) fn cpu_seconds() -> Option<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
}

#[cfg(not(unix))]
pub(super) fn cpu_seconds() -> Option<f64> {
    None
}
