//! How records of WARC and of ARC begin: the two differ in nothing else that a reader must know. Bytes in, places out.
//! Never reads a file.

use super::record::Header;

/// An ARC record's line is no longer than this: its address makes up most of it.
const ARC_LINE: usize = 16 << 10;

/// The format of a file of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// WARC 0.17 to 1.1, and WET.
    Warc,
    /// ARC 1.0 and 1.1.
    Arc,
}

impl Syntax {
    /// What it is called in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Syntax::Warc => "WARC",
            Syntax::Arc => "ARC",
        }
    }

    /// Bytes it takes to see whether a record starts.
    pub(super) fn looked_at(self) -> usize {
        match self {
            Syntax::Warc => 32,
            Syntax::Arc => ARC_LINE,
        }
    }

    /// Bytes of the line ends between records, at the least.
    pub(super) fn parted_by(self) -> usize {
        match self {
            Syntax::Warc => 2,
            Syntax::Arc => 1,
        }
    }

    /// Whether a record starts with these bytes.
    pub(super) fn is_start(self, bytes: &[u8]) -> bool {
        match self {
            Syntax::Warc => is_warc(bytes),
            Syntax::Arc => is_arc(bytes),
        }
    }

    /// [`Syntax::is_start`] as a plain function.
    pub(super) fn starts(self) -> fn(&[u8]) -> bool {
        match self {
            Syntax::Warc => is_warc,
            Syntax::Arc => is_arc,
        }
    }

    /// The first place that may start a record; [`Syntax::is_start`] says whether one does.
    pub(super) fn find(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Syntax::Warc => memchr::memmem::find(bytes, b"WARC/"),
            Syntax::Arc => memchr::memchr_iter(b'\n', bytes)
                .map(|at| at + 1)
                .find(|&at| bytes.get(at..).is_some_and(|line| line.len() < 32 || has_scheme(line))),
        }
    }

    /// Where in `bytes` a record starts, with a header that looks like one.
    pub(super) fn within(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Syntax::Warc => memchr::memmem::find_iter(bytes, b"WARC/").find(|&at| {
                let line = bytes.get(at..).unwrap_or_default();
                let next = memchr::memchr(b'\n', line.get(..32).unwrap_or(line)).and_then(|end| line.get(end + 1..));
                // the line end in front may be lost; where the second line is not seen, it must be there
                let is_line = at > 0 && bytes.get(at - 1) == Some(&b'\n');
                let is_next = next.filter(|next| next.len() >= 8 || !is_line);
                is_warc(line)
                    && is_next.map_or(is_line, |next| next.starts_with(b"WARC-") || next.starts_with(b"Content-"))
            }),
            Syntax::Arc => memchr::memchr_iter(b'\n', bytes)
                .map(|at| at + 1)
                .find(|&at| bytes.get(at..).is_some_and(|line| has_scheme(line) && is_arc(line))),
        }
    }

    /// Whether a header goes on into that of another record.
    pub(super) fn is_two(self, header: &[u8]) -> bool {
        let rest = header.get(1..).unwrap_or_default();
        match self {
            Syntax::Warc => memchr::memmem::find_iter(rest, b"WARC/").any(|at| rest.get(at..).is_some_and(is_warc)),
            Syntax::Arc => false,
        }
    }

    /// The end of a record's header in `bytes`.
    pub(super) fn header_end(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Syntax::Warc => blank_line(bytes),
            Syntax::Arc => memchr::memchr(b'\n', bytes).map(|end| end + 1),
        }
    }

    /// What a header says.
    pub(super) fn header(self, bytes: &[u8]) -> Header {
        match self {
            Syntax::Warc => Header::of_warc(bytes),
            Syntax::Arc => Header::of_arc(bytes),
        }
    }
}

/// `WARC/`, a version and a line end.
pub(super) fn is_warc(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"WARC/") else { return false };
    let version = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let after = rest.get(version..).unwrap_or_default();
    version > 2 && after.trim_ascii_start().len() < after.len()
}

/// An ARC record's line: address, IP address, a date of digits alone, a type and more, and last a length.
pub(super) fn is_arc(bytes: &[u8]) -> bool {
    if !has_scheme(bytes) {
        return false;
    }
    let window = bytes.get(..ARC_LINE).unwrap_or(bytes);
    let Some(end) = memchr::memchr(b'\n', window) else { return false };
    let line = window.get(..end).unwrap_or_default().trim_ascii();
    let mut words = line.split(|&b| b == b' ').skip(1);
    let ip = words.next().unwrap_or_default();
    let date = words.next().unwrap_or_default();
    let is_ip = ip == b"-" || (ip.len() > 1 && ip.iter().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':')));
    let is_date = (8..=20).contains(&date.len()) && date.iter().all(u8::is_ascii_digit);
    is_ip && is_date && words.count() >= 2
}

/// Starts as an address does, with a scheme.
fn has_scheme(line: &[u8]) -> bool {
    let head = line.get(..16).unwrap_or(line);
    let scheme = head.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')).count();
    scheme > 1 && head.get(scheme) == Some(&b':') && head.first().is_some_and(u8::is_ascii_alphabetic)
}

/// The end of the first blank line.
fn blank_line(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes.get(at + 1..) {
        Some([b'\n', ..]) => Some(at + 2),
        Some([b'\r', b'\n', ..]) => Some(at + 3),
        _ => None,
    })
}
