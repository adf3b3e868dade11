//! ZIP, ZIP64 too, read front to back by the headers in front of its entries, so that a stream will do, a lost directory
//! at the end costs nothing, and entries that overlap are read once. Bytes in, entries out. Never writes a file.

use super::Source;
use super::entries::{Archive, Closed, Entry, Lost, Next};
use super::packed::{Broken, Coding, Unpacker};
use crate::limits::Limits;
use flate2::Crc;
use std::collections::VecDeque;
use std::io;

const LOCAL: &[u8] = b"PK\x03\x04";
/// Bytes of a header before the name.
const HEADER: usize = 30;
/// What the directory and what follows it start with.
const DIRECTORY: [&[u8]; 5] = [b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x06\x08"];
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// Bytes looked at in one step.
const PIECE: usize = 64 << 10;

/// How an entry is packed.
enum Method {
    Stored,
    Packed(Box<Unpacker>),
    Refused(String),
}

/// The entry being read.
struct Open {
    at: u64,
    method: Method,
    crc: u32,
    /// Sizes and checksum stand behind the data.
    is_described: bool,
    /// Packed bytes not yet read.
    left: u64,
    sum: Crc,
    made: u64,
    ended: bool,
    why: Option<String>,
}

/// The entries of one file.
pub(super) struct Zip {
    from: Source,
    path: String,
    limits: Limits,
    entry: Option<Open>,
    lost: VecDeque<Lost>,
    ended: bool,
}

impl Zip {
    pub(super) fn new(from: Source, path: &str, limits: &Limits) -> Zip {
        Zip { from, path: path.to_owned(), limits: limits.clone(), entry: None, lost: VecDeque::new(), ended: false }
    }

    /// Moves to the next header of an entry or of the directory.
    fn resync(&mut self) {
        let at = self.from.offset();
        loop {
            let ahead = self.from.ahead(PIECE);
            let n = ahead.len();
            match memchr::memmem::find(ahead, b"PK") {
                Some(found) => {
                    self.from.skip(found);
                    let here = self.from.ahead(HEADER + 256);
                    if is_header(here) || is_directory(here) {
                        break;
                    }
                    self.from.skip(1);
                }
                None => self.from.skip(if n < PIECE { n } else { n - 1 }),
            }
            if self.from.ahead(1).is_empty() {
                break;
            }
        }
        self.lost.push_back(Lost::since(&self.from, at, "bytes that are no ZIP entry"));
    }

    /// Reads the header of an entry.
    fn header(&mut self) -> Option<Entry> {
        let at = self.from.offset();
        let head = self.from.ahead(HEADER).first_chunk::<HEADER>().copied()?;
        let u16_at = |n: usize| u16::from_le_bytes([byte(&head, n), byte(&head, n + 1)]);
        let (flags, method) = (u16_at(6), u16_at(8));
        let (name_len, extra_len) = (usize::from(u16_at(26)), usize::from(u16_at(28)));
        let (crc, packed, size) = (u32_at(&head, 14), u32_at(&head, 18), u32_at(&head, 22));
        let len = HEADER + name_len + extra_len;
        let whole = self.from.ahead(len).get(..len)?;
        let name = String::from_utf8_lossy(whole.get(HEADER..HEADER + name_len)?).into_owned();
        let packed = zip64(whole.get(HEADER + name_len..)?, size, packed);
        self.from.skip(len);
        let is_described = flags & 8 != 0 && packed == 0;
        let method = match method {
            _ if flags & 1 != 0 => Method::Refused("the entry is encrypted".to_owned()),
            0 => Method::Stored,
            8 => Method::Packed(Box::new(Unpacker::deflate())),
            12 => unpacker(Coding::Bzip2),
            93 => unpacker(Coding::Zstd),
            95 => unpacker(Coding::Xz),
            other => Method::Refused(format!("compression method {other} is not read")),
        };
        let why = match &method {
            Method::Refused(why) => Some(why.clone()),
            _ => None,
        };
        let entry = Open {
            at,
            method,
            crc,
            is_described,
            left: if is_described { u64::MAX } else { packed },
            sum: Crc::new(),
            made: 0,
            ended: false,
            why: why.clone(),
        };
        self.entry = Some(entry);
        let is_folder = name.ends_with('/') && packed == 0 && !is_described;
        Some(Entry { name, offset: at, is_folder, refused: why })
    }
}

fn unpacker(coding: Coding) -> Method {
    Unpacker::new(coding).map_or_else(|e| Method::Refused(e.to_string()), |u| Method::Packed(Box::new(u)))
}

fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([byte(bytes, at), byte(bytes, at + 1), byte(bytes, at + 2), byte(bytes, at + 3)])
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

/// The packed size; sizes that 32 bits don't hold stand in an extra field.
fn zip64(extra: &[u8], size: u32, packed: u32) -> u64 {
    let (mut size, mut packed) = (u64::from(size), u64::from(packed));
    let mut rest = extra;
    while let [a, b, c, d, after @ ..] = rest {
        let len = usize::from(u16::from_le_bytes([*c, *d]));
        let field = after.get(..len).unwrap_or(after);
        if u16::from_le_bytes([*a, *b]) == 1 {
            let mut at = 0;
            for value in [&mut size, &mut packed] {
                if *value == u64::from(u32::MAX) && field.len() >= at + 8 {
                    *value = u64_at(field, at);
                    at += 8;
                }
            }
        }
        rest = after.get(len..).unwrap_or_default();
    }
    packed
}

/// An entry's header with a version, a method and a name that can be: the four bytes alone may stand in packed data.
fn is_header(bytes: &[u8]) -> bool {
    let name_len = usize::from(u16::from_le_bytes([byte(bytes, 26), byte(bytes, 27)]));
    let name = bytes.get(HEADER..).unwrap_or_default();
    let name = name.get(..name_len).unwrap_or(name);
    bytes.starts_with(LOCAL)
        && byte(bytes, 4) <= 63
        && matches!(byte(bytes, 8), 0..=20 | 93..=99)
        && byte(bytes, 9) == 0
        && !name.is_empty()
        && !name.iter().any(u8::is_ascii_control)
}

fn is_directory(bytes: &[u8]) -> bool {
    DIRECTORY.iter().any(|magic| bytes.starts_with(magic))
}

impl Open {
    fn took(&mut self, bytes: &[u8]) {
        self.sum.update(bytes);
        self.made += bytes.len() as u64;
    }

    fn end(&mut self, crc: u32) {
        self.ended = true;
        if self.why.is_none() && crc != self.sum.sum() {
            self.why = Some("the checksum does not match".to_owned());
        }
    }

    /// Reads stored data of a length that the header names.
    fn stored(&mut self, from: &mut Source, out: &mut [u8]) -> usize {
        let ahead = from.ahead(1);
        let n = usize::try_from(self.left).unwrap_or(usize::MAX).min(ahead.len()).min(out.len());
        copy(ahead, out, n);
        from.skip(n);
        self.left -= n as u64;
        if n == 0 && self.left > 0 {
            self.why = Some(format!("the entry ends {} bytes before its end", self.left));
        }
        n
    }

    /// Reads stored data that ends where a descriptor of it stands.
    fn stored_to_descriptor(&mut self, from: &mut Source, out: &mut [u8]) -> usize {
        let ahead = from.ahead(PIECE);
        let found = memchr::memmem::find(ahead, DESCRIPTOR);
        if found == Some(0) {
            let is_short = u64::from(u32_at(ahead, 8)) == self.made && u64::from(u32_at(ahead, 12)) == self.made;
            if is_short || u64_at(ahead, 8) == self.made {
                return 0;
            }
        }
        let most = match found {
            Some(0) => DESCRIPTOR.len(),
            Some(at) => at,
            None if ahead.len() < PIECE => ahead.len(),
            None => ahead.len() - DESCRIPTOR.len(),
        };
        let n = most.min(out.len());
        copy(ahead, out, n);
        from.skip(n);
        if n == 0 {
            self.why = Some("the entry does not end".to_owned());
        }
        n
    }

    /// Takes the descriptor behind the data; the checksum in it.
    fn descriptor(&self, from: &mut Source) -> u32 {
        if from.ahead(4).starts_with(DESCRIPTOR) {
            from.skip(4);
        }
        let ahead = from.ahead(24);
        let crc = u32_at(ahead, 0);
        let is_long = u64::from(u32_at(ahead, 8)) != self.made && u64_at(ahead, 12) == self.made;
        from.skip(if is_long { 20 } else { 12 });
        crc
    }
}

fn copy(from: &[u8], to: &mut [u8], n: usize) {
    if let (Some(to), Some(from)) = (to.get_mut(..n), from.get(..n)) {
        to.copy_from_slice(from);
    }
}

impl Archive for Zip {
    fn next(&mut self) -> Next {
        loop {
            if let Some(lost) = self.lost.pop_front() {
                return Next::Lost(lost);
            }
            if self.ended {
                return Next::End;
            }
            self.from.ahead(1);
            let lost = self.from.losses(&self.path, 0);
            if !lost.is_empty() {
                self.lost.extend(lost.into_iter().map(Lost::from));
                continue;
            }
            let at = self.from.offset();
            let ahead = self.from.ahead(HEADER + 256);
            if is_directory(ahead) {
                self.ended = true;
                // to its end, so that what lies below is read and its damage known
                self.from.pass(u64::MAX);
                continue;
            }
            if ahead.is_empty() {
                self.ended = true;
                let why = self.from.read_error().map(|e| e.to_string());
                self.lost.push_back(Lost::since(
                    &self.from,
                    at,
                    why.unwrap_or_else(|| "the archive ends without its directory".to_owned()),
                ));
                continue;
            }
            if at == 0 && (ahead.starts_with(DESCRIPTOR) || ahead.starts_with(b"PK00")) {
                self.from.skip(4);
            } else if !is_header(ahead) {
                self.resync();
            } else if let Some(entry) = self.header() {
                return Next::Entry(entry);
            } else {
                self.from.pass(u64::MAX);
                self.lost.push_back(Lost::since(&self.from, at, "the header of an entry is cut short"));
            }
        }
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(open) = &mut self.entry else { return Ok(0) };
        if open.ended || open.why.is_some() {
            return open.why.clone().map_or(Ok(0), |why| Err(io::Error::other(why)));
        }
        let n = match &mut open.method {
            Method::Refused(_) => 0,
            Method::Stored if open.is_described => open.stored_to_descriptor(&mut self.from, out),
            Method::Stored => open.stored(&mut self.from, out),
            Method::Packed(unpacker) => match unpacker.read_within(&mut self.from, &mut open.left, out) {
                Ok(n) => n,
                Err(broken) => {
                    let why = match broken {
                        Broken::Cut => "the entry is cut short".to_owned(),
                        Broken::Corrupt(why) => why,
                    };
                    open.why = Some(why);
                    0
                }
            },
        };
        open.took(out.get(..n).unwrap_or_default());
        let taken = self.from.offset().saturating_sub(open.at);
        if open.made > self.limits.page_bytes as u64 && open.made > taken.saturating_mul(self.limits.unpacked_ratio) {
            open.why = Some(format!("the entry unpacks to over {} times its size", self.limits.unpacked_ratio));
        }
        if let Some(why) = &open.why {
            return Err(io::Error::other(why.clone()));
        }
        if n == 0 {
            let crc = if open.is_described { open.descriptor(&mut self.from) } else { open.crc };
            open.end(crc);
            if let Some(why) = &open.why {
                return Err(io::Error::other(why.clone()));
            }
        }
        Ok(n)
    }

    fn close(&mut self) -> Closed {
        let mut piece = vec![0; PIECE];
        let is_untouched = self.entry.as_ref().is_some_and(|open| open.made == 0 && !open.ended && !open.is_described);
        // an entry that nobody reads needs no unpacking where its length is known
        while !is_untouched && self.read(&mut piece).is_ok_and(|n| n > 0) {}
        let is_unpacked = self.from.get_ref().is_packed();
        let Some(mut open) = self.entry.take() else { return Closed { length: 0, is_unpacked, why: None } };
        let is_refused = matches!(open.method, Method::Refused(_));
        if is_refused {
            open.why = None;
        }
        if is_untouched || (is_refused && !open.is_described) {
            let short = self.from.pass(open.left);
            if short > 0 {
                open.why = Some(format!("the entry ends {short} bytes before its end"));
            }
        }
        Closed { length: self.from.offset() - open.at, is_unpacked, why: open.why }
    }
}
