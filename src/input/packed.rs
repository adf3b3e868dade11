//! The codings a file or a member of an archive may be packed in: gzip, bzip2, Zstandard, xz, and bare deflate inside ZIP.
//! Packed bytes in, plain bytes out, one member at a time. Never looks past the member it is in, never holds more than
//! the coding's own window.

use super::stream::Stream;
use flate2::{Crc, Decompress, FlushDecompress};
use lzma_rust2::{Action, XzStream};
use std::io::{self, Read};
use zstd::stream::raw::{Decoder as ZstdDecoder, Operation as _};

/// Memory an xz dictionary may take, in KiB: what `xz -9` needs, and no more.
const XZ_MEMORY: u32 = 80 << 10;
/// Bytes a gzip member's head may have: an extra field of the greatest size, with a name and a comment.
const GZIP_HEAD: usize = 128 << 10;
/// Bytes of a dictionary in front of Zstandard frames.
const DICTIONARY: u64 = 16 << 20;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Bzip2,
    Zstd,
    Xz,
}

impl Coding {
    pub(super) const ALL: [Coding; 4] = [Coding::Gzip, Coding::Bzip2, Coding::Zstd, Coding::Xz];

    /// The coding of bytes that start a member.
    pub(super) fn of(bytes: &[u8]) -> Option<Coding> {
        Coding::ALL.into_iter().find(|coding| coding.is_start(bytes))
    }

    /// The coding that a file's name promises.
    pub(super) fn of_name(name: &str) -> Option<Coding> {
        Coding::ALL.into_iter().find(|coding| coding.endings().iter().any(|ending| name.ends_with(ending)))
    }

    /// Endings of file names, in lower case.
    pub(super) fn endings(self) -> &'static [&'static str] {
        match self {
            Coding::Gzip => &[".gz", ".tgz"],
            Coding::Bzip2 => &[".bz2", ".tbz2"],
            Coding::Zstd => &[".zst", ".zstd"],
            Coding::Xz => &[".xz", ".txz"],
        }
    }

    /// What it is called in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Coding::Gzip => "gzip",
            Coding::Bzip2 => "bzip2",
            Coding::Zstd => "Zstandard",
            Coding::Xz => "xz",
        }
    }

    /// The bytes by which a member is searched for.
    pub(super) fn magic(self) -> &'static [u8] {
        match self {
            Coding::Gzip => b"\x1f\x8b\x08",
            Coding::Bzip2 => b"BZh",
            Coding::Zstd => b"\x28\xb5\x2f\xfd",
            Coding::Xz => b"\xfd7zXZ\0",
        }
    }

    /// Bytes of a member it takes to see its first plain bytes: bzip2 unpacks a block of 900 kB at a time, Zstandard one
    /// of 128 KiB, LZMA2 one of 64 KiB.
    pub(super) fn trial(self) -> usize {
        match self {
            Coding::Gzip => 4 << 10,
            Coding::Bzip2 => 1 << 20,
            Coding::Zstd => 160 << 10,
            Coding::Xz => 80 << 10,
        }
    }

    /// Bytes that a member has at the least in an archive: where more start than have room, not all are tried. Those of
    /// bzip2 cost most to try.
    pub(super) fn spacing(self) -> u64 {
        if self == Coding::Bzip2 { 512 } else { 64 }
    }

    /// Whether a member starts here, as far as its first bytes tell.
    pub(super) fn is_start(self, bytes: &[u8]) -> bool {
        match self {
            Coding::Gzip => bytes.starts_with(self.magic()) && bytes.get(3).is_none_or(|flags| flags & 0xe0 == 0),
            Coding::Bzip2 => {
                let block = bytes.get(4..10);
                let is_block = block == Some(b"1AY&SY".as_slice()) || block == Some(b"\x17\x72\x45\x38\x50\x90");
                bytes.starts_with(self.magic()) && bytes.get(3).is_some_and(|l| matches!(l, b'1'..=b'9')) && is_block
            }
            Coding::Zstd => bytes.starts_with(self.magic()) || is_skippable(bytes),
            Coding::Xz => bytes.starts_with(self.magic()),
        }
    }
}

