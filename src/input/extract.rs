//! One record as it stands in its file, found by the place that records and reports give. A path and an offset in, the
//! unpacked bytes out, whether they can be read as a page or not. Never writes a file.

use super::entries::{Archive, Next, harmless};
use super::members::Members;
use super::packed::{self, Coding};
use super::records::Records;
use super::sniff::{self, Kind};
use super::stream::Stream;
use super::tar::Tar;
use super::zip::Zip;
use super::{Bytes, InputFormat, Source};
use crate::error::RunError;
use crate::limits::Limits;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A stream that can be opened again, for what it takes to find the place in it.
type Reopen<'a> = dyn Fn() -> Result<Bytes, String> + 'a;

/// Where to look.
struct Wanted<'a> {
    /// Name of the stream.
    shown: &'a str,
    /// What is left of the path behind the stream's name: an entry of it.
    rest: &'a str,
    offset: u64,
    limits: &'a Limits,
}

/// The record at `offset` of a file. The path may go on into an archive, as in a record's `source.path`; offsets are those
/// of `source.offset`.
///
/// # Errors
/// Where there is no such file, entry or record.
pub fn record(path: &Path, offset: u64) -> Result<Vec<u8>, RunError> {
    let name = path.display().to_string();
    let fail = |why: String| RunError::new(&name, why);
    let (file, rest) = split(path).ok_or_else(|| fail("no such file".to_owned()))?;
    let shown = file.display().to_string();
    let limits = Limits { page_bytes: usize::MAX >> 2, ..Limits::default() };
    let reopen = || -> Result<Bytes, String> { Ok(Box::new(std::fs::File::open(&file).map_err(|e| e.to_string())?)) };
    extracted(&reopen, &Wanted { shown: &shown, rest: &rest, offset, limits: &limits }).map_err(fail)
}

/// The file that a path leads to, and what is left of the path behind it.
fn split(path: &Path) -> Option<(PathBuf, String)> {
    let file = path.ancestors().find(|above| above.is_file())?;
    let rest = path.strip_prefix(file).ok()?;
    Some((file.to_owned(), rest.to_string_lossy().replace('\\', "/")))
}

fn extracted(reopen: &Reopen<'_>, wanted: &Wanted<'_>) -> Result<Vec<u8>, String> {
    let mut source =
        Stream::new(Members::new(Stream::new(reopen()?), &wanted.shown.to_ascii_lowercase(), |_| true, wanted.limits));
    let head = source.ahead(sniff::LOOKED_AT);
    let kind = sniff::kind(head.get(..sniff::LOOKED_AT).unwrap_or(head), wanted.shown, InputFormat::Auto);
    let coding = source.get_ref().is_packed().then(|| source.get_ref().coding());
    if !wanted.rest.is_empty() {
        return match kind {
            Kind::Zip => inside(&|| Ok(Zip::new(fresh(reopen, wanted)?, wanted.shown, wanted.limits)), wanted),
            Kind::Tar => inside(&|| Ok(Tar::new(fresh(reopen, wanted)?, wanted.shown)), wanted),
            _ => Err("the file is no archive with entries".to_owned()),
        };
    }
    let mut source = match kind {
        Kind::Html | Kind::Text | Kind::Mhtml => source,
        _ => at(reopen, coding, wanted)?,
    };
    match kind {
        Kind::Parquet => Err("rows of a Parquet file have no bytes of their own".to_owned()),
        Kind::Zip => entry(Zip::new(source, wanted.shown, wanted.limits)),
        Kind::Tar => entry(Tar::new(source, wanted.shown)),
        Kind::Records(syntax) => Ok(Records::new(source, syntax, String::new(), wanted.limits.clone()).raw()),
        Kind::Jsonl | Kind::List => {
            let mut line = Vec::new();
            source.line(&mut line, usize::MAX);
            Ok(line)
        }
        Kind::Html | Kind::Text | Kind::Mhtml | Kind::Binary(_) => {
            let mut all = Vec::new();
            source.read_to_end(&mut all).map_err(|e| e.to_string())?;
            Ok(all)
        }
    }
}

