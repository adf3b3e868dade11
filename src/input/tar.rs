//! tar, of all kinds in use: v7, ustar, GNU and pax names and sizes. Bytes in, entries out. A broken header costs the bytes
//! up to the next good one. Never writes a file.

use super::Source;
use super::entries::{Archive, Closed, Entry, Lost, Next};
use std::io;

const BLOCK: usize = 512;
/// Bytes of a long name or of pax records.
const NAME: u64 = 1 << 20;
/// Digits of a pax record's length.
const LENGTH: usize = 8;

/// The entries of one file.
pub(super) struct Tar {
    from: Source,
    path: String,
    at: u64,
    left: u64,
    padding: u64,
    why: Option<String>,
    /// What is known of the next entry.
    ahead: Ahead,
    lost: std::collections::VecDeque<Lost>,
    ended: bool,
}

/// What stands in front of an entry about it.
#[derive(Default)]
struct Ahead {
    name: Option<String>,
    size: Option<u64>,
}

impl Tar {
    pub(super) fn new(from: Source, path: &str) -> Tar {
        let lost = std::collections::VecDeque::new();
        Tar {
            from,
            path: path.to_owned(),
            at: 0,
            left: 0,
            padding: 0,
            why: None,
            ahead: Ahead::default(),
            lost,
            ended: false,
        }
    }

    /// Reads an entry that is about the next one, whose header starts at `at`; of a false size what it has in fact, which
    /// `whole` tells by the bytes.
    fn text(&mut self, at: u64, size: u64, whole: fn(&[u8]) -> usize) -> Vec<u8> {
        let most = usize::try_from(size.min(NAME)).unwrap_or_default();
        let ahead = self.from.ahead(most);
        let text = ahead.get(..most).unwrap_or(ahead);
        let text = text.get(..whole(text)).unwrap_or_default().to_vec();
        // one that is cut short by the end of the file is false, too
        let has = padded(text.len() as u64);
        let short = self.from.pass(has);
        if has != padded(size) || short > 0 {
            let why = format!("a long name whose size, {size} bytes, is false");
            self.lost.push_back(Lost::since(&self.from, at, why));
        }
        text
    }

    /// Moves to the next block that is a header.
    fn resync(&mut self) {
        let at = self.from.offset();
        loop {
            self.from.skip(BLOCK);
            let block = self.from.ahead(BLOCK);
            if block.len() < BLOCK {
                self.from.skip(BLOCK);
                break;
            }
            if is_header(block) {
                break;
            }
        }
        self.lost.push_back(Lost::since(&self.from, at, "bytes that are no tar entry"));
    }

    fn header(&mut self) -> Option<Entry> {
        let at = self.from.offset();
        let block = self.from.ahead(BLOCK).get(..BLOCK)?.to_vec();
        self.from.skip(BLOCK);
        let size = self.ahead.size.take().unwrap_or_else(|| number(field(&block, 124, 12)));
        let kind = block.get(156).copied().unwrap_or_default();
        match kind {
            b'L' => {
                let text = self.text(at, size, name_len);
                let name = Some(words(&text)).filter(|name| !name.is_empty());
                self.ahead.name = name.or(self.ahead.name.take());
                return None;
            }
            b'x' => {
                let text = self.text(at, size, |text| pax(text, &mut Ahead::default()));
                pax(&text, &mut self.ahead);
                return None;
            }
            _ => {}
        }
        let name = self.ahead.name.take().unwrap_or_else(|| own_name(&block));
        self.at = at;
        self.why = None;
        let is_file = matches!(kind, 0 | b'0' | b'7');
        // links and devices have a size, but no bytes
        let has_bytes = is_file || matches!(kind, b'g' | b'K' | b'S' | b'D' | b'M' | b'V' | b'N' | b'X');
        self.left = if has_bytes { size } else { 0 };
        self.padding = padded(self.left) - self.left;
        let is_folder = !is_file || name.ends_with('/');
        Some(Entry { name, offset: at, is_folder, refused: None })
    }
}

/// `size` in whole blocks.
fn padded(size: u64) -> u64 {
    size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64)
}

fn field(block: &[u8], at: usize, len: usize) -> &[u8] {
    block.get(at..at + len).unwrap_or_default()
}

/// Text up to the first zero byte.
fn words(field: &[u8]) -> String {
    let end = memchr::memchr(0, field).unwrap_or(field.len());
    String::from_utf8_lossy(field.get(..end).unwrap_or_default()).into_owned()
}

