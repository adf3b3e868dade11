//! What the system tells of this process: the most memory it has held (Linux) and its time on the cores (Unix).

use std::time::Duration;

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

/// How long this thread has been on a core: what runs beside it does not count. Where the system does not tell, the time
/// since the first call.
#[cfg(unix)]
pub(super) fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or_default(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

#[cfg(not(unix))]
pub(super) fn thread_time() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
