//! The progress bar, on a terminal only. Reads what a run tells; prints to standard error.

use crate::pipeline::Watch;
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The progress bar, on a terminal only.
pub(super) struct Progress {
    thread: Option<(std::thread::JoinHandle<()>, std::sync::mpsc::Sender<()>)>,
}

impl Progress {
    pub(super) fn start(watch: &Arc<Watch>, total: Option<u64>, quiet: bool) -> Progress {
        if quiet || !std::io::stderr().is_terminal() {
            return Progress { thread: None };
        }
        let bar = total.map_or_else(indicatif::ProgressBar::no_length, indicatif::ProgressBar::new);
        let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {msg} pages, {eta} left";
        if let Ok(style) = indicatif::ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let watch = Arc::clone(watch);
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            while receiver.recv_timeout(Duration::from_millis(200)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                bar.set_message(watch.pages.load(Ordering::Relaxed).to_string());
                bar.set_position(watch.bytes.load(Ordering::Relaxed));
            }
            bar.finish_and_clear();
        });
        Progress { thread: Some((thread, sender)) }
    }

    pub(super) fn finish(self) {
        if let Some((thread, sender)) = self.thread {
            drop(sender);
            // the bar is for show: a panic in it is no fault of the run
            let _ = thread.join();
        }
    }
}