/// A Zstandard frame that holds no data of the stream.
fn is_skippable(bytes: &[u8]) -> bool {
    matches!(bytes, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// The frame in which a WARC file keeps the dictionary of all others (IIPC, "Zstandard compression for WARC files").
fn is_dictionary(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x5d\x2a\x4d\x18")
}

/// Why a member ends before its end.
#[derive(Debug)]
pub(super) enum Broken {
    /// The bytes end within it.
    Cut,
    /// Its bytes are none of the coding.
    Corrupt(String),
}

/// What one step took and made.
struct Step {
    read: usize,
    written: usize,
    ended: bool,
}

/// Unpacks members of one coding; its buffers serve member after member.
pub(super) struct Unpacker {
    kind: Kind,
    ended: bool,
}

enum Kind {
    Gzip { inflate: Box<Decompress>, crc: Crc },
    Deflate(Box<Decompress>),
    Bzip2(Box<bzip2::Decompress>),
    Zstd(Box<ZstdDecoder<'static>>),
    Xz(Box<XzStream>),
}

impl Unpacker {
    pub(super) fn new(coding: Coding) -> io::Result<Unpacker> {
        let kind = match coding {
            Coding::Gzip => Kind::Gzip { inflate: Box::new(Decompress::new(false)), crc: Crc::new() },
            Coding::Bzip2 => Kind::Bzip2(Box::new(bzip2::Decompress::new(false))),
            Coding::Zstd => Kind::Zstd(Box::new(ZstdDecoder::new()?)),
            Coding::Xz => Kind::Xz(Box::new(XzStream::new_mem_limit(false, XZ_MEMORY))),
        };
        Ok(Unpacker { kind, ended: false })
    }

    /// Deflate without any head, as ZIP keeps it.
    pub(super) fn deflate() -> Unpacker {
        Unpacker { kind: Kind::Deflate(Box::new(Decompress::new(false))), ended: false }
    }

    /// Begins the member that starts where `from` stands, and takes its head.
    pub(super) fn open<R: Read>(&mut self, from: &mut Stream<R>) -> Result<(), Broken> {
        self.reset()?;
        if matches!(self.kind, Kind::Gzip { .. }) { gzip_head(from) } else { Ok(()) }
    }

    fn reset(&mut self) -> Result<(), Broken> {
        self.ended = false;
        match &mut self.kind {
            Kind::Gzip { inflate, crc } => {
                inflate.reset(false);
                crc.reset();
            }
            Kind::Deflate(inflate) => inflate.reset(false),
            Kind::Bzip2(state) => **state = bzip2::Decompress::new(false),
            Kind::Zstd(state) => state.reinit().map_err(|e| Broken::Corrupt(e.to_string()))?,
            Kind::Xz(state) => **state = XzStream::new_mem_limit(false, XZ_MEMORY),
        }
        Ok(())
    }

    /// Unpacks into `out`; 0 at the member's end, whose checksum is then right.
    pub(super) fn read<R: Read>(&mut self, from: &mut Stream<R>, out: &mut [u8]) -> Result<usize, Broken> {
        let mut all = u64::MAX;
        self.read_within(from, &mut all, out)
    }

    /// As [`Unpacker::read`], with no more than `left` bytes of the stream, which is told what was taken.
    pub(super) fn read_within<R: Read>(
        &mut self,
        from: &mut Stream<R>,
        left: &mut u64,
        out: &mut [u8],
    ) -> Result<usize, Broken> {
        while !self.ended {
            let ahead = from.ahead(1);
            let most = usize::try_from(*left).unwrap_or(usize::MAX).min(ahead.len());
            let step = self.step(ahead.get(..most).unwrap_or_default(), out)?;
            from.skip(step.read);
            *left -= step.read as u64;
            self.ended = step.ended;
            if step.written > 0 {
                if let Kind::Gzip { crc, .. } = &mut self.kind {
                    crc.update(out.get(..step.written).unwrap_or_default());
                }
                return Ok(step.written);
            }
            if !step.ended && step.read == 0 {
                let why = "the data does not go on".to_owned();
                return Err(if most == 0 { Broken::Cut } else { Broken::Corrupt(why) });
            }
        }
        match &self.kind {
            Kind::Gzip { crc, .. } => gzip_tail(from, crc).map(|()| 0),
            _ => Ok(0),
        }
    }

    fn step(&mut self, input: &[u8], out: &mut [u8]) -> Result<Step, Broken> {
        let corrupt = |e: &dyn std::fmt::Display| Broken::Corrupt(e.to_string());
        match &mut self.kind {
            Kind::Gzip { inflate, .. } | Kind::Deflate(inflate) => {
                let (before_in, before_out) = (inflate.total_in(), inflate.total_out());
                let status = inflate.decompress(input, out, FlushDecompress::None).map_err(|e| corrupt(&e))?;
                let read = (inflate.total_in() - before_in) as usize;
                let written = (inflate.total_out() - before_out) as usize;
                Ok(Step { read, written, ended: status == flate2::Status::StreamEnd })
            }
            Kind::Bzip2(state) => {
                let (before_in, before_out) = (state.total_in(), state.total_out());
                let status = state.decompress(input, out).map_err(|e| corrupt(&e))?;
                let read = (state.total_in() - before_in) as usize;
                let written = (state.total_out() - before_out) as usize;
                Ok(Step { read, written, ended: status == bzip2::Status::StreamEnd })
            }
            Kind::Zstd(state) => {
                let status = state.run_on_buffers(input, out).map_err(|e| corrupt(&e))?;
                Ok(Step { read: status.bytes_read, written: status.bytes_written, ended: status.remaining == 0 })
            }
            Kind::Xz(state) => {
                let action = if input.is_empty() { Action::Finish } else { Action::Run };
                let result = state.process(input, out, action).map_err(|e| match e.kind() {
                    io::ErrorKind::UnexpectedEof => Broken::Cut,
                    _ => corrupt(&e),
                })?;
                let ended = result.status == lzma_rust2::Status::StreamEnd;
                Ok(Step { read: result.bytes_consumed, written: result.bytes_produced, ended })
            }
        }
    }
}

/// Takes the head of a gzip member (RFC 1952).
fn gzip_head<R: Read>(from: &mut Stream<R>) -> Result<(), Broken> {
    let mut looked = 512;
    loop {
        let head = from.ahead(looked);
        let is_all = head.len() < looked;
        if let Some(len) = gzip_head_len(head) {
            from.skip(len);
            return Ok(());
        }
        if is_all {
            return Err(Broken::Cut);
        }
        if looked > GZIP_HEAD {
            return Err(Broken::Corrupt("the gzip head does not end".to_owned()));
        }
        looked *= 4;
    }
}

fn gzip_head_len(head: &[u8]) -> Option<usize> {
    let flags = *head.get(3)?;
    let mut len = 10;
    if flags & 4 != 0 {
        let extra = head.get(len..len + 2)?;
        len += 2 + usize::from(u16::from_le_bytes([*extra.first()?, *extra.get(1)?]));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            len += memchr::memchr(0, head.get(len..)?)? + 1;
        }
    }
    if flags & 2 != 0 {
        len += 2;
    }
    (head.len() >= len).then_some(len)
}

/// Takes the checksum and length that end a gzip member.
fn gzip_tail<R: Read>(from: &mut Stream<R>, crc: &Crc) -> Result<(), Broken> {
    let Some(tail) = from.ahead(8).first_chunk::<8>() else { return Err(Broken::Cut) };
    let [a, b, c, d, e, f, g, h] = *tail;
    let is_whole = u32::from_le_bytes([a, b, c, d]) == crc.sum() && u32::from_le_bytes([e, f, g, h]) == crc.amount();
    if !is_whole {
        return Err(Broken::Corrupt("the gzip checksum does not match".to_owned()));
    }
    from.skip(8);
    Ok(())
}

/// Passes over Zstandard's skippable frames. A dictionary among them gives an unpacker that knows it.
pub(super) fn skip_frame<R: Read>(from: &mut Stream<R>) -> Result<Option<Unpacker>, Broken> {
    let head = from.ahead(8);
    let is_dictionary = is_dictionary(head);
    let Some(&[_, _, _, _, a, b, c, d]) = head.first_chunk::<8>() else { return Err(Broken::Cut) };
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    from.skip(8);
    let mut dictionary = Vec::new();
    let mut left = length;
    while left > 0 {
        let ahead = from.ahead(1);
        if ahead.is_empty() {
            return Err(Broken::Cut);
        }
        let n = usize::try_from(left).unwrap_or(usize::MAX).min(ahead.len());
        if is_dictionary && length <= DICTIONARY {
            dictionary.extend_from_slice(ahead.get(..n).unwrap_or_default());
        }
        from.skip(n);
        left -= n as u64;
    }
    if dictionary.is_empty() {
        return Ok(None);
    }
    if dictionary.starts_with(Coding::Zstd.magic()) {
        dictionary = first_bytes(Coding::Zstd, &dictionary, DICTIONARY as usize);
    }
    let decoder = ZstdDecoder::with_dictionary(&dictionary).map_err(|e| Broken::Corrupt(e.to_string()))?;
    Ok(Some(Unpacker { kind: Kind::Zstd(Box::new(decoder)), ended: false }))
}

/// `true` where a frame that only Zstandard's readers of old skip starts here.
pub(super) fn starts_skippable(coding: Coding, bytes: &[u8]) -> bool {
    coding == Coding::Zstd && is_skippable(bytes)
}

/// The first `most` bytes of what the member that starts here holds, or as many as come before its end or its first fault.
pub(super) fn first_bytes(coding: Coding, packed: &[u8], most: usize) -> Vec<u8> {
    Unpacker::new(coding).map(|mut unpacker| first_bytes_by(&mut unpacker, packed, most)).unwrap_or_default()
}

/// As [`first_bytes`], by an unpacker that may know a dictionary.
pub(super) fn first_bytes_by(unpacker: &mut Unpacker, packed: &[u8], most: usize) -> Vec<u8> {
    let head = if matches!(unpacker.kind, Kind::Gzip { .. }) { gzip_head_len(packed) } else { Some(0) };
    let Some(mut rest) = head.and_then(|head| packed.get(head..)) else { return Vec::new() };
    if unpacker.reset().is_err() {
        return Vec::new();
    }
    let (mut out, mut n) = (Vec::new(), 0);
    while n < most {
        out.resize(most.min(n + (64 << 10)), 0);
        let Ok(step) = unpacker.step(rest, out.get_mut(n..).unwrap_or_default()) else { break };
        rest = rest.get(step.read..).unwrap_or_default();
        n += step.written;
        if step.ended || step.read + step.written == 0 {
            break;
        }
    }
    out.truncate(n);
    out
}
