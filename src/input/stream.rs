//! A reader with look-ahead, a mark to go back to and a count of bytes. Bytes in, the same bytes out, however short the
//! reads of what lies below are. Never holds more than is looked at, plus a bounded stretch behind the mark.

use std::io::{self, Read};

/// Bytes read at a time.
const PIECE: usize = 64 << 10;
/// Bytes kept behind a mark; a mark further back is forgotten. A gzip member of one record is seldom over 1 MiB.
const KEPT: usize = 8 << 20;

/// Look-ahead over `R`.
pub(super) struct Stream<R> {
    inner: R,
    /// Bytes read, and behind them room for more: what is filled with zeros once is not again.
    buf: Vec<u8>,
    /// Bytes of it that are read.
    filled: usize,
    pos: usize,
    start: u64,
    mark: Option<usize>,
    ended: bool,
    error: Option<io::Error>,
}

impl<R: Read> Stream<R> {
    pub(super) fn new(inner: R) -> Self {
        Stream { inner, buf: Vec::new(), filled: 0, pos: 0, start: 0, mark: None, ended: false, error: None }
    }

    /// Offset of the next byte.
    pub(super) fn offset(&self) -> u64 {
        self.start + self.pos as u64
    }

    pub(super) fn get_ref(&self) -> &R {
        &self.inner
    }

    pub(super) fn get_mut(&mut self) -> &mut R {
        &mut self.inner
    }

    /// The error that ended the stream, if one did.
    pub(super) fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    /// The bytes to come, at least `n` unless the stream ends before.
    pub(super) fn ahead(&mut self, n: usize) -> &[u8] {
        while !self.ended && self.filled - self.pos < n {
            self.read_piece();
        }
        self.buf.get(self.pos..self.filled).unwrap_or_default()
    }

    /// Moves on by `n` bytes, no further than what has been looked at.
    pub(super) fn skip(&mut self, n: usize) {
        self.pos = self.pos.saturating_add(n).min(self.filled);
    }

    /// Moves on by `n` bytes, as far as there are so many; how many there were not.
    pub(super) fn pass(&mut self, n: u64) -> u64 {
        let mut left = n;
        while left > 0 {
            let ahead = self.ahead(1).len();
            if ahead == 0 {
                break;
            }
            let step = usize::try_from(left).unwrap_or(usize::MAX).min(ahead);
            self.skip(step);
            left -= step as u64;
        }
        left
    }

    /// Puts bytes back that were taken last.
    pub(super) fn put_back(&mut self, bytes: &[u8]) {
        self.mark = None;
        if self.buf.get(..self.pos).is_some_and(|taken| taken.ends_with(bytes)) {
            self.pos -= bytes.len();
            return;
        }
        let at = self.offset().saturating_sub(bytes.len() as u64);
        self.buf.truncate(self.filled);
        self.buf.splice(..self.pos, bytes.iter().copied());
        self.filled = self.buf.len();
        self.pos = 0;
        self.start = at;
    }

    /// Sets the place [`Stream::go_back`] returns to.
    pub(super) fn set_mark(&mut self) {
        self.mark = Some(self.pos);
    }

    /// Returns to the mark; `false` if it lies too far back.
    pub(super) fn go_back(&mut self) -> bool {
        match self.mark {
            Some(mark) => {
                self.pos = mark;
                true
            }
            None => false,
        }
    }

    fn read_piece(&mut self) {
        if self.mark.is_some_and(|mark| self.pos - mark > KEPT) {
            self.mark = None;
        }
        let done = self.mark.unwrap_or(self.pos);
        // Moved only when at least half of what is read is behind, so that each byte is moved a bounded number of times.
        if done > 0 && (done == self.filled || done >= self.filled / 2) {
            self.buf.copy_within(done..self.filled, 0);
            self.filled -= done;
            self.pos -= done;
            self.mark = self.mark.map(|mark| mark - done);
            self.start += done as u64;
        }
        if self.buf.len() < self.filled + PIECE {
            self.buf.resize(self.filled + PIECE, 0);
        }
        let got = loop {
            match self.inner.read(self.buf.get_mut(self.filled..).unwrap_or_default()) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.error = Some(e);
                    break 0;
                }
                Ok(n) => break n,
            }
        };
        self.ended = got == 0;
        self.filled += got;
    }
}

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ahead = self.ahead(1);
        let n = ahead.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), ahead.get(..n)) {
            to.copy_from_slice(from);
        }
        self.skip(n);
        match self.error.take() {
            Some(e) if n == 0 => Err(e),
            error => {
                self.error = error;
                Ok(n)
            }
        }
    }
}