/// Octal digits, or where the first bit says so the bytes of a number.
fn number(field: &[u8]) -> u64 {
    if field.first().is_some_and(|&b| b & 0x80 != 0) {
        return field.iter().skip(4).fold(0u64, |n, &b| n << 8 | u64::from(b));
    }
    let digits = field.iter().skip_while(|&&b| b == b' ').take_while(|b| matches!(b, b'0'..=b'7'));
    digits.fold(0u64, |n, &b| n << 3 | u64::from(b - b'0'))
}

fn own_name(block: &[u8]) -> String {
    let name = words(field(block, 0, 100));
    let prefix = words(field(block, 345, 155));
    // GNU keeps times where ustar keeps the prefix
    if field(block, 257, 6) == b"ustar\0" && !prefix.is_empty() { format!("{prefix}/{name}") } else { name }
}

/// Bytes of a name with the zero that ends it.
fn name_len(text: &[u8]) -> usize {
    memchr::memchr(0, text).map_or(text.len(), |zero| zero + 1)
}

/// Records of `length key=value`, each on a line; how many bytes they have.
fn pax(text: &[u8], ahead: &mut Ahead) -> usize {
    let mut rest = text;
    while let Some(space) = memchr::memchr(b' ', rest.get(..LENGTH).unwrap_or(rest)) {
        let digits = std::str::from_utf8(rest.get(..space).unwrap_or_default()).ok();
        let len = digits.and_then(|digits| digits.parse::<usize>().ok()).filter(|&len| len > space);
        let Some(record) = len.and_then(|len| rest.get(space + 1..len)).filter(|r| r.ends_with(b"\n")) else { break };
        let record = String::from_utf8_lossy(record);
        match record.trim_end_matches('\n').split_once('=') {
            Some(("path", value)) => ahead.name = Some(value.to_owned()),
            Some(("size", value)) => ahead.size = value.parse().ok(),
            _ => {}
        }
        rest = rest.get(len.unwrap_or(rest.len())..).unwrap_or_default();
    }
    text.len() - rest.len()
}

/// A block whose checksum is right.
pub(super) fn is_header(block: &[u8]) -> bool {
    let Some(block) = block.get(..BLOCK) else { return false };
    let sum: u64 =
        block.iter().enumerate().map(|(n, &b)| u64::from(if (148..156).contains(&n) { b' ' } else { b })).sum();
    let has_name = block.first().is_some_and(|&b| b != 0);
    has_name && number(field(block, 148, 8)) == sum && field(block, 148, 8).iter().any(u8::is_ascii_digit)
}

impl Archive for Tar {
    fn next(&mut self) -> Next {
        loop {
            if let Some(lost) = self.lost.pop_front() {
                return Next::Lost(lost);
            }
            if self.ended {
                return Next::End;
            }
            let block = self.from.ahead(BLOCK);
            let is_zero = !block.is_empty() && block.iter().take(BLOCK).all(|&b| b == 0);
            let (len, is_header) = (block.len(), is_header(block));
            let lost = self.from.losses(&self.path, 0);
            self.lost.extend(lost.into_iter().map(Lost::from));
            if is_zero {
                self.from.skip(BLOCK);
            } else if len == 0 {
                self.ended = true;
                let at = self.from.offset();
                if let Some(error) = self.from.read_error() {
                    self.lost.push_back(Lost::since(&self.from, at, error.to_string()));
                }
            } else if !is_header {
                self.resync();
            } else if let Some(entry) = self.header() {
                return Next::Entry(entry);
            }
        }
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ahead = self.from.ahead(1);
        let n = usize::try_from(self.left).unwrap_or(usize::MAX).min(ahead.len()).min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), ahead.get(..n)) {
            to.copy_from_slice(from);
        }
        self.from.skip(n);
        self.left -= n as u64;
        if n == 0 && self.left > 0 && !out.is_empty() {
            let why = format!("the entry ends {} bytes before its end", self.left);
            self.why = Some(why.clone());
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
        }
        Ok(n)
    }

    fn close(&mut self) -> Closed {
        let short = self.from.pass(self.left);
        if short > 0 {
            self.why.get_or_insert_with(|| format!("the entry ends {short} bytes before its end"));
        }
        self.from.pass(self.padding);
        (self.left, self.padding) = (0, 0);
        let is_unpacked = self.from.get_ref().is_packed();
        Closed { length: self.from.offset() - self.at, is_unpacked, why: self.why.take() }
    }
}