fn fresh(reopen: &Reopen<'_>, wanted: &Wanted<'_>) -> Result<Source, String> {
    let name = wanted.shown.to_ascii_lowercase();
    Ok(Stream::new(Members::new(Stream::new(reopen()?), &name, |_| true, wanted.limits)))
}

/// The stream from the offset on: of the file where a member starts there, else of what it unpacks to.
fn at(reopen: &Reopen<'_>, coding: Option<Coding>, wanted: &Wanted<'_>) -> Result<Source, String> {
    if let Some(coding) = coding {
        let mut raw = Stream::new(reopen()?);
        let known = packed::starts_skippable(coding, raw.ahead(8)).then(|| packed::skip_frame(&mut raw));
        let mut known = known.and_then(Result::ok).flatten();
        let left = wanted.offset.checked_sub(raw.offset());
        let is_there = left.is_some_and(|left| raw.pass(left) == 0);
        let ahead = raw.ahead(coding.trial());
        let first = match &mut known {
            Some(unpacker) => packed::first_bytes_by(unpacker, ahead, 16),
            None => packed::first_bytes(coding, ahead, 16),
        };
        if is_there && coding.is_start(ahead) && !first.is_empty() {
            let mut members = Members::new(raw, "", |_| true, wanted.limits);
            members.set_unpacker(known);
            return Ok(Stream::new(members));
        }
    }
    let mut source = fresh(reopen, wanted)?;
    let short = source.pass(wanted.offset);
    if short > 0 || source.ahead(1).is_empty() {
        return Err(format!("no record at byte {}: there are {} bytes", wanted.offset, source.offset()));
    }
    Ok(source)
}

/// The entry that an archive stands at.
fn entry(mut archive: impl Archive) -> Result<Vec<u8>, String> {
    match archive.next() {
        Next::Entry(entry) => entry.refused.map_or(Ok(()), Err)?,
        Next::Lost(lost) => return Err(lost.why),
        Next::End => return Err("no entry there".to_owned()),
    }
    let mut out = Vec::new();
    let mut piece = vec![0; 64 << 10];
    // what comes before a fault is what is to be looked at
    while let Ok(n) = archive.read(&mut piece) {
        if n == 0 {
            break;
        }
        out.extend_from_slice(piece.get(..n).unwrap_or_default());
    }
    Ok(out)
}

/// A record in an entry, or the entry itself where it is a page.
fn inside<A: Archive + 'static>(open: &dyn Fn() -> Result<A, String>, wanted: &Wanted<'_>) -> Result<Vec<u8>, String> {
    let find = || -> Result<(A, String, u64), String> {
        let mut archive = open()?;
        loop {
            match archive.next() {
                Next::Entry(entry) => {
                    let name = harmless(&entry.name);
                    let rest = wanted.rest.strip_prefix(name.as_str()).filter(|_| !name.is_empty());
                    if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
                        return Ok((archive, rest.trim_start_matches('/').to_owned(), entry.offset));
                    }
                    archive.close();
                }
                Next::Lost(_) => {}
                Next::End => return Err("no such entry".to_owned()),
            }
        }
    };
    let (_, rest, offset) = find()?;
    let reopen = || -> Result<Bytes, String> { Ok(Box::new(Entry(find()?.0))) };
    let is_page = {
        let mut source = fresh(&reopen, wanted)?;
        let head = source.ahead(sniff::LOOKED_AT);
        let kind = sniff::kind(head, wanted.rest, InputFormat::Auto);
        matches!(kind, Kind::Html | Kind::Text | Kind::Binary(_) | Kind::Mhtml)
    };
    if is_page && wanted.offset != offset && wanted.offset != 0 {
        return Err(format!("the entry starts at byte {offset}, not {}", wanted.offset));
    }
    let offset = if is_page { 0 } else { wanted.offset };
    extracted(&reopen, &Wanted { shown: wanted.rest, rest: &rest, offset, limits: wanted.limits })
}

/// The bytes of the entry that an archive stands at.
struct Entry<A>(A);

impl<A: Archive> Read for Entry<A> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(out)
    }
}
